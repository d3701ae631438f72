"""What is an exact quote, and what is altered: each as typed, compared as shown."""

import pytest

from rostra.forum.models import Post, Quote
from rostra.forum.services.judging import Texts
from rostra.foundation import markup

SAID = "The keel, he said, was “rotten” – all of it… and nobody had looked."
LINKED = "See [the report](https://gov.example/report) and [a map](/topic/7-map/)."
CODE = "Run `rm -r old` first:\n\n```\nfor f in *; do\n  rm $f\ndone\n```\n\nThen rest."
LIST = "Bring:\n\n- bread\n- *good* cheese\n  1. hard\n  2. soft\n\n| a | b |\n|---|---|\n| 1 | 2 |"
QUOTING = "> @Ada [said](/post/5/):\n>\n> It rains.\n\nIt does not. @Ada said: no."
HEBREW = "הוא אמר: „הספינה רקובה” — ואיש לא בדק."
ARABIC = "قال: السفينةُ متعفّنة، ولم يفحصها أحد."
CHINESE = "他说:“龙骨已经腐烂”,没有人看过。"
THAI = "เขาบอกว่ากระดูกงูเรือผุแล้ว และไม่มีใครดู"

pytestmark = pytest.mark.django_db

EXACT = [
    (SAID, SAID),
    (SAID, "The keel, he said"),
    (SAID, "nobody had looked."),
    (SAID, "nobody had looked"),
    (SAID, 'was "rotten" - all of it... and'),
    (SAID, "was «rotten» — all of it"),
    (SAID, "was **“rotten”** – *all* of it"),
    (SAID, "The   keel,\nhe said"),
    (SAID, "The keel […] nobody had looked."),
    (SAID, "The keel … rotten … looked"),
    (SAID, "[...] he said [...]"),
    (SAID, "- The keel, he said"),
    (SAID, "### The keel, he said"),
    (SAID, "The \u00adkeel,\u200b he\u00a0said"),
    (SAID, "was ”rotten“"),
    ("e\u0301te\u0301", "été"),
    ("\u212bngstr\u00f6m", "A\u030angstro\u0308m"),
    ("I like it 👍🏽 a lot", "like it 👍🏽 a"),
    ("Love ❤\ufe0f you", "Love ❤ you"),
    (":smile: yes", "😄 yes"),
    ("a  b", "a b"),
    ("so\\_long", "so_long"),
    ("*so* long", "so long"),
    ("||the keel|| was", "the keel was"),
    (LINKED, "See the report and"),
    (LINKED, "See [the report](https://gov.example/report)"),
    (LINKED, "a [map](/topic/7-map/)"),
    ("It is at https://a.example/ now", "It is at <https://a.example>"),
    ("www.example.com is it", "[www.example.com](http://www.example.com) is"),
    (CODE, "Run rm -r old first"),
    (CODE, "```\nfor f in *; do\n```"),
    (CODE, "for f in \\*; do rm $f done"),
    (LIST, "bread good cheese"),
    (LIST, "- bread\n- good cheese"),
    (LIST, "1 2"),
    (QUOTING, "It does not."),
    (HEBREW, "„הספינה רקובה” — ואיש"),
    (HEBREW, "הוא אמר […] לא בדק."),
    (ARABIC, "السفينةُ متعفّنة، ولم"),
    (CHINESE, "龙骨已经腐烂"),
    (CHINESE, "他说:“龙骨 … 没有人"),
    (THAI, "กระดูกงูเรือผุแล้ว"),
    ("私は東京都に住む", "東京都に"),
]

ALTERED = [
    (SAID, "The keel was rotten"),
    (SAID, "the keel, he said"),
    (SAID, "nobody has looked"),
    (SAID, "nobody had ever looked"),
    (SAID, "nobody looked"),
    (SAID, "nobody had looked […] The keel"),
    (SAID, "rotten … he said"),
    (SAID, "he sai"),
    (SAID, "eel"),
    (SAID, "hesaid"),
    (SAID, "had look ed"),
    (SAID, "n obody"),
    (SAID, "nob […] ody"),
    (SAID, "The k\u0435el, he said"),
    (SAID, "ТHE keel"),
    (SAID, "was “rotten” + all"),
    (SAID, "“he said”"),
    (SAID, "…"),
    (SAID, "[…] […]"),
    (SAID, "~~The keel~~ The keel, he said, she said"),
    ("It is 1.5 m", "It is 15 m"),
    ("It is not so", "It is so"),
    ("no", "No"),
    ("x²", "x2"),
    ("½ full", "1/2 full"),
    ("One. Two. Three.", "Two. One. Three."),
    ("One. Two.", "One.Two."),
    (LINKED, "See [the report](https://evil.example/report)"),
    (LINKED, "See [the](https://evil.example/) [report](https://gov.example/report)"),
    (LINKED, "a [map](/topic/8-map/)"),
    ("See the report", "See [the report](https://evil.example/)"),
    ("At https://a.example/", "At [https://a.example/](https://evil.example/)"),
    (CODE, "`rm -r new`"),
    (CODE, "rm -rold"),
    (QUOTING, "It rains!"),
    (QUOTING, "> @Ada [said](/post/5/):\n>\n> It rains.\n\nIt does."),
    (HEBREW, "הספינה לא רקובה"),
    (ARABIC, "السفينة سليمة"),
    (CHINESE, "龙骨没有腐烂"),
    (THAI, "กระดูกงูเรือไม่ผุ"),
    ("a" * 50, "a" * 51),
]


def state_of(quoted, said):
    post = Post(pk=7, revision=1, html=markup.render(said).html)
    lines = "\n".join(f"> {line}" for line in quoted.split("\n"))
    source = f"> @scott [said](/post/7/):\n>\n{lines}\n\nSo?"
    found = next(q for q in markup.render(source).quotes if q.post_id == 7)
    texts = Texts(post)
    texts.__dict__["_earlier"] = ()
    return texts.judge(markup.normalise(found.words), 1, found.links).state


@pytest.mark.parametrize(("said", "quoted"), EXACT)
def test_what_a_reader_would_call_the_same_is_exact(said, quoted):
    assert state_of(quoted, said) == Quote.State.EXACT


@pytest.mark.parametrize(("said", "quoted"), ALTERED)
def test_a_changed_added_or_removed_word_is_altered(said, quoted):
    assert state_of(quoted, said) == Quote.State.ALTERED


def test_the_table_is_long_enough():
    assert len(EXACT) + len(ALTERED) >= 60

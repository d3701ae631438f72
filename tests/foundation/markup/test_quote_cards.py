"""Block quotes that say whom they quote."""

import pytest

from rostra.forum.services.judging import words_of
from rostra.foundation.markup import normalise, quote_key, render, stands_in
from tests.foundation.markup.reading import elements, shown

SAID = "> @scott [said](/post/123/):\n>\n> most of the foreigners do not"


class TestCards:
    def test_name_whom_they_quote_and_lead_to_the_post(self):
        rendered = render(SAID)

        assert rendered.html == (
            '<figure class="quote" data-quote="0" data-post="123"><figcaption><span>'
            '<a class="name" href="/post/123/" dir="auto">scott</a></span></figcaption>'
            '<blockquote dir="auto">\n<p dir="auto">most of the foreigners do not</p>\n'
            "</blockquote></figure>\n"
        )
        (quote,) = rendered.quotes
        assert (quote.place, quote.post_id, quote.name, quote.words) == (
            0,
            123,
            "scott",
            "most of the foreigners do not",
        )

    @pytest.mark.parametrize(
        ("line", "name", "post_id"),
        [
            ("@scott [said](/post/1/):", "scott", 1),
            ('@"old ferryman" [said](/post/1/):', "old ferryman", 1),
            ('@"the \\"old\\" one" [said](/post/1/):', 'the "old" one', 1),
            ('@"\\*star\\*" [said](/post/1/):', "*star*", 1),
            ("@scott said:", "scott", None),
            ('@"old ferryman" said:', "old ferryman", None),
            ("@old ferryman said:", "old ferryman", None),
            ("@https://evil.example said:", "https://evil.example", None),
        ],
    )
    def test_know_the_ways_to_name_somebody(self, line, name, post_id):
        (quote,) = render(f"> {line}\n>\n> words").quotes

        assert (quote.name, quote.post_id) == (name, post_id)

    @pytest.mark.parametrize(
        "source",
        [
            "> words",
            "> @scott [said](/post/1/):",
            "> @scott [said](/post/1/): words\n>\n> more",
            "> @scott [said](/topic/1/):\n>\n> words",
            "> @scott [said](https://evil.example/post/1/):\n>\n> words",
            "> \\@scott said:\n>\n> words",
            "> scott said:\n>\n> words",
            "> @ said:\n>\n> words",
            "> words\n>\n> @scott said:",
            f"> @{'x' * 201} said:\n>\n> words",
        ],
    )
    def test_are_only_made_of_an_exact_attribution(self, source):
        rendered = render(source)

        assert rendered.quotes == ()
        assert "<figure" not in rendered.html
        assert "<blockquote" in rendered.html

    def test_do_not_mention_whom_they_quote(self):
        assert render(SAID).mentions == ()


class TestMarks:
    @pytest.mark.parametrize(
        ("state", "tone", "icon", "words"),
        [
            ("exact", "flag good", "ok", "Verified quote"),
            ("edited", "flag", "history", "Original edited since"),
            ("altered", "flag serious", "warn", "Altered: compare"),
        ],
    )
    def test_lead_to_what_was_quoted(self, state, tone, icon, words):
        html = render(SAID, quotes={0: state}).html
        key = quote_key("most of the foreigners do not")

        assert f'data-quote-state="{state}"' in html
        assert (
            f'<a class="{tone}" href="/post/123/quoted/{key}/?as={state}" rel="nofollow">'
            f'<svg class="icon" aria-hidden="true"><use href="/icons.svg#{icon}"></use>'
            f"</svg> {words}</a>"
        ) in html

    def test_of_what_is_gone_lead_nowhere(self):
        html = render(SAID, quotes={0: "gone"}).html

        assert '<span class="flag"><svg' in html
        assert "Original is gone" in html
        assert "/quoted/" not in html

    def test_are_not_put_on_words_of_an_unknown_post(self):
        assert "flag" not in render("> @a said:\n>\n> x", quotes={0: "exact"}).html


class TestFolding:
    def test_shows_one_level(self):
        source = "> a\n>\n> > b\n> >\n> > > c"

        html = render(source).html

        assert [e.tag for e in elements(html)] == (
            "blockquote p details summary blockquote p blockquote p".split()
        )

    def test_tells_whose_quote_is_folded(self):
        source = f"{SAID}\n>\n> > @noor said:\n> >\n> > before"

        rendered = render(source)

        assert "<summary" in rendered.html
        assert "What noor said before" in rendered.html
        assert [quote.name for quote in rendered.quotes] == ["scott", "noor"]
        assert [quote.words for quote in rendered.quotes] == [
            "most of the foreigners do not\nnoor\nbefore",
            "before",
        ]

    def test_hides_most_of_a_long_quote(self):
        html = render(SAID + " and so on" * 120).html

        summary = next(e for e in elements(html) if e.tag == "summary")
        assert summary.text().startswith("most of the foreigners do not and so on")
        assert summary.text().endswith("… Show the whole quote")


class TestWordsInQuotesInQuotes:
    """A verified card must not show what nobody verified."""

    INNER = "true words\n\n> {}invented words\n\nmore"

    def quote_of(self, source: str) -> str:
        lines = "".join(f"> {line}\n" for line in source.split("\n"))
        return f"> @a [said](/post/1/):\n>\n{lines}"

    @pytest.mark.parametrize("attribution", ["", "@noor said:\n>\n> "])
    def test_must_have_stood_in_the_post(self, attribution):
        quote = render(self.quote_of(self.INNER.format(attribution))).quotes[0]
        post = render("true words\n\nmore").html

        assert not stands_in(quote.words, words_of(post))

    def test_of_a_known_post_are_judged_by_themselves(self):
        inner = self.INNER.format("@noor [said](/post/2/):\n>\n> ")
        outer, nested = render(self.quote_of(inner)).quotes

        assert outer.words == "true words\n…\nmore"
        assert (nested.post_id, nested.words) == (2, "invented words")


QUOTABLE = [
    "plain words, twice\nas many",
    "**bold** and `code` and ~~gone~~",
    "- one\n- two\n  - three",
    "1. one\n\n   more\n2. two",
    "- [x] done\n- [ ] not",
    "# heading\n\nwords",
    "| a | b |\n|---|---|\n| c | d |",
    "```\ncode\n  more\n```",
    "![a picture](/a.png) and [a link](/b)",
    ":smile: and :nothing: and \\:smile:",
    '@scott and @"Noor Haddadi" and @nobody',
    "||hidden|| words",
    "||\n\nhidden blocks\n\n||",
    "www.example.com and me@example.com and \\@scott",
    "before\n\n> quoted\n\nafter",
    "before\n\n> @a said:\n>\n> quoted\n\nafter",
    "before\n\n> @a [said](/post/2/):\n>\n> quoted\n\nafter",
    "before\n\n> b\n>\n> > c\n> >\n> > > d\n\nafter",
    "> @a said:\n>\n> b\n>\n> > @c said:\n> >\n> > d",
    "line\\\nbreak  \nagain",
    "<b>html</b>\n\n<div>\nblock\n</div>",
    "“quoted” – dashed — and…",
    "السلام عليكم 東京都 สวัสดี",
    "***\n\nrule",
    "words[^1] and[^b] more[^1]\n\n[^1]: note *one*\n[^b]: two\n\n    parts[^1]",
    "unmarked[^x]\n\n[^1]: nobody leads here",
    "||".join(f"c{n}" for n in range(60)),
]


@pytest.mark.parametrize("source", QUOTABLE)
def test_a_text_quoted_as_a_whole_stands_in_itself(source):
    quoting = "> @a [said](/post/1/):\n>\n" + "".join(
        f"> {line}\n" for line in source.split("\n")
    )

    post = words_of(render(source).html)
    quote = render(quoting).quotes[0]

    assert stands_in(quote.words, post), (normalise(quote.words), post)


@pytest.mark.parametrize("source", QUOTABLE)
def test_words_that_are_shown_stand_in_the_text(source):
    html = render(source).html

    assert stands_in(shown(html), words_of(html)) or set("|^") & set(source)

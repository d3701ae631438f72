"""The real files: everything comes, nothing is lost, no markup shows."""

import json
import re
from collections import Counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from rostra.accounts.models import User
from rostra.forum.models import Post, Quote, Topic
from rostra.foundation import markup
from rostra.transfer.converters import bbcode
from rostra.transfer.models import ImportedRow

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

# Masked swear words such as ****tier are in the originals.
LEFT_OVER = re.compile(
    r"</?(?:div|span|p|br|a|img|blockquote|b|i|table|td|li|ul|font)\b|"
    r"\[/?(?:quote|b|i|u|url|img|code|list|color|size|font|spoiler|\*)\b[^\]]*\]|"
    r"&(?:amp|quot|lt|gt|nbsp|#\d+);|[\ue000-\uf8ff]|73[12]\d{13}",
    re.IGNORECASE,
)


def words_outside_code(html: str) -> str:
    page = LexborHTMLParser(html)
    for code in page.css("pre, code"):
        code.decompose()
    return page.body.text(separator=" ")


def left_over(typed: dict[int, str] | None = None) -> list[str]:
    """Markup that a reader would see, unless it is what the author had typed."""
    shown = [(post.pk, post.html) for post in Post.objects.iterator()]
    return [
        f"{key}: …{words[max(0, m.start() - 30) : m.end() + 30]}…"
        for key, html in shown
        if (words := words_outside_code(html))
        for m in LEFT_OVER.finditer(words)
        if m.group() not in (typed or {}).get(key, "")
    ]


def typed_in(folder) -> dict[int, str]:
    """What authors typed, by our post ids: the text of the pages, without their tags."""
    bodies: dict[str, str] = {}
    for path in folder.rglob("[0-9]*.json"):
        for post in json.loads(path.read_bytes()).get("posts", []):
            key = str(post.get("postid") or post.get("id"))
            raw = post.get("content") or post.get("body") or post.get("text") or ""
            bodies[key] = LexborHTMLParser(raw).body.text(separator=" ")
    rows = ImportedRow.objects.filter(kind="post").values_list("our_id", "key")
    return {our_id: bodies[key] for our_id, key in rows}


def posts_in(folder) -> int:
    others = ("hackernews", "stackexchange")
    return sum(
        len(json.loads(path.read_bytes()).get("posts", []))
        for path in folder.rglob("*.json")
        if path.name[0].isdigit() and not any(name in path.parts for name in others)
    )


@pytest.fixture
def scraped(corpus, import_from):
    folder = corpus / "forums" / "forumscraper_json"
    return folder, import_from(folder)


@pytest.fixture
def archive(corpus, import_from):
    folder = corpus / "forums" / "ubuntu_forums_archive"
    return folder, import_from(folder, "ubuntu-forums")


def test_every_post_of_forumscraper_comes(scraped):
    folder, report = scraped
    count = posts_in(folder)

    assert report.failed == []
    assert report.read["posts"] == report.written["posts"] == count
    assert Post.objects.count() == count
    assert report.read["topics"] == report.written["topics"] == Topic.objects.count()
    members = len(
        [p for p in folder.rglob("m-*.json") if p.parts[-2] in ("invision", "2")]
    )
    assert report.read["profiles"] == report.written["profiles"] == members


def test_edits_and_signatures_of_forumscraper_come_along(scraped):
    _folder, report = scraped
    signed = User.objects.exclude(signature="").count()
    edited = Post.objects.exclude(edited_at=None).count()

    print(signed, "signatures,", edited, "edits")
    assert signed == report.written["signatures"] >= 70
    assert edited >= 40


def test_files_of_no_forum_are_named(scraped):
    folder, report = scraped

    named = {file for file, _ in report.left_out_files}

    for name in ("hackernews", "stackexchange"):
        files = {p.relative_to(folder).as_posix() for p in (folder / name).iterdir()}
        assert files <= named


def test_no_markup_of_forumscraper_is_shown(scraped):
    folder, _ = scraped
    # What was left over of BBCode is in the text of the pages, but nobody meant it.
    typed = {key: text if "<" in text else "" for key, text in typed_in(folder).items()}

    assert left_over(typed) == []


def test_quotes_of_forumscraper_lead_to_their_posts(scraped):
    _, report = scraped

    assert report.quotes["linked"] >= 420
    assert report.quotes["exact"] >= 380
    assert (
        report.quotes["linked"] + report.quotes["attributed"] == report.read["quotes"]
    )
    assert Quote.objects.count() >= 420


def test_numbers_are_dense_and_counts_right(scraped):
    for topic in Topic.objects.all():
        numbers = list(topic.posts.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, topic.last_number + 1))
    for user in User.objects.all():
        assert user.post_count == user.posts.count()


def test_every_post_of_the_ubuntu_archive_comes(archive):
    folder, report = archive
    lines = (folder / "INDEX.tsv").read_text("utf-8").splitlines()[1:]
    counts = [int(line.split("\t")[1]) for line in lines]

    assert report.failed == []
    assert report.read["posts"] == report.written["posts"] == sum(counts)
    assert Post.objects.count() == sum(counts)
    assert Topic.objects.count() == len(counts)


def test_no_markup_of_the_ubuntu_archive_is_shown(archive):
    assert left_over() == []


def test_quotes_of_the_ubuntu_archive_are_found(archive):
    _, report = archive

    assert report.quotes["exact"] >= 11


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def bbcode_pairs(folder) -> list[tuple[str, str, str]]:
    """Names, BBCode and the words that its own converter makes of it."""
    pairs = []
    for case in sorted((folder / "vanilla_formats" / "bbcode").iterdir()):
        if (case / "output.txt").exists() and case.name != "block-formatting":
            expected = (case / "output.txt").read_text("utf-8")
            pairs.append((case.name, (case / "input.txt").read_text("utf-8"), expected))
    for case in sorted((folder / "s9e" / "Bundles" / "data" / "Forum").glob("*.txt")):
        page = LexborHTMLParser(case.with_suffix(".html").read_text("utf-8"))
        # The names of quotes, "Spoiler:" and such are its own words, not the author's.
        for own in page.css("cite, script, style, .spoiler > div:first-child, summary"):
            own.decompose()
        expected = page.body.text(separator=" ")
        pairs.append((case.name, case.read_text("utf-8"), expected))
    return pairs


def test_no_word_of_other_converters_is_missing(corpus):
    for name, source, expected in bbcode_pairs(corpus / "forums" / "bbcode"):
        written = bbcode.convert(source).source

        page = LexborHTMLParser(f"<div>{markup.render(written).html}</div>")
        shown = page.body.text(separator=" ")
        names = words_of("Spoiler Le spoiler John Doe Foo wrote schreef")
        missing = words_of(expected) - words_of(shown) - names
        assert not missing, name

"""Everything of the corpus that ever got a script into a page."""

import json
from collections.abc import Iterator

import pytest

from rostra.foundation.markup import Mention, render, render_story
from rostra.foundation.markup.sanitiser import sanitised
from tests.corpus import corpus, cross_site_scripts, markdown_texts
from tests.foundation.markup.reading import dangers, elements

pytestmark = pytest.mark.corpus

PLACES = {
    "alone": "{}",
    "in a paragraph": "a {} b",
    "as an address": "[a]({})",
    "as an address in brackets": "[a](<{}>)",
    "as a title": '[a](/b "{}")',
    "as a definition": "[a]\n\n[a]: {}",
    "as an autolink": "<{}>",
    "as a picture": '![{}]({} "{}")',
    "as a language": "```{}\n{}\n```",
    "as code": "`{}`",
    "as a name": '@"{}"',
    "as whom one quotes": '> @"{}" [said](/post/1/):\n>\n> {}',
    "as a post": "> @a [said](/post/{}/):\n>\n> b",
    "as a cell": "| {} |\n|---|\n| {} |",
    "as a spoiler": "||{}||",
    "as a heading": "# {}",
    "as a note": "[^{}] [^a]\n\n[^{}]: {}\n[^a]: {}",
    "as an emoji": ":{}:",
}
STORY = frozenset("p br h2 blockquote ul ol li em strong a span".split())


def naughty_strings() -> list[str]:
    return json.loads((corpus("hostile/strings/blns") / "blns.json").read_text("utf-8"))


def html5lib() -> Iterator[str]:
    folder = corpus("hostile/html5lib-tests")
    for path in sorted(folder.rglob("*.dat")):
        text = path.read_text("utf-8", errors="replace")
        for test in text.split("#data\n")[1:]:
            yield test.partition("\n#")[0]
    for path in sorted(folder.rglob("*.test")):
        for test in json.loads(path.read_text("utf-8")).get("tests", []):
            yield test["input"]


@pytest.fixture(scope="module")
def payloads() -> list[str]:
    return [*cross_site_scripts(), *naughty_strings(), *html5lib(), *markdown_texts()]


@pytest.fixture(scope="module")
def short(payloads) -> list[str]:
    """Those that fit a line, a few in each text: they are rendered in many places."""
    return [p for p in dict.fromkeys(payloads) if "\n" not in p and len(p) < 400]


def test_nothing_gets_through(payloads):
    found = [(p, d) for p in payloads if (d := dangers(render(p).html))]

    assert len(payloads) > 8000
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_nothing_gets_through_in_any_place(place, short):
    for start in range(0, len(short), 40):
        written = (PLACES[place].replace("{}", p) for p in short[start : start + 40])
        rendered = render("\n\n".join(written))

        assert dangers(rendered.html) == [], short[start : start + 40]


@pytest.mark.slow
def test_nothing_gets_through_as_the_address_of_a_member(short):
    for payload in short:
        html = render("@a", names={"a": Mention(1, payload)}).html

        assert dangers(html) == []


@pytest.mark.slow
def test_the_sanitiser_lets_nothing_else_through(payloads):
    found = [(p, d) for p in payloads if (d := dangers(sanitised(p[:5000])))]

    assert found == []


@pytest.mark.slow
def test_no_story_has_more_than_a_story_needs(payloads):
    for payload in payloads:
        for element in elements(render_story(payload)):
            allowed = {"class", "href", "rel"}
            assert element.tag in STORY, payload
            assert set(element.attributes) <= allowed, payload
            address = element.attributes.get("href") or "/"
            scheme = address.strip().lower().partition(":")
            assert not scheme[1] or scheme[0] not in ("javascript", "data", "vbscript")

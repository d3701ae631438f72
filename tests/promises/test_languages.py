"""Pages speak the language that a reader chose, all of them and through every cache."""

import gettext
import io
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from rostra.foundation.languages import LANGUAGES, LOCALE
from tests.walking import walk

ROOT = Path(__file__).parents[2]
OTHERS = sorted(set(LANGUAGES) - {"en"})
LEAST = 0.95
"""What part of the words must be there in a language that is offered."""

SHAPES = re.compile(r"%\(\w+\)s|%[sd]|</?\w+[^>]*>")
OF_THE_SITE = {"This story has been withdrawn.", "Its publisher took it back."}
"""What is kept, in the site's language (kept_words)."""

OF_THE_SAMPLE = {"Heading", "No", "no", "yes", "None", "Work & Money"}
"""What members of the sample say, who are not translated."""


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """Every message of the code, as `make messages` gathers them."""
    pot = tmp_path_factory.mktemp("words") / "rostra.pot"
    recipe = (ROOT / "Makefile").read_text("utf-8")
    keywords = re.findall(r"-k (\S+)", recipe)
    extract = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    options = ["-F", "pyproject.toml", "-o", str(pot), "src/rostra"]
    given = [f"--keyword={one}" for one in keywords]
    subprocess.run([*extract, *given, *options], cwd=ROOT, check=True)
    return _read(pot.read_bytes())


@pytest.fixture(scope="module")
def german(rostra):
    """What an owner who chose German finds by following every link."""
    member = rostra.visitor().sign_up("Ottilie Wander")
    rostra.make_owner("Ottilie Wander")
    member.get("/")  # So that pieces of pages are kept in English.
    member.post("/look/", language="de")
    return walk(member, ["/", "/nowhere/"])


class TestCatalogues:
    @pytest.mark.parametrize("language", OTHERS)
    def test_it_has_the_messages_of_the_code_and_no_others(self, gathered, language):
        assert _keys(_catalogue(language)) == _keys(gathered), "run `make messages`"

    def test_nothing_is_said_where_it_is_not_gathered(self, gathered):
        # Babel does not look into f-strings, so what stands only there is missed.
        said = {one for one, _context in _keys(gathered)}
        inside = re.compile(r"""\{[^{}\n]*\b_\((?P<mark>['"])(.+?)(?P=mark)\)""")
        for file in (ROOT / "src").rglob("*.py"):
            for found in inside.finditer(file.read_text("utf-8")):
                assert found[2] in said, file

    @pytest.mark.parametrize("language", OTHERS)
    def test_nearly_all_is_translated(self, language):
        messages = _messages(_catalogue(language))
        missing = [m.id for m in messages if not all(_said(m))]
        print("not translated:", missing)
        assert len(missing) <= (1 - LEAST) * len(messages)

    @pytest.mark.parametrize("language", OTHERS)
    def test_what_is_put_in_and_what_is_markup_stays(self, language):
        wrong = []
        for message in _messages(_catalogue(language)):
            meant = _asked(message)
            said = filter(None, _said(message))
            wrong += [s for s in said if Counter(SHAPES.findall(s)) not in meant]
        assert wrong == []

    @pytest.mark.parametrize("language", OTHERS)
    def test_what_is_read_is_what_is_written(self, language):
        folder = LOCALE / language / "LC_MESSAGES"
        with (folder / "django.mo").open("rb") as file:
            compiled = gettext.GNUTranslations(file)
        for message in _messages(_catalogue(language)):
            if not message.pluralizable and message.string:
                kept = (
                    compiled.pgettext(message.context, message.id)
                    if message.context
                    else compiled.gettext(message.id)
                )
                assert kept == message.string, "run `make messages`"


@pytest.mark.server
@pytest.mark.slow
class TestPages:
    def test_every_page_is_in_the_language_that_was_chosen(self, german):
        assert [
            p for p, html in german.pages.items() if '<html lang="de"' not in html
        ] == []
        assert len(german.pages) > 60

    def test_no_words_of_ours_stay_english(self, german):
        english = _only_english("de")
        found = {}
        for path, html in german.pages.items():
            for words in _texts(html) & english:
                found.setdefault(words, path)
        print(found)
        assert found.keys() - OF_THE_SITE - OF_THE_SAMPLE == set()

    def test_other_readers_pages_stay_as_they_were(self, rostra, german):
        guest = rostra.visitor()
        german_words = set(_translated("de").values())
        for path in ("/", "/latest/", "/sign-in/"):
            page = guest.get(path).text
            assert '<html lang="en"' in page
            assert _texts(page).isdisjoint(german_words - set(_translated("de")))
        guest.post("/look/", language="de")
        assert '<html lang="de"' in guest.get("/latest/").text
        assert '<html lang="en"' in rostra.visitor().get("/latest/").text


def _read(po):
    return read_po(io.BytesIO(po), charset="utf-8")


def _catalogue(language):
    return _read((LOCALE / language / "LC_MESSAGES" / "django.po").read_bytes())


def _messages(catalogue):
    return [message for message in catalogue if message.id]


def _keys(catalogue):
    return {(message.id, message.context) for message in _messages(catalogue)}


def _said(message):
    return message.string if message.pluralizable else (message.string,)


def _asked(message):
    ids = message.id if message.pluralizable else (message.id,)
    return [Counter(SHAPES.findall(one)) for one in ids]


def _translated(language):
    return {
        m.id: m.string
        for m in _messages(_catalogue(language))
        if not m.pluralizable and m.string and not m.context
    }


def _only_english(language):
    """Messages that stand alone on a page and are another word there."""
    said = _translated(language)
    own = set(said.values())
    return {m for m, s in said.items() if m != s and "%" not in m and m not in own}


class _Texts(HTMLParser):
    """The running words of a page that are no member's."""

    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_data(self, data):
        self.found.add(" ".join(data.split()))

    def handle_starttag(self, tag, attrs):
        shown = {"aria-label", "title", "placeholder"}
        self.found |= {value for name, value in attrs if name in shown}


def _texts(html):
    parser = _Texts()
    parser.feed(html)
    return parser.found

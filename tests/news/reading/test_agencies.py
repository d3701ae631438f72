"""What agencies send is read as a person reads it: each file of the corpus, field by field."""

from dataclasses import replace

import pytest

from rostra.news.reading import read_feed
from rostra.news.services.story_text import plain_text, story_html
from tests.corpus import corpus
from tests.news.reading.agencies import NEWSML_1, NEWSML_G2, NINJS, OTHERWISE, SUPERDESK
from tests.news.reading.expecting import BASE, problem_of
from tests.news.reading.scores import note

pytestmark = [pytest.mark.corpus]
FOLDERS = {
    "newsml/superdesk": SUPERDESK,
    "newsml/iptc_g2": NEWSML_G2,
    "newsml/ninjs/3.0": NINJS,
    "newsml/ninjs/NewsML": NEWSML_1,
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_agencies_files_say_what_a_person_reads_in_them(folder):
    wrong, values = {}, 0

    for name, wanted in FOLDERS[folder].items():
        data = corpus(f"feeds/{folder}/{name}").read_bytes()
        entry = read_feed(data, address=BASE).entries[0]
        values += len(wanted)
        for field, value in wanted.items():
            if (got := _said(entry, field, value)) != value:
                wrong[name, field] = (got, value)

    note(f"{folder}: values", met=values - len(wrong), missed=len(wrong))
    assert wrong == {}


def _said(entry, field, wanted):
    if field in ("published_at", "updated_at", "embargoed_until"):
        time = getattr(entry, field)
        return time and time.isoformat()
    if field == "pictures":
        pairs = zip(entry.pictures, wanted, strict=False)
        kept = [
            (one.address[-len(end) :], one.caption[: len(start)], one.credit)
            for one, (end, start, _credit) in pairs
        ]
        return kept if len(entry.pictures) == len(wanted) else list(entry.pictures)
    if field not in ("starts", "ends", "has", "paragraphs", "lines"):
        return getattr(entry, field)
    html = story_html(entry.body)
    words = " ".join(plain_text(html).split())
    return {
        "starts": words[: len(wanted)] if isinstance(wanted, str) and wanted else words,
        "ends": words[-len(str(wanted)) :],
        "has": wanted if str(wanted) in words else words,
        "paragraphs": len(plain_text(html).split("\n\n")),
        "lines": html.count("<br>") + 1,
    }[field]


def test_what_is_otherwise_than_superdesk_has_it_still_is():
    same = []

    for (name, field), (theirs, _why) in OTHERWISE.items():
        data = corpus(f"feeds/newsml/superdesk/{name}").read_bytes()
        entry = read_feed(data, address=BASE).entries[0]
        if getattr(entry, field) == theirs:
            same.append((name, field))

    note("newsml/superdesk: values", met=0, missed=len(OTHERWISE) - len(same))
    assert same == []
    assert {name for name, _field in OTHERWISE} <= SUPERDESK.keys()


def test_every_file_of_the_agencies_that_is_read_is_compared():
    read = {}
    for folder, wanted in FOLDERS.items():
        for path in corpus(f"feeds/{folder}").glob("*"):
            is_read = path.is_file() and path.name != "LICENSE" and not problem_of(path)
            read[folder, path.name] = is_read and path.name not in wanted

    missing = {one for one, is_missing in read.items() if is_missing}

    # It has the text of another story for an example, as the one beside it says.
    assert missing == {
        ("newsml/ninjs/3.0", "20231016-addb-example-press-conference.json")
    }


def test_the_same_item_is_read_alike_in_two_versions_of_ninjs():
    newer = corpus("feeds/newsml/ninjs/3.0")
    pairs = {
        path: newer / path.name.replace("_2.json", "_3.json")
        for path in corpus("feeds/newsml/ninjs/2.1").glob("*.json")
    }
    differ = []

    for path, other in pairs.items():
        old, new = (_entry(one) for one in (path, other))
        if old != new:
            differ.append(path.name)

    note(
        "newsml/ninjs/2.1: as in 3.0", met=len(pairs) - len(differ), missed=len(differ)
    )
    assert len(pairs) == 12
    assert differ == []


def _entry(path):
    entry = read_feed(path.read_bytes(), address=BASE).entries[0]
    return replace(entry, body=" ".join(entry.body.split()))

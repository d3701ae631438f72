"""Feeds that are folders: whole files are read once, and nothing outside is."""

import json
import os
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from rostra.news.models import Feed, Story
from rostra.news.services import polling, taking_in, watching
from rostra.news.services.polling import ask, poll_feed
from tests.news.feed_server import item, rss

pytestmark = pytest.mark.django_db
LONG_AGO = time.time() - 60


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.ROSTRA_DATA = tmp_path
    folder = tmp_path / "wire" / "agency"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def feed(folder, make_feed, monkeypatch):
    # The time of a change of a file's name cannot be set back; that of its words can.
    monkeypatch.setattr(watching, "QUIET", 0.0)
    return make_feed("folder:agency")


def put(folder, name="one.xml", data=None) -> Path:
    path = folder / name
    path.write_bytes(rss(item(1)) if data is None else data)
    return path


def names(folder, where):
    there = folder / where
    return (
        sorted(p.name.split("-", 3)[3] for p in there.iterdir())
        if there.exists()
        else []
    )


def test_a_file_is_read_once_and_moved_away(folder, feed):
    path = put(folder)

    poll_feed(feed)
    poll_feed(feed)

    feed.refresh_from_db()
    assert Story.objects.count() == 1
    assert not path.exists()
    assert names(folder, "done") == ["one.xml"]
    assert [why for _at, _name, why in feed.files] == [""]
    assert [came for _at, _took, came in feed.polls] == ["read", "same"]


def test_files_with_words_that_were_taken_back_are_not_kept(folder, feed):
    def told(body="", status="usable", guid="urn:wire/1"):
        item = {"guid": guid, "type": "text", "pubstatus": status}
        item |= {"headline": "Gate shut late tonight", "body_html": body}
        return json.dumps({"items": [item]}).replace("/1", "\\/1").encode()

    put(folder, "a.json", told("<p>Secret.</p>"))
    put(folder, "b.json", told("<p>Other.</p>", guid="urn:wire/12"))
    poll_feed(feed)
    put(folder, "c.json", told("<p>More that is secret.</p>"))
    poll_feed(feed)
    assert names(folder, "done") == ["a.json", "b.json", "c.json"]

    put(folder, "d.json", told(status="canceled"))
    poll_feed(feed)

    assert names(folder, "done") == ["b.json", "d.json"]
    assert sorted(Story.objects.values_list("status", flat=True)) == [
        "usable",
        "withdrawn",
    ]


@pytest.mark.django_db(transaction=True)
def test_other_feeds_wait_for_what_a_folder_writes_not_for_what_it_reads(
    folder, feed, monkeypatch
):
    def told(status="usable", body="<p>Secret.</p>"):
        item = {"guid": "urn:wire/1", "type": "text", "pubstatus": status}
        return json.dumps(item | {"headline": "Gate shut", "body_html": body}).encode()

    seen, connected, lock = [], [], polling._writing
    for name in ("_bytes", "read_feed", "_remove_done", "take_in", "_note"):
        whole = getattr(watching, name)

        def spied(*told, whole=whole, name=name, **how):
            seen.append((name, lock.locked()))
            connected.append(connection.connection is not None and not lock.locked())
            return whole(*told, **how)

        monkeypatch.setattr(watching, name, spied)
    put(folder, "a.json", told())
    poll_feed(feed)
    put(folder, "b.json", told("canceled", ""))
    poll_feed(feed)

    assert names(folder, "done") == ["b.json"]
    assert {name for name, is_locked in seen if is_locked} == {"take_in", "_note"}
    assert {name for name, is_locked in seen if not is_locked} == {
        "_bytes",
        "read_feed",
        "_remove_done",
    }
    assert not any(connected)


def test_a_file_that_cannot_be_read_is_refused_with_a_reason(folder, feed):
    put(folder, "bad.xml", b"Hello")
    put(folder, "good.xml")

    poll_feed(feed)

    feed.refresh_from_db()
    assert names(folder, "refused") == ["bad.xml"]
    assert names(folder, "done") == ["good.xml"]
    assert (feed.failures, Story.objects.count()) == (0, 1)
    assert {name: bool(why) for _at, name, why in feed.files} == {
        "bad.xml": True,
        "good.xml": False,
    }


def test_a_file_that_is_too_large_is_refused(folder, feed, monkeypatch):
    monkeypatch.setattr(watching, "MOST_BYTES", 10)
    put(folder)

    poll_feed(feed)

    feed.refresh_from_db()
    assert "MB" in feed.files[0][2]
    assert not Story.objects.exists()


def test_a_file_that_is_still_written_to_is_left(folder, feed, monkeypatch):
    monkeypatch.setattr(watching, "QUIET", 60.0)
    put(folder)
    monkeypatch.setattr(watching, "QUIET", 60.0)

    poll_feed(feed)

    assert names(folder, "done") == []
    assert not Story.objects.exists()


@pytest.mark.parametrize("name", [".one.xml", "one.xml.part", "one.xml.TMP"])
def test_names_of_unfinished_files_are_left(folder, feed, name):
    path = put(folder, name)

    poll_feed(feed)

    assert path.exists()


def test_links_lead_nowhere(folder, feed, tmp_path):
    secret = put(tmp_path, "secret.xml")
    (folder / "link.xml").symlink_to(secret)
    os.link(secret, folder / "hard.xml")
    (folder / "sub").mkdir()
    put(folder / "sub")

    poll_feed(feed)

    feed.refresh_from_db()
    assert not Story.objects.exists()
    assert secret.exists()
    assert names(folder, "refused") == ["hard.xml"]


def test_a_folder_that_is_a_link_is_not_read(folder, feed, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    put(other)
    folder.rmdir()
    folder.symlink_to(other)

    answer = poll_feed(feed)

    assert "cannot be read" in answer.error
    assert (other / "one.xml").exists()
    assert not Story.objects.exists()


def test_files_that_are_moved_overwrite_nothing(folder, feed):
    put(folder)
    poll_feed(feed)
    put(folder, data=rss(item(2)))

    poll_feed(feed)

    assert names(folder, "done") == ["one.xml", "one.xml"]


def test_names_may_be_as_long_as_file_systems_take_them(folder, feed):
    put(folder, "新" * 83 + ".xml")

    poll_feed(feed)

    (name,) = names(folder, "done")
    assert name.startswith("新" * 70)
    assert name.endswith("新.xml")


def test_names_may_be_no_utf_8(folder, feed, client_of, editor, site):
    put(folder, os.fsdecode("Straße.xml".encode("latin-1")))

    poll_feed(feed)

    feed.refresh_from_db()
    assert [(name, why) for _at, name, why in feed.files] == [("Stra\ufffde.xml", "")]
    page = client_of(editor).get(f"/newsroom/feeds/{feed.pk}/")
    assert "Stra\ufffde.xml" in page.text
    assert Story.objects.count() == 1


def test_a_file_that_cannot_be_moved_stops_no_other(folder, feed, tmp_path):
    (folder / "refused").symlink_to(tmp_path)
    put(folder, "a.xml", b"Hello")
    put(folder, "b.xml")

    poll_feed(feed)
    poll_feed(feed)

    feed.refresh_from_db()
    told = {name: why for _at, name, why in feed.files}
    assert len(feed.files) == len(told)
    assert told["a.xml"]
    assert told["b.xml"] == ""
    assert names(folder, "done") == ["b.xml"]


def test_a_file_that_was_read_and_cannot_be_moved_is_said_to_be_so(
    folder, feed, tmp_path
):
    (folder / "done").symlink_to(tmp_path)
    put(folder)

    poll_feed(feed)

    feed.refresh_from_db()
    ((_at, _name, why),) = feed.files
    assert "cannot be moved" in why
    assert Story.objects.count() == 1


def test_a_trial_moves_nothing(folder, feed):
    path = put(folder)

    answer = ask(feed, anew=True)

    assert len(answer.read.entries) == 1
    assert path.exists()


def test_a_file_that_breaks_something_stops_no_other(folder, feed, monkeypatch):
    put(folder, "a.xml", rss(item(1)))
    put(folder, "b.xml", rss(item(2)))
    whole = watching.take_in

    def breaks(*, feed_id, read):
        if read.entries[0].id == "id-1":
            raise KeyError("id-1")
        return whole(feed_id=feed_id, read=read)

    monkeypatch.setattr(watching, "take_in", breaks)

    poll_feed(feed)

    assert (names(folder, "refused"), names(folder, "done")) == (["a.xml"], ["b.xml"])


def test_a_file_with_an_entry_that_cannot_be_written_is_refused(
    folder, feed, monkeypatch
):
    put(folder, "a.xml", rss(item(1), item(2)))
    whole = taking_in.place_entry

    def breaks(feed, row, entry, now):
        whole(feed, row, entry, now)
        if entry.id == "id-1":
            raise KeyError("id-1")

    monkeypatch.setattr(taking_in, "place_entry", breaks)

    poll_feed(feed)

    assert (names(folder, "refused"), names(folder, "done")) == (["a.xml"], [])
    assert Story.objects.count() == 1


def test_a_folder_is_made_if_it_is_missing(folder, make_feed, tmp_path):
    feed = make_feed("folder:newcomer")

    poll_feed(feed)

    assert (tmp_path / "wire" / "newcomer").is_dir()
    assert feed.title == "newcomer"


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "-a", ".", "a" * 61])
def test_a_name_that_is_no_plain_name_is_refused(make_feed, name):
    with pytest.raises(ValidationError):
        make_feed(f"folder:{name}")

    assert not Feed.objects.exists()

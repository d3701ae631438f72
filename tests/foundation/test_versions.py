"""Versions change with every write, and with nothing else."""

import multiprocessing
from contextlib import suppress

import pytest
from django.db import transaction

from rostra.foundation import versions
from rostra.foundation.versions import (
    ANY,
    LocalVersions,
    MappedVersions,
    ValkeyVersions,
    current_versions,
    raise_versions,
)
from tests.servers import start_valkey

NAMES = ("topic:7", "category:3", "site")


@pytest.fixture(autouse=True)
def real_commits(fresh_process, monkeypatch):
    """Other tests raise versions at once, because they commit nothing."""
    monkeypatch.setattr(versions, "transaction", transaction)


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    with start_valkey(tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture(params=["local", "mapped", "valkey"])
def store(request, tmp_path):
    match request.param:
        case "local":
            return LocalVersions()
        case "mapped":
            return MappedVersions(tmp_path / "versions")
    return ValkeyVersions(request.getfixturevalue("valkey"))


class TestStores:
    def test_stand_still_while_nothing_is_written(self, store):
        first = store.current(NAMES)

        store.write(["topic:8"])

        assert store.current(NAMES) == first
        assert len(first) == 1 + len(NAMES)

    def test_change_where_something_was_written(self, store):
        before = store.current(NAMES)

        store.write(["category:3"])

        after = store.current(NAMES)
        changed = [old != new for old, new in zip(before, after, strict=True)]
        assert changed == [False, False, True, False]

    def test_are_told_by_a_reader_whenever_it_is_called(self, store):
        store.write(["topic:7"])
        read = store.reader(["topic:7", "site"])
        before = read()

        store.write(["topic:7"])

        assert before != read() == store.current(["topic:7", "site"])

    def test_never_come_back(self, store):
        seen = set()

        for _ in range(200):
            store.write(["topic:7"])
            seen.add(store.current(["topic:7"])[1])

        assert len(seen) == 200

    def test_every_write_raises_any(self, store):
        before = store.current([ANY])

        store.write(["topic:9"])

        assert store.current([ANY]) != before

    def test_take_names_of_any_kind(self, store):
        store.write(["topic:7", "", "ünïcode " * 100])

        assert len(store.current(["", "ünïcode " * 100])) == 3


class TestMapped:
    def test_another_process_sees_a_write(self, tmp_path):
        here = MappedVersions(tmp_path / "versions")
        before = here.current(NAMES)

        _in_another_process(_write, tmp_path / "versions", "site")

        assert here.current(NAMES)[1:3] == before[1:3]
        assert here.current(NAMES)[3] != before[3]

    def test_a_new_process_makes_everything_old(self, tmp_path):
        here = MappedVersions(tmp_path / "versions")
        before = here.current(NAMES)

        MappedVersions(tmp_path / "versions")

        assert here.current(NAMES)[0] != before[0]
        assert here.current(NAMES)[1:] == before[1:]

    def test_the_file_is_for_its_owner_alone(self, tmp_path):
        MappedVersions(tmp_path / "versions")

        assert (tmp_path / "versions").stat().st_mode & 0o077 == 0


class TestValkey:
    def test_what_the_server_forgot_is_new(self, valkey):
        store = ValkeyVersions(valkey)
        store.write(NAMES)
        before = store.current(NAMES)

        versions.connect(valkey).flushall()

        after = store.current(NAMES)
        assert not set(before) & set(after)
        assert store.current(NAMES) == after

    def test_a_write_that_failed_is_made_up_for(self, transactional_db, tmp_path):
        (tmp_path / "one").mkdir()
        with start_valkey(tmp_path / "one") as url:
            store = ValkeyVersions(url)
            before = store.current(NAMES)
            kept = url
        versions.use(store)

        raise_versions("topic:7")

        with start_valkey(tmp_path / "one") as url:
            assert url == kept
            told = ValkeyVersions(url)
            told.write(["topic:7"])
            between = told.current(NAMES)
            assert store.current(NAMES)[1] not in (before[1], between[1])


class TestRaising:
    def test_waits_for_the_commit(self, transactional_db):
        before = current_versions(NAMES)

        with transaction.atomic():
            raise_versions("topic:7", "site")
            inside = current_versions(NAMES)

        assert inside == before
        after = current_versions(NAMES)
        changed = [old != new for old, new in zip(before, after, strict=True)]
        assert changed == [False, True, False, True]

    def test_does_nothing_for_what_was_rolled_back(self, transactional_db):
        before = current_versions(NAMES)

        with transaction.atomic():
            raise_versions("topic:7")
            transaction.set_rollback(True)

        assert current_versions(NAMES) == before


def _in_another_process(work, *arguments):
    other = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    other.start()
    other.join(20)
    assert other.exitcode == 0


def _write(path, name):
    store = MappedVersions(path)
    store.write([name])


@pytest.mark.django_db(transaction=True)
def test_a_transaction_knows_what_it_will_raise_until_it_ends(monkeypatch):
    monkeypatch.setattr(versions, "transaction", transaction)
    assert not versions.is_raised_here("site")

    with transaction.atomic():
        versions.raise_versions("site")
        assert versions.is_raised_here("site")
        assert not versions.is_raised_here("lists")
    assert not versions.is_raised_here("site")

    with suppress(ZeroDivisionError), transaction.atomic():
        versions.raise_versions("site")
        raise ZeroDivisionError
    assert not versions.is_raised_here("site")

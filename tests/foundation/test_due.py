"""Rows that are due are worked on by threads that do not wait for each other."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from rostra.evidence.models import Source
from rostra.foundation.due import THREADS, DueRows
from tests.servers import wait_until


@pytest.fixture
def due(db):
    """Make so many sources that are due."""

    def make(count):
        now = timezone.now()
        addresses = [f"https://site{n}.example/" for n in range(count)]
        Source.objects.bulk_create(
            Source(address=one, digest=one, made_at=now, due_at=now)
            for one in addresses
        )
        return addresses

    return make


def postpone(source):
    source.due_at = timezone.now() + timedelta(hours=1)


def idle():
    names = (thread.name for thread in threading.enumerate())
    return "trial" not in names


@pytest.mark.django_db(transaction=True)
def test_one_that_hangs_keeps_no_other_waiting(due):
    done, hangs = [], threading.Event()
    addresses = due(9)

    def work(source):
        if source.address == addresses[0]:
            hangs.wait(60)
        done.append(source.address)

    rows = DueRows(Source, postpone=postpone, work=work, name="trial")
    try:
        assert rows.start()
        assert wait_until(lambda: len(done) == 8)
        assert sorted(done) == sorted(addresses[1:])
    finally:
        hangs.set()
    assert wait_until(idle)
    assert len(done) == 9


@pytest.mark.django_db(transaction=True)
def test_there_are_so_many_threads_and_no_more(due):
    due(9)
    working, hangs = [], threading.Event()

    def work(source):
        working.append(source.address)
        hangs.wait(60)

    rows = DueRows(Source, postpone=postpone, work=work, name="trial")
    try:
        assert [rows.start() for _turn in range(3)] == [True, False, False]
        assert wait_until(lambda: len(working) == THREADS)
        assert not wait_until(lambda: len(working) > THREADS, seconds=0.3)
    finally:
        hangs.set()
    assert wait_until(idle)
    assert len(set(working)) == len(working) == 9


def test_nothing_begins_where_nothing_is_due(due, django_assert_num_queries):
    rows = DueRows(Source, postpone=postpone, work=postpone, name="trial")

    with django_assert_num_queries(1):
        assert not rows.start()

from datetime import timedelta

import pytest
from django.utils import timezone

from rostra.accounts.models import Session
from rostra.forum.models import Draft
from rostra.site.chores import chores


@pytest.fixture
def do_all():
    def do():
        for _seconds, chore in chores():
            chore()

    return do


def test_what_guests_never_came_back_for_is_forgotten_after_a_week(db, user, do_all):
    old = timezone.now() - timedelta(days=8)
    new = timezone.now() - timedelta(days=6)
    for key, at in (("a", old), ("b", new)):
        Draft.objects.create(guest_key=key, place="new", source="x", saved_at=at)
    Draft.objects.create(owner=user, place="new", source="mine", saved_at=old)

    do_all()

    assert set(Draft.objects.values_list("guest_key", flat=True)) == {"b", ""}


def test_sessions_that_ended_are_forgotten(db, do_all):
    for key, days in (("past", -1), ("open", 1)):
        until = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=key, session_data="", expire_date=until)

    do_all()

    assert [session.session_key for session in Session.objects.all()] == ["open"]

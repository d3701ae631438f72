"""What is known of people is forgotten in time."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from rostra.accounts.models import Session, StaffLook
from rostra.accounts.selectors.looks import looks
from rostra.accounts.services.forgetting import forget_addresses, forget_looks
from rostra.accounts.services.watching_over import note_look
from rostra.accounts.sessions import SIGNED_IN_AT, SessionStore
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ADDRESS = "192.0.2.77"


def sign_in(member):
    browser = Client(REMOTE_ADDR=ADDRESS)
    sent = {"login": member.name, "password": PASSWORD}
    assert browser.post("/sign-in/", sent).status_code == 302
    return browser


def let_pass(browser, now, days):
    session = browser.session
    session[SIGNED_IN_AT] = (now - timedelta(days=days)).isoformat()
    session.save()


def is_known():
    rows = Session.objects.all()
    stored = [
        str(SessionStore().decode(row.session_data)) + row.address for row in rows
    ]
    return any(ADDRESS in text for text in stored)


class TestAddresses:
    def test_are_kept_for_as_long_as_is_set(self, site, member, now, settings):
        settings.KEEP_ADDRESSES_DAYS = 7
        browser = sign_in(member)
        let_pass(browser, now, 6)

        forget_addresses()

        assert is_known()
        assert ADDRESS in browser.get("/account/").text

    def test_are_forgotten_then_and_the_member_stays_signed_in(
        self, site, member, now, settings
    ):
        settings.KEEP_ADDRESSES_DAYS = 7
        browser = sign_in(member)
        let_pass(browser, now, 8)

        assert forget_addresses() == 1
        assert forget_addresses() == 0

        assert not is_known()
        page = browser.get("/account/").text
        assert ADDRESS not in page
        assert "signed in" in page

    def test_are_never_kept_where_the_owner_wants_it_so(self, site, member, settings):
        settings.KEEP_ADDRESSES_DAYS = 0

        browser = sign_in(member)

        assert not is_known()
        assert "last seen" in browser.get("/account/").text


class TestLooksOfTheStaff:
    def test_are_noted_once_and_shown_to_owners(self, owner, user, moderator):
        for _twice in range(2):
            note_look(staff=moderator, member=user, what="email address", why="spam")
        note_look(staff=owner, member=moderator, what="sessions")

        (look,) = looks(owner=owner, member_id=user.pk)

        assert (look.staff, look.member) == ("Tomas", "Ada")
        assert (look.what, look.why) == ("email address", "spam")
        assert len(looks(owner=owner)) == 2
        assert len(looks(owner=owner, staff_id=owner.pk)) == 1
        assert len(looks(owner=owner, before=look.id)) == 0

    def test_are_nobody_elses_business(self, user, moderator):
        with pytest.raises(PermissionDenied):
            looks(owner=moderator, member_id=user.pk)

    def test_cost_one_query_to_read(self, owner, user, django_assert_num_queries):
        for what in "abc":
            note_look(staff=owner, member=user, what=what)

        with django_assert_num_queries(1):
            assert len(looks(owner=owner)) == 3

    def test_are_forgotten_after_a_year(self, owner, user, now):
        note_look(staff=owner, member=user, what="old")
        StaffLook.objects.update(at=now - timedelta(days=366))
        note_look(staff=owner, member=user, what="new")

        forget_looks()

        assert [look.what for look in looks(owner=owner)] == ["new"]

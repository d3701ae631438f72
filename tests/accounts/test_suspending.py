"""A member is kept out for a time or for good, is told why, and comes back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from rostra.accounts.models import StaffLook, User
from rostra.accounts.services.leaving import leave_site
from rostra.accounts.services.suspending import lift_suspension, suspend
from rostra.foundation.visibility import NotVisible
from rostra.web import mail
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(browser):
    return browser.post("/sign-in/", {"login": "old_ferryman", "password": PASSWORD})


def is_signed_in(browser) -> bool:
    return browser.get("/unread/").status_code == 200


class TestASuspendedMember:
    def test_is_signed_out_at_once_and_told_why_at_the_door(self, owner, member):
        browser = Client()
        sign_in(browser)
        assert is_signed_in(browser)

        suspend(owner=owner, member_id=member.pk, days=3, reason="<i>Threats</i>")

        assert not is_signed_in(browser)
        answer = sign_in(browser)
        assert answer.status_code == 403
        assert b"&lt;i&gt;Threats&lt;/i&gt;" in answer.content
        assert b"You can sign in again: " in answer.content
        assert not is_signed_in(browser)

    def test_is_told_nothing_without_the_password(self, owner, member):
        suspend(owner=owner, member_id=member.pk, days=3, reason="Threats")

        wrong = {"login": "old_ferryman", "password": "not the one"}
        answer = Client().post("/sign-in/", wrong)

        assert answer.status_code == 422
        assert b"Threats" not in answer.content

    def test_reads_as_a_guest_while_a_session_is_left(self, owner, member, client_of):
        suspend(owner=owner, member_id=member.pk, days=3, reason="Threats")
        late = client_of(member)

        assert not is_signed_in(late)

    def test_comes_in_again_when_the_time_is_over(self, owner, member):
        suspend(owner=owner, member_id=member.pk, days=1, reason="Threats")
        User.objects.update(suspended_until=timezone.now() - timedelta(seconds=1))
        browser = Client()

        assert sign_in(browser).status_code in (302, 303)
        assert is_signed_in(browser)

    def test_comes_in_again_when_an_owner_says_so(self, owner, member):
        suspend(owner=owner, member_id=member.pk, days=None, reason="Threats")
        assert b"no end" in sign_in(Client()).content

        lift_suspension(owner=owner, member_id=member.pk)

        browser = Client()
        sign_in(browser)
        assert is_signed_in(browser)

    def test_gets_no_code_that_lets_them_in(self, owner, member, letters):
        suspend(owner=owner, member_id=member.pk, days=1, reason="Threats")
        browser = Client()
        browser.post("/sign-in/code/", {"email": member.email})
        mail.settle()

        known = [letter for letter in letters.taken if "Threats" not in str(letter)]
        assert not any("Your code to sign in" in str(letter) for letter in known)
        assert not is_signed_in(browser)

    def test_is_told_by_mail(
        self, owner, member, letters, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            suspend(owner=owner, member_id=member.pk, days=1, reason="Threats")
        mail.settle()

        (letter,) = letters.taken
        assert "Your account is suspended" in str(letter)
        assert "Threats" in str(letter)


class TestWhoMaySuspendWhom:
    def test_only_owners_may(self, member, moderator, owner):
        with pytest.raises(PermissionDenied):
            suspend(owner=moderator, member_id=member.pk, days=1, reason="Threats")
        with pytest.raises(PermissionDenied):
            lift_suspension(owner=moderator, member_id=member.pk)

    def test_nobody_may_an_owner_or_the_house_account(self, owner, make_user):
        house = make_user("The Wire", is_house=True)
        for somebody in (owner, make_user("Otto", role="owner"), house):
            with pytest.raises(PermissionDenied):
                suspend(owner=owner, member_id=somebody.pk, days=1, reason="Threats")

    def test_somebody_who_is_not_there_or_left_is_not_found(self, owner, member):
        leave_site(member=member)
        for member_id in (member.pk, 0):
            with pytest.raises(NotVisible):
                suspend(owner=owner, member_id=member_id, days=1, reason="Threats")

    @pytest.mark.parametrize(
        ("days", "reason"), [(0, "Threats"), (1, " "), (9999, "T")]
    )
    def test_a_time_and_a_reason_are_needed(self, owner, member, days, reason):
        with pytest.raises(ValidationError):
            suspend(owner=owner, member_id=member.pk, days=days, reason=reason)


class TestTheOwnersPage:
    @pytest.fixture
    def page(self, owner, member, client_of):
        browser = client_of(owner)
        path = f"/control/members/{member.pk}/"
        return lambda **form: (
            browser.post(f"{path}suspension/", form) if form else browser.get(path)
        )

    def test_suspends_and_lets_in_again(self, page, member):
        assert page(days="always", reason="Threats").status_code == 303
        assert b"for good" in page().content
        member.refresh_from_db()
        assert member.is_suspended

        assert page(_method="delete").status_code == 303

        member.refresh_from_db()
        assert not member.is_suspended
        assert member.suspension_reason == ""

    def test_says_what_is_wrong_and_keeps_the_words(self, page, member):
        answer = page(days="2", reason="Threats")

        assert answer.status_code == 422
        assert b"Choose for how long." in answer.content
        assert b'value="Threats"' in answer.content
        assert b"Say why." in page(days="1", reason="").content

    def test_is_noted_where_it_shows_an_address(self, page, owner, member, client_of):
        page()
        page()

        (look,) = StaffLook.objects.all()
        assert (look.staff, look.member) == (owner, member)
        shown = client_of(owner).get("/control/looks/").content.decode()
        assert "old_ferryman" in shown
        assert "email address" in shown
        assert client_of(member).get("/control/looks/").status_code == 404

    def test_about_oneself_is_not_noted(self, owner, client_of):
        User.objects.filter(pk=owner.pk).update(email="olga@example.com")

        client_of(owner).get(f"/control/members/{owner.pk}/")

        assert not StaffLook.objects.exists()
        looked = client_of(owner).get("/control/looks/?before=1&member=x").content
        assert b"Nobody has looked" in looked

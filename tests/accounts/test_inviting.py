"""Where it needs an invitation, nobody gets an account without one, nor two with one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from rostra.accounts.models import Invitation, User
from rostra.accounts.services.inviting import invite, is_good, withdraw_invitation
from rostra.accounts.services.signing_up import join, sign_up
from rostra.control.services.naming import change_site
from rostra.web import mail
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

NEW = {"name": "Noor Haddadi", "email": "noor@example.com", "password": PASSWORD}


@pytest.fixture
def owner(owner):
    change_site(owner=owner, sign_up="invitation")
    return owner


@pytest.fixture
def invitation(owner):
    return invite(owner=owner, people=1, days=14, note="for Noor")


def come_with(code, **more):
    browser = Client()
    page = browser.get("/sign-up/", {"invitation": code})
    return page, browser, browser.post("/sign-up/", {**NEW, **more})


class TestSigningUp:
    def test_takes_a_place(self, invitation):
        page, browser, answer = come_with(invitation.code)

        assert page.status_code == 200
        assert answer.status_code in (302, 303)
        assert browser.get("/unread/").status_code == 200
        invitation.refresh_from_db()
        assert (invitation.left, invitation.used) == (0, 1)

    def test_needs_one(self, owner):
        page, _, answer = come_with("")

        assert (page.status_code, answer.status_code) == (403, 403)
        assert b"by invitation" in page.content
        assert not User.objects.filter(name="Noor Haddadi").exists()

    def test_does_not_go_with_one_that_is_used_up_or_over_or_withdrawn(
        self, owner, invitation
    ):
        over = invite(owner=owner, people=5, days=1)
        Invitation.objects.filter(pk=over.pk).update(
            ends_at=timezone.now() - timedelta(seconds=1)
        )
        gone = invite(owner=owner, people=5, days=1)
        withdraw_invitation(owner=owner, invitation_id=gone.pk)
        come_with(invitation.code)

        for code in (invitation.code, over.code, gone.code, "x" * 999, "\0"):
            more = {"name": "Somebody else", "email": "else@example.com"}
            page, browser, answer = come_with(code, **more)
            assert (page.status_code, answer.status_code) == (403, 403)
            assert not browser.cookies

    def test_keeps_the_place_when_the_form_is_wrong(self, invitation):
        _, browser, answer = come_with(invitation.code, password="short")

        assert answer.status_code == 422
        invitation.refresh_from_db()
        assert invitation.left == 1
        assert browser.post("/sign-up/", NEW).status_code in (302, 303)

    def test_with_an_address_that_is_taken_uses_none(
        self, invitation, make_user, letters
    ):
        make_user("somebody", email="noor@example.com")

        _, _, answer = come_with(invitation.code)
        mail.settle()

        assert answer.url == "/sign-up/confirm/"
        invitation.refresh_from_db()
        assert invitation.left == 1

    def test_by_another_site_takes_a_place_too(self, invitation):
        join(name="Noor", email="", invitation=invitation.code)

        with pytest.raises(ValidationError):
            join(name="Nora", email="", invitation=invitation.code)
        assert not User.objects.filter(name="Nora").exists()

    def test_needs_none_where_everybody_may(self, owner, invitation):
        change_site(owner=owner, sign_up="open")

        _, _, answer = come_with(invitation.code)

        assert answer.status_code in (302, 303)
        assert is_good(invitation.code)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_taken_once(owner, invitation):
    def come(number):
        try:
            sign_up(
                name=f"Noor {number}",
                email=f"noor{number}@example.com",
                password=PASSWORD,
                invitation=invitation.code,
            )
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as threads:
        came = list(threads.map(come, range(4)))

    assert sum(came) == 1
    assert User.objects.filter(name__startswith="Noor").count() == 1


class TestTheOwnersPage:
    def test_makes_and_withdraws(self, owner, client_of):
        browser = client_of(owner)
        form = {"people": "2", "days": "7", "note": "the choir"}

        assert browser.post("/control/invitations/", form).status_code == 303

        made = Invitation.objects.get()
        page = browser.get("/control/invitations/").content.decode()
        assert f"/sign-up/?invitation={made.code}" in page
        assert "2 places left" in page
        browser.post(f"/control/invitations/{made.pk}/")
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize(
        ("people", "days"),
        [("0", "7"), ("1", "0"), ("1001", "7"), ("1", "x"), ("", "")],
    )
    def test_says_what_is_wrong(self, owner, client_of, people, days):
        form = {"people": people, "days": days, "note": "the choir"}

        answer = client_of(owner).post("/control/invitations/", form)

        assert answer.status_code == 422
        assert b'value="the choir"' in answer.content
        assert not Invitation.objects.exists()

    def test_only_owners_invite(self, moderator, invitation):
        with pytest.raises(PermissionDenied):
            invite(owner=moderator, people=1, days=1)
        with pytest.raises(PermissionDenied):
            withdraw_invitation(owner=moderator, invitation_id=invitation.pk)

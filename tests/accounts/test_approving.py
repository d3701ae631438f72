"""Where owners look at new members first, nobody is in before they have."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from rostra.accounts.models import User
from rostra.accounts.services.approving import approve_member, refuse_member
from rostra.control.services.naming import change_site
from rostra.foundation.visibility import NotVisible
from rostra.web import mail
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

NEW = {"name": "Noor Haddadi", "email": "noor@example.com", "password": PASSWORD}


@pytest.fixture
def owner(owner):
    change_site(owner=owner, sign_up="approval")
    return owner


@pytest.fixture
def noor(owner):
    browser = Client()
    answer = browser.post("/sign-up/", NEW)
    assert answer.url == "/sign-up/waiting/"
    return User.objects.get(name="Noor Haddadi")


def sign_in(browser):
    return browser.post("/sign-in/", {"login": NEW["name"], "password": PASSWORD})


def is_signed_in(browser) -> bool:
    return browser.get("/unread/").status_code == 200


class TestWhoeverWaits:
    def test_is_counted_where_owners_begin(self, noor, owner, client_of):
        browser = client_of(owner)
        assert "1 person waits to be let in." in browser.get("/control/").text

        approve_member(owner=owner, member_id=noor.pk)
        assert "to be let in" not in browser.get("/control/").text

    def test_is_not_in_and_is_told_so(self, noor, client_of):
        browser = Client()

        assert sign_in(browser).url == "/sign-up/waiting/"

        assert b"looked at" in browser.get("/sign-up/waiting/").content
        assert not is_signed_in(browser)
        assert not is_signed_in(client_of(noor))

    def test_has_no_page(self, noor, moderator, client_of):
        for browser in (Client(), client_of(moderator)):
            assert browser.get(noor.get_absolute_url()).status_code == 404

    def test_is_let_in(self, owner, noor):
        approve_member(owner=owner, member_id=noor.pk)
        browser = Client()
        sign_in(browser)

        assert is_signed_in(browser)
        assert browser.get(noor.get_absolute_url()).status_code == 200

    def test_is_turned_away_and_leaves_the_name_free(self, owner, noor):
        refuse_member(owner=owner, member_id=noor.pk)

        assert sign_in(Client()).status_code == 422
        assert Client().post("/sign-up/", NEW).url == "/sign-up/waiting/"

    def test_confirms_their_address_when_let_in(
        self, letters, owner, django_capture_on_commit_callbacks
    ):
        Client().post("/sign-up/", NEW)
        noor = User.objects.get(name=NEW["name"])
        with django_capture_on_commit_callbacks(execute=True):
            approve_member(owner=owner, member_id=noor.pk)
        mail.settle()
        assert "Your account is open" in str(letters.taken[-1])

        browser = Client()
        assert sign_in(browser).url == "/sign-up/confirm/"
        mail.settle()
        code = letters.code_to(NEW["email"])
        browser.post("/sign-up/confirm/", {"code": code})
        assert is_signed_in(browser)


def test_nothing_tells_that_an_address_is_taken(letters, owner, make_user):
    make_user("somebody", email=NEW["email"])
    told = []
    for email in (NEW["email"], "free@example.com"):
        browser = Client()
        answer = browser.post("/sign-up/", {**NEW, "email": email})
        told.append((answer.status_code, answer.url, sorted(browser.cookies)))
    mail.settle()

    assert told[0] == told[1]
    (letter,) = letters.taken
    assert "You have an account already" in str(letter)


class TestTheOwnersPage:
    def test_lists_lets_in_and_turns_away(self, owner, noor, client_of):
        Client().post("/sign-up/", {**NEW, "name": "Spam", "email": "s@example.com"})
        spam = User.objects.get(name="Spam")
        browser = client_of(owner)
        page = browser.get("/control/waiting/").content.decode()
        assert "Noor Haddadi" in page
        assert "Spam" in page

        browser.post(f"/control/waiting/{noor.pk}/")
        browser.post(f"/control/waiting/{spam.pk}/", {"_method": "delete"})

        assert b"Nobody waits" in browser.get("/control/waiting/").content
        assert set(User.objects.filter(name__in=["Noor Haddadi", "Spam"])) == {noor}

    def test_touches_nobody_who_is_in_already(self, owner, user, client_of):
        for form in ({}, {"_method": "delete"}):
            path = f"/control/waiting/{user.pk}/"
            assert client_of(owner).post(path, form).status_code == 404
        with pytest.raises(NotVisible):
            refuse_member(owner=owner, member_id=user.pk)

    def test_only_owners_decide(self, moderator, noor):
        for decide in (approve_member, refuse_member):
            with pytest.raises(PermissionDenied):
                decide(owner=moderator, member_id=noor.pk)

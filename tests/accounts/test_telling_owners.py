"""Owners are told by mail that new members wait, and not for every one of them."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rostra.accounts.models import User
from rostra.accounts.services.approving import approve_member
from rostra.accounts.services.telling_owners import tell_owners
from rostra.web import mail
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(owner):
    User.objects.filter(pk=owner.pk).update(email="olga@example.com")
    return owner


@pytest.fixture
def tell(letters, django_capture_on_commit_callbacks):
    """Tell them, so many minutes from now; the subjects of what was sent."""

    def after(minutes=0):
        letters.taken.clear()
        with (
            time_machine.travel(timezone.now() + timedelta(minutes=minutes)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            tell_owners()
        mail.settle()
        return [letter["Subject"] for letter in letters.taken]

    return after


def joined(minutes):
    return timezone.now() + timedelta(minutes=minutes)


def test_of_the_first_at_once_and_of_others_after_an_hour(owner, tell, make_user):
    assert tell() == []
    make_user("Ada", awaits_approval=True)
    (subject,) = tell()
    assert "1 new member waits for you" in subject

    make_user("Bo", awaits_approval=True, joined_at=joined(5))
    assert tell(6) == []
    (subject,) = tell(61)
    assert "2 new members wait for you" in subject


def test_not_again_of_those_who_waited_already(owner, tell, make_user):
    make_user("Ada", awaits_approval=True, joined_at=joined(-5))
    tell()
    assert tell(61) == tell(24 * 60) == []


def test_not_of_whom_somebody_let_in_meanwhile(owner, tell, make_user):
    ada = make_user("Ada", awaits_approval=True)
    approve_member(owner=owner, member_id=ada.pk)
    assert tell() == []


def test_only_owners_who_want_it(owner, tell, make_user, client_of, letters):
    make_user("Olaf", role="owner", email="olaf@example.com")
    make_user("Mod", role="moderator", email="mod@example.com")
    browser = client_of(owner)
    page = browser.get("/account/preferences/").text
    assert 'name="mail" value="waiting" checked' in page
    chosen = {"time_zone": "UTC", "posts_per_page": "0", "after_reply": "post"}
    chosen |= {
        "signatures": "wide",
        "mentions_from": "all",
        "theme": "auto",
        "text": "standard",
        "density": "normal",
    }
    assert browser.post("/account/preferences/", chosen).status_code == 303
    page = browser.get("/account/preferences/").text
    assert 'name="mail" value="waiting">' in page

    make_user("Ada", awaits_approval=True)
    assert len(tell()) == 1
    assert letters.taken[0]["To"] == "olaf@example.com"


def test_members_are_not_asked(site, user, client_of):
    page = client_of(user).get("/account/preferences/").text

    assert 'value="waiting"' not in page


def test_whoever_waits_after_signing_up_is_counted(owner, tell, site):
    site.sign_up = "approval"
    site.save()
    new = {"name": "Noor", "email": "noor@example.com", "password": PASSWORD}
    assert Client().post("/sign-up/", new).url == "/sign-up/waiting/"
    assert any("1 new member waits" in subject for subject in tell())


def test_costs_two_queries_where_there_is_nothing_to_tell(
    owner, letters, django_assert_num_queries
):
    with django_assert_num_queries(2):
        tell_owners()

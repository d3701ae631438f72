"""Where a member is signed in: listed, and ended one by one or all at once."""

import pytest
from django.test import Client
from django.utils import timezone

from rostra.accounts.browsers import browser_name
from rostra.accounts.models import Session
from rostra.accounts.services.ending import write_seen
from rostra.accounts.sessions import SEEN
from tests.conftest import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)

pytestmark = pytest.mark.django_db


def sign_in(member, agent):
    browser = Client(headers={"User-Agent": agent})
    answer = browser.post("/sign-in/", {"login": member.name, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def is_signed_in(browser):
    return browser.get("/unread/").status_code == 200


@pytest.fixture
def desk(site, member):
    return sign_in(member, FIREFOX)


@pytest.fixture
def phone(site, member):
    return sign_in(member, PHONE)


class TestThePage:
    def test_names_each_browser_and_this_one(self, desk, phone):
        page = desk.get("/account/").text

        assert page.count("Sign out<span") == 2
        assert "Firefox, Linux" in page
        assert "Safari, iPhone" in page
        assert page.index("this one") < page.index("Safari, iPhone")

    def test_gives_no_session_s_key_away(self, desk, phone):
        page = desk.get("/account/").text

        assert not any(s.session_key in page for s in Session.objects.all())

    def test_says_when_a_browser_was_last_seen(self, desk, member, now):
        SEEN.take()
        Session.objects.update(seen_at=now.replace(year=2020))

        desk.get("/")
        SEEN.flush(write_seen)

        assert Session.objects.get(user=member).seen_at >= now


class TestEnding:
    def test_one_browser_is_signed_out_and_the_other_stays(self, desk, phone):
        there = Session.objects.get(browser=PHONE)

        desk.post("/account/sessions/end/", {"which": there.mark})

        assert not is_signed_in(phone)
        assert is_signed_in(desk)

    def test_all_others_at_once(self, desk, phone):
        phone.post("/account/sessions/end/", {"which": "others"})

        assert not is_signed_in(desk)
        assert is_signed_in(phone)

    def test_everywhere(self, desk, phone):
        desk.post("/account/sessions/end/", {"which": "all"})

        assert not is_signed_in(desk)
        assert not is_signed_in(phone)

    def test_nobody_ends_a_session_of_somebody_else(self, desk, client_of, user):
        theirs = Session.objects.get(browser=FIREFOX)

        client_of(user).post("/account/sessions/end/", {"which": theirs.mark})

        assert is_signed_in(desk)

    def test_a_new_password_ends_all_others(self, desk, phone):
        new = "another four wooden spoons"
        sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}

        desk.post("/account/password/", sent)

        assert is_signed_in(desk)
        assert not is_signed_in(phone)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        (PHONE, "Safari, iPhone"),
        ("curl/8.0", "curl/8.0"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_people_say_it(agent, name):
    assert browser_name(agent) == name


def test_writing_down_who_was_seen_takes_one_query_for_many(
    desk, django_assert_num_queries
):
    keys = [f"key{n}" for n in range(400)]

    with django_assert_num_queries(1):
        write_seen(dict.fromkeys(keys, timezone.now()))

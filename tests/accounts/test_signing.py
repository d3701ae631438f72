import pytest
from django.test import Client

from rostra.accounts.models import Session, User
from rostra.accounts.views import signing
from rostra.foundation.limits import Limit
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("site")

NEW = {"name": "Noor Haddadi", "email": "noor@example.com", "password": PASSWORD}


@pytest.fixture
def member(make_user):
    user = make_user("old_ferryman", email="Ferry@example.com")
    user.set_password(PASSWORD)
    user.save()
    return user


class TestSigningUp:
    def test_makes_an_account_and_signs_it_in(self, client):
        response = client.post("/sign-up/", {**NEW, "next": "/latest/"})

        assert response.url == "/latest/"
        assert User.objects.get().name == "Noor Haddadi"
        assert "Noor Haddadi" in client.get("/").text

    @pytest.mark.parametrize(
        ("field", "value", "advice"),
        [
            ("name", "OLD_FERRYMAN", "is taken"),
            ("name", "x", "2 to 40 characters"),
            ("name", "a\u202eb", "can't be seen"),
            ("name", "<b>bold</b>", "Leave out"),
            ("name", "...", "letter or digit"),
            ("email", "noor@", "Addresses look like"),
            ("email", "ferry@EXAMPLE.com", "Sign in instead"),
            ("password", "short", "10 characters"),
            ("password", "1234567890", "too common"),
            ("password", "noor haddadi", "too similar"),
        ],
    )
    def test_says_next_to_the_field_what_to_change(
        self, client, member, field, value, advice
    ):
        response = client.post("/sign-up/", {**NEW, field: value})

        assert response.status_code == 422
        assert advice in response.text.replace("&#39;", "'")
        assert User.objects.count() == 1

    def test_never_gives_a_password_back(self, client):
        response = client.post("/sign-up/", {**NEW, "email": "x"})

        assert PASSWORD not in response.text


class TestSigningIn:
    @pytest.mark.parametrize(
        "login", ["old_ferryman", "Old_Ferryman", "ferry@example.com"]
    )
    def test_takes_name_or_address_however_written(self, client, member, login):
        response = client.post("/sign-in/", {"login": login, "password": PASSWORD})

        assert response.status_code == 302
        assert Session.objects.get().user == member

    @pytest.mark.parametrize("login", ["old_ferryman", "nobody"])
    def test_a_wrong_password_and_an_unknown_name_look_alike(
        self, client, member, login
    ):
        response = client.post("/sign-in/", {"login": login, "password": "wrong one!"})

        assert response.status_code == 422
        assert "belong together" in response.text

    def test_a_placeholder_without_a_password_lets_nobody_in(self, client, make_user):
        make_user("Ghost", is_placeholder=True)

        response = client.post("/sign-in/", {"login": "Ghost", "password": PASSWORD})

        assert response.status_code == 422

    def test_leads_nowhere_else(self, client, member):
        for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example"):
            sent = {"login": "old_ferryman", "password": PASSWORD, "next": elsewhere}
            assert Client().post("/sign-in/", sent).url == "/"

    def test_guessing_is_slowed_down(self, client, member, monkeypatch):
        monkeypatch.setattr(signing, "SIGN_INS", Limit("test", count=2, seconds=60))
        sent = {"login": "old_ferryman", "password": "wrong one!"}

        statuses = [client.post("/sign-in/", sent).status_code for _ in range(3)]

        assert statuses == [422, 422, 429]

    def test_a_new_password_ends_other_sessions(self, client, member):
        client.post("/sign-in/", {"login": "old_ferryman", "password": PASSWORD})

        member.set_password("another four wooden spoons")
        member.save()

        assert client.get("/unread/").url.startswith("/sign-in/")

    def test_signing_out_ends_the_session(self, client, member):
        client.post("/sign-in/", {"login": "old_ferryman", "password": PASSWORD})

        client.post("/sign-out/")

        assert not Session.objects.exists()
        assert client.get("/unread/").url.startswith("/sign-in/")


def test_a_signed_in_request_finds_session_and_user_in_one_query(
    client, member, django_assert_num_queries
):
    client.post("/sign-in/", {"login": "old_ferryman", "password": PASSWORD})
    client.get("/robots.txt")

    with django_assert_num_queries(1):
        client.get("/robots.txt")

"""Codes by mail: confirming an address, signing in, a new password, another address."""

import html
import re
from contextlib import suppress
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.test import Client

from rostra.accounts import pace
from rostra.accounts.letters import letter_for
from rostra.accounts.models import Session, User
from rostra.control.services.naming import change_site
from rostra.foundation.limits import Limit
from rostra.web import mail
from tests.conftest import PASSWORD
from tests.visiting import solved

pytestmark = pytest.mark.django_db

NEW = {"name": "Noor Haddadi", "email": "noor@example.com", "password": PASSWORD}
OTHER = "another four wooden spoons"


def is_signed_in(client) -> bool:
    return client.get("/unread/").status_code == 200


class TestSigningUp:
    def test_asks_for_the_code_that_was_sent_and_goes_on(self, client, letters):
        sent = client.post("/sign-up/", {**NEW, "next": "/latest/"})

        assert sent.url == "/sign-up/confirm/"
        assert not is_signed_in(client)
        code = letters.code_to("noor@example.com")
        confirmed = client.post("/sign-up/confirm/", {"code": code})
        assert confirmed.url == "/latest/"
        assert is_signed_in(client)
        assert EmailAddress.objects.get().verified

    def test_lets_nobody_in_by_password_before_that(self, client, letters):
        client.post("/sign-up/", NEW)

        again = Client()
        signed = again.post("/sign-in/", {"login": NEW["email"], "password": PASSWORD})

        assert signed.url == "/sign-up/confirm/"
        assert not is_signed_in(again)

    def test_a_wrong_code_is_said_and_few_are_taken(self, client, letters):
        client.post("/sign-up/", NEW)

        answers = [client.post("/sign-up/confirm/", {"code": "nope"}) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [422, 422, 302]
        code = letters.code_to("noor@example.com")
        assert client.post("/sign-up/confirm/", {"code": code}).status_code == 302
        assert not is_signed_in(client)

    def test_tells_on_no_page_that_an_address_is_taken(self, client, letters, member):
        free = Client().post("/sign-up/", NEW)
        taken = client.post("/sign-up/", {**NEW, "name": "B", "email": member.email})
        taken = client.post("/sign-up/", {**NEW, "name": "Bo", "email": member.email})

        assert (taken.status_code, taken.url) == (free.status_code, free.url)
        page = client.get(taken.url).text
        assert "We have sent a code to" in page
        assert "an account already" in letters.to(member.email)["Subject"]
        assert User.objects.count() == 2

    def test_a_mail_server_that_refuses_fails_no_request(self, client, letters, caplog):
        letters.refusal = "451 Try later"

        sent = client.post("/sign-up/", NEW)
        mail.settle()

        assert sent.status_code == 302
        assert "somebody at example.com was not sent" in caplog.text

    def test_members_from_before_are_let_in_as_they_were(self, client, letters, member):
        client.post("/sign-in/", {"login": "old_ferryman", "password": PASSWORD})

        assert is_signed_in(client)


class TestACodeByMail:
    def test_signs_in(self, client, letters, member):
        client.post("/sign-in/code/", {"email": "ferry@EXAMPLE.com", "next": "/new/"})
        code = letters.code_to("ferry@EXAMPLE.com")

        sent = client.post("/sign-in/code/confirm/", {"code": code, "next": "/new/"})

        assert sent.url == "/new/"
        assert is_signed_in(client)

    def test_says_the_same_for_an_address_nobody_has(self, client, letters, member):
        known = client.post("/sign-in/code/", {"email": "ferry@example.com"})
        stranger = Client()
        unknown = stranger.post("/sign-in/code/", {"email": "nobody@example.com"})

        assert known.url == unknown.url
        pages = [c.get(known.url).text for c in (client, stranger)]
        assert pages[0].replace("ferry@", "nobody@") == pages[1]
        assert "no account" in letters.to("nobody@example.com")["Subject"]

    def test_a_placeholder_gets_no_code_but_a_way_to_claim_it(
        self, client, letters, make_user
    ):
        make_user("Ghost", is_placeholder=True, email="ghost@example.com")

        client.post("/sign-in/code/", {"email": "ghost@example.com"})

        letter = letters.to("ghost@example.com")
        assert "account from the old forum" in letter["Subject"]
        assert not re.search(r"^    \S+\s*$", letter.as_string(), re.MULTILINE)


class TestAForgottenPassword:
    def reset(self, client, letters, email, password=OTHER):
        client.post("/account/password/reset/", {"email": email})
        code = letters.code_to(email)
        client.post("/account/password/reset/code/", {"code": code})
        return client.post("/account/password/reset/new/", {"password1": password})

    def test_is_replaced_and_every_other_session_ends(self, client, letters, member):
        elsewhere = Client()
        elsewhere.post("/sign-in/", {"login": "old_ferryman", "password": PASSWORD})
        assert is_signed_in(elsewhere)

        self.reset(client, letters, "ferry@example.com")

        assert is_signed_in(client)
        assert not is_signed_in(elsewhere)
        member.refresh_from_db()
        assert member.check_password(OTHER)
        mail.settle()
        assert "password was changed" in letters.to("Ferry@example.com")["Subject"]

    def test_says_the_same_for_an_address_nobody_has(self, client, letters, member):
        stranger = Client()
        path = "/account/password/reset/"
        known = client.post(path, {"email": "ferry@example.com"})
        unknown = stranger.post(path, {"email": "nobody@example.com"})

        assert known.url == unknown.url
        pages = [c.get(known.url).text for c in (client, stranger)]
        assert pages[0].replace("ferry@", "nobody@") == pages[1]
        wrong = [c.post(known.url, {"code": "abcd"}).text for c in (client, stranger)]
        assert wrong[0].replace("ferry@", "nobody@") == wrong[1]

    def test_a_weak_new_one_is_refused(self, client, letters, member):
        answer = self.reset(client, letters, "ferry@example.com", "short")

        assert answer.status_code == 422
        assert "10 characters" in answer.text

    def test_cannot_be_reached_without_the_code(self, client, letters, member):
        client.post("/account/password/reset/", {"email": "ferry@example.com"})

        answer = client.post("/account/password/reset/new/", {"password1": OTHER})

        assert answer.url == "/account/password/reset/code/"
        member.refresh_from_db()
        assert member.check_password(PASSWORD)

    def test_without_mail_the_page_says_so(self, client, site):
        assert "sends no mail" in client.get("/account/password/reset/").text
        assert "Forgotten" not in client.get("/sign-in/").text


class TestASignedInMember:
    @pytest.fixture
    def signed_in(self, client, letters, member):
        client.post("/sign-in/", {"login": "old_ferryman", "password": PASSWORD})
        return client

    def test_changes_the_password_and_stays_only_here(self, signed_in, member):
        elsewhere = Client()
        elsewhere.post("/sign-in/", {"login": "old_ferryman", "password": PASSWORD})

        sent = {"oldpassword": PASSWORD, "password1": OTHER}
        answer = signed_in.post("/account/password/", sent)

        assert "Your new password is set" in signed_in.get(answer.url).text
        assert is_signed_in(signed_in)
        assert not is_signed_in(elsewhere)

    def test_does_not_change_it_without_the_old_one(self, signed_in, member):
        sent = {"oldpassword": "wrong one!", "password1": OTHER}

        assert signed_in.post("/account/password/", sent).status_code == 422

    def test_changes_the_address_with_password_and_code(
        self, signed_in, letters, member
    ):
        new = {"email": "Ferryman@example.net", "action_add": "1"}
        asked = signed_in.post("/account/email/", new)
        assert asked.url.startswith("/sign-in/confirm/")
        resumed = signed_in.post(asked.url, {"password": PASSWORD})
        assert resumed.url == "/sign-up/confirm/"

        code = letters.code_to("ferryman@example.net")
        signed_in.post("/sign-up/confirm/", {"code": code})

        member.refresh_from_db()
        assert member.email == member.email_key == "ferryman@example.net"
        mail.settle()
        assert "address was changed" in letters.to("ferry@example.com")["Subject"]

    def test_cannot_change_it_to_one_of_a_refused_provider(
        self, signed_in, site, make_user
    ):
        olga = make_user("Olga", role="owner")
        change_site(owner=olga, refused_mail="trash.example")
        new = {"email": "ferry@mail.trash.example", "action_add": "1"}

        answer = signed_in.post("/account/email/", new)

        assert answer.status_code == 422
        assert 'id="email-error"' in answer.text
        assert "of this provider" in answer.text

    def test_learns_of_a_new_browser_but_not_of_a_known_one(
        self, signed_in, letters, member
    ):
        mail.settle()
        letters.taken.clear()
        signed_in.post("/sign-out/")
        signed_in.post("/sign-in/", {"login": "old_ferryman", "password": PASSWORD})
        mail.settle()
        assert letters.taken == []

        Client(headers={"User-Agent": "Strange/1.0"}).post(
            "/sign-in/", {"login": "old_ferryman", "password": PASSWORD}
        )

        told = letters.to("Ferry@example.com")
        assert "new browser" in told["Subject"]
        assert "Strange/1.0" in told.get_body(("plain",)).get_content()


class TestPace:
    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch):
        monkeypatch.setattr(pace, "GUESSES_HERE", Limit("a", count=3, seconds=3600))
        monkeypatch.setattr(pace, "GUESSES", Limit("b", count=5, seconds=3600))
        monkeypatch.setattr(pace, "LETTERS_HERE", Limit("c", count=2, seconds=3600))
        monkeypatch.setattr(pace, "LETTERS", Limit("d", count=3, seconds=3600))

    def guess(self, client, password, address="10.0.0.1"):
        sent = {"login": "old_ferryman", "password": password}
        return client.post("/sign-in/", sent, REMOTE_ADDR=address).status_code

    def test_guesses_from_one_address_stop_only_that_address(self, letters, member):
        assert [self.guess(Client(), "wrong") for _ in range(4)] == [422] * 3 + [429]

        assert self.guess(Client(), PASSWORD, "10.0.0.2") == 302

    def test_guesses_from_everywhere_never_stop_the_owners_browser(
        self, letters, member
    ):
        owner = Client()
        assert self.guess(owner, PASSWORD, "10.9.9.9") == 302
        owner.post("/sign-out/")

        for number in range(8):
            self.guess(Client(), "wrong", f"10.0.1.{number}")

        assert self.guess(Client(), "wrong", "10.0.2.1") == 429
        assert self.guess(owner, PASSWORD, "10.9.9.9") == 302

    def test_nor_whoever_has_their_browser_work_for_it(self, letters, member):
        for number in range(8):
            self.guess(Client(), "wrong", f"10.0.1.{number}")
            Client().post(
                "/sign-in/code/",
                {"email": "ferry@example.com"},
                REMOTE_ADDR=f"10.0.4.{number}",
            )
        sent = {"login": "old_ferryman", "password": PASSWORD}

        asked = Client().post("/sign-in/", sent, REMOTE_ADDR="10.0.2.2")
        challenge = re.search(r'data-challenge="([^"]+)"', asked.text)[1]
        proof = solved(html.unescape(challenge))
        used = [
            Client().post("/sign-in/", sent | {"proof": p}, REMOTE_ADDR="10.0.2.2")
            for p in (proof, proof, "bm9uc2Vuc2U=")
        ]

        assert asked.status_code == 429
        assert "Type yours once more" in asked.text
        assert [answer.status_code for answer in used] == [302, 429, 429]
        assert Session.objects.filter(user=member).exists()

    def test_nor_a_code_by_mail_from_any_other(self, letters, member):
        for number in range(8):
            self.guess(Client(), "wrong", f"10.0.1.{number}")
        stranger = Client()

        stranger.post("/sign-in/code/", {"email": "ferry@example.com"})
        code = letters.code_to("ferry@example.com")
        stranger.post("/sign-in/code/confirm/", {"code": code})

        assert Session.objects.filter(user=member).exists()

    def test_nobody_fills_a_strangers_mailbox(self, letters, member):
        def ask(number):
            sent = {"email": "ferry@example.com"}
            address = f"10.0.3.{number}"
            return (
                Client().post("/sign-in/code/", sent, REMOTE_ADDR=address).status_code
            )

        assert [ask(n) for n in (1, 1, 1, 2, 3)] == [302, 302, 429, 302, 429]


def test_nobody_has_mail_sent_to_many_addresses(client, letters):
    answers = [
        Client().post("/sign-in/code/", {"email": f"somebody{n}@example.com"})
        for n in range(25)
    ]

    statuses = [answer.status_code for answer in answers]
    assert set(statuses[:20]) == {302}
    assert set(statuses[20:]) <= {422, 429}


def test_a_limit_of_the_library_answers_with_our_page(client, site):
    asked = client.get("/").wsgi_request

    answer = ratelimit.respond_429(asked)

    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "The Long Table" in answer.text


NEVER_SENT = {
    "account/email/email_confirm": "we prove addresses by codes",
    "account/email/email_deleted": "members have one address",
    "account/email/password_reset_key": "we set passwords anew by codes",
}


def test_every_mail_that_a_way_in_can_send_has_been_written():
    folder = Path(allauth.__file__).parent / "templates"
    named = {
        str(file.relative_to(folder)).removesuffix("_subject.txt")
        for file in folder.glob("*/email/*_subject.txt")
    }
    known = {"code": "ABC", "to_email": "new@example.com", "from_email": "old@x.org"}

    unknown = [name for name in named - NEVER_SENT.keys() if not _written(name, known)]

    assert len(named) > 10
    assert unknown == []


def _written(name, known):
    with suppress(KeyError):
        return letter_for(name, known).lines
    return None

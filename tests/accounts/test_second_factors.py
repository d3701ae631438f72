"""An app with codes, recovery codes, and what only their owner may change."""

import base64
import hmac
import json
import re
import struct
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.test import Client

from rostra.accounts.second_factors import FactorAdapter
from tests.conftest import PASSWORD
from tests.corpus import corpus

pytestmark = pytest.mark.django_db


def code_of(secret: str, at: float | None = None) -> str:
    """The code an app shows for a key (RFC 6238, with SHA-1, 30 s and 6 digits)."""
    step = int((time.time() if at is None else at) // 30)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"


def signed_in(member) -> Client:
    browser = Client()
    browser.post("/sign-in/", {"login": member.name, "password": PASSWORD})
    return browser


def is_signed_in(browser) -> bool:
    return browser.get("/unread/").status_code == 200


@pytest.fixture
def browser(site, member):
    """A browser whose owner has just given the password once more."""
    browser = signed_in(member)
    browser.post("/sign-in/confirm/", {"password": PASSWORD})
    return browser


@pytest.fixture
def secret(browser):
    """The key of an app that is in use, with its recovery codes."""
    page = browser.get("/account/totp/").text
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    answer = browser.post("/account/totp/", {"code": code_of(secret)})
    assert answer.url == "/account/recovery-codes/"
    return secret


@pytest.fixture
def next_half_minute(secret):
    """Later, when the app shows another code than the one it was set up with."""
    with time_machine.travel(time.time() + 60, tick=True):
        yield


class TestAnApp:
    def test_asks_for_its_code_after_the_password(
        self, secret, member, next_half_minute
    ):
        again = Client()
        form = {"login": member.name, "password": PASSWORD, "next": "/latest/"}

        asked = again.post("/sign-in/", form)

        assert asked.url == "/sign-in/second/"
        assert not is_signed_in(again)
        wrong = again.post("/sign-in/second/", {"code": "000000"})
        assert wrong.status_code in (200, 422)
        assert "That is not it. Try again." in wrong.text
        assert not is_signed_in(again)
        right = again.post("/sign-in/second/", {"code": code_of(secret)})
        assert right.url == "/latest/"
        assert is_signed_in(again)

    def test_takes_no_code_twice(self, secret, member, next_half_minute):
        code = code_of(secret)
        for browser, is_let_in in ((Client(), True), (Client(), False)):
            form = {"login": member.name, "password": PASSWORD}
            browser.post("/sign-in/", form)
            browser.post("/sign-in/second/", {"code": code})

            assert is_signed_in(browser) == is_let_in

    def test_keeps_its_key_from_whoever_has_the_database(self, secret):
        kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

        assert secret not in kept
        assert "gAAAA" in kept

    def test_is_done_without_again(self, secret, browser, member):
        assert browser.post("/account/totp/remove/").status_code == 302

        assert is_signed_in(signed_in(member))

    def test_a_wrong_code_begins_nothing(self, browser):
        browser.get("/account/totp/")

        answer = browser.post("/account/totp/", {"code": "12"})

        assert answer.status_code == 422
        assert not Authenticator.objects.exists()


class TestRecoveryCodes:
    def test_each_lets_its_owner_in_once(self, secret, browser, member):
        codes = re.findall(
            r"<li><code>(\w+)</code>", browser.get("/account/recovery-codes/").text
        )
        assert len(codes) == 10

        for code, is_let_in in ((codes[3], True), (codes[3], False), (codes[4], True)):
            again = signed_in(member)
            again.post("/sign-in/second/", {"code": code})
            assert is_signed_in(again) == is_let_in

    def test_come_as_a_file(self, secret, browser):
        answer = browser.get("/account/recovery-codes/file/")

        assert answer["Content-Type"].startswith("text/plain")
        assert len(answer.text.split()) == 10

    def test_are_for_nobody_else(self, secret, client_of, user):
        assert client_of(user).get("/account/recovery-codes/").status_code == 404


class TestChangingThem:
    def test_asks_for_the_password_again_after_a_while(self, browser):
        with time_machine.travel(time.time() + 3600):
            answer = browser.get("/account/totp/")

        assert answer.url.startswith("/sign-in/confirm/")

    def test_nobody_removes_or_renames_another_s_passkey(
        self, browser, user, client_of
    ):
        theirs = Authenticator.objects.create(
            user=user, type="webauthn", data={"name": "Phone", "credential": {}}
        )

        for act in ("remove", "name"):
            path = f"/account/passkeys/{theirs.pk}/{act}/"
            assert browser.post(path, {"name": "x"}).status_code == 404
        assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_nobody_asks_for_passkeys_without_end(client, site):
    with time_machine.travel(time.time(), tick=False):
        statuses = [client.get("/sign-in/passkey/").status_code for _ in range(21)]

    assert statuses == [200] * 20 + [429]


def test_codes_are_those_of_the_standards():
    told = json.loads(
        (corpus("protocols/totp") / "rfc4226_rfc6238.json").read_text("utf-8")
    )
    secret = told["hotp_secret_base32"]

    ours = [
        format_hotp_value(hotp_value(secret, one["counter"]))
        for one in told["hotp_rfc4226"]
    ]

    assert ours == [one["code"] for one in told["hotp_rfc4226"]]
    assert code_of(secret, 59) == "287082"


def test_a_secret_is_told_only_with_the_site_s_key(settings):
    kept = FactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    assert FactorAdapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"

    settings.SECRET_KEY = "another key"

    with pytest.raises(InvalidToken):
        FactorAdapter().decrypt(kept)

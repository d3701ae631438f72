"""A member adds a passkey, and an app with codes, and signs in with them."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.accounts.test_second_factors import code_of
from tests.browser import visit
from tests.visiting import PASSWORD

pytestmark = [
    pytest.mark.server,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
]


@pytest.fixture
def local(rostra):
    """The same site under a name: browsers give passkeys to no bare address."""
    return f"http://localhost:{urlsplit(rostra.base).port}"


def sign_up(page, name):
    page.goto("/sign-up/")
    page.get_by_label("Member name").fill(name)
    page.get_by_label("Email address").fill(f"{name}@example.com".replace(" ", "."))
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():  # leaving before the answer would end the sending
        page.get_by_role("button", name="Create account").click()


def confirm_password(page):
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def sign_out(page):
    page.context.clear_cookies()


def test_a_passkey_is_added_and_lets_its_owner_in(chromium, local):
    with visit(chromium, local) as (page, watch):
        tools = page.context.new_cdp_session(page)
        tools.send("WebAuthn.enable")
        kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
        kind |= {"hasUserVerification": True, "isUserVerified": True}
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
        sign_up(page, "Pass Keyes")

        page.goto("/account/passkeys/")
        page.get_by_role("link", name="Add a passkey").click()
        confirm_password(page)
        page.get_by_label("Name").fill("Blue phone")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        page.goto("/account/passkeys/")
        expect(page.get_by_role("link", name="Rename Blue phone")).to_be_visible()

        sign_out(page)
        page.goto("/sign-in/?next=/latest/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("Your account and preferences")).to_be_attached()
        assert page.goto("/account/").status == 200

        sign_out(page)
        page.goto("/sign-in/")
        page.get_by_label("Email address or member name").fill("Pass Keyes")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_text("Your account and preferences")).to_be_attached()

        assert watch.troubles == []
        assert watch.strangers(local) == []


def test_an_app_with_codes_is_asked_after_the_password(person):
    someone = person().sign_up()
    page = someone.page

    page.goto("/account/")
    page.get_by_role("link", name="Use an app with codes").click()
    confirm_password(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Use this app").click()
    codes = re.findall(r"\b[0-9a-z]{8}\b", page.locator(".codes").inner_text())
    assert len(codes) == 10

    sign_out(page)
    page.goto("/sign-in/")
    page.get_by_label("Email address or member name").fill(someone.name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#code-error")).to_have_text("That is not it. Try again.")
    page.get_by_label("Code").fill(codes[0])
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()

    assert page.goto("/account/").status == 200

"""Somebody signs up where mail is sent, forgets the password, and is back in by mail."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import visit
from tests.running import run_rostra
from tests.servers import start_smtp
from tests.visiting import PASSWORD

pytestmark = [
    pytest.mark.server,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
]

OTHER = "another five wooden spoons"


@pytest.fixture(scope="module")
def smtp():
    with start_smtp() as server:
        yield server


@pytest.fixture(scope="module")
def site(smtp, tmp_path_factory):
    folder = tmp_path_factory.mktemp("letters") / "data"
    with run_rostra(folder, "--sample", ROSTRA_SMTP=smtp[0]) as running:
        ask_for_no_work(running, smtp[1])
        yield running
    assert [line for line in running.said if "Traceback" in line] == []


def ask_for_no_work(running, letters):
    """Browsers without script do none, and would have to be let in first."""
    owner, email = running.visitor(), "olga@example.com"
    sent = {"name": "Olga", "email": email, "password": PASSWORD}
    owner.post("/sign-up/", **sent, proof=owner.work())
    assert owner.post("/sign-up/confirm/", code=letters.code_to(email)).status == 302
    running.make_owner("Olga")
    choices = {"name": "Letters", "sign_up": "open", "machine_check": "off"}
    choices["rename_days"] = "30"
    assert owner.post("/control/site/", **choices).status == 303


@pytest.fixture
def page(chromium, site, has_script):
    with visit(chromium, site.base, java_script_enabled=has_script) as (page, watch):
        yield page
        assert watch.troubles == []


def name_on(page):
    return page.locator(".masthead summary .label").inner_text()


def test_signing_up_with_a_code_and_a_new_password(page, smtp, has_script):
    name = "Edda" if has_script else "Runa"
    email = f"{name}@example.com"
    letters = smtp[1]
    page.goto("/sign-up/?next=/latest/")
    page.get_by_label("Member name").fill(name)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_text("We have sent a code to")).to_be_visible()
    page.get_by_label("Code").fill(letters.code_to(email))
    page.get_by_role("button", name="Confirm", exact=True).click()
    assert urlsplit(page.url).path == "/latest/"
    assert name_on(page) == name

    page.context.clear_cookies()
    letters.taken.clear()
    page.goto("/sign-in/")
    page.get_by_role("link", name="Forgot").click()
    page.get_by_label("Email address").fill(email)
    page.get_by_role("button", name="Send a code").click()
    page.get_by_label("Code").fill(letters.code_to(email))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("New password").fill(OTHER)
    page.get_by_role("button", name="Set the password").click()

    page.context.clear_cookies()
    for password, is_in in ((PASSWORD, False), (OTHER, True)):
        page.goto("/sign-in/?next=/latest/")
        page.locator("#login").fill(name)
        page.locator("#password").fill(password)
        with page.expect_navigation():
            page.locator("#password").press("Enter")
        assert (urlsplit(page.url).path == "/latest/") is is_in
    assert name_on(page) == name


def test_asking_for_a_stranger_looks_the_same(page, smtp):
    page.goto("/account/password/reset/")
    page.get_by_label("Email address").fill("nobody@example.com")
    page.get_by_role("button", name="Send a code").click()

    expect(page.get_by_label("Code")).to_be_visible()

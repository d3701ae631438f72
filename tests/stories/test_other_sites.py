"""People come with an account of another site: a real OpenID Connect provider."""

import json
import warnings
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import visit
from tests.running import run_rostra
from tests.visiting import PASSWORD

pytestmark = [
    pytest.mark.server,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
]


@pytest.fixture(scope="module")
def newsroom():
    """The address of a provider with a few members."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oidc_provider_mock import User, run_server_in_thread

    noor = {"name": "Noor Haddadi", "email": "noor@example.com", "email_verified": True}
    odd = {"name": "Odd One", "email": "owner@example.com", "email_verified": False}
    members = [User(sub="noor", claims=noor), User(sub="odd", claims=odd)]
    members.append(User(sub="hand", claims={"name": "A Hand"}))
    late = {"name": "Late", "email": "late@trash.example", "email_verified": True}
    members.append(User(sub="late", claims=late))
    with run_server_in_thread(user_claims=members) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def site(newsroom, tmp_path_factory):
    other = {"name": "Newsroom", "issuer": newsroom, "client": "forum", "secret": "s"}
    folder = tmp_path_factory.mktemp("other-sites") / "data"
    settings = {"ROSTRA_SIGN_IN_WITH": json.dumps([other])}
    with run_rostra(folder, "--sample", **settings) as running:
        yield running
    failures = [line for line in running.said if "Traceback" in line]
    assert failures == [], "".join(running.said)[-5000:]


@pytest.fixture
def guest(chromium, site):
    with visit(chromium, site.base) as (page, watch):
        yield page
        assert watch.troubles == []


def come_as(page, sub):
    """Sign in at the newsroom as one of its members, and come back."""
    page.get_by_role("link", name="Continue with Newsroom").click()
    assert "localhost" in urlsplit(page.url).netloc
    page.locator(f'button[value="{sub}"]').click()


def name_on(page):
    return page.locator(".masthead summary .label").inner_text()


def test_a_newcomer_chooses_a_name_and_is_known_the_next_time(guest, site):
    guest.goto("/sign-in/?next=/latest/")
    come_as(guest, "noor")
    expect(guest.get_by_label("Member name")).to_have_value("Noor Haddadi")
    guest.get_by_label("Member name").fill("Noor of the Newsroom")
    guest.get_by_role("button", name="Create account").click()
    assert urlsplit(guest.url).path == "/latest/"
    assert name_on(guest) == "Noor of the Newsroom"

    guest.context.clear_cookies()
    guest.goto("/sign-in/")
    come_as(guest, "noor")

    assert name_on(guest) == "Noor of the Newsroom"
    guest.goto("/account/other-sites/")
    guest.get_by_role("button", name="Disconnect").click()
    expect(guest.get_by_text("Set a password first")).to_be_visible()


def test_an_address_that_is_not_confirmed_there_lets_nobody_into_an_account_here(
    guest, site
):
    site.visitor().sign_up("Own Name")

    guest.goto("/sign-in/")
    come_as(guest, "odd")
    guest.get_by_label("Member name").fill("Own Name")
    guest.get_by_role("button", name="Create account").click()
    expect(guest.get_by_text("“Own Name” is taken").first).to_be_visible()
    guest.get_by_label("Member name").fill("Somebody Odd")
    guest.get_by_role("button", name="Create account").click()

    assert name_on(guest) == "Somebody Odd"
    guest.goto("/account/")
    expect(guest.get_by_text("owner@example.com")).to_have_count(0)


def test_a_member_connects_the_other_site_to_their_account(guest, site):
    someone = site.visitor().sign_up("Old Hand")
    cookies = [
        {"name": name, "value": value, "url": site.base}
        for name, value in someone.cookies.items()
    ]
    guest.context.add_cookies(cookies)

    guest.goto("/account/other-sites/")
    expect(guest.get_by_text("None is connected.")).to_be_visible()
    guest.get_by_role("link", name="Connect Newsroom").click()
    guest.locator('button[value="hand"]').click()
    guest.get_by_label("Password").fill(PASSWORD)
    guest.get_by_role("button", name="Continue").click()
    expect(guest.get_by_text("Connected.")).to_be_visible()
    expect(guest.get_by_role("button", name="Disconnect")).to_be_visible()

    guest.context.clear_cookies()
    guest.goto("/sign-in/")
    come_as(guest, "hand")
    assert name_on(guest) == "Old Hand"


def test_whoever_stops_there_is_told_so_here(guest):
    guest.goto("/sign-in/")
    guest.get_by_role("link", name="Continue with Newsroom").click()
    guest.locator('button[value="deny"]').click()

    expect(guest.get_by_role("heading", name="Not signed in")).to_be_visible()


def test_whoever_comes_from_there_agrees_to_what_holds_here(guest, site):
    owner = site.visitor().sign_up("Olga Owner")
    site.make_owner("Olga Owner")
    sent = {"terms": "Be kind.", "minimum_age": "16"}
    owner.post("/control/terms/", refused_mail="trash.example", **sent)

    guest.goto("/sign-in/")
    come_as(guest, "late")
    guest.locator("form[action='/sign-up/with/']").evaluate("f => f.noValidate = true")
    guest.get_by_role("button", name="Create account").click()
    expect(guest.locator("#terms-error")).to_be_visible()
    expect(guest.locator("#age-error")).to_be_visible()
    expect(guest.get_by_text("Addresses of this provider").first).to_be_visible()

    owner.post("/control/terms/", refused_mail="", **sent)
    guest.get_by_label("I have read and accept").check()
    guest.get_by_label("I am at least 16 years old").check()
    guest.get_by_role("button", name="Create account").click()
    assert name_on(guest) == "Late"

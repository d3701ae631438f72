"""A newcomer's browser does its work while they fill in the form."""

import pytest
from playwright.sync_api import expect

from tests.browser import DESK, PHONE, visit
from tests.promises.test_in_a_browser import barriers
from tests.running import run_rostra
from tests.visiting import PASSWORD

pytestmark = [
    pytest.mark.server,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
]


@pytest.fixture(scope="module")
def asking(tmp_path_factory):
    """A site that asks for a little work; and its owner."""
    folder = tmp_path_factory.mktemp("machines") / "data"
    with run_rostra(folder, "--sample") as running:
        owner = running.visitor().sign_up("Olga Owner")
        running.make_owner("Olga Owner")
        yield running, owner


@pytest.fixture(params=[("light", DESK), ("dark", PHONE)], ids=["desk", "phone"])
def page(chromium, asking, request):
    theme, size = request.param
    base = asking[0].base
    with visit(chromium, base, viewport=size, color_scheme=theme) as (page, watch):
        page.goto("/sign-up/")
        yield page
        assert watch.troubles == []


def choose(owner, effort):
    page = owner.get("/control/site/").text
    assert 'name="machine_check"' in page
    sent = {"name": "The Long Table", "sign_up": "open", "machine_check": effort}
    sent["rename_days"] = "30"
    assert owner.post("/control/site/", **sent).status == 303


def fill_in(page, name):
    page.get_by_label("Member name").fill(name)
    page.get_by_label("Email address").fill(f"{name.replace(' ', '.')}@example.com")
    page.get_by_label("Password").fill(PASSWORD)


def test_nobody_notices_the_work(page, asking):
    name = f"Newcomer {page.viewport_size['width']}"
    assert not page.get_by_text("an owner looks at your account").is_visible()
    fill_in(page, name)
    expect(page.locator("[name=proof]")).to_be_attached()
    assert barriers(page) == []

    page.get_by_role("button", name="Create account").click()
    expect(page.locator(".masthead summary .label")).to_have_text(name)


def test_who_is_faster_than_the_browser_is_told_and_goes_on(page, asking):
    name = f"Quick {page.viewport_size['width']}"
    page.reload()
    # The keys come only when this lets them.
    page.evaluate(
        """() => {
          const { subtle } = crypto;
          const derive = subtle.deriveBits.bind(subtle);
          const gate = new Promise((open) => { window.openGate = open; });
          subtle.deriveBits = async (...given) => { await gate; return derive(...given); };
        }"""
    )
    fill_in(page, name)
    button = page.get_by_role("button", name="Create account")
    button.click()
    expect(page.get_by_text("Your browser is doing its work…")).to_be_visible()
    assert barriers(page) == []
    button.click()  # Impatient people press twice.
    page.evaluate("window.openGate()")

    expect(page.locator(".masthead summary .label")).to_have_text(name)


def test_without_it_the_account_waits_for_an_owner(chromium, asking):
    running, owner = asking
    with visit(chromium, running.base, java_script_enabled=False) as (page, _watch):
        page.goto("/sign-up/")
        expect(page.get_by_text("an owner looks at your account")).to_be_visible()
        fill_in(page, "Plain Text")
        page.get_by_role("button", name="Create account").click()
        expect(page.get_by_role("heading", name="Nearly there")).to_be_visible()

    waiting = owner.get("/control/waiting/").text
    assert "Plain Text" in waiting
    assert "no JavaScript, no HTTPS, or a machine" in waiting


def test_the_owner_can_do_without(chromium, asking):
    running, owner = asking
    choose(owner, "off")
    with visit(chromium, running.base, java_script_enabled=False) as (page, _watch):
        page.goto("/sign-up/")
        fill_in(page, "Any Body")
        page.get_by_role("button", name="Create account").click()
        expect(page.locator(".masthead summary .label")).to_have_text("Any Body")
    choose(owner, "light")

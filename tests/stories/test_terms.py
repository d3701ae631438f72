"""An owner writes terms; newcomers and members agree to them, with no barrier on the way."""

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

LAWS = "## Be kind\n\nNobody is **insulted** here.\n\n- No advertising\n- No doxing"


@pytest.fixture(scope="module")
def asking(tmp_path_factory):
    """A site whose owner asks for terms and an age; and its owner."""
    folder = tmp_path_factory.mktemp("terms") / "data"
    with run_rostra(folder, "--sample") as running:
        owner = running.visitor().sign_up("Olga Owner")
        running.make_owner("Olga Owner")
        early = running.visitor().sign_up("Early Bird")
        sent = {"terms": LAWS, "minimum_age": "16", "refused_mail": "trash.example"}
        saved = owner.post("/control/terms/", asks_again="on", **sent)
        assert saved.status == 303, saved.text
        yield running, owner, early


@pytest.fixture(params=[("light", DESK), ("dark", PHONE)], ids=["desk", "phone"])
def page(chromium, asking, request):
    theme, size = request.param
    base = asking[0].base
    with visit(chromium, base, viewport=size, color_scheme=theme) as (page, watch):
        yield page
        assert [t for t in watch.troubles if "422" not in t] == []


def come_in(page, visitor):
    cookies = [
        {"name": name, "value": value, "url": visitor.base}
        for name, value in visitor.cookies.items()
    ]
    page.context.add_cookies(cookies)


def check(page):
    """Nothing bars the way, and nothing scrolls sideways."""
    pytest.importorskip("axe_playwright_python", reason="needs axe")
    assert barriers(page) == []
    wide = "document.documentElement.scrollWidth - window.innerWidth"
    assert page.evaluate(wide) <= 0


def test_a_newcomer_ticks_both_boxes(page):
    name = f"Newcomer {page.viewport_size['width']}"
    page.goto("/sign-up/")
    check(page)
    page.get_by_label("Member name").fill(name)
    page.get_by_label("Email address").fill(f"{name[-4:].strip()}@mail.trash.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I am at least 16 years old").check()
    page.locator("form[action='/sign-up/']").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Create account").click()

    expect(page.locator("#terms-error")).to_be_visible()
    expect(page.locator("#email-error")).to_contain_text("this provider")
    expect(page.get_by_label("I am at least 16 years old")).to_be_checked()
    check(page)
    page.get_by_label("Email address").fill(f"{name[-4:].strip()}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I have read and accept").check()
    page.get_by_role("button", name="Create account").click()
    expect(page.locator(".masthead summary .label")).to_have_text(name)


def test_everybody_reads_them(page):
    page.goto("/")
    page.get_by_role("link", name="Terms of use").click()

    expect(page.locator("strong", has_text="insulted")).to_be_visible()
    check(page)


def test_the_owner_sees_them_in_the_panel(page, asking):
    come_in(page, asking[1])
    page.goto("/control/site/")
    page.get_by_role("link", name="Terms of use, minimum age").click()

    expect(page.get_by_label("Terms of use")).to_have_value(LAWS)
    expect(page.get_by_label("Refused mail domains")).to_have_value("trash.example")
    check(page)


def test_a_member_is_led_to_them_and_on(page, asking):
    _, owner, early = asking
    sent = {"minimum_age": "16", "refused_mail": "trash.example", "asks_again": "on"}
    words = f"{LAWS}\n- Version for {page.viewport_size['width']}"
    owner.post("/control/terms/", terms=words, **sent)
    come_in(page, early)

    page.goto("/latest/")
    expect(page.get_by_role("heading", name="New terms of use")).to_be_visible()
    check(page)
    page.get_by_role("button", name="I have read and accept them").click()

    assert page.url.endswith("/latest/")
    owner.post("/control/terms/", terms=LAWS, **sent)

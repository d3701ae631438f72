"""Somebody sets the look, uses the keyboard alone, and opens a site of their own."""

import re

import pytest

from tests.browser import visit
from tests.running import run_rostra
from tests.visiting import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.once]


def test_the_look_that_was_chosen_stays(person, topic):
    reader = person()
    reader.page.goto("/")
    for name in ("Dark", "Large", "Compact"):
        foot = reader.page.get_by_role("contentinfo")
        foot.get_by_role("button", name=name, exact=True).click()
        reader.page.wait_for_load_state()

    reader.page.goto(topic)

    html = reader.page.locator("html")
    assert html.get_attribute("data-theme") == "dark"
    assert html.get_attribute("data-text") == "large"
    assert html.get_attribute("data-density") == "compact"


@pytest.mark.parametrize("has_script", [True], ids=["script"])
def test_a_question_mark_tells_the_keys_and_they_can_be_switched_off(person, topic):
    member = person().sign_up()
    member.page.goto(topic)
    dialog = member.page.get_by_role("dialog", name="Keyboard shortcuts")
    # It comes with what helps to write.
    member.page.locator("dialog.keys").wait_for(state="attached")

    member.page.keyboard.press("?")

    tick = dialog.get_by_role("checkbox", name="Use these keys")
    assert tick.is_checked()
    tick.uncheck()
    dialog.get_by_role("button", name="Close").click()
    member.page.keyboard.press("r")
    assert "#reply" not in member.page.url
    member.page.keyboard.press("?")
    assert not tick.is_checked()


def test_the_keyboard_alone_reaches_the_box_and_sends_the_reply(person, topic):
    member = person().sign_up()
    member.page.goto(topic)
    press = member.page.keyboard.press
    for _ in range(3):
        press("Tab")

    focused = member.page.locator("*:focus")
    assert focused.inner_text() == "Skip to your reply"
    assert focused.is_visible()
    press("Enter")
    assert member.page.locator("*:focus").get_attribute("id") == "source"
    member.page.keyboard.type("Typed without a mouse.")
    for _ in range(4):
        press("Tab")
        if member.page.locator("*:focus").inner_text() == "Post reply":
            break
    press("Enter")

    member.page.wait_for_url(re.compile("#post-"))
    assert member.own("Typed without a mouse.").is_visible()


def test_the_skip_link_leads_past_the_head_of_the_page(person):
    reader = person()
    reader.page.goto("/")
    reader.page.keyboard.press("Tab")
    assert reader.page.locator("*:focus").inner_text() == "Skip to content"

    reader.page.keyboard.press("Enter")

    assert reader.page.locator("*:focus").get_attribute("id") == "content"


def test_an_empty_installation_is_opened_behind_the_one_time_link(
    chromium, has_script, tmp_path
):
    with run_rostra(tmp_path / "data") as rostra:
        (path,) = re.findall(r"(/set-up/\S+)", rostra.told)
        with visit(chromium, rostra.base, java_script_enabled=has_script) as (
            page,
            watch,
        ):
            page.goto("/")
            assert "isn't set up yet" in page.locator("h1").inner_text()
            page.goto(path)
            page.get_by_label("Name", exact=True).fill("The Harbour Wall")
            page.get_by_label("Member name").fill("Ida")
            page.get_by_label("Email address").fill("ida@example.com")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("checkbox").first.check()
            page.get_by_role("button", name="Open the site").click()

            page.wait_for_url(f"{rostra.base}/")
            assert page.locator(".nameplate").inner_text() == "The Harbour Wall"
            assert page.locator(".masthead").get_by_text("Ida").is_visible()
            assert page.goto(path).status == 404
            assert watch.troubles == []

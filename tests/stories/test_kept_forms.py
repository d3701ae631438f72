"""What is typed into the long forms of news is still there when they are opened again."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.once]
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('kept:'))"


@pytest.fixture
def has_script():
    return True


@pytest.fixture
def editor(person, rostra):
    somebody = person().sign_up()
    rostra.make_owner(somebody.name)
    somebody.page.goto(f"{rostra.base}/newsroom/stories/new/")
    return somebody


def test_a_story_is_there_again_after_the_page_went_away(editor):
    page = editor.page
    page.locator("#headline").fill("The barrier closed at two")
    page.locator("#body").fill("Nobody was hurt.")
    page.locator("#genre").select_option("analysis")

    page.reload()

    assert page.locator("#body").input_value() == "Nobody was hurt."
    assert page.locator("#genre").input_value() == "analysis"
    told = page.get_by_text("Put back what you had not sent")
    assert told.is_visible()
    # As all times of the site: 29 November 2026, 18:19.
    assert re.search(r"written on \d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d$", told.inner_text())
    form = page.locator("kept-form")
    assert form.get_attribute("data-zone")
    form.evaluate("form => form.dataset.zone = 'Asia/Tokyo'")
    assert form.evaluate("form => form.moment(0)") == "1 January 1970, 09:00"


def test_what_is_put_back_can_be_discarded(editor):
    page = editor.page
    page.locator("#body").fill("Nobody was hurt.")
    page.reload()

    page.get_by_role("button", name="Discard it").click()

    assert page.locator("#body").input_value() == ""
    assert not page.get_by_text("Put back what you had not sent").is_visible()
    page.reload()
    assert page.locator("#body").input_value() == ""


def test_what_was_refused_is_still_kept(editor):
    page = editor.page
    page.locator("#headline").fill("Short")
    page.locator("#body").fill("Nobody was hurt.")

    page.get_by_role("button", name="Publish").click()
    page.get_by_role("alert").wait_for()
    page.goto("about:blank")
    page.goto(f"{editor.visitor.base}/newsroom/stories/new/")

    assert page.locator("#body").input_value() == "Nobody was hurt."


def by_hand(page, base):
    page.goto(f"{base}/start/link/")
    page.locator("#look").fill("https://nothing.invalid/page")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("button", name="Write it myself").click()


def test_a_link_is_kept_until_it_is_posted(person, topic, rostra):
    page = person().sign_up().page
    by_hand(page, rostra.base)
    page.locator("#title").fill("A page that is worth a look")
    page.locator("#source").fill("Because nobody else says so.")
    page.goto("about:blank")

    by_hand(page, rostra.base)
    assert page.locator("#source").input_value() == "Because nobody else says so."
    assert page.evaluate(KEPT) == ["kept:link:https://nothing.invalid/page"]
    page.get_by_role("button", name="Post topic").click()
    page.wait_for_url(re.compile("/topic/"))

    assert page.get_by_text("Because nobody else says so.").first.is_visible()
    assert page.evaluate(KEPT) == []

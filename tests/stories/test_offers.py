"""Offers while one types: members and emoji, by keyboard and by finger."""

import pytest

from tests.browser import DESK, PHONE
from tests.promises.test_in_a_browser import barriers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.once]


@pytest.fixture
def has_script():
    return True


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def writer(request, person, topic):
    somebody = person(viewport=request.param, has_touch=request.param == PHONE)
    somebody.sign_up().page.goto(topic)
    return somebody


def kind(page, text):
    """Type it, and wait for offers."""
    page.locator("#source").press_sequentially(text)
    page.get_by_role("option").first.wait_for()


class TestMembers:
    def test_are_offered_and_taken_by_keyboard(self, writer, rostra):
        other = rostra.visitor().sign_up(f"Zadie Zz {writer.name}")
        other.close()
        page = writer.page
        kind(page, "Well, @zadie z"[:12])
        box, options = page.locator("#source"), page.get_by_role("option")

        assert box.get_attribute(
            "aria-activedescendant"
        ) == options.first.get_attribute("id")
        assert barriers(page) == []
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")

        assert writer.text().startswith('Well, @"Zadie Zz ')
        assert not page.get_by_role("listbox").is_visible()
        assert box.get_attribute("aria-activedescendant") is None
        page.keyboard.press("Control+z")
        assert writer.text() == "Well, @zadie"

    def test_of_this_topic_are_there_at_once_and_taken_by_finger(self, writer):
        kind(writer.page, "@")
        starter = writer.page.get_by_role("option", name="@Starter")
        spot = starter.bounding_box()
        assert spot["x"] + spot["width"] <= writer.page.viewport_size["width"]

        starter.click()

        assert writer.text().startswith('@"Starter ')
        assert writer.page.evaluate("document.activeElement.id") == "source"

    def test_escape_and_going_on_leave_the_text_alone(self, writer):
        kind(writer.page, "@sta")
        writer.page.keyboard.press("Escape")
        assert not writer.page.get_by_role("listbox").is_visible()

        writer.page.locator("#source").press_sequentially("tion said")
        writer.page.wait_for_timeout(400)

        assert not writer.page.get_by_role("listbox").is_visible()
        assert writer.text() == "@station said"

    def test_nothing_is_lost_when_the_site_is_out_of_reach(self, writer):
        writer.page.context.set_offline(True)
        writer.page.locator("#source").press_sequentially("@sta and :smil")
        writer.page.wait_for_timeout(400)

        assert writer.text() == "@sta and :smil"
        assert not writer.page.get_by_role("listbox").is_visible()


class TestEmoji:
    def test_are_offered_by_their_names(self, writer):
        kind(writer.page, "Thank you :hear")
        writer.page.keyboard.press("Tab")

        assert not writer.text().isascii()
        assert writer.text().startswith("Thank you ")
        assert ":" not in writer.text()

    def test_are_asked_for_only_when_one_is_wanted(self, writer):
        asked = []
        writer.page.on("request", lambda one: asked.append(one.url))
        writer.write("Nothing of the kind.")
        writer.page.wait_for_timeout(300)
        assert not [url for url in asked if "emoji.json" in url]

        kind(writer.page, " :smil")
        assert [url for url in asked if "emoji.json" in url]

    def test_can_be_picked(self, writer):
        page = writer.page
        writer.write("one two")
        page.locator("#source").evaluate("box => box.setSelectionRange(3, 3)")
        page.get_by_role("button", name="Emoji").click()
        picker = page.get_by_role("dialog", name="Emoji")
        picker.get_by_role("button", name="thumbs up").wait_for()
        assert barriers(page) == []

        picker.get_by_label("Search").fill("umbrella")
        picker.get_by_role("button", name="umbrella").first.wait_for()
        picker.get_by_label("Search").press("Enter")

        assert not picker.is_visible()
        assert writer.text().startswith("one☂") or not writer.text().isascii()
        assert writer.text().endswith(" two")
        assert page.evaluate("document.activeElement.id") == "source"
        page.get_by_role("button", name="Emoji").click()
        first = picker.locator(".faces button").first
        first.wait_for()
        assert "umbrella" in first.get_attribute("title")
        page.keyboard.press("Escape")
        assert not picker.is_visible()

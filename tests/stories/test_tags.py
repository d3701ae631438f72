"""Tags, the rules of a category and its template, as somebody meets them."""

import pytest

from tests.promises.test_in_a_browser import barriers

pytestmark = [pytest.mark.browser, pytest.mark.server]
PLACE = "Getting About"


@pytest.fixture
def starter(person):
    """Somebody who may use tags, at the form that starts a topic."""
    somebody = person()
    somebody.sign_up().page.goto("/start/")
    return somebody


def choose(somebody):
    """Choose the category with a template."""
    somebody.page.get_by_label("Category").select_option(label=PLACE)
    if not somebody.has_script:
        somebody.page.get_by_role("button", name="Show what it asks for").click()
    somebody.page.get_by_label("Where", exact=True).wait_for()


def fill_in(page):
    page.get_by_label("Where", exact=True).fill("Hask Moor")
    page.get_by_label("What it concerns").select_option(label="A train")
    page.get_by_label("What happened?").fill("It went on.")


def add_tag(somebody, *names):
    box = somebody.page.locator("#tags")
    box.fill(", ".join(names))
    box.press("Tab")


def test_a_topic_is_started_with_a_template_and_tags(starter):
    page = starter.page
    page.get_by_label("Title").fill("The train goes on without us")
    choose(starter)
    assert page.get_by_label("Title").input_value() == "The train goes on without us"
    assert page.get_by_text("One journey, one topic.").is_visible()
    assert not starter.has_script or barriers(page) == []

    fill_in(page)
    add_tag(starter, "railways", "trains")
    page.get_by_role("button", name="Post topic").click()

    page.get_by_role("heading", name="The train goes on without us").wait_for()
    assert page.locator(".post strong", has_text="Where:").count() == 1
    tags = page.locator("main .tag").all_inner_texts()
    assert tags == ["railways"]
    page.locator("main .tag").first.click()
    page.get_by_role("heading", name="#railways").wait_for()
    assert page.get_by_role(
        "link", name="The train goes on without us"
    ).first.is_visible()
    assert not starter.has_script or barriers(page) == []


def test_what_is_missing_is_said_and_nothing_is_lost(starter):
    page = starter.page
    choose(starter)
    page.get_by_label("Title").fill("The train goes on without us")
    # More than the browser itself asks for, and still no answer.
    page.get_by_label("Where", exact=True).fill("   ")
    page.get_by_label("What it concerns").select_option(label="A train")
    page.get_by_label("What happened?").fill("It went on.")
    add_tag(starter, "snow")
    page.get_by_role("button", name="Post topic").click()

    page.get_by_role("alert").wait_for()
    assert page.locator("[id$=-error]", has_text="Please fill in “Where”.").count() == 1
    assert page.get_by_label("What happened?").input_value() == "It went on."
    assert page.locator("[name=tags]").input_value() == "snow"
    assert not starter.has_script or barriers(page) == []
    fill_in(page)
    page.get_by_role("button", name="Post topic").click()

    problem = page.locator("#tags-error")
    problem.wait_for()
    assert "at least one of these tags: railways" in problem.inner_text()
    assert page.get_by_label("Where", exact=True).input_value() == "Hask Moor"


class TestChips:
    """With a script, tags are chosen one by one."""

    @pytest.fixture
    def has_script(self):
        return True

    def test_are_offered_taken_and_removed_by_keyboard(self, starter):
        page, box = starter.page, starter.page.locator("#tags")
        box.press_sequentially("ferr")
        page.get_by_role("option", name="ferries").wait_for()
        assert barriers(page) == []
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        box.press_sequentially("odd one,")
        sent = page.locator("[name=tags]")
        assert sent.input_value() == "ferries, odd one"

        assert page.get_by_role("button", name="Remove the tag ferries").is_visible()
        assert barriers(page) == []
        box.press("Backspace")
        assert sent.input_value() == "ferries"
        page.get_by_role("button", name="Remove the tag ferries").click()
        assert sent.input_value() == ""
        assert page.evaluate("document.activeElement.id") == "tags"

    def test_are_kept_on_this_device_with_the_fields(self, starter):
        page = starter.page
        page.goto("/start/")
        choose(starter)
        add_tag(starter, "ferries")
        fill_in(page)
        page.locator("[data-draft-status]", has_text="Draft saved").wait_for()

        page.reload()

        assert page.locator("[name=tags]").input_value() == "ferries"

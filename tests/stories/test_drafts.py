"""A text that is gone on with on another device, and one that is written offline."""

import re
from datetime import date, timedelta

import pytest

from tests.browser import DESK, PHONE, visit
from tests.promises.test_in_a_browser import barriers

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def has_script():
    return True


@pytest.fixture
def desk(person, topic):
    somebody = person(viewport=DESK).sign_up()
    somebody.page.goto(topic)
    return somebody


@pytest.fixture
def phone(chromium, rostra, desk, topic):
    """The same member's telephone."""
    with visit(chromium, rostra.base, viewport=PHONE, has_touch=True) as (page, watch):
        page.context.add_cookies(
            [
                {"name": name, "value": value, "url": rostra.base}
                for name, value in desk.visitor.cookies.items()
            ]
        )
        page.goto(topic)
        yield page
        assert watch.troubles == []


def saved(page):
    page.get_by_text("Draft saved").wait_for()


class TestAnotherDevice:
    def test_goes_on_where_this_one_stopped(self, desk, phone, topic):
        desk.write("Begun at the desk")
        saved(desk.page)

        phone.goto(topic)
        phone.locator("#source").press("End")
        phone.locator("#source").press_sequentially(", ended on the train.")
        saved(phone)
        phone.get_by_role("button", name="Post reply").click()
        phone.wait_for_url(re.compile("#post-"))

        assert desk.page.goto(topic)
        assert desk.text() == ""
        assert desk.own("Begun at the desk, ended on the train.").is_visible()

    @pytest.mark.parametrize(
        ("choice", "left"),
        [
            ("Take the newer one", "From the desk."),
            ("Keep what is in the box", "From the train."),
            ("Both, one behind the other", "From the train.\n\nFrom the desk."),
        ],
    )
    def test_with_another_text_is_asked_which_one_stays(
        self, desk, phone, topic, choice, left
    ):
        desk.write("From the desk.")
        saved(desk.page)

        phone.locator("#source").fill("From the train.")
        notice = phone.get_by_role("alert")
        notice.wait_for()
        assert notice.get_by_label("The newer text").input_value() == "From the desk."
        assert phone.locator("#source").input_value() == "From the train."
        assert barriers(phone) == []
        desk.page.reload()
        assert desk.text() == "From the desk."

        notice.get_by_role("button", name=choice).click()

        saved(phone)
        assert phone.locator("#source").input_value().strip() == left
        assert not notice.is_visible()
        desk.page.reload()
        assert desk.text().strip() == left


class TestOffline:
    def test_what_is_typed_is_kept_and_saved_when_back(self, desk, topic):
        context = desk.page.context
        context.set_offline(True)
        desk.write("Written in the tunnel.")
        desk.page.get_by_text("Kept on this device").wait_for()

        desk.page.get_by_role("button", name="Post reply").click()
        desk.page.get_by_text("You are offline.").wait_for()
        assert desk.text() == "Written in the tunnel."

        context.set_offline(False)
        saved(desk.page)
        desk.press_post()
        desk.page.wait_for_url(re.compile("#post-"))
        assert desk.own("Written in the tunnel.").is_visible()
        desk.page.goto(topic)
        assert desk.text() == ""


class TestLater:
    def test_a_text_waits_and_can_be_taken_back(self, desk, rostra, topic):
        day = date.today() + timedelta(days=30)
        rostra.make_moderator(desk.name)
        desk.page.reload()
        desk.write("Good morning, all.")
        desk.page.get_by_text("Post later").click()
        desk.page.get_by_label("Day and time").fill(f"{day:%Y-%m-%d}T09:30")
        assert barriers(desk.page) == []
        desk.page.get_by_role("button", name="Post then").click()

        desk.page.wait_for_url(re.compile("/drafts/"))
        later = desk.page.locator("#later")
        assert f"{day.day} {day:%B %Y}, 09:30" in later.inner_text()
        assert barriers(desk.page) == []
        later.get_by_role("button", name="Take back into drafts").click()

        desk.page.get_by_role("link", name="Go on writing").click()
        assert desk.text() == "Good morning, all."

"""A member asks, two vote, one thinks again, the poll closes, and everybody sees it."""

import re

import pytest

from tests.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(params=[None, PHONE], ids=["desk", "phone"])
def width(request):
    return {"viewport": request.param} if request.param else {}


def ask(person, *, title, kind, options, shown="at any time"):
    """Start a topic with a poll; gives its path."""
    page = person.page
    page.goto("/start/")
    page.get_by_label("Category").select_option(index=1)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your post").fill("Worth asking properly, I think.")
    page.get_by_text("Add a poll").click()
    page.get_by_label("Question").fill("Should the quay road close?")
    page.get_by_role("textbox", name="Options").fill("\n".join(options))
    page.get_by_label(kind).check()
    page.get_by_label(shown).check()
    page.get_by_role("button", name="Post topic").click()
    page.locator(".poll").wait_for()
    return re.sub(r"^https?://[^/]+", "", page.url)


def figures(page):
    """The lines of the results, in words and figures."""
    lines = page.locator(".poll ol > li").all_inner_texts()
    return [" ".join(line.split()) for line in lines]


def fits(page):
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_a_poll_from_its_question_to_its_end(person, width):
    author, voter, guest = (
        person(**width).sign_up(),
        person(**width).sign_up(),
        person(**width),
    )
    path = ask(
        author,
        title="A poll that has a story",
        kind="one option",
        options=["Yes", "No", "Not sure"],
        shown="after voting",
    )
    for one in (voter, guest):
        one.page.goto(path)
    assert figures(guest.page) == []
    assert voter.page.locator(".poll").get_attribute("data-poll-id").isdigit()

    for one, choice in ((author, "Yes"), (voter, "No")):
        one.page.get_by_label(choice, exact=True).check()
        one.page.get_by_role("button", name="Vote", exact=True).click()
    assert figures(voter.page) == ["Yes 50% 1", "No Your vote 50% 1", "Not sure 0% 0"]
    guest.page.reload()
    assert "2 votes" in guest.page.locator(".poll").inner_text()
    assert figures(guest.page) == []

    voter.page.get_by_text("Change your vote").click()
    voter.page.get_by_label("Yes", exact=True).check()
    voter.page.get_by_role("button", name="Vote", exact=True).click()
    voter.page.get_by_text("Your vote", exact=True).wait_for()
    assert figures(voter.page)[0] == "Yes Your vote 100% 2"
    assert fits(voter.page)

    author.page.get_by_text("Close this poll").click()
    author.page.get_by_role("button", name="Close it now").click()
    author.page.get_by_text("closed by").wait_for()
    guest.page.reload()
    voter.page.reload()
    assert figures(guest.page)[0] == "Yes 100% 2"
    assert voter.page.get_by_text("Change your vote").count() == 0


def test_options_are_put_in_order_by_keyboard_and_a_slip_is_told(person):
    member = person().sign_up()
    ask(
        member,
        title="A poll in order",
        kind="an order of the options",
        options=["Patience", "Slack Water", "Boaty"],
    )
    page = member.page
    fields = page.locator(".poll select")

    fields.nth(0).select_option("1")
    fields.nth(1).select_option("1")
    if member.has_script:
        # The one that had the place gives way by itself.
        assert fields.nth(0).input_value() == ""
    else:
        page.get_by_role("button", name="Vote", exact=True).press("Enter")
        assert "the same place" in page.get_by_role("alert").inner_text()
        assert fields.nth(1).input_value() == "1"
    fields.nth(0).select_option("2")
    fields.nth(1).select_option("1")
    page.get_by_role("button", name="Vote", exact=True).press("Enter")
    page.get_by_text("Your choice 2").wait_for()

    assert figures(page)[0] == "Slack Water Your choice 1 100% 1"
    page.get_by_text("Change your vote").click()
    page.get_by_role("button", name="Take your vote back").click()
    page.get_by_text("0 votes").wait_for()

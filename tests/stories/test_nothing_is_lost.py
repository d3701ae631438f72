"""What somebody typed survives whatever happens to it on its way."""

import re

import pytest
from playwright.sync_api import expect

from tests.visiting import PASSWORD, post_numbers

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def member(person, topic):
    somebody = person().sign_up()
    somebody.page.goto(topic)
    return somebody


def test_a_double_click_makes_one_post(member, visitor, topic):
    member.write("Pressed twice, in a hurry.")
    member.page.get_by_role("button", name="Post reply").dblclick()
    member.page.wait_for_url(re.compile("#post-"))

    page = visitor.get(topic).text
    assert page.count("Pressed twice, in a hurry.") == 1
    assert post_numbers(page) == [1, 2]


def test_going_back_and_posting_again_makes_no_second_post(member, visitor, topic):
    member.post("Said once.")
    member.page.wait_for_url(re.compile("#post-"))

    member.page.go_back()
    member.post("Said once.")
    member.page.wait_for_url(re.compile("#post-"))

    assert post_numbers(visitor.get(topic).text) == [1, 2]


def test_going_back_and_writing_something_else_makes_another_post(
    member, rostra, visitor, topic
):
    rostra.make_moderator(member.name)
    member.post("The first thing.")
    member.page.wait_for_url(re.compile("#post-"))

    member.page.go_back()
    member.post("The second thing.")
    member.page.wait_for_url(re.compile("#post-"))

    page = visitor.get(topic).text
    assert post_numbers(page) == [1, 2, 3]
    assert "The first thing." in page
    assert "The second thing." in page


def test_a_text_that_is_too_long_is_given_back(member):
    text = "All of it. " * 7000
    if member.has_script:
        # Then it would not even be sent; sent by hand, it comes back as without.
        member.page.locator("form.composer").evaluate("form => form.noValidate = true")
    member.write(text)
    member.press_post()

    assert "put right" in member.page.get_by_role("alert").inner_text()
    assert member.text().strip() == text.strip()


def test_an_empty_reply_is_refused_with_the_reason(member):
    member.write("   ")
    member.press_post()

    assert "Write something first." in member.page.get_by_role("alert").inner_text()


def test_posting_too_fast_tells_the_wait_and_keeps_the_text(member):
    member.post("First.")
    member.page.wait_for_url(re.compile("#post-"))

    member.write("Second, too soon.")
    member.press_post()

    assert re.search(
        r"Please wait \d seconds?", member.page.get_by_role("alert").inner_text()
    )
    assert member.text() == "Second, too soon."


def test_a_text_outlives_the_session_it_was_begun_in(member, topic):
    member.write("Begun while signed in.")
    member.page.context.clear_cookies()
    member.press_post()

    member.page.wait_for_url(re.compile("/sign-up/"))
    main = member.page.locator("main")
    main.get_by_role("link", name="Sign in").click()
    member.page.get_by_label("Email address or member name").fill(member.name)
    member.page.get_by_label("Password").fill(PASSWORD)
    main.get_by_role("button", name="Sign in", exact=True).click()

    member.page.wait_for_url(re.compile(re.escape(topic)))
    assert member.text() == "Begun while signed in."


def test_draft_and_session_outlive_a_restart_of_the_server(member, rostra, topic):
    member.write("Half a thought.")
    if member.has_script:
        member.page.get_by_text("Draft saved at").wait_for()
    else:
        member.page.get_by_role("button", name="Save draft").click()

    rostra.restart()
    member.page.goto(topic)

    assert member.text() == "Half a thought."
    assert f"as {member.name}" in member.page.locator("#reply").inner_text()
    member.press_post()
    expect(member.own("Half a thought.")).to_be_visible()


def test_a_text_that_was_sent_to_a_server_that_is_gone_is_still_there(
    member, rostra, topic
):
    if not member.has_script:
        pytest.skip("without script the browser alone keeps what was typed")
    member.write("Sent into the void.")
    rostra.stop()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        member.page.reload()

    rostra.start()
    member.page.goto(topic)

    assert member.text() == "Sent into the void."

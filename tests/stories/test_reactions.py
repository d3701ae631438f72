"""A member reacts, thinks again, and sees who else did."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def said(person, topic):
    """What somebody else said in a topic, as its permanent path."""
    writer = person().sign_up()
    writer.page.goto(topic)
    post = writer.post("The tide is late again.")
    return f"/post/{post.get_attribute('data-post-id')}/"


def test_reacting_leaves_the_page_where_it_is(person, said):
    member = person().sign_up()
    page = member.page
    page.goto(said)
    post = member.own("The tide is late again.")
    page.evaluate("window.stays = true")

    post.get_by_text("React", exact=True).click()
    post.get_by_role("button", name="Informative").click()
    post.get_by_role("button", name="Informative 1").wait_for()
    mine = post.locator("[aria-pressed=true]")
    assert mine.inner_text().split() == ["Informative", "1"]
    if member.has_script:
        assert page.evaluate("window.stays")
        assert mine.evaluate("e => e === document.activeElement")
        assert "Informative" in page.locator("[data-reacted]").inner_text()

    post.get_by_text("React", exact=True).click()
    post.locator(".sheet").get_by_role("button", name="Thanks").click()
    post.get_by_role("button", name="Thanks 1").wait_for()
    assert post.locator(".tally .choice").count() == 1

    post.get_by_role("link", name="Who").click()
    back = page.get_by_role("link", name="Back to the post")
    expect(back).to_be_visible()
    expect(page.locator("main")).to_contain_text(member.name)
    back.click()
    post.get_by_role("button", name="Thanks 1").press("Enter")
    post.locator(".tally").wait_for(state="detached")
    page.reload()
    assert post.locator(".tally").count() == 0


def test_who_is_signed_out_meanwhile_is_led_to_sign_in_and_nothing_is_counted(
    person, rostra, said
):
    member = person().sign_up()
    page = member.page
    page.goto(said)
    post = member.own("The tide is late again.")
    member.visitor.post("/sign-out/")
    page.context.clear_cookies()

    post.get_by_text("React", exact=True).click()
    post.get_by_role("button", name="Agree", exact=True).click()

    page.wait_for_url("**/sign-in/**")
    assert page.get_by_label("Password").is_visible()
    page.goto(said)
    assert member.own("The tide is late again.").locator(".tally").count() == 0

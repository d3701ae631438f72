"""A member follows one, ignores another, and finds a third."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.server, pytest.mark.browser, pytest.mark.slow]


def test_a_member_ignores_and_follows_another(person, rostra, topic):
    other = person().sign_up()
    other.page.goto(topic)
    other.post("A loud opinion.")

    member = person().sign_up()
    page = member.page
    page.goto(topic)
    page.get_by_role("link", name=other.name).first.click()
    page.get_by_role("button", name="Ignore").click()
    expect(page.get_by_text(f"You ignore {other.name}")).to_be_visible()

    page.goto(topic)
    post = page.locator("article", has_text="A loud opinion.")
    words = post.get_by_text("A loud opinion.")
    expect(words).to_be_hidden()
    post.get_by_text(f"You ignore {other.name}. Show the post").click()
    expect(words).to_be_visible()

    page.goto("/account/people/")
    with page.expect_navigation():
        page.get_by_role("button", name=f"Stop ignoring {other.name}").click()
    page.goto(topic)
    expect(words).to_be_visible()

    page.goto("/members/")
    page.get_by_label("Name begins with").fill(other.name[:-1].upper())
    page.get_by_role("button", name="Find").click()
    page.locator("main").get_by_role("link", name=other.name).click()
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("button", name="Stop following")).to_be_visible()
    page.goto("/members/followed/")
    expect(page.get_by_text("A loud opinion.")).to_be_visible()

    page.goto("/account/people/")
    page.get_by_role("link", name=other.name).click()
    expect(page).to_have_url(re.compile(r"/member/\d+-"))

"""An owner finds that somebody has two accounts, and makes them one."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.server,
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
]


def test_an_owner_merges_two_accounts_of_one_person(person, rostra, topic):
    old, new = person().sign_up(), person().sign_up()
    old.page.goto(topic)
    old.post("Written with my first account.")
    old.page.get_by_role("link", name=old.name).first.click()
    address = old.page.url

    owner = person().sign_up()
    rostra.make_owner(owner.name)
    page = owner.page
    page.goto("/control/members/")
    page.get_by_label("Name or email address begins with").fill(old.name)
    page.get_by_role("button", name="Find").click()
    page.locator("main").get_by_role("link", name=old.name, exact=True).click()
    page.get_by_role("link", name="Merge this into another account").click()
    page.get_by_label("Name of the account that is kept").fill(new.name.upper())
    page.get_by_role("button", name="Look at both").click()
    expect(page.get_by_text("It cannot be undone.")).to_be_visible()
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_text("Tick this if you mean it.").first).to_be_visible()
    page.get_by_label("Both are the same person").check()
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_role("heading", name=new.name)).to_be_visible()

    post = page.locator("article", has_text="Written with my first account.")
    page.goto(topic)
    for _ in range(40):
        if post.get_by_role("link", name=new.name).count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(post.get_by_role("link", name=new.name)).to_be_visible()
    page.goto(address)
    expect(page).to_have_url(re.compile(re.escape(new.name.lower().replace(" ", "-"))))

    # Whoever used the first account is signed out.
    old.page.goto("/account/profile/")
    expect(old.page).to_have_url(re.compile("/sign-in/"))

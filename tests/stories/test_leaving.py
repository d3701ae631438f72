"""Somebody takes everything along and leaves; nobody meets their name again."""

import time
import zipfile

import pytest
from playwright.sync_api import expect

from tests.visiting import PASSWORD, topic_id

pytestmark = [pytest.mark.server, pytest.mark.browser, pytest.mark.slow]


def test_a_member_takes_everything_along_and_leaves(person, rostra, topic):
    someone = person().sign_up()
    page, name = someone.page, someone.name
    page.goto(topic)
    someone.post("What I have to say stays.")
    other = rostra.visitor().sign_up(f"Pal of {id(page)}")
    path = f"/topic/{topic_id(topic)}/replies/"
    other.post(path, source=f'Well said, @"{name}".', client_token="t" * 20)

    page.goto("/account/")
    page.get_by_role("link", name="Download everything").click()
    page.get_by_role("button", name="Download everything").click()
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_download() as download:
        page.get_by_role("button", name="Continue").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert b"What I have to say stays." in archive.read("posts.json")
        assert archive.testzip() is None

    page.goto("/account/")
    page.get_by_role("link", name="Close your account").click()
    page.get_by_role("button", name="Close my account").click()
    expect(page.get_by_text("Tick this if you mean it.").first).to_be_visible()
    page.get_by_label("Yes, close my account for good").check()
    page.get_by_role("button", name="Close my account").click()
    expect(page.get_by_role("heading", name="Your account is closed")).to_be_visible()

    page.goto(topic)
    expect(page.get_by_text("What I have to say stays.")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    # What others wrote is gone through by a chore, every ten seconds.
    for _ in range(60):
        if f"@{name}" not in page.locator("#comments").inner_text():
            break
        time.sleep(0.5)
        page.reload()
    posts = page.locator("#comments")
    expect(posts).not_to_contain_text(name)
    expect(posts.get_by_text("Former member").first).to_be_visible()
    page.goto("/sign-in/")
    page.get_by_label("Email address or member name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("don't belong together").first).to_be_visible()

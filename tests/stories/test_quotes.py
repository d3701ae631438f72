"""Quotes that prove themselves: what becomes of one when its original is changed."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.stories.test_member_writes import menu_of

pytestmark = [pytest.mark.browser, pytest.mark.server]

SAID = "The gate is tied to the signal."


def quoting(post_id, words):
    return f"> @x [said](/post/{post_id}/):\n>\n> {words}\n\nReally?"


def wait_for_mark(page, words, seconds=60):
    """Look again and again until a quote has this mark."""
    end = time.monotonic() + seconds
    while not page.get_by_role("link", name=words).count():
        assert time.monotonic() < end, f"no quote is marked {words!r}"
        time.sleep(0.3)
        page.reload()
    return page.get_by_role("link", name=words).first


@pytest.fixture
def two(person, topic):
    """Somebody who says something, and somebody else who has the topic open."""
    author, other = person().sign_up(), person().sign_up()
    author.page.goto(topic)
    post = author.post(SAID)
    other.page.goto(topic)
    return author, other, post


def edit(author, post, text):
    menu_of(post).get_by_role("link", name="Edit", exact=True).click()
    author.page.wait_for_url(re.compile("/edit/"))
    author.write(text)
    author.page.get_by_role("button", name="Save changes").click()
    author.page.wait_for_url(re.compile("#post-"))


def test_the_mark_changes_when_the_original_does_and_shows_what_it_said(two):
    author, other, post = two
    number = post.get_attribute("data-post-id")
    other.write(quoting(number, "tied to the signal"))
    other.press_post()
    expect(other.page.get_by_role("link", name="Verified quote")).to_have_count(1)

    edit(author, post, "The gate is wired to the bell.")
    wait_for_mark(other.page, "Original edited since").click()

    main = other.page.locator("main")
    assert main.locator("mark").inner_text() == "tied to the signal"
    assert "It was changed since" in main.inner_text()
    assert main.locator("ins").first.inner_text().endswith("wired")
    main.get_by_role("link", name=re.compile("^Post 3 by")).click()
    other.page.wait_for_url(re.compile("#post-"))


def test_the_quoted_post_leads_to_the_quote_and_the_quote_back(two):
    _author, other, post = two
    number = post.get_attribute("data-post-id")
    other.write(quoting(number, "tied to the signal"))
    other.press_post()
    other.page.wait_for_url(re.compile("#post-"))

    quoted = other.page.locator(f"#post-{number}")
    quoted.get_by_role("link", name="#3", exact=True).click()
    other.page.wait_for_url(re.compile("#post-"))
    target = other.page.locator("article.post:target")
    assert target.get_attribute("data-post-number") == "3"

    target.locator("figure.quote a.name").click()
    other.page.wait_for_url(re.compile(f"#post-{number}"))


def test_who_misquotes_is_asked_and_takes_the_exact_words(two):
    _author, other, post = two
    number = post.get_attribute("data-post-id")
    other.write(quoting(number, "The gate is not tied."))
    other.press_post()
    assert (
        "differs from what was written" in other.page.get_by_role("alert").inner_text()
    )

    other.page.get_by_role("button", name="Use the exact words").click()
    assert SAID in other.text()
    assert "Really?" in other.text()
    other.press_post()

    expect(other.page.get_by_role("link", name="Verified quote")).to_have_count(1)


def test_who_misquotes_may_post_it_all_the_same(two):
    _author, other, post = two
    number = post.get_attribute("data-post-id")
    other.write(quoting(number, "The gate is not tied."))
    other.press_post()

    other.page.get_by_role("button", name="Post it as it is").click()

    other.page.wait_for_url(re.compile("#post-"))
    assert other.page.get_by_role("link", name="Altered: compare").count() == 1

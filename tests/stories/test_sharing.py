"""A post's address is copied from its menu."""

import re

import pytest

from tests.browser import visit

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.once]


def test_the_address_of_a_post_is_copied(chromium, rostra, topic):
    with visit(chromium, rostra.base) as (page, watch):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(topic)
        post = page.locator("article.post").first
        post.locator("summary", has_text="Share").click()

        post.get_by_role("button", name="Copy link").click()

        copied = page.evaluate("navigator.clipboard.readText()")
        number = post.get_attribute("data-post-id")
        assert re.fullmatch(rf"{rostra.base}/post/{number}/", copied)
        assert watch.troubles == []


def test_without_script_there_is_the_link_alone(chromium, rostra, topic):
    with visit(chromium, rostra.base, java_script_enabled=False) as (page, _watch):
        page.goto(topic)
        post = page.locator("article.post").first
        post.locator("summary", has_text="Share").click()

        assert post.get_by_role("link", name="Link to comment").is_visible()
        assert not post.get_by_role("button", name="Copy link").count()

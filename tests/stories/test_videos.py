"""A video plays in a post once somebody asks for it, and its site hears nothing before."""

import re

import pytest

from tests.browser import visit

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.once]

WRITTEN = "https://www.youtube.com/watch?v=gate3margit"
PLAYER = "https://www.youtube-nocookie.com/embed/gate3margit"


@pytest.fixture
def reader(chromium, rostra):
    """A guest at the sample's topic with a video, and what other hosts were asked."""
    asked = []

    def play(route):
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body="<title>x</title><p>It plays")

    with visit(chromium, rostra.base) as (page, watch):
        page.context.route(re.compile("^https:"), play)
        page.goto("/tag/links/")
        page.get_by_role("link", name="Worth a click").first.click()
        page.locator("play-video").first.wait_for()
        yield page, asked, watch


def test_nothing_is_asked_of_its_site_before_its_button_is_pressed(reader):
    page, asked, watch = reader
    video = page.locator(f'.link-card:has([href="{WRITTEN}"]) play-video')
    button = video.get_by_role("button", name="Play here: loads it from YouTube")
    button.wait_for()
    assert asked == []

    button.press("Enter")

    frame = video.locator("iframe")
    frame.content_frame.get_by_text("It plays").wait_for()
    assert asked == [PLAYER]
    assert frame.get_attribute("title")
    assert frame.bounding_box()["width"] > 250
    assert not button.is_visible()
    assert watch.troubles == []


def test_a_player_of_any_other_place_is_not_let_in(reader):
    page, asked, _watch = reader

    refused = page.evaluate(
        """() => new Promise((done) => {
        addEventListener("securitypolicyviolation", (e) => done(e.violatedDirective));
        const made = document.createElement("play-video");
        made.dataset.player = "https://evil.example/player";
        document.body.append(made);
        made.querySelector("button").click(); })"""
    )

    assert refused == "frame-src"
    assert asked == []

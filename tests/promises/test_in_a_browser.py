"""Every kind of page in a real browser: no barrier, no sideways scroll, no stranger.

axe is asked for all levels of WCAG 2.2 (A, AA, AAA) and for its best practices.
"""

import re
from urllib.parse import urljoin

import pytest

from tests.browser import DESK, PHONE, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.slow,
    pytest.mark.once,
]

RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES += ["best-practice"]
# Its own name for what AA asks; AAA asks for more, and both are half the work.
LESSER = {"color-contrast": {"enabled": False}}
# What another look or size of a page that was looked at can change.
OF_THE_LOOK = ["color-contrast-enhanced", "target-size", "link-in-text-block"]
OF_THE_LOOK += [
    "scrollable-region-focusable",
    "duplicate-id-aria",
    "nested-interactive",
]
LOOKS = {"light": "light.standard.normal", "dark": "dark.standard.normal"}
LIGHT_DESK, DARK_PHONE = ("light", DESK), ("dark", PHONE)
OTHERS = [("light", PHONE), ("dark", DESK)]
# Guests' pages are looked at twice; those of the others differ in little. The topic page,
# which everything else serves, is looked at in all four ways.
VIEWS = {"guest": [LIGHT_DESK, DARK_PHONE], "member": [DARK_PHONE], "moderator": []}
WAYS = {
    "guest": [LIGHT_DESK, DARK_PHONE, *OTHERS],
    "member": [LIGHT_DESK, DARK_PHONE],
    "moderator": [LIGHT_DESK, DARK_PHONE],
}
MOST_LOOKED_AT = ("ede-barrier", "list")
TOPICS = (
    "ede-barrier",
    "which-stations",
    "water-companies",
    "read-this-first",
    "rain-gauges",
    "quay-road-close",
    "straw-poll",
    "sailings",
    "pilot-boat",
    "worth-a-click",
    "anyone-actually-read",
    "live-tide",
)
READERS = ("guest", "member", "moderator")
OWNERS_PAGES = (
    "/held/",
    *(
        "",
        "members/",
        "looks/",
        "waiting/",
        "fields/",
        "words/",
        "invitations/",
        "members/1/",
        "members/2/merging/",
        "promotions/",
        "groups/",
        "groups/1/",
        "site/",
        "uploads/",
        "terms/",
        "reactions/",
        "reactions/agree/",
    ),
    "/newsroom/",
    "/newsroom/stories/new/",
    "/topic/2/story/",
    *(
        f"/newsroom/feeds/{page}"
        for page in ("", "new/", "list/", "held/", "1/", "1/entries/")
    ),
    *("/newsroom/feeds/joined/", "/newsroom/feeds/held/8/beside/"),
    "/newsroom/withdrawals/",
    *("rights/", "categories/", "categories/new/", "categories/1/"),
    "categories/1/rights/",
)


@pytest.fixture(scope="module")
def pages(rostra, people):
    """One page of each kind, by what it is called."""
    listed = rostra.visitor().get("/sitemap/topics-0.xml").text
    listed += rostra.visitor().get("/latest/").text
    topics = {
        name: found[1]
        for name in TOPICS
        if (found := re.search(rf"(/topic/\d+-[^/<]*{name}[^/<]*/)", listed))
    }
    assert len(topics) == len(TOPICS)
    category = re.search(r'href="(/category/\d+-[^"]+/)"', listed)
    member = re.search(r'href="(/member/\d+-[^"]+/)"', listed)
    post = re.search(r'href="(/post/\d+/)history/"', rostra.visitor().get("/").text)
    long = topics["rain-gauges"]
    changed = re.search(r"(/topic/\d+)-[^/<]*afloat-again/", listed)
    public = rostra.visitor().get(topics["sailings"]).text
    voters = re.search(r'href="(/post/\d+/votes/)"', public)
    sourced = rostra.visitor().get(topics["ede-barrier"]).text
    sources = re.search(r'href="(/post/\d+/sources/)#source', sourced)
    source = re.search(r'href="(/source/\d+/)"', rostra.visitor().get(sources[1]).text)
    request = re.search(r'href="(/source-request/\d+/)"', sourced)
    return topics | {
        "front": "/",
        "list": "/latest/",
        "top": "/top/?period=month",
        "category": category[1],
        "member": member[1],
        "page 3": f"{long}?page=3",
        "history": f"{post[1] if post else '/post/1/'}history/",
        "versions": f"{changed[1]}/versions/",
        "voters": voters[1],
        "who reacted": "/post/1/reactions/",
        "sources of a post": sources[1],
        "source": source[1],
        "source request": request[1],
        "sources wanted": "/sources-wanted/",
        "claim": "/claim/1/",
        "claims": "/claims/?status=disputed",
        "publishers": "/publishers/",
        "publisher": "/publisher/halvernwire.example/",
        "ask for a source": sources[1].replace("sources", "ask-source"),
        "quoting": f"{long}?quote=30",
        "start": "/start/",
        "start from a link": "/start/link/",
        "formatting": "/formatting/",
        "404": "/nowhere/",
        "sign-up": "/sign-up/",
        "sign-in": "/sign-in/",
        "unread": "/unread/",
        "drafts": "/drafts/",
        "files": "/files/",
        "account": "/account/",
        "waiting": "/sign-up/waiting/",
        "quoted by": f"{post[1] if post else '/post/1/'}quoted/",
        "preferences": "/account/preferences/",
        "profile": "/account/profile/",
        "own name": "/account/name/",
        "people": "/account/people/",
        "members": "/members/",
        "followed": "/members/followed/",
        "data": "/account/data/",
        "close": "/account/close/",
        "closed": "/account/closed/",
    }


def open_as(chromium, rostra, visitor, theme, size, **options):
    """A browser of this reader's, with the look they chose."""
    browser = visit(chromium, rostra.base, viewport=size, **options)
    cookies = visitor.cookies | {"look": LOOKS[theme]}
    return browser, [
        {"name": name, "value": value, "url": rostra.base}
        for name, value in cookies.items()
    ]


def barriers(page, of_the_look=False):
    """What axe finds, a line for each rule and place; or only what another look of a page
    can change."""
    from axe_playwright_python.sync_playwright import Axe

    asked = {"runOnly": {"type": "tag", "values": RULES}, "rules": LESSER}
    if of_the_look:
        asked = {"runOnly": {"type": "rule", "values": OF_THE_LOOK}}
    found = Axe().run(page, options=asked | {"resultTypes": ["violations"]})
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])} places)"
        for one in found.response["violations"]
    ]


@pytest.mark.slow(seconds=60)
@pytest.mark.parametrize("reader", READERS)
def test_no_page_has_a_barrier(chromium, rostra, people, pages, reader):
    pytest.importorskip("axe_playwright_python", reason="needs axe")
    found = {}
    for theme, size in WAYS[reader]:
        browser, cookies = open_as(chromium, rostra, people[reader], theme, size)
        with browser as (page, watch):
            page.context.add_cookies(cookies)
            for name, path in pages.items():
                if name not in MOST_LOOKED_AT and (theme, size) not in VIEWS[reader]:
                    continue
                page.goto(path)
                is_again = reader == "guest" and (theme, size) == DARK_PHONE
                if wrong := barriers(page, is_again and name not in MOST_LOOKED_AT):
                    found[f"{name}, {theme}, {size['width']}"] = wrong
            assert watch.troubles == []
            assert watch.strangers(rostra.base) == []

    print(*(f"{where}: {what}" for where, what in found.items()), sep="\n")
    assert found == {}


@pytest.mark.parametrize(
    ("theme", "size"), [LIGHT_DESK, ("dark", {"width": 320, "height": 640})]
)
def test_no_page_of_an_owner_has_a_barrier(chromium, rostra, people, theme, size):
    pytest.importorskip("axe_playwright_python", reason="needs axe")
    found = {}
    browser, cookies = open_as(chromium, rostra, people["owner"], theme, size)
    with browser as (page, watch):
        page.context.add_cookies(cookies)
        for path in OWNERS_PAGES:
            assert page.goto(urljoin("/control/", path)).status == 200
            assert (
                page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            )
            if wrong := barriers(page, theme == "dark"):
                found[path] = wrong
        assert watch.troubles == []

    assert found == {}


# The largest letters need the most room.
@pytest.mark.parametrize("reader", ["guest", "member"])
def test_nothing_scrolls_sideways_on_the_narrowest_phone(
    chromium, rostra, people, pages, reader
):
    wide = {}
    browser, cookies = open_as(
        chromium, rostra, people[reader], "light", {"width": 320, "height": 640}
    )
    with browser as (page, _):
        page.context.add_cookies(cookies)
        page.context.add_cookies(
            [{"name": "look", "value": "light.largest.normal", "url": rostra.base}]
        )
        for name, path in pages.items():
            page.goto(path)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 320:
                wide[name] = width

    assert wide == {}


@pytest.mark.parametrize("path", ["front", "ede-barrier", "list", "sign-up"])
def test_what_a_finger_points_at_is_large_enough(chromium, rostra, people, pages, path):
    browser, cookies = open_as(
        chromium, rostra, people["guest"], "light", PHONE, has_touch=True
    )
    with browser as (page, _):
        page.context.add_cookies(cookies)
        page.goto(pages[path])
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, input, select, summary, .button")]
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([e, b]) => b.height > 1 && b.height < 43.5 && e.checkVisibility())
            .map(([e, b]) => `${e.outerHTML.slice(0, 90)} ${b.height}`)"""
        )

    assert small == []


def test_the_page_needs_nothing_but_this_site(chromium, rostra, pages):
    kinds = set()
    with visit(chromium, rostra.base) as (page, watch):
        page.on("response", lambda answer: kinds.add(answer.status))
        for path in pages.values():
            page.goto(path)

    assert watch.strangers(rostra.base) == []
    assert watch.troubles == []
    assert kinds <= {200, 302, 303, 304, 404}

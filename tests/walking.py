"""Every page of the sample community that a reader gets to by following links."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from tests.running import Running
from tests.visiting import Answer, Visitor, topic_id

LINK = re.compile(r'<(?:a|link|form|img|script)\s[^>]*?(?:href|src|action)="([^"]*)"')
# Many pages of one shape: so many of them are opened, and the others left out.
SHAPES = re.compile(r"\d+|(?<=before=)[^&]+|(?<=after=)[^&]+|(?<=-)[^/?]*(?=/)")
OF_ONE_SHAPE = 25


@dataclass
class Walk:
    """What one reader found."""

    pages: dict[str, str] = field(default_factory=dict)
    """Path → HTML."""
    dead: list[str] = field(default_factory=list)
    """Links that lead nowhere, with the page they stand on."""


def walk(visitor: Visitor, starts: Iterable[str]) -> Walk:
    """Follow every link from these paths on."""
    found = Walk()
    waiting = deque((path, "the start") for path in starts)
    seen: dict[str, int] = {}
    shapes: dict[str, int] = {}
    while waiting:
        path, where = waiting.popleft()
        if path in seen:
            continue
        seen[path] = 1
        shape = SHAPES.sub("", path)
        shapes[shape] = shapes.get(shape, 0) + 1
        if shapes[shape] > OF_ONE_SHAPE:
            continue
        answer = visitor.get(path)
        if answer.status in (301, 302, 303):
            waiting.append((answer.location, where))
        elif answer.status != 200:
            found.dead.append(f"{path} ({answer.status}) on {where}")
        elif is_page(answer):
            found.pages[path] = answer.text
            waiting.extend((link, path) for link in links_on(answer.text, path))
    return found


def is_page(answer: Answer) -> bool:
    return answer.headers["Content-Type"].startswith("text/html")


def links_on(page: str, path: str) -> set[str]:
    """The paths on this site that a page leads to or is made of; forms only sent by GET."""
    forms = set(re.findall(r'<form[^>]*action="([^"]*)"[^>]*method="post"', page))
    forms |= set(re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', page))
    targets = set()
    for link in LINK.findall(page):
        parts = urlsplit(urljoin(f"http://here{path}", unescape(link)))
        if link not in forms and parts.netloc == "here" and parts.scheme == "http":
            targets.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    return targets


def people_of(rostra: Running) -> dict[str, Visitor]:
    """A guest, a member with something of everything, and a moderator."""
    guest = rostra.visitor()
    member = rostra.visitor().sign_up("Wander Lust")
    topic = member.start("A topic by somebody who walks everywhere", "One, two, three.")
    member.post("/drafts/", place=f"topic:{topic_id(topic)}", source="Not yet.")
    member.post(f"/topic/{topic_id(topic)}/follow/")
    moderator = rostra.visitor().sign_up("Order Lee")
    rostra.make_moderator("Order Lee")
    owner = rostra.visitor().sign_up("Olga Own")
    rostra.make_owner("Olga Own")
    owner.post("/control/groups/", name="Sailors", description="Who go to sea.")
    owner.post("/control/groups/1/members/", names="Wander Lust")
    return {"guest": guest, "member": member, "moderator": moderator, "owner": owner}


def error_pages(somebody: Visitor) -> dict[str, str]:
    """Pages that say what went wrong, and forms with something wrong in them."""
    topic = somebody.get("/latest/").text
    found = re.search(r'href="(/topic/[^"?]+)"', topic)
    number = topic_id(found[1]) if found else 0
    asked = {
        "403": somebody.get("/post/1/edit/"),
        "404": somebody.get("/nowhere/"),
        "404 with a text": somebody.post("/topic/999999/replies/", source="Kept."),
        "405": somebody.get("/read/"),
        "422 sign-up": somebody.post("/sign-up/", name="", email="x", password=""),
        "422 start": somebody.post("/start/", title="", source=""),
        "422 reply": somebody.post(f"/topic/{number}/replies/", source="   "),
        "preview": somebody.post(
            f"/topic/{number}/replies/", source="# Hello\n\n> yes", view="preview"
        ),
    }
    return {name: answer.text for name, answer in asked.items() if answer.body}

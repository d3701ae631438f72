"""Single requests: what a page weighs, and whether it is the page that it should be."""

import http.client
import re
import zlib
from typing import Any, NamedTuple

import brotli

from benchmarks.load import headers
from benchmarks.servers import Server

_COMMENTS = re.compile(r'<section id="comments".*?</section>', re.DOTALL)
_NUMBERS = re.compile(r'data-post-number="(\d+)"')
_FILES = re.compile(r'"(/static/[^"]+\.(?:css|js))"')


class Got(NamedTuple):
    """A response, as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body out of its coding."""
        match self.headers.get("content-encoding"):
            case "br":
                return brotli.decompress(self.body).decode()
            case "gzip":
                return zlib.decompress(self.body, 16 + zlib.MAX_WBITS).decode()
        return self.body.decode()


def get(server: Server, path: str, cookie: str = "", coding: str = "br") -> Got:
    """One GET request; raises SystemExit if the answer is not 200."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    asked = headers(cookie) | {"Accept-Encoding": coding}
    connection.request("GET", path, headers=asked)
    response = connection.getresponse()
    named = {name.lower(): value for name, value in response.getheaders()}
    got = Got(response.status, named, response.read())
    connection.close()
    _must(got.status == 200, f"{path} answered {got.status}")
    return got


def check_topic(site: Server, told: dict[str, Any]) -> bytes:
    """Make sure that the topic page is what it should be, in all three ways.

    Gives the bytes that guests get, in brotli. Raises SystemExit if a page is wrong.
    """
    path = told["places"]["topic"]
    first, second = get(site, path), get(site, path)
    _must(first.body == second.body, "two guests got two pages")
    _must(first.headers["content-encoding"] == "br", "the page is not compressed")
    _check_posts(first.text, told, "the signed-out page")
    ours, django = (_COMMENTS.findall(t) for t in (first.text, told["django_page"]))
    # The rest may differ: it says who else is here.
    _must(bool(ours) and ours == django, "memory gives another page than Django")
    _must(told["member"] not in _masthead(first.text), "a guest is named")
    member = get(site, path, f"sessionid={told['session']}")
    _check_posts(member.text, told, "the signed-in page")
    _must(told["member"] in _masthead(member.text), "the member is not named")
    _must(
        "private" in member.headers["cache-control"], "a member's page is not private"
    )
    _must("rostra-depends" not in first.headers, "the front's own headers got out")
    return second.body


def check_numbers(site: Server, path: str, first: int, last: int, cookie: str) -> None:
    """Make sure that a page of a topic has the posts with these numbers, all of them."""
    found = [int(n) for n in _NUMBERS.findall(get(site, path, cookie).text)]
    _must(found == list(range(first, last + 1)), f"{path} has the posts {found}")


def asset_bytes(site: Server, path: str, coding: str) -> int:
    """What the style sheets and scripts of a page weigh, compressed."""
    page = get(site, path).text
    files = set(_FILES.findall(page))
    _must(len(files) >= 2, f"{path} has only {files}")
    return sum(len(get(site, file, coding=coding).body) for file in files)


def _check_posts(text: str, told: dict[str, Any], which: str) -> None:
    _must(_NUMBERS.findall(text) == [str(n) for n in range(1, 21)], f"{which}: numbers")
    for html in told["posts"]:
        _must(html in text, f"{which} lacks a post: {html[:60]}")


def _masthead(text: str) -> str:
    return text.partition("<main")[0]


def _must(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise SystemExit(f"Nothing is measured: {otherwise}.")

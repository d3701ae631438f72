"""People who use a running Rostra over HTTP, as a browser without script would."""

import http.client
import itertools
import json
import re
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import altcha

PASSWORD = "four sturdy wooden spoons"
_addresses = itertools.count(1)


class Answer:
    """What came back: status, headers and text."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        """The path it leads to."""
        parts = urlsplit(self.headers.get("Location", ""))
        query = f"?{parts.query}" if parts.query else ""
        return parts.path + query


class Visitor:
    """One person's cookies and one kept connection, from an address of their own.

    The address is told in X-Forwarded-For, so that the limits for each address do not
    add up over all the people of a test run: Rostra must trust one proxy for that.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies: dict[str, str] = {}
        self.move()
        self._connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=10)

    def move(self) -> None:
        """Come from another address from now on."""
        number = next(_addresses)
        self.address = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"

    def get(self, path: str) -> Answer:
        try:
            return self._ask("GET", path, None)
        except (http.client.RemoteDisconnected, ConnectionError):
            # A kept connection may end at any time (RFC 9112, 9.3.1): ask again.
            self.close()
            return self._ask("GET", path, None)

    def post(self, path: str, **fields: Any) -> Answer:
        """Send a form; redirects are not followed."""
        return self._ask("POST", path, urlencode(fields))

    def close(self) -> None:
        self._connection.close()

    def sign_up(self, name: str) -> "Visitor":
        """Make an account, and be signed in with it."""
        email = f"{re.sub('[^a-z0-9]', '.', name.lower())}@example.com"
        proof = self.work()
        sent = {"name": name, "email": email, "password": PASSWORD, "proof": proof}
        made = self.post("/sign-up/", **sent)
        assert made.status == 302, made.text
        return self

    def work(self) -> str:
        """What a browser would send, having worked while the form was filled in."""
        asked = re.search(r'data-challenge="([^"]+)"', self.get("/sign-up/").text)
        return solved(unescape(asked[1])) if asked else ""

    def start(self, title: str, source: str = "The opening post.") -> str:
        """The path of a new topic in the first category that is offered."""
        page = self.get("/start/").text
        category = re.search(r'<option value="(\d+)"', page)
        assert category, "the page to start a topic offers no category"
        sent = self.post("/start/", title=title, source=source, category=category[1])
        assert sent.status == 303, sent.text
        return sent.location

    def reply(self, topic_path: str, source: str, **fields: Any) -> Answer:
        """Send a reply to the topic at this path."""
        return self.post(
            f"/topic/{topic_id(topic_path)}/replies/", source=source, **fields
        )

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"X-Forwarded-For": self.address}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        # A browser writes other letters in an address in this way too (RFC 3987, 3.1).
        asked = quote(path, safe="/?&=%:@!$'()*+,;~-._#[]")
        self._connection.request(method, asked, body, headers)
        response = self._connection.getresponse()
        self._take_cookies(response)
        return Answer(response)

    def _take_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", ()):
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0].strip('"')
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)


def solved(challenge: str) -> str:
    """The proof that answers a challenge, by trying as a browser does."""
    asked = altcha.Challenge.from_dict(json.loads(challenge))
    solution = altcha.solve_challenge(asked)
    assert solution
    return str(altcha.Payload(asked, solution).to_base64())


def topic_id(path: str) -> int:
    """The id in a topic's path."""
    found = re.match(r"/topic/(\d+)", path)
    assert found, f"{path} is no topic's path"
    return int(found[1])


def post_numbers(page: str) -> list[int]:
    """The numbers of the posts on a page."""
    return [int(number) for number in re.findall(r'data-post-number="(\d+)"', page)]


def words(page: str) -> str:
    """The text of a page, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())

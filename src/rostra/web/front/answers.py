"""What goes back to a browser: status, headers and body, complete."""

from hashlib import blake2b
from typing import Any, NamedTuple

from rostra.web.front.encodings import (
    PLAIN,
    TOKENS,
    for_once,
    is_compressible,
)
from rostra.web.parts import ChainedBytes

Headers = list[tuple[str, str]]

_OWN = "rostra-"
"""How the names of the headers begin that Django says things to the front with."""

FILE = "Rostra-File"
"""The header in which Django names the file to send in place of a body."""

_NOT_PASSED_ON = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "upgrade", "trailer", "te"}
    | {"proxy-authenticate", "proxy-authorization", "content-length", "date", "server"}
)


class Answer(NamedTuple):
    """A whole response, but for Date and Content-Length: each header that is handed over
    costs a third of a microsecond, and the server knows these by itself."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        """The first header of this name, given in small letters; empty if none."""
        return next((value for key, value in self.headers if key == name), "")


def send(proto: Any, answer: Answer, *, is_head: bool = False) -> None:
    """Give an answer to the server, which adds Date and Content-Length and sends it."""
    status, headers, body = answer
    if is_head and body:
        length = ("content-length", str(len(body)))
        proto.response_empty(status, [*headers, length])
    elif not body:
        proto.response_empty(status, headers)
    else:
        proto.response_bytes(status, headers, body)


def text(status: int, words: str, *more: tuple[str, str]) -> Answer:
    """A short answer in plain words, for what never reaches Django."""
    body = words.encode() + b"\n"
    headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        *more,
    ]
    return Answer(status, headers, body)


BUSY = text(
    503,
    "Very many people are here at this moment. Please try again in a few seconds.",
    ("retry-after", "5"),
)


def etag_of(body: bytes, coding: int) -> str:
    """A strong validator (RFC 9110 §8.8.3): each coding of a body has its own."""
    digest = blake2b(body, digest_size=9).hexdigest()
    return f'"{digest}-{TOKENS[coding]}"' if coding != PLAIN else f'"{digest}"'


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether the browser already has this (RFC 9110 §13.1.2)."""
    if not if_none_match:
        return False
    return etag in if_none_match or if_none_match.strip() == "*"


def not_modified(answer: Answer) -> Answer:
    """The 304 in place of an answer, with the headers that must come with it."""
    repeated = ("etag", "cache-control", "vary", "set-cookie", "content-location")
    headers = [(name, value) for name, value in answer.headers if name in repeated]
    return Answer(304, headers, b"")


def passed_on(headers: Headers) -> Headers:
    """The headers of Django's that are for the browser."""
    return [
        (name, value)
        for name, value in headers
        if name not in _NOT_PASSED_ON and not name.startswith(_OWN)
    ]


def for_one_reader(answer: Answer, coding: int, if_none_match: str | None) -> Answer:
    """An answer of Django's as one reader gets it: compressed cheaply, with an ETag."""
    status, headers, body = answer.status, passed_on(answer.headers), answer.body
    is_packed = bool(answer.header("content-encoding"))
    if is_packed or not is_compressible(answer.header("content-type"), body):
        coding = PLAIN
    else:
        headers = varying(headers, "Accept-Encoding")
    if not answer.header("cache-control"):
        headers.append(("cache-control", "private, no-cache"))
    # A page in parts is made for one reader at one moment: no browser has it already.
    is_new = isinstance(body, ChainedBytes)
    if status == 200 and body and not is_new and not answer.header("etag"):
        headers.append(("etag", etag_of(body, coding)))
    if coding != PLAIN:
        body = for_once(body, coding)
        headers.append(("content-encoding", TOKENS[coding]))
    whole = Answer(status, headers, body)
    if status == 200 and matches(if_none_match, whole.header("etag") or "\0"):
        return not_modified(whole)
    return whole


def varying(headers: Headers, on: str) -> Headers:
    """The headers with one more name in Vary, beside those that are there."""
    there = [value for name, value in headers if name == "vary"]
    named = [part.strip() for value in there for part in value.split(",")]
    if on.lower() not in (name.lower() for name in named):
        named.append(on)
    rest = [(name, value) for name, value in headers if name != "vary"]
    return [*rest, ("vary", ", ".join(named))]

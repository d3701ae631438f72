"""What a browser sends: read whole on the event loop, so that no thread waits for it."""

import asyncio
from typing import Any

from rostra.web.front.answers import Answer, text

SLOWEST = 60.0
"""Seconds in which the whole of it must have come."""


class BodyRefused(Exception):
    """The body is not taken; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(answer.status)


async def read_body(scope: Any, proto: Any, most: int) -> bytes:
    """The body of a request, of at most so many bytes; raises BodyRefused."""
    declared = scope.headers.get("content-length")
    length = int(declared) if declared and declared.isdecimal() else None
    if length == 0 or (length is None and "transfer-encoding" not in scope.headers):
        return b""
    if length is not None and length > most:
        raise BodyRefused(_too_large(most))
    try:
        async with asyncio.timeout(SLOWEST):
            body = await _read(proto, most)
    except TimeoutError:
        raise BodyRefused(text(408, "This took too long to arrive.")) from None
    if length is not None and length != len(body):
        raise BodyRefused(text(400, "Only a part of this arrived."))
    return body


async def _read(proto: Any, most: int) -> bytes:
    body = bytearray()
    async for part in proto:
        body += part
        if len(body) > most:
            raise BodyRefused(_too_large(most))
    return bytes(body)


def _too_large(most: int) -> Answer:
    megabytes = f"{most / 1_000_000:.3g}"
    words = f"This is more than we can take at once: at most {megabytes} MB."
    return text(413, words, ("connection", "close"))

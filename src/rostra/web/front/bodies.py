"""What a browser sends: read whole on the event loop, so that no thread waits for it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from rostra.web.front.answers import BUSY, Answer, text


class BodyRefused(Exception):
    """The body is not taken; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(answer.status)


class Bodies:
    """Reads bodies of at most `most` bytes each, and `together` at any one time.

    The whole of one must have come within `slowest` seconds.
    """

    def __init__(
        self, most: int, *, together: int = 64_000_000, slowest: float = 60.0
    ) -> None:
        self._most = most
        self._left = together
        self._slowest = slowest

    @contextlib.asynccontextmanager
    async def of(self, scope: Any, proto: Any) -> AsyncIterator[bytes]:
        """The body of a request, for as long as it is needed; raises BodyRefused."""
        length = _declared(scope)
        if length == 0 or scope.method in ("GET", "HEAD"):
            yield b""
            return
        body = bytearray()
        try:
            async with asyncio.timeout(self._slowest):
                await self._read(proto, body, length)
            yield bytes(body)
        except TimeoutError:
            raise BodyRefused(text(408, "This took too long to arrive.")) from None
        finally:
            self._left += len(body)

    async def _read(self, proto: Any, body: bytearray, length: int | None) -> None:
        if length is not None and length > self._most:
            raise BodyRefused(self._too_large())
        async for part in proto:
            body += part
            self._left -= len(part)
            if len(body) > self._most:
                raise BodyRefused(self._too_large())
            if self._left < 0:
                raise BodyRefused(BUSY)
        if length is not None and length != len(body):
            raise BodyRefused(text(400, "Only a part of this arrived."))

    def _too_large(self) -> Answer:
        megabytes = f"{self._most / 1_000_000:.3g}"
        words = (
            f"This is more than we can take at once: at most {megabytes} MB. "
            "Go back: your browser still has what you wrote."
        )
        return text(413, words, ("connection", "close"))


def _declared(scope: Any) -> int | None:
    """The bytes that are announced, or None if they come in chunks."""
    declared = scope.headers.get("content-length")
    if declared is not None and declared.isdecimal():
        return int(declared)
    return None if "transfer-encoding" in scope.headers else 0

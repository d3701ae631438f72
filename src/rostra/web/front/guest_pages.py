"""Pages for guests: kept ones while they are current, and each made once for all."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from rostra.foundation.versions import ANY, Versions
from rostra.web.front.answers import Answer
from rostra.web.front.asking import Asking
from rostra.web.front.page_cache import Key, Page, PageCache, Variant


class Given(NamedTuple):
    """An answer for one reader, and the place it is."""

    answer: Answer
    place: str


Made = Page | Given
"""A page for all guests, or what one request was answered."""


class _Flight(NamedTuple):
    """A page that is being made."""

    before: tuple[int, ...]
    """The versions when it began, that of ANY last."""
    done: "asyncio.Future[Made | None]"


class GuestPages:
    """Pages in memory, under the rules of `docs/decisions/0002-page-cache.md`.

    For the event loop's thread only.
    """

    def __init__(self, versions: Versions, most_bytes: int) -> None:
        self._pages = PageCache(most_bytes)
        self._ask = Asking(versions).current
        self._current = versions.current
        self._is_local = versions.is_local
        self._flights: dict[Key, _Flight] = {}

    def at_once(self, key: Key) -> Page | None:
        """The page, if it is current, and if that can be known without waiting."""
        page = self._pages.get(key)
        if (
            page is None
            or not self._is_local
            or page.until < time.monotonic()
            or page.versions != self._current(page.names)
        ):
            return None
        self._pages.touch(key)
        return page

    async def get(self, key: Key, make: Callable[[], Awaitable[Made]]) -> Made:
        """The page that is current now, out of memory or made by `make`.

        A request joins another that is making the page only if nothing whatever was
        written since that one began.
        """
        page = self._pages.get(key)
        names = page.names if page else ()
        before = await self._ask((*names, ANY))
        if before is None:
            return await make()
        if page and page.until > time.monotonic() and page.versions == before[:-1]:
            self._pages.touch(key)
            return page
        flight = self._flights.get(key)
        if flight and _nothing_between(flight.before, before):
            made = await asyncio.shield(flight.done)
            return made if isinstance(made, Page) else await make()
        return await self._fly(key, names, before, make)

    def in_coding(self, key: Key, page: Page, coding: int) -> Variant:
        """Make a page in one more coding, and count what it takes."""
        variant = page.add(coding)
        self._pages.weigh(key, page)
        return variant

    async def _fly(
        self,
        key: Key,
        names: tuple[str, ...],
        before: tuple[int, ...],
        make: Callable[[], Awaitable[Made]],
    ) -> Made:
        flight = _Flight(before, asyncio.get_running_loop().create_future())
        self._flights[key] = flight
        made = None
        try:
            made = await make()
            if isinstance(made, Page):
                await self._keep(key, made, names, before)
            return made
        finally:
            if self._flights.get(key) is flight:
                del self._flights[key]
            flight.done.set_result(made)

    async def _keep(
        self, key: Key, page: Page, names: tuple[str, ...], before: tuple[int, ...]
    ) -> None:
        """Keep a page, if versions are known that are no younger than what it shows."""
        after = await self._ask((*page.names, ANY))
        if after is None:
            return
        # Its names were not known before the database was read, unless this page was
        # kept before. So either nothing at all was written, or these names were
        # guessed right and theirs have not changed.
        is_same = page.names == names and after[:-1] == before[:-1]
        if is_same or _nothing_between(before, after):
            self._pages.keep(key, page, after[:-1], time.monotonic())


def _nothing_between(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether neither the epoch nor ANY was raised between two readings."""
    return before[0] == after[0] and before[-1] == after[-1]

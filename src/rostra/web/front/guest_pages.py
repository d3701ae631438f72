"""Pages for guests: kept ones while they are current, and each made once for all."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
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

    For the event loop's thread only, but for `at_once`.
    """

    def __init__(self, versions: Versions, most_bytes: int) -> None:
        self._pages = PageCache(most_bytes)
        self._ask = Asking(versions).current
        self._reader = versions.reader
        self._is_local = versions.is_local
        self._flights: dict[Key, _Flight] = {}

    def at_once(self, key: Key) -> Page | None:
        """The page, if it is current, and if that can be known without waiting.

        For any thread.
        """
        page = self._pages.get(key)
        if page is None or not self._is_local:
            return None
        now = monotonic()
        if page.until < now or page.versions != page.read():
            return None
        if page.touched < now:
            page.touched = now + 1.0
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
        if page and page.until > monotonic() and page.versions == before[:-1]:
            self._pages.touch(key)
            return page
        flight = self._flights.get(key)
        if flight and _nothing_between(flight.before, before):
            made = await asyncio.shield(flight.done)
            return made if isinstance(made, Page) else await make()
        return await self._fly(key, names, before, make)

    def in_coding(self, key: Key, page: Page, coding: int) -> Variant:
        """A page in this coding, made out of one that is there if need be."""
        variant = page.variants[coding]
        if variant is None:
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
            page.read = self._reader(page.names)
            self._pages.keep(key, page, after[:-1], monotonic())


def _nothing_between(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether neither the epoch nor ANY was raised between two readings."""
    return before[0] == after[0] and before[-1] == after[-1]

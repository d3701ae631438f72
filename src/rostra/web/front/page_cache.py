"""Signed-out pages in memory, compressed, each with the versions it was made from."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

from rostra.web.front.answers import (
    Answer,
    Headers,
    etag_of,
    not_modified,
    passed_on,
)
from rostra.web.front.encodings import (
    PLAIN,
    TOKENS,
    is_compressible,
    to_keep,
    unpacked,
)

LONGEST = 60.0
"""Seconds after which a page is made afresh, whatever its versions."""

_BESIDE_BODY = 3_000
"""Bytes counted for what a page takes beside its bodies."""

Key = tuple[str, str, str, str]
"""Path, query, look, and scheme with host where pages may name them."""


class Variant(NamedTuple):
    """A page in one coding, ready to be sent."""

    etag: str
    whole: Answer
    same: Answer
    """The 304 for a browser that has it."""


class Page:
    """What every guest who asks for the same address gets."""

    __slots__ = (
        "_headers",
        "names",
        "place",
        "read",
        "touched",
        "until",
        "variants",
        "versions",
    )

    def __init__(self, answer: Answer, coding: int) -> None:
        self.names: tuple[str, ...] = tuple(answer.header("rostra-depends").split())
        self.place = answer.header("rostra-place")
        self.versions: tuple[int, ...] = ()
        self.read: Callable[[], tuple[int, ...]] = tuple
        """Reads what the versions are now."""
        self.until = 0.0
        self.touched = 0.0
        """Until when it need not be told again that somebody asks for it."""
        self.variants: list[Variant | None] = [None, None, None]
        self._headers = _kept_headers(answer.headers)
        if not is_compressible(answer.header("content-type"), answer.body):
            coding = PLAIN
            whole = self._variant(answer.body, PLAIN)
            self.variants = [whole, whole, whole]
        else:
            self.variants[coding] = self._variant(answer.body, coding)

    @property
    def size(self) -> int:
        """Bytes it takes in memory, nearly."""
        bodies = {id(v): len(v.whole.body) for v in self.variants if v is not None}
        return _BESIDE_BODY + sum(bodies.values())

    def add(self, coding: int) -> Variant:
        """The page in one more coding, made out of one that is there."""
        there, variant = next((i, v) for i, v in enumerate(self.variants) if v)
        body = unpacked(variant.whole.body, there)
        self.variants[coding] = added = self._variant(body, coding)
        return added

    def _variant(self, body: bytes, coding: int) -> Variant:
        etag = etag_of(body, coding)
        packed = to_keep(body, coding)
        headers = [*self._headers, ("etag", etag)]
        if coding != PLAIN:
            headers.append(("content-encoding", TOKENS[coding]))
        whole = Answer(200, headers, packed)
        return Variant(etag, whole, not_modified(whole))


def may_be_kept(answer: Answer) -> bool:
    """Whether Django said that every guest may get this, and nothing speaks against."""
    return (
        answer.status == 200
        and bool(answer.header("rostra-depends"))
        and not answer.header("set-cookie")
        and not answer.header("content-encoding")
    )


def _kept_headers(headers: Headers) -> Headers:
    replaced = ("cache-control", "vary", "etag", "expires", "last-modified")
    kept = [pair for pair in passed_on(headers) if pair[0] not in replaced]
    # Browsers keep it too, and ask each time whether it is still the same.
    return [*kept, ("cache-control", "no-cache"), ("vary", "Cookie, Accept-Encoding")]


class PageCache:
    """Pages by key, the least recently asked for forgotten first.

    `get` takes no lock. A page that it gives may be forgotten by another thread in the
    same moment: it is as current as its versions say, all the same.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._sizes: dict[Key, int] = {}
        self._changing = Lock()
        self.get = self._pages.get

    def __len__(self) -> int:
        return len(self._pages)

    def touch(self, key: Key) -> None:
        """Note that somebody asks for a page, if it is still there."""
        with self._changing:
            if key in self._pages:
                self._pages.move_to_end(key)

    def keep(self, key: Key, page: Page, versions: Sequence[int], now: float) -> None:
        """Keep a page that was made from these versions."""
        page.versions = tuple(versions)
        page.until = now + LONGEST
        size = _size(key, page)
        with self._changing:
            self._drop(key)
            if size > self._most // 4:
                return
            self._pages[key] = page
            self._sizes[key] = size
            self._bytes += size
            self._shrink()

    def weigh(self, key: Key, page: Page) -> None:
        """Count a page again that has been made in one more coding."""
        size = _size(key, page)
        with self._changing:
            if self._pages.get(key) is page:
                self._bytes += size - self._sizes[key]
                self._sizes[key] = size
                self._shrink()

    def _shrink(self) -> None:
        while self._bytes > self._most:
            self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        if self._pages.pop(key, None) is not None:
            self._bytes -= self._sizes.pop(key)


def _size(key: Key, page: Page) -> int:
    return page.size + sum(map(len, key))

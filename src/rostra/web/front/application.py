"""The RSGI application that Granian runs in each worker, with Django behind it."""

import asyncio
import sys
import threading
from collections.abc import Awaitable, Collection, Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from rostra.foundation.versions import Versions
from rostra.web.assets import Assets
from rostra.web.front.answers import (
    BUSY,
    FILE,
    Answer,
    for_one_reader,
    matches,
    send,
    text,
)
from rostra.web.front.asked_first import ask_first
from rostra.web.front.bodies import Bodies, BodyRefused
from rostra.web.front.bridge import Overloaded, Threads, call
from rostra.web.front.encodings import choose, choose_for
from rostra.web.front.files import NOT_FOUND, AssetFiles, MediaFiles, send_named_file
from rostra.web.front.flushing import Flush, Flusher
from rostra.web.front.guest_pages import Given, GuestPages, Made
from rostra.web.front.page_cache import Key, Page, Variant, may_be_kept
from rostra.web.front.requests import (
    Proxies,
    as_any_guest,
    cookies_of,
    environ_of,
    look_asked,
    refusal,
)
from rostra.web.front.visits import Visits
from rostra.web.parts import ChainedBytes
from rostra.web.presence import Presence

_READING = ("GET", "HEAD")
_FILES = ("/static/", "/media/", *(f"/{name}" for name in Assets.FIXED))


class _Done:
    """Awaited by Granian after a request that was answered at once."""

    def __await__(self) -> Generator[Any, Any, None]:
        return
        yield


DONE = _Done()


class Front:
    """Signed-out pages from memory, files, and everything else through Django.

    `on_flush` are pairs of an interval in seconds and a function, called on a thread
    at that interval and once at the end. `address` is the site's configured address;
    without one pages may name the host asked for, and are kept for each host. Forms
    sent to the paths `uploads` may have `max_upload` bytes instead of `max_body`.
    """

    def __init__(
        self,
        wsgi_app: WSGIApplication,
        *,
        versions: Versions,
        presence: Presence,
        assets: Assets,
        media: Path | None = None,
        address: str = "",
        cache_bytes: int = 32_000_000,
        threads: int = 3,
        most_waiting: int = 200,
        trusted_proxies: int = 0,
        on_flush: Sequence[Flush] = (),
        max_body: int = 2_500_000,
        uploads: Collection[str] = (),
        max_upload: int = 12_500_000,
    ) -> None:
        self._app = wsgi_app
        self._pages = GuestPages(versions, cache_bytes)
        self._proxies = Proxies(trusted_proxies)
        self._visits = Visits(presence)
        self._assets = AssetFiles(assets)
        self._media = MediaFiles(media) if media else None
        self._is_any_host = bool(address)
        self._threads = Threads(threads, most_waiting)
        self._flusher = Flusher([(1.0, self._visits.flush), *on_flush])
        self._bodies = Bodies(max_body)
        self._uploads = frozenset(uploads)
        # With room of their own: a few large files must not keep others from posting.
        self._large = Bodies(max_upload, together=50_000_000, slowest=300.0)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Granian is about to serve on this loop."""
        ask_first(self.at_once)
        # Pages from memory wait for the interpreter while a thread makes another page:
        # a fifth of Python's usual turn halves that wait and costs the threads nothing.
        sys.setswitchinterval(0.001)
        self._threads.start(loop)
        self._flusher.start()
        threading.Thread(target=self._assets.warm, name="assets", daemon=True).start()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Granian has answered the last request."""
        self._threads.stop()
        self._flusher.stop()

    def __rsgi__(self, scope: Any, proto: Any) -> Awaitable[None]:
        """Answer a request: a file now, all else by the coroutine returned."""
        if scope.path.startswith(_FILES):
            return self._file(scope, proto)
        if scope.method in _READING:
            key = self._key(scope, scope.headers)
            if key is not None:
                return self._guest(scope, proto, key)
        return self._reader(scope, proto)

    def at_once(self, scope: Any, proto: Any) -> bool:
        """Answer a guest's request if the page is in memory; whether it was answered.

        For the server's own thread, while others keep pages and forget them. Each look
        into `scope` makes an object, and so does each call: there are few on purpose.
        """
        method, headers = scope.method, scope.headers
        if method not in _READING:
            return False
        key = self._key(scope, headers)
        page = self._pages.at_once(key) if key else None
        if key is None or page is None:
            return False
        coding = choose(headers.get("accept-encoding"))
        variant = page.variants[coding]
        if variant is None:
            return False
        self._send_page(scope, headers, proto, page.place, variant)
        return True

    def _key(self, scope: Any, headers: Any) -> Key | None:
        """What a guest's page is kept under; None if this is somebody's request."""
        has_none = headers.get("cookie") is None
        look = "" if has_none else look_asked(cookies_of(headers))
        if look is None:
            return None
        host = "" if self._is_any_host else self._host(scope, headers)
        return (scope.path, scope.query_string, look, host)

    def _host(self, scope: Any, headers: Any) -> str:
        host = headers.get("host") or scope.authority or ""
        return f"{self._proxies.scheme(scope)}://{host}"

    def _send_page(
        self, scope: Any, headers: Any, proto: Any, place: str, variant: Variant
    ) -> None:
        known = headers.get("if-none-match")
        if known is not None and matches(known, variant.etag):
            proto.response_empty(304, variant.same.headers)
        elif scope.method == "HEAD":
            send(proto, variant.whole, is_head=True)
            return
        else:
            proto.response_bytes(200, variant.whole.headers, variant.whole.body)
        if place:
            agent = headers.get("user-agent")
            self._visits.guest(place, self._proxies.client(scope), agent)

    def _file(self, scope: Any, proto: Any) -> Awaitable[None]:
        if scope.method not in _READING:
            send(proto, text(405, "This can only be read.", ("allow", "GET, HEAD")))
        elif not scope.path.startswith("/media/"):
            coding = choose(scope.headers.get("accept-encoding"))
            self._assets.send(scope, proto, coding)
        elif self._media:
            self._media.send(scope, proto)
        else:
            send(proto, NOT_FOUND)
        return DONE

    async def _guest(self, scope: Any, proto: Any, key: Key) -> None:
        """Answer a GET or HEAD of nobody in particular that is not in memory."""
        if self._refused(scope, proto):
            return
        try:
            made = await self._pages.get(key, partial(self._make, scope, key))
        except Overloaded:
            send(proto, BUSY)
            return
        if isinstance(made, Page):
            coding = choose(scope.headers.get("accept-encoding"))
            variant = self._pages.in_coding(key, made, coding)
            self._send_page(scope, scope.headers, proto, made.place, variant)
        else:
            self._send_given(scope, proto, made, is_member=False)

    async def _make(self, scope: Any, key: Key) -> Made:
        environ = environ_of(scope, self._proxies, b"")
        as_any_guest(environ, look=key[2])
        coding = choose(scope.headers.get("accept-encoding"))
        known = scope.headers.get("if-none-match")
        work = partial(self._for_any_guest, environ, coding, known)
        return await self._threads.run(work)

    def _for_any_guest(
        self, environ: dict[str, Any], coding: int, known: str | None
    ) -> Made:
        answer = call(self._app, environ)
        if answer.header(FILE.lower()):
            return Given(answer, "")
        # A page is never kept that credentials outside the cookies could have changed.
        if may_be_kept(answer) and "HTTP_AUTHORIZATION" not in environ:
            return Page(answer, coding)
        return _given(answer, coding, known)

    def _answer_reader(
        self, scope: Any, proto: Any, environ: dict[str, Any], coding: int
    ) -> None:
        """On a thread: ask Django, and send what it says from here.

        Waking the event loop first would cost a page a quarter of its time.
        """
        answer = call(self._app, environ)
        if answer.header(FILE.lower()):
            send_named_file(scope, proto, answer)
            return
        if isinstance(answer.body, ChainedBytes):
            coding = choose_for(environ.get("HTTP_ACCEPT_ENCODING"), is_chained=True)
        known = scope.headers.get("if-none-match")
        given = _given(answer, coding, known)
        is_member = "sessionid=" in environ.get("HTTP_COOKIE", "")
        self._send_given(scope, proto, given, is_member=is_member)

    async def _reader(self, scope: Any, proto: Any) -> None:
        """Answer a request of somebody: a member, a guest who wrote, or a form."""
        if self._refused(scope, proto):
            return
        bodies = self._large if scope.path in self._uploads else self._bodies
        try:
            async with bodies.of(scope, proto) as body:
                environ = environ_of(scope, self._proxies, body)
                coding = choose(scope.headers.get("accept-encoding"))
                work = partial(self._answer_reader, scope, proto, environ, coding)
                await self._threads.run(work)
        except BodyRefused as refused:
            send(proto, refused.answer)
        except Overloaded:
            send(proto, BUSY)

    def _refused(self, scope: Any, proto: Any) -> bool:
        refused = refusal(scope)
        if refused:
            send(proto, text(*refused))
        return refused is not None

    def _send_given(
        self, scope: Any, proto: Any, given: Given, *, is_member: bool
    ) -> None:
        answer, place = given
        method = scope.method
        if answer.header(FILE.lower()):
            send_named_file(scope, proto, answer)
            return
        if place and method == "GET" and answer.status in (200, 304):
            if is_member:
                self._visits.member(place)
            else:
                client = self._proxies.client(scope)
                self._visits.guest(place, client, scope.headers.get("user-agent"))
        send(proto, answer, is_head=method == "HEAD")


def _given(answer: Answer, coding: int, known: str | None) -> Given:
    given = for_one_reader(answer, coding, known)
    return Given(given, answer.header("rostra-place"))

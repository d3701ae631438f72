"""What a request says, read from Granian's scope with as little work as can be."""

import sys
from io import BytesIO
from typing import Any

from rostra.web.look import COOKIE, LOOKS

PRIVATE_COOKIES = ("sessionid", "guest")
"""Cookies of somebody: a page made with one of them is theirs alone."""


def look_asked(cookies: str) -> str | None:
    """The look that a guest's cookies ask for, or None if they are somebody's.

    Anything but one of the known looks is the default, "".
    """
    look = ""
    for part in cookies.split(";"):
        name, _, value = part.partition("=")
        name = name.strip()
        if name in PRIVATE_COOKIES:
            return None
        if name == COOKIE:
            look = value.strip()
    return look if look in LOOKS else ""


def cookies_of(headers: Any) -> str:
    """The Cookie header; several are one (RFC 9113 §8.2.3)."""
    return "; ".join(headers.get_all("cookie"))


def refusal(scope: Any) -> tuple[int, str] | None:
    """Status and words for a request that nothing here could answer, or None."""
    path, query = scope.path, scope.query_string
    if not path.startswith("/") or "\0" in path or "%00" in query:
        return 400, "This address cannot be understood."
    if len(path) + len(query) > 8_000:
        return 414, "This address is too long."
    return None


def address_in(client: str) -> str:
    """The address in `192.0.2.7:80` and `[2001:db8::7]:80`."""
    return client.rpartition(":")[0].strip("[]")


class Proxies:
    """Who is believed about where a request came from: this many proxies in front."""

    def __init__(self, trusted: int) -> None:
        self._trusted = trusted

    def client(self, scope: Any) -> str:
        """Where a request came from, with a port, to be read by address_in."""
        if self._trusted and (said := self._said(scope, "x-forwarded-for")):
            return f"{said}:0"
        return str(scope.client)

    def address(self, scope: Any) -> str:
        """The reader's address, as the outermost trusted proxy saw it."""
        return address_in(self.client(scope))

    def scheme(self, scope: Any) -> str:
        """`http` or `https`, as the reader used it."""
        if self._trusted:
            said = self._said(scope, "x-forwarded-proto").lower()
            if said in ("http", "https"):
                return said
        return str(scope.scheme)

    def _said(self, scope: Any, header: str) -> str:
        # Each proxy adds to the right, so what is left of the trusted ones is hearsay.
        lines = scope.headers.get_all(header)
        said = [part.strip() for line in lines for part in line.split(",")]
        return said[max(0, len(said) - self._trusted)] if said else ""


def environ_of(scope: Any, proxies: Proxies, body: bytes) -> dict[str, Any]:
    """The request as PEP 3333 has it."""
    server, _, port = str(scope.server).rpartition(":")
    scheme = proxies.scheme(scope)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _as_bytes(scope.path),
        "QUERY_STRING": _as_bytes(scope.query_string),
        "SERVER_NAME": server or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": proxies.address(scope),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope)
    environ["HTTP_X_FORWARDED_PROTO"] = scheme
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _as_bytes(text: str) -> str:
    """Text as PEP 3333 carries it: each of its bytes as one character."""
    return text.encode("utf-8", "replace").decode("latin-1")


_DROPPED = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"})
"""The front answers these itself, out of a whole response."""


def _add_headers(environ: dict[str, Any], scope: Any) -> None:
    for name, value in scope.headers.items():
        if "_" in name:
            # It would pass for the header with hyphens, which a proxy may have set.
            continue
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = "HTTP_" + key
        if key in environ:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + value
        elif key not in _DROPPED:
            environ[key] = value
    if "HTTP_HOST" not in environ and scope.authority:
        environ["HTTP_HOST"] = scope.authority


def as_any_guest(environ: dict[str, Any], look: str) -> None:
    """Take away what a page for all guests must not depend on."""
    environ["REQUEST_METHOD"] = "GET"
    environ.pop("HTTP_COOKIE", None)
    if look:
        environ["HTTP_COOKIE"] = f"{COOKIE}={look}"

"""Ask other servers over HTTP: only what all the world can reach, and never for long.

Whoever makes a server ask for an address can make it ask its own network (OWASP: Server
Side Request Forgery). So a name is resolved once, every address of it is checked, and the
connection goes to the address that was checked; each redirect is checked the same way.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

import certifi
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as Slow
from urllib3.response import BaseHTTPResponse

from rostra.foundation.iris import ascii_host, ascii_words, told_by_header

Address = IPv4Address | IPv6Address

_LEADING_ON = (IPv6Network("64:ff9b::/32"), IPv6Network("::/96"))
"""Addresses here lead to IPv4 ones (RFC 6052, RFC 8215; RFC 4291, 2.5.5.1)."""
_MOVED = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_AT_ONCE = 65_536
_resolving = ThreadPoolExecutor(32, "resolve")
"""Many, so that names of which nobody tells anything keep no others waiting."""


class Refused(Exception):
    """An address that is not asked; the text says why."""


class Unanswered(Exception):
    """No answer that can be used came in time; the text says why."""


class TooSlow(Unanswered):
    """Nothing, or only a part, had come when the time was over."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said. Names of headers are small letters; the body is decoded."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved: str = ""
    """Where what was asked for has moved to for good (301 and 308), if it has."""


def is_public(address: Address) -> bool:
    """Whether all the world can reach this address, and reaches the same machine."""
    if isinstance(address, IPv6Address):
        leads = address.ipv4_mapped or address.sixtofour or address.teredo
        if leads or address.is_site_local:
            return False
        if any(address in network for network in _LEADING_ON):
            return False
    return address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class Reach:
    """Which ports and addresses may be asked; None is every port."""

    ports: frozenset[int] | None
    takes: Callable[[Address], bool]


PUBLIC = Reach(frozenset({80, 443}), is_public)


def fetch(
    url: str,
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = 10.0,
    most: int = 1_000_000,
    cuts: bool = False,
    redirects: int = 3,
    reach: Reach = PUBLIC,
) -> Reply:
    """What is at an address, or what it says to a form of these `fields`.

    All of it, with redirects, takes at most `seconds`, and has at most `most` bytes once
    it is unpacked; if it `cuts`, further ones are left where they are. A form follows no redirect. Raises Refused and Unanswered.
    """
    deadline = time.monotonic() + seconds
    moved, is_for_good = "", True
    for _hop in range(redirects + 1):
        reply = _ask(url, fields, headers or {}, deadline, most, cuts, reach)
        onward = told_by_header(reply.headers.get("location", ""))
        if reply.status not in _MOVED or not onward or fields is not None:
            return replace(reply, moved=moved)
        url = urljoin(url, onward)
        is_for_good = is_for_good and reply.status in _FOR_GOOD
        moved = url if is_for_good else moved
    raise Unanswered(_("It leads on too often."))


def _ask(
    url: str,
    fields: Mapping[str, str] | None,
    headers: Mapping[str, str],
    deadline: float,
    most: int,
    cuts: bool,
    reach: Reach,
) -> Reply:
    parts, host, port = _taken_apart(url, reach)
    address = _resolved(host, port, deadline, reach)
    connection = _connection(parts.scheme, host, str(address), port, deadline)
    sent = {"Host": _named(host, port), "User-Agent": "Rostra", **headers}
    sent["Accept-Encoding"] = "gzip"
    body = None
    if fields is not None:
        body = urlencode(fields).encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    # A socket's own limit begins anew with every byte; this one does not.
    lines: list[socket.socket | None] = []
    alarm = threading.Timer(_left(deadline), _hang_up, [connection, lines])
    alarm.daemon = True
    alarm.start()
    try:
        connection.connect()
        lines.append(connection.sock)
        connection.request(
            "GET" if fields is None else "POST",
            target,
            body,
            sent,
            preload_content=False,
        )
        response = connection.getresponse()
        got = _read(response, most, cuts)
        _left(deadline)
        told = {name.lower(): value for name, value in response.headers.items()}
        return Reply(url, response.status, told, got)
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        raise _told(error, deadline) from None
    finally:
        alarm.cancel()
        connection.close()


def _told(error: Exception, deadline: float) -> Unanswered:
    """What went wrong on the line, as somebody can be told who knows no protocols."""
    if time.monotonic() >= deadline:
        return TooSlow(_("It took too long."))
    if isinstance(error, SSLError | ssl.SSLError):
        return Unanswered(_("Its encryption is not in order."))
    if isinstance(error, NewConnectionError | ConnectionRefusedError):
        return Unanswered(_("Nothing answers at this address."))
    if isinstance(error, TimeoutError | Slow):  # NewConnectionError is one, too.
        return TooSlow(_("It took too long."))
    return Unanswered(_("It broke off, or answered what no browser understands."))


def _read(response: BaseHTTPResponse, most: int, cuts: bool) -> bytes:
    got = bytearray()
    while part := response.read(_AT_ONCE, decode_content=True):
        got += part
        if len(got) > most and cuts:
            return bytes(got[:most])
        if len(got) > most:
            raise Unanswered(_("There is too much of it."))
    return bytes(got)


def _taken_apart(url: str, reach: Reach) -> tuple[SplitResult, str, int]:
    """The parts of an address, its host, all in ASCII, and its port; raises Refused."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        host = ascii_host(parts.hostname or "")
        # What cannot stand in a request line is another request.
        path, query = ascii_words(parts.path), ascii_words(parts.query)
    except (ValueError, KeyError):
        raise Refused(_("This is no address of a page.")) from None
    if not host or parts.username is not None or not _is_line(url):
        raise Refused(_("This is no address of a page."))
    if reach.ports is not None and port not in reach.ports:
        raise Refused(_("Only the usual ports are asked."))
    return parts._replace(path=path, query=query), host, port


def _is_line(url: str) -> bool:
    return url.isprintable() and " " not in url


def _resolved(host: str, port: int, deadline: float, reach: Reach) -> Address:
    """The first address of a host, if all of them may be asked; raises Refused."""
    found = _resolving.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        rows = found.result(timeout=_left(deadline))
    except (OSError, UnicodeError, TimeoutError):
        raise Unanswered(_("There is no such host.")) from None
    addresses = [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    if not addresses or not all(map(reach.takes, addresses)):
        raise Refused(_("This host is not of the public network."))
    return addresses[0]


def _connection(
    scheme: str, host: str, address: str, port: int, deadline: float
) -> HTTPConnection:
    seconds = _left(deadline)
    if scheme == "http":
        return HTTPConnection(address, port, timeout=seconds)
    return HTTPSConnection(
        address,
        port,
        timeout=seconds,
        server_hostname=host,
        assert_hostname=host,
        ca_certs=certifi.where(),
    )


def _hang_up(connection: HTTPConnection, lines: list[socket.socket | None]) -> None:
    # A connection forgets its socket as soon as the server wants to close it.
    for line in (*lines, connection.sock):
        if line is not None:
            # Not the way of TLS, which would wait for the other side's word.
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)


def _named(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port in (80, 443) else f"{name}:{port}"


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TooSlow(_("It took too long."))
    return left

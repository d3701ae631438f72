"""How long a reply takes from the button to the page, and a disk to keep it."""

import http.client
import os
import statistics
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode

from benchmarks.asking import get
from benchmarks.load import headers
from benchmarks.servers import Server
from benchmarks.words import body

ONE_REPLY = 23 * 4096
"""Bytes that one reply adds to SQLite's log, counted: rows, and a page for each index
that they are in. They are kept by one fdatasync."""


class Times(NamedTuple):
    """Milliseconds."""

    p50: float
    p95: float


def post_replies(
    site: Server, told: dict[str, Any], writers: Sequence[str], at_once: int = 1
) -> Times:
    """One reply by each of these sessions, through HTTP; checks that all are there.

    Each comes from an address of its own, as a trusted proxy would tell: the limits
    are on, and not met.
    """
    taken: list[float] = []
    last: list[str] = []
    shares = [writers[start::at_once] for start in range(at_once)]
    threads = [
        threading.Thread(target=_write, args=(site, told, share, taken, last))
        for share in shares
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) != len(writers):
        raise SystemExit(f"{len(writers) - len(taken)} replies were refused.")
    page = get(site, last[-1].partition("#")[0], f"sessionid={writers[0]}")
    if last[-1].partition("#")[2] not in page.text:
        raise SystemExit(f"{last[-1]} is not there.")
    return _times(taken)


def sync_times(folder: Path, count: int = 100) -> Times:
    """What the disk takes to keep ONE_REPLY bytes at the end of a file."""
    taken = []
    path = folder / "sync"
    with open(path, "wb", buffering=0) as file:
        for _ in range(count):
            file.write(b"\1" * ONE_REPLY)
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append((time.perf_counter() - begun) * 1e3)
    path.unlink()
    return _times(taken)


def _write(
    site: Server,
    told: dict[str, Any],
    writers: Sequence[str],
    taken: list[float],
    last: list[str],
) -> None:
    topic_id = told["places"]["topic"].split("/")[2].partition("-")[0]
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    connection.connect()
    for session in writers:
        form = {"source": _words(session), "client_token": session[:20]}
        begun = time.perf_counter()
        connection.request(
            "POST", f"/topic/{topic_id}/replies/", urlencode(form), _headers(session)
        )
        response = connection.getresponse()
        response.read()
        spent = (time.perf_counter() - begun) * 1e3
        if response.status == 303:
            taken.append(spent)
            last.append(response.headers["Location"])


def _words(session: str) -> str:
    return f"{body(Random(session).randrange(400)).source}\n\nReply of {session[:8]}"


def _headers(session: str) -> dict[str, str]:
    chance = Random(session)
    address = ".".join(str(chance.randrange(1, 255)) for _ in range(4))
    return headers(f"sessionid={session}") | {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": address,
    }


def _times(taken: list[float]) -> Times:
    cuts = statistics.quantiles(taken, n=20)
    return Times(statistics.median(taken), cuts[18])

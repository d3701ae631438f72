"""A small WSGI application behind the front, run by Granian for these tests."""

import json
import os
import threading
import time
from pathlib import Path
from urllib.parse import parse_qsl

from rostra.foundation import versions
from rostra.web.assets import Assets
from rostra.web.front import VIEWS, Front, asked_first
from rostra.web.presence import Presence

FOLDER = Path(os.environ["SMALL_APP_FOLDER"])
OPTIONS = json.loads(os.environ.get("SMALL_APP_OPTIONS", "{}"))

store = versions.MappedVersions(FOLDER / "versions")
presence = Presence()
made = 0
counting = threading.Lock()
LONGEST = 60
"""Seconds that an answer is kept back, should the test that lets it go have ended."""


def app(environ, start_response):
    """Answer by what the path says; every page tells how many were made before."""
    path = environ["PATH_INFO"]
    status, headers, body = _answer(environ, path)
    asked = dict(parse_qsl(environ["QUERY_STRING"]))
    time.sleep(float(asked.get("slow", 0)))
    if "held" in asked:
        _hold(asked["held"])
    headers = {"Content-Type": "text/html; charset=utf-8", **headers}
    start_response(status, [(k, v) for k, v in headers.items() if v])
    return [body.encode()]


def _hold(name):
    """Say that an answer of this name is made, and keep it until it may go."""
    with (FOLDER / f"{name}-made").open("a") as told:
        told.write(".")
    end = time.monotonic() + LONGEST
    while not (FOLDER / f"{name}-may-go").exists() and time.monotonic() < end:
        time.sleep(0.01)


def _answer(environ, path):
    """Status, headers and body by the first word of the path."""
    name, *rest = path.strip("/").split("/")
    if name == "boom":
        raise RuntimeError(name)
    if name == "file":
        PAGES[name][1]["Content-Length"] = str(SENT.stat().st_size)
    if name in PAGES:
        status, headers, repeated = PAGES[name]
        return status, headers, _page(environ) * repeated
    if name == "write":
        store.write(rest)
        return "200 OK", {}, "written"
    if name in TELLING and not rest:
        return "200 OK", {"Content-Type": "application/json"}, TELLING[name](environ)
    return "404 Not Found", {}, _page(environ)


def _page(environ):
    global made
    with counting:
        made += 1
    cookies = environ.get("HTTP_COOKIE", "")
    host = environ.get("HTTP_HOST", "")
    return f"<p>made {made}, cookies [{cookies}], host {host}</p>" + " filler" * 500


def _echo(environ):
    told = {k: v for k, v in environ.items() if isinstance(v, str)}
    length = len(environ["wsgi.input"].read())
    return json.dumps({**told, "body": length, "threads": threading.active_count()})


def _counts(_environ):
    here = presence.at("topic:7")
    return json.dumps({"views": VIEWS.peek("topic:7") or 0, "guests": here.guests})


TELLING = {"echo": _echo, "counts": _counts}
TOPIC = {"Rostra-Depends": "topic:7 site", "Rostra-Place": "topic:7"}
ODD = {"X-Odd": "café\u2028", "Connection": "close", "Rostra-Own": "1"}
SENT = FOLDER / "sent"
FILE = {
    "Rostra-File": str(SENT),
    "Content-Type": "application/zip",
    "Cache-Control": "private, max-age=60",
    "ETag": '"9"',
}
PAGES = {
    "topic": ("200 OK", TOPIC, 1),
    "large": ("200 OK", TOPIC, 50),
    "cookie": ("200 OK", {**TOPIC, "Set-Cookie": "a=1"}, 1),
    "undeclared": ("200 OK", {}, 1),
    "away": ("302 Found", {**TOPIC, "Location": "/there"}, 0),
    "odd": ("200 OK", ODD, 1),
    "file": ("200 OK", FILE, 1),
}


def _write_views():
    def write(views):
        with (FOLDER / "views").open("a") as file:
            file.write(json.dumps(views) + "\n")

    VIEWS.flush(write)


class SmallFront(Front):
    """The front, with a request that stops the loop and one that meets an error."""

    def __rsgi__(self, scope, proto):
        if scope.path == "/stop-the-loop":
            (FOLDER / "stopped").touch()
            while not (FOLDER / "go-on").exists():
                time.sleep(0.01)
        return super().__rsgi__(scope, proto)

    def at_once(self, scope, proto):
        if scope.headers.get("x-meet") == "an error":
            raise RuntimeError("met an error")
        return super().at_once(scope, proto)


if OPTIONS.pop("is_unknown_server", False):
    asked_first._make_schedule = lambda loop, callback: None

front = SmallFront(
    app,
    versions=store,
    presence=presence,
    assets=Assets(FOLDER / "packages"),
    media=FOLDER / "media",
    on_flush=[(3600, _write_views)],
    **OPTIONS,
)

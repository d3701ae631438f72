"""Topics with a number each, in SQLite: written through Django, read through the front.

Every page says which number it read and whom it was made for, so that a page that is
too old, or somebody else's, gives itself away.
"""

import os
import random
import time
from pathlib import Path

from django.conf import settings

FOLDER = Path(os.environ["TOPIC_APP_FOLDER"])
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "topics.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
            },
        }
    }
)

from django.db import connection, transaction  # noqa: E402 (settings come first)

from rostra.foundation import versions  # noqa: E402
from rostra.web.assets import Assets  # noqa: E402
from rostra.web.front import Front  # noqa: E402
from rostra.web.presence import Presence  # noqa: E402

url = os.environ.get("TOPIC_APP_VALKEY")
store = (
    versions.ValkeyVersions(url)
    if url
    else versions.MappedVersions(FOLDER / "versions")
)
versions.use(store)


def app(environ, start_response):
    """POST /topic/<id> adds one to its number; GET shows it."""
    topic = int(environ["PATH_INFO"].split("/")[2])
    headers = [("Content-Type", "text/html")]
    if environ["REQUEST_METHOD"] == "POST":
        number = _add_one(topic)
        who = "the writer"
    else:
        number = _read(topic)
        who = environ.get("HTTP_COOKIE", "").removeprefix("sessionid=") or "guests"
        # As long as a template takes, and now and then much longer.
        time.sleep(random.choice((0, 0.001, 0.002, 0.02)))
        depends = f"topic:{topic} site"
        headers += [("Rostra-Depends", depends)] if who == "guests" else []
    start_response("200 OK", headers)
    return [f"{number} for {who}".encode(), b" " * 600]


@transaction.atomic
def _add_one(topic):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE topic SET number = number + 1 WHERE id = %s", [topic])
    versions.raise_versions(f"topic:{topic}")
    return _read(topic)


def _read(topic):
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM topic WHERE id = %s", [topic])
        return cursor.fetchone()[0]


front = Front(
    app,
    versions=store,
    presence=Presence(),
    assets=Assets(FOLDER / "packages"),
    threads=4,
)

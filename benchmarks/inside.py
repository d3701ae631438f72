"""Looks from inside: a member's session, and the queries that pages take.

Run as a program of its own, because Django is loaded for one database a process:
`ROSTRA_DATA=folder python -m benchmarks.inside` prints one object of JSON.
"""

import io
import json
import os
import sys
from typing import Any

WRITERS = 400
"""Members who are signed in besides, to post at once without meeting a limit."""


def main() -> None:
    """Print what the measuring process needs to know of a data set."""
    import django

    django.setup()
    from django.conf import settings

    from rostra.site.stores import use_stores

    use_stores(settings.CONFIG)
    json.dump(_told(), sys.stdout)


def _told() -> dict[str, Any]:
    from benchmarks.filling import (
        CORE_TOPICS,
        LONG_POSTS,
        LONG_TOPIC,
        MEMBER,
        PAGE_TOPIC,
    )
    from rostra.accounts.models import User
    from rostra.forum.models import Category, Topic

    session = _session(User.objects.get(pk=MEMBER))
    cookie = f"sessionid={session}"
    topic = Topic.objects.get(pk=PAGE_TOPIC)
    long = Topic.objects.get(pk=LONG_TOPIC)
    news = Topic.objects.get(is_story=True)
    last = f"?page={LONG_POSTS // 20}"
    core = Topic.objects.filter(pk__lte=CORE_TOPICS, last_number__gte=20)
    many = [topic.get_absolute_url() for topic in core.order_by("pk")]
    category = Category.objects.get(pk=1).get_absolute_url()
    places = {
        "front": "/",
        "topic": topic.get_absolute_url(),
        "long_first": long.get_absolute_url(),
        "long_last": long.get_absolute_url() + last,
        "news": news.get_absolute_url(),
        "list_first": "/latest/",
        "list_deep": f"/latest/?before={_deep()}",
        "category": category,
    }
    queries = {name: _queries(path, cookie) for name, path in places.items()}
    guest = {name: _queries(path, "") for name, path in places.items()}
    return {
        "member": User.objects.get(pk=MEMBER).name,
        "session": session,
        "places": places,
        "many": many,
        "long_early": _pages(long, 2),
        "long_late": _pages(long, LONG_POSTS // 20 - 101),
        "queries": queries,
        "guest_queries": guest,
        "posts": _texts(topic),
        "pages_of_list": Topic.objects.count() // 30,
        "writers": [
            _session(user) for user in User.objects.filter(pk__gt=20)[:WRITERS]
        ],
        "django_page": _ask(topic.get_absolute_url(), "").decode(),
    }


def _pages(topic: Any, first: int) -> list[str]:
    """A hundred pages of a topic."""
    address = topic.get_absolute_url()
    return [f"{address}?page={number}" for number in range(first, first + 100)]


def _session(user: Any) -> str:
    from rostra.accounts.services.signing_in import begin_session
    from rostra.accounts.sessions import SessionStore

    session = SessionStore()
    begin_session(session, user)
    session.save()
    return str(session.session_key)


def _deep() -> str:
    """The cursor of a list page near the end: page 5,000 where there are as many."""
    from rostra.forum.models import Topic
    from rostra.forum.selectors.cursors import Cursor, micros

    at = min(5000 * 30, Topic.objects.count() - 100)
    topics = Topic.objects.order_by("-last_posted_at", "-pk")
    last_posted_at, pk = topics.values_list("last_posted_at", "pk")[at]
    return str(Cursor(micros(last_posted_at), pk))


def _texts(topic: Any) -> list[str]:
    """The HTML of the posts on the first page."""
    return list(topic.posts.filter(number__lte=20).values_list("html", flat=True))


def _queries(path: str, cookie: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _ask(path, cookie)
    with CaptureQueriesContext(connection) as queries:
        _ask(path, cookie)
    asked = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "PRAGMA"))]
    return len(asked)


def _ask(path: str, cookie: str) -> bytes:
    """One page through Django, as the front asks for it."""
    from rostra.site.wsgi import application
    from rostra.web.front.bridge import call

    answer = call(application, environ(path, cookie))
    if answer.status != 200:
        raise SystemExit(f"Nothing is measured: {path} answered {answer.status}.")
    return answer.body


def environ(path: str, cookie: str) -> dict[str, Any]:
    """A GET request as PEP 3333 has it."""
    path, _, query = path.partition("?")
    made: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    return made | ({"HTTP_COOKIE": cookie} if cookie else {})


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostra.site.settings")
    main()

"""Where the time of a page goes, in process: `python -m benchmarks.profile_page [path]`.

Plain timers around the parts (queries, reading the rows, rendering, the rest of
Django, compression), and then cProfile for the names of what is called. The data
folder is that of ROSTRA_DATA, or the set that `make bench` measures.
"""

import cProfile
import io
import os
import pstats
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.filling import CORE_POSTS
from benchmarks.sets import data_set

TIMES = 200


class Spent:
    """Milliseconds by part, of one page after another."""

    def __init__(self) -> None:
        self.pages: list[dict[str, float]] = []
        self._now: defaultdict[str, float] = defaultdict(float)

    def around(self, owner: Any, name: str, part: str) -> None:
        """Have what a function takes counted as this part."""
        inner = getattr(owner, name)
        now = self._now

        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return inner(*args, **kwargs)
            finally:
                now[part] += (time.perf_counter() - begun) * 1e3

        setattr(owner, name, timed)

    def page(self, whole: float) -> None:
        """One page is done; it took so many milliseconds in all."""
        self.pages.append(dict(self._now) | {"whole": whole})
        self._now.clear()

    def median(self, part: str) -> float:
        """The median over all pages."""
        return statistics.median(page.get(part, 0.0) for page in self.pages)


def main() -> None:
    """Print where the time goes for a member and for a guest."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostra.site.settings")
    os.environ.setdefault("ROSTRA_DATA", str(data_set(CORE_POSTS)))
    import django

    django.setup()
    from django.conf import settings

    from benchmarks import inside
    from rostra.site.stores import use_stores

    use_stores(settings.CONFIG)
    told = inside._told()
    path = sys.argv[1] if len(sys.argv) > 1 else told["places"]["topic"]
    cookie = f"sessionid={told['session']}"
    spent = _instrument()
    for who, cookies in (("member", cookie), ("guest, not from memory", "")):
        _time_parts(spent, path, cookies, who)
    for who, cookies in (("member", cookie), ("guest, not from memory", "")):
        _profile_calls(path, cookies, who)


def _instrument() -> Spent:
    """Put timers around the parts. What is nested is subtracted when printed."""
    from django.contrib.sessions.middleware import SessionMiddleware
    from django.template.backends.jinja2 import Template

    from rostra.accounts import sessions
    from rostra.forum.selectors import topic_page
    from rostra.forum.views import topics
    from rostra.web import fragments

    spent = Spent()
    spent.around(topic_page, "fetch", "queries (in topic_page)")
    spent.around(sessions, "fetch", "query (in session)")
    spent.around(topics, "topic_page", "topic_page()")
    spent.around(topics, "presence", "presence()")
    spent.around(Template, "render", "render (all of the template)")
    spent.around(sessions.SessionStore, "_get_session_from_db", "session from database")
    spent.around(SessionMiddleware, "process_response", "session: response")
    spent.around(fragments.FRAGMENTS, "keep", "posts that are kept (in render)")
    return spent


def _time_parts(spent: Spent, path: str, cookie: str, who: str) -> None:
    from benchmarks.inside import environ
    from rostra.site.wsgi import application
    from rostra.web.front.bridge import call
    from rostra.web.front.encodings import BR, for_once, to_keep

    spent.pages.clear()
    size = packed = 0
    pack = for_once if cookie else to_keep
    compressing = []
    for _ in range(TIMES):
        asked = environ(path, cookie)
        begun = time.perf_counter()
        body = call(application, asked).body
        done = time.perf_counter()
        spent.page((done - begun) * 1e3)
        packed, size = len(pack(body, BR)), len(body)
        compressing.append((time.perf_counter() - done) * 1e3)
    print(f"\n== {who}: {path}: {size / 1e3:.1f} KB, {packed / 1e3:.1f} KB in brotli")
    parts = sorted({part for page in spent.pages for part in page} - {"whole"})
    for part in parts:
        print(f"{spent.median(part):8.3f} ms  {part}")
    outer = ("topic_page()", "render (all of the template)", "session from database")
    rest = spent.median("whole") - sum(spent.median(part) for part in outer)
    print(f"{rest:8.3f} ms  everything else of Django (middleware, request, response)")
    print(f"{spent.median('whole'):8.3f} ms  the whole page through WSGI")
    print(f"{statistics.median(compressing):8.3f} ms  brotli, in the front")


def _profile_calls(path: str, cookie: str, who: str) -> None:
    from benchmarks.inside import environ
    from rostra.site.wsgi import application
    from rostra.web.front.bridge import call

    def ask() -> None:
        call(application, environ(path, cookie))

    _repeat(ask, 20)
    profile = cProfile.Profile()
    profile.runcall(_repeat, ask, TIMES)
    print(f"\n== {who}: calls by their own time, for {TIMES} pages")
    out = io.StringIO()
    stats = pstats.Stats(profile, stream=out)
    stats.sort_stats("tottime").print_stats(30)
    stats.sort_stats("cumtime").print_stats(45)
    lines = out.getvalue().replace(f"{Path.cwd()}/", "").splitlines()[4:]
    print(
        "\n".join(
            line.replace(".venv/lib/python3.11/site-packages/", "") for line in lines
        )
    )


def _repeat(work: Callable[[], None], times: int) -> None:
    for _ in range(times):
        work()


if __name__ == "__main__":
    main()

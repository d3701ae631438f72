"""What is measured, and against what."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import asking, posting, servers, sets
from benchmarks.filling import LONG_POSTS
from benchmarks.load import Target, interleave
from benchmarks.servers import Server
from benchmarks.table import Table
from benchmarks.weights import memory

PER_PAGE = 20
NOT_KEPT = "guest=benchmark-of-pages-that-are-not-kept"
"""A guest who wrote something: their pages are not out of memory."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to measure."""

    rounds: int
    """For what is read off."""
    pairs: int
    """For two pages that must cost the same: differences are small."""
    replies: int


@dataclass(frozen=True, slots=True)
class Bench:
    """One Rostra with its data, and nginx with the same page."""

    site: Server
    limit: Server
    told: dict[str, Any]
    table: Table
    pace: Pace
    mark: str = ""
    """Said before each name, such as the database."""

    @property
    def cookie(self) -> str:
        return f"sessionid={self.told['session']}"

    def target(self, name: str, place: str, cookie: str = "", count: int = 1) -> Target:
        """A page of the site; `count` connections."""
        paths = [self.told["places"][place]]
        return Target(f"{self.mark}{name}", self.site, paths, cookie, count)

    def in_turn(self, name: str, what: str, cookie: str) -> Target:
        """Many pages of the site, one after another: nothing is kept of most."""
        return Target(f"{self.mark}{name}", self.site, self.told[what], cookie)

    def nginx(self, count: int = 1) -> Target:
        """The same page from nginx."""
        return Target(f"nginx, c{count}", self.limit, ["/page"], "", count)


@contextmanager
def started(
    data: Path,
    run: Path,
    table: Table,
    pace: Pace,
    *,
    mark: str = "",
    database: str = "",
) -> Iterator[Bench]:
    """Rostra on a data folder, and nginx with a page of it, checked."""
    told = sets.look_inside(data, database)
    env = {"ROSTRA_DATABASE": database} if database else {}
    with servers.rostra(data, run / f"{data.name}.log", env) as site:
        table.add_value(
            f"{mark}start to first page",
            site.seconds_to_start,
            "s",
            most=None if mark else 3,
        )
        time.sleep(1.5)
        whole, _ = memory(site)
        table.add_value(f"{mark}memory at rest", whole, "MB", most=150)
        page = asking.check_topic(site, told)
        with servers.nginx(run / f"nginx-{data.name}", page) as limit:
            yield Bench(site, limit, told, table, pace, mark)


def measure_topic(bench: Bench) -> None:
    """The topic page, against nginx with the same bytes."""
    for count in (1, 16):
        nginx = bench.nginx(count)
        memory = bench.target(f"topic, signed out, c{count}", "topic", "", count)
        member = bench.target(f"topic, member, c{count}", "topic", bench.cookie, count)
        name = f"topic, signed out, not from memory, c{count}"
        made = bench.target(name, "topic", NOT_KEPT, count)
        targets = [nginx, memory, member, made]
        if count == 1:
            targets.append(
                bench.in_turn("many topics, member, c1", "many", bench.cookie)
            )
        interleave(targets, bench.pace.rounds)
        bench.table.add_load(nginx)
        bench.table.add_load(memory, nginx, least=0.6 if count == 16 else None)
        bench.table.add_load(member, nginx, least=0.03 if count == 1 else None)
        for target in targets[3:]:
            bench.table.add_load(target, nginx)


def measure_news(bench: Bench) -> None:
    """A story's topic with versions, sources and claims: the same budgets hold."""
    nginx = bench.nginx()
    name = "story with claims, sources, versions"
    guest = bench.target(f"{name}, signed out, c1", "news")
    member = bench.target(f"{name}, member, c1", "news", bench.cookie)
    interleave([nginx, guest, member], bench.pace.rounds)
    bench.table.add_load(guest, nginx)
    bench.table.add_load(member, nginx, least=0.03)


def measure_lists(bench: Bench) -> None:
    """Front page and lists, against nginx with the topic page."""
    nginx = bench.nginx()
    targets = [nginx]
    for place in ("front", "list_first", "category"):
        name = {"list_first": "latest", "front": "front page"}.get(place, place)
        targets.append(bench.target(f"{name}, signed out, c1", place))
        targets.append(bench.target(f"{name}, member, c1", place, bench.cookie))
    interleave(targets, max(1, bench.pace.rounds // 2))
    for target in targets[1:]:
        bench.table.add_load(target, nginx)


def measure_depth(bench: Bench) -> None:
    """The last page of a long topic, and a late page of a list, beside the first."""
    first, last = (bench.told["places"][p] for p in ("long_first", "long_last"))
    asking.check_numbers(bench.site, first, 1, PER_PAGE, bench.cookie)
    start = LONG_POSTS - PER_PAGE + 1
    asking.check_numbers(bench.site, last, start, LONG_POSTS, bench.cookie)
    for who, cookie in (("member", bench.cookie), ("not from memory", NOT_KEPT)):
        one = bench.target(f"10,000 posts, page 1, {who}", "long_first", cookie)
        end = bench.target(f"10,000 posts, page 500, {who}", "long_last", cookie)
        _compare(bench, one, end, within=0.1)
    early = bench.in_turn(
        "10,000 posts, pages 2 on, member", "long_early", bench.cookie
    )
    late = bench.in_turn(
        "10,000 posts, pages 399 on, member", "long_late", bench.cookie
    )
    _compare(bench, early, late)
    page = min(5000, bench.told["pages_of_list"] - 2)
    one = bench.target("latest, page 1, member", "list_first", bench.cookie)
    deep = bench.target(f"latest, page {page:,}, member", "list_deep", bench.cookie)
    _compare(bench, one, deep, within=0.1)


def measure_million(bench: Bench, large: Bench) -> None:
    """The same pages with 1,000,000 posts in the database, beside those with 50,000."""
    for who, cookie, other in (
        ("member", bench.cookie, large.cookie),
        ("not from memory", NOT_KEPT, NOT_KEPT),
    ):
        few = bench.target(f"50,000 posts: topic, {who}", "topic", cookie)
        many = large.target(f"topic, {who}", "topic", other)
        _compare(bench, few, many, within=0.2)
    few = bench.in_turn("50,000 posts: many topics, member", "many", bench.cookie)
    many = large.in_turn("many topics, member", "many", large.cookie)
    _compare(bench, few, many, within=0.2)
    for place, name in (("front", "front page"), ("list_first", "latest")):
        few = bench.target(f"50,000 posts: {name}, member", place, bench.cookie)
        many = large.target(f"{name}, member", place, large.cookie)
        _compare(bench, few, many, within=0.2)


def _compare(
    bench: Bench, one: Target, other: Target, within: float | None = None
) -> None:
    interleave([one, other], bench.pace.pairs)
    bench.table.add_load(one)
    bench.table.add_load(other, one, within=within)


def measure_posting(data: Path, bench: Bench, log: Path, database: str = "") -> None:
    """Replies through HTTP, and what the disk alone would take."""
    env = {"ROSTRA_TRUSTED_PROXIES": "1"}
    env |= {"ROSTRA_DATABASE": database} if database else {}
    told, table, mark = bench.told, bench.table, bench.mark
    half = bench.pace.replies // 2
    with servers.rostra(data, log, env) as site:
        posting.post_replies(site, told, told["writers"][: half // 4])
        rest = told["writers"][half // 4 :]
        alone = posting.post_replies(site, told, rest[:half])
        disk = posting.sync_times(data)
        crowd = posting.post_replies(site, told, rest[half : 2 * half], at_once=4)
    table.add_value(f"{mark}the disk alone, 92 KB, p50", disk.p50, "ms")
    table.add_value(f"{mark}the disk alone, 92 KB, p95", disk.p95, "ms")
    table.add_value(f"{mark}post a reply, p50", alone.p50, "ms", most=10)
    table.add_value(f"{mark}post a reply, p95", alone.p95, "ms")
    table.add_value(f"{mark}post a reply, four at once, p50", crowd.p50, "ms")
    table.add_value(f"{mark}post a reply, four at once, p95", crowd.p95, "ms")


def measure_sizes(bench: Bench) -> None:
    """What a browser has to load, and the queries that it takes."""
    path, table = bench.told["places"]["topic"], bench.table
    for what, place in (("topic", "topic"), ("story with claims", "news")):
        for who, cookie in (("signed out", ""), ("member", bench.cookie)):
            for coding in ("br", "gzip"):
                address = bench.told["places"][place]
                got = asking.get(bench.site, address, cookie, coding)
                name = f"{what}, {who}: HTML, {coding}"
                table.add_value(name, len(got.body) / 1e3, "KB", most=15)
    for coding in ("br", "gzip"):
        size = asking.asset_bytes(bench.site, path, coding) / 1e3
        table.add_value(f"all CSS and JavaScript, {coding}", size, "KB", most=60)
    measure_queries(bench)


def measure_queries(bench: Bench) -> None:
    """How many queries the pages take."""
    for place, name, most in (
        ("topic", "topic", 6),
        ("news", "story with claims", 6),
        ("front", "front page", None),
    ):
        count = bench.told["queries"][place]
        bench.table.add_value(
            f"{bench.mark}{name}, member: queries", count, "", most=most
        )


def measure_memory(bench: Bench) -> None:
    """What it holds after all that was asked of it."""
    whole, files = memory(bench.site)
    table, mark = bench.table, bench.mark
    table.add_value(f"{mark}memory after all this", whole, "MB")
    table.add_value(f"{mark}of that the database's file, mapped", files, "MB")

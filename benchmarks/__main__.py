"""`python -m benchmarks`: measures, prints one table, and writes it as JSON.

Ends with 1 if a budget is missed.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import measuring, sets
from benchmarks.filling import CORE_POSTS
from benchmarks.measuring import Pace
from benchmarks.servers import postgresql
from benchmarks.table import Table

MILLION = 1_000_000
FULL = Pace(rounds=5, pairs=5, replies=240)
QUICK = Pace(rounds=1, pairs=1, replies=60)


def main() -> int:
    """Measure what was asked for; gives the exit code."""
    asked = _arguments()
    subprocess.run(
        [".ci/need", "nginx:nginx-light", "wrk:wrk"], cwd=sets.ROOT, check=True
    )
    table = Table(_about())
    begun = time.monotonic()
    pace = QUICK if asked.quick else FULL
    with sets.run_folder() as run:
        _sqlite(run, table, pace, with_million=asked.million)
        database = os.environ.get("ROSTRA_BENCH_DATABASE", "")
        if database:
            _postgresql(run, table, pace, database)
        elif asked.postgresql:
            with postgresql(sets.postgresql_folder(CORE_POSTS)) as address:
                _postgresql(run, table, pace, address)
    table.about["load average after"] = f"{os.getloadavg()[0]:.1f}"
    table.about["seconds"] = round(time.monotonic() - begun)
    table.print()
    table.write(sets.BENCH / "result.json")
    if asked.json:
        table.write(asked.json)
    missed = table.missed()
    if missed:
        print(f"Missed: {'; '.join(line.name for line in missed)}.")
    return 1 if missed and not asked.no_fail else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure Rostra beside nginx, on this machine, in one run.",
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="less than a minute; figures are rough")
    add(
        "--million",
        action=argparse.BooleanOptionalAction,
        help="also with 1,000,000 posts in the database (left out with --quick)",
    )
    add("--postgresql", action="store_true", help="also on a PostgreSQL of its own")
    add("--no-fail", action="store_true", help="end with 0 even if a budget is missed")
    add("--json", type=Path, metavar="FILE", help="write the table there as well")
    asked = parser.parse_args()
    if asked.million is None:
        asked.million = not asked.quick
    return asked


def _sqlite(run: Path, table: Table, pace: Pace, *, with_million: bool) -> None:
    data = sets.copy(sets.data_set(CORE_POSTS), run / "data")
    million = sets.data_set(MILLION) if with_million else None
    with measuring.started(data, run, table, pace) as bench:
        measuring.measure_topic(bench)
        measuring.measure_news(bench)
        measuring.measure_lists(bench)
        measuring.measure_depth(bench)
        measuring.measure_sizes(bench)
        measuring.measure_memory(bench)
        if million:
            mark = "1,000,000 posts: "
            with measuring.started(million, run, table, pace, mark=mark) as large:
                measuring.measure_million(bench, large)
                measuring.measure_depth(large)
                measuring.measure_memory(large)
    measuring.measure_posting(data, bench, run / "posting.log")


def _postgresql(run: Path, table: Table, pace: Pace, database: str) -> None:
    table.is_judged = False
    data = run / "postgresql"
    data.mkdir(mode=0o700)
    sets.fill(data, CORE_POSTS, database)
    mark = "PostgreSQL: "
    with measuring.started(
        data, run, table, pace, mark=mark, database=database
    ) as bench:
        measuring.measure_topic(bench)
        measuring.measure_news(bench)
        measuring.measure_lists(bench)
        measuring.measure_depth(bench)
        measuring.measure_queries(bench)
        measuring.measure_memory(bench)
    measuring.measure_posting(data, bench, run / "posting.log", database)


def _about() -> dict[str, object]:
    load = os.getloadavg()[0]
    return {
        "measured at": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "processors": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "load average before": f"{load:.1f}",
    }


if __name__ == "__main__":
    sys.exit(main())

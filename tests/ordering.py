"""Which files come first: those that take longest, so that no worker waits at the end.

`--dist loadfile` gives each worker whole files, in this order with `--no-loadscope-reorder`.
A file of one test that takes a minute would else be among the last. Before them all come
some that need no sample community, while that is made (tests/sample.py).
"""

from collections import Counter

import pytest

# Seconds that a test takes, about, where its mark says no other: they only say which file
# is worth beginning with.
SECONDS = {"slow": 15.0, "browser": 4.0, "server": 3.0}
ELSE = 0.1
MEANWHILE = 60.0
"""A file that takes so long, about, fills the time in which the community is made."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; within each the order stays."""
    whole: Counter[str] = Counter()
    visiting = set()
    for item in items:
        file = _file_of(item)
        whole[file] += _seconds(item)
        if "rostra" in getattr(item, "fixturenames", ()):
            visiting.add(file)

    def place(item: pytest.Item) -> tuple[bool, float]:
        file = _file_of(item)
        return file in visiting or whole[file] < MEANWHILE, -whole[file]

    # The order of files that take as long stays, too.
    items.sort(key=place)


def _file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _seconds(item: pytest.Item) -> float:
    marks = item.iter_markers()
    said = (mark.kwargs.get("seconds", SECONDS.get(mark.name, ELSE)) for mark in marks)
    return max(said, default=ELSE)

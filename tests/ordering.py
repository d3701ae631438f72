"""Which files come first: those that take longest, so that no worker waits at the end.

`--dist loadfile` gives each worker whole files, in this order with `--no-loadscope-reorder`.
A file of one test that takes a minute would else be among the last.
"""

from collections import Counter

import pytest

# Seconds that a test takes, about: they only say which file is worth beginning with.
SECONDS = {"slow": 15.0, "browser": 4.0, "server": 3.0}
ELSE = 0.1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; within each the order stays."""
    whole: Counter[str] = Counter()
    for item in items:
        whole[_file_of(item)] += _seconds(item)
    # The order of files that take as long stays, too.
    items.sort(key=lambda item: -whole[_file_of(item)])


def _file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _seconds(item: pytest.Item) -> float:
    return max(
        (SECONDS.get(mark.name, ELSE) for mark in item.iter_markers()), default=ELSE
    )

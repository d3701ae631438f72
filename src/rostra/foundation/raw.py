"""Hand-written queries for the pages that are read most (design.md §4)."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection


def fetch(sql: str, params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All rows of one query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def moment(value: Any) -> Any:
    """A time as both databases give it (text, naive or aware), as an aware datetime.

    None stays None.
    """
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def spread(count: int) -> str:
    """`%s, %s, …` for an IN list of this many values."""
    return ", ".join(["%s"] * count)

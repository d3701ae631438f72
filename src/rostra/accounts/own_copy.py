"""What a member is given who asks for everything that is known of them.

Each package adds its parts in `ready`. A test finds every model that points at a member
and is in no part.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from rostra.accounts.models import User
from rostra.attachments.models import Attachment

AT_ONCE = 500

Row = dict[str, Any]
"""One thing: texts, numbers, times, and lists of rows."""


@dataclass(frozen=True, slots=True)
class CopyPart:
    """One kind of things in the copy."""

    key: str
    """What its files are called."""
    title: Any
    """In the reader's language."""
    models: tuple[type[models.Model], ...]
    """Whose rows are in it."""
    rows: Callable[[User], Iterable[Row]]
    """The things of one member, few at a time; it is asked twice."""


PARTS: list[CopyPart] = []

LEFT_OUT: dict[type[models.Model], str] = {}
"""Models that point at a member and are in no part, each with the reason."""


def add_part(part: CopyPart) -> None:
    """Put one more kind of things into every copy; raises ValueError for a key twice."""
    if any(part.key == taken.key for taken in PARTS):
        raise ValueError(f"the copy has a part called {part.key} already")
    PARTS.append(part)


def in_chunks(rows: "models.QuerySet[Any]") -> Iterator[list[Any]]:
    """Lists of the rows in the order of their ids, read a few hundred at a time.

    All ids are read first: no long-lived query stands in the way of writers, and what
    is written meanwhile neither shifts the rest nor comes twice.
    """
    ids = array("q", rows.order_by("pk").values_list("pk", flat=True).iterator())
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        yield list(rows.filter(pk__in=some.tolist()).order_by("pk"))


def name_in_copy(file: Attachment) -> str:
    """Where a file of theirs lies in the archive."""
    return f"files/{file.pk}-{file.name}"


def row_of(instance: models.Model, *, without: tuple[str, ...] = ()) -> Row:
    """All columns of a row but these, by their names."""
    names = [field.attname for field in instance._meta.concrete_fields]
    return {name: getattr(instance, name) for name in names if name not in without}

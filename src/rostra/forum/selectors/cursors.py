"""Where a list goes on: the sort key of its last row, as an address carries it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadCursor(ValueError):
    """The text is not a cursor that this site made."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A row's sort key and id; the list goes on after it, or ends before it."""

    key: int
    """Microseconds since 1970, or a score."""
    id: int
    is_backwards: bool = False

    def __str__(self) -> str:
        return f"{self.key}-{self.id}"

    @property
    def at(self) -> datetime:
        """The key as a time."""
        return _EPOCH + timedelta(microseconds=self.key)


def micros(at: datetime) -> int:
    """A time as the whole number that a cursor carries."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def read_cursor(before: str | None, after: str | None) -> Cursor | None:
    """The cursor of an address's `before` or `after`; raises BadCursor."""
    text = before or after
    if not text:
        return None
    key, dash, row_id = text.partition("-")
    if not (dash and key.isascii() and key.isdigit() and row_id.isascii()):
        raise BadCursor(text)
    if (
        not row_id.isdigit()
        or len(text) > 40
        or int(key) > 2**62
        or int(row_id) > 2**62
    ):
        raise BadCursor(text)
    cursor = Cursor(int(key), int(row_id), is_backwards=not before)
    try:
        _ = cursor.at
    except OverflowError:
        raise BadCursor(text) from None
    return cursor

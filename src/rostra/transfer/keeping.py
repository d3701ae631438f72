"""The import's own account of what became what: rows looked up and written in bulk."""

from collections.abc import Iterable
from hashlib import sha256

from rostra.forum.services.importing import insert_new
from rostra.transfer.models import ImportedRow

Kind = ImportedRow.Kind
_AT_ONCE = 400
_LONGEST = 120


def short(key: str) -> str:
    """A key as the table can hold it: itself, or the beginning and a hash if too long."""
    if len(key) <= _LONGEST:
        return key
    return f"{key[:50]}#{sha256(key.encode('utf-8', 'replace')).hexdigest()}"


def known(source: str, kind: Kind, keys: Iterable[str]) -> dict[str, int]:
    """Our ids for those of the keys that were imported before."""
    by_short = {short(key): key for key in keys}
    wanted = list(by_short)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = ImportedRow.objects.filter(
            source=short(source), kind=kind, key__in=wanted[start : start + _AT_ONCE]
        )
        found |= {
            by_short[key]: our_id for key, our_id in rows.values_list("key", "our_id")
        }
    return found


def keep(rows: Iterable[tuple[str, Kind, str, int]]) -> None:
    """Note what became what: source, kind, key there, our id. The first note stays."""
    insert_new(
        ImportedRow,
        ("source", "kind", "key", "our_id"),
        (
            (short(source), kind, short(key), our_id)
            for source, kind, key, our_id in rows
        ),
    )


def overwrite(rows: Iterable[tuple[str, Kind, str, int]]) -> None:
    """Note what became what, over what was noted before."""
    ImportedRow.objects.bulk_create(
        [
            ImportedRow(source=short(source), kind=kind, key=short(key), our_id=our_id)
            for source, kind, key, our_id in rows
        ],
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["source", "kind", "key"],
        update_fields=["our_id"],
    )

"""What of the corpus is met, folder by folder, as one table at the end of a run."""

_HEADS = ("met", "missed", "unasked", "refused")
_rows: dict[str, list[int]] = {}


def note(
    name: str, *, met: int, missed: int, unasked: int = 0, refused: int = 0
) -> None:
    """Add to how many values or files were met, missed, could not be asked as a story has
    no such field, and are refused with a reason."""
    row = _rows.setdefault(name, [0] * len(_HEADS))
    for place, count in enumerate((met, missed, unasked, refused)):
        row[place] += count


def table() -> str:
    """The scores noted so far, or nothing."""
    if not _rows:
        return ""
    wide = max(map(len, _rows)) + 2
    heads = "".join(f"{head:>9}" for head in _HEADS)
    lines = [
        f"{name:<{wide}}" + "".join(f"{count or '·':>9}" for count in row)
        for name, row in sorted(_rows.items())
    ]
    return "\n".join(["", " " * wide + heads, *lines])

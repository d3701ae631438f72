"""What of the corpus is met, folder by folder, as one table at the end of a run."""

_rows: dict[str, tuple[int, int, int]] = {}


def note(name: str, *, met: int, missed: int, unasked: int = 0) -> None:
    """Keep how many values or files of a folder were met, missed, and could not be asked."""
    _rows[name] = (met, missed, unasked)


def table() -> str:
    """The scores noted so far, or nothing."""
    if not _rows:
        return ""
    wide = max(map(len, _rows)) + 2
    lines = [f"{name:<{wide}}{m:>6}{n:>8}{u:>9}" for name, (m, n, u) in _rows.items()]
    return "\n".join(["", f"{'':<{wide}}   met  missed  unasked", *lines])

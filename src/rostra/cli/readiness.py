"""Whether an installation is ready as it is, found out without loading Django.

Loading it takes most of a second, and most starts have nothing to prepare.
"""

import importlib.util
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from rostra.cli import sqlite_files
from rostra.site.config import Config
from rostra.site.databases import SQLITE_FILE
from rostra.site.keys import FILE as KEY_FILE

_OWNER_LINK = "owner-link"
_PEOPLE = """
SELECT EXISTS (SELECT 1 FROM accounts_user WHERE role = 'owner'),
       EXISTS (SELECT 1 FROM accounts_user)
"""
_REPLACES = re.compile(r"^    replaces = \[(.*?)\]", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"""\(['"](\w+)['"], ['"](\w+)['"]\)""")


def is_ready(config: Config, *, sample: bool) -> bool:
    """Whether `prepare` would find nothing to do. Raises Failure as it does.

    Only for SQLite; with servers to ask, the answer is no.
    """
    path = config.data / SQLITE_FILE
    if config.database or config.valkey or not sqlite_files.is_there(path):
        return False
    if not (config.data / KEY_FILE).exists():
        return False
    sqlite_files.check(path)
    on_disk, done = migrations_on_disk(), sqlite_files.migrations_in(path)
    if not on_disk <= done <= on_disk | migrations_replaced():
        return False
    with sqlite_files.looking_at(path) as database:
        has_owner, has_people = _people(database)
    can_be_owned = has_owner or (config.data / _OWNER_LINK).exists()
    return can_be_owned and (has_people or not sample)


def _people(database: sqlite3.Connection) -> tuple[bool, bool]:
    found = database.execute(_PEOPLE).fetchone()
    return bool(found[0]), bool(found[1])


def migrations_on_disk() -> set[tuple[str, str]]:
    """The migrations of all apps, (app, name), by the names of their files."""
    return {(app, path.stem) for app, path in _files()}


def migrations_replaced() -> set[tuple[str, str]]:
    """The old migrations that they stand for, by the text of their files."""
    return {
        (app, name)
        for _, path in _files()
        for names in _REPLACES.findall(path.read_text("utf-8"))
        for app, name in _NAME.findall(names)
    }


def _files() -> Iterator[tuple[str, Path]]:
    from rostra.site.settings import INSTALLED_APPS
    from rostra.site.signing import PACKAGES

    for app in (PACKAGES.get(name, name) for name in INSTALLED_APPS):
        for path in _folder_of(app).glob("migrations/[0-9]*.py"):
            yield app.rpartition(".")[2], path


def _folder_of(package: str) -> Path:
    found = importlib.util.find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent

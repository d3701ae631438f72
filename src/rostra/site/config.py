"""What an installation can be told from outside: typed once, read everywhere else.

Each field is one setting, given as `ROSTRA_<NAME>` in the environment or as
`<name>` in `rostra.toml` in the data folder; the environment wins. `docs/settings.md`
has the same table, and a test holds the two together.
"""

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


class SettingError(ValueError):
    """A setting is unknown or has a value of the wrong kind; the text says which."""


def _setting(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one installation, checked."""

    data: Path = _setting(Path("data"), "Folder in which everything is kept.")
    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on.")
    workers: int = _setting(1, "Web processes.")
    threads: int = _setting(3, "Threads in each process that run Django.")
    address: str = _setting(
        "", "Public address of the site, such as https://forum.example."
    )
    database: str = _setting(
        "", "PostgreSQL address, postgresql://…; empty means SQLite in the data folder."
    )
    valkey: str = _setting(
        "", "Valkey or Redis address, redis://…; empty keeps this in the process."
    )
    time_zone: str = _setting("UTC", "Time zone of the times printed on pages.")
    posts_per_page: int = _setting(20, "Posts on a page of a topic.")
    page_cache_mb: int = _setting(32, "Memory for signed-out pages, in megabytes.")
    trusted_proxies: int = _setting(
        0, "Reverse proxies in front whose X-Forwarded-For and -Proto are believed."
    )
    log_level: str = _setting("warning", "debug, info, warning or error.")


def load(environ: dict[str, str] | None = None) -> Config:
    """Read the settings; raises SettingError, in one line, if one cannot be used."""
    given = dict(os.environ if environ is None else environ)
    from_env = {
        name.removeprefix("ROSTRA_").lower(): value
        for name, value in given.items()
        if name.startswith("ROSTRA_")
    }
    data = Path(from_env.get("data", "data"))
    from_file = _read_file(data / "rostra.toml")
    return Config(**{**_typed(from_file, "rostra.toml"), **_typed(from_env, "ROSTRA_")})


def _read_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} cannot be read: {error}") from None


def _typed(values: dict[str, Any], where: str) -> dict[str, Any]:
    known = {f.name: f for f in fields(Config)}
    typed = {}
    for name, value in values.items():
        if name not in known:
            raise SettingError(f"{where}: there is no setting called {name}")
        kind = type(known[name].default)
        try:
            typed[name] = Path(value) if issubclass(kind, Path) else kind(value)
        except (TypeError, ValueError):
            raise SettingError(
                f"{where}: {name} must be {kind.__name__}, not {value!r}"
            ) from None
    return typed

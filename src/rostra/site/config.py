"""What an installation can be told from outside: typed once, read everywhere else.

Each field is one setting, given as `ROSTRA_<NAME>` in the environment or as
`<name>` in `rostra.toml` in the data folder; the environment wins. `docs/settings.md`
has the same table, and a test holds the two together.
"""

import difflib
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from rostra.foundation.languages import LANGUAGES
from rostra.site.setting_kinds import (
    OtherSite,
    SettingError,
    as_text,
    folder,
    one_of,
    other_sites,
    public_address,
    starting_with,
    switch,
    time_zone,
    whole_number,
)

FILE = "rostra.toml"
FOR_DEVELOPERS = ("ROSTRA_CORPUS", "ROSTRA_TEST_", "ROSTRA_BENCH_")
"""How the names of variables begin that tests and benchmarks read; no settings."""

_WITH_SECRETS = ("database", "valkey", "secret_key", "smtp", "sign_in_with")
"""Settings whose values may hold a password, and are never printed."""


def _setting(default: Any, read: Callable[[Any], Any], meaning: str) -> Any:
    return field(default=default, metadata={"read": read, "meaning": meaning})


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one installation, checked."""

    data: Path = _setting(
        Path("data"), folder, "Folder in which everything is kept; not in rostra.toml."
    )
    host: str = _setting("127.0.0.1", as_text, "Address to listen on.")
    port: int = _setting(8000, whole_number(1, 65535), "Port to listen on.")
    workers: int = _setting(1, whole_number(1, 64), "Web processes.")
    threads: int = _setting(
        3, whole_number(1, 64), "Threads in each process that make pages."
    )
    address: str = _setting(
        "", public_address, "Public address of the site, such as https://forum.example."
    )
    database: str = _setting(
        "",
        starting_with("postgresql://", "postgres://"),
        "PostgreSQL address, postgresql://…; empty means SQLite in the data folder.",
    )
    valkey: str = _setting(
        "",
        starting_with("valkey://", "redis://", "rediss://", "unix://"),
        "Valkey or Redis address, redis://…; empty keeps this in the process.",
    )
    secret_key: str = _setting(
        "",
        as_text,
        "Key that signs sessions, the same on every node; "
        "empty means secret.key in the data folder.",
    )
    smtp: str = _setting(
        "",
        starting_with("smtp://", "smtps://", "smtp+plain://"),
        "Mail server, smtps://user:password@host:465 (TLS), smtp://…:587 (STARTTLS) or "
        "smtp+plain://localhost:25; empty means that no mail is sent.",
    )
    mail_from: str = _setting(
        "", as_text, "Sender of the site's mail; empty means forum@ the site's host."
    )
    sign_in_with: tuple[OtherSite, ...] = _setting(
        (),
        other_sites,
        "Other sites whose members may sign in here, by OpenID Connect: "
        "[[sign_in_with]] with name, issuer, client and secret; in the environment JSON.",
    )
    snapshots: bool = _setting(
        True, switch, "Whether the database is copied before a migration."
    )
    language: str = _setting(
        "en",
        one_of(*LANGUAGES),
        "Language of pages for whoever has chosen none: " + ", ".join(LANGUAGES) + ".",
    )
    time_zone: str = _setting(
        "UTC", time_zone, "Time zone of the times printed on pages."
    )
    posts_per_page: int = _setting(
        20, whole_number(1, 200), "Posts on a page of a topic."
    )
    keep_addresses_days: int = _setting(
        30,
        whole_number(0, 3650),
        "Days for which the network address is kept that somebody signed in from; "
        "0 keeps none.",
    )
    page_cache_mb: int = _setting(
        32, whole_number(0, 65536), "Memory for signed-out pages, in megabytes."
    )
    trusted_proxies: int = _setting(
        0,
        whole_number(0, 16),
        "Reverse proxies in front whose X-Forwarded-For and -Proto are believed.",
    )
    log_level: str = _setting(
        "warning",
        one_of("debug", "info", "warning", "error"),
        "What is written to the log: debug, info, warning or error.",
    )


def load(environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings; raises SettingError, in one line, if one cannot be used."""
    given = os.environ if environ is None else environ
    from_env = {
        name.removeprefix("ROSTRA_").lower(): value
        for name, value in given.items()
        if name.startswith("ROSTRA_") and not name.startswith(FOR_DEVELOPERS)
    }
    env = _typed(from_env, lambda name: f"ROSTRA_{name.upper()}")
    data = env.get("data", Config().data)
    return Config(**{**_from_file(data / FILE), **env})


def _from_file(path: Path) -> dict[str, Any]:
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise SettingError(f"{path} cannot be read: {error}") from None
    if "data" in given:
        raise SettingError(
            f"{path}: data cannot be set there, because the file lies in that folder; "
            "use ROSTRA_DATA or --data"
        )
    return _typed(given, lambda name: f"{path}: {name}")


def _typed(values: dict[str, Any], spell: Callable[[str], str]) -> dict[str, Any]:
    """Values by field name; `spell` tells how a name was written by whoever set it."""
    reading = {f.name: f.metadata["read"] for f in fields(Config)}
    typed = {}
    for name, value in values.items():
        if name not in reading:
            raise SettingError(_unknown(name, list(reading), spell))
        try:
            typed[name] = reading[name](value)
        except (TypeError, ValueError) as error:
            given = "" if name in _WITH_SECRETS else f", not {value!r}"
            raise SettingError(f"{spell(name)} must be {error}{given}") from None
    return typed


def _unknown(name: str, names: list[str], spell: Callable[[str], str]) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"; did you mean {spell(near[0])}?" if near else ""
    return f"{spell(name)} is not a setting of Rostra{hint}"

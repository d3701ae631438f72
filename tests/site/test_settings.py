"""What Django is told, for the settings that an installation may have."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from rostra.site.config import Config
from rostra.site.databases import database
from rostra.site.keys import make_secret_key, secret_key
from rostra.site.logs import OneLine, is_worth_a_line

SOURCE = Path(__file__).parents[2] / "src"


def django_settings(*names: str, **environ: str) -> dict:
    """Some of Django's settings, as a process with these variables has them."""
    program = (
        "import json, sys; from rostra.site import settings;"
        "print(json.dumps({n: getattr(settings, n, None) for n in sys.argv[1:]}))"
    )
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ROSTRA_")}
    told = subprocess.run(
        [sys.executable, "-c", program, *names],
        env={**kept, "PYTHONPATH": str(SOURCE), **environ},
        capture_output=True,
        check=True,
    )
    return json.loads(told.stdout)


def test_cookies_are_secure_where_the_site_is():
    name = "SESSION_COOKIE_SECURE"

    assert django_settings(name, ROSTRA_ADDRESS="https://forum.example")[name] is True
    assert django_settings(name, ROSTRA_ADDRESS="http://forum.example")[name] is False


def test_only_the_site_s_own_host_is_answered_to_once_it_is_known():
    told = django_settings("ALLOWED_HOSTS", ROSTRA_ADDRESS="https://forum.example")

    assert told["ALLOWED_HOSTS"] == ["forum.example", "localhost", "127.0.0.1", "[::1]"]


def test_nobody_is_believed_about_https_unless_a_proxy_is_trusted():
    name = "SECURE_PROXY_SSL_HEADER"

    assert django_settings(name)[name] is None
    assert django_settings(name, ROSTRA_TRUSTED_PROXIES="1")[name] is not None


def test_a_postgresql_address_becomes_a_pool_of_connections():
    config = Config(database="postgresql://me:se%20cret@db:5433/forum?sslmode=require")

    made = database(config)

    assert made["ENGINE"] == "django.db.backends.postgresql"
    assert (made["USER"], made["PASSWORD"]) == ("me", "se cret")
    assert (made["HOST"], made["PORT"], made["NAME"]) == ("db", "5433", "forum")
    assert made["OPTIONS"]["sslmode"] == "require"
    assert made["OPTIONS"]["pool"]["max_size"] > config.threads


def test_sqlite_is_made_to_keep_what_it_was_told(tmp_path):
    made = database(Config(data=tmp_path))

    assert made["NAME"] == tmp_path / "rostra.sqlite3"
    assert "synchronous=FULL" in made["OPTIONS"]["init_command"]
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path):
    make_secret_key(tmp_path)
    first = secret_key(tmp_path)
    make_secret_key(tmp_path)

    assert len(first) > 40
    assert secret_key(tmp_path) == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_password_is_kept_as_argon2_of_a_cost_one_can_afford():
    kept = make_password("four sturdy wooden spoons")

    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("four sturdy wooden spoons", kept)
    assert not identify_hasher(kept).must_update(kept)


@pytest.mark.parametrize("password", ["short", "password123", "0123456789"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_record_of_the_log_is_one_line():
    record = logging.LogRecord("a.b", logging.ERROR, "", 1, "one\ntwo", (), None)
    record.created = 0.0

    line = OneLine().format(record)

    assert line == "1970-01-01T00:00:00Z ERROR a.b: one | two"


def test_readers_who_come_too_early_fill_no_log():
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "", (), None)
    record.status_code = 503

    assert not is_worth_a_line(record)

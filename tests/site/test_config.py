"""Settings are typed once, and each is documented."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from rostra.site.config import Config, load
from rostra.site.setting_kinds import SettingError

DOCUMENTED = Path(__file__).parents[2] / "docs" / "settings.md"


def refusal_of(**environ: str) -> str:
    with pytest.raises(SettingError) as refused:
        load(environ)
    return str(refused.value)


def test_without_settings_everything_has_a_default(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert load({}) == Config()


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / "rostra.toml").write_text('port = 81\ntime_zone = "Europe/Paris"')

    config = load({"ROSTRA_DATA": str(tmp_path), "ROSTRA_PORT": "82"})

    assert (config.port, config.time_zone) == (82, "Europe/Paris")
    assert config.data == tmp_path


@pytest.mark.parametrize(
    ("written", "meant"),
    [("yes", True), ("On", True), ("1", True), ("false", False), ("no", False)],
)
def test_a_truth_value_is_written_in_words(written, meant):
    assert load({"ROSTRA_SNAPSHOTS": written}).snapshots is meant


@pytest.mark.parametrize("written", ["https://forum.example", "https://forum.example/"])
def test_the_public_address_has_no_slash_at_its_end(written):
    assert load({"ROSTRA_ADDRESS": written}).address == "https://forum.example"


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("PORT", "abc", "must be a whole number between 1 and 65535, not 'abc'"),
        ("PORT", "0", "must be a whole number between 1 and 65535, not '0'"),
        ("PORT", "", "must be a whole number between 1 and 65535, not ''"),
        ("SNAPSHOTS", "perhaps", "must be true or false, not 'perhaps'"),
        ("LOG_LEVEL", "loud", "must be debug, info, warning or error, not 'loud'"),
        ("TIME_ZONE", "Mars/Olympus", "must be a time zone such as Europe/Paris"),
        ("TIME_ZONE", "../../etc/passwd", "must be a time zone such as Europe/Paris"),
        ("ADDRESS", "forum.example", "must be scheme and host, such as"),
        ("ADDRESS", "https://forum.example/talk", "must be scheme and host, such as"),
        ("VALKEY", "memcached://x", "must be an address that starts with valkey://"),
        ("DATA", "", "must be the path of a folder"),
    ],
)
def test_a_wrong_value_is_told_with_what_it_must_be(name, value, answer):
    assert f"ROSTRA_{name} {answer}" in refusal_of(**{f"ROSTRA_{name}": value})


def test_a_wrong_value_that_may_hold_a_password_is_not_repeated():
    refusal = refusal_of(ROSTRA_DATABASE="mysql://me:hush@db/forum")

    assert "ROSTRA_DATABASE must be an address that starts with" in refusal
    assert "hush" not in refusal


def test_an_unknown_setting_is_told_with_the_one_that_was_meant():
    assert refusal_of(ROSTRA_WORKER="2") == (
        "ROSTRA_WORKER is not a setting of Rostra; did you mean ROSTRA_WORKERS?"
    )


@pytest.mark.parametrize("line", ["port = true", "port = 8000.5", "host = 1"])
def test_the_file_has_types_of_its_own(tmp_path, line):
    (tmp_path / "rostra.toml").write_text(line)

    assert "rostra.toml" in refusal_of(ROSTRA_DATA=str(tmp_path))


def test_every_setting_is_in_the_table():
    rows = [
        line for line in DOCUMENTED.read_text("utf-8").splitlines() if "ROSTRA_" in line
    ]

    assert rows == [row_of(field) for field in fields(Config)]


def row_of(field) -> str:
    name = "–" if field.name == "data" else f"`{field.name}`"
    words = {True: "true", False: "false", (): ""}
    default = words.get(field.default, str(field.default))
    if isinstance(field.default, int) and not isinstance(field.default, bool):
        default = str(field.default)
    shown = f"`{default}`" if default else "empty"
    variable = f"`ROSTRA_{field.name.upper()}`"
    return f"| {name} | {variable} | {shown} | {field.metadata['meaning']} |"


NEWSROOM = {"name": "The Newsroom", "issuer": "https://n.example", "client": "forum"}


def test_other_sites_are_tables_or_json(tmp_path):
    written = NEWSROOM | {"secret": "s"}
    lines = [f'{key} = "{value}"' for key, value in written.items()]
    (tmp_path / "rostra.toml").write_text("[[sign_in_with]]\n" + "\n".join(lines))

    from_file = load({"ROSTRA_DATA": str(tmp_path)})
    from_environment = load({"ROSTRA_SIGN_IN_WITH": json.dumps([written])})

    assert from_file.sign_in_with == from_environment.sign_in_with
    assert [site.key for site in from_file.sign_in_with] == ["the-newsroom"]


@pytest.mark.parametrize(
    "wrong",
    [
        "nonsense",
        json.dumps([NEWSROOM]),
        json.dumps([NEWSROOM | {"secret": "s", "issuer": "ftp://n.example"}]),
        json.dumps([NEWSROOM | {"secret": "s"}] * 2),
        "5",
    ],
)
def test_another_site_that_is_not_all_there_is_refused_without_its_secret(wrong):
    told = refusal_of(ROSTRA_SIGN_IN_WITH=wrong)

    assert "tables with name, issuer, client, secret" in told
    assert '"s"' not in told

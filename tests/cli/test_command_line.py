"""What one types, and what is said to what one mistypes."""

import re

import pytest
from click.testing import CliRunner

from rostra import __version__
from rostra.cli import rostra


def said(*arguments: str) -> tuple[int, str]:
    ended = CliRunner().invoke(rostra, arguments, prog_name="rostra")
    return ended.exit_code, ended.output


def test_help_lists_the_commands():
    code, text = said("--help")

    assert code == 0
    for name in ("serve", "import", "doctor"):
        assert f"  {name} " in text


def test_the_version_is_told():
    assert said("--version") == (0, f"Rostra {__version__}\n")


@pytest.mark.parametrize("name", ["serve", "import", "doctor"])
def test_every_command_explains_itself(name):
    code, text = said(name, "--help")

    assert code == 0
    assert f"Usage: rostra {name}" in text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (["serv"], "There is no command called serv. Did you mean serve?"),
        (["frobnicate"], "There is no command called frobnicate. See rostra --help."),
        (["--loud"], "No such option"),
        (["serve", "--prot", "1"], "--port"),
        (["serve", "--port", "70000"], "70000"),
    ],
)
def test_what_is_unknown_is_answered_politely(typed, answer):
    code, text = said(*typed)

    assert code == 2
    assert answer in text
    assert "Traceback" not in text


@pytest.mark.server
def test_help_answers_at_once(run):
    """It reads nothing of the site: neither Django nor any command is imported."""
    told = run("--help", PYTHONPROFILEIMPORTTIME="1")

    imported = set(re.findall(r"\| +([\w.]+)$", told.stderr, re.MULTILINE))
    assert "click" in imported
    assert not imported & {"django", "granian", "sqlite3", "jinja2"}
    ours = {name for name in imported if name.partition(".")[0] == "rostra"}
    assert ours == {"rostra", "rostra.cli"}

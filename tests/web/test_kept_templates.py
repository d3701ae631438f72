"""Compiled templates are kept, and are never the reason that a page cannot be shown."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from rostra.web import kept_templates as keeping
from rostra.web.kept_templates import FOLDER, kept_templates

HERE = Path(__file__)


@pytest.fixture
def shown(tmp_path):
    """What a template says, in an environment of its own each time."""

    def show(text="Hello {{ name }}"):
        cache = kept_templates(tmp_path, HERE)
        made = Environment(loader=DictLoader({"a": text}), bytecode_cache=cache)
        return made.get_template("a").render(name="Ann")

    return show


def files(folder):
    return [file for file in (folder / FOLDER).rglob("*") if file.is_file()]


def test_a_template_is_compiled_once(shown, tmp_path, monkeypatch):
    assert shown() == "Hello Ann"
    monkeypatch.setattr(Environment, "compile", None)

    assert shown() == "Hello Ann"
    assert len(files(tmp_path)) == 1


def test_one_that_changed_is_compiled_anew(shown):
    assert shown() == "Hello Ann"
    assert shown("Bye {{ name }}") == "Bye Ann"


@pytest.mark.parametrize("part", [0, 3, 10, 20, 60, -1])
def test_half_a_file_is_no_harm(shown, tmp_path, part):
    shown()
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[:part] + b"\xff" * 20)

    assert shown() == "Hello Ann"


def test_nor_is_a_disk_that_takes_nothing(shown, tmp_path, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    shown()
    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)

    assert shown("Another {{ name }}") == "Another Ann"
    monkeypatch.setattr(Path, "mkdir", full)
    assert shown() == "Hello Ann"


def test_what_another_environment_made_is_not_taken_and_goes(
    shown, tmp_path, monkeypatch
):
    shown()
    (before,) = files(tmp_path)
    monkeypatch.setattr(keeping.jinja2, "__version__", "99")

    shown()

    (after,) = files(tmp_path)
    assert after.parent != before.parent


def test_there_is_none_without_a_data_folder(tmp_path):
    assert kept_templates(tmp_path / "nothing", HERE) is None
    assert not (tmp_path / "nothing").exists()

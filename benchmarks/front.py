"""How fast a signed-out page comes from memory, beside nginx serving the same bytes.

    python benchmarks/front.py [--seconds 2] [--rounds 3] [--json FILE]

Needs nginx and wrk. Starts nginx with one worker on a file that is compressed already,
and Granian with the front and a page of the same bytes; asks both in turn, so that what
else the machine does falls on both alike; prints requests a second, processor time a
request, and the ratios. On a machine that others use, believe the processor time.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PAGE_BYTES = 12_000
"""Of the compressed page: about what a topic page of twenty posts has."""

HEADERS = {
    "Accept-Encoding": "gzip",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0",
}
NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 10000000;
    client_body_temp_path {folder};
    proxy_temp_path {folder};
    fastcgi_temp_path {folder};
    uwsgi_temp_path {folder};
    scgi_temp_path {folder};
    default_type "text/html; charset=utf-8";
    open_file_cache max=10;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/site;
        add_header Content-Encoding gzip;
    }}
}}
"""


class Site(NamedTuple):
    """A running server: what to ask, and the process that answers."""

    url: str
    pid: int


class Rate(NamedTuple):
    """How fast a site was."""

    a_second: float
    cpu: float
    """Microseconds of processor time a request."""


def main() -> None:
    """Measure and print."""
    options = _options()
    with contextlib.ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # nginx's worker is another user.
        sites = {
            "nginx": running.enter_context(_nginx(folder)),
            "front": running.enter_context(_front(folder, options.granian)),
        }
        results = {
            connections: _measure(sites, connections, options)
            for connections in (1, 16)
        }
    _tell(results)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--granian", default="--loop asyncio", help="its options")
    parser.add_argument("--json", type=Path)
    for program in ("nginx", "wrk"):
        if shutil.which(program) is None:
            parser.error(f"{program} is not installed (apt-get install {program})")
    return parser.parse_args()


def _measure(
    sites: dict[str, Site], connections: int, options: argparse.Namespace
) -> dict[str, Rate]:
    rates: dict[str, list[Rate]] = {name: [] for name in sites}
    for _ in range(options.rounds):
        for name, site in sites.items():
            rates[name].append(_rate(site, connections, options.seconds))
    return {
        name: Rate(*map(statistics.median, zip(*r, strict=True)))
        for name, r in rates.items()
    }


def _rate(site: Site, connections: int, seconds: int) -> Rate:
    headers = [f"-H{name}: {value}" for name, value in HEADERS.items()]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *headers, site.url]
    before = _cpu_seconds(site.pid)
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(said)
    spent = _cpu_seconds(site.pid) - before
    requests = int(re.findall(r"(\d+) requests in", said)[0])
    a_second = float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0])
    return Rate(a_second, 1e6 * spent / requests)


def _cpu_seconds(pid: int) -> float:
    """Processor time that a process has taken, its threads included (proc(5))."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _tell(results: dict[int, dict[str, Rate]]) -> None:
    print("connections   nginx/s   front/s  ratio   nginx cpu   front cpu  ratio")
    for connections, rate in results.items():
        nginx, front = rate["nginx"], rate["front"]
        print(
            f"{connections:>11} {nginx.a_second:>9.0f} {front.a_second:>9.0f} "
            f"{front.a_second / nginx.a_second:>6.2f} "
            f"{nginx.cpu:>8.1f} us {front.cpu:>8.1f} us {nginx.cpu / front.cpu:>6.2f}"
        )


def page() -> bytes:
    """The page before it is compressed: text that becomes about PAGE_BYTES in gzip."""
    words = "".join(f"<p>{n * 7919 % 10_000_019:x} said so</p>" for n in range(2_420))
    return words.encode()


@contextlib.contextmanager
def _nginx(folder: Path) -> Iterator[Site]:
    port, site = _free_port(), folder / "site"
    site.mkdir()
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    (site / "page").write_bytes(packer.compress(page()) + packer.flush())
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, port=port))
    command = [shutil.which("nginx"), "-c", settings, "-e", folder / "error.log"]
    with _worker(command, port) as pid:
        yield Site(f"http://127.0.0.1:{port}/page", pid)


@contextlib.contextmanager
def _front(folder: Path, options: str) -> Iterator[Site]:
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "rsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--http", "1", "--no-ws", *options.split(), "front_app:front"]
    environ = {"FRONT_FOLDER": str(folder), "PYTHONPATH": str(HERE)}
    with _worker(command, port, **environ) as pid:
        yield Site(f"http://127.0.0.1:{port}/topic/7-the-same/", pid)


@contextlib.contextmanager
def _worker(command: list, port: int, **environ: str) -> Iterator[int]:
    """Start a server; the pid of its one worker."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen(command, env={**os.environ, **environ}, **quiet)
    try:
        _wait_for(port)
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        yield int(children.read_text().split()[-1])
    finally:
        running.terminate()
        running.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port)),
        ):
            time.sleep(0.7)
            return
        time.sleep(0.05)
    raise SystemExit(f"nothing answers on port {port}")


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]


if __name__ == "__main__":
    main()

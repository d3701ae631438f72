"""The web processes: started, watched, restarted when they die, and stopped."""

import gc
import os
import signal
import socket
import sys
import threading
import time
from functools import partial
from typing import Any

import click
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from rostra.cli.children import die_with_parent
from rostra.cli.listening import address_of
from rostra.site.config import Config
from rostra.site.logs import OneLine

GRACE = 6
"""Seconds in which a web process may finish what is under way before it is killed."""


def supervise(config: Config) -> None:
    """Run the web processes until SIGTERM or SIGINT.

    This process never loads Django: it only watches, and so stays small.
    """
    server = Server(
        "rostra.site.front:app",
        address=address_of(config.host),
        port=config.port,
        interface=Interfaces.RSGI,
        workers=config.workers,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_level=LogLevels(config.log_level),
        log_dictconfig=_logging(),
    )
    threading.Thread(target=_greet, args=(config,), daemon=True).start()
    server.serve(target_loader=partial(_load, os.getpid()), wrap_loader=False)


def _load(parent: int) -> Any:
    """Load the site in a web process that was just forked from `parent`."""
    # Until the server sets its own handlers, a signal simply ends the process; those
    # it has from its parent would do nothing here.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    # Ctrl-C in a terminal goes to the parent alone, which then stops the others.
    os.setpgid(0, 0)
    die_with_parent(parent, signal.SIGKILL)

    # Of what is loaded now nothing becomes garbage: looking for some is a twentieth of
    # the start. When all is there, it is put aside for good (site/front.py).
    gc.disable()
    from rostra.site.front import app

    gc.enable()
    return app


def _greet(config: Config) -> None:
    """Say where the site is, once it answers there."""
    while not _answers(config):
        time.sleep(0.02)
    at = config.address or f"http://{_shown(config.host)}:{config.port}"
    click.echo(f"Rostra is running at {at}/")
    token = _owner_token(config)
    if token:
        click.echo(f"Nobody owns this site yet. Once, here:  {at}/set-up/{token}/")
    click.echo("Stop it with Ctrl-C.")
    sys.stdout.flush()


def _answers(config: Config) -> bool:
    host = _shown(address_of(config.host)).strip("[]")
    try:
        socket.create_connection((host, config.port), timeout=1).close()
    except OSError:
        return False
    return True


def _shown(host: str) -> str:
    """The host as one would type it into a browser on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{host}]" if ":" in host else host


def _owner_token(config: Config) -> str:
    """The token in the one-time link; its file is there while nobody owns the site."""
    try:
        return (config.data / "owner-link").read_text("ascii").strip()
    except OSError:
        return ""


def _logging() -> dict[str, Any]:
    """Granian's log lines in the form of ours, on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": OneLine}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        },
        "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
    }

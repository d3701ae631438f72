"""Load: the same requests to several servers in turn, with wrk."""

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.servers import Server

REPORT = Path(__file__).with_name("report.lua")
IN_TURN = Path(__file__).with_name("in_turn.lua")
BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en-GB,en;q=0.5",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}
"""What a browser says of itself; nginx is told the same."""

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Round:
    """What one short run of wrk found."""

    rate: float
    """Requests a second."""
    p50: float
    """Milliseconds."""
    p95: float
    cpu: float
    """Milliseconds of the server's processor time a request."""
    size: float
    """Bytes of a response, with its headers."""


@dataclass(slots=True)
class Target:
    """Addresses of a server, asked for in one way."""

    name: str
    server: Server
    paths: Sequence[str]
    """Asked for in turn."""
    cookie: str = ""
    connections: int = 1
    rounds: list[Round] = field(default_factory=list)

    def median(self, what: str) -> float:
        """The median of one figure over all rounds."""
        return statistics.median(getattr(found, what) for found in self.rounds)

    def against(self, other: "Target", what: str = "rate") -> float:
        """The median of the ratios to another target, round by round."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return statistics.median(getattr(a, what) / getattr(b, what) for a, b in pairs)

    def at_best(self, other: "Target") -> float:
        """How much cheaper it is than another, by processor time in the best rounds.

        What else the machine does makes answers late, and these figures hardly worse.
        """
        best, others = (min(found.cpu for found in t.rounds) for t in (self, other))
        return others / best


def interleave(targets: Sequence[Target], rounds: int, seconds: int = 1) -> None:
    """Measure targets in turn, so that what else the machine does meets all alike."""
    for target in targets:
        _wrk(target, 1)  # Warms up, and is not counted.
    for number in range(rounds):
        ordered = targets if number % 2 == 0 else list(reversed(targets))
        for target in ordered:
            target.rounds.append(_wrk(target, seconds))


def headers(cookie: str = "") -> dict[str, str]:
    """The request headers of a browser with this Cookie header, or none."""
    return BROWSER | ({"Cookie": cookie} if cookie else {})


def _wrk(target: Target, seconds: int) -> Round:
    processes = target.server.tree()
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_script(target.paths))
        script.flush()
        before = _processor_time(processes)
        done = subprocess.run(
            _command(target, seconds, script.name),
            capture_output=True,
            text=True,
            check=True,
        )
    spent = _processor_time(processes) - before
    found = json.loads(done.stdout.splitlines()[-1])
    if found["bad"] or not found["requests"]:
        raise SystemExit(f"{target.name}: {target.paths[0]} gave errors: {found}")
    return Round(
        rate=found["requests"] / found["seconds"],
        p50=found["p50"],
        p95=found["p95"],
        cpu=spent / found["requests"] * 1e3,
        size=found["bytes"] / found["requests"],
    )


def _command(target: Target, seconds: int, script: str) -> list[str]:
    command = ["wrk", "-t1", f"-c{target.connections}", f"-d{seconds}s"]
    command += ["--timeout", "10s", "-s", script]
    for name, value in headers(target.cookie).items():
        command += ["-H", f"{name}: {value}"]
    return [*command, f"http://127.0.0.1:{target.server.port}{target.paths[0]}"]


def _script(paths: Sequence[str]) -> str:
    script = REPORT.read_text()
    if len(paths) > 1:
        listed = ", ".join(json.dumps(path) for path in paths)
        script += IN_TURN.read_text().replace("PATHS", listed)
    return script


def _processor_time(processes: list[int]) -> float:
    """Seconds that processes have computed, in all (proc(5))."""
    total = 0.0
    for pid in processes:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        total += (int(fields[11]) + int(fields[12])) / _TICK
    return total

"""`python -m benchmarks.telling`: whether the time of an answer tells who has an account.

A wrong password and a forgotten one are sent in turn for members and for nobody, each
from another address. Printed is how long the answers took, and how often one for a member
took longer than one for nobody (the area under the ROC curve; 0.5 tells nothing). Ends
with 1 where that is further from 0.5 than chance makes it once in a thousand runs.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path
from statistics import median

from benchmarks.servers import rostra
from tests.servers import Letters, start_smtp
from tests.visiting import PASSWORD, Visitor

MEMBERS = 16
ROUNDS = 10
"""Askings for each member. More than fifteen a minute would meet the limits."""


def main() -> int:
    """Measure both doors; gives the exit code."""
    with start_smtp() as (smtp, letters), tempfile.TemporaryDirectory() as folder:
        env = {"ROSTRA_SMTP": smtp, "ROSTRA_TRUSTED_PROXIES": "1"}
        data, log = Path(folder, "data"), Path(folder, "log")
        with rostra(data, log, env, "--sample") as server:
            base = f"http://127.0.0.1:{server.port}"
            names = [f"Member {number}" for number in range(MEMBERS)]
            for name in names:
                _join(Visitor(base), name, letters)
            doors = (("wrong password", _wrong_password), ("reset", _reset))
            tells = [_measure(title, ask, base, names) for title, ask in doors]
    return 1 if any(tells) else 0


def _measure(
    title: str, ask: Callable[[Visitor, str], float], base: str, names: list[str]
) -> bool:
    there: list[float] = []
    not_there: list[float] = []
    for turn in range(ROUNDS):
        for number, name in enumerate(names):
            nobody = f"Nobody {turn} {number}"
            pair = [(there, name), (not_there, nobody)]
            # Whoever comes second finds warmer caches, so they take turns.
            for times, who in pair if (turn + number) % 2 else reversed(pair):
                times.append(ask(Visitor(base), who))
    higher = sum((a > b) + (a == b) / 2 for a, b in product(there, not_there))
    area = higher / (len(there) * len(not_there))
    # The standard deviation of that area where both come from one distribution.
    chance = (
        (len(there) + len(not_there) + 1) / 12 / len(there) / len(not_there)
    ) ** 0.5
    print(
        f"{title:15} a member {median(there):6.1f} ms, nobody {median(not_there):6.1f} ms;"
        f" longer for a member: {area:.2f} (chance: 0.5 ± {3.3 * chance:.2f})"
    )
    return abs(area - 0.5) > 3.3 * chance


def _wrong_password(visitor: Visitor, name: str) -> float:
    return _timed(visitor, "/sign-in/", 422, login=name, password="not the password")


def _reset(visitor: Visitor, name: str) -> float:
    return _timed(visitor, "/account/password/reset/", 302, email=_address(name))


def _timed(visitor: Visitor, path: str, status: int, **fields: str) -> float:
    visitor.get("/sign-in/")  # so that the connection is there
    begun = time.perf_counter()
    answer = visitor.post(path, **fields)
    took = (time.perf_counter() - begun) * 1000
    visitor.close()
    if answer.status != status:
        raise SystemExit(f"{path} answered {answer.status}:\n{answer.text[:2000]}")
    return took


def _join(visitor: Visitor, name: str, letters: Letters) -> None:
    email = _address(name)
    sent = {"name": name, "email": email, "password": PASSWORD, "proof": visitor.work()}
    visitor.post("/sign-up/", **sent)
    confirmed = visitor.post("/sign-up/confirm/", code=letters.code_to(email))
    if confirmed.status != 302:
        raise SystemExit(f"sign-up answered {confirmed.status}")
    visitor.close()


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.com"


if __name__ == "__main__":
    sys.exit(main())

"""Presence: who was here in the last fifteen minutes, members by name, guests counted.

A guest is known by a hash of address and browser under a salt that is kept in memory
and forgotten within a day, so nobody can be found again by it.
"""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import Any

from rostra.foundation.versions import connect

STAYS = 15 * 60.0
"""Seconds for which somebody counts as here."""

EVERYWHERE = ""
"""The place that is the whole site."""

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class MemberHere:
    """A member as a list of who is here shows them."""

    id: int
    name: str
    url: str
    is_hidden: bool = False
    """Whether they are only counted, because they chose not to be seen."""


@dataclass(frozen=True, slots=True)
class Here:
    """Who is at a place: members to name, members who hide, guests."""

    members: tuple[MemberHere, ...] = ()
    hidden: int = 0
    guests: int = 0


class _Recent:
    """Keys in the order in which they were last seen, each with a value."""

    __slots__ = ("seen",)

    def __init__(self) -> None:
        self.seen: dict[Any, tuple[float, Any]] = {}

    def see(self, key: Any, value: Any, now: float) -> None:
        self.seen.pop(key, None)
        self.seen[key] = (now, value)

    def forget(self, before: float) -> None:
        while self.seen:
            oldest = next(iter(self.seen))
            if self.seen[oldest][0] >= before:
                return
            del self.seen[oldest]


class _Place:
    __slots__ = ("guests", "members", "touched")

    def __init__(self) -> None:
        self.guests = _Recent()
        self.members = _Recent()
        self.touched = 0.0


class Presence:
    """Presence in the memory of one process."""

    MOST_AT_A_PLACE = 10_000
    MOST_PLACES = 2_000

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._places: dict[str, _Place] = {}
        self._lock = Lock()
        self._salt = secrets.token_bytes(16)
        self._salted_at = clock()

    def guest_key(self, address: str, agent: str) -> str:
        """What a guest at this address with this browser is counted by."""
        return _hashed(self._salt, address, agent)

    def seen_guest(self, place: str, key: str) -> None:
        """A guest is reading at a place, such as `topic:7`."""
        now = self._clock()
        with self._lock:
            for where in (place, EVERYWHERE):
                self._see(self._place(where, now).guests, key, None, now)

    def seen_member(self, place: str, member: MemberHere) -> None:
        """A member is reading at a place."""
        now = self._clock()
        with self._lock:
            for where in (place, EVERYWHERE):
                self._see(self._place(where, now).members, member.id, member, now)

    def at(self, place: str) -> Here:
        """Who is at a place."""
        with self._lock:
            here = self._places.get(place)
            if here is None:
                return Here()
            oldest = self._clock() - STAYS
            here.guests.forget(oldest)
            here.members.forget(oldest)
            members = [member for _, member in here.members.seen.values()]
            return _here(members, len(here.guests.seen))

    def here(self) -> Here:
        """Who is anywhere on the site."""
        return self.at(EVERYWHERE)

    def flush(self) -> None:
        """Called every few seconds on a thread: forget places nobody is at any more."""
        now = self._clock()
        if now - self._salted_at > _DAY:
            self._salt, self._salted_at = secrets.token_bytes(16), now
        with self._lock:
            self._forget_places(now - STAYS)

    def _place(self, name: str, now: float) -> _Place:
        # Taken out and put back last, so that places too are in the order of last use.
        place = self._places.pop(name, None) or _Place()
        place.touched = now
        self._places[name] = place
        if len(self._places) > self.MOST_PLACES:
            del self._places[next(iter(self._places))]
        return place

    def _see(self, recent: _Recent, key: Any, value: Any, now: float) -> None:
        recent.see(key, value, now)
        if len(recent.seen) > self.MOST_AT_A_PLACE:
            del recent.seen[next(iter(recent.seen))]

    def _forget_places(self, before: float) -> None:
        while self._places:
            oldest = next(iter(self._places))
            if self._places[oldest].touched >= before:
                return
            del self._places[oldest]


class ValkeyPresence(Presence):
    """Presence in Valkey or Redis, shared by any number of processes; needs redis-py.

    What is seen is gathered in the process and told every few seconds (`flush`). When
    the server cannot be reached, nobody is said to be here: pages matter more.
    """

    _PREFIX = "rostra:presence:"

    def __init__(self, url: str, clock: Callable[[], float] = time.time) -> None:
        from redis import RedisError

        super().__init__(clock)
        self._unreachable = RedisError
        self._server = connect(url)
        self._gathered: dict[tuple[str, str, str], float] = {}
        self._salt = self._shared_salt()

    def seen_guest(self, place: str, key: str) -> None:
        """A guest is reading at a place, such as `topic:7`."""
        self._gather(place, "guests", key)

    def seen_member(self, place: str, member: MemberHere) -> None:
        """A member is reading at a place."""
        row = [member.id, member.name, member.url, member.is_hidden]
        self._gather(place, "members", json.dumps(row))

    def at(self, place: str) -> Here:
        """Who is at a place."""
        oldest = self._clock() - STAYS
        asking = self._server.pipeline(transaction=False)
        asking.zrangebyscore(self._key(place, "members"), oldest, "+inf")
        asking.zcount(self._key(place, "guests"), oldest, "+inf")
        try:
            rows, guests = asking.execute()
        except self._unreachable:
            return Here()
        members = [MemberHere(*json.loads(row)) for row in rows]
        return _here(list({member.id: member for member in members}.values()), guests)

    def flush(self) -> None:
        """Called every few seconds on a thread: tell the server what was seen.

        Raises redis.RedisError if it cannot be told; that much is then not counted.
        """
        with self._lock:
            gathered, self._gathered = self._gathered, {}
        telling = self._server.pipeline(transaction=False)
        for (place, kind, who), when in gathered.items():
            for where in (place, EVERYWHERE):
                key = self._key(where, kind)
                telling.zadd(key, {who: when})
                telling.expire(key, int(STAYS))
        for key in {self._key(p, k) for p, k, _ in gathered} | self._site_keys():
            telling.zremrangebyscore(key, "-inf", f"({self._clock() - STAYS}")
            telling.zremrangebyrank(key, 0, -self.MOST_AT_A_PLACE - 1)
        telling.execute()
        self._salt = self._shared_salt()

    def _gather(self, place: str, kind: str, who: str) -> None:
        with self._lock:
            if len(self._gathered) < self.MOST_AT_A_PLACE:
                self._gathered[place, kind, who] = self._clock()

    def _key(self, place: str, kind: str) -> str:
        return f"{self._PREFIX}{kind}:{place}"

    def _site_keys(self) -> set[str]:
        return {self._key(EVERYWHERE, kind) for kind in ("guests", "members")}

    def _shared_salt(self) -> bytes:
        key = self._PREFIX + "salt"
        self._server.set(key, secrets.token_bytes(16), nx=True, ex=_DAY)
        return self._server.get(key) or self._salt


@lru_cache(maxsize=4096)
def _hashed(salt: bytes, address: str, agent: str) -> str:
    known = f"{address}\n{agent}".encode("utf-8", "surrogatepass")
    return blake2b(known, key=salt, digest_size=8).hexdigest()


def _here(members: list[MemberHere], guests: int) -> Here:
    shown = tuple(member for member in reversed(members) if not member.is_hidden)
    return Here(shown, len(members) - len(shown), guests)


_presence = Presence()


def presence() -> Presence:
    """Who is here, as this process knows it."""
    return _presence


def use(kept: Presence) -> None:
    """Keep presence there from now on, in this process."""
    global _presence
    _presence = kept

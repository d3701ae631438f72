"""How often something may be done, counted on Django's cache."""

import math
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import ngettext


class TooSoon(Exception):
    """Done too often; `wait` is how many whole seconds are left."""

    def __init__(self, wait: float) -> None:
        self.wait = max(1, math.ceil(wait))
        super().__init__(
            ngettext(
                "Please wait %(wait)s second and try again.",
                "Please wait %(wait)s seconds and try again.",
                self.wait,
            )
            % {"wait": self.wait}
        )


_ATTEMPTS = 1_000_000
"""A counter holds the second in which it began and, below it, the attempts since: one
number, so that counting one and learning both is one step of the cache."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` times in a window of `seconds`, for each key."""

    name: str
    count: int
    seconds: int

    def spend(self, key: str) -> None:
        """Count one attempt; raises TooSoon if that is one too many.

        A window begins with a key's first attempt, and the next with the first after its
        end: twice `count` may pass around that turn, never more.
        """
        now = time.time()
        place = f"limit:{self.name}:{key}"
        fresh = int(now) * _ATTEMPTS
        cache.add(place, fresh, self.seconds)
        try:
            begun, spent = divmod(cache.incr(place), _ATTEMPTS)
        except ValueError:  # The counter expired between the two calls.
            return
        left = begun + self.seconds - now
        if (
            left <= 0
        ):  # It expired while it was counted, which leaves one without an end.
            cache.set(place, fresh + 1, self.seconds)
        elif spent > self.count:
            raise TooSoon(min(left, self.seconds))

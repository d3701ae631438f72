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


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` times in any window of `seconds`, for each key."""

    name: str
    count: int
    seconds: int

    def spend(self, key: str) -> None:
        """Count one attempt; raises TooSoon if that is one too many.

        Windows are aligned to the clock, as counters with an expiry are: twice
        `count` may pass around the turn of a window, never more.
        """
        now = time.time()
        window = int(now // self.seconds)
        place = f"limit:{self.name}:{key}:{window}"
        cache.add(place, 0, self.seconds + 1)
        try:
            spent = cache.incr(place)
        except ValueError:  # The counter expired between the two calls.
            return
        if spent > self.count:
            raise TooSoon((window + 1) * self.seconds - now)

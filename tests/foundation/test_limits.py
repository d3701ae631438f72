"""How often something may be done."""

import time

import pytest
import time_machine
from django.core.cache import cache

from rostra.foundation.limits import Limit, TooSoon

THREE = Limit("three", count=3, seconds=60)


def passed(limit: Limit, times: int, key: str = "me") -> int:
    """How many of some attempts pass."""
    return sum(_passes(limit, key) for _ in range(times))


def _passes(limit: Limit, key: str) -> bool:
    try:
        limit.spend(key)
    except TooSoon:
        return False
    return True


def test_holds_for_each_key():
    assert (passed(THREE, 5), passed(THREE, 5, "you")) == (3, 3)


@pytest.mark.parametrize("second", [0, 1, 29, 58, 59])
def test_a_window_begins_with_the_first_attempt_wherever_the_clock_is(second):
    turn = 1_800_000_000 // 60 * 60
    with time_machine.travel(turn + second, tick=False) as clock:
        assert passed(THREE, 2) == 2
        clock.shift(30)
        assert passed(THREE, 2) == 1
        clock.shift(29)
        with pytest.raises(TooSoon) as refused:
            THREE.spend("me")
        assert refused.value.wait == 1
        clock.shift(2)
        assert passed(THREE, 5) == 3


def test_refused_attempts_make_no_window_longer():
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        for _ in range(59):
            passed(THREE, 5)
            clock.shift(1)
        clock.shift(2)
        assert passed(THREE, 5) == 3


def test_a_counter_that_lost_its_end_locks_nobody_out():
    cache.set("limit:three:me", 17, None)  # As Valkey's INCR leaves one that expired.

    assert passed(THREE, 5) == 3


def test_a_clock_that_went_back_asks_for_no_longer_wait_than_a_window():
    passed(THREE, 3)
    with time_machine.travel(time.time() - 3600, tick=False):
        with pytest.raises(TooSoon) as refused:
            THREE.spend("me")
    assert refused.value.wait == 60

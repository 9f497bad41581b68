"""Token buckets on a clock of their own."""

from __future__ import annotations

import pytest

from bot.web.limits import Buckets, Rate


class Watch:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_one_by_one() -> None:
    watch = Watch()
    buckets = Buckets(Rate(3, 2), now=watch)
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a") == pytest.approx(2)
    watch.now += 1.5
    assert buckets.take("a") == pytest.approx(0.5)
    watch.now += 0.5
    assert buckets.take("a") == 0


def test_keys_have_buckets_of_their_own_and_costs_differ() -> None:
    buckets = Buckets(Rate(3, 1), now=Watch())
    assert buckets.take("a", 3) == 0
    assert buckets.take("a", 2) == pytest.approx(2)
    assert buckets.take("b", 2) == 0


def test_a_rest_fills_up_to_the_burst_and_no_further() -> None:
    watch = Watch()
    buckets = Buckets(Rate(2, 1), now=watch)
    buckets.take("a")
    watch.now += 1000
    assert [buckets.take("a") > 0 for _ in range(3)] == [False, False, True]


def test_memory_is_bounded_by_forgetting_who_was_away_longest() -> None:
    buckets = Buckets(Rate(1, 60), now=Watch(), most=2)
    for key in ("a", "b", "a", "c"):
        buckets.take(key)
    assert buckets.take("a") > 0  # was here more lately than b
    assert buckets.take("b") == 0

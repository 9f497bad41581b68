"""The ladder: when an answer is due and when the clock says what about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from handlers.rules.ladder import Rung, due_at, next_rung, rungs_until

ASKED = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
DUE = ASKED + timedelta(hours=24)


def at(hours: float) -> datetime:
    return ASKED + timedelta(hours=hours)


@pytest.mark.parametrize("hours", [1, 24, 48, 720])
def test_due_so_many_hours_after_the_clock_began(hours: int) -> None:
    assert due_at(ASKED, hours) == at(hours)


def test_a_year_end_a_leap_day_and_another_zone_change_nothing() -> None:
    assert due_at(datetime(2027, 12, 31, 20, 0, tzinfo=UTC), 24) == datetime(2028, 1, 1, 20, 0, tzinfo=UTC)
    assert due_at(datetime(2028, 2, 28, 20, 0, tzinfo=UTC), 24) == datetime(2028, 2, 29, 20, 0, tzinfo=UTC)
    hanoi = ASKED.astimezone(timezone(timedelta(hours=7)))
    assert due_at(hanoi, 24) == DUE


@pytest.mark.parametrize(
    ("hours", "passed", "following"),
    [
        (0, [], ("reminder", 0, 18)),
        (17.999, [], ("reminder", 0, 18)),
        (18, [("reminder", 0)], ("due", 0, 24)),
        (23.999, [("reminder", 0)], ("due", 0, 24)),
        (24, [("reminder", 0), ("due", 0)], ("repeat", 1, 48)),
        (47.999, [("reminder", 0), ("due", 0)], ("repeat", 1, 48)),
        (48, [("reminder", 0), ("due", 0), ("repeat", 1)], ("repeat", 2, 72)),
        (100, [("reminder", 0), ("due", 0), ("repeat", 1), ("repeat", 2), ("repeat", 3)], ("repeat", 4, 120)),
    ],
)
def test_what_has_passed_and_what_comes_next(
    hours: float, passed: list[tuple[str, int]], following: tuple[str, int, float]
) -> None:
    assert [(rung.name, rung.count) for rung in rungs_until(ASKED, DUE, at(hours))] == passed
    name, count, when = following
    assert next_rung(ASKED, DUE, at(hours)) == Rung(name, count, at(when))


def test_each_rung_comes_after_the_one_before_and_none_twice() -> None:
    rungs = rungs_until(ASKED, DUE, at(24 * 400))
    assert [r.at for r in rungs] == sorted({r.at for r in rungs})
    assert len({(r.name, r.count) for r in rungs}) == len(rungs) == 401
    assert next_rung(ASKED, DUE, rungs[-1].at).at > rungs[-1].at


def test_a_deadline_of_an_hour_has_the_same_ladder() -> None:
    assert next_rung(ASKED, at(1), ASKED) == Rung("reminder", 0, at(0.75))
    assert [r.name for r in rungs_until(ASKED, at(1), at(1))] == ["reminder", "due"]

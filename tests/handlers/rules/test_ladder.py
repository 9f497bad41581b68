"""The ladder: what the clock says when, and to whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.clock import VIETNAM
from handlers.rules import policy
from handlers.rules.calendar import Calendar, Closure
from handlers.rules.deadline import Pause
from handlers.rules.ladder import STANDARD, WAITED, Rung, Running, Step, Who, following, repetitions, rungs, until
from handlers.rules.quiet import opens
from handlers.rules.viet_nam import VietNam

ASKED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 09:00 in Viet Nam
CALENDAR = Calendar(VietNam())


def at(hours: float) -> datetime:
    return ASKED + timedelta(hours=hours)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


def ladder(by: str, *pauses: Pause, steps: tuple[Step, ...] = STANDARD) -> tuple[Rung, ...]:
    return rungs(Running(ASKED, policy.read(by), CALENDAR, None, pauses), steps)


@pytest.mark.parametrize(
    ("hours", "passed", "next_"),
    [
        (0, [], ("reminder", 0, 18)),
        (17.999, [], ("reminder", 0, 18)),
        (18, ["reminder"], ("due", 0, 24)),
        (24, ["reminder", "due"], ("desk", 0, 36)),
        (36, ["reminder", "due", "desk"], ("leader", 0, 48)),
        (48, ["reminder", "due", "desk", "leader"], ("repeat", 1, 72)),
        (72, ["reminder", "due", "desk", "leader", "repeat"], ("repeat", 2, 96)),
        (100, ["reminder", "due", "desk", "leader", "repeat", "repeat"], ("repeat", 3, 120)),
    ],
)
def test_what_has_passed_and_what_comes_next(hours: float, passed: list[str], next_: tuple[str, int, float]) -> None:
    steps = ladder("clock:24h")
    assert [rung.name for rung in until(steps, at(hours))] == passed
    found = following(steps, at(hours))
    assert (found.name, found.count, found.at) == (next_[0], next_[1], at(next_[2]))


def test_each_rung_comes_after_the_one_before_and_none_twice() -> None:
    passed = until(ladder("clock:24h"), at(24 * 400))
    assert [r.at for r in passed] == sorted({r.at for r in passed})
    assert len({(r.name, r.count) for r in passed}) == len(passed) == 402


def test_by_working_days_the_steps_are_counted_in_working_time() -> None:
    # The 24th is the Day of Vietnamese Culture: due on Wednesday the 25th, 17:00, after eight hours of work.
    moments = {rung.name: rung.at for rung in ladder("working:1d")}
    assert moments == {
        "reminder": local(25, 15), "due": local(25, 17), "desk": local(26, 11, 30), "leader": local(26, 17),
    }  # fmt: skip


def test_a_pause_moves_what_is_ahead() -> None:
    moments = [rung.at for rung in ladder("clock:24h", Pause(at(2), at(12)))]
    assert moments == [at(28), at(34), at(46), at(58)]


def test_whoever_stopped_the_clock_hears_when_it_runs_again_by_itself() -> None:
    by = Running(ASKED, policy.read("clock:24h"), CALENDAR, None, (Pause(at(1), at(73)),))
    waited = [rung for rung in rungs(by, STANDARD, [(0, at(73))]) if rung.name == WAITED]
    assert waited == [Rung(WAITED, 0, at(73), (Who.HOLDER,))]


@pytest.mark.parametrize("offset", ["", "0%", "-0%", "+0d", "-1d", "-100%", "+1", "1d", "+1000%", "-25"])
def test_what_is_no_step(offset: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Step("x", offset, (Who.HOLDER,))


@pytest.mark.parametrize("name", ["", "repeat", "waited", "Nhắc", "a" * 13, "two words"])
def test_what_no_step_is_called(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Step(name, "0", (Who.HOLDER,))


def test_repetitions_go_on() -> None:
    found = repetitions(ladder("clock:24h"))
    assert [next(found).at for _ in range(3)] == [at(72), at(96), at(120)]


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (local(23, 9), local(23, 9)),
        (local(23, 17), local(23, 17)),  # what is due when work ends is said then
        (local(23, 17, 1), local(25, 7, 30)),  # a holiday between
        (local(23, 12), local(23, 13)),
        (local(25, 3), local(25, 7, 30)),
        (local(28, 10), local(30, 7, 30)),  # Saturday
    ],
)
def test_quiet_hours_hold_back(moment: datetime, told: datetime) -> None:
    assert opens(CALENDAR, None, moment) == told


def test_where_no_office_opens_for_long_it_is_said_at_once() -> None:
    shut = Calendar(VietNam(), closures=(Closure(local(1, 0), local(1, 0) + timedelta(days=400), "20"),))
    assert opens(shut, "20", local(23, 9)) == local(23, 9)
    assert opens(shut, "22", local(23, 9)) == local(23, 9)
    assert opens(Calendar(VietNam(), off={date(2026, 11, 25): ""}), None, local(25, 9)) == local(26, 7, 30)

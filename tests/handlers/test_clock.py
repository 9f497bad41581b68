"""Two clocks, and a third one that both may be told by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.clock import Clock

NEARLY = timedelta(seconds=0.5)
HOUR = timedelta(hours=1)


def test_without_a_server_all_clocks_agree() -> None:
    clock = Clock()
    for now in (clock.machine(), clock.wall(), clock.business()):
        assert abs(now - datetime.now(UTC)) < NEARLY


def test_machine_time_is_the_servers_and_business_time_is_not() -> None:
    clock = Clock()
    clock.follow(datetime.now(UTC) + HOUR)
    assert abs(clock.machine() - datetime.now(UTC) - HOUR) < NEARLY
    assert abs(clock.off() - HOUR) < NEARLY
    assert abs(clock.business() - datetime.now(UTC)) < NEARLY
    assert abs(clock.wall() - datetime.now(UTC)) < NEARLY


def test_business_time_moves_alone() -> None:
    clock = Clock()
    clock.follow(datetime.now(UTC) - HOUR)
    clock.forward(timedelta(days=1))
    assert abs(clock.business() - datetime.now(UTC) - timedelta(days=1)) < NEARLY
    assert abs(clock.machine() - datetime.now(UTC) + HOUR) < NEARLY
    with pytest.raises(ValueError, match="forward"):
        clock.forward(-HOUR)


def test_a_machine_whose_clock_is_set_keeps_the_servers_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    server = datetime.now(UTC)
    clock.follow(server)

    class Stepped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(days=1)

    monkeypatch.setattr("handlers.clock.datetime", Stepped)
    assert abs(clock.machine() - server) < NEARLY
    assert abs(clock.business() - server + timedelta(days=1)) < NEARLY


def test_small_differences_are_not_followed() -> None:
    clock = Clock()
    clock.follow(datetime.now(UTC) + HOUR)
    before = clock.off()
    clock.follow(datetime.now(UTC) + HOUR + timedelta(milliseconds=20))
    assert abs(clock.off() - before) < timedelta(milliseconds=5)

"""Who gets a question: the officer on duty, else his deputy, else the ministry's desk."""

from __future__ import annotations

from datetime import date

from handlers.rules.routing import Target, choose
from storage.seats import Role, Seat


def seat(number: int) -> Seat:
    return Seat(
        number, number, Role.OFFICER, "20", "MOIT", "20", "valid", date(2026, 1, 1), None, f"Cán bộ {number}", ""
    )


FIRST, SECOND, DEPUTY = seat(1), seat(2), seat(3)


def test_the_officer_who_is_there_before_anybody_else() -> None:
    target = choose("MOIT", [FIRST, SECOND], [DEPUTY])
    assert target == Target("MOIT", FIRST, "officer")
    assert target.desk is None


def test_his_deputy_while_he_is_away() -> None:
    assert choose("MOIT", [], [DEPUTY, SECOND]) == Target("MOIT", DEPUTY, "deputy")


def test_nobody_is_the_desk_and_never_silence() -> None:
    target = choose("MAE", [], [])
    assert (target.seat, target.desk, target.why) == (None, "MAE", "nobody")

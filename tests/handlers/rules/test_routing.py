"""Who gets a question: rules, fields, room, absences, deputies, and what was found of each seat."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handlers.rules.routing import Asked, Target, Verdict, Why, best, choose
from storage.duties import Duty
from storage.routes import Route
from storage.seats import Role, Seat

TODAY = date(2026, 11, 23)
ASKED = Asked("MOIT", "electricity", "20", "06040", TODAY)
YEAR = date(2026, 1, 1)


def duty(number: int, *, open: int = 0, most: int | None = None, fields: str = "", **more: object) -> Duty:
    seat = Seat(number, number, Role.OFFICER, "20", "MOIT", "20", "valid", YEAR, None, f"Cán bộ {number}", "")
    seat = replace(seat, capacity=most)
    return Duty(seat, fields=frozenset(fields.split()), open=open, **more)  # type: ignore[arg-type]


def route(number: int, **of: object) -> Route:
    made: dict[str, object] = {"field": None, "province": None, "commune": None, "seat_id": None,
                               "group_province": None, "valid_from": YEAR, "valid_until": None}  # fmt: skip
    return Route(number, "MOIT", **{**made, **of})  # type: ignore[arg-type]


def got(target: Target) -> tuple[int | None, str]:
    return target.seat.id if target.seat else None, target.why.value


A, B = duty(1), duty(2)
CASES: dict[str, tuple[list[Duty], tuple[int | None, str]]] = {
    "the one who is there": ([A], (1, "officer")),
    "of equals who has sat there longest": ([B, A], (1, "officer")),
    "who has fewer open questions": ([duty(1, open=3), duty(2, open=2)], (2, "officer")),
    "whose own field it is, though he has more": (
        [duty(1), duty(2, open=9, fields="electricity markets")], (2, "officer"),
    ),
    "nobody whose field it is not": ([duty(1, fields="markets"), duty(2, open=5)], (2, "officer")),
    "the desk where it is nobody's field": ([duty(1, fields="markets")], (None, "nobody")),
    "the desk where there is nobody": ([], (None, "nobody")),
    "a colleague of one who is away": ([duty(1, away=True, deputies=(duty(3),)), B], (2, "officer")),
    "the deputy of one who is away": ([duty(1, away=True, deputies=(duty(3),))], (3, "deputy")),
    "the desk where he has none": ([duty(1, away=True)], (None, "nobody")),
    "not the deputy of another field's officer": (
        [duty(1, away=True, fields="markets", deputies=(duty(3),))], (None, "nobody"),
    ),
    "with one to go there is room": ([duty(1, open=4, most=5)], (1, "officer")),
    "the deputy of one who is full": ([duty(1, open=5, most=5, deputies=(duty(3),)), duty(2, open=9)], (3, "deputy")),
    "his deputy with fewer open questions": (
        [duty(1, open=5, most=5, deputies=(duty(3, open=2), duty(4, open=1)))], (4, "deputy"),
    ),
    "a colleague where the deputy is full, too": (
        [duty(1, open=5, most=5, deputies=(duty(3, open=1, most=1),)), duty(2, open=9)], (2, "colleague"),
    ),
    "a colleague with room before one without": (
        [duty(1, open=1, most=1), duty(2, open=2, most=2), duty(3, open=7, most=8)], (3, "colleague"),
    ),
    "himself where nobody has room": ([duty(1, open=5, most=5), duty(2, open=6, most=6)], (1, "over")),
    "a capacity of none at all": ([duty(1, most=0), B], (2, "colleague")),
    "a deputy without room before the desk": (
        [duty(1, away=True, deputies=(duty(3, open=1, most=1),))], (3, "deputy"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_without_a_rule(case: str) -> None:
    officers, expected = CASES[case]
    target = choose(ASKED, officers)
    assert got(target) == expected
    assert got(choose(ASKED, officers[::-1])) == expected
    assert target.desk == (None if target.seat else "MOIT")
    assert [look.duty.seat.id for look in target.looks if look.verdict is Verdict.TAKEN] == (
        [target.seat.id] if target.seat else []
    )


def test_one_whom_nothing_reaches_counts_as_away() -> None:
    assert got(choose(ASKED, [A, B], without=1)) == (2, "officer")
    assert got(choose(ASKED, [duty(1, deputies=(B,))], without=1)) == (2, "deputy")
    assert got(choose(ASKED, [duty(1, deputies=(A,))], without=1)) == (None, "nobody")


def test_of_equals_it_stays_with_its_holder() -> None:
    assert got(choose(ASKED, [A, duty(2, open=7)], holder=2)) == (2, "officer")
    assert got(choose(ASKED, [A, duty(2, open=7, most=7)], holder=2)) == (2, "officer")  # one of the seven is this
    assert got(choose(ASKED, [duty(1, fields="electricity"), B], holder=2)) == (1, "officer")


def test_a_rule_that_names_a_seat() -> None:
    rule, named = route(7, seat_id=9), duty(9, open=2, most=3)
    assert got(choose(ASKED, [A], rule, named)) == (9, "rule-seat")
    full = replace(named, open=3)
    assert got(choose(ASKED, [A], rule, replace(full, deputies=(duty(8),)))) == (8, "deputy")
    assert got(choose(ASKED, [A], rule, full)) == (1, "officer")
    assert got(choose(ASKED, [duty(1, open=1, most=1)], rule, full)) == (9, "over")
    assert got(choose(ASKED, [duty(1, away=True, deputies=(duty(2, most=0),))], rule, full)) == (9, "over")
    assert got(choose(ASKED, [], rule, full)) == (9, "over")
    away = replace(named, away=True)
    assert got(choose(ASKED, [A], rule, replace(away, deputies=(duty(8),)))) == (8, "deputy")
    assert got(choose(ASKED, [A], rule, away)) == (1, "officer")
    assert got(choose(ASKED, [duty(1, open=1, most=1)], rule, away)) == (1, "over")
    assert got(choose(ASKED, [], rule, away)) == (None, "nobody")
    ended = replace(named, seat=replace(named.seat, valid_until=date(2026, 11, 22)))
    target = choose(ASKED, [A], rule, ended)
    assert got(target) == (1, "officer")
    assert target.looks[0].verdict is Verdict.TERM_OVER


def test_a_rule_that_keeps_it_at_the_desk_or_gives_it_to_a_group() -> None:
    target = choose(ASKED, [A], route(7))
    assert (got(target), target.desk, target.meant_for_desk) == ((None, "rule-desk"), "MOIT", True)
    assert target.holding == {"ministry": "MOIT", "holder_seat_id": None, "desk": "MOIT", "escalated": True}
    grouped = choose(ASKED, [B], route(8, group_province="22"))
    assert (got(grouped), grouped.group, grouped.noted) == ((2, "officer"), "22", {"why": "officer", "rule": 8})


def test_the_most_specific_rule() -> None:
    everything = route(1)
    field, province = route(2, field="electricity"), route(3, province="20")
    both = route(4, province="20", field="electricity")
    commune, whole = route(5, province="20", commune="06040"), route(6, commune="06040", field="electricity")
    growing = [everything, field, province, both, commune, whole]
    for count in range(1, len(growing) + 1):
        assert best(growing[:count][::-1], ASKED) == growing[count - 1]
    assert best([everything, route(9)], ASKED) == route(9)  # the newest of equals
    assert best([], ASKED) is None


@pytest.mark.parametrize(
    "other",
    [
        route(1, field="markets"),
        route(1, province="22"),
        route(1, province="20", commune="06041"),
        route(1, valid_from=date(2026, 11, 24)),
        route(1, valid_until=date(2026, 11, 22)),
        replace(route(1), ministry="MAE"),
    ],
)
def test_a_rule_about_something_else_says_nothing(other: Route) -> None:
    assert best([other], ASKED) is None
    assert best([route(1, valid_from=TODAY, valid_until=TODAY)], ASKED) is not None


def test_what_was_found_of_each_seat() -> None:
    officers = [
        duty(1, open=5, most=5, deputies=(duty(6, open=1, most=1),)), duty(2, away=True), duty(3, fields="markets"),
        duty(4, open=9), duty(5, open=9),
    ]  # fmt: skip
    target = choose(ASKED, officers)
    assert (target.seat and target.seat.id, target.why) == (4, Why.COLLEAGUE)
    assert [(look.duty.seat.id, look.verdict.value, look.stands_in_for) for look in target.looks] == [
        (3, "other-field", ""),
        (2, "away", ""),
        (1, "full", ""),
        (6, "full", "Cán bộ 1"),
        (4, "taken", ""),
    ]

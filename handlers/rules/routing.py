"""Who gets a question. Pure: the rules and the seats that come into consideration are arguments.

What decides is what explains: each seat that was looked at is kept with why it was taken, or was not
(`caunoi route explain`, docs/routing.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from storage.duties import Duty
from storage.routes import Route
from storage.seats import Seat


class Why(StrEnum):
    """By what a question goes where it goes."""

    RULE_DESK = "rule-desk"
    RULE_SEAT = "rule-seat"
    OFFICER = "officer"
    DEPUTY = "deputy"
    """of an officer who is away, or has as many questions as he may"""
    COLLEAGUE = "colleague"
    """of an officer who has as many as he may"""
    OVER = "over"
    """nobody has room: it is the first one's all the same"""
    NOBODY = "nobody"
    """on duty: never silence, the ministry is told at once"""


class Verdict(StrEnum):
    """What was found of a seat."""

    TAKEN = "taken"
    AWAY = "away"
    FULL = "full"
    OTHER_FIELD = "other-field"
    TERM_OVER = "term-over"
    UNREACHABLE = "unreachable"
    AFTER = "after"
    """another came before it"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is routed by."""

    ministry: str
    field: str | None
    province: str | None
    commune: str | None
    on: date


@dataclass(frozen=True, slots=True)
class Look:
    """A seat that was looked at, and what was found; `stands_in_for` whom, where it was for that."""

    duty: Duty
    verdict: Verdict
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Who is to hold a question: a seat, or, where there is none, the ministry's desk."""

    ministry: str
    seat: Seat | None
    why: Why
    rule: Route | None = None
    looks: tuple[Look, ...] = field(default=(), compare=False)
    instead_of: Seat | None = None
    """For whom a deputy stands in."""
    bureau: str | None = None
    """Of the ministry, whose desk it is."""

    @property
    def desk(self) -> str | None:
        return None if self.seat else self.bureau or self.ministry

    @property
    def holding(self) -> dict[str, Any]:
        """The columns of a question that say who holds it."""
        at = {"holder_seat_id": self.seat.id if self.seat else None, "desk": self.desk}
        return {"ministry": self.ministry, **at, "escalated": self.meant_for_desk}

    @property
    def group(self) -> str | None:
        """The province in whose group it is talked over, where that is another's than its own."""
        return self.rule.group_province if self.rule else None

    @property
    def noted(self) -> dict[str, str | int]:
        """What the audit keeps of how it came."""
        return {"why": self.why.value, **({"rule": self.rule.id} if self.rule else {})}

    @property
    def meant_for_desk(self) -> bool:
        """Whether it lies at the desk because that was laid down, not because nobody else is there."""
        return self.why is Why.RULE_DESK


def best(rules: Iterable[Route], asked: Asked) -> Route | None:
    """The most specific rule: commune before province before neither, then field before any; the newest of equals."""
    matching = [rule for rule in rules if _says_something(rule, asked)]
    return max(matching, key=_weight, default=None)


def _says_something(rule: Route, asked: Asked) -> bool:
    return (
        rule.ministry == asked.ministry
        and rule.field in (None, asked.field)
        and rule.province in (None, asked.province)
        and rule.commune in (None, asked.commune)
        and rule.valid_from <= asked.on
        and (rule.valid_until is None or asked.on <= rule.valid_until)
    )


def _weight(rule: Route) -> tuple[int, bool, int]:
    place = 2 if rule.commune else 1 if rule.province else 0
    return place, rule.field is not None, rule.id


def choose(
    asked: Asked,
    officers: Sequence[Duty],
    rule: Route | None = None,
    named: Duty | None = None,
    *,
    without: int | None = None,
    holder: int | None = None,
) -> Target:
    """Who gets it: whom a rule names, else an officer who is there, else a deputy, else the ministry's desk.

    `officers` are those of the province whose term is on; `named` is the rule's seat. `without` is one that
    nothing reaches, `holder` the one that has the question now: of equals it stays his.
    """
    if rule and rule.to_desk:
        return Target(asked.ministry, None, Why.RULE_DESK, rule)
    looking = _Looking(asked, rule, without, [])
    found = looking.whom_a_rule_names(named) if named else None
    if found is None:
        others = [o for o in officers if named is None or o.seat.id != named.seat.id]
        found = looking.among(_ordered(others, asked, holder), named)
    found = found or Target(asked.ministry, None, Why.NOBODY, rule)
    return replace(found, looks=tuple(looking.looks))


def _ordered(officers: Iterable[Duty], asked: Asked, holder: int | None) -> list[Duty]:
    """Those first whose own field it is, then who has fewest open questions, then who has sat there longest."""
    # What is being handed on is no reason to hand it on.
    his_aside = [replace(o, open=o.open - 1) if o.seat.id == holder else o for o in officers]
    return sorted(
        his_aside,
        key=lambda o: (asked.field not in o.fields, o.seat.id != holder, o.open, o.seat.id),
    )


@dataclass(frozen=True, slots=True)
class _Looking:
    """One question, and whom was looked at for it so far."""

    asked: Asked
    rule: Route | None
    without: int | None
    looks: list[Look]

    def there(self, duty: Duty) -> bool:
        in_force = duty.seat.valid_on(self.asked.on)
        return in_force and not duty.away and duty.seat.id != self.without

    def take(self, duty: Duty, why: Why, instead_of: Seat | None = None) -> Target:
        self._note(duty, Verdict.TAKEN, instead_of)
        return Target(self.asked.ministry, duty.seat, why, self.rule, instead_of=instead_of)

    def whom_a_rule_names(self, named: Duty) -> Target | None:
        """Him, or his deputy; None where neither has room."""
        if not named.seat.valid_on(self.asked.on):
            self._note(named, Verdict.TERM_OVER)
            return None
        if self.there(named) and not named.full:
            return self.take(named, Why.RULE_SEAT)
        self._note(named, self._missing(named))
        return self._deputy_with_room(named)

    def among(self, officers: Sequence[Duty], named: Duty | None) -> Target | None:
        """One of these, in this order; where none has room it is his whom the rule `named`, if he is there."""
        last = named if named and self.there(named) else None
        fitting = [o for o in officers if not o.fields or self.asked.field in o.fields]
        for other in officers:
            if other not in fitting:
                self._note(other, Verdict.OTHER_FIELD)
        there = [o for o in fitting if self.there(o)]
        for missing in (o for o in fitting if o not in there):
            self._note(missing, self._missing(missing))
        if there:
            return self._of_those_there(there, last)
        return self._deputy_of(fitting, last)

    def _of_those_there(self, there: Sequence[Duty], last: Duty | None) -> Target | None:
        first, *others = there
        if not first.full:
            taken = self.take(first, Why.OFFICER)
            for other in others:
                self._note(other, Verdict.AFTER)
            return taken
        self._note(first, Verdict.FULL)
        if deputy := self._deputy_with_room(first):
            return deputy
        for other in others:
            if not other.full:
                return self.take(other, Why.COLLEAGUE)
            self._note(other, Verdict.FULL)
        return self.take(last or first, Why.OVER)

    def _deputy_of(self, away: Sequence[Duty], last: Duty | None) -> Target | None:
        for principal in away:
            if deputy := self._deputy_with_room(principal):
                return deputy
        if last:
            return self.take(last, Why.OVER)
        stand_ins = [(d, principal) for principal in away for d in principal.deputies if self.there(d)]
        if not stand_ins:
            return None
        deputy_, principal = stand_ins[0]
        return self.take(deputy_, Why.DEPUTY, principal.seat)

    def _deputy_with_room(self, principal: Duty) -> Target | None:
        for deputy in sorted(principal.deputies, key=lambda d: (d.open, d.seat.id)):
            if self.there(deputy) and not deputy.full:
                return self.take(deputy, Why.DEPUTY, principal.seat)
            self._note(deputy, self._missing(deputy), principal.seat)
        return None

    def _missing(self, duty: Duty) -> Verdict:
        if duty.seat.id == self.without:
            return Verdict.UNREACHABLE
        return Verdict.AWAY if duty.away else Verdict.FULL

    def _note(self, duty: Duty, verdict: Verdict, instead_of: Seat | None = None) -> None:
        self.looks.append(Look(duty, verdict, instead_of.person_name if instead_of else ""))

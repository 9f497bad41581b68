"""Who is responsible for a question: reads what the rule of routing decides by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers.rules import routing
from handlers.rules.routing import Asked, Target
from storage import desks, duties, routes, seats
from storage.db import Tx
from storage.duties import Duty, Load
from storage.questions import Question
from storage.seats import Role, Seat


def asked_of(question: Question, day: date) -> Asked:
    """What a question that is sorted is routed by."""
    return Asked(question.ministry or "", question.field, question.province, question.unit, day)


async def find(tx: Tx, asked: Asked, *, without: int | None = None, holder: int | None = None) -> Target:
    """Who is responsible on that day, leaving out the seat `without`; of equals, `holder`."""
    place = asked.province, asked.commune
    rule = routing.best(await routes.concerning(tx, asked.ministry, asked.field, *place, asked.on), asked)
    if rule and rule.to_desk:
        bureau = await desks.of_field(tx, asked.ministry, asked.field, asked.on)
        return replace(routing.choose(asked, (), rule), bureau=bureau)
    province = rule.group_province if rule and rule.group_province else asked.province
    officers = await duties.in_province(tx, asked.ministry, province or "", asked.on)
    named = await duties.of_seat(tx, rule.seat_id, asked.on) if rule and rule.seat_id else None
    everybody = await _with_loads(tx, [*officers, *([named] if named else [])])
    everybody = await _with_deputies(tx, everybody, asked.on, without)
    if named:
        *everybody, named = everybody
    return routing.choose(asked, everybody, rule, named, without=without, holder=holder)


async def anybody(tx: Tx, ministry: str, province: str, day: date) -> bool:
    """Whether anybody but the ministry's desk may be responsible for a question of a province."""
    if await duties.in_province(tx, ministry, province, day):
        return True
    return any(not rule.to_desk for rule in await routes.listed(tx, ministry))


async def at_desk(tx: Tx, desk: str, day: date) -> list[Seat]:
    """Who sits at the desk of a ministry or of its bureau on a day.

    Where nobody does at a bureau's, it is the ministry's own; and that is its admins while it has named no expert.
    """
    ministry, _, bureau = desk.partition("-")
    experts = await seats.of_ministry(tx, ministry, Role.EXPERT, day)
    own = [seat for seat in experts if seat.unit == desk]
    if bureau and not own:
        own = [seat for seat in experts if seat.unit == ministry]
    return own or await seats.of_ministry(tx, ministry, Role.ADMIN, day)


async def _with_loads(tx: Tx, officers: list[Duty]) -> list[Duty]:
    """What each of them holds, where that makes a difference."""
    if len(officers) < 2 and all(officer.seat.capacity is None for officer in officers):
        return officers
    held = await duties.loads(tx, [officer.seat.id for officer in officers])
    return [replace(officer, open=held.get(officer.seat.id, Load()).open) for officer in officers]


async def _with_deputies(tx: Tx, officers: list[Duty], day: date, without: int | None) -> list[Duty]:
    """Who stands in for those who need it."""
    needed = [o.seat.id for o in officers if o.away or o.full or o.seat.id == without]
    found = await duties.deputies(tx, needed, day) if needed else {}
    return [replace(officer, deputies=found.get(officer.seat.id, ())) for officer in officers]

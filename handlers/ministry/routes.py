"""A ministry's rules about where its questions go: made, taken out of force, and explained."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from faq.fields import catalogue
from handlers.officer import responsible
from handlers.rules.routing import Asked, Look, Target
from storage import audit, groups, routes, seats, units
from storage.db import Tx
from storage.routes import NewRoute, Route
from storage.seats import Role, Seat
from storage.units import Unit

_TO = re.compile(r"desk|seat:(?P<seat>[0-9]{1,18})|group:(?P<group>[0-9]{2})")


class Impossible(Exception):
    """An order that no rule can be made of. `reason` is the key of the sentence that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Order:
    """A rule as it is asked for."""

    ministry: str
    to: str
    """`desk`, `seat:12` or `group:20`."""
    field: str | None
    province: str | None
    commune: str | None
    valid_from: date
    valid_until: date | None


async def make(tx: Tx, order: Order, now: datetime, by: int | None = None) -> int:
    """Makes a rule and returns its number. Raises Impossible for one that would never be right."""
    seat_id, group = await check(tx, order)
    new = NewRoute(order.ministry, order.field, order.province, order.commune, seat_id, group, order.valid_from,
                   order.valid_until, by)  # fmt: skip
    made = await routes.make(tx, new, now)
    detail = {"ministry": order.ministry, "to": order.to, "field": order.field, "province": order.province,
              "commune": order.commune}  # fmt: skip
    await audit.note(tx, now, by, "route-add", f"route {made}", detail)
    return made


async def check(tx: Tx, order: Order) -> tuple[int | None, str | None]:
    """The seat and the group that a rule names. Raises Impossible for one that would never be right."""
    if order.ministry not in catalogue().ministries:
        raise Impossible("route-no-ministry")
    if order.valid_until and order.valid_until < order.valid_from:
        raise Impossible("route-bad-dates")
    await _check_what(tx, order.ministry, order.field, order.province, order.commune)
    return await _to(tx, order)


async def remove(tx: Tx, route_id: int, now: datetime, by: int | None = None) -> bool:
    """Takes a rule out of force; False where there is none."""
    removed = await routes.remove(tx, route_id, now)
    if removed:
        await audit.note(tx, now, by, "route-remove", f"route {route_id}")
    return removed


async def listed(tx: Tx, ministry: str | None = None) -> list[dict[str, Any]]:
    """Every rule that was not removed, in plain values; of one ministry or of all."""
    return [await told(tx, rule) for rule in await routes.listed(tx, ministry)]


async def explain(tx: Tx, field: str, province: str | None, commune: str | None, day: date) -> dict[str, Any]:
    """Who gets such a question on a day, and why; by the rule that decides. Raises Impossible."""
    subject = catalogue().fields.get(field)
    if subject is None:
        raise Impossible("route-no-field")
    if commune is None and province is None:
        raise Impossible("route-no-place")
    unit = await _check_what(tx, subject.ministry, field, province, commune)
    asked = Asked(subject.ministry, field, unit.province if unit else province, commune, day)
    target = await responsible.find(tx, asked)
    desk = await responsible.at_desk(tx, target.desk, day) if target.desk else []
    return {
        "asked": {"ministry": asked.ministry, "field": field, "province": asked.province, "commune": commune,
                  "at": day.isoformat()},
        "rule": await told(tx, target.rule) if target.rule else None,
        "goes_to": _goes_to(target, desk),
        "looked_at": [_look(look) for look in target.looks],
    }  # fmt: skip


async def told(tx: Tx, rule: Route) -> dict[str, Any]:
    """A rule in plain values."""
    seat = await seats.get(tx, rule.seat_id) if rule.seat_id else None
    to = f"seat:{rule.seat_id}" if rule.seat_id else f"group:{rule.group_province}" if rule.group_province else "desk"
    return {
        "number": rule.id, "ministry": rule.ministry, "field": rule.field, "province": rule.province,
        "commune": rule.commune, "to": to, "name": seat.person_name if seat else None,
        "from": rule.valid_from.isoformat(), "until": rule.valid_until.isoformat() if rule.valid_until else None,
    }  # fmt: skip


def _goes_to(target: Target, desk: list[Seat]) -> dict[str, Any]:
    seat, instead_of = target.seat, target.instead_of
    return {
        "seat": seat.id if seat else None, "name": seat.person_name if seat else None, "desk": target.desk,
        "at_desk": [one.person_name for one in desk], "why": target.why.value,
        "instead_of": instead_of.person_name if instead_of else None,
    }  # fmt: skip


def _look(look: Look) -> dict[str, Any]:
    seat = look.duty.seat
    return {
        "seat": seat.id, "name": seat.person_name, "verdict": look.verdict.value, "open": look.duty.open,
        "capacity": seat.capacity, "fields": sorted(look.duty.fields),
        "stands_in_for": look.stands_in_for or None,
    }  # fmt: skip


async def _check_what(
    tx: Tx, ministry: str, field: str | None, province: str | None, commune: str | None
) -> Unit | None:
    """The commune, where one is named. Raises Impossible for what is not there, or does not go together."""
    subject = catalogue().fields.get(field) if field else None
    if field and subject is None:
        raise Impossible("route-no-field")
    if subject and subject.ministry != ministry:
        raise Impossible("route-other-ministry")
    if province and not await _is(tx, province, "province"):
        raise Impossible("route-no-province")
    unit = await units.living(tx, commune) if commune else None
    if commune and (unit is None or unit.kind not in ("commune", "department")):
        raise Impossible("route-no-commune")
    if unit and province and unit.province != province:
        raise Impossible("route-other-province")
    return unit


async def _to(tx: Tx, order: Order) -> tuple[int | None, str | None]:
    found = _TO.fullmatch(order.to)
    if found is None:
        raise Impossible("route-bad-to")
    if group := found["group"]:
        if await groups.of_province(tx, order.ministry, group) is None:
            raise Impossible("route-no-group")
        return None, group
    if not found["seat"]:
        return None, None
    seat = await seats.get(tx, int(found["seat"]))
    if seat is None or seat.role is not Role.OFFICER or seat.ministry != order.ministry:
        raise Impossible("route-no-seat")
    if seat.state != "valid" or (seat.valid_until and seat.valid_until < order.valid_from):
        raise Impossible("route-seat-ended")
    return seat.id, None


async def _is(tx: Tx, code: str, kind: str) -> bool:
    unit = await units.living(tx, code)
    return unit is not None and unit.kind == kind

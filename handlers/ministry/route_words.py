"""A rule about where questions go, as an admin types it and as he reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from faq.fields import catalogue
from faq.places import Gazetteer, Place
from faq.text import folded
from handlers.context import Turn
from handlers.people.naming import place_name, province_name
from handlers.wording import Words
from storage import seats, units
from storage.db import Tx
from storage.seats import Role, Seat

_ANY = frozenset({"moi linh vuc", "moi noi", "tat ca", "ca nuoc", "toan quoc", "any", "all", "everywhere", "*"})
_DESK = frozenset({"dau moi", "dau moi bo", "desk"})
_GROUP = re.compile(r"(?:nhóm|nhom|group)\s+(.+)", re.IGNORECASE)
_SEAT = re.compile(r"(?:phân công|phan cong|seat)?\s*(?:số|so|:|#)?\s*([0-9]{1,18})", re.IGNORECASE)
_LONGEST = 100
_SHOWN = 40


class Bad(Exception):
    """A part that cannot be read. `reason` ends the key of the sentence that says why; `choices` may be meant."""

    def __init__(self, reason: str, value: str = "", choices: tuple[Place, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value[:_SHOWN]
        self.choices = choices


@dataclass(frozen=True, slots=True)
class What:
    """Which questions a rule is about; None for any."""

    field: str | None = None
    province: str | None = None
    commune: str | None = None

    def args(self) -> dict[str, Any]:
        """As it travels with a button."""
        return {"field": self.field, "province": self.province, "commune": self.commune}

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> What:
        """As it came back."""
        return cls(args.get("field"), args.get("province"), args.get("commune"))


def read_field(text: str, ministry: str) -> str | None:
    """A field by its code or name, or a part of that which no other has; None for any. Raises Bad."""
    wanted = folded(text)
    if wanted in _ANY:
        return None
    own = catalogue().fields_of(ministry)
    same = [f.code for f in own if text.strip().lower() == f.code or wanted in (folded(f.vi), folded(f.en))]
    within = [f.code for f in own if wanted and (wanted in folded(f.vi) or wanted in folded(f.en))]
    found = same or within
    if len(found) != 1:
        raise Bad("field", text.strip())
    return found[0]


def read_place(places: Gazetteer, text: str) -> tuple[str | None, str | None]:
    """(province, commune) by name or code; both None for anywhere. Raises Bad, with what may be meant."""
    typed = text.strip()
    if folded(typed) in _ANY or typed == "*":
        return None, None
    if len(typed) > _LONGEST or not typed:
        raise Bad("place", typed)
    if typed.isascii() and typed.isdigit():
        place = places.get(typed) if places.is_today(typed) else None
    else:
        province, commune = places.find_province(typed), places.find_commune(typed)
        place = province.exact or commune.exact
        if place is None and (province.choices or commune.choices):
            raise Bad("place", typed, (*province.choices[:3], *commune.choices[:5]))
    if place is None:
        raise Bad("place", typed)
    return of_place(place)


def of_place(place: Place) -> tuple[str, str | None]:
    """The province, and the commune where it is one."""
    return place.province_code, place.code if place.kind == "commune" else None


async def read_to(tx: Tx, places: Gazetteer, text: str, ministry: str, day: date) -> str:
    """`desk`, `seat:12` or `group:20`, by words, a number, or an officer's name. Raises Bad."""
    typed = text.strip()[:_LONGEST]
    if folded(typed) in _DESK:
        return "desk"
    if group := _GROUP.fullmatch(typed):
        province = places.find_province(group[1]).exact
        if province is None:
            raise Bad("group", group[1])
        return f"group:{province.code}"
    if number := _SEAT.fullmatch(typed):
        return f"seat:{int(number[1])}"
    named = [seat for seat in await seats.of_ministry(tx, ministry, Role.OFFICER, day)
             if folded(seat.person_name) == folded(typed)]  # fmt: skip
    if len(named) > 1:
        raise Bad("several", ", ".join(f"{seat.person_name}: {seat.id}" for seat in named))
    if not named:
        raise Bad("name", typed)
    return f"seat:{named[0].id}"


async def told(turn: Turn, w: Words, rule: Mapping[str, Any]) -> str:
    """`Điện lực… · tỉnh Lạng Sơn → Trần Văn Minh (phân công số 12)`."""
    where = await whence(turn, w, What.of(rule))
    field = w.field(rule["field"]) if rule["field"] else w("route-any-field")
    line = w("route-line", field=field, where=where, to=await _whom(turn, w, rule))
    begins, ends = date.fromisoformat(rule["from"]), rule["until"]
    if begins > turn.ctx.clock.today():
        line = w("route-line-from", line=line, day=w.day(begins, turn.now))
    return w("route-line-until", line=line, day=w.day(date.fromisoformat(ends), turn.now)) if ends else line


async def whence(turn: Turn, w: Words, what: What) -> str:
    """From where the questions are."""
    if what.commune:
        unit = await units.get(turn.tx, what.commune)
        within = what.commune.isdigit() and turn.ctx.places.get(what.commune)
        return place_name(turn.ctx.places, what.commune) if within else unit.full_name if unit else what.commune
    return province_name(turn.ctx.places, what.province) if what.province else w("route-any-place")


async def _whom(turn: Turn, w: Words, rule: Mapping[str, Any]) -> str:
    kind, _, number = str(rule["to"]).partition(":")
    if kind == "desk":
        return w("card-desk", ministry=w.ministry(rule["ministry"]))
    if kind == "group":
        return w("route-to-group", province=province_name(turn.ctx.places, number))
    seat: Seat | None = await seats.get(turn.tx, int(number))
    return w("route-to-seat", name=seat.person_name if seat else "?", seat=number)

"""Which unit a line means: by its code, or by its name in any spelling, with a column for the province beside it.

A name that may be several is never guessed at: the fault names them all, with their codes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from faq.fault import FaultCode
from faq.fields import Catalogue, Ministry
from faq.nearest import near_province
from faq.places import Found, Gazetteer, Place
from faq.text import bare, folded, words
from handlers.roster.fault import Amiss, RosterCode
from handlers.roster.seconded import Wording
from storage.seats import Role
from storage.units import Unit, place_of

_SHOWN = 80
_MOST_NEAR = 3
_CODE = re.compile(r"\d{1,5}|\d{2}-[A-Za-z]+|[A-Za-z]+-[A-Za-z0-9]+")
_OF_MINISTRY = (Role.EXPERT, Role.LEADER, Role.ADMIN)


class Directory:
    """The units there are. Every method raises Amiss."""

    def __init__(self, units: Iterable[Unit], known: Catalogue, heirs: Mapping[str, str] | None = None) -> None:
        """`heirs`: what units that are no more are today, by their codes."""
        self._by_code = {unit.code: unit for unit in units}
        self._heirs = heirs or {}
        self.wording = Wording(known)
        self._places = Gazetteer(place for unit in self._by_code.values() if (place := place_of(unit)))
        self._ministries = {code: unit for code, unit in self._by_code.items() if unit.kind == "ministry"}
        self._departments: dict[str, dict[str | None, Unit]] = defaultdict(dict)
        for unit in self._by_code.values():
            if unit.kind == "department" and unit.ministry:
                self._departments[unit.ministry][unit.parent] = unit
        self._bureaus = {folded(u.full_name): u for u in self._by_code.values() if u.kind == "bureau"}
        self._of_ministry = {name: code for code in self._ministries for name in _names(known.ministries.get(code))}
        self._of_ministry |= {folded(unit.full_name): code for code, unit in self._ministries.items()}
        departments = {m.code: words(m.provincial_department) for m in known.ministries.values()}
        self._department_names = {code: tuple(map(bare, name)) for code, name in departments.items()}

    def ministry(self, text: str, key: str = "ministry") -> Unit:
        """The ministry that is written so."""
        code = text.strip().upper()
        found = self._ministries.get(code) or self._ministries.get(self._of_ministry.get(folded(text), ""))
        if found is None:
            allowed = ", ".join(f"{unit.code} ({unit.name})" for unit in self._ministries.values())
            raise Amiss(key, FaultCode.UNKNOWN_MINISTRY, value=text[:_SHOWN], allowed=allowed)
        return found

    def province(self, text: str, key: str = "province") -> Unit:
        """The province that is written so."""
        number = text.strip()
        if number.isdecimal():
            unit = self._by_code.get(self._heirs.get(number.zfill(2), number.zfill(2)))
            found = Found()
        else:
            found = self._places.find_province(text)
            unit = self._by_code.get(found.exact.code) if found.exact else None
        if unit is not None and unit.kind == "province":
            return unit
        if found.choices:
            raise Amiss(key, RosterCode.UNCLEAR_PROVINCE, value=text[:_SHOWN], allowed=self._named(found.choices))
        raise Amiss(key, FaultCode.UNKNOWN_PROVINCE, value=text[:_SHOWN], allowed=near_province(text))

    def unit(
        self, text: str, role: Role, kind: str | None, province: Unit | None = None, ministry: Unit | None = None
    ) -> Unit:
        """The unit that is written so, for this role; `kind` is which one its name says that it needs."""
        if not text.strip():
            return self._implied(role, kind, province, ministry)
        unit = self._by_its_code(text.strip(), kind) or self._by_its_name(text, role, kind, province, ministry)
        if province is not None and unit.province not in (None, province.code):
            where = self._by_code[unit.province or ""].full_name
            raise Amiss("unit", RosterCode.UNIT_ELSEWHERE, value=self._in_full(unit), province=where)
        return unit

    def _implied(self, role: Role, kind: str | None, province: Unit | None, ministry: Unit | None) -> Unit:
        """Where no unit is written, the province and the ministry may say it."""
        unit = None
        if role is Role.OFFICER:
            unit = province
        elif role in _OF_MINISTRY:
            unit = ministry
        elif kind == "department" and province and ministry:
            unit = self._departments[ministry.code].get(province.code)
        if unit is None:
            raise Amiss("unit", FaultCode.MISSING)
        return unit

    def _by_its_code(self, text: str, kind: str | None) -> Unit | None:
        if text.isdecimal():  # spreadsheets take the zeros away at its beginning
            code = text.zfill(2) if kind == "province" else text if kind is None and len(text) == 2 else text.zfill(5)
        else:
            code = text.upper()
        unit = self._by_code.get(self._heirs.get(code, code))
        if unit is None and _CODE.fullmatch(text):
            raise Amiss("unit", RosterCode.UNKNOWN_UNIT, value=text[:_SHOWN], allowed="")
        return unit

    def _by_its_name(
        self, text: str, role: Role, kind: str | None, province: Unit | None, ministry: Unit | None
    ) -> Unit:
        if role is Role.EXPERT and (bureau := self._bureaus.get(folded(text))):
            return bureau
        if folded(text) in self._of_ministry or role in _OF_MINISTRY:
            return self.ministry(text, "unit")
        if tuple(map(bare, words(text)))[:1] == ("so",):
            return self._department(text, province, ministry)
        if role is Role.OFFICER:
            return self.province(text, "unit")
        found = self._places.find_commune(text, province.code if province else None)
        if found.exact:
            return self._by_code[found.exact.code]
        if kind is None and (its_own := self._places.find_province(text).exact):
            return self._by_code[its_own.code]
        code, near = _meant(text, found)
        raise Amiss("unit", code, value=text[:_SHOWN], allowed=self._named(near))

    def _department(self, text: str, province: Unit | None, ministry: Unit | None) -> Unit:
        """`Sở Công Thương Lạng Sơn`, or a part of that where columns say the rest."""
        typed = words(text)
        plain = tuple(map(bare, typed))
        whose = (code for code, name in self._department_names.items() if plain[: len(name)] == name)
        code = next(whose, None)
        rest = typed[len(self._department_names[code]) :] if code else typed[1:]
        if rest and (code or province is None):
            its_own = self.province(" ".join(rest), "unit")
            if province not in (None, its_own):
                raise Amiss("unit", RosterCode.UNIT_ELSEWHERE, value=text[:_SHOWN], province=its_own.full_name)
            province = its_own
        code = code or (ministry.code if ministry else None)
        unit = self._departments[code].get(province.code) if code and province else None
        if unit is None:
            near = [line[province.code] for line in self._departments.values() if province and province.code in line]
            allowed = ", ".join(f"{each.code} ({each.full_name})" for each in near)
            raise Amiss("unit", RosterCode.UNKNOWN_UNIT, value=text[:_SHOWN], allowed=allowed)
        return unit

    def _named(self, places: Iterable[Place]) -> str:
        return ", ".join(f"{place.code} ({self._in_full(self._by_code[place.code])})" for place in places)

    def _in_full(self, unit: Unit) -> str:
        above = self._by_code.get(unit.parent or "")
        return f"{unit.full_name}, {above.type} {above.name}" if above and unit.kind == "commune" else unit.full_name


def _meant(text: str, found: Found) -> tuple[RosterCode, Sequence[Place]]:
    """Whether a name is that of several, which are all told, or of none, and which are nearest."""
    written = "".join(folded(text).split())
    if any("".join(folded(place.name).split()) in written for place in found.choices):
        return RosterCode.UNCLEAR_UNIT, found.choices
    return RosterCode.UNKNOWN_UNIT, found.choices[:_MOST_NEAR]


def _names(ministry: Ministry | None) -> Iterable[str]:
    """How a ministry is written, without its marks: `bo cong thuong`, `cong thuong`, in English."""
    if ministry is None:
        return ()
    name = folded(ministry.vi)
    return name, name.removeprefix("bo "), folded(ministry.en)

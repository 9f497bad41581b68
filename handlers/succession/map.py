"""Provinces and communes as they stand after so many changes, by which one to come is judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from handlers.succession.fault import Amiss, ChangeCode
from storage.succession import Pair
from storage.units import Unit

_PROVINCES = ("tỉnh", "thành phố")


@dataclass(frozen=True, slots=True)
class Place:
    """A province, or a commune in one."""

    code: str
    type: str
    name: str
    parent: str | None

    @property
    def is_province(self) -> bool:
        return self.type in _PROVINCES

    @property
    def full_name(self) -> str:
        """As it is written in front of a name: `Xã Thất Khê`."""
        return f"{self.type[:1].upper()}{self.type[1:]} {self.name}"


class Map:
    """The places there are, by code; who is no more has what he became."""

    def __init__(self, units: Iterable[Unit], heirs: Mapping[str, str]) -> None:
        self._places: dict[str, Place] = {}
        self._others: set[str] = set()
        self._heirs = dict(heirs)
        for unit in units:
            if unit.kind in ("province", "commune"):
                self._places[unit.code] = Place(unit.code, unit.type, unit.name, unit.parent)
            else:
                self._others.add(unit.code)

    def get(self, code: str) -> Place | None:
        """The place of a code, also one that is no more."""
        return self._places.get(code)

    def knows(self, code: str) -> bool:
        """Whether there is, or was, a unit of that code."""
        return code in self._places or code in self._heirs or code in self._others

    def living(self, code: str, key: str) -> Place:
        """The place of a code that is still there. Raises Amiss."""
        place = self._places.get(code)
        if code in self._heirs:
            heir = self._places.get(self._heirs[code])
            named = f"{heir.code} ({heir.full_name})" if heir else self._heirs[code]
            raise Amiss(key, ChangeCode.ENDED, value=code, allowed=named)
        if place is None:
            code_ = ChangeCode.NOT_A_PLACE if code in self._others else ChangeCode.UNKNOWN_UNIT
            raise Amiss(key, code_, value=code)
        return place

    def take(self, pair: Pair) -> None:
        """After a change. Of a split, the part that all go to by default is what it became."""
        self._places[pair.successor] = Place(pair.successor, pair.type, pair.name, pair.parent)
        self._heirs.pop(pair.successor, None)
        if pair.predecessor == pair.successor:
            return
        if pair.kind == "split" and not pair.main:
            return
        self._heirs[pair.predecessor] = pair.successor
        for code, heir in self._heirs.items():
            if heir == pair.predecessor:
                self._heirs[code] = pair.successor
        for code, place in self._places.items():
            if place.parent == pair.predecessor:
                self._places[code] = replace(place, parent=pair.successor)

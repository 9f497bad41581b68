"""One line of the roster: who is expected, and to which seat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from faq.text import folded
from storage.seats import Role

LONGEST_KEY = 40
OF_OFFICERS = ("capacity", "lead", "fields", "deputies", "away_from", "away_until")
"""What is said of officers alone, for their seats."""
_DAYS = ("seat_from", "seat_until", "away_from", "away_until")
Seat = tuple[str, Role, str, str | None]
"""Who is who among those without a code of their own: the name without its marks, role, unit and ministry."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a file says of a person. Dates are those of his seat; without the first it begins as he joins."""

    name: str
    role: Role
    unit: str
    ministry: str | None = None
    phone: str | None = None
    seat_from: date | None = None
    seat_until: date | None = None
    key: str | None = None
    """The ministry's own code of this person, by which he is known whatever else changes."""
    # Of an officer; None says nothing: what was said before stays.
    capacity: int | None = None
    """0: any number."""
    lead: bool | None = None
    fields: tuple[str, ...] | None = None
    """Empty: any."""
    deputies: tuple[str, ...] | None = None
    """Their codes."""
    away_from: date | None = None
    away_until: date | None = None

    @property
    def seat(self) -> Seat:
        """By what he is known without a code."""
        return folded(self.name), self.role, self.unit, self.ministry

    def as_json(self) -> dict[str, Any]:
        """Values that JSON can hold."""
        return {name: str(value) if isinstance(value, date) else value for name, value in asdict(self).items()}

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> Line:
        """Undoes `as_json`."""
        days = {name: date.fromisoformat(values[name]) for name in _DAYS if values[name]}
        lists = {name: tuple(values[name]) for name in ("fields", "deputies") if values[name] is not None}
        return cls(**{**values, "role": Role(values["role"]), **days, **lists})

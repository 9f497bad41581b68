"""Who gets a question. Pure: the seats that come into consideration are arguments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.seats import Seat


@dataclass(frozen=True, slots=True)
class Target:
    """Who is to hold a question: a seat, or, where there is none, the ministry's desk."""

    ministry: str
    seat: Seat | None
    why: str
    """`officer`, `deputy` or `nobody`: nobody on duty is never silence, the ministry is told at once."""

    @property
    def desk(self) -> str | None:
        return None if self.seat else self.ministry


def choose(ministry: str, officers: Sequence[Seat], deputies: Sequence[Seat]) -> Target:
    """The officer on duty, else his deputy, else the ministry's desk; both lists in order of preference.

    `officers` are there today, `deputies` stand in for officers who are not.
    """
    if officers:
        return Target(ministry, officers[0], "officer")
    if deputies:
        return Target(ministry, deputies[0], "deputy")
    return Target(ministry, None, "nobody")

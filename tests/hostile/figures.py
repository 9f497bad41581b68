"""What a section is given, and what it gives back."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Literal

_HOLDS = {"==": operator.eq, "<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Size:
    """How much a section does."""

    full: bool
    """The sizes that the issue demands; otherwise a sample, for the ordinary test run."""
    seed: int = 1

    def of(self, full: int, sample: int) -> int:
        """The one number or the other."""
        return full if self.full else sample


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that was counted or measured, and what it has to be."""

    name: str
    value: float
    how: Literal["==", "<=", ">=", ""] = ""
    bar: float = 0
    """Nothing is demanded without `how`: then the figure is only told."""
    unit: str = ""

    @property
    def holds(self) -> bool:
        """Whether it is what it has to be."""
        return not self.how or bool(_HOLDS[self.how](self.value, self.bar))


def none(name: str, value: float) -> Figure:
    """Something of which there must be none."""
    return Figure(name, value, "==", 0)


def exactly(name: str, value: float, bar: float) -> Figure:
    """Something that must be just so many."""
    return Figure(name, value, "==", bar)


def at_most(name: str, value: float, bar: float, unit: str = "") -> Figure:
    """Something that may be so much."""
    return Figure(name, value, "<=", bar, unit)


def at_least(name: str, value: float, bar: float, unit: str = "") -> Figure:
    """Something that must be so much."""
    return Figure(name, value, ">=", bar, unit)


def told(name: str, value: float, unit: str = "") -> Figure:
    """Something that is good to know."""
    return Figure(name, value, unit=unit)

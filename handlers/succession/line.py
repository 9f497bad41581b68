"""One line of a file of changes: these units become that one, from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """What a file says. Of a split there is a line for each part."""

    kind: str
    """`merge`, `split` or `rename`."""
    on: date
    old: tuple[str, ...]
    new: str | None = None
    """None: its own code stays."""
    name: str | None = None
    """Without its type."""
    type: str | None = None
    province: str | None = None
    main: bool = False
    """Of a split: where all go who do not say otherwise."""

    def as_json(self) -> dict[str, Any]:
        """Values that JSON can hold."""
        return {**asdict(self), "on": self.on.isoformat(), "old": list(self.old)}

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> Line:
        """Undoes `as_json`."""
        return cls(**{**values, "on": date.fromisoformat(values["on"]), "old": tuple(values["old"])})

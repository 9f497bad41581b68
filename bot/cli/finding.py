"""One finding of `caunoi check`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands: `ok`, `warn` (works, but) or `bad` (will not work)."""

    level: Literal["ok", "warn", "bad"]
    name: str
    text: str
    mend: str = ""

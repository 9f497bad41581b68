"""How long a fault lasts and how often it comes: short in the ordinary run, at full length with `make faults`."""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")
LONG = os.environ.get("FAULTS") == "long"


def either(ordinary: T, long: T) -> T:
    """What holds in this run."""
    return long if LONG else ordinary

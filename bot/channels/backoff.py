"""How long to wait before a platform that did not answer is asked again."""

from __future__ import annotations

import random
from dataclasses import dataclass

_dice = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds to wait after failures in a row: doubling from `first` to `most`, and never all at once with others."""

    first: float = 0.5
    most: float = 30.0

    def after(self, failures: int) -> float:
        """The wait after so many failures in a row."""
        doubled = self.first * float(2 ** min(failures - 1, 20))
        return min(self.most, doubled) * _dice.uniform(0.5, 1.0)

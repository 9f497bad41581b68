"""A clock that only a test moves: windows, tokens and quotas of a fake go by it."""

from __future__ import annotations

NOON = 1_795_237_200.0
"""Saturday, 21 November 2026, noon in Viet Nam."""


class Watch:
    """What time it is for a fake: `FakeZaloOA(now=watch)`."""

    def __init__(self, at: float = NOON) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at

    def forward(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        self.at += ((days * 24 + hours) * 60 + minutes) * 60 + seconds

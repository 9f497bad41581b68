"""How long is waited before a message is tried again."""

from __future__ import annotations

from datetime import timedelta

LONGEST_BACK_OFF = 60.0
LONGEST_DOUBT_OFF = 900.0


def back_off(failures: int) -> timedelta:
    """1, 2, 4 … seconds after so many failures before."""
    return timedelta(seconds=min(LONGEST_BACK_OFF, 2.0 ** min(failures, 6)))


def doubt_off(doubts: int) -> timedelta:
    """2 seconds after a first doubtful try, then 10, 50, 250, at last a quarter of an hour: few copies, far apart."""
    return timedelta(seconds=min(LONGEST_DOUBT_OFF, 2.0 * 5.0 ** min(doubts, 6)))

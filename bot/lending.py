"""Hands that delivery lends to whoever is about to write messages: what they take needs no claim."""

from __future__ import annotations

from collections.abc import Callable

from bot.holding import LEASE
from handlers.clock import Clock
from storage.outbox import Claimed, Hands

Begin = Callable[[Claimed, str], None]
"""Sends a message that was leased to an owner."""


class Lent:
    """So many hands for each channel, for one transaction and until it is committed."""

    def __init__(self, owner: str, clock: Clock, slots: dict[str, int], begin: Begin) -> None:
        self._owner = owner
        self._clock = clock
        self._begin = begin
        self.unused = slots
        """By channel; what is left of it goes back."""

    def hands(self) -> Hands:
        """The hands, anew for each time the transaction is tried."""
        return Hands(self._owner, self._clock.machine() + LEASE, dict(self.unused))

    def send(self, hands: Hands) -> None:
        """Sends what they took: it is committed."""
        self.unused = hands.free
        for claimed in hands.taken:
            self._begin(claimed, self._owner)

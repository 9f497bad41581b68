"""Slots of a pace, for every channel: who may send now, and who is told when there is a slot again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from bot.pacer import Pacer


class Slots:
    """The paces of all channels. A slot is taken before a message is claimed, and given back where there was none."""

    def __init__(self, pacers: Mapping[str, Pacer], hint: Callable[[str], None]) -> None:
        self._pacers = pacers
        self._hint = hint
        """Wakes those who send on a channel."""
        self._waited_for: set[str] = set()
        """Channels on which somebody looked for a slot and found none."""

    def begin(self) -> None:
        """Begins to give slots."""
        for pacer in self._pacers.values():
            pacer.begin()

    async def end(self) -> None:
        """Gives no more."""
        for pacer in self._pacers.values():
            await pacer.end()

    def free(self, channel: str, most: int) -> int:
        """How many may be taken now, at most `most`."""
        return self._pacers[channel].free(most)

    def free_or_later(self, channel: str, most: int) -> int:
        """The same; where there is none, the channel's hint is given as soon as there is one."""
        free = self._pacers[channel].free(most)
        if free:
            self._waited_for.discard(channel)
        elif channel not in self._waited_for:
            self._waited_for.add(channel)
            asyncio.get_running_loop().call_later(self._pacers[channel].wait(), self._look, channel)
        return free

    def spare(self, channel: str, most: int) -> int:
        """The same, and none where somebody waits for one."""
        return 0 if channel in self._waited_for else self._pacers[channel].free(most)

    def take(self, channel: str, slots: int) -> None:
        """Takes free slots."""
        self._pacers[channel].take(slots)

    def give_back(self, channel: str, slots: int) -> None:
        """Takes back the taking of slots that nothing was sent in."""
        self._pacers[channel].give_back(slots)
        if slots and channel in self._waited_for:  # for this one, perhaps
            self._hint(channel)

    def hold(self, channel: str, seconds: float) -> None:
        """Gives none for so long."""
        self._pacers[channel].hold(seconds)

    def _look(self, channel: str) -> None:
        self._waited_for.discard(channel)
        self._hint(channel)

"""A place: one chat on one channel, with its topic where the platform has topics."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation happens. `key` is its one spelling in rows and leases."""

    channel: str
    chat: str
    topic: str = ""

    @property
    def key(self) -> str:
        return f"{self.channel}:{self.chat}:{self.topic}" if self.topic else f"{self.channel}:{self.chat}"

    @classmethod
    def parse(cls, key: str) -> Place:
        """The place a key stands for. Raises ValueError for anything that is not such a key."""
        channel, separator, rest = key.partition(":")
        if not separator or not channel or not rest:
            raise ValueError(f"not a place: {key!r}")
        chat, _, topic = rest.partition(":")
        return cls(channel, chat, topic)

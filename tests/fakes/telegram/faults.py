"""What goes wrong on purpose: refusals, broken connections, silence, and budgets that end in 429."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

EVERY_CHAT = 0
What = Literal["status", "drop", "stall", "raw"]


@dataclass(slots=True)
class Fault:
    """Something that befalls the next calls of a method (`*`: of any)."""

    method: str
    what: What
    times: int = 1
    effect: bool = False
    """The call takes effect all the same."""
    status: int = 500
    description: str = ""
    retry_after: int | None = None
    body: bytes = b""


@dataclass(slots=True)
class Budget:
    """So many calls a second, so many at once; each key has its own."""

    per_second: float
    burst: int
    _full_at: dict[int, float] = field(default_factory=dict)

    def take(self, key: int, now: float) -> int | None:
        """Takes one; or the whole seconds to wait when nothing is left."""
        each = 1 / self.per_second
        full_at = max(self._full_at.get(key, now), now)
        if full_at + each - now > self.burst * each + 1e-9:
            return max(1, math.ceil(full_at - now - (self.burst - 1) * each))
        self._full_at[key] = full_at + each
        return None


@dataclass(slots=True)
class Faults:
    """All that is planned."""

    planned: list[Fault] = field(default_factory=list)
    per_chat: Budget | None = None
    per_bot: Budget | None = None
    not_before: dict[int, float] = field(default_factory=dict)
    """Until when a chat was told to wait."""
    throttled: dict[int, float] = field(default_factory=dict)
    """Until when messages to a chat, or to any, are refused."""

    def next(self, method: str) -> Fault | None:
        """The fault that befalls this call, used up."""
        for fault in self.planned:
            if fault.method in ("*", method):
                fault.times -= 1
                if fault.times <= 0:
                    self.planned.remove(fault)
                return fault
        return None

    def too_early(self, chat_id: int, now: float) -> int | None:
        """Seconds to wait, when a message to this chat is one too many."""
        until = max(self.throttled.get(chat_id, 0), self.throttled.get(EVERY_CHAT, 0))
        if until > now:
            return math.ceil(until - now)
        if self.per_chat and (wait := self.per_chat.take(chat_id, now)):
            return wait
        return self.per_bot.take(0, now) if self.per_bot else None

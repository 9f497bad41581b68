"""How a message ends, or waits, without any channel having been asked."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.base import Outcome


@dataclass(frozen=True, slots=True)
class Unsent:
    """A row that is not to be sent any more: the state it ends in, and why."""

    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Screened:
    """A message that may not go by its channel: it is shown in the web chat, and the channel gets a notice."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of our own before anything left us."""

    why: str


def named(outcome: Outcome | Unsent | Screened | Fault) -> str:
    """The name under which it is counted."""
    return outcome.state if isinstance(outcome, Unsent) else type(outcome).__name__.lower()

"""How far a message has come that takes several calls to a platform.

One of which a part is there and the next had to wait is gone on with, not begun anew: nobody reads its beginning
twice. That is remembered while this process lives, and holds while nobody else has tried it since.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from bot.channels.base import Gone, Outcome, Refused, Retry, Sending, Sent, Throttled, Unknown

_MOST_REMEMBERED = 512

Part = TypeVar("Part")


@dataclass(slots=True)
class Progress(Generic[Part]):
    """A message on its way: what is left to send, and the ids of what is there."""

    left: list[Part]
    ids: list[str] = field(default_factory=list)
    """Empty for a part whose id the platform did not tell."""
    texts: list[str] = field(default_factory=list)
    """Those of `ids` that show its text."""
    before: int = 0
    """So many of `ids` were there before: an edit replaced them, and may do so again."""
    tries: int = 0
    """Tries at which it was stopped: another sender's try since then began anew."""

    def shown(self, *ids: str, text: bool = True) -> None:
        """The next part is there; `text`: the first of its messages shows some of the text."""
        self.left.pop(0)
        self.ids += ids
        if text:
            self.texts.append(ids[0])

    @property
    def sent(self) -> Sent:
        """What came of it, once nothing is left."""
        ids, texts = ([each for each in told if each] for told in (self.ids, self.texts))
        return Sent(ids[0] if ids else None, tuple(ids[1:]), () if texts in ([], ids[:1]) else tuple(texts))


class Unfinished(Generic[Part]):
    """One sender's messages that stopped half way."""

    def __init__(self) -> None:
        self._kept: dict[int, Progress[Part]] = {}

    def taken_up(self, sending: Sending) -> Progress[Part] | None:
        """How far this one came at the last try; None where it begins."""
        going = self._kept.pop(sending.outbox_id, None)
        return going if going and going.tries + 1 == sending.tries else None

    def stopped(self, sending: Sending, going: Progress[Part], outcome: Outcome) -> Outcome:
        """What a failure means for the message as a whole, once parts of it are there."""
        if len(going.ids) == going.before:
            return outcome
        so_far = f"{len(going.ids)} of {len(going.ids) + len(going.left)} parts are there"
        match outcome:
            case Throttled():
                self._keep(sending, going)
                return replace(outcome, partly=True)
            case Retry(why):
                self._keep(sending, going)
                return replace(outcome, why=f"{why}; {so_far}", partly=True)
            case Unknown(why):
                # The part that hangs in the air may be there: all is sent again, and marked as such.
                return Unknown(f"{why}; {so_far}")
            case Refused(reason):
                return replace(outcome, reason=f"{reason}; {so_far}")
            case Gone(reason):
                return replace(outcome, reason=f"{reason}; {so_far}", partly=True)
            case Sent():
                return outcome

    def _keep(self, sending: Sending, going: Progress[Part]) -> None:
        while len(self._kept) >= _MOST_REMEMBERED:
            del self._kept[next(iter(self._kept))]
        going.tries = sending.tries
        self._kept[sending.outbox_id] = going

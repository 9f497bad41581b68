"""What came of the last broadcasts: how many got theirs, wait, could not be reached, or are not known."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.clock import VIETNAM
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.ministry.letter import audience_of, whom
from handlers.outgoing import Draft
from handlers.unreachable import NOT_BY_THIS_CHANNEL
from handlers.wording import Words
from storage import broadcasts
from storage.broadcasts import Broadcast
from storage.seats import Role, Seat

_WAITING = ("new", "sending")
_LOST = ("refused", "gone", "withdrawn", "expired")
SHOWN = 5


async def refresh(ctx: Context, heard: Heard) -> Effect:
    """`Update`: the same list as it stands now."""
    senders = [seat for seat in heard.seats if seat.role in (Role.ADMIN, Role.OFFICER)]

    async def tell(turn: Turn) -> None:
        await turn.toast(heard)
        if not senders:
            await turn.say(heard.who, turn.words(heard.who)("broadcast-not-allowed"))
        elif not await results(turn, heard, senders):
            await turn.say(heard.who, turn.words(heard.who)("broadcast-none-yet"))

    return tell


async def results(turn: Turn, heard: Heard, senders: Sequence[Seat]) -> int:
    """Lists an admin his ministry's last broadcasts, an officer his own; how many there are."""
    words = turn.words(heard.who)
    found: dict[int, Broadcast] = {}
    for seat in senders:
        author = None if seat.role is Role.ADMIN else heard.who.id
        for sending in await broadcasts.latest(turn.tx, seat.ministry or "", author, SHOWN):
            found.setdefault(sending.id, sending)
    if found:
        draft = Draft().bold(words("broadcast-last"))
        for sending in sorted(found.values(), key=lambda each: -each.id)[:SHOWN]:
            draft.line(await _line(turn, words, sending))
        await turn.say(heard.who, draft, (Choice(words("broadcast-button-refresh"), "broadcast_results"),))
    return len(found)


async def _line(turn: Turn, words: Words, sending: Broadcast) -> str:
    states = await broadcasts.outcomes_of(turn.tx, sending.id)
    lost = sum(states.get(state, 0) for state in _LOST)
    waiting = sum(states.get(state, 0) for state in _WAITING)
    if sending.state == "sending":  # rows that are not written yet wait as well
        waiting += max(sending.recipients - sum(states.values()), 0)
    first = sending.text.strip().splitlines()[0]
    at = (sending.sent_at or turn.now).astimezone(VIETNAM)
    line = words(
        "broadcast-result",
        day=words.time(at, turn.now),
        whom=whom(words, turn.ctx.places, audience_of(sending)),
        first=first if len(first) <= 60 else first[:59] + "…",
        sent=states.get("sent", 0), waiting=waiting, lost=lost, unknown=states.get("unknown", 0),
    )  # fmt: skip
    if closed := await broadcasts.refused_for(turn.tx, sending.id, NOT_BY_THIS_CHANNEL):
        line += " " + words("broadcast-by-no-channel", count=closed)
    return line + (" " + words("broadcast-stopped-short") if sending.state == "cancelled" else "")

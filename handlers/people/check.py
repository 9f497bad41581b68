"""Is this guidance genuine? The code printed under a broadcast says so."""

from __future__ import annotations

from datetime import timedelta

from handlers.clock import VIETNAM
from handlers.context import Context, Effect, Heard, Turn
from handlers.people.naming import role_name
from storage import broadcasts, invites, seats, units
from storage.broadcasts import Broadcast

MOST_WRONG = 10
WINDOW = timedelta(hours=1)
_COUNTED = "check"


async def check(ctx: Context, heard: Heard) -> Effect:
    """`/kiemtra CODE`, or the code typed after `/kiemtra`."""
    typed = str(heard.args.get("rest", "")) or heard.text

    async def look(turn: Turn) -> None:
        words = turn.words(heard.who)
        code = "".join(typed.split()).replace("-", "").upper()[:16] if not typed.startswith("/") else ""
        if not code:
            await turn.expect(heard.place, "check")
            await turn.say(heard.who, words("people-check-ask"))
            return
        await turn.expect(heard.place, None)
        machine = ctx.clock.machine()
        if await invites.wrong_tries(turn.tx, _COUNTED, str(heard.who.id), machine, WINDOW) >= MOST_WRONG:
            await turn.say(heard.who, words("people-check-too-often"))
            return
        found = await broadcasts.by_code(turn.tx, code)
        if found is None or not found.genuine:
            await invites.count_wrong(turn.tx, _COUNTED, str(heard.who.id), machine, WINDOW)
            await turn.say(heard.who, words("people-check-not-found"))
        else:
            await _genuine(turn, heard, found)

    return look


async def _genuine(turn: Turn, heard: Heard, found: Broadcast) -> None:
    words = turn.words(heard.who)
    ministry, seat = await units.get(turn.tx, found.ministry), await seats.get(turn.tx, found.seat_id)
    text = words(
        "people-check-genuine",
        ministry=ministry.full_name if ministry else found.ministry,
        role=role_name(words, seat.role) if seat else "",
        day=words.day((found.sent_at or turn.now).astimezone(VIETNAM).date(), turn.now),
    )
    if heard.seats:  # what was sent to officials is not read out to whoever holds a code
        first = found.text.strip().splitlines()[0]
        text += "\n" + words("people-check-first-line", line=first if len(first) <= 200 else first[:199] + "…")
    await turn.say(heard.who, text)

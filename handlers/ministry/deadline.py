"""Lay down within how many hours the ministry's people answer. What was promised already stays as it was."""

from __future__ import annotations

import re

from faq.text import folded
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Style
from storage import audit, fields
from storage.seats import Role, Seat

FEWEST, MOST = 1, 720
_TYPED = re.compile(r"([0-9]{1,4})\s*([^\W\d]{0,10})")
_UNITS = ("", "gio", "tieng", "h", "hours", "hour")


async def deadline(ctx: Context, heard: Heard) -> Effect:
    """`/hantraloi`: how it is now; with a number of hours behind it, asks whether that is to be."""
    admins = [seat for seat in heard.seats if seat.role is Role.ADMIN]
    typed = str(heard.args.get("rest", ""))
    hours = read_hours(typed)

    async def tell(turn: Turn) -> None:
        words = turn.words(heard.who)
        if not admins:
            await turn.say(heard.who, words("deadline-not-allowed"))
        elif typed and hours is None:
            await turn.say(heard.who, words("deadline-bad", fewest=FEWEST, most=MOST))
        else:
            await _show(turn, heard, admins, hours)

    return tell


async def lay_down(ctx: Context, heard: Heard) -> Effect:
    """Confirmed: new questions of the ministry are due so many hours after they were asked."""
    by = next((seat for seat in heard.seats if seat.id == heard.args.get("seat") and seat.role is Role.ADMIN), None)
    hours, was = int(heard.args["hours"]), int(heard.args["was"])

    async def change(turn: Turn) -> None:
        await turn.toast(heard)
        words = turn.words(heard.who)
        if by is None or by.ministry is None:
            await turn.say(heard.who, words("deadline-not-allowed"))
            return
        now_is = await _hours(turn, by)
        if now_is not in (was, hours):  # another admin was faster: shown anew, nobody is overruled unawares
            await _show(turn, heard, [by], hours)
            return
        if now_is != hours:
            await fields.set_deadline_hours(turn.tx, by.ministry, hours)
            detail = {"was": now_is, "hours": hours}
            await audit.note(turn.tx, turn.now, heard.who.id, "deadline", f"ministry:{by.ministry}", detail)
        await turn.say(heard.who, words("deadline-done", ministry=words.ministry(by.ministry), hours=hours))

    return change


def read_hours(typed: str) -> int | None:
    """A number of hours that can be laid down, with or without the word behind it; None for anything else."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None or folded(found[2]) not in _UNITS:
        return None
    hours = int(found[1])
    return hours if FEWEST <= hours <= MOST else None


async def _show(turn: Turn, heard: Heard, admins: list[Seat], wanted: int | None) -> None:
    words, draft = turn.words(heard.who), Draft()
    rows = []
    for seat in admins:
        ministry, now_is = words.ministry(seat.ministry or ""), await _hours(turn, seat)
        draft.line(words("deadline-is", ministry=ministry, hours=now_is))
        if wanted not in (None, now_is):
            args = {"seat": seat.id, "hours": wanted, "was": now_is}
            label = words("deadline-button", ministry=ministry, hours=wanted)
            rows.append((Choice(label, "deadline_set", args, Style.PRIMARY),))
    draft.line(words("deadline-confirm") if rows else words("deadline-how"))
    await turn.say(heard.who, draft, *rows)


async def _hours(turn: Turn, by: Seat) -> int:
    return await fields.deadline_hours(turn.tx, by.ministry or "", turn.ctx.policy.deadline_hours)

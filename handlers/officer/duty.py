"""`/truc`: who is on duty. An officer says that he is away, until when, and who stands in."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Style
from handlers.show import nothing_there
from handlers.wording import Words
from storage import audit, persons, seats
from storage.seats import Role, Seat

_DAY = re.compile(r"(?:\D*\s)?([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})(?:\s?[/.-]\s?([0-9]{4}))?")
LONGEST = 366


async def duty(ctx: Context, heard: Heard) -> Effect:
    """Shows who answers for the officer's province today, and what he may change."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        seat = heard.seat(Role.OFFICER)
        w = turn.words(heard.who)
        if seat is None:
            await turn.say(heard.who, w("duty-not-yours"))
            return
        await _show(turn, heard, seat)

    return effect


async def _show(turn: Turn, heard: Heard, seat: Seat) -> None:
    w, today = turn.words(heard.who), turn.ctx.clock.today()
    draft = Draft().bold(w("duty-title", unit=seat.unit_name))
    away = await seats.absence(turn.tx, seat.id, today)
    if away:
        until = w.day(away[1], turn.now) if away[1] else w("duty-until-told")
        draft.line(w("duty-you-are-away", until=until))
    else:
        draft.line(w("duty-you-are-here"))
    deputies = await seats.deputies_of(turn.tx, [seat.id], today)
    draft.line(
        w("duty-deputies", names=", ".join(d.person_name for d in deputies)) if deputies else w("duty-no-deputy")
    )
    change = Choice(w("duty-back"), "back", {}, Style.PRIMARY) if away else Choice(w("duty-away"), "away", {"ask": 1})
    colleagues = await _colleagues(turn, seat)
    rows = [(Choice(w("duty-make-deputy", name=c.person_name), "deputy", {"seat": c.id}),) for c in colleagues[:5]]
    await turn.say(heard.who, draft, (change,), *rows)


async def _colleagues(turn: Turn, seat: Seat) -> list[Seat]:
    there = await seats.colleagues(turn.tx, seat.province or "", turn.ctx.clock.today())
    return [c for c in there if c.person_id != seat.person_id and c.ministry == seat.ministry]


async def away(ctx: Context, heard: Heard) -> Effect:
    """Away from today, until the day that is typed; or with an open end, by button."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        seat, w = heard.seat(Role.OFFICER), turn.words(heard.who)
        if seat is None:
            await nothing_there(turn, heard)
            return
        if heard.args.get("ask"):
            await turn.expect(heard.place, "away")
            await turn.say(heard.who, w("duty-until-when"), (_open_end(w),))
            return
        today = ctx.clock.today()
        until = read_day(heard.text, today)
        if until is None and not heard.args.get("open"):
            await turn.say(heard.who, w("duty-bad-day"), (_open_end(w),))
            return
        await turn.expect(heard.place, None)
        await seats.leave(turn.tx, seat.id, today, until)
        await audit.note(turn.tx, turn.now, heard.who.id, "away", f"seat {seat.id}", {"until": str(until or "")})
        await _show(turn, heard, seat)

    return effect


def _open_end(w: Words) -> Choice:
    return Choice(w("duty-open-end"), "away", {"open": True})


async def back(ctx: Context, heard: Heard) -> Effect:
    """Back from now on."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        seat = heard.seat(Role.OFFICER)
        if seat is None:
            await nothing_there(turn, heard)
            return
        await seats.come_back(turn.tx, seat.id)
        await audit.note(turn.tx, turn.now, heard.who.id, "back", f"seat {seat.id}")
        await _show(turn, heard, seat)

    return effect


async def deputy(ctx: Context, heard: Heard) -> Effect:
    """This colleague stands in while one is away."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        seat = heard.seat(Role.OFFICER)
        chosen = int(heard.args["seat"])
        if seat is None or chosen not in [c.id for c in await _colleagues(turn, seat)]:
            await nothing_there(turn, heard)
            return
        await seats.set_deputy(turn.tx, seat.id, chosen)
        await audit.note(turn.tx, turn.now, heard.who.id, "deputy", f"seat {seat.id}", {"deputy": chosen})
        await _show(turn, heard, seat)
        await _tell_deputy(turn, seat, chosen)

    return effect


async def _tell_deputy(turn: Turn, principal: Seat, chosen: int) -> None:
    seat = await seats.get(turn.tx, chosen)
    person = await persons.get(turn.tx, seat.person_id) if seat else None
    if person:
        told = turn.words(person)("duty-you-are-deputy", name=principal.person_name)
        await turn.say(person, told, seat_id=chosen)


def read_day(text: str, today: date) -> date | None:
    """A day typed as `25/12`, `đến 25/12` or `25/12/2026`, today or within a year; None for anything else."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    day, month, year = int(found[1]), int(found[2]), int(found[3] or today.year)
    try:
        typed = date(year, month, day)
        if not found[3] and typed < today:
            typed = date(year + 1, month, day)
    except ValueError:
        return None
    return typed if today <= typed <= today + timedelta(days=LONGEST) else None

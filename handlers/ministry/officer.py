"""One officer's seat, as the ministry's admin lays it down: room, fields, lead of the province, end of the term."""

from __future__ import annotations

import re
from datetime import date

from faq.fields import catalogue
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.ministry.officers import standings, told
from handlers.officer.duty import read_day
from handlers.outgoing import Draft
from handlers.people.menu import offer
from handlers.people.naming import place_name
from handlers.show import nothing_there
from storage import audit, duties, persons, seats
from storage.seats import Role, Seat

MOST = 9999
_NUMBER = re.compile(r"[0-9]{1,4}")


async def officer(ctx: Context, heard: Heard) -> Effect:
    """How a seat stands, and what can be changed."""

    async def show(turn: Turn) -> None:
        await turn.toast(heard)
        if seat := await _seat(turn, heard):
            await _show(turn, heard, seat)

    return show


async def capacity(ctx: Context, heard: Heard) -> Effect:
    """At most how many open questions: asks, then takes the number; 0 lifts the limit."""
    typed = heard.text.strip()

    async def change(turn: Turn) -> None:
        await turn.toast(heard)
        seat, w = await _seat(turn, heard), turn.words(heard.who)
        if seat is None:
            return
        if not _NUMBER.fullmatch(typed):
            await turn.expect(heard.place, "officer_capacity", seat=seat.id)
            key = "officer-capacity-bad" if typed else "officer-capacity-ask"
            await turn.say(heard.who, w(key, name=seat.person_name, most=MOST))
            return
        await turn.expect(heard.place, None)
        most = int(typed) or None
        await duties.set_capacity(turn.tx, seat.id, most)
        await _done(turn, heard, seat, "capacity", {"was": seat.capacity, "is": most})

    return change


async def fields(ctx: Context, heard: Heard) -> Effect:
    """The fields of the ministry, those marked that the seat answers."""

    async def show(turn: Turn) -> None:
        await turn.toast(heard)
        if seat := await _seat(turn, heard):
            await _show_fields(turn, heard, seat)

    return show


async def field(ctx: Context, heard: Heard) -> Effect:
    """This one, too, or no more; without a field, any."""
    wanted, on = str(heard.args.get("field", "")), bool(heard.args.get("on"))

    async def change(turn: Turn) -> None:
        await turn.toast(heard)
        seat = await _seat(turn, heard)
        if seat is None:
            return
        was = await duties.fields_of(turn.tx, seat.id)
        now_is = (was | {wanted} if on else was - {wanted}) if wanted else frozenset[str]()
        if now_is != was:
            await duties.set_fields(turn.tx, seat.id, now_is)
            detail = {"was": sorted(was), "is": sorted(now_is)}
            await audit.note(turn.tx, turn.now, heard.who.id, "fields", f"seat {seat.id}", detail)
        await _show_fields(turn, heard, seat)

    return change


async def lead(ctx: Context, heard: Heard) -> Effect:
    """Whom the province's others come to first; there is one at most."""
    on = bool(heard.args["on"])

    async def change(turn: Turn) -> None:
        await turn.toast(heard)
        if seat := await _seat(turn, heard):
            await duties.set_lead(turn.tx, seat, lead=on)
            await _done(turn, heard, seat, "lead", {"was": seat.lead, "is": on})

    return change


async def prolong(ctx: Context, heard: Heard) -> Effect:
    """The last day of the term: asks, then takes the day."""
    typed = heard.text.strip()
    until: date | None = read_day(typed, ctx.clock.today()) if typed else None

    async def change(turn: Turn) -> None:
        await turn.toast(heard)
        seat, w = await _seat(turn, heard), turn.words(heard.who)
        if seat is None:
            return
        if until is None:
            await turn.expect(heard.place, "officer_prolong", seat=seat.id)
            await turn.say(heard.who, w("duty-bad-day" if typed else "officer-prolong-ask", name=seat.person_name))
            return
        await turn.expect(heard.place, None)
        await seats.prolong(turn.tx, seat.id, until)
        await _done(turn, heard, seat, "prolong", {"was": str(seat.valid_until or ""), "is": str(until)})
        if person := await persons.get(turn.tx, seat.person_id):
            await offer(turn, person)

    return change


async def _seat(turn: Turn, heard: Heard) -> Seat | None:
    """The officer's seat meant, if this admin's ministry has it today; None after having said so."""
    seat, today = await seats.get(turn.tx, int(heard.args["seat"])), turn.ctx.clock.today()
    own = {by.ministry for by in heard.seats if by.role is Role.ADMIN}
    if seat and seat.role is Role.OFFICER and seat.ministry in own and seat.valid_on(today):
        return seat
    await turn.expect(heard.place, None)
    await nothing_there(turn, heard)
    return None


async def _done(turn: Turn, heard: Heard, seat: Seat, verb: str, detail: dict[str, object]) -> None:
    await audit.note(turn.tx, turn.now, heard.who.id, verb, f"seat {seat.id}", detail)
    if now_is := await seats.get(turn.tx, seat.id):
        await _show(turn, heard, now_is)


async def _show(turn: Turn, heard: Heard, seat: Seat) -> None:
    w, args = turn.words(heard.who), {"seat": seat.id}
    [one] = await standings(turn, [seat])
    draft = Draft().bold(place_name(turn.ctx.places, seat.province or ""))
    for line in told(turn, w, one):
        draft.line(line)
    draft.line(w("officer-number", number=seat.id))
    mark = Choice(w("officer-lead-off" if seat.lead else "officer-lead-on"), "officer_lead",
                  {**args, "on": not seat.lead})  # fmt: skip
    await turn.say(
        heard.who, draft, (Choice(w("officer-capacity"), "officer_capacity", args),),
        (Choice(w("officer-fields"), "officer_fields", args),), (mark,),
        (Choice(w("officer-prolong"), "officer_prolong", args),),
    )  # fmt: skip


async def _show_fields(turn: Turn, heard: Heard, seat: Seat) -> None:
    w, chosen = turn.words(heard.who), await duties.fields_of(turn.tx, seat.id)
    rows = [
        (Choice(f"✓ {w.field(f.code)}" if f.code in chosen else w.field(f.code), "officer_field",
                {"seat": seat.id, "field": f.code, "on": f.code not in chosen}),)
        for f in catalogue().fields_of(seat.ministry or "")
    ]  # fmt: skip
    if chosen:
        rows.insert(0, (Choice(w("officer-any-field"), "officer_field", {"seat": seat.id}),))
    text = w("officer-fields-some" if chosen else "officer-fields-any", name=seat.person_name)
    await turn.say(heard.who, text, *rows)

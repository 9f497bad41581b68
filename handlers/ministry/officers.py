"""`/canbo`: the ministry's officers by province: what each has, who is away, who stands in, whom nothing reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.clock import VIETNAM
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.people.naming import place_name
from handlers.wording import Words
from storage import duties, persons, seats
from storage.duties import Load
from storage.seats import Role, Seat

PAGE = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """An officer's seat with what an admin wants to know of it."""

    seat: Seat
    load: Load
    fields: frozenset[str]
    away: tuple[date, date | None] | None
    deputies: tuple[Seat, ...]
    reachable: bool
    seen: datetime | None


async def officers(ctx: Context, heard: Heard) -> Effect:
    """One page, by province; of one province where it is named."""
    by, skip = heard.seat(Role.ADMIN), int(heard.args.get("skip", 0))
    named = str(heard.args.get("rest", ""))[:100]
    wanted = ctx.places.find_province(named).exact if named else None
    province = wanted.code if wanted else heard.args.get("province")

    async def tell(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        if by is None or by.ministry is None:
            await turn.say(heard.who, w("officers-not-allowed"))
            return
        held = await seats.of_ministry(turn.tx, by.ministry, Role.OFFICER, turn.ctx.clock.today())
        shown = sorted(
            (seat for seat in held if province in (None, seat.province)),
            key=lambda seat: (seat.province or "", not seat.lead, seat.id),
        )
        if named and not wanted:
            await turn.say(heard.who, w("broadcast-no-such-province"))
        elif not shown:
            await turn.say(heard.who, w("officers-none"), (Choice(w("bureaus-button"), "bureaus", {}),))
        else:
            await _page(turn, heard, by, shown, skip, province)

    return tell


async def _page(turn: Turn, heard: Heard, by: Seat, held: Sequence[Seat], skip: int, province: str | None) -> None:
    w = turn.words(heard.who)
    page = await standings(turn, held[skip : skip + PAGE])
    draft = Draft().bold(w("officers-title", ministry=w.ministry(by.ministry or ""), count=len(held)))
    for number, one in enumerate(page, 1):
        draft.line().line(f"{number}. {place_name(turn.ctx.places, one.seat.province or '')}")
        for line in told(turn, w, one):
            draft.line(line)
    draft.line().line(w("officers-how"))
    numbers = [Choice(str(n), "officer", {"seat": one.seat.id}) for n, one in enumerate(page, 1)]
    rows = [tuple(numbers)]
    rest = len(held) - skip - len(page)
    if rest > 0:
        more = {"skip": skip + PAGE, **({"province": province} if province else {})}
        rows.append((Choice(w("queue-more", count=rest), "officers", more),))
    rows.append((Choice(w("bureaus-button"), "bureaus", {}),))
    await turn.say(heard.who, draft, *rows, seat_id=by.id)


async def standings(turn: Turn, held: Sequence[Seat]) -> list[Standing]:
    """How these seats stand now."""
    ids, today = [seat.id for seat in held], turn.ctx.clock.today()
    loads = await duties.loads(turn.tx, ids, turn.now)
    deputies = await seats.deputies_of_each(turn.tx, ids, today)
    people = {p.id: p for p in await persons.many(turn.tx, list({seat.person_id for seat in held}))}
    seen: Mapping[int, datetime] = await duties.last_seen(turn.tx, people)
    return [
        Standing(
            seat, loads.get(seat.id, Load()), await duties.fields_of(turn.tx, seat.id),
            await seats.absence(turn.tx, seat.id, today), tuple(deputies.get(seat.id, ())),
            people[seat.person_id].reachable if seat.person_id in people else False, seen.get(seat.person_id),
        )
        for seat in held
    ]  # fmt: skip


def told(turn: Turn, w: Words, one: Standing) -> Iterator[str]:
    """A seat in a few lines: what needs action is said, what is as it should be is not."""
    seat, load = one.seat, one.load
    yield w("officers-lead", name=seat.person_name) if seat.lead else seat.person_name
    most = w("officers-most", most=seat.capacity) if seat.capacity is not None else ""
    over = seat.capacity is not None and load.open >= seat.capacity
    yield w("officers-over" if over else "officers-load", open=load.open, overdue=load.overdue, most=most)
    if one.fields:
        yield w("officers-fields", fields="; ".join(sorted(w.field(field) for field in one.fields)))
    if one.away:
        until = w.day(one.away[1], turn.now) if one.away[1] else w("duty-until-told")
        yield w("officers-away", until=until)
    if one.deputies:
        yield w("duty-deputies", names=", ".join(deputy.person_name for deputy in one.deputies))
    elif one.away:
        yield w("officers-no-deputy")
    if seat.valid_until:
        yield w("officers-until", day=w.day(seat.valid_until, turn.now))
    if one.seen:
        day = w.day(one.seen.astimezone(VIETNAM).date(), turn.now)
        yield w("officers-seen" if one.reachable else "officers-lost", day=day)

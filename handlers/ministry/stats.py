"""Figures: the total first, then one line per province, the worst first. No texts of questions, and no names but,
for an admin, of officers whom nothing reaches."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.context import Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.people.naming import seat_unit
from handlers.wording import Words
from storage import figures, persons, seats, units
from storage.figures import Figures
from storage.seats import Role, Seat

MOST_LINES = 34


async def stats(ctx: Context, heard: Heard) -> Effect:
    """`/thongke`: an admin's and a leader's ministry by province, an officer's own province."""
    by = heard.seat(Role.ADMIN, Role.LEADER, Role.OFFICER)
    asked_for = str(heard.args.get("rest", ""))[:100]
    wanted = ctx.places.find_province(asked_for).exact if asked_for else None

    async def tell(turn: Turn) -> None:
        words = turn.words(heard.who)
        if by is None or by.ministry is None:
            await turn.say(heard.who, words("stats-not-allowed"))
            return
        province = by.province if by.role is Role.OFFICER else wanted.code if wanted else None
        found = await figures.by_province(turn.tx, turn.now, by.ministry, province)
        draft = await _report(turn, words, by, province, found)
        if by.role is Role.ADMIN:
            await _unreachable(turn, words, by, draft)
        await turn.say(heard.who, draft)

    return tell


async def _report(turn: Turn, words: Words, by: Seat, province: str | None, found: list[Figures]) -> Draft:
    ministry = await units.get(turn.tx, by.ministry or "")
    place = turn.ctx.places.get(province) if province else None
    of = ministry.full_name if ministry else by.ministry or ""
    draft = Draft().bold(words("stats-heading", of=f"{of} – {place.full_name}" if place else of))
    draft.line(words("stats-as-of", time=words.time(turn.now, turn.now)))
    total = _sum(found)
    if not total.asked:
        return draft.line(words("stats-nothing-yet"))
    for line in _in_full(words, total):
        draft.line(line)
    if province is None:
        draft.line().bold(words("stats-by-province"))
        for each in found[:MOST_LINES]:
            draft.line(_in_a_line(words, each))
        draft.line().line(words("stats-one-province"))
    return draft


async def _unreachable(turn: Turn, words: Words, by: Seat, draft: Draft) -> None:
    """To an admin alone: his officers whom nothing reaches just now."""
    held = await seats.of_ministry(turn.tx, by.ministry or "", Role.OFFICER, turn.ctx.clock.today())
    people = await persons.many(turn.tx, list({seat.person_id for seat in held}))
    lost = {person.id for person in people if not person.reachable}
    named = [f"{seat.person_name} ({seat_unit(turn.ctx.places, seat)})" for seat in held if seat.person_id in lost]
    if named:
        draft.line().line(words("stats-unreachable", names="; ".join(dict.fromkeys(named))))


def _in_full(words: Words, of: Figures) -> Iterable[str]:
    yield words("stats-overdue", count=of.overdue)
    yield words("stats-open", count=of.open)
    yield words("stats-asked", count=of.asked)
    yield words("stats-by-bank", count=of.by_bank)
    yield words("stats-answered", count=of.answered)
    yield words("stats-in-time", share=_share(of))


def _in_a_line(words: Words, of: Figures) -> str:
    """Short enough not to wrap on a phone: the province without its type, then what needs action first."""
    name = (of.province or "").removeprefix("Tỉnh ").replace("Thành phố ", "TP ")
    return words("stats-line", name=name, overdue=of.overdue, open=of.open, answered=of.answered, share=_share(of))


def _sum(found: list[Figures]) -> Figures:
    return Figures(
        None,
        sum(f.asked for f in found),
        sum(f.by_bank for f in found),
        sum(f.open for f in found),
        sum(f.overdue for f in found),
        sum(f.answered for f in found),
        sum(f.in_time for f in found),
        sum(f.late for f in found),
    )


def _share(of: Figures) -> str:
    """In time, of all whose time is decided; rounded down, so that 100 % means every single one."""
    decided = of.in_time + of.late
    return f"{of.in_time * 100 // decided}%" if decided else "–"


async def overall(ctx: Context) -> Figures:
    """Figures over all ministries and provinces, without a name in them."""
    now = ctx.clock.business()
    return await ctx.db.read_many(lambda tx: figures.overall(tx, now))

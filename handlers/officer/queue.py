"""`/hangdoi`: the open questions in the order of their deadlines; counted, through a filter, page by page."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import beginnings
from handlers.comfort import filters, twins
from handlers.comfort.filters import Filter, Which
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.escalation import owed
from handlers.ministry.overdue import overdue
from handlers.officer import card, holding
from handlers.outgoing import Draft
from handlers.wording import Words
from storage import queue as held
from storage import waits
from storage.questions import Question
from storage.queue import Counts, Holding
from storage.seats import Role, Seat

PAGE = 8
MOST_FIELDS = 8
Alike = Mapping[int, tuple[int, ...]]
"""Which others ask the same as a question."""
_KINDS = (Which.ALL, Which.OVERDUE, Which.TODAY, Which.WAITING)


async def queue(ctx: Context, heard: Heard) -> Effect:
    """One page of what the person has to answer, his own and what he stands in for; most urgent first."""
    typed, alike = str(heard.args.get("rest", "")), await twins.among_held(ctx, heard)
    asked_for = filters.read(typed) if typed else filters.Page(Filter.of(heard.args))

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        seat = heard.seat(Role.OFFICER, Role.EXPERT, Role.ADMIN)
        leader = heard.seat(Role.LEADER)
        if seat is None and leader:
            await overdue(turn, heard, leader)
            return
        if seat is None:
            await turn.say(heard.who, w("queue-not-yours"))
            return
        asked = "skip" not in heard.args and await owed.tell(turn, heard)
        his = await holding.of(turn.tx, heard.seats, ctx.clock.today())
        counts = await held.counts(turn.tx, his, turn.now, filters.day_ends(turn.now))
        if not counts.all:
            if not asked:
                await turn.say(heard.who, w("queue-empty"))
        elif asked_for is None:
            await _no_such(turn, heard, his, counts)
        else:
            skip = int(heard.args.get("skip", (asked_for.number - 1) * PAGE))
            await _page(turn, heard, seat, his, counts, asked_for.filter, skip, alike)

    return effect


async def by_field(ctx: Context, heard: Heard) -> Effect:
    """Which field? Those of what is open."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        found = await held.fields(turn.tx, await holding.of(turn.tx, heard.seats, ctx.clock.today()))
        if not found:
            await turn.say(heard.who, w("queue-empty"))
            return
        await turn.say(heard.who, w("queue-which-field"), *_field_rows(w, found), _all(w))

    return effect


async def _page(
    turn: Turn, heard: Heard, seat: Seat, his: Holding, counts: Counts, chosen: Filter, skip: int, alike: Alike,
) -> None:  # fmt: skip
    w, only = turn.words(heard.who), chosen.only(turn.now)
    count = await held.count(turn.tx, his, only)
    rows = _filter_rows(w, counts, chosen)
    if not count:
        await turn.say(heard.who, w("queue-none-of-these", filter=chosen.label(w), count=counts.all), *rows)
        return
    skip = min(skip, (count - 1) // PAGE * PAGE)  # what was answered meanwhile has left its page
    found = await held.held_by(turn.tx, his, only, limit=PAGE, skip=skip)
    draft = _heading(w, counts, chosen, count, skip)
    noted = await waits.of_each(turn.tx, [question.id for question in found])
    for number, (question, start) in enumerate(zip(found, await beginnings.of(turn, w, found, 80), strict=True), 1):
        draft.line().line(f"{number}. {_line(turn, w, question, start)}")
        if wait := noted.get(question.id):
            draft.line(w("awaiting-noted", text=wait.text))
        if others := alike.get(question.id):
            draft.line(w("twins-more", count=len(others)))
    draft.line().line(w("queue-how"))
    if rows:
        draft.line(w("queue-how-to-filter"))
    numbers = [Choice(str(n), "show", {"question": q.id}) for n, q in enumerate(found, 1)]
    rows = [tuple(numbers[i : i + 4]) for i in range(0, len(numbers), 4)] + [_turning(w, chosen, count, skip), *rows]
    await turn.say(heard.who, draft, *filter(None, rows), seat_id=seat.id)


def _heading(w: Words, counts: Counts, chosen: Filter, count: int, skip: int) -> Draft:
    draft = Draft().bold(w("queue-title", count=counts.all))
    draft.line(w("queue-counts", overdue=counts.overdue, today=counts.today, waiting=counts.waiting,
                 count=counts.all))  # fmt: skip
    if chosen.which is not Which.ALL:
        draft.line(w("queue-filtered", filter=chosen.label(w), count=count))
    if count > PAGE:
        draft.line(w("queue-page", page=skip // PAGE + 1, pages=-(-count // PAGE)))
    return draft


def _turning(w: Words, chosen: Filter, count: int, skip: int) -> tuple[Choice, ...]:
    """Back and on."""
    back = Choice(w("queue-back"), "queue", {**chosen.args(), "skip": max(0, skip - PAGE)})
    on = Choice(w("queue-more", count=count - skip - PAGE), "queue", {**chosen.args(), "skip": skip + PAGE})
    return (*((back,) if skip else ()), *((on,) if skip + PAGE < count else ()))


def _filter_rows(w: Words, counts: Counts, chosen: Filter) -> list[tuple[Choice, ...]]:
    """The other filters under which there is something; none where there is no need of any."""
    there = {Which.OVERDUE: counts.overdue, Which.TODAY: counts.today, Which.WAITING: counts.waiting}
    found = [Filter(which) for which in _KINDS if which is not chosen.which and there.get(which, 1)]
    if counts.all <= PAGE and chosen.which is Which.ALL:
        return []
    row = [Choice(each.label(w), "queue", each.args()) for each in found]
    row.append(Choice(w("queue-by-field"), "queue_fields", {}))
    return [tuple(row[i : i + 2]) for i in range(0, len(row), 2)]


def _field_rows(w: Words, found: dict[str, int]) -> list[tuple[Choice, ...]]:
    fields = list(found)[:MOST_FIELDS]
    return [(Choice(w.field(code), "queue", Filter(Which.FIELD, (code,)).args()),) for code in fields]


def _all(w: Words) -> tuple[Choice, ...]:
    return (Choice(Filter().label(w), "queue", Filter().args()),)


async def _no_such(turn: Turn, heard: Heard, his: Holding, counts: Counts) -> None:
    """Nobody knows that filter: which ones there are."""
    w, found = turn.words(heard.who), await held.fields(turn.tx, his)
    fields = ", ".join(w.field(code) for code in list(found)[:MOST_FIELDS])
    rows = _filter_rows(w, counts, Filter(Which.FIELD))
    await turn.say(heard.who, w("queue-no-such-filter", fields=fields or "–"), *rows)


def _line(turn: Turn, w: Words, question: Question, start: str) -> str:
    due = question.due_at or turn.now
    late = due <= turn.now
    when = w("queue-overdue" if late else "queue-due", due=w.time(due, turn.now))
    waiting = f" · {w('state-waiting')}" if question.state == "waiting" else ""
    return f"{question.code} · {card.whence(turn, question)}\n{start}\n{when}{waiting}"

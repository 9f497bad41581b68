"""An admin's evening: how the day of his ministry was, and what is overdue, by province and holder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.context import Choice, Turn
from handlers.outgoing import Draft, Style
from handlers.wording import Words
from storage import digests, persons
from storage.digests import Day, Late, Owed
from storage.outbox import Priority
from storage.tx import Tx

MOST_PROVINCES = 12
MOST_HOLDERS = 4


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is to say of a ministry's day."""

    day: Day
    late: Sequence[Late]


async def read(tx: Tx, ministry: str, begins: datetime, now: datetime) -> Figures:
    """Reads a ministry's day."""
    return Figures(await digests.day_of(tx, ministry, begins, now), await digests.late(tx, ministry, now))


async def tell(turn: Turn, owed: Owed, found: Figures) -> None:
    """Tells an admin how the day was; nothing where nothing happened and nothing is overdue."""
    person = await persons.get(turn.tx, owed.person_id)
    if person is None or (found.day.quiet and not found.late):
        return
    w, day = turn.words(person), found.day
    draft = Draft().bold(w("digest-evening", ministry=w.ministry(owed.ministry),
                           day=w.day(turn.ctx.clock.today(), turn.now)))  # fmt: skip
    draft.line(w("digest-asked", count=day.asked))
    draft.line(w("digest-answered", count=day.answered, timely=day.in_time))
    if day.escalated:
        draft.line(w("digest-escalated", count=day.escalated))
    if day.returned:
        draft.line(w("digest-returned", count=day.returned))
    if day.unheld:
        draft.line(w("digest-unheld", count=day.unheld))
    overdue = sum(late.count for late in found.late)
    draft.line().line(w("digest-late", count=overdue))
    for line in _by_province(w, found.late):
        draft.line(line)
    draft.line().line(w("digest-evening-how"))
    row = (Choice(w("digest-show-late"), "overdue", {}, Style.PRIMARY),) if overdue else ()
    await turn.say(person, draft, *((row,) if row else ()), key=turn.cause, priority=Priority.ALERT,
                   seat_id=owed.seat_id)  # fmt: skip


def _by_province(w: Words, late: Sequence[Late]) -> list[str]:
    """`Lạng Sơn: 3 (Trần Văn Minh 2, đầu mối Bộ 1)`, most first."""
    provinces: dict[str | None, list[Late]] = defaultdict(list)
    for each in late:
        provinces[each.province].append(each)
    ordered = sorted(provinces.items(), key=lambda of: (-sum(each.count for each in of[1]), of[0] or ""))
    lines = []
    for name, held in ordered[:MOST_PROVINCES]:
        with_whom = [f"{each.holder or w('digest-desk')} {each.count}" for each in held[:MOST_HOLDERS]]
        if len(held) > MOST_HOLDERS:
            with_whom.append("…")
        count = sum(each.count for each in held)
        lines.append(w("digest-late-line", province=name or "?", count=count, holders=", ".join(with_whom)))
    if len(ordered) > MOST_PROVINCES:
        lines.append(w("digest-late-more", count=len(ordered) - MOST_PROVINCES))
    return lines

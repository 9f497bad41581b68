"""Who has the authority that somebody lacks: the lead of the province's officers, then the ministry's desk."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Turn
from handlers.officer import card
from handlers.wording import Words
from storage import desks, duties
from storage.questions import Question
from storage.seats import Seat


@dataclass(frozen=True, slots=True)
class Above:
    """Where a question goes up to: a seat, or a desk."""

    lead: Seat | None
    desk: str
    """A ministry's code, or its bureau's."""

    @property
    def holding(self) -> dict[str, object]:
        """The columns of a question that say so."""
        if self.lead:
            return {"holder_seat_id": self.lead.id, "desk": None, "escalated": False}
        return {"holder_seat_id": None, "desk": self.desk, "escalated": True}


async def above(turn: Turn, question: Question, by: Seat | None) -> Above | None:
    """Where it goes when `by` hands it up; None where it is there already."""
    if question.escalated:
        return None
    today, ministry = turn.ctx.clock.today(), question.ministry or ""
    lead = await _lead(turn, question)
    if lead and by and lead.person_id != by.person_id:
        return None if question.holder_seat_id == lead.id else Above(lead, "")
    return Above(None, await desks.of_field(turn.tx, ministry, question.field, today))


async def _lead(turn: Turn, question: Question) -> Seat | None:
    """Whom the ministry marked among its officers in the province, where he is there today."""
    today = turn.ctx.clock.today()
    there = await duties.in_province(turn.tx, question.ministry or "", question.province or "", today)
    found = (duty.seat for duty in there if duty.seat.lead and not duty.away)
    return next((seat for seat in found if seat.person_id != question.asker_id), None)


async def named(turn: Turn, w: Words, up: Above) -> str:
    """Whom it goes up to, within a sentence."""
    if up.lead:
        return w("escalate-to-lead", name=up.lead.person_name)
    return await card.desk_named(turn, w, up.desk)

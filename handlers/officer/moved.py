"""An officer acts on a question that went on to somebody else meanwhile: he hears who has it, and loses no word."""

from __future__ import annotations

from datetime import timedelta

from faq.fields import catalogue
from handlers.cadre import keeping
from handlers.clock import VIETNAM
from handlers.context import Heard, Turn
from handlers.officer import card
from storage import audit, desks, seats
from storage.questions import OPEN_STATES, Question
from storage.seats import Role
from storage.thread import Kind

LATELY = timedelta(days=1)
"""So long after it was handed on, whoever had it hears who has it now; later it is none of his."""


async def told(turn: Turn, heard: Heard, question: Question) -> bool:
    """Whether he could answer it before; then he hears who has it, and what he wrote is kept with it, unsent."""
    if question.asker_id == heard.who.id:
        return False
    wrote = bool(heard.text or heard.attachments)
    w = turn.words(heard.who)
    names = {"code": question.code, "holder": card.holder(w, question)}
    if await _was_corrected(turn, heard, question):
        field = w.field(question.field or "")
        said = w("moved-unsent" if wrote else "moved-on", field=field, **names)
    elif not wrote:
        return False  # an old button says so itself
    elif await _term_over(turn, heard, question):
        said = w("moved-term-over", code=question.code)
    elif await _handed_on(turn, heard, question):
        said = w("moved-handed", **names)
    else:
        return False
    if wrote:
        await keeping.keep_message(turn, heard, question.id, Kind.UNSENT)
    await turn.say(heard.who, said)
    return True


async def _was_corrected(turn: Turn, heard: Heard, question: Question) -> bool:
    fields, held = catalogue().fields, {seat.id for seat in heard.seats}
    of_province = _ministries(heard, question)
    for _, actor_id, detail in await audit.corrections(turn.tx, question.code):
        was = fields.get(detail["was"] or "")
        if actor_id == heard.who.id or detail["from"] in held or (was and was.ministry in of_province):
            return True
    return False


async def _term_over(turn: Turn, heard: Heard, question: Question) -> bool:
    """Whether he has it by a seat that has ended: it is handed over any moment now, or he wrote before it ended."""
    if question.holder_person_id != heard.who.id or question.holder_seat_id is None:
        return False
    if question.state in OPEN_STATES:
        return True
    seat, wrote_on = await seats.get(turn.tx, question.holder_seat_id), heard.at.astimezone(VIETNAM).date()
    return seat is not None and seat.valid_on(wrote_on) and turn.now - heard.at < LATELY


async def _handed_on(turn: Turn, heard: Heard, question: Question) -> bool:
    """Whether he had it until lately; also by a seat that has ended: his term may have ended while he wrote."""
    of_province = _ministries(heard, question)
    own: set[int | str] = {seat.id for seat in await seats.of_person(turn.tx, heard.who.id)}
    own.update(await desks.answered_by(turn.tx, heard.seats, turn.ctx.clock.today()))
    for at, actor_id, detail in await audit.handings(turn.tx, question.code):
        his = actor_id == heard.who.id or detail.get("from") in own or detail.get("ministry") in of_province
        if his and turn.now - at < LATELY:
            return True
    return False


def _ministries(heard: Heard, question: Question) -> set[str | None]:
    """Whose officer he is in the question's province."""
    return {seat.ministry for seat in heard.seats if seat.role is Role.OFFICER and seat.province == question.province}

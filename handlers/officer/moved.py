"""An officer acts on a question that went to somebody else because its field was another: he hears who has it."""

from __future__ import annotations

from faq.fields import catalogue
from handlers.cadre import keeping
from handlers.context import Heard, Turn
from handlers.officer import card
from storage import audit
from storage.questions import Question
from storage.seats import Role
from storage.thread import Kind


async def told(turn: Turn, heard: Heard, question: Question) -> bool:
    """Whether he could answer it before; then he hears who has it, and what he wrote is kept with it, unsent."""
    if question.asker_id == heard.who.id or not await _had_it(turn, heard, question):
        return False
    w, wrote = turn.words(heard.who), bool(heard.text or heard.attachments)
    if wrote:
        await keeping.keep_message(turn, heard, question.id, Kind.UNSENT)
    holder = card.holder(w, question)
    key = "moved-unsent" if wrote else "moved-on"
    await turn.say(heard.who, w(key, code=question.code, field=w.field(question.field or ""), holder=holder))
    return True


async def _had_it(turn: Turn, heard: Heard, question: Question) -> bool:
    fields, held = catalogue().fields, {seat.id for seat in heard.seats}
    of_province = {s.ministry for s in heard.seats if s.role is Role.OFFICER and s.province == question.province}
    for _, actor_id, detail in await audit.corrections(turn.tx, question.code):
        was = fields.get(detail["was"] or "")
        if actor_id == heard.who.id or detail["from"] in held or (was and was.ministry in of_province):
            return True
    return False

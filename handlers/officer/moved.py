"""An officer acts on a question that went to somebody else because its field was another: he hears who has it."""

from __future__ import annotations

from handlers.cadre import keeping
from handlers.context import Heard, Turn
from storage import audit
from storage.questions import Question
from storage.thread import Kind


async def told(turn: Turn, heard: Heard, question: Question) -> bool:
    """Whether it was his before; then he is told so, and what he wrote is kept with the question, unsent."""
    if question.asker_id == heard.who.id or not await _had_it(turn, heard, question):
        return False
    w, wrote = turn.words(heard.who), bool(heard.text or heard.attachments)
    if wrote:
        await keeping.keep_message(turn, heard, question.id, Kind.UNSENT)
    ministry = w.ministry(question.ministry or "")
    holder = question.holder_name or w("card-desk", ministry=ministry)
    key = "moved-unsent" if wrote else "moved-on"
    await turn.say(heard.who, w(key, code=question.code, field=w.field(question.field or ""), holder=holder))
    return True


async def _had_it(turn: Turn, heard: Heard, question: Question) -> bool:
    held = {seat.id for seat in heard.seats}
    for actor_id, detail in await audit.corrections(turn.tx, question.code):
        if actor_id == heard.who.id or detail.get("from") in held:
            return True
    return False

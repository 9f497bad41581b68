"""What is answered is quoted wherever the answer is read: by the platform's own quote where it stands there, else in
words."""

from __future__ import annotations

from typing import TypedDict

from handlers.context import Heard, Turn
from handlers.outgoing import Quoted, beginning
from storage import links, thread
from storage.place import Place
from storage.questions import Question

MOST = 120
"""Characters of what is quoted in words."""
_POINTED_AT = ("relay", "said", "answer", "asked_back", "receipt")
"""Roles of what is answered for its own sake; a card stands for its whole question."""


class Quotation(TypedDict):
    """As `Turn.say` takes it."""

    quote: str | None
    quoted: Quoted | None


NONE = Quotation(quote=None, quoted=None)


def meant(heard: Heard, question: Question) -> int | None:
    """The message of the question's thread that was answered by quoting it."""
    reply = heard.reply
    if reply is None or reply.role not in _POINTED_AT or reply.question_id != question.id:
        return None
    return reply.message_id


async def of(turn: Turn, message_id: int | None, at: Place) -> Quotation:
    """How a message is quoted at a place; nothing of one that was recalled."""
    said = await thread.message(turn.tx, message_id) if message_id else None
    if said is None or said.recalled_at:
        return NONE
    words = Quoted(said.id, beginning(said.text, MOST)) if said.text else None
    return Quotation(quote=await links.seen_as(turn.tx, said.id, at), quoted=words)

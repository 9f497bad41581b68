"""Somebody edited what he had said: the other side sees it as an edit; what it said before is kept."""

from __future__ import annotations

from dataclasses import replace

from handlers.cadre import bank
from handlers.context import Context, Effect, Heard, Turn
from handlers.outgoing import Message, from_json, to_json
from handlers.rules.lifecycle import State
from storage import outbox, questions, thread
from storage.thread import Spoken


async def edit(ctx: Context, heard: Heard) -> Effect:
    """Replaces the text in the thread, in every copy that was sent of it, and notes it under the old one."""
    link = heard.reply
    found = bank.look_up(ctx, heard.text)

    async def effect(turn: Turn) -> None:
        if link is None or link.message_id is None or link.role != "said":
            return  # an edit of something that was never part of a thread: a command, a search
        said = await thread.message(turn.tx, link.message_id)
        if said is None or said.author_id != heard.who.id or said.text == heard.text:
            return
        if not await thread.edit(turn.tx, said, heard.text, turn.now):
            raise RuntimeError("the message was edited at the same time")  # tried again, with what it says then
        question = await questions.get(turn.tx, said.question_id)
        if said.kind == "asked":
            await questions.rewrite(turn.tx, question.id, text=heard.text)
        await _mirror(turn, said, heard.text)
        if question.state == State.OFFERED:
            await bank.offer(turn, heard, found, question)  # it asks something else now
        elif question.state != State.UNSORTED:
            passed_on = turn.words(heard.who)("edit-passed-on", code=question.code)
            await turn.say(heard.who, passed_on, role="receipt", question_id=question.id)

    return effect


async def _mirror(turn: Turn, said: Spoken, text: str) -> None:
    for outbox_id, place, content, _ in await outbox.copies_of(turn.tx, said.id):
        copy = from_json(content)
        if isinstance(copy, Message) and said.text and said.text in copy.text:
            changed = _rewritten(copy, said.text, text)
            await outbox.rewrite(turn.tx, outbox_id, to_json(changed))
            await turn.edit(place, outbox_id, changed)


def _rewritten(copy: Message, old: str, new: str) -> Message:
    """The copy with the new text in the old one's place: its emphasis and its buttons stay."""
    at = copy.text.index(old)
    grown = len(new) - len(old)
    before = [span for span in copy.spans if span.start + span.length <= at]
    behind = [replace(span, start=span.start + grown) for span in copy.spans if span.start >= at + len(old)]
    text = copy.text[:at] + new + copy.text[at + len(old) :]
    return replace(copy, text=text, spans=(*before, *behind))

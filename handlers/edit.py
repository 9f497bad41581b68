"""Somebody edited what he had said: the other side sees it as an edit; what it said before is kept."""

from __future__ import annotations

from dataclasses import replace

from handlers import access, captions, early
from handlers.cadre import bank
from handlers.context import Context, Effect, Heard, Turn
from handlers.outgoing import Message, from_json, to_json
from handlers.rules.lifecycle import State
from handlers.show import nothing_there
from handlers.wording import LOCALES, words
from storage import conversations, copies, links, questions, thread
from storage.questions import Question
from storage.thread import Kind, Spoken


async def edit(ctx: Context, heard: Heard) -> Effect:
    """Replaces the text in the thread, in every copy that was sent of it, and notes it under the old one."""
    link = heard.reply
    found = await bank.look_up(ctx, heard.text)

    async def effect(turn: Turn) -> None:
        if link is None and heard.message_id:
            # It waits for its writer to say which question it is for; what he corrected is what shall go out.
            amended = await conversations.amend(turn.tx, heard.place, heard.message_id, heard.text)
            if not amended:
                await early.edit_waits(turn, heard)
        if link is None or link.message_id is None or link.role != "said":
            return  # an edit of something that was never part of a thread: a command, a search
        said = await thread.message(turn.tx, link.message_id)
        if said is None or said.author_id != heard.who.id:
            return
        text = await _whole(turn, heard, said)
        if said.text == text:
            return
        question = await questions.get(turn.tx, said.question_id)
        if not await _may_still(turn, heard, question):
            await nothing_there(turn, heard)
            return
        if not await thread.edit(turn.tx, said, text, turn.now):
            raise RuntimeError("the message was edited at the same time")  # tried again, with what it says then
        if said.kind == Kind.ASKED:
            await questions.rewrite(turn.tx, question.id, text=text)
        seen = await _mirror(turn, said, text)
        if said.kind == Kind.ASKED and question.state == State.OFFERED:
            await bank.offer(turn, heard, found, question)  # it asks something else now
        elif seen:
            passed_on = turn.words(heard.who)("edit-passed-on", code=question.code)
            await turn.say(heard.who, passed_on, role="receipt", question_id=question.id)

    return effect


async def _whole(turn: Turn, heard: Heard, said: Spoken) -> str:
    """What the message says now: of an album, one of whose captions was edited, the others as well."""
    pictures = await links.said_as(turn.tx, said.id)
    if len(pictures) < 2 or heard.message_id not in pictures:
        return heard.text
    return captions.corrected(said.text, pictures.index(heard.message_id) + 1, len(pictures), heard.text)


async def _may_still(turn: Turn, heard: Heard, question: Question) -> bool:
    """An asker may always correct himself; whoever answers, as long as he may answer."""
    if question.asker_id == heard.who.id:
        return True
    today = turn.ctx.clock.today()
    return await access.answering(turn.tx, heard.who.id, heard.seats, question, today) is not None


async def _mirror(turn: Turn, said: Spoken, text: str) -> bool:
    """Edits every copy of a message; whether there was one."""
    shown = await copies.of(turn.tx, said.id)
    first = (await thread.of(turn.tx, said.question_id))[0]
    if first.id != said.id:  # a card that was sent later shows the thread up to then, and counts as the first message
        shown += [copy for copy in await copies.of(turn.tx, first.id) if copy[3] == "card"]
    changed_any = False
    for outbox_id, place, content, _ in shown:
        copy = from_json(content)
        changed = rewritten(copy, said.text, text) if isinstance(copy, Message) else None
        if changed:
            await copies.rewrite(turn.tx, outbox_id, to_json(changed))
            await turn.edit(place, outbox_id, changed)
            changed_any = True
    return changed_any


def rewritten(copy: Message, old: str, new: str) -> Message | None:
    """The copy with the new text where the old one stands in lines of its own; None where it does not.

    The emphasis and the buttons stay. A message without words is shown by a word for that, in either language.
    """
    for locale in LOCALES if not (old and new) else LOCALES[:1]:
        nothing = words(locale)("card-no-text")
        at = _lines_at(copy.text, old or nothing)
        if at is not None:
            return _replaced(copy, at, len(old or nothing), new or nothing)
    return None


def _lines_at(text: str, part: str) -> int | None:
    at = text.find(part)
    while at >= 0:
        end = at + len(part)
        if (at == 0 or text[at - 1] == "\n") and (end == len(text) or text[end] == "\n"):
            return at
        at = text.find(part, at + 1)
    return None


def _replaced(copy: Message, at: int, length: int, new: str) -> Message:
    end, grown = at + length, len(new) - length
    before = [span for span in copy.spans if span.start + span.length <= at]
    behind = [replace(span, start=span.start + grown) for span in copy.spans if span.start >= end]
    return replace(copy, text=copy.text[:at] + new + copy.text[end:], spans=(*before, *behind))

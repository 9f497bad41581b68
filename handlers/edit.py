"""Somebody edited what he had said: the other side sees it as an edit; what it said before is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers import access, captions, early, mirror
from handlers.cadre import bank
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer.answer import where_he_asked
from handlers.rules.lifecycle import State
from handlers.show import nothing_there
from storage import conversations, links, persons, questions, thread
from storage.copies import Copy
from storage.persons import Person
from storage.questions import Question
from storage.thread import Kind, Spoken

MENDED_AT_ONCE = timedelta(minutes=2)
"""So soon after it was said an answer may be corrected without a word: a typo rings nobody."""


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
        if said is None or said.author_id != heard.who.id or said.recalled_at:
            return
        text = await _whole(turn, heard, said)
        if said.text == text:
            return
        question = await questions.get(turn.tx, said.question_id)
        today = turn.ctx.clock.today()
        if not await access.may_change(turn.tx, heard.who.id, heard.seats, question, today):
            await nothing_there(turn, heard)
            return
        if not await thread.edit(turn.tx, said, text, turn.now):
            raise RuntimeError("the message was edited at the same time")  # tried again, with what it says then
        if said.kind == Kind.ASKED:
            await questions.rewrite(turn.tx, question.id, text=text)
        seen = await mirror.edited(turn, said, text)
        if said.kind == Kind.ASKED and question.state == State.OFFERED:
            await bank.offer(turn, heard, found, question)  # it asks something else now
            return
        if said.kind in thread.ANSWERS:
            await _tell_asker(turn, heard, said, question, seen)
        if seen:
            passed_on = turn.words(heard.who)("edit-passed-on", code=question.code)
            await turn.say(heard.who, passed_on, role="receipt", question_id=question.id)

    return effect


async def _tell_asker(
    turn: Turn, heard: Heard, said: Spoken, question: Question, seen: Sequence[tuple[Copy, Person]]
) -> None:
    """An answer that was read by now may be acted upon, and where it is changed in place that rings nobody."""
    his = [copy for copy, reader in seen if reader.id == question.asker_id and copy.perhaps_seen]
    rings = any(copy.place.channel in turn.ctx.policy.said_anew for copy in his)
    asker = await persons.get(turn.tx, question.asker_id)
    if not his or rings or asker is None or turn.now - said.said_at <= MENDED_AT_ONCE:
        return
    to = await where_he_asked(turn, question, asker)
    quote, w, rows = next((copy.remote_id for copy in his if copy.place == to.place), None), turn.words(to), []
    args = {"question": question.id}
    if quote is None:
        rows.append((Choice(w("queue-show"), "show", args),))
    if question.state == State.CLOSED:
        rows.append((Choice(w("settle-reopen"), "reopen", args),))
    told = w("edit-told", code=question.code, name=heard.who.name)
    await turn.say(to, told, *rows, role="answer", question_id=question.id, message_id=said.id, quote=quote)


async def _whole(turn: Turn, heard: Heard, said: Spoken) -> str:
    """What the message says now: of an album, one of whose captions was edited, the others as well."""
    pictures = await links.said_as(turn.tx, said.id)
    if len(pictures) < 2 or heard.message_id not in pictures:
        return heard.text
    return captions.corrected(said.text, pictures.index(heard.message_id) + 1, len(pictures), heard.text)

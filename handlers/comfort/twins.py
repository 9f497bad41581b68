"""Open questions that ask the same: one answer is offered for all of them, and each may be left out."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

from faq.kindred import same, same_as
from faq.masking import masked
from handlers import access, beginnings
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.incoming import Attachment
from handlers.officer import answer, card, holding
from handlers.outgoing import Draft, Style
from handlers.review.mask import shown_instead
from handlers.show import nothing_there
from handlers.wording import Words
from storage import questions, queue, thread
from storage.db import Tx
from storage.questions import OPEN_STATES, Question
from storage.seats import Role
from storage.thread import Spoken

MOST_COMPARED = 100
"""Of the open questions that somebody holds, the most urgent."""
MOST_AT_ONCE = 8
MOST_OF_IT = 80
"""Characters by which a question is known."""


async def among_held(ctx: Context, heard: Heard) -> dict[int, tuple[int, ...]]:
    """Which of the open questions that somebody holds ask the same as which others; beside the event loop."""
    held = await _held(ctx, heard)
    if len(held) < 2:
        return {}
    alike = await asyncio.to_thread(same, [question.text for question in held])
    return {held[at].id: tuple(held[other].id for other in others) for at, others in enumerate(alike) if others}


async def of(ctx: Context, heard: Heard, question_id: int) -> tuple[int, ...]:
    """The open questions of his that ask the same as this one."""
    others = [question for question in await _held(ctx, heard) if question.id != question_id]
    if not others:
        return ()
    asked = await ctx.db.read(partial(questions.get, question_id=question_id))
    alike = await asyncio.to_thread(same_as, asked.text, [other.text for other in others])
    return tuple(others[at].id for at in alike)


async def _held(ctx: Context, heard: Heard) -> list[Question]:
    if heard.seat(Role.OFFICER, Role.EXPERT, Role.ADMIN) is None:
        return []

    async def body(tx: Tx) -> list[Question]:
        his = await holding.of(tx, heard.seats, ctx.clock.today())
        return await queue.held_by(tx, his, limit=MOST_COMPARED)

    return await ctx.db.read_many(body)


async def offer(turn: Turn, heard: Heard, said: Spoken, alike: tuple[int, ...]) -> None:
    """What he has just answered is asked by others, too: the list, and one tap for all that stay on it."""
    left = await _still_open(turn, heard, alike[:MOST_AT_ONCE])
    if not left:
        return
    w, ids = turn.words(heard.who), [question.id for question in left]
    draft = Draft().bold(w("twins-offer", count=len(left)))
    for number, (question, start) in enumerate(zip(left, await beginnings.of(turn, w, left, MOST_OF_IT),
                                                   strict=True), 1):  # fmt: skip
        draft.line(f"{number}. {question.code} · {card.whence(turn, question)}: {start}")
    found = masked(said.text, shown_instead).found
    if found:
        draft.line().line(w("suggest-personal", kinds=", ".join(w(f"personal-{kind}") for kind in found)))
    send = Choice(w("twins-send", count=len(left)), "twins_send", {"message": said.id, "questions": ids},
                  Style.PRIMARY)  # fmt: skip
    await turn.say(heard.who, draft.line().line(w("twins-how")), (send,), *_dropping(w, said, left))


def _dropping(w: Words, said: Spoken, left: list[Question]) -> list[tuple[Choice, ...]]:
    if len(left) < 2:
        return []
    drops = [
        Choice(w("twins-drop", number=number), "twins", {
            "message": said.id, "questions": [other.id for other in left if other.id != question.id],
        }) for number, question in enumerate(left, 1)
    ]  # fmt: skip
    return [tuple(drops[i : i + 2]) for i in range(0, len(drops), 2)]


async def again(ctx: Context, heard: Heard) -> Effect:
    """The list without one of them."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        said = await _own(turn, heard)
        if said:
            await offer(turn, heard, said, tuple(map(int, heard.args["questions"])))

    return effect


async def send(ctx: Context, heard: Heard) -> Effect:
    """The same answer for each that is still open, as an answer of its own; what was answered meanwhile is named."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        said = await _own(turn, heard)
        if said is None:
            return
        ids = list(map(int, heard.args["questions"]))
        left = await _still_open(turn, heard, tuple(ids))
        files = tuple(card.enclosed(f) for f in await thread.enclosed_with(turn.tx, [said.id]))
        for question in left:
            await answer.give(turn, _same_words(heard, said, files), question)
        w = turn.words(heard.who)
        passed = [(await questions.get(turn.tx, each)).code for each in ids if each not in {q.id for q in left}]
        if passed:
            await turn.say(heard.who, w("twins-passed-over", count=len(passed), codes=", ".join(passed)))

    return effect


def _same_words(heard: Heard, said: Spoken, files: tuple[Attachment, ...]) -> Heard:
    # It was written once: only the first of these answers is edited where he edits what he wrote.
    return replace(heard, text=said.text, attachments=files, message_id=None, more_ids=(), reply=None, reply_to=None)


async def _own(turn: Turn, heard: Heard) -> Spoken | None:
    """The answer meant; None after having said that it is there no more."""
    said = await thread.message(turn.tx, int(heard.args["message"]))
    if said is None or said.author_id != heard.who.id:
        await nothing_there(turn, heard)
        return None
    if said.recalled_at:
        await turn.say(heard.who, turn.words(heard.who)("recall-twice"))
        return None
    return said


async def _still_open(turn: Turn, heard: Heard, ids: tuple[int, ...]) -> list[Question]:
    today, found = turn.ctx.clock.today(), []
    for question_id in ids:
        question = await questions.get(turn.tx, question_id)
        his = await access.answering(turn.tx, heard.who.id, heard.seats, question, today)
        if his and question.state in OPEN_STATES:
            found.append(question)
    return found

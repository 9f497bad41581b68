"""The asker replies: to an answer, to a receipt, to what he said himself, or to what he was asked back."""

from __future__ import annotations

from handlers.cadre import add, ask, bank, courtesy, small_talk
from handlers.context import Context, Effect, Heard
from handlers.giving_up import gives_up_asking
from handlers.rules.lifecycle import State
from storage import questions, reach
from storage.questions import Question


async def reply(ctx: Context, heard: Heard) -> Effect:
    """Goes on with the question it refers to; a reply to anything else is a plain message."""
    question_id = heard.args.get("question") or (heard.reply.question_id if heard.reply else None)
    async with ctx.db.reading() as tx:
        question = await questions.get(tx, int(question_id)) if question_id else None
        by_hand = await reach.is_paused(tx, heard.place, heard.received_at)
    if question is None or question.asker_id != heard.who.id or not _goes_on(question):
        return await ask.ask(ctx, heard)
    if question.state != State.WAITING:
        aside = _aside(heard, question)
        if aside:
            return aside
    elif heard.reply is None and not by_hand:
        found = await bank.look_up(ctx, heard.text)
        if bank.speaks_for_itself(ctx, heard, found):  # he pointed at nothing: it may be another matter
            return bank.answered(heard, found, question)
    return add.to_question(heard, question)


def _aside(heard: Heard, question: Question) -> Effect | None:
    """What asks nothing about a question, though it points at it."""
    if small_talk.only_nudge(heard):
        return courtesy.nudged(heard, question)
    if small_talk.only_courtesy(heard):
        return courtesy.returned(heard, question)
    if gives_up_asking(heard.text) and question.state in (State.UNSORTED, State.OPEN):
        return courtesy.given_up(heard, question)
    return None


def _goes_on(question: Question) -> bool:
    """Whether a further word can belong to it: not while, or after, the bank alone had it."""
    with_bank = question.state == State.CLOSED and question.due_at is None
    return question.state not in (State.OFFERED, State.MERGED, State.RECALLED) and not with_bank

"""The asker replies: to an answer, to a receipt, to what he said himself, or to what he was asked back."""

from __future__ import annotations

from handlers.cadre import add, ask, bank, courtesy, small_talk
from handlers.context import Context, Effect, Heard
from handlers.rules.lifecycle import State
from storage import questions
from storage.questions import Question


async def reply(ctx: Context, heard: Heard) -> Effect:
    """Goes on with the question it refers to; a reply to anything else is a plain message."""
    question_id = heard.args.get("question") or (heard.reply.question_id if heard.reply else None)
    async with ctx.db.reading() as tx:
        question = await questions.get(tx, int(question_id)) if question_id else None
    if question is None or question.asker_id != heard.who.id or not _goes_on(question):
        return await ask.ask(ctx, heard)
    if small_talk.only_nudge(heard) and question.state != State.WAITING:
        return courtesy.nudged(heard, question)
    if question.state in (State.ANSWERED, State.CLOSED) and small_talk.only_courtesy(heard):
        return courtesy.returned(heard, question)
    if heard.reply is None and question.state == State.WAITING:
        found = await bank.look_up(ctx, heard.text)
        if bank.speaks_for_itself(ctx, heard, found):  # he pointed at nothing: it may be another matter
            return bank.answered(heard, found, question)
    return add.to_question(heard, question)


def _goes_on(question: Question) -> bool:
    """Whether a further word can belong to it: not while, or after, the bank alone had it."""
    with_bank = question.state == State.CLOSED and question.due_at is None
    return question.state not in (State.OFFERED, State.MERGED, State.RECALLED) and not with_bank

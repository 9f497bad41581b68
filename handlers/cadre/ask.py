"""Somebody writes: the bank answers when it is sure, offers choices when it is not, else a person gets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers import access
from handlers.cadre import add, bank, courtesy, offering, small_talk, sort
from handlers.comfort import earlier
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.giving_up import gives_up_asking
from handlers.officer import pick
from handlers.people import start
from handlers.rules.lifecycle import State
from storage import questions, reach, thread
from storage.db import Tx
from storage.questions import Question
from storage.seats import Role

SAME_BREATH = timedelta(minutes=2)
"""A picture without a word, this soon after (or before) the question, belongs to it: phones send these in pieces."""
ALIVE_AFTER_ANSWER = timedelta(days=2)
_UNDER_WAY = (State.UNSORTED, State.OPEN, State.WAITING, State.ANSWERED)
_MOST_UNDER_WAY = 6


async def ask(ctx: Context, heard: Heard) -> Effect:
    """A plain message that answers nothing: a question, or a further word to an open one."""
    if not heard.text and not heard.attachments:
        return await start.start(ctx, heard)
    if start.looks_like_code(heard.text):
        return await start.typed_code(ctx, heard)
    if heard.seats and not heard.seat(Role.CADRE):
        return await pick.pick(ctx, heard)
    async with ctx.db.reading() as tx:
        current = await _under_way(tx, heard)
        # Seldom needed, and a question costs one look less without it.
        newest = None if heard.text and not gives_up_asking(heard.text) else await _newest(tx, heard)
        by_hand = await reach.is_paused(tx, heard.place, heard.received_at)
    aside = courtesy.aside(heard, current[0] if current else None, newest)
    waiting = next((question for question in current if question.state == State.WAITING), None)
    says_little = aside is not None or small_talk.is_no(heard.text)
    if waiting and says_little and not small_talk.only_question_mark(heard):
        return add.to_question(heard, waiting)  # "vâng", "chưa", "không cần" answer what an officer asked back
    if aside:
        return aside
    if newest and heard.at - newest.asked_at < SAME_BREATH:
        return add.to_question(heard, newest)
    found = await bank.look_up(ctx, heard.text)
    if by_hand:  # a human is talking with him: the bank does not put in its word
        found = replace(found, decision="route", entries=())
    if current and _is_picture_before_words(heard, current[0]):
        return add.words_to_picture(heard, current[0], found)
    if current and not bank.speaks_for_itself(ctx, heard, found):
        return sort.which_question(heard, current, found)
    return bank.answered(heard, found, next((question for question in current if question.due_at), None))


async def _under_way(tx: Tx, heard: Heard) -> list[Question]:
    """What of his questions a further word may be about, newest first; of those taken back something stands."""
    asked = await questions.of_asker(tx, heard.who.id, *_UNDER_WAY, limit=_MOST_UNDER_WAY)
    taken_back = await thread.taken_back(tx, [question.id for question in asked if not question.text])
    return [each for each in asked if not taken_back.get(each.id) and _still_spoken_of(heard, each)]


async def _newest(tx: Tx, heard: Heard) -> Question | None:
    """The last that he asked whomever, the bank alone included."""
    asked = await questions.of_asker(tx, heard.who.id, State.OFFERED, *_UNDER_WAY, limit=_MOST_UNDER_WAY)
    taken_back = await thread.taken_back(tx, [question.id for question in asked if not question.text])
    return next((question for question in asked if not taken_back.get(question.id)), None)


def _is_picture_before_words(heard: Heard, question: Question) -> bool:
    return question.state == State.UNSORTED and not question.text and heard.at - question.asked_at < SAME_BREATH


def _still_spoken_of(heard: Heard, question: Question) -> bool:
    if question.state != State.ANSWERED:
        return True
    return question.answered_at is not None and heard.at - question.answered_at < ALIVE_AFTER_ANSWER


async def search(ctx: Context, heard: Heard) -> Effect:
    """`/tracuu words`: looks into the bank, for an officer also into what his province was answered; asks nobody."""
    text = str(heard.args.get("rest") or heard.args.get("text") or "")
    entries = (await bank.look_up(ctx, text)).entries if text else ()
    before = await earlier.found(ctx, heard, text)
    province = next((seat.province for seat in heard.seats if seat.province), None)

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        if not entries:
            await turn.say(heard.who, w("search-nothing" if text else "search-how"))
        for entry in entries:
            edit = Choice(w("review-edit-entry"), "entry_edit", {"entry": entry.id})
            rows = ((edit,),) if access.reviewing(heard.seats, entry.ministry) else ()
            await turn.say(heard.who, offering.answer(w, entry, ctx.clock.today(), province, turn.now), *rows)
            await offering.given_to(turn, heard.who, entry)
        await earlier.show(turn, heard, before)  # last: numbers mean this list

    return effect

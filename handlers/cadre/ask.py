"""Somebody writes: the bank answers when it is sure, offers choices when it is not, else a person gets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers import access
from handlers.cadre import add, bank, courtesy, keeping, offering, sort
from handlers.cadre.bank import Found
from handlers.comfort import earlier
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer import pick
from handlers.people import start
from handlers.rules.lifecycle import State
from storage import questions, reach, thread
from storage.questions import Question
from storage.seats import Role

SAME_BREATH = timedelta(minutes=2)
"""A picture without a word, this soon after (or before) the question, belongs to it: phones send these in pieces."""
ALIVE_AFTER_ANSWER = timedelta(days=2)
_SPOKEN_OF = (State.OFFERED, State.UNSORTED, State.OPEN, State.WAITING, State.ANSWERED)


async def ask(ctx: Context, heard: Heard) -> Effect:
    """A plain message that answers nothing: a question, or a further word to an open one."""
    if not heard.text and not heard.attachments:
        return await start.start(ctx, heard)
    if start.looks_like_code(heard.text):
        return await start.typed_code(ctx, heard)
    if heard.seats and not heard.seat(Role.CADRE):
        return await pick.pick(ctx, heard)
    async with ctx.db.reading() as tx:
        spoken_of = await questions.of_asker(tx, heard.who.id, *_SPOKEN_OF, limit=6)
        taken_back = await thread.taken_back(tx, [q.id for q in spoken_of if not q.text])
        by_hand = await reach.is_paused(tx, heard.place, heard.received_at)
    lately = [question for question in spoken_of if not taken_back.get(question.id)]  # of others something stands
    current = [question for question in lately if _still_spoken_of(heard, question)]
    aside = courtesy.aside(heard, current[0] if current else None)
    if aside:
        return aside
    if lately and not heard.text and heard.at - lately[0].asked_at < SAME_BREATH:
        return add.to_question(heard, lately[0])
    found = await bank.look_up(ctx, heard.text)
    if by_hand:  # a human is talking with him: the bank does not put in its word
        found = replace(found, decision="route", entries=())
    if current and _is_picture_before_words(heard, current[0]):
        return add.words_to_picture(heard, current[0], found)
    if current and not _is_plainly_new(heard, current, found):
        return sort.which_question(heard, current, found)

    async def effect(turn: Turn) -> None:
        await bank.offer(turn, heard, found)

    return effect


def _is_picture_before_words(heard: Heard, question: Question) -> bool:
    return question.state == State.UNSORTED and not question.text and heard.at - question.asked_at < SAME_BREATH


def _is_plainly_new(heard: Heard, current: list[Question], found: Found) -> bool:
    """Whether the bank is sure of it, and none of what is under way makes it likely that this is more of that."""
    if found.decision != "answer" or heard.attachments or not keeping.stands_for_itself(heard.text):
        return False
    return not any(question.state == State.WAITING or sort.is_just_asked(heard, question) for question in current)


def _still_spoken_of(heard: Heard, question: Question) -> bool:
    if question.state != State.ANSWERED:
        return question.state != State.OFFERED
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

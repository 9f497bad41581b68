"""The asker's last word: it is solved, with how many stars; or it is not, and the question is open again."""

from __future__ import annotations

from handlers.cadre import add, keeping, standing
from handlers.context import Context, Effect, Heard, Turn
from handlers.group import topic
from handlers.outgoing import Draft
from handlers.overtaken import advance
from handlers.rules.lifecycle import State, Verb
from handlers.show import nothing_there, stands
from storage import persons, questions, thread
from storage.questions import Question
from storage.thread import ANSWERS

_RESTING = (State.ANSWERED, State.CLOSED)
_WITH_PERSON = (State.OPEN, State.WAITING, *_RESTING)


async def settled(ctx: Context, heard: Heard) -> Effect:
    """Solved: the question is closed and may be rated."""

    async def effect(turn: Turn) -> None:
        question = await _own(turn, heard, State.ANSWERED)
        if question is None:
            return
        await advance(turn, question, Verb.SETTLE, wake_at=None, closed_at=turn.now)
        await turn.toast(heard)
        w = turn.words(heard.who)
        await turn.say(heard.who, w("settle-thanks", code=question.code), *standing.stars(w, question.id))
        await _tell_holder(turn, question, "settle-told")
        asker = {"code": question.code, "name": question.asker_name}
        await topic.tell(turn, question, lambda theirs: Draft(theirs("settle-told", **asker)), role="card")
        await topic.end(turn, question)

    return effect


async def rate(ctx: Context, heard: Heard) -> Effect:
    """One to five stars; the last one given counts."""
    stars = int(heard.args["stars"])

    async def effect(turn: Turn) -> None:
        question = await _own(turn, heard, State.CLOSED, State.ANSWERED)
        if question is None:
            return
        if question.rating != stars:
            await questions.rewrite(turn.tx, question.id, rating=stars)
            await _tell_holder(turn, question, "settle-rating-told", stars=stars)
        await turn.toast(heard)
        await turn.say(heard.who, turn.words(heard.who)("settle-rated", stars=stars))

    return effect


async def reopen(ctx: Context, heard: Heard) -> Effect:
    """Not solved: asks what is missing, then opens the question again with what was said."""

    async def effect(turn: Turn) -> None:
        said = bool(heard.text or heard.attachments)
        # What he wrote belongs to his question, wherever that stands by now.
        question = await _own(turn, heard, *(_WITH_PERSON if said else _RESTING))
        if question is None:
            return
        await turn.toast(heard)
        if not said:
            await turn.expect(heard.place, "reopen", question=question.id)
            missing = turn.words(heard.who)("settle-what-is-missing", code=question.code)
            await turn.say(heard.who, missing, question_id=question.id)
            return
        await turn.expect(heard.place, None)
        message_id = await keeping.keep_message(turn, heard, question.id, "addition")
        await add.pass_on(turn, heard.who, question, [message_id])

    return effect


async def _own(turn: Turn, heard: Heard, *states: State) -> Question | None:
    question = await questions.get(turn.tx, int(heard.args["question"]))
    own = question.asker_id == heard.who.id and question.due_at is not None
    if own and question.state in states:
        return question
    await turn.expect(heard.place, None)
    await (stands(turn, heard, question) if own else nothing_there(turn, heard))
    return None


async def _tell_holder(turn: Turn, question: Question, key: str, **args: int) -> None:
    """Tells the officer who has it; of a desk, which is many people, those who answered and are still there."""
    told = await add.holders(turn, question)
    if not question.holder_seat_id:
        answers = [each for each in await thread.of(turn.tx, question.id) if each.kind in ANSWERS]
        answered = {answer.author_id for answer in answers if answer.recalled_at is None}
        told = [seat for seat in told if seat.person_id in answered]
    for seat in told:
        person = await persons.get(turn.tx, seat.person_id)
        if person:
            text = turn.words(person)(key, code=question.code, name=question.asker_name, **args)
            await turn.say(person, text, key=f"{key}:{question.id}:{turn.cause}", seat_id=seat.id, role="card",
                           question_id=question.id)  # fmt: skip

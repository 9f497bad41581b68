"""What an asker left open: no tap on a choice, no word whether it helped. His question is not lost for that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from faq.match import FieldGuess
from handlers.cadre import add, bank, keeping, opening, sort
from handlers.context import Choice, Turn
from handlers.outgoing import Style, beginning
from handlers.review.verdict import judged
from handlers.rules import lifecycle
from handlers.rules.lifecycle import State, Verb
from storage import persons, questions, seats, thread
from storage.bank.given import Verdict
from storage.persons import Person
from storage.questions import Question
from storage.seats import Role

NEVER_ASKED = ("route", keeping.UNSAID)
"""In `bank_said`: its asker has not been asked yet whether he needs an answer. One who said so is not asked again."""
_NAMED = 60
"""Characters by which somebody is told which question is meant."""


async def go_on(turn: Turn, question: Question, guesses: Sequence[FieldGuess]) -> None:
    """Asks once, sorts by the nearest of the bank's guesses, or lets an answered one rest."""
    if question.state == State.UNSORTED:
        await _sort(turn, question, guesses)
    elif question.bank_said == "answer" or question.asked_at + bank.LAPSE_AFTER <= turn.now:
        await questions.move(turn.tx, question, lifecycle.after(question.state, Verb.LAPSE), wake_at=None,
                             closed_at=turn.now)  # fmt: skip
        await judged(turn, question.id, Verdict.SILENT)
    else:
        await _nudge(turn, question)


async def _nudge(turn: Turn, question: Question) -> None:
    if not await questions.rewind(turn.tx, question, question.asked_at + bank.LAPSE_AFTER):
        return
    asker = await persons.get(turn.tx, question.asker_id)
    if asker is not None and question.unit is not None:
        await _still_needed(turn, question, asker)


async def _still_needed(turn: Turn, question: Question, asker: Person) -> None:
    w, args = turn.words(asker), {"question": question.id}
    still = Choice(w("unsaid-still"), "send_on", args, Style.PRIMARY)
    await turn.say(asker, w("unsaid-nudge", start=beginning(question.text, _NAMED)), (still,),
                   (Choice(w("unsaid-done"), "not_needed", args),), key=f"nudge:{question.id}")  # fmt: skip


async def _sort(turn: Turn, question: Question, guesses: Sequence[FieldGuess]) -> None:
    if not await questions.rewind(turn.tx, question, None):
        return  # another sweep, or a tap, was faster
    asker = await persons.get(turn.tx, question.asker_id)
    open_ones = await questions.of_asker(turn.tx, question.asker_id, State.OPEN, State.WAITING)
    earlier = next((each for each in open_ones if _was_open(each, question.asked_at)), None)
    if asker is None:
        return
    if earlier and question.bank_said == keeping.UNSAID and _goes_with(question, earlier):
        await add.merge(turn, asker, question, earlier)  # written meanwhile, and never said to be a new one
    elif question.bank_said in NEVER_ASKED and await _is_a_word_alone(turn, question):
        await _ask_once(turn, question, asker)
    elif not (question := await _of_unit(turn, question)).unit:
        await opening.enrol_first(turn, asker, question)
    else:
        ministry = question.ministry or (guesses[0].ministry if guesses else turn.ctx.policy.default_ministry)
        field = question.field or (guesses[0].field if guesses else turn.ctx.policy.default_field)
        await opening.open_for(turn, asker, question, ministry, field, guessed=True)


def _was_open(question: Question, then: datetime) -> bool:
    """Whether somebody had a question then; one that was opened again since had had its first round."""
    return question.asked_at <= then and (question.round > 1 or question.clock_from <= then)


def _goes_with(question: Question, earlier: Question) -> bool:
    """Whether what nobody decided is taken for more of an earlier question: a word or two, or said right after it.

    Anything else is a question of its own: in another one's thread nobody would look for it.
    """
    soon = question.asked_at - earlier.clock_from < sort.JUST_ASKED
    return soon or not keeping.stands_for_itself(question.text)


async def _is_a_word_alone(turn: Turn, question: Question) -> bool:
    return not keeping.stands_for_itself(question.text) and not await thread.has_files(turn.tx, question.id)


async def _ask_once(turn: Turn, question: Question, asker: Person) -> None:
    """A word or two that fit nothing: nobody is sent that with a deadline before its asker says that he means it."""
    state = lifecycle.after(question.state, Verb.CHOOSE)
    rest = {"bank_said": "suggest", "wake_at": turn.now + bank.LAPSE_AFTER}
    if await questions.move(turn.tx, question, state, **rest):
        await _still_needed(turn, question, asker)


async def _of_unit(turn: Turn, question: Question) -> Question:
    """A question of the unit that its asker was of when he asked, or is of by now."""
    if question.unit:
        return question
    today = turn.ctx.clock.today()
    held = [seat for seat in await seats.of_person(turn.tx, question.asker_id) if seat.valid_on(today)]
    cadre = next((seat for seat in held if seat.role is Role.CADRE), None)
    return await opening.as_sent(turn, question, cadre, turn.now)

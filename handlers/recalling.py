"""What becomes of a question when something said about it is recalled: who owes what now, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.context import Choice, Heard, Turn
from handlers.group import topic
from handlers.outgoing import Draft
from handlers.overtaken import advance
from handlers.rules import deadline
from handlers.rules.lifecycle import State, Verb
from storage import conversations, persons, questions, thread
from storage.bank import reviews
from storage.copies import Copy
from storage.persons import Person
from storage.questions import OPEN_STATES, Question
from storage.thread import Kind, Spoken

_ANSWERS = (Kind.ANSWER, Kind.SUPPLEMENT)


@dataclass(frozen=True, slots=True)
class Standing:
    """What still stands of a thread."""

    asked: tuple[Spoken, ...]
    """By the asker."""
    answers: tuple[Spoken, ...]
    asked_back: tuple[Spoken, ...]

    @property
    def owed(self) -> bool:
        """Whether the asker said something that no answer follows."""
        return bool(self.asked) and (not self.answers or self.asked[-1].id > self.answers[-1].id)


async def standing(turn: Turn, question: Question) -> Standing:
    """What is left of a question's thread."""
    left = [part for part in await thread.of(turn.tx, question.id) if not part.recalled_at]
    return Standing(
        tuple(part for part in left if part.author_id == question.asker_id),
        tuple(part for part in left if part.kind in _ANSWERS),
        tuple(part for part in left if part.kind == Kind.ASK_BACK),
    )


async def follow(turn: Turn, question: Question, said: Spoken) -> Question:
    """Moves a question to where it stands without this message; it as it is now."""
    left = await standing(turn, question)
    if said.author_id == question.asker_id:
        await questions.rewrite(turn.tx, question.id, text=next((part.text for part in left.asked if part.text), ""))
        await _asked_less(turn, question, left)
    elif said.kind in _ANSWERS and question.state == State.ANSWERED and left.owed:
        due = question.due_at or turn.now
        await advance(
            turn, question, Verb.UNANSWER, answered_at=left.answers[0].said_at if left.answers else None,
            wake_at=deadline.next_rung(question.clock_from, due, turn.now).at,
        )  # fmt: skip
    elif said.kind == Kind.ASK_BACK and not left.asked_back:
        await _asked_back_less(turn, question)
    return await questions.get(turn.tx, question.id)


async def _asked_less(turn: Turn, question: Question, left: Standing) -> None:
    if question.state in OPEN_STATES and left.answers and not left.owed:
        await advance(turn, question, Verb.UNASK, wake_at=None)
    elif question.state != State.ANSWERED and not left.asked and not left.answers:
        await advance(turn, question, Verb.RECALL, wake_at=None, closed_at=turn.now)


async def _asked_back_less(turn: Turn, question: Question) -> None:
    if question.state == State.WAITING:
        await advance(turn, question, Verb.UNANSWER)
    asker = await persons.get(turn.tx, question.asker_id)
    awaits = await conversations.at(turn.tx, asker.place) if asker else conversations.NOTHING
    if asker and awaits.dialog == "add" and awaits.data.get("question") == question.id:
        await turn.expect(asker.place, None)


async def tell(turn: Turn, heard: Heard, said: Spoken, was: Question, gone: Sequence[tuple[Copy, Person]]) -> None:
    """Tells whoever had it that it is gone, and its author what follows."""
    question = await questions.get(turn.tx, was.id)
    for place in dict.fromkeys(copy.place for copy, _ in gone):
        copy, reader = next(each for each in gone if each[0].place == place)
        text, rows = _told(turn, heard, said, question, reader)
        await turn.say(reader, text, *rows, role="receipt" if reader.id == question.asker_id else "card",
                       question_id=question.id, quote=copy.remote_id)  # fmt: skip
    if question.state == State.RECALLED:
        await topic.end(turn, question)
    w = turn.words(heard.who)
    due = w.time(question.due_at or turn.now, turn.now)
    done = Draft(w(_done(said, was, question), code=question.code, due=due))
    if gone:
        done.line(w("recall-where-it-stays"))
    if said.kind in _ANSWERS:
        await _from_bank(turn, heard, question, done)
    await turn.say(heard.who, done, role="receipt" if heard.who.id == question.asker_id else "card",
                   question_id=question.id)  # fmt: skip


def _done(said: Spoken, was: Question, now: Question) -> str:
    if now.state == State.RECALLED:
        return "recall-done-question" if was.due_at else "recall-done-unsent"
    if said.kind in _ANSWERS and now.state == State.OPEN and was.state == State.ANSWERED:
        return "recall-done-answer"
    return "recall-done"


def _told(
    turn: Turn, heard: Heard, said: Spoken, question: Question, reader: Person
) -> tuple[Draft, tuple[tuple[Choice, ...], ...]]:
    w, name, code = turn.words(reader), heard.who.name, question.code
    if said.author_id == question.asker_id:
        key = "recall-told-question" if question.state == State.RECALLED else "recall-told-addition"
        return Draft(w(key, name=name, code=code)), ()
    if said.kind == Kind.ASK_BACK:
        return Draft(w("recall-told-ask-back", name=name, code=code)), ()
    draft = Draft(w("recall-told-answer", name=name, code=code))
    if question.state in OPEN_STATES:
        draft.line(w("recall-still-due", due=w.time(question.due_at or turn.now, turn.now)))
    elif question.state == State.CLOSED and reader.id == question.asker_id:
        return draft, ((Choice(w("settle-reopen"), "reopen", {"question": question.id}),),)
    return draft, ()


async def _from_bank(turn: Turn, heard: Heard, question: Question, done: Draft) -> None:
    """What was proposed for the bank out of an answer goes with it; of what is in the bank he hears whom to ask."""
    review = await reviews.of_question(turn.tx, question.id)
    if review is None or review.author_id != heard.who.id:
        return
    w = turn.words(heard.who)
    if review.state is reviews.State.OPEN and await reviews.end(turn.tx, review, heard.who.id, turn.now):
        done.line(w("recall-draft-ended"))
    elif review.state is not reviews.State.ENDED:
        done.line(w("recall-in-bank"))

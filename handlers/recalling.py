"""What becomes of a question when something said about it is recalled: who owes what now, and who is told."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.cadre import add
from handlers.context import Choice, Heard, Turn
from handlers.group import topic
from handlers.mirror import Taken, unpressable
from handlers.outgoing import Draft
from handlers.overtaken import advance
from handlers.rules.lifecycle import State, Verb
from storage import conversations, copies, persons, questions, thread
from storage.bank import reviews
from storage.copies import Copy
from storage.persons import Person
from storage.place import Place
from storage.questions import OPEN_STATES, Question
from storage.thread import Kind, Spoken


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
        tuple(part for part in left if part.kind in thread.ANSWERS),
        tuple(part for part in left if part.kind == Kind.ASK_BACK),
    )


async def follow(turn: Turn, question: Question, said: Spoken) -> Question:
    """Moves a question to where it stands without this message; it as it is now."""
    left = await standing(turn, question)
    if said.author_id == question.asker_id:
        await questions.rewrite(turn.tx, question.id, text=next((part.text for part in left.asked if part.text), ""))
        await _asked_less(turn, question, left)
    elif said.kind in thread.ANSWERS and question.state == State.ANSWERED and left.owed:
        answered_at = left.answers[0].said_at if left.answers else None
        await advance(turn, question, Verb.UNANSWER, answered_at=answered_at)
    elif said.kind == Kind.ASK_BACK and not left.asked_back:
        await _asked_back_less(turn, question)
    return await questions.get(turn.tx, question.id)


async def _asked_less(turn: Turn, question: Question, left: Standing) -> None:
    if question.state in OPEN_STATES and left.answers and not left.owed:
        await advance(turn, question, Verb.UNASK)
    elif question.state != State.ANSWERED and not left.asked and not left.answers:
        await advance(turn, question, Verb.RECALL, wake_at=None, closed_at=turn.now)
        await _no_more_awaited(turn, question)


async def _asked_back_less(turn: Turn, question: Question) -> None:
    if question.state == State.WAITING:
        await advance(turn, question, Verb.UNANSWER)
    await _no_more_awaited(turn, question)


async def _no_more_awaited(turn: Turn, question: Question) -> None:
    """Nothing that its asker writes is about this by itself any more."""
    asker = await persons.get(turn.tx, question.asker_id)
    awaits = await conversations.at(turn.tx, asker.place) if asker else conversations.NOTHING
    if asker and awaits.dialog == "add" and awaits.data.get("question") == question.id:
        await turn.expect(asker.place, None)


async def tell(turn: Turn, heard: Heard, said: Spoken, was: Question, taken: Taken) -> None:
    """Tells everybody from whose phone it is gone; of those on whose card the rest stands, who has to act or has."""
    question = await questions.get(turn.tx, was.id)
    told: dict[Place, tuple[Copy, Person]] = {}
    for copy, reader in taken.gone:
        if reader.id != heard.who.id:
            told.setdefault(copy.place, (copy, reader))
    knows = {heard.who.id, *(reader.id for _, reader in told.values())}
    concerned = await _concerned(turn, question) - knows if said.author_id == question.asker_id else set()
    for copy, reader in taken.rest_stays:
        if reader.id in concerned:
            told.setdefault(copy.place, (copy, reader))
    for copy, reader in told.values():
        text, rows = _told(turn, heard, said, question, reader)
        await turn.say(reader, text, *rows, role="receipt" if reader.id == question.asker_id else "card",
                       question_id=question.id, quote=copy.remote_id)  # fmt: skip
    if question.state == State.RECALLED:
        await topic.end(turn, question)


async def _concerned(turn: Turn, question: Question) -> set[int]:
    """Who has to answer a question, or has answered it."""
    holders = {seat.person_id for seat in await add.holders(turn, question)}
    return holders | {part.author_id for part in (await standing(turn, question)).answers if part.author_id}


async def confirm(turn: Turn, heard: Heard, said: Spoken, was: Question, taken: Taken, named: str) -> None:
    """Tells its author what follows, and what it was where he did not point at it (`named`)."""
    question = await questions.get(turn.tx, was.id)
    w = turn.words(heard.who)
    due = w.time(question.due_at or turn.now, turn.now)
    done = Draft(w(_done(said, was, question), code=question.code, due=due))
    if named:
        done.line(named)
    if any(reader.id != heard.who.id for _, reader in taken.gone):
        done.line(w("recall-where-it-stays"))
    if said.kind in thread.ANSWERS:
        await _from_bank(turn, heard, question, done)
        await _no_more_for_the_bank(turn, said)
    await turn.say(heard.who, done, role="receipt" if heard.who.id == question.asker_id else "card",
                   question_id=question.id)  # fmt: skip


def _done(said: Spoken, was: Question, now: Question) -> str:
    if now.state == State.RECALLED:
        return "recall-done-question" if was.due_at else "recall-done-unsent"
    if was.state in OPEN_STATES and now.state == State.ANSWERED:
        return "recall-done-unasked"
    if said.kind in thread.ANSWERS and now.state == State.OPEN and was.state == State.ANSWERED:
        return "recall-done-answer"
    return "recall-done"


def _told(
    turn: Turn, heard: Heard, said: Spoken, question: Question, reader: Person
) -> tuple[Draft, tuple[tuple[Choice, ...], ...]]:
    w, name, code = turn.words(reader), heard.who.name, question.code
    if said.author_id == question.asker_id:
        if question.state == State.RECALLED:
            return Draft(w("recall-told-question", name=name, code=code)), ()
        draft = Draft(w("recall-told-addition", name=name, code=code))
        if question.state in OPEN_STATES:
            return draft.line(w("recall-still-due", due=w.time(question.due_at or turn.now, turn.now))), ()
        return draft.line(w("recall-told-unasked")), ()
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


async def _no_more_for_the_bank(turn: Turn, said: Spoken) -> None:
    """Under the receipt of an answer stands a button by which it is proposed for the bank."""
    for copy in await copies.of(turn.tx, said.question_id):
        if copy.message_id == said.id and copy.role == "card":
            await unpressable(turn, copy)

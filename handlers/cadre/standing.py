"""Where an asker's own question stands, and what he can do with it."""

from __future__ import annotations

from handlers import beginnings
from handlers.cadre import keeping, opening
from handlers.context import Choice, Turn
from handlers.officer import card
from handlers.outgoing import Draft, Style
from handlers.rules.lifecycle import State
from handlers.wording import Words
from storage import thread
from storage.persons import Person
from storage.questions import Question

STARS = 5


MOST_OF_IT = 70
"""Characters by which a question is known in a list."""


def line(turn: Turn, w: Words, question: Question, start: str) -> str:
    """A question in two lines: how it begins, where it stands."""
    stands = w(f"state-{question.state}")
    if question.state == State.OPEN and question.due_at:
        stands = w("mine-due", holder=card.holder(w, question), due=w.time(question.due_at, turn.now))
    elif question.state == State.OFFERED:
        stands = w("mine-offered")
    elif question.state == State.UNSORTED and question.bank_said == keeping.UNSAID:
        stands = w("mine-unsaid")
    return f"{question.code} · {start}\n{stands}"


async def tell(turn: Turn, who: Person, question: Question) -> None:
    """Tells its asker where a question stands."""
    w = turn.words(who)
    [start] = await beginnings.of(turn, w, [question], MOST_OF_IT)
    shown = line(turn, w, question, start)
    await turn.say(who, shown, *buttons(w, question), role="receipt", question_id=question.id)


async def to_take_back(turn: Turn, who: Person, question: Question) -> None:
    """Tells its asker where a question stands that he needs no more, and how he takes it back."""
    w = turn.words(who)
    [start] = await beginnings.of(turn, w, [question], MOST_OF_IT)
    told = Draft(line(turn, w, question, start)).line().line(w("courtesy-take-back"))
    own = [part for part in await thread.of(turn.tx, question.id) if part.author_id == who.id]
    said = [part for part in own if not part.recalled_at]
    rows = ((Choice(w("take-back"), "recall", {"message": said[0].id}),),) if len(said) == 1 else ()
    await turn.say(who, told, *rows, role="receipt", question_id=question.id)


def buttons(w: Words, question: Question) -> tuple[tuple[Choice, ...], ...]:
    """The buttons under a question shown to its asker, and under the answer to it."""
    args = {"question": question.id}
    match question.state:
        case State.ANSWERED:
            return after_answer(w, question.id)
        case State.CLOSED if question.due_at is not None:
            return ((Choice(w("settle-reopen"), "reopen", args),),)
        case State.OFFERED | State.CLOSED:
            return ((Choice(w("bank-not-helped"), "not_helped", args),),)
        case State.UNSORTED:
            return opening.unsorted_choices(w, question.id, ())
        case _:
            return ()


def after_answer(w: Words, question_id: int) -> tuple[tuple[Choice, ...], ...]:
    """Solved, or not."""
    args = {"question": question_id}
    return (
        (Choice(w("settle-solved"), "settled", args, Style.PRIMARY),),
        (Choice(w("settle-not-solved"), "reopen", args),),
    )


def stars(w: Words, question_id: int) -> tuple[tuple[Choice, ...], ...]:
    """One to five."""
    return (tuple(Choice(f"{n} ★", "rate", {"question": question_id, "stars": n}) for n in range(1, STARS + 1)),)

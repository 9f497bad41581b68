"""What an asker can do with his own question, by its state."""

from __future__ import annotations

from handlers.context import Choice
from handlers.outgoing import Style
from handlers.rules.lifecycle import State
from handlers.wording import Words
from storage.questions import Question

STARS = 5


def buttons(w: Words, question: Question) -> tuple[tuple[Choice, ...], ...]:
    """The buttons under a question shown to its asker, and under the answer to it."""
    args = {"question": question.id}
    match question.state:
        case State.ANSWERED:
            return after_answer(w, question.id)
        case State.CLOSED:
            return ((Choice(w("settle-reopen"), "reopen", args),),)
        case State.OFFERED:
            return ((Choice(w("bank-not-helped"), "not_helped", args),),)
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

"""Thanks, greetings and "??" are no questions: nobody at a ministry shall have a deadline for "dạ em cảm ơn anh"."""

from __future__ import annotations

from collections.abc import Sequence

from faq.text import folded
from handlers.cadre import standing
from handlers.context import Effect, Heard, Turn
from handlers.incoming import Kind
from handlers.rules.lifecycle import State
from storage import questions
from storage.questions import Question

_LONGEST = 100
_THANKS = ("cam on", "thank", "thanks")
_GREETINGS = ("chao", "hello", "hi", "alo")
_NODS = ("ok", "oke", "okie", "okay", "vang")
_CORE = (*_THANKS, *_GREETINGS, *_NODS)
_FRINGE = frozenset(
    """
    a ah anh ban cac cam can chan chi cho chao chu co da em giup gui kinh lam minh much nha nhe nhieu o on qua rat
    roi so thanh thay toi tran trong trang very xin you
    """.split()  # noqa: SIM905 - a list of words reads better without quotation marks
)


def only_courtesy(heard: Heard) -> bool:
    """Whether somebody said nothing but thanks or a greeting, in words or by a sticker."""
    if heard.attachments:
        return not heard.text and all(a.kind is Kind.STICKER for a in heard.attachments)
    return is_courtesy(heard.text)


def is_courtesy(text: str) -> bool:
    """Whether a text holds nothing but thanks, a greeting or a nod; a thumb is one, too."""
    if "?" in text:
        return False
    if text and not _has_words(text):
        return True
    if len(text) > _LONGEST:
        return False
    return set(folded(text).split()) <= _FRINGE.union(_CORE) and _has_one_of(_CORE, text)


def is_greeting(text: str) -> bool:
    """Whether a courtesy greets, and thanks for nothing."""
    return _has_one_of(_GREETINGS, text) and not _has_one_of(_THANKS, text)


def _has_one_of(phrases: Sequence[str], text: str) -> bool:
    plain = f" {folded(text)} "
    return any(f" {phrase} " in plain for phrase in phrases)


def only_nudge(heard: Heard) -> bool:
    """Whether somebody said nothing but "?": he waits, and wants to know where things stand."""
    return "?" in heard.text and not _has_words(heard.text) and not heard.attachments


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def nudged(heard: Heard, question: Question | None) -> Effect:
    """Says where his question stands, or how to ask."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        if question:
            await standing.tell(turn, heard.who, await questions.get(turn.tx, question.id))
        else:
            await turn.say(heard.who, turn.words(heard.who)("courtesy-how"))

    return effect


def returned(heard: Heard, question: Question | None) -> Effect:
    """Says what comes next: whether the answered question is solved, or how to ask."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        w = turn.words(heard.who)
        if question and question.state == State.ANSWERED:
            asked = w("courtesy-solved", code=question.code)
            await turn.say(heard.who, asked, *standing.after_answer(w, question.id), question_id=question.id)
        else:
            await turn.say(heard.who, w("courtesy-greeted" if is_greeting(heard.text) else "courtesy-returned"))

    return effect

"""Thanks, greetings and "??" are no questions: nobody at a ministry shall have a deadline for "dạ em cảm ơn anh"."""

from __future__ import annotations

from collections.abc import Sequence

from faq.text import folded
from handlers.cadre import standing
from handlers.context import Effect, Heard, Turn
from handlers.giving_up import gives_up_asking
from handlers.incoming import Kind
from handlers.people import start
from handlers.rules.lifecycle import State
from storage import questions
from storage.questions import OPEN_STATES, Question

_LONGEST = 100
_MOST_DIGITS = 2
_THANKS = ("cam on", "thank", "thanks")
_GREETINGS = ("chao", "hello", "hi", "alo")
_NODS = ("ok", "oke", "okie", "okay", "vang", "hieu roi", "da hieu", "ro roi", "da ro", "biet roi", "duoc roi")
_CORE = (*_THANKS, *_GREETINGS, *_NODS)
_WHO = ("la ai", "la gi", "ten gi", "bot", "chatbot", "robot", "nguoi that", "lam duoc gi", "lam gi duoc",
        "giup duoc gi", "giup gi duoc", "dung the nao", "dung nhu the nao", "dung sao", "cach dung", "su dung",
        "cach su dung")  # fmt: skip
_ABOUT_US = frozenset(
    """
    a ah ai anh ban biet bot cach cai cau chat chatbot chi cho chuyen co dang day duoc dung em gi giup ha hay he hoi
    huong dan kenh khong ko la lam may minh muon nao nay nguoi nhu noi o oi phai phan mem robot sao su tai ten that
    the thong toi tra loi ung va vay voi xin chao
    """.split()  # noqa: SIM905 - a list of words reads better without quotation marks
)
_FRINGE = frozenset(
    """
    a ah anh ban biet cac cam can chan chi cho chao chu co da duoc em giup gui hieu kinh lam minh much nha nhe nhieu
    o on qua rat ro roi so thanh thay toi tran trong trang very xin you
    """.split()  # noqa: SIM905 - a list of words reads better without quotation marks
)


def aside(heard: Heard, question: Question | None) -> Effect | None:
    """What is done about a message that asks no ministry anything; None where it may.

    `question` is the newest that is under way. Whoever has sent a picture may well ask what it is.
    """
    if only_nudge(heard):
        return nudged(heard, question)
    if only_courtesy(heard):
        return returned(heard, question)
    if heard.attachments:
        return None
    if gives_up_asking(heard.text):
        return given_up(heard, question)
    if question is None and is_stray_number(heard.text):
        return nudged(heard, None)
    if asks_who_we_are(heard.text) and (question is None or question.text):
        return introduced(heard)
    return None


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


def asks_who_we_are(text: str) -> bool:
    """Whether somebody wants to know whom he is talking with, or how to: "bạn là ai", "cái này dùng thế nào"."""
    return len(text) <= _LONGEST and set(folded(text).split()) <= _ABOUT_US and _has_one_of(_WHO, text)


def only_nudge(heard: Heard) -> bool:
    """Whether somebody said nothing but "?": he waits, and wants to know where things stand."""
    return "?" in heard.text and not _has_words(heard.text) and not heard.attachments


def is_stray_number(text: str) -> bool:
    """Whether this chose from a list; that it reached us means that there is none."""
    return text.isdecimal() and len(text) <= _MOST_DIGITS


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


def introduced(heard: Heard) -> Effect:
    """Says what this is, and how to ask."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        if not heard.seats:
            await (await start.start(turn.ctx, heard))(turn)
        else:
            await turn.say(heard.who, turn.words(heard.who)("courtesy-about"))

    return effect


def given_up(heard: Heard, question: Question | None) -> Effect:
    """He needs no answer: says how to take back what is under way, else what comes next."""
    if question is None or question.state not in OPEN_STATES:
        return returned(heard, question)

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        await standing.to_take_back(turn, heard.who, await questions.get(turn.tx, question.id))

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

"""How an entry of the bank is shown: its answer, what it rests on, when it was checked, and what it is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from faq.entry import Entry, Hold, Standing, hold_on, source_link, standing
from handlers.context import Choice, Turn
from handlers.outgoing import Draft, Style
from handlers.wording import Words
from storage.bank import given
from storage.persons import Person
from storage.questions import Question

MOST_SUGGESTIONS = 3


def answer(w: Words, entry: Entry, on: date, province: str | None, now: datetime) -> Draft:
    """An entry as an answer. One that is not plainly valid here and today says so before anything else.

    Of one that a change of the law holds back, what changed is said, and nothing of what it answered before.
    """
    hold = hold_on(entry, on)
    if hold:
        return _held(w, entry, hold, now)
    is_so = standing(entry, on, province)
    draft = Draft()
    if is_so is not Standing.PLAIN:
        until = w.day(entry.valid_to, now) if entry.valid_to else ""
        draft.bold(w(f"bank-standing-{is_so.value.replace('_', '-')}", until=until, basis=_first(entry))).line()
    draft.bold(entry.question).line(entry.answer).line()
    for basis in entry.legal_basis:
        draft.line(w("bank-basis", basis=basis))
    link = source_link(entry)
    if link:
        draft.line(w("bank-source", link=link))
    if entry.checked_on:
        draft.line(w("bank-checked", day=w.day(entry.checked_on, now)))
    if not entry.reviewed:
        draft.italic(w("bank-unreviewed"))
    return draft


async def given_to(turn: Turn, who: Person, entry: Entry, question_id: int | None = None) -> None:
    """Keeps that somebody was shown what an entry answers: he is told when that changes."""
    if hold_on(entry, turn.ctx.clock.today()) is None:
        await given.note(turn.tx, question_id, entry, who.id, turn.now)


def _held(w: Words, entry: Entry, hold: Hold, now: datetime) -> Draft:
    draft = Draft().bold(w(f"bank-held-{hold.effect}", since=w.day(hold.since, now), text=hold.text,
                           until=w.day(hold.until, now) if hold.until else ""))  # fmt: skip
    return draft.line().line(entry.question).line().line(w("bank-held-next"))


def _first(entry: Entry) -> str:  # what suspends or replaces an entry stands first
    return entry.legal_basis[0] if entry.legal_basis else ""


def did_it_help(w: Words, entry: Entry, on: date, question_id: int) -> tuple[tuple[Choice, ...], ...]:
    """The buttons under an answer of the bank; where there is none for now, the way to a person."""
    args = {"question": question_id, "entry": entry.id}
    if hold_on(entry, on):
        return ((Choice(w("bank-ask-a-person"), "send_on", {**args, "held": True}, Style.PRIMARY),),)
    return (
        (Choice(w("bank-helped"), "helped", args, Style.PRIMARY),),
        (Choice(w("bank-not-helped"), "not_helped", args),),
    )


def suggestions(w: Words, entries: Sequence[Entry]) -> Draft:
    """The nearest entries, numbered, to choose from."""
    draft = Draft().line(w("bank-suggest", count=len(entries)))
    for number, entry in enumerate(entries, 1):
        draft.line().line(f"{number}. {entry.question}")
    return draft


def choose_one(w: Words, entries: Sequence[Entry], question_id: int) -> tuple[tuple[Choice, ...], ...]:
    """The buttons under suggestions: the numbers of the list, then the way to a person."""
    numbers = tuple(
        Choice(str(number), "choose", {"question": question_id, "entry": entry.id}, Style.PRIMARY)
        for number, entry in enumerate(entries, 1)
    )
    return numbers, (Choice(w("bank-none-of-these"), "not_helped", {"question": question_id, "none": True}),)


def addition_to(w: Words, question: Question, start: str, kept: Question) -> Choice:
    """The button by which what was `kept` becomes more of a question; `start` is how that begins."""
    args = {"question": question.id, "kept": kept.id}
    return Choice(w("sort-addition", code=question.code, start=start), "add", args)

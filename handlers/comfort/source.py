"""What an answer may be made of: an entry of the bank, an earlier answer of his province, a snippet of his own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from faq.entry import Entry, Standing, hold_on, source_link, standing
from faq.masking import Personal, masked
from handlers import access
from handlers.cadre import offering
from handlers.context import Heard, Turn
from handlers.officer import card
from handlers.outgoing import Draft
from handlers.review.mask import shown_instead
from handlers.wording import Words
from storage import past, persons, questions, snippets
from storage.questions import Question
from storage.seats import Role, Seat


class Kind(StrEnum):
    """Where a text comes from."""

    ENTRY = "entry"
    PAST = "past"
    SNIPPET = "snippet"


@dataclass(frozen=True, slots=True)
class Source:
    """Which text."""

    kind: Kind
    id: str

    def args(self) -> list[str]:
        """As it travels with a button, and stands in the audit."""
        return [self.kind.value, self.id]

    @classmethod
    def of(cls, kept: Sequence[Any]) -> Source:
        """As it came back."""
        return cls(Kind(kept[0]), str(kept[1]))


@dataclass(frozen=True, slots=True)
class Material:
    """A text as it is shown to an officer, and as it may be sent."""

    shown: Draft
    text: str
    """Empty where it may not be sent at all."""
    plain: bool = True
    """Whether it may be sent as it is; else only after he has looked it over."""
    personal: tuple[Personal, ...] = ()
    """What in it may point at a citizen: it was written for somebody else."""
    entry: Entry | None = None


async def read(turn: Turn, heard: Heard, question: Question, source: Source) -> Material | None:
    """The text as it stands now; None where it is there no more, or none of his to see."""
    w = turn.words(heard.who)
    match source.kind:
        case Kind.ENTRY:
            entry = turn.ctx.bank.get(source.id)
            return await _of_entry(turn, w, question, entry) if entry else None
        case Kind.PAST:
            return await _of_past(turn, w, heard, int(source.id))
        case Kind.SNIPPET:
            kept = await snippets.get(turn.tx, heard.who.id, int(source.id))
            return (
                Material(Draft().bold(w("snippet-title", name=kept.name)).line(kept.text), kept.text)
                if kept
                else None
            )


async def _of_entry(turn: Turn, w: Words, question: Question, entry: Entry) -> Material:
    """Of one that a change of the law holds back nothing is sent; one that is not plainly valid is to be edited."""
    today = turn.ctx.clock.today()
    shown = offering.answer(w, entry, today, question.province, turn.now)
    if hold_on(entry, today) or not entry.answer:
        return Material(shown, "", plain=False)
    asker = await persons.get(turn.tx, question.asker_id)
    text = _told(turn.words(asker) if asker else w, entry, turn.now)
    plain = standing(entry, today, question.province) is Standing.PLAIN
    return Material(shown, text, plain, entry=entry)


def _told(w: Words, entry: Entry, now: datetime) -> str:
    """What an entry answers, with what it rests on, in the words of an official answer."""
    draft = Draft(entry.answer).line()
    for basis in entry.legal_basis:
        draft.line(w("bank-basis", basis=basis))
    if link := source_link(entry):
        draft.line(w("bank-source", link=link))
    if entry.checked_on:
        draft.line(w("bank-checked", day=w.day(entry.checked_on, now)))
    return draft.text.strip()


async def _of_past(turn: Turn, w: Words, heard: Heard, question_id: int) -> Material | None:
    earlier = await questions.get(turn.tx, question_id)
    if not is_of_province(heard.seats, earlier):
        return None
    answers = (await past.said_to(turn.tx, [question_id])).get(question_id, [])
    text = "\n\n".join(filter(None, answers))
    if not text:
        return None
    day = w.day(turn.now.date(), turn.now) if earlier.answered_at is None else w.time(earlier.answered_at, turn.now)
    shown = Draft().bold(w("past-title", code=earlier.code, unit=card.whence(turn, earlier), time=day))
    shown.italic(earlier.text).line().line(text)
    return Material(shown, text, personal=masked(text, shown_instead).found)


def provinces_of(held: Sequence[Seat]) -> tuple[tuple[str, str], ...]:
    """The (ministry, province) pairs in which somebody is an officer today."""
    own = [(seat.ministry, seat.province) for seat in held if seat.role is Role.OFFICER]
    return tuple(dict.fromkeys((ministry, province) for ministry, province in own if ministry and province))


def is_of_province(held: Sequence[Seat], question: Question) -> bool:
    """Whether an earlier question is one of an officer's own province and ministry."""
    officers = [seat for seat in held if seat.role is Role.OFFICER]
    own = (question.ministry or "", question.province or "") in provinces_of(officers)
    return own and access.seat_that_sees(officers, question) is not None

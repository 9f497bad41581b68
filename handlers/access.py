"""Who may: the only way to a question or to a person's contact. One condition per line.

Rights come from seats that are valid today. Whoever may not see a thing gets the same answer as for a thing that
does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from storage import desks, opinions, questions, seats
from storage.db import Tx
from storage.questions import Question
from storage.seats import Role, Seat


def may_see(person_id: int, held: Sequence[Seat], question: Question) -> bool:
    """Whether a person may read a question and its thread. `held` are his seats that are valid today."""
    if question.state == questions.MERGED:
        return False  # it is no question any more, not even his own
    return question.asker_id == person_id or seat_that_sees(held, question) is not None


def seat_that_sees(held: Sequence[Seat], question: Question) -> Seat | None:
    """By which seat of his own somebody may read a question that is not his; the asker needs none."""
    return next((seat for seat in held if _seat_sees(seat, question)), None)


def _seat_sees(seat: Seat, question: Question) -> bool:
    if question.due_at is None:
        return False  # nobody but the asker: he has sent it to nobody
    match seat.role:
        case Role.CADRE:
            return seat.unit in (question.unit, question.heir)
        case Role.OFFICER:
            return _in_province(seat, question) or question.holder_seat_id == seat.id
        case Role.EXPERT:
            escalated = question.escalated and seat.unit == seat.ministry
            return question.ministry == seat.ministry and (escalated or _at_his_desk(seat, question))
        case Role.ADMIN | Role.LEADER:
            return question.ministry == seat.ministry  # each look is audited


def _seat_answers(seat: Seat, question: Question) -> bool:
    match seat.role:
        case Role.OFFICER:
            return question.holder_seat_id == seat.id or _in_province(seat, question)
        case Role.EXPERT | Role.ADMIN:
            # The desk of a ministry that has named no expert yet is its admins: a question is never nobody's.
            return question.ministry == seat.ministry and _at_his_desk(seat, question)
        case _:
            return False


def _at_his_desk(seat: Seat, question: Question) -> bool:
    """Who sits at a ministry itself stands in for all its bureaus; who sits at a bureau has that one's alone."""
    return question.desk is not None and seat.unit in (question.desk, seat.ministry)


async def may_see_contact(tx: Tx, held: Sequence[Seat], question: Question, today: date) -> bool:
    """Whether a person may see the asker's phone number and rating; an admin's look is audited by the caller."""
    if question.due_at is None:
        return False
    own = any(
        (seat.role is Role.OFFICER and _in_province(seat, question))
        or (seat.role is Role.ADMIN and seat.ministry == question.ministry)
        for seat in held
    )
    return own or await _deputy(tx, held, question, today) is not None


def reviewing(held: Sequence[Seat], ministry: str) -> Seat | None:
    """The seat by which a person may review what a ministry's bank says; None when he may not."""
    return next((s for s in held if s.role in (Role.EXPERT, Role.ADMIN) and s.ministry == ministry), None)


def may_take_back(held: Sequence[Seat], author: Sequence[Seat], holds: Iterable[str]) -> bool:
    """Whether a person may take a change of the law back: his ministry noted it, or it holds his ministry's entries.

    `author` are the seats of whoever noted it, those that have ended, too; `holds`: entries of these ministries.
    """
    noted = (s.ministry for s in author if s.role in (Role.EXPERT, Role.ADMIN) and s.state in ("valid", "ended"))
    return any(reviewing(held, ministry) is not None for ministry in {*noted, *holds} if ministry)


def may_approve(held: Sequence[Seat], asked: Seat) -> bool:
    """Whether a person may let somebody into a seat he asked for himself: a cadre's seat, in the own province."""
    if asked.role is not Role.CADRE:
        return False
    return any(
        (seat.role is Role.OFFICER and seat.province == asked.province and _same_or_none(seat, asked))
        or (seat.role is Role.ADMIN and _same_or_none(seat, asked))
        for seat in held
    )


def _same_or_none(seat: Seat, asked: Seat) -> bool:
    return asked.ministry is None or seat.ministry == asked.ministry


def _in_province(seat: Seat, question: Question) -> bool:
    return seat.ministry == question.ministry and seat.province == question.province and seat.province is not None


async def question_for(tx: Tx, person_id: int, held: Sequence[Seat], code: str, today: date) -> Question | None:
    """The question with a code, if this person may see it; None otherwise, and for a code that is nobody's.

    In either case as much is asked of the database: how long the answer takes tells no more than the answer does.
    """
    question = await questions.by_code(tx, code)
    principals = await _principals(tx, held)
    asked = await _asked(tx, held, question.id if question else 0, today)
    if question is None:
        return None
    answered_by = _own_seat(held, question) or _standing_in(principals, question, today)
    if may_see(person_id, held, question) or (answered_by and _is_for_others(person_id, question)):
        return question
    return question if asked and question.state != questions.MERGED else None


async def visible(tx: Tx, person_id: int, held: Sequence[Seat], question: Question, today: date) -> bool:
    """Whether a person may read a question: in his own right, as the deputy of whoever holds it, or when asked about
    it."""
    if may_see(person_id, held, question) or await answering(tx, person_id, held, question, today):
        return True
    return question.state != questions.MERGED and await _asked(tx, held, question.id, today)


async def inside(tx: Tx, person_id: int, held: Sequence[Seat], question: Question, today: date) -> bool:
    """Whether a person may read what is said among those who work on a question: neither its asker nor a colleague of
    his."""
    others = [seat for seat in held if seat.role is not Role.CADRE]
    return question.asker_id != person_id and await visible(tx, person_id, others, question, today)


async def _asked(tx: Tx, held: Sequence[Seat], question_id: int, today: date) -> bool:
    """Whether he was asked for his opinion about a question."""
    at = await desks.answered_by(tx, held, today)
    return bool(await opinions.asked_of(tx, question_id, held, at))


async def answering(tx: Tx, person_id: int, held: Sequence[Seat], question: Question, today: date) -> Seat | None:
    """The seat by which a person may answer, ask back, hand on or escalate a question; None when he may not.

    A deputy may whatever his principal may, as long as the principal's own seat is valid.
    """
    if not _is_for_others(person_id, question):
        return None
    return _own_seat(held, question) or await _deputy(tx, held, question, today)


async def may_change(tx: Tx, person_id: int, held: Sequence[Seat], question: Question, today: date) -> bool:
    """Whether a person may edit or recall what he himself said about a question: its asker always; whoever answers,
    or was asked for his opinion, as long as he has the seat for that."""
    if question.asker_id == person_id or await answering(tx, person_id, held, question, today):
        return True
    return await _asked(tx, held, question.id, today)


def _is_for_others(person_id: int, question: Question) -> bool:
    """Whether it is not his own, and was sent to somebody, whatever ministry is guessed for one that was not."""
    return question.asker_id != person_id and question.due_at is not None


def _own_seat(held: Sequence[Seat], question: Question) -> Seat | None:
    return next((seat for seat in held if _seat_answers(seat, question)), None)


async def _deputy(tx: Tx, held: Sequence[Seat], question: Question, today: date) -> Seat | None:
    if question.holder_seat_id is None:
        return None
    return _standing_in(await _principals(tx, held), question, today)


async def _principals(tx: Tx, held: Sequence[Seat]) -> list[tuple[Seat, tuple[Seat, ...]]]:
    """For whom each of these seats is the deputy."""
    return [(seat, await seats.stood_in_for(tx, [seat.id])) for seat in held]


def _standing_in(principals: Sequence[tuple[Seat, tuple[Seat, ...]]], question: Question, today: date) -> Seat | None:
    """The seat that is deputy of whoever holds the question."""
    for seat, stood_for in principals:
        if any(p.id == question.holder_seat_id and p.valid_on(today) for p in stood_for):
            return seat
    return None

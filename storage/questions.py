"""Questions: what was asked, who holds it, and where it stands. Its messages are in storage.thread."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select, update

from storage.db import AnyRow, Tx
from storage.due import OPEN, UNSAID
from storage.place import Place
from storage.prepared import Prepared
from storage.tables import persons, questions, seats, units

OPEN_STATES = ("open", "waiting")
MERGED = "merged"
"""No question of its own: its words are in another one's thread."""
RECALLED = "recalled"
"""Taken back by its asker before anybody answered: it counts as none."""
GUESSED = "guessed"
"""In `bank_said` of a question that went to a person by a guess: its asker never said which field it is."""
DROPPED = "dropped"
"""In `bank_said` of a question whose asker said that he needs no answer, before anybody but the bank had it."""
_CODE_TRIES = 8
_CODE = re.compile(
    r"(?:(?:mã|ma|số|so|câu hỏi|cau hoi|code|question)\W*)*#?\s*"
    r"([0-9](?:[\s.\u002d\u2010-\u2015\u2212]{0,3}[0-9]){8})[\s.?!]*",
    re.IGNORECASE,
)
"""How a code is typed when it is all that is typed: in any spacing, with "mã" or "câu hỏi" before it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it stood when it was read."""

    id: int
    code: str
    """Nine digits, written `482-715-364`; the last one is a check digit."""
    state: str
    asker_id: int
    asker_place: Place
    unit: str | None
    province: str | None
    ministry: str | None
    field: str | None
    holder_seat_id: int | None
    desk: str | None
    escalated: bool
    round: int
    text: str
    offered: tuple[str, ...]
    bank_said: str
    asked_at: datetime
    clock_from: datetime
    due_at: datetime | None
    wake_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    rating: int | None
    asker_name: str
    unit_name: str | None
    holder_name: str | None
    holder_person_id: int | None
    with_lead: bool
    """Its holder is whom the ministry marked among its officers in the province."""
    bureau_name: str | None
    """The bureau at whose desk it lies."""
    heir: str | None = None
    """What its unit is today, where that was merged, split or given another code."""
    lies_in: str | None = None
    """The province in which its unit lies today; of a closed one, in which it lay when it ended."""

    @property
    def guessed(self) -> bool:
        """Whether its field is a guess."""
        return self.bank_said == GUESSED


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question to be kept."""

    asker_id: int
    asker_place: Place
    state: str
    unit: str | None
    province: str | None
    ministry: str | None
    field: str | None
    text: str
    offered: tuple[str, ...]
    bank_said: str
    asked_at: datetime
    wake_at: datetime | None


_asker = persons.alias("asker")
_holder = persons.alias("holder")
_bureau = units.alias("bureau")
_SELECT = (
    select(
        questions.c.id, questions.c.code, questions.c.state, questions.c.asker_id, questions.c.asker_place,
        questions.c.unit, questions.c.province, questions.c.ministry, questions.c.field, questions.c.holder_seat_id,
        questions.c.desk, questions.c.escalated, questions.c.round, questions.c.text, questions.c.offered,
        questions.c.bank_said, questions.c.asked_at, questions.c.clock_from, questions.c.due_at, questions.c.wake_at,
        questions.c.answered_at, questions.c.closed_at, questions.c.rating, _asker.c.name, units.c.full_name,
        _holder.c.name, _holder.c.id, func.coalesce(seats.c.lead, false()), _bureau.c.full_name, units.c.successor,
        units.c.parent,
    )
    .select_from(questions)
    .join(_asker, _asker.c.id == questions.c.asker_id)
    .outerjoin(units, units.c.code == questions.c.unit)
    .outerjoin(seats, seats.c.id == questions.c.holder_seat_id)
    .outerjoin(_holder, _holder.c.id == seats.c.person_id)
    .outerjoin(_bureau, and_(_bureau.c.code == questions.c.desk, _bureau.c.kind == "bureau"))
)  # fmt: skip


_GET = Prepared(_SELECT.where(questions.c.id == bindparam("of")))
_BY_CODE = Prepared(_SELECT.where(questions.c.code == bindparam("typed")))
_MAKE = Prepared(
    lambda insert: (
        insert(questions).on_conflict_do_nothing(index_elements=["code"]).returning(questions.c.id)
    ),
    "code", "state", "asker_id", "asker_place", "unit", "province", "ministry", "field", "text", "offered",
    "bank_said", "asked_at", "clock_from", "wake_at",
)  # fmt: skip


@cache
def _of_asker(states: tuple[str, ...]) -> Prepared:
    wanted = _SELECT.where(questions.c.asker_id == bindparam("asker"), questions.c.state != MERGED)
    if states:
        wanted = wanted.where(or_(*(questions.c.state == str(state) for state in states)))
    return Prepared(wanted.order_by(questions.c.id.desc()).limit(bindparam("most")))


@cache
def _move(columns: tuple[str, ...]) -> Prepared:
    # Whoever holds it is part of where it stands: of two who hand on, or of one who hands on and one who answers by a
    # right that he had a moment ago, only one may succeed.
    unmoved = and_(
        questions.c.id == bindparam("of"),
        questions.c.state == bindparam("from_state"),
        questions.c.holder_seat_id.is_not_distinct_from(bindparam("from_seat")),
        questions.c.desk.is_not_distinct_from(bindparam("from_desk")),
    )
    return Prepared(update(questions).where(unmoved), "state", *columns)


@cache
def _rewrite(columns: tuple[str, ...]) -> Prepared:
    return Prepared(update(questions).where(questions.c.id == bindparam("of")), *columns)


def _question(row: AnyRow) -> Question:
    values = list(row)
    values[4], values[14] = Place.parse(values[4]), tuple(values[14])
    return Question(*values)


def check_digit(digits: str) -> str:
    """The Luhn digit of `digits`: it catches one wrong digit and nearly every swapped pair."""
    doubled = (int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-sum(n // 10 + n % 10 for n in doubled) % 10)


def new_code() -> str:
    """A random question code. Digits only: they are read over the phone and typed on any keyboard."""
    digits = f"{secrets.randbelow(10**8):08}"
    digits += check_digit(digits)
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def looks_like_code(text: str) -> bool:
    """Whether `text` is meant as a question's code, rightly typed or not."""
    return _CODE.fullmatch(text.strip()) is not None


def read_code(text: str) -> str | None:
    """The question code that `text` is, in any spelling; None for anything else, a mistyped code included."""
    found = _CODE.fullmatch(text.strip())
    digits = "".join(c for c in found[1] if c.isdigit()) if found else ""
    if not digits or check_digit(digits[:8]) != digits[8]:
        return None
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


async def make(tx: Tx, new: NewQuestion) -> int:
    """Keeps a new question under a fresh code and returns its id."""
    row: dict[str, Any] = {
        "state": new.state, "asker_id": new.asker_id, "asker_place": new.asker_place.key, "unit": new.unit,
        "province": new.province, "ministry": new.ministry, "field": new.field, "text": new.text,
        "offered": list(new.offered), "bank_said": new.bank_said, "asked_at": new.asked_at,
        "clock_from": new.asked_at, "wake_at": new.wake_at,
    }  # fmt: skip
    for _ in range(_CODE_TRIES):
        made: int | None = await tx.value(_MAKE, code=new_code(), **row)
        if made is not None:
            if new.wake_at:
                tx.wake("due")
            return made
    raise RuntimeError("no free question code was found")  # 1 in 10^8 even with a million questions kept


async def get(tx: Tx, question_id: int) -> Question:
    """One question by id. Raises LookupError."""
    row = await tx.row(_GET, of=question_id)
    if row is None:
        raise LookupError(f"no question {question_id}")
    return _question(row)


async def several(tx: Tx, question_ids: Sequence[int]) -> list[Question]:
    """A few questions by their ids, in that order. Raises LookupError."""
    if len(question_ids) == 1:
        return [await get(tx, question_ids[0])]  # the usual case, and known beforehand
    found = {q.id: q for q in await _list(tx, _SELECT.where(questions.c.id.in_(list(question_ids))))}
    return [found[question_id] for question_id in question_ids]


async def by_code(tx: Tx, code: str) -> Question | None:
    """One question by its code; ask handlers.access before showing it."""
    row = await tx.row(_BY_CODE, typed=code)
    return _question(row) if row else None


async def move(tx: Tx, question: Question, state: str, **changes: Any) -> bool:
    """Writes a state: the only function that does. False when somebody was faster (compare and set).

    `changes` are further columns written with it. Which moves exist is decided by handlers.rules.lifecycle.
    """
    before = {"of": question.id, "from_state": question.state, "from_seat": question.holder_seat_id,
              "from_desk": question.desk}  # fmt: skip
    moved = await tx.change(_move(tuple(changes)), **before, state=state, **changes)
    if moved and changes.get("wake_at"):
        tx.wake("due")
    return bool(moved)


async def rewrite(tx: Tx, question_id: int, **changes: Any) -> None:
    """Writes columns other than the state (a rating, the text after an edit)."""
    if "state" in changes:
        raise ValueError("only move() writes a state")
    await tx.change(_rewrite(tuple(changes)), of=question_id, **changes)


async def of_asker(tx: Tx, person_id: int, *states: str, limit: int = 20) -> list[Question]:
    """A person's own questions, newest first; those that were merged into another are none."""
    return [_question(row) for row in await tx.rows(_of_asker(states), asker=person_id, most=limit)]


async def of_unit(tx: Tx, unit: str, limit: int = 20) -> list[Question]:
    """A unit's questions that went to a person, newest first; those of the units that it follows, too."""
    before = select(units.c.code).where(units.c.successor == unit)
    its_own = or_(questions.c.unit == unit, questions.c.unit.in_(before))
    asked = _SELECT.where(its_own, questions.c.due_at.is_not(None))
    return await _list(tx, asked.order_by(questions.c.id.desc()).limit(limit))


async def overdue(tx: Tx, ministry: str, now: datetime, limit: int) -> list[Question]:
    """A ministry's open questions whose deadline has passed, longest ago first."""
    return await _list(tx, _SELECT.where(_overdue(ministry, now)).order_by(questions.c.due_at).limit(limit))


async def count_overdue(tx: Tx, ministry: str, now: datetime) -> int:
    """How many open questions of a ministry are past their deadline."""
    return int(await tx.value(select(func.count()).select_from(questions).where(_overdue(ministry, now))))


def _overdue(ministry: str, now: datetime) -> ColumnElement[bool]:
    q = questions.c
    return and_(q.ministry == ministry, OPEN, q.due_at <= now)


async def unheld_in(tx: Tx, ministry: str, province: str, limit: int = 200) -> list[Question]:
    """Open questions of a province that lie at the ministry's desk only because nobody was on duty."""
    wanted = _SELECT.where(
        OPEN, questions.c.desk == ministry, questions.c.province == province, questions.c.escalated.is_(False),
    )  # fmt: skip
    return await _list(tx, wanted.order_by(questions.c.due_at).limit(limit))


async def desks_with_unheld(tx: Tx) -> list[tuple[str, str]]:
    """(ministry, province) pairs for which `unheld_in` finds something."""
    q = questions.c
    pairs = select(q.desk, q.province).where(
        OPEN, q.desk.is_not(None), q.province.is_not(None), q.escalated.is_(False)
    )
    return [(row[0], row[1]) for row in await tx.rows(pairs.distinct())]


async def unsaid(tx: Tx, now: datetime, limit: int) -> list[Question]:
    """Questions that their askers left open for so long that the clock goes on with them, earliest first."""
    wanted = _SELECT.where(UNSAID, questions.c.wake_at <= now).order_by(questions.c.wake_at, questions.c.id)
    return await _list(tx, wanted.limit(limit))


async def rewind(tx: Tx, question: Question, wake_at: datetime | None) -> bool:
    """Sets when the clock next looks at a question; False when another sweep, or a change, was faster."""
    same = and_(questions.c.id == question.id, questions.c.state == question.state,
                questions.c.wake_at == question.wake_at)  # fmt: skip
    return bool(await tx.change(update(questions).where(same).values(wake_at=wake_at)))


async def _list(tx: Tx, wanted: Select[Any]) -> list[Question]:
    return [_question(row) for row in await tx.rows(wanted)]


async def those(
    tx: Tx, *conditions: ColumnElement[bool], order: Sequence[ColumnElement[Any]], limit: int, skip: int = 0
) -> list[Question]:
    """The questions of which all this is true, in that order: for the files of storage that ask in their own way."""
    return await _list(tx, _SELECT.where(*conditions).order_by(*order).limit(limit).offset(skip))

"""A code that is none of one's own: the same words, and as much work, whatever the reason is.

How long an answer takes follows from how often the database was asked; that is counted here, and cannot waver.
`make hostile` measures the times themselves.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any, cast

from sqlalchemy import update

from handlers.context import Turn
from handlers.dispatch import dispatch
from handlers.incoming import Said
from handlers.invite import Order, make
from handlers.wording import words
from storage import conversations, questions
from storage.db import Tx
from storage.questions import NewQuestion
from storage.seats import Role
from storage.tables import invites, seats
from tests.handlers.office import KEY, Office

vi = words("vi")


class Counted:
    """A transaction that counts what is asked of it."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        if name in ("rows", "row", "value", "change"):
            self.asked += 1
        return getattr(self._tx, name)


async def effort(office: Office, who: str, text: str) -> tuple[list[str], int]:
    """What somebody is told who says this, and how often the database was asked for its effect."""
    clock = office.clock
    office.said += 1
    cause = f"in:{office.said}"
    said = Said(office.sender(who), office.place(who), f"m{office.said}", clock.business(), text)
    effect = await dispatch(office.ctx, said, clock.business(), cause)
    asked = 0

    async def body(tx: Tx) -> None:
        nonlocal asked
        counted = Counted(tx)
        await effect(Turn(office.ctx, cast(Tx, counted), cause, clock.business(), said.place.key))
        asked = counted.asked

    await office.db.write(body)
    return await office.told(who), asked


async def used(office: Office) -> str:
    code = await office.code(Role.CADRE, "06040")
    await office.says("who was first", f"/start {code}")
    return code


async def expired(office: Office) -> str:
    code = await office.code(Role.OFFICER, "20", "MOIT")
    past = office.clock.machine() - timedelta(days=8)
    await office.db.write(
        lambda tx: tx.change(update(invites).where(invites.c.role == "officer").values(expires_at=past))
    )
    return code


async def over(office: Office) -> str:
    """The term that it opens is over."""
    code = await office.code(Role.EXPERT, "MOIT", until=office.clock.today())
    office.clock.forward(timedelta(days=1))
    return code


async def of_nobody(office: Office) -> str:
    """Made in a chat by somebody whose seat ended."""
    await office.says("hoa", "/start " + await office.code(Role.ADMIN, "MOIT"))
    hoa = await office.person("hoa")
    order = Order(Role.LEADER, "MOIT", None, office.clock.today(), created_by=hoa.id)
    made = await office.db.write(lambda tx: make(tx, office.clock, KEY, order))
    await office.db.write(
        lambda tx: tx.change(update(seats).where(seats.c.person_id == hoa.id).values(state="ended"))
    )
    return made.code


async def test_an_invite_code_that_is_not_good(office: Office) -> None:
    codes = [
        "K7Q2-9XMD-4TRP", await used(office), await expired(office), await of_nobody(office), await over(office),
        "no code", "0000",
    ]  # fmt: skip
    await office.says("lan", "/start")
    await office.told("lan")
    came = [await effort(office, "lan", f"/start {code}") for code in codes]
    assert came == [([vi("people-code-wrong")], came[0][1])] * len(codes)


async def test_somebody_with_a_seat_learns_no_more(office: Office) -> None:
    await office.seat("minh", Role.OFFICER, "22", "MOIT")
    codes = ["K7Q2-9XMD-4TRP", await used(office), await expired(office), await over(office)]
    came = [await effort(office, "minh", f"/start {code}") for code in codes]
    assert came == [([vi("people-code-wrong")], came[0][1])] * len(codes)


async def test_a_question_that_is_somebody_elses(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    [holder] = await office.seats_of("minh")
    asker = await office.person("lan")

    async def asks(tx: Tx, **sent: Any) -> str:
        now = office.clock.business()
        new = NewQuestion(
            asker.id, asker.place, "offered", "06040", "20", None, None, "BÍMẬT", (), "route", now, None
        )
        made = await questions.get(tx, await questions.make(tx, new))
        if sent:
            await questions.move(tx, made, "open", ministry="MOIT", due_at=now + timedelta(days=1), **sent)
        return made.code

    unsent = await office.db.write(asks)
    held = await office.db.write(lambda tx: asks(tx, holder_seat_id=holder.id))
    at_desk = await office.db.write(lambda tx: asks(tx, desk="MOIT"))
    await office.seat("hoa", Role.OFFICER, "22", "MOIT")
    await office.seat("tuan", Role.CADRE, "06001")
    for who in ("hoa", "tuan", "somebody without a seat"):
        await office.says(who, "/start")
        codes = [questions.new_code(), unsent, held, at_desk, "123-456-789"]
        came = []
        for code in codes:
            await office.db.write(partial(conversations.withdraw_prompt, place=office.place(who)))
            came.append(await effort(office, who, code))
        assert came == [([vi("show-nothing")], came[0][1])] * len(codes)

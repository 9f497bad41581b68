"""A row that nobody can read keeps the clock from no other: the rest is done, and what failed is reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from faq.citation import Citation
from faq.entry import Effect, Entry, Hold, Status
from handlers.due import law as law_clock
from handlers.due.retell import retell
from storage.bank import entries, given, law, reviews
from storage.db import Tx
from storage.seats import Role
from storage.tables import entries as entry_rows
from storage.tables import retellings
from storage.tables import seats as seat_rows
from tests.handlers.office import Office

DECREE = "Nghị định 77/2026/NĐ-CP"
ROOF = Entry("roof", "MOIT", "electricity", "Mái nhà?", answer="Thông báo.", legal_basis=(f"{DECREE}, Điều 1",))
POLE = Entry("pole", "MOIT", "electricity", "Cột điện?", answer="Xin phép.", legal_basis=(f"{DECREE}, Điều 2",))


@pytest.fixture
async def bank(office: Office) -> Office:
    """Lan, Tư and Nam were given what both entries said before; Hà reviews."""
    await office.seat("hà", Role.EXPERT, "MOIT", "MOIT")
    people = []
    for name in ("lan", "tư", "nam"):
        await office.seat(name, Role.CADRE, "06040")
        people.append((await office.person(name)).id)

    async def body(tx: Tx) -> None:
        now = office.clock.business()
        await entries.store(tx, [ROOF, POLE], now)
        for entry in (await entries.named(tx, ["roof", "pole"])).values():
            for person_id in people:
                await given.note(tx, None, entry, person_id, now)
        newer = [replace(entry, answer="Nay khác.", status=Status.CURRENT) for entry in (ROOF, POLE)]
        await entries.store(tx, newer, now)
        for entry in newer:
            await given.retell(tx, entry.id, 2, now)

    await office.db.write(body)
    return office


async def damage(office: Office, entry_id: str, status: str = "nonsense") -> None:
    await office.db.write(
        lambda tx: tx.change(update(entry_rows).where(entry_rows.c.id == entry_id).values(status=status))
    )


async def undone(office: Office) -> list[str]:
    wanted = select(retellings.c.entry_id).where(retellings.c.done_at.is_(None))
    return [row.entry_id for row in await office.db.read(lambda tx: tx.rows(wanted))]


async def test_an_entry_that_cannot_be_read_keeps_nobody_from_hearing_of_another(bank: Office) -> None:
    await damage(bank, "roof")
    with pytest.raises(ExceptionGroup):
        await retell(bank.ctx)
    for name in ("lan", "tư", "nam"):
        [told] = await bank.told(name)
        assert "Cột điện?" in told
    assert await undone(bank) == ["roof"]
    assert await retell(bank.ctx) == 0  # and it is not tried at each tick
    await damage(bank, "roof", "current")
    bank.clock.forward(timedelta(minutes=5))
    assert await retell(bank.ctx) == 3
    assert "Mái nhà?" in (await bank.told("tư"))[0]
    assert await undone(bank) == []


async def test_a_person_who_cannot_be_told_keeps_nobody_else_from_being_told(bank: Office) -> None:
    [seat] = await bank.seats_of("tư")

    async def becomes(role: str) -> None:
        changed = update(seat_rows).where(seat_rows.c.id == seat.id).values(role=role)
        await bank.db.write(lambda tx: tx.change(changed))

    await becomes("nonsense")
    with pytest.raises(ExceptionGroup):
        await retell(bank.ctx)
    for name, many in (("lan", 2), ("tư", 0), ("nam", 2)):
        assert len(await bank.told(name)) == many
    await becomes("cadre")
    bank.clock.forward(timedelta(minutes=5))
    assert await retell(bank.ctx) == 2
    for name, many in (("lan", 0), ("tư", 2), ("nam", 0)):
        assert len(await bank.told(name)) == many
    assert await undone(bank) == []


async def test_what_cannot_be_read_keeps_nothing_else_from_review(bank: Office) -> None:
    async def note(article: str) -> None:
        since, who = bank.clock.today(), (await bank.person("hà")).id
        hold, now = Hold(Effect.LAPSED, since, f"Luật {article}/2026"), bank.clock.business()
        await bank.db.write(lambda tx: law.note(tx, Citation(DECREE, article), hold, who, now, now))

    await note("")  # holds both
    await note("2")
    await damage(bank, "roof")
    with pytest.raises(ExceptionGroup):
        await law_clock.put_under_review(bank.ctx)
    [review] = await bank.db.read(lambda tx: reviews.waiting(tx, ["MOIT"]))
    assert review.entry_id == "pole"
    assert len(await bank.told("hà")) == 1
    again = await law_clock.following(bank.ctx)
    assert again
    assert again > bank.clock.business()  # and not at each tick
    await damage(bank, "roof", "current")
    bank.clock.forward(timedelta(minutes=5))
    assert await law_clock.put_under_review(bank.ctx) == 1
    waiting = await bank.db.read(lambda tx: reviews.waiting(tx, ["MOIT"]))
    assert [each.entry_id for each in waiting] == ["pole", "roof"]
    assert await law_clock.following(bank.ctx) is None

"""A change of the law holds what cites it, whenever that was written, until somebody who knew of it checked it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from faq.citation import Citation
from faq.entry import Effect, Hold
from storage.bank import entries, law
from storage.bank.version import version
from storage.db import Database, Tx
from storage.tables import persons
from tests.storage.bank.conftest import LAND, LATER, NOW, ROOF, store

LAPSES = Hold(Effect.LAPSED, date(2026, 12, 1), "Nghị định 300/2026/NĐ-CP")


async def someone(tx: Tx) -> int:
    row = {"name": "Phạm Thu Hà", "locale": "vi", "created_at": NOW}
    return int(await tx.value(persons.insert().values(row).returning(persons.c.id)))


async def note(db: Database, place: Citation, hold: Hold = LAPSES) -> tuple[int, list[str]]:
    async def body(tx: Tx) -> tuple[int, list[str]]:
        return await law.note(tx, place, hold, await someone(tx), LATER, NOW)

    return await db.write(body)


async def held(db: Database, entry_id: str) -> tuple[Hold, ...]:
    found = await db.read(lambda tx: entries.get(tx, entry_id))
    assert found
    return found.holds


async def test_what_cites_it_is_held_and_the_bank_says_that_it_changed(bank: Database) -> None:
    await store(bank, ROOF, replace(LAND, legal_basis=("Luật Đất đai 2024, Điều 4",)))
    before = await bank.read(version)
    change, found = await note(bank, Citation("Nghị định 58/2025/NĐ-CP", "14"))

    assert found == [ROOF.id]
    assert await held(bank, ROOF.id) == (LAPSES,)
    assert await held(bank, LAND.id) == ()
    assert await bank.read(version) == before + 1
    assert [entry.holds for _, part in [await bank.read(entries.load_all)] for entry in part] == [(), (LAPSES,)]
    assert await bank.read(lambda tx: law.held_by(tx, change)) == [ROOF.id]


async def test_another_article_is_no_concern(bank: Database) -> None:
    await store(bank, ROOF)
    before = await bank.read(version)
    assert (await note(bank, Citation("Nghị định 58/2025/NĐ-CP", "15")))[1] == []
    assert await bank.read(version) == before


async def test_what_is_written_later_in_ignorance_is_held_too(bank: Database) -> None:
    await note(bank, Citation("Nghị định 58/2025/NĐ-CP"))
    await store(bank, ROOF, now=LATER)
    assert await held(bank, ROOF.id) == (LAPSES,)


async def test_what_was_checked_since_is_let_go_and_held_anew_when_it_is_written_back(bank: Database) -> None:
    await store(bank, ROOF)
    await note(bank, Citation("Nghị định 58/2025/NĐ-CP"))
    await store(bank, replace(ROOF, checked_on=date(2026, 12, 1)), now=LATER)
    assert await held(bank, ROOF.id) == ()
    await store(bank, ROOF, now=LATER)
    assert await held(bank, ROOF.id) == (LAPSES,)


async def test_what_cites_another_text_by_now_is_let_go(bank: Database) -> None:
    await store(bank, ROOF)
    await note(bank, Citation("Nghị định 58/2025/NĐ-CP"))
    await store(bank, replace(ROOF, legal_basis=("Nghị định 300/2026/NĐ-CP, Điều 3",)), now=LATER)
    assert await held(bank, ROOF.id) == ()


async def test_what_leaves_the_bank_leaves_nothing_behind(bank: Database) -> None:
    await store(bank, ROOF)
    change, _ = await note(bank, Citation("Nghị định 58/2025/NĐ-CP"))
    await bank.write(lambda tx: entries.remove(tx, [ROOF.id], NOW))
    assert await bank.read(lambda tx: law.held_by(tx, change)) == []
    assert await bank.read(lambda tx: law.citing(tx, Citation("Nghị định 58/2025/NĐ-CP"))) == []


async def test_its_reviews_are_put_up_once(bank: Database) -> None:
    await store(bank, ROOF)
    change, _ = await note(bank, Citation("Nghị định 58/2025/NĐ-CP"))
    assert await bank.read(law.following) == LATER
    assert await bank.read(lambda tx: law.due(tx, NOW)) == []
    assert [each.id for each in await bank.read(lambda tx: law.due(tx, LATER))] == [change]
    assert await bank.write(lambda tx: law.put_under_review(tx, change))
    assert not await bank.write(lambda tx: law.put_under_review(tx, change))
    assert await bank.read(law.following) is None


async def test_what_an_import_brings_after_the_day_is_put_under_review_too(bank: Database) -> None:
    change, _ = await note(bank, Citation("Nghị định 58/2025/NĐ-CP"))
    await bank.write(lambda tx: law.put_under_review(tx, change))
    assert await bank.read(law.following) is None
    await store(bank, ROOF, now=LATER)
    assert await bank.read(law.following) == LATER


async def test_a_reviewer_lets_go_what_he_has_seen_and_nothing_else(bank: Database) -> None:
    await store(bank, ROOF)
    seen, _ = await note(bank, Citation("Nghị định 58/2025/NĐ-CP"))
    other = Hold(Effect.AMENDED, date(2026, 11, 1), "Luật 1/2026/QH16")
    await note(bank, Citation("Luật Điện lực"), other)
    checked = replace(ROOF, checked_on=date(2027, 1, 1))
    await bank.write(lambda tx: entries.store(tx, [checked], LATER, seen=[seen]))
    assert await held(bank, ROOF.id) == (other,)
    # What he let go stays so when somebody writes the entry again who was not shown it any more.
    again = replace(checked, answer="Khác.")
    await bank.write(lambda tx: entries.store(tx, [again], LATER, seen=[]))
    assert await held(bank, ROOF.id) == (other,)


async def test_who_saw_nothing_of_the_law_holds_nothing_that_cites_what_it_did(bank: Database) -> None:
    await note(bank, Citation("Nghị định 58/2025/NĐ-CP"), replace(LAPSES, since=date(2026, 11, 1)))
    known = replace(ROOF, checked_on=date(2026, 11, 25))  # it was checked in view of the change
    await store(bank, known)
    other = replace(known, id="other", legal_basis=("Luật Điện lực",))
    await store(bank, other)
    said, cites_it = replace(known, phrasings=("mái tôn",)), replace(other, legal_basis=known.legal_basis)
    await bank.write(lambda tx: entries.store(tx, [said, cites_it], LATER, seen=()))
    assert await held(bank, known.id) == ()
    assert len(await held(bank, other.id)) == 1  # that it cites this is new


async def test_the_same_change_is_noted_once_and_may_be_taken_back(bank: Database) -> None:
    await store(bank, ROOF)
    first, held_first = await note(bank, Citation("Nghị định 58/2025/NĐ-CP"))
    again, held_again = await note(bank, Citation("Nghị định 58/2025/NĐ-CP"))
    assert (first, held_first) == (again, held_again)
    before = await bank.read(version)
    assert await bank.write(lambda tx: law.withdraw(tx, first, LATER)) == [ROOF.id]
    assert await held(bank, ROOF.id) == ()
    assert await bank.read(version) == before + 1
    await store(bank, replace(ROOF, answer="Khác."), now=LATER)
    assert await held(bank, ROOF.id) == ()
    assert await bank.read(law.following) is None

"""Who was given what, what he said to it, and who has to be told of something newer."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from faq.entry import Entry
from storage import questions
from storage.bank import entries, given
from storage.bank.given import Verdict, Verdicts
from storage.db import Database, Tx
from storage.place import Place
from storage.questions import NewQuestion
from storage.tables import persons
from tests.handlers.race import waits_for_a_lock
from tests.storage.bank.conftest import LAND, LATER, NOW, ROOF, store


async def person(db: Database, name: str = "Lan") -> int:
    row = {"name": name, "locale": "vi", "created_at": NOW}
    return int(await db.write(lambda tx: tx.value(persons.insert().values(row).returning(persons.c.id))))


async def is_given(db: Database, person_id: int, entry: Entry, text: str = "mái nhà?") -> int:
    """Somebody asks and is given an entry; the question."""

    async def body(tx: Tx) -> int:
        asked = NewQuestion(
            person_id, Place("telegram", f"{person_id}"), "offered", None, None, None, None, text, (entry.id,),
            "answer", NOW, None,
        )  # fmt: skip
        question_id = await questions.make(tx, asked)
        await given.note(tx, question_id, entry, person_id, NOW)
        return question_id

    return await db.write(body)


async def judge(db: Database, question_id: int, verdict: Verdict, entry_id: str | None = None) -> str | None:
    return await db.write(lambda tx: given.judge(tx, question_id, verdict, entry_id))


@pytest.fixture
async def roof(bank: Database) -> Entry:
    await store(bank, ROOF, LAND)
    kept = await bank.read(lambda tx: entries.get(tx, ROOF.id))
    assert kept
    return kept


async def test_one_person_counts_once_for_each_verdict(bank: Database, roof: Entry) -> None:
    lan, tu = await person(bank), await person(bank, "Tư")
    no, yes, silent = Verdict.NOT_HELPED, Verdict.HELPED, Verdict.SILENT
    for who, verdict in ((lan, no), (lan, no), (tu, no), (tu, yes), (lan, silent)):
        assert await judge(bank, await is_given(bank, who, roof), verdict) == roof.id
    assert await bank.read(lambda tx: given.verdicts(tx, roof.id)) == Verdicts(1, 2, 1)
    assert await bank.read(lambda tx: given.verdicts(tx, roof.id, NOW)) == Verdicts()
    before = NOW.replace(year=2025)
    assert await bank.read(lambda tx: given.verdicts_of_ministry(tx, "MAE", before)) == Verdicts()
    assert await bank.read(lambda tx: given.verdicts_of_ministry(tx, "MOIT", before)) == Verdicts(1, 3, 1)


async def test_silence_takes_back_no_word_and_a_word_replaces_another(bank: Database, roof: Entry) -> None:
    question = await is_given(bank, await person(bank), roof)
    for verdict in (Verdict.HELPED, Verdict.SILENT, Verdict.NOT_HELPED):
        await judge(bank, question, verdict)
    assert await bank.read(lambda tx: given.verdicts(tx, roof.id)) == Verdicts(0, 1, 0)


async def test_a_verdict_on_what_was_never_given_is_none(bank: Database, roof: Entry) -> None:
    question = await is_given(bank, await person(bank), roof)
    assert await judge(bank, question, Verdict.HELPED, LAND.id) is None
    assert await judge(bank, 10**9, Verdict.HELPED) is None
    assert await bank.read(lambda tx: given.verdicts(tx, LAND.id)) == Verdicts()


async def test_how_those_asked_who_were_helped(bank: Database, roof: Entry) -> None:
    for text, verdict in (("một", "helped"), ("hai", "not_helped"), ("ba", "helped")):
        await judge(bank, await is_given(bank, await person(bank), roof, text), Verdict(verdict))
    assert await bank.read(lambda tx: given.asked_as(tx, roof.id, Verdict.HELPED)) == ["ba", "một"]


async def test_whoever_was_given_an_older_version_is_told_once(bank: Database, roof: Entry) -> None:
    lan, tu, nam = await person(bank), await person(bank, "Tư"), await person(bank, "Nam")
    for who in (lan, lan, tu):
        await is_given(bank, who, roof)
    await judge(bank, await is_given(bank, nam, roof), Verdict.NOT_HELPED)
    await store(bank, replace(ROOF, answer="Khác."), now=LATER)
    newer = await bank.read(lambda tx: entries.get(tx, ROOF.id))
    assert newer
    await is_given(bank, await person(bank, "Hà"), newer)  # she knows it already

    async def told(tx: Tx) -> list[int]:
        return [one.person_id for one in await given.untold(tx, roof.id, newer.version)]

    assert await bank.read(told) == [lan, tu]
    await bank.write(lambda tx: given.tell(tx, roof.id, newer.version, [lan]))
    assert await bank.read(told) == [tu]
    await bank.write(lambda tx: given.tell(tx, roof.id, newer.version, [tu]))
    assert await bank.read(told) == []


async def test_a_version_is_told_of_once(bank: Database, roof: Entry) -> None:
    for _ in range(2):
        await bank.write(lambda tx: given.retell(tx, roof.id, 2, NOW))
    [one] = await bank.read(lambda tx: given.to_retell(tx, NOW))
    assert (one.entry_id, one.version) == (roof.id, 2)
    await bank.write(lambda tx: given.done(tx, one, NOW))
    await bank.write(lambda tx: given.retell(tx, roof.id, 2, NOW))
    assert await bank.read(lambda tx: given.to_retell(tx, LATER)) == []


async def test_who_is_given_an_older_version_after_all_were_told_is_told_too(bank: Database, roof: Entry) -> None:
    lan = await person(bank)
    for number in (2, 3):
        await bank.write(lambda tx: given.retell(tx, roof.id, number, NOW))  # noqa: B023
    two, three = await bank.read(lambda tx: given.to_retell(tx, NOW))
    for each in (two, three):
        assert await bank.write(lambda tx: given.done(tx, each, NOW))  # noqa: B023
    await is_given(bank, lan, replace(roof, version=3))
    assert await bank.read(lambda tx: given.to_retell(tx, NOW)) == []
    await is_given(bank, lan, roof)
    assert await bank.read(lambda tx: given.to_retell(tx, NOW)) == [three]
    assert not await bank.write(lambda tx: given.done(tx, three, NOW))
    assert await bank.read(lambda tx: given.to_retell(tx, NOW)) == [three]


@pytest.mark.parametrize("seeded_url", ["postgresql"], indirect=True)
async def test_who_is_given_it_while_the_telling_ends_is_told_too(bank: Database, roof: Entry) -> None:
    lan, noted, may_commit = await person(bank), asyncio.Event(), asyncio.Event()
    await bank.write(lambda tx: given.retell(tx, roof.id, 2, NOW))
    [one] = await bank.read(lambda tx: given.to_retell(tx, NOW))

    async def slowly(tx: Tx) -> None:
        await given.note(tx, None, roof, lan, NOW)
        noted.set()
        await may_commit.wait()

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(bank.write(slowly))
        await noted.wait()
        ends = group.create_task(bank.write(lambda tx: given.done(tx, one, NOW)))
        await waits_for_a_lock(bank, ends)
        may_commit.set()
    assert not ends.result()
    assert await bank.read(lambda tx: given.to_retell(tx, NOW)) == [one]


async def test_what_is_put_off_is_told_later(bank: Database, roof: Entry) -> None:
    await bank.write(lambda tx: given.retell(tx, roof.id, 2, NOW))
    [one] = await bank.read(lambda tx: given.to_retell(tx, NOW))
    await bank.write(lambda tx: given.put_off(tx, one.id, LATER))
    assert await bank.read(lambda tx: given.to_retell(tx, NOW)) == []
    assert await bank.read(lambda tx: given.to_retell(tx, LATER)) == [one]

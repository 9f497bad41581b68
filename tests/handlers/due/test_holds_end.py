"""However the law lets an entry go: nothing waits for review in vain, and nobody waits in vain for the new answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from faq.citation import Citation
from faq.entry import Effect, Entry, Hold, Status, hold_on
from handlers.context import Turn
from handlers.due import law as law_clock
from handlers.due.retell import retell
from handlers.review.let_go import let_go
from handlers.wording import words
from storage.bank import entries, given, law, reviews
from storage.bank.reviews import Kind, NewReview
from storage.db import Tx
from storage.seats import Role
from tests.handlers.office import Office
from tests.handlers.race import waits_for_a_lock

vi = words("vi")
DECREE = "Nghị định 77/2026/NĐ-CP"
ROOF = Entry(
    "roof", "MOIT", "electricity", "Mái nhà?", answer="Thông báo.", legal_basis=(f"{DECREE}, Điều 1",),
    status=Status.CURRENT,
)  # fmt: skip
POLE = replace(ROOF, id="pole", question="Cột điện?", legal_basis=(f"{DECREE}, Điều 2",))


@pytest.fixture
async def bank(office: Office) -> Office:
    """Two entries; Hà and Nga review."""
    for name in ("hà", "nga"):
        await office.seat(name, Role.EXPERT, "MOIT", "MOIT")
    await office.seat("lan", Role.CADRE, "06040")
    await office.db.write(lambda tx: entries.store(tx, [ROOF, POLE], office.clock.business()))
    return office


async def note(
    office: Office, effect: Effect = Effect.LAPSED, article: str = "", days: int | None = None, text: str = "Luật 1"
) -> int:
    """A change of the law from today on, for so many days; its entries are put under review."""
    today, now = office.clock.today(), office.clock.business()
    until = None if days is None else today + timedelta(days=days)
    hold = Hold(effect, min(today, until or today), text, until)
    who = (await office.person("hà")).id
    change, _ = await office.db.write(lambda tx: law.note(tx, Citation(DECREE, article), hold, who, now, now))
    await law_clock.put_under_review(office.ctx)
    return change


async def is_given_the_old_one(office: Office) -> None:
    """Lan was given what the entry said before; she is to be told."""
    who = (await office.person("lan")).id

    async def body(tx: Tx) -> None:
        entry, now = await entries.get(tx, "roof"), office.clock.business()
        assert entry
        await given.note(tx, None, entry, who, now)
        await entries.store(tx, [replace(ROOF, answer="Xin phép.")], now)
        await given.retell(tx, "roof", entry.version + 1, now)

    await office.db.write(body)


async def open_ones(office: Office) -> list[tuple[str | None, int | None]]:
    found = await office.db.read(lambda tx: reviews.waiting(tx, ["MOIT"]))
    return [(review.entry_id, review.law_change_id) for review in found]


async def held(office: Office, entry_id: str = "roof") -> bool:
    entry = await office.db.read(lambda tx: entries.get(tx, entry_id))
    assert entry
    return hold_on(entry, office.clock.today()) is not None


async def test_what_was_checked_today_already_is_let_go_by_who_sees_what_holds_it(bank: Office) -> None:
    checked = replace(ROOF, reviewed=True, checked_on=bank.clock.today())
    await bank.db.write(lambda tx: entries.store(tx, [checked], bank.clock.business()))
    await note(bank, article="1")
    assert await held(bank)
    await bank.presses("hà", vi("review-keep"))
    assert not await held(bank)
    assert await open_ones(bank) == []


@pytest.mark.parametrize("ends", ["kept", "withdrawn", "over"])
async def test_who_was_to_be_told_is_told_when_the_law_lets_it_go(bank: Office, ends: str) -> None:
    await is_given_the_old_one(bank)
    change = await note(bank, Effect.SUSPENDED, "1", days=1)
    assert await retell(bank.ctx) == 0
    assert await retell(bank.ctx) == 0
    assert await bank.told("lan") == []
    match ends:
        case "kept":
            await bank.says("hà", "/nganhang")
            await bank.presses("hà", vi("review-next", count=1))
            await bank.presses("hà", vi("review-keep"))
        case "withdrawn":
            await bank.db.write(lambda tx: law.withdraw(tx, change, bank.clock.business()))
        case "over":
            bank.clock.forward(timedelta(days=2))
    assert await retell(bank.ctx) == 1
    [told] = await bank.told("lan")
    assert "Xin phép." in told
    assert await retell(bank.ctx) == 0


async def test_who_waits_for_the_new_answer_hears_once_that_there_is_none(bank: Office) -> None:
    await is_given_the_old_one(bank)
    await note(bank, article="1")
    await retell(bank.ctx)
    await bank.presses("hà", vi("review-remove"))
    await bank.says("hà", "Không còn dùng")
    assert await retell(bank.ctx) == 1
    [told] = await bank.told("lan")
    assert vi("retell-gone-next") in told


async def test_who_has_the_new_answer_is_not_told_it_because_the_law_held_it(bank: Office) -> None:
    await is_given_the_old_one(bank)
    await bank.seat("tư", Role.CADRE, "06040")
    tu = (await bank.person("tư")).id
    newer = await bank.db.read(lambda tx: entries.get(tx, "roof"))
    assert newer
    await bank.db.write(lambda tx: given.note(tx, None, newer, tu, bank.clock.business()))
    await note(bank, article="1")
    await bank.presses("hà", vi("review-keep"))  # another version, which says the same
    await retell(bank.ctx)
    assert len(await bank.told("lan")) == 1
    assert await bank.told("tư") == []


async def test_who_is_given_the_old_one_after_all_were_told_hears_of_the_new_one_too(bank: Office) -> None:
    old = await bank.db.read(lambda tx: entries.get(tx, "roof"))
    assert old
    await is_given_the_old_one(bank)
    await bank.seat("tư", Role.CADRE, "06040")
    assert await retell(bank.ctx) == 1
    for who in ("tư", "lan"):  # by a process whose bank is a second old
        person = (await bank.person(who)).id
        await bank.db.write(lambda tx: given.note(tx, None, old, person, bank.clock.business()))  # noqa: B023
    await bank.told("lan")
    assert await retell(bank.ctx) == 2
    for who in ("tư", "lan"):
        [told] = await bank.told(who)
        assert "Xin phép." in told
    assert await retell(bank.ctx) == 0


async def test_what_is_suspended_no_longer_need_not_be_looked_at(bank: Office) -> None:
    await note(bank, Effect.SUSPENDED, days=1)
    assert len(await open_ones(bank)) == 2
    button = await bank.token("hà", vi("review-keep"))
    for name in ("hà", "nga"):
        await bank.told(name)
    await bank.ticks()
    assert len(await open_ones(bank)) == 2
    following = await law_clock.following(bank.ctx)
    assert following
    bank.clock.forward(following - bank.clock.business())
    await bank.ticks(clocks=3)
    assert await open_ones(bank) == []
    for name in ("hà", "nga"):
        [told] = await bank.told(name)
        assert vi("law-over", count=2) in told
        assert "tạm dừng từ" in told
    await bank.ticks()
    assert await bank.told("hà") == []
    assert await law_clock.following(bank.ctx) is None
    [late] = await bank.presses_token("hà", button)
    assert "không còn làm mục này bị tạm giữ" in late


async def test_what_something_else_holds_still_waits_for_that(bank: Office) -> None:
    await note(bank, Effect.SUSPENDED, days=1)
    other = await note(bank, article="1", text="Luật 2")
    bank.clock.forward(timedelta(days=2))
    await bank.told("hà")
    await bank.ticks()
    assert await open_ones(bank) == [("roof", other)]
    assert vi("law-over", count=1) in (await bank.told("hà"))[0]
    await bank.says("hà", "/nganhang")
    [card] = await bank.presses("hà", vi("review-next", count=1))
    assert "theo Luật 2" in card
    assert "theo Luật 1" not in card


async def test_what_was_noted_by_mistake_leaves_open_what_something_else_holds(bank: Office) -> None:
    first = await note(bank, article="1")
    other = await note(bank, text="Luật 2")
    assert await held(bank, "pole")
    assert await open_ones(bank) == [("roof", first), ("pole", other)]
    await withdraws(bank, first)
    assert sorted(map(str, await open_ones(bank))) == sorted(map(str, [("roof", other), ("pole", other)]))
    assert await held(bank)


async def withdraws(office: Office, change: int) -> None:
    now = office.clock.business()

    async def body(tx: Tx) -> None:
        await law.withdraw(tx, change, now)
        await let_go(Turn(office.ctx, tx, "a test", now), change, None)

    await office.db.write(body)


async def test_what_somebody_has_edited_goes_on_as_a_check(bank: Office) -> None:
    await note(bank, Effect.SUSPENDED, article="1", days=1)
    await writes(bank, "hà", "Xin phép Sở.")
    for name in ("hà", "nga"):
        await bank.told(name)
    bank.clock.forward(timedelta(days=2))
    await bank.ticks(clocks=3)
    for name in ("hà", "nga"):
        assert await is_told_that_it_is_over(bank, name) == [vi("law-over-kept", count=1, numbers="1")]
    [review] = await bank.db.read(lambda tx: reviews.waiting(tx, ["MOIT"]))
    assert (review.kind, review.changes["answer"]) == (Kind.CHECK, "Xin phép Sở.")
    shown = await bank.presses("hà", vi("review-publish"))
    assert shown[0] == vi("review-hold-changed")  # it is no longer held, which he has not seen
    await bank.presses("hà", vi("review-publish"))
    entry = await bank.db.read(lambda tx: entries.get(tx, "roof"))
    assert entry
    assert entry.answer == "Xin phép Sở."


async def is_told_that_it_is_over(office: Office, who: str) -> list[str]:
    """All that somebody is told then, but for the change itself."""
    [told] = await office.told(who)
    change, over, *rest = told.splitlines()
    assert "tạm dừng từ" in change
    assert over == vi("law-ended")
    return rest


@pytest.mark.parametrize("edited", [False, True])
async def test_what_was_written_is_kept_beside_a_check_of_the_same_entry(bank: Office, edited: bool) -> None:
    await note(bank, Effect.SUSPENDED, article="1", days=1)
    await writes(bank, "hà", "Xin phép Sở.")
    new = NewReview(Kind.CHECK, "MOIT", "electricity", "roof")
    await bank.db.write(lambda tx: reviews.make(tx, new, bank.clock.business()))
    if edited:
        await bank.says("nga", "/nganhang")
        await bank.presses("nga", vi("review-next", count=2))
        await bank.presses("nga", vi("review-later"))
        await writes(bank, "nga", "Không phải xin phép.")
    button = await bank.token("hà", vi("review-publish"))
    for name in ("hà", "nga"):
        await bank.told(name)
    bank.clock.forward(timedelta(days=2))
    await bank.ticks(clocks=3)
    number = 1 if edited else 2
    for name in ("hà", "nga"):
        assert await is_told_that_it_is_over(bank, name) == [vi("law-over-kept", count=1, numbers=f"{number}")]
    found = await bank.db.read(lambda tx: reviews.waiting(tx, ["MOIT"]))
    said = [(review.kind, review.changes["answer"], review.edited_by_name) for review in found]
    mine = "Xin phép Sở.", "hà"
    assert said == (
        [(Kind.LAW, *mine), (Kind.CHECK, "Không phải xin phép.", "nga")] if edited else [(Kind.CHECK, *mine)]
    )
    if edited:
        card = (await bank.presses("hà", vi("review-show", number=1)))[-1]
        assert vi("review-law-free") in card
    else:
        assert "không còn làm mục này bị tạm giữ" in (await bank.presses_token("hà", button))[0]
        card = (await bank.presses("hà", vi("review-show", number=2)))[-1]
    assert "Xin phép Sở." in card


async def writes(office: Office, who: str, text: str) -> None:
    await office.presses(who, vi("review-edit"))
    await office.presses(who, vi("review-part-answer"))
    await office.says(who, text)


@pytest.mark.parametrize("seeded_url", ["postgresql"], indirect=True)
async def test_what_is_written_while_the_suspension_ends_goes_on_too(bank: Office) -> None:
    await note(bank, Effect.SUSPENDED, article="1", days=1)
    bank.clock.forward(timedelta(days=2))
    written, may_commit = asyncio.Event(), asyncio.Event()

    async def writes_slowly(tx: Tx) -> None:
        review = await reviews.get(tx, 1)
        assert review
        assert await reviews.revise(tx, review, answer="Xin phép Sở.")
        written.set()
        await may_commit.wait()

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(bank.db.write(writes_slowly))
        await written.wait()
        clock = group.create_task(law_clock.let_go_what_is_over(bank.ctx))
        await waits_for_a_lock(bank.db, clock)
        may_commit.set()
    [review] = await bank.db.read(lambda tx: reviews.waiting(tx, ["MOIT"]))
    assert (review.kind, review.changes["answer"]) == (Kind.CHECK, "Xin phép Sở.")
    assert await law_clock.following(bank.ctx) is None


async def test_what_is_noted_after_its_last_day_puts_nothing_under_review(bank: Office) -> None:
    await note(bank, Effect.SUSPENDED, days=-1)
    await bank.ticks()
    assert await open_ones(bank) == []
    assert await law_clock.following(bank.ctx) is None

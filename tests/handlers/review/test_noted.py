"""What was noted of the law can be found again, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from faq.citation import Citation
from faq.entry import Effect, Entry, Hold
from handlers.due import law as law_clock
from handlers.wording import words
from storage import seats
from storage.bank import entries, law, reviews
from storage.bank.reviews import Kind, NewReview
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
DECREE = "Nghị định 77/2026/NĐ-CP"
ROOF = Entry("roof", "MOIT", "electricity", "Mái nhà?", answer="Có.", legal_basis=(f"{DECREE}, Điều 1",))
LAND = replace(ROOF, id="land", ministry="MAE", field="land-registration", question="Sổ đỏ?")


@pytest.fixture
async def desk(office: Office) -> Office:
    await office.seat("hà", Role.EXPERT, "MOIT", "MOIT")
    four = [replace(ROOF, id=f"roof-{n}", question=f"Mái nhà {n}?") for n in range(4)]
    await office.db.write(lambda tx: entries.store(tx, four, office.clock.business()))
    return office


async def note(
    office: Office, text: str, article: str = "1", since: date | None = None, days: int | None = None
) -> int:
    since, now = since or office.clock.today(), office.clock.business()
    effect = Effect.LAPSED if days is None else Effect.SUSPENDED
    hold = Hold(effect, since, text, None if days is None else since + timedelta(days=days))
    who = (await office.person("hà")).id
    return (await office.db.write(lambda tx: law.note(tx, Citation(DECREE, article), hold, who, now, now)))[0]


async def listed(office: Office) -> str:
    await office.says("hà", "/nganhang")
    return (await office.presses("hà", vi("bank-desk-law-list")))[-1]


async def test_nothing_noted_is_said(desk: Office) -> None:
    assert await listed(desk) == vi("law-list-none")


async def test_the_newest_comes_first_with_what_it_holds(desk: Office) -> None:
    today = desk.clock.today()
    await note(desk, "Luật Một")
    await note(desk, "Luật Hai", article="9")
    await note(desk, "Luật Ba", since=today + timedelta(days=3))
    await note(desk, "Luật Bốn", since=today - timedelta(days=9), days=2)
    text = await listed(desk)
    places = [text.index(f"theo Luật {name}") for name in ("Bốn", "Ba", "Hai", "Một")]
    assert places == sorted(places)
    four, three, two, one = (text[a:b] for a, b in zip(places, [*places[1:], len(text)], strict=True))
    assert vi("law-list-over") in four
    assert vi("law-list-will-hold", count=4) in three
    assert vi("law-list-free") in two
    assert vi("law-list-holds", count=4) in one
    assert "– Mái nhà 2?" in one
    assert "– Mái nhà 3?" not in one
    assert vi("review-and-more", count=1) in one
    assert vi("law-list-by", name="hà", day=vi.day(today, desk.clock.business())) in one


async def test_it_is_taken_back_from_the_list_after_what_that_lets_go_was_told(desk: Office) -> None:
    change = await note(desk, "Luật Một")
    await listed(desk)
    [asked] = await desk.presses("hà", vi("law-list-withdraw", number=change))
    assert vi("law-withdraw-ask", number=change, count=4) in asked
    assert len(await desk.db.read(lambda tx: law.held_by(tx, change))) == 4
    assert await desk.presses("hà", vi("law-withdraw-sure")) == [vi("law-withdrawn", count=4)]
    assert await desk.db.read(lambda tx: law.held_by(tx, change)) == []
    assert vi("law-list-withdrawn") in await listed(desk)
    assert await desk.labels("hà") == []


async def test_many_are_shown_page_by_page(desk: Office) -> None:
    for number in range(1, 13):
        await note(desk, f"Luật {number}/2026/QH16", article="9")
    text, seen = await listed(desk), []
    while True:
        seen.append([number for number in range(1, 13) if f"Luật {number}/2026/QH16." in text])
        if vi("law-list-older") not in await desk.labels("hà"):
            break
        [text] = await desk.presses("hà", vi("law-list-older"))
    assert seen == [[8, 9, 10, 11, 12], [3, 4, 5, 6, 7], [1, 2]]


async def opens_it(office: Office, who: str, change: int) -> list[str]:
    await office.says(who, "/nganhang")
    await office.presses(who, vi("bank-desk-law-list"))
    return await office.presses(who, vi("law-list-withdraw", number=change))


async def test_another_ministry_of_which_it_holds_nothing_cannot_take_it_back(desk: Office) -> None:
    await desk.seat("mai", Role.EXPERT, "MAE", "MAE")
    change = await note(desk, "Luật Một")
    await desk.says("mai", "/nganhang")
    assert "theo Luật Một" in (await desk.presses("mai", vi("bank-desk-law-list")))[-1]
    assert await desk.labels("mai") == []
    await desk.db.write(lambda tx: entries.store(tx, [LAND], desk.clock.business()))
    await opens_it(desk, "mai", change)
    await desk.db.write(lambda tx: entries.remove(tx, [LAND.id], desk.clock.business()))
    assert await desk.presses("mai", vi("law-withdraw-sure")) == [vi("law-withdraw-not-yours")]
    assert len(await desk.db.read(lambda tx: law.held_by(tx, change))) == 4


@pytest.mark.parametrize("who", ["hà", "nga", "mai"])
async def test_whoever_holds_entries_because_of_it_hears_who_took_it_back(desk: Office, who: str) -> None:
    for name, ministry in (("mai", "MAE"), ("nga", "MOIT")):
        await desk.seat(name, Role.EXPERT, ministry, ministry)
    await desk.db.write(lambda tx: entries.store(tx, [LAND], desk.clock.business()))
    change = await note(desk, "Luật Một")
    await law_clock.put_under_review(desk.ctx)
    await opens_it(desk, who, change)
    for name in ("hà", "nga", "mai"):
        await desk.told(name)
    assert await desk.presses(who, vi("law-withdraw-sure")) == [vi("law-withdrawn", count=5)]
    for name, count in (("hà", 4), ("nga", 4), ("mai", 1)):
        if name != who:
            [told] = await desk.told(name)
            assert told.splitlines()[1:] == [
                vi("law-withdrawn-by", name=who, count=count), vi("law-over", count=count), vi("law-over-nothing"),
            ]  # fmt: skip
    assert await desk.presses(who, vi("law-withdraw-sure")) == [vi("law-list-withdrawn")]
    for name in ("hà", "nga", "mai"):
        assert await desk.told(name) == []


async def test_what_was_written_because_of_it_is_kept_when_it_is_taken_back(desk: Office) -> None:
    change = await note(desk, "Luật Một")
    review = NewReview(Kind.LAW, "MOIT", "electricity", "roof-0", {"answer": "Mới."}, law_change_id=change)
    await desk.db.write(lambda tx: reviews.make(tx, review, desk.clock.business()))
    await opens_it(desk, "hà", change)
    [told] = await desk.presses("hà", vi("law-withdraw-sure"))
    assert vi("law-over-kept", count=1, numbers="1") in told
    assert "Mới." in (await desk.presses("hà", vi("review-show", number=1)))[-1]


async def test_who_has_no_seat_any_more_sees_and_takes_back_nothing(desk: Office) -> None:
    change = await note(desk, "Luật Một")
    await listed(desk)
    [seat] = await desk.seats_of("hà")
    await desk.db.write(lambda tx: seats.end(tx, seat.id))
    assert await desk.presses("hà", vi("law-list-withdraw", number=change)) == [vi("show-old-button")]
    assert len(await desk.db.read(lambda tx: law.held_by(tx, change))) == 4

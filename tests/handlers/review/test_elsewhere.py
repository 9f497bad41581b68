"""Two reviews of one entry: what somebody wrote in the one is seen, and kept, by whoever decides the other."""

from __future__ import annotations

import pytest

from faq.citation import Citation
from faq.entry import Effect, Entry, Hold, Status, hold_on
from handlers.due import law as law_clock
from handlers.wording import words
from storage.bank import entries, law, reviews
from storage.bank.reviews import Kind, NewReview, Review, State
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
DECREE = "Nghị định 77/2026/NĐ-CP"
ROOF = Entry(
    "roof", "MOIT", "electricity", "Mái nhà?", answer="Thông báo.", legal_basis=(f"{DECREE}, Điều 1",),
    status=Status.CURRENT,
)  # fmt: skip


@pytest.fixture
async def desk(office: Office) -> Office:
    """The law holds an entry that two experts review; its review is number 1."""
    for name in ("hà", "nga"):
        await office.seat(name, Role.EXPERT, "MOIT", "MOIT")
    today, now = office.clock.today(), office.clock.business()
    await office.db.write(lambda tx: entries.store(tx, [ROOF], now))
    who, hold = (await office.person("hà")).id, Hold(Effect.LAPSED, today, "Luật 1")
    await office.db.write(lambda tx: law.note(tx, Citation(DECREE, "1"), hold, who, now, now))
    await law_clock.put_under_review(office.ctx)
    return office


async def writes(office: Office, who: str, text: str, part: str = "answer") -> list[str]:
    await office.presses(who, vi("review-edit"))
    await office.presses(who, vi(f"review-part-{part}"))
    return await office.says(who, text)


async def is_checked(office: Office, who: str, kind: Kind = Kind.CHECK) -> list[str]:
    """The entry is under review for another reason, too; its card is shown to somebody."""
    new = NewReview(kind, "MOIT", "electricity", "roof", note="3")
    await office.db.write(lambda tx: reviews.make(tx, new, office.clock.business()))
    await office.says(who, "/nganhang")
    await office.presses(who, vi("review-next", count=2))
    return await office.presses(who, vi("review-later"))


async def the(office: Office, number: int) -> Review:
    found = await office.db.read(lambda tx: reviews.get(tx, number))
    assert found
    return found


async def stands(office: Office) -> Entry | None:
    return await office.db.read(lambda tx: entries.get(tx, "roof"))


async def held(office: Office) -> bool:
    entry = await stands(office)
    assert entry
    return hold_on(entry, office.clock.today()) is not None


@pytest.mark.parametrize("kind", [Kind.CHECK, Kind.FEEDBACK])
async def test_a_card_shows_who_wrote_what_elsewhere_and_what_he_wrote_goes_on(desk: Office, kind: Kind) -> None:
    await writes(desk, "hà", "Xin phép Sở.")
    [card] = await is_checked(desk, "nga", kind)
    assert vi("review-elsewhere", number=1, name="hà") in card
    assert "Xin phép Sở." in card
    await desk.presses("nga", vi("review-keep"))
    assert not await held(desk)  # she has seen both, and decided
    kept = await the(desk, 1)
    assert (kept.state, kept.kind, kept.changes) == (State.OPEN, Kind.CHECK, {"answer": "Xin phép Sở."})
    [again] = (await desk.presses("hà", vi("review-publish")))[1:]  # it is no longer held, which he has not seen
    assert "Xin phép Sở." in again
    assert await desk.presses("hà", vi("review-publish")) == [vi("review-accepted", number=1)]
    now_is = await stands(desk)
    assert now_is
    assert now_is.answer == "Xin phép Sở."


async def test_what_was_written_after_the_card_was_shown_is_shown_before_it_counts(desk: Office) -> None:
    await is_checked(desk, "nga")
    await writes(desk, "hà", "Xin phép Sở.")
    said, card = await desk.presses("nga", vi("review-keep"))
    assert said == vi("review-elsewhere-new")
    assert "Xin phép Sở." in card
    assert await held(desk)
    assert [(await the(desk, number)).state for number in (1, 2)] == [State.OPEN] * 2
    [there] = await desk.presses("nga", vi("review-show", number=1))
    assert "theo Luật 1" in there
    assert vi("review-elsewhere", number=1, name="hà") not in there


async def test_nobody_takes_out_an_entry_without_having_seen_what_was_written_about_it(desk: Office) -> None:
    await is_checked(desk, "nga")
    await desk.presses("nga", vi("review-remove"))
    await writes(desk, "hà", "Xin phép Sở.")
    said, card = await desk.says("nga", "Không còn dùng")
    assert said == vi("review-elsewhere-new")
    assert "Xin phép Sở." in card
    assert await stands(desk)
    await desk.presses("nga", vi("review-remove"))
    await desk.says("nga", "Không còn dùng")
    assert await stands(desk) is None
    assert (await the(desk, 1)).state is State.OPEN
    card = await shown(desk)
    assert "Xin phép Sở." in card  # still there to be copied
    assert vi("review-entry-gone") in card


async def shown(office: Office) -> str:
    await office.says("hà", "/nganhang")
    return (await office.presses("hà", vi("review-next", count=1)))[-1]


async def test_what_nobody_wrote_in_ends_with_a_true_word(desk: Office) -> None:
    button = await desk.token("hà", vi("review-keep"))
    await is_checked(desk, "nga")
    await desk.presses("nga", vi("review-keep"))
    assert not await held(desk)
    assert (await the(desk, 1)).state is State.ENDED
    told = (await desk.presses_token("hà", button))[-1]
    assert "nga" in told
    assert "không còn làm mục này bị tạm giữ" in told
    assert "duyệt" not in told


async def test_other_ways_to_ask_neither_end_nor_wait_for_what_the_law_holds(desk: Office) -> None:
    changes = {"phrasings": ("mái tôn",)}
    new = NewReview(Kind.WORDING, "MOIT", "electricity", "roof", changes, "3", base=1)
    await desk.db.write(lambda tx: reviews.make(tx, new, desk.clock.business()))
    await desk.says("nga", "/nganhang")
    [card] = await desk.presses("nga", vi("review-next", count=2))
    assert "mái tôn" not in card  # proposed by nobody
    await desk.presses("nga", vi("review-later"))
    await desk.presses("nga", vi("review-publish"))
    assert await held(desk)
    assert (await the(desk, 1)).state is State.OPEN

"""Several reviewers at one entry: what one of them writes is not lost by what another does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.entry import Entry
from handlers.wording import words
from storage.bank import entries, reviews
from storage.bank.reviews import Kind, NewReview
from storage.db import Tx
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
ROOF = Entry(
    "roof", "MOIT", "electricity", "Mái nhà lắp điện mặt trời?", ("điện áp mái", "điện trên mái"), "Thông báo.",
    ("Nghị định 58/2025/NĐ-CP, Điều 14",), reviewed=True,
)  # fmt: skip


@pytest.fixture
async def desk(office: Office) -> Office:
    """Two experts, and an entry that is in use."""
    for name in ("hà", "nga"):
        await office.seat(name, Role.EXPERT, "MOIT", "MOIT")
    await office.db.write(lambda tx: entries.store(tx, [ROOF], office.clock.business()))
    return office


async def under_review(office: Office, kind: Kind, *new: str) -> None:
    """The entry is under review: with new ways to ask, or as it is."""

    async def body(tx: Tx) -> None:
        now_is = await entries.get(tx, "roof")
        assert now_is
        changes = {"phrasings": (*now_is.phrasings, *new)} if new else {}
        made = NewReview(kind, "MOIT", "electricity", "roof", changes, "3", base=now_is.version)
        await reviews.make(tx, made, office.clock.business())

    await office.db.write(body)
    await opens(office, "hà")


async def opens(office: Office, who: str) -> None:
    await office.says(who, "/nganhang")
    await office.presses(who, vi("review-next", count=1))


async def picks(office: Office, who: str, part: str) -> list[str]:
    await office.presses(who, vi("review-edit"))
    return await office.presses(who, vi(f"review-part-{part}"))


async def stands(office: Office) -> Entry:
    found = await office.db.read(lambda tx: entries.get(tx, "roof"))
    assert found
    return found


@pytest.mark.parametrize("kind", [Kind.WORDING, Kind.CHECK])
async def test_ways_to_ask_that_came_meanwhile_stay_and_what_left_stays_away(desk: Office, kind: Kind) -> None:
    await under_review(desk, kind, *(["mái tôn lắp pin"] if kind is Kind.WORDING else []))
    await picks(desk, "hà", "phrasings")
    meanwhile = replace(await stands(desk), phrasings=("điện áp mái", "tấm pin trên nóc"))
    await desk.db.write(lambda tx: entries.store(tx, [meanwhile], desk.clock.business()))
    told = await desk.says("hà", "điện áp mái\nđiện trên mái\npin mặt trời mái tôn")
    assert told[0].startswith(vi("review-part-changed", part=vi("review-part-phrasings")))
    await desk.says("hà", "điện áp mái\ntấm pin trên nóc\npin mặt trời mái tôn")
    meanwhile = replace(meanwhile, phrasings=("tấm pin trên nóc", "nóc nhà xưởng"))
    await desk.db.write(lambda tx: entries.store(tx, [meanwhile], desk.clock.business()))
    await opens(desk, "hà")
    [done] = await desk.presses("hà", vi("review-publish"))
    assert done == vi("review-accepted", number=1)
    assert (await stands(desk)).phrasings == ("tấm pin trên nóc", "pin mặt trời mái tôn", "nóc nhà xưởng")


@pytest.mark.parametrize("kind", [Kind.WORDING, Kind.CHECK])
async def test_ways_to_ask_are_taken_at_once_where_another_part_changed_meanwhile(desk: Office, kind: Kind) -> None:
    await under_review(desk, kind, *(["mái tôn lắp pin"] if kind is Kind.WORDING else []))
    await picks(desk, "hà", "phrasings")
    meanwhile = replace(await stands(desk), answer="Khác.")
    await desk.db.write(lambda tx: entries.store(tx, [meanwhile], desk.clock.business()))
    [card] = await desk.says("hà", "điện áp mái\npin mặt trời mái tôn")
    assert card.startswith(vi(f"review-heading-{kind}", number=1))
    assert "pin mặt trời mái tôn" in card
    assert "Khác." in card


async def test_of_two_who_write_one_part_the_second_is_shown_what_the_first_wrote(desk: Office) -> None:
    await under_review(desk, Kind.CHECK)
    await opens(desk, "nga")
    for who in ("hà", "nga"):
        await picks(desk, who, "answer")
    await desk.says("hà", "Thông báo cho điện lực.")
    told, copied = await desk.says("nga", "Thông báo cho Sở.")
    assert told.startswith(vi("review-part-changed", part="Trả lời"))
    assert "Thông báo cho điện lực." in told
    assert copied == "Thông báo cho Sở."
    review = await desk.db.read(lambda tx: reviews.get(tx, 1))
    assert review
    assert review.changes["answer"] == "Thông báo cho điện lực."
    [card] = await desk.says("nga", "Thông báo cho điện lực và Sở.")  # now he knows
    assert "Thông báo cho điện lực và Sở." in card


async def test_an_edit_can_be_dropped_again_by_who_has_seen_it(desk: Office) -> None:
    await under_review(desk, Kind.CHECK)
    assert vi("review-drop") not in await desk.labels("hà")
    await picks(desk, "hà", "answer")
    await desk.says("hà", "Thông báo cho điện lực.")
    button = await desk.token("hà", vi("review-drop"))
    await picks(desk, "hà", "question")
    await desk.says("hà", "Mái?")
    assert (await desk.presses_token("hà", button))[0] == vi("review-was-edited")
    said, card = await desk.presses("hà", vi("review-drop"))
    assert said == vi("review-dropped")
    assert "Thông báo cho điện lực." not in card
    assert vi("review-drop") not in await desk.labels("hà")
    assert await desk.presses("hà", vi("review-keep")) == [vi("review-accepted", number=1)]
    assert (await stands(desk)).answer == "Thông báo."


async def test_what_cannot_be_read_is_shown_again_too_where_the_part_was_changed(desk: Office) -> None:
    await under_review(desk, Kind.CHECK)
    await opens(desk, "nga")
    for who in ("hà", "nga"):
        await picks(desk, who, "valid-to")
    await desk.says("hà", "1/3/2027")
    told, copied = await desk.says("nga", "ngày kia")
    assert "01/03/2027" in told
    assert copied == "ngày kia"


async def test_two_who_write_different_parts_both_have_their_way(desk: Office) -> None:
    await under_review(desk, Kind.CHECK)
    await opens(desk, "nga")
    await picks(desk, "hà", "answer")
    await picks(desk, "nga", "question")
    await desk.says("hà", "Thông báo cho điện lực.")
    [card] = await desk.says("nga", "Lắp điện mặt trời trên mái?")
    assert "Lắp điện mặt trời trên mái?" in card
    assert "Thông báo cho điện lực." in card


async def test_the_field_of_an_entry_is_chosen(desk: Office) -> None:
    await under_review(desk, Kind.CHECK)
    assert await picks(desk, "hà", "field") == [vi("review-write-field")]
    [card] = await desk.says("hà", vi.field("alcohol"))  # typing does as much as pressing
    assert vi("review-field", field=vi.field("alcohol")) in card
    assert vi("review-before", text=vi.field("electricity")) in card
    await desk.presses("hà", vi("review-publish"))
    assert (await stands(desk)).field == "alcohol"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(replace(ROOF, provinces=("99",)), "review-lacks-provinces"), (replace(ROOF, source_url="công báo"), "")],
)
async def test_what_was_put_in_before_it_was_checked_can_be_mended(desk: Office, wrong: Entry, said: str) -> None:
    await desk.db.write(lambda tx: entries.store(tx, [wrong], desk.clock.business()))
    await under_review(desk, Kind.CHECK)
    assert (vi("review-keep") in await desk.labels("hà")) is not bool(said)
    if said:
        await picks(desk, "hà", "provinces")
        [card] = await desk.says("hà", "Lào Cai")
        assert vi(said) not in card
        await desk.presses("hà", vi("review-publish"))
        assert (await stands(desk)).provinces == ("15",)


async def test_without_a_field_it_says_so(desk: Office) -> None:
    changes = {"question": "Ai cấp?", "answer": "Sở.", "legal_basis": ("Luật Điện lực 2024",)}
    new = NewReview(Kind.DRAFT, "MOIT", "", changes=changes)
    await desk.db.write(lambda tx: reviews.make(tx, new, desk.clock.business()))
    await desk.says("hà", "/nganhang")
    [card] = await desk.presses("hà", vi("review-next", count=1))
    assert vi("review-lacks-field") in card
    assert vi("review-lacks-sound") not in card
    assert vi("review-accept") not in await desk.labels("hà")
    await picks(desk, "hà", "field")
    await desk.presses("hà", vi.field("electricity"))
    await desk.presses("hà", vi("review-accept"))
    found = await desk.db.read(lambda tx: entries.get(tx, "hoidap-1"))
    assert found
    assert found.field == "electricity"

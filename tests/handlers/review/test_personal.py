"""What points at a citizen, or did: nobody publishes it without knowing."""

from __future__ import annotations

import pytest

from handlers.wording import words
from storage.bank import entries, reviews
from storage.bank.reviews import Kind, NewReview
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")


async def proposed(office: Office, **other: object) -> str:
    """The card of a draft."""
    await office.seat("hà", Role.EXPERT, "MOIT", "MOIT")
    changes = {
        "question": "Ai cấp?", "answer": "Ông [họ tên] cấp, gọi [số điện thoại].",
        "legal_basis": ("Luật Điện lực 2024",), **other,
    }  # fmt: skip
    new = NewReview(Kind.DRAFT, "MOIT", "electricity", changes=changes)
    await office.db.write(lambda tx: reviews.make(tx, new, office.clock.business()))
    await office.says("hà", "/nganhang")
    return (await office.presses("hà", vi("review-next", count=1)))[-1]


async def published(office: Office) -> bool:
    return await office.db.read(lambda tx: entries.get(tx, "hoidap-1")) is not None


async def test_what_was_masked_is_named_before_it_is_published(office: Office) -> None:
    await proposed(office)
    asked = vi("review-masked-left", number=1, masked="[họ tên], [số điện thoại]")
    assert await office.presses("hà", vi("review-accept")) == [asked]
    assert not await published(office)
    await office.presses("hà", vi("review-accept-masked"))
    assert await published(office)


async def test_who_was_asked_may_write_it_anew(office: Office) -> None:
    await proposed(office)
    await office.presses("hà", vi("review-accept"))
    await office.presses("hà", vi("review-edit"))
    await office.presses("hà", vi("review-part-answer"))
    await office.says("hà", "Sở Công Thương cấp.")
    assert await office.presses("hà", vi("review-accept")) == [vi("review-accepted", number=1)]
    assert await published(office)


async def test_who_was_asked_does_not_publish_what_was_edited_since(office: Office) -> None:
    await proposed(office)
    await office.presses("hà", vi("review-accept"))
    token = await office.token("hà", vi("review-accept-masked"))
    review = await office.db.read(lambda tx: reviews.get(tx, 1))
    assert review
    await office.db.write(lambda tx: reviews.revise(tx, review, answer="Bà [họ tên] cấp."))
    assert (await office.presses_token("hà", token))[0] == vi("review-was-edited")
    assert not await published(office)


async def test_in_other_ways_to_ask_it_does_no_harm(office: Office) -> None:
    await proposed(office, answer="Sở cấp.", phrasings=("gọi [số điện thoại] hỏi ai cấp",))
    await office.presses("hà", vi("review-accept"))
    assert await published(office)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gọi chị Hoa, 0912 345 678.", "phone"),
        ("Công dân có CCCD số 020190001234 thì nộp ở xã.", "identity"),
    ],
)
async def test_what_a_reviewer_types_is_looked_at_too(office: Office, text: str, kind: str) -> None:
    card = await proposed(office, answer="Sở cấp.")
    assert "thông tin riêng" not in card
    await office.presses("hà", vi("review-edit"))
    await office.presses("hà", vi("review-part-answer"))
    [card] = await office.says("hà", text)
    warning = next(line for line in card.splitlines() if "thông tin riêng" in line)
    assert vi(f"personal-{kind}") in warning
    assert text in card  # it is his to decide

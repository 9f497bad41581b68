"""What reviewers type: what can be read is taken, what cannot is said and nothing is lost."""

from __future__ import annotations

import pytest

from handlers.incoming import Attachment, Kind
from handlers.wording import words
from storage import seats
from storage.bank import entries, reviews
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")


@pytest.fixture
async def desk(office: Office) -> Office:
    """An expert with a draft of his own before him."""
    await office.seat("hà", Role.EXPERT, "MOIT", "MOIT")
    await office.says("hà", "/nganhang")
    await office.presses("hà", vi("bank-desk-write"))
    await office.presses("hà", "Thương mại điện tử")
    for text in ("Bán hàng qua mạng có phải báo xã không?", "Không phải.", "Nghị định 52/2013/NĐ-CP"):
        await office.says("hà", text)
    return office


async def writes(office: Office, part: str, text: str) -> str:
    """Chooses a part and writes it; what he is told."""
    await office.presses("hà", vi("review-edit"))
    await office.presses("hà", vi(f"review-part-{part}"))
    return (await office.says("hà", text))[-1]


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        ("valid-from", "hôm nay", vi("review-bad-day")),
        ("valid-from", "31/02/2027", vi("review-bad-day")),
        ("valid-to", "2027-13-01", vi("review-bad-day")),
        ("provinces", "Lạng Sơn, Tỉnh Không Có", vi("review-bad-province", name="Tỉnh Không Có")),
        *(("provinces", word, vi("review-bad-province", name=word)) for word in ("bỏ", "không", "Không có", "xóa")),
        ("legal-basis", "theo quy định", vi("review-bad-basis")),
        ("question", "a" * 2_001, vi("review-bad-long", limit=2_000)),
        ("answer", "a" * 10_001, vi("review-bad-long", limit=10_000)),
        ("phrasings", "\n".join(map(str, range(501))), vi("review-bad-many", limit=500)),
        ("phrasings", "a" * 2_001, vi("review-bad-long", limit=2_000)),
    ],
)
async def test_what_cannot_be_read_is_asked_for_again(desk: Office, part: str, text: str, said: str) -> None:
    assert await writes(desk, part, text) == said
    again = {"provinces": "Lạng Sơn", "legal-basis": "Luật Đất đai 2024"}.get(part, "01/03/2027")
    assert vi("review-heading-draft", number=1) in (await desk.says("hà", again))[-1]


@pytest.mark.parametrize(
    ("part", "text", "name", "value"),
    [
        ("valid-from", "1/3/2027", "valid_from", "2027-03-01"),
        ("valid-to", "2027-03-01", "valid_to", "2027-03-01"),
        ("valid-to", "Không", "valid_to", "None"),
        ("provinces", "lang son, Cao Bằng", "provinces", "('20', '04')"),
        *(("provinces", word, "provinces", "()") for word in ("cả nước", "Toàn quốc", "everywhere")),
        ("legal-basis", "– Luật Đất đai 2024, Điều 4\n\nLuật Đất đai 2024, Điều 4", "legal_basis",
         "('Luật Đất đai 2024, Điều 4',)"),
        ("phrasings", "một\nhai\n một ", "phrasings", "('một', 'hai')"),
    ],
)  # fmt: skip
async def test_what_can_be_read_is_taken(desk: Office, part: str, text: str, name: str, value: str) -> None:
    await writes(desk, part, text)
    review = await desk.db.read(lambda tx: reviews.get(tx, 1))
    assert review
    assert str(review.changes[name]) == value


async def test_what_applies_everywhere_from_now_on_says_so(desk: Office) -> None:
    assert vi("review-everywhere") not in await writes(desk, "provinces", "Lạng Sơn")
    await desk.presses("hà", vi("review-accept"))
    await desk.says("hà", "/nganhang")
    entry = await desk.db.read(lambda tx: entries.get(tx, "hoidap-1"))
    assert entry
    new = reviews.NewReview(reviews.Kind.CHECK, entry.ministry, entry.field, entry.id)
    await desk.db.write(lambda tx: reviews.make(tx, new, desk.clock.business()))
    await desk.says("hà", "/nganhang")
    await desk.presses("hà", vi("review-next", count=1))
    card = await writes(desk, "provinces", "cả nước")
    assert f"{vi('review-part-provinces')}\n{vi('review-everywhere')}\n" in card
    assert vi("review-before", text="– Tỉnh Lạng Sơn") in card


async def test_a_picture_without_a_word_is_no_text(desk: Office) -> None:
    await desk.presses("hà", vi("review-edit"))
    await desk.presses("hà", vi("review-part-answer"))
    picture = Attachment(Kind.PHOTO, "a-file", "", "image/jpeg", 10, "telegram")
    assert (await desk.says("hà", "", picture))[-1] == vi("review-bad-empty")


async def test_a_cadre_cannot_press_what_he_was_never_shown(desk: Office) -> None:
    await desk.seat("lan", Role.CADRE, "06040")
    token = await desk.token("hà", vi("review-edit"))
    assert await desk.presses_token("lan", token) == [vi("show-old-button")]


async def test_an_expert_whose_seat_has_ended_is_told_that_there_is_nothing(desk: Office) -> None:
    [seat] = await desk.seats_of("hà")
    await desk.db.write(lambda tx: seats.end(tx, seat.id))
    assert await desk.presses("hà", vi("review-edit")) == [vi("show-old-button")]
    review = await desk.db.read(lambda tx: reviews.get(tx, 1))
    assert review
    assert review.revision == 4


async def test_another_ministry_does_not_see_it(desk: Office) -> None:
    await desk.seat("nga", Role.EXPERT, "MAE", "MAE")
    shown = (await desk.says("nga", "/nganhang"))[-1]
    assert vi("bank-desk-waiting", count=0) in shown

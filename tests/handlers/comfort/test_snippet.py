"""Snippets: kept, listed, sent, renamed, deleted; bounded; whatever is typed is answered clearly."""

from __future__ import annotations

import pytest

from handlers.comfort import snippet
from handlers.wording import words
from storage import snippets
from tests.handlers.comfort.held import held, officer_and_asker
from tests.handlers.office import Office

vi = words("vi")
TEXT = "Lập dự toán gửi Sở Tài chính, theo Nghị quyết 20."


@pytest.fixture
async def desk(office: Office) -> Office:
    await officer_and_asker(office)
    return office


async def names(office: Office) -> list[str]:
    person = await office.person("Minh")
    return [each.name for each in await office.db.read(lambda tx: snippets.of(tx, person.id))]


async def test_kept_under_a_receipt_listed_and_sent_under_another_card(desk: Office) -> None:
    first, second = await held(desk, "Hội chợ xin kinh phí thế nào?"), await held(desk, "Loa rè thì sao?")
    await desk.says("Minh", first.code)
    await desk.presses("Minh", vi("card-answer"))
    await desk.says("Minh", TEXT)
    [saved] = await desk.presses("Minh", vi("snippet-save"))
    [name] = await names(desk)
    assert saved == vi("snippet-saved", name=name)
    assert await desk.presses("Minh", vi("snippet-save")) == [vi("snippet-is-there", name=name)]
    await desk.told("Lan")
    await desk.says("Minh", second.code)
    await desk.presses("Minh", vi("more-button"))
    [listed] = await desk.presses("Minh", vi("snippet-use"))
    assert vi("snippet-list", count=1, most=snippet.MOST) in listed
    [shown] = await desk.says("Minh", "1")
    assert TEXT in shown
    await desk.presses("Minh", vi("use-as-it-is"))
    assert TEXT in (await desk.told("Lan"))[-1]


async def test_typed_alone(desk: Office) -> None:
    assert vi("snippet-none") in (await desk.says("Minh", "/mau"))[0]
    assert await desk.says("Minh", f"/mau thêm Hội chợ: {TEXT}") == [vi("snippet-saved", name="Hội chợ")]
    assert await desk.says("Minh", "/snippet add hoi cho: khác") == [vi("snippet-name-taken", name="hoi cho")]
    for typed in ("HOI CHO", "hội chợ", "1"):
        assert TEXT in (await desk.says("Minh", f"/mau {typed}"))[0], typed
    assert await desk.says("Minh", "/mau đổi Hội chợ: Chợ phiên") == [vi("snippet-renamed", name="Chợ phiên")]
    assert TEXT in (await desk.says("Minh", "/mau xoá cho phien"))[0]
    assert await names(desk) == []


async def test_what_does_not_fit_says_why(desk: Office) -> None:
    bad = {
        "/mau thêm : nội dung": vi("snippet-bad-name", most=snippet.LONGEST_NAME),
        f"/mau thêm {'x' * 41}: nội dung": vi("snippet-bad-name", most=snippet.LONGEST_NAME),
        "/mau thêm ???: nội dung": vi("snippet-bad-name", most=snippet.LONGEST_NAME),
        "/mau thêm A:": vi("snippet-bad-text", most=snippet.LONGEST),
        f"/mau thêm A: {'x' * 3_001}": vi("snippet-bad-text", most=snippet.LONGEST),
    }
    for typed, told in bad.items():
        assert await desk.says("Minh", typed) == [told], typed[:40]
    for typed in ("9", "0", "xóa không có", "thêm", "' OR 1=1 --", "đổi x: y"):
        assert "Không có mẫu nào tên" in (await desk.says("Minh", f"/mau {typed}"))[0], typed
    assert await names(desk) == []
    for number in range(snippet.MOST):
        await desk.says("Minh", f"/mau thêm Mẫu {number}: {number}")
    full = await desk.says("Minh", "/mau thêm Thêm nữa: x")
    assert full == [vi("snippet-too-many", most=snippet.MOST)]


async def test_a_name_may_be_typed_again(desk: Office) -> None:
    await desk.says("Minh", f"/mau thêm Một: {TEXT}")
    await desk.says("Minh", "/mau thêm Hai: khác")
    await desk.presses("Minh", vi("snippet-rename"))
    assert await desk.says("Minh", "mot") == [vi("snippet-name-taken", name="mot")]
    assert await desk.says("Minh", "…") == [vi("snippet-bad-name", most=snippet.LONGEST_NAME)]
    assert await desk.says("Minh", "Ba") == [vi("snippet-renamed", name="Ba")]
    assert await names(desk) == ["Ba", "Một"]


async def test_they_are_his_alone(desk: Office) -> None:
    await desk.says("Minh", f"/mau thêm Một: {TEXT}")
    assert await desk.says("Lan", "/mau") == [vi("snippet-not-yours")]
    assert TEXT not in "".join(await desk.says("Lan", "/mau Một"))

"""Reviewers are told the way to the bank, and in each dialog the way out of it."""

from __future__ import annotations

import pytest

from handlers.wording import words
from storage.bank import law, reviews
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")


@pytest.mark.parametrize(("role", "reviews_it"), [(Role.EXPERT, True), (Role.ADMIN, True), (Role.LEADER, False)])
async def test_who_reviews_is_told_where(office: Office, role: Role, reviews_it: bool) -> None:
    welcome = "\n".join(await office.says("hà", "/start " + await office.code(role, "MOIT", "MOIT")))
    for said in (welcome, (await office.says("hà", "/start"))[-1], (await office.says("hà", "/trogiup"))[-1]):
        assert ("/nganhang" in said) is reviews_it


@pytest.mark.parametrize("asked", ["part", "reason", "law-place", "law-since"])
async def test_each_dialog_names_its_way_out(office: Office, asked: str) -> None:
    await office.seat("hà", Role.EXPERT, "MOIT", "MOIT")
    await office.says("hà", "/nganhang")
    if asked.startswith("law"):
        [told] = await office.presses("hà", vi("bank-desk-law"))
        if asked == "law-since":
            await office.says("hà", "Nghị định 139/2025/NĐ-CP")
            [told] = await office.presses("hà", vi("law-lapsed"))
    else:
        await office.presses("hà", vi("bank-desk-write"))
        [told] = await office.presses("hà", "Thương mại điện tử")
        if asked == "reason":
            for text in ("Bán hàng qua mạng?", "Không.", "Nghị định 52/2013/NĐ-CP"):
                await office.says("hà", text)
            [told] = await office.presses("hà", vi("review-reject"))
    assert vi("review-way-out") in told
    before = await office.db.read(lambda tx: reviews.get(tx, 1))
    assert vi("dialog-left") in await office.says("hà", "/nganhang")
    await office.says("hà", "01/03/2027 theo Nghị định 300/2026/NĐ-CP")
    assert await office.db.read(lambda tx: reviews.get(tx, 1)) == before
    assert await office.db.read(lambda tx: law.noted(tx, 5)) == []

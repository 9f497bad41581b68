"""The ladder of alerts: read, changed by a typed line and a tap, in versions, and what is open follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.rules import ladder_edit
from handlers.rules.ladder import STANDARD, Who
from handlers.rules.ladder_edit import Bad, Edit
from handlers.rules.policies import Policies, Within
from handlers.rules.policy import read as policy
from handlers.wording import words
from storage import rulings, seats
from storage.seats import Role
from storage.tables import alerts, audit
from tests.handlers.office import Office

vi = words("vi")
AS_IT_COMES = Policies(Within(policy("clock:24h")))


async def _policies(office: Office) -> Policies:
    return (await office.db.read(lambda tx: office.ctx.in_force.of(tx, "MOIT", 24))).policies


async def test_an_admin_reads_it_changes_it_by_a_line_and_a_tap_and_each_is_a_version(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    [shown] = await office.says("sếp", "/canhbao")
    assert "1. trước hạn 25 % thời gian → cán bộ giữ câu hỏi" in shown
    assert "4. quá hạn 1 ngày → cán bộ giữ câu hỏi, quản trị Bộ, lãnh đạo Bộ" in shown
    assert "tối đa 72 giờ" in shown
    assert "canhbao" in await office.menu("sếp")
    [asked] = await office.says("sếp", "/canhbao trước 30%: cán bộ, người thay")
    assert "1. trước hạn 30 % thời gian → cán bộ giữ câu hỏi, người thay" in asked
    assert (await _policies(office)).ladder == STANDARD, "nothing changes before he confirms"
    [done] = await office.says("sếp", "1")
    assert done.startswith(vi("ladder-done"))
    for typed in ("bỏ trước 25%", "bỏ 3", "chờ 48 giờ", "trong giờ"):
        await office.says("sếp", f"/canhbao {typed}")
        await office.says("sếp", "1")
    found = await _policies(office)
    assert [(step.at, [who.value for who in step.tell]) for step in found.ladder] == [
        ("-30%", ["holder", "deputy"]), ("0", ["holder", "deputy", "admin"]), ("+1d", ["holder", "admin", "leader"]),
    ]  # fmt: skip
    assert (str(found.waits), found.quiet) == ("clock:48h", True)
    versions = await office.db.read(lambda tx: rulings.history(tx, "MOIT", rulings.Kind.POLICY))
    assert [version.author for version in versions] == ["sếp"] * 5
    noted = await office.db.read(lambda tx: tx.rows(select(audit.c.id).where(audit.c.verb == "ladder")))
    assert len(noted) == 5
    await office.says("sếp", "/canhbao mặc định")
    await office.presses("sếp", vi("ladder-standard"))
    assert (await _policies(office)).ladder == STANDARD
    assert await office.says("sếp", "/canhbao mặc định") == [vi("ladder-is-so")]


async def test_what_is_open_climbs_the_new_ladder(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("lan", Role.CADRE, "06040")
    await office.says("lan", "qzx wvk jjjj ppp mmm?")
    await office.presses("lan", "Thuộc Bộ Công Thương")
    await office.says("sếp", "/canhbao trước 50%: cán bộ, quản trị")
    await office.says("sếp", "1")
    await office.ticks()
    for who in ("minh", "sếp"):
        await office.told(who)
    office.clock.forward(timedelta(hours=12, minutes=1))
    await office.ticks()
    assert any("Nhắc hạn" in text for text in await office.told("minh"))
    assert any("Nhắc hạn" in text for text in await office.told("sếp"))
    raised = await office.db.read(lambda tx: tx.rows(select(alerts.c.rung)))
    assert [row.rung for row in raised] == ["mfaq"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("x", "line"), ("trước 25%", "line"), ("trước 25% cán bộ", "line"), ("hôm nào: cán bộ", "when"),
     ("trước 100%: cán bộ", "share-before"), ("trước 0%: cán bộ", "share-before"), ("trước 1 ngày: cán bộ", "when"),
     ("quá 501%: cán bộ", "when"), ("quá 91 ngày: cán bộ", "when"), ("quá ٥ ngày: cán bộ", "when"),
     ("đến hạn:", "nobody"), ("đến hạn: , ;", "nobody"), ("đến hạn: giám đốc", "who"), ("quá -5%: cán bộ", "when"),
     ("bỏ 9", "number"), ("bỏ 0", "number"), ("bỏ", "when"), ("bỏ quá 80%", "gone"), ("chờ", "hours"),
     ("chờ 0 giờ", "hours"), ("chờ 721 giờ", "hours"), ("chờ 2 ngày", "hours"), ("😀" * 300, "line"),
     ("bỏ 99999999999", "number"), (": cán bộ", "when"), ("'; DROP TABLE", "line")],
)  # fmt: skip
async def test_what_cannot_be_read_is_told_with_an_example_and_changes_nothing(typed: str, reason: str) -> None:
    with pytest.raises(Bad) as raised:
        ladder_edit.with_edit(AS_IT_COMES, ladder_edit.read(typed, STANDARD))
    assert raised.value.reason == reason
    for locale in ("vi", "en"):
        assert words(locale)(f"ladder-bad-{reason}", value=raised.value.value)


async def test_in_the_chat_the_error_comes_with_examples(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    assert await office.says("sếp", "/canhbao đến hạn: giám đốc") == [
        vi("ladder-bad-who", value="giám đốc") + "\n" + vi("ladder-examples")
    ]


@pytest.mark.parametrize(
    ("typed", "edit"),
    [
        ("TRUOC HAN 30 %: can bo", Edit("set", "-30%", ("holder",))),
        ("due: admin; desk", Edit("set", "0", ("admin", "desk"))),
        ("Quá hạn 2 ngày: lãnh đạo Bộ", Edit("set", "+2d", ("leader",))),
        ("after 50 percent: desk", Edit("set", "+50%", ("desk",))),
        ("drop 2", Edit("drop", "0")), ("wait 5 hours", Edit("waits", hours=5)), ("Mọi giờ", Edit("quiet")),
    ],
)  # fmt: skip
def test_lines_are_read_in_any_spelling(typed: str, edit: Edit) -> None:
    assert ladder_edit.read(typed, STANDARD) == edit
    assert Edit.from_json(edit.to_json()) == edit


def test_a_step_keeps_its_name_while_it_says_the_truth_and_a_ladder_its_bounds() -> None:
    more = ladder_edit.with_edit(AS_IT_COMES, Edit("set", "+50%", ("desk", "leader")))
    assert [step.name for step in more.ladder] == ["reminder", "due", "desk", "leader"]
    assert more.ladder[2].tell == (Who.DESK, Who.LEADER)
    other = ladder_edit.with_edit(AS_IT_COMES, Edit("set", "+50%", ("admin",)))
    assert other.ladder[2].name == "pfaq", "its alert says that the desk was told"
    full = AS_IT_COMES
    for days in range(2, 8):
        full = ladder_edit.with_edit(full, Edit("set", f"+{days}d", ("admin",)))
    assert len({step.name for step in full.ladder}) == 10
    with pytest.raises(Bad, match="many"):
        ladder_edit.with_edit(full, Edit("set", "+30d", ("admin",)))
    for step in STANDARD[:3]:
        full = ladder_edit.with_edit(full, Edit("drop", step.at))
    one = AS_IT_COMES
    for step in STANDARD[1:]:
        one = ladder_edit.with_edit(one, Edit("drop", step.at))
    with pytest.raises(Bad, match="last"):
        ladder_edit.with_edit(one, Edit("drop", "-25%"))


async def test_nobody_else_and_nobody_unawares(office: Office) -> None:
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    assert await office.says("minh", "/canhbao bỏ 1") == [vi("ladder-not-allowed")]
    for who in ("hà", "vân"):
        await office.seat(who, Role.ADMIN, "MOIT")
        await office.says(who, "/canhbao chờ 48 giờ" if who == "hà" else "/canhbao chờ 24 giờ")
    await office.says("hà", "1")
    [again] = await office.says("vân", "1")
    assert vi("ladder-other-was-faster") in again
    assert str((await _policies(office)).waits) == "clock:48h"
    await office.says("vân", "1")
    assert str((await _policies(office)).waits) == "clock:24h"
    await office.says("hà", "/canhbao bỏ 1")
    [seat] = await office.seats_of("hà")
    await office.db.write(lambda tx: seats.end(tx, seat.id))
    assert await office.says("hà", "1") == [vi("ladder-not-allowed")]
    assert (await _policies(office)).ladder == STANDARD

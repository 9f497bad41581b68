"""People who are expected: a list goes in beside the running service, and each joins by the code on his card."""

from __future__ import annotations

from typing import Any

from bot.control import ask_service
from handlers.roster.line import Line
from storage.seats import Role
from tests.stories.moves import asks_a_person, code_in
from tests.talk import Town

LAN = Line("Hoàng Thị Lan", Role.CADRE, "06040", phone="0912345678")
MINH = Line("Trần Văn Minh", Role.OFFICER, "20", "MOIT")


async def told(town: Town, command: str, **args: Any) -> dict[str, Any]:
    """What the running service answers to the command line."""
    answer = await ask_service(town.app.settings.data_dir, command, args)
    assert answer is not None
    return answer


async def cards(town: Town) -> dict[str, str]:
    made = await told(town, "people-invites", unit="20", kind="province", roles=[], days=30)
    return {card["name"]: card["code"] for card in made["cards"]}


async def test_no_question_waits_with_who_is_only_expected_and_each_joins_under_his_name(town: Town) -> None:
    lines = [line.as_json() for line in (LAN, MINH)]
    assert (await told(town, "people-import", lines=lines, dry_run=False))["added"] == 2
    codes = await cards(town)

    lan = town.on_zalo("bé Lan 💕")
    await lan.says(codes[LAN.name])
    await lan.hears("Họ tên của Anh/chị theo danh sách: Hoàng Thị Lan.")
    await lan.hears("Đã xong. Anh/chị là cán bộ cấp xã")
    assert not any("cho biết họ và tên" in bubble.text for bubble in lan.heard)
    receipt = await asks_a_person(lan)
    assert "tới đầu mối Bộ Công Thương" in receipt.text, "the officer has not joined"

    void, codes = codes[MINH.name], await cards(town)
    assert list(codes) == [MINH.name]
    minh = town.on_telegram("minh_tv")
    await minh.says(f"/start {void}")
    await minh.hears("Mã không đúng hoặc đã hết hạn")
    await minh.says(f"/start {codes[MINH.name]}")
    card = await minh.hears("Câu hỏi mới " + code_in(receipt))
    assert "Hoàng Thị Lan" in card.text
    await lan.hears("nay do Trần Văn Minh phụ trách")
    people = (await told(town, "people-list", unit="20", waiting=False))["people"]
    assert [(one["name"], one["state"]) for one in people] == [(MINH.name, "joined"), (LAN.name, "joined")]

"""Whoever waits sees that somebody is writing, where the platform shows that; nobody else does."""

from __future__ import annotations

import pytest
from aiohttp import ClientWebSocketResponse

from tests.phones import WebPhone
from tests.stories.moves import asks_a_person, pair
from tests.talk import Town


async def writes(phone: WebPhone, reply_to: str | None) -> int:
    status, _ = await phone.posts("writing", {"reply_to": reply_to})
    return status


async def notices(socket: ClientWebSocketResponse) -> dict[str, object]:
    while True:
        told: dict[str, object] = await socket.receive_json(timeout=5)
        if told["type"] == "notice":
            return told


async def test_the_asker_on_telegram_sees_the_officer_write(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    assert isinstance(minh, WebPhone)
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    assert await writes(minh, None) == 200  # to whom?
    assert await writes(minh, card.id) == 200
    await town.fake.until(lambda: town.fake.called("sendChatAction") or None)
    for _ in range(3):
        await writes(minh, card.id)  # not again so soon
    await minh.says("Hỗ trợ 10 triệu.", reply_to=card)
    await lan.hears("Hỗ trợ 10 triệu.")
    (call,) = town.fake.called("sendChatAction")
    assert call.parameters["action"] == "typing"


async def test_the_officer_on_the_web_sees_the_asker_write_and_nobody_else_can_make_him(town: Town) -> None:
    lan, minh = await pair(town, "web", "web")
    assert isinstance(lan, WebPhone)
    assert isinstance(minh, WebPhone)
    receipt = await asks_a_person(lan)
    await minh.hears("Câu hỏi mới")
    stranger = await town.on_web("Người lạ")
    async with minh.socket() as socket:
        await socket.send_json({"since": 0})
        assert await writes(stranger, receipt.id) == 200
        assert await writes(stranger, "999") == 200
        assert await writes(lan, receipt.id) == 200
        assert (await notices(socket)).get("writing") is True
    for wrong in ({"reply_to": 5}, {"reply_to": "x"}, {"to": "web:1"}):
        assert (await lan.posts("writing", wrong))[0] == 400


@pytest.mark.parametrize("asker", ["zalo_bot", "zalo_oa", "telegram"])
async def test_where_it_cannot_be_shown_nothing_is_the_matter(town: Town, asker: str) -> None:
    lan, minh = await pair(town, asker, "web")
    assert isinstance(minh, WebPhone)
    town.fake.fail_next("sendChatAction", 429, retry_after=30)
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    await writes(minh, card.id)
    await minh.says("Hỗ trợ 10 triệu.", reply_to=card)
    await lan.hears("Hỗ trợ 10 triệu.")

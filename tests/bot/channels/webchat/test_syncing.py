"""Staying up to date: by socket, by poll, after a break, and backwards."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from bot.channels.webchat.hub import MOST_WATCHERS
from handlers.outgoing import Message, Toast
from tests.bot.channels.webchat.conftest import Running, Visit
from tests.bot.channels.webchat.visitor import Visitor


async def connect(visitor: Visitor, since: int = 0) -> ClientWebSocketResponse:
    socket = await visitor.http.ws_connect(visitor.url("ws"))
    await socket.send_json({"since": since})
    return socket


async def hears(socket: ClientWebSocketResponse) -> Any:
    return await asyncio.wait_for(socket.receive_json(), 5)


async def test_socket_and_poll_say_the_same(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    await lan.says("một")
    await service.send(lan.chat, Message("hai"))
    socket = await connect(lan)
    by_socket, by_poll = await hears(socket), await lan.sees()
    assert by_socket["rows"] == by_poll["rows"]
    assert by_socket["cursor"] == by_poll["cursor"] == 2
    await service.send(lan.chat, Message("ba"))
    by_socket, by_poll = await hears(socket), await lan.sees(since=2)
    assert by_socket["rows"] == by_poll["rows"]
    assert [row["text"] for row in by_poll["rows"]] == ["ba"]
    await socket.close()


async def test_after_a_break_all_that_came_is_told_in_order(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    first = await lan.says("1")
    socket = await connect(lan)
    cursor = (await hears(socket))["cursor"]
    await socket.close()
    for text in ("2", "3"):
        await service.send(lan.chat, Message(text))
    await lan.post("edit", {"message_id": first, "text": "1 đã sửa"})
    socket = await connect(lan, cursor)
    told = await hears(socket)
    assert [row["text"] for row in told["rows"]] == ["2", "3", "1 đã sửa"]
    assert told["fresh"] is False
    assert told["rows"][-1]["id"] == first
    await socket.close()


async def test_a_long_poll_answers_when_something_comes(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    await lan.says("1")
    polling = asyncio.create_task(lan.sees(since=1, wait=25))
    await service.watched(lan.chat, 1)
    await service.send(lan.chat, Message("2"))
    assert [row["text"] for row in (await asyncio.wait_for(polling, 5))["rows"]] == ["2"]


async def test_a_notice_passes_to_sockets_and_polls_and_is_not_kept(up_sqlite: Running, visit: Visit) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()
    await lan.says("1")
    socket = await connect(lan, 1)
    polling = asyncio.create_task(lan.sees(since=1, wait=25))
    await service.watched(lan.chat, 2)
    await service.send(lan.chat, Toast("press-1", "Đã ghi nhận"))
    notice = {"type": "notice", "text": "Đã ghi nhận", "press_id": "press-1"}
    assert await hears(socket) == notice
    assert (await polling)["notices"] == [notice]
    assert (await lan.sees(since=1))["notices"] == []
    await socket.close()


async def test_a_page_that_knows_the_future_begins_anew(up: Running, visit: Visit) -> None:
    _, server = up
    lan = await visit(server).joins()
    await lan.says("sau khi khôi phục")
    told = await lan.sees(since=500)
    assert told["fresh"] is True
    assert told["cursor"] == 1
    assert len(told["rows"]) == 1


async def test_a_long_chat_comes_screen_by_screen(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    for number in range(130):
        await service.send(lan.chat, Message(str(number)))
    told = await lan.sees()
    texts = [row["text"] for row in told["rows"]]
    assert (told["earlier"], texts[0], texts[-1]) == (True, "70", "129")
    seen = list(told["rows"])
    while told["earlier"]:
        _, told = await lan.get(f"earlier?before={seen[0]['id']}")
        seen = told["rows"] + seen
    assert [row["text"] for row in seen] == [str(number) for number in range(130)]


async def test_a_burst_longer_than_a_batch_arrives_whole(up_sqlite: Running, visit: Visit) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()
    await lan.says("0")
    for number in range(1, 231):
        await service.send(lan.chat, Message(str(number)))
    socket = await connect(lan, 1)
    heard: list[str] = []
    while len(heard) < 230:
        heard += [row["text"] for row in (await hears(socket))["rows"]]
    assert heard == [str(number) for number in range(1, 231)]
    await socket.close()


async def test_nobody_sees_what_is_not_his(up: Running, visit: Visit) -> None:
    service, server = up
    lan, minh = await visit(server).joins(), await visit(server).joins()
    socket = await connect(minh)
    assert (await hears(socket))["rows"] == []
    row_id = await lan.says("chỉ của Lan")
    await service.send(minh.chat, Message("cho Minh"))
    assert [row["text"] for row in (await hears(socket))["rows"]] == ["cho Minh"]
    assert (await minh.get(f"earlier?before={int(row_id) + 1}"))[1]["rows"] == []
    await socket.close()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
async def test_a_foreign_page_gets_no_socket(up_sqlite: Running, visit: Visit, origin: str) -> None:
    lan = await visit(up_sqlite[1]).joins()
    with pytest.raises(WSServerHandshakeError) as refused:
        await lan.http.ws_connect(lan.url("ws"), headers={"Origin": origin})
    assert refused.value.status == 403


async def test_without_a_session_there_is_no_socket(up_sqlite: Running, visit: Visit) -> None:
    stranger = visit(up_sqlite[1])
    with pytest.raises(WSServerHandshakeError) as refused:
        await stranger.http.ws_connect(stranger.url("ws"))
    assert refused.value.status == 401


FIRST_WORDS = [
    "",
    "hello",
    "[]",
    "{}",
    '{"since": "1"}',
    '{"since": -1}',
    '{"since": true}',
    '{"since": 1e3}',
    "x" * 2000,
]


@pytest.mark.parametrize("word", FIRST_WORDS)
async def test_a_socket_that_speaks_nonsense_is_closed(up_sqlite: Running, visit: Visit, word: str) -> None:
    lan = await visit(up_sqlite[1]).joins()
    socket = await lan.http.ws_connect(lan.url("ws"))
    await socket.send_str(word)
    assert (await asyncio.wait_for(socket.receive(), 5)).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}
    await socket.close()


async def test_a_socket_may_not_go_on_talking(up_sqlite: Running, visit: Visit) -> None:
    lan = await visit(up_sqlite[1]).joins()
    socket = await connect(lan)
    await hears(socket)
    await socket.send_str(json.dumps({"since": 0}))
    assert (await asyncio.wait_for(socket.receive(), 5)).type is WSMsgType.CLOSE
    await socket.close()


@pytest.mark.parametrize("query", ["since=x", "since=-1", "since=1.5", "since=" + "9" * 30, "since=²", "wait=1e9"])
async def test_a_poll_of_nonsense_is_refused(up_sqlite: Running, visit: Visit, query: str) -> None:
    lan = await visit(up_sqlite[1]).joins()
    status, content = await lan.get(f"poll?{query}")
    assert (status, content["error"]) == (400, "error_form")


async def test_a_chat_has_only_so_many_sockets(up_sqlite: Running, visit: Visit) -> None:
    lan = await visit(up_sqlite[1]).joins()
    sockets = [await connect(lan) for _ in range(MOST_WATCHERS)]
    for socket in sockets:
        await hears(socket)
    with pytest.raises(WSServerHandshakeError) as refused:
        await lan.http.ws_connect(lan.url("ws"))
    assert refused.value.status == 429
    for socket in sockets:
        await socket.close()


async def test_leaving_closes_the_sockets(up_sqlite: Running, visit: Visit) -> None:
    lan = await visit(up_sqlite[1]).joins()
    socket = await connect(lan)
    await hears(socket)
    await lan.post("leave", {})
    assert (await asyncio.wait_for(socket.receive(), 5)).type is WSMsgType.CLOSE
    await socket.close()


async def test_stopping_closes_sockets_and_answers_polls_at_once(up_sqlite: Running, visit: Visit) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()
    await lan.says("1")
    socket = await connect(lan)
    await hears(socket)
    polling = asyncio.create_task(lan.sees(since=1, wait=25))
    await service.watched(lan.chat, 2)
    await service.web.stop()
    assert (await asyncio.wait_for(polling, 5))["rows"] == []
    assert (await asyncio.wait_for(socket.receive(), 5)).type is WSMsgType.CLOSE
    await socket.close()

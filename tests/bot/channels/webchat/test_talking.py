"""Saying, pressing, editing, reading: what is committed, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Refused, Sent
from bot.channels.webchat import Door, Rates
from bot.web.limits import Rate
from handlers.incoming import Edited, Pressed, Recalled, Said
from handlers.outgoing import Message, Recall
from storage.db import Database
from tests.bot.channels.webchat.conftest import Running, Visit, held
from tests.bot.channels.webchat.service import FREE, running
from tests.bot.channels.webchat.visitor import key


async def test_what_is_said_is_shown_and_arrives(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    client_id = key()
    before = service.clock.business()
    status, content = await lan.post("messages", {"client_id": client_id, "text": "Xin giấy phép ở đâu?"})
    assert status == 200
    _, said = await service.arrived()
    assert isinstance(said, Said)
    assert (said.text, said.message_id, said.client_id) == ("Xin giấy phép ở đâu?", content["id"], client_id)
    assert before <= said.sent_at <= service.clock.business()
    assert said.sender.name == "Hoàng Thị Lan"
    [row] = (await lan.sees())["rows"]
    assert (row["id"], row["text"], row["mine"], row["client_id"]) == (content["id"], said.text, True, client_id)
    assert row["cursor"] == content["cursor"]


async def test_a_repeated_post_is_one_message(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    message = {"client_id": key(), "text": "một lần"}
    first = await lan.post("messages", message)
    assert await lan.post("messages", {**message, "text": "khác"}) == first
    assert await lan.texts() == ["một lần"]
    assert len(await service.arrived()) == 2  # the start, and this


async def test_two_chats_may_use_the_same_client_id(up: Running, visit: Visit) -> None:
    service, server = up
    lan, minh = await visit(server).joins(), await visit(server).joins()
    message = {"client_id": key(), "text": "xin chào"}
    await lan.post("messages", message)
    await minh.post("messages", message)
    assert (await lan.texts(), await minh.texts()) == (["xin chào"], ["xin chào"])
    assert len(await service.arrived()) == 4


async def test_text_is_cleaned_before_it_is_kept(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    body = json.dumps({"client_id": key(), "text": "a\x00b\u202ec\ud83dd 👍"}).encode()
    status, *_ = await lan.ask("POST", "messages", data=body, headers={"Content-Type": "application/json"})
    assert status == 200
    assert await lan.texts() == ["abc\ufffdd 👍"]
    _, said = await service.arrived()
    assert isinstance(said, Said)
    assert said.text == "abc\ufffdd 👍"


async def test_a_quote_names_a_row_of_this_chat(up: Running, visit: Visit) -> None:
    service, server = up
    lan, minh = await visit(server).joins(), await visit(server).joins()
    await service.send(lan.chat, Message("Thẻ câu hỏi\nCH-1"))
    card = (await lan.sees())["rows"][-1]["id"]
    await lan.says("Đã xử lý", reply_to=card)
    assert (await lan.sees())["rows"][-1]["quote"] == {"id": card, "text": "Thẻ câu hỏi CH-1", "mine": False}
    said = [one for one in await service.arrived() if isinstance(one, Said)]
    assert [one.reply_to for one in said if one.text == "Đã xử lý"] == [card]
    message = {"client_id": key(), "text": "x", "reply_to": card}
    assert (await minh.post("messages", message))[0] == 400
    assert (await lan.post("messages", {**message, "reply_to": "999999"}))[0] == 400


async def test_an_edit_changes_the_row_and_arrives_once(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    row_id = await lan.says("mot")
    cursor = (await lan.sees())["cursor"]
    assert (await lan.post("edit", {"message_id": row_id, "text": "một"}))[0] == 200
    assert (await lan.post("edit", {"message_id": row_id, "text": "một"}))[0] == 200
    [row] = (await lan.sees(cursor))["rows"]
    assert (row["id"], row["text"], row["edited"]) == (row_id, "một", True)
    assert row["cursor"] > cursor
    edits = [one for one in await service.arrived() if isinstance(one, Edited)]
    assert [(one.message_id, one.text) for one in edits] == [(row_id, "một")]


async def test_only_ones_own_message_is_edited(up: Running, visit: Visit) -> None:
    service, server = up
    lan, minh = await visit(server).joins(), await visit(server).joins()
    row_id = await lan.says("của Lan")
    await service.send(lan.chat, Message("của Cầu Nối"))
    ours = (await lan.sees())["rows"][-1]["id"]
    for visitor, message_id in ((minh, row_id), (lan, ours), (lan, "999999")):
        status, content = await visitor.post("edit", {"message_id": message_id, "text": "x"})
        assert (status, content["error"]) == (404, "error_message")
    assert (await lan.post("edit", {"message_id": row_id, "text": "  "}))[0] == 400
    assert await lan.texts() == ["của Lan", "của Cầu Nối"]


async def test_only_a_message_of_ones_own_is_recalled_and_it_stays_until_it_is(up: Running, visit: Visit) -> None:
    service, server = up
    lan, minh = await visit(server).joins(), await visit(server).joins()
    row_id = await lan.says("của Lan")
    await service.send(lan.chat, Message("của Cầu Nối"))
    ours = (await lan.sees())["rows"][-1]["id"]
    for visitor, message_id in ((minh, row_id), (lan, ours), (lan, "999999")):
        assert (await visitor.post("recall", {"message_id": message_id}))[0] == 404
    wrong: list[Any] = [{}, {"message_id": "0"}, {"message_id": 7}, {"message_id": row_id, "text": "x"}, []]
    for body in wrong:
        assert (await lan.post("recall", body))[0] == 400
    for _ in range(2):
        assert await lan.post("recall", {"message_id": row_id}) == (200, {})
    assert await lan.texts() == ["của Lan", "của Cầu Nối"]
    recalled = [one for one in await service.arrived() if isinstance(one, Recalled)]
    assert [(one.message_id, one.place.chat) for one in recalled] == [(row_id, lan.chat)]


async def test_what_was_recalled_says_nothing_and_is_not_edited(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    row_id = await lan.says("của Lan")
    await service.send(lan.chat, Message("của Cầu Nối", quote=row_id))
    ours = (await lan.sees())["rows"][-1]["id"]
    later = await lan.says("trả lời", reply_to=ours)
    for _ in range(2):
        assert await service.send(lan.chat, Recall(None, "", said=row_id), edit_of=row_id) == Sent(None)
        assert await service.send(lan.chat, Recall(1, ""), edit_of=ours) == Sent(None)
    rows = {row["id"]: row for row in (await lan.sees())["rows"] if row["kind"] == "text"}
    assert [rows[each]["text"] for each in (row_id, ours, later)] == ["", "", "trả lời"]
    assert (rows[row_id]["recalled"], rows[ours]["recalled"]) == (True, True)
    assert rows[later]["quote"] == {"id": ours, "text": "", "mine": False, "recalled": True}
    again = await lan.says("nữa", reply_to=row_id)
    assert next(row for row in (await lan.sees())["rows"] if row["id"] == again)["quote"]["text"] == ""
    status, content = await lan.post("edit", {"message_id": row_id, "text": "x"})
    assert (status, content["error"]) == (409, "error_recalled")


async def test_nobody_elses_message_is_recalled_by_a_row_that_says_so(up: Running, visit: Visit) -> None:
    service, server = up
    lan, minh = await visit(server).joins(), await visit(server).joins()
    row_id = await lan.says("của Lan")
    await service.send(minh.chat, Recall(None, "", said=row_id), edit_of=row_id)  # of another chat
    await service.send(lan.chat, Recall(1, ""), edit_of=row_id)  # not what we sent
    assert isinstance(await service.send(lan.chat, Recall(1, ""), edit_of="x"), Refused)
    assert await lan.texts() == ["của Lan"]


async def test_a_press_arrives_once_with_its_token(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    press = {"client_id": key(), "token": "abc:1", "message_id": "7"}
    assert await lan.post("press", press) == (200, {})
    assert await lan.post("press", press) == (200, {})
    [pressed] = [one for one in await service.arrived() if isinstance(one, Pressed)]
    assert (pressed.token, pressed.press_id, pressed.message_id) == ("abc:1", press["client_id"], "7")
    assert pressed.place.chat == lan.chat


async def test_read_marks_go_forward_and_not_beyond_what_there_is(up: Running, visit: Visit) -> None:
    _, server = up
    lan = await visit(server).joins()
    for _ in range(3):
        await lan.says("x")
    for cursor, stands in ((2, 2), (1, 2), (999, 2), (3, 3)):
        await lan.post("read", {"cursor": cursor})
        assert (await lan.sees())["read"] == stands


BAD: list[tuple[str, Any]] = [
    ("messages", {}),
    ("messages", {"client_id": "kurz", "text": "x"}),
    ("messages", {"client_id": ":menu", "text": "x"}),
    ("messages", {"client_id": "x" * 65, "text": "x"}),
    ("messages", {"client_id": "abcdefgh", "text": 5}),
    ("messages", {"client_id": "abcdefgh", "text": ["x"]}),
    ("messages", {"client_id": "abcdefgh", "text": "x" * 8001}),
    ("messages", {"client_id": "abcdefgh", "text": " \u200f\x00 "}),
    ("messages", {"client_id": "abcdefgh", "text": "x", "reply_to": 5}),
    ("messages", {"client_id": "abcdefgh", "text": "x", "reply_to": "1 OR 1"}),
    ("messages", {"client_id": "abcdefgh", "text": "x", "attachments": ["../../etc/passwd"]}),
    ("messages", {"client_id": "abcdefgh", "text": "x", "attachments": ["0" * 32] * 11}),
    ("messages", {"client_id": "abcdefgh", "text": "x", "mine": False}),
    ("messages", []),
    ("press", {"client_id": "abcdefgh", "token": "", "message_id": "1"}),
    ("press", {"client_id": "abcdefgh", "token": "x" * 65, "message_id": "1"}),
    ("press", {"client_id": "abcdefgh", "token": "a\x00b", "message_id": "1"}),
    ("press", {"client_id": "abcdefgh", "token": "x", "message_id": "-1"}),
    ("edit", {"message_id": "1"}),
    ("edit", {"message_id": "9" * 19, "text": "x"}),
    ("read", {"cursor": -1}),
    ("read", {"cursor": 2**40}),
    ("read", {"cursor": "1"}),
    ("read", {"cursor": True}),
    ("leave", {"everywhere": "yes"}),
]


@pytest.mark.parametrize(("path", "body"), BAD)
async def test_bad_input_is_refused_with_a_sentence(up_sqlite: Running, visit: Visit, path: str, body: Any) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()
    await service.arrived()
    status, content = await lan.post(path, body)
    assert status == 400
    assert content["message"].endswith(".")
    assert await service.arrived() == []
    assert (await lan.sees())["rows"] == []


PUSH = {
    "endpoint": "https://push.example.vn/a",
    "key": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
    "auth": "tBHItJI5svbpez7KI4CCXg",
}
NO_PUSH: list[dict[str, Any]] = [
    {"endpoint": "http://push.example.vn/a"}, {"endpoint": "https://evil.example/push.example.vn"},
    {"endpoint": "https://169.254.169.254/latest"}, {"endpoint": "https://push.example.vn/" + "a" * 1_000},
    {"endpoint": None}, {"key": "A" * 87}, {"key": 5}, {"key": PUSH["key"][:-1] + "\0"}, {"auth": "A" * 21},
    {"auth": "\u00e9" * 22}, {"more": 1},
]  # fmt: skip


async def test_a_browser_is_rung_only_by_a_push_service_and_with_keys_that_are_some(
    up_sqlite: Running, visit: Visit
) -> None:
    lan = await visit(up_sqlite[1]).joins()
    for wrong in NO_PUSH:
        status, content = await lan.post("push", {**PUSH, **wrong})
        assert (status, content["message"][-1]) == (400, "."), wrong
    assert await lan.post("push", PUSH) == (200, {})


@pytest.mark.parametrize("path", ["session", "messages", "press", "edit", "read", "leave"])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe\x00", 400),
        (b"[" * 100_000, 400),
        (b'{"text": 1e999999}', 400),
        (b'"' + b"x" * 200_000 + b'"', 413),
    ],
    ids=["empty", "cut", "not utf-8", "deep", "huge number", "huge"],
)
async def test_bodies_that_are_no_json_are_refused(
    up_sqlite: Running, visit: Visit, path: str, body: bytes, status: int
) -> None:
    lan = await visit(up_sqlite[1]).joins()
    got, content, _ = await lan.ask("POST", path, data=body, headers={"Content-Type": "application/json"})
    assert got == status
    assert content["message"]


PATHS = ["messages", "press", "edit", "read", "leave", "media", "push"]


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_is_done_without_a_session(up_sqlite: Running, visit: Visit, path: str) -> None:
    status, content = await visit(up_sqlite[1]).post(path, {})
    assert (status, content["error"]) == (401, "error_session")


@pytest.mark.parametrize("path", ["session", *PATHS])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
async def test_nothing_is_done_for_a_foreign_page(
    up_sqlite: Running, visit: Visit, path: str, headers: dict[str, str]
) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()
    await service.arrived()
    status, content = await lan.post(path, {"client_id": key(), "text": "x"}, headers=headers)
    assert (status, content["error"]) == (403, "error_origin")
    assert await service.arrived() == []


async def test_a_form_of_another_page_is_no_json(up_sqlite: Running, visit: Visit) -> None:
    lan = await visit(up_sqlite[1]).joins()
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        status, *_ = await lan.ask("POST", "messages", data=b"{}", headers={"Content-Type": kind})
        assert status == 415


async def test_who_says_too_much_waits(sqlite_db: Database, tmp_path: Path, visit: Visit) -> None:
    rates = Rates(saying=Rate(2, 30), reading=FREE.reading, uploading=FREE.uploading, beginning=FREE.beginning)
    async with running(sqlite_db, tmp_path, doors=(Door(),), rates=rates) as (_, server):
        lan, minh = await visit(server).joins(), await visit(server).joins()
        await lan.says("1")
        await lan.says("2")
        status, content, response = await lan.ask("POST", "messages", json={"client_id": key(), "text": "3"})
        assert (status, content["error"]) == (429, "error_rate")
        assert 1 <= int(response.headers["Retry-After"]) <= 31
        await minh.says("not his bucket")


async def test_a_database_that_refuses_gives_503_and_keeps_nothing(up_impatient: Running, visit: Visit) -> None:
    service, server = up_impatient
    lan = await visit(server).joins()
    message = {"client_id": key(), "text": "đừng mất tôi"}
    with held(service):
        status, content, response = await lan.ask("POST", "messages", json=message)
        assert (status, content["error"], response.headers["Retry-After"]) == (503, "error_busy", "5")
        assert await lan.texts() == []
    assert (await lan.post("messages", message))[0] == 200
    assert await lan.texts() == ["đừng mất tôi"]
    assert len(await service.arrived()) == 2


async def test_the_page_comes_even_when_the_database_does_not(up_sqlite: Running, visit: Visit) -> None:
    service, server = up_sqlite
    lan = await visit(server).joins()
    assert service.db.path
    service.db.let_go()
    service.db.path.rename(service.db.path.with_suffix(".away"))
    service.db.path.mkdir()  # nothing that can be opened
    assert (await lan.get(""))[0] == 200
    assert (await lan.get("poll"))[0] == 503

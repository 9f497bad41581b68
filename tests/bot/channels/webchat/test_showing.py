"""Sending: what a chat shows of it, once."""

from __future__ import annotations

import pytest

from bot.channels.base import Gone, Refused, Retry, Sending, Sent
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Button, Draft, Edit, Menu, Message, Style, Toast
from storage.place import Place
from tests.bot.channels.webchat.conftest import Running, Visit, held


async def test_a_message_is_shown_with_all_it_has(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    said = await lan.says("hỏi")
    rows = ((Button("Có", "t1", Style.PRIMARY), Button("Mở", url="https://example.gov.vn")),)
    outcome = await service.send(lan.chat, Draft().bold("Đậm").line("thường").message(rows, quote=said))
    row = (await lan.sees())["rows"][-1]
    assert outcome == Sent(row["id"])
    assert (row["text"], row["mine"], row["spans"]) == (
        "Đậm\nthường",
        False,
        [{"style": "bold", "start": 0, "length": 3}],
    )
    assert row["rows"][0] == [
        {"label": "Có", "token": "t1", "style": "primary", "url": None, "number": 0},
        {"label": "Mở", "token": "", "style": "plain", "url": "https://example.gov.vn", "number": 0},
    ]
    assert row["quote"] == {"id": said, "text": "hỏi", "mine": True}
    assert row["at"].endswith("+00:00")


async def test_the_same_outbox_row_is_shown_once(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    first = await service.send(lan.chat, Message("một lần"), outbox_id=77)
    again = await service.web.send(Sending(77, Place("web", lan.chat), Message("một lần"), resend=True))
    assert first == again
    assert await lan.texts() == ["một lần"]


async def test_an_edit_replaces_text_and_buttons_under_the_same_id(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    sent = await service.send(lan.chat, Message("Chọn", rows=((Button("A", "a"),),)))
    assert isinstance(sent, Sent)
    cursor = (await lan.sees())["cursor"]
    edit = Edit(1, Message("Đã chọn A"))
    assert await service.send(lan.chat, edit, edit_of=sent.remote_id) == sent
    [row] = (await lan.sees(cursor))["rows"]
    assert (row["id"], row["text"], row["rows"]) == (sent.remote_id, "Đã chọn A", [])
    assert await service.send(lan.chat, edit, edit_of=sent.remote_id) == sent


async def test_an_edit_of_nothing_or_of_the_persons_own_words_is_refused(up: Running, visit: Visit) -> None:
    service, server = up
    lan, minh = await visit(server).joins(), await visit(server).joins()
    own = await lan.says("của tôi")
    sent = await service.send(minh.chat, Message("của Minh"))
    assert isinstance(sent, Sent)
    for edit_of in (None, "", "x", "999999", own, sent.remote_id):
        outcome = await service.send(lan.chat, Edit(1, Message("khác")), edit_of=edit_of)
        assert isinstance(outcome, Refused)
    assert (await lan.texts(), await minh.texts()) == (["của tôi"], ["của Minh"])


async def test_the_menu_is_kept_and_replaced(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    assert await service.send(lan.chat, Menu((("hangdoi", "Hàng đợi"),))) == Sent(None)
    await service.send(lan.chat, Message("sau thực đơn"))
    cursor = (await lan.sees())["cursor"]
    await service.send(lan.chat, Menu((("trogiup", "Trợ giúp"),)))
    [changed] = (await lan.sees(cursor))["rows"]
    assert (changed["kind"], changed["commands"]) == ("menu", [["trogiup", "Trợ giúp"]])
    rows = (await lan.sees())["rows"]
    assert [row["kind"] for row in rows] == ["menu", "text"]
    assert (await lan.get(f"earlier?before={rows[-1]['id']}"))[1]["rows"] == []


@pytest.mark.parametrize("content", [Message("x"), Menu(()), Edit(1, Message("x"))], ids=lambda c: type(c).__name__)
async def test_a_chat_that_is_not_there_is_gone(up: Running, content: Message | Menu | Edit) -> None:
    service, _ = up
    outcome = await service.send("0" * 32, content, edit_of="1")
    assert isinstance(outcome, Refused if isinstance(content, Edit) else Gone)


async def test_a_toast_for_nobody_is_fine(up_sqlite: Running) -> None:
    assert await up_sqlite[0].send("0" * 32, Toast("p", "x")) == Sent(None)


async def test_a_file_from_another_channel_is_brought_here(up: Running, visit: Visit) -> None:
    service, server = up
    lan = await visit(server).joins()
    elsewhere = Attachment(Kind.FILE, "telegram-file-id", "Mẫu số 01.pdf", "application/pdf", 20, "telegram")
    await service.send(lan.chat, Message("Mẫu đơn", attachments=(elsewhere,)))
    [file] = (await lan.sees())["rows"][-1]["files"]
    assert (file["name"], file["mime"]) == ("Mẫu số 01.pdf", "application/pdf")
    async with lan.http.get(lan.url(f"media/{file['id']}")) as response:
        assert await response.read() == b"%PDF-1.7 from telegram"


@pytest.mark.parametrize("channel", ["telegram", "web"])
async def test_a_file_that_cannot_be_had_is_named(up: Running, visit: Visit, channel: str) -> None:
    service, server = up
    lan = await visit(server).joins()
    missing = Attachment(Kind.PHOTO, "missing", "ảnh cột điện.jpg", channel=channel)
    outcome = await service.send(lan.chat, Message("Xem ảnh", attachments=(missing,)))
    assert isinstance(outcome, Sent)
    row = (await lan.sees())["rows"][-1]
    assert row["text"].startswith("Xem ảnh\n\n(Chưa chuyển được tệp đính kèm: ảnh cột điện.jpg.")
    assert row["files"] == []


async def test_a_database_that_refuses_has_shown_nothing(up_impatient: Running, visit: Visit) -> None:
    service, server = up_impatient
    lan = await visit(server).joins()
    with held(service):
        assert isinstance(await service.send(lan.chat, Message("x"), outbox_id=5), Retry)
    assert isinstance(await service.send(lan.chat, Message("x"), outbox_id=5), Sent)
    assert await lan.texts() == ["x"]

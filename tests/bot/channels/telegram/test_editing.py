"""Edits as the phone shows them: nothing is cut off, nothing of before stays, nothing repeats unmarked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.channels.base import Refused, Sent, Throttled, Unknown
from bot.channels.telegram import TelegramChannel
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Draft, Edit, Message, Recall
from tests.bot.channels.telegram.test_sending import LONG, ROWS, sending
from tests.fakes.telegram import FakeTelegram, FakeUser


async def test_an_edit(channel: TelegramChannel, lan: FakeUser) -> None:
    sent = await channel.send(sending(Message("Chờ trả lời", rows=ROWS)))
    assert isinstance(sent, Sent)
    edit = Edit(1, Draft().bold("Đã trả lời").message())
    assert await channel.send(sending(edit, edit_of=sent.remote_id or "")) == Sent(sent.remote_id)
    (shown,) = lan.heard
    assert (shown.text, shown.edits, shown.rows) == ("Đã trả lời", ["Chờ trả lời"], [])
    assert shown.styled("bold") == ["Đã trả lời"]


async def test_an_edit_to_what_stands_there_is_done(channel: TelegramChannel, lan: FakeUser) -> None:
    sent = await channel.send(sending(Message("Như cũ", rows=ROWS)))
    assert isinstance(sent, Sent)
    edit = sending(Edit(1, Message("Như cũ", rows=ROWS)), edit_of=sent.remote_id or "")
    assert await channel.send(edit) == Sent(sent.remote_id)


async def test_an_edit_of_a_caption(channel: TelegramChannel, lan: FakeUser) -> None:
    await lan.sends_photo()
    photo = next(iter(lan.screen)).file_id or ""
    sent = await channel.send(
        sending(Message("Ảnh", attachments=(Attachment(Kind.PHOTO, photo, channel="telegram"),)))
    )
    assert isinstance(sent, Sent)
    for text in ("Ảnh mới", "Ảnh mới"):
        edit = sending(Edit(1, Message(text)), edit_of=sent.remote_id or "")
        assert await channel.send(edit) == Sent(sent.remote_id)
    assert lan.heard[0].edits == ["Ảnh"]


async def test_a_caption_that_overflows_goes_on_below_and_comes_back(channel: TelegramChannel, lan: FakeUser) -> None:
    await lan.sends_photo()
    photo = next(iter(lan.screen)).file_id or ""
    sent = await channel.send(
        sending(Message("Ảnh", attachments=(Attachment(Kind.PHOTO, photo, channel="telegram"),)))
    )
    assert isinstance(sent, Sent)
    long = "chữ " * 400
    outcome = await channel.send(sending(Edit(1, Message(long, rows=ROWS)), edit_of=sent.remote_id or ""))
    caption, below = lan.heard
    assert outcome == Sent(sent.remote_id, (str(below.id),), (str(caption.id), str(below.id)))
    assert (caption.text + " " + below.text).split() == long.split()
    assert len(caption.text) > 900
    assert (caption.rows, bool(below.rows), below.reply_to) == ([], True, caption.id)
    edit = sending(Edit(1, Message("ngắn")), edit_of=sent.remote_id or "", edit_parts=outcome.texts)
    assert await channel.send(edit) == Sent(sent.remote_id)
    assert [shown.text for shown in lan.heard] == ["ngắn"]


async def test_a_recall_takes_all_of_it_away(channel: TelegramChannel, lan: FakeUser) -> None:
    await lan.sends_photo()
    photo = next(iter(lan.screen)).file_id or ""
    files = (Attachment(Kind.PHOTO, photo, channel="telegram"),) * 2
    sent = await channel.send(sending(Message(LONG, rows=ROWS, attachments=files)))
    await channel.send(sending(Message("khác")))
    assert isinstance(sent, Sent)
    ids = (sent.remote_id or "", *sent.more_ids)
    for _ in range(2):  # done again after a doubt, it is done
        assert await channel.send(sending(Recall(1, "đã thu hồi"), edit_of=ids[0], edit_parts=ids)) == Sent(None)
        assert [shown.text for shown in lan.heard] == ["khác"]


async def test_what_is_too_old_to_be_deleted_says_only_that(channel: TelegramChannel, lan: FakeUser) -> None:
    await lan.sends_photo()
    photo = next(iter(lan.screen)).file_id or ""
    attached = Message("Ảnh", attachments=(Attachment(Kind.PHOTO, photo, channel="telegram"),))
    for message in (Message("10 triệu", rows=ROWS), attached):
        sent = await channel.send(sending(message))
        assert isinstance(sent, Sent)
        lan.heard[-1].date -= 49 * 3600
        for _ in range(2):
            recall = sending(Recall(1, "Tin này đã được thu hồi."), edit_of=sent.remote_id or "")
            assert await channel.send(recall) == Sent(None)
        assert (lan.heard[-1].text, lan.heard[-1].rows) == ("Tin này đã được thu hồi.", [])


async def test_what_a_person_said_himself_stays(channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser) -> None:
    own = await lan.says("của tôi")
    assert await channel.send(sending(Recall(None, "", said=str(own)), edit_of=str(own))) == Sent(None)
    assert fake.called("deleteMessage") == []


async def test_a_recall_waits_when_it_has_to(channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser) -> None:
    sent = await channel.send(sending(Message("10 triệu")))
    assert isinstance(sent, Sent)
    fake.fail_next("deleteMessage", 429, retry_after=3)
    assert await channel.send(sending(Recall(1, "…"), edit_of=sent.remote_id or "")) == Throttled(3.0)
    assert [shown.text for shown in lan.heard] == ["10 triệu"]


OTHER = LONG.replace("chữ", "chú").replace("😀", "🙂")


def said(lan: FakeUser) -> str:
    return "".join("".join(shown.text for shown in lan.heard).split())


async def test_a_long_text_is_edited_part_by_part(channel: TelegramChannel, lan: FakeUser) -> None:
    sent = await channel.send(sending(Message(LONG, rows=ROWS)))
    assert isinstance(sent, Sent)
    before = [str(shown.id) for shown in lan.heard]
    assert list(sent.texts) == before
    where: dict[str, Any] = {"edit_of": sent.remote_id, "edit_parts": sent.texts}
    for _ in range(2):  # the second time as after an unknown outcome
        assert await channel.send(sending(Edit(1, Message(OTHER)), number=2, resend=True, **where)) == sent
    assert said(lan) == "".join(OTHER.split())
    assert [str(shown.id) for shown in lan.heard] == before


async def test_a_text_that_shrinks_leaves_nothing_of_before_and_one_that_grows_repeats_nothing(
    channel: TelegramChannel, lan: FakeUser
) -> None:
    sent = await channel.send(sending(Message(LONG)))
    assert isinstance(sent, Sent)
    where: dict[str, Any] = {"edit_of": sent.remote_id, "edit_parts": sent.texts}
    for _ in range(2):  # what is gone already is no fault
        assert await channel.send(sending(Edit(1, Message("ngắn", rows=ROWS)), **where)) == Sent(sent.remote_id)
    assert [shown.text for shown in lan.heard] == ["ngắn"]
    grown = await channel.send(sending(Edit(1, Message(OTHER)), number=3, edit_of=sent.remote_id))
    assert isinstance(grown, Sent)
    assert said(lan) == "".join(OTHER.split())
    again = sending(Edit(1, Message(OTHER)), number=4, edit_of=sent.remote_id, edit_parts=grown.texts)
    assert await channel.send(again) == grown
    assert said(lan) == "".join(OTHER.split())


async def test_what_is_left_over_and_too_old_to_go_says_nothing_any_more(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram
) -> None:
    sent = await channel.send(sending(Message(LONG)))
    assert isinstance(sent, Sent)
    fake.fail_next("deleteMessage", 400, description="Bad Request: message can't be deleted for everyone", times=9)
    where: dict[str, Any] = {"edit_of": sent.remote_id, "edit_parts": sent.texts}
    assert await channel.send(sending(Edit(1, Message("ngắn")), **where)) == Sent(sent.remote_id)
    assert [shown.text for shown in lan.heard] == ["ngắn", *["…"] * len(sent.more_ids)]


async def test_files_stay_when_the_text_above_them_shrinks(channel: TelegramChannel, lan: FakeUser) -> None:
    await lan.sends_photo()
    photo = next(iter(lan.screen)).file_id or ""
    files = (Attachment(Kind.PHOTO, photo, channel="telegram"),)
    sent = await channel.send(sending(Message(LONG, attachments=files)))
    assert isinstance(sent, Sent)
    assert sent.texts == (sent.remote_id, *sent.more_ids[:-1])
    where: dict[str, Any] = {"edit_of": sent.remote_id, "edit_parts": sent.texts}
    assert isinstance(await channel.send(sending(Edit(1, Message("ngắn", attachments=files)), **where)), Sent)
    assert [(shown.kind, shown.text) for shown in lan.heard] == [("text", "ngắn"), ("photo", "")]


async def test_an_edit_done_again_after_an_unknown_outcome_marks_what_it_adds(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram
) -> None:
    sent = await channel.send(sending(Message("ngắn")))
    assert isinstance(sent, Sent)
    fake.drop_next("sendMessage", effect=True)
    assert isinstance(await channel.send(sending(Edit(1, Message(LONG)), number=2, edit_of=sent.remote_id)), Unknown)
    there = len(lan.heard)
    edit = sending(Edit(1, Message(LONG)), number=2, edit_of=sent.remote_id, resend=True)
    assert isinstance(await channel.send(edit), Sent)
    again = [shown.text for shown in lan.heard[there:]]
    assert again
    assert all(text.startswith("(gửi lại)\n") for text in again)


@pytest.mark.parametrize("edit_of", ["999", "abc", ""])
async def test_an_edit_of_what_is_not_there(channel: TelegramChannel, lan: FakeUser, edit_of: str) -> None:
    assert isinstance(await channel.send(sending(Edit(1, Message("x")), edit_of=edit_of)), Refused)


async def test_an_edit_without_a_message(channel: TelegramChannel, lan: FakeUser) -> None:
    assert isinstance(await channel.send(sending(Edit(1, Message("x")))), Refused)
    assert isinstance(await channel.send(sending(Edit(1, Message(" ")), edit_of="1")), Refused)


async def test_an_edit_that_outgrows_its_message_goes_on_below(channel: TelegramChannel, lan: FakeUser) -> None:
    sent = await channel.send(sending(Message("ngắn", rows=ROWS)))
    assert isinstance(sent, Sent)
    outcome = await channel.send(sending(Edit(1, Message(LONG, rows=ROWS)), number=2, edit_of=sent.remote_id or ""))
    assert isinstance(outcome, Sent)
    assert outcome.remote_id == sent.remote_id
    assert "".join(" ".join(s.text for s in lan.heard).split()) == "".join(LONG.split())
    assert lan.heard[1].reply_to == lan.heard[0].id
    assert lan.heard[-1].rows
    assert not lan.heard[0].rows


async def test_a_long_edit_that_must_wait_goes_on_where_it_stopped(
    channel: TelegramChannel, lan: FakeUser, fake: FakeTelegram
) -> None:
    sent = await channel.send(sending(Message("ngắn")))
    assert isinstance(sent, Sent)
    edit = sending(Edit(1, Message(LONG)), number=2, edit_of=sent.remote_id or "")
    fake.fail_next("sendMessage", 429, retry_after=1)
    assert await channel.send(edit) == Throttled(1), "nothing new is there: it may be begun anew"
    fake.budget(per_chat=(0.001, 2))
    stopped = await channel.send(replace(edit, tries=2))
    assert isinstance(stopped, Throttled)
    assert stopped.partly
    fake.budget()
    assert isinstance(await channel.send(replace(edit, tries=3)), Sent)
    assert len(fake.called("editMessageText")) == 2
    assert said(lan) == "".join(LONG.split())

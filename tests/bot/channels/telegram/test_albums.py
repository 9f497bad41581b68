"""Albums out: pictures together, documents apart, and one by one where Telegram takes them in no album."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.base import Retry, Sending, Sent
from bot.channels.telegram import TelegramChannel
from handlers.incoming import Attachment, Kind
from handlers.outgoing import RESENT, Button, Edit, Message, Span, marked_as_resent
from tests.bot.channels.telegram.conftest import Shelf
from tests.bot.channels.telegram.test_files import HER_PHOTO, LAN, given, on_telegram, on_web, sending
from tests.fakes.telegram import FakeTelegram, FakeUser


async def photos(channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, number: int) -> list[Attachment]:
    found = []
    for _ in range(number):
        await lan.sends_photo()
        found.append(await given(channel, fake))
    return found


async def test_pictures_are_an_album_with_their_caption(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, shelf: Shelf
) -> None:
    shelf.files["m1"] = (HER_PHOTO, "a.jpg", "image/jpeg")
    first, second = await photos(channel, fake, lan, 2)
    message = Message("Ba trang", (Span("bold", 0, 2),), (), (first, on_web(Kind.PHOTO), second))
    outcome = await channel.send(Sending(1, LAN, message))
    assert [shown.text for shown in lan.heard] == ["Ba trang", "", ""]
    assert lan.heard[0].styled("bold") == ["Ba"]
    assert len({shown.extra["media_group_id"] for shown in lan.heard}) == 1
    assert isinstance(outcome, Sent)
    assert [str(shown.id) for shown in lan.heard] == [outcome.remote_id, *outcome.more_ids]
    assert len(fake.called("sendMediaGroup")) == 1
    assert not fake.called("sendMessage")


async def test_documents_stand_apart_and_eleven_pictures_are_two_calls(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser
) -> None:
    many = await photos(channel, fake, lan, 12)
    files = []
    for _ in range(2):
        await lan.sends_document()
        files.append(await given(channel, fake))
    outcome = await channel.send(sending("Hồ sơ", *many, *files, rows=((Button("Có", "t"),),)))
    assert isinstance(outcome, Sent)
    assert [shown.kind for shown in lan.heard] == ["text", *["photo"] * 12, *["document"] * 2]
    assert lan.heard[0].buttons == ["Có"]
    albums = [shown.extra["media_group_id"] for shown in lan.heard[1:]]
    assert [albums.count(each) for each in dict.fromkeys(albums)] == [10, 2, 2]


async def test_an_album_that_is_refused_goes_one_by_one(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, shelf: Shelf
) -> None:
    (good,) = await photos(channel, fake, lan, 1)
    gone = on_telegram(Kind.PHOTO, "AgNobodyKnows")
    outcome = await channel.send(sending("Hai ảnh", good, gone))
    assert isinstance(outcome, Sent)
    assert [(shown.kind, shown.text) for shown in lan.heard] == [("photo", "Hai ảnh"), ("text", "📎 ⚠")]


async def test_an_album_too_heavy_for_one_call_goes_one_by_one(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, shelf: Shelf
) -> None:
    for number in range(3):
        shelf.files[f"m{number}"] = (bytes(20_000_000), f"{number}.pdf", "application/pdf")
    outcome = await channel.send(sending("Nặng", *(on_web(Kind.FILE, f"m{n}", f"{n}.pdf") for n in range(3))))
    assert isinstance(outcome, Sent)
    assert [shown.kind for shown in lan.heard] == ["document"] * 3
    assert not fake.called("sendMediaGroup")


async def test_an_album_waits_for_a_file_that_cannot_be_had_just_now(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, shelf: Shelf
) -> None:
    shelf.files["m1"] = (b"x", "a.pdf", "application/pdf")
    shelf.error = TimeoutError("slow disk")
    both = sending("x", on_web(Kind.FILE), on_web(Kind.FILE))
    first = await channel.send(both)
    assert isinstance(first, Retry)
    assert not first.partly
    assert lan.heard == []
    assert isinstance(await channel.send(replace(both, tries=61)), Sent)
    assert [shown.text for shown in lan.heard] == ["x\n\n📎 ⚠", "📎 ⚠"]


async def test_an_album_that_comes_again_says_so_once(channel: TelegramChannel, lan: FakeUser, shelf: Shelf) -> None:
    shelf.files["m1"] = (b"x", "a.pdf", "application/pdf")
    both = sending("x", on_web(Kind.FILE), on_web(Kind.FILE))
    assert isinstance(both.content, Message)
    again = await channel.send(replace(both, content=marked_as_resent(both.content), resend=True, tries=2))
    assert isinstance(again, Sent)
    assert [shown.text for shown in lan.heard] == [f"{RESENT}\nx", ""]
    edit = Sending(2, LAN, Edit(1, Message("y")), again.remote_id, again.texts)
    assert isinstance(await channel.send(edit), Sent)
    assert [shown.text for shown in lan.heard] == ["y", ""]

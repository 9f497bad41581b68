"""Attachments out and in: by file id, by upload, by a visible stand-in."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.channels.base import Refused, Retry, Sending, Sent
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.fetching import NotFetched
from handlers.clock import Clock
from handlers.incoming import Attachment, Kind, Said
from handlers.outgoing import RESENT, Button, Edit, Message, Span, marked_as_resent
from storage.db import Database
from storage.place import Place
from tests.bot.channels.telegram.conftest import SHORT, Shelf
from tests.fakes.telegram import FakeTelegram, FakeUser

LAN = Place("telegram", "101")
HER_PHOTO = b"\xff\xd8\xff anh chup"


def sending(text: str, *attachments: Attachment, **how: tuple[tuple[Button, ...], ...]) -> Sending:
    return Sending(1, LAN, Message(text, attachments=attachments, **how))  # type: ignore[arg-type]


def on_web(kind: Kind, reference: str = "m1", name: str = "") -> Attachment:
    return Attachment(kind, reference, name, channel="webchat")


def on_telegram(kind: Kind, reference: str, name: str = "") -> Attachment:
    return Attachment(kind, reference, name, channel="telegram")


async def given(channel: TelegramChannel, fake: FakeTelegram) -> Attachment:
    """The attachment of the newest update, as the channel reads it."""
    said = channel.parse(json.dumps(fake.world.waiting[-1].update).encode())
    assert isinstance(said, Said)
    return said.attachments[0]


@pytest.mark.parametrize("kind", [Kind.PHOTO, Kind.FILE, Kind.VOICE])
async def test_within_telegram_by_file_id(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, kind: Kind
) -> None:
    officer = fake.user(202)
    match kind:
        case Kind.PHOTO:
            await officer.sends_photo()
        case Kind.FILE:
            await officer.sends_document()
        case _:
            await officer.sends_voice()
    attachment = await given(channel, fake)
    outcome = await channel.send(sending("Kèm theo", attachment, rows=((Button("Có", "t"),),)))
    (shown,) = lan.heard
    assert outcome == Sent(str(shown.id))
    assert (shown.text, shown.file_id, shown.buttons) == ("Kèm theo", attachment.reference, ["Có"])
    assert len(fake.calls) == 1, "nothing is downloaded or uploaded"


async def test_text_and_several_files(channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser) -> None:
    await lan.sends_photo()
    photo = await given(channel, fake)
    await lan.sends_document()
    document = await given(channel, fake)
    outcome = await channel.send(sending("Hai tệp", photo, document))
    assert isinstance(outcome, Sent)
    assert [shown.kind for shown in lan.heard] == ["text", "photo", "document"]
    assert [str(shown.id) for shown in lan.heard] == [outcome.remote_id, *outcome.more_ids]


async def test_a_file_from_elsewhere_is_uploaded(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, shelf: Shelf
) -> None:
    shelf.files["m1"] = (HER_PHOTO, "ảnh chụp.jpg", "image/jpeg")
    assert isinstance(await channel.send(sending("Ảnh", on_web(Kind.PHOTO))), Sent)
    (shown,) = lan.heard
    file = fake.world.files[shown.file_id or ""]
    assert (shown.kind, shown.text, file.content, file.name) == ("photo", "Ảnh", HER_PHOTO, "ảnh chụp.jpg")


async def test_emphasis_survives_an_upload(channel: TelegramChannel, lan: FakeUser, shelf: Shelf) -> None:
    shelf.files["m1"] = (b"x", "a.pdf", "application/pdf")
    message = Message("😀 Mã LS-1", (Span("bold", 5, 4),), ((Button("Có", "t"),),), (on_web(Kind.FILE),))
    assert isinstance(await channel.send(Sending(1, LAN, message)), Sent)
    assert lan.heard[0].styled("bold") == ["LS-1"]
    assert lan.heard[0].buttons == ["Có"]


async def test_a_photo_too_large_for_one_goes_as_a_file(
    channel: TelegramChannel, lan: FakeUser, shelf: Shelf
) -> None:
    shelf.files["m1"] = (b"x" * 10_000_001, "to.jpg", "image/jpeg")
    assert isinstance(await channel.send(sending("Ảnh to", on_web(Kind.PHOTO))), Sent)
    assert [(shown.kind, shown.text) for shown in lan.heard] == [("document", "Ảnh to")]


async def test_a_photo_that_telegram_cannot_read_goes_as_a_file(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, shelf: Shelf
) -> None:
    shelf.files["m1"] = (b"GIF89a", "a.gif", "image/gif")
    fake.fail_next("sendPhoto", 400, description="Bad Request: IMAGE_PROCESS_FAILED")
    assert isinstance(await channel.send(sending("Ảnh", on_web(Kind.PHOTO))), Sent)
    assert [shown.kind for shown in lan.heard] == ["document"]


async def test_a_round_video_goes_as_a_file(channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser) -> None:
    """A video note cannot be sent on as a video: it is fetched and sent as a file."""
    note = fake.world.keep("video_note", "n.mp4", "video/mp4", b"film")
    assert isinstance(await channel.send(sending("", on_telegram(Kind.VIDEO, note.id))), Sent)
    (shown,) = lan.heard
    assert (shown.kind, fake.world.files[shown.file_id or ""].content) == ("document", b"film")


@pytest.mark.parametrize(
    "attachment",
    [
        on_web(Kind.PHOTO, "gone", "a.jpg"),
        on_web(Kind.FILE, "huge", "a.jpg"),
        on_web(Kind.FILE, "empty", "a.jpg"),
        on_telegram(Kind.FILE, "AgNoSuchFile", "a.jpg"),
        on_telegram(Kind.FILE, "/etc/hostname", "a.jpg"),
        on_telegram(Kind.FILE, "http://169.254.169.254/", "a.jpg"),
        on_telegram(Kind.LOCATION, "somewhere", "a.jpg"),
        on_telegram(Kind.LOCATION, "91,0", "a.jpg"),
        on_telegram(Kind.LOCATION, "1,2,3", "a.jpg"),
        on_telegram(Kind.CONTACT, "", "a.jpg"),
    ],
    ids=lambda attachment: f"{attachment.kind}-{attachment.reference}",
)
async def test_what_cannot_be_passed_on_is_seen_to_be_missing(
    channel: TelegramChannel, lan: FakeUser, shelf: Shelf, attachment: Attachment
) -> None:
    shelf.files["huge"] = (b"x" * 50_000_001, "huge.zip", "application/zip")
    shelf.files["empty"] = (b"", "e.txt", "text/plain")
    outcome = await channel.send(sending("Xem kèm", attachment))
    assert isinstance(outcome, Sent)
    text = "\n".join(shown.text for shown in lan.heard)
    assert "Xem kèm" in text
    assert "📎 a.jpg ⚠" in text


async def test_no_local_file_ever_leaves(channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser) -> None:
    await channel.send(sending("", on_telegram(Kind.FILE, __file__)))
    assert not fake.world.files


async def test_location_and_contact(channel: TelegramChannel, lan: FakeUser) -> None:
    spot = on_telegram(Kind.LOCATION, "22.226,106.527")
    card = on_web(Kind.CONTACT, "+84912345678", "Chị Lan")
    assert isinstance(await channel.send(sending("", spot, card)), Sent)
    assert [shown.kind for shown in lan.heard] == ["location", "contact"]


async def test_without_a_shelf_the_stand_in_is_shown(fake: FakeTelegram, sqlite_db: Database, lan: FakeUser) -> None:
    channel = TelegramChannel(TelegramSettings(fake.token, fake.base_url), sqlite_db, Clock(), timeouts=SHORT)
    assert isinstance(await channel.send(sending("x", on_web(Kind.PHOTO, name="a.jpg"))), Sent)
    assert lan.heard[0].text == "x\n\n📎 a.jpg ⚠"
    await channel.stop()


async def test_a_shelf_out_of_reach_is_tried_again(channel: TelegramChannel, lan: FakeUser, shelf: Shelf) -> None:
    shelf.error = OSError("disk")
    assert isinstance(await channel.send(sending("x", on_web(Kind.PHOTO))), Retry)
    assert lan.heard == []


async def test_a_shelf_out_of_reach_for_an_hour_holds_up_nothing_more(
    channel: TelegramChannel, lan: FakeUser, shelf: Shelf
) -> None:
    shelf.error = OSError("disk")
    waiting = sending("x", on_web(Kind.FILE, name="a.pdf"))
    assert isinstance(await channel.send(replace(waiting, tries=60)), Retry)
    assert isinstance(await channel.send(replace(waiting, tries=61)), Sent)
    assert [shown.text for shown in lan.heard] == ["x\n\n📎 a.pdf ⚠"]


async def test_the_second_file_out_of_reach_is_gone_on_with(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, shelf: Shelf
) -> None:
    shelf.files |= {"m1": (b"x", "a.pdf", "application/pdf"), "m2": (b"OggS", "v.ogg", "audio/ogg")}
    shelf.error = TimeoutError("slow disk")
    files = sending("x", on_web(Kind.FILE), on_web(Kind.VOICE, "m2"))
    first = await channel.send(files)
    assert isinstance(first, Retry)
    assert first.partly
    assert not first.of_line
    shelf.error = None
    assert isinstance(await channel.send(replace(files, tries=2)), Sent)
    assert [shown.kind for shown in lan.heard] == ["text", "document", "voice"]


async def test_files_that_come_again_say_so_and_an_edit_leaves_them_where_they_are(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, shelf: Shelf
) -> None:
    shelf.files |= {"m1": (b"x", "a.pdf", "application/pdf"), "m2": (b"OggS", "v.ogg", "audio/ogg")}
    files = sending("x", on_web(Kind.FILE), on_web(Kind.VOICE, "m2"))
    assert isinstance(files.content, Message)
    again = await channel.send(replace(files, content=marked_as_resent(files.content), resend=True, tries=2))
    assert isinstance(again, Sent)
    assert [(shown.kind, shown.text.strip()) for shown in lan.heard] == [
        ("text", f"{RESENT}\nx"), ("document", RESENT), ("voice", RESENT),
    ]  # fmt: skip
    parts = again.texts or (again.remote_id or "",)
    edit = Sending(2, LAN, Edit(1, Message("y")), again.remote_id, again.texts)
    assert isinstance(await channel.send(edit), Sent)
    assert parts == (str(lan.heard[0].id),)
    assert [(shown.kind, shown.text.strip()) for shown in lan.heard] == [
        ("text", "y"), ("document", RESENT), ("voice", RESENT),
    ]  # fmt: skip


async def test_a_quote_that_is_gone_does_not_turn_the_file_into_a_stand_in(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser
) -> None:
    await lan.sends_photo()
    photo = await given(channel, fake)
    fake.fail_next("sendPhoto", 400, description="Bad Request: message to be replied not found")
    outcome = await channel.send(Sending(1, LAN, Message("x", attachments=(photo,), quote="5")))
    assert isinstance(outcome, Sent)
    assert [shown.kind for shown in lan.heard] == ["photo"]


async def test_nobody_there_is_not_the_file_s_fault(channel: TelegramChannel, fake: FakeTelegram) -> None:
    photo = fake.world.keep("photo", "a.jpg", "image/jpeg", b"x")
    outcome = await channel.send(sending("x", on_telegram(Kind.PHOTO, photo.id)))
    assert not isinstance(outcome, Sent | Refused)
    assert len(fake.calls) == 1


# --- fetching ----------------------------------------------------------------------------------------------------


async def test_fetching(channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser) -> None:
    await lan.sends_photo(HER_PHOTO)
    photo = await given(channel, fake)
    assert await channel.fetch(photo.reference) == (HER_PHOTO, "file_1.jpg", "image/jpeg")


async def test_fetching_what_is_not_there(channel: TelegramChannel) -> None:
    with pytest.raises(NotFetched) as caught:
        await channel.fetch("nothing")
    assert not caught.value.temporary


async def test_fetching_too_much(channel: TelegramChannel, fake: FakeTelegram) -> None:
    big = fake.world.keep("document", "a.zip", "application/zip", b"x" * 20_000_001)
    with pytest.raises(NotFetched):
        await channel.fetch(big.id)
    fake.answer_next("getFile", b'{"ok":true,"result":{"file_id":"x","file_path":"%s"}}' % big.path.encode())
    with pytest.raises(NotFetched, match="20 MB") as caught:
        await channel.fetch(big.id)
    assert not caught.value.temporary


@pytest.mark.parametrize("path", [b'"/var/lib/bot/file"', b'"../../x"', b"5", b"null"])
async def test_fetching_from_an_odd_path(channel: TelegramChannel, fake: FakeTelegram, path: bytes) -> None:
    fake.answer_next("getFile", b'{"ok":true,"result":{"file_path":%s}}' % path)
    with pytest.raises(NotFetched):
        await channel.fetch("x")


@pytest.mark.parametrize("status", [500, 429, 404])
async def test_fetching_again_may_help(channel: TelegramChannel, fake: FakeTelegram, status: int) -> None:
    file = fake.world.keep("document", "a.pdf", "application/pdf", b"x")
    fake.fail_next("download", status)
    with pytest.raises(NotFetched) as caught:
        await channel.fetch(file.id)
    assert caught.value.temporary
    assert (await channel.fetch(file.id))[0] == b"x"


async def test_a_download_that_breaks_off(channel: TelegramChannel, fake: FakeTelegram) -> None:
    file = fake.world.keep("document", "a.pdf", "application/pdf", b"x")
    fake.drop_next("download", effect=False, times=2)  # a GET on a kept connection is tried once more by itself
    with pytest.raises(NotFetched) as caught:
        await channel.fetch(file.id)
    assert caught.value.temporary


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [
        ('Tờ "trình"\r\nX: 1.pdf', "Tờ 'trình' X: 1.pdf"),
        ("..\\..\\a.pdf", ".._.._a.pdf"),
        ("", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
async def test_names_of_uploads(
    channel: TelegramChannel, fake: FakeTelegram, lan: FakeUser, shelf: Shelf, name: str, shown_as: str
) -> None:
    shelf.files["m1"] = (b"x", name, "application/pdf")
    assert isinstance(await channel.send(sending("x", on_web(Kind.FILE))), Sent)
    assert fake.world.files[lan.heard[0].file_id or ""].name == shown_as

"""Every captured shape is read, and nothing that may come ends in anything but a neutral form or a clear no."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Unparseable
from bot.channels.zalo_bot.reading import Reader, arrival, event_of, is_wanted
from handlers.clock import Clock
from handlers.incoming import Attachment, Incoming, Kind, Said, Unshown
from storage.place import Place

PAYLOADS = Path(__file__).parents[3] / "payloads" / "zalo_bot"
SHAPES = sorted(PAYLOADS.glob("*.json"))
MALFORMED = sorted((PAYLOADS / "malformed").iterdir())
LAN = "6ede9afa66b88fe6d6a9"
AT = datetime.fromtimestamp(1_795_255_200, UTC)
PHOTO = "https://photo-stal-7.zdn.vn/c3/d4/anh.jpg"
reader = Reader(Clock())


def parsed(name: str) -> Incoming | None:
    return reader.parse((PAYLOADS / f"{name}.json").read_bytes())


def said(name: str) -> Said:
    found = parsed(name)
    assert isinstance(found, Said), found
    return found


def raw(name: str) -> Any:
    return json.loads((PAYLOADS / f"{name}.json").read_bytes())


@pytest.mark.parametrize("name", ["text", "text_wrapped", "text_extra_fields", "text_no_chat_type", "text_no_is_bot"])
def test_a_text_in_every_shape(name: str) -> None:
    found = said(name)
    assert (found.sender.channel, found.sender.user_id, found.place) == ("zalo_bot", LAN, Place("zalo_bot", LAN))
    assert (found.sent_at, found.private, found.attachments) == (AT, True, ())
    assert found.text in ("Xã em hỏi về chợ hạng 3 ạ", "x")
    assert found.message_id == event_of(raw(name))["message"]["message_id"]  # type: ignore[index]


def test_names_commands_and_numbers() -> None:
    assert said("text").sender.name == "Nguyễn Thị Lan"
    assert said("text_no_name").sender.name == ""
    assert said("text_start").text == said("text_start_wrapped").text == "/start K7Q2"
    assert said("text_number").text == "1."


@pytest.mark.parametrize(
    "name",
    ["image_photo_url", "image_photo_url_wrapped", "image_photo", "image_photo_wrapped", "image_photo_list",
     "image_photo_list_of_objects", "image_photo_dict", "image_photo_dict_wrapped"],
)  # fmt: skip
def test_a_photo_in_every_shape(name: str) -> None:
    found = said(name)
    assert found.attachments == (Attachment(Kind.PHOTO, PHOTO, mime="image/jpeg", channel="zalo_bot"),)
    assert found.text == event_of(raw(name))["message"].get("caption", "")  # type: ignore[index]


def test_of_two_fields_of_a_photo_the_observed_one_counts() -> None:
    assert said("image_both").attachments[0].reference == PHOTO
    assert said("image_photo_url_no_caption").text == ""


@pytest.mark.parametrize("name", ["voice", "voice_wrapped", "voice_no_message_type"])
def test_a_voice(name: str) -> None:
    [voice] = said(name).attachments
    assert (voice.kind, voice.mime) == (Kind.VOICE, "audio/aac")
    assert voice.reference == "https://voice-aac-dl.zdn.vn/e5/f6.aac"


@pytest.mark.parametrize("name", ["sticker", "sticker_wrapped", "sticker_no_url", "sticker_nothing"])
def test_a_sticker_is_one_whatever_is_told_of_it(name: str) -> None:
    [sticker] = said(name).attachments
    assert sticker.kind is Kind.STICKER
    assert sticker.reference


@pytest.mark.parametrize("name", ["unsupported", "unsupported_wrapped"])
def test_what_zalo_does_not_show_is_told_as_such(name: str) -> None:
    found = parsed(name)
    assert isinstance(found, Unshown)
    assert (found.place, found.private) == (Place("zalo_bot", LAN), True)


@pytest.mark.parametrize(
    "name",
    ["text_group", "text_group_wrapped", "text_group_reply", "image_group", "unsupported_group", "unknown_event",
     "unknown_event_no_message", "text_from_bot"],
)  # fmt: skip
def test_groups_bots_and_unknown_events_need_no_answer(name: str) -> None:
    assert parsed(name) is None
    assert is_wanted(event_of(raw(name))) == (name == "text_from_bot")


def test_hostile_text_is_cleaned() -> None:
    found = said("text_hostile")
    assert not [sign for sign in found.text + found.sender.name if sign in "\x00\u202e\ud800"]


@pytest.mark.parametrize("file", [*SHAPES, *MALFORMED], ids=lambda file: file.stem)
def test_nothing_raises_but_a_clear_no_and_all_is_kept_under_one_id(file: Path) -> None:
    body = file.read_bytes()
    try:
        event = event_of(json.loads(body))
    except ValueError:
        event = None
    kept = arrival("1459", event, body)
    assert kept == arrival("1459", event, body)
    assert kept.channel == "zalo_bot"
    assert len(kept.update_id) <= 120
    assert len(kept.conversation) <= 160
    try:
        found = reader.parse(body)
    except Unparseable:
        return
    if found is not None:
        assert kept.conversation == found.place.key
        assert kept.update_id == f"1459:{found.message_id}"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name",
    ["date_huge", "date_is_fraction", "date_is_text", "date_missing", "date_negative", "date_in_seconds"],
)
def test_no_question_is_lost_for_its_date(name: str) -> None:
    found = reader.parse((PAYLOADS / "malformed" / f"{name}.json").read_bytes())
    assert isinstance(found, Said)
    assert found.sent_at.tzinfo is not None
    assert found.sent_at.year >= 2000


@pytest.mark.parametrize(
    "name", ["photo_list_empty", "photo_missing", "photo_url_is_null", "photo_is_number", "photo_dict_without_url"]
)
def test_a_photo_without_an_address_leaves_its_caption(name: str) -> None:
    found = reader.parse((PAYLOADS / "malformed" / f"{name}.json").read_bytes())
    assert isinstance(found, Said)
    assert (found.text, found.attachments) == ("Giấy này còn hiệu lực không ạ?", ())


@pytest.mark.parametrize("name", ["voice_url_missing", "voice_url_is_list"])
def test_a_voice_without_an_address_was_not_shown(name: str) -> None:
    assert isinstance(reader.parse((PAYLOADS / "malformed" / f"{name}.json").read_bytes()), Unshown)


@pytest.mark.parametrize("name", ["text_missing", "text_is_null", "text_is_number", "text_is_object"])
def test_a_text_that_says_nothing_needs_no_answer(name: str) -> None:
    assert reader.parse((PAYLOADS / "malformed" / f"{name}.json").read_bytes()) is None


def test_the_same_message_is_one_arrival_wrapped_or_not() -> None:
    event = raw("text")
    wrapped = {"ok": True, "result": event}
    one, other = (arrival("1459", event_of(body), b"") for body in (event, wrapped))
    assert one.update_id == other.update_id == f"1459:{event['message']['message_id']}"
    assert arrival("1460", event, b"").update_id != one.update_id

"""Every shape that was seen, and malformed ones: each is read rightly or set aside, and none is an error."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.base import Unparseable
from bot.channels.zalo_oa.reading import arrival, is_wanted, parse
from handlers.incoming import Attachment, Kind, Overheard, Pressed, Reach, Said, Sender, is_act
from storage.place import Place
from tests.bot.channels.zalo_oa.conftest import AT

PAYLOADS = Path(__file__).parents[3] / "payloads" / "zalo_oa"
LAN = "8261023457719340951"
SENDER, PLACE = Sender("zalo_oa", LAN, ""), Place("zalo_oa", LAN)
A1 = "https://photo-stal-2.zdn.vn/a1/b2/"


def body(name: str) -> bytes:
    return (PAYLOADS / f"{name}.json").read_bytes()


def said(name: str) -> Said:
    found = parse(body(name))
    assert isinstance(found, Said)
    assert (found.sender, found.place, found.sent_at, found.private) == (SENDER, PLACE, AT, True)
    return found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("user_send_text", "Xã em hỏi về chợ hạng 3 ạ"),
        ("user_send_text_timestamp_is_number", None),
        ("user_send_text_no_user_id_by_app", None),
        ("user_send_text_extra_fields", None),
        ("user_send_text_code", None),
        ("button_press_shown", None),
        ("button_press", "#cb:9fK2"),  # no token of ours: what somebody typed
    ],
)
def test_a_text(name: str, text: str | None) -> None:
    told = json.loads(body(name))["message"]
    found = said(name)
    assert (found.text, found.message_id, found.attachments) == (text or told["text"].strip(), told["msg_id"], ())


def test_hostile_text_is_cleaned_at_the_border() -> None:
    text = said("user_send_text_hostile").text
    assert not set(text) & set("\x00\u202e\u2066\ufeff")
    text.encode()


def test_a_quote() -> None:
    told = json.loads(body("user_send_text_quoting"))["message"]
    assert said("user_send_text_quoting").reply_to == told["quote_msg_id"]


def test_a_press_is_a_text_that_is_one_of_our_tokens() -> None:
    event = json.loads(body("user_send_text"))
    event["message"]["text"] = "#aB3_-678xyz9.12"
    found = parse(json.dumps(event).encode())
    assert found == Pressed(SENDER, PLACE, "aB3_-678xyz9.12", AT, None, event["message"]["msg_id"])


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("user_send_image", [Kind.PHOTO]), ("user_send_image_no_thumbnail", [Kind.PHOTO]),
        ("user_send_image_several", [Kind.PHOTO] * 3), ("user_send_gif", [Kind.PHOTO]),
        ("user_send_file_no_name", [Kind.FILE]), ("user_send_audio", [Kind.VOICE]),
        ("user_send_video", [Kind.VIDEO]), ("user_send_sticker", [Kind.STICKER]),
    ],
)  # fmt: skip
def test_what_is_sent_along(name: str, kinds: list[Kind]) -> None:
    found = said(name)
    told = [each["payload"]["url"] for each in json.loads(body(name))["message"]["attachments"]]
    assert [attachment.kind for attachment in found.attachments] == kinds
    assert [attachment.reference for attachment in found.attachments] == told
    assert {attachment.channel for attachment in found.attachments} == {"zalo_oa"}


def test_a_caption_stays_with_its_picture() -> None:
    found = said("user_send_image_caption")
    assert (len(found.attachments), bool(found.text)) == (1, True)


def test_a_file_has_its_name_and_size() -> None:
    (found,) = said("user_send_file").attachments
    told = json.loads(body("user_send_file"))["message"]["attachments"][0]["payload"]
    assert (found.name, found.size, found.mime) == (told["name"], int(told["size"]), told["type"])


def test_a_place_a_card_and_a_link() -> None:
    (spot,) = said("user_send_location_named").attachments
    assert (spot.kind, spot.reference) == (Kind.LOCATION, "21.85,106.76")
    assert said("user_send_location_named").text == "Chợ Đông Kinh, Lạng Sơn"
    card = Attachment(Kind.CONTACT, "84912345678", "Nguyễn Thị Hoa", channel="zalo_oa")
    assert said("user_send_business_card").attachments == (card,)
    link = json.loads(body("user_send_link"))["message"]["attachments"][0]["payload"]["url"]
    assert link in said("user_send_link").text


@pytest.mark.parametrize(
    ("name", "reachable"),
    [("follow", True), ("follow_no_source", True), ("user_click_chatnow", True), ("unfollow", False)],
)
def test_coming_and_going(name: str, reachable: bool) -> None:
    assert parse(body(name)) == Reach(SENDER, PLACE, reachable, AT)


NOISE = ("oa_send_action", "oa_send_group_text")
ECHOES = [file.stem for file in sorted(PAYLOADS.glob("oa_send_*.json")) if file.stem not in NOISE]


@pytest.mark.parametrize("name", ECHOES)
def test_what_is_written_in_our_name(name: str) -> None:
    event = json.loads(body(name))
    found = parse(body(name), timedelta(minutes=60))
    assert isinstance(found, Overheard)
    assert (found.place, found.message_id, found.sent_at) == (PLACE, event["message"]["msg_id"], AT)
    assert found.by_hand == ("admin_id" in event["sender"])
    assert found.pause == timedelta(minutes=60)
    assert arrival("1", event, body(name)).conversation == f"zalo_oa:{LAN}|echo", "no reply waits for it"
    assert not is_act(found), "it opens no window"


UNWANTED = [
    "add_user_to_tag", "create_group", "data_subject_request", "oa_send_action", "oa_send_group_text",
    "remove_tag", "remove_user_from_tag", "unknown_event", "user_join_group", "user_reacted_message",
    "user_received_message", "user_received_message_reversed", "user_received_message_zns", "user_seen_message",
    "user_seen_message_reversed", "user_send_group_text", "user_submit_info", "user_submit_info_older",
]  # fmt: skip


@pytest.mark.parametrize("name", UNWANTED)
def test_what_says_nothing_to_us(name: str) -> None:
    assert not is_wanted(json.loads(body(name)))
    assert parse(body(name)) is None


@pytest.mark.parametrize("file", sorted(PAYLOADS.rglob("*.json")), ids=lambda file: file.stem)
def test_no_shape_is_an_error(file: Path) -> None:
    read(file.read_bytes())


def read(raw: bytes) -> None:
    """As the door and the worker read it."""
    try:
        event = json.loads(raw)
    except (ValueError, RecursionError):
        event = None
    if isinstance(event, dict):
        is_wanted(event)
        kept = arrival("360846524940903967", event, raw)
        for text, most in ((kept.update_id, 120), (kept.conversation, 160)):
            assert len(text) <= most
            assert text.isprintable()
            assert text.isascii()
    found = None
    with suppress(Unparseable):
        found = parse(raw)
    if isinstance(found, Said):
        assert found.text or found.attachments
        for text in (found.text, *(a.reference for a in found.attachments), *(a.name for a in found.attachments)):
            assert "\x00" not in text
            text.encode()
        assert all(len(a.reference) <= 2000 and len(a.mime) <= 120 for a in found.attachments)

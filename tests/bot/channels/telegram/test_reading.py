"""Captured updates, read; malformed ones, refused."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Unparseable
from bot.channels.telegram.reading import Reader, arrival
from handlers.clock import Clock
from handlers.incoming import (
    Attachment,
    Edited,
    Group,
    Kind,
    Membership,
    Moved,
    Pressed,
    Reach,
    Reacted,
    Said,
    Sender,
)
from storage.place import Place

PAYLOADS = Path(__file__).parents[3] / "payloads" / "telegram"
MALFORMED = sorted((PAYLOADS / "malformed").iterdir())
LAN = Sender("telegram", "1234567890", "Nguyễn Thị Lan", "vi")
HER_CHAT = Place("telegram", "1234567890")


def payload(name: str) -> bytes:
    return (PAYLOADS / f"{name}.json").read_bytes()


def read(name: str) -> object:
    return Reader(Clock()).parse(payload(name))


def said(message_id: int, text: str, *attachments: Attachment, reply_to: str | None = None) -> Said:
    sent = datetime.fromtimestamp(1795255200, UTC)
    return Said(LAN, HER_CHAT, str(message_id), sent, text, attachments, reply_to)


def file(kind: Kind, reference: str, name: str = "", mime: str = "", size: int | None = None) -> Attachment:
    return Attachment(kind, reference, name, mime, size, "telegram")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("text", said(41, "/start k3Jd_82-aB")),
        ("text_emoji", said(42, "Xã em 😀 hỏi về chợ hạng 3")),
        (
            "photo_caption",
            said(
                43,
                "Giấy này còn hiệu lực không ạ?",
                file(Kind.PHOTO, "AgACAgUAAxkBAAIPy", mime="image/jpeg", size=164211),
            ),
        ),
        (
            "document",
            said(44, "", file(Kind.FILE, "BQACAgUAAxkBAAIDoc", "Tờ trình 12.pdf", "application/pdf", 482133)),
        ),
        ("voice", said(45, "", file(Kind.VOICE, "AwACAgUAAxkBAAIVoi", "", "audio/ogg", 28110))),
        ("audio", said(46, "", file(Kind.AUDIO, "CQACAgUAAxkBAAIAud", "Ghi âm", "audio/mpeg", 981230))),
        ("video", said(47, "", file(Kind.VIDEO, "BAACAgUAAxkBAAIVid", "cho.mp4", "video/mp4", 3981230))),
        ("video_note", said(48, "", file(Kind.VIDEO, "DQACAgUAAxkBAAINot", "", "video/mp4", 381230))),
        ("sticker", said(49, "", file(Kind.STICKER, "CAACAgUAAxkBAAISti", "👍", "", 21876))),
        ("animation", said(50, "", file(Kind.FILE, "CgACAgUAAxkBAAIAni", "a.mp4", "video/mp4", 51876))),
        ("location", said(51, "", file(Kind.LOCATION, "22.226012,106.527331"))),
        ("venue", said(52, "Chợ Thất Khê\nLạng Sơn", file(Kind.LOCATION, "22.2,106.5"))),
        (
            "contact",
            replace(said(53, "", file(Kind.CONTACT, "+84912345678", "Nguyễn Thị Lan")), own_phone="+84912345678"),
        ),
        ("poll", said(54, "Họp lúc nào?")),
        ("forwarded", said(55, "Thông báo nghỉ lễ")),
        ("reply", said(56, "Cảm ơn anh", reply_to="40")),
    ],
)
def test_what_is_said(name: str, expected: Said) -> None:
    assert read(name) == expected


def test_an_edit_is_dated_when_it_was_made() -> None:
    edited = read("edited")
    assert isinstance(edited, Edited)
    assert (edited.message_id, edited.text) == ("42", "Xã em hỏi về chợ hạng 2")
    assert edited.sent_at == datetime.fromtimestamp(1795255200 + 120, UTC)


def test_a_press_carries_its_token_and_is_dated_by_us() -> None:
    before = datetime.now(UTC)
    pressed = read("callback")
    assert isinstance(pressed, Pressed)
    assert (pressed.sender, pressed.place, pressed.private) == (LAN, HER_CHAT, True)
    assert (pressed.token, pressed.press_id, pressed.message_id) == ("p7Kq:2", "5302419874563210987", "60")
    assert before <= pressed.sent_at <= datetime.now(UTC)


def test_a_press_on_a_message_too_old_to_be_shown_is_a_press() -> None:
    pressed = read("callback_inaccessible")
    assert isinstance(pressed, Pressed)
    assert (pressed.token, pressed.message_id, pressed.place) == ("old:1", "3", HER_CHAT)


def test_a_press_in_moved_time_is_dated_in_moved_time() -> None:
    clock = Clock()
    clock.forward(timedelta(days=3))
    pressed = Reader(clock).parse(payload("callback"))
    assert isinstance(pressed, Pressed)
    assert pressed.sent_at > datetime.now(UTC) + timedelta(days=2)


@pytest.mark.parametrize(("name", "reachable"), [("blocked", False), ("unblocked", True)])
def test_blocking_and_coming_back(name: str, reachable: bool) -> None:
    assert read(name) == Reach(LAN, HER_CHAT, reachable, datetime.fromtimestamp(1795255200, UTC))


def test_a_topic_is_a_place_of_its_own() -> None:
    message = read("topic")
    assert isinstance(message, Said)
    assert message.place == Place("telegram", "-1002233445566", "12")
    assert message.reply_to is None, "answering the message that opened the topic is not quoting it"
    assert not message.private


def test_a_quote_within_a_topic_is_a_quote() -> None:
    message = read("topic_reply")
    assert isinstance(message, Said)
    assert message.reply_to == "70"


def test_a_thread_of_replies_is_no_topic() -> None:
    message = read("thread_without_topic")
    assert isinstance(message, Said)
    assert message.place == Place("telegram", "-1002233445567")
    assert message.reply_to == "70"


@pytest.mark.parametrize(
    "name",
    [
        "service_joined", "channel_post", "anonymous_admin", "unknown_kind", "callback_game",
        "edited_live_location",
    ],
)  # fmt: skip
def test_what_needs_no_answer(name: str) -> None:
    assert read(name) is None


def test_hostile_text_is_cleaned() -> None:
    message = read("hostile_text")
    assert isinstance(message, Said)
    assert message.text == "abc\ufffdd\ne"
    assert message.sender.name == "Bộ trưởng"


def test_somebody_without_any_name_is_somebody() -> None:
    update = json.loads(payload("text"))
    update["message"]["from"] |= {"first_name": "", "last_name": ""}
    message = Reader(Clock()).parse(json.dumps(update).encode())
    assert isinstance(message, Said)
    assert message.sender.name == ""


@pytest.mark.parametrize("path", MALFORMED, ids=lambda path: path.stem)
def test_malformed_updates_are_unparseable_and_still_stored(path: Path) -> None:
    raw = path.read_bytes()
    with pytest.raises(Unparseable) as caught:
        Reader(Clock()).parse(raw)
    assert "hello" not in str(caught.value)
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError):
        return  # no channel of ours is handed one of these: the webhook refuses it, polling sees no batch
    stored = arrival("7654321", update, raw)
    assert stored.payload == raw
    assert len(stored.update_id) <= 120
    assert len(stored.conversation) <= 160
    assert stored.conversation.startswith("telegram:")


def test_an_arrival_is_known_by_bot_and_number() -> None:
    raw = payload("text")
    stored = arrival("7654321", json.loads(raw), raw)
    assert (stored.channel, stored.update_id) == ("telegram", "7654321:824635101")
    assert stored.conversation == HER_CHAT.key


@pytest.mark.parametrize("name", sorted(path.stem for path in PAYLOADS.glob("*.json")))
def test_the_light_look_and_the_reading_agree_on_the_place(name: str) -> None:
    incoming = read(name)
    raw = payload(name)
    if isinstance(incoming, Said | Edited | Pressed | Reach):
        assert arrival("7654321", json.loads(raw), raw).conversation == incoming.place.key


def test_without_a_number_the_content_is_the_number() -> None:
    one, other = (arrival("1", {"x": n}, str(n).encode()) for n in (1, 2))
    assert one.update_id != other.update_id
    assert one == arrival("1", {"x": 1}, b"1")
    assert one.conversation.startswith("telegram:?sha256:")


def test_unknown_shapes_do_not_share_a_conversation() -> None:
    one, other = (arrival("1", {"update_id": n, "new_thing": {}}, b"") for n in (1, 2))
    assert (one.conversation, other.conversation) == ("telegram:?1", "telegram:?2")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = sorted(path.stem for path in PAYLOADS.glob("*.json"))


@given(name=st.sampled_from(NAMES), value=JSON_VALUES, data=st.data())
def test_no_shape_breaks_reading(name: str, value: object, data: st.DataObject) -> None:
    """Any one value of a true update, replaced by anything, is read or refused: nothing else."""
    update = json.loads(payload(name))
    node = update
    while True:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        if isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
            node = node[key]
        else:
            node[key] = value
            break
    raw = json.dumps(update).encode()
    stored = arrival("7654321", update, raw)
    assert len(stored.conversation) <= 160
    try:
        incoming = Reader(Clock()).parse(raw)
    except Unparseable:
        return
    if incoming is not None:
        assert incoming.sent_at.tzinfo is not None
        assert len(incoming.place.key) <= 160


@pytest.mark.parametrize(("name", "inside", "manages"), [("group_kicked", False, False), ("group_admin", True, True)])
def test_what_we_are_in_a_group(name: str, inside: bool, manages: bool) -> None:
    membership = read(name)
    assert isinstance(membership, Membership)
    assert (membership.inside, membership.manages_topics, membership.private) == (inside, manages, False)
    assert membership.place == Place("telegram", "-1002233445566")
    assert membership.group == Group("Công Thương Lạng Sơn", topics=True)


@pytest.mark.parametrize("name", ["migrated", "migrated_from"])
def test_a_group_that_became_a_supergroup_is_told_of_in_both_places(name: str) -> None:
    moved = read(name)
    assert isinstance(moved, Moved)
    assert (moved.old, moved.new) == (Place("telegram", "-4455667788"), Place("telegram", "-1002233445566"))


@pytest.mark.parametrize("odd", [True, "x", 2**63, [], {}])
def test_a_group_that_moves_to_nowhere_is_no_update(odd: object) -> None:
    raw = json.loads(payload("migrated"))
    raw["message"]["migrate_to_chat_id"] = odd
    with contextlib.suppress(Unparseable):
        assert not isinstance(Reader(Clock()).parse(json.dumps(raw).encode()), Moved)


@pytest.mark.parametrize(
    ("old", "new", "liked"),
    [
        ("", "👍", True), ("", "❤", True), ("", "❤\ufe0f", True), ("", "👎", False), ("👎", "👍", True),
        ("👍", "👎", False), ("👍", "", None), ("👍", "👍", None), ("", "👍👎", None), ("", "🔥", None),
        ("👍", "👍❤", True),
    ],
)  # fmt: skip
def test_a_reaction_says_that_it_helped_that_it_did_not_or_nothing(old: str, new: str, liked: bool | None) -> None:
    raw = json.loads(payload("reaction"))
    for name, emojis in (("old_reaction", old), ("new_reaction", new)):
        found = ["❤\ufe0f"] if "\ufe0f" in emojis else emojis
        raw["message_reaction"][name] = [{"type": "emoji", "emoji": emoji} for emoji in found]
    told = Reader(Clock()).parse(json.dumps(raw).encode())
    if liked is None:
        assert told is None
    else:
        assert isinstance(told, Reacted)
        assert (told.liked, told.message_id, told.place, told.sender) == (liked, "60", HER_CHAT, LAN)


def test_reactions_of_nobody_and_bought_ones_say_nothing() -> None:
    raw = json.loads(payload("reaction"))
    raw["message_reaction"]["new_reaction"] = [{"type": "paid"}, {"type": "custom_emoji", "custom_emoji_id": "5"}]
    assert Reader(Clock()).parse(json.dumps(raw).encode()) is None
    raw = json.loads(payload("reaction"))
    del raw["message_reaction"]["user"]
    assert Reader(Clock()).parse(json.dumps(raw).encode()) is None


@pytest.mark.parametrize("owner", [None, 555, -1])
def test_a_contact_of_somebody_else_is_not_ones_own(owner: int | None) -> None:
    raw = json.loads(payload("contact"))
    raw["message"]["contact"]["user_id"] = owner
    sent = Reader(Clock()).parse(json.dumps(raw).encode())
    assert isinstance(sent, Said)
    assert sent.own_phone == ""

"""Raw updates: written here, read here, and checked all the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.base import Unparseable
from bot.channels.webchat import raw
from handlers.incoming import Attachment, Edited, Kind, Pressed, Said

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
CHAT = "c" * 32


def test_what_is_written_is_read_again() -> None:
    file = {"id": "f" * 32, "kind": "photo", "name": "a\u202e.png", "mime": "image/png", "size": 5}
    arrival = raw.arrival(
        CHAT, "client-1", AT, type="said", message_id="7", text=" xin\x00 chào ", files=[file],
        reply_to="3", client_id="client-1", name="Lan\n", language="vi",
    )  # fmt: skip
    assert (arrival.update_id, arrival.conversation) == (f"{CHAT}:client-1", f"web:{CHAT}")
    said = raw.parse(arrival.payload)
    assert isinstance(said, Said)
    assert (said.text, said.sent_at, said.reply_to, said.sender.name) == ("xin chào", AT, "3", "Lan")
    assert said.attachments == (Attachment(Kind.PHOTO, "f" * 32, "a.png", "image/png", 5, "web"),)


def test_each_type_has_its_meaning() -> None:
    edited = raw.arrival(CHAT, "e", AT, type="edited", message_id="7", text="b", files=[])
    pressed = raw.arrival(CHAT, "p", AT, type="pressed", token="t\u200f", press_id="p", message_id="7")
    assert isinstance(raw.parse(edited.payload), Edited)
    found = raw.parse(pressed.payload)
    assert isinstance(found, Pressed)
    assert (found.token, found.press_id) == ("t", "p")


GOOD: dict[str, Any] = {
    "chat": CHAT, "at": AT.isoformat(), "type": "said", "message_id": "7", "text": "x", "client_id": "abc",
}  # fmt: skip

WRONG: list[dict[str, Any]] = [
    {"type": "danced"}, {"type": None}, {"chat": ""}, {"chat": 5}, {"chat": "x" * 100}, {"at": "gestern"},
    {"at": "2026-11-21T09:30:00"}, {"at": None}, {"text": None}, {"text": 5}, {"message_id": None},
    {"files": [5]}, {"files": [{"id": "x"}]}, {"files": 5}, {"client_id": ""},
    {"files": [{"id": "x", "kind": "spell", "name": "", "mime": "", "size": 1}]},
    {"files": [{"id": "x", "kind": "photo", "name": "", "mime": "", "size": float("inf")}]},
    {"files": [{"id": "x", "kind": "photo", "name": "", "mime": "", "size": 2**31}]},
    {"language": 5}, {"language": "vi\x00"}, {"reply_to": []}, {"client_id": "a\u202eb"},
    {"at": "0001-01-01T00:00:00+00:00"}, {"at": "9999-12-31T23:59:59-14:00"},
    {"type": "pressed", "token": "t", "press_id": "p", "message_id": {}},
    {"type": "recalled", "message_id": None}, {"type": "recalled", "message_id": ["7"]},
]  # fmt: skip


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"{", b"null", b"[]", b"5", b'"x"', b"\xff", b"[" * 50_000,
        *(json.dumps({**GOOD, **wrong}).encode() for wrong in WRONG),
    ],
)  # fmt: skip
def test_anything_else_is_unparseable(payload: bytes) -> None:
    with pytest.raises(Unparseable):
        raw.parse(payload)

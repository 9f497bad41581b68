"""Whether an event is Zalo's."""

from __future__ import annotations

import pytest

from bot.channels.zalo_oa.signature import is_signed, signature

APP, SECRET, AT = "1234567890", "oa-secret-xyz", "1749600000000"
BODY = (
    b'{"event_name":"user_send_text","app_id":"1234567890","sender":{"id":"111"},"recipient":{"id":"999"},'
    b'"message":{"msg_id":"m1","text":"hi"},"timestamp":"1749600000000"}'
)
KNOWN = "98c5a521e0649a896ef3153fd48df5c23431aa2873855d9e87271d19ea8e8020"


def test_the_known_vector_verifies() -> None:
    assert signature(APP, BODY, AT, SECRET) == KNOWN


@pytest.mark.parametrize("shown", [KNOWN, f"mac={KNOWN}", f" mac={KNOWN} ", KNOWN.upper()])
def test_it_is_taken_with_and_without_its_name(shown: str) -> None:
    assert is_signed(shown, APP, BODY, AT, SECRET)


@pytest.mark.parametrize("shown", ["", "mac=", KNOWN[:-1], f"mac=mac={KNOWN}", f"{KNOWN}0", "é" * 64, "\udcff"])
def test_anything_else_is_none(shown: str) -> None:
    assert not is_signed(shown, APP, BODY, AT, SECRET)


def test_every_byte_counts() -> None:
    for at in range(len(BODY)):
        assert not is_signed(KNOWN, APP, BODY[:at] + b"~" + BODY[at + 1 :], AT, SECRET)
    for app, when, secret in (("1", AT, SECRET), (APP, "1", SECRET), (APP, AT, "other")):
        assert not is_signed(KNOWN, app, BODY, when, secret)

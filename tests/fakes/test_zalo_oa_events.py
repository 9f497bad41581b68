"""How the fake Official Account tells of what happened: signatures, tries, order, echoes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tests.fakes.conftest import Api
from tests.fakes.receiver import Received, Receiver
from tests.fakes.zalo_oa import FakeZaloOA, How, ZaloPerson, signature

EVENT = {"event_name": "user_send_text", "app_id": "1", "timestamp": "1749600000000", "message": {"text": "chợ"}}


@pytest.fixture
async def lan(oa: FakeZaloOA, app: Receiver) -> ZaloPerson:
    """Somebody whose app is told of everything but echoes and receipts."""
    oa.webhook.url = app.url
    oa.sending.echoes = oa.sending.receipts = False
    return oa.person("Lan", "8261023")


def signed(request: Received, key: str, head: str, prefix: str = "mac=") -> bool:
    """Whether a receiver who reads bytes would believe it. Written out here: the fake's own function is on trial."""
    raw = head.encode() + request.body + str(request.event["timestamp"]).encode() + key.encode()
    return request.headers["X-ZEvent-Signature"] == prefix + hashlib.sha256(raw).hexdigest()


def test_the_published_vector() -> None:
    body = (
        '{"event_name":"user_send_text","app_id":"1234567890","sender":{"id":"111"},"recipient":{"id":"999"},'
        '"message":{"msg_id":"m1","text":"hi"},"timestamp":"1749600000000"}'
    )
    mac = signature("1234567890", body.encode(), "1749600000000", "oa-secret-xyz")
    assert mac == "98c5a521e0649a896ef3153fd48df5c23431aa2873855d9e87271d19ea8e8020"


@pytest.mark.parametrize("escaped", [False, True])
async def test_the_bytes_that_travel_are_signed(
    oa: FakeZaloOA, app: Receiver, lan: ZaloPerson, escaped: bool
) -> None:
    await lan.says("chợ hạng 3", how=How(escaped=escaped))
    (request,) = app.received
    assert signed(request, oa.oa_secret, oa.app_id)
    assert request.event["message"]["text"] == "chợ hạng 3"
    compact = json.dumps(request.event, ensure_ascii=False, separators=(",", ":")).encode()
    assert (request.body != compact) == escaped


@pytest.mark.parametrize(
    ("how", "key", "by", "prefix"),
    [
        (How(prefix=False), "oa", "app", ""),
        (How(key="another"), "another", "app", "mac="),
        (How(by_oa_id=True), "oa", "oa", "mac="),
    ],
    ids=["no prefix", "wrong key", "over the account's id"],
)
async def test_signatures_of_other_kinds(
    oa: FakeZaloOA, app: Receiver, lan: ZaloPerson, how: How, key: str, by: str, prefix: str
) -> None:
    await lan.says("x", how=how)
    secret = oa.oa_secret if key == "oa" else key
    assert signed(app.received[0], secret, oa.oa_id if by == "oa" else oa.app_id, prefix)


async def test_no_signature_and_other_headers(app: Receiver, lan: ZaloPerson) -> None:
    await lan.says("x", how=How(signed=False, headers=(("X-ZEvent-Server", "ZNS"),)))
    assert "X-ZEvent-Signature" not in app.received[0].headers
    assert app.received[0].headers["X-ZEvent-Server"] == "ZNS"


async def test_fields_that_change_places_break_the_signature(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    await lan.says("x")
    await lan.says("x", how=How(reordered=True))
    usual, reordered = app.received
    assert list(reordered.event) == list(reversed(usual.event))
    assert [signed(request, oa.oa_secret, oa.app_id) for request in app.received] == [True, False]


async def test_the_same_event_several_times(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    await lan.says("x", how=How(copies=3))
    assert len({request.body for request in app.received}) == 1
    assert [request.headers.get("num_retry") for request in app.received] == [None, "1", "2"]
    await lan.says("y", how=How(num_retry=4))
    assert app.received[-1].headers["num_retry"] == "4"


async def test_events_out_of_order(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    oa.webhook.hold()
    for text in ("một", "hai", "ba"):
        await lan.says(text)
    assert app.received == []
    await oa.webhook.release(backwards=True)
    assert [event["message"]["text"] for event in app.events] == ["ba", "hai", "một"]
    oa.webhook.hold()
    await lan.says("bốn")
    await lan.says("năm")
    await oa.webhook.release()
    assert [event["message"]["text"] for event in app.events[3:]] == ["bốn", "năm"]


async def test_what_is_not_taken_comes_again(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    app.statuses = [500, 302]
    await lan.says("x")
    assert [attempt.status for attempt in oa.webhook.attempts] == [500]
    await app.until(3)
    assert len({request.body for request in app.received}) == 1
    assert [request.headers.get("num_retry") for request in app.received] == [None, "1", "2"]
    assert oa.webhook.enabled


async def test_after_six_tries_the_webhook_is_off(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    oa.webhook.ladder = (0.01,) * 5
    app.statuses = [503] * 6
    await lan.says("x")
    await oa.until(lambda: not oa.webhook.enabled)
    assert (len(app.received), len(oa.webhook.lost)) == (6, 1)
    await lan.says("y")
    assert (len(app.received), len(oa.webhook.lost)) == (6, 2)
    oa.webhook.enabled = True
    await lan.says("z")
    assert app.events[-1]["message"]["text"] == "z"


async def test_nobody_waits_for_the_next_try(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    oa.webhook.ladder = (3600.0,) * 5
    app.statuses = [503]
    await lan.says("x")
    oa.webhook.retry_now()
    await app.until(2)


async def test_who_takes_too_long_has_not_taken_it(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    assert oa.webhook.patience == 2.0
    oa.webhook.patience, oa.webhook.ladder, app.mute = 0.05, (0.01,), True
    await lan.says("x")
    (attempt,) = oa.webhook.attempts
    assert (attempt.status, attempt.late, attempt.taken) == (0, True, False)
    app.mute = False
    await oa.until(lambda: len(oa.webhook.attempts) == 2)
    assert [attempt.taken for attempt in oa.webhook.attempts] == [False, True]


async def test_nobody_listens(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    oa.webhook.url = "http://127.0.0.1:9/hook"
    await lan.says("x")
    assert (oa.webhook.attempts[0].status, oa.webhook.attempts[0].late) == (0, False)
    oa.webhook.url = None
    await lan.says("y")
    assert len(oa.webhook.lost) == 1


async def test_the_console_pings_before_it_keeps_an_address(oa: FakeZaloOA, app: Receiver) -> None:
    oa.webhook.url, app.statuses = None, [403]
    assert not await oa.save_webhook(app.url)
    assert not oa.webhook.url
    assert await oa.save_webhook(app.url)
    assert (str(oa.webhook.url), oa.webhook.enabled) == (app.url, True)
    assert "X-ZEvent-Signature" not in app.received[-1].headers
    oa.public_only = True
    assert not await oa.save_webhook(app.url)


async def test_an_event_of_any_shape(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    await oa.send_event(EVENT)
    made = await oa.send_event(b'{"event_name": "cut')
    assert made
    assert made.taken
    assert app.received[0].event == EVENT
    assert app.received[1].body == b'{"event_name": "cut'


@pytest.mark.parametrize(
    ("act", "given", "event", "differing"),
    [
        ("sends_photo", {"caption": "ảnh"}, "user_send_image", ["thumbnail", "url"]),
        ("sends_gif", {}, "user_send_gif", ["thumbnail", "url"]),
        ("sends_video", {}, "user_send_video", ["description", "thumbnail", "url"]),
        ("sends_voice", {}, "user_send_audio", ["url"]),
        ("sends_file", {"name": "a.docx"}, "user_send_file", ["checksum", "name", "size", "type", "url"]),
        ("sends_sticker", {}, "user_send_sticker", ["id", "url"]),
        ("sends_link", {"url": "https://a.vn"}, "user_send_link", ["description", "thumbnail", "url"]),
        ("sends_location", {"latitude": 21.8, "longitude": 106.7}, "user_send_location", ["coordinates"]),
        ("sends_card", {"name": "Hoa", "phone": "8"}, "user_send_business_card", ["description", "thumbnail", "url"]),
    ],
)  # fmt: skip
async def test_what_people_send(
    app: Receiver, lan: ZaloPerson, act: str, given: dict[str, Any], event: str, differing: list[str]
) -> None:
    sent = await getattr(lan, act)(**given)
    (told,) = app.events
    assert (told["event_name"], told["message"]["msg_id"]) == (event, sent)
    assert (told["sender"]["id"], told["message"].get("text", "")) == (lan.id, given.get("caption", ""))
    assert sorted(told["message"]["attachments"][0]["payload"]) == differing
    assert lan.screen[0].id == sent
    texts = [told["timestamp"], told["app_id"], sent, told["user_id_by_app"]]
    assert all(isinstance(text, str) for text in texts)


async def test_a_file_can_be_fetched(app: Receiver, lan: ZaloPerson, api: Api) -> None:
    await lan.sends_file(b"%PDF-1.7 hers", "to-trinh.pdf")
    payload = app.events[0]["message"]["attachments"][0]["payload"]
    assert (payload["name"], payload["size"]) == ("to-trinh.pdf", "13")
    async with api.session.get(payload["url"]) as response:
        assert await response.read() == b"%PDF-1.7 hers"


async def test_pressing(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson, api: Api) -> None:
    await lan.follows()
    buttons = [
        {"title": "Ẩn", "type": "oa.query.hide", "payload": "#cb:9fK2"},
        {"title": "Hiện", "type": "oa.query.show", "payload": "Bảng giá"},
        {"title": "Web", "type": "oa.open.url", "payload": {"url": "https://example.vn"}},
    ]
    under = {"type": "template", "payload": {"buttons": buttons}}
    sent = (await api.send(lan.id, {"text": "?", "attachment": under}))["data"]["message_id"]
    assert await lan.presses("Web") == ""
    hidden, open_ = await lan.presses("Ẩn", on=sent), await oa.press_button(sent, 1)
    assert [(told["message"]["msg_id"], told["message"]["text"]) for told in app.events[1:]] == [
        (hidden, "#cb:9fK2"),
        (open_, "Bảng giá"),
    ]
    assert [shown.text for shown in lan.screen] == ["?", "Bảng giá"]
    with pytest.raises(AssertionError, match="no button"):
        await lan.presses("Khác")
    with pytest.raises(AssertionError, match="nobody"):
        await oa.press_button("404", 0)


async def test_a_quote_comes_with_its_id(app: Receiver, lan: ZaloPerson, api: Api) -> None:
    await lan.says("một")
    ours = (await api.send(lan.id, {"text": "hai"}))["data"]["message_id"]
    await lan.says("ba", quoting=ours)
    assert "quote_msg_id" not in app.events[0]["message"]
    assert app.events[1]["message"]["quote_msg_id"] == ours


async def test_coming_and_going(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    await lan.follows()
    await lan.unfollows()
    await lan.clicks_chat()
    assert [told["event_name"] for told in app.events] == ["follow", "unfollow", "user_click_chatnow"]
    assert app.events[0]["follower"] == {"id": lan.id}
    assert "sender" not in app.events[0]
    assert app.events[0]["oa_id"] == oa.oa_id


async def test_seen_in_both_directions(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson, api: Api) -> None:
    await lan.follows()
    sent = (await api.send(lan.id, {"text": "x"}))["data"]["message_id"]
    await lan.reads()
    await lan.reads(lan.heard[0], reversed_ids=True)
    one, two = app.events[1:]
    assert (one["event_name"], one["message"]) == ("user_seen_message", {"msg_ids": [sent]})
    assert (one["sender"], one["recipient"]) == (two["recipient"], two["sender"])
    assert one["sender"]["id"] == lan.id


@pytest.mark.parametrize("backwards", [False, True])
async def test_receipts(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson, api: Api, backwards: bool) -> None:
    await lan.follows()
    oa.sending.receipts, oa.sending.receipts_reversed = True, backwards
    sent = (await api.send(lan.id, {"text": "x"}))["data"]["message_id"]
    told = (await app.until(2))[1].event
    assert (told["event_name"], told["message"]["msg_id"]) == ("user_received_message", sent)
    assert (told["sender"]["id"] == oa.oa_id) == backwards


async def test_echoes_of_what_the_app_sends(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson, api: Api) -> None:
    await lan.follows()
    oa.sending.echoes = True
    sent = (await api.send(lan.id, {"text": "x"}))["data"]["message_id"]
    told = (await app.until(2))[1].event
    assert (told["event_name"], told["message"]) == ("oa_send_text", {"msg_id": sent, "text": "x"})
    assert told["sender"] == {"id": oa.oa_id}
    assert told["recipient"] == {"id": lan.id}


@pytest.mark.parametrize("first", [False, True])
async def test_an_echo_may_overtake_the_answer(
    oa: FakeZaloOA, app: Receiver, lan: ZaloPerson, api: Api, first: bool
) -> None:
    await lan.follows()
    oa.sending.echoes, oa.sending.echo_first = True, first
    app.mute, oa.webhook.patience = True, 0.05 if first else 60.0
    await api.send(lan.id, {"text": "x"})
    tried = [attempt.event_name for attempt in oa.webhook.attempts]
    assert tried == (["follow", "oa_send_text"] if first else ["follow"])


async def test_echoes_of_what_staff_write(oa: FakeZaloOA, app: Receiver, lan: ZaloPerson) -> None:
    await oa.agent_writes(lan, "Tôi trả lời chị đây", admin_id="7001")
    await oa.agent_writes(lan, "và nữa", admin_id=None)
    assert [shown.admin_id for shown in lan.heard] == ["7001", None]
    assert [told["sender"].get("admin_id") for told in app.events] == ["7001", None]
    assert {told["event_name"] for told in app.events} == {"oa_send_text"}

"""The captured shapes and the fakes agree: what a channel is tested against in one way, it meets in the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.conftest import Api, Caller
from tests.fakes.receiver import Receiver
from tests.fakes.zalo_bot import FakeZaloBot, How
from tests.fakes.zalo_oa import FakeZaloOA

PAYLOADS = Path(__file__).parents[1] / "payloads"
OA, BOT = PAYLOADS / "zalo_oa", PAYLOADS / "zalo_bot"
OA_EVENTS = {
    "user_send_text", "user_send_image", "user_send_file", "user_send_audio", "user_send_video", "user_send_sticker",
    "user_send_link", "user_send_gif", "user_send_location", "user_send_business_card", "user_submit_info", "follow",
    "unfollow", "user_click_chatnow", "user_received_message", "user_seen_message", "oa_send_text", "oa_send_image",
    "oa_send_gif", "oa_send_list", "oa_send_file", "oa_send_sticker", "oa_send_msg", "oa_send_link", "oa_send_video",
    "oa_send_carousel", "oa_send_action", "add_user_to_tag", "remove_user_from_tag", "remove_tag", "create_group",
    "user_join_group", "user_reacted_message",
}  # fmt: skip
BOT_EVENTS = {f"message.{kind}.received" for kind in ("text", "image", "sticker", "voice", "unsupported")}


def payload(file: Path) -> Any:
    return json.loads(file.read_bytes())


def shape(told: Any) -> Any:
    """Fields and kinds of values, without the values."""
    if isinstance(told, dict):
        return {name: shape(value) for name, value in told.items()}
    if isinstance(told, list):
        return [shape(told[0])] if told else []
    return type(told).__name__


def test_every_event_has_a_file() -> None:
    assert {payload(file)["event_name"] for file in OA.glob("*.json")} >= OA_EVENTS
    bodies = [payload(file) for file in BOT.glob("*.json")]
    assert {body["event_name"] for body in bodies if "result" not in body} >= BOT_EVENTS
    assert {body["result"]["event_name"] for body in bodies if "result" in body} >= BOT_EVENTS


def test_every_id_is_used_once() -> None:
    ids = [payload(file).get("message", {}).get("msg_id") for file in OA.glob("*.json")]
    known = [id for id in ids if id]
    assert len(known) == len(set(known))


@pytest.mark.parametrize(
    ("act", "given", "name"),
    [
        ("says", {"text": "x"}, "user_send_text"),
        ("says", {"text": "x", "quoting": "96d3"}, "user_send_text_quoting"),
        ("sends_photo", {}, "user_send_image"),
        ("sends_photo", {"caption": "x"}, "user_send_image_caption"),
        ("sends_gif", {}, "user_send_gif"),
        ("sends_file", {}, "user_send_file"),
        ("sends_voice", {}, "user_send_audio"),
        ("sends_video", {}, "user_send_video"),
        ("sends_sticker", {}, "user_send_sticker"),
        ("sends_link", {"url": "https://example.vn"}, "user_send_link"),
        ("sends_location", {"latitude": 21.8, "longitude": 106.7}, "user_send_location"),
        ("sends_location", {"latitude": 21.8, "longitude": 106.7, "text": "Chợ"}, "user_send_location_named"),
        ("sends_card", {"name": "Hoa", "phone": "84912345678"}, "user_send_business_card"),
        ("follows", {}, "follow"),
        ("unfollows", {}, "unfollow"),
        ("clicks_chat", {}, "user_click_chatnow"),
    ],
)
async def test_events_of_people_at_the_account(
    oa: FakeZaloOA, app: Receiver, act: str, given: dict[str, Any], name: str
) -> None:
    oa.webhook.url = app.url
    await getattr(oa.person("Lan"), act)(**given)
    captured = payload(OA / f"{name}.json")
    assert shape(app.events[0]) == shape(captured)
    assert app.events[0]["event_name"] == captured["event_name"]


async def test_events_of_what_the_account_sends(oa: FakeZaloOA, app: Receiver, api: Api) -> None:
    oa.webhook.url = app.url
    lan = oa.person("Lan", follows=True)
    await api.send(lan.id, {"text": "x"})
    await app.until(2)
    await lan.reads()
    await lan.reads(reversed_ids=True)
    await oa.agent_writes(lan, "x")
    names = (
        "oa_send_text",
        "user_received_message",
        "user_seen_message",
        "user_seen_message_reversed",
        "oa_send_text_by_admin",
    )
    assert [shape(told) for told in app.events] == [shape(payload(OA / f"{name}.json")) for name in names]


@pytest.mark.parametrize(
    ("act", "given", "name"),
    [
        ("says", {"text": "x"}, "text"),
        ("says", {"text": "x", "how": How(style="wrapped")}, "text_wrapped"),
        ("sends_photo", {"caption": "x"}, "image_photo_url"),
        ("sends_photo", {}, "image_photo_url_no_caption"),
        ("sends_photo", {"caption": "x", "how": How(style="wrapped")}, "image_photo_url_wrapped"),
        ("sends_voice", {}, "voice"),
        ("sends_sticker", {}, "sticker"),
        ("sends_file", {}, "unsupported"),
    ],
)
async def test_updates_of_people_at_the_bot(
    bot: FakeZaloBot, caller: Caller, app: Receiver, act: str, given: dict[str, Any], name: str
) -> None:
    await caller.call("setWebhook", url=app.url, secret_token="12345678")
    await getattr(bot.person("Lan"), act)(**given)
    assert shape(app.events[0]) == shape(payload(BOT / f"{name}.json"))


@pytest.mark.parametrize("folder", [OA, BOT], ids=["oa", "bot"])
async def test_the_malformed_travel_as_they_are(
    oa: FakeZaloOA, bot: FakeZaloBot, caller: Caller, app: Receiver, folder: Path
) -> None:
    oa.webhook.url = app.url
    await caller.call("setWebhook", url=app.url, secret_token="12345678")
    app.received.clear()
    bodies = [file.read_bytes() for file in sorted((folder / "malformed").iterdir())]
    assert len(bodies) > 50
    for body in bodies:
        await (oa.send_event(body) if folder == OA else bot.tell(body))
    assert [request.body for request in app.received] == bodies

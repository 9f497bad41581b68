"""How updates of the fake bot platform reach a bot: one at a time to whoever polls, or once to a webhook."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.fakes.conftest import Caller
from tests.fakes.receiver import Receiver
from tests.fakes.watch import Watch
from tests.fakes.zalo_bot import FakeZaloBot, How, ZaloBotPerson

SECRET = "mot-bi-mat-1"
HEADER = "X-Bot-Api-Secret-Token"


async def hook(caller: Caller, app: Receiver) -> Any:
    error, result = await caller.call("setWebhook", url=app.url, secret_token=SECRET)
    assert error == 0
    return result


async def poll(caller: Caller, timeout: object = 0) -> tuple[int, Any]:
    return await caller.call("getUpdates", timeout=timeout)


async def test_a_poll_brings_one_update_and_forgets_it(bot: FakeZaloBot, caller: Caller) -> None:
    lan = bot.person("Lan")
    ids = [await lan.says(text) for text in ("một", "hai")]
    told = [await poll(caller, timeout) for timeout in (0, "0", 0)]
    assert [error for error, _ in told] == [0, 0, 408]
    assert [update["message"]["message_id"] for _, update in told[:2]] == ids
    assert (await poll(caller, "soon"))[0] == 400


async def test_an_idle_poll_ends_when_something_comes(bot: FakeZaloBot, caller: Caller) -> None:
    polling = asyncio.create_task(poll(caller, 30))
    await bot.until(lambda: bot.calls)
    await bot.person("Lan").says("x")
    error, update = await asyncio.wait_for(polling, 2)
    assert (error, update["message"]["text"]) == (0, "x")


async def test_an_idle_poll_ends_by_itself(bot: FakeZaloBot, caller: Caller) -> None:
    bot.updates.longest_poll = 0.01
    assert await poll(caller, 30) == (408, "Request timeout")
    bot.error_statuses = True
    async with caller.session.get(f"{caller.base}/getUpdates", params={"timeout": "0"}) as response:
        assert (response.status, (await response.json())["error_code"]) == (408, 408)


async def test_an_update_whose_answer_is_lost_is_lost(bot: FakeZaloBot, caller: Caller) -> None:
    await bot.person("Lan").says("x")
    bot.drop_next("getUpdates", effect=True)
    with pytest.raises(aiohttp.ClientError):
        await poll(caller)
    assert (await poll(caller))[0] == 408


async def test_who_has_gone_gets_nothing(bot: FakeZaloBot, caller: Caller) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(poll(caller, 30), 0.1)
    await bot.person("Lan").says("x")
    assert (await poll(caller))[0] == 0


async def test_two_polls_at_once_are_complained_of(bot: FakeZaloBot, caller: Caller) -> None:
    first = asyncio.create_task(poll(caller, 30))
    await bot.until(lambda: bot.calls)
    await poll(caller)
    assert bot.forgive() == ["two polls at once"]
    await bot.person("Lan").says("x")
    assert (await first)[0] == 0


async def test_a_webhook_and_polls_exclude_each_other(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    polling = asyncio.create_task(poll(caller, 30))
    await bot.until(lambda: bot.calls)
    await hook(caller, app)
    assert (await polling)[0] == 400
    assert (await poll(caller))[0] == 400
    assert (await caller.call("deleteWebhook"))[1]["url"] == ""
    assert (await poll(caller))[0] == 408


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"url": "HERE"}, "missing"),
        ({"secret_token": SECRET}, "missing"),
        ({"url": "HERE", "secret_token": "x" * 7}, "8 to 256"),
        ({"url": "HERE", "secret_token": "x" * 257}, "8 to 256"),
        ({"url": "ftp://a.vn", "secret_token": SECRET}, "address"),
    ],
)
async def test_webhooks_that_it_refuses(
    bot: FakeZaloBot, caller: Caller, app: Receiver, parameters: dict[str, str], why: str
) -> None:
    given = {name: value.replace("HERE", app.url) for name, value in parameters.items()}
    error, description = await caller.call("setWebhook", **given)
    assert error == 400
    assert why in description
    assert (await caller.call("getWebhookInfo"))[1]["url"] == ""
    assert app.received == []


async def test_a_webhook_is_probed_with_nothing(
    bot: FakeZaloBot, caller: Caller, app: Receiver, watch: Watch
) -> None:
    result = await hook(caller, app)
    assert (result["url"], result["updated_at"]) == (app.url, int(watch() * 1000))
    verification = result["verification"]
    assert (verification["ok"], verification["outcome"], verification["status_code"]) == (True, "webhook.ok", 200)
    (probe,) = app.received
    assert (probe.body, HEADER in probe.headers, "Content-Type" in probe.headers) == (b"", False, False)
    assert probe.headers["User-Agent"].startswith("Java")
    bot.methods.probe_with_secret = True
    await hook(caller, app)
    assert app.received[1].headers[HEADER] == SECRET


async def test_an_address_stands_although_it_failed(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    app.statuses = [403]
    verification = (await hook(caller, app))["verification"]
    assert (verification["ok"], verification["outcome"]) == (False, "webhook.http.403")
    assert (await caller.call("getWebhookInfo"))[1]["url"] == app.url
    _, result = await caller.call("setWebhook", url="http://127.0.0.1:9/hook", secret_token=SECRET)
    assert (result["verification"]["status_code"], result["verification"]["ok"]) == (0, False)


async def test_testing_the_webhook(bot: FakeZaloBot, caller: Caller, app: Receiver, watch: Watch) -> None:
    assert (await caller.call("testWebhook"))[0] == 400
    await hook(caller, app)
    bot.methods.tests_a_day = 1
    error, told = await caller.call("testWebhook")
    assert (error, told["outcome"]) == (0, "webhook.ok")
    assert (await caller.call("testWebhook"))[0] == 426
    watch.forward(days=1)
    assert (await caller.call("testWebhook"))[0] == 0


async def test_both_shapes_of_a_body(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    await hook(caller, app)
    lan = bot.person("Lan")
    await lan.says("một")
    bot.updates.style = "wrapped"
    await lan.says("hai")
    await lan.says("ba", how=How(style="flat"))
    await bot.deliver({"event_name": "x"}, "wrapped")
    flat, wrapped, again, made = app.events
    assert (flat["event_name"], flat["message"]["text"]) == ("message.text.received", "một")
    assert (wrapped["ok"], wrapped["result"]["message"]["text"]) == (True, "hai")
    assert (again["message"]["text"], made) == ("ba", {"ok": True, "result": {"event_name": "x"}})
    assert all(request.headers[HEADER] == SECRET for request in app.received[1:])


async def test_secrets_that_are_wrong(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    await hook(caller, app)
    app.statuses = [403]
    made = await bot.deliver({"event_name": "x"}, secret="another secret")
    await bot.deliver({"event_name": "x"}, secret="")
    assert (made.status, len(bot.updates.lost)) == (403, 1)
    assert [request.headers.get(HEADER) for request in app.received[1:]] == ["another secret", None]


async def test_the_same_update_twice(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    lan = bot.person("Lan")
    await lan.says("một", how=How(copies=2))
    assert [(await poll(caller))[0] for _ in range(3)] == [0, 0, 408]
    await hook(caller, app)
    await lan.says("hai", how=How(copies=2))
    await bot.deliver({"event_name": "x"}, copies=3)
    assert len(app.received) == 1 + 2 + 3
    assert len({request.body for request in app.received[1:3]}) == 1


async def test_updates_out_of_order(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    await hook(caller, app)
    lan = bot.person("Lan")
    for backwards in (True, False):
        bot.updates.hold()
        await lan.says("một")
        await lan.says("hai")
        await bot.updates.release(backwards=backwards)
    assert [event["message"]["text"] for event in app.events] == ["hai", "một", "một", "hai"]


async def test_what_a_webhook_does_not_take_is_lost(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    await hook(caller, app)
    lan = bot.person("Lan")
    bot.updates.patience, app.mute = 0.05, True
    await lan.says("một")
    app.mute, app.statuses = False, [500]
    await lan.says("hai")
    await lan.says("ba")
    assert [attempt.status for attempt in bot.updates.attempts] == [0, 500, 200]
    assert len(bot.updates.lost) == 2


async def test_anything_may_be_told(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    await bot.tell({"event_name": "message.poll.received"})
    assert await poll(caller) == (0, {"event_name": "message.poll.received"})
    await bot.tell(b'{"ok": true, "result"')
    async with caller.session.get(f"{caller.base}/getUpdates") as response:
        assert await response.read() == b'{"ok": true, "result"'
    await hook(caller, app)
    await bot.tell(b"\xff{")
    assert app.received[-1].body == b"\xff{"


@pytest.mark.parametrize(
    ("act", "given", "event", "fields"),
    [
        ("says", {"text": "x"}, "text", ["text"]),
        ("sends_photo", {"caption": "x"}, "image", ["caption", "message_type", "photo_url"]),
        ("sends_voice", {}, "voice", ["message_type", "voice_url"]),
        ("sends_sticker", {}, "sticker", ["sticker", "url"]),
        ("sends_file", {}, "unsupported", []),
        ("sends_video", {}, "unsupported", []),
        ("sends_link", {"url": "https://example.vn"}, "unsupported", []),
        ("sends_location", {"latitude": 21.8, "longitude": 106.7}, "unsupported", []),
    ],
)
async def test_what_people_send(
    bot: FakeZaloBot, caller: Caller, act: str, given: dict[str, Any], event: str, fields: list[str]
) -> None:
    lan = bot.person("Lan")
    sent = await getattr(lan, act)(**given)
    _, update = await poll(caller)
    message = update["message"]
    assert (update["event_name"], message["message_id"]) == (f"message.{event}.received", sent)
    assert sorted(set(message) - {"message_id", "date", "from", "chat"}) == fields
    assert (message["from"]["id"], message["chat"]) == (lan.id, {"id": lan.id, "chat_type": "PRIVATE"})
    assert (len(lan.id), message["date"]) == (20, int(bot.world.now() * 1000))
    assert [shown.id for shown in lan.screen] == [sent]


@pytest.mark.parametrize(("field", "kind"), [("photo_url", str), ("photo", str), ("list", list), ("dict", dict)])
async def test_pictures_in_every_shape(bot: FakeZaloBot, caller: Caller, field: Any, kind: type) -> None:
    lan = bot.person("Lan")
    lan.photo_field = field
    await lan.sends_photo(b"\xff\xd8\xff hers")
    message = (await poll(caller))[1]["message"]
    told = message["photo_url" if field == "photo_url" else "photo"]
    assert isinstance(told, kind)
    assert ("photo" in message) == (field != "photo_url")
    async with caller.session.get(lan.screen[0].parts[0].url) as response:
        assert await response.read() == b"\xff\xd8\xff hers"


async def test_protected_people_are_not_shown(bot: FakeZaloBot, caller: Caller) -> None:
    child: ZaloBotPerson = bot.person("Bé")
    child.chat.protected = True
    await child.says("xin chào")
    _, update = await poll(caller)
    assert (update["event_name"], "text" in update["message"]) == ("message.unsupported.received", False)


async def test_groups_are_heard_only_when_the_bot_is_meant(bot: FakeZaloBot, caller: Caller) -> None:
    bot.world.can_join_groups = True
    group, lan = bot.group("UBND xã"), bot.person("Lan")
    await lan.says("chào cả nhà", in_=group)
    await lan.sends_photo(in_=group)
    assert (await poll(caller))[0] == 408
    await lan.says(f"@{bot.world.name} hỏi", in_=group)
    await lan.sends_photo(caption=f"@{bot.world.name}", in_=group)
    for _ in range(2):
        message = (await poll(caller))[1]["message"]
        assert message["chat"] == {"id": group.id, "chat_type": "GROUP"}
    await caller.call("sendMessage", chat_id=group.id, text="đây")
    await lan.says("cảm ơn", in_=group, reply_to=group.heard[0])
    assert (await poll(caller))[1]["message"]["text"] == "cảm ơn"
    assert len(group.screen) == 6


async def test_what_people_sent_is_at_its_address_for_a_while(bot: FakeZaloBot, caller: Caller, watch: Watch) -> None:
    lan = bot.person("Lan")
    await lan.sends_photo()
    url = lan.screen[0].parts[0].url

    async def read() -> int:
        async with caller.session.get(url) as response:
            return response.status

    bot.fail_next("media", 403)
    assert (await read(), await read()) == (403, 200)
    bot.media_life = 60
    watch.forward(seconds=61)
    assert await read() == 404

"""The fake bot platform is as strict as the real one: what it let pass, the tests of the channel would let pass."""

from __future__ import annotations

import aiohttp
import pytest

from tests.fakes.conftest import Caller
from tests.fakes.faults import Json
from tests.fakes.receiver import Receiver
from tests.fakes.watch import Watch
from tests.fakes.zalo_bot import FakeZaloBot


def style(start: object = 0, len: object = 1, st: object = ("b",)) -> Json:
    return {"text_styles": [{"start": start, "len": len, "st": list(st) if isinstance(st, tuple) else st}]}


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({}, "missing"),
        ({"text": ""}, "empty"),
        ({"text": " \n"}, "empty"),
        ({"text": 5}, "no text"),
        ({"text": "x" * 2001}, "2000"),
        ({"text": "😀" * 1001}, "2000"),
        ({"text": "a\ud800"}, "half a character"),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "parse_mode"),
        ({"text": "x", "reply_to_message_id": "1"}, "reply_to_message_id"),
        ({"text": "x", "reply_markup": {}}, "reply_markup"),
        ({"text": "x", "text_styles": {}}, "no list"),
        ({"text": "x", "text_styles": [{"start": 0}]}, "start, len and st"),
        ({"text": "x", **style(0, 2)}, "after the text"),
        ({"text": "x", **style(-1, 1)}, "nowhere"),
        ({"text": "x", **style(0, 0)}, "nowhere"),
        ({"text": "x", **style(st=("bold",))}, "styles"),
        ({"text": "x", **style(st=())}, "styles"),
    ],
)
async def test_what_it_refuses_to_send(bot: FakeZaloBot, caller: Caller, parameters: Json, why: str) -> None:
    lan = bot.person("Lan", known=True)
    error, description = await caller.call("sendMessage", chat_id=lan.id, **parameters)
    assert error == 400
    assert why in description
    assert lan.heard == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": "x" * 2000},
        {"text": "😀" * 1000},
        {"text": "x", "parse_mode": "markdown"},
        {"text": "x", "parse_mode": "html"},
        {"text": "😀", **style(0, 2, ("b", "c_db342e", "f_20", "lst_1", "ind_5"))},
    ],
)
async def test_what_it_takes(bot: FakeZaloBot, caller: Caller, parameters: Json) -> None:
    lan = bot.person("Lan", known=True)
    error, result = await caller.call("sendMessage", chat_id=lan.id, **parameters)
    (shown,) = lan.heard
    assert (error, result) == (0, {"message_id": shown.id, "date": int(bot.world.now() * 1000)})
    assert (shown.text, shown.parse_mode) == (parameters["text"], parameters.get("parse_mode"))
    assert shown.styles == parameters.get("text_styles", [])
    assert len(shown.id) == 20


async def test_unknown_methods_and_chats(bot: FakeZaloBot, caller: Caller) -> None:
    assert (await caller.call("sendDocument", chat_id="5"))[0] == 404
    assert (await caller.call("getme"))[0] == 404
    assert await caller.call("sendMessage", chat_id="5", text="x") == (400, "Bad request: chat not found")
    lan = bot.person("Lan")
    assert (await caller.call("sendMessage", chat_id=lan.id, text="x"))[0] == 400
    await lan.says("/start")
    assert (await caller.call("sendMessage", chat_id=lan.id, text="x"))[0] == 0
    assert (await caller.call("sendMessage", chat_id=5, text="x"))[0] == 400


async def test_a_wrong_token(bot: FakeZaloBot, caller: Caller) -> None:
    caller.base = caller.base[:-1]
    assert await caller.call("getMe") == (401, "Unauthorized")
    bot.error_statuses = True
    async with caller.session.get(f"{caller.base}/getMe") as response:
        assert (response.status, response.content_type) == (401, "application/json")
    bot.error_statuses, bot.html_401 = False, True
    async with caller.session.get(f"{caller.base}/getMe") as response:
        assert (response.status, response.content_type) == (401, "text/html")
    assert bot.calls == []


async def test_query_form_json_and_get(bot: FakeZaloBot, caller: Caller) -> None:
    lan = bot.person("Lan", known=True)
    given = {"chat_id": lan.id, "text": "chợ"}
    form = aiohttp.FormData(given)
    many = aiohttp.FormData(given, default_to_multipart=True)
    ways: list[tuple[str, Json]] = [
        ("GET", {"params": given}),
        ("POST", {"params": given}),
        ("POST", {"data": form}),
        ("POST", {"data": many}),
        ("POST", {"json": given}),
    ]
    for verb, sent in ways:
        assert (await caller.raw(verb, "sendMessage", **sent))[0] == 0
    assert [shown.text for shown in lan.heard] == ["chợ"] * 5
    headers = {"Content-Type": "application/json"}
    assert (await caller.raw("POST", "sendMessage", data=b"{", headers=headers))[0] == 400
    assert (await caller.raw("POST", "sendMessage", json=[]))[0] == 400


async def test_who_the_bot_is(bot: FakeZaloBot, caller: Caller) -> None:
    _, me = await caller.call("getMe")
    assert (me["id"], me["account_type"], me["can_join_groups"]) == ("1459232241454765289", "BASIC", False)


async def test_a_picture_is_really_read_twice(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    lan = bot.person("Lan", known=True)
    url = app.at("/picture.jpg")
    assert (await caller.call("sendPhoto", chat_id=lan.id, photo=url, caption="ảnh"))[0] == 0
    assert bot.methods.fetched == [url, url]
    assert (lan.heard[0].text, lan.heard[0].kinds, lan.heard[0].parts[0].content) == (
        "ảnh",
        ["photo"],
        b"\xff\xd8\xff",
    )


async def test_an_address_that_is_good_for_one_reading_is_complained_of(app: Receiver, watch: Watch) -> None:
    bot = FakeZaloBot(allow_http=True, now=watch)
    await bot.start()
    lan = bot.person("Lan", known=True)
    app.statuses = [200, 404]
    async with aiohttp.ClientSession() as session:
        answer = await Caller(bot, session).call("sendPhoto", chat_id=lan.id, photo=app.at("/picture.jpg"))
    assert answer[0] == 0, "the bot cannot know"
    assert len(lan.heard) == 1
    with pytest.raises(AssertionError, match="once only"):
        await bot.stop()


async def test_complaints_can_be_forgiven(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    lan = bot.person("Lan", known=True)
    app.statuses = [200, 404]
    await caller.call("sendPhoto", chat_id=lan.id, photo=app.at("/picture.jpg"))
    assert len(bot.forgive()) == 1
    assert bot.forgive() == []


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({}, "missing"),
        ({"photo": b"\xff".hex()}, "no web address"),
        ({"photo": "NOTHING"}, "nothing"),
        ({"photo": "PAGE"}, "nothing"),
        ({"photo": "PICTURE", "caption": "x" * 2001}, "2000"),
        ({"photo": "PICTURE", "caption": ""}, "empty"),
    ],
)
async def test_pictures_that_it_refuses(
    bot: FakeZaloBot, caller: Caller, app: Receiver, parameters: dict[str, str], why: str
) -> None:
    lan = bot.person("Lan", known=True)
    places = {"NOTHING": app.at("/nothing"), "PAGE": app.at("/page"), "PICTURE": app.at("/picture.jpg")}
    given = {name: places.get(value, value) for name, value in parameters.items()}
    error, description = await caller.call("sendPhoto", chat_id=lan.id, **given)
    assert error == 400
    assert why in description
    assert lan.heard == []


async def test_only_public_addresses_are_read(bot: FakeZaloBot, caller: Caller, app: Receiver) -> None:
    lan = bot.person("Lan", known=True)
    bot.methods.allow_http = False
    for url in (app.at("/picture.jpg"), "https://localhost/a.jpg", "https://192.168.1.5/a.jpg"):
        assert (await caller.call("sendPhoto", chat_id=lan.id, photo=url))[0] == 400
        assert (await caller.call("setWebhook", url=url, secret_token="12345678"))[0] == 400
    assert bot.methods.fetched == []


async def test_voices(bot: FakeZaloBot, caller: Caller) -> None:
    lan, hoa = bot.person("Lan", known=True), bot.person("Hoa")
    await hoa.sends_voice()
    url = hoa.screen[0].parts[0].url
    assert (await caller.call("sendVoice", chat_id=lan.id, voice_url=url))[0] == 0
    assert (lan.heard[0].kinds, bot.methods.fetched) == (["voice"], [url, url])
    assert (await caller.call("sendVoice", chat_id=lan.id, voice_url=url + "?sig=1"))[0] == 400


async def test_a_voice_for_a_group_is_taken_and_dropped(bot: FakeZaloBot, caller: Caller) -> None:
    bot.world.can_join_groups = True
    group, hoa = bot.group("UBND xã"), bot.person("Hoa")
    await hoa.sends_voice()
    url = hoa.screen[0].parts[0].url
    assert (await caller.call("sendVoice", chat_id=group.id, voice_url=url))[0] == 0
    assert (group.heard, len(bot.methods.dropped)) == ([], 1)
    assert (await caller.call("sendMessage", chat_id=group.id, text="x"))[0] == 0
    assert len(group.heard) == 1


async def test_stickers_and_typing(bot: FakeZaloBot, caller: Caller) -> None:
    lan = bot.person("Lan", known=True)
    assert (await caller.call("sendSticker", chat_id=lan.id, sticker="bfe458"))[0] == 0
    assert (await caller.call("sendSticker", chat_id=lan.id, sticker=""))[0] == 400
    assert [shown.kinds for shown in lan.heard] == [["sticker"]]
    assert await caller.call("sendChatAction", chat_id=lan.id, action="typing") == (0, None)
    assert (await caller.call("sendChatAction", chat_id=lan.id, action="upload_photo"))[0] == 400
    assert lan.chat.typing == 1


async def test_the_months_messages(bot: FakeZaloBot, caller: Caller, watch: Watch) -> None:
    lan = bot.person("Lan", known=True)
    assert bot.world.messages_a_month == 3000
    bot.world.messages_a_month = 2
    for _ in range(5):
        await caller.call("sendChatAction", chat_id=lan.id, action="typing")
    answers = [(await caller.call("sendMessage", chat_id=lan.id, text="x"))[0] for _ in range(3)]
    assert (answers, bot.world.sent) == ([0, 0, 429], {(2026, 11): 2})
    watch.forward(days=9, hours=11, minutes=59)
    assert (await caller.call("sendMessage", chat_id=lan.id, text="x"))[0] == 429
    watch.forward(minutes=1)  # the first of December in Viet Nam
    assert (await caller.call("sendMessage", chat_id=lan.id, text="x"))[0] == 0


async def test_429_after_some_messages(bot: FakeZaloBot, caller: Caller) -> None:
    lan = bot.person("Lan", known=True)
    bot.methods.sends_left = 1
    assert [(await caller.call("sendMessage", chat_id=lan.id, text="x"))[0] for _ in range(3)] == [0, 429, 429]
    assert (await caller.call("sendSticker", chat_id=lan.id, sticker="x"))[0] == 429
    assert (await caller.call("getMe"))[0] == 0
    bot.methods.sends_left = None
    assert (await caller.call("sendMessage", chat_id=lan.id, text="x"))[0] == 0
    assert len(lan.heard) == 2


@pytest.mark.parametrize(("error", "effect"), [(403, False), (408, True), (408, False), (400, False)])
async def test_planned_refusals(bot: FakeZaloBot, caller: Caller, error: int, effect: bool) -> None:
    lan = bot.person("Lan", known=True)
    bot.fail_next("sendMessage", error, effect=effect)
    assert (await caller.call("getMe"))[0] == 0
    assert [(await caller.call("sendMessage", chat_id=lan.id, text="x"))[0] for _ in range(2)] == [error, 0]
    assert len(lan.heard) == 1 + effect
    assert [call.error for call in bot.called("sendMessage")] == [error, 0]


@pytest.mark.parametrize("effect", [False, True], ids=["lost", "accepted"])
@pytest.mark.parametrize("how", ["drop_next", "stall_next"])
async def test_no_answer(bot: FakeZaloBot, caller: Caller, how: str, effect: bool) -> None:
    lan = bot.person("Lan", known=True)
    getattr(bot, how)("sendMessage", effect=effect)
    given = {"chat_id": lan.id, "text": "x"}
    wait = aiohttp.ClientTimeout(total=0.2)
    with pytest.raises((aiohttp.ClientError, TimeoutError)) as raised:
        await caller.session.post(f"{caller.base}/sendMessage", json=given, timeout=wait)
    assert isinstance(raised.value, TimeoutError) == (how == "stall_next")
    assert (len(lan.heard), bot.called("sendMessage")[0].effect) == (effect, effect)


async def test_an_answer_that_is_no_json(bot: FakeZaloBot, caller: Caller) -> None:
    bot.answer_next("getMe", b"<html>", 502)
    async with caller.session.get(f"{caller.base}/getMe") as response:
        assert (response.status, await response.read()) == (502, b"<html>")


async def test_50_people(bot: FakeZaloBot, caller: Caller) -> None:
    assert (bot.world.users_at_most, bot.world.groups_at_most) == (50, 3)
    bot.world.users_at_most = 2
    people = [bot.person(name) for name in ("Lan", "Hoa", "Mai")]
    for person in people * 2:
        await person.says(person.name)
    senders = [
        update["message"]["from"]["display_name"] for update in bot.updates.waiting if isinstance(update, dict)
    ]
    assert senders == ["Lan", "Hoa", "Lan", "Hoa"]
    assert (await caller.call("sendMessage", chat_id=people[2].id, text="x"))[0] == 400


async def test_three_groups(bot: FakeZaloBot) -> None:
    with pytest.raises(AssertionError, match="cannot join"):
        bot.group("một")
    bot.world.can_join_groups = True
    for name in ("một", "hai", "ba"):
        bot.group(name)
    with pytest.raises(AssertionError, match="as many groups"):
        bot.group("bốn")


async def test_hearing_notices_each_message_once(bot: FakeZaloBot, caller: Caller) -> None:
    lan = bot.person("Lan", known=True)
    await caller.call("sendMessage", chat_id=lan.id, text="mã 1")
    assert (await lan.hears("mã")).text == "mã 1"
    with pytest.raises(AssertionError, match="mã 1"):
        await lan.hears("mã", timeout=0.01)
    assert [shown.text for shown in bot.messages] == ["mã 1"]


async def test_two_worlds_do_not_meet(bot: FakeZaloBot) -> None:
    other = FakeZaloBot()
    await other.start()
    await other.person("Lan").says("x")
    assert (len(other.updates.waiting), len(bot.updates.waiting)) == (1, 0)
    await other.stop()


async def test_who_was_there_before_the_server(watch: Watch) -> None:
    early = FakeZaloBot(now=watch)
    lan = early.person("Lan")
    await early.start()
    await lan.sends_photo()
    assert lan.screen[0].parts[0].url.startswith(f"{early.base_url}/media/")
    await early.stop()


async def test_going_away_and_coming_back(bot: FakeZaloBot, caller: Caller) -> None:
    await bot.goes_away()
    with pytest.raises(aiohttp.ClientError):
        await caller.call("getMe")
    await bot.comes_back()
    assert (await caller.call("getMe"))[0] == 0

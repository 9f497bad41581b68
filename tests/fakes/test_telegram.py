"""The fake is as strict as the platform: what it let pass, the tests of the channel would let pass."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.world import Json


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    server = FakeTelegram()
    await server.start()
    yield server
    await server.stop()


class Caller:
    """Somebody who calls the Bot API by hand."""

    def __init__(self, fake: FakeTelegram, session: aiohttp.ClientSession) -> None:
        self._base = f"{fake.base_url}/bot{fake.token}"
        self._session = session

    async def call(self, method: str, **parameters: Any) -> tuple[int, Any]:
        """(200, the result) or (status, the description)."""
        return await self._answer(f"{self._base}/{method}", json=parameters)

    async def form(self, method: str, form: aiohttp.FormData) -> tuple[int, Any]:
        return await self._answer(f"{self._base}/{method}", data=form)

    async def _answer(self, url: str, **sent: Any) -> tuple[int, Any]:
        async with self._session.post(url, **sent) as response:
            told = await response.json()
            return response.status, told["result"] if told["ok"] else told["description"]


@pytest.fixture
async def api(fake: FakeTelegram) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(fake, session)


def bold(offset: int, length: int) -> Json:
    return {"entities": [{"type": "bold", "offset": offset, "length": length}]}


def keys(*buttons: Json) -> Json:
    return {"reply_markup": {"inline_keyboard": [list(buttons)]}}


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({}, "required"),
        ({"text": "x"} | {"colour": "red"}, "no parameter 'colour'"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "a\ud800"}, "UTF-8"),
        ({"text": "abc", **bold(2, 2)}, "entity"),
        ({"text": "abc", **bold(-1, 2)}, "entity"),
        ({"text": "abc", **bold(0, 0)}, "entity"),
        ({"text": "😀", **bold(1, 1)}, "UTF-16"),
        ({"text": "x", **keys({"text": "y", "callback_data": "z" * 65})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", **keys({"text": "y", "callback_data": "ệ" * 22})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", **keys({"text": "y", "callback_data": ""})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", **keys({"text": "y"})}, "needs either"),
        ({"text": "x", **keys({"text": "", "callback_data": "z"})}, "text buttons"),
        ({"text": "x", **keys({"text": "y", "callback_data": "z", "shape": "round"})}, "no such field"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "replied not found"),
        ({"text": "x", "reply_parameters": {"message_id": 1, "loud": True}}, "other fields"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
    ],
)
async def test_what_it_refuses_to_send(fake: FakeTelegram, api: Caller, parameters: Json, why: str) -> None:
    fake.user(5, known=True)
    status, description = await api.call("sendMessage", chat_id=5, **parameters)
    assert status == 400
    assert why in description
    assert fake.user(5).heard == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": "x" * 4096},
        {"text": "😀" * 2048},
        {"text": "😀", **bold(0, 2)},
        {"text": "x", **keys({"text": "y", "callback_data": "z" * 64})},
        {"text": "x", "reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}},
    ],
)
async def test_what_it_takes(fake: FakeTelegram, api: Caller, parameters: Json) -> None:
    fake.user(5, known=True)
    status, result = await api.call("sendMessage", chat_id=5, **parameters)
    assert (status, result["text"]) == (200, parameters["text"])


async def test_unknown_methods_tokens_and_chats(fake: FakeTelegram, api: Caller) -> None:
    assert await api.call("sendGreeting") == (404, "Not Found: method not found")
    assert (await api.call("banChatMember", chat_id=5, user_id=6))[0] == 400
    assert await api.call("sendMessage", chat_id=5, text="x") == (400, "Bad Request: chat not found")
    fake.user(5)
    assert await api.call("sendMessage", chat_id=5, text="x") == (400, "Bad Request: chat not found")
    await fake.user(5).says("/start")
    assert (await api.call("sendMessage", chat_id=5, text="x"))[0] == 200
    api._base = api._base[:-1]
    assert await api.call("getMe") == (401, "Unauthorized")


async def test_forms_are_read_like_json(fake: FakeTelegram, api: Caller) -> None:
    fake.user(5, known=True)
    form = aiohttp.FormData({"chat_id": "5", "caption": "ảnh"}, quote_fields=False)
    form.add_field("reply_markup", '{"inline_keyboard": [[{"text": "y", "callback_data": "z"}]]}')
    form.add_field("photo", b"x", filename="ảnh.jpg", content_type="image/jpeg")
    status, _ = await api.form("sendPhoto", form)
    (shown,) = fake.user(5).heard
    assert (status, shown.text, shown.buttons) == (200, "ảnh", ["y"])
    broken = aiohttp.FormData({"chat_id": "5", "text": "x", "reply_markup": "{"})
    assert (await api.form("sendMessage", broken))[0] == 400


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(None, [1, 2, 3]), (0, [1, 2, 3]), (2, [2, 3]), (-1, [3]), (-5, [1, 2, 3]), (15, [1, 2, 3])],
    ids=["none", "zero", "confirms", "newest", "all", "too far ahead"],
)
async def test_offsets(fake: FakeTelegram, api: Caller, offset: int | None, expected: list[int]) -> None:
    fake.redraw_update_ids(1)
    for n in range(3):
        await fake.user(5).says(str(n))
    _, updates = await api.call("getUpdates", **({} if offset is None else {"offset": offset}))
    assert [update["update_id"] for update in updates] == expected
    assert fake.pending == len(expected)


async def test_a_confirmed_queue_is_empty(fake: FakeTelegram, api: Caller) -> None:
    fake.redraw_update_ids(1)
    await fake.user(5).says("x")
    assert await api.call("getUpdates", offset=2) == (200, [])
    assert fake.pending == 0


async def test_a_long_poll_is_answered_at_once_when_something_comes(fake: FakeTelegram, api: Caller) -> None:
    poll = asyncio.create_task(api.call("getUpdates", timeout=50))
    await fake.until(lambda: fake.calls)
    await fake.user(5).says("x")
    _, updates = await asyncio.wait_for(poll, 2)
    assert updates[0]["message"]["text"] == "x"


async def test_the_second_poller_throws_out_the_first(fake: FakeTelegram, api: Caller) -> None:
    first = asyncio.create_task(api.call("getUpdates", timeout=50))
    await fake.until(lambda: fake.calls)
    second = asyncio.create_task(api.call("getUpdates", timeout=50))
    assert (await asyncio.wait_for(first, 2))[0] == 409
    await fake.user(5).says("x")
    assert (await asyncio.wait_for(second, 2))[0] == 200


async def test_unwanted_updates_do_not_come(fake: FakeTelegram, api: Caller) -> None:
    await api.call("getUpdates", allowed_updates=["message"])
    fake.user(5).blocks()
    await fake.user(5).says("x")
    _, updates = await api.call("getUpdates")
    assert [sorted(update) for update in updates] == [["message", "update_id"]]


async def test_budgets_end_in_429_and_early_calls_are_noted(fake: FakeTelegram, api: Caller) -> None:
    for chat in (5, 6, 7):
        fake.user(chat, known=True)
    fake.budget(per_chat=(1.0, 2), per_bot=(0.5, 4))
    sent = [await api.call("sendMessage", chat_id=chat, text="x") for chat in (5, 5, 5, 5, 6, 6, 7)]
    assert [status for status, _ in sent] == [200, 200, 429, 429, 200, 200, 429]
    assert sent[2][1] == "Too Many Requests: retry after 1"
    assert [call.early for call in fake.calls] == [False, False, False, True, False, False, False]


async def test_edits_and_deletions(fake: FakeTelegram, api: Caller) -> None:
    lan = fake.user(5, known=True)
    hers = await lan.says("của tôi")
    _, sent = await api.call("sendMessage", chat_id=5, text="x")
    ours = {"chat_id": 5, "message_id": sent["message_id"]}
    assert "not modified" in (await api.call("editMessageText", **ours, text="x"))[1]
    assert (await api.call("editMessageText", **ours, text="y"))[1]["text"] == "y"
    assert (await api.call("editMessageText", chat_id=5, message_id=hers, text="y"))[0] == 400
    assert await api.call("deleteMessage", **ours) == (200, True)
    assert "not found" in (await api.call("editMessageText", **ours, text="z"))[1]


async def test_hearing_notices_each_version_once(fake: FakeTelegram, api: Caller) -> None:
    lan = fake.user(5, known=True)
    waiting = asyncio.create_task(lan.hears("mã"))
    _, sent = await api.call("sendMessage", chat_id=5, text="mã 1")
    assert (await waiting).text == "mã 1"
    with pytest.raises(AssertionError, match="mã 1"):
        await lan.hears("mã", timeout=0.01)
    await api.call("editMessageText", chat_id=5, message_id=sent["message_id"], text="mã 2")
    assert (await lan.hears("mã")).edits == ["mã 1"]


async def test_pressing(fake: FakeTelegram, api: Caller) -> None:
    lan = fake.user(5, known=True)
    with pytest.raises(AssertionError, match="no button"):
        await lan.presses("Có")
    await api.call("sendMessage", chat_id=5, text="?", **keys({"text": "Có", "callback_data": "t1"}))
    for button, forged in (("Có", False), ("t1", False), ("bịa", True)):
        await lan.presses(button, forged=forged)
    _, updates = await api.call("getUpdates")
    assert [update["callback_query"]["data"] for update in updates] == ["t1", "t1", "bịa"]
    press = updates[0]["callback_query"]["id"]
    assert await api.call("answerCallbackQuery", callback_query_id=press, text="ok") == (200, True)
    assert (await api.call("answerCallbackQuery", callback_query_id=press))[0] == 400


async def test_files(fake: FakeTelegram, api: Caller) -> None:
    fake.user(5, known=True)
    photo = fake.world.keep("photo", "a.jpg", "image/jpeg", b"x")
    assert (await api.call("sendPhoto", chat_id=5, photo=photo.id))[0] == 200
    assert (await api.call("sendDocument", chat_id=5, document=photo.id))[0] == 400
    assert (await api.call("sendPhoto", chat_id=5, photo="nothing"))[0] == 400
    assert (await api.call("sendPhoto", chat_id=5, photo=photo.id, caption="x" * 1025))[0] == 400
    _, told = await api.call("getFile", file_id=photo.id)
    async with api._session.get(f"{fake.base_url}/file/bot{fake.token}/{told['file_path']}") as response:
        assert await response.read() == b"x"


async def test_planned_failures_are_used_up(fake: FakeTelegram, api: Caller) -> None:
    fake.fail_next("getMe", 500, times=2)
    fake.fail_next("*", 403, description="Forbidden: x")
    assert [(await api.call("getMe"))[0] for _ in range(4)] == [500, 500, 403, 200]


async def test_two_worlds_do_not_meet(fake: FakeTelegram, api: Caller) -> None:
    other = FakeTelegram()
    await other.start()
    await other.user(5).says("x")
    assert (await api.call("getUpdates"))[1] == []
    await other.stop()


def item(**what: Any) -> Json:
    return {"type": "photo", "media": "AgNothing", **what}


@pytest.mark.parametrize(
    ("media", "why"),
    [
        ([item()], "2-10 items"),
        ([item()] * 11, "2-10 items"),
        ({}, "2-10 items"),
        ([item(), item(type="document")], "can't be mixed"),
        ([item(), item(type="voice")], "type of media"),
        ([item(), {"type": "photo"}], "no media"),
        ([item(), item(reply_markup={})], "no such field"),
        ([item(caption="x" * 1025), item()], "caption is too long"),
        ([item(), item()], "wrong file identifier"),
        ([item(media="attach://x"), item()], "wrong file identifier"),
    ],
)
async def test_an_album_that_telegram_refuses(fake: FakeTelegram, api: Caller, media: Any, why: str) -> None:
    lan = fake.user(101, "Lan", known=True)
    status, told = await api.call("sendMediaGroup", chat_id=lan.id, media=media)
    assert (status, why in told) == (400, True), told
    assert lan.heard == []
    status, told = await api.call("sendMediaGroup", chat_id=lan.id, media=media, reply_markup={})
    assert "no parameter 'reply_markup'" in told


async def test_topics_need_a_forum_and_rights_and_are_closed_once(fake: FakeTelegram, api: Caller) -> None:
    group, minh = fake.group(-1001), fake.user(5, "Minh")
    assert "not a forum" in (await api.call("createForumTopic", chat_id=-1001, name="Điện"))[1]
    group.turns_topics(on=True)
    assert "not enough rights" in (await api.call("createForumTopic", chat_id=-1001, name="Điện"))[1]
    group.lets_the_bot_manage_topics(minh)
    for name in ("", "x" * 129, "😀" * 65):
        assert (await api.call("createForumTopic", chat_id=-1001, name=name))[0] == 400
    status, opened = await api.call("createForumTopic", chat_id=-1001, name="Điện")
    assert (status, opened["name"]) == (200, "Điện")
    topic = {"chat_id": -1001, "message_thread_id": opened["message_thread_id"]}
    assert "TOPIC_NOT_MODIFIED" in (await api.call("reopenForumTopic", **topic))[1]
    assert (await api.call("closeForumTopic", **topic))[0] == 200
    assert "TOPIC_NOT_MODIFIED" in (await api.call("closeForumTopic", **topic))[1]
    assert (await api.call("sendMessage", text="x", **topic))[0] == 200, "who manages topics may write"
    group.deprives_the_bot_of_rights(minh)
    assert "TOPIC_CLOSED" in (await api.call("sendMessage", text="x", **topic))[1]
    group.closes_topic(opened["message_thread_id"])
    assert "thread not found" in (await api.call("sendMessage", text="x", **topic))[1]


async def test_reactions_come_only_to_who_asks_for_them(fake: FakeTelegram, api: Caller) -> None:
    lan = fake.user(101, "Lan", known=True)
    _, shown = await api.call("sendMessage", chat_id=101, text="x")
    await lan.reacts("👍", shown["message_id"])
    assert fake.pending == 0
    await api.call("getUpdates", allowed_updates=["message_reaction"], timeout=0)
    await lan.reacts("👍", shown["message_id"])
    _, [update] = await api.call("getUpdates", allowed_updates=["message_reaction"], timeout=0)
    assert update["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]


async def test_a_group_is_left_once(fake: FakeTelegram, api: Caller) -> None:
    fake.group(-1001)
    assert (await api.call("leaveChat", chat_id=-1001))[0] == 200
    assert (await api.call("leaveChat", chat_id=-1001))[0] == 403
    fake.user(101, known=True)
    assert (await api.call("leaveChat", chat_id=101))[0] == 400


async def test_only_a_private_chat_has_a_button_for_the_contact(fake: FakeTelegram, api: Caller) -> None:
    fake.user(101, known=True)
    fake.group(-1001)
    keys = {"reply_markup": {"keyboard": [[{"text": "Gửi số", "request_contact": True}]], "resize_keyboard": True}}
    assert (await api.call("sendMessage", chat_id=101, text="x", **keys))[0] == 200
    assert "private chats only" in (await api.call("sendMessage", chat_id=-1001, text="x", **keys))[1]
    odd = {"reply_markup": {"keyboard": [[{"text": "Gửi số"}]]}}
    assert (await api.call("sendMessage", chat_id=101, text="x", **odd))[0] == 400

"""What the fake Official Account takes and refuses: what it let pass, the tests of the channel would let pass."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.conftest import Api
from tests.fakes.faults import Json
from tests.fakes.receiver import Receiver
from tests.fakes.watch import Watch
from tests.fakes.zalo_oa import FakeZaloOA
from tests.fakes.zalo_oa.server import ACCOUNT, CONVERSATION, DETAIL, MESSAGE, QUOTA, REACT, RECENT

HIDE = "oa.query.hide"
PNG = b"\x89PNG\r\n"


def key(title: object = "Có", type: str = HIDE, payload: object = "#cb:1") -> Json:
    return {"title": title, "type": type, "payload": payload}


def under(*buttons: Json, text: str = "Chọn") -> Json:
    return {"text": text, "attachment": {"type": "template", "payload": {"buttons": list(buttons)}}}


def media(*elements: Json, **more: Any) -> Json:
    payload = {"template_type": "media", "elements": list(elements)}
    return {"attachment": {"type": "template", "payload": payload}, **more}


def form(*elements: Json) -> Json:
    payload = {"template_type": "request_user_info", "elements": list(elements)}
    return {"attachment": {"type": "template", "payload": payload}}


FIELDS = {"title": "Liên hệ", "subtitle": "Xin số", "image_url": "https://example.vn/a.png"}


@pytest.mark.parametrize(
    ("message", "error", "why"),
    [
        ({}, -201, "nothing"),
        ({"text": ""}, -201, "empty"),
        ({"text": " \n"}, -201, "empty"),
        ({"text": 5}, -201, "no text"),
        ({"text": "x" * 2001}, -210, "2000"),
        ({"text": "😀" * 1001}, -210, "2000"),
        ({"text": "a\ud800"}, -201, "half a character"),
        ({"text": "x", "parse_mode": "html"}, -201, "parse_mode"),
        ({"text": "x", "quote_message_id": "unknown"}, -201, "quote"),
        ({"text": "x", "quote_message_id": 7}, -201, "quote"),
        (under(), -201, "empty"),
        (under(*[key()] * 6), -210, "5"),
        (under(key(), text=""), -201, "empty"),
        (under(key("x" * 101)), -201, "title"),
        (under(key("")), -201, "title"),
        (under(key(payload="x" * 1001)), -201, "payload"),
        (under(key(payload="")), -201, "payload"),
        (under(key(payload={"url": "https://example.vn"})), -201, "payload"),
        (under(key(type="oa.query.shout")), -201, "button type"),
        (under({**key(), "colour": "red"}), -201, "colour"),
        (under(key(type="oa.open.url", payload="https://example.vn")), -201, "no object"),
        (under(key(type="oa.open.url", payload={"url": "example.vn"})), -201, "web address"),
        (under(key(type="oa.open.phone", payload={"phone_code": "+84 900"})), -201, "phone_code"),
        (under(key(type="oa.open.sms", payload={"phone_code": "84900000000"})), -201, "content"),
        ({**under(key()), "quote_message_id": "m1"}, -201, "only a text quotes"),
        ({"attachment": {"type": "template", "payload": {"buttons": [key()]}}}, -201, "without a text"),
        ({"attachment": {"type": "audio", "payload": {}}}, -233, "audio"),
        ({"attachment": {"type": "template", "payload": {"template_type": "list", "elements": []}}}, -233, "list"),
        (media(), -201, "list of one"),
        (media({"media_type": "image"}), -201, "either"),
        (media({"media_type": "image", "url": "x", "attachment_id": "y"}), -201, "either"),
        (media({"media_type": "image", "url": "no address"}), -201, "web address"),
        (media({"media_type": "image", "attachment_id": "unknown"}), -201, "attachment_id"),
        (media({"media_type": "image", "attachment_id": "x", "width": 3}), -201, "only a gif"),
        (media({"media_type": "gif", "attachment_id": "x"}), -201, "width"),
        (media({"media_type": "sticker", "attachment_id": "x"}), -233, "sticker"),
        (media({"media_type": "image", "attachment_id": "x"}, text="x" * 2001), -210, "2000"),
        ({"attachment": {"type": "file", "payload": {"token": "unknown"}}}, -201, "token"),
        ({"text": "x", "attachment": {"type": "file", "payload": {"token": "t"}}}, -201, "no caption"),
        (form(), -201, "list of one"),
        (form(FIELDS, FIELDS), -201, "list of one"),
        (form({"title": "x"}), -201, "lacks"),
        ({**form(FIELDS), "text": "x"}, -201, "no text"),
    ],
)
async def test_what_it_refuses_to_send(oa: FakeZaloOA, api: Api, message: Json, error: int, why: str) -> None:
    lan = oa.person("Lan", follows=True)
    told = await api.send(lan.id, message)
    assert told["error"] == error
    assert why in told["message"]
    assert "data" not in told
    assert lan.heard == []


@pytest.mark.parametrize(
    "message",
    [
        {"text": "x" * 2000},
        {"text": "😀" * 1000},
        under(*[key("x" * 100, payload="y" * 1000)] * 5),
        under(key(type="oa.query.show", payload="Bảng giá")),
        under(key(type="oa.open.url", payload={"url": "https://example.vn"})),
        under(key(type="oa.open.phone", payload={"phone_code": "84900000000"})),
        under(key(type="oa.open.sms", payload={"content": "hi", "phone_code": "84900000000"})),
        form(FIELDS),
    ],
)
async def test_what_it_takes(oa: FakeZaloOA, api: Api, message: Json) -> None:
    lan = oa.person("Lan", follows=True)
    told = await api.send(lan.id, message)
    (shown,) = lan.heard
    assert (told["error"], told["data"]["message_id"], told["data"]["user_id"]) == (0, shown.id, lan.id)
    assert told["data"]["sent_time"] == str(int(oa.world.now() * 1000))
    assert shown.text == message.get("text", "")
    assert [button.title for button in shown.keys] == shown.buttons


@pytest.mark.parametrize("recipient", [{}, {"user_id": "404"}, {"user_id": 5}, {"anonymous_id": "5"}])
async def test_whom_it_does_not_know(api: Api, recipient: Json) -> None:
    told = await api.post(MESSAGE, {"recipient": recipient, "message": {"text": "x"}})
    assert told["error"] == -201


async def test_bodies_and_paths_that_are_wrong(oa: FakeZaloOA, api: Api) -> None:
    assert (await api.post(MESSAGE, []))["error"] == -201
    assert (await api.post("/v3.0/oa/message/transaction", {}))["error"] == 404
    assert (await api.get(MESSAGE))["error"] == 404
    url, headers = oa.base_url + MESSAGE, {**api.headers, "Content-Type": "application/json"}
    async with api.session.post(url, data=b"{", headers=headers) as response:
        assert (response.status, (await response.json())["error"]) == (200, -201)


@pytest.mark.parametrize(
    "headers", [{}, {"access_token": "x"}, {"Authorization": "Bearer TOKEN"}], ids=["none", "wrong", "bearer"]
)
async def test_the_token_is_in_its_header(oa: FakeZaloOA, api: Api, headers: dict[str, str]) -> None:
    good = api.headers["access_token"]
    api.headers = {name: value.replace("TOKEN", good) for name, value in headers.items()}
    assert (await api.get(ACCOUNT))["error"] == -216


async def test_the_window_is_free_then_billed_then_closed(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    lan = oa.person("Lan", follows=True)
    answers = []
    for hours in (48, 1, 7 * 24 - 49, 1):
        watch.forward(hours=hours)
        answers.append((await api.send(lan.id, {"text": "x"}))["error"])
    assert answers == [0, 0, 0, -230]
    assert [shown.billed for shown in lan.heard] == [False, True, True]
    assert oa.cost == 110
    await lan.says("còn đây")
    assert (await api.send(lan.id, {"text": "x"}))["error"] == 0
    assert oa.cost == 110


async def test_what_opens_the_window(oa: FakeZaloOA, api: Api) -> None:
    for n, act in enumerate(("says", "follows", "clicks_chat", "sends_photo")):
        somebody = oa.person(f"Người {n}")
        assert (await api.send(somebody.id, {"text": "x"}))["error"] == -213
        await getattr(somebody, act)(*(["x"] if act == "says" else []))
        assert (await api.send(somebody.id, {"text": "x"}))["error"] == 0, act
        await somebody.unfollows()
        assert (await api.send(somebody.id, {"text": "x"}))["error"] == -213


async def test_seeing_opens_nothing(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    lan = oa.person("Lan", follows=True)
    await api.send(lan.id, {"text": "x"})
    watch.forward(days=8)
    await lan.reads()
    assert (await api.send(lan.id, {"text": "x"}))["error"] == -230


@pytest.mark.parametrize("error", [-213, -217, -227, -230, -244])
async def test_people_who_cannot_be_written_to(oa: FakeZaloOA, api: Api, error: int) -> None:
    lan, hoa = oa.person("Lan", follows=True), oa.person("Hoa", follows=True)
    lan.him.closed = error
    assert (await api.send(lan.id, {"text": "x"}))["error"] == error
    assert (await api.send(hoa.id, {"text": "x"}))["error"] == 0
    lan.him.closed = None
    assert (await api.send(lan.id, {"text": "x"}))["error"] == 0


async def test_who_followed_and_never_did_anything(oa: FakeZaloOA, api: Api) -> None:
    lan = oa.person("Lan")
    lan.him.follows = True
    assert (await api.send(lan.id, {"text": "x"}))["error"] == -232


async def test_quotes(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    lan, hoa = oa.person("Lan"), oa.person("Hoa", follows=True)
    hers, gone = await lan.says("một"), await lan.says("hai")
    assert (await api.send(lan.id, {"text": "x", "quote_message_id": hers}))["error"] == 0
    assert lan.heard[0].quote == hers
    assert (await api.send(hoa.id, {"text": "x", "quote_message_id": hers}))["error"] == -201
    lan.deletes(gone)
    assert (await api.send(lan.id, {"text": "x", "quote_message_id": gone}))["error"] == -201
    watch.forward(hours=49)
    assert (await api.send(lan.id, {"text": "x", "quote_message_id": hers}))["error"] == -201


async def test_the_limit_of_a_minute(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    oa.per_minute = 2
    answers = [(await api.get(ACCOUNT))["error"] for _ in range(3)]
    assert (answers, api.seen["X-RateLimit-Limit"], api.seen["X-RateLimit-Remain"]) == ([0, 0, -32], "2", "0")
    watch.forward(minutes=1)
    assert (await api.get(ACCOUNT))["error"] == 0
    assert api.seen["X-RateLimit-Remain"] == "1"


@pytest.mark.parametrize(
    ("kind", "content", "name", "error"),
    [
        ("image", b"\xff\xd8\xff" + b"x" * 999_997, "a.jpg", 0),
        ("image", b"\xff\xd8\xff" + b"x" * 999_998, "a.jpg", -210),
        ("image", PNG, "ảnh.PNG", 0),
        ("image", b"GIF89a", "a.gif", -201),
        ("image", b"GIF89a", "a.png", -201),
        ("gif", b"GIF89a", "a.gif", 0),
        ("gif", b"GIF89a" + b"x" * 5_000_000, "a.gif", -210),
        ("gif", PNG, "a.png", -201),
        ("file", b"%PDF-1.7", "a.pdf", 0),
        ("file", b"\xd0\xcf\x11\xe0", "a.doc", 0),
        ("file", b"PK\x03\x04", "a.docx", 0),
        ("file", b"a,b", "a.csv", 0),
        ("file", b"PK\x03\x04", "a.xlsx", -201),
        ("file", b"not one", "a.pdf", -201),
        ("file", b"", "a.csv", -201),
        ("file", b"%PDF" + b"x" * 5_000_000, "a.pdf", -210),
        ("video", b"x", "a.mp4", 404),
    ],
)
async def test_uploads(api: Api, kind: str, content: bytes, name: str, error: int) -> None:
    told = await api.upload(kind, content, name)
    assert told["error"] == error
    if error == 0:
        fields = {"image": ["attachment_id"], "gif": ["attachment_id", "height", "width"], "file": ["token"]}
        assert sorted(told["data"]) == fields[kind]


async def test_uploads_have_one_field_and_a_monthly_limit(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    assert (await api.upload("image", PNG, "a.png", field="image"))["error"] == -201
    assert (await api.post("/v2.0/oa/upload/image", {}))["error"] == -201
    oa.uploads.a_month = 1
    assert [(await api.upload("image", PNG, "a.png"))["error"] for _ in range(2)] == [0, -211]
    watch.forward(days=10)  # December
    assert (await api.upload("image", PNG, "a.png"))["error"] == 0


async def test_what_was_uploaded_is_sent_for_a_week(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    lan = oa.person("Lan", follows=True)
    image = (await api.upload("image", PNG, "a.png"))["data"]["attachment_id"]
    gif = (await api.upload("gif", b"GIF89a", "a.gif"))["data"]["attachment_id"]
    token = (await api.upload("file", b"%PDF-1.7", "a.pdf"))["data"]["token"]
    messages = [
        media({"media_type": "image", "attachment_id": image}, text="ảnh"),
        media({"media_type": "gif", "attachment_id": gif, "width": 120, "height": 80}),
        {"attachment": {"type": "file", "payload": {"token": token}}},
    ]
    assert [(await api.send(lan.id, message))["error"] for message in messages] == [0, 0, 0]
    assert [(s.text, s.kinds, s.parts[0].content) for s in lan.heard] == [
        ("ảnh", ["image"], PNG),
        ("", ["gif"], b"GIF89a"),
        ("", ["file"], b"%PDF-1.7"),
    ]
    as_file = {"attachment": {"type": "file", "payload": {"token": image}}}
    assert (await api.send(lan.id, as_file))["error"] == -201
    watch.forward(days=7, seconds=1)
    await lan.says("còn đây")
    assert [(await api.send(lan.id, message))["error"] for message in messages] == [-100, -100, -100]


async def test_a_picture_by_its_address_is_really_read(oa: FakeZaloOA, api: Api, app: Receiver) -> None:
    lan = oa.person("Lan", follows=True)
    at = [app.at(path) for path in ("/picture.jpg", "/page", "/nothing")]
    answers = [(await api.send(lan.id, media({"media_type": "image", "url": url})))["error"] for url in at]
    assert answers == [0, -201, -201]
    assert [shown.parts[0].content for shown in lan.heard] == [b"\xff\xd8\xff"]


async def test_reactions(oa: FakeZaloOA, api: Api) -> None:
    lan = oa.person("Lan")
    hers = await lan.says("một")

    async def react(icon: str, to: str = hers) -> int:
        action = {"react_icon": icon, "react_message_id": to}
        told = await api.post(REACT, {"recipient": {"user_id": lan.id}, "sender_action": action})
        return int(told["error"])

    assert (await react("/-strong"), await react("👍"), await react("/-heart", "404")) == (0, -201, -201)
    assert lan.screen[0].reactions == ["/-strong"]
    assert [await react("/-heart") for _ in range(50)] == [0] * 49 + [-210]
    assert (await react("/-remove"), lan.screen[0].reactions) == (0, [])
    ours = (await api.send(lan.id, {"text": "x"}))["data"]["message_id"]
    assert await react("/-strong", ours) == -201
    old = {"recipient": {"user_id": lan.id}, "message": {"text": "x"}}
    assert (await api.post(REACT, old))["error"] == -240


async def test_what_may_be_asked(oa: FakeZaloOA, api: Api) -> None:
    lan = oa.person("Lan")
    assert (await api.get(DETAIL, user_id=lan.id))["error"] == -213
    assert (await api.post(QUOTA, {"user_id": lan.id}))["error"] == -213
    await lan.says("xin chào")
    await lan.submits_info("84900000000")
    told = (await api.get(DETAIL, user_id=lan.id))["data"]
    assert (told["display_name"], told["user_is_follower"]) == ("Lan", False)
    assert told["user_last_interaction_date"] == "21/11/2026"
    assert told["shared_info"]["phone"] == "84900000000"
    assert told["is_sensitive"] is False
    lan.him.sensitive = True
    assert (await api.get(DETAIL, user_id=lan.id))["data"]["is_sensitive"] is True
    last = (await api.post(QUOTA, {"user_id": lan.id}))["data"]["last_interaction"]
    assert last == str(int(oa.world.now() * 1000))
    assert (await api.get(ACCOUNT))["data"]["oaid"] == oa.oa_id
    assert (await api.get(DETAIL))["error"] == -201


async def test_polling_in_place_of_a_webhook(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    lan, hoa = oa.person("Lan"), oa.person("Hoa")
    await lan.says("một")
    watch.forward(seconds=1)
    await hoa.says("hai")
    await api.send(hoa.id, {"text": "ba"})
    recent = (await api.get(RECENT, offset=0, count=10))["data"]
    assert [(told["src"], told["message"]) for told in recent] == [(0, "ba"), (1, "một")]
    chat = (await api.get(CONVERSATION, user_id=hoa.id, offset=0, count=10))["data"]
    assert [(told["src"], told["message"], told["from_id"]) for told in chat] == [
        (0, "ba", oa.oa_id),
        (1, "hai", hoa.id),
    ]
    assert len((await api.get(RECENT, offset=1, count=1))["data"]) == 1
    assert (await api.get(RECENT, offset=0, count=11))["error"] == -210
    assert (await api.get(RECENT, offset="0", count=1))["error"] == -201


async def test_hearing_notices_each_message_once(oa: FakeZaloOA, api: Api) -> None:
    lan = oa.person("Lan", follows=True)
    await api.send(lan.id, {"text": "mã 1"})
    assert (await lan.hears("mã")).text == "mã 1"
    with pytest.raises(AssertionError, match="mã 1"):
        await lan.hears("mã", timeout=0.01)


async def test_what_people_sent_is_at_its_address_for_a_while(oa: FakeZaloOA, api: Api, watch: Watch) -> None:
    lan = oa.person("Lan")
    await lan.sends_photo(b"\xff\xd8\xff hers")
    url = lan.screen[0].parts[0].url

    async def read() -> int:
        async with api.session.get(url) as response:
            return response.status

    assert await read() == 200
    oa.fail_next("media", 403)
    assert (await read(), await read()) == (403, 200)
    oa.media_life = 60
    watch.forward(seconds=61)
    assert await read() == 404

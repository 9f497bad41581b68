"""Whatever Zalo tells of comes five times, at once: what people see afterwards is the same as after once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import cast

import pytest

from storage import inbox, outbox
from tests.bot.platform import until
from tests.fakes.zalo_oa import FakeZaloOA, How, ZaloPerson
from tests.phones import Phone, ZaloPhone
from tests.stories.moves import ANSWERED_BY_BANK, UNKNOWN, asks_a_person
from tests.talk import Town

Does = Callable[[FakeZaloOA, ZaloPerson], Awaitable[object]]


async def quotes(_oa: FakeZaloOA, person: ZaloPerson) -> None:
    await person.says("Em gửi thêm dự toán.", quoting=person.heard[-1])


async def seen_by(_oa: FakeZaloOA, person: ZaloPerson) -> None:
    await person.reads()


async def at_the_desk(oa: FakeZaloOA, person: ZaloPerson) -> None:
    await oa.agent_writes(person, "Chị ơi, tôi là Hải ở văn phòng đây.")


async def at_a_desk_without_a_name(oa: FakeZaloOA, person: ZaloPerson) -> None:
    await oa.agent_writes(person, "Chị ơi, tôi là Hải ở văn phòng đây.", None)


async def goes_and_comes_back(_oa: FakeZaloOA, person: ZaloPerson) -> None:
    await person.unfollows()
    await person.follows()


EVENTS: dict[str, Does] = {
    "a question": lambda oa, person: person.says(UNKNOWN),
    "a question to the bank": lambda oa, person: person.says(ANSWERED_BY_BANK),
    "a command": lambda oa, person: person.says("/toi"),
    "an old button": lambda oa, person: person.presses("Thuộc Bộ Công Thương"),
    "a quote": quotes,
    "a photo": lambda oa, person: person.sends_photo(caption="Ảnh hồ sơ"),
    "a gif": lambda oa, person: person.sends_gif(),
    "a video": lambda oa, person: person.sends_video(),
    "a voice": lambda oa, person: person.sends_voice(),
    "a file": lambda oa, person: person.sends_file(),
    "a sticker": lambda oa, person: person.sends_sticker(),
    "a link": lambda oa, person: person.sends_link("https://vanban.chinhphu.vn/", "Nghị định"),
    "a card": lambda oa, person: person.sends_card("Anh Ba", "0900000001"),
    "a place": lambda oa, person: person.sends_location(21.8, 106.7),
    "follow": lambda oa, person: person.follows(),
    "unfollow": lambda oa, person: person.unfollows(),
    "both": goes_and_comes_back,
    "a click on the chat": lambda oa, person: person.clicks_chat(),
    "a form": lambda oa, person: person.submits_info("84900000001"),
    "read": seen_by,
    "by hand": at_the_desk,
    "by hand, without a name": at_a_desk_without_a_name,
    "what nobody knows": lambda oa, person: oa.send_event(
        {"event_name": "user_dances", "app_id": oa.app_id, "timestamp": oa.world.stamp(), "sender": {"id": person.id}}
    ),
}


async def silence(town: Town) -> None:
    """Waits until everything that was said has had its effect."""
    await until(town.app.db, lambda tx: inbox._count(tx, inbox.UNDONE), lambda undone: not undone)
    await until(town.app.db, outbox.depth, lambda waiting: not waiting)


async def happens(town: Town, does: Does, to: Phone, minh: Phone, times: int) -> tuple[int, int]:
    """So many messages its reader and the officer got of it."""
    await asks_a_person(to)
    await minh.hears("Câu hỏi mới")
    await silence(town)
    before = len(to.heard), len(minh.heard)
    town.oa.webhook.hold()
    await does(town.oa, cast("ZaloPhone", to).person)
    made = await town.oa.webhook.release(times_at_once=times)
    assert len(made) >= times
    assert {attempt.status for attempt in made} == {200}
    await silence(town)
    return len(to.heard) - before[0], len(minh.heard) - before[1]


@pytest.mark.parametrize("name", EVENTS)
async def test_five_times_is_once(town: Town, name: str) -> None:
    town.oa.sending.echoes = town.oa.sending.receipts = False  # they would be held back, too
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="zalo_oa")
    hoa = await town.cadre("Lê Thị Hoa", channel="zalo_oa")
    once = await happens(town, EVENTS[name], lan, minh, 1)
    assert await happens(town, EVENTS[name], hoa, minh, 5) == once
    assert not await town.read(lambda tx: inbox._count(tx, inbox.QUARANTINED))


async def test_a_button_pressed_five_times_at_once_asks_the_officer_once(town: Town) -> None:
    town.oa.sending.echoes = town.oa.sending.receipts = False
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="zalo_oa")
    await lan.says(ANSWERED_BY_BANK)
    await lan.hears("trước ngày 30/11")
    town.oa.webhook.hold()
    await lan.presses("Chưa rõ, hỏi cán bộ")
    assert [attempt.status for attempt in await town.oa.webhook.release(times_at_once=5)] == [200] * 5
    await minh.hears("Câu hỏi mới")
    await silence(town)
    assert len([bubble for bubble in minh.heard if "Hạn trả lời" in bubble.text]) == 1
    assert len([bubble for bubble in lan.heard if "Đã gửi câu hỏi" in bubble.text]) == 1


async def test_and_again_after_a_restart(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan", channel="zalo_oa")
    person = cast("ZaloPhone", lan).person
    await person.says("/toi", how=How(copies=5))
    await lan.hears("Hoàng Thị Lan")
    await silence(town)
    heard = len(lan.heard)
    [event] = {attempt.body for attempt in town.oa.webhook.attempts if b'"text":"/toi"' in attempt.body}
    await town.closes()
    await town.opens()
    for _ in range(5):
        made = await town.oa.send_event(event)
        assert made
        assert made.status == 200
    await silence(town)
    assert len(lan.heard) == heard

"""Codes that link channels, where a story would be too coarse: groups, what waits, what is chosen."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select, update

from handlers.incoming import Pressed, Said, Sender
from handlers.outgoing import Button, Edit, Menu, Message, from_json, to_json
from handlers.wording import words
from storage import linking, outbox, persons
from storage.linking import Account
from storage.outbox import Post
from storage.persons import Person
from storage.place import Place
from storage.seats import Role
from storage.tables import accounts
from storage.tables import outbox as rows
from tests.handlers.office import Office

vi = words("vi")
ZALO = Place("zalo_oa", "77")


def code_in(told: list[str]) -> str:
    found = re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){2}\b", told[-1])
    assert found
    return found[0]


async def types_on_zalo(office: Office, text: str, *, private: bool = True, chat: str = "77") -> None:
    office.said += 1
    sender = Sender("zalo_oa", "77", "Lan")
    place = Place("zalo_oa", chat)
    await office.takes(Said(sender, place, f"z{office.said}", office.clock.business(), text, private=private))


async def at(office: Office, place: Place) -> list[Message]:
    found = select(rows.c.content).where(rows.c.place == place.key).order_by(rows.c.id)
    outgoing = [from_json(row.content) for row in await office.db.read(lambda tx: tx.rows(found))]
    return [one for one in outgoing if isinstance(one, Message)]


async def linked(office: Office) -> Person:
    """Lan, of Thất Khê, on Telegram and on Zalo."""
    await office.seat("lan", Role.CADRE, "06040")
    await types_on_zalo(office, f"/link {code_in(await office.says('lan', '/link'))}")
    person = await office.person("lan")
    there = await office.db.read(lambda tx: persons.of_account(tx, "zalo_oa", "77"))
    assert there
    assert there.id == person.id
    await office.told("lan")
    return person


async def test_a_code_typed_in_a_group_is_void_and_the_group_hears_nothing(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    code = code_in(await office.says("lan", "/lienket"))
    await types_on_zalo(office, f"/lienket@caunoi_bot {code}", private=False, chat="-5")
    assert await office.told("lan") == [vi("link-spoilt")]
    assert await at(office, Place("zalo_oa", "-5")) == []
    await types_on_zalo(office, f"/lienket {code}")
    assert [message.text for message in await at(office, ZALO)] == [vi("link-wrong")]


async def test_other_words_in_a_group_change_nothing(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    code = code_in(await office.says("lan", "/lienket"))
    for text in ("/lienket", "/lienket K7Q2-9XMD-4TRP", f"mã là {code}", "/start " + code, ""):
        await types_on_zalo(office, text, private=False, chat="-5")
    assert await office.told("lan") == []
    await types_on_zalo(office, code)
    assert await office.told("lan") == [vi("link-told", channel="Zalo OA")]


async def test_what_waits_for_an_unlinked_channel_goes_to_the_other_with_its_buttons(office: Office) -> None:
    lan = await linked(office)
    now = office.clock.machine()
    said = Message("Trả lời", rows=((Button("Đã giải quyết", "abc.0", number=1),),), quote="55")

    async def wait(key: str, content: Message | Edit | Menu, state: str = "new") -> None:
        row_id = await office.db.write(lambda tx: outbox.put(tx, Post(ZALO, to_json(content), key), now))
        await office.db.write(lambda tx: tx.change(update(rows).where(rows.c.id == row_id).values(state=state)))

    await wait("1", said)
    await wait("2", Message("Chờ cửa sổ"), "shut")
    await wait("3", Menu((("toi", "x"),)))
    await wait("4", Edit(1, Message("Sửa")))
    await wait("5", Message("Đã đi"), "sent")
    await office.says("lan", "/toi")
    await office.presses("lan", vi("people-button-channels"))
    told = await office.presses("lan", vi("channels-unlink", channel="Zalo OA"))
    assert told[-1] == vi("channels-unlinked", channel="Zalo OA")
    here = {message.text: message for message in await at(office, Place("telegram", "lan"))}
    assert {"Trả lời", "Chờ cửa sổ", "(đã sửa)\nSửa"} <= set(here)
    moved = here["Trả lời"]
    assert (moved.quote, moved.buttons[0].number, moved.buttons[0].token) == (None, 0, "abc.0")
    left = select(rows.c.dedupe_key, rows.c.state).where(
        rows.c.place == ZALO.key, rows.c.dedupe_key.in_(list("12345"))
    )
    assert {tuple(row) for row in await office.db.read(lambda tx: tx.rows(left))} == {
        ("3", "withdrawn"),
        ("5", "sent"),
    }
    assert lan.id == (await office.person("lan")).id


async def test_a_stranger_where_one_was_can_press_nothing_of_his(office: Office) -> None:
    lan = await linked(office)
    await types_on_zalo(office, "/toi")
    token = (await at(office, ZALO))[-1].buttons[0].token
    await office.says("lan", "/toi")
    await office.presses("lan", vi("people-button-channels"))
    await office.presses("lan", vi("channels-unlink", channel="Zalo OA"))
    await office.takes(Pressed(Sender("zalo_oa", "77", "Lan"), ZALO, token, office.clock.business()))
    assert (await at(office, ZALO))[-1].text == vi("show-old-button")
    there = await office.db.read(lambda tx: persons.of_account(tx, "zalo_oa", "77"))
    assert there
    assert there.id != lan.id


async def test_nobody_unlinks_what_is_not_his(office: Office) -> None:
    await linked(office)
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    zalo = await office.db.read(lambda tx: tx.value(select(accounts.c.id).where(accounts.c.channel == "zalo_oa")))
    hoa = await office.person("hoa")
    strange = Account(zalo, ZALO, True, False, office.clock.machine())
    now = office.clock.machine()
    assert await office.db.write(lambda tx: linking.set_apart(tx, strange, hoa.id, now)) is None


async def test_the_choice_is_kept_and_can_be_taken_back(office: Office) -> None:
    lan = await linked(office)

    async def written_to() -> str:
        found = await office.db.read(lambda tx: persons.get(tx, lan.id))
        assert found
        return found.place.channel

    await office.says("lan", "/toi")
    await office.presses("lan", vi("people-button-channels"))
    [shown] = await office.presses("lan", vi("channels-here", channel="Zalo OA"))
    assert vi("channels-note-first") in shown
    now = office.clock.machine() + timedelta(hours=1)
    telegram = await office.person("lan")
    await office.db.write(lambda tx: persons.seen(tx, telegram.account_id or 0, None, now))
    assert await written_to() == "zalo_oa"
    [shown] = await office.presses("lan", vi("channels-where-last"))
    assert vi("channels-note-first") not in shown
    assert await written_to() == "telegram"

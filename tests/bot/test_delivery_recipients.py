"""Recipients who are gone, or who have lost the right to see what waits for them; on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.base import Gone, Throttled
from handlers.outgoing import Message, Nothing, Toast, to_json
from storage import copies, outbox, persons, questions, seats
from storage.db import Database, Tx
from storage.outbox import Priority
from storage.persons import Person
from storage.place import Place
from storage.questions import NewQuestion
from storage.seats import NewSeat, Role
from storage.tables import accounts
from storage.tables import questions as question_rows
from tests.bot.platform import Platform, PostOffice

BLOCKED = Gone("bot was blocked by the user")


class Recipients(PostOffice):
    """People with accounts on two platforms, and what is sent to them."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Platform("telegram"), Platform("zalo"))
        self.telegram, self.zalo = self.platforms["telegram"], self.platforms["zalo"]

    async def person(self, name: str, *places: Place) -> Person:
        """Somebody with an account at each of these places."""

        async def body(tx: Tx) -> Person:
            now = self.clock.machine()
            first, *more = places
            found = await persons.arrive(tx, first.channel, first.chat, name, "vi", first, now)
            for place in more:
                other = await persons.arrive(tx, place.channel, place.chat, name, "vi", place, now)
                his = update(accounts).where(accounts.c.id == other.account_id)
                await tx.change(his.values(person_id=found.id))
            return found

        return await self.db.write(body)

    async def seat(
        self, who: Person, role: Role, unit: str, until: date | None = None, province: str | None = None
    ) -> int:
        ministry = "MOIT" if role is not Role.CADRE else None
        new = NewSeat(who.id, role, unit, ministry, province, "valid", date(2020, 1, 1), until)
        return await self.db.write(lambda tx: seats.make(tx, new, self.clock.machine()))

    async def question(self, asker: Person) -> int:
        now = self.clock.business()
        new = NewQuestion(asker.id, asker.place, "open", "06040", "20", "MOIT", None, "Hỏi?", (), "route", now, None)

        async def body(tx: Tx) -> int:
            made = await questions.make(tx, new)
            sent_on = update(question_rows).where(question_rows.c.id == made)
            await tx.change(sent_on.values(due_at=now + timedelta(days=1)))
            return made

        return await self.db.write(body)

    async def send(self, place: Place, text: str, **how: object) -> int:
        return await self.post(text, chat=place.chat, channel=place.channel, **how)


@pytest.fixture
async def people(seeded_db: Database) -> AsyncIterator[Recipients]:
    people = Recipients(seeded_db)
    await people.delivery.start()
    yield people
    await people.delivery.stop(5)


HERE, THERE, DESK = Place("telegram", "1"), Place("zalo", "9"), Place("telegram", "3")


@pytest.mark.parametrize("told_before", [False, True])
async def test_whatever_waits_for_somebody_who_left_goes_to_his_other_account(
    people: Recipients, told_before: bool
) -> None:
    await people.person("Lan", HERE, THERE)
    if told_before:  # by the platform's own word that he blocked us
        await people.db.write(lambda tx: persons.set_reachable(tx, "telegram", "1", reachable=False))
    people.telegram.plan.extend([BLOCKED] * 3)
    people.telegram.open.clear()
    rows = [await people.send(HERE, text) for text in ("một", "hai")]
    rows.append(await people.post(Message("ba", quote="55"), chat="1", channel="telegram", role="answer"))
    people.telegram.open.set()
    for row_id in rows:
        assert (await people.becomes(row_id, "gone")).why == BLOCKED.reason
    await people.zalo.has_sent(3)
    assert [(s.place, s.content) for s in people.zalo.sent] == [
        (THERE, Message("một")), (THERE, Message("hai")), (THERE, Message("ba")),
    ]  # fmt: skip


async def test_what_was_partly_shown_is_marked_elsewhere(people: Recipients) -> None:
    await people.person("Lan", HERE, THERE)
    people.telegram.plan.append(replace(BLOCKED, partly=True))
    await people.becomes(await people.send(HERE, "một"), "gone")
    await people.zalo.has_sent(1)
    assert people.zalo.texts == ["(gửi lại)\nmột"]


async def test_what_was_corrected_while_it_was_under_way_goes_elsewhere_corrected(people: Recipients) -> None:
    await people.person("Lan", HERE, THERE)
    people.telegram.plan.append(BLOCKED)
    people.telegram.open.clear()
    row_id = await people.send(HERE, "10 triệu")
    await people.telegram.has_sent(1)
    await people.db.write(lambda tx: copies.rewrite(tx, copy(row_id), to_json(Message("15 triệu"))))
    people.telegram.open.set()
    await people.zalo.has_sent(1)
    assert people.zalo.texts == ["15 triệu"]


async def test_what_was_taken_back_while_it_was_under_way_goes_nowhere_else(people: Recipients) -> None:
    await people.person("Lan", HERE, THERE)
    people.telegram.plan.append(BLOCKED)
    people.telegram.open.clear()
    row_id = await people.send(HERE, "10 triệu")
    await people.telegram.has_sent(1)
    assert await people.db.write(lambda tx: copies.take_back(tx, copy(row_id), to_json(Nothing())))
    people.telegram.open.set()
    await people.becomes(row_id, "gone")
    await people.send(THERE, "sau đó")
    await people.zalo.has_sent(1)
    assert people.zalo.texts == ["sau đó"]


def copy(row_id: int) -> copies.Copy:
    return copies.Copy(row_id, HERE, {}, None, "sending", None, 0, None, None)


async def test_what_is_nothing_elsewhere_stays(people: Recipients) -> None:
    await people.person("Lan", HERE, THERE)
    people.telegram.plan.extend([BLOCKED] * 3)
    toast = await people.post(Toast("q"), chat="1", channel="telegram")
    await people.becomes(toast, "gone")
    mail = await people.send(HERE, "tới mọi người", priority=Priority.BROADCAST, broadcast_id=1)
    await people.becomes(mail, "gone")
    stranger = await people.send(Place("telegram", "404"), "ai đó")
    await people.becomes(stranger, "gone")
    assert people.zalo.sent == []


async def test_somebody_gone_everywhere_ends_there(people: Recipients) -> None:
    await people.person("Lan", HERE, THERE)
    people.telegram.plan.append(BLOCKED)
    people.zalo.plan.append(BLOCKED)
    await people.becomes(await people.send(HERE, "một"), "gone")
    await people.zalo.has_sent(1)
    depth = await people.db.read(outbox.depth)
    await people.becomes(await people.send(HERE, "hai"), "sent")  # he is tried again: he may have come back
    assert depth in ({}, {("zalo", 0): 1})
    assert len(people.zalo.sent) == 1


async def test_the_admin_hears_of_an_officer_who_cannot_be_reached(people: Recipients) -> None:
    minh, ha = await people.person("Trần Minh", HERE), await people.person("Hà", DESK)
    await people.seat(ha, Role.ADMIN, "MOIT")
    seat = await people.seat(minh, Role.OFFICER, "20", province="20")
    question = await people.question(await people.person("Lan", THERE))
    people.telegram.always["1"] = BLOCKED
    for text in ("Câu hỏi mới", "Bổ sung"):
        row = await people.send(HERE, text, seat_id=seat, question_id=question, role="card")
        await people.becomes(row, "gone")
    await people.becomes(await people.send(DESK, "cuối"), "sent")
    [warning, last] = [s.content for s in people.telegram.sent if s.place == DESK]
    assert isinstance(warning, Message)
    assert warning.text.startswith("Không gửi được tin cho Trần Minh")
    assert last == Message("cuối")


async def test_what_waits_for_an_ended_seat_is_withdrawn(people: Recipients) -> None:
    minh = await people.person("Trần Minh", HERE)
    today = people.clock.today()
    ending, ended = [await people.seat(minh, Role.OFFICER, "20", until=today - timedelta(days=n)) for n in (0, 1)]
    first = await people.send(HERE, "của người khác", seat_id=ended)
    second = await people.send(HERE, "còn quyền", seat_id=ending)
    await people.becomes(second, "sent")
    assert (await people.row(first)).state == "withdrawn"
    await people.db.write(lambda tx: seats.end(tx, ending))
    await people.becomes(await people.send(HERE, "vừa hết quyền", seat_id=ending), "withdrawn")
    assert people.telegram.texts == ["còn quyền"]


async def test_the_right_is_looked_at_when_it_is_sent_not_when_it_is_queued(seeded_db: Database) -> None:
    people = Recipients(seeded_db)
    people.platforms["telegram"].capabilities = Platform(per_second=4.0).capabilities
    people.delivery = people.another()
    seat = await people.seat(await people.person("Trần Minh", HERE), Role.OFFICER, "20")
    await people.delivery.start()
    await people.becomes(await people.send(DESK, "trước"), "sent")
    waiting = await people.send(HERE, "câu hỏi", seat_id=seat)
    await people.db.write(lambda tx: seats.end(tx, seat))
    await people.becomes(waiting, "withdrawn")
    await people.delivery.stop(5)
    assert people.telegram.texts == ["trước"]


async def test_what_waits_about_a_question_that_went_to_another_ministry_is_withdrawn(people: Recipients) -> None:
    """It stood behind a 429 while the question was handed on; its officer has his seat, and no right to it."""
    minh, ha = await people.person("Trần Minh", HERE), await people.person("Hà", DESK)
    officer = await people.seat(minh, Role.OFFICER, "20", province="20")
    admin = await people.seat(ha, Role.ADMIN, "MOIT")
    question = await people.question(await people.person("Lan", THERE))
    people.telegram.plan.append(Throttled(600))
    how: dict[str, Any] = {"question_id": question, "role": "relay"}
    waiting = await people.send(HERE, "bổ sung", seat_id=officer, **how)
    await people.held_for("telegram:1")
    moved = update(question_rows).where(question_rows.c.id == question)
    await people.db.write(lambda tx: tx.change(moved.values(ministry="MOHA")))
    await people.later(700)
    await people.becomes(waiting, "withdrawn")
    warning = await people.send(DESK, "có một câu hỏi chờ", seat_id=admin, question_id=question)
    await people.becomes(warning, "sent")
    await people.becomes(await people.send(DESK, "câu hỏi", seat_id=admin, **how), "withdrawn")
    await people.db.write(lambda tx: tx.change(moved.values(holder_seat_id=officer)))
    await people.becomes(await people.send(HERE, "của người giữ", seat_id=officer, **how), "sent")
    assert people.telegram.texts == ["bổ sung", "có một câu hỏi chờ", "của người giữ"]

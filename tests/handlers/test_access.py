"""Who may what: every role × action × object of the table in the product's description, with data that could leak.

Each case has a question of its own with words that stand nowhere else. Somebody tries an action in every way that
dispatch knows, with buttons that are really his; then it is looked up what changed, and what was queued for him.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from handlers import access
from handlers.incoming import Edited, Pressed, Said
from handlers.wording import words
from storage import conversations, links, persons, questions, seats, thread
from storage.conversations import Choice
from storage.db import Database, Tx
from storage.persons import Person
from storage.place import Place
from storage.questions import NewQuestion, Question
from storage.seats import NewSeat, Role, Seat
from storage.tables import audit, messages, outbox
from storage.tables import persons as persons_table
from tests.handlers.office import Office

PHONE = "0987 654 321"
NOTHING = words("vi")("show-nothing")

SEE = {"code", "list"}
ACT = {"reply", "answer", "ask_back", "transfer", "supplement"}
OFFICER = SEE | ACT | {"escalate", "contact"}
ASKER = SEE | {"rate", "reopen", "edit"}
ALL = OFFICER | ASKER | {"queue"}

MAY: dict[str, set[str]] = {
    "asker": ASKER,
    "cadre of the same unit": SEE,
    "cadre of another unit": set(),
    "cadre of the department": set(),
    "officer who holds it": OFFICER | {"queue"},
    "officer of the province": OFFICER,
    "deputy of the holder": OFFICER,
    "deputy while the holder is away": OFFICER | {"queue"},
    "deputy of an ended seat": set(),
    "officer of another province": set(),
    "officer of the other ministry": set(),
    "officer of the other ministry who holds it": SEE | ACT | {"escalate", "queue"},
    "expert": set(),
    "expert, escalated": SEE | ACT | {"queue"},
    "expert, at the desk": SEE | ACT | {"escalate", "queue"},
    "expert of the other ministry, escalated": set(),
    "leader": SEE,
    "admin": SEE | {"contact"},
    "admin, at the desk": OFFICER | {"queue"},
    "admin of the other ministry, at the desk": set(),
    "outsider": set(),
    "unapproved cadre": set(),
    "refused cadre": set(),
    "cadre whose seat ended": set(),
    "officer whose seat ended, holding": set(),
    "officer who begins tomorrow": set(),
    "expert whose seat ended, escalated": set(),
    "admin whose seat ended": set(),
    "asker whose seat ended": ASKER,
    "asker who is an officer himself": ASKER | {"contact"},
}
"""Role and object → what he may. Whatever is not here he may not."""

Held = tuple[Role, str, str | None, str | None, str]
"""Role, unit, ministry, province, state."""

SEATS: dict[str, Held] = {
    "asker": (Role.CADRE, "06040", None, "20", "valid"),
    "cadre of the same unit": (Role.CADRE, "06040", None, "20", "valid"),
    "cadre of another unit": (Role.CADRE, "06001", None, "20", "valid"),
    "cadre of the department": (Role.CADRE, "20-MOIT", "MOIT", "20", "valid"),
    "officer who holds it": (Role.OFFICER, "20", "MOIT", "20", "valid"),
    "officer of the province": (Role.OFFICER, "20", "MOIT", "20", "valid"),
    "deputy of the holder": (Role.OFFICER, "22", "MOIT", "22", "valid"),
    "deputy while the holder is away": (Role.OFFICER, "22", "MOIT", "22", "valid"),
    "deputy of an ended seat": (Role.OFFICER, "22", "MOIT", "22", "valid"),
    "officer of another province": (Role.OFFICER, "22", "MOIT", "22", "valid"),
    "officer of the other ministry": (Role.OFFICER, "20", "MAE", "20", "valid"),
    "officer of the other ministry who holds it": (Role.OFFICER, "20", "MAE", "20", "valid"),
    "expert": (Role.EXPERT, "MOIT", "MOIT", None, "valid"),
    "expert, escalated": (Role.EXPERT, "MOIT", "MOIT", None, "valid"),
    "expert, at the desk": (Role.EXPERT, "MOIT", "MOIT", None, "valid"),
    "expert of the other ministry, escalated": (Role.EXPERT, "MAE", "MAE", None, "valid"),
    "leader": (Role.LEADER, "MOIT", "MOIT", None, "valid"),
    "admin": (Role.ADMIN, "MOIT", "MOIT", None, "valid"),
    "admin, at the desk": (Role.ADMIN, "MOIT", "MOIT", None, "valid"),
    "admin of the other ministry, at the desk": (Role.ADMIN, "MAE", "MAE", None, "valid"),
    "unapproved cadre": (Role.CADRE, "06040", None, "20", "asked"),
    "refused cadre": (Role.CADRE, "06040", None, "20", "refused"),
    "cadre whose seat ended": (Role.CADRE, "06040", None, "20", "ended"),
    "officer whose seat ended, holding": (Role.OFFICER, "20", "MOIT", "20", "valid until yesterday"),
    "officer who begins tomorrow": (Role.OFFICER, "20", "MOIT", "20", "valid from tomorrow"),
    "expert whose seat ended, escalated": (Role.EXPERT, "MOIT", "MOIT", None, "ended"),
    "admin whose seat ended": (Role.ADMIN, "MOIT", "MOIT", None, "valid until yesterday"),
    "asker whose seat ended": (Role.CADRE, "06040", None, "20", "ended"),
    "asker who is an officer himself": (Role.OFFICER, "20", "MOIT", "20", "valid"),
}


@dataclass
class World:
    """Everybody of the table, and questions as they are needed."""

    db: Database
    office: Office
    people: dict[str, Person] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    count: int = 0

    async def peopled(self) -> World:
        for role in MAY:
            await self.db.write(partial(self._arrives, role, SEATS.get(role)))
        for name in ("holder", "ended holder", "colleague"):
            seat = (Role.OFFICER, "20", "MOIT", "20", "ended" if "ended" in name else "valid")
            await self.db.write(partial(self._arrives, name, seat))
        await self.db.write(partial(self._arrives, "somebody who asks", None))
        await self.db.write(self._relations)
        return self

    async def _arrives(self, role: str, wanted: Held | None, tx: Tx) -> None:
        now, today = self.office.clock.business(), self.office.clock.today()
        person = await persons.arrive(tx, "telegram", role, role, "vi", Place("telegram", role), now)
        await tx.change(update(persons_table).where(persons_table.c.id == person.id).values(phone=PHONE))
        self.people[role] = person
        if wanted is None:
            return
        kind, unit, ministry, province, state = wanted
        until = today - timedelta(days=1) if state.endswith("yesterday") else None
        since = today + timedelta(days=1 if state.endswith("tomorrow") else -9)
        new = NewSeat(person.id, kind, unit, ministry, province, state.split()[0], since, until)
        made = await seats.get(tx, await seats.make(tx, new, now))
        assert made
        self.seats[role] = made

    async def _relations(self, tx: Tx) -> None:
        today = self.office.clock.today()
        holder, ended = self.seats["holder"].id, self.seats["ended holder"].id
        away = self.seats["colleague"].id
        await seats.set_deputy(tx, holder, self.seats["deputy of the holder"].id)
        await seats.set_deputy(tx, away, self.seats["deputy while the holder is away"].id)
        await seats.leave(tx, away, today, None)
        await seats.set_deputy(tx, ended, self.seats["deputy of an ended seat"].id)

    # --- one case ------------------------------------------------------------------------------------------------

    async def question(self, role: str, *, answered: bool = False, sent: bool = True) -> tuple[Question, str]:
        """A fresh question that stands to `role` as its name says, and the word that must not leak."""
        self.count += 1
        word = f"BÍMẬT{self.count:04d}"

        async def body(tx: Tx) -> Question:
            return await self._made(tx, role, word, answered=answered, sent=sent)

        return await self.db.write(body), word

    async def _made(self, tx: Tx, role: str, word: str, *, answered: bool, sent: bool) -> Question:
        now = self.office.clock.business()
        asker = self.people[role if role.startswith("asker") else "somebody who asks"]
        new = NewQuestion(asker.id, asker.place, "offered", "06040", "20", None, None, word, (), "route", now, None)
        made = await questions.get(tx, await questions.make(tx, new))
        said = await thread.say(tx, made.id, asker.id, "asked", word, now, ())
        place = self.people[role].place
        await links.make(tx, links.Link(place, f"card{made.id}", "card", made.id, said))
        await links.make(tx, links.Link(place, f"said{made.id}", "said", made.id, said))
        if not sent:
            return made
        due = now + timedelta(days=1, minutes=-self.count)  # the newest is the first in every queue
        await questions.move(
            tx, made, "open", ministry="MOIT", field="moit-general", due_at=due,
            holder_seat_id=self._holder(role), desk=None if self._holder(role) else "MOIT",
            escalated=role.endswith("escalated"),
        )  # fmt: skip
        made = await questions.get(tx, made.id)
        if answered:
            await questions.move(tx, made, "answered", answered_at=now)
            await thread.say(tx, made.id, self.people["holder"].id, "answer", f"{word} trả lời", now, ())
        return await questions.get(tx, made.id)

    def _holder(self, role: str) -> int | None:
        if role.endswith(("escalated", "desk")):
            return None
        if role == "deputy while the holder is away":
            return self.seats["colleague"].id
        if role == "deputy of an ended seat":
            return self.seats["ended holder"].id
        if role in ("officer who holds it", "officer of the other ministry who holds it") or "holding" in role:
            return self.seats[role].id
        return self.seats["holder"].id

    async def presses(self, role: str, verb: str, **args: Any) -> None:
        """Presses a button that is really his."""
        person, clock = self.people[role], self.office.clock
        ends = clock.machine() + timedelta(days=1)
        [token] = await self.db.write(
            lambda tx: conversations.offer(
                tx, person.place, person.id, [Choice("x", verb, args)], clock.business(), ends
            )
        )
        await self.office.takes(Pressed(self.office.sender(role), person.place, token, clock.business(), "press"))

    async def says(self, role: str, text: str, reply_to: str | None = None) -> None:
        self.count += 1
        await self.office.takes(
            Said(self.office.sender(role), self.people[role].place, f"m{self.count}", self.office.clock.business(),
                 text, (), reply_to)
        )  # fmt: skip

    async def queued_for(self, role: str) -> str:
        """Everything in the outbox for somebody."""
        wanted = select(outbox.c.content).where(outbox.c.place == self.people[role].place.key)
        rows = await self.db.read(lambda tx: tx.rows(wanted.order_by(outbox.c.id)))
        return json.dumps([row.content for row in rows], ensure_ascii=False)

    async def tries_all(self, role: str) -> set[str]:
        """What somebody can do."""
        return {action for action in sorted(ALL) if await self.tries(role, action)}

    async def tries(self, role: str, action: str) -> bool:
        """Whether somebody can do an action; whatever comes of it, what he may not see is not queued for him."""
        question, word = await self.question(role, answered=action in ("rate", "reopen", "supplement"))
        done = bool(await getattr(self, f"_{action}")(role, question, word))
        told = await self.queued_for(role)
        assert PHONE not in told or "contact" in MAY[role], (role, action)
        if not MAY[role] & SEE:
            assert word not in told, (role, action)
        return done

    # --- actions: each returns whether it was done ---------------------------------------------------------------

    async def _code(self, role: str, question: Question, word: str) -> bool:
        await self.says(role, question.code)
        return await self._shown(role, word)

    async def _list(self, role: str, question: Question, word: str) -> bool:
        await self.presses(role, "show", question=question.id)
        return await self._shown(role, word)

    async def _queue(self, role: str, question: Question, word: str) -> bool:
        await self.says(role, "/hangdoi")
        return await self._shown(role, word)

    async def _shown(self, role: str, word: str) -> bool:
        return word in await self.queued_for(role)

    async def _reply(self, role: str, question: Question, word: str) -> bool:
        await self.says(role, "Trả lời.", f"card{question.id}")
        return await self._has(question, role, "answer")

    async def _answer(self, role: str, question: Question, word: str) -> bool:
        await self.presses(role, "answer", question=question.id)
        await self.says(role, "Trả lời.")
        return await self._has(question, role, "answer")

    async def _ask_back(self, role: str, question: Question, word: str) -> bool:
        await self.presses(role, "ask_back", question=question.id)
        await self.says(role, "Hỏi thêm.")
        return await self._has(question, role, "ask_back")

    async def _transfer(self, role: str, question: Question, word: str) -> bool:
        to = self.seats["officer of the province" if role != "officer of the province" else "officer who holds it"]
        await self.presses(role, "transfer", question=question.id)
        await self.presses(role, "transfer_to", question=question.id, seat=to.id)
        return (await self._now(question)).holder_seat_id == to.id

    async def _escalate(self, role: str, question: Question, word: str) -> bool:
        await self.presses(role, "escalate", question=question.id)
        await self.says(role, "Vượt thẩm quyền.")
        return (await self._now(question)).escalated and not question.escalated

    async def _rate(self, role: str, question: Question, word: str) -> bool:
        await self.presses(role, "rate", question=question.id, stars=5)
        return (await self._now(question)).rating == 5

    async def _reopen(self, role: str, question: Question, word: str) -> bool:
        await self.presses(role, "reopen", question=question.id)
        await self.says(role, "Vẫn vướng.")
        return (await self._now(question)).state == "open"

    async def _edit(self, role: str, question: Question, word: str) -> bool:
        place, now = self.people[role].place, self.office.clock.business()
        await self.office.takes(Edited(self.office.sender(role), place, f"said{question.id}", now, "Sửa."))
        return (await self._now(question)).text == "Sửa."

    async def _supplement(self, role: str, question: Question, word: str) -> bool:
        author, now = self.people[role].id, self.office.clock.business()
        kept = await self.db.write(lambda tx: thread.say(tx, question.id, author, "unsent", "Thêm.", now, ()))
        await self.presses(role, "supplement", question=question.id, message=kept)
        return await self._has(question, role, "supplement")

    async def _contact(self, role: str, question: Question, word: str) -> bool:
        today, person = self.office.clock.today(), self.people[role].id

        async def body(tx: Tx) -> bool:
            held = [seat for seat in await seats.of_person(tx, person) if seat.valid_on(today)]
            return await access.may_see_contact(tx, held, question, today)

        return await self.db.read(body)

    async def _now(self, question: Question) -> Question:
        return await self.db.read(lambda tx: questions.get(tx, question.id))

    async def _has(self, question: Question, role: str, kind: str) -> bool:
        by_him = select(messages.c.id).where(
            messages.c.question_id == question.id, messages.c.author_id == self.people[role].id,
            messages.c.kind == kind,
        )  # fmt: skip
        return await self.db.read(lambda tx: tx.value(by_him)) is not None


async def test_every_role_every_action(seeded_db: Database, office: Office) -> None:
    world = await World(seeded_db, office).peopled()
    done = await asyncio.gather(*(world.tries_all(role) for role in MAY))
    assert dict(zip(MAY, done, strict=True)) == MAY


async def test_the_denial_is_that_of_a_code_nobody_has(seeded_db: Database, office: Office) -> None:
    world = await World(seeded_db, office).peopled()
    for role in [role for role, may in MAY.items() if not may]:
        question, _ = await world.question(role)
        for typed in (question.code, "482-715-364", "482-715-365"):
            await office.told(role)
            assert await office.says(role, typed) == [NOTHING], (role, typed)


async def test_what_was_sent_to_nobody_is_its_askers_alone(seeded_db: Database, office: Office) -> None:
    world = await World(seeded_db, office).peopled()
    for role in MAY:
        question, word = await world.question(role, sent=False)
        await world.says(role, question.code)
        await world.presses(role, "show", question=question.id)
        await world.says(role, "Trả lời.", f"card{question.id}")
        await world.says(role, "/cauhoi")
        await world.says(role, "/hangdoi")
        assert (word in await world.queued_for(role)) == role.startswith("asker"), role
        assert not await world._contact(role, question, word), role


@pytest.mark.parametrize("role", ["admin", "leader"])
async def test_a_look_from_the_ministry_is_audited(seeded_db: Database, office: Office, role: str) -> None:
    world = await World(seeded_db, office).peopled()
    question, _ = await world.question(role)
    await world.says(role, question.code)
    await world.says("officer of the province", question.code)
    looks = select(audit.c.actor_id).where(audit.c.verb == "show", audit.c.object == question.code)
    rows = await seeded_db.read(lambda tx: tx.rows(looks))
    assert [row.actor_id for row in rows] == [world.people[role].id]

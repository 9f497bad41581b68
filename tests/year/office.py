"""The people of the year, and what they do: the verbs of the product, without the chat around them."""

from __future__ import annotations

import random
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from faq.fields import catalogue
from faq.places import Gazetteer
from handlers.cadre import opening
from handlers.clock import VIETNAM, Clock
from handlers.context import Context, Heard, Policy, Turn
from handlers.deadlines import at_desk, begin, of_part, planned
from handlers.escalation import advise, give_back
from handlers.ministry.calendar import Edit, with_edit
from handlers.officer import answer
from handlers.overtaken import Overtaken, advance
from handlers.rules import policies, policy
from handlers.rules.lifecycle import State, Verb
from handlers.rules.policies import Policies, Within
from storage import desks, opinions, persons, questions, rulings, seats, thread
from storage.db import Database, Tx
from storage.desks import Bureau
from storage.persons import Person
from storage.place import Place
from storage.questions import NewQuestion, Question
from storage.seats import NewSeat, Role
from tests.handlers.office import _bank
from tests.year.almanac import BEGIN, Event, Size

MINISTRY = "MOIT"
BUREAU = "MOIT-DTDL"
"""Where nobody sits: the ministry's own experts stand in."""
POLICIES = ("clock:24h", "working:1d", "working:8h", "clock:48h", "working:2d", "working:16h")
HOLDING = (State.OPEN, State.WAITING)


class YearClock(Clock):
    """Business time that is set; machine time goes its own way."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def business(self) -> datetime:
        return self.at


class YearOffice:
    """Officers whose terms follow one another, with gaps; cadres who ask; an admin who edits."""

    def __init__(self, db: Database, size: Size, seed: int) -> None:
        self.db, self.size = db, size
        self.dice = random.Random(seed + 1)
        self.clock = YearClock(BEGIN)
        self.ctx = Context(db, self.clock, _bank(), Gazetteer.from_package(), Policy())
        self.provinces = [p.code for p in self.ctx.places.places if p.kind == "province"][: size.provinces]
        self.fields = [field.code for field in catalogue().fields_of(MINISTRY)]
        self.cadres: list[tuple[Person, str, str]] = []
        self.officers: list[int] = []
        self.asked: dict[int, int] = {}
        self.retimed: defaultdict[int, list[datetime]] = defaultdict(list)
        """When clocks of a question were computed anew, or ran again: what passed meanwhile could not be raised."""
        self.ruled: list[datetime] = []

    async def opens(self) -> None:
        """Everybody gets his seats."""
        bureau = Bureau(BUREAU, MINISTRY, "cục", "Cục Điện lực", frozenset({"electricity"}))
        await self.db.write(lambda tx: desks.put(tx, bureau))
        for number, role in enumerate((Role.ADMIN, Role.EXPERT, Role.LEADER)):
            who = await self._person(f"bo{number}")
            await self._seat(who, role, MINISTRY, MINISTRY, None, date(2025, 1, 1), None)
        for province in self.provinces:
            for line in range(2):
                await self._line(province, line)
        for number in range(self.size.cadres):
            province = self.provinces[number % len(self.provinces)]
            communes = [p.code for p in self.ctx.places.places if p.province_code == province and p.kind == "commune"]
            who = await self._person(f"lan{number}")
            await self._seat(who, Role.CADRE, communes[0], None, province, date(2025, 1, 1), None)
            self.cadres.append((who, communes[0], province))

    async def _line(self, province: str, line: int) -> None:
        """Terms one after another; sometimes nobody is there for some days between."""
        day, number = date(2025, 12, 1), 0
        while day < self.size.end.date():
            until = day + timedelta(days=self.dice.randint(40, 120))
            who = await self._person(f"minh{province}-{line}-{number}")
            self.officers.append(await self._seat(who, Role.OFFICER, province, MINISTRY, province, day, until))
            day = until + timedelta(days=1 + (self.dice.randint(1, 6) if self.dice.random() < 0.3 else 0))
            number += 1

    async def _person(self, name: str) -> Person:
        place, now = Place("web", name), self.clock.machine()
        return await self.db.write(lambda tx: persons.arrive(tx, "web", name, name, "vi", place, now))

    async def _seat(
        self, who: Person, role: Role, unit: str, ministry: str | None, province: str | None, day: date,
        until: date | None,
    ) -> int:  # fmt: skip
        new = NewSeat(who.id, role, unit, ministry, province, "valid", day, until)
        return await self.db.write(lambda tx: seats.make(tx, new, self.clock.machine()))

    async def does(self, event: Event) -> None:
        """Somebody does something; what is not possible any more by then is not done."""
        self.clock.at = event.at
        with suppress(Overtaken):
            await self.db.write(partial(getattr(self, f"_{event.kind}"), event.number))

    def _turn(self, tx: Tx, cause: str) -> Turn:
        return Turn(self.ctx, tx, f"{cause}:{self.clock.at.timestamp()}", self.clock.at)

    def _heard(self, who: Person) -> Heard:
        return Heard(who, (), who.place, self.clock.at, self.clock.at, f"year:{self.clock.at.timestamp()}", text="…")

    async def _question(self, tx: Tx, number: int) -> Question | None:
        return await questions.get(tx, self.asked[number]) if number in self.asked else None

    async def _ask(self, number: int, tx: Tx) -> None:
        who, unit, province = self.cadres[number % len(self.cadres)]
        now = self.clock.at
        text = f"Câu {number}?"
        new = NewQuestion(who.id, who.place, State.UNSORTED, unit, province, None, None, text, (), "route", now, None)
        made = await questions.make(tx, new)
        await thread.say(tx, made, who.id, "asked", text, now, [])
        field = self.fields[number % len(self.fields)]
        await opening.open_for(self._turn(tx, f"ask{number}"), who, await questions.get(tx, made), MINISTRY, field)
        self.asked[number] = made

    async def _answer(self, number: int, tx: Tx) -> None:
        question = await self._question(tx, number)
        if question and question.state in HOLDING:
            holder = question.holder_person_id or 2
            person = await persons.get(tx, holder)
            assert person
            await answer.give(self._turn(tx, f"answer{number}"), self._heard(person), question)

    async def _ask_back(self, number: int, tx: Tx) -> None:
        question = await self._question(tx, number)
        if question and question.state in HOLDING:
            self.retimed[question.id].append(self.clock.at)
            await advance(self._turn(tx, "back"), question, Verb.ASK_BACK)

    async def _add(self, number: int, tx: Tx) -> None:
        question = await self._question(tx, number)
        if question and question.state == State.WAITING:
            self.retimed[question.id].append(self.clock.at)
            await advance(self._turn(tx, "add"), question, Verb.ADD)

    async def _escalate(self, number: int, tx: Tx) -> None:
        question = await self._question(tx, number)
        if question and question.state in HOLDING and not question.escalated:
            turn = self._turn(tx, f"up{number}")
            self.retimed[question.id].append(self.clock.at)
            await advance(turn, question, Verb.ESCALATE, holder_seat_id=None, desk=MINISTRY, escalated=True)
            await at_desk(turn, await questions.get(tx, question.id))

    async def _part(self, number: int, tx: Tx) -> None:
        question = await self._question(tx, number)
        if question and question.state in HOLDING:
            made = await opinions.ask(tx, question.id, 2, BUREAU, None, self.clock.at)
            await of_part(self._turn(tx, f"part{number}"), question, made)

    async def _advise(self, number: int, tx: Tx) -> None:
        question = await self._question(tx, number)
        for opinion in await opinions.of(tx, question.id) if question else []:
            expert = await persons.get(tx, 2)
            if expert and opinion.ended_at is None:
                held = await seats.of_person(tx, expert.id)
                heard = replace(self._heard(expert), seats=held).having(opinion=opinion.id)
                await (await advise.advise(self.ctx, heard))(self._turn(tx, f"advise{number}"))

    async def _give_back(self, number: int, tx: Tx) -> None:
        question = await self._question(tx, number)
        expert = await persons.get(tx, 2)
        if question and expert and question.state in HOLDING and question.escalated:
            turn = self._turn(tx, f"down{number}")
            target = await give_back.down(turn, question)
            if target.seat:
                await give_back.hand(turn, self._heard(expert), question, target, thread.Kind.ADVICE)

    async def _reopen(self, number: int, tx: Tx) -> None:
        question = await self._question(tx, number)
        if question and question.state in (State.ANSWERED, State.CLOSED):
            turn = self._turn(tx, f"reopen{number}")
            self.retimed[question.id].append(self.clock.at)  # the clock of its resolution runs again
            plan = await planned(turn, MINISTRY, question.field, question.province, self.clock.at)
            await advance(turn, question, Verb.REOPEN, round=question.round + 1, clock_from=self.clock.at,
                          due_at=plan.due_at, closed_at=None)  # fmt: skip
            await begin(turn, await questions.get(tx, question.id), plan)

    async def _away(self, number: int, tx: Tx) -> None:
        today = self.clock.today()
        seat = self.officers[number % len(self.officers)]
        await seats.leave(tx, seat, today, None)

    async def _back(self, number: int, tx: Tx) -> None:
        await seats.come_back(tx, self.officers[number % len(self.officers)])

    async def _calendar(self, number: int, tx: Tx) -> None:
        rules = await self.ctx.in_force.of(tx, MINISTRY, 24)
        first = self.clock.at.astimezone(VIETNAM).date() + timedelta(days=self.dice.randint(-2, 20))
        verb = self.dice.choice(("off", "worked", "shut", "undo"))
        province = self.dice.choice([None, *self.provinces]) if verb == "shut" else None
        edit = Edit(verb, first, first + timedelta(days=self.dice.randint(0, 2)), f"đổi {number}", province)
        says = policies.calendar_to_json(with_edit(rules.calendar, edit))
        await rulings.lay_down(tx, MINISTRY, rulings.Kind.CALENDAR, says, None, "", self.clock.at)
        self.ruled.append(self.clock.at)

    async def _policy(self, number: int, tx: Tx) -> None:
        resolution = policy.read("working:5d") if number % 2 else None
        laid_down = Policies(
            Within(policy.read(POLICIES[number % len(POLICIES)]), resolution), quiet=bool(number % 3)
        )
        says = policies.to_json(laid_down)
        await rulings.lay_down(tx, MINISTRY, rulings.Kind.POLICY, says, None, "", self.clock.at)
        self.ruled.append(self.clock.at)

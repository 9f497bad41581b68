"""Who runs: for each race a province with its officers, a cadre who asked, and a ministry whom all have in common."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from faq.fields import catalogue
from handlers import deadlines
from handlers.cadre import opening
from handlers.context import Turn
from handlers.incoming import Incoming, Pressed, Said, Sender
from handlers.overtaken import advance
from handlers.rules.lifecycle import State, Verb
from storage import conversations, desks, links, persons, questions, seats, thread
from storage.conversations import Choice
from storage.db import Tx
from storage.desks import Bureau
from storage.links import Link
from storage.persons import Person
from storage.place import Place
from storage.questions import NewQuestion, Question
from storage.seats import NewSeat, Role
from tests.races.hall import CHANNEL, Hall, communes

MINISTRY, OTHER = "MOIT", "MAE"
FIELD = catalogue().fields_of(MINISTRY)[0].code
OTHER_FIELD = catalogue().fields_of(OTHER)[0].code
MOST = 30
"""Races at once: each has a province of its own."""
_LONG_AGO = date(2026, 1, 1)


@dataclass
class Scene:
    """One question and those who may do something to it; made in the transaction of `turn`."""

    number: int
    turn: Turn
    dice: random.Random
    lan: Person
    officers: list[tuple[Person, int]]
    """Of the ministry, each with his seat; the first one holds the question once it is open."""
    neighbour: tuple[Person, int]
    """The other ministry's."""
    question: Question
    asked: int
    """The message in which it was asked."""
    experts: list[Person] = field(default_factory=list)
    """At the desk of a bureau of its own, where it lies there."""
    said: list[str] = field(default_factory=list)
    """What is written in the race: none of it may be lost."""

    @property
    def holder(self) -> Person:
        return self.officers[0][0]

    @property
    def colleague(self) -> Person:
        return self.officers[1][0]

    @property
    def people(self) -> list[Person]:
        """Everybody in it."""
        return [self.lan, self.neighbour[0], *(who for who, _ in self.officers), *self.experts]

    def place_of(self, person_id: int) -> str:
        """Where one of them reads."""
        return next(who.place.key for who in self.people if who.id == person_id)

    def words(self, who: Person, what: str) -> str:
        """Something that nobody else says."""
        text = f"{what} của {who.name}, lần {len(self.said) + 1}."
        self.said.append(text)
        return text

    async def replies(self, who: Person, role: str = "card", what: str = "Trả lời") -> Incoming:
        """He writes a reply to what he was shown of the question."""
        shown = f"{role}-{who.id}"
        await links.make(self.turn.tx, Link(who.place, shown, role, self.question.id, self.asked))
        return self._said(who, what, shown)

    async def types(self, who: Person, dialog: str, what: str, **data: object) -> Incoming:
        """He writes what he was asked for after a button."""
        await self.turn.expect(who.place, dialog, **(data or {"question": self.question.id}))
        return self._said(who, what, None)

    async def presses(self, who: Person, verb: str, **args: object) -> Incoming:
        """He presses a button under one of our messages."""
        expires = self.turn.ctx.clock.machine() + timedelta(days=1)
        choice = Choice(verb, verb, args)
        [token] = await conversations.offer(self.turn.tx, who.place, who.id, [choice], self.turn.now, expires)
        return Pressed(sender(who), who.place, token, self.turn.now)

    def _said(self, who: Person, what: str, reply_to: str | None) -> Incoming:
        text = self.words(who, what)
        return Said(sender(who), who.place, f"{who.id}-{len(self.said)}", self.turn.now, text, (), reply_to)


def sender(who: Person) -> Sender:
    """As whom the platform knows him."""
    return Sender(CHANNEL, who.place.chat, who.name)


class Cast:
    """Makes the people of some races, all in one transaction."""

    def __init__(self, hall: Hall, tx: Tx, dice: random.Random) -> None:
        self.hall, self.tx, self.dice = hall, tx, dice
        self.turn = Turn(hall.ctx, tx, f"set up:{dice.random()}", hall.clock.business())

    async def ministry(self) -> None:
        """An admin and an expert of each ministry."""
        for ministry in (MINISTRY, OTHER):
            for role in (Role.ADMIN, Role.EXPERT):
                who = await self._person(f"{role.value} {ministry}")
                await self._seat(who, role, ministry, ministry, None)

    async def scene(self, number: int, *, sent: bool, ends: bool, at_desk: bool) -> Scene:
        """A question that is open (`sent`) or waits for its asker to say where it belongs.

        `ends`: it is the last day of whoever holds it.
        """
        commune = communes()[number]
        province = commune.province_code
        lan = await self._person(f"Lan {number}")
        await self._seat(lan, Role.CADRE, commune.code, None, province)
        officers = []
        for name in ("Minh", "Tuấn", "Đức"):
            who = await self._person(f"{name} {number}")
            officers.append((who, await self._seat(who, Role.OFFICER, province, MINISTRY, province)))
        hoa = await self._person(f"Hoa {number}")
        neighbour = hoa, await self._seat(hoa, Role.OFFICER, province, OTHER, province)
        question, asked = await self._asked(lan, commune.code, province)
        if sent:
            await opening.open_for(self.turn, lan, question, MINISTRY, FIELD)
            question = await questions.get(self.tx, question.id)
            officers.sort(key=lambda officer: officer[1] != question.holder_seat_id)
        experts = await self._at_desk(question, number) if at_desk else []
        if ends:
            await seats.prolong(self.tx, officers[0][1], self.hall.clock.today())
        question = await questions.get(self.tx, question.id)
        return Scene(number, self.turn, self.dice, lan, officers, neighbour, question, asked, experts)

    async def _at_desk(self, question: Question, number: int) -> list[Person]:
        """Hands it up to a bureau of its own; who sits there."""
        code = f"{MINISTRY}-r{number}"
        await desks.put(self.tx, Bureau(code, MINISTRY, "cục", f"Cục {number}"))
        experts = [await self._person(f"{name} {number}") for name in ("Bình", "Nga")]
        for expert in experts:
            await self._seat(expert, Role.EXPERT, code, MINISTRY, None)
        await advance(self.turn, question, Verb.ESCALATE, holder_seat_id=None, desk=code, escalated=True)
        await deadlines.at_desk(self.turn, await questions.get(self.tx, question.id))
        return experts

    async def _asked(self, lan: Person, commune: str, province: str) -> tuple[Question, int]:
        now = self.turn.now
        text = f"Xã của {lan.name} muốn tổ chức hội chợ thì xin hỗ trợ kinh phí thế nào?"
        new = NewQuestion(
            lan.id, lan.place, State.UNSORTED, commune, province, None, None, text, (), "route", now, None
        )
        made = await questions.make(self.tx, new)
        asked = await thread.say(self.tx, made, lan.id, "asked", text, now, [])
        return await questions.get(self.tx, made), asked

    async def _person(self, name: str) -> Person:
        chat = name.replace(" ", "-")
        place, now = Place(CHANNEL, chat), self.hall.clock.machine()
        return await persons.arrive(self.tx, CHANNEL, chat, name, "vi", place, now)

    async def _seat(self, who: Person, role: Role, unit: str, ministry: str | None, province: str | None) -> int:
        new = NewSeat(who.id, role, unit, ministry, province, "valid", _LONG_AGO)
        return await seats.make(self.tx, new, self.hall.clock.machine())

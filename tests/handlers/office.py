"""People who chat: what one says goes through dispatch; what each is told is read from the outbox."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from sqlalchemy import select

from bot.jobs import Jobs
from faq.load import starter_bank
from faq.match import Bank
from faq.places import Gazetteer
from handlers.clock import Clock
from handlers.context import Context, Policy, Turn
from handlers.dispatch import dispatch
from handlers.incoming import Attachment, Incoming, Pressed, Said, Sender
from handlers.invite import Order, create
from handlers.outgoing import Edit, Menu, Message, from_json
from storage import persons, seats
from storage.db import Database
from storage.persons import Person
from storage.place import Place
from storage.seats import Role, Seat
from storage.tables import outbox

KEY = b"a key of the tests"


@cache
def _bank() -> Bank:
    return Bank(starter_bank())


@cache
def _places() -> Gazetteer:
    return Gazetteer.from_package()


async def _nothing() -> None:
    """There is no other bank, and nothing is old enough to be tidied away."""


@dataclass
class Office:
    """People by their names; each has one account on the channel that is named."""

    db: Database
    enrolment: str = "approval"
    clock: Clock = field(default_factory=Clock)
    said: int = 0
    read_up_to: dict[str, int] = field(default_factory=dict)
    digests: bool = False
    """Whether people hear digests: stories that move the clock and listen for silence are told nothing by the way."""

    @property
    def ctx(self) -> Context:
        policy = Policy(enrolment=self.enrolment, code_key=KEY, digests=self.digests)
        return Context(self.db, self.clock, _bank(), _places(), policy)

    def place(self, who: str) -> Place:
        return Place("telegram", who)

    def sender(self, who: str) -> Sender:
        return Sender("telegram", who, who if who[:1].isalpha() else "")

    async def says(self, who: str, text: str, *attachments: Attachment) -> list[str]:
        """Says something; what the speaker is told thereupon."""
        now = self.clock.business()
        self.said += 1
        await self.takes(Said(self.sender(who), self.place(who), f"m{self.said}", now, text, attachments))
        return await self.told(who)

    async def presses(self, who: str, label: str) -> list[str]:
        """Presses the newest button with this label; what the presser is told thereupon."""
        return await self.presses_token(who, await self.token(who, label))

    async def presses_token(self, who: str, token: str) -> list[str]:
        await self.takes(Pressed(self.sender(who), self.place(who), token, self.clock.business()))
        return await self.told(who)

    async def ticks(self, clocks: int = 1) -> None:
        """What is due is done, by so many clocks at once, as in so many processes."""
        await asyncio.gather(*(self._jobs().sweep_now() for _ in range(clocks)))

    async def looks_round(self, clocks: int = 1) -> None:
        """What no time tells is done, too."""
        await asyncio.gather(*(self._jobs().look_round() for _ in range(clocks)))

    def _jobs(self) -> Jobs:
        return Jobs(self.ctx, _nothing, _nothing)

    async def takes(self, incoming: Incoming) -> None:
        self.said += 1
        cause = f"in:{self.said}"
        now = self.clock.business()
        effect = await dispatch(self.ctx, incoming, now, cause)
        await self.db.write(lambda tx: effect(Turn(self.ctx, tx, cause, now, conversation=incoming.place.key)))

    async def told(self, who: str) -> list[str]:
        """The texts sent to somebody since this was last asked."""
        since = self.read_up_to.get(who, 0)
        rows = await self._rows(who)
        self.read_up_to[who] = max([since, *(row_id for row_id, _ in rows)])
        return [message.text for row_id, message in rows if row_id > since]

    async def token(self, who: str, label: str) -> str:
        for _, message in reversed(await self._rows(who)):
            for button in message.buttons:
                if button.label == label:
                    return button.token
        raise AssertionError(f"{who} has no button {label!r}")

    async def labels(self, who: str) -> list[str]:
        """The buttons under the newest message."""
        rows = await self._rows(who)
        return [button.label for button in rows[-1][1].buttons] if rows else []

    async def numbers(self, who: str) -> list[int]:
        """What chooses the buttons under the newest message when it is typed."""
        rows = await self._rows(who)
        return [button.number for button in rows[-1][1].buttons] if rows else []

    async def menu(self, who: str) -> list[str]:
        """The commands of the newest menu."""
        menus = [out for _, out in await self._all(who) if isinstance(out, Menu)]
        return [name for name, _ in menus[-1].commands]

    async def edits(self, who: str) -> list[Edit]:
        return [out for _, out in await self._all(who) if isinstance(out, Edit)]

    async def person(self, who: str) -> Person:
        found = await self.db.read(lambda tx: persons.of_account(tx, "telegram", who))
        assert found is not None
        return found

    async def seats(self, who: str) -> list[tuple[str, str, str]]:
        """(role, unit, state) of all seats of a person."""
        return [(seat.role.value, seat.unit, seat.state) for seat in await self.seats_of(who)]

    async def seats_of(self, who: str) -> tuple[Seat, ...]:
        person = await self.person(who)
        return await self.db.read(lambda tx: seats.of_person(tx, person.id))

    async def code(
        self, role: Role, unit: str, ministry: str | None = None, uses: int = 1, until: date | None = None
    ) -> str:
        order = Order(role, unit, ministry, self.clock.today(), until, uses=uses)
        return (await create(self.db, self.clock, KEY, order)).code

    async def seat(self, who: str, role: Role, unit: str, ministry: str | None = None) -> None:
        """Lets somebody in by a code and forgets what was said about it."""
        await self.says(who, "/start " + await self.code(role, unit, ministry))
        await self.told(who)

    async def _rows(self, who: str) -> list[tuple[int, Message]]:
        return [(row_id, out) for row_id, out in await self._all(who) if isinstance(out, Message)]

    async def _all(self, who: str) -> list[tuple[int, object]]:
        wanted = select(outbox.c.id, outbox.c.content).where(outbox.c.place == self.place(who).key)
        rows = await self.db.read(lambda tx: tx.rows(wanted.order_by(outbox.c.id)))
        return [(row.id, from_json(row.content)) for row in rows]

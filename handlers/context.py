"""What handlers are given: the world they read, and the one turn in which they write.

A handler is `async (Context, Heard) -> Effect`: it reads, matches and prepares outside any transaction and returns
what to do. The effect is run in one short transaction (a `Turn`) that awaits nothing but storage and may be run more
than once; whatever it says goes to the outbox of the same transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from faq.match import Bank, Match, Thresholds
from faq.places import Gazetteer
from handlers.clock import Clock
from handlers.in_force import InForce
from handlers.incoming import Attachment
from handlers.outgoing import Button, Draft, Edit, Message, Outgoing, Quoted, Style, Toast, to_json
from handlers.wording import Words, words
from storage import conversations, outbox
from storage.copies import Copy
from storage.db import Database, Tx
from storage.links import Link
from storage.outbox import Priority
from storage.persons import Person
from storage.place import Place
from storage.seats import Role, Seat

BUTTONS_LIVE = timedelta(days=90)
"""Machine time for which a button stays alive: a card may be answered late, but not for ever."""


NUMBERS_LIVE = timedelta(minutes=15)
"""Machine time for which a typed number keeps meaning the choices last shown, whatever else comes in."""


class Meter(Protocol):
    """What is counted."""

    def bank_decided(self, decision: str) -> None: ...

    def alert_raised(self, rung: str) -> None: ...

    def overheard(self, whose: str) -> None: ...


class Pace(Protocol):
    """How fast people are served."""

    def wait(self, person_id: int, units: Iterable[str], cause: str) -> float: ...


class Later(Exception):
    """It is not the time for this: the message is to be taken up again after `seconds`, and counts no failure."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"to be taken up again in {seconds:.1f} s")
        self.seconds = seconds


class AnyPace:
    """Everybody is served at once."""

    def wait(self, person_id: int, units: Iterable[str], cause: str) -> float:
        return 0.0


class NoMeter:
    """Counts nothing."""

    def bank_decided(self, decision: str) -> None: ...

    def alert_raised(self, rung: str) -> None: ...

    def overheard(self, whose: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator decided."""

    enrolment: str = "approval"
    """`invite`, `approval` or `open`."""
    wrong_costs: int = 9
    """How many needless questions one wrong answer of the bank is worth, for ministries that laid down no other."""
    code_key: bytes = b""
    """Keys the hashes of invite codes."""
    deadline_hours: int = 24
    """For ministries that laid down no other."""
    digests: bool = True
    """Whether people hear each morning and evening how things stand, in ministries that laid down neither."""
    default_field: str = "moit-general"
    """Where a question goes that resembles nothing in the bank and whose asker never said; its ministry with it."""
    default_ministry: str = "MOIT"
    notice: frozenset[str] = frozenset()
    """Channels by which nothing leaves but that there is something to read in the web chat."""
    said_anew: frozenset[str] = frozenset()
    """Channels where nothing that was said can be changed: a correction is a message of its own there, and rings."""
    address: str = ""
    """Where people reach our pages, without a slash at its end; empty where that is not known."""


@dataclass(slots=True)
class Context:
    """The world as handlers read it. `bank` and `places` are replaced whole when what they are read from changes."""

    db: Database
    clock: Clock
    bank: Bank
    places: Gazetteer
    policy: Policy = field(default_factory=Policy)
    meter: Meter = field(default_factory=NoMeter)
    pace: Pace = field(default_factory=AnyPace)
    wrong_costs: Mapping[str, int] = field(default_factory=dict)
    """What ministries laid down; followed like the bank."""
    in_force: InForce = field(default_factory=InForce)
    """What ministries have laid down about deadlines."""
    changes_known: int = 0
    """How many changes of units `places` knows of."""
    telegram: str = ""
    """What our bot is called on Telegram; empty without one, and until Telegram has told it."""

    async def matches(self, text: str) -> tuple[Match, ...]:
        """What the bank finds for a text; beside the event loop where an encoder thinks about it for a while."""
        if self.bank.means.encoder is None:
            return self.bank.match(text)
        return await asyncio.to_thread(self.bank.match, text)

    def thresholds(self, ministry: str) -> Thresholds:
        """From which confidence on the bank of a ministry answers: where an answer pays more than it may cost."""
        costs = self.wrong_costs.get(ministry, self.policy.wrong_costs)
        return Thresholds(answer=costs / (1 + costs))


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that was said or pressed, with who said it and what it refers to."""

    who: Person
    seats: tuple[Seat, ...]
    """Valid today."""
    place: Place
    at: datetime
    """When it was said: the platform's time, never later than our receipt."""
    received_at: datetime
    """Our receipt."""
    cause: str
    """Names the inbox row: everything this update causes is keyed by it."""
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    message_id: str | None = None
    own_phone: str = ""
    """His own telephone number, where the platform vouches that it is his."""
    reply: Link | None = None
    reply_to: str | None = None
    """Platform id of what is answered, whether or not it is anything of ours."""
    args: Mapping[str, Any] = field(default_factory=dict)
    """The arguments of the button, of the dialog that waited for this, or of the command (`rest`)."""
    press_id: str | None = None
    language: str | None = None
    more_ids: tuple[str, ...] = ()
    """Of an album: the ids of its other messages."""
    session: str | None = None
    """By which session of the web chat, where it is from there."""

    def seat(self, *roles: Role) -> Seat | None:
        """The first seat with one of these roles."""
        return next((seat for seat in self.seats if seat.role in roles), None)

    def having(self, **args: Any) -> Heard:
        """The same with these arguments added."""
        return replace(self, args={**self.args, **args})


@dataclass(frozen=True, slots=True)
class Choice:
    """A button to be offered: its label, the verb of handlers.dispatch it means, and that verb's arguments."""

    label: str
    verb: str
    args: Mapping[str, Any] = field(default_factory=dict)
    style: Style = Style.PLAIN


@dataclass(slots=True)
class Turn:
    """The transaction in which one thing has its effects."""

    ctx: Context
    tx: Tx
    cause: str
    now: datetime
    """Business time."""
    conversation: str = ""
    """The key of the place whose update this is; empty where the clock, or a send that failed, is the cause."""
    hands: outbox.Hands | None = None
    """Who sends at once what is said here; else it waits until it is claimed."""
    said: int = 0
    found: Mapping[str, tuple[Match, ...]] = field(default_factory=dict)
    """What the bank found for a text before the transaction began."""

    async def say(
        self,
        to: Person,
        what: Draft | str,
        *rows: tuple[Choice, ...],
        key: str | None = None,
        priority: Priority = Priority.INTERACTIVE,
        role: str | None = None,
        question_id: int | None = None,
        message_id: int | None = None,
        seat_id: int | None = None,
        broadcast_id: int | None = None,
        attachments: tuple[Attachment, ...] = (),
        quote: str | None = None,
        quoted: Quoted | None = None,
        asks_contact: str = "",
    ) -> int | None:
        """Queues a message to a person; the outbox row's id, or None when `key` was used before.

        Without a `key` the message is keyed by its cause and its number among what this cause makes us say.
        """
        self.said += 1
        draft = Draft(what) if isinstance(what, str) else what
        message = draft.message(await self._buttons(to, rows), attachments, quote, quoted)
        if asks_contact:
            message = replace(message, asks_contact=asks_contact)
        post = outbox.Post(
            to.place, to_json(message), key or f"{self.cause}:{self.said}",
            priority, role, question_id, message_id, seat_id, broadcast_id,
        )  # fmt: skip
        return await outbox.put(self.tx, post, self.ctx.clock.machine(), self.hands)

    async def edit(self, place: Place, outbox_id: int, message: Message) -> None:
        """Queues the replacement of a message sent before."""
        await self._put(place, Edit(outbox_id, message))

    async def mirror(self, copy: Copy, what: Message | Edit) -> None:
        """Queues what takes the place of a copy, or replaces its text, by the same right as the copy."""
        self.said += 1
        of = copy.message_id if isinstance(what, Message) else None
        post = outbox.Post(copy.place, to_json(what), f"{self.cause}:{self.said}", role=copy.role,
                           question_id=copy.question_id, message_id=of, seat_id=copy.seat_id)  # fmt: skip
        await outbox.put(self.tx, post, self.ctx.clock.machine(), self.hands)

    async def put(
        self, place: Place, outgoing: Outgoing, *, key: str | None = None, question_id: int | None = None
    ) -> None:
        """Queues something that is no message (a menu, what is done to a topic); `key` as for `say`."""
        await self._put(place, outgoing, key, question_id)

    async def toast(self, heard: Heard, text: str = "") -> None:
        """Answers a press itself, once, where the platform waits for that; worth nothing after 15 seconds."""
        if heard.press_id:
            machine = self.ctx.clock.machine()
            post = outbox.Post(
                heard.place, to_json(Toast(heard.press_id, text)), f"{self.cause}:toast",
                expires_at=machine + timedelta(seconds=15),
            )  # fmt: skip
            await outbox.put(self.tx, post, machine, self.hands)

    async def expect(self, place: Place, dialog: str | None, **data: Any) -> None:
        """Notes what the next message in a place will mean; None ends the dialog.

        Numbers that meant older buttons are text from then on: "3" answers what was asked, not what lies above it.
        """
        if dialog is not None:
            await conversations.withdraw_prompt(self.tx, place)
        await conversations.expect(self.tx, place, dialog, data, self.now)

    async def expect_reply(self, to: Person, question_id: int) -> None:
        """Notes that the next message of somebody goes to a question: he was asked something about it.

        Whoever is typing something else goes on with that; and two questions at once are told apart by asking him.
        """
        now_is = await conversations.at(self.tx, to.place)
        if now_is.dialog is None:
            await self.expect(to.place, "add", question=question_id)
        elif now_is.dialog == "add" and now_is.data != {"question": question_id}:
            await self.expect(to.place, None)

    def words(self, to: Person) -> Words:
        """The language a person is written to in."""
        return words(to.locale)

    async def _put(
        self, place: Place, outgoing: Outgoing, key: str | None = None, question_id: int | None = None
    ) -> None:
        self.said += 1
        post = outbox.Post(place, to_json(outgoing), key or f"{self.cause}:{self.said}", question_id=question_id)
        await outbox.put(self.tx, post, self.ctx.clock.machine(), self.hands)

    async def _buttons(self, to: Person, rows: tuple[tuple[Choice, ...], ...]) -> tuple[tuple[Button, ...], ...]:
        choices = [conversations.Choice(choice.label, choice.verb, choice.args) for row in rows for choice in row]
        if not choices:
            return ()
        expires_at = self.ctx.clock.machine() + BUTTONS_LIVE
        # What somebody else caused must not change what a number typed here means, while it means something.
        spare = None if to.place.key == self.conversation else expires_at - NUMBERS_LIVE
        offered = await conversations.offer(self.tx, to.place, to.id, choices, self.now, expires_at, spare)
        meant = (await conversations.at(self.tx, to.place)).prompt_id if spare else None
        numbered = spare is None or offered[0].startswith(f"{meant}.")
        tokens = enumerate(offered, start=1)

        def button(choice: Choice) -> Button:
            number, token = next(tokens)
            return Button(choice.label, token, choice.style, number=number if numbered else 0)

        return tuple(tuple(button(choice) for choice in row) for row in rows)


Effect = Callable[[Turn], Coroutine[Any, Any, None]]
Handler = Callable[[Context, Heard], Coroutine[Any, Any, Effect]]

"""Mutated updates by the thousands through the webhook of the real service, and honest people among them."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.channels.base import Unparseable
from bot.channels.telegram.reading import Reader, arrival
from bot.channels.telegram.webhook import MAX_BODY
from handlers.clock import Clock
from handlers.outgoing import RESENT
from tests.fakes.telegram import FakeUser
from tests.hostile.figures import Figure, at_most, exactly, none, told
from tests.hostile.ground import Ground
from tests.hostile.mutations import PAYLOADS, Mutations, captured
from tests.hostile.service import Logs, Webhook, quarantined, service, settled, webhook, writes
from tests.phones import TelegramPhone
from tests.stories.moves import ANSWERED_BY_BANK
from tests.talk import Town

IN_SHAPES = 1234567890
"""The person who sent the captured updates."""
FIRST_OF_CROWD = 5_000_000_000
FAR = 500_000_000
AT_ONCE = 24
HONEST_EVERY = 10
POISONED_EVERY = 50
LONGEST_LINE = 8 * 1024
"""Bytes: a traceback with what surrounds it, never what was sent."""


@dataclass(slots=True)
class Sent:
    """What went in, and what it must come to."""

    bad: set[str] = field(default_factory=set)
    """Keys of updates that nobody can read."""
    good: set[str] = field(default_factory=set)
    asked: dict[int, set[int]] = field(default_factory=dict)
    """Messages of honest people that must be answered, by chat."""


class Crowd:
    """Draws what is posted: mutated updates of many people, honest questions, and poison in honest conversations."""

    def __init__(self, town: Town, seed: int, people: int, honest: list[FakeUser]) -> None:
        self._town = town
        self._dice = random.Random(seed)
        self._honest = honest
        self._people = [town.fake.user(FIRST_OF_CROWD + n, known=True).id for n in range(people)]
        broken = [path.read_bytes() for path in sorted((PAYLOADS / "malformed").iterdir())]
        self._mutations = Mutations(seed, [{**shape, "update_id": -1} for shape in captured()], broken, self._filled)
        self._reader = Reader(Clock())
        self.sent = Sent()
        self._seen: set[str] = set()

    def draw(self, number: int) -> Iterator[bytes]:
        """So many mutated ones, with the others among them."""
        for one in range(number):
            yield self._noted(self._small())
            if one % HONEST_EVERY == 0:
                if one % POISONED_EVERY == 0:
                    yield self._poison()
                yield self._question()

    def _small(self) -> bytes:
        """A mutated one of a size that the webhook takes; what is larger is refused unread."""
        while len(raw := self._mutations.one()) > MAX_BODY:
            pass
        return raw

    def _filled(self, raw: bytes) -> bytes:
        person = str(self._dice.choice(self._people)).encode()
        return raw.replace(b"-1,", f"{self._number()},".encode(), 1).replace(str(IN_SHAPES).encode(), person)

    def _number(self) -> int:
        number = self._town.fake.world.next_update
        self._town.fake.world.next_update += 1
        return number

    def _question(self) -> bytes:
        user = self._dice.choice(self._honest)
        message_id, update = writes(self._town, user, ANSWERED_BY_BANK)
        update["update_id"] += FAR  # a mutated one must not have taken its number: Telegram gives each once
        self.sent.asked.setdefault(user.id, set()).add(message_id)
        return self._noted(json.dumps(update).encode())

    def _poison(self) -> bytes:
        """What cannot be read, in the conversation of an honest person."""
        _, update = writes(self._town, self._dice.choice(self._honest), "x")
        chat = update["message"]["chat"]
        while True:
            changed = self._mutations.update(json.loads(json.dumps(update)))
            raw = json.dumps(changed).encode()
            message = changed.get("message") if isinstance(changed, dict) else None
            if isinstance(message, dict) and message.get("chat") == chat and not self._readable(raw):
                return self._noted(raw)

    def _noted(self, raw: bytes) -> bytes:
        key = arrival(self._town.fake.token.partition(":")[0], _json(raw), raw).update_id
        readable = self._readable(raw)
        if key in self._seen:
            self.sent.good.discard(key)  # the same number twice: whichever comes first is kept, and nobody can tell
            self.sent.bad.discard(key)
        else:
            (self.sent.good if readable else self.sent.bad).add(key)
        self._seen.add(key)
        return raw

    def _readable(self, raw: bytes) -> bool:
        try:
            self._reader.parse(raw)
        except Unparseable:
            return False
        return True


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


async def flood(ground: Ground, kind: str, seed: int, number: int, people: int) -> list[Figure]:
    """So many mutated updates through the service on this kind of database."""
    async with service(ground, kind) as (town, logs), webhook(town) as hook:
        honest = [await _joined(town, f"Người {n}") for n in range(min(40, number // 20))]
        crowd = Crowd(town, seed, people, honest)
        drawn = crowd.draw(number)
        await asyncio.gather(*(_post(hook, drawn) for _ in range(AT_ONCE)))
        await settled(town)
        return await _figures(town, hook, crowd.sent, logs, number)


async def _joined(town: Town, name: str) -> FakeUser:
    phone = await town.cadre(name)
    assert isinstance(phone, TelegramPhone)
    return phone.user


async def _post(hook: Webhook, drawn: Iterator[bytes]) -> None:
    for body in drawn:
        await hook.post(body)


async def _figures(town: Town, hook: Webhook, sent: Sent, logs: Logs, number: int) -> list[Figure]:
    aside = await quarantined(town)
    answers = Counter(
        (chat, shown.reply_to)
        for chat in sent.asked
        for shown in town.fake.world.chats[chat].messages.values()
        if shown.by_bot and shown.rows and not shown.text.startswith(RESENT)
    )
    asked = [(chat, message) for chat, messages in sent.asked.items() for message in messages]
    honest, poison = -(-number // HONEST_EVERY), -(-number // POISONED_EVERY)
    delivered = hook.statuses.total() - hook.statuses[503]
    refused = [call for call in town.fake.calls if call.status >= 400 and call.chat_id in town.fake.world.chats]
    return [
        exactly("updates delivered, the honest and the poison among them", delivered, number + honest + poison),
        none(
            "answered with anything but 200",
            sum(n for status, n in hook.statuses.items() if status not in (200, 503)),
        ),
        told("sent once more because the machine was too busy (503)", hook.statuses[503]),
        told("cannot be read", len(sent.bad)),
        none("of them not in quarantine", len(sent.bad - aside.keys())),
        none("readable ones in quarantine", len(sent.good & aside.keys())),
        none("in quarantine for another reason", sum(not why.startswith("unparseable") for why in aside.values())),
        exactly("honest questions answered exactly once", sum(answers[one] == 1 for one in asked), honest),
        none("messages that Telegram refused, but for chats that are none", len(refused)),
        exactly("log records of quarantine", logs.records["an update is in quarantine"], len(aside)),
        *[none(f"log record with a traceback: {what}", count) for what, count in logs.faults.items()],
        none("log records with a traceback", sum(logs.faults.values())),
        at_most("log lines of warnings written, for each minute", logs.warned_a_minute, 6),
        at_most("longest of them, in bytes", logs.longest, LONGEST_LINE),
    ]

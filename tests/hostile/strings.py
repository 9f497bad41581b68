"""Hostile strings through a channel of the real service: what is stored of each, and what the officer gets to see."""

from __future__ import annotations

import asyncio
import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any, Protocol

from aiohttp import TCPConnector, WSMsgType
from sqlalchemy import select

from bot.channels.cutting import utf16_length
from handlers.incoming import MAX_TEXT
from storage.seats import Role
from storage.tables import links, messages
from storage.tables import outbox as outbox_rows
from tests.fakes.telegram import FakeUser
from tests.fakes.telegram.methods import described
from tests.hostile.ground import Ground
from tests.hostile.service import Logs, Webhook, quarantined, service, settled, webhook, writes
from tests.hostile.texts import BIDI, Texts
from tests.phones import PNG, Bubble, TelegramPhone, WebPhone
from tests.stories.moves import asks_a_person
from tests.talk import Town

CHANNELS = ("webhook", "polling", "web")
TELEGRAM_ASKERS = 40
WEB_STRINGS = 14
"""So many a web chat takes before its limit of messages is felt."""
CAPTION_EVERY = 20
FRAMES_EVERY = 50
LARGE = {200_000: 200, 1_000_000: 413}
"""Bytes that no person types, and what the webhook says to them; the web chat takes neither."""
NEVER = (
    "relayed otherwise than stored", "a letter cut in two", "calls that Telegram refused", "calls with markup",
    "log records with a traceback", "stored with what cannot be stored or shown", "stored otherwise than in NFC",
    "stored longer than may be",
)  # fmt: skip
"""What must not happen, as `Outcome.wrong` names it; there may be other things."""
_UNWANTED = re.compile(f"[\0-\x08\x0b-\x1f\x7f-\x9f{BIDI}\ud800-\udfff]")


@dataclass(slots=True)
class Outcome:
    """What became of the strings on one channel and one database."""

    stored: dict[int, str] = field(default_factory=dict)
    """The text of each string that became part of a question, by its number."""
    wrong: Counter[str] = field(default_factory=Counter)
    relayed: int = 0
    pieces: int = 0
    warned: Counter[str] = field(default_factory=Counter)


class Asker(Protocol):
    """Somebody with an open question, who adds to it by answering its receipt."""

    async def adds(self, number: int, text: str, expected: int = 200) -> None: ...

    @property
    def said(self) -> dict[str, int]:
        """Which string each of his messages was, by the platform's id."""
        ...

    @property
    def place(self) -> str: ...


async def through(ground: Ground, kind: str, channel: str, seed: int, number: int) -> Outcome:
    """So many strings through a channel, on a database of this kind."""
    texts = list(Texts(seed).draw(number))
    outcome = Outcome()
    async with service(ground, kind, "polling" if channel == "polling" else "webhook") as (town, logs):
        officer = await town.officer("Minh")
        assert isinstance(officer, TelegramPhone)
        async with webhook(town) as hook:
            askers = await _askers(town, channel, hook, seed, number, outcome)
            await asyncio.gather(
                *(
                    _all_of(asker, list(islice(enumerate(texts), n, None, len(askers))))
                    for n, asker in enumerate(askers)
                )
            )
            await _large(channel, askers[0], outcome)
            await settled(town)
        await _look(town, askers, outcome)
        await _at_the_officers(town, officer.user, outcome)
        _of_the_service(town, logs, outcome)
        outcome.wrong.update(f"in quarantine: {why}" for why in (await quarantined(town)).values())
        for asker in askers:
            if isinstance(asker, _OnWeb):
                await asker.phone.close()
    return outcome


async def _all_of(asker: Asker, numbered: list[tuple[int, str]]) -> None:
    for number, text in numbered:
        await asker.adds(number, text)


async def _large(channel: str, asker: Asker, outcome: Outcome) -> None:
    """What is too long is refused or cut, like any other text."""
    for n, (size, status) in enumerate(LARGE.items(), 1):
        text = ("Xa hoi. " * size)[:size]
        await asker.adds(-n, text, status if channel == "webhook" else 413)


async def _askers(town: Town, channel: str, hook: Webhook, seed: int, number: int, outcome: Outcome) -> list[Asker]:
    if channel == "web":
        many = -(-number // WEB_STRINGS)
        code = await town.invited(Role.CADRE, "06040", uses=many)
        made: list[Asker] = []
        for start in range(0, many, 20):
            some = range(start, min(start + 20, many))
            made += await asyncio.gather(*(_on_web(town, code, n, seed, outcome) for n in some))
        return made
    return [
        await _on_telegram(town, n, hook if channel == "webhook" else None, seed, outcome)
        for n in range(min(TELEGRAM_ASKERS, number // 15))
    ]


# --- Telegram ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _OnTelegram:
    town: Town
    user: FakeUser
    hook: Webhook | None
    receipt: Bubble
    dice: random.Random
    names: Texts
    outcome: Outcome
    said: dict[str, int] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"telegram:{self.user.id}"

    async def adds(self, number: int, text: str, expected: int = 200) -> None:
        kept = self.town.fake.world.keep("photo", "anh.png", "image/png", PNG)
        captioned = number % CAPTION_EVERY == 0
        content = {"photo": described(kept), "caption": text} if captioned else {"text": text}
        marks = {"caption_entities" if captioned else "entities": list(self._entities(text))}
        message_id, update = writes(self.town, self.user, "", **content, **marks)
        message = update["message"]
        message["from"] = {**message["from"], "first_name": self.names.name(), "last_name": self.names.name()}
        message["reply_to_message"] = self._receipt()
        self.said[str(message_id)] = number
        if self.hook is None:
            self.town.fake.tell("message", message)
        elif (status := await self.hook.post(json.dumps(update).encode())) != expected:
            self.outcome.wrong[f"the webhook said {status}"] += 1

    def _receipt(self) -> dict[str, Any]:
        world = self.town.fake.world
        return world.json(world.chats[self.user.id].messages[int(self.receipt.id)], nested=True)

    def _entities(self, text: str) -> Iterator[dict[str, Any]]:
        """Emphasis that lies nowhere: outside, negative, overlapping, in the middle of a letter."""
        for _ in range(self.dice.randrange(4)):
            offset = self.dice.choice((-5, 0, 1, len(text) - 1, utf16_length(text), 10**9, -(2**40)))
            length = self.dice.choice((0, 1, -1, 3, len(text), 10**9))
            kind = self.dice.choice(("bold", "bot_command", "text_link", "custom_emoji", "no_such_kind", ""))
            yield {"type": kind, "offset": offset, "length": length, "url": "javascript:alert(1)"}


async def _on_telegram(town: Town, n: int, hook: Webhook | None, seed: int, outcome: Outcome) -> Asker:
    phone = await town.cadre(f"Người hỏi {n}")
    assert isinstance(phone, TelegramPhone)
    receipt = await asks_a_person(phone)
    return _OnTelegram(town, phone.user, hook, receipt, random.Random(seed + n), Texts(seed + n), outcome)


# --- the web chat ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _OnWeb:
    phone: WebPhone
    place: str
    receipt: Bubble
    picture: str
    outcome: Outcome
    said: dict[str, int] = field(default_factory=dict)

    async def adds(self, number: int, text: str, expected: int = 200) -> None:
        body = {"text": text, "reply_to": self.receipt.id, "client_id": f"hostile-{number}"}
        files = {"attachments": [self.picture]} if number % CAPTION_EVERY == 0 else {}
        while True:
            status, answer = await self.phone.posts("messages", {**body, **files})
            if status != 429:
                break
            await asyncio.sleep(1)  # the page waits, too
        if status == 200:
            self.said[answer["id"]] = number
        elif status != expected and (status, answer["error"]) != (400, "error_empty"):
            self.outcome.wrong[f"the web chat said {status}"] += 1
        if number % FRAMES_EVERY == 0:
            await self._as_frame(text)

    async def _as_frame(self, text: str) -> None:
        """The string as the first word on a socket, where a page would say what it has."""
        async with self.phone.socket() as socket:
            await socket.send_bytes(json.dumps(text).encode()) if len(text) % 2 else await socket.send_str(
                json.dumps({"since": text})
            )
            answer = await socket.receive(timeout=10)
            if answer.type not in (WSMsgType.CLOSE, WSMsgType.CLOSED) or answer.data == 1011:
                self.outcome.wrong[f"the socket said {answer.type.name}"] += 1


async def _on_web(town: Town, code: str, n: int, seed: int, outcome: Outcome) -> Asker:
    # Each from an address of his own: one address may not open hundreds of chats.
    connector = TCPConnector(local_addr=(f"127.0.{1 + n // 200}.{1 + n % 200}", 0))
    phone = WebPhone(f"http://127.0.0.1:{town.app.port}/chat", f"Lan {Texts(seed + n).name()}", connector)
    chat = await phone.begins(code)
    await phone.hears("Đã xong. Anh/chị là", 60)
    receipt = await asks_a_person(phone)
    picture = await phone.uploads("anh.png", "image/png", PNG)
    return _OnWeb(phone, f"web:{chat}", receipt, picture, outcome)


# --- what came of it ---------------------------------------------------------------------------------------------


async def _look(town: Town, askers: list[Asker], outcome: Outcome) -> None:
    wanted = select(links.c.place, links.c.remote_id, messages.c.text).join(
        messages, messages.c.id == links.c.message_id
    ).where(links.c.role == "said", messages.c.kind != "asked")  # fmt: skip
    numbers = {(asker.place, remote_id): n for asker in askers for remote_id, n in asker.said.items()}
    for row in await town.read(lambda tx: tx.rows(wanted)):
        outcome.stored[numbers[row.place, row.remote_id]] = row.text
    large = {n for n in numbers.values() if n < 0}
    for n in large & outcome.stored.keys():
        outcome.wrong["stored longer than may be"] += len(outcome.stored[n]) > MAX_TEXT
    for text in outcome.stored.values():
        if _UNWANTED.search(text):
            outcome.wrong["stored with what cannot be stored or shown"] += 1
        if not unicodedata.is_normalized("NFC", text):
            outcome.wrong["stored otherwise than in NFC"] += 1


async def _at_the_officers(town: Town, officer: FakeUser, outcome: Outcome) -> None:
    """Whether each addition stands on the officer's screen, whole, in pieces that cut no letter."""
    wanted = select(outbox_rows.c.remote_id, outbox_rows.c.text_ids, outbox_rows.c.state, messages.c.text).join(
        messages, messages.c.id == outbox_rows.c.message_id
    ).where(outbox_rows.c.role == "relay")  # fmt: skip
    screen = town.fake.world.chats[officer.id].messages
    for row in await town.read(lambda tx: tx.rows(wanted)):
        outcome.relayed += 1
        if row.state != "sent":
            outcome.wrong[f"a relay is {row.state}"] += 1
            continue
        pieces = [screen[int(one)].text for one in (row.text_ids or [row.remote_id])]
        outcome.pieces += len(pieces)
        if _squashed(row.text) not in _squashed("".join(pieces)):
            outcome.wrong["relayed otherwise than stored"] += 1
        outcome.wrong["a letter cut in two"] += sum(_cut(row.text, one, other) for one, other in pairwise(pieces))


def _squashed(text: str) -> str:
    return "".join(text.split())


def _cut(text: str, before: str, after: str) -> bool:
    """Whether two pieces share a letter: with white space between them, which is dropped, they share none."""
    if before[-8:] + after[:8] not in text:
        return False
    return unicodedata.combining(after[0]) != 0 or "\u200d" in (before[-1], after[0]) or "🏻" <= after[0] <= "🏿"


def _of_the_service(town: Town, logs: Logs, outcome: Outcome) -> None:
    refused = [call for call in town.fake.calls if call.status >= 400]
    markup = [call for call in town.fake.calls if "parse_mode" in call.parameters]
    outcome.wrong["calls that Telegram refused"] += len(refused)
    outcome.wrong["calls with markup"] += len(markup)
    outcome.wrong["log records with a traceback"] += sum(logs.faults.values())
    outcome.warned += logs.records

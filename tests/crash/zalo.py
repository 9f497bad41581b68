"""Zalo in a world: the Official Account, or the bot; and people's phones, used like those on Telegram.

What Zalo does not know to be received it brings again, under the same id: the Official Account's events by its own
ladder of tries. The bot's updates nobody brings again, so here they are, as if their senders did: what is promised is
that whatever was taken (200, or the next poll) comes out, and once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import SecretStr

from handlers.outgoing import RESENT
from tests.crash.history import Seen
from tests.fakes.zalo_bot import FakeZaloBot, ZaloBotPerson
from tests.fakes.zalo_bot.server import TOKEN
from tests.fakes.zalo_bot.updates import Webhook
from tests.fakes.zalo_oa import FakeZaloOA, ZaloPerson
from tests.fakes.zalo_oa.server import APP_ID, APP_SECRET, OA_SECRET
from tests.talk import WEBHOOK_SECRET

OA, BOT = "zalo_oa", "zalo_bot"
_AGAIN = 0.04
_WHOLE_WORLD = 600.0
_CHOICES = ("\n\nGõ số", "\n\nGõ nguyên tên")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message on a phone."""

    id: str
    text: str
    reply_to: str
    buttons: tuple[str, ...]
    at: float
    """As the fake's clock had it."""


class Phone(Protocol):
    """What a person does on Zalo."""

    @property
    def id(self) -> str: ...

    @property
    def heard(self) -> list[Heard]: ...

    async def says(self, text: str, reply_to: Heard | str | None = None) -> str: ...

    async def presses(self, label: str, on: Heard | None = None) -> None: ...


class Zalo(Protocol):
    """One of the two, in one world."""

    @property
    def base_url(self) -> str: ...

    @property
    def activity(self) -> int: ...

    @property
    def pending(self) -> int: ...

    async def opens(self, port: int, kept: Kept) -> None: ...

    async def closes(self) -> Kept: ...

    def phone(self, name: str) -> Phone: ...

    def before_a_life(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """What Zalo itself remembers from one world to the next: nothing of what was said."""

    minted: int = 0
    grants: object = None


def zalo_of(channel: str, mode: str) -> Zalo | None:
    """The Zalo of a world of this kind; None for Telegram alone."""
    if channel == OA:
        return OfficialAccount()
    return Bot(mode) if channel == BOT else None


def oa_settings(url: str) -> dict[str, Any]:
    """What the service must be told of the Official Account."""
    return {
        "zalo_oa_app_id": APP_ID, "zalo_oa_app_secret": SecretStr(APP_SECRET),
        "zalo_oa_secret_key": SecretStr(OA_SECRET), "zalo_oa_api_base_url": url, "zalo_oauth_base_url": url,
    }  # fmt: skip


def bot_settings(url: str, mode: str) -> dict[str, Any]:
    """What the service must be told of the bot."""
    return {
        "zalo_bot_token": SecretStr(TOKEN), "zalo_bot_api_base_url": url, "zalo_bot_mode": mode,
        "zalo_bot_webhook_secret": SecretStr(WEBHOOK_SECRET),
    }  # fmt: skip


def seen_on(phone: Phone, place: str) -> Iterator[Seen]:
    """What a phone shows, for the checker. The choices are no part of the words: what they are called changes."""
    ahead = time.time() - time.monotonic()
    for order, heard in enumerate(phone.heard):
        words = heard.text
        for choices in _CHOICES:
            words = words.partition(choices)[0]
        yield Seen(place, words, heard.reply_to, (), heard.at - ahead, order)


# --- the Official Account ----------------------------------------------------------------------------------------


class OfficialAccount:
    """It posts what it is not told to be taken again and again; and tells of our own messages, too."""

    def __init__(self) -> None:
        self.fake = FakeZaloOA()
        self.fake.webhook.ladder = (_AGAIN,) * 5_000

    @property
    def base_url(self) -> str:
        return self.fake.base_url

    @property
    def activity(self) -> int:
        return len(self.fake.calls)

    @property
    def pending(self) -> int:
        return len(self.fake.webhook._waiting)

    async def opens(self, port: int, kept: Kept) -> None:
        await self.fake.start()
        self.fake.webhook.url = f"http://127.0.0.1:{port}/webhooks/zalo-oa"
        self.fake.world.minted = kept.minted
        self.fake.grants = kept.grants or self.fake.grants  # type: ignore[assignment]
        self.fake.grants.access_life = 365 * 86_400.0

    async def closes(self) -> Kept:
        await self.fake.stop()
        return Kept(self.fake.world.minted, self.fake.grants)

    def phone(self, name: str) -> Phone:
        return _OnOA(self.fake, self.fake.person(name, follows=True))

    def before_a_life(self) -> None: ...


class _OnOA:
    def __init__(self, fake: FakeZaloOA, person: ZaloPerson) -> None:
        self._fake = fake
        self._person = person
        self.id = person.id

    @property
    def heard(self) -> list[Heard]:
        return [Heard(s.id, s.text, s.quote or "", tuple(s.buttons), s.at) for s in self._person.heard]

    async def says(self, text: str, reply_to: Heard | str | None = None) -> str:
        quoted = reply_to.id if isinstance(reply_to, Heard) else reply_to
        return await self._taken(await self._person.says(text, quoted))

    async def presses(self, label: str, on: Heard | None = None) -> None:
        await self._taken(await self._person.presses(label, on.id if on else None))

    async def _taken(self, message_id: str) -> str:
        """Who says the next thing has seen that this one was taken."""

        def taken() -> bool:
            return any(a.taken and message_id.encode() in a.body for a in reversed(self._fake.webhook.attempts))

        await self._fake.until(taken, _WHOLE_WORLD)
        return message_id


# --- the bot -----------------------------------------------------------------------------------------------------


class Bot:
    """It gives an update once: posted, or to whoever polls."""

    def __init__(self, mode: str) -> None:
        self.fake = FakeZaloBot(allow_http=True)
        self._mode = mode

    @property
    def base_url(self) -> str:
        return self.fake.base_url

    @property
    def activity(self) -> int:
        return len(self.fake.called("sendMessage"))

    @property
    def pending(self) -> int:
        return len(self.fake.updates.waiting) + len(self.fake.updates.lost)

    async def opens(self, port: int, kept: Kept) -> None:
        await self.fake.start()
        self.fake.world.minted = kept.minted
        if self._mode == "webhook":
            self.fake.updates.webhook = Webhook(f"http://127.0.0.1:{port}/webhooks/zalo-bot", WEBHOOK_SECRET, 0)

    async def closes(self) -> Kept:
        self.fake.forgive()  # a poll of one who has just died may still look as if he were there
        await self.fake.stop()
        return Kept(self.fake.world.minted)

    def phone(self, name: str) -> Phone:
        return _OnBot(self.fake, self.fake.person(name, known=True))

    def before_a_life(self) -> None:
        """What the one before was given, and did not ask on from, is given again."""
        self.fake.updates.take_back()


class _OnBot:
    def __init__(self, fake: FakeZaloBot, person: ZaloBotPerson) -> None:
        self._fake = fake
        self._person = person
        self.id = person.id

    @property
    def heard(self) -> list[Heard]:
        return [Heard(s.id, s.text, "", tuple(_choices(s.text)), s.at) for s in self._person.heard]

    async def says(self, text: str, reply_to: Heard | str | None = None) -> str:
        said = await self._person.says(text)
        lost = self._fake.updates.lost
        while mine := next((update for update in lost if isinstance(update, dict) and said in str(update)), None):
            await asyncio.sleep(_AGAIN)
            lost.remove(mine)
            await self._fake.updates.deliver(mine)
        return said

    async def presses(self, label: str, on: Heard | None = None) -> None:
        await self.says(label)


def _choices(text: str) -> Iterator[str]:
    for line in text.removeprefix(RESENT).splitlines():
        number, dot, label = line.partition(". ")
        if dot and number.isdigit():
            yield label
        elif line.startswith("• "):
            yield line.removeprefix("• ")

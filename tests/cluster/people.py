"""People who go on whatever dies: they ask the bank, or a person, and an officer answers.

On the web a page knows several processes and asks the next one when one does not answer, as behind a proxy. What is
asked holds its own number; so whoever reads the histories afterwards knows what belongs together.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import secrets
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.fakes.telegram import FakeUser, Shown
from tests.stories.asking import BANK_QUESTION

UNKNOWN = "Loa hội trường lại rè lần q{}q rồi, thay kiểu gì?"
ANSWER = "Trả lời cho lần {}: gọi thợ của Sở."
MINISTRY = "Thuộc Bộ Công Thương"
NONE_OF_THESE = "Không phải, hỏi cán bộ"
SETTLED = "Đã giải quyết"
ON_THE_WAY = (NONE_OF_THESE, MINISTRY)
PATIENCE = 90.0
Row = dict[str, Any]


class WebPerson:
    """Somebody on the web chat, through whichever process answers."""

    def __init__(self, ports: Sequence[int], name: str) -> None:
        self.name = name
        self._dice = random.Random(name)
        self._ports = list(ports)
        self._session = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(20)
        )
        self._cursor = 0
        self._changed = asyncio.Condition()
        self._listening: asyncio.Task[None] | None = None
        self.rows: dict[str, Row] = {}
        self.said_at: dict[str, float] = {}
        self.seen_at: dict[str, float] = {}

    async def begins(self, code: str) -> None:
        await self.posts("session", {"key": secrets.token_urlsafe(24), "code": code, "name": self.name})
        self._listening = asyncio.create_task(self._listen(), name=f"phone of {self.name}")
        await self.sees(lambda row: "Đã xong. Anh/chị là" in row["text"])

    async def close(self) -> None:
        if self._listening:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self._session.close()

    @property
    def heard(self) -> list[Row]:
        """The bot's messages, oldest first."""
        rows = [row for row in self.rows.values() if not row["mine"] and row.get("kind") == "text"]
        return sorted(rows, key=lambda row: int(row["id"]))

    async def says(self, text: str, reply_to: str | None = None) -> str:
        said: dict[str, Any] = {"client_id": secrets.token_hex(8), "text": text, "attachments": []}
        said["reply_to"] = reply_to
        row_id = str((await self.posts("messages", said))["id"])
        self.said_at[row_id] = time.monotonic()
        return row_id

    async def presses(self, label: str, row: Row) -> None:
        token = next(b["token"] for line in row["rows"] for b in line if b["label"] == label)
        await self.posts("press", {"client_id": secrets.token_hex(8), "token": token, "message_id": row["id"]})

    async def sees(self, wanted: Callable[[Row], bool]) -> Row:
        """Waits for a message of the bot that is `wanted`. Raises AssertionError with what was heard last."""
        try:
            async with asyncio.timeout(PATIENCE), self._changed:
                while True:
                    for row in self.heard:
                        if wanted(row):
                            return row
                    await self._changed.wait()
        except TimeoutError:
            said = "\n".join(f"  {row['id']}: {row['text']!r}" for row in self.heard[-4:])
            raise AssertionError(f"{self.name} waits in vain; heard last:\n{said}") from None

    async def posts(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Insists until somebody takes it; its client id makes that safe."""
        async with asyncio.timeout(PATIENCE):
            while True:
                port = self._dice.choice(self._ports)
                try:
                    async with self._session.post(
                        f"http://127.0.0.1:{port}/chat/{path}", json=body, headers=_from(port)
                    ) as answer:
                        if answer.status == 200:
                            found: dict[str, Any] = await answer.json()
                            return found
                        assert answer.status in (429, 503), (path, answer.status, await answer.text())
                except (aiohttp.ClientError, TimeoutError):
                    pass
                await asyncio.sleep(0.2)

    async def _listen(self) -> None:
        while True:
            port = self._dice.choice(self._ports)
            try:
                address = f"http://127.0.0.1:{port}/chat/poll?since={self._cursor}&wait=10"
                async with self._session.get(address, headers=_from(port)) as answer:
                    if answer.status != 200:
                        await asyncio.sleep(0.5)
                        continue
                    got = await answer.json()
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(0.1)
                continue
            async with self._changed:
                for row in got["rows"]:
                    self.rows[row["id"]] = row
                    self.seen_at.setdefault(row["id"], time.monotonic())
                self._cursor = got["cursor"]
                self._changed.notify_all()


def _from(port: int) -> dict[str, str]:
    return {"Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}


class Load:
    """Everybody who asks and answers, for as long as it goes on."""

    def __init__(self, on_telegram: Sequence[FakeUser], on_web: Sequence[WebPerson], officer: WebPerson) -> None:
        self.on_telegram = on_telegram
        self.on_web = on_web
        self.officer = officer
        self.asked: dict[FakeUser, list[int]] = defaultdict(list)
        """Questions to the bank on Telegram, by message id."""
        self.asked_web: dict[WebPerson, list[str]] = defaultdict(list)
        self.routed: dict[FakeUser | WebPerson, list[int]] = defaultdict(list)
        """Questions to a person, by their own number; each of them was answered before the next."""
        self.gave_up: list[str] = []
        """What somebody waited for in vain."""
        self._numbers = itertools.count(1)
        self._over = asyncio.Event()

    @property
    def questions(self) -> int:
        """How many were asked."""
        by_whom: list[Any] = [*self.asked.values(), *self.asked_web.values(), *self.routed.values()]
        return sum(map(len, by_whom))

    @asynccontextmanager
    async def going_on(self, each: float) -> AsyncIterator[None]:
        """Everybody asks about every `each` seconds; at the end, what was begun is brought to its end."""
        askers = [self._asks_the_bank(user, each) for user in self.on_telegram[1:]]
        askers += [self._asks_the_bank_on_web(person, each) for person in self.on_web[1:]]
        askers += [self._asks_a_person(self.on_telegram[0]), self._asks_a_person_on_web(self.on_web[0])]
        answering = asyncio.create_task(self._answers(), name="officer")
        tasks = [asyncio.create_task(asker, name="asker") for asker in askers]
        try:
            yield
            self._over.set()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            self.gave_up += [f"{error}" or type(error).__name__ for error in ended if error]
        finally:
            for task in (*tasks, answering):
                task.cancel()
            await asyncio.gather(*tasks, answering, return_exceptions=True)

    async def _asks_the_bank(self, user: FakeUser, each: float) -> None:
        while not await self._is_over(each):
            self.asked[user].append(await user.says(BANK_QUESTION))

    async def _asks_the_bank_on_web(self, person: WebPerson, each: float) -> None:
        while not await self._is_over(each):
            self.asked_web[person].append(await person.says(BANK_QUESTION))

    async def _asks_a_person(self, user: FakeUser) -> None:
        while not await self._is_over(0.2):
            number = next(self._numbers)
            self.routed[user].append(number)
            question = await user.says(UNKNOWN.format(number))
            asks = await user.sees(_shown_later(user, question, "", *ON_THE_WAY), f"what {number} is about", PATIENCE)
            if NONE_OF_THESE in asks.buttons:  # the bank has something like it
                await user.presses(NONE_OF_THESE, on=asks)
                asks = await user.sees(
                    _shown_later(user, asks.id, "", MINISTRY), f"ministries for {number}", PATIENCE
                )
            await user.presses(MINISTRY, on=asks)
            answer = ANSWER.format(number)
            told = await user.sees(_shown_later(user, question, answer, SETTLED), answer, PATIENCE)
            await user.presses(SETTLED, on=told)
            await user.sees(_shown_later(user, told.id, "đánh giá"), f"thanks for {number}", PATIENCE)

    async def _asks_a_person_on_web(self, person: WebPerson) -> None:
        while not await self._is_over(0.2):
            number = next(self._numbers)
            self.routed[person].append(number)
            said = int(await person.says(UNKNOWN.format(number)))
            asks = await person.sees(_later(said, "", *ON_THE_WAY))
            if NONE_OF_THESE in _labels(asks):
                await person.presses(NONE_OF_THESE, asks)
                asks = await person.sees(_later(int(asks["id"]), "", MINISTRY))
            await person.presses(MINISTRY, asks)
            told = await person.sees(_later(said, ANSWER.format(number), SETTLED))
            await person.presses(SETTLED, told)
            await person.sees(_later(int(told["id"]), "đánh giá"))

    async def _answers(self) -> None:
        """Each card that comes is answered once, by a reply to it."""
        answered: set[str] = set()

        def card(row: Row) -> bool:
            return row["id"] not in answered and "Câu hỏi mới" in row["text"] and "lại rè lần q" in row["text"]

        while True:
            try:
                found = await self.officer.sees(card)
            except AssertionError:
                continue  # nobody has asked for so long
            answered.add(found["id"])
            number = found["text"].partition("lại rè lần q")[2].partition("q")[0]
            await self.officer.says(ANSWER.format(number), reply_to=found["id"])

    async def _is_over(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds * random.uniform(0.5, 1.5)):
                await self._over.wait()
        except TimeoutError:
            return False
        return True


def _labels(row: Row) -> list[str]:
    return [button["label"] for line in row.get("rows", ()) for button in line]


def _later(than: int, words: str, *labels: str) -> Callable[[Row], bool]:
    """A message after that one, with these words and a button with one of these labels."""

    def is_it(row: Row) -> bool:
        fits = not labels or bool(set(labels) & set(_labels(row)))
        return int(row["id"]) > than and words in row["text"] and fits

    return is_it


def _shown_later(user: FakeUser, than: int, words: str, *labels: str) -> Callable[[], Shown | None]:
    """The same on Telegram."""

    def is_it(shown: Shown) -> bool:
        fits = not labels or bool(set(labels) & set(shown.buttons))
        return shown.id > than and words in shown.text and fits

    return lambda: next(filter(is_it, user.heard), None)

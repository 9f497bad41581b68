"""Buttons by the thousands that nobody was offered: mutated, other people's and old ones, in both channels.

A forged press must have no effect, say nothing but that the button is old, and leave no error; each press must be
answered, because a phone turns its wheel until then.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import string
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, select

from handlers.incoming import cleaned
from handlers.wording import words
from storage.db import Tx
from storage.tables import inbox, leases, metadata, outbox
from tests.fakes.telegram import FakeUser, Shown
from tests.hostile.figures import Figure, at_least, exactly, none, told
from tests.hostile.ground import Ground
from tests.hostile.service import service, settled
from tests.phones import Phone, TelegramPhone, WebPhone
from tests.stories.moves import asks_a_person
from tests.talk import Town

AT_ONCE = 30
OLD = words("vi")("show-old-button")
MOVED_BY_ANY_PRESS = {inbox.name, outbox.name, leases.name}
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Offered:
    """A button that somebody really has."""

    user: FakeUser
    shown: Shown
    token: str


class Forger:
    """Draws callback data that this person was never offered."""

    def __init__(self, seed: int, real: list[Offered]) -> None:
        self._dice = random.Random(seed)
        self._real = real
        self._own = {one.user.id: {o.token for o in real if o.user.id == one.user.id} for one in real}

    def drawn(self, user: FakeUser) -> str:
        """For this person; never a button of his own."""
        while True:
            made: str = self._dice.choice(self._ways)(self._dice.choice(self._real).token)
            data = made.encode()[:64].decode(errors="ignore")
            # What becomes his own button when it is cleaned, as everything is at the border, is his own button.
            if data and cleaned(data, 64) not in self._own.get(user.id, ()):
                return data

    @property
    def _ways(self) -> list[Any]:
        return [self._as_it_is, self._one_sign, self._number, self._cut, self._mixed, self._made_up]

    def _as_it_is(self, token: str) -> str:
        return token  # somebody else's, or it would be drawn again

    def _one_sign(self, token: str) -> str:
        at = self._dice.randrange(len(token))
        return (
            token[:at]
            + self._dice.choice(string.ascii_letters + string.digits + "._- \u0660\u00a0")
            + token[at + 1 :]
        )

    def _number(self, token: str) -> str:
        number = self._dice.choice(
            [
                "",
                "-1",
                "99",
                "1000",
                "00000",
                "1e1",
                "0x1",
                "\u0663",
                "\u00b2",
                "+1",
                " 1",
                "1 ",
                "0.0",
                "None",
                "9" * 40,
            ]
        )
        return f"{token.rpartition('.')[0]}.{number}"

    def _cut(self, token: str) -> str:
        at = self._dice.randrange(len(token))
        return self._dice.choice([token[:at], token[at:], token[::-1], token.upper(), token * 2, f" {token}"])

    def _mixed(self, token: str) -> str:
        other = self._dice.choice(self._real).token
        return f"{token.rpartition('.')[0][:6]}{other.rpartition('.')[0][6:]}.0"

    def _made_up(self, token: str) -> str:
        return self._dice.choice([*_MADE_UP, secrets.token_urlsafe(9) + ".0"])


_MADE_UP = [
    "answer", "answer:1", "approve", '{"verb": "approve", "args": {"seat": 1}}', "%", "_%.0", "' OR 1=1 --.0", ".",
    "..", "../../etc/passwd", "\u202e0.AAAA", "a\u0000b.0", "😀.0", ".0",
]  # fmt: skip


@dataclass(slots=True)
class Cast:
    """The people of the story, with buttons of every kind before them."""

    town: Town
    lan: Phone
    minh: Phone
    web: list[WebPhone]
    crowd: list[FakeUser]

    def offered(self) -> list[Offered]:
        """Every button that stands on a phone on Telegram."""
        users = [phone.user for phone in (self.lan, self.minh) if isinstance(phone, TelegramPhone)]
        return [
            Offered(user, shown, button.data)
            for user in [*users, *self.crowd]
            for shown in user.heard
            for row in shown.rows
            for button in row
            if button.data
        ]  # fmt: skip


async def pressing(ground: Ground, kind: str, seed: int, number: int, people: int) -> list[Figure]:
    """So many forged presses, every twentieth of them in the web chat; then every old button by its owner."""
    async with service(ground, kind) as (town, logs):
        cast = await _story(town, people)
        await settled(town)
        before = await town.read(_digest)
        calls, faults = len(town.fake.calls), logs.records.total()
        answers = await _forged(cast, Forger(seed, cast.offered()), number - number // 20)
        statuses = await _forged_on_the_web(cast, Forger(seed + 1, cast.offered()), number // 20)
        await settled(town)
        after = await town.read(_digest)
        said = Counter(call.method for call in town.fake.calls[calls:])
        changed = [name for name in before if before[name] != after[name]]
        old, closed = await _old_ones(cast)
        return [
            exactly("forged presses on Telegram", answers.total(), number - number // 20),
            exactly("of them answered that the button is old", answers[OLD], answers.total()),
            told("forged presses in the web chat", statuses.total()),
            exactly("of them ignored or refused (200, 400)", statuses[200] + statuses[400], statuses.total()),
            none("tables that differ afterwards", len(changed)),
            *[none(f"table {name}, which differs", 1) for name in changed],
            none("messages sent because of them", said.total() - said["answerCallbackQuery"] - said["getUpdates"]),
            at_least("old buttons pressed by their owners after the end", old.total(), 8),
            none("of them unanswered", old["unanswered"]),
            exactly("the question is closed as before, with one answer and one rating", int(closed), 1),
            exactly("a press that comes twice counts once", await _twice(cast), 1),
            none("warnings and errors", logs.records.total() - faults),
            *[told(f"logged: {what}", times) for what, times in logs.records.most_common(5)],
        ]  # fmt: skip


async def _story(town: Town, people: int) -> Cast:
    lan, minh = await town.cadre("Hoàng Thị Lan"), await town.officer("Trần Văn Minh")
    crowd = [town.on_telegram(f"Người {n}") for n in range(people)]
    for one in crowd:
        await one.says("/start")
    for one in crowd:
        await one.hears("Cầu Nối", PATIENCE)
    web = [await town.on_web(f"Web {n}") for n in range(max(2, people // 5))]
    for phone in web:
        await phone.hears("Cầu Nối", PATIENCE)
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    await minh.presses("Trả lời", on=card)
    await minh.hears("Mời Anh/chị nhập câu trả lời")
    return Cast(town, lan, minh, web, [one.user for one in crowd])


async def _forged(cast: Cast, forger: Forger, number: int) -> Counter[str]:
    phones = [phone.user for phone in (cast.lan, cast.minh) if isinstance(phone, TelegramPhone)]
    users, answers = [*phones, *cast.crowd], Counter[str]()

    async def presses(user: FakeUser, times: int) -> None:
        for _ in range(times):
            answers[await _answer(cast, await user.presses(forger.drawn(user), forged=True))] += 1

    shares = [number // len(users) + (n < number % len(users)) for n in range(len(users))]
    await asyncio.gather(*(presses(user, share) for user, share in zip(users, shares, strict=True)))
    return answers


async def _answer(cast: Cast, press: str) -> str:
    toasts = cast.town.fake.world.toasts
    try:
        await cast.town.fake.until(lambda: press in toasts, PATIENCE)
    except TimeoutError:
        return "unanswered"
    return toasts[press]


async def _forged_on_the_web(cast: Cast, forger: Forger, number: int) -> Counter[int]:
    """As many as the limits of so many chats let through at once, and then at their pace."""
    nobody, statuses = cast.crowd[0], Counter[int]()

    async def presses(phone: WebPhone, times: int) -> None:
        for _ in range(times):
            body = {"client_id": secrets.token_hex(8), "token": forger.drawn(nobody), "message_id": "1"}
            while (status := (await phone.posts("press", body))[0]) == 429:  # noqa: ASYNC110 - as the page waits
                await asyncio.sleep(1)
            statuses[status] += 1

    each = number // len(cast.web)
    await asyncio.gather(*(presses(phone, each) for phone in cast.web))
    return statuses


async def _old_ones(cast: Cast) -> tuple[Counter[str], bool]:
    """The story goes to its end; then its people press everything that was ever shown to them, twice."""
    await cast.minh.says("Gửi dự toán về Sở Tài chính.")
    answer = await cast.lan.hears("Gửi dự toán về Sở Tài chính.")
    old = [one for one in cast.offered() if one.user not in cast.crowd]
    await cast.lan.presses("Đã giải quyết", on=answer)
    await cast.lan.hears("đánh giá")
    await cast.lan.presses("5 ★")
    await cast.minh.hears("5 sao")
    await settled(cast.town)
    before = await cast.town.read(_of_the_question)
    answers = Counter[str]()
    for one in [*old, *old]:
        if not _goes_on(one):
            answers[await _answer(cast, await one.user.presses(one.token, one.shown))] += 1
    await settled(cast.town)
    return answers, before == await cast.town.read(_of_the_question)


def _goes_on(one: Offered) -> bool:
    """Whether a button may well do something after the end: a question can be taken up again by its asker, and an
    answer taken back for half a minute."""
    label = next(b.label for row in one.shown.rows for b in row if b.data == one.token)
    return label in ("Hỏi tiếp", "Chưa giải quyết", "Mở lại") or label.startswith("Hoàn tác")


async def _twice(cast: Cast) -> int:
    """How many answers a press gets whose update is delivered twice."""
    phone = cast.lan
    assert isinstance(phone, TelegramPhone)
    fake = cast.town.fake
    press = await phone.user.presses("x.0", forged=True)
    again = json.loads(json.dumps(fake.world.waiting[-1].update)) if fake.world.waiting else None
    assert again, "the update was gone before it could be delivered twice"
    fake.tell_raw(again)
    await _answer(cast, press)
    await settled(cast.town)
    await fake.until(lambda: not fake.pending, PATIENCE)
    return sum(call.parameters.get("callback_query_id") == press for call in fake.called("answerCallbackQuery"))


async def _digest(tx: Tx) -> dict[str, str]:
    """What stands in each table that a mere press must not touch."""
    return {table.name: await _content(tx, table) for table in metadata.sorted_tables if _kept(table)}


def _kept(table: Table) -> bool:
    return table.name not in MOVED_BY_ANY_PRESS


async def _content(tx: Tx, table: Table) -> str:
    rows = await tx.rows(select(*table.columns))
    return sha256("\n".join(sorted(repr(tuple(row)) for row in rows)).encode()).hexdigest()


async def _of_the_question(tx: Tx) -> list[str]:
    wanted = ("questions", "messages", "seats", "invites", "alerts")
    return [await _content(tx, table) for table in metadata.sorted_tables if table.name in wanted]

"""Guessing codes: how many tries there are, and whether words or waiting tell a wrong code from one that exists.

Times are compared within one run, the kinds of codes shuffled, by the chance that an answer to one kind took longer
than an answer to another: 0.5 where they cannot be told apart. How often the database is asked is the same for all
kinds to the last time (`tests/handlers/test_same_effort.py`); this looks at the clock as an attacker would.
"""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Executable, update

from handlers.people.redeem import MOST_WRONG
from handlers.wording import words
from storage import questions
from storage.db import Tx
from storage.seats import Role
from storage.tables import invites
from tests.fakes.telegram import FakeUser
from tests.hostile.figures import Figure, at_most, exactly, none, told
from tests.hostile.ground import Ground
from tests.hostile.service import service
from tests.stories.moves import asks_a_person, code_in
from tests.talk import Town

WRONG, TOO_OFTEN, NOTHING = (
    words("vi")(key) for key in ("people-code-wrong", "people-code-too-often", "show-nothing")
)
FURTHEST = 0.1
"""How far from 0.5 the chance may be."""
UNKNOWN = "unknown"


async def guessing(ground: Ground, kind: str, seed: int, number: int, *, timed: bool) -> list[Figure]:
    """So many tries with each kind of code."""
    async with service(ground, kind) as (town, _):
        dice = random.Random(seed)
        texts: Counter[str] = Counter()
        guessed = await _guess(town, dice, await _invites(town), number, texts)
        others: Counter[str] = Counter()
        looked_up = await _look_up(town, dice, number, others)
        return [
            told("tries with each kind of code", number),
            exactly("texts said to a wrong invite code, whatever is wrong with it", len(texts), 1),
            exactly("texts said to a question's code that is none of his", len(others), 1),
            *_chances("an invite", guessed, timed=timed),
            *_chances("a question", looked_up, timed=timed),
            *await _capped(town),
        ]


async def _invites(town: Town) -> dict[str, str]:
    """A code of each kind that opens nothing."""
    machine, today = town.clock.machine(), town.clock.today()
    spoilt: dict[str, dict[str, Any]] = {
        "used up": {"uses_left": 0},
        "expired": {"expires_at": machine - timedelta(days=1)},
        "for a term that is over": {"seat_from": today - timedelta(9), "seat_until": today - timedelta(1)},
    }
    made = {UNKNOWN: "K7Q2-9XMD-4TRP"}
    for days, (kind, values) in zip((20, 40, 60), spoilt.items(), strict=True):
        made[kind] = await town.invited(Role.CADRE, "06040", days=days)
        newest = update(invites).where(invites.c.expires_at > machine + timedelta(days=days - 9))
        await town.app.db.write(partial(_changed, newest.values(**values)))
    return made


async def _changed(statement: Executable, tx: Tx) -> None:
    assert await tx.change(statement) == 1


async def _guess(
    town: Town, dice: random.Random, codes: dict[str, str], number: int, texts: Counter[str]
) -> dict[str, list[float]]:
    """Many people, each with fewer tries than he has."""
    order = [kind for kind in codes for _ in range(number)]
    dice.shuffle(order)
    took: dict[str, list[float]] = defaultdict(list)
    who = 0
    for at, kind in enumerate(order):
        if at % (MOST_WRONG - 2) == 0:
            who += 1
            user = await _somebody(town, who)
        took[kind].append(await _timed(town, user, f"/start {codes[kind]}", texts))
    return took


async def _look_up(town: Town, dice: random.Random, number: int, texts: Counter[str]) -> dict[str, list[float]]:
    """An officer of another province asks for questions that are none of his."""
    lan = await town.cadre("Hoàng Thị Lan")
    await town.officer("Trần Văn Minh")
    theirs = code_in(await asks_a_person(lan))
    code = await town.invited(Role.OFFICER, "22", "MOIT")
    hoa = await _somebody(town, 0)
    await hoa.says(f"/start {code}")
    await hoa.hears("Đã xong. Anh/chị là")
    order = [kind for kind in (UNKNOWN, "somebody else's") for _ in range(number)]
    dice.shuffle(order)
    took: dict[str, list[float]] = defaultdict(list)
    for kind in order:
        code = theirs if kind != UNKNOWN else questions.new_code()
        took[kind].append(await _timed(town, hoa, code, texts))
    return took


async def _somebody(town: Town, number: int) -> FakeUser:
    user = town.fake.user(9_000 + number, f"Người {number}")
    await user.says("/start")
    await user.hears("Cầu Nối", 30)
    return user


async def _timed(town: Town, user: FakeUser, text: str, texts: Counter[str]) -> float:
    """Seconds until the answer, whose text is counted."""
    loop, before = asyncio.get_running_loop(), len(user.heard)
    began = loop.time()
    await user.says(text)
    await town.fake.until(lambda: len(user.heard) > before, 30)
    texts[user.heard[-1].text] += 1
    return loop.time() - began


def _chances(what: str, took: dict[str, list[float]], *, timed: bool) -> list[Figure]:
    figures = []
    for kind in took:
        if kind != UNKNOWN:
            chance = longer(took[kind], took[UNKNOWN])
            name = f"from the time alone, {what} {kind} told from an unknown one (0: a coin)"
            off = round(abs(chance - 0.5), 3)
            figures.append(at_most(name, off, FURTHEST) if timed else told(name, off))
    return figures


def longer(ones: list[float], others: list[float]) -> float:
    """The chance that one of these is larger than one of those."""
    ordered = sorted(others)
    smaller = sum(bisect_left(ordered, one) + bisect_right(ordered, one) for one in ones)
    return smaller / (2 * len(ones) * len(others))


async def _capped(town: Town) -> list[Figure]:
    """One person's tries, and what a right code then opens."""
    user, texts = await _somebody(town, 999), Counter[str]()
    right = await town.invited(Role.CADRE, "06040")
    for _ in range(MOST_WRONG + 5):
        await _timed(town, user, "/start 0000-0000-000X", texts)
    await _timed(town, user, f"/start {right}", texts)
    web = [await town.on_web(f"Web {n}") for n in range(6)]
    through = 0
    for phone in web:
        for n in range(12):
            said: dict[str, Any] = {
                "client_id": f"try-{n:06d}",
                "text": ("/start@caunoi_bot " if n % 2 else "") + f"K7Q2-9XMD-4T{n:02d}",
                "attachments": [],
                "reply_to": None,
            }
            through += (await phone.posts("messages", said))[0] == 200
    return [
        exactly("tries of one person in an hour", texts[WRONG], MOST_WRONG),
        exactly("then even a right code is not looked at", texts[TOO_OFTEN], 6),
        none("seats he got", sum("Đã xong" in shown.text for shown in user.heard)),
        at_most("tries of one address in the web chat, as six people", through, 62),
    ]

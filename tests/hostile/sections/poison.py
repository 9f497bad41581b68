"""Messages whose handling fails every time: so many tries, one log line, and their conversations go on."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime

from bot.ingest import TRIES
from handlers.context import Context, Effect
from handlers.dispatch import dispatch
from handlers.incoming import Incoming, Said
from tests.fakes.telegram import FakeUser
from tests.hostile.figures import Figure, Size, at_most, exactly, none
from tests.hostile.ground import KINDS, Ground
from tests.hostile.service import Logs, quarantined, service, settled
from tests.hostile.texts import Texts
from tests.phones import TelegramPhone
from tests.talk import Town

TITLE = "Messages whose handling fails every time"
MARK = "độc:"
LONGEST_LINE = 16 * 1024
"""Bytes: a traceback, and not what was sent."""


async def run(size: Size, ground: Ground) -> list[Figure]:
    """On each database."""
    many = size.of(300, 10)
    return [figure for kind in KINDS for figure in await _on(ground, kind, many, size.seed)]


async def _on(ground: Ground, kind: str, many: int, seed: int) -> list[Figure]:
    tries: Counter[str] = Counter()

    async def poisoned(ctx: Context, incoming: Incoming, received_at: datetime, cause: str) -> Effect:
        if isinstance(incoming, Said) and incoming.text.startswith(MARK):
            tries[cause] += 1
            raise ValueError(f"{incoming.text}\0\ud800{'x' * 100_000}")
        return await dispatch(ctx, incoming, received_at, cause)

    async with service(ground, kind) as (town, logs):
        town.app.ingest._dispatch = poisoned  # a fault seeded where verbs begin
        phones = [town.on_telegram(f"Người {n}") for n in range(many)]
        texts = Texts(seed).draw(many)
        await asyncio.gather(*(_bad_then_good(phone, text) for phone, text in zip(phones, texts, strict=True)))
        await settled(town)
        aside = await quarantined(town)
        return _figures(kind, town, logs, tries, aside, [phone.user for phone in phones])


async def _bad_then_good(phone: TelegramPhone, text: str) -> None:
    await phone.says(f"{MARK}{text}")
    await phone.says("/trogiup")


def _figures(
    kind: str, town: Town, logs: Logs, tries: Counter[str], aside: dict[str, str], people: list[FakeUser]
) -> list[Figure]:
    many = len(people)
    return [
        exactly(f"{kind}: in quarantine", len(aside), many),
        none(f"{kind}: tried otherwise than {TRIES} times", sum(times != TRIES for times in tries.values())),
        exactly(f"{kind}: log records, one for each", logs.records.total(), many),
        at_most(f"{kind}: longest log line, in bytes", logs.longest, LONGEST_LINE),
        at_most(f"{kind}: longest reason kept, in characters", max(map(len, aside.values()), default=0), 500),
        exactly(f"{kind}: people answered to what they wrote after it", sum(bool(p.heard) for p in people), many),
    ]

"""Ten thousand events that somebody has tampered with: no error, and none is believed unless Zalo signed it."""

from __future__ import annotations

import asyncio
import json
import random
from itertools import islice

import aiohttp
import pytest

from bot.channels.zalo_oa.reading import timestamp_of
from bot.channels.zalo_oa.signature import HEADER, signature
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.zalo_oa.conftest import Station
from tests.bot.channels.zalo_oa.test_reading import PAYLOADS, read
from tests.hostile.mutations import Mutations

EVENTS = 10_000
SEED = 20_261_121


ORIGINALS = [file.read_bytes() for file in sorted(PAYLOADS.glob("*.json"))]
BROKEN = [file.read_bytes() for file in sorted((PAYLOADS / "malformed").glob("*.json"))]


def stamp(body: bytes) -> str:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return (timestamp_of(event) if isinstance(event, dict) else None) or ""


@pytest.mark.timeout(300)
async def test_tampered_events(station: Station, inbox: Inbox) -> None:
    chance, mutations = random.Random(SEED), Mutations(SEED, [json.loads(body) for body in ORIGINALS], BROKEN)
    app, key = station.settings.app_id, station.settings.event_key
    signed = [signature(app, body, stamp(body), key) for body in ORIGINALS]
    statuses: list[tuple[bool, int]] = []

    async def delivers(client: aiohttp.ClientSession, number: int) -> None:
        body = mutations.one()
        right = signature(app, body, stamp(body), key)
        well = number % 2 == 0
        if well:
            shown = right
        else:
            nearly = right[:-1] + ("0" if right[-1] != "0" else "1")
            shown = chance.choice([chance.choice(signed), nearly, right[::-1], "mac="])
            well = shown == right
        async with client.post(station.door, data=body, headers={HEADER: shown}) as answer:
            statuses.append((well, answer.status))

    numbers = iter(range(EVENTS))
    async with aiohttp.ClientSession() as client:
        while batch := list(islice(numbers, 50)):
            await asyncio.gather(*(delivers(client, number) for number in batch))
    assert len(statuses) == EVENTS
    assert {status for well, status in statuses if not well} == {403}
    assert {status for well, status in statuses if well} == {200, 403}  # 403: no event any more, or without a time
    assert len(inbox.arrivals) > 100, "mutations that leave nothing whole try nothing"
    for arrival in inbox.arrivals:
        read(arrival.payload)

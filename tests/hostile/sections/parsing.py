"""Mutated updates through the light look and the reading of each channel: read, or refused as unparseable."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from bot.channels.base import Unparseable
from bot.channels.telegram.reading import Reader, arrival
from bot.channels.webchat import raw as web
from handlers.clock import Clock
from handlers.incoming import MAX_TEXT, Incoming
from tests.hostile.figures import Figure, Size, at_least, at_most, exactly, none, told
from tests.hostile.ground import Ground
from tests.hostile.mutations import PAYLOADS, WEB, Mutations, captured

TITLE = "Mutated updates through parsing"
FULL, SAMPLE = 1_000_000, 20_000
WEB_SHARE = 10
"""One in so many is an update of the web chat."""
ENDS = ("read", "for nobody", "unparseable", "no JSON")
SLOWEST = 1.0
"""Seconds of the processor that no update may take."""


async def run(size: Size, ground: Ground) -> list[Figure]:
    """All of them, on two processes where they are many."""
    number = size.of(FULL, SAMPLE)
    if size.full:
        with ProcessPoolExecutor(2) as pool:
            loop = asyncio.get_running_loop()
            halves = [loop.run_in_executor(pool, parsed, size.seed + half, number // 2) for half in (0, 1)]
            counts, slowest = zip(*await asyncio.gather(*halves), strict=True)
        counted, longest = counts[0] + counts[1], max(slowest)
    else:
        counted, longest = parsed(size.seed, number)
    ended = sum(counted[what] for what in ENDS)
    bad = sum(count for what, count in counted.items() if what.startswith("fault"))
    return [
        exactly("updates of which is known what became of them", ended + bad, number),
        at_least("unlike all before, of a hundred", round(100 * counted["unlike all before"] / number), 50),
        *[told(f"of them {what}", counted[what]) for what in ENDS],
        at_least("read in spite of all, of a hundred", round(100 * counted["read"] / number), 10),
        at_least("unparseable, of a hundred", round(100 * counted["unparseable"] / number), 10),
        none("ended in another error, or in what cannot be stored", bad),
        *[none(what, count) for what, count in counted.items() if what.startswith("fault")],
        at_most("slowest, in seconds of the processor", round(longest, 3), SLOWEST),
    ]


def parsed(seed: int, number: int) -> tuple[Counter[str], float]:
    """What became of so many, and the longest time one took."""
    broken = [path.read_bytes() for path in sorted((PAYLOADS / "malformed").iterdir())]
    telegram, of_web = Mutations(seed, captured(), broken), Mutations(seed, list(WEB))
    reader = Reader(Clock())
    counted: Counter[str] = Counter()
    seen: set[int] = set()
    longest = 0.0
    for one in range(number):
        is_web = one % WEB_SHARE == 0
        payload = of_web.one() if is_web else telegram.one()
        began = time.thread_time()
        counted[_what(payload, web.parse if is_web else reader.parse, is_web=is_web)] += 1
        longest = max(longest, time.thread_time() - began)
        seen.add(hash(payload))
    counted["unlike all before"] = len(seen)
    return counted, longest


def _what(payload: bytes, parse: Callable[[bytes], Incoming | None], *, is_web: bool) -> str:
    try:
        if not is_web and not _looked_at(payload):
            return _refused(payload, parse)
        incoming = parse(payload)
    except Unparseable as error:
        return "unparseable" if len(str(error)) < 200 and str(error).isascii() else "fault: quotes what it refuses"
    except Exception as error:  # whatever it is: that is what is looked for
        return f"fault: {type(error).__name__}"
    if incoming is None:
        return "for nobody"
    return "read" if _storable(incoming) else "fault: not storable"


def _refused(payload: bytes, parse: Callable[[bytes], Incoming | None]) -> str:
    try:
        parse(payload)
    except Unparseable:
        return "no JSON"
    return "fault: read what is no JSON"


def _looked_at(payload: bytes) -> bool:
    """Whether a door would take it for JSON; then the light look must give what fits into the inbox."""
    try:
        update: Any = json.loads(payload)
    except (ValueError, RecursionError):
        update = None
    came = arrival("7654321", update, payload)
    assert len(came.update_id) <= 120
    assert len(came.conversation) <= 160
    assert came.payload == payload
    return update is not None


def _storable(value: object) -> bool:
    """Whether everything in it fits into both databases."""
    if isinstance(value, str):
        return "\0" not in value and len(value) <= MAX_TEXT and value == value.encode("utf-8", "replace").decode()
    if isinstance(value, datetime):
        return value.tzinfo is not None and 2000 <= value.year < 10_000
    if isinstance(value, tuple):
        return all(map(_storable, value))
    if is_dataclass(value):
        return all(_storable(getattr(value, field.name)) for field in fields(value))
    return value is None or isinstance(value, bool) or (isinstance(value, int) and 0 <= value < 2**31)

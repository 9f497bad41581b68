"""Hostile strings, end to end: each channel, both databases, the same strings."""

from __future__ import annotations

import asyncio
import json
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from handlers.incoming import cleaned
from tests.hostile.figures import Figure, Size, exactly, none, told
from tests.hostile.ground import KINDS, Ground
from tests.hostile.strings import CAPTION_EVERY, CHANNELS, NEVER, Outcome, through
from tests.hostile.texts import Texts

TITLE = "Hostile strings end to end: webhook, polling, web chat; SQLite, PostgreSQL"
ALONE = True  # it takes two processes itself
FULL, SAMPLE = 10_000, 60


async def run(size: Size, ground: Ground) -> list[Figure]:
    """The same strings everywhere, so that what is stored can be compared."""
    number = size.of(FULL, SAMPLE)
    if size.full:
        with ProcessPoolExecutor(2) as pool:
            loop = asyncio.get_running_loop()
            both = [loop.run_in_executor(pool, _on, kind, size.seed, number) for kind in KINDS]
            outcomes = [one for ones in await asyncio.gather(*both) for one in ones]
    else:
        outcomes = [await through(ground, kind, one, size.seed, number) for kind in KINDS for one in CHANNELS]
    # Two halves of a letter that stand side by side are one to whoever reads JSON.
    return _figures(outcomes, [json.loads(json.dumps(text)) for text in Texts(size.seed).draw(number)])


def _on(kind: str, seed: int, number: int) -> list[Outcome]:
    with tempfile.TemporaryDirectory(prefix="caunoi-hostile-", ignore_cleanup_errors=True) as folder:
        ground = Ground(Path(folder))
        try:
            return [asyncio.run(through(ground, kind, channel, seed, number)) for channel in CHANNELS]
        finally:
            ground.close()


def _figures(outcomes: list[Outcome], texts: list[str]) -> list[Figure]:
    wanted = {n: kept for n, text in enumerate(texts) if (kept := _kept(n, text)) is not None}
    stored = [{n: text for n, text in one.stored.items() if n >= 0} for one in outcomes]
    missing = sum(len(wanted.keys() - there.keys()) for there in stored)
    needless = sum(len(there.keys() - wanted.keys()) for there in stored)
    otherwise = sum(there[n] != wanted[n] for there in stored for n in there.keys() & wanted.keys())
    wrong = sum((one.wrong for one in outcomes), start=type(outcomes[0].wrong)())
    return [
        told("strings, on 3 channels and 2 databases each", len(texts)),
        exactly("stored in questions' threads", sum(map(len, stored)), len(wanted) * len(CHANNELS) * len(KINDS)),
        none("of those to be stored, missing", missing),
        none("stored though they are commands, or nothing", needless),
        none("stored otherwise than cleaned", otherwise),
        exactly("relayed to the officer", sum(o.relayed for o in outcomes), sum(len(o.stored) for o in outcomes)),
        told("messages it took", sum(one.pieces for one in outcomes)),
        *[none(what, wrong[what]) for what in dict.fromkeys((*NEVER, *sorted(wrong)))],
        *[told(f"logged: {what}", n) for what, n in sum((o.warned for o in outcomes), start=type(wrong)()).items()],
    ]


def _kept(number: int, text: str) -> str | None:
    """What must stand in the question's thread: no command, and nothing at all only where a picture is above it."""
    text = cleaned(text)
    return None if text.startswith("/") or not (text or number % CAPTION_EVERY == 0) else text

"""The harness is proven by faults seeded into the real code: each is caught, and within a few deaths."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from tests.crash import mutants
from tests.crash.campaign import Yard, yard
from tests.crash.mutants import MUTANTS, Change, Vanished
from tests.crash.story import Story
from tests.crash.world import Scene
from tests.crash.zalo import BOT, OA

in_one_loop = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True, slots=True)
class Case:
    """How a fault is looked for: where lives end, and what the checker must call it."""

    mutant: str
    shows: tuple[str, ...]
    """Kinds of fault of which one must be seen."""
    at: tuple[str, ...]
    scene: Scene = Story.bursts
    setting: dict[str, object] = field(default_factory=dict)
    prepared: Callable[[str], None] = lambda _: None
    within: int = 60
    """So many deaths."""
    channel: str = "telegram"
    slow: bool = False
    """Takes many seconds: belongs to the full run alone."""


def _without_key(url: str) -> None:
    """Takes the unique key out of the schema of a world, as the real migration made it."""
    file = sqlite3.connect(url.partition("///")[2])
    [made] = file.execute("SELECT sql FROM sqlite_master WHERE name = 'inbox'").fetchone()
    without, found = re.subn(r",\s*CONSTRAINT \w+ UNIQUE \(channel, update_id\)", "", made)
    assert found, made
    rest = file.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'inbox' AND type = 'index' AND sql > ''"
    ).fetchall()
    # The rows stay: what they caused is keyed by their ids, and these must not be given away again.
    steps = ["ALTER TABLE inbox RENAME TO was", without, "INSERT INTO inbox SELECT * FROM was", "DROP TABLE was"]
    file.executescript(";".join([*steps, *(sql for (sql,) in rest)]))
    file.close()


CASES = [
    Case(
        "acknowledged before the commit",
        ("lost",),
        ("accept: before", "commit accepted: before"),
        setting={"mode": "webhook"},
        slow=True,
    ),
    Case(
        "Zalo's event acknowledged before the commit",
        ("lost",),
        ("accept: before", "commit accepted: before"),
        Story.on_the_account,
        {"mode": "webhook"},
        channel=OA,
        slow=True,
    ),
    Case(
        "asked on before the commit",
        ("lost",),
        ("getUpdates on zalo_bot: before", "accept: before", "commit accepted: before"),
        Story.on_the_bot,
        channel=BOT,
        slow=True,
    ),
    Case(
        "no unique key",
        ("unmarked",),
        ("commit accepted: after", "commit offset: before"),
        prepared=_without_key,
        slow=True,
    ),
    Case(
        "marked before it is sent",
        ("lost",),
        ("sendMessage: before", "send on telegram: before", "commit handled: after"),
    ),
    Case("leases ignored", ("lost", "needless"), ("commit marked: before",)),
    Case("order by row", ("unordered",), ("commit accepted: after", "commit marked: after"), slow=True),
    Case(
        "savepoints interleaved",
        ("lost", "needless"),
        ("savepoint: after",),
        setting={"fails": 9},
        within=150,
        slow=True,
    ),
    Case("alert without key", ("unmarked",), ("commit told: before",), Story.long_wait, slow=True),
    Case(
        "offset moved early",
        ("lost",),
        ("commit offset: after", "accept: before", "commit accepted: before"),
        slow=True,
    ),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def yards() -> AsyncIterator[Callable[[str], Awaitable[Yard]]]:
    """One yard for each channel, made when it is first asked for."""
    async with AsyncExitStack() as stack:
        made: dict[str, Yard] = {}

        async def on(channel: str) -> Yard:
            if channel not in made:
                made[channel] = await stack.enter_async_context(yard(None, channel))
            return made[channel]

        yield on


def test_every_seeded_fault_is_looked_for() -> None:
    assert {case.mutant for case in CASES} == set(MUTANTS)


@in_one_loop
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.mutant.replace(" ", "-"), marks=[pytest.mark.slow] if case.slow else [])
        for case in CASES
    ],
)
async def test_a_seeded_fault_is_caught(yards: Callable[[str], Awaitable[Yard]], case: Case) -> None:
    made = await yards(case.channel)

    def aims(dice: random.Random) -> str:
        return dice.choice(case.at)

    deaths = 0
    for seed in range(case.within):
        outcome = await made.world(
            seed, 12, case.scene, aims=aims, prepared=case.prepared,
            **{"pace": 1000.0, "quiet": 3.5, "idle": 1.0, "mutant": case.mutant, **case.setting},
        )  # fmt: skip
        deaths += outcome.deaths
        if any(getattr(outcome.verdict, kind) for kind in case.shows):
            return
        if deaths >= case.within:
            break
    pytest.fail(f"not caught in {deaths} deaths: {outcome.verdict}")


@in_one_loop
async def test_without_a_seeded_fault_a_statement_that_fails_hurts_nobody(
    yards: Callable[[str], Awaitable[Yard]],
) -> None:
    made = await yards("telegram")
    outcome = await made.world(1, 12, Story.bursts, aims=lambda _: "savepoint: after", pace=1000.0, fails=9)
    assert outcome.verdict.faults == ()


def test_a_mutant_whose_words_have_vanished_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MUTANTS, "old", (Change("storage.inbox", "store", "a word that never stood there", ""),))
    monkeypatch.setitem(MUTANTS, "older", (Change("storage.inbox", "no_such_function", "x", ""),))
    for name in ("old", "older"):
        with pytest.raises(Vanished):
            mutants.become(name)

"""Every update five times, and shuffled: the day ends as it does in order, on both databases. And it can fail."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from bot.channels.telegram import reading, webhook
from handlers import dispatch, early, show
from handlers.context import Context, Handler, Heard
from handlers.incoming import Pressed
from storage import links
from storage.db import Tx
from storage.inbox import Arrival
from tests.shuffle.databases import KINDS, service_on
from tests.shuffle.form import Form
from tests.shuffle.seeds import compare
from tests.shuffle.service import Service

SEEDS = (57,)
MORE = (*range(1, 9), 27, 32, 82)
"""11: a question that ends while a send is slow; 27: who blocks us meanwhile; 32: what falls due after the last word;
57: a digest of alerts that are due together; 82: a unit's questions in the order in which they were asked."""
SOME = range(1, 31)
"""Among these a fault must show."""
PRESSED_EARLY = (36, 47)
"""Days on which a button of a question is pressed while its message is still being sent: one in thirty."""
_ENDED: dict[int, Form] = {}
"""How each seed ended on the database that came first."""


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=KINDS)
async def service(request: pytest.FixtureRequest) -> AsyncIterator[Service]:
    async with service_on(request.param) as up:
        yield up


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def on_sqlite() -> AsyncIterator[Service]:
    async with service_on("sqlite") as up:
        yield up


@pytest.mark.both
@pytest.mark.parametrize("seed", [*SEEDS, *(pytest.param(seed, marks=pytest.mark.slow) for seed in MORE)])
@pytest.mark.asyncio(loop_scope="module")
async def test_a_day_ends_the_same(service: Service, seed: int) -> None:
    came = await compare(service, seed)
    assert came.differences == []
    assert came.delivered == 5 * came.updates
    assert _ENDED.setdefault(seed, came.canonical) == came.canonical, "SQLite and PostgreSQL end apart"


# --- the comparison can fail -------------------------------------------------------------------------------------


async def shows(service: Service, faulty: pytest.MonkeyPatch, seeds: Iterable[int] = SOME) -> None:
    """A fault shows at one of these seeds; and it is the fault, for without it the same day ends the same."""
    caught = await _first_that_differs(service, seeds)
    assert caught is not None, "the fault shows nowhere"
    faulty.undo()
    assert (await compare(service, caught)).differences == []


async def _first_that_differs(service: Service, seeds: Iterable[int]) -> int | None:
    for seed in seeds:
        if (await compare(service, seed)).differences:
            return seed
    return None


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.slow
async def test_no_unique_key(on_sqlite: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    arrival = reading.arrival

    def unlike_any_other(bot_id: str, update: object, payload: bytes) -> Arrival:
        came = arrival(bot_id, update, payload)
        return replace(came, update_id=f"{came.update_id}:{uuid4().hex}")

    monkeypatch.setattr(webhook, "arrival", unlike_any_other)
    await shows(on_sqlite, monkeypatch)


async def _nothing(*_: Any) -> None:
    """What is left of a step that was forgotten."""


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("step", "without"), [("edit_waits", _nothing), ("WAITS", timedelta())])
async def test_what_comes_early_is_dropped(
    on_sqlite: Service, monkeypatch: pytest.MonkeyPatch, step: str, without: object
) -> None:
    monkeypatch.setattr(early, step, without)
    await shows(on_sqlite, monkeypatch)


Reading = Callable[[Context, Tx, Heard, Pressed], Awaitable[tuple[Handler, Heard]]]


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="module")
async def test_a_press_on_what_we_do_not_know_is_an_old_button(
    on_sqlite: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Reading = dispatch._of_pressed

    async def only_known(ctx: Context, tx: Tx, heard: Heard, pressed: Pressed) -> tuple[Handler, Heard]:
        handler, heard = await real(ctx, tx, heard, pressed)
        known = await links.find(tx, pressed.place, pressed.message_id or "")
        asked = heard.args.get("question")
        return (handler, heard) if known or not asked else (show.old_button, heard)

    monkeypatch.setattr(dispatch, "_of_pressed", only_known)
    await shows(on_sqlite, monkeypatch, PRESSED_EARLY)

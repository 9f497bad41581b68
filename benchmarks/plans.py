"""The plan by which a database answers what storage asks."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import Executable

from storage.prepared import spoken
from storage.tx import Driver, Result, Tx

Ask = Callable[[Tx], Awaitable[Any]]


async def plan_of(tx: Tx, ask: Ask) -> list[str]:
    """The steps by which the database answers the first statement of `ask`, whatever its values are."""
    noting = Noting(tx.driver)
    await ask(Tx(noting))
    asked = noting.asked[0]
    if tx.dialect == "sqlite":
        rows = await tx.driver.fetch("EXPLAIN QUERY PLAN " + asked.replace("?", "NULL"), ())
        return [str(row[3]) for row in rows]
    return await _generic(tx.driver, asked)


async def _generic(driver: Driver, asked: str) -> list[str]:
    # A statement prepared by itself is the only one that is explained without its values.
    given = max((int(number) for number in re.findall(r"\$(\d+)", asked)), default=0)
    nulls = f"({', '.join(['NULL'] * given)})" if given else ""
    for told in ("SET LOCAL plan_cache_mode = force_generic_plan", f"PREPARE looked_at AS {asked}"):
        await driver.fetch(told, ())
    rows = await driver.fetch(f"EXPLAIN (COSTS OFF) EXECUTE looked_at{nulls}", ())
    await driver.fetch("DEALLOCATE looked_at", ())
    return [str(row[0]).strip() for row in rows]


class Noting:
    """A driver that notes what it is asked."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.dialect = driver.dialect
        self.asked: list[str] = []
        self.run_sync = driver.run_sync

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        self.asked.append(sql)
        return await self._driver.fetch(sql, values)

    async def count(self, sql: str, values: Sequence[Any]) -> int:
        self.asked.append(sql)
        return await self._driver.count(sql, values)

    async def repeat(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        self.asked.append(sql)
        await self._driver.repeat(sql, values)

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result:
        words, _ = spoken(self.dialect)
        compiled = statement.compile(dialect=words, compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
        self.asked.append(str(compiled))
        return await self._driver.execute(statement, parameters)

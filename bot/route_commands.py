"""What `caunoi route` asks of the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.control import Command, Declined
from handlers.clock import Clock
from handlers.ministry import routes
from handlers.wording import words
from storage.db import Database


def route_commands(db: Database, clock: Clock) -> Mapping[str, Command]:
    """The commands by name."""

    async def add(args: dict[str, Any]) -> dict[str, Any]:
        """Makes a rule: {"number"}."""
        order = routes.Order(
            args["ministry"], args["to"], args["field"], args["province"], args["commune"],
            _day(args["from"]) or clock.today(), _day(args["until"]),
        )  # fmt: skip
        try:
            return {"number": await db.write(lambda tx: routes.make(tx, order, clock.business()))}
        except routes.Impossible as error:
            raise _declined(error) from error

    async def listed(args: dict[str, Any]) -> dict[str, Any]:
        """The rules that were not removed: {"routes"}."""
        return {"routes": await db.read(lambda tx: routes.listed(tx, args["ministry"]))}

    async def remove(args: dict[str, Any]) -> dict[str, Any]:
        """Takes a rule out of force: {"removed"}."""
        number = int(args["number"])
        if not await db.write(lambda tx: routes.remove(tx, number, clock.business())):
            raise Declined(f"Không có quy tắc số {number}, hoặc đã bỏ. (There is no such rule.)")
        return {"removed": number}

    async def explain(args: dict[str, Any]) -> dict[str, Any]:
        """Who gets such a question and why, as `handlers.ministry.routes.explain` says it."""
        day = _day(args["at"]) or clock.today()
        try:
            return await db.read(lambda tx: routes.explain(tx, args["field"], args["province"], args["commune"], day))
        except routes.Impossible as error:
            raise _declined(error) from error

    return {"route-add": add, "route-list": listed, "route-remove": remove, "route-explain": explain}


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


def _declined(error: routes.Impossible) -> Declined:
    return Declined(f"{words('vi')(error.reason)}. ({words('en')(error.reason)}.)")

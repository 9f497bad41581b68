"""What `caunoi bureaus` asks of the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.control import Command, Declined
from handlers.clock import Clock
from handlers.escalation import bureaus
from handlers.escalation.bureau_file import of_row
from storage.db import Database


def bureau_commands(db: Database, clock: Clock) -> Mapping[str, Command]:
    """The commands by name."""

    async def put_in(args: dict[str, Any]) -> dict[str, Any]:
        """Puts bureaus in: {"added", "changed", "unchanged"} by code; with `dry_run` only says what would happen."""
        wanted, dry = [of_row(row) for row in args["bureaus"]], bool(args["dry_run"])
        return dict(await db.write(lambda tx: bureaus.put_in(tx, wanted, clock.business(), dry_run=dry)))

    async def listed(args: dict[str, Any]) -> dict[str, Any]:
        """The bureaus with how many experts sit at each: {"bureaus", "through_officer"}."""
        return await db.read_many(lambda tx: bureaus.listed(tx, args["ministry"], clock.today()))

    async def answers(args: dict[str, Any]) -> dict[str, Any]:
        """Lays down who sends the asker what a ministry's experts answer: {"changed"}."""
        ministry, through = args["ministry"], bool(args["through_officer"])
        try:
            changed = await db.write(
                lambda tx: bureaus.lay_down(tx, ministry, clock.business(), through_officer=through)
            )
        except LookupError as error:
            raise Declined(f"Không có Bộ {ministry}. (There is no such ministry.)") from error
        return {"changed": changed}

    return {"bureaus-import": put_in, "bureaus-list": listed, "bureaus-answers": answers}

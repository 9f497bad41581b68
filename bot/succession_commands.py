"""What `caunoi units` asks of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from bot.control import Command, Declined
from handlers.clock import Clock
from handlers.roster import directory
from handlers.succession import put_in
from handlers.succession.line import Line
from storage.db import Database


def succession_commands(db: Database, clock: Clock) -> Mapping[str, Command]:
    """The commands by name."""

    async def apply(args: dict[str, Any]) -> dict[str, Any]:
        """Lays a file of changes down: {"events", "known", "refused"}; with `dry_run` only says what would be."""
        try:
            lines = [Line.of_json(line) for line in args["lines"]]
        except (KeyError, TypeError, ValueError) as error:
            raise Declined(
                "Dịch vụ đang chạy thuộc bản khác; hãy khởi động lại. (It is of another release: restart it.)"
            ) from error
        done = await put_in.put_in(db, clock, lines, undo=bool(args["dry_run"]))
        refused = [
            {"at": one.at, "key": one.key, "code": one.code.value, "args": one.args} for one in done.plan.refused
        ]
        return {"events": list(done.events), "known": done.plan.known, "refused": refused}

    async def changed(_args: dict[str, Any]) -> dict[str, Any]:
        """The changes that are laid down: {"changes"}."""
        return {"changes": await put_in.listed(db, clock)}

    async def listed(_args: dict[str, Any]) -> dict[str, Any]:
        """The units there are: {"units"}, each as its values."""
        return {"units": [astuple(unit) for unit in await directory.units_of(db)]}

    async def drop(args: dict[str, Any]) -> dict[str, Any]:
        """Takes back what is still to come: {"dropped"}."""
        number = int(args["number"])
        if not await put_in.drop(db, clock, number):
            raise Declined(
                f"Không có thay đổi số {number}, hoặc đã thực hiện. (There is none, or it was carried out already.)"
            )
        return {"dropped": number}

    return {"units-apply": apply, "units-changed": changed, "units-list": listed, "units-drop": drop}

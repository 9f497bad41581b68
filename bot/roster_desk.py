"""What the command line may ask of the database about the roster (see `bot.commands`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple
from typing import Any

from bot.control import Command, Declined
from handlers.clock import Clock
from handlers.invite import Role
from handlers.roster import directory, expected, inviting, put_in
from handlers.roster.line import Line
from storage.db import Database


class RosterDesk:
    """The commands `people-…`."""

    def __init__(self, db: Database, clock: Clock, key: Callable[[str], bytes]) -> None:
        self._db = db
        self._clock = clock
        self._key = key

    @property
    def commands(self) -> Mapping[str, Command]:
        """By their names."""
        return {
            "people-units": self.units,
            "people-import": self.import_,
            "people-invites": self.invites,
            "people-list": self.list_,
        }

    async def units(self, _args: dict[str, Any]) -> dict[str, Any]:
        """All units, by which names are read: {"units"}, and "heirs" of those that are no more."""
        there = [astuple(unit) for unit in await directory.units_of(self._db)]
        return {"units": there, "heirs": await directory.heirs(self._db)}

    async def import_(self, args: dict[str, Any]) -> dict[str, Any]:
        """Puts lines in: {"added", "changed", "unchanged", "refused"}; with `dry_run` only says what would happen."""
        try:
            lines = [Line.of_json(line) for line in args["lines"]]
        except (KeyError, TypeError, ValueError) as error:
            raise Declined(
                "Dịch vụ đang chạy thuộc bản khác; hãy khởi động lại. (It is of another release: restart it.)"
            ) from error
        plan = await put_in.put_in(self._db, self._clock, lines, undo=bool(args["dry_run"]))
        return {
            "added": len(plan.new),
            "unchanged": plan.unchanged,
            "changed": [
                {"at": one.at, "values": {key: _texts(pair) for key, pair in one.values.items()}, "again": one.again}
                for one in plan.changed
            ],
            "refused": [
                {"at": one.at, "key": one.key, "code": one.code.value, "args": one.args} for one in plan.refused
            ],
        }

    async def invites(self, args: dict[str, Any]) -> dict[str, Any]:
        """Makes codes for all who are waited for: {"unit", "cards", "until", "over"}."""
        unit = await directory.of_code(self._db, args["unit"], args["kind"])
        if unit is None:
            raise Declined(f"Không có {args['unit']}. (There is no such unit.)")
        roles = [Role(role) for role in args["roles"]]
        made = await inviting.issue(self._db, self._clock, self._key("invites"), unit.code, roles, args["days"])
        cards = [
            {"name": c.name, "role": c.role.value, "unit": c.unit, "unit_name": c.unit_name, "province": c.province,
             "code": c.code}
            for c in made.cards
        ]  # fmt: skip
        return {"unit": unit.full_name, "cards": cards, "until": made.until.isoformat(), "over": list(made.over)}

    async def list_(self, args: dict[str, Any]) -> dict[str, Any]:
        """Who is expected, in the order of units: {"people"}."""
        if args["unit"] is not None and await directory.of_code(self._db, args["unit"], "province") is None:
            raise Declined(f"Không có tỉnh {args['unit']}. (There is no such province.)")
        shown = await expected.everybody(self._db, self._clock, args["unit"], waiting=bool(args["waiting"]))
        return {"people": shown}


def _texts(pair: tuple[Any, Any]) -> list[str | None]:
    return [_text(value) for value in pair]


def _text(value: Any) -> str | None:
    if value is None or value == () or value is False:
        return None
    if isinstance(value, tuple):
        return ", ".join(value)
    return "x" if value is True else str(value)

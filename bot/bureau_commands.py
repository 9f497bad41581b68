"""What `caunoi bureaus` asks of the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.control import Command, Declined
from handlers.clock import Clock
from handlers.escalation import bureaus
from handlers.escalation.bureau_file import of_row
from handlers.ministry import bureau_gone
from handlers.ministry.bureau_gone import InUseError, lost_to
from storage.db import Database, Tx


def bureau_commands(db: Database, clock: Clock) -> Mapping[str, Command]:
    """The commands by name."""

    async def put_in(args: dict[str, Any]) -> dict[str, Any]:
        """Puts bureaus in: {"added", "changed", "unchanged"} by code; with `dry_run` only says what would happen.

        `lost`: which bureaus that are not in the file lose which of their fields by it, {code: [fields]}.
        """
        wanted, dry = [of_row(row) for row in args["bureaus"]], bool(args["dry_run"])

        async def put(tx: Tx) -> dict[str, Any]:
            lost = await lost_to(tx, wanted)
            return {**await bureaus.put_in(tx, wanted, clock.business(), dry_run=dry), "lost": lost}

        return await db.write(put)

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

    async def end(args: dict[str, Any]) -> dict[str, Any]:
        """Ends a bureau where nobody sits and nothing lies: {"ended", "fields"}."""
        code = args["code"]
        try:
            fields = await db.write(lambda tx: bureau_gone.end(tx, code, clock.business(), clock.today()))
        except LookupError as error:
            raise Declined(f"Không có cục, vụ mang mã {code}. (There is no such bureau.)") from error
        except InUseError as error:
            raise Declined(
                f"{code} còn {error.seats} chuyên viên và {error.questions} câu hỏi; hãy kết thúc phân công, chuyển"
                " câu hỏi trước. (Somebody sits there, or questions lie there.)"
            ) from error
        return {"ended": code, "fields": fields}

    return {"bureaus-import": put_in, "bureaus-list": listed, "bureaus-answers": answers, "bureaus-end": end}

"""What the command line may ask of the database: the same functions, run by the service or by the command alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.bureau_commands import bureau_commands
from bot.control import Command, Declined
from bot.roster_desk import RosterDesk
from bot.route_commands import route_commands
from bot.settings import Settings
from bot.succession_commands import succession_commands
from faq.fields import catalogue
from faq.parcel import packed, unpacked
from handlers import bank, invite
from handlers.clock import Clock
from handlers.wording import words
from storage import backup, quarantine
from storage.db import Database, Tx


def commands(db: Database, clock: Clock, settings: Settings) -> Mapping[str, Command]:
    """The commands by name, for `bot.control.ControlDoor` and for the command line itself."""
    desk = _Desk(db, clock, settings.key)
    return {
        "ping": desk.ping,
        "invite": desk.invite,
        "backup": desk.backup,
        "bank-import": desk.bank_import,
        "bank-export": desk.bank_export,
        "bank-history": desk.bank_history,
        "quarantine-list": desk.quarantine_list,
        "quarantine-show": desk.quarantine_show,
        "quarantine-retry": desk.quarantine_retry,
        **route_commands(db, clock),
        **succession_commands(db, clock),
        **bureau_commands(db, clock),
        "zalo-oa-connect": partial(zalo_oa_connect, db, clock, settings),
        **RosterDesk(db, clock, settings.key).commands,
    }


class _Desk:
    def __init__(self, db: Database, clock: Clock, key: Callable[[str], bytes]) -> None:
        self._db = db
        self._clock = clock
        self._key = key

    async def ping(self, _args: dict[str, Any]) -> dict[str, Any]:
        """Says that somebody is there."""
        return {"alive": True}

    async def invite(self, args: dict[str, Any]) -> dict[str, Any]:
        """Makes an invite: {"code"}."""
        order = invite.Order(
            role=invite.Role(args["role"]),
            unit=args["unit"],
            ministry=args["ministry"],
            seat_from=date.fromisoformat(args["from"]) if args["from"] else self._clock.today(),
            seat_until=date.fromisoformat(args["until"]) if args["until"] else None,
            uses=args["uses"],
            days=args["days"],
        )
        try:
            made = await invite.create(self._db, self._clock, self._key("invites"), order)
        except invite.Impossible as error:
            raise Declined(_mended(error.reason)) from error
        return {"code": made.code}

    async def backup(self, args: dict[str, Any]) -> dict[str, Any]:
        """Copies the database: {"bytes"}."""
        target = Path(args["file"])
        try:
            return {"bytes": await backup.copy(self._db, target)}
        except backup.NotOnSqlite as error:
            say = "Dữ liệu ở PostgreSQL; hãy sao lưu bằng (The data is in PostgreSQL; back it up with):"
            raise Declined(f"{say}\n{error.command}") from error
        except backup.Damaged as error:
            raise Declined(f"Tệp dữ liệu bị hỏng, không sao lưu. (The database is damaged: {error})") from error
        except FileExistsError as error:
            raise Declined(f"{target} chính là tệp dữ liệu. (This is the database itself.)") from error
        except OSError as error:
            raise Declined(f"Không ghi được {target}: {error.strerror}. (Cannot be written.)") from error

    async def bank_import(self, args: dict[str, Any]) -> dict[str, Any]:
        """Puts entries in: {"added", "changed", "unchanged"}; with `dry_run` only says what would happen."""
        # Beside the event loop: seconds of work for a large bank.
        read = await asyncio.to_thread(unpacked, args["bank"], catalogue())
        if read.faults:
            raise Declined(
                "Dịch vụ đang chạy thuộc bản khác; hãy khởi động lại. (It is of another release: restart it.)"
            )
        try:
            stored = await bank.put_in(self._db, read.entries, self._clock.machine(), undo=bool(args["dry_run"]))
        except bank.UnknownField as error:
            raise Declined(f"Lĩnh vực không có trong danh mục. ({error})") from error
        return asdict(stored)

    async def bank_export(self, _args: dict[str, Any]) -> dict[str, Any]:
        """The whole bank as `faq.parcel` packs it: {"bank", "entries"}."""
        kept = await bank.all_of(self._db)
        return {"bank": await asyncio.to_thread(packed, kept), "entries": len(kept)}

    async def bank_history(self, args: dict[str, Any]) -> dict[str, Any]:
        """The versions of an entry, oldest first: {"versions"}."""
        versions = await self._db.read(lambda tx: bank.versions_of(tx, str(args["entry"])))
        if not versions:
            raise Declined(f"Không có mục {args['entry']}. (There is no such entry, and there never was.)")
        told = [
            {
                "number": version.number, "author": version.author_name, "reason": version.reason,
                "made_at": version.made_at.isoformat(timespec="seconds"),
                "entry": bank.content_of(version.entry) if version.entry else None,
            }
            for version in versions
        ]  # fmt: skip
        return {"versions": told}

    async def quarantine_list(self, args: dict[str, Any]) -> dict[str, Any]:
        """What is in quarantine, newest first: {"updates", "total"}."""
        which = self._which(args)

        async def look(tx: Tx) -> tuple[list[quarantine.Aside], int]:
            return await quarantine.listed(tx, which, int(args["limit"])), await quarantine.count(tx, which)

        found, total = await self._db.read(look)
        return {"updates": [self._aside(one) for one in found], "total": total}

    async def quarantine_show(self, args: dict[str, Any]) -> dict[str, Any]:
        """One update as it came."""
        found = await self._db.read(lambda tx: quarantine.one(tx, int(args["id"])))
        if found is None:
            raise Declined(f"Tin {args['id']} không để riêng. (It is not in quarantine.)")
        aside, payload = found
        return {**self._aside(aside), "payload": payload.decode("utf-8", "backslashreplace")}

    async def quarantine_retry(self, args: dict[str, Any]) -> dict[str, Any]:
        """Has updates handled again: {"retried", "unknown"}; all that meet the conditions without `ids`."""
        which, ids = self._which(args), args["ids"]
        if ids:
            back = await self._db.write(lambda tx: quarantine.retry(tx, ids))
        else:
            back = await self._db.write_many(lambda tx: quarantine.retry_all(tx, which))
        return {"retried": back, "unknown": sorted(set(ids or ()) - set(back))}

    def _which(self, args: dict[str, Any]) -> quarantine.Which:
        hours = args["older_than"]
        before = None if hours is None else self._clock.business() - timedelta(hours=hours)
        return quarantine.Which(args["channel"], args["why"], before)

    def _aside(self, one: quarantine.Aside) -> dict[str, Any]:
        age = (self._clock.business() - one.received_at).total_seconds()
        return {**asdict(one), "received_at": one.received_at.isoformat(), "age_seconds": round(age)}


async def zalo_oa_connect(db: Database, clock: Clock, settings: Settings, args: dict[str, Any]) -> dict[str, Any]:
    """Waits for a consent: {"link", "callback", "challenge", "webhook"}."""
    from bot.channels.zalo_oa.connecting import connect

    return await connect(db, clock, settings, another=bool(args["another"]))


_MEND = {
    "invite-no-unit": "--unit 06040 (cấp xã, commune) · 20 (tỉnh, province) · 20-MOIT (Sở, department) · MOIT (Bộ)",
    "invite-no-ministry": "--ministry {ministries}",
    "invite-other-ministry": "bỏ --ministry (leave it out)",
    "invite-officer-needs-province": "--unit 20",
    "invite-officer-needs-ministry": "--ministry {ministries}",
    "invite-needs-ministry-unit": "--unit MOIT",
    "invite-cadre-needs-local-unit": "--unit 06040 · 20-MOIT",
}
"""What to type instead, where the sentence that is also said in chat does not tell it."""


def _mended(reason: str) -> str:
    said = f"{words('vi')(reason)} ({words('en')(reason)})"
    mend = _MEND.get(reason, "").format(ministries=" · ".join(catalogue().ministries))
    return f"{said} → {mend}" if mend else said

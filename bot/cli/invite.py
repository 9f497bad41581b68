"""`caunoi invite`."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.leading_in import HERE_ALONE, leading_in
from bot.cli.saying import HELP_JSON, busy, faults_told

if TYPE_CHECKING:
    from bot.settings import Settings

_DATE = ["%Y-%m-%d", "%d/%m/%Y"]


class Role(StrEnum):
    """Who can be invited."""

    CADRE = "cadre"
    OFFICER = "officer"
    EXPERT = "expert"
    LEADER = "leader"
    ADMIN = "admin"


def invite(
    role: Annotated[Role, typer.Option(help="Vai trò. / The role.")],
    unit: Annotated[
        str,
        typer.Option(help="Mã đơn vị: 06040 (cấp xã), 20 (tỉnh), 20-MOIT (sở), MOIT (bộ). / The unit's code."),
    ],
    ministry: Annotated[
        str | None, typer.Option(help="Bộ, cần cho cán bộ biệt phái: MOIT, MAE. / Needed for an officer.")
    ] = None,
    from_: Annotated[
        datetime | None,
        typer.Option("--from", formats=_DATE, help="Phân công từ ngày; mặc định hôm nay. / Term from."),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=_DATE, help="Phân công đến hết ngày. / Last day of the term.")
    ] = None,
    uses: Annotated[int, typer.Option(min=1, help="Số lần dùng được. / How often it can be used.")] = 1,
    days: Annotated[int, typer.Option(min=1, help="Số ngày mã có hiệu lực. / Days for which the code is valid.")] = 7,
    as_json: Annotated[bool, typer.Option("--json", help=HELP_JSON)] = False,
) -> None:
    """Tạo mã mời; in mã, liên kết và mã QR. / Make an invite; prints the code, the links and a QR code."""
    with faults_told():
        import asyncio

        from bot.settings import load

        settings = load()
        settings.demand_secret_key()
        order = {
            "role": role.value,
            "unit": unit.strip().upper(),
            "ministry": ministry.strip().upper() if ministry else None,
            "from": _day(from_),
            "until": _day(until),
            "uses": uses,
            "days": days,
        }

        with busy("Đang tạo mã mời… / Making the invite…"):
            code, bot_name = asyncio.run(_made(settings, order))
        links = leading_in(settings, code, bot_name)
        if as_json:
            typer.echo(json.dumps({"code": code, "links": links}))
        else:
            typer.echo(" · ".join(part for part in (role.value, unit.strip(), ministry, _term(from_, until)) if part))
            _show(code, links, uses, days, no_name=settings.telegram_bot_token is not None and not bot_name)
        if not settings.public_base_url:
            typer.echo(HERE_ALONE, err=True)


async def _made(settings: Settings, order: dict[str, Any]) -> tuple[str, str | None]:
    """The code, and the name of the bot as far as there is one and Telegram tells it."""
    from bot.cli.desk import do

    code = (await do(settings, "invite", order))["code"]
    if settings.telegram_bot_token is None:
        return code, None
    from bot.cli.telegram import username

    return code, await username(settings)


def _day(given: datetime | None) -> str | None:
    day: date | None = given.date() if given else None
    return day.isoformat() if day else None


def _term(first: datetime | None, last: datetime | None) -> str:
    days = [day.strftime("%d/%m/%Y") if day else "…" for day in (first, last)]
    return " – ".join(days) if first or last else ""


def _show(code: str, links: dict[str, Any], uses: int, days: int, *, no_name: bool) -> None:
    import segno

    typer.echo(f"Mã mời (invite code): {code}")
    typer.echo(f"Dùng {uses} lần, trong {days} ngày. (Good for {uses} use(s), within {days} day(s).)")
    typer.echo(f"Web: {links['web']}")
    if links["telegram"]:
        typer.echo(f"Telegram: {links['telegram']}")
    elif no_name:
        typer.echo(
            "Chưa hỏi được tên bot ở Telegram; gõ mã này cho bot. (Telegram cannot be reached: type the code.)"
        )
    typer.echo("")
    segno.make(links["telegram"] or links["web"], error="m").terminal(compact=True)

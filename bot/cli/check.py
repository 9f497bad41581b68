"""`caunoi check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.saying import HELP_JSON, busy, faults_told

if TYPE_CHECKING:
    from bot.cli.finding import Finding

_SIGNS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "bad": ("✗", "red")}


def check(as_json: Annotated[bool, typer.Option("--json", help=HELP_JSON)] = False) -> None:
    """Xem mọi thứ đã sẵn sàng chưa, nếu chưa thì cách sửa. / Say what is wrong and how to mend it."""
    with faults_told():
        import asyncio

        from bot.cli.findings import findings
        from bot.settings import load

        settings = load()

        async def look() -> list[Finding]:
            return [finding async for finding in findings(settings)]

        with busy("Đang kiểm tra… / Checking…"):
            found = asyncio.run(look())
        _show(found, as_json=as_json)
        if any(finding.level == "bad" for finding in found):
            raise typer.Exit(1)


def _show(found: list[Finding], *, as_json: bool) -> None:
    if as_json:
        import json
        from dataclasses import asdict

        typer.echo(json.dumps([asdict(finding) for finding in found], ensure_ascii=False))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for finding in found:
        sign, colour = _SIGNS[finding.level]
        console.print(Text.assemble((sign, colour), " ", (finding.name, "bold"), f": {finding.text}"))
        if finding.mend:
            console.print(Text(f"  → {finding.mend}", colour))

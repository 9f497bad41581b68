"""`caunoi quarantine list|show|retry`: updates that were set aside because they could not be handled."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Any

import typer

from bot.cli.saying import HELP_JSON, fail, faults_told, misuse

app = typer.Typer(
    help="Tin đến không xử lý được, đã để riêng. / Updates that could not be handled and were set aside.",
    no_args_is_help=True,
)

_MOST_ID = 2**63 - 1
# What a terminal could take for an order, and what turns the reading direction; the end of a line stays.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")

Number = Annotated[int, typer.Argument(min=1, max=_MOST_ID, help="Số ở cột đầu của `list`. / The id in `list`.")]
Numbers = Annotated[
    list[int] | None,
    typer.Argument(min=1, max=_MOST_ID, help="Số của các tin. / Ids of updates.", show_default=False),
]
Channel = Annotated[str | None, typer.Option(help="Chỉ kênh này: telegram, web. / Only this channel.")]
Why = Annotated[str | None, typer.Option(help="Chỉ lý do có chứa chữ này. / Only reasons that contain this.")]
OlderThan = Annotated[
    float | None, typer.Option(min=0, max=100_000, help="Chỉ tin đến trước đây ít nhất chừng này giờ. / Hours.")
]
Json = Annotated[bool, typer.Option("--json", help=HELP_JSON)]


@app.command("list")
def list_(
    channel: Channel = None,
    why: Why = None,
    older_than: OlderThan = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Nhiều nhất, mới nhất trước. / At most.")] = 50,
    as_json: Json = False,
) -> None:
    """Số, tuổi, kênh, lý do của từng tin. / Id, age, channel and reason of each."""
    with faults_told():
        which = {"channel": channel, "why": why, "older_than": older_than}
        found = _do("quarantine-list", {**which, "limit": limit})
        if as_json:
            _json(found)
            return
        for row in found["updates"]:
            typer.echo(shown(f"{row['id']:>8}  {_age(row['age_seconds']):>6}  {row['channel']:<9} {row['why']}"))
        rest = found["total"] - len(found["updates"])
        more = f" Còn {rest} tin cũ hơn. ({rest} older ones.)" if rest else ""
        typer.echo(f"{found['total']} tin để riêng. ({found['total']} in quarantine.){more}", err=True)


@app.command("show")
def show(number: Number, as_json: Json = False) -> None:
    """In nguyên văn một tin; CÓ DỮ LIỆU CÁ NHÂN. / Print one as it came: it HOLDS PERSONAL DATA."""
    with faults_told():
        row = _do("quarantine-show", {"id": number})
        if as_json:
            _json(row)
            return
        age = _age(row["age_seconds"])
        typer.echo(shown(f"{row['id']}  {age}  {row['conversation']}  {row['update_id']}"))
        typer.echo(shown(f"{row['why']}  ({row['attempts']} lần thử / tries, {row['bytes']} bytes)"))
        typer.echo("")
        typer.echo(shown(row["payload"]))


@app.command("retry")
def retry(
    numbers: Numbers = None,
    every: Annotated[bool, typer.Option("--all", help="Mọi tin, hoặc mọi tin hợp bộ lọc. / All of them.")] = False,
    channel: Channel = None,
    why: Why = None,
    older_than: OlderThan = None,
    as_json: Json = False,
) -> None:
    """Xử lý lại, trong đúng cuộc trò chuyện. / Handle again, in the conversation it belongs to."""
    given = {"channel": channel, "why": why, "older_than": older_than}
    if every == bool(numbers):
        misuse("hãy cho số của tin, hoặc --all (give ids, or --all)")
    if numbers and any(value is not None for value in given.values()):
        misuse("bộ lọc chỉ đi với --all (filters go with --all)")
    with faults_told():
        done = _do("quarantine-retry", {"ids": numbers, **given})
        if as_json:
            _json(done)
        else:
            back = len(done["retried"])
            typer.echo(f"{back} tin được xử lý lại. ({back} will be handled again.)")
        if done["unknown"]:
            ids = ", ".join(map(str, done["unknown"]))
            fail(f"Không để riêng, hoặc đang được xử lý lại: {ids}. (Not in quarantine, or on their way again.)")


def shown(text: str) -> str:
    """`text` as it may go to a terminal: what would steer it is spelled out."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _do(command: str, args: dict[str, Any]) -> dict[str, Any]:
    from bot.cli.desk import do
    from bot.settings import load

    return asyncio.run(do(load(), command, args))


def _json(found: dict[str, Any]) -> None:
    import json

    typer.echo(json.dumps(found))


def _age(seconds: float) -> str:
    for unit, long in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds >= long:
            return f"{seconds / long:.0f} {unit}"
    return f"{max(0, seconds):.0f} s"

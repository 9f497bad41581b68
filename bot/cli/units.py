"""`caunoi units apply|list|drop`: units that merge, split or are renamed, from which day."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.saying import HELP_JSON, busy, fail, faults_told

app = typer.Typer(
    help="Đơn vị hành chính: sáp nhập, chia tách, đổi tên. / Units that merge, split or are renamed.",
    no_args_is_help=True,
)
Json = Annotated[bool, typer.Option("--json", help=HELP_JSON)]
_KINDS = {"merge": "sáp nhập", "split": "chia tách", "rename": "đổi tên"}


@app.command("apply")
def apply(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp YAML, CSV hoặc XLSX. / The file.")],
    yes: Annotated[bool, typer.Option("--yes", help="Ghi thật; không có thì chỉ xem. / Do it.")] = False,
    as_json: Json = False,
) -> None:
    """Ghi các thay đổi; mỗi thay đổi có hiệu lực từ 0 giờ ngày của nó. / Lay changes down; each has its day."""
    with faults_told():
        from bot.cli.desk import do
        from bot.settings import load
        from bot.succession_faults import told, worded
        from faq.load import form_of
        from handlers.succession.fault import ChangeCode
        from handlers.succession.reading import read

        with busy("Đang đọc… / Reading…"), file.open("rb") as source:
            intake = read(source, form_of(file))
        order = {"lines": [one.line.as_json() for one in intake.lines], "dry_run": not yes or bool(intake.faults)}
        did = asyncio.run(do(load(), "units-apply", order)) if intake.lines else _NOTHING
        refused = [
            intake.lines[one["at"]].fault(one["key"], ChangeCode(one["code"]), tuple((k, v) for k, v in one["args"]))
            for one in did["refused"]
        ]
        faults = sorted((*intake.faults, *refused), key=lambda fault: fault.line)
        for fault in faults:
            typer.echo(told(file, fault), err=True)
        if as_json:
            shown = [{"line": f.line, "cell": f.cell, "key": f.key, "code": f.code.value, "text": worded(f)}
                     for f in faults]  # fmt: skip
            done = {**did, "faults": shown, "dry_run": order["dry_run"]}
            done.pop("refused")
            typer.echo(json.dumps(done, ensure_ascii=False))
        else:
            for line in _in_words(did, dry_run=bool(order["dry_run"])):
                typer.echo(line)
        if faults:
            fail(f"{len(faults)} lỗi; không ghi thay đổi nào. (Nothing was laid down.)")


@app.command("list")
def list_(
    changed: Annotated[
        bool, typer.Option("--changed", help="Các thay đổi đã ghi. / The changes that are laid down.")
    ] = False,
    province: Annotated[str | None, typer.Option(help="Chỉ tỉnh này: 20. / Only this province.")] = None,
    as_json: Json = False,
) -> None:
    """Các đơn vị hiện có, hoặc các thay đổi. / The units there are, or what changed and will."""
    with faults_told():
        from bot.cli.desk import do
        from bot.settings import load

        if changed:
            found = asyncio.run(do(load(), "units-changed", {}))["changes"]
            lines = [_change(one) for one in found]
        else:
            names = ("code", "kind", "type", "name", "full_name", "parent", "ministry")
            units = asyncio.run(do(load(), "units-list", {}))["units"]
            found = [dict(zip(names, unit, strict=True)) for unit in units]
            found = [one for one in found if province in (None, one["code"], one["parent"])]
            lines = [f"{one['code']:>8}  {one['full_name']}" for one in found]
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False))
            return
        for line in lines:
            typer.echo(line)
        typer.echo(f"{len(found)} dòng. ({len(found)} lines.)", err=True)


@app.command("drop")
def drop(
    number: Annotated[int, typer.Argument(min=1, max=2**31 - 1, help="Số của thay đổi. / The change's number.")],
    as_json: Json = False,
) -> None:
    """Bỏ một thay đổi chưa tới ngày. / Take back a change that is still to come."""
    with faults_told():
        from bot.cli.desk import do
        from bot.settings import load

        did = asyncio.run(do(load(), "units-drop", {"number": number}))
        typer.echo(json.dumps(did) if as_json else f"Đã bỏ thay đổi số {number}. (Change {number} was dropped.)")


_NOTHING: dict[str, Any] = {"events": [], "known": 0, "refused": []}


def _in_words(did: dict[str, Any], *, dry_run: bool) -> Iterator[str]:
    for one in did["events"]:
        yield _change(one, numbered=False)
    what = "Sẽ (would)" if dry_run else "Đã (done)"
    yield f"{what}: ghi (laid down) {len(did['events'])}, đã có sẵn (known) {did['known']}."
    if dry_run and did["events"] and not did["refused"]:
        yield "Chỉ mới xem; thêm --yes để ghi. (Nothing was done: add --yes.)"
    elif did["events"] and not dry_run:
        yield (
            "Tới ngày, dịch vụ đang chạy tự thực hiện và báo cho từng người. (The running service carries each out on"
            " its day and tells whom it concerns.)"
        )


def _change(one: dict[str, Any], *, numbered: bool = True) -> str:
    """`12  2027-01-01 sáp nhập: 06040 Xã A → 06041 xã B (20) · 3 phân công, 1 câu hỏi`."""
    number = f"{one['number']:>5}  " if numbered else ""
    where = f" ({one['province']})" if one["province"] else ""
    main = ", mặc định (default)" if one["kind"] == "split" and one["main"] else ""
    state = _state(one)
    return (
        f"{number}{one['on']} {_KINDS[one['kind']]}: {one['from']} {one['from_name']} → {one['to']} {one['type']}"
        f" {one['name']}{where}{main} · {state}"
    )


def _state(one: dict[str, Any]) -> str:
    """What goes along, while it is still to come."""
    if one["done_at"]:
        return f"đã thực hiện (done) {one['done_at'][:10]}"
    along = f"{one['seats']} phân công (seats), {one['open_questions']} câu hỏi đang mở (open questions)"
    if one["bank_entries"] and one["from"] != one["to"]:
        along += f"; {one['bank_entries']} mục ngân hàng ghi tỉnh này, hãy sửa (bank entries name it: mend them)"
    return along

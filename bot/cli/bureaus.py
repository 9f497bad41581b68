"""`caunoi bureaus import|list|answers|end`: a ministry's own departments, at whose desks its experts sit."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.saying import HELP_JSON, fail, faults_told

app = typer.Typer(help="Cục, vụ của Bộ và lĩnh vực từng nơi trả lời. / A ministry's bureaus.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help=HELP_JSON)]


class Sender(StrEnum):
    """Who sends the asker what a ministry's experts answer."""

    EXPERT = "expert"
    OFFICER = "officer"


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp XLSX hoặc CSV. / The file.")],
    dry_run: Annotated[bool, typer.Option(help="Chỉ xem sẽ thay đổi gì. / Only say what would change.")] = False,
    as_json: Json = False,
) -> None:
    """Nạp cục, vụ; tệp có lỗi thì không nạp gì. / Put bureaus in; with any fault in the file nothing is."""
    with faults_told():
        from bot.bureau_faults import as_rows, read, told

        bureaus, faults = read(file)
        for fault in faults:
            typer.echo(told(file, fault), err=True)
        if faults:
            if as_json:
                typer.echo(json.dumps({"faults": as_rows(faults)}, ensure_ascii=False))
            fail(f"{len(faults)} lỗi, chưa nạp gì. ({len(faults)} faults, nothing was put in.)")
        done = _do("bureaus-import", {"bureaus": bureaus, "dry_run": dry_run})
        if as_json:
            typer.echo(json.dumps(done))
            return
        for line in _done_in_words(done, dry_run=dry_run):
            typer.echo(line)


@app.command("list")
def list_(
    ministry: Annotated[str | None, typer.Option(help="Chỉ của Bộ này: MOIT. / Of this ministry alone.")] = None,
    as_json: Json = False,
) -> None:
    """Các cục, vụ, lĩnh vực và số chuyên viên. / The bureaus with their fields and how many experts sit there."""
    with faults_told():
        found = _do("bureaus-list", {"ministry": ministry.strip().upper() if ministry else None})
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False))
            return
        for one in found["bureaus"]:
            fields = ", ".join(one["fields"]) or "–"
            typer.echo(f"{one['code']:<16} {one['name']} · {one['experts']} chuyên viên (experts) · {fields}")
        for code, through in found["through_officer"].items():
            how = "qua cán bộ biệt phái (through the officer)" if through else "thẳng cho người hỏi (to the asker)"
            typer.echo(f"{code}: chuyên viên trả lời {how}")


@app.command("answers")
def answers(
    ministry: Annotated[str, typer.Argument(help="Mã Bộ: MOIT. / The ministry.")],
    sent_by: Annotated[
        Sender, typer.Option(help="Ai gửi cho người hỏi: expert, officer. / Who sends them to the asker.")
    ],
    as_json: Json = False,
) -> None:
    """Câu trả lời của chuyên viên gửi thẳng hay qua cán bộ biệt phái. / Who sends what experts answer."""
    with faults_told():
        code = ministry.strip().upper()
        done = _do("bureaus-answers", {"ministry": code, "through_officer": sent_by is Sender.OFFICER})
        if as_json:
            typer.echo(json.dumps(done))
        elif done["changed"]:
            typer.echo(f"Đã đổi cho {code}. (Changed.)")
        else:
            typer.echo(f"{code} vốn như vậy, không đổi gì. (It was so before.)")


@app.command("end")
def end(
    code: Annotated[str, typer.Argument(help="Mã: MOIT-DTDL. / The bureau's code.")], as_json: Json = False
) -> None:
    """Kết thúc một cục, vụ không còn ai; lĩnh vực về đầu mối Bộ. / End a bureau; its fields are its ministry's."""
    with faults_told():
        done = _do("bureaus-end", {"code": code.strip().upper()})
        fields = ", ".join(done["fields"]) or "–"
        typer.echo(
            json.dumps(done) if as_json else f"Đã kết thúc {done['ended']}. Về đầu mối Bộ (to its ministry): {fields}"
        )


def _done_in_words(done: Mapping[str, Any], *, dry_run: bool) -> Iterator[str]:
    for sign, key in (("+", "added"), ("~", "changed")):
        for code in done[key]:
            yield f"{sign} {code}"
    for code, fields in done["lost"].items():
        yield f"− {code} không còn lĩnh vực {', '.join(fields)} (goes to another bureau by this file)"
    added, changed, same = (len(done[key]) for key in ("added", "changed", "unchanged"))
    if dry_run:
        yield f"Sẽ thêm {added}, sửa {changed}, giữ nguyên {same}. (Would add, change, leave as they are.)"
    else:
        yield f"Đã thêm {added}, sửa {changed}, giữ nguyên {same}. (Added, changed, left as they are.)"


def _do(command: str, args: dict[str, Any]) -> dict[str, Any]:
    from bot.cli.desk import do
    from bot.settings import load

    return asyncio.run(do(load(), command, args))

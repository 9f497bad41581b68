"""`caunoi people import|invites|list`: who is expected, asked in by cards on paper."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.invite import Role
from bot.cli.saying import HELP_JSON, busy, fail, faults_told, misuse

app = typer.Typer(help="Danh sách cán bộ và thẻ mời. / Who is expected, and their invites.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help=HELP_JSON)]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp XLSX hoặc CSV. / The file.")],
    dry_run: Annotated[bool, typer.Option(help="Chỉ xem sẽ thay đổi gì. / Only say what would change.")] = False,
    as_json: Json = False,
) -> None:
    """Nạp danh sách: dòng đúng được nạp, dòng sai được chỉ rõ. / Sound lines go in, every other one is named."""
    with faults_told():
        from bot.cli import people_import as bringing
        from bot.settings import load

        settings = load()
        with busy("Đang đọc… / Reading…"):
            intake = asyncio.run(bringing.read(settings, file))
        with busy("Đang nạp… / Importing…"):
            done = asyncio.run(bringing.put_in(settings, intake, dry_run=dry_run))
        for line in bringing.faults_in_words(file, done.faults):
            typer.echo(line, err=True)
        if as_json:
            typer.echo(json.dumps(bringing.as_json(done, dry_run=dry_run), ensure_ascii=False))
        else:
            for line in bringing.in_words(done, dry_run=dry_run):
                typer.echo(line)
        if done.faults:
            fail(bringing.summed_up(done))


@app.command("invites")
def invites(
    out: Annotated[Path, typer.Option(dir_okay=False, help="Tệp PDF sẽ ghi. / The PDF to write.")],
    province: Annotated[
        str | None, typer.Option(help="Mã tỉnh: 20. Tất cả những người thuộc tỉnh. / A province's people.")
    ] = None,
    ministry: Annotated[
        str | None, typer.Option(help="Hoặc mã Bộ: MOIT. Chỉ những người ở Bộ. / Or a ministry's own people.")
    ] = None,
    days: Annotated[
        int, typer.Option(min=1, max=365, help="Số ngày mã có hiệu lực. / Days for which the codes are valid.")
    ] = 30,
    role: Annotated[
        list[Role] | None, typer.Option(help="Chỉ vai trò này; lặp lại được. / Only this role; may be repeated.")
    ] = None,
    as_json: Json = False,
) -> None:
    """In thẻ mời có mã QR cho những người chưa vào; thẻ cũ hết hiệu lực. / Cards for all who have not joined."""
    with faults_told():
        from bot.cli import people_invites as inviting
        from bot.settings import load

        if bool(province) == bool(ministry):
            misuse("cần --province hoặc --ministry, chỉ một (one of --province and --ministry)")
        if out.suffix.lower() != ".pdf":
            misuse(f"--out {out}: tên tệp phải kết thúc bằng .pdf (the name must end in .pdf)")
        settings = load()
        settings.demand_secret_key()
        of = inviting.Of("ministry" if ministry else "province", (ministry or province or "").strip())
        with busy("Đang làm thẻ… / Making the cards…"):
            done = asyncio.run(inviting.write(settings, out, of, [each.value for each in role or ()], days))
        for line in inviting.warnings(settings, done):
            typer.echo(line, err=True)
        typer.echo(json.dumps(inviting.as_json(done), ensure_ascii=False) if as_json else inviting.in_words(done))


@app.command("list")
def list_(
    province: Annotated[str | None, typer.Option(help="Chỉ tỉnh này: 20. / Only this province.")] = None,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Chỉ người chưa vào. / Only who has not joined.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Ai có trong danh sách, ai đã vào. / Who is expected, and who has joined."""
    with faults_told():
        from bot.cli.desk import do
        from bot.cli.people_list import in_words
        from bot.settings import load

        wanted = {"unit": province.strip() if province else None, "waiting": waiting}
        found = asyncio.run(do(load(), "people-list", wanted))
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False))
            return
        for line in in_words(found["people"]):
            typer.echo(line)

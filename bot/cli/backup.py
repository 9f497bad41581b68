"""`caunoi backup`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.saying import busy, faults_told


def backup(
    file: Annotated[Path, typer.Argument(help="Tệp sẽ ghi; tệp cũ bị thay. / The file to write; replaced if there.")],
) -> None:
    """Sao lưu nhất quán, kể cả khi đang chạy (SQLite). / A consistent copy, also while running (SQLite)."""
    with faults_told():
        import asyncio

        from bot.cli.desk import do
        from bot.settings import load

        settings = load()
        with busy("Đang sao lưu… / Backing up…"):
            made = asyncio.run(do(settings, "backup", {"file": str(file.absolute())}))
        typer.echo(f"Đã sao lưu vào (backed up to) {file}: {made['bytes']:,} byte.")
        typer.echo(
            "Nhớ sao lưu cả thư mục tệp đính kèm và .env. (Keep DATA_DIR's attachments and .env as well.)", err=True
        )

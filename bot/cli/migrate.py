"""`caunoi migrate`."""

from __future__ import annotations

from contextlib import ExitStack

import typer

from bot.cli.saying import busy, faults_told


def migrate() -> None:
    """Đưa cơ sở dữ liệu lên lược đồ của bản này. / Bring the database to the schema of this release."""
    with faults_told():
        import asyncio

        from bot.lock import alone
        from bot.settings import load
        from handlers.clock import Clock
        from storage import migrate as migration
        from storage.db import Database
        from storage.seed import seed

        settings = load()

        async def upgrade() -> str | None:
            before = await migration.upgrade(settings.database)
            db = Database(settings.database, pool=1)
            try:
                await db.write(lambda tx: seed(tx, Clock().today()))
            finally:
                await db.close()
            return before

        with ExitStack() as held, busy("Đang nâng cấp cơ sở dữ liệu… / Migrating…"):
            settings.make_data_dir()
            if settings.on_sqlite:
                held.enter_context(alone(settings.data_dir, wait=1))
            before = asyncio.run(upgrade())
        head = migration.head()
        came = "không có gì để làm (nothing to do)" if before == head else f"từ (from) {before or 'trống (empty)'}"
        typer.echo(f"Lược đồ (schema): {head}; {came}.")

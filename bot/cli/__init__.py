"""The command line. One file per group of commands; each imports what it needs when it runs, so that help is quick.

Exit codes: 0 all is well, 1 something is wrong, 2 the command was typed wrongly.
"""

from __future__ import annotations

import typer

from bot.cli import (
    backup,
    bank,
    bureaus,
    check,
    deadline,
    invite,
    migrate,
    people,
    quarantine,
    route,
    run,
    telegram_moving,
    units,
    webhook,
    zalo_oa,
)

app = typer.Typer(
    name="caunoi",
    help="Cầu Nối: hỏi đáp hai chiều giữa cấp xã, cán bộ biệt phái và Bộ. / The two-way exchange as a chatbot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("demo")(run.demo)
app.command("check")(check.check)
app.command("migrate")(migrate.migrate)
app.command("invite")(invite.invite)
app.add_typer(people.app, name="people")
app.command("deadline")(deadline.deadline)
app.add_typer(bank.app, name="bank")
app.add_typer(route.app, name="route")
app.add_typer(units.app, name="units")
app.add_typer(bureaus.app, name="bureaus")
app.add_typer(webhook.app, name="webhook")
app.command("backup")(backup.backup)
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(zalo_oa.app, name="zalo-oa")
app.add_typer(telegram_moving.app, name="telegram")

"""How the command line speaks: results to standard output, everything else to standard error; no secret in either."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

HELP_JSON = "In kết quả dạng JSON cho chương trình khác. / Print the result as JSON."


def fail(text: str) -> NoReturn:
    """Ends the command with a sentence and exit code 1."""
    typer.secho(text, err=True, fg="red" if sys.stderr.isatty() else None)
    raise typer.Exit(1)


def misuse(text: str) -> NoReturn:
    """Ends the command with a sentence and exit code 2: it was typed wrongly."""
    raise typer.BadParameter(text)


@contextmanager
def faults_told() -> Iterator[None]:
    """What goes wrong in here is one sentence and exit code 1."""
    try:
        yield
        return
    except (typer.Exit, typer.BadParameter):
        raise
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:
        text = _sentence(error)
    fail(text)


@contextmanager
def busy(text: str) -> Iterator[None]:
    """Shows on a terminal that something goes on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(pulse_style="cyan"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(text, total=None)
        yield


def _sentence(error: Exception) -> str:
    from bot.control import Declined
    from bot.lock import Held
    from bot.logs import Redactor
    from bot.wrong import Wrong
    from storage.db import Unavailable
    from storage.migrate import UnknownSchema

    if isinstance(error, Wrong | Held | Declined):
        return str(error)
    # Whatever comes from libraries may quote an address with its password.
    redact = Redactor(_secrets())
    if isinstance(error, Unavailable):
        why = redact(str(error)).splitlines()[0]
        return (
            "Không dùng được cơ sở dữ liệu: xem DATABASE_URL (hoặc DATA_DIR) trong .env, PostgreSQL có đang chạy"
            f" không; `caunoi check` cho biết thêm. (The database is unavailable: {why}; look at DATABASE_URL, or"
            " DATA_DIR, in .env and whether PostgreSQL runs; `caunoi check` tells more.)"
        )
    if isinstance(error, UnknownSchema):
        return f"Cơ sở dữ liệu thuộc bản mới hơn: cài bản đó, hoặc khôi phục bản sao lưu do bản này tạo. ({error})"
    if isinstance(error, PermissionError):
        return redact(
            f"{error.filename}: không có quyền; chạy bằng người dùng của dịch vụ, hoặc cấp quyền cho người dùng này."
            " (No access: run this as the service's user, or give access to this one.)"
        )
    if isinstance(error, OSError):
        return redact(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": "))
    return redact("".join(traceback.format_exception(error)))


def _secrets() -> tuple[str, ...]:
    from bot.settings import load
    from bot.wrong import Wrong

    try:
        return load().secrets()
    except Wrong:
        return tuple(value for name, value in os.environ.items() if "SECRET" in name or "TOKEN" in name)

"""Seeded faults: what the harness must catch, or it proves nothing.

A mutant is the real code with a few words changed, made from its source at the moment it is needed. Whoever changes
the real code so that the words are not found any more is told so (`Vanished`), and looks for the new place.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any


class Vanished(Exception):
    """The words that a mutant changes do not stand in the real code any more."""


@dataclass(frozen=True, slots=True)
class Change:
    """In a definition (`Ingest.accept`, `_HEAD`), as `ast.unparse` writes it: every match becomes `new`."""

    module: str
    name: str
    old: str
    """A regular expression."""
    new: str


_POLLING, _WEBHOOK = "bot.channels.telegram.polling", "bot.channels.telegram.webhook"
_ACCEPTS = r"^( *)await self\._accept\(([^\n]*)\)$"
_NOT_WAITED = r"\1asyncio.create_task(self._accept(\2))"

MUTANTS: dict[str, tuple[Change, ...]] = {
    "acknowledged before the commit": (
        Change(_POLLING, "Poller._round", _ACCEPTS, _NOT_WAITED),
        Change(_WEBHOOK, "WebhookDoor.receive", _ACCEPTS, _NOT_WAITED),
    ),
    "Zalo's event acknowledged before the commit": (
        Change("bot.channels.zalo_oa.webhook", "WebhookDoor._kept", r"^( *)await asyncio\.wait\(.*?\)$",
               r"\1return web.Response()"),
    ),
    "asked on before the commit": (
        Change("bot.channels.zalo_bot.polling", "Poller._round", r"await (self\._keep\([^\n]*\))$",
               r"asyncio.create_task(\1)"),
    ),
    "no unique key": (
        Change("storage.inbox", "_STORE", r"\.on_conflict_do_nothing\(.*?\)", ""),
    ),
    "marked before it is sent": (
        Change("storage.outbox", "put", "'sending'", "'sent'"),
        Change("storage.outbox", "_take_head", "'sending'", "'sent'"),
        Change("storage.outbox", "_OURS", "'sending'", "'sent'"),
        Change("storage.outbox", "_SENT", "_OURS", "_OURS"),
    ),
    "leases ignored": (
        Change("storage.leases", "moments", r"'now': now\b", "'now': now + timedelta(days=1)"),
    ),
    "order by row": (
        Change("storage.inbox", "_HEAD", r"\.order_by\(inbox\.c\.id\)", ".order_by(inbox.c.id.desc())"),
        Change("storage.outbox", "_HEAD", r"\.order_by\(outbox\.c\.id\)", ".order_by(outbox.c.id.desc())"),
    ),
    "savepoints interleaved": (
        # One that fails takes with it what its neighbour has written, and the neighbour is told that all is well.
        Change(
            "storage.lane", "_in_savepoint",
            r"(    connection\.raw\.execute\('ROLLBACK TO body'\)\n *connection\.raw\.execute\('RELEASE body'\))(.*)"
            r"    connection\.raw\.execute\('RELEASE body'\)\n(    return outcome)",
            r"\1\n    \1\2\3",
        ),
    ),
    "alert without key": (
        Change("handlers.due.alert", "tell", r"await alerts\.told\([^\n]*\)$", "pass"),
        Change("handlers.due.alert", "_say", r"^( *key = [^\n]*)$", r"\1 + str(turn.now.timestamp())"),
        Change(
            "handlers.due.sweep", "tell", r"^( *)(await _succeeds\(ctx, partial\(_tell,[^\n]*)$",
            r"\1\2\n"
            r"\1async def marks(tx, person=person_id):\n"
            r"\1    untold = await alerts.untold(tx, person, ctx.clock.today(), ctx.clock.business())\n"
            r"\1    await alerts.told(tx, [notice.notice_id for notice in untold], ctx.clock.business())\n"
            r"\1await ctx.db.write(marks)",
        ),
    ),
    "offset moved early": (
        Change(_POLLING, "Poller._round", r"^( *await self\._accept\([^\n]*\)\n)(.*)$", r"\2\n\1"),
    ),
}  # fmt: skip


def become(name: str) -> None:
    """Turns this process into a mutant. Raises Vanished."""
    for change in MUTANTS[name] if name else ():
        _apply(change)


def _apply(change: Change) -> None:
    module = importlib.import_module(change.module)
    text, found = re.subn(change.old, change.new, _source(module, change.name), flags=re.MULTILINE | re.DOTALL)
    if not found:
        raise Vanished(f"{change.module}.{change.name}: {change.old}")
    code = compile("from __future__ import annotations\n" + text, str(module.__file__), "exec")
    own: dict[str, Any] = {}
    exec(code, module.__dict__, own)  # noqa: S102 - the real source, changed
    real: Any = module
    for part in change.name.split("."):
        real = getattr(real, part)
    made = own[change.name.rpartition(".")[2]]
    if isinstance(made, FunctionType):
        # Whoever has imported the function has the mutant now.
        inspect.unwrap(real).__code__ = made.__code__
    else:
        setattr(module, change.name, made)


def _source(module: ModuleType, name: str) -> str:
    """A definition without its decorators. Raises Vanished."""
    node: Any = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for part in name.split("."):
        node = next((child for child in node.body if part in _names(child)), None)
        if node is None:
            raise Vanished(f"{module.__name__}.{name}")
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        node.decorator_list = []
    return ast.unparse(node)


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    named = getattr(node, "name", None) or getattr(getattr(node, "target", None), "id", None)
    return {named} if named else set()

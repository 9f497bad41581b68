"""The versions of an entry as lines: who changed it when, why, and what it said before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_NOBODY = "–"


def told(versions: list[dict[str, Any]]) -> Iterator[str]:
    """Lines for a person; `versions` as the `bank-history` command gives them, oldest first."""
    before: dict[str, Any] = {}
    for version in versions:
        by = version["author"] or "vận hành (operator)"
        yield f"{version['number']}. {version['made_at']}  {by}: {version['reason']}"
        content = version["entry"]
        if content is None:
            yield "   bỏ khỏi ngân hàng (taken out of the bank)"
            before = {}
            continue
        for name, value in content.items():
            was = before.get(name)
            if version["number"] > 1 and value != was:
                yield f"   {name}: {_short(was)} → {_short(value)}"
        before = content


def _short(value: Any) -> str:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return str(value) if value not in (None, "") else _NOBODY

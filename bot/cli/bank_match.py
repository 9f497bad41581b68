"""Matching files of questions, for measuring the bank and for other programmes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from bot.cli.bank_files import entries_of, queries_of
from bot.cli.out_file import writing
from faq.match import Bank, decide
from faq.means import Means

T = TypeVar("T")


def match_files(
    bank_file: Path, queries_file: Path, out: Path, top: int, *, show: bool, means: Means | None = None
) -> int:
    """Matches every question and writes one line for each; how many. Raises Declined with file and line."""
    with writing(out, bank_file, queries_file) as part:
        bank = Bank(entries_of(bank_file), means)
        queries = list(queries_of(queries_file))
        with part.open("w", encoding="utf-8", newline="\n") as results:
            for query in shown(queries, show=show):
                results.write(json.dumps(_result(bank, query.id, query.text, top), ensure_ascii=False) + "\n")
    return len(queries)


def shown(items: Sequence[T], *, show: bool) -> Iterable[T]:
    """Goes through items with a bar that tells how far, if somebody looks."""
    if not show:
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, "Đang so… / Matching…", console=Console(stderr=True), transient=True)


def _result(bank: Bank, query_id: Any, text: str, top: int) -> dict[str, Any]:
    begun = time.perf_counter()
    matches = bank.match(text, top)
    decision = decide(matches).kind.value
    took = (time.perf_counter() - begun) * 1000
    found = [{"entry": match.entry, "confidence": match.confidence} for match in matches]
    return {"id": query_id, "decision": decision, "matches": found, "ms": round(took, 3)}

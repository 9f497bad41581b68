"""One contestant on one bank, in a process of its own: what building, asking and changing costs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from bot.cli.benching.asking import Asked
from bot.cli.benching.contestants import CONTESTANTS, Changing, Contestant, Missing, Ours
from bot.cli.benching.ground import WARM_UP, bank_of, beside_of, queries_of
from bot.cli.benching.holding import held
from bot.heap import settle

if TYPE_CHECKING:
    from faq.entry import Entry

_TOO_LONG = 2.0
"""Seconds: nobody waits for a contestant who thinks so long about one question."""
_PATIENCE = 20.0
"""Seconds that are spent on the questions to one contestant; who is slower gets fewer of them."""
_FEWEST = 10


def measure(name: str, folder: Path) -> dict[str, Any]:
    """Build, ask and change; what came of it, or why it was left out."""
    entries, asked = bank_of(folder), queries_of(folder)
    try:
        CONTESTANTS[name](entries[:1]).ask(asked[0].text)  # what is loaded once is not the bank's
    except Missing as missing:
        return {"left_out": f"chưa cài (not installed): {missing}"}
    settle()
    _forget_peak()
    before = _memory("VmRSS")
    begun = time.perf_counter()
    contestant = CONTESTANTS[name](entries)
    took = time.perf_counter() - begun
    peak = _memory("VmHWM")
    settle()
    figures: dict[str, Any] = {"build_s": took, "memory_mb": _memory("VmRSS") - before, "peak_mb": peak - before}
    begun = time.perf_counter()
    contestant.ask(asked[0].text)
    if (took := time.perf_counter() - begun) > _TOO_LONG:
        return {**figures, "left_out": f"một câu mất (one question takes) {took:.1f} s"}
    figures |= _asked(contestant, asked) | _changed(contestant, beside_of(folder))
    if isinstance(contestant, Ours):
        figures["held"] = held(contestant, entries, asked, beside_of(folder))
    return figures


def _asked(contestant: Contestant, asked: Sequence[Asked]) -> dict[str, Any]:
    for query in asked[:WARM_UP]:
        contestant.ask(query.text)
    took: list[float] = []
    right, refused, refusable = 0, 0, 0
    ends = time.perf_counter() + _PATIENCE
    for query in asked[WARM_UP:]:
        begun = time.perf_counter()
        found = contestant.ask(query.text)
        took.append((time.perf_counter() - begun) * 1000)
        right += query.entry is not None and found.entry == query.entry
        refusable += query.entry is None
        refused += query.entry is None and not found.answered
        if time.perf_counter() > ends and len(took) >= _FEWEST:
            break
    p50, p99 = np.percentile(took, (50, 99))
    answerable = len(took) - refusable
    return {
        "p50_ms": float(p50), "p99_ms": float(p99), "max_ms": max(took), "queries": len(took),
        "top1": right / answerable if answerable else None,
        "refused": refused / refusable if refusable else None,
    }  # fmt: skip


def _changed(contestant: Contestant, beside: Sequence[Entry]) -> dict[str, Any]:
    """One entry in, one after another, and out again."""
    if not hasattr(contestant, "put_in"):
        return {"change_p50_ms": None, "change_max_ms": None}
    changing = cast("Changing", contestant)
    took: list[float] = []
    for change, entries in ((changing.put_in, beside), (changing.take_out, beside[::-1])):
        for entry in entries:
            begun = time.perf_counter()
            change(entry)
            took.append((time.perf_counter() - begun) * 1000)
    return {"change_p50_ms": float(np.median(took)), "change_max_ms": max(took)}


def _memory(what: str) -> float:
    """Megabytes (2**20) that this process has (VmRSS) or had at most (VmHWM); nan where the system does not say.

    Not of `getrusage`: there the most that the parent had counts, too.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return float("nan")
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(what)), float("nan"))


def _forget_peak() -> None:
    """Has the system forget the most that this process had so far: reading the bank needs more than it leaves."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return

"""Measuring a bank on labelled questions: with the entries' own questions alone, and with stored wordings."""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.cli.bank_files import Query, entries_of, labelled_of
from bot.cli.bank_match import shown
from faq.evaluate import Asked, Figures, by_kind, figures
from faq.match import Bank, Kind, decide
from faq.means import Means

if TYPE_CHECKING:
    from faq.entry import Entry

_COLUMNS = {
    "questions": "n", "top1": "top-1", "top3": "top-3", "mrr10": "MRR@10", "auroc": "AUROC", "auto95": "auto95",
    "auto98": "auto98", "precision": "prec", "answered": "right", "error": "ECE",
}  # fmt: skip
"""Figures and their headings: `prec` and `right` at the threshold that ships."""
_ALONE, _AS_IT_IS, _WITH_WORDINGS = "question", "stored", "wordings"


def evaluate(
    banks: Sequence[Path], queries: Sequence[Path], means: Means | None = None, *, show: bool
) -> list[dict[str, Any]]:
    """Measures each bank with its questions; a record for each bank and mode. Raises Declined with file and line."""
    found = []
    for bank_file, queries_file in zip(banks, queries, strict=True):
        entries, asked = entries_of(bank_file), labelled_of(queries_file)
        name = bank_file.parent.name if bank_file.stem == "bank" else bank_file.stem
        for mode, known, apart_from in _modes(entries, asked):
            bank = Bank(known, means)
            questions = {bank.accented_of(entry.question) for entry in known}
            not_found = {
                base: {bank.accented_of(text) for text in texts} - questions for base, texts in apart_from.items()
            }
            found.append({"set": name, "mode": mode, **_measured(bank, asked, not_found, show=show)})
    return found


def table(measured: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The figures in lines of one width; under each set a line for each kind of question."""
    names = ("set", "mode", *_COLUMNS.values(), "p50 ms", "p99 ms", "MB")
    yield _line(names)
    for one in measured:
        times = (f"{one['p50_ms']:.2f}", f"{one['p99_ms']:.2f}", f"{one['memory_mb']:.0f}")
        yield _line((one["set"], one["mode"], *_told(one["figures"]), *times))
        if len(one["kinds"]) > 1:
            for kind, of_kind in one["kinds"].items():
                yield _line(("", f"  {kind or '-'}", *_told(of_kind)))


def _line(cells: Sequence[str]) -> str:
    widths = (12, 22)
    told = [f"{cell:<{widths[at]}}" if at < len(widths) else f"{cell:>7}" for at, cell in enumerate(cells)]
    return " ".join(told).rstrip()


def _told(of: Mapping[str, Any]) -> Iterator[str]:
    for name in _COLUMNS:
        value = of[name]
        yield "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def _modes(
    entries: Sequence[Entry], asked: Sequence[Query]
) -> Iterator[tuple[str, Sequence[Entry], Mapping[str, frozenset[str]]]]:
    """The ways to measure: what is known of each entry, and which wordings each question must not find.

    By its own question alone; with the phrasings of the file; and with the clean questions stored, too, of which none
    finds itself or what was made from the same.
    """
    yield _ALONE, [replace(entry, phrasings=()) for entry in entries], {}
    if any(entry.phrasings for entry in entries):
        yield _AS_IT_IS, entries, {}
    clean = [query for query in asked if query.gold and not query.noise]
    wordings: defaultdict[str, list[str]] = defaultdict(list)
    own: defaultdict[str, set[str]] = defaultdict(set)
    for query in clean:
        own[query.base].add(query.text)
        for entry in query.gold or ():
            wordings[entry].append(query.text)
    if wordings:
        known = [replace(entry, phrasings=(*entry.phrasings, *wordings[entry.id])) for entry in entries]
        yield _WITH_WORDINGS, known, {base: frozenset(texts) for base, texts in own.items()}


def _measured(
    bank: Bank, queries: Sequence[Query], apart_from: Mapping[str, Collection[str]], *, show: bool
) -> dict[str, Any]:
    asked, took = [], []
    for query in shown(queries, show=show):
        begun = time.perf_counter()
        matches = bank.match(query.text, apart_from=apart_from.get(query.base, ()))
        took.append((time.perf_counter() - begun) * 1000)
        found = tuple((match.entry, match.confidence) for match in matches)
        asked.append(Asked(query.gold or frozenset(), query.kind, found, decide(matches).kind is Kind.ANSWER))
    p50, p99 = np.percentile(took, (50, 99))
    return {
        "figures": _plain(figures(asked)),
        "kinds": {kind: _plain(of_kind) for kind, of_kind in by_kind(asked).items()},
        "p50_ms": round(float(p50), 3),
        "p99_ms": round(float(p99), 3),
        "memory_mb": round(_most_memory() / 2**20, 1),
    }


def _plain(of: Figures) -> dict[str, Any]:
    """JSON knows no nan: what could not be measured is null."""
    return {name: None if value != value else round(value, 4) for name, value in asdict(of).items()}


def _most_memory() -> int:
    """Bytes that this process had at most so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024

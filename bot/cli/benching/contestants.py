"""What is measured side by side: our bank, and what one would take who had none.

The others get texts without diacritics, as our own folding writes them; alone they would find less. None of them says
that a question is not in the bank.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple, Protocol

from rapidfuzz import fuzz, process

from faq.entry import Entry
from faq.match import Bank, Kind, decide
from faq.text import folded

_MOST = 10


class Missing(Exception):
    """What a contestant needs is not installed."""


class Found(NamedTuple):
    """The nearest entry, if there is one, and whether it would be given as the answer."""

    entry: str | None
    answered: bool


class Contestant(Protocol):
    """A bank that was built of entries."""

    def ask(self, text: str) -> Found:
        """From a text to what is done with it."""
        ...


class Changing(Contestant, Protocol):
    """One that can be changed without building it anew."""

    def put_in(self, entry: Entry) -> None:
        """Take an entry in."""
        ...

    def take_out(self, entry: Entry) -> None:
        """Take an entry out, of several the one that was put in last."""
        ...


class Ours:
    """`faq.match.Bank`."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Build the bank."""
        self.bank = Bank(entries)

    def ask(self, text: str) -> Found:
        """Match and decide."""
        matches = self.bank.match(text, _MOST)
        decision = decide(matches)
        return Found(matches[0].entry if matches else None, decision.kind is Kind.ANSWER)

    def put_in(self, entry: Entry) -> None:
        """Make a bank that has the entry, too."""
        self.bank = self.bank.with_entries((entry,))

    def take_out(self, entry: Entry) -> None:
        """Make a bank without the entry."""
        self.bank = self.bank.without((entry.id,))


class Scan:
    """Each wording is compared with rapidfuzz's WRatio."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Fold the wordings."""
        self._ids, self._texts = _rows(entries)

    def ask(self, text: str) -> Found:
        """Compare with all."""
        found = process.extract(folded(text), self._texts, scorer=fuzz.WRatio, limit=_MOST)
        return Found(self._ids[found[0][2]], answered=True) if found else Found(None, answered=False)

    def put_in(self, entry: Entry) -> None:
        """Append its wordings."""
        ids, texts = _rows((entry,))
        self._ids += ids
        self._texts += texts

    def take_out(self, entry: Entry) -> None:
        """Remove its wordings from the end."""
        count = len(_rows((entry,))[0])
        del self._ids[-count:], self._texts[-count:]


class FullText:
    """SQLite's FTS5 in memory, ranked by bm25; any word may be missing."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Fill the table."""
        self._base = sqlite3.connect(":memory:", isolation_level=None)
        self._base.execute(
            "CREATE VIRTUAL TABLE w USING fts5(t, e UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
        )
        self._before: list[int] = []
        self._rows = 0
        self._put(entries)

    def ask(self, text: str) -> Found:
        """Search for any of the words."""
        words = " OR ".join(f'"{word}"' for word in dict.fromkeys(folded(text).split()))
        if not words:
            return Found(None, answered=False)
        search = "SELECT e FROM w WHERE w MATCH ? ORDER BY rank LIMIT ?"
        found = self._base.execute(search, (words, _MOST)).fetchall()
        return Found(str(found[0][0]), answered=True) if found else Found(None, answered=False)

    def put_in(self, entry: Entry) -> None:
        """Insert its wordings."""
        self._before.append(self._rows)
        self._put((entry,))

    def take_out(self, entry: Entry) -> None:
        """Delete what came last."""
        self._rows = self._before.pop()
        self._base.execute("DELETE FROM w WHERE rowid > ?", (self._rows,))

    def _put(self, entries: Sequence[Entry]) -> None:
        ids, texts = _rows(entries)
        numbers = range(self._rows + 1, self._rows + len(ids) + 1)
        self._base.execute("BEGIN")
        self._base.executemany("INSERT INTO w(rowid, t, e) VALUES (?, ?, ?)", zip(numbers, texts, ids, strict=True))
        self._base.execute("COMMIT")
        self._rows += len(ids)


class Pairs:
    """bm25s over pairs of neighbouring syllables. It cannot be changed but by building it anew."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Index the pairs. Raises Missing."""
        try:
            import bm25s
        except ImportError as error:
            raise Missing("pip install 'caunoi[bench]'") from error
        self._ids, texts = _rows(entries)
        self._index: Any = bm25s.BM25()
        self._index.index(_paired(texts), show_progress=False)

    def ask(self, text: str) -> Found:
        """Search by the pairs."""
        most = min(_MOST, len(self._ids))
        found, scores = self._index.retrieve(_paired((folded(text),)), k=most, show_progress=False)
        near = bool(scores[0][0] > 0)
        return Found(self._ids[int(found[0][0])] if near else None, answered=near)


CONTESTANTS: Mapping[str, Callable[[Sequence[Entry]], Contestant]] = {
    "caunoi": Ours, "bm25s": Pairs, "fts5": FullText, "rapidfuzz": Scan,
}  # fmt: skip
"""By name, in the order in which they are measured."""


def _rows(entries: Sequence[Entry]) -> tuple[list[str], list[str]]:
    """The ids and the folded texts of all wordings."""
    ids: list[str] = []
    texts: list[str] = []
    for entry in entries:
        for text in dict.fromkeys((entry.question, *entry.phrasings)):
            ids.append(entry.id)
            texts.append(folded(text))
    return ids, texts


def _paired(texts: Sequence[str]) -> list[list[str]]:
    """Pairs of neighbours; the first word has the beginning for one."""
    return [[" ".join(pair) for pair in pairwise(chain(("^",), text.split()))] for text in texts]

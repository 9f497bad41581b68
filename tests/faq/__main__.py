"""`python -m tests.faq FOLDER`: the starter bank and its labelled questions as files for `caunoi bank`.

Each of `starter-training`, `starter-test` and `starter-test-noise` (the test part as hands type it) holds a
`bank.jsonl` and a `queries.jsonl`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from faq.load import starter_bank
from tests.faq.queries import Part, Query, typed, written

_HANDS = 2
"""Kinds of hands that type each question once more."""
_SEED = 1


def main(folder: Path) -> None:
    clean = written()
    noisy = typed(clean, _HANDS, _SEED)
    _write(folder / "starter-training", Part.TRAINING, (*clean, *noisy))
    _write(folder / "starter-test", Part.TEST, clean)
    _write(folder / "starter-test-noise", Part.TEST, noisy)


def _write(folder: Path, part: Part, queries: Iterable[Query]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    entries = (
        {"id": entry.id, "question": entry.question, "phrasings": list(entry.phrasings), "answer": _said(entry)}
        for entry in starter_bank()
    )
    _lines(folder / "bank.jsonl", entries)
    _lines(folder / "queries.jsonl", (_told(query) for query in queries if query.part is part))


def _said(entry: Any) -> str:
    return "\n".join((entry.answer, *entry.legal_basis))


def _told(query: Query) -> dict[str, Any]:
    kind = query.why or ("noise" if query.noise else "paraphrase")
    return {
        "id": query.text, "text": query.text, "gold": [query.entry] if query.entry else None, "kind": kind,
        "noise": query.noise, "base": query.base or query.text,
    }  # fmt: skip


def _lines(file: Path, records: Iterable[dict[str, Any]]) -> None:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Training the numbers that matching uses, from banks and labelled questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.cli.bank_files import Query, entries_of, labelled_of
from bot.cli.out_file import writing
from bot.control import Declined
from faq.encoder import Encoder
from faq.lexicon import Lexicon

try:
    from faq.training import Labelled, Source, TooFew, train
except ImportError as error:  # scipy serves nothing else
    raise Declined("cần cài thêm: pip install 'caunoi[train]' (training needs scipy)") from error


def train_files(
    banks: Sequence[Path],
    queries: Sequence[Path],
    out: Path,
    words: Lexicon | None = None,
    encoder: Encoder | None = None,
) -> None:
    """Fits a model and writes it. Raises Declined with file and line."""
    with writing(out, *banks, *queries) as part:
        sources = [_source(bank, asked) for bank, asked in zip(banks, queries, strict=True)]
        try:
            train(sources, words, encoder).write(part)
        except TooFew as error:
            raise Declined(f"chưa đủ câu hỏi để học (too few questions to learn from): {error}") from error


def _source(bank_file: Path, queries_file: Path) -> Source:
    entries, queries = entries_of(bank_file), labelled_of(queries_file)
    name = bank_file.parent.name if bank_file.stem == "bank" else bank_file.stem
    wordings: defaultdict[str, list[str]] = defaultdict(list)
    for query in queries:
        for entry in query.gold or ():
            if not query.noise:
                wordings[entry].append(query.text)
    known = tuple(replace(entry, phrasings=(*entry.phrasings, *wordings[entry.id])) for entry in entries)
    return Source(name, known, tuple(_labelled(queries)))


def _labelled(queries: Sequence[Query]) -> Iterator[Labelled]:
    made_from: defaultdict[str, set[str]] = defaultdict(set)
    for query in queries:
        made_from[query.base].add(query.text)
    for query in queries:
        yield Labelled(query.text, query.gold or frozenset(), frozenset(made_from[query.base]))

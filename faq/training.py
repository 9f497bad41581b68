"""Fits the numbers of `faq.model` to labelled questions. Needs scipy; nothing that serves imports this.

Every set counts alike, however many questions it has, and in each of them three in ten must be refused. What a bank
says about itself is used, too: a stored wording asks for its entry while it is left out, and must be refused when its
entry is.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize

from faq.encoder import Encoder, Remembering
from faq.entry import Entry
from faq.evaluate import MUST_REFUSE
from faq.lexicon import Lexicon, lexicon
from faq.likeness import NAMES
from faq.match import Bank, Look, ceiling_of
from faq.means import Means
from faq.model import CERTAINTY, ENTRY, SURER, Model
from faq.ranking import Ranked, gather, rank

Floats = NDArray[np.float64]

_FOLDS = 5
"""Parts of a bank of which each is once left out, so that its questions must be refused."""
_FEW = 8
"""Entries of a small bank."""
_OF_FEW, _FEW_COUNT = " (few)", 0.1
"""What stands behind its name, and how much it counts beside a whole one."""
_LEFT_OUT = 0.25
"""Share of these among all that must be refused; the others were asked in earnest."""
_WORDING_PULL, _ENTRY_PULL, _CERTAINTY_PULL = 0.005, 0.002, 0.001
"""How strongly weights are pulled to nothing."""
_NOTHING = 1e-6
_ENOUGH = 30
"""Questions that come right, and as many that do not, from which on they tell where certainty begins."""
_FARTHEST = 60.0
"""Logits between which certainty begins."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, the entries that answer it (none: to be refused), and stored wordings that were made from it."""

    text: str
    gold: frozenset[str]
    apart_from: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """A bank and questions to it."""

    name: str
    entries: tuple[Entry, ...]
    asked: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    source: str
    look: Look
    ids: tuple[str, ...]
    """Of the entry of each wording."""
    gold: frozenset[str]
    left_out: bool
    """Whether it must be refused only because what answers it was left out."""
    open: frozenset[str]
    """Entries that do not speak of what is asked for."""


class TooFew(Exception):
    """There are not enough labelled questions to learn from."""


def train(sources: Sequence[Source], words: Lexicon | None = None, encoder: Encoder | None = None) -> Model:
    """Fit a model to these tables of words (None: the shipped ones) and this encoder.

    The same of all of them give the same model. Raises TooFew.
    """
    encoder = Remembering(encoder) if encoder else None
    nothing = np.zeros(len(NAMES)), np.zeros(len(ENTRY)), np.zeros(len(CERTAINTY))
    model = Model(*nothing, 0.0, _told(sources), encoder.name if encoder else "")
    means = Means(model, words or lexicon(), encoder)
    rows = [row for source in sources for row in chain(_rows(source, means), _few(source, means))]
    answerable = [row for row in rows if row.gold.intersection(row.ids)]
    if not answerable or len(answerable) == len(rows):
        raise TooFew("both questions that an entry answers and others are needed")
    counts = _counts(answerable)
    model = replace(model, wording=_ordering([_wordings(row) for row in answerable], counts, _WORDING_PULL))
    model = replace(model, entry=_ordering([_entries(row, model) for row in answerable], counts, _ENTRY_PULL))
    certainty, intercept = _certainty(rows, model)
    return replace(model, certainty=certainty, intercept=intercept)


def _told(sources: Sequence[Source]) -> dict[str, str]:
    """Say what a model was fitted on, so that whoever has the same can tell."""
    return {
        source.name: f"{len(source.entries)} entries, {len(source.asked)} questions, "
        f"{zlib.crc32(repr([(each.text, sorted(each.gold)) for each in source.asked]).encode()):08x}"
        for source in sources
    }


def _rows(source: Source, means: Means) -> Iterator[_Row]:
    bare = [replace(entry, phrasings=()) for entry in source.entries]
    banks = [bare, source.entries] if any(entry.phrasings for entry in source.entries) else [bare]
    for entries in banks:
        yield from _looked(source.name, entries, means, source.asked)
        if entries is bare:  # beside its other wordings an entry that lacks one would only lose
            yield from _looked(source.name, entries, means, _own(source.entries))
        for fold in range(_FOLDS):
            kept = [entry for entry in entries if _fold(entry) != fold]
            left_out = [entry for entry in source.entries if _fold(entry) == fold]
            names = {entry.id for entry in left_out}
            asked = [each for each in source.asked if each.gold and each.gold <= names]
            refused = (replace(each, gold=frozenset()) for each in (*asked, *_own(left_out)))
            yield from _looked(source.name, kept, means, refused, left_out=True)


def _few(source: Source, means: Means) -> Iterator[_Row]:
    """Ask banks of a few entries, as one is at its beginning: nearly everything there must be refused."""
    parts = max(1, len(source.entries) // _FEW)
    answers: defaultdict[str, list[Labelled]] = defaultdict(list)
    refused: defaultdict[int, list[Labelled]] = defaultdict(list)
    for each in source.asked:
        if each.gold:
            answers[min(each.gold)].append(replace(each, gold=frozenset({min(each.gold)})))
        else:
            refused[zlib.crc32(each.text.encode()) % parts].append(each)
    for part in range(parts):
        entries = [entry for at, entry in enumerate(source.entries) if at % parts == part]
        asked = [each for entry in entries for each in answers[entry.id]]
        others = [each for at, each in enumerate(source.asked) if each.gold and at % parts == part]
        names = {entry.id for entry in entries}
        strangers = [replace(each, gold=frozenset()) for each in others if not each.gold & names]
        yield from _looked(source.name + _OF_FEW, entries, means, (*asked, *refused[part]))
        yield from _looked(source.name + _OF_FEW, entries, means, strangers, left_out=True)


def _fold(entry: Entry) -> int:
    return zlib.crc32(entry.id.encode()) % _FOLDS


def _own(entries: Iterable[Entry]) -> Iterator[Labelled]:
    """Ask each stored wording for its entry."""
    for entry in entries:
        for text in entry.phrasings:
            yield Labelled(text, frozenset({entry.id}), frozenset({text}))


def _looked(
    source: str, entries: Sequence[Entry], means: Means, asked: Iterable[Labelled], *, left_out: bool = False
) -> Iterator[_Row]:
    bank = Bank(entries, means)
    questions = {bank.accented_of(entry.question) for entry in entries}
    for each in asked:
        apart_from = {bank.accented_of(text) for text in each.apart_from} - questions
        look = bank.look(each.text, apart_from)
        if look:
            ids = tuple(map(bank.owner, look.block.owners.tolist()))
            leave_open = {owner for owner in set(look.block.owners.tolist()) if bank.leaves_open(look, owner)}
            yield _Row(source, look, ids, each.gold, left_out, frozenset(map(bank.owner, leave_open)))


def _wordings(row: _Row) -> tuple[Floats, Floats]:
    return row.look.compared.features, np.array([entry in row.gold for entry in row.ids], float)


def _entries(row: _Row, model: Model) -> tuple[Floats, Floats]:
    entries = gather(row.look.question, row.look.block, row.look.compared, row.look.answers, model.wording)
    return entries.features, np.array([entry in row.gold for entry in _ids(row, entries.best)], float)


def _ids(row: _Row, wordings: NDArray[np.intp]) -> list[str]:
    return [row.ids[at] for at in wordings.tolist()]


def _ranked(row: _Row, model: Model) -> Ranked:
    look = row.look
    entries = gather(look.question, look.block, look.compared, look.answers, model.wording)
    return rank(look.question, entries, _ids(row, entries.best).__getitem__, look.compared, model.entry)


def _ordering(found: Sequence[tuple[Floats, Floats]], counts: Floats, pull: float) -> Floats:
    """Find the weights under which what is wanted has the largest share of its group (softmax), on average."""
    counts = counts[:, None] / counts.sum()
    every = np.concatenate([features for features, _ in found])
    spread = every.std(0) + _NOTHING
    longest = max(len(wanted) for _, wanted in found)
    features = np.zeros((len(found), longest, every.shape[1]))
    wanted, there = np.zeros((len(found), longest)), np.zeros((len(found), longest), np.bool_)
    for at, (rows, labels) in enumerate(found):
        features[at, : len(rows)] = rows / spread
        wanted[at, : len(rows)], there[at, : len(rows)] = labels, True

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = np.where(there, features @ weights, -np.inf)
        likely = np.exp(scores - scores.max(1, keepdims=True))
        share = likely / likely.sum(1, keepdims=True)
        hit = (share * wanted).sum(1, keepdims=True) + _NOTHING
        slope = ((counts * (share - share * wanted / hit))[:, :, None] * features).sum((0, 1))
        return float(pull * weights @ weights - (counts * np.log(hit)).sum()), slope + 2 * pull * weights

    weights: Floats = minimize(loss, np.zeros(every.shape[1]), jac=True, method="L-BFGS-B").x / spread
    return weights


def _certainty(rows: Sequence[_Row], model: Model) -> tuple[Floats, float]:
    """Logistic regression in which no weight may have the sign that makes no sense."""
    ranked = [_ranked(row, model) for row in rows]
    every = np.stack([each.certainty for each in ranked])
    right = np.array([row.ids[each.best[0]] in row.gold for row, each in zip(rows, ranked, strict=True)], float)
    counts = _counts(rows) / len(rows)
    middle, spread = every.mean(0), every.std(0) + _NOTHING
    features = np.column_stack((np.ones(len(rows)), (every - middle) / spread))

    def loss(weights: Floats) -> tuple[float, Floats]:
        logits = features @ weights
        pulled = _CERTAINTY_PULL * np.append(0.0, weights[1:])
        missed = counts @ (np.logaddexp(0, logits) - right * logits)
        slope = features.T @ (counts * (1 / (1 + np.exp(-logits)) - right))
        return float(missed + pulled @ weights), slope + 2 * pulled

    bounds = [(None, None), *((0, None) if name in SURER else (None, 0) for name in CERTAINTY)]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights: Floats = found[1:] / spread
    return weights, _beginning(rows, ranked, every @ weights, right, float(found[0] - middle @ weights))


def _beginning(
    rows: Sequence[_Row], ranked: Sequence[Ranked], logits: Floats, right: Floats, otherwise: float
) -> float:
    """Find where certainty begins so that, of the questions that come, as many are right as is said.

    Banks from which something was left out, and those of a few entries, teach what to be wary of; how often that
    happens is told by questions that were asked of whole banks; and not by those that a ceiling keeps down anyway.
    """
    asked = np.array([_is_usual(row, each) for row, each in zip(rows, ranked, strict=True)])
    if min(right[asked].sum(), (1 - right[asked]).sum()) < _ENOUGH:
        return otherwise
    counts = _counts([row for row, is_asked in zip(rows, asked, strict=True) if is_asked])

    def over(beginning: float) -> float:
        sure = 1 / (1 + np.exp(-(logits[asked] + beginning)))
        return float(counts @ (sure - right[asked]))

    return float(brentq(over, -_FARTHEST, _FARTHEST))


def _is_usual(row: _Row, ranked: Ranked) -> bool:
    held_down = row.ids[ranked.best[0]] in row.open or ceiling_of(row.look.question, ranked) < 1
    return not row.left_out and not row.source.endswith(_OF_FEW) and not held_down


def _counts(rows: Sequence[_Row]) -> Floats:
    """How much each question counts: sources alike, and in each the refusable ones as in life."""
    sources = np.array([row.source for row in rows])
    answerable = np.array([bool(row.gold) for row in rows])
    left_out = np.array([row.left_out for row in rows])
    kinds = (
        (answerable, 1 - MUST_REFUSE),
        (~answerable & ~left_out, MUST_REFUSE * (1 - _LEFT_OUT)),
        (left_out, MUST_REFUSE * _LEFT_OUT),
    )
    counts = np.zeros(len(rows))
    for source in sorted(set(sources)):
        for kind, share in kinds:
            there = kind & (sources == source)
            counts[there] = share / max(1, there.sum()) * (_FEW_COUNT if source.endswith(_OF_FEW) else 1)
    scaled: Floats = counts * len(rows) / counts.sum()
    return scaled

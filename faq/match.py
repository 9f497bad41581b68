"""From the text of a question to entries of the bank, each with the probability that it is what was asked.

Wordings that share the most with it come from an index, layer by layer, and are compared closely until more of
them would change nothing; an entry counts with the best of its wordings. The weights were fitted by logistic
regression on questions of several sources, among them many that no entry answers; a confidence therefore means
the same for every question and bank.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp
from operator import mul

from faq.entry import Entry
from faq.index import Index
from faq.lexicon import Wording, lexicon
from faq.likeness import Asked, Likeness, likeness
from faq.shelf import Shelf

_HOPELESS = 0.1
"""Below this nothing is suggested, whoever else may fit."""

_SURE = 0.9
"""Above this rivals are looked for no longer than they are found; what is in between may lose all to one."""

_ORDERING = Likeness(2.417, 1.602, 2.948, 2.255, 3.49, 1.568, 1.881, 1.479, 2.361, 1.189, 0.258, -0.328)
_FARTHEST = 4.0
_ENOUGH_CONTENT = 6
_ALONE = 2
_TIE = 0.5
_VAGUE = 0.1
"""Highest confidences: of two entries that fit alike, of one content word, and of none at all."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry's id and the probability (0 to 1) that the entry is what was asked."""

    entry: str
    confidence: float


class Kind(StrEnum):
    """What to do with a question."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    ROUTE = "route"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least confidence to answer and to suggest. A wrong answer is far worse than a choice of three."""

    answer: float = 0.92
    suggest: float = 0.15


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, and the matches to do it with: one to answer, up to three to suggest, none to route."""

    kind: Kind
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class FieldGuess:
    """A field that the question may belong to; `confidence` (0 to 1) sums to less than 1 over all guesses."""

    field: str
    ministry: str
    confidence: float


DEFAULT_THRESHOLDS = Thresholds()
_SUGGESTED = 3
_DOUBT = 0.25


def decide(matches: Sequence[Match], thresholds: Thresholds = DEFAULT_THRESHOLDS) -> Decision:
    """Decide by the confidence of the best match. Whether the law still holds is `faq.entry.standing`'s to say."""
    best = matches[0].confidence if matches else 0.0
    if best >= thresholds.answer:
        return Decision(Kind.ANSWER, tuple(matches[:1]))
    if best >= thresholds.suggest:
        return Decision(Kind.SUGGEST, tuple(matches[:_SUGGESTED]))
    return Decision(Kind.ROUTE, ())


class Bank:
    """Entries ready to be matched. Immutable once made; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry] | Shelf) -> None:
        """Index the entries; of two with the same id the last stays. A shelf is kept as it is."""
        self._entries = entries if isinstance(entries, Shelf) else Shelf(entries)
        self._lexicon = lexicon()
        self._owners: list[str] = []
        most = sum(1 + len(entry.phrasings) for entry in self._entries)
        self._index = Index(self._wordings(), most, self._lexicon)

    def _wordings(self) -> Iterator[Wording]:
        """Read one wording after another, so that they are never all there; who owns each is noted beside."""
        # A shelf has one order whatever the order given, so that equal banks answer alike to the last digit.
        for entry in self._entries:
            for text in dict.fromkeys((entry.question, *entry.phrasings)):
                self._owners.append(entry.id)
                yield self._lexicon.wording(text, asked=False)

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._entries)

    def get(self, entry: str) -> Entry | None:
        """Return the entry of an id, or None."""
        return self._entries.get(entry)

    def match(self, text: str, top: int = 10) -> tuple[Match, ...]:
        """Return at most `top` entries, the likeliest first, ties by id. No text raises."""
        question = self._index.look_up(self._lexicon.wording(text, asked=True))
        best: dict[str, tuple[float, Likeness]] = {}
        matches: tuple[Match, ...] = ()
        for layer in self._index.layers(question):
            before = matches[:1]
            self._compare(question.asked, layer, best)
            ranked = sorted(best, key=lambda owner: (-best[owner][0], owner))
            matches = _with_confidence([(owner, *best[owner]) for owner in ranked], question.asked)
            if _is_settled(before, matches):
                break
        return matches[: max(0, top)]

    def _compare(self, asked: Asked, layer: Iterable[int], best: dict[str, tuple[float, Likeness]]) -> None:
        for number in layer:
            compared = likeness(asked, self._index.text(number))
            score = round(sum(map(mul, _ORDERING, compared)), 9)
            owner = self._owners[number]
            if owner not in best or score > best[owner][0]:
                best[owner] = (score, compared)

    def guess_field(self, matches: Sequence[Match]) -> tuple[FieldGuess, ...]:
        """Guess the field from the entries that were matched, likeliest first; entries without one are left out."""
        votes: defaultdict[tuple[str, str], float] = defaultdict(float)
        for match in matches:
            subject = self._entries.subject(match.entry)
            if subject and subject[0]:
                votes[subject] += match.confidence
        whole = sum(votes.values()) + _DOUBT
        guesses = (FieldGuess(field, ministry, vote / whole) for (field, ministry), vote in votes.items())
        return tuple(sorted(guesses, key=lambda guess: (-guess.confidence, guess.field)))


def _is_settled(before: Sequence[Match], matches: Sequence[Match]) -> bool:
    """Say whether texts that are farther away would change nothing: they could only be rivals."""
    first = matches[0].confidence
    return first < _HOPELESS or (first > _SURE and len(matches) > 1 and tuple(before) == matches[:1])


def _with_confidence(ranked: list[tuple[str, float, Likeness]], asked: Asked) -> tuple[Match, ...]:
    """Turn scores into probabilities; they never rise from one rank to the next."""
    matches: list[Match] = []
    ceiling = _ceiling(ranked, asked)
    for rank, (owner, score, compared) in enumerate(ranked):
        rival = ranked[1 if rank == 0 else 0][1] if len(ranked) > 1 else score - _FARTHEST
        ceiling = min(ceiling, _probability(score, score - rival, compared, asked.content_words))
        matches.append(Match(owner, round(ceiling, 6)))
    return tuple(matches)


def _ceiling(ranked: list[tuple[str, float, Likeness]], asked: Asked) -> float:
    if not asked.content_words:
        return _VAGUE
    tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
    return _TIE if tied or asked.content_words < _ALONE else 1.0


def _probability(score: float, lead: float, compared: Likeness, content: int) -> float:
    """Logistic of the score, the lead over the best other entry, how much is asked and how much is covered."""
    logit = (
        -5.007
        + 0.185 * score
        + 0.918 * max(-_FARTHEST / 2, min(_FARTHEST, lead))
        + 1.421 * min(content, _ENOUGH_CONTENT) / _ENOUGH_CONTENT
        + 1.214 * compared.asked_content
        - 1.787 * compared.text_content
        + 0.346 * compared.facets
        + 4.684 * compared.cosine
        - 1.83 * compared.pairs
    )
    return 1 / (1 + exp(-logit))

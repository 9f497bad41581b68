"""Questions of people that are like one another: which earlier one was answered, which open ones ask the same.

The bank's own matching chooses one entry for a question; here several may ask the same, and whoever reads the list
decides. So questions are compared by the words that say something, without diacritics, rare ones counting for more.
What differs in a number, or in what is to be done (found a cluster, enlarge one), is not the same.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from faq.lexicon import Wording, lexicon
from faq.text import folded

NEAR = 0.45
"""Share of their words that two questions must have in common for one's answer to be worth a look."""
SAME = 0.7
"""And for one answer to be offered for both: of 21,528 pairs of the starter bank's questions, 13 come so near."""
_MOST_WORDS = 60
_LEAST = 2
"""Words that say something, of which a question must have so many to be like another."""


@dataclass(frozen=True, slots=True)
class _Said:
    words: frozenset[str]
    numbers: frozenset[str]
    acts: int


def nearest(text: str, others: Sequence[str], most: int) -> list[int]:
    """Return the positions of at most `most` questions that are like a text, the likest first, then the earlier."""
    said = _said(text)
    known = [_said(other) for other in others]
    weights = _weights([said, *known])
    likeness = [_likeness(said, other, weights) for other in known]
    near = [at for at, how in enumerate(likeness) if how >= NEAR]
    return sorted(near, key=lambda at: (-likeness[at], at))[:most]


def same_as(text: str, others: Sequence[str]) -> tuple[int, ...]:
    """Return the positions of the questions that ask the same as a text."""
    said, known = _said(text), [_said(other) for other in others]
    weights = _weights([said, *known])
    return tuple(at for at, other in enumerate(known) if _is_same(said, other, weights))


def same(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """Return for each of these texts the positions of the others that ask the same."""
    known = [_said(text) for text in texts]
    weights = _weights(known)
    found: list[list[int]] = [[] for _ in texts]
    for at, one in enumerate(known):
        for after, other in enumerate(known[at + 1 :], at + 1):
            if _is_same(one, other, weights):
                found[at].append(after)
                found[after].append(at)
    return [tuple(each) for each in found]


def holding(words: str, texts: Sequence[Iterable[str]], most: int) -> list[int]:
    """Return the positions of texts that hold what is looked for, those with more of its words first.

    Each is given in its parts; at least half of the words must be there, and the first ones win ties.
    """
    wanted = set(folded(words).split())
    if not wanted:
        return []
    found = {at: len(wanted.intersection(folded(" ".join(parts)).split())) for at, parts in enumerate(texts)}
    enough = [at for at, there in found.items() if 2 * there > len(wanted)]
    return sorted(enough, key=lambda at: (-found[at], at))[:most]


def _said(text: str) -> _Said:
    words = lexicon()
    wording: Wording = words.wording(text)
    folded_words = wording.folded[:_MOST_WORDS]
    telling = frozenset(
        word for word in folded_words if not word.isdigit() and not words.is_empty(word, marked=False)
    )
    return _Said(
        telling,
        frozenset(filter(str.isdigit, folded_words)),
        words.facet_bits(wording.facets & frozenset(words.acts)),
    )


def _weights(known: Sequence[_Said]) -> dict[str, float]:
    counted = Counter(word for said in known for word in said.words)
    return {word: 1 + log((1 + len(known)) / (1 + times)) for word, times in counted.items()}


def _is_same(one: _Said, other: _Said, weights: dict[str, float]) -> bool:
    differs = one.numbers != other.numbers or one.acts != other.acts
    return not differs and _likeness(one, other, weights) >= SAME


def _likeness(one: _Said, other: _Said, weights: dict[str, float]) -> float:
    if min(len(one.words), len(other.words)) < _LEAST:
        return 1.0 if one.words and one == other else 0.0
    shared, either = one.words & other.words, (one.words, other.words)
    whole = sum(sum(weights[word] for word in words) for words in either)
    return 2 * sum(weights[word] for word in shared) / whole

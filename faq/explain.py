"""Why a question was matched as it was: how it was read, what its words may mean, what speaks for and against."""

from collections.abc import Iterator
from dataclasses import dataclass

from faq.match import Bank, Look, Match
from faq.model import CERTAINTY, ENTRY
from faq.question import Question
from faq.ranking import Ranked

_ENTRIES = 3
_MEANINGS = 3
_WEAKEST = 0.05
"""What adds less than this to the logit is not told."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, its weight, and what it may have meant in the bank, the likeliest first."""

    text: str
    weight: float
    meant: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that was found, its best wording, and the features by which it was ordered."""

    match: Match
    wording: str
    features: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened between a text and its matches."""

    accented: str
    folded: str
    marked: bool
    """Whether the writer uses diacritics."""
    aspects: tuple[str, ...]
    """What is wanted to know (who, dossier, time, fee …)."""
    acts: tuple[str, ...]
    """What is to be done (first, again, change …)."""
    content: int
    strange: int
    """Words that say something about a subject; those of them that the bank does not know."""
    words: tuple[Word, ...]
    other_words: tuple[tuple[str, str, float], ...]
    """Parts of the question, other words for them that the bank has, and what these are worth beside them."""
    candidates: tuple[Candidate, ...]
    certainty: tuple[tuple[str, float, float], ...]
    """What the first one's probability is computed from: name, value, what it adds to the logit; the weightiest
    first, after the intercept."""


def explain(bank: Bank, text: str) -> Explanation:
    """Explain what the bank makes of a text. No text raises."""
    look = bank.look(text)
    question = look.question if look else bank.question(text)
    wording = question.wording
    ranked = bank.rank(look) if look else None
    return Explanation(
        " ".join(wording.accented),
        " ".join(wording.folded),
        wording.marked,
        tuple(sorted(wording.facets & set(bank.lexicon.aspects))),
        tuple(sorted(wording.facets & set(bank.lexicon.acts))),
        question.content,
        question.strange,
        tuple(_words(bank, question)),
        tuple(_other_words(bank, question)),
        tuple(_candidates(bank, look, ranked)) if look and ranked else (),
        tuple(_certainty(bank, ranked)) if ranked else (),
    )


def _words(bank: Bank, question: Question) -> Iterator[Word]:
    for text, slot in zip(question.wording.accented, question.slots, strict=True):
        likeliest = sorted(slot.near.items(), key=lambda each: (-each[1], each[0]))[:_MEANINGS]
        meant = tuple((bank.spelling(word), round(worth, 2)) for word, worth in likeliest)
        yield Word(text, round(slot.weight, 3), meant)


def _other_words(bank: Bank, question: Question) -> Iterator[tuple[str, str, float]]:
    for other in question.others:
        words = other.instead.words
        if min(words) >= 0:
            part = " ".join(question.wording.accented[other.start : other.end])
            yield part, " ".join(map(bank.spelling, words)), round(other.worth, 2)


def _candidates(bank: Bank, look: Look, ranked: Ranked) -> Iterator[Candidate]:
    matches = bank.confident(look, ranked, _ENTRIES)
    for match, row, features in zip(matches, ranked.best.tolist(), ranked.features.tolist(), strict=False):
        told = tuple((name, round(value, 3)) for name, value in zip(ENTRY, features, strict=True))
        yield Candidate(match, look.block.accented[row], told)


def _certainty(bank: Bank, ranked: Ranked) -> Iterator[tuple[str, float, float]]:
    yield "intercept", 1.0, round(bank.model.intercept, 2)
    added = ranked.certainty * bank.model.certainty
    for at in sorted(range(len(CERTAINTY)), key=lambda each: -abs(added[each])):
        if abs(added[at]) >= _WEAKEST:
            yield CERTAINTY[at], round(float(ranked.certainty[at]), 3), round(float(added[at]), 2)

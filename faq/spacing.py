"""Spaces that were missed or doubled: "giayphep", "giấyphép", "kin h doanh".

Only a run of letters that is no word of the bank is looked at, and only words of the bank come out of it.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from faq.syllable import is_bare_syllable
from faq.text import bare


class Known(Protocol):
    """The words of a bank."""

    def has(self, bare_word: str) -> bool:
        """Say whether any word is written so without its diacritics."""

    def number(self, word: str) -> int | None:
        """Return the number of a word, None for one that is not there."""


_SHORTEST_RUN = 5
"""Letters of two words that run into each other."""
_LONGEST_RUN = 24
_SHORTEST_WORD = 2


def is_whole(plain: str, known: Known) -> bool:
    """Say whether a word, without its diacritics, is no run of letters or a word of the bank.

    Where all words of a text are, there is nothing to mend.
    """
    return known.has(plain) or not plain.isalpha()


def respaced(words: Sequence[str], known: Known) -> tuple[str, ...]:
    """Return the words with spaces put in and taken out where that, and only that, makes words of the bank."""
    return tuple(_respaced(words, known))


def _respaced(words: Sequence[str], known: Known) -> Iterator[str]:
    at = 0
    while at < len(words):
        word = words[at]
        plain = bare(word)
        if is_whole(plain, known):
            yield word
        elif at + 1 < len(words) and _is_broken(plain, bare(words[at + 1]), known):
            yield word + words[at + 1]
            at += 1
        else:
            yield from _parts(word, plain, known)
        at += 1


def _is_broken(first: str, second: str, known: Known) -> bool:
    both_are_words = is_bare_syllable(first) and is_bare_syllable(second)
    return not both_are_words and known.has(first + second)


def _parts(word: str, plain: str, known: Known) -> Sequence[str]:
    if not _SHORTEST_RUN <= len(plain) <= _LONGEST_RUN or is_bare_syllable(plain) or len(plain) != len(word):
        return (word,)
    return _fewest_parts(word, plain, known) or (word,)


def _fewest_parts(word: str, plain: str, known: Known) -> Sequence[str]:
    """Part a run into words of the bank: into as few as can be, of as many as the bank writes just so."""
    best: dict[int, tuple[int, int, tuple[str, ...]]] = {0: (0, 0, ())}
    for end in range(_SHORTEST_WORD, len(word) + 1):
        ways = []
        for start in range(end - _SHORTEST_WORD + 1):
            if start in best and known.has(plain[start:end]):
                parts, otherwise, before = best[start]
                strange = known.number(word[start:end]) is None
                ways.append((parts + 1, otherwise + strange, (*before, word[start:end])))
        if ways:
            best[end] = min(ways)
    return best.get(len(word), (0, 0, ()))[2]

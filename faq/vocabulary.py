"""The words of a bank by number, and which of them a typed word may have meant.

A word is kept with its diacritics; words that differ in them alone are of one *family*, which has a number, too.
How rare a family is in the bank says how much a word of it tells about a subject.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.piecemeal import Piecemeal
from faq.syllable import is_bare_syllable, sound
from faq.text import bare, toneless

Near = dict[int, float]
"""Numbers of words, and how likely each is what was meant (0 to 1)."""
IsHeld = Callable[[int], bool]
"""Says of a word's number whether any text still holds it."""

_AS_BARE, _BARE_HERE = 0.97, 0.6
"""A writer without diacritics may mean any word of the family; a bare word of the bank is more often meant bare."""
_OTHER_TONE, _OTHER_MARKS, _BARE_BESIDE_MARKED = 0.65, 0.45, 0.8
_SAID_ALIKE, _SAID_ALIKE_SAME_MARKS = 0.55, 0.65
_ONE_SLIP, _ONE_SLIP_SHORT = 0.6, 0.5
_IS_A_WORD = 0.4
_KNOWN = 0.7
"""From here on a word is known, and no slip is looked for."""
_SHORTEST_SLIP = 3
_MOST_SLIPS = 20
_LONGEST_SLIP = 24


def _every(_number: int) -> bool:
    return True


class Vocabulary(Piecemeal):
    """Words by number, in the order in which they came. It only grows, so that several indexes may share it."""

    def __init__(self) -> None:
        """Know no word."""
        self._numbers: dict[str, int] = {}
        self._families: dict[str, int] = {}
        # Tuples: of thousands of lists the search for garbage would look at each, again and again.
        self._members: list[tuple[int, ...]] = []
        self._by_sound: dict[str, tuple[int, ...]] = {}
        self._by_first: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        self._by_last: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        """Families of letters alone, by how many these are and by the first and the last of them."""
        self.spelling: list[str] = []
        """The word of a number."""
        self.family: list[int] = []
        """The number of a word's family."""
        self.bare: list[str] = []
        """The bare word of a family's number."""

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.spelling)

    def number(self, word: str) -> int | None:
        """Return the number of a word, None for one that is not there."""
        return self._numbers.get(word)

    def has(self, bare_word: str) -> bool:
        """Say whether any word is written so without its diacritics."""
        return bare_word in self._families

    def family_of(self, bare_word: str) -> int | None:
        """Return the number of the family that is written so without its diacritics."""
        return self._families.get(bare_word)

    def learn(self, words: Iterable[str]) -> list[int]:
        """Return the numbers of words, new ones for new words."""
        return [number if (number := self._numbers.get(word)) is not None else self._new(word) for word in words]

    def _new(self, word: str) -> int:
        plain = bare(word)
        family = self._families.get(plain)
        if family is None:
            family = self._families[plain] = len(self.bare)
            self.bare.append(plain)
            self._members.append(())
            said = sound(plain)
            self._by_sound[said] = (*self._by_sound.get(said, ()), family)
            if plain.isalpha():
                self._by_first[len(plain), plain[0]].append(family)
                self._by_last[len(plain), plain[-1]].append(family)
        own = len(self.spelling)
        self.spelling.append(word)
        self.family.append(family)
        self._members[family] += (own,)
        self._numbers[word] = own  # last: what is found by its spelling is there
        return own

    def members(self, bare_word: str) -> Sequence[int]:
        """Return the numbers of the words that are written so without their diacritics."""
        family = self._families.get(bare_word)
        return () if family is None else self._members[family]

    def written(self, word: str, *, marked: bool) -> Near:
        """Find the words that differ from a typed one in diacritics at most."""
        plain = bare(word)
        spelling = self.spelling
        return {
            number: _within_family(word, plain, spelling[number], marked=marked) for number in self.members(plain)
        }

    def near(self, word: str, *, marked: bool, is_held: IsHeld = _every, written: Near | None = None) -> Near:
        """Find what a typed word may have meant, of the words that are held; `marked`: its writer uses diacritics.

        `written` is what the other question returned, for whoever asked it before.
        """
        plain = bare(word)
        alike = self.written(word, marked=marked) if written is None else written
        found = {number: worth for number, worth in alike.items() if is_held(number)}
        family = self._families.get(plain)
        if len(plain) > 1 and not plain.isdigit():
            # What is a syllable as it stands was seldom meant to be another one.
            likely = _IS_A_WORD if is_bare_syllable(plain) else 1.0
            for other in self._by_sound.get(sound(plain), ()):
                if other != family:
                    self._add(found, other, word, likely, is_held)
            if max(found.values(), default=0.0) < _KNOWN:
                self._add_slips(found, plain, likely, is_held)
        return found

    def _add(self, found: Near, family: int, word: str, likely: float, is_held: IsHeld) -> None:
        for number in filter(is_held, self._members[family]):
            alike = self.spelling[number][1:] == word[1:]
            worth = likely * (_SAID_ALIKE_SAME_MARKS if alike else _SAID_ALIKE)
            found[number] = max(found.get(number, 0.0), worth)

    def _add_slips(self, found: Near, plain: str, likely: float, is_held: IsHeld) -> None:
        """Add the words from which one key missed, doubled, swapped or wrong makes this one.

        Such a slip leaves the first or the last letter as it was: only words with either are looked at.
        """
        if not _SHORTEST_SLIP <= len(plain) <= _LONGEST_SLIP:
            return
        worth = likely * (_ONE_SLIP_SHORT if len(plain) == _SHORTEST_SLIP else _ONE_SLIP)
        for length in range(len(plain) - 1, len(plain) + 2):
            first, last = self._by_first.get((length, plain[0]), ()), self._by_last.get((length, plain[-1]), ())
            choices = [self.bare[family] for family in sorted({*first, *last})]
            for other, distance, _ in process.extract(
                plain, choices, scorer=OSA.distance, score_cutoff=1, limit=_MOST_SLIPS
            ):
                if distance:
                    for number in filter(is_held, self.members(other)):
                        found[number] = max(found.get(number, 0.0), worth)


def _within_family(word: str, plain: str, other: str, *, marked: bool) -> float:
    if other == word:
        return 1.0
    if word == plain:
        return _BARE_BESIDE_MARKED if marked else _AS_BARE
    if other == plain:
        return _BARE_HERE
    return _OTHER_TONE if toneless(other) == toneless(word) else _OTHER_MARKS

"""The words of a bank by number: a text is then a row of numbers, far smaller than its words.

An accented word and its bare form have a number each; the bare one stands for the folded view.
"""

from array import array
from collections.abc import Iterator, Sequence

from faq.lexicon import Lexicon

Numbers = Sequence[int]
_FITS_TWO_BYTES = 1 << 16
_NO_CONTENT = -1


class Vocabulary:
    """Words by number, in the order in which they came."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Know no word; the lexicon tells which of those to come say something about a subject."""
        self._lexicon = lexicon
        self._numbers: dict[str, int] = {}
        self.spelling: list[str] = []
        """The accented word of a number."""
        self.bare: list[int] = []
        """The number of its bare form."""
        self.content: tuple[list[int], list[int]] = ([], [])
        """That number again, or -1 for a word that says nothing: in a text without diacritics, and with them."""

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.spelling)

    def number(self, accented: str, folded: str) -> int:
        """Return the number of an accented word, a new one for a new word."""
        known = self._numbers.get(accented)
        if known is not None:
            return known
        bare = len(self.spelling) if folded == accented else self.number(folded, folded)
        own = self._numbers[accented] = len(self.spelling)
        self.spelling.append(accented)
        self.bare.append(bare)
        for empty, row in zip((self._lexicon.empty_when_bare, self._lexicon.empty), self.content, strict=True):
            row.append(bare if len(folded) > 1 and accented not in empty else _NO_CONTENT)
        return own


class Rows:
    """Rows of numbers, one after another in one array, of two bytes each as long as they fit."""

    def __init__(self) -> None:
        """Hold no row."""
        self._flat, self._ends = array("H"), array("I", [0])

    def append(self, row: Sequence[int]) -> None:
        """Add a row at the end."""
        try:
            self._flat.extend(row)
        except OverflowError:
            self._flat = array("I", self._flat[: self._ends[-1]])
            self._flat.extend(row)
        self._ends.append(len(self._flat))

    def __getitem__(self, at: int) -> Numbers:
        """Return a row."""
        return self._flat[self._ends[at] : self._ends[at + 1]]

    def __iter__(self) -> Iterator[Numbers]:
        """Walk through all rows."""
        return map(self.__getitem__, range(len(self._ends) - 1))


def narrowest(below: int) -> str:
    """Return the type code of an array for numbers that are all `below` this."""
    return "H" if below <= _FITS_TWO_BYTES else "I"

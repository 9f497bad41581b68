"""What words of questions mean, remembered: the same ones are asked again and again.

Indexes that are made from each other share it, each remembers for itself: what a word means and weighs changes with
the texts. So nothing has to be forgotten at once when an entry changes, which would take four milliseconds.
"""

from collections import OrderedDict
from itertools import count
from threading import Lock

from faq.question import Slot

Asked = tuple[str, bool]
"""A word, and whether its writer uses diacritics."""

_MOST = 1 << 12


class Remembered:
    """The last words that were asked for, with what the index that was asked last made of them."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._slots: OrderedDict[Asked, tuple[int, Slot]] = OrderedDict()
        self._indexes = count()
        self._lock = Lock()

    def index(self) -> int:
        """Return a number that no other index has."""
        return next(self._indexes)

    def get(self, asked: Asked, index: int) -> Slot | None:
        """Return what an index made of a word, or None."""
        known = self._slots.get(asked)
        return known[1] if known and known[0] == index else None

    def put(self, asked: Asked, index: int, slot: Slot) -> None:
        """Remember what an index made of a word, and forget the word that was looked up the longest ago."""
        with self._lock:
            self._slots.pop(asked, None)
            self._slots[asked] = index, slot
            if len(self._slots) > _MOST:
                self._slots.popitem(last=False)

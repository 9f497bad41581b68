"""Whole numbers as they come in, millions of them, without keeping others from the interpreter.

An array that grows is copied now and then as a whole: thirty megabytes in as many milliseconds.
"""

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

_PIECE = 1 << 20
"""Numbers that lie in one piece."""


class Growing:
    """Numbers from 0 to 2³² - 1, in the order in which they came. Nothing in it is looked through for garbage."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._full: list[NDArray[np.uint32]] = []
        self._last = array("I")

    def extend(self, numbers: Iterable[int]) -> None:
        """Put numbers behind the others. Raises OverflowError for one that is none of these."""
        self._last.extend(numbers)
        if len(self._last) >= _PIECE:
            self._full.append(np.frombuffer(self._last, np.uint32))
            self._last = array("I")

    def whole(self) -> NDArray[np.uint32]:
        """Return them all, and hold none any more."""
        pieces, self._full, self._last = [np.frombuffer(self._last, np.uint32), *reversed(self._full)], [], array("I")
        whole = np.empty(sum(map(len, pieces)), np.uint32)
        at = 0
        while pieces:  # each goes before the next one is copied: there are never two of all
            piece = pieces.pop()
            whole[at : at + len(piece)] = piece
            at += len(piece)
        return whole

"""What was made of the pieces of texts between spaces: nearly all of them come again and again."""

from collections.abc import Callable
from typing import TypeVar

_Made = TypeVar("_Made")

MOST = 1 << 14
LONGEST = 24
"""Letters of a piece that is remembered: longer ones seldom come twice, and must not take much memory."""


class Pieces(dict[str, _Made]):
    """Looked up, a piece that is not there is made, and remembered as far as there is room."""

    def __init__(self, make: Callable[[str], _Made]) -> None:
        """Begin with nothing remembered."""
        super().__init__()
        self._make = make

    def __missing__(self, piece: str) -> _Made:
        """Make what a piece is looked up for."""
        made = self._make(piece)
        if len(piece) <= LONGEST:
            if len(self) >= MOST:
                self.clear()  # what comes again and again is soon there again
            self[piece] = made
        return made

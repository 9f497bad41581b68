"""Pages of bytes by number, packed, in a few large pieces of memory.

Pieces go back to the system as a whole when what lies on them is replaced. They are no larger than what is copied in
a few milliseconds when one grows: others are kept from the interpreter meanwhile.
"""

import zlib
from array import array

_PIECE = 1 << 22
"""Bytes of packed pages, before another piece is begun."""
_HIGH = 32
"""Bits of where a page ends; those above them number its piece."""
_QUICKLY = 3
"""zlib's level: the next ones take twice as long to save a tenth more."""


class Pages:
    """Pages from 0 on. They are added by one thread; what is there may be asked for by others meanwhile."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._pieces = [bytearray()]
        self._ends = array("Q")
        """Of each page: its piece, and where it ends there in the lower half."""
        self._opened: tuple[int | None, bytes] = None, b""

    def __del__(self) -> None:
        """Let go of one piece after the other: all at once would keep everybody waiting, too."""
        while self._pieces:
            self._pieces.pop()

    def add(self, page: bytes) -> int:
        """Pack a page; return its number."""
        if len(self._pieces[-1]) >= _PIECE:
            self._pieces.append(bytearray())
        self._pieces[-1] += zlib.compress(page, _QUICKLY)
        self._ends.append(len(self._pieces) - 1 << _HIGH | len(self._pieces[-1]))
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        """Return a page. Raises IndexError where there is none."""
        if number < 0:
            raise IndexError(number)
        opened, page = self._opened
        if opened != number:
            piece, end = divmod(self._ends[number], 1 << _HIGH)
            before, begin = divmod(self._ends[number - 1], 1 << _HIGH) if number else (piece, 0)
            page = zlib.decompress(self._pieces[piece][begin if before == piece else 0 : end])
            self._opened = number, page  # the next entry that is asked for is mostly on the same page
        return page

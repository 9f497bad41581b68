"""The texts of a workbook, which its cells name by number: kept as bytes in one piece, not as so many objects."""

import re
from array import array

from faq.fault import FaultCode, RefusedFileError
from faq.sheet.package import Attributes, Package

_MOST_BYTES = 128 << 20
_MOST = 4_000_000
_MOST_CHARS = 1 << 20
"""Of one text; a cell of Excel holds 32,767."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Undo `_x000D_`, by which XLSX writes what XML cannot hold (ECMA-376, ST_Xstring)."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Two halves of a letter become one; a half alone stays what it is, and is a fault of its entry.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


class Strings:
    """Texts by number. Raises RefusedFileError when they are more than a bank has."""

    def __init__(self, package: Package, part: str) -> None:
        self._packed = bytearray()
        self._ends = array("Q", [0])
        self._pieces: list[str] = []
        self._texts: list[str] = []
        self._inside = self._spoken = self._length = 0
        package.read(part, self._start, self._end, self._said)

    def __getitem__(self, number: int) -> str:
        """Return a text. Raises IndexError."""
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(number)
        packed = self._packed[self._ends[number] : self._ends[number + 1]]
        return packed.decode("utf-8", "surrogatepass")

    def _start(self, name: str, _attributes: Attributes) -> None:
        if name == "t":
            self._inside += 1
        elif name == "rPh":  # how a text is spoken, for scripts that do not say
            self._spoken += 1

    def _said(self, text: str) -> None:
        if self._inside and not self._spoken:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > _MOST_CHARS:
                raise RefusedFileError(FaultCode.UNSAFE, problem="texts")

    def _end(self, name: str) -> None:
        if name == "t":
            self._inside -= 1
            if self._pieces:
                self._texts.append(unescaped("".join(self._pieces)))  # each by itself: so they are written
                self._pieces.clear()
        elif name == "rPh":
            self._spoken -= 1
        elif name == "si":
            self._packed += "".join(self._texts).encode("utf-8", "surrogatepass")
            self._ends.append(len(self._packed))
            self._texts.clear()
            self._length = 0
            if len(self._packed) > _MOST_BYTES or len(self._ends) > _MOST:
                raise RefusedFileError(FaultCode.UNSAFE, problem="texts")

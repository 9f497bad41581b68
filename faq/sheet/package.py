"""The parts of an XLSX file, unpacked piece by piece and never more than a bank needs.

What a file says of itself is looked at before anything is unpacked, and what comes out is counted while it does: the
directory may lie. XML is read without a tree. An OPC part has no document type (ECMA-376 part 2), so that none is
read: there are no entities that could unfold or reach out.
"""

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat
from zlib import error as ZlibError  # noqa: N812

from faq.fault import FaultCode, RefusedFileError

MOST_UNPACKED = 512 << 20
_MOST_PARTS = 2_000
_MOST_DIRECTORY = 1 << 20
_MOST_RATIO = 400
"""Deflate packs 1,032 to 1 at most; sheets of empty rows come to about a hundred."""
_SMALL = 1 << 20
"""Below this any ratio will do."""
_PIECE = 1 << 16
_MOST_TOKEN = 1 << 16
_MOST_RELATED = 1_000
_DEEPEST = 60
_MOST_NAMES, _LONGEST_NAME = 2_000, 200
"""Names of elements and attributes: expat keeps each that it has ever met."""
_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR_64, _LOCATOR_SIZE = b"PK\x06\x07", 20
_END_64, _END_64_SIZE = b"PK\x06\x06", 56
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNREADABLE = (
    *(zipfile.BadZipFile, ZlibError, EOFError, OSError, RuntimeError, NotImplementedError),
    ValueError,  # a part that is said to begin before the file does
)
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

Attributes = dict[str, str]


class Package:
    """An opened file. Every method raises RefusedFileError."""

    def __init__(self, source: BinaryIO) -> None:
        _refuse_other_kinds(source)
        try:
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise RefusedFileError(FaultCode.NOT_XLSX) from error
        self._parts = {info.filename: info for info in self._zip.infolist()}
        self._unpacked = 0
        self._look_over(source.seek(0, 2))

    def __contains__(self, part: str) -> bool:
        """Say whether there is such a part."""
        return part in self._parts

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: the kind (the last word of its address) and the part, by id."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: Attributes) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], target)
            if len(found) > _MOST_RELATED:
                raise RefusedFileError(FaultCode.UNSAFE, problem="relationships")

        self.read(posixpath.join(folder, "_rels", f"{name}.rels"), start)
        return found

    def read(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Read a part to its end; a part that is not there is empty."""
        for _ in self.pieces(part, start, end, text):
            pass

    def pieces(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> Iterator[None]:
        """Read a part piece by piece, calling what is given for it; yield after each. Names are without prefixes."""
        if part not in self._parts:
            return
        parser = _Guarded(start, end, text)
        for piece in self._bytes(part):
            try:
                parser.feed(piece)
            except (expat.ExpatError, ValueError) as error:
                raise RefusedFileError(FaultCode.UNREADABLE, problem=f"{part}: {error}") from error
            yield

    def _bytes(self, part: str) -> Iterator[bytes]:
        info = self._parts[part]
        most = _SMALL + _MOST_RATIO * info.compress_size
        taken = 0
        try:
            with self._zip.open(info) as file:
                while piece := file.read(_PIECE):
                    taken += len(piece)
                    self._unpacked += len(piece)
                    if taken > most or self._unpacked > MOST_UNPACKED:
                        raise RefusedFileError(FaultCode.UNSAFE, problem=f"{part}: {taken} byte")
                    yield piece
        except _UNREADABLE as error:
            raise RefusedFileError(FaultCode.UNREADABLE, problem=f"{part}: {error}") from error
        yield b""

    def _look_over(self, size: int) -> None:
        parts = self._zip.infolist()
        unpacked = sum(info.file_size for info in parts)
        if len(parts) > _MOST_PARTS:
            raise RefusedFileError(FaultCode.UNSAFE, problem=f"{len(parts)} parts")
        if unpacked > MOST_UNPACKED:
            raise RefusedFileError(FaultCode.UNSAFE, problem=f"{unpacked} byte")
        if sum(info.compress_size for info in parts) > size:
            raise RefusedFileError(FaultCode.UNSAFE, problem="parts lie in each other")
        for info in parts:
            if info.flag_bits & 1:
                raise RefusedFileError(FaultCode.LOCKED)
            if info.compress_type not in _METHODS:
                raise RefusedFileError(FaultCode.UNSAFE, problem=f"{info.filename}: method {info.compress_type}")


class _Guarded:
    """A parser whose memory does not grow with what it reads."""

    def __init__(
        self,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None,
        text: Callable[[str], None] | None,
    ) -> None:
        # Without namespaces: their prefixes are attributes, and counted as such.
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        if text:
            self._parser.CharacterDataHandler = text
        self._told_start, self._told_end = start, end
        self._names: set[str] = set()
        self._short: dict[str, str] = {}
        self._looked_at = 0
        self._depth = 0
        self._fed = 0

    def feed(self, piece: bytes) -> None:
        self._parser.Parse(piece, not piece)
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > _MOST_TOKEN:
            raise RefusedFileError(FaultCode.UNSAFE, problem="a tag without an end")
        if len(self._names) > self._looked_at:
            self._looked_at = len(self._names)
            if self._looked_at > _MOST_NAMES or max(map(len, self._names)) > _LONGEST_NAME:
                raise RefusedFileError(FaultCode.UNSAFE, problem="names without an end")

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusedFileError(FaultCode.UNSAFE, problem="nested too deep")
        short = self._short.get(name)
        if short is None:
            short = self._short[name] = name.rpartition(":")[2]
            self._names.add(name)
        self._names.update(attributes)
        self._told_start(short, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._told_end:
            self._told_end(self._short[name])

    def _refuse_doctype(self, *_about: object) -> None:
        raise RefusedFileError(FaultCode.UNSAFE, problem="DOCTYPE")


def _refuse_other_kinds(source: BinaryIO) -> None:
    size = source.seek(0, 2)
    source.seek(0)
    if source.read(len(_OLE)) == _OLE:
        rest = source.read()  # of bounded size; the name stands in the directory, which may be anywhere
        raise RefusedFileError(FaultCode.LOCKED if _ENCRYPTED in rest else FaultCode.OLD_XLS)
    if _directory_size(source, size) > _MOST_DIRECTORY:
        raise RefusedFileError(FaultCode.UNSAFE, problem="directory")


def _directory_size(source: BinaryIO, size: int) -> int:
    """Return the size of the directory as `zipfile` will read it, which makes an object of each of its lines.

    A comment behind it could hold another end: no programme writes one into a workbook.
    """
    tail = _END_SIZE + _LOCATOR_SIZE + _END_64_SIZE
    source.seek(max(0, size - tail))
    last = source.read()
    end = last[-_END_SIZE:]
    if len(end) < _END_SIZE or not end.startswith(_END) or end[20:22] != b"\0\0":
        raise RefusedFileError(FaultCode.NOT_XLSX)
    record, locator = last[-tail : -_END_SIZE - _LOCATOR_SIZE], last[-_END_SIZE - _LOCATOR_SIZE :]
    if locator.startswith(_LOCATOR_64) and record.startswith(_END_64):
        return int.from_bytes(record[40:48], "little")
    return int.from_bytes(end[12:16], "little")

"""A bank in one short text, to be handed from one process to another: JSON lines, packed.

A bank of 50,000 entries is dozens of megabytes of JSON; inside of another JSON text each Vietnamese letter would take
six bytes, several times over. Packed it is a tenth, and neither side ever has all of it unpacked.
"""

import base64
import gzip
import zlib
from collections.abc import Iterable
from io import BytesIO

from faq.entry import Entry
from faq.fields import Catalogue
from faq.load import MAX_BYTES, Form, Intake, take_in_lines
from faq.save import json_line

_QUICKLY = 1


def packed(entries: Iterable[Entry]) -> str:
    """Pack entries."""
    parcel = BytesIO()
    with gzip.GzipFile(fileobj=parcel, mode="wb", compresslevel=_QUICKLY, mtime=0) as lines:
        for entry in entries:
            lines.write(json_line(entry).encode())
    return base64.b64encode(parcel.getbuffer()).decode("ascii")


def unpacked(parcel: str, known: Catalogue | None = None) -> Intake:
    """Unpack and check entries. Raises OSError or EOFError for what is no parcel, or is larger than a bank."""
    try:
        content = base64.b64decode(parcel, validate=True)
    except ValueError as error:
        raise OSError("not a parcel") from error
    try:
        with gzip.GzipFile(fileobj=BytesIO(content), mode="rb") as lines:
            return take_in_lines(_bounded(lines), known)
    except zlib.error as error:
        raise OSError("a spoilt parcel") from error


def _bounded(lines: gzip.GzipFile) -> Iterable[bytes]:
    left = MAX_BYTES[Form.JSONL]
    while line := lines.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise OSError("more than a bank")
        yield line

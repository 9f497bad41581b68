"""Workbooks of a few kilobytes that unfold to gigabytes, and others that would fill the memory of who reads them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

from tests.faq.sheet.books import SHEET, by_hand, parts

_MEGABYTE = 1 << 20
MUCH = 24 * _MEGABYTE
"""Of XML that does not pack at all: as a tree it would be gigabytes."""


def unfolding(megabytes: int, said: int | None = None) -> bytes:
    """A sheet of spaces without an end; the directory may say that it is small."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * _MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)  # begins anew, so it may be repeated
    size = megabytes * _MEGABYTE
    stream = block * megabytes
    return _by_hand({"xl/worksheets/sheet1.xml": (stream, said if said is not None else size)})


def in_each_other(members: int) -> bytes:
    """A directory whose many lines all point at the same bytes."""
    content = by_hand(SHEET.format(""))
    end = content.rindex(b"PK\x05\x06")
    begin = int.from_bytes(content[end + 16 : end + 20], "little")
    last = content[content.rindex(b"PK\x01\x02") : end]
    directory = content[begin:end] + last * members
    lines = members + len(parts())
    return content[:begin] + directory + struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, lines & 0xFFFF, lines & 0xFFFF, len(directory), begin, 0
    )  # fmt: skip


def of_parts(number: int) -> bytes:
    """So many empty parts."""
    return by_hand(SHEET.format(""), others={f"a{at}": "" for at in range(number)})


def _filled(piece: str) -> str:
    return piece * (MUCH // len(piece))


def _numbered(piece: str) -> str:
    made = []
    size = 0
    for number in count():
        made.append(piece.format(number))
        size += len(made[-1])
        if size > MUCH:
            return "".join(made)
    raise AssertionError


def _laughs() -> str:
    entities = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 60)]
    return f"<!DOCTYPE x [{''.join(entities)}]>" + SHEET.format("<row><c><v>&a59;</v></c></row>")


def _outside() -> str:
    outside = Path("/etc/passwd").as_uri()
    return f'<!DOCTYPE x [<!ENTITY e SYSTEM "{outside}">]>' + SHEET.format("<row><c><v>&e;</v></c></row>")


def _stored(sheet: str = SHEET.format(""), strings: str = "<sst/>", **others: str) -> bytes:
    named = {"book": "xl/workbook.xml", "styles": "xl/styles.xml", "related": "_rels/.rels"}
    return by_hand(sheet, strings, {named[name]: text for name, text in others.items()}, zipfile.ZIP_STORED)


def _merging() -> str:
    return SHEET.format("").replace("</w", _filled("<mergeCell ref='A1:B2'/>") + "</w")


BOMBS: dict[str, Callable[[], bytes]] = {
    "3 GB": lambda: unfolding(3_000),
    "3 GB that says 1 kB": lambda: unfolding(3_000, said=1_000),
    "3 GB that says 400 MB": lambda: unfolding(3_000, said=400 * _MEGABYTE),
    "400 MB out of 400 kB": lambda: unfolding(400),
    "parts in each other": lambda: in_each_other(1_500),
    "a directory without an end": lambda: in_each_other(100_000),
    "many parts": lambda: of_parts(5_000),
    "billion laughs": lambda: by_hand(_laughs()),
    "billion laughs, UTF-16": lambda: by_hand(
        ('<?xml version="1.0" encoding="UTF-16"?>' + _laughs()).encode("utf-16")
    ),
    "laughs among the texts": lambda: by_hand(SHEET.format(""), _laughs()),
    "a file of the machine": lambda: by_hand(_outside()),
    "deeper and deeper": lambda: _stored("<a>" * (MUCH // 3)),
    "a tag without an end": lambda: _stored('<a b="' + _filled("x")),
    "ever new names": lambda: _stored("<a>" + _numbered("<n{}/>")),
    "ever new attributes": lambda: _stored("<a>" + _numbered('<n a{}="1"/>')),
    "ever new namespaces": lambda: _stored("<a>" + _numbered('<n xmlns:a{}="u"/>')),
    "a row of a million cells": lambda: _stored(SHEET.format("<row>" + _filled("<c><v>1</v></c>") + "</row>")),
    "a cell without an end": lambda: _stored(SHEET.format("<row><c><v>" + _filled("x") + "</v></c></row>")),
    "a million empty rows": lambda: _stored(SHEET.format(_filled("<row/>"))),
    "merged cells without an end": lambda: _stored(_merging()),
    "texts without an end": lambda: _stored(strings="<sst>" + _filled("<si/>") + "</sst>"),
    "a text without an end": lambda: _stored(strings="<sst><si>" + _filled("<t>x</t>") + "</si></sst>"),
    "sheets without an end": lambda: _stored(book="<workbook>" + _numbered('<sheet name="{}" id="r1"/>')),
    "references without an end": lambda: _stored(related="<r>" + _numbered('<Relationship Id="{}"/>') + "</r>"),
    "styles without an end": lambda: _stored(
        styles="<s><cellXfs>" + _filled('<xf numFmtId="14"/>') + "</cellXfs></s>"
    ),
    "formats without an end": lambda: _stored(
        styles="<s>" + _numbered('<numFmt numFmtId="{}" formatCode="d"/>') + "</s>"
    ),
}


def _by_hand(packed: dict[str, tuple[bytes, int]]) -> bytes:
    """A workbook some of whose parts are given packed, with the size that they are said to have."""
    made, directory = bytearray(), bytearray()
    texts = {name: text.encode() if isinstance(text, str) else text for name, text in parts().items()}
    rows = {name: (zlib.compress(text)[2:-4], len(text), zlib.crc32(text)) for name, text in texts.items()}
    for name, (stream, size, crc) in {**rows, **{name: (*each, 0) for name, each in packed.items()}}.items():
        head = struct.pack("<5H3I2H", 20, 0, 8, 0, 33, crc, len(stream), min(size, 0xFFFFFFFE), len(name), 0)
        directory += b"PK\x01\x02\x14\0" + head + struct.pack("<3H2I", 0, 0, 0, 0, len(made)) + name.encode()
        made += b"PK\x03\x04" + head + name.encode() + stream
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(rows), len(rows), len(directory), len(made), 0)
    return bytes(made + directory + end)

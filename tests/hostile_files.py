"""Files that somebody might send to harm whoever opens them, or us: what each is, and what is to become of it."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

PDF, PNG, JPEG, GIF = "application/pdf", "image/png", "image/jpeg", "image/gif"
LARGE, KIND = "large", "kind"
SCRIPT = b"<script>alert(document.cookie)</script>"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
RTLO = "\u202e"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file and its fate: a kind under which it is served, or why it is refused."""

    what: str
    name: str
    make: Callable[[], bytes]
    fate: str

    @property
    def refused(self) -> bool:
        return self.fate in (LARGE, KIND)

    @property
    def content(self) -> bytes:
        return _made(self.what)


def zipped(members: Iterable[tuple[str, bytes]], comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
        archive.comment = comment
    return buffer.getvalue()


def document(*more: tuple[str, bytes]) -> bytes:
    return zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"), *more])


def listed(archive: bytes, offset: int, form: str, value: int) -> bytes:
    """The archive, with something else in the first line of its own list."""
    at = archive.index(b"PK\x01\x02")
    made = bytearray(archive)
    struct.pack_into(form, made, at + offset, value)
    return bytes(made)


def encrypted(archive: bytes) -> bytes:
    return listed(archive, 8, "<H", 1)


def png(width: int, height: int, behind: bytes = b"") -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))

    head = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(min(width * height // 8, 100_000)))
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts + behind


def jpeg(width: int = 16, height: int = 16, exif: int = 0, behind: bytes = b"") -> bytes:
    segment = b"\xff\xe1" + struct.pack(">H", 65_535) + b"Exif\0\0" + bytes(65_527)
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + b"\xff\xe0\x00\x10JFIF\0" + bytes(9) + segment * exif + frame + b"\xff\xd9" + behind


def webp(width: int, height: int) -> bytes:
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<L", 10) + bytes(4) + sizes
    return b"RIFF" + struct.pack("<L", len(body)) + body


def old(*streams: str) -> bytes:
    """A document of Office before 2007 with streams of these names."""
    return _OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def pages(number: int) -> bytes:
    return b"%PDF-1.7\n" + b"".join(b"%d 0 obj<</Type/Page/Parent 1 0 R>>endobj\n" % (n + 2) for n in range(number))


def tarred() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("../../etc/cron.d/x"))
    return buffer.getvalue()


def disk() -> bytes:
    return bytes(32_769) + b"CD001" + bytes(4096)


def nested() -> bytes:
    bomb = zipped([("0", bytes(3_000_000))])
    for depth in range(5):
        bomb = zipped([(f"{depth}{copy}.zip", bomb) for copy in range(6)])
    return bomb


def many_members() -> bytes:
    return document(*((f"word/media/{number:060d}", b"") for number in range(25_000)))


def in_64_bits() -> bytes:
    archive = document()
    at = archive.rindex(b"PK\x05\x06")
    return archive[:at] + b"PK\x06\x07" + bytes(16) + archive[at:]


_TEXTS = [
    ("a page", "trang.html", b"<!doctype html>" + SCRIPT),
    ("a page that is called a document", "cong-van.pdf", b"<html>" + SCRIPT),
    ("a page behind blanks", "ghi-chu.txt", b" \r\n\t<html>" + SCRIPT),
    ("a page with a byte order mark", "ghi-chu-2.txt", b"\xef\xbb\xbf<html>" + SCRIPT),
    ("a page in XHTML", "trang.xhtml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'),
    ("a picture that is a script", "hinh.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    ("that, called a photo", "hinh.png", b"<svg><script>alert(1)</script></svg>"),
    ("that, called a text", "hinh.txt", b"<svg><script>alert(1)</script></svg>"),
    ("that, packed", "hinh.svgz", gzip.compress(b"<svg onload='alert(1)'/>")),
    ("entities without end", "bom.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'),
    ("that, called a text", "bom.txt", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'),
    ("a program", "cai-dat.exe", b"MZ\x90\x00" + bytes(200)),
    ("a program called a document", "bao-cao.pdf", b"MZ\x90\x00 program"),
    ("a program with two endings", "bao-cao.pdf.exe", b"MZ\x90\x00 two"),
    ("a program whose name reads backwards", f"cong-van{RTLO}fdp.exe", b"MZ\x90\x00 backwards"),
    ("a program for Linux", "chay", b"\x7fELF\x02\x01\x01" + bytes(100)),
    ("a program for Macs", "chay.app", b"\xcf\xfa\xed\xfe" + bytes(100)),
    ("a screen saver", "anh.scr", b"MZ\x90\x00 scr"),
    ("commands", "don.bat", b"@echo off\r\ndel /s /q C:\\*"),
    ("commands for PowerShell", "don.ps1", b"Remove-Item -Recurse C:\\"),
    ("commands for a shell", "don.sh", b"#!/bin/sh\nrm -rf /\n"),
    ("commands called a text", "huong-dan.txt", b"#!/bin/sh\nrm -rf /\n"),
    ("a script for Windows", "don.vbs", b'CreateObject("WScript.Shell").Run "x"'),
    ("a script", "don.js", b"new ActiveXObject('WScript.Shell')"),
    ("a page that is a program", "don.hta", b"<hta:application/>" + SCRIPT),
    ("a script of a server", "don.php", b"<?php system($_GET['x']);"),
    ("a shortcut", "tai-lieu.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(80)),
    ("an address", "tai-lieu.url", b"[InternetShortcut]\r\nURL=\\\\evil\\x"),
    ("a starter", "tai-lieu.desktop", b"[Desktop Entry]\nExec=sh -c x"),
    ("a letter", "thu.eml", b"Content-Type: text/html\r\n\r\n" + SCRIPT),
    ("a table of formulas", "bang.csv", b"=cmd|' /C calc'!A0,1\r\n"),
    ("old help", "tro-giup.chm", b"ITSF\x03\x00\x00\x00" + bytes(80)),
    ("an old film", "phim.swf", b"FWS\x09" + bytes(80)),
    ("a module", "mo-dun.wasm", b"\x00asm\x01\x00\x00\x00"),
    ("a pickle", "du-lieu.pkl", b"\x80\x04cposix\nsystem\n."),
    ("a text with an end inside", "nul.txt", b"an toan\x00<script>"),
    ("a text in another code", "ma.txt", "<script>".encode("utf-16")),
    ("a text in no code", "hong.txt", b"\xc3\x28\xa0\xa1"),
    ("a macro language in a text", "thu.rtf", b"{\\rtf1{\\object\\objocx}}"),
    ("that, called a document", "thu.doc", b"{\\rtf1{\\object\\objocx}}."),
    ("that, called a text", "thu-2.txt", b"{\\rtf1{\\object}}"),
    ("nothing", "trong.pdf", b""),
    ("nothing, called a photo", "trong.png", b""),
    ("a packed file", "nen.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40)),
    ("another", "nen.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40)),
    ("a disk in a file", "dia.vhd", b"conectix" + bytes(504)),
]

_MADE: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("a disk image", "dia.iso", disk, KIND),
    ("a tape with a path out of it", "nen.tar", tarred, KIND),
    ("a packed tape", "nen.tar.gz", lambda: gzip.compress(tarred()), KIND),
    ("an archive", "nen.zip", lambda: zipped([("a.pdf", b"%PDF-")]), KIND),
    ("an archive with a password", "kin.zip", lambda: encrypted(zipped([("a.exe", b"MZ")])), KIND),
    ("an archive that unfolds", "no.zip", lambda: zipped([("0", bytes(30_000_000))]), KIND),
    ("archives in archives", "long.zip", nested, KIND),
    ("a program of Java", "don.jar", lambda: zipped([("META-INF/MANIFEST.MF", b"Main-Class: x")]), KIND),
    ("a program for phones", "don.apk", lambda: zipped([("AndroidManifest.xml", b"x")]), KIND),
    ("a document that unfolds", "no.docx", lambda: listed(document(), 24, "<L", 2**31), KIND),
    ("a document of very many members", "nhieu.docx", many_members, KIND),
    ("a document with a password inside", "kin.docx", lambda: encrypted(document()), KIND),
    ("a document with macros", "macro.docm", lambda: document(("word/vbaProject.bin", b"x")), KIND),
    ("that, under the other ending", "macro.docx", lambda: document(("word/VBAPROJECT.BIN", b"x")), KIND),
    ("a table with macros", "macro.xlsm",
     lambda: zipped([("[Content_Types].xml", b""), ("xl/workbook.xml", b""), ("xl/vbaProject.bin", b"")]), KIND),
    ("half a document", "nua.docx", lambda: document()[:200], KIND),
    ("a document with something behind it", "duoi.docx", lambda: document() + b"<html>" + SCRIPT, KIND),
    ("a document with something behind it, said to be a comment", "duoi-2.docx",
     lambda: zipped([("[Content_Types].xml", b""), ("word/document.xml", b"")], b"MZ comment"), KIND),
    ("a document with a second list", "hai.docx", in_64_bits, KIND),
    ("a book called a document", "sach.odt", lambda: zipped([("mimetype", b"application/epub+zip")]), KIND),
    ("an old document with macros", "cu.doc", lambda: old("WordDocument", "_VBA_PROJECT"), KIND),
    ("an old document with a password", "cu-kin.doc", lambda: old("EncryptedPackage", "WordDocument"), KIND),
    ("an installer", "cai-dat.msi", lambda: old("!_StringData"), KIND),
    ("a picture that unfolds", "bom.png", lambda: png(60_000, 60_000), KIND),
    ("another", "bom.gif", lambda: b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + bytes(20), KIND),
    ("another", "bom.jpg", lambda: jpeg(65_500, 65_500), KIND),
    ("another", "bom.webp", lambda: webp(16_000, 16_000), KIND),
    ("too much of a document", "nang.pdf", lambda: b"%PDF-1.7" + bytes(21 * 1024 * 1024), LARGE),
    ("too much of a photo", "nang.jpg", lambda: jpeg(behind=bytes(10 * 1024 * 1024)), LARGE),
    ("too much of nothing", "nang.bin", lambda: bytes(21 * 1024 * 1024), LARGE),
    # --- what is let through, and can do nothing ---
    ("a document that is a page as well", "vua.pdf", lambda: b"%PDF-1.7\n" + SCRIPT, PDF),
    ("a document called a page", "vua.html", lambda: b"%PDF-1.7\n/*" + SCRIPT, PDF),
    ("a document that runs a script", "chay.pdf", lambda: b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>", PDF),
    ("a document of ten thousand pages", "day.pdf", lambda: pages(10_000), PDF),
    ("a document called a program", "don.pdf.exe", lambda: b"%PDF-1.7 called a program", PDF),
    ("a document whose name reads backwards", f"hoa-don{RTLO}fdp.exe", lambda: b"%PDF-1.7 backwards", PDF),
    ("a document with a path in its name", "../../../etc/passwd", lambda: b"%PDF-1.7 path", PDF),
    ("a document with a path of Windows", "C:\\Windows\\System32\\drivers.pdf", lambda: b"%PDF-1.7 windows", PDF),
    ("a document with a header in its name", "a.pdf; x=b", lambda: b"%PDF-1.7 header", PDF),
    ("a document of a hidden name", ".htaccess", lambda: b"%PDF-1.7 hidden", PDF),
    ("a document of a very long name", "x" * 3000 + ".pdf", lambda: b"%PDF-1.7 long", PDF),
    ("a photo that is a page as well", "vua.jpg", lambda: jpeg(behind=b"<html>" + SCRIPT), JPEG),
    ("a photo called a page", "anh.html", lambda: jpeg(behind=b"called a page"), JPEG),
    ("a photo called a program", "anh.exe", lambda: jpeg(behind=b"called a program"), JPEG),
    ("a photo with very much about it", "exif.jpg", lambda: jpeg(exif=90), JPEG),
    ("a picture that is an archive as well", "vua.png", lambda: png(8, 8, zipped([("x.class", b"x")])), PNG),
    ("a picture that is a script as well", "vua.gif", lambda: b"GIF89a\x01\0\x01\0\0=1;alert(1)//", GIF),
    ("a film that is a page as well", "vua.mp4", lambda: b"\0\0\0\x18ftypisom" + SCRIPT, "video/mp4"),
    ("a voice that is a page as well", "vua.ogg", lambda: b"OggS" + SCRIPT, "audio/ogg"),
    ("a text that calls", "goi.txt", lambda: b"javascript:alert(1)", "text/plain"),
]  # fmt: skip

HOSTILE: tuple[Hostile, ...] = (
    *(Hostile(f"{n}: {what}", name, lambda content=content: content, KIND)  # type: ignore[misc]
      for n, (what, name, content) in enumerate(_TEXTS)),
    *(Hostile(f"{n}: {what}", name, make, fate) for n, (what, name, make, fate) in enumerate(_MADE, len(_TEXTS))),
)  # fmt: skip


@cache
def _made(what: str) -> bytes:
    return next(each for each in HOSTILE if each.what == what).make()

"""What a file is: decided by its content alone, against a list of what we take.

A name or a header may say anything. What is on the list holds nothing that runs by being opened: no pages, scripts,
programs, archives, disk images, documents with macros, and nothing that unfolds into far more than it weighs.
"""

from __future__ import annotations

import mmap
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path
from struct import unpack

import imagesize

from handlers.incoming import Kind, cleaned

PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""What every browser shows; HEIC is kept as a file."""
PLAYED = ("audio/", "video/")
"""What browsers play where it stands."""
MOST_PIXELS = 100_000_000
"""A phone's best camera takes half of it; a picture of a few kilobytes can claim far more, and fill a memory."""

_HEAD = 4096
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX, PPTX = (
    _OFFICE + last for last in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
ODT, ODS = (f"application/vnd.oasis.opendocument.{last}" for last in ("text", "spreadsheet"))
DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"

SUFFIXES: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"), "image/png": ("png",), "image/webp": ("webp",),
    "image/gif": ("gif",), "image/heic": ("heic", "heif"),
    "application/pdf": ("pdf",), DOCX: ("docx",), XLSX: ("xlsx",), PPTX: ("pptx",), ODT: ("odt",), ODS: ("ods",),
    DOC: ("doc", "dot"), XLS: ("xls", "xlt"), PPT: ("ppt", "pps"), "text/plain": ("txt",),
    "audio/mp4": ("m4a", "mp4", "m4b", "3gp", "aac"), "audio/ogg": ("ogg", "oga", "opus"), "audio/mpeg": ("mp3",),
    "audio/aac": ("aac",), "audio/amr": ("amr",), "audio/wav": ("wav",), "audio/webm": ("webm", "weba"),
    "audio/flac": ("flac",),
    "video/mp4": ("mp4", "m4v", "mov", "3gp"), "video/quicktime": ("mov", "qt"), "video/3gpp": ("3gp", "3gpp", "mp4"),
    "video/webm": ("webm",), "video/x-msvideo": ("avi",),
}  # fmt: skip
"""What is taken, and how such files end; the first ending is given to those that end otherwise."""
_TAKEN = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)

# (offset, bytes, kind): formats that their first bytes give away
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"#!AMR", "audio/amr"),
)
_EBML = b"\x1a\x45\xdf\xa3"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_MEMBERS = 2 * 1024 * 1024
"""Bytes of an archive's own list of what is in it: some thousand members, where an office document has dozens."""
_MOST_UNFOLDED = 512 * 1024 * 1024
_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX))
_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"msf1": "image/heic",
           b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"qt  ": "video/quicktime"}  # fmt: skip


def mime_of(path: Path, name: str) -> str | None:
    """What the file at `path` is; None for what we do not take."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for offset, sign, mime in _SIGNS:
        # RIFF files say who they are behind a length.
        if head[offset : offset + len(sign)] == sign and (offset != 8 or head[:4] == b"RIFF"):
            return None if mime in PHOTOS and _too_many_pixels(path, head) else mime
    if head[4:8] == b"ftyp":
        return _film(path, head)
    if head.startswith(_EBML) and b"webm" in head[:64]:
        return "video/webm" if any(codec in head for codec in (b"V_VP8", b"V_VP9", b"V_AV1")) else "audio/webm"
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    if head.startswith(_OLE):
        return _old_office(path)
    return "text/plain" if name.lower().endswith(".txt") and _is_text(path) else None


def kind_of(mime: str) -> Kind:
    """How a file of this kind is shown."""
    if mime in PHOTOS:
        return Kind.PHOTO
    if mime in {"audio/ogg", "audio/webm", "audio/amr"}:
        return Kind.VOICE
    if mime.startswith("video/"):
        return Kind.VIDEO
    return Kind.AUDIO if mime.startswith("audio/") else Kind.FILE


def is_plausible(name: str) -> bool:
    """Whether a file may be one that we take, as far as its name tells: for those that stay with their platform."""
    suffix = _suffix(cleaned(name, 2000))
    return not suffix or suffix in _TAKEN


def file_name(name: str, mime: str = "") -> str:
    """A name to show and to save under: the last part of a path, on one line, never empty.

    It ends as its content does, whatever stood there: `đơn.pdf.exe` is saved as `đơn.pdf.exe.pdf`.
    """
    last = cleaned(name, 2000).replace("\\", "/").rpartition("/")[2]
    short = " ".join(last.split()).strip(". ")
    ends = SUFFIXES.get(mime, ())
    if ends and _suffix(short) not in ends:
        short = f"{short or 'tệp'}.{ends[0]}"
    stem, dot, suffix = short.rpartition(".")
    if dot and len(suffix) <= 8:
        return f"{stem[:110].strip() or 'tệp'}.{suffix}"
    return short[:120] or "tệp"


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rstrip(". ").rpartition(".")
    return suffix.lower() if dot and stem and len(suffix) <= 8 and suffix.isalnum() else ""


def _too_many_pixels(path: Path, head: bytes) -> bool:
    try:
        # The library takes a GIF's measures for signed numbers.
        width, height = unpack("<HH", head[6:10]) if head[:4] == b"GIF8" else imagesize.get(path)
    except Exception:  # what it cannot read, or not without an error: nobody shows it either
        return False
    return bool(width * height > MOST_PIXELS)


def _film(path: Path, head: bytes) -> str | None:
    """MP4 and its kin: what was filmed and what was only recorded share their brands, so the tracks tell."""
    brand = head[8:12]
    if found := _BRANDS.get(brand):
        return found
    if b"soun" in (tracks := set(_tracks(path))) and b"vide" not in tracks:
        return "audio/mp4"
    return "video/3gpp" if brand.startswith(b"3g") else "video/mp4"


def _tracks(path: Path) -> Iterator[bytes]:
    """The kinds of tracks that stand in the index of a film, wherever that stands."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = content.find(b"hdlr")
        while at >= 0:
            yield bytes(content[at + 12 : at + 16])
            at = content.find(b"hdlr", at + 4)


def _office(path: Path) -> str | None:
    if not _is_small_archive(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None  # a document with macros is a program
            if any(member.flag_bits & 1 for member in members):
                return None  # nobody can look into what is encrypted
            if sum(member.file_size for member in members) > _MOST_UNFOLDED:
                return None
            for part, mime in (
                ("word/document.xml", DOCX),
                ("xl/workbook.xml", XLSX),
                ("ppt/presentation.xml", PPTX),
            ):
                if part in names and "[Content_Types].xml" in names:
                    return mime
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= 64:
                said = archive.read("mimetype").decode("ascii", "replace")
                return said if said in (ODT, ODS) else None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    return None


def _is_small_archive(path: Path) -> bool:
    """Whether an archive's list of members is one that may be read: Python would read one of any length."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 42))
        tail = file.read()
    # No comment behind it, no second list in the 64-bit form: no office programme writes these.
    if len(tail) < 42 or tail[20:24] != b"PK\x05\x06" or tail[:4] == b"PK\x06\x07":
        return False
    listed, comment = unpack("<L", tail[32:36])[0], unpack("<H", tail[40:42])[0]
    return bool(listed <= _MOST_MEMBERS and comment == 0)


def _old_office(path: Path) -> str | None:
    """Documents of Office before 2007: told apart by the names of their streams, which stand in UTF-16."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:

        def has(name: str) -> bool:
            return content.find(name.encode("utf-16-le")) >= 0

        if has("_VBA_PROJECT") or has("EncryptedPackage") or has("Macros"):
            return None
        for name, mime in (("WordDocument", DOC), ("Workbook", XLS), ("PowerPoint Document", PPT)):
            if has(name):
                return mime
    return None


def _is_text(path: Path) -> bool:
    reads, first = getincrementaldecoder("utf-8")(), True
    try:
        with path.open("rb") as file:
            while chunk := file.read(256 * 1024):
                text = reads.decode(chunk)
                if "\x00" in text or (first and text.lstrip("\ufeff \t\r\n").startswith(("<", "{\\rtf", "#!"))):
                    return False
                first = False
            reads.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True

"""Files that commands write: there as a whole or not at all, and never in place of what they read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from bot.control import Declined


@contextmanager
def writing(out: Path, *read: Path) -> Iterator[Path]:
    """The file to write into, which takes the place of `out` if nothing goes wrong.

    Raises Declined for an `out` that is one of the files `read`, a folder or a device, or lies in no folder.
    """
    check(out, *read)
    part = out.with_name(f"{out.name}.{token_hex(4)}.part")  # nobody else's file
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def check(out: Path, *read: Path) -> None:
    """Raises Declined where a file cannot or must not be written there."""
    if not out.parent.is_dir():
        raise Declined(f"{out}: không có thư mục {out.parent}. (There is no such folder.)")
    if out.exists() and not out.is_file():
        raise Declined(f"{out}: không phải tệp thường; hãy chọn tên tệp khác. (Not a regular file.)")
    if any(out.exists() and file.exists() and out.samefile(file) for file in read):
        raise Declined(f"{out}: trùng với tệp đầu vào; hãy chọn tên tệp khác. (One of the files that are read.)")

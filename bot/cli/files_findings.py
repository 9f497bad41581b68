"""What `caunoi check` says of files: the bucket, the scanner, and what converts voices."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bucket import Bucket
from bot.clamd import Clamd
from bot.cli.finding import Finding
from bot.media import NotNow
from bot.settings import Settings
from bot.wrong import Wrong

_SECONDS = 10.0


async def files(settings: Settings) -> AsyncIterator[Finding]:
    """How each of the three stands."""
    if settings.media_store_url is not None:
        yield await _bucket(settings.media_store_url.get_secret_value())
    if settings.clamd_address:
        yield await _scanner(settings.clamd_address)
    name = "Tin thoại (voices)"
    if settings.ffmpeg_path != "none" and (found := shutil.which(settings.ffmpeg_path)):
        yield Finding("ok", name, found)
    else:
        text = "không có ffmpeg: chuyển nguyên dạng (no ffmpeg: passed on as they are)"
        yield Finding("ok", name, text)


async def _bucket(url: str) -> Finding:
    name, mend = "Kho tệp (bucket)", "xem MEDIA_STORE_URL và quyền ghi (see MEDIA_STORE_URL and the right to write)"
    try:
        bucket = Bucket(url)
    except Wrong as fault:
        return Finding("bad", name, str(fault), "pip install 'caunoi[s3]'")
    try:
        with TemporaryDirectory(prefix="caunoi-") as folder:
            await bucket.probe(Path(folder))
    except NotNow as error:
        return Finding("bad", name, f"không dùng được (unavailable): {error}", mend)
    finally:
        await bucket.close()
    return Finding("ok", name, "ghi và đọc được (written and read)")


async def _scanner(address: str) -> Finding:
    name = "ClamAV"
    try:
        return Finding("ok", name, (await Clamd(address, seconds=_SECONDS).version())[:80])
    except NotNow as error:
        mend = "bật clamd; khi nó nghỉ, tệp bị giữ lại (start clamd: while it is away files are held back)"
        return Finding("bad", name, f"không trả lời (no answer): {error}", mend)

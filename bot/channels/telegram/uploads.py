"""Files that go to Telegram and come from it."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Awaitable, Callable
from pathlib import PurePosixPath

from telegram import InputFile
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram import local
from bot.channels.telegram.limits import LIMITS
from bot.channels.telegram.local import Limits
from bot.channels.telegram.request import TelegramRequest
from bot.fetching import NotFetched
from handlers.incoming import Attachment, Kind

OpenMedia = Callable[[str], Awaitable[tuple[bytes, str, str]]]
"""The content, name and MIME type of a file that another channel keeps. Raises LookupError when it is not there."""

# What Telegram hands out as file ids. python-telegram-bot uploads a *local file* when a reference is the path of one.
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def fetch(request: TelegramRequest, reference: str) -> tuple[bytes, str, str]:
    """The content, name and MIME type behind a file id, as large as the server gives. Raises NotFetched."""
    try:
        described = await request.call("getFile", {"file_id": reference})
        path = described.get("file_path") if isinstance(described, dict) else None
        if not isinstance(path, str) or ".." in path or (path.startswith("/") and request.local_files is None):
            raise NotFetched("Telegram names no path for this file", temporary=False)
        if path.startswith("/") and request.local_files:
            content = await local.read(request.local_files, path, request.limits.download)
        else:
            content = await request.download(path, request.limits.download)
    except BadRequest as error:
        raise NotFetched(error.message, temporary=False) from None
    except TelegramError as error:
        raise NotFetched(error.message, temporary=True) from None
    except (OSError, ValueError) as error:  # never the path: it holds the token
        raise NotFetched(f"the server's file cannot be read ({type(error).__name__})", temporary=False) from None
    if content is None:
        raise NotFetched(f"the file is larger than {request.limits.download // 1_000_000} MB", temporary=False)
    name = PurePosixPath(path).name
    return content, name, mimetypes.guess_type(name)[0] or "application/octet-stream"


def file_id(attachment: Attachment) -> str | None:
    """The file id by which Telegram passes a file on without an upload; None for what is not one."""
    mine = attachment.channel == "telegram" and _FILE_ID.fullmatch(attachment.reference)
    return attachment.reference if mine else None


def upload(content: bytes, name: str, mime: str, *, within: bool = False) -> InputFile:
    """A file as it is uploaded; `within` a call that names several."""
    # The name stands in a header: on one line, and without the quotes that end it there.
    plain = " ".join(name.replace('"', "'").replace("\\", "_").split())[-200:]
    return InputFile(content, filename=plain or "file" + (mimetypes.guess_extension(mime) or ""), attach=within)


def fits(kind: Kind, content: bytes, limits: Limits) -> bool:
    """The server takes a file of this size as this kind."""
    return 0 < len(content) <= (LIMITS.photo if kind is Kind.PHOTO else limits.upload)

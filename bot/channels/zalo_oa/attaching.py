"""Attachments out, in the best form that Zalo takes: a picture or a document as such, everything else as an address.

JPEG and PNG up to 1 MB are uploaded; larger ones are fetched by Zalo from our address, where the world can reach it.
PDF, DOC and DOCX up to 5 MB are uploaded. Voice, video, tables and the rest have no form of their own (docs/zalo.md).
"""

from __future__ import annotations

import logging
from typing import Any

from bot.channels.calling import NotSent, Unanswered
from bot.channels.files import Files
from bot.channels.in_words import in_words
from bot.channels.zalo_oa.calls import Calls, Refusal
from bot.channels.zalo_oa.limits import LIMITS
from bot.media import Fetched
from handlers.incoming import Attachment, Kind

log = logging.getLogger(__name__)

_IMAGES = {"image/jpeg": "jpg", "image/png": "png"}
_FILES = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_UPLOAD = "/v2.0/oa/upload/"
_MISSING = "📎 {name} (không mở được tệp này / the file cannot be had)"


class Attaching:
    """Makes messages of attachments for one account."""

    def __init__(self, calls: Calls, files: Files) -> None:
        self._calls = calls
        self._files = files

    async def message(self, attachment: Attachment, caption: str = "") -> dict[str, Any]:
        """The message that shows an attachment, with its caption where both go together; else a text of both.

        Raises what `Calls` raises, with nothing shown yet: an upload alone is seen by nobody.
        """
        try:
            shown = await self._shown(attachment, caption)
            return shown or _text(caption, await self._line(attachment))
        except Unanswered as error:
            raise NotSent(str(error)) from None
        except LookupError:
            log.warning("an attachment is not there any more", extra={"kind": attachment.kind})
            return _text(caption, _MISSING.format(name=_name(attachment)))

    async def _shown(self, attachment: Attachment, caption: str) -> dict[str, Any] | None:
        if attachment.kind in (Kind.LOCATION, Kind.CONTACT):
            return None
        file = await self._files.open(attachment)
        if ending := _IMAGES.get(file.mime):
            element = await self._picture(attachment, file, ending)
            return _media(element, caption) if element else None
        if (ending := _FILES.get(file.mime)) and not caption and len(file.content) <= LIMITS.file:
            told = await self._uploaded("file", file, ending)
            return {"attachment": {"type": "file", "payload": {"token": told["token"]}}} if told else None
        return None

    async def _picture(self, attachment: Attachment, file: Fetched, ending: str) -> dict[str, str] | None:
        if len(file.content) <= LIMITS.photo and (told := await self._uploaded("image", file, ending)):
            return {"attachment_id": str(told["attachment_id"])}
        return {"url": await self._files.address(attachment)} if self._files.is_public else None

    async def _uploaded(self, kind: str, file: Fetched, ending: str) -> dict[str, Any] | None:
        """What Zalo calls it now; None when it takes it in no form."""
        stem = file.name.rpartition(".")[0] or file.name or "tep"
        try:
            told = await self._calls.upload(_UPLOAD + kind, file.content, f"{stem}.{ending}", file.mime)
        except Refusal as refusal:
            if refusal.error not in _NOT_AS_SUCH:
                raise
            log.warning("Zalo does not take a file", extra={"kind": kind, "why": refusal.error})
            return None
        return told if told.get("token") or told.get("attachment_id") else None

    async def _line(self, attachment: Attachment) -> str:
        if words := in_words(attachment):
            return words
        if attachment.kind is Kind.STICKER and attachment.name:
            return attachment.name  # its emoji
        return f"📎 {_name(attachment)}\n{await self._files.address(attachment)}"


_NOT_AS_SUCH = frozenset({-201, -210, -211, -233})
"""Of another kind than its name says, too large, too many this month: an address does as well."""


def _media(element: dict[str, str], caption: str) -> dict[str, Any]:
    payload = {"template_type": "media", "elements": [{"media_type": "image", **element}]}
    return {**({"text": caption} if caption else {}), "attachment": {"type": "template", "payload": payload}}


def _text(*lines: str) -> dict[str, Any]:
    return {"text": "\n".join(filter(None, lines))}


def _name(attachment: Attachment) -> str:
    return attachment.name or {Kind.PHOTO: "ảnh", Kind.VOICE: "tin thoại", Kind.VIDEO: "video"}.get(
        attachment.kind, "tệp"
    )

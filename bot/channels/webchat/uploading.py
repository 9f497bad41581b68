"""Files: up into the media store as they stream, and down again for the chat they belong to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.channels.webchat import raw
from bot.channels.webchat.gate import Refusal, Visit, answer_json
from bot.channels.webchat.showing import file_view
from bot.kinds import PHOTOS, PLAYED
from bot.media import FILE_BYTES, Infected, MediaStore, NotNow, TooLarge, Unwelcome
from bot.web.headers import FILE_POLICY
from storage.media import Media

_WITHIN = 300.0
"""Seconds an upload may take: 20 MB at half a megabit."""


class Uploading:
    """Takes in and gives out files."""

    def __init__(self, store: MediaStore) -> None:
        self._store = store

    async def upload(self, request: web.Request, visit: Visit) -> web.Response:
        """POST base/media: one file as multipart field `file`."""
        place = raw.place_of(visit.chat)
        if request.content_length is not None and request.content_length > FILE_BYTES + 64 * 1024:
            raise Refusal(413, "error_file_large")
        if not await self._store.has_room(place):
            raise Refusal(429, "error_room", 3600)
        try:
            async with asyncio.timeout(_WITHIN):
                part = await _file_part(request)
                kept = await self._store.take_in(place, part.filename or "", _chunks(part))
        except TimeoutError as error:
            raise Refusal(408, "error_file_slow") from error
        except TooLarge as error:
            raise Refusal(413, "error_file_large") from error
        except Infected as error:
            raise Refusal(422, "error_file_infected") from error
        except NotNow as error:
            raise Refusal(503, "error_file_unchecked", 60) from error
        except Unwelcome as error:
            raise Refusal(415, "error_file_kind") from error
        view = file_view(kept)
        return answer_json({"media_id": view.pop("id"), **view})

    async def download(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """GET base/media/{id}: for the chat that uploaded it or was sent it; to all others it does not exist."""
        kept = await self._store.of_place(request.match_info["id"], raw.place_of(visit.chat))
        path = await self._found(kept) if kept else None
        if kept is None or path is None:
            raise Refusal(404, "error_media")
        shown = "inline" if kept.mime in PHOTOS or kept.mime.startswith(PLAYED) else "attachment"
        headers = {
            "Content-Type": kept.mime,
            "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(kept.name, safe='')}",
            "Content-Security-Policy": FILE_POLICY,
            "X-Content-Type-Options": "nosniff",
            # Kept on the phone, but asked for again each time: an ended session ends this too.
            "Cache-Control": "private, no-cache",
        }
        return web.FileResponse(path, headers=headers)

    async def _found(self, kept: Media) -> Path | None:
        try:
            return await self._store.file(kept)
        except NotNow as error:
            raise Refusal(503, "error_media_away", 10) from error


async def _file_part(request: web.Request) -> BodyPartReader:
    try:
        part = await (await request.multipart()).next()
    except (ValueError, AssertionError, KeyError) as error:  # what the reader raises for what is no multipart
        raise Refusal(400, "error_form") from error
    if not isinstance(part, BodyPartReader) or part.name != "file" or not part.filename:
        raise Refusal(400, "error_form")
    return part


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while True:
        try:
            chunk = await part.read_chunk(256 * 1024)
        except (ValueError, AssertionError) as error:
            raise Refusal(400, "error_form") from error
        if not chunk:
            return
        yield bytes(chunk)

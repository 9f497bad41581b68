"""Bringing in what a message holds by its address alone, before anybody handles the message.

Where a platform keeps what people send is open for a while that it does not tell, so it is fetched at once and kept
among our own files; from there it goes to every channel. What cannot be had is not passed over in silence: the
message says what is missing, and whoever sent it is told what to do.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.carrying import KEPT
from bot.fetching import Fetching, NotFetched
from bot.media import FILE_BYTES, PHOTO_BYTES, Fetched, MediaStore, TooLarge, kind_of
from handlers.clock import Clock
from handlers.context import Later
from handlers.incoming import Attachment, Edited, Incoming, Kind, Lost, Overheard, Said, Why
from storage.place import Place

log = logging.getLogger(__name__)

TRIED_FOR = timedelta(minutes=5)
"""Since it came. What follows in the conversation waits as long."""
_AGAIN = 10.0
_BY_ADDRESS = ("https://", "http://")


class Bringing:
    """For the channels whose files lie at addresses."""

    def __init__(self, store: MediaStore, clock: Clock, fetching: Mapping[str, Fetching]) -> None:
        self._store = store
        self._clock = clock
        self._fetching = fetching

    async def bring(self, incoming: Incoming, received_at: datetime) -> Incoming:
        """The same, with its files kept here and those that cannot be had named. Raises Later while one may come."""
        if isinstance(incoming, Overheard) and not incoming.by_hand:
            return incoming  # most likely our own, which we have
        if not isinstance(incoming, Said | Edited | Overheard):
            return incoming
        if not any(map(self._lies_elsewhere, incoming.attachments)):
            return incoming
        may_wait = self._clock.business() - received_at < TRIED_FOR
        found = await asyncio.gather(
            *(self._one(incoming.place, attachment, may_wait=may_wait) for attachment in incoming.attachments)
        )
        kept = tuple(each for each in found if isinstance(each, Attachment))
        if isinstance(incoming, Overheard):
            return replace(incoming, attachments=kept)
        lost = tuple(each for each in found if isinstance(each, Lost))
        return replace(incoming, attachments=kept, lost=lost)

    def _lies_elsewhere(self, attachment: Attachment) -> bool:
        return attachment.channel in self._fetching and attachment.reference.startswith(_BY_ADDRESS)

    async def _one(self, place: Place, attachment: Attachment, *, may_wait: bool) -> Attachment | Lost:
        if not self._lies_elsewhere(attachment):
            return attachment
        try:
            fetched = await self._fetching[attachment.channel].fetch(attachment.reference)
            return await self._kept(place, attachment, fetched)
        except NotFetched as error:
            if error.temporary and may_wait:
                raise Later(_AGAIN) from None
            log.warning("a file could not be had", extra={"channel": attachment.channel, "why": str(error)})
            why = Why.LARGE if str(error) == "too large" else Why.GONE
        except TooLarge:
            why = Why.LARGE
        return Lost(attachment.kind, why, attachment.name)

    async def _kept(self, place: Place, attachment: Attachment, fetched: Fetched) -> Attachment:
        if len(fetched.content) > (PHOTO_BYTES if attachment.kind is Kind.PHOTO else FILE_BYTES):
            raise TooLarge(attachment.name)
        name = attachment.name or fetched.name
        kept = await self._store.pass_on(place, replace(fetched, name=name))
        return Attachment(_kind(attachment.kind, kept.mime), kept.id, kept.name, kept.mime, kept.size, KEPT)


def _kind(said: Kind, mime: str) -> Kind:
    """What it is: its content tells, but not whether somebody spoke it just now."""
    return said if said in (Kind.VOICE, Kind.AUDIO) and mime.startswith("audio/") else kind_of(mime)

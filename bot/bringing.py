"""Bringing in what a message holds by its address alone, before anybody handles the message.

Where a platform keeps what people send is open for a while that it does not tell, so it is fetched at once and kept
among our own files; from there it goes to every channel. What cannot be had is not passed over in silence: the
message says what is missing, and whoever sent it is told what to do.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.carrying import KEPT
from bot.channels.base import FileLimits
from bot.channels.calling import NotSent
from bot.fetching import TOO_LARGE, Fetching, NotFetched
from bot.kinds import is_plausible, kind_of
from bot.media import Fetched, Infected, MediaStore, NotNow, TooLarge, Unwelcome
from handlers.clock import Clock
from handlers.context import Later
from handlers.incoming import Attachment, Edited, Incoming, Kind, Lost, Overheard, Said, Why
from storage.place import Place

log = logging.getLogger(__name__)

TRIED_FOR = timedelta(minutes=5)
"""Since it came. What follows in the conversation waits as long."""
_AGAIN = 10.0
_BY_ADDRESS = ("https://", "http://")
WITHOUT_FILE = frozenset({Kind.LOCATION, Kind.CONTACT})

OpenAt = Callable[[Attachment], Awaitable[Fetched]]
"""The content that a platform keeps. Raises LookupError, and NotSent for one that is late."""


class Bringing:
    """For all channels: what lies at an address is fetched, what stays with its platform is looked at."""

    def __init__(
        self, store: MediaStore, clock: Clock, fetching: Mapping[str, Fetching], limits: Mapping[str, FileLimits],
        open_at: OpenAt,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._fetching = fetching
        self._limits = limits
        self._open_at = open_at

    async def bring(self, incoming: Incoming, received_at: datetime) -> Incoming:
        """The same, with its files kept here and those that cannot be had named. Raises Later while one may come."""
        if isinstance(incoming, Overheard) and not incoming.by_hand:
            return incoming  # most likely our own, which we have
        if not isinstance(incoming, Said | Edited | Overheard) or not incoming.attachments:
            return incoming
        may_wait = self._clock.business() - received_at < TRIED_FOR
        # One after another: ten files at once would be ten in memory.
        found = [await self._one(incoming.place, each, may_wait=may_wait) for each in incoming.attachments]
        kept = tuple(each for each in found if isinstance(each, Attachment))
        if isinstance(incoming, Overheard):
            return replace(incoming, attachments=kept)
        lost = tuple(each for each in found if isinstance(each, Lost))
        return replace(incoming, attachments=kept, lost=(*incoming.lost, *lost))

    def _lies_elsewhere(self, attachment: Attachment) -> bool:
        return attachment.channel in self._fetching and attachment.reference.startswith(_BY_ADDRESS)

    async def _one(self, place: Place, attachment: Attachment, *, may_wait: bool) -> Attachment | Lost:
        try:
            if self._lies_elsewhere(attachment):
                keep = partial(self._keep, place, attachment)
                return await self._fetching[attachment.channel].fetch(attachment.reference, keep)
            return await self._looked_at(attachment)
        except (NotFetched, NotSent, NotNow) as error:
            if may_wait and getattr(error, "temporary", True):
                raise Later(_AGAIN) from None
            log.warning("a file could not be had", extra={"channel": attachment.channel, "why": str(error)})
            why = Why.UNCHECKED if isinstance(error, NotNow) else Why.GONE
            why = Why.LARGE if str(error) == TOO_LARGE else why
        except LookupError:
            why = Why.GONE
        except TooLarge:
            why = Why.LARGE
        except Unwelcome as error:
            why = Why.INFECTED if isinstance(error, Infected) else Why.KIND
        return Lost(attachment.kind, why, attachment.name)

    async def _keep(
        self, place: Place, attachment: Attachment, name: str, chunks: AsyncIterator[bytes]
    ) -> Attachment:
        kept = await self._store.take_in(place, attachment.name or name, chunks, once=True)
        return Attachment(_kind(attachment.kind, kept.mime), kept.id, kept.name, kept.mime, kept.size, KEPT)

    async def _looked_at(self, attachment: Attachment) -> Attachment:
        """What stays where it is: by what is told of it, and by its content where there is a scanner."""
        limits = self._limits.get(attachment.channel)
        if limits is None or attachment.channel == KEPT or attachment.kind in WITHOUT_FILE:
            return attachment
        if (attachment.size or 0) > limits.received:
            raise TooLarge(attachment.name)
        if attachment.kind is Kind.FILE and not is_plausible(attachment.name):
            raise Unwelcome(attachment.name)
        if self._store.scans and attachment.kind is not Kind.STICKER:
            await self._store.inspect(await self._open_at(attachment))
        return attachment


def _kind(said: Kind, mime: str) -> Kind:
    """What it is: its content tells, but not whether somebody spoke it just now."""
    return said if said in (Kind.VOICE, Kind.AUDIO) and mime.startswith("audio/") else kind_of(mime)

"""Files on their way from one channel to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.channels.base import Channel
from bot.channels.calling import NotSent
from bot.channels.telegram import TelegramChannel
from bot.fetching import NotFetched
from bot.media import Fetched, MediaStore, NotNow, TooLarge, Unwelcome
from bot.media_door import MediaDoor
from bot.voices import Voices
from handlers.incoming import Attachment
from storage.media import copied_from
from storage.place import Place

KEPT = "web"
"""The channel whose references are ids of our own files."""
_NOBODYS = Place("address", "all")
"""Who has what is kept only to be had at an address."""


class Carrier:
    """Opens what any channel keeps."""

    def __init__(self, store: MediaStore, door: MediaDoor, channels: Mapping[str, Channel], voices: Voices) -> None:
        self._voices = voices
        self._store = store
        self._door = door
        self._channels = channels

    async def fetch(self, channel: str, reference: str) -> Fetched:
        """A file that a platform keeps. Raises LookupError and NotFetched."""
        telegram = self._channels.get(channel)
        if not isinstance(telegram, TelegramChannel):
            raise LookupError(f"no files come from {channel}")
        content, name, mime = await telegram.fetch(reference)
        return Fetched(content, name, mime)

    async def open_kept(self, reference: str) -> tuple[bytes, str, str]:
        """A file of our own. Raises LookupError."""
        kept = await self._store.fetch(reference)
        if kept is None:
            raise LookupError("the file is not there any more")
        return kept.content, kept.name, kept.mime

    async def open(self, attachment: Attachment) -> Fetched:
        """A file, whoever keeps it. Raises LookupError for one that nobody has, NotSent for one that is late."""
        if attachment.channel == KEPT:
            try:
                return Fetched(*await self.open_kept(attachment.reference))
            except NotNow as error:
                raise NotSent(str(error)) from None
        try:
            return await self.fetch(attachment.channel, attachment.reference)
        except NotFetched as error:
            raise (NotSent if error.temporary else LookupError)(str(error)) from None

    async def address(self, attachment: Attachment) -> str:
        """Where a file can be had for a while; what a platform keeps is kept here from then on. Raises as `open`."""
        if attachment.channel == KEPT and not attachment.mime.startswith("audio/"):
            return self._door.address(attachment.reference)
        file = await self.open(attachment)
        file = replace(file, mime=attachment.mime or file.mime)
        played = await self._voices.playable(file)  # whoever opens it has a browser
        if attachment.channel == KEPT and played is file:
            return self._door.address(attachment.reference)
        made_of = copied_from(attachment.channel, attachment.reference)
        try:
            kept = await self._store.pass_on(_NOBODYS, replace(played, name=attachment.name or played.name), made_of)
        except NotNow as error:
            raise NotSent(str(error)) from None
        except (TooLarge, Unwelcome):
            raise LookupError("nothing that is passed on") from None
        return self._door.address(kept.id)

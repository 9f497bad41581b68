"""People with Zalo on their phones, and their groups: what they do becomes updates, what the bot writes they see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from tests.fakes.faults import Json
from tests.fakes.screen import Screen
from tests.fakes.zalo_bot.updates import USUAL, How, Updates
from tests.fakes.zalo_bot.world import Chat, Part, Shown, World

JPEG = b"\xff\xd8\xff\xe0 photo"
PhotoField = Literal["photo_url", "photo", "list", "dict"]


class BotScreen(Screen[Shown]):
    """A screen that shows a chat with the bot in it."""

    def __init__(self, world: World, chat: Chat) -> None:
        super().__init__(world.bell)
        self.chat = chat

    @property
    def id(self) -> str:
        return self.chat.id

    @property
    def heard(self) -> list[Shown]:
        """What the bot wrote, oldest first."""
        return [shown for shown in self.chat.messages.values() if shown.by_bot]

    @property
    def screen(self) -> list[Shown]:
        return list(self.chat.messages.values())


class ZaloBotGroup(BotScreen):
    """A group that the bot is in: it hears only who answers it or calls it by name."""


class ZaloBotPerson(BotScreen):
    """A person, and his chat with the bot, which may write to him once he wrote."""

    def __init__(self, world: World, updates: Updates, chat: Chat, host: Callable[[], str]) -> None:
        super().__init__(world, chat)
        self._world = world
        self._updates = updates
        self._host = host
        self.photo_field: PhotoField = "photo_url"
        """In which of the observed or documented ways his photos are told of."""

    @property
    def name(self) -> str:
        return self.chat.name

    async def says(
        self, text: str, *, in_: ZaloBotGroup | None = None, reply_to: Shown | None = None, how: How = USUAL
    ) -> str:
        """Writes, in his own chat with the bot or in a group; the message's id."""
        return await self._sends("text", text, None, {"text": text}, in_=in_, reply_to=reply_to, how=how)

    async def sends_photo(
        self, content: bytes = JPEG, caption: str = "", *, in_: ZaloBotGroup | None = None, how: How = USUAL
    ) -> str:
        part = self._keep("photo", "photo.jpg", content)
        shaped: dict[PhotoField, Json] = {
            "photo_url": {"photo_url": part.url, "message_type": "CHAT_PHOTO"},
            "photo": {"photo": part.url},
            "list": {"photo": [{"url": part.url}]},
            "dict": {"photo": {"url": part.url}},
        }
        fields = {**shaped[self.photo_field], **({"caption": caption} if caption else {})}
        return await self._sends("image", caption, part, fields, in_=in_, how=how)

    async def sends_voice(self, content: bytes = b"\xff\xf1 voice", *, how: How = USUAL) -> str:
        part = self._keep("voice", "voice.aac", content)
        fields = {"voice_url": part.url, "message_type": "CHAT_VOICE"}
        return await self._sends("voice", "", part, fields, how=how)

    async def sends_sticker(self, sticker: str = "bfe458bf64fa8da4d4eb", *, how: How = USUAL) -> str:
        part = self._keep("sticker", "sticker.png", b"\x89PNG sticker")
        return await self._sends("sticker", "", part, {"sticker": sticker, "url": part.url}, how=how)

    async def sends_file(self, content: bytes = b"%PDF-1.7", name: str = "van-ban.pdf", *, how: How = USUAL) -> str:
        """The bot hears only that there was something."""
        return await self._sends("unsupported", name, Part("file", content=content), {}, how=how)

    async def sends_video(self, content: bytes = b"\0\0\0 ftypmp42", *, how: How = USUAL) -> str:
        return await self._sends("unsupported", "", Part("video", content=content), {}, how=how)

    async def sends_link(self, url: str, *, how: How = USUAL) -> str:
        """A card with a preview, which the bot cannot read."""
        return await self._sends("unsupported", url, Part("link", url), {}, how=how)

    async def sends_location(self, latitude: float, longitude: float, *, how: How = USUAL) -> str:
        return await self._sends("unsupported", "", Part("location", f"{latitude},{longitude}"), {}, how=how)

    # --- what becomes of it ----------------------------------------------------------------------------------

    def _keep(self, kind: str, name: str, content: bytes) -> Part:
        key = f"{self._world.mint(12)}-{name}"
        part = Part(kind, f"{self._host()}/media/{key}", content)
        self._world.media[key] = part, self._world.now()
        return part

    async def _sends(
        self,
        event: str,
        text: str,
        part: Part | None,
        fields: Json,
        *,
        in_: ZaloBotGroup | None = None,
        reply_to: Shown | None = None,
        how: How,
    ) -> str:
        chat = in_.chat if in_ else self.chat
        shown = self._world.post(chat, self.id, text, [part] if part else [])
        meant = self._world.meet(chat) if in_ is None else self._called(text, reply_to)
        if meant:
            hidden = self.chat.protected or event == "unsupported"
            named, told = ("unsupported", {}) if hidden else (event, fields)
            await self._updates.tell(self._update(named, chat, shown, told), how)
        return shown.id

    def _called(self, text: str, reply_to: Shown | None) -> bool:
        return f"@{self._world.name}" in text or (reply_to is not None and reply_to.by_bot)

    def _update(self, event: str, chat: Chat, shown: Shown, fields: Json) -> Json:
        message: dict[str, Any] = {
            "message_id": shown.id,
            "date": int(shown.at * 1000),
            "from": {"id": self.id, "display_name": self.name, "is_bot": False},
            "chat": {"id": chat.id, "chat_type": chat.kind},
            **fields,
        }
        return {"event_name": f"message.{event}.received", "message": message}

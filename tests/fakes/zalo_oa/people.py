"""People with Zalo on their phones: what they do becomes events, what the Official Account writes they see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from tests.fakes.faults import Json
from tests.fakes.screen import Screen
from tests.fakes.zalo_oa.posting import USUAL, How, Posting
from tests.fakes.zalo_oa.world import Button, Follower, Part, Shown, World

JPEG = b"\xff\xd8\xff\xe0 photo"
_FILE_TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument", "csv": "text/csv"}


class ZaloPerson(Screen[Shown]):
    """Somebody who uses Zalo. He may be written to once he followed or wrote."""

    def __init__(self, world: World, posting: Posting, person: Follower, host: Callable[[], str]) -> None:
        super().__init__(world.bell)
        self.him = person
        self._world = world
        self._posting = posting
        self._host = host

    @property
    def id(self) -> str:
        return self.him.id

    @property
    def name(self) -> str:
        return self.him.name

    @property
    def heard(self) -> list[Shown]:
        """What the Official Account wrote, by the app or by hand, oldest first."""
        return [shown for shown in self.him.messages.values() if shown.by_oa]

    @property
    def screen(self) -> list[Shown]:
        """All that he sees in the chat."""
        return [shown for shown in self.him.messages.values() if not shown.hidden]

    # --- writing ---------------------------------------------------------------------------------------------

    async def says(self, text: str, quoting: Shown | str | None = None, how: How = USUAL) -> str:
        """Writes; the message's id. Returns when the app took it, or did not at the first try."""
        quote = quoting.id if isinstance(quoting, Shown) else quoting
        return await self._sends("user_send_text", Shown("", "", 0, False, text=text, quote=quote), how=how)

    async def sends_photo(self, content: bytes = JPEG, caption: str = "", how: How = USUAL) -> str:
        return await self._sends_media("image", "photo.jpg", content, caption, how=how)

    async def sends_gif(self, content: bytes = b"GIF89a\x10\0\x10\0 gif", how: How = USUAL) -> str:
        return await self._sends_media("gif", "motion.gif", content, how=how)

    async def sends_video(self, content: bytes = b"\0\0\0 ftypmp42", how: How = USUAL) -> str:
        return await self._sends_media("video", "video.mp4", content, how=how, description="")

    async def sends_voice(self, content: bytes = b"\xff\xf1 voice", how: How = USUAL) -> str:
        return await self._sends_media("audio", "voice.aac", content, how=how)

    async def sends_file(self, content: bytes = b"%PDF-1.7 file", name: str = "van-ban.pdf", how: How = USUAL) -> str:
        kind = _FILE_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        told = {"name": name, "size": str(len(content)), "type": kind, "checksum": self._world.mint(32)}
        return await self._sends_media("file", name, content, how=how, **told)

    async def sends_sticker(self, id: str = "4c7e3a5ff81a11444d0b", how: How = USUAL) -> str:
        return await self._sends_media("sticker", "sticker.png", b"\x89PNG sticker", how=how, id=id)

    async def sends_link(self, url: str, description: str = "", how: How = USUAL) -> str:
        payload = {"url": url, "thumbnail": f"{self._host()}/media/none", "description": description}
        return await self._with("link", payload, Part("link", url, description), how=how)

    async def sends_card(self, name: str, phone: str, how: How = USUAL) -> str:
        """A contact's card: the app sees it as a link. Its shape is a guess."""
        payload = {
            "url": f"https://zalo.me/{phone}",
            "thumbnail": f"{self._host()}/media/none",
            "description": f'{{"phone":"{phone}","caption":"{name}"}}',
        }
        return await self._with("link", payload, Part("card", name=name), how=how, event="user_send_business_card")

    async def sends_location(self, latitude: float, longitude: float, text: str = "", how: How = USUAL) -> str:
        payload = {"coordinates": {"latitude": str(latitude), "longitude": str(longitude)}}
        return await self._with("location", payload, Part("location", name=text), text, how=how)

    async def sends_place_unknown(self, how: How = USUAL) -> str:
        """A place without its coordinates: nobody has captured every form of it."""
        return await self._with("location", {}, Part("location"), how=how)

    async def _sends_media(
        self, kind: str, name: str, content: bytes, text: str = "", /, *, how: How, **more: str
    ) -> str:
        key = f"{self._world.mint(12)}-{quote(name, safe='')[-40:].replace('%', '_')}"
        part = Part(kind, f"{self._host()}/media/{key}", name, content)
        self._world.media[key] = part, self._world.now()
        thumbnail = {"thumbnail": part.url} if kind in ("image", "gif", "video") else {}
        return await self._with(kind, {"url": part.url, **thumbnail, **more}, part, text, how=how)

    async def _with(self, kind: str, payload: Json, part: Part, text: str = "", *, how: How, event: str = "") -> str:
        shown = Shown("", "", 0, False, text=text, parts=[part])
        attachments = [{"type": kind, "payload": payload}]
        return await self._sends(event or f"user_send_{kind}", shown, how=how, attachments=attachments)

    async def _sends(self, event: str, shown: Shown, *, how: How = USUAL, **fields: Any) -> str:
        shown.id, shown.user_id, shown.at = self._world.mint(), self.id, self._world.now()
        self._world.post(self.him, shown)
        self._world.interacts(self.him)
        told: Json = {"msg_id": shown.id, **fields}
        if shown.text:
            told["text"] = shown.text
        if shown.quote:
            told["quote_msg_id"] = shown.quote
        await self._posting.send({**self._from_him(event), "message": told}, how)
        return shown.id

    def _from_him(self, event: str) -> Json:
        return {
            "app_id": self._world.app_id,
            "user_id_by_app": self.him.id_by_app,
            "event_name": event,
            "timestamp": self._world.stamp(),
            "sender": {"id": self.id},
            "recipient": {"id": self._world.oa_id},
        }

    # --- pressing --------------------------------------------------------------------------------------------

    async def presses(self, label: str, on: Shown | str | None = None, how: How = USUAL) -> str:
        """Presses the button with this label, on the newest message that has it; the id of what it says for him.

        Empty when the button only leads somewhere. Raises AssertionError when there is no such button.
        """
        chosen = self.him.messages[on.id if isinstance(on, Shown) else on] if on is not None else None
        messages = [chosen] if chosen else [shown for shown in reversed(self.heard) if label in shown.buttons]
        for shown in messages:
            if label in shown.buttons:
                return await self.press(shown.keys[shown.buttons.index(label)], how)
        raise AssertionError(f"no button {label!r} to press; there are {[s.buttons for s in self.heard if s.keys]}")

    async def press(self, key: Button, how: How = USUAL) -> str:
        """Presses this one."""
        if not key.type.startswith("oa.query."):
            if key.type == "oa.open.phone":
                self._world.interacts(self.him)
            return ""
        hidden = key.type == "oa.query.hide"
        return await self._sends("user_send_text", Shown("", "", 0, False, text=key.payload, hidden=hidden), how=how)

    # --- coming, reading, going ------------------------------------------------------------------------------

    async def follows(self, how: How = USUAL) -> None:
        self.him.follows = True
        self._world.interacts(self.him)
        await self._follower("follow", how)

    async def unfollows(self, how: How = USUAL) -> None:
        """From now on he may not be written to, until he writes or follows again."""
        self.him.follows, self.him.last_interaction = False, None
        await self._follower("unfollow", how)

    async def _follower(self, event: str, how: How) -> None:
        told = {
            "app_id": self._world.app_id,
            "user_id_by_app": self.him.id_by_app,
            "event_name": event,
            "timestamp": self._world.stamp(),
            "oa_id": self._world.oa_id,
            "follower": {"id": self.id},
            "source": "oa_profile",
        }
        await self._posting.send(told, how)

    async def clicks_chat(self, how: How = USUAL) -> None:
        """Opens the chat from the Official Account's page."""
        self._world.interacts(self.him)
        await self._posting.send(self._from_him("user_click_chatnow"), how)

    async def submits_info(self, phone: str, how: How = USUAL, **info: Any) -> None:
        """Fills in the form that asks for his name and number."""
        told = {"name": self.name, "phone": phone, **info}
        self.him.shared = told
        await self._posting.send({**self._from_him("user_submit_info"), "info": told}, how)

    async def reads(self, *shown: Shown, reversed_ids: bool = False, how: How = USUAL) -> None:
        """Sees these messages, or all. `reversed_ids`: told as if the Official Account were the sender."""
        ids = [message.id for message in shown or self.heard]
        told = {**self._from_him("user_seen_message"), "message": {"msg_ids": ids}}
        if reversed_ids:
            told["sender"], told["recipient"] = told["recipient"], told["sender"]
        await self._posting.send(told, how)

    def deletes(self, message_id: str) -> None:
        """Takes back what he wrote; nobody is told, but it cannot be quoted any more."""
        self.him.messages[message_id].deleted = True

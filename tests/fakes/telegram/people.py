"""People with phones, and their groups: what they do becomes updates, what the bot does they see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.fakes.telegram.methods import described
from tests.fakes.telegram.world import ADMINISTRATOR, Chat, Json, Shown, World

DAY = 86_400


class Listening:
    """A screen that shows a chat."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat
        self._noticed: set[tuple[int, int]] = set()

    @property
    def heard(self) -> list[Shown]:
        """The bot's messages that stand in the chat now, oldest first, as they read now."""
        return [shown for shown in self._chat.messages.values() if shown.by_bot]

    @property
    def screen(self) -> list[Shown]:
        """All messages of the chat."""
        return list(self._chat.messages.values())

    async def hears(self, substring: str, timeout: float = 5.0) -> Shown:
        """Waits for a message (or an edit) of the bot that holds `substring`; each is noticed once.

        A second call waits for another one. Raises AssertionError with what was heard.
        """

        def look() -> Shown | None:
            for shown in self.heard:
                version = (shown.id, len(shown.edits))
                if version not in self._noticed and substring in shown.text:
                    self._noticed.add(version)
                    return shown
            return None

        return await self.sees(look, repr(substring), timeout)

    async def loses(self, message_id: int, timeout: float = 5.0) -> None:
        """Waits until a message is gone from the chat. Raises TimeoutError."""
        await self._world.bell.until(lambda: message_id in self._chat.gone or None, timeout)

    async def sees(self, look: Callable[[], Shown | None], what: str, timeout: float = 5.0) -> Shown:
        """Waits until `look` finds something. Raises AssertionError."""
        try:
            return await self._world.bell.until(look, timeout)
        except TimeoutError:
            said = "\n".join(f"  {shown.id}: {shown.text!r} {shown.buttons}" for shown in self.heard)
            raise AssertionError(f"{what} was not heard in {timeout} s; heard:\n{said}") from None


class FakeGroup(Listening):
    """A group the bot is in."""

    @property
    def id(self) -> int:
        return self._chat.id

    @property
    def topics(self) -> dict[int, str]:
        """The topics that the bot opened and that are there, by their ids: what they are called."""
        told = {id: self._chat.messages[id] for id in self._chat.topics if id in self._chat.messages}
        return {id: str(shown.extra["forum_topic_created"]["name"]) for id, shown in sorted(told.items())}

    @property
    def closed_topics(self) -> set[int]:
        return self._chat.closed_topics

    @property
    def left_by_bot(self) -> bool:
        return self._chat.closed is not None

    def in_topic(self, topic: int) -> list[Shown]:
        """The bot's messages in a topic."""
        return [shown for shown in self.heard if shown.topic == topic and shown.kind != "topic"]

    def opens_topic(self, topic: int) -> None:
        self._chat.topics.add(topic)

    def closes_topic(self, topic: int) -> None:
        """It is deleted: nothing tells the bot."""
        self._chat.topics.discard(topic)

    def turns_topics(self, *, on: bool) -> None:
        self._chat.forum = on

    def takes_in_the_bot(self, by: FakeUser) -> None:
        """Somebody makes the bot a member."""
        self._chat.closed, self._chat.known = None, True
        self._world.my_membership(self._chat, by.person, {"status": "member"})

    def lets_the_bot_manage_topics(self, by: FakeUser) -> None:
        """Somebody makes it an administrator."""
        self._world.my_membership(self._chat, by.person, ADMINISTRATOR)
        self._chat.manages_topics = True

    def deprives_the_bot_of_rights(self, by: FakeUser) -> None:
        self._world.my_membership(self._chat, by.person, {"status": "member"})
        self._chat.manages_topics = False

    def migrates(self, to: int, *, by: FakeUser | None = None) -> None:
        """Becomes a supergroup with another id; `by` somebody, which is told in both."""
        self._chat.moved_to = to
        new = self._world.chats[to] = Chat(to, "supergroup", self._chat.title, known=True)
        if by:
            old_said = self._world.post(self._chat, by.person, kind="other", extra={"migrate_to_chat_id": to})
            new_said = self._world.post(new, by.person, kind="other", extra={"migrate_from_chat_id": self.id})
            for said in (old_said, new_said):
                self._world.tell("message", self._world.json(said))

    def throws_out_the_bot(self, by: FakeUser | None = None) -> None:
        """By somebody, which is told; else nothing tells the bot."""
        self._chat.closed = "bot was kicked from the supergroup chat"
        if by:
            self._world.my_membership(self._chat, by.person, {"status": "kicked", "until_date": 0})


class FakeUser(Listening):
    """A person. The bot may write to him once he wrote."""

    def __init__(self, world: World, chat: Chat, person: Json) -> None:
        super().__init__(world, chat)
        self.person = person
        self._late: list[Shown] = []

    @property
    def id(self) -> int:
        return self._chat.id

    @property
    def menu(self) -> list[str]:
        """The commands offered in his chat."""
        return [str(command["command"]) for command in self._world.commands.get(f"chat:{self.id}", [])]

    # --- writing ---------------------------------------------------------------------------------------------

    async def says(
        self,
        text: str,
        reply_to: int | Shown | None = None,
        *,
        in_: FakeGroup | None = None,
        topic: int | None = None,
        at: datetime | None = None,
        **fields: Any,
    ) -> int:
        """Writes, in his own chat with the bot or in a group; the message's id. `fields` go into its JSON."""
        shown = self._posts(in_, text=text, reply_to=reply_to, topic=topic, at=at, extra=fields)
        self._world.tell("message", self._world.json(shown))
        return shown.id

    async def sends_photo(self, content: bytes = b"\xff\xd8\xff photo", caption: str = "", **how: Any) -> int:
        return self._sends("photo", "photo.jpg", "image/jpeg", content, caption, **how)

    async def sends_document(
        self,
        content: bytes = b"%PDF-1.7 fake",
        name: str = "van-ban.pdf",
        mime: str = "application/pdf",
        caption: str = "",
        **how: Any,
    ) -> int:
        return self._sends("document", name, mime, content, caption, **how)

    async def sends_album(self, *captions: str, kind: str = "photo", late: int = 0, **how: Any) -> list[int]:
        """An album with a caption, or none, under each; the `late` last parts are told of when the test says so."""
        album = str(14_000_000_000 + len(self._world.files))
        name, mime = ("anh.jpg", "image/jpeg") if kind == "photo" else ("van-ban.pdf", "application/pdf")
        contents = [b"\xff\xd8\xff %d" % n if kind == "photo" else b"%%PDF-1.7 %d" % n for n in range(len(captions))]
        shown = [
            self._posts_file(kind, name, mime, content, caption, album=album, **how)
            for content, caption in zip(contents, captions, strict=True)
        ]
        self._late = shown[len(shown) - late :]
        for each in shown[: len(shown) - late]:
            self._world.tell("message", self._world.json(each))
        return [each.id for each in shown]

    async def rest_comes(self) -> None:
        """The bot is told of the late parts of an album."""
        for each in self._late:
            self._world.tell("message", self._world.json(each))

    async def sends_voice(self, content: bytes = b"OggS fake", **how: Any) -> int:
        return self._sends("voice", "voice.oga", "audio/ogg", content, "", **how)

    async def sends_video(self, content: bytes = b"\0\0\0\x18ftypisom film", caption: str = "", **how: Any) -> int:
        return self._sends("video", "video.mp4", "video/mp4", content, caption, **how)

    async def sends(self, **fields: Any) -> int:
        """A message with any other content: `location={…}`, `contact={…}`, `new_chat_title="…"`."""
        shown = self._posts(None, text="", kind="other", extra=fields)
        self._world.tell("message", self._world.json(shown))
        return shown.id

    async def shares_contact(self, phone: str, *, of: int | None = None) -> int:
        """Sends a contact: his own, by the button that asks for it, or that `of` somebody else."""
        if of is None:
            assert any(shown.asks_contact for shown in self.heard), "nobody asked him for his contact"
        name = self.person["first_name"] if of is None else "Người khác"
        contact = {"phone_number": phone, "first_name": name, "user_id": of or self.id}
        return await self.sends(contact=contact)

    def _sends(
        self, kind: str, name: str, mime: str, content: bytes, caption: str, *, album: str = "", **how: Any
    ) -> int:
        shown = self._posts_file(kind, name, mime, content, caption, album=album, **how)
        self._world.tell("message", self._world.json(shown))
        return shown.id

    def _posts_file(
        self, kind: str, name: str, mime: str, content: bytes, caption: str, *, album: str = "", **how: Any
    ) -> Shown:
        file = self._world.keep(kind, name, mime, content)
        fields = {kind: described(file), **({"media_group_id": album} if album else {})}
        return self._posts(how.pop("in_", None), text=caption, kind=kind, file_id=file.id, extra=fields, **how)

    def _posts(
        self,
        group: FakeGroup | None,
        *,
        reply_to: int | Shown | None = None,
        at: datetime | None = None,
        **what: Any,
    ) -> Shown:
        chat = group._chat if group else self._chat
        if not group:
            chat.known, chat.closed = True, None
        target = reply_to.id if isinstance(reply_to, Shown) else reply_to
        return self._world.post(chat, self.person, reply_to=target, date=at.timestamp() if at else None, **what)

    async def edits(self, message_id: int, text: str, *, in_: FakeGroup | None = None) -> None:
        """Changes what he wrote."""
        chat = in_._chat if in_ else self._chat
        shown = chat.messages[message_id]
        assert not shown.by_bot, "people edit their own messages"
        shown.edits.append(shown.text)
        shown.text = text
        shown.edit_date = max(int(self._world.now()), shown.date)
        self._world.tell("edited_message", self._world.json(shown))

    # --- pressing --------------------------------------------------------------------------------------------

    async def presses(
        self, button: str, on: Shown | int | None = None, *, forged: bool = False, in_: FakeGroup | None = None
    ) -> str:
        """Presses the button with this label or data, on the newest message that has it; the press's id.

        `forged` sends `button` as data that no button has. Raises AssertionError when there is no such button.
        """
        chat = in_._chat if in_ else self._chat
        shown, data = (self._any(chat, on), button) if forged else self._find(chat, button, on)
        query = f"{self.id}{len(self._world.presses) + len(self._world.toasts) + 1:06d}"
        self._world.presses[query] = shown
        pressed = {"id": query, "from": self.person, "chat_instance": str(chat.id), "data": data}
        self._world.tell("callback_query", {**pressed, "message": self._world.json(shown)})
        return query

    def _any(self, chat: Chat, on: Shown | int | None) -> Shown:
        if on is not None:
            return chat.messages[on.id if isinstance(on, Shown) else on]
        return next(shown for shown in reversed(chat.messages.values()) if shown.by_bot)

    def _find(self, chat: Chat, wanted: str, on: Shown | int | None) -> tuple[Shown, str]:
        messages = [self._any(chat, on)] if on is not None else list(reversed(chat.messages.values()))
        for shown in messages:
            for button in (button for row in shown.rows for button in row):
                if wanted in (button.label, button.data) and button.data:
                    return shown, button.data
        there = [shown.buttons for shown in messages if shown.rows]
        raise AssertionError(f"no button {wanted!r} to press; there are {there}")

    async def reacts(self, sign: str, on: Shown | int, *, before: str = "", in_: FakeGroup | None = None) -> None:
        """Puts a sign under a message, in place of what he put there before; an empty one takes it away."""
        chat = in_._chat if in_ else self._chat
        shown = self._any(chat, on)
        event = {"chat": chat.json(), "message_id": shown.id, "user": self.person, "date": int(self._world.now())}
        signs = {"old_reaction": before, "new_reaction": sign}
        told = {name: [{"type": "emoji", "emoji": sign}] if sign else [] for name, sign in signs.items()}
        self._world.tell("message_reaction", {**event, **told})

    async def toast(self, press: str, timeout: float = 5.0) -> str:
        """Waits for the bot's answer to a press. Raises TimeoutError."""
        return await self._world.bell.until(lambda: self._world.toasts.get(press), timeout)

    # --- coming and going ------------------------------------------------------------------------------------

    def blocks(self) -> None:
        """Blocks the bot."""
        self._chat.closed = "bot was blocked by the user"
        self._member("member", "kicked")

    def unblocks(self) -> None:
        """Takes the bot back."""
        self._chat.closed = None
        self._member("kicked", "member")

    def deactivates(self) -> None:
        """Deletes his account; nobody is told."""
        self._chat.closed = "user is deactivated"

    def _member(self, old: str, new: str) -> None:
        def membership(status: str) -> Json:
            found: Json = {"user": self._world.bot, "status": status}
            return {**found, "until_date": 0} if status == "kicked" else found

        self._world.tell(
            "my_chat_member",
            {
                "chat": self._chat.json(),
                "from": self.person,
                "date": int(self._world.now()),
                "old_chat_member": membership(old),
                "new_chat_member": membership(new),
            },
        )

"""Hands that hold phones: what they do becomes moves of a batch, which is delivered later, in one way or another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import ClientSession, CookieJar

from tests.fakes.telegram import FakeUser
from tests.phones import Bubble


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Something that somebody did, on its way to us."""

    queue: str
    """Moves of one queue come in order. A person's messages, presses and status are queues of their own: so does
    Telegram deliver by webhook (`webhook_queue_id` in its Bot API server)."""
    update: dict[str, Any] = field(default_factory=dict)
    web: Callable[[], Any] | None = None
    """Makes the web chat's call."""
    edits: bool = False
    """It changes the message just before it in its queue."""
    side: int | None = None
    """Which side of a contest it is of: who comes first there decides what becomes of it."""


class Hand(Protocol):
    """What somebody can do; each is a move of the batch that is being made."""

    name: str
    key: str

    async def says(self, text: str, to: Bubble | None = None) -> str: ...

    async def edits(self, said: str, text: str) -> None: ...

    async def presses(self, label: str, on: Bubble) -> None: ...

    def bubbles(self) -> list[Bubble]: ...


def sees(hand: Hand, *words: str, button: str = "") -> Bubble | None:
    """The newest message of the bot that holds all of these words, and this button."""
    for bubble in reversed(hand.bubbles()):
        if all(word in bubble.text for word in words) and (not button or button in bubble.buttons):
            return bubble
    return None


class TelegramHand:
    """A phone with Telegram."""

    def __init__(self, user: FakeUser, name: str, made: Callable[[Hand], None]) -> None:
        self.user = user
        self.name = name
        self.key = f"telegram:{user.id}"
        self._made = made

    def bubbles(self) -> list[Bubble]:
        return [
            Bubble(str(shown.id), shown.text, tuple(shown.buttons), str(shown.reply_to) if shown.reply_to else None)
            for shown in self.user.heard
        ]

    async def says(self, text: str, to: Bubble | None = None) -> str:
        said = await self.user.says(text, int(to.id) if to else None)
        self._made(self)
        return str(said)

    async def edits(self, said: str, text: str) -> None:
        await self.user.edits(int(said), text)
        self._made(self)

    async def presses(self, label: str, on: Bubble) -> None:
        await self.user.presses(label, int(on.id))
        self._made(self)

    async def photo(self, caption: str = "", to: Bubble | None = None, album: str = "") -> str:
        said = await self.user.sends_photo(caption=caption, reply_to=int(to.id) if to else None, album=album)
        self._made(self)
        return str(said)

    async def sticker(self) -> None:
        await self.user.sends_voice()
        self._made(self)

    def blocks(self) -> None:
        self.user.blocks()
        self._made(self)

    def unblocks(self) -> None:
        self.user.unblocks()
        self._made(self)


class WebHand:
    """A browser with the web chat open. A call has the client id its page would give it, however often it is made."""

    def __init__(self, base: str, name: str, visitor: int, made: Callable[[Hand, Move], None]) -> None:
        self.name = name
        self.key = f"web:{name}"
        self._base = base
        self._made = made
        self._number = 0
        self._ids: dict[str, str] = {}
        self._rows: dict[str, dict[str, Any]] = {}
        address = f"10.{visitor >> 16 & 255}.{visitor >> 8 & 255}.{visitor & 255}"
        self._browser = f"the-key-of-the-browser-{visitor:09d}"
        origin = {"Origin": base.rpartition("/")[0], "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": address}
        self._session = ClientSession(cookie_jar=CookieJar(unsafe=True), headers=origin)

    async def begins(self, code: str) -> None:
        """Opens the chat with a code."""
        await self._post("session", {"key": self._browser, "code": code, "name": self.name})

    async def close(self) -> None:
        await self._session.close()

    async def looks(self) -> None:
        """Reads what is new."""
        async with self._session.get(f"{self._base}/poll?since=0&wait=0") as answer:
            assert answer.status == 200, await answer.text()
            self._rows = {row["id"]: row for row in (await answer.json())["rows"]}

    def bubbles(self) -> list[Bubble]:
        return [
            Bubble(
                row["id"], row.get("text", ""), tuple(b["label"] for line in row.get("rows", ()) for b in line),
                row["quote"]["id"] if row.get("quote") else None,
            )
            for row in self._rows.values() if not row["mine"] and row.get("kind") == "text"
        ]  # fmt: skip

    async def says(self, text: str, to: Bubble | None = None) -> str:
        client_id = self._next()
        said: dict[str, Any] = {
            "client_id": client_id,
            "text": text,
            "attachments": [],
            "reply_to": to.id if to else None,
        }

        async def post() -> None:
            self._ids[client_id] = str((await self._post("messages", said))["id"])

        self._does(post)
        return client_id

    async def edits(self, said: str, text: str) -> None:
        changed = {"message_id": self._ids[said], "text": text}
        self._does(lambda: self._post("edit", changed))

    async def presses(self, label: str, on: Bubble) -> None:
        buttons = (button for line in self._rows[on.id]["rows"] for button in line)
        token = next(button["token"] for button in buttons if button["label"] == label)
        press = {"client_id": self._next(), "token": token, "message_id": on.id}
        self._does(lambda: self._post("press", press))

    def _next(self) -> str:
        self._number += 1
        return f"client-id-{self._number:06d}"

    def _does(self, post: Callable[[], Any]) -> None:
        self._made(self, Move(self.key, web=post))

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self._session.post(f"{self._base}/{path}", json=body) as answer:
            assert answer.status == 200, (path, answer.status, await answer.text())
            found: dict[str, Any] = await answer.json()
            return found

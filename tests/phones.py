"""Phones: what a person says, presses and hears, on whatever channel; a story does not see which."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import BaseConnector, ClientSession, ClientWebSocketResponse, CookieJar, FormData

from tests.fakes.telegram import FakeUser, Shown
from tests.fakes.zalo_bot import Shown as ShownByZaloBot
from tests.fakes.zalo_bot import ZaloBotPerson
from tests.fakes.zalo_oa import Shown as ShownOnZalo
from tests.fakes.zalo_oa import ZaloPerson

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as a person sees it now."""

    id: str
    text: str
    buttons: tuple[str, ...]
    quote: str | None = None
    files: tuple[str, ...] = ()


class Phone(Protocol):
    """What a person can do, whatever the channel."""

    name: str

    @property
    def heard(self) -> list[Bubble]: ...

    async def says(self, text: str, reply_to: Bubble | None = None) -> str: ...

    async def presses(self, label: str, on: Bubble | None = None) -> None: ...

    async def presses_forged(self, token: str) -> None: ...

    async def edits(self, message_id: str, text: str) -> None: ...

    async def recalls(self, message_id: str) -> None: ...

    async def loses(self, bubble: Bubble) -> None: ...

    async def sends_photo(self, caption: str = "", reply_to: Bubble | None = None) -> str: ...

    async def sends_file(self, name: str, caption: str = "", reply_to: Bubble | None = None) -> str: ...

    async def hears(self, substring: str, timeout: float = 5.0) -> Bubble: ...


class TelegramPhone:
    """A person on Telegram."""

    def __init__(self, user: FakeUser, name: str) -> None:
        self.user = user
        self.name = name

    @property
    def heard(self) -> list[Bubble]:
        return [_bubble(shown) for shown in self.user.heard]

    async def says(self, text: str, reply_to: Bubble | None = None) -> str:
        return str(await self.user.says(text, int(reply_to.id) if reply_to else None))

    async def presses(self, label: str, on: Bubble | None = None) -> None:
        await self.user.presses(label, int(on.id) if on else None)

    async def presses_forged(self, token: str) -> None:
        await self.user.presses(token, forged=True)

    async def toast_for(self, token: str) -> str:
        """What flashes up when a button with this data is pressed."""
        return await self.user.toast(await self.user.presses(token, forged=True))

    async def edits(self, message_id: str, text: str) -> None:
        await self.user.edits(int(message_id), text)

    async def recalls(self, message_id: str) -> None:
        """By a reply to it."""
        await self.user.says("/thuhoi", int(message_id))

    async def loses(self, bubble: Bubble) -> None:
        """Waits until a message of the bot is gone from the chat."""
        await self.user.loses(int(bubble.id))

    async def sends_photo(self, caption: str = "", reply_to: Bubble | None = None) -> str:
        return str(await self.user.sends_photo(caption=caption, reply_to=int(reply_to.id) if reply_to else None))

    async def sends_file(self, name: str, caption: str = "", reply_to: Bubble | None = None) -> str:
        to = int(reply_to.id) if reply_to else None
        return str(await self.user.sends_document(name=name, caption=caption, reply_to=to))

    async def hears(self, substring: str, timeout: float = 5.0) -> Bubble:
        return _bubble(await self.user.hears(substring, timeout))


class ZaloPhone:
    """A person on Zalo who writes to the Official Account."""

    def __init__(self, person: ZaloPerson) -> None:
        self.person = person
        self.name = person.name

    @property
    def heard(self) -> list[Bubble]:
        return [_on_zalo(shown) for shown in self.person.heard]

    async def says(self, text: str, reply_to: Bubble | None = None) -> str:
        return await self.person.says(text, reply_to.id if reply_to else None)

    async def presses(self, label: str, on: Bubble | None = None) -> None:
        await self.person.presses(label, on.id if on else None)

    async def presses_forged(self, token: str) -> None:
        await self.person.says(f"#{token}")

    async def edits(self, message_id: str, text: str) -> None:
        raise AssertionError("nothing can be edited on Zalo")

    async def recalls(self, message_id: str) -> None:
        """By a reply to it."""
        await self.person.says("/thuhoi", message_id)

    async def loses(self, bubble: Bubble) -> None:
        raise AssertionError("nothing disappears on Zalo")

    async def sends_photo(self, caption: str = "", reply_to: Bubble | None = None) -> str:
        return await self.person.sends_photo(caption=caption)

    async def sends_file(self, name: str, caption: str = "", reply_to: Bubble | None = None) -> str:
        return await self.person.sends_file(name=name)  # Zalo's files have no caption

    async def hears(self, substring: str, timeout: float = 5.0) -> Bubble:
        return _on_zalo(await self.person.hears(substring, timeout))


def _on_zalo(shown: ShownOnZalo) -> Bubble:
    return Bubble(shown.id, shown.text, tuple(shown.buttons), shown.quote, tuple(part.kind for part in shown.parts))


class ZaloBotPhone:
    """A person on Zalo who writes to the bot: nothing can be pressed, quoted or edited there."""

    def __init__(self, person: ZaloBotPerson) -> None:
        self.person = person
        self.name = person.name

    @property
    def heard(self) -> list[Bubble]:
        return [_by_bot(shown) for shown in self.person.heard]

    async def says(self, text: str, reply_to: Bubble | None = None) -> str:
        return await self.person.says(text)

    async def presses(self, label: str, on: Bubble | None = None) -> None:
        """Types the number that stands before it; `on` must be what numbers mean just now."""
        for bubble in [on] if on else reversed(self.heard):
            for line in bubble.text.splitlines():
                number, _, name = line.partition(". ")
                if name == label and number.isdigit():
                    await self.person.says(number)
                    return
        raise AssertionError(f"no choice {label!r}; heard: {[bubble.text for bubble in self.heard]}")

    async def presses_forged(self, token: str) -> None:
        await self.person.says(token)

    async def edits(self, message_id: str, text: str) -> None:
        raise AssertionError("nothing can be edited on Zalo")

    async def recalls(self, message_id: str) -> None:
        """Always the last one: nothing can be quoted here."""
        await self.person.says("/thuhoi")

    async def loses(self, bubble: Bubble) -> None:
        raise AssertionError("nothing disappears on Zalo")

    async def sends_photo(self, caption: str = "", reply_to: Bubble | None = None) -> str:
        return await self.person.sends_photo(caption=caption)

    async def sends_file(self, name: str, caption: str = "", reply_to: Bubble | None = None) -> str:
        return await self.person.sends_file(name=name)  # of which the bot sees nothing

    async def hears(self, substring: str, timeout: float = 5.0) -> Bubble:
        return _by_bot(await self.person.hears(substring, timeout))


def _by_bot(shown: ShownByZaloBot) -> Bubble:
    return Bubble(shown.id, shown.text, (), None, tuple(shown.kinds))


def _bubble(shown: Shown) -> Bubble:
    files = (shown.kind,) if shown.file_id else ()
    return Bubble(
        str(shown.id), shown.text, tuple(shown.buttons), str(shown.reply_to) if shown.reply_to else None, files
    )


class WebPhone:
    """A person on the web chat: the page's own HTTP calls, with long polling."""

    def __init__(self, base: str, name: str, connector: BaseConnector | None = None) -> None:
        self.base = base
        self.name = name
        self._session = ClientSession(
            connector=connector,
            cookie_jar=CookieJar(unsafe=True),
            headers={"Origin": base.rpartition("/")[0], "Sec-Fetch-Site": "same-origin"},
        )
        self._rows: dict[str, dict[str, Any]] = {}
        self._cursor = 0
        self._noticed: set[tuple[str, int]] = set()

    async def begins(self, code: str = "") -> str:
        asked = {"key": secrets.token_urlsafe(24), "code": code, "name": self.name}
        return str((await self._post("session", asked))["chat"])

    @property
    def cursor(self) -> int:
        """Up to where the page knows what there is."""
        return self._cursor

    async def close(self) -> None:
        await self._session.close()

    @property
    def heard(self) -> list[Bubble]:
        return [self._bubble(row) for row in self._rows.values() if not row["mine"] and row.get("kind") == "text"]

    async def says(self, text: str, reply_to: Bubble | None = None, files: tuple[str, ...] = ()) -> str:
        said = {"client_id": secrets.token_hex(8), "text": text, "attachments": list(files)}
        answer = await self._post("messages", {**said, "reply_to": reply_to.id if reply_to else None})
        return str(answer["id"])

    async def presses(self, label: str, on: Bubble | None = None) -> None:
        rows = [self._rows[on.id]] if on else list(reversed(self._rows.values()))
        for row in rows:
            for button in (b for line in row.get("rows", ()) for b in line):
                if button["label"] == label:
                    press = {"client_id": secrets.token_hex(8), "token": button["token"], "message_id": row["id"]}
                    await self._post("press", press)
                    return
        raise AssertionError(f"no button {label!r}; there are {[self._bubble(r).buttons for r in rows]}")

    async def presses_forged(self, token: str) -> None:
        await self._post("press", {"client_id": secrets.token_hex(8), "token": token, "message_id": "1"})

    async def edits(self, message_id: str, text: str) -> None:
        await self._post("edit", {"message_id": message_id, "text": text})

    async def recalls(self, message_id: str) -> None:
        """By the button under it."""
        await self._post("recall", {"message_id": message_id})

    async def loses(self, bubble: Bubble) -> None:
        """Waits until a message of the bot's, or of his own, says nothing but that it was recalled."""
        async with asyncio.timeout(5):
            while not self._rows.get(bubble.id, {}).get("recalled"):
                await self._poll()
        row = self._rows[bubble.id]
        assert (row["text"], row["files"], row.get("rows")) == ("", [], []), row

    async def sends_photo(self, caption: str = "", reply_to: Bubble | None = None) -> str:
        return await self._sends("anh.png", "image/png", PNG, caption, reply_to)

    async def sends_file(self, name: str, caption: str = "", reply_to: Bubble | None = None) -> str:
        return await self._sends(name, "application/pdf", b"%PDF-1.7 fake", caption, reply_to)

    async def _sends(self, name: str, mime: str, content: bytes, caption: str, reply_to: Bubble | None) -> str:
        return await self.says(caption, reply_to, files=(await self.uploads(name, mime, content),))

    async def uploads(self, name: str, mime: str, content: bytes) -> str:
        """A file, not yet part of a message; its id."""
        form = FormData()
        form.add_field("file", content, filename=name, content_type=mime)
        async with self._session.post(f"{self.base}/media", data=form) as answer:
            kept = await answer.json()
            assert answer.status == 200, kept
            return str(kept["media_id"])

    def file(self, kind: str) -> dict[str, Any]:
        """The newest file of a kind that was sent to him, as the page is told of it."""
        rows = [row for row in reversed(self._rows.values()) if not row["mine"]]
        return next(file for row in rows for file in row.get("files", ()) if file["kind"] == kind)

    async def downloads(self, media_id: str) -> bytes:
        async with self._session.get(f"{self.base}/media/{media_id}") as answer:
            assert answer.status == 200, await answer.text()
            return await answer.read()

    def socket(self) -> AbstractAsyncContextManager[ClientWebSocketResponse]:
        """The page's socket, on which nothing has been said."""
        return self._session.ws_connect(f"{self.base}/ws")

    async def hears(self, substring: str, timeout: float = 5.0) -> Bubble:
        """Waits for a message of the bot that holds `substring`; each version of one is noticed once."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    for row in self._rows.values():
                        version = (row["id"], row["cursor"])
                        if not row["mine"] and version not in self._noticed and substring in row.get("text", ""):
                            self._noticed.add(version)
                            return self._bubble(row)
                    await self._poll()
        except TimeoutError:
            said = "\n".join(f"  {b.id}: {b.text!r} {b.buttons}" for b in self.heard)
            raise AssertionError(f"{self.name}: {substring!r} was not heard in {timeout} s; heard:\n{said}") from None

    async def _poll(self) -> None:
        async with self._session.get(f"{self.base}/poll?since={self._cursor}&wait=5") as answer:
            if answer.status == 429:  # the page waits, too
                await asyncio.sleep(float(answer.headers["Retry-After"]))
                return
            assert answer.status == 200, await answer.text()
            got = await answer.json()
        for row in got["rows"]:
            self._rows[row["id"]] = row
        self._cursor = got["cursor"]

    async def posts(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """One of the page's calls, and whatever came of it."""
        async with self._session.post(f"{self.base}/{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        status, found = await self.posts(path, body)
        assert status == 200, (path, status, found)
        return found

    def _bubble(self, row: dict[str, Any]) -> Bubble:
        buttons = tuple(b["label"] for line in row.get("rows", ()) for b in line)
        quote = row.get("quote")
        return Bubble(
            row["id"], row.get("text", ""), buttons, quote["id"] if quote else None,
            tuple(f["kind"] for f in row.get("files", ())),
        )  # fmt: skip

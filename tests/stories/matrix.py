"""The story matrix: what one phone sends, and what the other one saw, for every pair of channels.

`make matrix` runs it and prints the tables of docs/channels.md; `test_matrix` holds them against each other.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from storage import migrate
from storage.db import Database
from storage.seed import seed
from tests.bot.sounds import FFMPEG, sound
from tests.conftest import SEEDED_ON
from tests.phones import PNG, Bubble, Phone, TelegramPhone, WebPhone, ZaloBotPhone, ZaloPhone
from tests.stories.moves import UNKNOWN, adds, all_of, chooses_ministry, pair
from tests.talk import Town

ASKERS = ("web", "telegram", "zalo_oa", "zalo_bot")
OFFICERS = ("web", "telegram", "zalo_oa")
PAIRS = [(asker, officer) for asker in ASKERS for officer in OFFICERS]
ASKED = ("text", "photo", "album", "document", "voice", "quote", "edit", "recall", "follow-up", "reopening")
ANSWERED = ("text", "photo", "album", "document", "voice", "quote", "edit", "recall")
GAPS: Mapping[tuple[str, str], str] = {
    ("zalo_oa", "album"): "1",
    ("zalo_oa", "edit"): "2",
    ("zalo_bot", "album"): "1",
    ("zalo_bot", "document"): "3",
    ("zalo_bot", "quote"): "4",
    ("zalo_bot", "edit"): "2",
}
"""What a platform tells nobody of, by the number of the note in docs/channels.md that says so."""
_KINDS = {"image": "photo", "document": "file"}
_ADDRESS = re.compile(r"/m/\S+")


def gap(channel: str, act: str) -> str | None:
    """A cell for which the platform has no event."""
    note = GAPS.get((channel, act))
    return f"– ({note})" if note else None


class Pair:
    """One asker, one officer, and what each saw of what the other did."""

    def __init__(self, lan: Phone, minh: Phone, asker: str, officer: str) -> None:
        self.lan, self.minh = lan, minh
        self.asker, self.officer = asker, officer
        self.asked: dict[str, str] = {}
        self.answered: dict[str, str] = {}

    async def run(self) -> None:
        """The whole story."""
        await self._asks()
        await self._adds()
        await self._is_answered()
        await self._asks_further()
        await self._is_answered_more()

    # --- acts ------------------------------------------------------------------------------------------------

    async def _asks(self) -> None:
        await self.lan.says(UNKNOWN)
        await chooses_ministry(self.lan)
        self.card = await self.minh.hears("Câu hỏi mới")
        self.asked["text"] = "as is" if UNKNOWN in self.card.text else "?"

    async def _adds(self) -> None:
        for act in ("photo", "album", "document", "voice"):
            sent = _sending(self.lan, act)
            self.asked[act] = gap(self.asker, act) or await self._form(self.minh, sent)

        self.added = await adds(self.lan, "20 gian hàng")
        self.relay = await self.minh.hears("20 gian hàng")
        self.asked["follow-up"] = "as is" if "bổ sung câu hỏi" in self.relay.text else "?"
        edits = gap(self.asker, "edit")
        self.asked["edit"] = edits or await self._edit(self.lan, self.added, self.minh, self.relay, "30 gian hàng")

    async def _is_answered(self) -> None:
        self.said = await self.minh.says("Hỗ trợ 10 triệu.", reply_to=self.relay)
        self.answer = await self.lan.hears("Hỗ trợ 10 triệu.")
        self.answered["text"] = "as is" if "Trần Văn Minh" in self.answer.text else "?"
        self.answered["quote"] = _quote(self.answer)
        edits = gap(self.officer, "edit")
        self.answered["edit"] = edits or await self._edit(
            self.minh, self.said, self.lan, self.answer, "Hỗ trợ 15 triệu."
        )

    async def _asks_further(self) -> None:
        cannot = gap(self.asker, "quote")
        text = "Còn hội chợ xuân?"
        said = await adds(self.lan, text) if cannot else await self.lan.says(text, reply_to=self.answer)
        relay = await self.minh.hears("Còn hội chợ xuân?")
        self.asked["quote"] = cannot or _quote(relay)
        self.asked["reopening"] = "as is" if "hỏi tiếp câu" in relay.text else "?"
        self.asked["recall"] = await self._recall(self.lan, said, self.minh, relay, "đã thu hồi một tin")

    async def _is_answered_more(self) -> None:
        for act in ("photo", "album", "document", "voice"):
            sent = _sending(self.minh, act)

            async def answers(sent: Callable[[], Awaitable[object]] = sent) -> None:
                await self.minh.presses("Trả lời", on=self.card)
                await self.minh.hears("phần bổ sung cho")
                await sent()
                await self.minh.hears("Đã gửi phần bổ sung")

            self.answered[act] = gap(self.officer, act) or await self._form(self.lan, answers)
        told = "đã thu hồi câu trả lời"
        self.answered["recall"] = await self._recall(self.minh, self.said, self.lan, self.answer, told)

    # --- what the other phone saw ----------------------------------------------------------------------------

    async def _form(self, phone: Phone, send: Callable[[], Awaitable[object]]) -> str:
        """In what form something arrives: `photo`, `album`, `2 photos`, `link`."""
        before = {bubble.id for bubble in phone.heard}
        await send()
        await phone.hears("(không có chữ)")
        await all_of(phone)
        new = [bubble for bubble in phone.heard if bubble.id not in before]
        if _together(phone, new):
            return "album"
        kinds = Counter(_KINDS.get(file, file) for bubble in new for file in bubble.files if file != "text")
        kinds["link"] += sum(len(_ADDRESS.findall(bubble.text)) for bubble in new)
        return ", ".join(f"{count} {kind}s" if count > 1 else kind for kind, count in kinds.items() if count) or "?"

    async def _edit(self, by: Phone, said: str, phone: Phone, before: Bubble, text: str) -> str:
        await by.edits(said, text)
        now = await phone.hears(text)
        if now.id == before.id:
            return "in place"
        return "said again" if now.text.startswith("(đã sửa)") else "?"

    async def _recall(self, by: Phone, said: str, phone: Phone, before: Bubble, told: str) -> str:
        await by.recalls(said)
        notice = await phone.hears(told)
        if isinstance(phone, TelegramPhone | WebPhone):
            await phone.loses(before)
            return "gone, told"
        return "told, quoted" if notice.quote else "told"


def _together(phone: Phone, new: list[Bubble]) -> bool:
    """Whether several pictures are shown as one album."""
    if isinstance(phone, TelegramPhone):
        albums = [s.extra.get("media_group_id") for s in phone.user.heard if str(s.id) in {b.id for b in new}]
        return len({album for album in albums if album}) == 1
    return any(len(bubble.files) > 1 for bubble in new)


def _quote(bubble: Bubble) -> str:
    return "as is" if bubble.quote else "in words" if bubble.text.startswith("> ") else "?"


def _sending(phone: Phone, act: str) -> Callable[[], Awaitable[object]]:
    async def send() -> object:
        match act, phone:
            case "photo", _:
                return await phone.sends_photo()
            case "document", _:
                return await phone.sends_file("to-trinh.pdf")
            case "album", TelegramPhone():
                return await phone.user.sends_album("", "")
            case "album", WebPhone():
                files = [await phone.uploads(f"anh-{n}.png", "image/png", PNG + bytes([n])) for n in (1, 2)]
                return await phone.says("", files=tuple(files))
            case "voice", TelegramPhone():
                return await phone.user.sends_voice(sound("ogg"))
            case "voice", WebPhone():
                return await phone.says("", files=(await phone.uploads("ghi-am.ogg", "audio/ogg", sound("ogg")),))
            case "voice", ZaloPhone() | ZaloBotPhone():
                return await phone.person.sends_voice(sound("aac"))
            case _:
                raise AssertionError(f"nothing sends {act} here")

    return send


async def story(url: str, folder: Path, asker: str, officer: str) -> Pair:
    """One row of both tables."""
    town = Town(url, folder)
    town.more = {"ffmpeg_path": FFMPEG}
    async with town:
        lan, minh = await pair(town, asker, officer)
        run = Pair(lan, minh, asker, officer)
        await run.run()
        return run


def table(acts: tuple[str, ...], rows: Mapping[tuple[str, str], Mapping[str, str]]) -> list[str]:
    """A table of docs/channels.md."""
    head = ["| asker | officer | " + " | ".join(acts) + " |", "|" + "---|" * (len(acts) + 2)]
    return head + [
        f"| {asker} | {officer} | " + " | ".join(cells[act] for act in acts) + " |"
        for (asker, officer), cells in rows.items()
    ]


async def main() -> None:
    """All pairs, printed."""
    runs = {}
    async with AsyncExitStack() as stack:
        for asker, officer in PAIRS:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = f"sqlite:///{folder / 'matrix.db'}"
            await migrate.upgrade(url)
            database = Database(url)
            await database.write(lambda tx: seed(tx, SEEDED_ON))
            await database.close()
            runs[asker, officer] = await story(url, folder / "data", asker, officer)
            print(f"{asker} × {officer}", file=sys.stderr)
    print("\n".join(table(ASKED, {pair: run.asked for pair, run in runs.items()})))
    print()
    print("\n".join(table(ANSWERED, {pair: run.answered for pair, run in runs.items()})))


if __name__ == "__main__":
    asyncio.run(main())

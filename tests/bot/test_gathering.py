"""Parts of an album become one message once nothing more comes; a late part is a reply to the first."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.channels.telegram.reading import Reader, arrival
from bot.gathering import MOST, QUIET, gathered
from handlers.clock import Clock
from handlers.context import Later
from handlers.incoming import Incoming, Kind, Said
from storage import inbox
from storage.db import Database, Tx
from storage.inbox import Held
from tests.bot.platform import LaterClock

A_LITTLE = QUIET / 4
CHAT = {"id": 5, "type": "private", "first_name": "Lan"}


class Post:
    """What Telegram told of one chat."""

    def __init__(self, db: Database) -> None:
        self.db, self.clock = db, LaterClock()
        self._number = 0

    async def comes(self, caption: str = "", album: str | None = "7", **more: object) -> None:
        """A photo, or what `more` makes of it."""
        self._number += 1
        number = self._number
        photo = [{"file_id": f"photo{number}", "file_unique_id": "u", "width": 9, "height": 9}]
        message = {"message_id": number, "date": 1_780_000_000, "chat": CHAT, "photo": photo,
                   "from": {"id": 5, "is_bot": False, "first_name": "Lan"}, "caption": caption, **more}  # fmt: skip
        update = {"update_id": number, "message": {**message, **({"media_group_id": album} if album else {})}}
        came = arrival("1", update, json.dumps(update).encode())
        now = self.clock.machine()
        await self.db.write(lambda tx: inbox.store(tx, [came], now, now))

    async def head(self) -> Held:
        now = self.clock.machine()
        (held,) = await self.db.write(lambda tx: inbox.claim(tx, "me", now, timedelta(seconds=60), 1))
        return held

    async def gathered(self, held: Held) -> tuple[Incoming | None, tuple[int, ...]]:
        return await gathered(self.db, self, held, self.clock.machine())  # type: ignore[arg-type]

    def parse(self, payload: bytes) -> Incoming | None:
        return Reader(Clock()).parse(payload)

    async def done(self, held: Held, others: tuple[int, ...]) -> Held | None:
        until = self.clock.machine() + timedelta(seconds=60)
        return await self.db.write(lambda tx: inbox.finish(tx, held, "me", until, others))

    def later(self, by: timedelta) -> None:
        self.clock.later += by


@pytest.fixture
def post(db: Database) -> Post:
    return Post(db)


async def test_parts_that_come_one_after_another_are_one_message(post: Post) -> None:
    await post.comes("Mặt trước và mặt sau")
    held = await post.head()
    with pytest.raises(Later) as waits:
        await post.gathered(held)
    assert 0 < waits.value.seconds <= QUIET.total_seconds()
    post.later(QUIET - A_LITTLE)
    await post.comes()
    with pytest.raises(Later):
        await post.gathered(held)  # from the last part on
    post.later(QUIET)
    said, others = await post.gathered(held)
    assert isinstance(said, Said)
    assert (said.text, said.message_id, said.more_ids) == ("Mặt trước và mặt sau", "1", ("2",))
    assert [(each.kind, each.reference) for each in said.attachments] == [
        (Kind.PHOTO, "photo1"), (Kind.PHOTO, "photo2")
    ]  # fmt: skip
    assert await post.done(held, others) is None
    assert await post.db.read(lambda tx: inbox.depth(tx)) == {}


async def test_several_captions_say_which_picture_they_are_of(post: Post) -> None:
    for caption in ("Đơn", "", "Sổ đỏ"):
        await post.comes(caption)
    post.later(QUIET)
    said, _ = await post.gathered(await post.head())
    assert isinstance(said, Said)
    assert said.text == "(1) Đơn\n(3) Sổ đỏ"


async def test_a_whole_album_is_not_waited_for(post: Post) -> None:
    for _ in range(MOST):
        await post.comes()
    said, others = await post.gathered(await post.head())
    assert isinstance(said, Said)
    assert (len(said.attachments), len(others)) == (MOST, MOST - 1)


async def test_what_comes_between_stays_a_message_of_its_own(post: Post) -> None:
    await post.comes("album")
    await post.comes("chữ", album=None)
    await post.comes()
    await post.comes(album="8")
    post.later(QUIET)
    held = await post.head()
    said, others = await post.gathered(held)
    assert isinstance(said, Said)
    assert said.more_ids == ("3",)
    following = await post.done(held, others)
    assert following
    between, none = await post.gathered(following)
    assert isinstance(between, Said)
    assert (between.text, none) == ("chữ", ())


async def test_a_late_part_goes_where_the_album_went(post: Post) -> None:
    await post.comes("Hai ảnh")
    post.later(QUIET)
    held = await post.head()
    _, others = await post.gathered(held)
    await post.done(held, others)
    await post.comes()
    said, none = await post.gathered(await post.head())
    assert isinstance(said, Said)
    assert (said.reply_to, said.message_id, none) == ("1", "2", ())


async def test_a_late_part_that_replies_to_something_keeps_its_reply(post: Post) -> None:
    await post.comes("Hai ảnh")
    post.later(QUIET)
    held = await post.head()
    await post.done(held, (await post.gathered(held))[1])
    target = {"message_id": 900, "date": 1_780_000_000, "chat": CHAT}
    await post.comes(reply_to_message=target)
    said, _ = await post.gathered(await post.head())
    assert isinstance(said, Said)
    assert said.reply_to == "900"


async def test_a_part_that_cannot_be_read_keeps_nobody_back(post: Post) -> None:
    await post.comes("đọc được")
    await post.comes(date=1)
    post.later(QUIET)
    held = await post.head()
    said, others = await post.gathered(held)
    assert isinstance(said, Said)
    assert (len(said.attachments), others) == (1, ())
    assert await post.done(held, others)


async def test_a_part_that_another_took_up_meanwhile_undoes_the_whole(post: Post) -> None:
    await post.comes("a")
    await post.comes()
    post.later(QUIET)
    held = await post.head()
    _, others = await post.gathered(held)

    async def elsewhere(tx: Tx) -> None:
        await inbox.finish(tx, Held(others[0], "telegram", held.conversation, b"", 0, held.received_at), "me",
                           post.clock.machine() + timedelta(seconds=60))  # fmt: skip

    await post.db.write(elsewhere)
    with pytest.raises(Exception, match="telegram:5"):
        await post.done(held, others)
    assert await post.db.read(lambda tx: inbox.depth(tx)) == {"new": 1}


@pytest.mark.parametrize("album", ["", "x" * 65, "a b", 7, None, ["7"]])
async def test_what_is_no_album_is_none(album: object) -> None:
    update = {"update_id": 1, "message": {"message_id": 1, "chat": CHAT, "media_group_id": album}}
    assert arrival("1", update, b"{}").album is None

"""A channel of one file, as docs/add-a-channel.md shows it, does the main job over real HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import ADDED
from storage import inbox
from storage.seats import Role
from tests.bot.channels import mailbox
from tests.bot.platform import until
from tests.fakes.gateway import LETTERS, Box, Gateway
from tests.talk import Town

QUESTION = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"
ROOT = Path(__file__).parents[2]
SECRET = "what both sides show each other"


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    made = Gateway(SECRET)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def town(
    seeded_url: str, tmp_path: Path, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    """The service with that channel beside its own."""
    monkeypatch.setenv("MAILBOX_URL", f"{gateway.base_url}/{LETTERS}")
    monkeypatch.setenv("MAILBOX_SECRET", SECRET)
    made = Town(seeded_url, tmp_path / "data")
    made.added = (*ADDED, mailbox.made)
    async with made as town:
        gateway.webhook = f"http://127.0.0.1:{town.app.port}/webhooks/mailbox"
        yield town


async def writes(gateway: Gateway, box: Box, text: str, times: int = 1) -> None:
    body = json.dumps(gateway.letter(box.name, text)).encode()
    assert [await gateway.brings(body) for _ in range(times)] == [200] * times


async def lan_joins(town: Town, gateway: Gateway) -> Box:
    lan = Box(gateway, "lan@that-khe")
    await writes(gateway, lan, f"/start {await town.invited(Role.CADRE, '06040')}")
    await lan.hears("Đã xong. Anh/chị là")
    return lan


def test_the_document_shows_the_file_that_is_tested_here() -> None:
    page = (ROOT / "docs" / "add-a-channel.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"```python\n(\"\"\"A gateway of mailboxes.*?)```", page, re.DOTALL)
    real = Path(mailbox.__file__).read_text(encoding="utf-8")
    assert shown == real
    assert len([line for line in real.splitlines() if line.strip()]) <= 60


async def test_the_main_job(town: Town, gateway: Gateway) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await lan_joins(town, gateway)
    await writes(gateway, lan, QUESTION, times=5)
    sort = await lan.hears("lĩnh vực nào")
    [choice] = re.findall(r"^(\d)\. Thuộc Bộ Công Thương$", sort.text, re.MULTILINE)
    await writes(gateway, lan, choice)
    await lan.hears("Đã gửi câu hỏi")
    card = await minh.hears("Câu hỏi mới")
    assert QUESTION in card.text
    await minh.says("Lập dự toán gửi Sở Tài chính.", reply_to=card)
    await minh.hears("Đã gửi trả lời")
    answer = await lan.hears("Lập dự toán gửi Sở Tài chính.")
    assert "Đã giải quyết" in answer.text
    await writes(gateway, lan, "Đã giải quyết")
    await lan.hears("đã đóng")
    assert len([b for b in minh.heard if "Hạn trả lời" in b.text]) == 1


async def test_a_letter_whose_answer_is_lost_comes_again_and_says_so(town: Town, gateway: Gateway) -> None:
    lan = await lan_joins(town, gateway)
    gateway.drop_next(LETTERS, effect=True)
    await writes(gateway, lan, "/trogiup")
    first, again = [await lan.hears("Cầu Nối giúp gì?") for _ in range(2)]
    assert again.text == f"(gửi lại)\n{first.text}"


async def test_a_gateway_that_fails_loses_nothing(town: Town, gateway: Gateway) -> None:
    lan = await lan_joins(town, gateway)
    gateway.fail_next(LETTERS, 500)
    await writes(gateway, lan, "/trogiup")
    assert (await lan.hears("Cầu Nối giúp gì?")).text.startswith("(gửi lại)")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"\xff", b'{"id": 1}', b"[" * 60_000,
        b'{"id": "1", "from": "a:b", "name": "x", "at": 1, "text": "x"}',
        b'{"id": "1", "from": 5, "name": "x", "at": 1, "text": "x"}',
        b'{"id": "1", "from": "a", "name": "x", "at": 1e30, "text": "x"}',
        b'{"id": "1", "from": "a", "name": "x", "at": "now", "text": "x"}',
    ],
)  # fmt: skip
@pytest.mark.parametrize("seeded_url", ["sqlite"], indirect=True)
async def test_what_is_no_letter_is_refused(town: Town, gateway: Gateway, body: bytes) -> None:
    assert await gateway.brings(body) == 400
    assert await gateway.brings(body, "another secret") == 403
    assert await gateway.brings(b" " * 64_001) == 413
    assert not await town.read(lambda tx: inbox._count(tx, inbox.UNDONE))
    assert not await town.read(lambda tx: inbox._count(tx, inbox.QUARANTINED))


async def test_where_it_is_not_set_there_is_none(
    seeded_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAILBOX_URL", raising=False)
    made = Town(seeded_url, tmp_path / "data")
    made.added = (mailbox.made,)
    async with made as town:
        assert "mailbox" not in town.app.channels
        await until(town.app.db, lambda tx: inbox._count(tx, inbox.UNDONE), lambda undone: not undone)

"""How the page looks where it is narrow: nothing is cut in two, covered, or beside its place."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import FilePayload, Locator, Page, expect

from handlers.outgoing import Button, Menu, Message
from tests.bot.channels.webchat.service import Service
from tests.browser.conftest import Watch, say

Up = tuple[Service, TestServer]
Box = tuple[float, float, float, float]


def picture(width: int, height: int) -> FilePayload:
    """A picture of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x60" * width) * height)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return FilePayload(name=f"{width}x{height}.png", mimeType="image/png", buffer=png)


async def box(node: Locator) -> Box:
    """Left, top, right and bottom."""
    found = await node.bounding_box()
    assert found
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


async def sends(page: Page, pictures: Sequence[FilePayload], text: str) -> Locator:
    """The message as it stands when its pictures are there."""
    await page.locator("#pick").set_input_files(list(pictures))
    await expect(page.locator("#files li")).to_have_count(len(pictures))
    await say(page, text)
    message = page.locator(".message.mine").filter(has_text=text)
    await expect(message).to_contain_text("đã gửi")
    await expect(message.locator(".photo")).to_have_count(len(pictures))
    for image in await message.locator("img").all():
        await image.scroll_into_view_if_needed()
        await expect(image).to_have_js_property("complete", True)
    return message


@pytest.mark.parametrize("width", [360, 1280])
async def test_no_band_stands_beside_a_picture_and_an_album_is_a_grid(watch: Watch, width: int) -> None:
    page = await watch.joins(width=width)
    for size in ((200, 600), (120, 100), (1600, 300)):
        narrow = await sends(page, [picture(*size)], f"Một ảnh {size} kèm vài lời dài hơn ảnh đó nhiều")
        frame, image = await box(narrow.locator(".photo")), await box(narrow.locator("img"))
        assert frame == pytest.approx(image, abs=0.5), size
        bubble = await box(narrow.locator(".bubble"))
        assert bubble[0] <= frame[0]
        assert frame[2] <= bubble[2]
    album = await sends(page, [picture(200, 600), picture(600, 200), picture(300, 300)], "Ba ảnh")
    first, second, third = [await box(photo) for photo in await album.locator(".photo").all()]
    assert (first[1], first[3]) == pytest.approx((second[1], second[3]), abs=0.5)
    assert first[2] < second[0]
    assert (third[0], third[2]) == pytest.approx((first[0], second[2]), abs=0.5)
    assert third[1] > first[3]
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_five_stars_stand_in_one_row_and_no_code_is_cut_in_two(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    chat = up[0].heard[0].place.chat
    stars = tuple(Button(f"{n} ★", f"star{n}") for n in range(1, 6))
    await up[0].send(chat, Message("Mời Anh/chị đánh giá câu trả lời:", rows=(stars,)))
    await expect(page.get_by_role("button", name="★")).to_have_count(5)
    tops = [(await box(star))[1] for star in await page.get_by_role("button", name="★").all()]
    assert len(set(tops)) == 1
    for long in range(14, 44, 3):
        label = f"Bổ sung {'x' * (long - 10)} 482-715-364: hội chợ"
        text = f"{'y' * long} 482-715-364, mã K7Q2-9XMD-4TRP ạ"
        await up[0].send(chat, Message(text, rows=((Button(label, f"t{long}"),),)))
    codes = page.locator(".unbroken")
    await expect(codes).to_have_count(30)
    assert await codes.evaluate_all("codes => codes.map((code) => code.getClientRects().length)") == [1] * 30
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_the_way_to_the_newest_covers_nothing_and_the_composer_knows_who_asks(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    chat = up[0].heard[0].place.chat
    field = page.get_by_label("Nội dung tin nhắn")
    await expect(field).to_have_attribute("placeholder", "Nhập tin nhắn…")  # here is the menu of an officer
    await up[0].send(chat, Menu((("cauhoi", "câu hỏi của tôi"), ("tracuu", "tra ngân hàng hỏi đáp"))))
    await expect(field).to_have_attribute("placeholder", "Nhập câu hỏi…")
    await up[0].send(chat, Message("một dòng\n" * 60 + "dòng cuối"))
    down = page.get_by_role("button", name="Tới tin mới nhất")
    for draft in ("", "hai\ndòng\nba\nbốn"):
        await field.fill(draft)
        log, button, composer = [
            await box(node) for node in (page.locator("#scroll"), down, page.locator("#composer"))
        ]
        assert log[3] <= button[1]
        assert button[3] <= composer[1]
    await down.click()
    await expect(down).to_be_hidden()
    await expect(page.get_by_text("dòng cuối")).to_be_in_viewport()

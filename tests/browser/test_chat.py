"""The chat page in a real browser."""

from __future__ import annotations

import os
import re

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import FilePayload, Route, expect

from handlers.incoming import Edited, Pressed, Recalled, Said
from handlers.outgoing import Draft, Edit, Message, Recall
from tests.bot.channels.webchat.service import Service
from tests.browser.conftest import Watch, is_accessible, say

Up = tuple[Service, TestServer]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360606000000004000"
    "1f61738550000000049454e44ae426082"
)


def heard(up: Up) -> list[str]:
    return [one.text for one in up[0].heard if isinstance(one, Said)]


async def test_a_question_is_sent_and_answered(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    await say(page, "Xin giấy phép bán lẻ rượu ở đâu?")
    question = page.locator(".message.mine")
    await expect(question).to_have_count(1)
    await expect(question).to_contain_text("đã gửi")
    await expect(question.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    answer = page.locator(".message.theirs").filter(has_text="Đã nhận: Xin giấy phép")
    await expect(answer.locator(".quote")).to_contain_text("Anh/chị")
    await expect(page.locator(".day")).to_have_text(re.compile(r"^(thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ nhật) \d+/\d+$"))
    await expect(page.locator("#typing")).to_be_hidden()
    assert heard(up) == ["/start", "Xin giấy phép bán lẻ rượu ở đâu?"]


async def test_what_is_too_long_stays_in_the_composer_to_be_split(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    box = page.get_by_label("Nội dung tin nhắn")
    await box.fill("x" * 8_001)
    await page.locator("#send").click()
    await expect(page.locator("#problem")).to_contain_text("tối đa 8.000 ký tự")
    assert len(await box.input_value()) == 8_001
    await box.fill("😀" * 8_000)
    await page.locator("#send").click()
    await expect(page.locator("#problem")).to_have_text("")
    await expect(page.locator(".message.theirs").filter(has_text="Đã nhận")).to_be_visible()
    assert [len(text) for text in heard(up)[1:]] == [8_000]


async def test_at_a_desk_enter_sends_and_shift_enter_breaks_the_line(watch: Watch, up: Up) -> None:
    page = await watch.joins(width=1280)
    box = page.get_by_label("Nội dung tin nhắn")
    await box.press_sequentially("một")
    await box.press("Shift+Enter")
    await box.press_sequentially("hai")
    await box.press("Enter")
    await expect(page.get_by_text("Đã nhận: một")).to_be_visible()
    await expect(box).to_have_value("")
    assert heard(up)[-1] == "một\nhai"


async def test_a_press_is_marked_noticed_and_answered(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    await say(page, "nút")
    button = page.get_by_role("button", name="Có, đã rõ")
    await button.click()
    await expect(page.get_by_text("Đã chọn: yes")).to_be_visible()
    await expect(button).to_have_class(re.compile("pressed"))
    await expect(page.locator("#notice")).to_have_text("Đã ghi nhận")
    assert [one.token for one in up[0].heard if isinstance(one, Pressed)] == ["yes"]


async def test_an_edit_of_ours_replaces_the_bubble_and_its_buttons(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    await say(page, "nút")
    prompt = page.locator(".message.theirs").filter(has_text="có giúp được")
    await expect(prompt.get_by_role("button", name="Có, đã rõ")).to_be_visible()
    row_id = await prompt.get_attribute("data-id")
    await up[0].send(up[0].heard[0].place.chat, Edit(1, Message("Cảm ơn Anh/chị.")), edit_of=row_id)
    changed = page.locator(f'.message[data-id="{row_id}"]')
    await expect(changed).to_contain_text("Cảm ơn Anh/chị.")
    await expect(changed.locator(".choice")).to_have_count(0)


async def test_a_message_is_answered_by_quoting_it(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    welcome = page.locator(".message.theirs").first
    await welcome.get_by_role("button", name="Trả lời tin này").click()
    await expect(page.locator("#context-text")).to_contain_text("Kính chào Anh/chị!")
    await say(page, "Tôi trả lời đây")
    await expect(page.locator(".message.mine .quote")).to_contain_text("Kính chào Anh/chị!")
    await expect(page.locator("#context")).to_be_hidden()
    await expect(page.get_by_text("Đã nhận: Tôi trả lời đây")).to_be_visible()
    said = up[0].heard[-1]
    assert isinstance(said, Said)
    assert said.reply_to == await welcome.get_attribute("data-id")


async def test_a_message_of_ones_own_is_mended(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    await say(page, "giay phep ruou")
    await expect(page.get_by_text("Đã nhận: giay phep ruou")).to_be_visible()
    await page.locator(".message.mine").get_by_role("button", name="Sửa tin này").click()
    await page.get_by_label("Nội dung tin nhắn").fill("giấy phép rượu")
    await page.get_by_role("button", name="Lưu").click()
    await expect(page.locator(".message.mine")).to_contain_text("đã sửa")
    await expect(page.get_by_text("Đã sửa thành: giấy phép rượu")).to_be_visible()
    assert [one.text for one in up[0].heard if isinstance(one, Edited)] == ["giấy phép rượu"]


async def test_a_message_of_ones_own_is_recalled(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    await say(page, "Số điện thoại của tôi là 0912 345 678")
    answer = page.locator(".message.theirs").filter(has_text="Đã nhận: Số điện thoại")
    await expect(answer.locator(".quote")).to_contain_text("0912")
    own = page.locator(".message.mine")
    await own.get_by_role("button", name="Thu hồi tin này").click()
    asked = page.get_by_role("dialog", name="Thu hồi tin này?")
    await expect(asked).to_contain_text("0912 345 678")
    await is_accessible(page)
    await asked.get_by_role("button", name="Thôi").click()
    await own.get_by_role("button", name="Thu hồi tin này").click()
    await asked.get_by_role("button", name="Thu hồi", exact=True).click()
    row_id, chat = await own.get_attribute("data-id") or "", up[0].heard[0].place.chat
    await up[0].send(chat, Recall(None, "", said=row_id), edit_of=row_id)
    answer_id = await page.locator(".message.theirs").last.get_attribute("data-id")
    await up[0].send(chat, Recall(1, ""), edit_of=answer_id)
    for _ in range(2):
        await expect(page.locator(".bubble.recalled")).to_have_text(["Tin đã thu hồi"] * 2)
        await expect(page.get_by_text("0912")).to_have_count(0)
        await expect(own.get_by_role("button")).to_have_count(0)
        await is_accessible(page)
        if picture := os.environ.get("CAUNOI_PICTURE"):
            await page.screenshot(path=picture)
        await page.reload()
    assert [one.message_id for one in up[0].heard if isinstance(one, Recalled)] == [row_id]


async def test_that_somebody_writes_is_shown_and_told(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    async with page.expect_request("**/chat/writing") as told:
        await page.get_by_label("Nội dung tin nhắn").press_sequentially("xin")
    assert (await told.value).post_data_json == {"reply_to": None}
    await up[0].web.hint(up[0].heard[0].place)
    await expect(page.locator("#typing")).to_be_visible()
    await expect(page.locator("#notice")).to_have_text("")
    await expect(page.locator("#typing")).to_be_hidden()  # it says so anew, or does not any more


async def test_what_is_written_without_network_goes_out_when_it_is_back(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    await page.context.set_offline(True)
    await expect(page.locator("#state")).to_have_attribute("data-state", "offline")
    await say(page, "viết khi mất mạng 1")
    await say(page, "viết khi mất mạng 2")
    await expect(page.locator(".message.mine").first).to_contain_text("chưa gửi được – thử lại")
    await page.context.set_offline(False)
    await expect(page.get_by_text("Đã nhận: viết khi mất mạng 2")).to_be_visible(timeout=20_000)
    await expect(page.locator(".message.mine")).to_have_count(2)
    await expect(page.locator("#state")).to_have_attribute("data-state", "online")
    assert heard(up)[1:] == ["viết khi mất mạng 1", "viết khi mất mạng 2"]


async def test_what_was_not_sent_survives_a_reload(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    await page.route("**/chat/messages", lambda route: route.abort())
    await say(page, "đừng mất tôi")
    await expect(page.get_by_text("chưa gửi được – thử lại")).to_be_visible()
    await page.get_by_label("Nội dung tin nhắn").fill("bản nháp")
    await page.unroute("**/chat/messages")
    await page.reload()
    await expect(page.get_by_text("Đã nhận: đừng mất tôi")).to_be_visible()
    await expect(page.locator(".message.mine")).to_have_count(1)
    await expect(page.get_by_label("Nội dung tin nhắn")).to_have_value("bản nháp")


async def test_a_message_whose_answer_was_lost_stays_one(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    tries = 0

    async def lose_the_first_answer(route: Route) -> None:
        nonlocal tries
        tries += 1
        if tries > 1:
            await route.continue_()
            return
        await route.fetch()
        await route.abort()

    await page.route("**/chat/messages", lose_the_first_answer)
    await say(page, "chỉ một lần")
    await expect(page.get_by_text("Đã nhận: chỉ một lần")).to_be_visible()
    async with page.expect_response("**/chat/messages"):
        pass
    await expect(page.locator(".message.mine")).to_have_count(1)
    assert heard(up).count("chỉ một lần") == 1
    assert tries == 2


async def test_a_busy_service_is_tried_again(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    busy = {"status": 503, "headers": {"Retry-After": "600"}, "json": {"error": "error_busy", "message": "bận"}}
    await page.route("**/chat/messages", lambda route: route.fulfill(**busy), times=1)
    await say(page, "thử lại nhé")
    await page.get_by_role("button", name="chưa gửi được – thử lại").click()
    await expect(page.get_by_text("Đã nhận: thử lại nhé")).to_be_visible()
    assert heard(up).count("thử lại nhé") == 1


async def test_after_a_reload_everything_is_there(watch: Watch) -> None:
    page = await watch.joins()
    await say(page, "trước khi tải lại")
    await expect(page.get_by_text("Đã nhận: trước khi tải lại")).to_be_visible()
    before = await page.locator(".message").count()
    await page.reload()
    await expect(page.locator(".message")).to_have_count(before)
    await say(page, "sau khi tải lại")
    await expect(page.get_by_text("Đã nhận: sau khi tải lại")).to_be_visible()


async def test_without_sockets_long_polls_do(watch: Watch, up: Up) -> None:
    page = await watch.opens()
    await page.route_web_socket("**/chat/ws", lambda socket: socket.close())
    await page.reload()
    await page.get_by_role("button", name="Tôi chưa có mã").click()
    await expect(page.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    await expect(page.locator("#state")).to_have_attribute("data-state", "online")
    await say(page, "qua long poll")
    await expect(page.get_by_text("Đã nhận: qua long poll")).to_be_visible()


async def test_an_invite_link_asks_before_it_joins_and_hides_its_code(watch: Watch, up: Up) -> None:
    page = await watch.opens("/chat/?code=INVITE-42")
    await expect(page).to_have_url(re.compile(r"/chat/$"))
    await expect(page.get_by_label("Mã mời", exact=True)).to_have_value("INVITE-42")
    assert heard(up) == []
    await page.get_by_role("button", name="Vào bằng mã mời").click()
    await expect(page.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    assert heard(up) == ["/start INVITE-42"]
    await page.goto(page.url + "?code=SECOND-7")
    await expect(page).to_have_url(re.compile(r"/chat/$"))
    await page.get_by_role("button", name="Dùng mã này").click()
    await expect(page.get_by_text("Kính chào Anh/chị!")).to_have_count(2)
    assert heard(up) == ["/start INVITE-42", "/start SECOND-7"]


async def test_a_wrong_or_missing_code_is_explained(watch: Watch) -> None:
    page = await watch.opens()
    await page.get_by_role("button", name="Vào bằng mã mời").click()
    await expect(page.get_by_role("alert")).to_contain_text("vui lòng nhập mã mời")
    await page.get_by_label("Mã mời", exact=True).fill("mã có dấu")
    await page.get_by_role("button", name="Vào bằng mã mời").click()
    await expect(page.get_by_role("alert")).to_contain_text("Mã mời chỉ gồm")


async def test_photos_and_files_go_along(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    await page.locator("#pick").set_input_files(
        [
            FilePayload(name="cột điện.png", mimeType="image/png", buffer=PNG),
            FilePayload(name="Công văn 12.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 " + b"x" * 3000),
        ]
    )
    await expect(page.locator("#files li")).to_have_count(2)
    await say(page, "gửi kèm")
    own = page.locator(".message.mine")
    await expect(own.locator(".photo img")).to_be_visible()
    assert await own.locator(".photo img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    await expect(own.locator(".file")).to_contain_text("Công văn 12.pdf")
    await expect(page.locator(".message.theirs .photo img")).to_be_visible()
    await expect(page.locator("#files li")).to_have_count(0)
    async with page.expect_download() as download:
        await page.locator(".message.theirs .file").click()
    assert (await download.value).suggested_filename == "Công văn 12.pdf"


async def test_a_file_that_is_not_taken_says_why(watch: Watch) -> None:
    page = await watch.joins()
    await page.locator("#pick").set_input_files(
        [FilePayload(name="trang.html", mimeType="text/html", buffer=b"<html><script>alert(1)</script>")]
    )
    await expect(page.locator("#files .bad")).to_contain_text("Loại tệp này không nhận được")
    await page.get_by_role("button", name="Bỏ tệp: trang.html").click()
    await expect(page.locator("#files li")).to_have_count(0)


async def test_a_slash_offers_the_commands_of_this_chat(watch: Watch, up: Up) -> None:
    page = await watch.joins(width=1280)
    box = page.get_by_label("Nội dung tin nhắn")
    await box.press_sequentially("/")
    await expect(page.locator("#commands li")).to_have_count(2)
    await box.press_sequentially("han")
    await page.get_by_role("button", name="/hangdoi").click()
    await expect(page.get_by_text("Đã nhận: /hangdoi")).to_be_visible()
    assert heard(up)[-1] == "/hangdoi"


async def test_text_is_never_markup_and_only_real_links_are_links(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    evil = '<img src=x onerror="document.title=1"> javascript:alert(1) https://chinhphu.vn/a?b=1&c=2. <b>đậm</b>'
    await say(page, evil)
    bubble = page.locator(".message.mine .text")
    await expect(bubble).to_have_text(evil)
    await expect(bubble.locator("img, b")).to_have_count(0)
    [link] = await bubble.locator("a").all()
    assert await link.get_attribute("href") == "https://chinhphu.vn/a?b=1&c=2"
    assert "noopener" in (await link.get_attribute("rel") or "")
    assert await page.title() == "Cầu Nối"


async def test_emphasis_counts_characters_as_python_does(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    await up[0].send(
        up[0].heard[0].place.chat, Draft().line("👍👍 xong").bold("Căn cứ pháp lý").italic("kiểm tra").message()
    )
    bubble = page.locator(".message.theirs").last
    await expect(bubble.locator("strong")).to_have_text("Căn cứ pháp lý")
    await expect(bubble.locator("em")).to_have_text("kiểm tra")


async def test_what_came_meanwhile_is_marked_and_read(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    chat = up[0].heard[0].place.chat
    async with page.expect_response("**/chat/read"):
        await say(page, "tôi đọc đến đây")
        await expect(page.get_by_text("Đã nhận: tôi đọc đến đây")).to_be_visible()
    address = page.url
    await page.goto("about:blank")
    for number in range(30):
        await up[0].send(chat, Message(f"Tin mới số {number}"))
    await page.goto(address)
    await expect(page.locator(".unread")).to_be_in_viewport()
    await expect(page.get_by_text("Tin mới số 29")).not_to_be_in_viewport()
    async with page.expect_response("**/chat/read"):
        await page.get_by_role("button", name="Tới tin mới nhất").click()
    await expect(page.get_by_text("Tin mới số 29")).to_be_in_viewport()
    await page.reload()
    await expect(page.get_by_text("Tin mới số 29")).to_be_in_viewport()
    await expect(page.locator(".unread")).to_have_count(0)


async def test_a_long_answer_is_read_from_its_beginning(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    chat = up[0].heard[0].place.chat
    await up[0].send(chat, Message("Câu trả lời dài\n" + "một dòng căn cứ\n" * 60 + "dòng cuối"))
    bubble = page.locator(".message").last
    await expect(bubble).to_contain_text("dòng cuối")
    top = await page.locator("#scroll").evaluate("node => node.getBoundingClientRect().top")
    box = await bubble.bounding_box()
    assert box
    assert 0 <= box["y"] - top < 40
    await expect(page.get_by_role("button", name="Tới tin mới nhất")).to_be_visible()


async def test_older_messages_come_on_demand(watch: Watch, up: Up) -> None:
    page = await watch.joins()
    for number in range(80):
        await up[0].send(up[0].heard[0].place.chat, Message(f"Tin {number}."))
    await expect(page.get_by_text("Tin 79.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Tin 79.")).to_be_visible()
    await expect(page.locator(".message")).to_have_count(60)
    await page.get_by_role("button", name="Xem tin cũ hơn").click()
    await expect(page.locator(".message")).to_have_count(81)
    await expect(page.get_by_role("button", name="Xem tin cũ hơn")).to_be_hidden()


@pytest.mark.parametrize("way", ["leave", "ended elsewhere"])
async def test_when_the_session_is_over_the_page_offers_to_begin_again(watch: Watch, up: Up, way: str) -> None:
    page = await watch.joins()
    if way == "leave":
        await page.get_by_role("button", name="Đăng xuất khỏi thiết bị này").click()
        await page.get_by_role("button", name="Đăng xuất", exact=True).click()
    else:
        await page.context.clear_cookies()
        await say(page, "phiên đã hết")
        await expect(page.get_by_text("Mời Anh/chị vào lại")).to_be_visible()
    await page.get_by_role("button", name="Tôi chưa có mã").click()
    await expect(page.get_by_text("Kính chào Anh/chị!")).to_have_count(1)
    # What could not be sent waits for the person's own decision: it might be another person.
    unsent = "" if way == "leave" else "phiên đã hết"
    await expect(page.get_by_label("Nội dung tin nhắn")).to_have_value(unsent)
    assert "phiên đã hết" not in heard(up)


async def test_two_tabs_show_the_same(watch: Watch) -> None:
    page = await watch.joins()
    other = await page.context.new_page()
    await other.goto(page.url)
    await say(page, "từ trang một")
    await expect(other.get_by_text("Đã nhận: từ trang một")).to_be_visible()
    await expect(other.locator(".message.mine")).to_have_count(1)

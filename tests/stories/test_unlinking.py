"""A channel is taken away: what was for its owner follows him, and whoever holds that phone sees nothing more."""

from __future__ import annotations

from sqlalchemy import select, update

from handlers.outgoing import RESENT
from storage.tables import leases, outbox
from tests.bot.platform import until
from tests.stories.test_linking import answers, asks, code_of, linked, links, opens_channels
from tests.stories.test_web_push import asked
from tests.talk import Town


async def test_the_last_channel_cannot_be_taken_away(town: Town) -> None:
    _, lan, web = await linked(town)
    await opens_channels(lan)
    shown = lan.heard[-1]
    await lan.presses("Gỡ trang chat Cầu Nối")
    await lan.hears("Đã gỡ trang chat Cầu Nối")
    await lan.presses("Gỡ Telegram", on=shown)
    await lan.hears("kênh duy nhất của Anh/chị")
    status, _ = await web.posts("read", {"cursor": 1})
    assert status == 401


async def test_what_is_said_after_unlinking_does_not_come_there_any_more(town: Town) -> None:
    minh, lan, web = await linked(town)
    await asks(web)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await web.hears("Lập dự toán")
    await opens_channels(lan)
    await lan.presses("Gỡ trang chat Cầu Nối")
    await lan.hears("Đã gỡ trang chat Cầu Nối")
    receipt = next(b for b in reversed(minh.heard) if "Đã gửi trả lời" in b.text)
    await minh.says("Bổ sung: kèm kế hoạch.", reply_to=receipt)
    await lan.hears("Bổ sung: kèm kế hoạch.")


async def test_an_answer_does_not_go_to_the_phone_that_was_lost_though_it_was_asked_there(town: Town) -> None:
    minh, lan, web = await linked(town)
    await asks(lan)
    code = await code_of(lan)
    await opens_channels(web)
    await web.presses("Gỡ Telegram")
    await web.hears("Đã gỡ Telegram")
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    answer = await web.hears("Lập dự toán gửi Sở Tài chính.")
    bot = town.on_zalo_bot("Kẻ trộm")
    await bot.says(f"/lienket {code}")
    await bot.hears("Mã nối kênh không đúng")
    await web.says("/thuhoi")  # of the question: the lost phone hears nothing of that, either
    await web.hears("thu hồi")
    assert answer.text not in [bubble.text for bubble in lan.heard]
    assert not [bubble for bubble in lan.heard if "Lập dự toán" in bubble.text]


async def test_what_was_not_read_on_a_page_that_is_taken_away_follows_its_reader(town: Town) -> None:
    minh, lan = await asked(town)
    zalo = town.on_zalo("Lan")
    await links(lan, zalo)
    await lan.says("/trogiup")
    await lan.hears("Cầu Nối giúp gì")
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await lan.hears("Lập dự toán")
    await opens_channels(zalo)
    await zalo.presses("Gỡ trang chat Cầu Nối")
    shown = await zalo.hears("Lập dự toán gửi Sở Tài chính.")
    await zalo.presses("Đã giải quyết", on=shown)
    await zalo.hears("Mời Anh/chị đánh giá")
    await town.forward(minutes=30)
    assert len([b for b in zalo.heard if "Lập dự toán" in b.text]) == 1


async def test_what_was_perhaps_sent_is_not_tried_again_at_a_phone_that_is_taken_away(town: Town) -> None:
    minh, lan, web = await linked(town)
    await asks(lan)
    town.fake.drop_next("sendMessage", effect=True, times=99)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    tries = select(outbox.c.attempts).where(outbox.c.role == "answer", outbox.c.state == "sending")
    await until(town.app.db, lambda tx: tx.value(tries), bool)
    await lan.hears("Lập dự toán")
    await opens_channels(web)
    await web.presses("Gỡ Telegram")
    assert RESENT in (await web.hears("Lập dự toán gửi Sở Tài chính.")).text
    shown = len([b for b in lan.heard if "Lập dự toán" in b.text])
    town.fake.heal()
    now = town.clock.machine()
    await town.app.db.write(lambda tx: tx.change(update(leases).values(until=now)))
    ended = select(outbox.c.id).where(outbox.c.role == "answer", outbox.c.state == "expired")
    await until(town.app.db, lambda tx: tx.value(ended), bool)
    assert len([b for b in lan.heard if "Lập dự toán" in b.text]) == shown

"""What else happens on a day: people come, go and return, are let in, write to everybody, look things up."""

from __future__ import annotations

from functools import partial

from tests.shuffle.cast import Cast
from tests.shuffle.day import Day, Plot, Story
from tests.shuffle.phones import sees
from tests.shuffle.stories import MINISTRY, UNKNOWN, goes_to_a_person


def newcomer(cast: Cast) -> Plot:
    """Asks before he is anybody, then comes in with his code and sends what he had asked."""

    async def plot(day: Day, story: Story) -> None:
        hand = cast.newcomer
        text = f"{story.coin.choice(UNKNOWN)} (người mới)"
        if story.coin.random() < 0.6:
            await hand.says(text)
            await story.pause()
        code = cast.code
        await hand.says(f"/start {code}" if story.coin.random() < 0.5 else code.lower())
        await story.pause()
        kept = sees(hand, "Trước đó Anh/chị có hỏi", button="Gửi câu hỏi này")
        if kept:
            await hand.presses("Gửi câu hỏi này", kept)
            await story.pause()
            await goes_to_a_person(day, story, hand, cast, text)

    return plot


def applicant(cast: Cast) -> Plot:
    """Names his commune and is let in, or not."""

    async def plot(day: Day, story: Story) -> None:
        hand, decider = cast.applicant, story.coin.choice((cast.officer, cast.colleague))
        await hand.says("/start")
        await story.pause()
        for label in ("Đăng ký đơn vị", "Đúng"):
            shown = await story.until(partial(sees, hand, button=label), 2)
            if shown is None:
                return
            await hand.presses(label, shown)
            await story.pause()
            if label == "Đăng ký đơn vị":
                said = await hand.says("binh gia lang")
                await hand.edits(said, "bình gia, lạng sơn")
                await story.pause()
                await hand.says("xã bình gia, lạng sơn")
                await story.pause()
        card = sees(decider, hand.name, button="Duyệt")
        if card:
            await story.may(decider)
            await decider.presses(story.coin.choice(("Duyệt", "Duyệt", "Từ chối")), card)
            await story.pause()

    return plot


def comes_and_goes(cast: Cast) -> Plot:
    """A cadre blocks the bot while his question is answered, and comes back."""

    async def plot(day: Day, story: Story) -> None:
        await story.until(lambda: cast.free, 40)
        if not cast.free:
            return
        cadre, officer = cast.free.pop(), cast.officer
        text = f"{UNKNOWN[0]} ở {cadre.name}"
        await cadre.says(text)
        await story.pause()
        # Patient: what waits behind a slow send would find him gone, and rightly so.
        card = await goes_to_a_person(day, story, cadre, cast, text, patient=True)
        if card:
            await story.may(officer)
            await officer.says(f"Đã cử người ({text})", card)
            cadre.blocks()
            await story.pause()
        if story.coin.random() < 0.7:
            async with story.alone():  # he is shown what his whole office asked: not while somebody there asks
                cadre.unblocks()
                await cadre.says("/cauhoi")
                await story.pause()
        cast.free.append(cadre)

    return plot


def broadcast(cast: Cast) -> Plot:
    """The admin writes to a whole province; who is unreachable just then does not get it."""

    async def plot(day: Day, story: Story) -> None:
        admin = cast.admin
        async with story.alone():
            await admin.says("/thongbao")
            await story.pause()
            whom = sees(admin, "Gửi thông báo mới tới ai?")
            if whom is None:
                return
            await admin.presses(story.coin.choice(whom.buttons[:2]), whom)
            await story.pause()
            text = "Mưa lũ đến hết tuần: các xã kiểm tra hồ đập."
            said = await admin.says(text)
            await admin.edits(said, text + " Báo cáo trước 17 giờ.")
            await story.pause()
            preview = sees(admin, "Trên đây là đúng tin")
            if preview is None:
                return
            gone = story.coin.choice(cast.free) if cast.free and story.coin.random() < 0.5 else None
            if gone:
                gone.blocks()
                await story.pause()
            await admin.presses(story.coin.choice((preview.buttons[0], *preview.buttons)), preview)
            await story.pause()
            if gone:
                gone.unblocks()
            if refresh := sees(admin, "", button="Cập nhật"):
                await admin.presses("Cập nhật", refresh)
            await story.pause()

    return plot


def on_leave(cast: Cast) -> Plot:
    """The officer is away for a while: what is asked then goes to his colleague."""

    async def plot(day: Day, story: Story) -> None:
        officer = cast.officer
        async with story.alone():
            await officer.says("/truc")
            await story.pause()
            duty = sees(officer, "Lịch trực", button="Báo vắng")
            if duty is None:
                return
            await officer.presses("Báo vắng", duty)
            await story.pause()
            await officer.says("25/11")
            await story.pause()
            if cast.free:
                asker = story.coin.choice(cast.free)
                await asker.says(f"{UNKNOWN[1]} (khi vắng)")
                await story.pause()
                if field := sees(asker, "lĩnh vực", button=MINISTRY):
                    await asker.presses(MINISTRY, field)
                    await story.pause()
            if back := sees(officer, "Lịch trực", button="Đã trở lại"):
                await officer.presses("Đã trở lại", back)
                await story.pause()

    return plot


def looks_up(cast: Cast) -> Plot:
    """Commands that change nothing; one of them is corrected."""

    async def plot(day: Day, story: Story) -> None:
        hand = cast.neighbour
        said = await hand.says("/tracuu cụm công nghiệp")
        await hand.edits(said, "/tracuu an toàn đập")
        await hand.says("/toi")
        await story.pause()
        if rename := sees(hand, "Thông tin của Anh/chị", button="Sửa họ tên"):
            async with story.alone():  # whoever names him meanwhile would name him by either name
                await hand.presses("Sửa họ tên", rename)
                await story.pause()
                await hand.says("Đỗ Tiến Dũng")
                await story.pause()

    return plot


def contest(cast: Cast) -> Plot:
    """Two officers answer the same question at once: one is first, the other is told so. Either may be it."""

    async def plot(day: Day, story: Story) -> None:
        if not cast.free:
            return
        first, second = cast.officer, cast.colleague
        async with story.alone():
            asker = cast.free[0]
            await asker.says(f"{UNKNOWN[2]} (cả hai)")
            await story.pause()
            if field := sees(asker, "lĩnh vực", button=MINISTRY):
                await asker.presses(MINISTRY, field)
                await story.pause()
            card = sees(first, "(cả hai)", button="Trả lời")
            if card is None:
                return
            code = next(word for word in card.text.split() if word.count("-") == 2 and len(word) == 11)
            await second.says(code)
            await story.pause()
            found = sees(second, code, button="Trả lời")
            if found is None:
                return
            day.side(0)
            await first.says("Sửa loa: gọi nhà mạng.", card)
            day.side(1)
            await second.says("Sửa loa: báo văn phòng.", found)
            day.side(None)
            await story.pause()
            loser = next((h for h in (first, second) if sees(h, "", button="Gửi làm phần bổ sung")), None)
            if loser and (offer := sees(loser, "", button="Gửi làm phần bổ sung")):
                await loser.presses("Gửi làm phần bổ sung", offer)
                await story.pause()

    return plot

"""What a question goes through, from the first word of a cadre to the stars he gives.

Each plot reads what stands on a phone and goes on with that; where something else stands there than it hoped for
(the clock was faster, the bank knew it), it makes the best of it. It never asks in which way it is delivered.
"""

from __future__ import annotations

from tests.phones import Bubble
from tests.shuffle.cast import Cast
from tests.shuffle.day import Day, Plot, Story
from tests.shuffle.phones import Hand, TelegramHand, sees

KNOWN = (
    "Người dân hỏi chuyển đất lúa sang trồng cây ăn quả",
    "Lắp điện mặt trời mái nhà trụ sở xã",
    "Cây xăng dầu ở xã cần giấy tờ gì",
    "Ai công bố thủ tục hành chính ngành Công Thương để xã niêm yết?",
)
LIKE = (
    "Cụm công nghiệp ở xã bao giờ được lập",
    "Đường dây điện võng thấp qua nhà dân",
    "Xin hỏi thủ tục mở cửa hàng bán thuốc lá ở thôn",
    "Chợ phiên họp trên đường quốc lộ, xử lý ra sao?",
)
UNKNOWN = ("Loa ở hội trường bị rè", "Máy in hết mực, xin thay kiểu gì?", "Loa phường mất tiếng mấy hôm nay")
MINISTRY = "Thuộc Bộ Công Thương"


def question(number: int, cast: Cast) -> Plot:
    """A cadre asks; if need be an officer answers."""

    async def plot(day: Day, story: Story) -> None:
        await story.until(lambda: cast.free, 40)
        if not cast.free:
            return
        cadre = cast.free.pop(story.coin.randrange(len(cast.free)))
        text = await asks(day, story, cadre, number)
        card = await goes_to_a_person(day, story, cadre, cast, text)
        if card:
            await with_officer(day, story, cadre, cast, text)
        cast.free.append(cadre)

    return plot


def web_question(cast: Cast) -> Plot:
    """The same from the web chat."""

    async def plot(day: Day, story: Story) -> None:
        text = f"{story.coin.choice(LIKE)} (từ máy tính)"
        said = await cast.clerk.says(text)
        await story.pause()
        if story.coin.random() < 0.4:
            text += ", xin trả lời sớm"
            await cast.clerk.edits(said, text)
            await story.pause()
        if await goes_to_a_person(day, story, cast.clerk, cast, text):
            await with_officer(day, story, cast.clerk, cast, text)

    return plot


async def asks(day: Day, story: Story, cadre: TelegramHand, number: int) -> str:
    """In words, with a picture, or in an album; perhaps corrected in the same minute. How it reads in the end."""
    coin = story.coin
    text = f"{coin.choice(coin.choice((KNOWN, LIKE, UNKNOWN)))} (việc {number})"
    how = coin.random()
    if how < 0.6:
        said = await cadre.says(text)
    elif how < 0.8:
        said = await cadre.photo(text)
    else:
        said = await cadre.photo(text, album=f"album-{number}")
        await cadre.photo(album=f"album-{number}")
        if coin.random() < 0.5:
            await cadre.photo(album=f"album-{number}")
    if coin.random() < 0.3:
        text += ", kính mong hướng dẫn"
        await cadre.edits(said, text)
    await story.pause()
    return text


async def goes_to_a_person(
    day: Day, story: Story, cadre: Hand, cast: Cast, text: str, *, patient: bool = False
) -> Bubble | None:
    """Presses on until an officer has the card; None when the bank's answer was enough, or nobody has it."""
    coin = story.coin

    def receipts() -> int:
        return sum("Đã gửi câu hỏi" in bubble.text for bubble in cadre.bubbles())

    before = receipts()
    for _ in range(5):
        if card := sees(cast.officer, text, button="Trả lời"):
            return card
        *_, shown = cadre.bubbles()
        # Not the last message alone: what came after the receipt may still stand behind a slow send.
        if receipts() > before:
            found: Bubble | None = await story.until(lambda: sees(cast.officer, text, button="Trả lời"), 2)
            return found
        if "Câu hỏi mới" in shown.buttons:
            await cadre.presses(coin.choice(shown.buttons), shown)
        elif "Đã rõ" in shown.buttons:
            label = coin.choice(("Đã rõ", "Chưa rõ, hỏi cán bộ", "Chưa rõ, hỏi cán bộ"))
            await cadre.presses(label, shown)
            if label == "Đã rõ":
                await story.pause()  # before he is free for something else: two things at once come in any order
                return None
        elif "Không phải, hỏi cán bộ" in shown.buttons:
            if coin.random() < 0.3:
                await cadre.says("1")
            else:
                await cadre.presses("Không phải, hỏi cán bộ", shown)
        elif MINISTRY in shown.buttons:
            if not patient:
                day.impatient(cadre, "Đã gửi câu hỏi")
            await cadre.presses(MINISTRY, shown)
        await story.pause()
    return sees(cast.officer, text, button="Trả lời")


async def with_officer(day: Day, story: Story, cadre: Hand, cast: Cast, text: str) -> None:
    """From the card to the last word."""
    coin, officer = story.coin, cast.officer
    if coin.random() < 0.35:
        await adds(day, story, cadre, f"Bổ sung cho “{text}”")
    if coin.random() < 0.3:
        await asks_back(day, story, cadre, officer, text)
    how = coin.random()
    if how < 0.2:
        officer = await hands_on(story, officer, cast, text)
    elif how < 0.35:
        officer = await escalates(story, officer, cast, text)
    answer = await answers(day, story, cadre, officer, text)
    if answer:
        await last_word(day, story, cadre, officer, text, answer)


async def adds(day: Day, story: Story, cadre: Hand, words: str) -> None:
    """By a reply to the receipt."""
    receipt = sees(cadre, "Đã gửi câu hỏi")
    if receipt:
        said = await cadre.says(words, receipt)
        if story.coin.random() < 0.3 and isinstance(cadre, TelegramHand):
            await cadre.edits(said, words + " (đã sửa)")
        await story.pause()


async def asks_back(day: Day, story: Story, cadre: Hand, officer: TelegramHand, text: str) -> None:
    """Button, words; the cadre replies to that, or simply writes."""
    async with story.hand(officer):
        card = sees(officer, text, button="Hỏi thêm")
        if card is None:
            return
        await officer.presses("Hỏi thêm", card)
        await story.pause()
        day.impatient(cadre, "cần hỏi thêm")
        await officer.says(f"Cụ thể ở thôn nào? ({text[-12:]})")
        await story.pause()
    asked = sees(cadre, "cần hỏi thêm")
    if asked:
        await cadre.says(f"Ở thôn Nà Lọc ({text[-12:]})", asked if story.coin.random() < 0.6 else None)
        await story.pause()


async def hands_on(story: Story, officer: TelegramHand, cast: Cast, text: str) -> TelegramHand:
    """To a colleague, who has it from then on."""
    async with story.hand(officer):
        card = sees(officer, text, button="Chuyển người khác")
        if card is None:
            return officer
        await officer.presses("Chuyển người khác", card)
        await story.pause()
        choice = sees(officer, "Chuyển câu hỏi", button=f"{cast.colleague.name} (Bộ Công Thương)")
        if choice is None:
            return officer
        to = story.coin.choice(choice.buttons)
        await officer.presses(to, choice)
        await story.pause()
    return cast.colleague if to.startswith(cast.colleague.name) else cast.neighbour


async def escalates(story: Story, officer: TelegramHand, cast: Cast, text: str) -> TelegramHand:
    """Up to the ministry, with a reason or without."""
    async with story.hand(officer):
        card = sees(officer, text, button="Chuyển cấp trên")
        if card is None:
            return officer
        await officer.presses("Chuyển cấp trên", card)
        await story.pause()
        why = sees(officer, "Vì sao chuyển", button="Chuyển ngay")
        if why is None:
            return officer
        if story.coin.random() < 0.5:
            await officer.says(f"Vượt thẩm quyền ({text[-12:]})")
        else:
            await officer.presses("Chuyển ngay", why)
        await story.pause()
    return cast.expert


async def answers(day: Day, story: Story, cadre: Hand, officer: TelegramHand, text: str) -> str | None:
    """By a reply to the card, by the button, or simply by writing; perhaps corrected, perhaps with more to say."""
    coin = story.coin
    words = f"Trả lời của {officer.name}: {text}"
    how = coin.random()
    if how < 0.6:
        await story.may(officer)
        card = sees(officer, text, button="Trả lời")
        if card is None:
            return None
        said = await officer.says(words, card)
        if coin.random() < 0.4:
            words += " (có sửa)"
            await officer.edits(said, words)
        else:
            day.impatient(cadre, words)
        await story.pause()
        return words
    if how < 0.8:
        async with story.hand(officer):
            card = sees(officer, text, button="Trả lời")
            if card is None:
                return None
            await officer.presses("Trả lời", card)
            await story.pause()
            await officer.says(words)
            await story.pause()
        return words
    async with story.alone():  # he is shown all that waits for him: it must not depend on who is faster
        return await picks(story, officer, text, words)


async def picks(story: Story, officer: TelegramHand, text: str, words: str) -> str | None:
    """Writes first, then says for which question it is."""
    said = await officer.says(words)
    if story.coin.random() < 0.5:
        words += " (có sửa)"
        await officer.edits(said, words)
    await story.pause()
    which = sees(officer, "trả lời câu hỏi nào", button="1")
    lines = which.text.splitlines() if which else []  # one names what was written, and may hold the question's words
    line = next((line for line in lines if line[:1].isdigit() and text[:40] in line), "")
    if which is None or not line:
        return None
    await officer.presses(line.partition(".")[0], which)
    await story.pause()
    return words


async def last_word(day: Day, story: Story, cadre: Hand, officer: TelegramHand, text: str, words: str) -> None:
    """Solved, with stars; or not solved; or thanks; or a correction of the question; or of the answer."""
    coin = story.coin
    answer = await story.until(lambda: sees(cadre, words, button="Đã giải quyết"), 3)
    if answer is None:
        return
    how = coin.random()
    if how < 0.55:
        await cadre.presses("Đã giải quyết", answer)
        await story.pause()
        stars = sees(cadre, "Mời Anh/chị đánh giá")
        for _ in range(coin.choice((1, 1, 2))):
            if stars:
                await cadre.presses(coin.choice(stars.buttons), stars)
        await story.pause()
    elif how < 0.75:
        await cadre.says(f"Còn vướng chỗ này ({text[-12:]})", answer)
        await story.pause()
        await story.may(officer)
        again = sees(officer, "hỏi tiếp", text[-12:], button="Trả lời")
        if again:
            await officer.says(f"Trả lời thêm ({text[-12:]})", again)
            await story.pause()
    elif how < 0.9:
        await cadre.says("Dạ em cảm ơn anh")
        await story.pause()
    if coin.random() < 0.3:
        await cadre.presses(answer.buttons[0], answer)  # the old button, again
        await story.pause()

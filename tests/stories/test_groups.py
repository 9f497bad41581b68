"""A province's group on Telegram: each question has a topic of its own, and what is said there reaches the asker."""

from __future__ import annotations

from tests.fakes.telegram import FakeGroup, Shown
from tests.phones import Phone, TelegramPhone
from tests.stories.moves import UNKNOWN, asks_a_person, code_in
from tests.talk import Town

CHAT = -1_001_234_567_890


def user(phone: Phone) -> TelegramPhone:
    assert isinstance(phone, TelegramPhone)
    return phone


async def linked(town: Town, officer: Phone, command: str = "/gannhom") -> FakeGroup:
    """The group that an officer has made for his province, and linked."""
    group = town.fake.group(CHAT, "Lạng Sơn hỏi đáp")
    group.turns_topics(on=True)
    group.takes_in_the_bot(user(officer).user)
    await group.hears("Cầu Nối đã vào nhóm")
    group.lets_the_bot_manage_topics(user(officer).user)
    await user(officer).user.says(command, in_=group)
    await group.hears("Đã gắn nhóm này với")
    return group


async def leaves(town: Town, group: FakeGroup) -> None:
    await town.fake.until(lambda: group.left_by_bot)


async def topic_of(town: Town, group: FakeGroup, code: str) -> tuple[int, Shown]:
    """The topic of a question, and its card."""

    def look() -> tuple[int, Shown] | None:
        for topic, name in group.topics.items():
            if code in name and group.in_topic(topic):
                return topic, group.in_topic(topic)[0]
        return None

    found: tuple[int, Shown] = await town.fake.until(look)
    return found


async def test_a_question_is_answered_in_its_topic(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    code = code_in(await asks_a_person(lan, "Ông Nguyễn Văn Tám, CCCD 020012345678, hỏi về hội chợ hàng Việt ạ?"))
    topic, card = await topic_of(town, group, code)
    assert group.topics[topic].startswith(code)
    assert "020012345678" not in group.topics[topic]
    assert "Tám" not in group.topics[topic]
    assert "CCCD 020012345678" in card.text
    await minh.hears(code)  # in private as before
    await user(minh).user.says("Theo mẫu số 2.", card.id, in_=group, topic=topic)
    answer = await lan.hears("Theo mẫu số 2.")
    sent = await group.hears("Đã gửi")
    assert sent.topic == topic
    await lan.presses("Đã giải quyết", on=answer)
    await group.hears("đã được giải quyết")
    await town.fake.until(lambda: topic in group.closed_topics)
    await lan.says("Mẫu số 2 lấy ở đâu ạ?", reply_to=answer)
    relayed = await group.hears("Mẫu số 2 lấy ở đâu")
    assert (relayed.topic, topic in group.closed_topics) == (topic, False)
    await user(minh).user.says("Ở phụ lục.", relayed.id, in_=group, topic=topic)
    await lan.hears("Ở phụ lục.")
    assert len(group.topics) == 1


async def test_what_happens_elsewhere_is_told_in_the_topic(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="web")
    ha = await town.officer("Nguyễn Thu Hà")
    group = await linked(town, ha)
    lan = await town.cadre("Hoàng Thị Lan")
    code = code_in(await asks_a_person(lan))
    topic, _ = await topic_of(town, group, code)
    card = await minh.hears(code)
    await minh.presses("Hỏi thêm", on=card)
    await minh.hears("cần hỏi thêm về")
    await minh.says("Hội chợ mấy ngày?")
    assert (await group.hears("Hội chợ mấy ngày?")).topic == topic
    await lan.hears("Hội chợ mấy ngày?")
    await lan.says("Ba ngày ạ.")
    assert (await group.hears("Ba ngày ạ.")).topic == topic
    await minh.says("Được hỗ trợ 30 triệu.", reply_to=await minh.hears("Ba ngày ạ."))
    told = await group.hears("Được hỗ trợ 30 triệu.")
    assert (told.topic, "Trần Văn Minh" in told.text) == (topic, True)


async def test_plain_words_in_a_topic_go_nowhere_before_their_author_says_what_they_are(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    code = code_in(await asks_a_person(lan))
    topic, _ = await topic_of(town, group, code)
    phone = user(minh).user
    await phone.says("Chắc dùng mẫu số 2.", in_=group, topic=topic)
    which = await group.hears("Gửi tin này cho người hỏi")
    assert which.buttons == ["Gửi trả lời", "Hỏi thêm", "Chỉ trao đổi với nhau"]
    stranger = town.fake.user(900, "Khách")
    press = await stranger.presses("Gửi trả lời", which, in_=group)
    assert "Nút đã cũ" in await stranger.toast(press)
    await phone.presses("Hỏi thêm", which, in_=group)
    await lan.hears("Chắc dùng mẫu số 2.")
    await phone.says("Để anh xem đã.", in_=group, topic=topic)
    again = await group.hears("Gửi tin này cho người hỏi")
    await phone.presses("Chỉ trao đổi với nhau", again, in_=group)
    await town.fake.until(lambda: "Trong một giờ" in " ".join(town.fake.world.toasts.values()))
    await phone.says("Nói riêng với nhau.", in_=group, topic=topic)
    await phone.says("Mẫu số 2 nhé.", group.in_topic(topic)[0].id, in_=group, topic=topic)
    await lan.hears("Mẫu số 2 nhé.")
    assert not [b for b in lan.heard if "Nói riêng" in b.text or "Để anh xem" in b.text]
    assert len([s for s in group.heard if "Gửi tin này" in s.text]) == 2


async def test_what_is_corrected_before_it_is_sent_goes_out_corrected(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    ha = await town.officer("Nguyễn Thu Hà")
    group = await linked(town, minh)
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    topic, _ = await topic_of(town, group, code_in(await asks_a_person(lan)))
    said = await user(minh).user.says("Hỗ trợ 10 triệu.", in_=group, topic=topic)
    which = await group.hears("Gửi tin này cho người hỏi")
    await user(ha).user.says("Tôi nghĩ là 15.", in_=group, topic=topic)
    await group.hears("Gửi tin này cho người hỏi")
    await user(minh).user.edits(said, "Hỗ trợ 15 triệu.", in_=group)
    await user(minh).user.presses("Gửi trả lời", which, in_=group)
    await lan.hears("Hỗ trợ 15 triệu.")
    assert not [bubble for bubble in lan.heard if "10 triệu" in bubble.text]


async def test_whoever_may_not_answer_is_told_once_and_his_words_go_nowhere(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    other = await town.officer("Lò Văn Sơn", province="14")
    group = await linked(town, minh)
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    topic, card = await topic_of(town, group, code_in(await asks_a_person(lan)))
    stranger = town.fake.user(900, "Khách")
    for _ in range(2):
        await stranger.says("Bịa đấy.", card.id, in_=group, topic=topic)
        await user(other).user.says("Ở tỉnh tôi khác.", card.id, in_=group, topic=topic)
    await stranger.says("Tôi chỉ góp ý.", in_=group, topic=topic)
    await user(minh).user.says("Theo mẫu số 2.", card.id, in_=group, topic=topic)
    await lan.hears("Theo mẫu số 2.")
    await group.hears("Đã gửi")
    assert len([s for s in group.heard if "không gửi tới người hỏi" in s.text]) == 2
    assert not [b for b in lan.heard if "Bịa" in b.text or "tỉnh tôi" in b.text or "góp ý" in b.text]
    # And what was said to him in the group has not become where he is written to in private.
    await user(other).says("/toi")
    await other.hears("Lò Văn Sơn")


async def test_a_deleted_topic_and_lost_rights_lead_to_general_and_nothing_is_lost(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    first = await asks_a_person(lan)
    topic, _ = await topic_of(town, group, code_in(first))
    group.closes_topic(topic)  # somebody deletes it
    await lan.says("Xin hỏi thêm ạ.", reply_to=first)
    relayed = await group.hears("Xin hỏi thêm ạ.")
    assert relayed.topic is None
    await user(minh).user.says("Theo mẫu số 2.", relayed.id, in_=group)
    await lan.hears("Theo mẫu số 2.")
    group.turns_topics(on=False)
    huong = await town.cadre("Lý Thị Hương", channel="web")
    code = code_in(await asks_a_person(huong))
    await group.hears("Chưa mở được chủ đề")
    card = await group.hears(code)
    assert card.topic is None
    await user(minh).user.says("Theo mẫu số 3.", card.id, in_=group)
    await huong.hears("Theo mẫu số 3.")
    group.turns_topics(on=True)
    await user(minh).user.says("/gannhom", in_=group)
    await group.hears("Đã gắn nhóm này với")
    nga = await town.cadre("Vi Thị Nga", channel="web")
    await topic_of(town, group, code_in(await asks_a_person(nga)))


async def test_a_group_cannot_be_linked_without_topics_or_rights_or_a_seat(town: Town) -> None:
    minh, lan = await town.officer("Trần Văn Minh"), await town.cadre("Hoàng Thị Lan")
    group = town.fake.group(CHAT)
    phone = user(minh).user
    group.takes_in_the_bot(phone)
    await group.hears("Cầu Nối đã vào nhóm")
    await user(lan).user.says("/gannhom", in_=group)
    await group.hears("Việc này chỉ cán bộ biệt phái")
    await town.fake.user(900, "Khách").says("/gonhom", in_=group)
    await group.hears("Việc này chỉ cán bộ biệt phái")
    await phone.says("/gannhom", in_=group)
    await group.hears("chưa bật “Chủ đề”")
    group.turns_topics(on=True)
    await phone.says("/gannhom@caunoi_test_bot", in_=group)
    await group.hears("chưa có quyền mở chủ đề")
    await phone.says("/gonhom", in_=group)
    await group.hears("chưa gắn với tỉnh nào")
    await minh.says("/gannhom")
    await minh.hears("Lệnh này gõ trong nhóm")


async def test_an_admin_links_a_group_to_the_province_he_names_and_it_takes_the_place_of_another(town: Town) -> None:
    minh, hoa = await town.officer("Trần Văn Minh"), await town.admin("Lê Hoa")
    old = await linked(town, minh)
    new = town.fake.group(CHAT - 1, "Nhóm mới")
    new.turns_topics(on=True)
    new.takes_in_the_bot(user(hoa).user)
    new.lets_the_bot_manage_topics(user(hoa).user)
    await user(hoa).user.says("/gannhom", in_=new)
    await new.hears("Xin gõ kèm tên tỉnh")
    await user(hoa).user.says("/gannhom lang son", in_=new)
    await new.hears("Đã gắn nhóm này với tỉnh Lạng Sơn")
    await old.hears("từ nay trao đổi ở nhóm “Nhóm mới”")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    await topic_of(town, new, code_in(await asks_a_person(lan)))
    assert old.topics == {}
    await user(minh).user.says("/gonhom", in_=new)
    await new.hears("Đã gỡ nhóm")


async def test_a_stranger_who_takes_the_bot_into_a_group_is_told_politely_and_it_leaves(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    for n, who in enumerate((user(lan).user, town.fake.user(900, "Khách"))):
        group = town.fake.group(CHAT - n)
        group.takes_in_the_bot(who)
        await group.hears("xin rời nhóm này")
        await leaves(town, group)


async def test_a_group_that_throws_the_bot_out_is_unlinked_and_the_officer_hears_it_once(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    group.throws_out_the_bot(user(minh).user)
    await minh.hears("không còn ở trong nhóm")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    code = code_in(await asks_a_person(lan))
    await minh.says("Theo mẫu số 2.", reply_to=await minh.hears(code))
    await lan.hears("Theo mẫu số 2.")
    assert len([b for b in minh.heard if "không còn ở trong nhóm" in b.text]) == 1


async def test_a_group_that_is_gone_without_a_word_is_found_out_at_the_next_question(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    group.throws_out_the_bot()
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    code = code_in(await asks_a_person(lan))
    await minh.hears("không còn ở trong nhóm")
    await minh.says("Theo mẫu số 2.", reply_to=await minh.hears(code))
    await lan.hears("Theo mẫu số 2.")


async def test_a_link_follows_the_group_to_its_new_id(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    for told in (True, False):  # by the service message, then by the error alone
        to = CHAT - (2 if told else 3)
        group.migrates(to, by=user(minh).user if told else None)
        group = FakeGroup(town.fake.world, town.fake.world.chats[to])
        group.turns_topics(on=True)
        group.lets_the_bot_manage_topics(user(minh).user)
        lan = await town.cadre("Hoàng Thị Lan", channel="web")
        topic, card = await topic_of(town, group, code_in(await asks_a_person(lan)))
        await user(minh).user.says("Theo mẫu số 2.", card.id, in_=group, topic=topic)
        await lan.hears("Theo mẫu số 2.")


async def test_rights_that_come_and_go_are_said(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    group.deprives_the_bot_of_rights(user(minh).user)
    await group.hears("không còn quyền quản lý chủ đề")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    card = await group.hears(code_in(await asks_a_person(lan)))
    assert card.topic is None
    group.lets_the_bot_manage_topics(user(minh).user)
    await group.hears("đã có quyền quản lý chủ đề")


async def test_a_question_that_goes_to_another_ministry_leaves_the_group_and_comes_to_that_ministrys(
    town: Town,
) -> None:
    minh = await town.officer("Trần Văn Minh")
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE")
    group = await linked(town, minh)
    theirs = town.fake.group(CHAT - 5, "Nông nghiệp Lạng Sơn")
    theirs.turns_topics(on=True)
    theirs.takes_in_the_bot(user(hoa).user)
    theirs.lets_the_bot_manage_topics(user(hoa).user)
    await user(hoa).user.says("/gannhom", in_=theirs)
    await theirs.hears("Đã gắn nhóm này với")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    first = await asks_a_person(lan)
    code = code_in(first)
    topic, card = await topic_of(town, group, code)
    await minh.presses("Chuyển người khác", on=await minh.hears(code))
    to = "Đỗ Thị Hoa (Bộ Nông nghiệp và Môi trường)"
    await user(minh).user.sees(lambda: next((s for s in user(minh).user.heard if to in s.buttons), None), to)
    await minh.presses(to)
    assert (await group.hears("nay do Đỗ Thị Hoa phụ trách")).topic == topic
    await town.fake.until(lambda: topic in group.closed_topics)
    await topic_of(town, theirs, code)
    await lan.says("Em bổ sung ạ.", reply_to=first)
    await theirs.hears("Em bổ sung ạ.")
    await user(minh).user.says("Tôi vẫn trả lời.", card.id, in_=group, topic=topic)
    await group.hears("không gửi tới người hỏi")
    assert not [s for s in group.heard if "Em bổ sung" in s.text]


async def test_what_is_said_while_the_topic_is_being_opened_stands_in_its_card(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    town.fake.fail_next("createForumTopic", 429, retry_after=1)
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    first = await asks_a_person(lan)
    await lan.says("Em bổ sung ạ.", reply_to=first)
    await lan.hears("Đã chuyển phần bổ sung")
    topic, card = await topic_of(town, group, code_in(first))
    assert "Em bổ sung ạ." in card.text
    assert len([s for s in group.in_topic(topic) if "Em bổ sung" in s.text]) == 1


async def test_an_edit_reaches_the_topic_and_a_correction_in_it_reaches_the_asker(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    lan = await town.cadre("Hoàng Thị Lan")
    first = await asks_a_person(lan)
    topic, card = await topic_of(town, group, code_in(first))
    said = await lan.says("Hội chợ ba ngày.", reply_to=first)
    await group.hears("Hội chợ ba ngày.")
    await lan.edits(said, "Hội chợ năm ngày.")
    await group.hears("Hội chợ năm ngày.")
    answer = await user(minh).user.says("Hỗ trợ 10 triệu.", card.id, in_=group, topic=topic)
    await lan.hears("Hỗ trợ 10 triệu.")
    await user(minh).user.edits(answer, "Hỗ trợ 15 triệu.", in_=group)
    await lan.hears("Hỗ trợ 15 triệu.")


async def test_what_takes_more_than_one_message_goes_on_in_private(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    topic, card = await topic_of(town, group, code_in(await asks_a_person(lan)))
    await user(minh).user.says("Hỗ trợ 10 triệu theo Quyết định 12.", card.id, in_=group, topic=topic)
    sent = await group.hears("Đã gửi")
    await user(minh).user.presses(sent.buttons[0], sent, in_=group)
    await minh.hears("ngân hàng")
    assert not [s for s in group.in_topic(topic) if "ngân hàng" in s.text and s.id > sent.id]


async def test_a_group_is_not_taken_from_another_province(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE")
    group = await linked(town, minh)
    await user(hoa).user.says("/gannhom", in_=group)
    await group.hears("chỉ cán bộ biệt phái của tỉnh")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    await topic_of(town, group, code_in(await asks_a_person(lan)))


async def test_what_is_edited_after_unlinking_does_not_come_to_the_group(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    lan = await town.cadre("Hoàng Thị Lan")
    first = await asks_a_person(lan)
    await topic_of(town, group, code_in(first))
    said = await lan.says("Hội chợ ba ngày.", reply_to=first)
    await group.hears("Hội chợ ba ngày.")
    await user(minh).user.says("/gonhom", in_=group)
    await group.hears("gỡ")
    await lan.edits(said, "Hội chợ năm ngày.")
    await minh.hears("Hội chợ năm ngày.")
    assert not [shown for shown in group.heard if "năm ngày" in shown.text]


async def test_a_question_that_is_taken_back_is_gone_from_its_topic_too(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    group = await linked(town, minh)
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    code = code_in(await asks_a_person(lan, UNKNOWN))
    topic, _ = await topic_of(town, group, code)
    await lan.says("/thuhoi")
    await group.hears(f"Hoàng Thị Lan đã thu hồi câu hỏi {code}")
    await town.fake.until(lambda: topic in group.closed_topics)
    assert group.topics[topic] == code
    assert UNKNOWN not in " ".join(shown.text for shown in group.in_topic(topic))

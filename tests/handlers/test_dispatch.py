"""What was said, pressed or awaited finds its verb; whatever comes, somebody gets an answer and nothing breaks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handlers import verbs
from handlers.group import heard as in_groups
from handlers.incoming import Attachment, Kind, Pressed, Reach, Said, Unshown
from handlers.wording import words
from storage import conversations, questions
from storage.conversations import Choice
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
HANDLERS = Path(__file__).parents[2] / "handlers"
UNKNOWN = "Loa hội trường rè quá, thay kiểu gì?"

HOSTILE = [
    "", " ", "?", "/", "//", "/ ", "/start@caunoi_test_bot", "/HANGDOI", "/hangdoi\nabc", "1", "0", "-1", "999", "①",
    "😀", "👨‍👩‍👧", "x" * 8_000, "ệ" * 4_000, "%s {code} {{}} \\n", "<b>đậm</b> *đậm* _nghiêng_ [x](y)",
    "' OR 1=1 --",
    "482-715-364", "K7Q2-9XMD-4TRP", "\u200d\u200d", "a\u0301" * 50, "null", "NaN", "/moi", "/thongbao", "/truc 1",
]  # fmt: skip


def _calls(*names: str) -> Iterator[ast.Call]:
    for path in HANDLERS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in names:
                    yield node


def _second(call: ast.Call) -> str | None:
    second = call.args[1] if len(call.args) > 1 else None
    return second.value if isinstance(second, ast.Constant) and isinstance(second.value, str) else None


def test_every_button_has_a_verb_and_every_verb_a_button() -> None:
    offered = {verb for call in _calls("Choice") if (verb := _second(call))}
    assert offered <= set(verbs.PRESSED) | set(in_groups.PRESSED)
    text = "".join(path.read_text("utf-8") for path in HANDLERS.rglob("*.py") if path.name != "verbs.py")
    assert {verb for verb in verbs.PRESSED if f'"{verb}"' not in text} == set()


def test_every_dialog_is_awaited_and_every_awaited_one_begun() -> None:
    begun = {dialog for call in _calls("expect") if (dialog := _second(call))}
    assert begun == set(verbs.AWAITED)


def test_commands_have_an_alias_and_plain_names() -> None:
    assert all(name.isascii() and name.replace("_", "").isalnum() and name == name.lower() for name in verbs.COMMANDS)
    named = list(verbs.COMMANDS.values())
    assert all(named.count(verb) >= 2 for name, verb in verbs.COMMANDS.items() if name != "start")


@pytest.mark.parametrize("role", ["newcomer", "cadre", "officer", "admin", "leader"])
async def test_whatever_is_said_is_answered(office: Office, role: str) -> None:
    given = {
        "cadre": (Role.CADRE, "06040", None), "officer": (Role.OFFICER, "20", "MOIT"),
        "admin": (Role.ADMIN, "MOIT", None), "leader": (Role.LEADER, "MOIT", None),
    }.get(role)  # fmt: skip
    if given:
        await office.seat("minh", *given)
    silent = [text for text in HOSTILE if not await office.says("minh", text)]
    assert silent == []
    kinds = [kind for kind in Kind if not await office.says("minh", "", Attachment(kind, "ref", channel="telegram"))]
    assert kinds == []


async def test_a_typed_number_or_label_is_a_press(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    typing = ("1", "1)", " 2. ", "thuoc bo cong thuong", "Thuộc Bộ Công Thương", "line", "token")
    for typed in typing:
        await office.says("lan", UNKNOWN)
        if vi("sort-new") in await office.labels("lan"):
            await office.says("lan", "cau hoi moi")
        label = "Thuộc Bộ Công Thương"
        line = f"{(await office.labels('lan')).index(label) + 1}. {label}"
        [receipt] = await office.says(
            "lan", {"line": line, "token": await office.token("lan", label)}.get(typed, typed)
        )
        assert receipt.startswith("Đã gửi câu hỏi"), typed
    for no_choice in ("9", "0", "thuộc bộ", "7. Thuộc Bộ Công Thương", "1 chợ", "AAAAaaaa1111.0"):
        await office.says("lan", UNKNOWN)
        await office.says("lan", "cau hoi moi")
        told = await office.says("lan", no_choice)
        assert not any(text.startswith("Đã gửi câu hỏi") for text in told), no_choice


async def test_a_label_that_two_buttons_share_chooses_neither(office: Office) -> None:
    await office.says("lan", "/start")
    person, ends = await office.person("lan"), office.clock.machine() + timedelta(days=1)
    twins = [Choice("Xã Văn Lăng", "language", {}), Choice("Xã Văn Lang", "language", {})]
    await office.db.write(
        lambda tx: conversations.offer(tx, office.place("lan"), person.id, twins, office.clock.business(), ends)
    )
    await office.told("lan")
    assert await office.says("lan", "2") == [vi("people-language-which")]
    assert await office.says("lan", "xa van lang") != [vi("people-language-which")]


async def test_what_comes_while_numbers_mean_something_has_none_and_is_chosen_by_its_name(office: Office) -> None:
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("lan", Role.CADRE, "06040")
    await office.says("lan", UNKNOWN)
    await office.says("lan", "thuoc bo cong thuong")
    await office.says("lan", "Xã xin hỗ trợ hội chợ cuối năm thế nào?")  # whose choices numbers mean now
    before = await office.numbers("lan")
    assert before == list(range(1, len(before) + 1))
    await office.presses("minh", vi("card-answer"))
    await office.says("minh", "Gửi Sở Công Thương.")
    assert vi("settle-solved") in await office.labels("lan")
    assert set(await office.numbers("lan")) == {0}
    await office.told("lan")
    [thanks] = await office.says("lan", vi("settle-solved").lower())
    assert "đã đóng" in thanks


async def test_what_is_awaited_takes_numbers_as_text(office: Office) -> None:
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("lan", Role.CADRE, "06040")
    await office.says("lan", UNKNOWN)
    await office.says("lan", "thuoc bo cong thuong")
    await office.told("minh")
    await office.presses("minh", vi("card-answer"))
    [sent] = await office.says("minh", "3")
    assert "Đã gửi trả lời" in sent
    assert "\n3\n" in (await office.told("lan"))[-1]


async def test_a_button_of_a_verb_that_is_gone_is_old(office: Office) -> None:
    await office.says("lan", "/start")
    person, ends = await office.person("lan"), office.clock.machine() + timedelta(days=1)
    choices = [Choice("x", "verb of an older release", {})]
    [token] = await office.db.write(
        lambda tx: conversations.offer(tx, office.place("lan"), person.id, choices, office.clock.business(), ends)
    )
    for forged in (token, "", ".", f"{token}9", token.upper(), "x" * 64, "💥.0", f"{token[:-1]}²"):
        await office.told("lan")
        assert await office.presses_token("lan", forged) == [vi("show-old-button")], forged


async def test_a_button_is_its_owners_in_its_place_and_for_its_time(office: Office) -> None:
    await office.says("lan", "/start")
    token = await office.token("lan", vi("people-enrol"))
    await office.says("minh", "/start")
    await office.told("minh")
    assert await office.presses_token("minh", token) == [vi("show-old-button")]
    elsewhere = replace(office.place("lan"), chat="another")
    pressed = Pressed(office.sender("lan"), elsewhere, token, office.clock.business())
    await office.takes(pressed)
    assert vi("enrol-which-province") not in await office.told("lan")


async def test_in_a_group_we_only_listen(office: Office) -> None:
    said = Said(office.sender("lan"), office.place("-100"), "m1", office.clock.business(), UNKNOWN, private=False)
    await office.takes(said)
    assert await office.told("-100") == []
    assert await office.told("lan") == []


async def test_what_nobody_shows_us_is_told_once_in_a_while_and_ends_no_dialog(office: Office) -> None:
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("lan", Role.CADRE, "06040")
    await office.says("lan", UNKNOWN)
    await office.says("lan", "thuoc bo cong thuong")
    await office.told("minh")
    await office.presses("minh", vi("card-answer"))
    for _ in range(5):
        await office.takes(Unshown(office.sender("minh"), office.place("minh"), "f", office.clock.business()))
    told = await office.told("minh")
    assert vi("show-unshown") in told
    assert len(told) <= 2  # ten minutes may end meanwhile
    [sent] = await office.says("minh", "Lập dự toán gửi Sở Tài chính.")
    assert "Đã gửi trả lời" in sent
    office.clock.forward(timedelta(minutes=10))
    await office.takes(Unshown(office.sender("minh"), office.place("minh"), "f", office.clock.business()))
    assert await office.told("minh") == [vi("show-unshown")]
    await office.takes(
        Unshown(office.sender("lan"), office.place("-100"), "f", office.clock.business(), private=False)
    )
    assert await office.told("lan")
    assert vi("show-unshown") not in await office.told("lan")


async def test_reach_is_noted_and_writing_again_takes_it_back(office: Office) -> None:
    await office.says("lan", "/start")
    lost = Reach(office.sender("lan"), office.place("lan"), False, office.clock.business())
    await office.takes(lost)
    assert not (await office.person("lan")).reachable
    await office.says("lan", "/start")
    assert (await office.person("lan")).reachable
    await office.takes(lost)
    await office.takes(replace(lost, reachable=True))
    assert (await office.person("lan")).reachable


async def test_a_clock_that_is_ahead_gains_no_time_and_a_late_message_keeps_its_own(office: Office) -> None:
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("lan", Role.CADRE, "06040")
    now = office.clock.business()
    person = await office.person("lan")
    for number, (sent_at, expected) in enumerate(
        [(now + timedelta(days=3), None), (now - timedelta(hours=5), now - timedelta(hours=5))]
    ):
        said = Said(office.sender("lan"), office.place("lan"), f"late{number}", sent_at, UNKNOWN)
        await office.takes(said)
        asked = (await office.db.read(lambda tx: questions.of_asker(tx, person.id)))[0].asked_at
        assert asked == expected if expected else asked <= office.clock.business()


async def test_a_reply_to_what_means_nothing_is_a_plain_message(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    said = Said(office.sender("lan"), office.place("lan"), "r1", office.clock.business(), UNKNOWN, reply_to="nothing")
    await office.takes(said)
    assert (await office.told("lan"))[-1] == vi("ask-which-field")

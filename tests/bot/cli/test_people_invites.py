"""`caunoi people invites`: cards on paper for all who are waited for; whoever reads anything else sees no code."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.cli.people_invites import Done, _sheets
from bot.settings import Settings
from tests.bot.cli.bot_api import answering
from tests.bot.cli.console import Console
from tests.bot.cli.test_people import ONE, csv

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
AN = ("2", "", "Lê An", "chuyên viên", "", "", "MOIT", "", "", "")


@pytest.fixture
def expecting(console: Console, tmp_path: Path) -> Console:
    """A console with two people on the roster: one in a province, one in a ministry."""
    console.json("people", "import", csv(tmp_path / "people.csv", ONE, AN))
    console.env["PUBLIC_BASE_URL"] = "https://caunoi.example/"
    return console


def states(console: Console) -> list[str]:
    return [one["state"] for one in console.json("people", "list")["people"]]


def test_cards_are_written_for_nobody_elses_eyes(expecting: Console, tmp_path: Path) -> None:
    made = expecting.json("people", "invites", "--province", "20", "--out", "cards.pdf")
    file = tmp_path / "cards.pdf"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().startswith(b"%PDF-")
    assert [card["name"] for card in made["cards"]] == ["Nông Thị Lan"]
    assert (made["file"], CODE.search(str(made))) == ("cards.pdf", None)
    assert sorted(states(expecting)) == ["invited", "waiting"]
    again = expecting("people", "invites", "--ministry", "MOIT", "--out", "cards.pdf", "--days", "3")
    assert (again.exit_code, "1 thẻ vào cards.pdf" in again.stdout) == (0, True)
    assert "in xong hãy xóa" in again.stderr
    assert not CODE.search(again.stdout + again.stderr)
    assert sorted(file.name for file in tmp_path.glob("cards*")) == ["cards.pdf"]


def test_where_nobody_is_waited_for_there_is_a_sentence_and_no_file(expecting: Console, tmp_path: Path) -> None:
    for args in (("--province", "52"), ("--province", "20", "--role", "officer")):
        said = expecting("people", "invites", *args, "--out", "cards.pdf")
        assert (said.exit_code, "không ghi tệp" in said.stdout) == (0, True)
    assert expecting.json("people", "invites", "--province", "52", "--out", "cards.pdf")["file"] is None
    assert list(tmp_path.glob("cards*")) == []


def test_a_folder_that_cannot_be_written_to_costs_nobody_his_code(expecting: Console) -> None:
    refused = expecting("people", "invites", "--province", "20", "--out", "nowhere/cards.pdf")
    assert (refused.exit_code, "nowhere" in refused.stderr) == (1, True)
    assert states(expecting) == ["waiting", "waiting"]


@pytest.mark.parametrize(
    "args",
    [
        ("--out", "a.pdf"),
        ("--province", "20", "--ministry", "MOIT", "--out", "a.pdf"),
        ("--province", "20", "--out", "a.docx"),
        ("--province", "20", "--out", "a.pdf", "--days", "0"),
        ("--province", "20", "--out", "a.pdf", "--role", "king"),
        ("--province", "20"),
    ],
)
def test_a_command_typed_wrongly_is_code_2(console: Console, args: tuple[str, ...]) -> None:
    assert console("people", "invites", *args).exit_code == 2


def test_what_is_no_province_is_told(expecting: Console, tmp_path: Path) -> None:
    for args in (("--province", "99"), ("--province", "06040"), ("--ministry", "20")):
        refused = expecting("people", "invites", *args, "--out", "a.pdf")
        assert (refused.exit_code, args[1] in refused.stderr) == (1, True)
        assert list(tmp_path.glob("a.pdf*")) == []


def cards(**settings: object) -> Iterable[tuple[str, str]]:
    """(what the QR code says, how it is explained) on a card."""
    one = {"name": "Lan", "role": "cadre", "unit": "06040", "unit_name": "Xã Thất Khê", "province": "20", "code": "C"}
    bot = settings.pop("bot", None)
    made = Settings(secret_key="x" * 40, _env_file=None, **settings)  # type: ignore[arg-type]
    from datetime import date

    done = Done("Tỉnh Lạng Sơn", [one], date(2026, 12, 23), (), Path("a.pdf"), bool(bot))
    sheets = _sheets(made, done, bot)  # type: ignore[arg-type]
    assert sheets.cards[0].unit == ("Xã Thất Khê", "tỉnh Lạng Sơn")
    assert sheets.cards[0].role == "Cán bộ cấp xã"
    return [(card.link, card.how) for card in sheets.cards]


def test_a_card_leads_to_the_bot_where_there_is_one_else_to_the_web_chat() -> None:
    [(link, how)] = cards(bot="caunoi_bot", public_base_url="https://caunoi.example")
    assert link == "https://t.me/caunoi_bot?start=C"
    assert "@caunoi_bot" in how
    assert "https://caunoi.example/chat/" in how
    [(link, how)] = cards(public_base_url="https://caunoi.example")
    assert (link, "Telegram" in how) == ("https://caunoi.example/chat/?code=C", False)


def test_the_name_of_the_bot_is_asked_of_telegram(expecting: Console) -> None:
    with answering({"id": 123456, "is_bot": True, "first_name": "Cầu Nối", "username": "caunoi_bot"}) as base:
        expecting.env["TELEGRAM_BOT_TOKEN"] = "123456:canary"
        expecting.env["TELEGRAM_API_BASE_URL"] = base
        assert expecting.json("people", "invites", "--province", "20", "--out", "cards.pdf")["telegram"]

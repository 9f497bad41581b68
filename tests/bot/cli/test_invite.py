"""`caunoi invite`: on a fresh database, beside a running service, with and without Telegram."""

from __future__ import annotations

import re
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage import migrate
from tests.bot.cli.bot_api import answering
from tests.bot.cli.console import Console
from tests.postgres import Postgres, elsewhere

CODE = re.compile(r"[A-Za-z0-9_-]{8,64}")


@pytest.mark.parametrize(
    "args",
    [
        ("--role", "cadre", "--unit", "06040"),
        ("--role", "cadre", "--unit", "20-MOIT"),
        ("--role", "officer", "--unit", "20", "--ministry", "MOIT"),
        ("--role", "admin", "--unit", "MOIT"),
        ("--role", "expert", "--unit", "MAE"),
        ("--role", "leader", "--unit", "MAE", "--from", "2026-11-21", "--until", "31/12/2027", "--uses", "3"),
    ],
)
def test_a_fresh_database_is_enough(console: Console, args: tuple[str, ...]) -> None:
    made = console.json("invite", *args)
    assert set(made) == {"code", "links"}
    assert CODE.fullmatch(made["code"])
    assert made["links"] == {"web": f"http://127.0.0.1:8080/chat/?code={made['code']}", "telegram": None}


def test_postgresql_is_as_good(console: Console, postgres: Postgres) -> None:
    url = postgres.url(postgres.create())
    console.env["DATABASE_URL"] = url
    assert CODE.fullmatch(console.json("invite", "--role", "cadre", "--unit", "06040")["code"])
    assert elsewhere(migrate.current(url)) == migrate.head()


def test_people_see_code_links_and_a_picture(console: Console) -> None:
    console.env["PUBLIC_BASE_URL"] = "https://caunoi.example/"
    shown = console("invite", "--role", "admin", "--unit", "MOIT", "--days", "3")
    assert shown.exit_code == 0
    assert re.search(r"https://caunoi\.example/chat/\?code=[\w-]{8,}", shown.stdout)
    assert "3 ngày" in shown.stdout
    assert shown.stderr == ""
    assert sum("█" in line or "▀" in line for line in shown.stdout.splitlines()) > 10


def test_a_link_that_opens_on_this_machine_alone_is_told(console: Console) -> None:
    made = console("invite", "--role", "admin", "--unit", "moit")
    assert made.exit_code == 0
    assert "PUBLIC_BASE_URL=https://" in made.stderr


@pytest.mark.parametrize(
    ("args", "mend"),
    [
        (("--role", "officer", "--unit", "20"), "--ministry MOIT · MAE"),
        (("--role", "officer", "--unit", "06040", "--ministry", "MOIT"), "--unit 20"),
        (("--role", "officer", "--unit", "20", "--ministry", "MOX"), "--ministry MOIT · MAE"),
        (("--role", "cadre", "--unit", "99999"), "--unit 06040 (cấp xã, commune)"),
        (("--role", "cadre", "--unit", "MOIT"), "--unit 06040"),
        (("--role", "cadre", "--unit", "20-MOIT", "--ministry", "MAE"), "bỏ --ministry"),
        (("--role", "admin", "--unit", "20"), "--unit MOIT"),
        (("--role", "cadre", "--unit", "06040", "--from", "2027-01-02", "--until", "2027-01-01"), "phải sau ngày"),
        (("--role", "cadre", "--unit", "06040", "--days", "999"), "từ 1 đến 365"),
    ],
)
def test_an_impossible_seat_is_one_sentence_that_says_what_to_type(
    console: Console, args: tuple[str, ...], mend: str
) -> None:
    refused = console("invite", *args)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert len(refused.stderr.strip().splitlines()) == 1
    assert mend in refused.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("--role", "king", "--unit", "MOIT"),
        ("--role", "admin"),
        ("--role", "admin", "--unit", "MOIT", "--uses", "0"),
        ("--role", "admin", "--unit", "MOIT", "--until", "tomorrow"),
    ],
)
def test_a_command_typed_wrongly_is_code_2(console: Console, args: tuple[str, ...]) -> None:
    assert console("invite", *args).exit_code == 2


def test_without_a_secret_key_the_line_is_printed(console: Console) -> None:
    console.env["SECRET_KEY"] = ""
    refused = console("invite", "--role", "admin", "--unit", "MOIT")
    assert refused.exit_code == 1
    assert re.search(r"^SECRET_KEY=\S{60,}$", refused.stderr, re.MULTILINE)


def test_telegram_out_of_reach_costs_seconds_and_no_invite(console: Console) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        console.env["TELEGRAM_BOT_TOKEN"] = "123456:canary"
        console.env["TELEGRAM_API_BASE_URL"] = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        begun = time.monotonic()
        made = console.json("invite", "--role", "admin", "--unit", "MOIT")
        assert made["links"]["telegram"] is None
        assert time.monotonic() - begun < 6


def test_the_name_of_the_bot_is_asked_once(console: Console, tmp_path: Path) -> None:
    with answering({"id": 123456, "is_bot": True, "first_name": "Cầu Nối", "username": "caunoi_bot"}) as base:
        console.env["TELEGRAM_BOT_TOKEN"] = "123456:canary"
        console.env["TELEGRAM_API_BASE_URL"] = base
        made = console.json("invite", "--role", "admin", "--unit", "MOIT")
        assert made["links"]["telegram"] == f"https://t.me/caunoi_bot?start={made['code']}"

    # Telegram is gone; the name is known.
    made = console.json("invite", "--role", "admin", "--unit", "MOIT")
    assert made["links"]["telegram"] == f"https://t.me/caunoi_bot?start={made['code']}"
    assert urlsplit(made["links"]["telegram"]).netloc == "t.me"

    console.env["TELEGRAM_BOT_TOKEN"] = "654321:another"
    assert console.json("invite", "--role", "admin", "--unit", "MOIT")["links"]["telegram"] is None
    assert "canary" not in "".join(file.read_text() for file in (tmp_path / "var").glob("*.json"))

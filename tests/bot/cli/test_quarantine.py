"""`caunoi quarantine`: alone on each kind of database; beside a service it goes through its socket."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.cli.quarantine import shown
from bot.commands import commands
from bot.settings import Settings
from handlers.clock import Clock
from storage import inbox, migrate
from storage.db import Database
from storage.inbox import Arrival
from tests.bot.cli.console import Console
from tests.postgres import Postgres, elsewhere

BAD = ("đọc\x1b]0;x\x07\u202e".encode(), b"\xff\xfe")
SAID = ("unparseable: malformed update (KeyError)", "ValueError: \x1b[2J")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, console: Console) -> str:
    """The address of a migrated database that the console uses."""
    if request.param == "sqlite":
        settings = Settings(_env_file=None, data_dir=console.folder / "var")
        settings.make_data_dir()
        made = settings.database
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        made = postgres.url(postgres.create())
        console.env["DATABASE_URL"] = made
    elsewhere(migrate.upgrade(made))
    return str(made)


@pytest.fixture
def ids(url: str) -> list[int]:
    """Two updates in quarantine, the older one three hours old."""
    return elsewhere(_set_aside(url))


async def _set_aside(url: str) -> list[int]:
    db, clock, made = Database(url), Clock(), []
    for number, (payload, why) in enumerate(zip(BAD, SAID, strict=True)):
        channel = ("telegram", "web")[number]
        now = clock.machine() - timedelta(hours=3 - 3 * number)
        arrival = Arrival(channel, f"u{number}", f"{channel}:{number}", payload)
        await db.write(partial(inbox.store, arrivals=[arrival], received_at=now, stored_at=now))
        [held] = await db.write(partial(inbox.claim, owner="w", now=now, lasts=timedelta(seconds=5), most=1))
        await db.write(partial(inbox.quarantine, held=held, owner="w", why=why, until=now))
        made.append(held.id)
    await db.close()
    return made


async def _depth(url: str) -> dict[str, int]:
    db = Database(url)
    found = await db.read(inbox.depth)
    await db.close()
    return found


def test_listed_with_age_channel_and_reason(console: Console, ids: list[int]) -> None:
    lines = console("quarantine", "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [str(ids[1]), str(ids[0])]
    assert "3 h" in lines[1]
    assert SAID[0] in lines[1]
    assert "\\u001b[2J" in lines[0], "a reason may quote what was sent"
    assert "\x1b" not in lines[0]
    listed = console.json("quarantine", "list", "--limit", "1")
    assert (listed["total"], len(listed["updates"])) == (2, 1)
    assert (listed["updates"][0]["id"], listed["updates"][0]["channel"]) == (ids[1], "web")
    assert "payload" not in listed["updates"][0]


@pytest.mark.parametrize(
    "filters", [("--channel", "telegram"), ("--why", "KeyError"), ("--older-than", "2"), ("--why", "(")]
)
def test_filtered(console: Console, ids: list[int], filters: tuple[str, str]) -> None:
    listed = console.json("quarantine", "list", *filters)
    assert [row["id"] for row in listed["updates"]] == [ids[0]]


def test_shown_as_it_came_without_steering_the_terminal(console: Console, ids: list[int]) -> None:
    printed = console("quarantine", "show", str(ids[0]))
    assert printed.exit_code == 0
    assert printed.stdout.endswith("đọc\\u001b]0;x\\u0007\\u202e\n")
    assert console.json("quarantine", "show", str(ids[0]))["payload"] == BAD[0].decode()
    assert console.json("quarantine", "show", str(ids[1]))["payload"] == "\\xff\\xfe"
    assert "PERSONAL DATA" in console("quarantine", "show", "--help").stdout


def test_retried_once(console: Console, url: str, ids: list[int]) -> None:
    assert console.json("quarantine", "retry", str(ids[0])) == {"retried": [ids[0]], "unknown": []}
    again = console("quarantine", "retry", str(ids[0]))
    assert (again.exit_code, str(ids[0]) in again.stderr) == (1, True)
    assert elsewhere(_depth(url)) == {"new": 1, "quarantined": 1}
    assert console.json("quarantine", "retry", "--all", "--channel", "telegram")["retried"] == []
    assert "1 tin được xử lý lại" in console("quarantine", "retry", "--all").stdout
    assert elsewhere(_depth(url)) == {"new": 2}
    assert console.json("quarantine", "list") == {"updates": [], "total": 0}


@pytest.mark.parametrize(
    "args",
    [
        ("retry",), ("retry", "1", "--all"), ("retry", "1", "--channel", "web"), ("retry", "0"), ("retry", "x"),
        ("show",), ("show", "-1"), ("show", str(2**63)), ("list", "--limit", "0"), ("list", "--older-than", "-1"),
        ("list", "--older-than", "1e9"), ("list", "--older-than", "nan"),
    ],
)  # fmt: skip
def test_typed_wrongly(console: Console, args: tuple[str, ...]) -> None:
    assert console("quarantine", *args).exit_code == 2


@pytest.mark.parametrize("command", ["show", "retry"])
def test_an_id_that_is_none(console: Console, ids: list[int], command: str) -> None:
    done = console("quarantine", command, str(2**63 - 1))
    assert (done.exit_code, str(2**63 - 1) in done.stderr) == (1, True)


def test_nothing_set_aside(console: Console, url: str) -> None:
    assert console("quarantine", "list").stderr == "0 tin để riêng. (0 in quarantine.)\n"


def test_the_check_tells_of_them(console: Console, ids: list[int]) -> None:
    [told] = [one for one in json.loads(console("check", "--json").stdout) if "quarantine" in one["name"]]
    assert (told["level"], told["text"][:2], told["mend"]) == ("warn", "2 ", "caunoi quarantine list")


def test_what_would_steer_a_terminal_is_spelled_out() -> None:
    assert shown("a\x1b[31m\tb\nc\u200bd\u2028\x9b1m") == "a\\u001b[31m\\u0009b\nc\\u200bd\\u2028\\u009b1m"
    assert shown("Đã gửi 👍") == "Đã gửi 👍"


async def test_the_service_answers_the_same(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    await migrate.upgrade(settings.database)
    made = await _set_aside(str(settings.database))
    db = Database(settings.database)
    known = commands(db, Clock(), settings)
    listed = await known["quarantine-list"]({"channel": None, "why": None, "older_than": None, "limit": 5})
    assert [row["id"] for row in json.loads(json.dumps(listed))["updates"]] == made[::-1]
    asked = {"ids": [*made, 999], "channel": None, "why": None, "older_than": None}
    assert await known["quarantine-retry"](asked) == {"retried": made, "unknown": [999]}
    await db.close()

"""No secret gets into a log by any door, no line can pretend to be another, no flood fills the disk."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from telegram import Bot

from bot.logs import HIDDEN, Redactor, RepeatFilter, _forms, set_up

TOKEN = "123456789:AAcanary-0123456789_0123456789abcdef"
KEY = 'canary "key" with ünïcode \\ and / signs'
PASSWORD = "canary-p@ss/word"
log = logging.getLogger("caunoi.test")


@pytest.fixture
def sink() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level, hook, raising = root.handlers[:], root.level, sys.excepthook, logging.raiseExceptions
    stream = io.StringIO()
    set_up("DEBUG", [KEY, PASSWORD], stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    sys.excepthook, logging.raiseExceptions = hook, raising
    logging.captureWarnings(False)


def lines(sink: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in sink.getvalue().splitlines()]


class Careless:
    """Holds secrets and shows them, as several libraries do."""

    def __repr__(self) -> str:
        return f"Careless({TOKEN!r}, {KEY!r})"


@pytest.mark.parametrize("secret", [TOKEN, KEY, PASSWORD])
def test_a_secret_passes_no_door(sink: io.StringIO, secret: str) -> None:
    log.info("plain %s", secret)
    log.info("as repr %r", secret)
    log.info("in extra", extra={"url": f"https://x/bot{secret}/getMe", "deep": {"list": [secret, Careless()]}})
    log.info("as %s", {"a": [secret]})
    log.warning("address %s", httpx.URL("https://x/", params={"q": secret}))
    log.info(secret, extra={"stack": secret}, stack_info=True)
    try:
        raise ValueError(f"failed for {secret}") from RuntimeError(secret)
    except ValueError:
        log.exception("caught %s", Careless())
    assert not [form for form in _forms(secret) if form in sink.getvalue()]
    assert sink.getvalue().count(HIDDEN) >= 8
    assert len(lines(sink)) == 7


def test_a_bot_shows_its_token_but_not_in_the_log(sink: io.StringIO) -> None:
    bot = Bot(TOKEN)
    assert TOKEN in repr(bot)
    log.info("%r", bot)
    assert TOKEN not in sink.getvalue()
    assert HIDDEN in sink.getvalue()


async def test_httpx_does_not_tell_of_requests(sink: io.StringIO) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    async with httpx.AsyncClient(transport=transport) as client:
        await client.get(f"https://api.telegram.org/bot{TOKEN}/getMe")
    assert sink.getvalue() == ""


@pytest.mark.parametrize(
    "text", ["a\nb", "a\r\nb", "a\x1b[2Jb", "a\x00b", "a\u2028b", "a\u202eb", "a\x85b", "a\x9bb"]
)
def test_a_line_cannot_be_forged(sink: io.StringIO, text: str) -> None:
    log.info("said %s", text, extra={"who": text})
    written = sink.getvalue()
    assert len(written.splitlines()) == 1
    assert not [sign for sign in written[:-1] if not sign.isprintable()]
    assert lines(sink)[0]["who"] == text


def test_a_line_has_its_time_level_and_origin(sink: io.StringIO) -> None:
    log.warning("Đã nhận %d tin", 3, extra={"channel": "telegram"})
    (line,) = lines(sink)
    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "WARNING", "logger": "caunoi.test", "message": "Đã nhận 3 tin", "channel": "telegram"}


def test_odd_things_do_not_break_the_log(sink: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    # What pytest itself captures of the log goes to its report, which cannot carry half a sign between processes.
    root = logging.getLogger()
    ours = [handler for handler in root.handlers if not type(handler).__module__.startswith("_pytest")]
    monkeypatch.setattr(root, "handlers", ours)
    log.info("half a sign \ud800", extra={"object": object(), "bytes": b"\xff"})
    log.info("wrong number of arguments %s %s", 1)
    log.info("fine")
    assert len(lines(sink)) == 3
    assert lines(sink)[2]["message"] == "fine"


def test_a_storm_is_one_line_a_minute_with_a_count() -> None:
    now = 0.0
    repeats = RepeatFilter(now=lambda: now)

    def line(number: int, key: str = "") -> logging.LogRecord:
        record = logging.LogRecord("x", logging.WARNING, "f.py", 7, "failed %d", (number,), None)
        record.key = key
        return record

    assert [repeats.filter(line(number)) for number in range(100)] == [True] + [False] * 99
    assert repeats.filter(line(1, "another key"))
    now = 61.0
    after = line(1)
    assert repeats.filter(after)
    assert vars(after)["repeated"] == 99
    assert not hasattr(line(1), "repeated")


def test_lines_below_a_warning_are_not_held_back() -> None:
    repeats = RepeatFilter()
    record = logging.LogRecord("x", logging.INFO, "f.py", 7, "did", (), None)
    assert all(repeats.filter(record) for _ in range(10))


def test_the_memory_of_repeats_is_bounded() -> None:
    repeats = RepeatFilter(now=lambda: 0.0, most_keys=10)
    for number in range(1_000):
        record = logging.LogRecord("x", logging.ERROR, "f.py", number, "failed", (), None)
        assert repeats.filter(record)
    assert len(repeats._seen) <= 10


def test_a_longer_secret_leaves_no_end_behind() -> None:
    assert Redactor(["secret", "secret-and-more"])("x secret-and-more secret y") == f"x {HIDDEN} {HIDDEN} y"


def test_a_short_value_is_no_secret() -> None:
    assert Redactor(["a", ""])("a banana") == "a banana"


def test_a_crash_is_told_without_secrets() -> None:
    crash = f"from bot.logs import set_up; set_up('INFO', [{KEY!r}]); raise RuntimeError({TOKEN!r} + {KEY!r})"
    ended = subprocess.run([sys.executable, "-c", crash], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "canary" not in ended.stderr
    (line,) = [json.loads(line) for line in ended.stderr.splitlines()]
    assert line["message"] == "stopped by an error"
    assert "RuntimeError" in line["exc_info"]


def test_a_line_does_not_grow_with_what_an_error_quotes(sink: io.StringIO) -> None:
    try:
        raise ValueError(f"begins {'x' * 1_000_000}{KEY} ends")
    except ValueError:
        log.exception("failed", extra={"what": "y" * 1_000_000})
    [line] = lines(sink)
    assert len(sink.getvalue()) < 20_000
    assert "begins xxx" in line["exc_info"]
    assert line["exc_info"].endswith(f"{HIDDEN} ends")
    assert "994000 characters" in line["what"]
    assert "canary" not in sink.getvalue()

"""Secrets as canaries: the real process walks through its day and its faults, then every sink is searched."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from aiohttp import ClientSession, CookieJar
from sqlalchemy import select

from bot.channels.telegram import TelegramSettings
from bot.settings import Settings, load
from bot.wrong import Wrong
from storage.db import Database, Tx
from storage.tables import metadata
from tests.fakes.telegram import FakeTelegram
from tests.hostile.figures import Figure, at_least, exactly, none, told
from tests.hostile.ground import Ground
from tests.hostile.stranger import PATH
from tests.hostile.stranger import SECRET as HEADER
from tests.phones import PNG
from tests.stories.process import Killed

TOKEN = "7654321:AAcanary-of_the-bot-token-0123456789abc"
KEY = 'canary of the key, with ünïcode / "signs" and % in it'
WEBHOOK = "canary-of-the-webhook-secret_1"
METRICS = "canary-of-the-metrics-token"
DATABASE = "canary-of-the-db-p@ss/word"
PROXY = "canary-of-the-proxy-p@ss"
NOBODY = 9
"""A port at which nothing listens."""
CERTAIN = {
    "the log at DEBUG": "an update is in quarantine", "pages": "caunoi_inbox_rows", "the database": "06040",
    "what `caunoi check` prints": "Telegram", "repr": "TelegramSettings(", "arguments of the process": "run",
}  # fmt: skip
COMMANDS = (("check",), ("backup", "copy.db"), ("quarantine", "list"), ("invite", "--role", "nobody"))
"""What somebody types beside the service."""
SECONDS = 60.0


@dataclass(slots=True)
class Sinks:
    """Where things end up, by name, and what must not be there."""

    secrets: dict[str, str]
    texts: dict[str, list[str]] = field(default_factory=dict)

    def take(self, sink: str, text: str) -> None:
        """Something came out there."""
        self.texts.setdefault(sink, []).append(text)

    def found(self, *, but_not: tuple[str, ...] = ()) -> list[str]:
        """`secret in sink`, for each that is in one."""
        return [
            f"{name} in {sink}"
            for sink, texts in self.texts.items()
            for name, secret in self.secrets.items()
            if f"{name} in {sink}" not in but_not and any(form in text for text in texts for form in _forms(secret))
        ]

    def certain(self) -> list[str]:
        """The same search for what must be found, lest it finds nothing because it looks at nothing."""
        return [sink for sink, text in CERTAIN.items() if any(text in said for said in self.texts.get(sink, ()))]

    @property
    def size(self) -> int:
        return sum(len(text) for texts in self.texts.values() for text in texts)


def _forms(secret: str) -> set[str]:
    return {secret, quote(secret), quote(secret, safe=""), json.dumps(secret)[1:-1], repr(secret)[1:-1]}


class Marked(Killed):
    """The process with canaries for secrets."""

    def __init__(self, url: str, folder: Path, mode: str, fake: FakeTelegram, **more: str) -> None:
        secrets = {"SECRET_KEY": KEY, "TELEGRAM_WEBHOOK_SECRET": WEBHOOK, "METRICS_TOKEN": METRICS}
        super().__init__(
            _with_password(url), folder, mode, fake=fake, more_env={**secrets, "LOG_LEVEL": "DEBUG", **more}
        )
        folder.mkdir(parents=True, exist_ok=True)

    async def command(self, sinks: Sinks, *args: str) -> str:
        """A command beside it; both its streams are sinks, however it ends."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *args, cwd=self.folder, env=self.env,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        async with asyncio.timeout(SECONDS):
            out, err = await process.communicate()
        sinks.take(f"what `caunoi {' '.join(args[:2])}` prints", (out + err).decode(errors="replace"))
        return out.decode()

    def taken(self, sinks: Sinks) -> None:
        """What it logged, so far."""
        for line in self.log:
            sinks.take("the log at DEBUG", json.dumps(line, ensure_ascii=False) + repr(line))


async def canary(ground: Ground, kind: str, commands: Sequence[tuple[str, ...]] = COMMANDS) -> list[Figure]:
    """The whole walk on one kind of database; the figures of it."""
    sinks = Sinks({
        "bot token": TOKEN, "key": KEY, "webhook secret": WEBHOOK, "metrics token": METRICS,
        "database password": DATABASE, "proxy password": PROXY,
    })  # fmt: skip
    fake = FakeTelegram(TOKEN)
    await fake.start()
    url, folder = ground.url(kind), ground.folder()
    try:
        code = await _day(Marked(url, folder, "webhook", fake), sinks, commands)
        await _nothing_reaches_telegram(Marked(url, ground.folder(), "polling", fake), sinks)
        await _no_database(ground.folder(), fake, sinks)
    finally:
        await fake.stop()
    rows = await _rows(url)
    for row in rows:
        sinks.take("the database", row)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".db", ".db-wal", ".db-shm"):
            sinks.take("files of the data folder", path.read_bytes().decode(errors="replace"))
    _reprs(Marked(url, folder, "webhook", fake), sinks)
    found = sinks.found()
    plain = code.replace("-", "")
    logged = [text for sink, texts in sinks.texts.items() if sink != "the database" for text in texts]
    return [
        told("sinks searched", len(sinks.texts)),
        at_least("characters searched", sinks.size, 50_000),
        exactly("what is certainly there, found by the same search", len(sinks.certain()), len(CERTAIN)),
        none("secrets found in a sink", len(found)),
        *[none(what, 1) for what in found],
        none("invite codes in logs, pages and what commands beside it print", sum(_holds(t, plain) for t in logged)),
        told(
            "rows with the used invite code (what was said is kept for a month)", sum(_holds(t, plain) for t in rows)
        ),
        none(
            "session cookies anywhere", sum(_holds(t, c) for c in COOKIES for ts in sinks.texts.values() for t in ts)
        ),
    ]


COOKIES: list[str] = []
IN_A_CHAT: list[tuple[str, str, Any]] = [
    ("GET", "/chat/", None),
    ("GET", "/chat/poll?since=0&wait=2", None),
    ("GET", f"/chat/media/{'0' * 32}", None),
    ("POST", "/chat/messages", {"client_id": "abcdefgh", "text": "/dulieu"}),
    ("POST", "/chat/messages", {"x": 1}),
    ("GET", "/chat/poll?since=0&wait=5", None),
    ("GET", "/chat/earlier?before=9", None),
    ("POST", "/chat/leave", {}),
]
WRONG: tuple[dict[str, str], ...] = (
    {"DATABASE_URL": f"mysql://x:{DATABASE}@h/d"}, {"TELEGRAM_BOT_TOKEN": f"{TOKEN} "}, {"PORT": KEY},
    {"TELEGRAM_PROXY": f"socks://x:{PROXY}@h"}, {"SECRET_KEY": KEY[:9]},
)  # fmt: skip


def _holds(text: str, secret: str) -> bool:
    return secret in text or secret in text.replace("-", "")


# --- the walk ----------------------------------------------------------------------------------------------------


async def _day(service: Marked, sinks: Sinks, commands: Sequence[tuple[str, ...]]) -> str:
    """People, faults of Telegram's, strangers, every page and every command; the invite code that was used."""
    async with service:
        await service.start()
        await service.command(sinks, "webhook", "set", "telegram")
        code = str(json.loads(await _quietly(service, "--role", "cadre", "--unit", "06040"))["code"])
        lan = service.fake.user(1, "Hoàng Thị Lan")
        await lan.says(f"/start {code}")
        await lan.hears("Đã xong. Anh/chị là", 15)
        await _faults(service, lan)
        await _on_the_web(service, sinks, code)
        await _strangers(service, sinks)
        for args in commands:
            await service.command(sinks, *args)
        sinks.take("arguments of the process", _arguments(service.pid))
        await service.terminate()
        service.taken(sinks)
    return code


async def _quietly(service: Marked, *args: str) -> str:
    """An invite: the one place where its code is meant to be printed."""
    return await service.asks("invite", *args, "--json")


async def _faults(service: Marked, lan: Any) -> None:
    fake = service.fake
    for status in (401, 500, 403, 400, 409):
        fake.fail_next("sendMessage", status)
        await lan.says("/trogiup")
    fake.drop_next("sendMessage", effect=False)
    fake.answer_next("sendMessage", b"<html>no JSON</html>", 502)
    for _ in range(2):
        await lan.says("/trogiup")
    await lan.sends_photo(PNG)
    fake.tell_raw({"update_id": 1, "message": {"text": 5}})
    fake.tell_raw({"update_id": 2, "callback_query": 5})
    await fake.until(lambda: not fake.pending, 30)
    await service.says("an update is in quarantine", 30)


async def _on_the_web(service: Marked, sinks: Sinks, code: str) -> None:
    base = f"http://127.0.0.1:{service.port}"
    async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Origin": base}) as http:
        async with http.post(f"{base}/chat/session", json={"key": "k" * 40, "code": code, "name": "Lan"}) as answer:
            sinks.take("pages", await answer.text())
            COOKIES.append(answer.cookies["caunoi_chat"].value)
        for method, path, body in IN_A_CHAT:
            async with http.request(method, base + path, json=body) as answer:
                sinks.take("pages", f"{answer.headers}" if path == "/chat/leave" else await answer.text())


async def _strangers(service: Marked, sinks: Sinks) -> None:
    base = f"http://127.0.0.1:{service.port}"
    asked = [
        ("GET", "/healthz", {}), ("GET", "/readyz", {}), ("GET", "/metrics", {}), ("GET", f"/{TOKEN}/{WEBHOOK}", {}),
        ("GET", "/metrics", {"Authorization": f"Bearer {METRICS}"}), ("GET", "/metrics", {"Authorization": "no"}),
        ("POST", PATH, {}), ("POST", PATH, {HEADER: WEBHOOK[:-1]}), ("POST", PATH, {HEADER: WEBHOOK}),
        ("PUT", PATH, {HEADER: WEBHOOK}), ("GET", f"/chat/?code={WEBHOOK}", {"Cookie": "caunoi_chat=" + "a" * 43}),
        ("GET", "/static/x/%2e%2e/settings.py", {}), ("POST", "/chat/session", {"Origin": base}),
    ]  # fmt: skip
    async with ClientSession() as http:
        for method, path, headers in asked:
            async with http.request(method, base + path, headers=headers) as answer:
                sinks.take("pages", f"{answer.headers}{await answer.text()}")
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    writer.write(f"GET /{TOKEN} {WEBHOOK} HTTP/9.9\r\nHost: x\r\n\r\n".encode())
    await reader.read(2_000)  # it gives back what was sent to it, to nobody but the one who sent it
    writer.close()


async def _nothing_reaches_telegram(service: Marked, sinks: Sinks) -> None:
    """A proxy that is not there: polling and sending fail for as long as it lives."""
    service.more_env["TELEGRAM_PROXY"] = f"http://canary:{quote(PROXY, safe='')}@127.0.0.1:{NOBODY}"
    async with service:
        await service.launch()
        await service.says("ready", 30)
        await service.says("telegram cannot be reached", 30)
        await service.terminate()
        service.taken(sinks)


async def _no_database(folder: Path, fake: FakeTelegram, sinks: Sinks) -> None:
    """A server that is not there, at an address with a password."""
    nowhere = f"postgresql://canary@127.0.0.1:{NOBODY}/nothing"
    service = Marked(nowhere, folder, "polling", fake)
    async with service:
        await service.command(sinks, "run")
        right = dict(service.more_env)
        for wrong in WRONG:
            service.more_env = {**right, **wrong}
            try:
                _settings(service)
            except Wrong as error:
                sinks.take("sentences about settings", f"{error!r}{error}")


# --- sinks that do not speak by themselves -----------------------------------------------------------------------


def _arguments(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")


def _reprs(service: Marked, sinks: Sinks) -> None:
    settings = _settings(service)
    channel = TelegramSettings(TOKEN, "http://127.0.0.1", "webhook", WEBHOOK, f"http://x:{PROXY}@h")
    sinks.take("repr", f"{settings!r}{settings}{channel!r}{Database(settings.database)!r}")


def _settings(service: Marked) -> Settings:
    """As the process reads them. Raises Wrong."""
    before = dict(os.environ)
    os.environ.update(service.env)
    try:
        return load(None)
    finally:
        os.environ.clear()
        os.environ.update(before)


async def _rows(url: str) -> list[str]:
    database = Database(url)

    async def every(tx: Tx) -> list[str]:
        return [repr(tuple(row)) for table in metadata.sorted_tables for row in await tx.rows(select(*table.columns))]

    try:
        return await database.read_many(every)
    finally:
        await database.close()


def _with_password(url: str) -> str:
    """The same with a password, where the address can have one; servers of the tests ask for none."""
    if not url.startswith("postgresql"):
        return url
    parts = urlsplit(url)
    user = re.sub(r"@.*", "", parts.netloc)
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(DATABASE, safe='')}@{parts.netloc.rpartition('@')[2]}"))

"""What `caunoi check` looks at: how each thing stands and, where it does not stand well, how to mend it."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.cli.finding import Finding
from bot.control import Declined, ask_service
from bot.logs import Redactor
from bot.settings import Settings
from bot.wrong import Wrong
from storage import migrate, quarantine
from storage.db import Database, Tx, Unavailable
from storage.engine import WAL_MENDED, Engine, look

_ROOM_LEAST = 100 * 1024 * 1024
_ROOM_GOOD = 1024 * 1024 * 1024
_SKEW_GOOD = 2.0
_SKEW_MOST = 60.0


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Everything there is to say, in the order in which it is best mended."""
    for finding in (*_settings(settings), *_data_dir(settings)):
        yield finding
    if settings.data_dir.is_dir():
        yield await _service(settings)
    yield _bank(settings)
    yield _time_zone()
    async for finding in _database(settings):
        yield finding
    from bot.cli.files_findings import files

    async for finding in files(settings):
        yield finding
    if settings.telegram_bot_token is None:
        yield Finding("ok", "Telegram", "không dùng (not configured)")
    else:
        from bot.cli.telegram_findings import telegram

        async for finding in telegram(settings):
            yield finding
    if settings.zalo_oa_app_id:
        from bot.cli.zalo_oa_findings import zalo_oa

        async for finding in zalo_oa(settings):
            yield finding
    else:
        yield Finding("ok", "Zalo OA", "không dùng (not configured)")
    if settings.zalo_bot_token is not None:
        from bot.cli.zalo_bot_findings import zalo_bot

        async for finding in zalo_bot(settings):
            yield finding


def masked(secret: str) -> str:
    """Enough of a secret to tell two apart."""
    return f"…{secret[-2:]} ({len(secret)} ký tự / characters)" if len(secret) >= 24 else "(đã đặt / set)"


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.secret_key is None:
        line = "thêm dòng SECRET_KEY mà `caunoi run` in ra (add the line that `caunoi run` prints)"
        yield Finding("bad", "SECRET_KEY", "chưa có (missing)", line)
    else:
        yield Finding("ok", "SECRET_KEY", masked(settings.secret_key.get_secret_value()))
    if settings.public_base_url:
        yield Finding("ok", "PUBLIC_BASE_URL", settings.public_base_url)
    else:
        text = f"chưa đặt: liên kết mời sẽ là (not set: links will be) {settings.base_url}"
        yield Finding("warn", "PUBLIC_BASE_URL", text, "PUBLIC_BASE_URL=https://…")
    env = Path(".env")
    if env.is_file() and env.stat().st_mode & 0o077:
        yield Finding("warn", ".env", "người khác trên máy đọc được (others can read it)", "chmod 600 .env")


def _data_dir(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    if not folder.is_dir():
        yield Finding("warn", "DATA_DIR", f"{folder}: chưa có, `caunoi run` sẽ tạo (made by `caunoi run`)")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("bad", "DATA_DIR", f"{folder}: không ghi được (not writable)", f"chown {os.getuid()} {folder}")
    elif folder.stat().st_mode & 0o077:
        mend = f"chmod 700 {folder}"
        yield Finding("warn", "DATA_DIR", f"{folder}: người khác vào được (open to others)", mend)
    else:
        yield Finding("ok", "DATA_DIR", str(folder))
    free = shutil.disk_usage(folder).free
    text = f"còn (free) {free / 1024**3:.1f} GB"
    level: Literal["ok", "warn", "bad"] = "ok" if free >= _ROOM_GOOD else "warn" if free >= _ROOM_LEAST else "bad"
    yield Finding(level, "Đĩa (disk)", text, "" if level == "ok" else "dọn chỗ trên đĩa (make room)")


async def _service(settings: Settings) -> Finding:
    try:
        running = await ask_service(settings.data_dir, "ping", {}, seconds=5) is not None
    except Declined as error:
        return Finding("bad", "Dịch vụ (service)", str(error), "xem nhật ký, khởi động lại (see its log, restart it)")
    return Finding("ok", "Dịch vụ (service)", "đang chạy (running)" if running else "không chạy (not running)")


def _bank(settings: Settings) -> Finding:
    from bot.means import means_of_settings

    name = "Ngân hàng (the bank's own files)"
    own = (settings.bank_words_file, settings.bank_model_file, settings.bank_encoder_dir)
    if not any(own):
        return Finding("ok", name, "theo bản phát hành (as shipped)")
    try:
        means_of_settings(settings)
    except Wrong as fault:
        return Finding("bad", name, str(fault), f"{fault.setting}=")
    return Finding("ok", name, ", ".join(str(each) for each in own if each))


def _time_zone() -> Finding:
    try:
        ZoneInfo("Asia/Ho_Chi_Minh")
    except ZoneInfoNotFoundError:
        return Finding("bad", "Múi giờ (time zone)", "không có dữ liệu (no data)", "pip install tzdata")
    return Finding("ok", "Múi giờ (time zone)", "Asia/Ho_Chi_Minh")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    name = "Cơ sở dữ liệu (database)"
    db = Database(settings.database, pool=1)
    try:
        if db.path is not None and not db.path.exists():
            # Looking must not make an empty file.
            yield Finding("ok", name, f"SQLite {db.path}: chưa có, `caunoi run` sẽ tạo (made by `caunoi run`)")
            return
        engine, revision = await db.read(_look)
        yield Finding("ok", name, f"{engine.name} {engine.version}")
        yield _schema(revision)
        if revision == migrate.head() and (aside := await db.read(quarantine.count)):
            yield _set_aside(aside)
        if engine.now is not None:
            yield _clock(engine.now)
        else:
            yield _sqlite(engine)
    except (Unavailable, OSError) as error:
        why = Redactor(settings.secrets())(str(error)).splitlines()[0]
        yield Finding(
            "bad", name, f"không dùng được (unavailable): {why}", "DATABASE_URL trong .env; máy chủ có chạy?"
        )
    finally:
        await db.close()


async def _look(tx: Tx) -> tuple[Engine, str | None]:
    return await look(tx), await migrate.revision(tx)


def _schema(revision: str | None) -> Finding:
    name, head = "Lược đồ (schema)", migrate.head()
    if revision == head:
        return Finding("ok", name, head)
    if revision is None or revision in migrate.known():
        text = f"{revision or 'trống (empty)'}; bản này cần (this release needs) {head}"
        return Finding("warn", name, text, "caunoi migrate (`caunoi run` cũng làm / does it too)")
    text = f"{revision} mới hơn bản này (newer than this release, {head})"
    return Finding("bad", name, text, "cài bản mới hơn (install the newer release)")


def _set_aside(number: int) -> Finding:
    text = f"{number} tin không xử lý được (updates could not be handled)"
    return Finding("warn", "Tin để riêng (quarantine)", text, "caunoi quarantine list")


def _clock(server: datetime) -> Finding:
    name = "Đồng hồ (clock)"
    skew = abs((datetime.now(UTC) - server).total_seconds())
    text = f"lệch với cơ sở dữ liệu (off the database's) {skew:.1f} s"
    if skew <= _SKEW_GOOD:
        return Finding("ok", name, text)
    return Finding("warn" if skew <= _SKEW_MOST else "bad", name, text, "bật đồng bộ giờ NTP (turn on NTP)")


def _sqlite(engine: Engine) -> Finding:
    version = tuple(int(part) for part in engine.version.split("."))
    if version >= WAL_MENDED:
        return Finding("ok", "SQLite", engine.version)
    mended = ".".join(map(str, WAL_MENDED))
    text = (
        f"{engine.version}: bản trước {mended} có thể hỏng tệp WAL khi hai kết nối cùng checkpoint; dịch vụ chỉ để"
        f" một kết nối làm việc đó (before {mended} two checkpoints at once can harm it; the service makes one)"
    )
    return Finding(
        "warn", "SQLite", text, "không mở tệp bằng chương trình khác khi đang chạy (no other program on it)"
    )

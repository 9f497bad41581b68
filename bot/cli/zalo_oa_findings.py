"""How Zalo OA stands: is there a consent, does Zalo take its token, and where does it deliver."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.standing import Standing, look
from bot.channels.zalo_oa.webhook import PATH
from bot.cli.finding import Finding
from bot.settings import Settings
from bot.wrong import Wrong
from handlers.clock import VIETNAM
from storage.db import Database, Unavailable

_NAME = "Zalo OA"
_CONNECT = "caunoi zalo-oa connect"


async def zalo_oa(settings: Settings) -> AsyncIterator[Finding]:
    """Findings about the account, the webhook and what messages may cost."""
    try:
        own = ZaloOaSettings.of(settings)
    except Wrong as error:
        yield Finding("bad", _NAME, str(error).splitlines()[0], "ZALO_OA_APP_ID, ZALO_OA_APP_SECRET, SECRET_KEY")
        return
    yield await _account(settings, own)
    yield _webhook(settings, own)
    if own.allow_paid:
        text = "được gửi tin tính phí trong 48 giờ – 7 ngày (messages that Zalo bills may be sent)"
        yield Finding("warn", "Zalo OA, chi phí (cost)", text, "ZALO_OA_ALLOW_PAID=false")


async def _account(settings: Settings, own: ZaloOaSettings) -> Finding:
    db = Database(settings.database, pool=1)
    try:
        if db.path is not None and not db.path.exists():
            return _told(Standing("never connected"))
        return _told(await look(db, own))
    except Unavailable:
        return Finding("bad", _NAME, "không đọc được cơ sở dữ liệu (the database cannot be read)", "caunoi migrate")
    finally:
        await db.close()


def _told(found: Standing) -> Finding:
    match found.is_:
        case "connected":
            until = found.expires_at.astimezone(VIETNAM) if found.expires_at else None
            text = f"{found.name} ({found.account}); mã truy cập tới (token until) {until:%H:%M %d/%m}"
            return Finding("ok", _NAME, text)
        case "never connected":
            return Finding("bad", _NAME, "chưa kết nối tài khoản (nobody has connected the account)", _CONNECT)
        case "broken":
            text = (
                f"Zalo không cho gia hạn nữa; tin được giữ, chưa gửi (no longer renewed; messages are kept, none is"
                f" sent): {found.why}"
            )
            return Finding("bad", _NAME, text, _CONNECT)
        case "locked":
            text = "mã được giữ dưới SECRET_KEY khác (the tokens were kept under another SECRET_KEY)"
            mend = f"trả lại SECRET_KEY cũ (put the old one back), hoặc (or) {_CONNECT}"
            return Finding("bad", _NAME, text, mend)
        case "away":
            text = f"không tới được Zalo (cannot be reached): {found.why}"
            return Finding("bad", _NAME, text, "mạng, tường lửa (network, firewall); ZALO_OA_API_BASE_URL")
        case "refused":
            text = f"Zalo trả lời (answers): {found.why}"
            mend = "số lỗi có ở docs/zalo.md (the number stands there); dịch vụ phải chạy (the service must run)"
            return Finding("warn", _NAME, text, mend)


def _webhook(settings: Settings, own: ZaloOaSettings) -> Finding:
    name = "Zalo OA webhook"
    if not settings.public_base_url.startswith("https://"):
        return Finding("bad", name, "cần địa chỉ https công khai (needs a public https address)", "PUBLIC_BASE_URL")
    address = settings.base_url + PATH
    if own.secret_key is None:
        text = f"{address}; chưa có khóa bí mật OA nên sự kiện bị bỏ (without the OA's key events are dropped)"
        return Finding("warn", name, text, "ZALO_OA_SECRET_KEY: developers.zalo.me → Webhook → Khóa bí mật OA")
    # Zalo has no call that tells which address it has.
    return Finding("ok", name, f"{address}: phải đúng ở developers.zalo.me (must be what stands there)")

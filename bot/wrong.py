"""What is wrong with a setting: one sentence in Vietnamese, one in English, and the line to write into `.env`."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Rule:
    vi: str
    en: str
    line: Callable[[], str]


class Wrong(Exception):
    """A setting that stops the start. Its text is fit to be shown; it never holds the setting's value."""

    def __init__(self, setting: str, vi: str, en: str, line: str, details: str = "") -> None:
        super().__init__(vi)
        self.setting = setting
        self.vi = vi
        self.en = en
        self.line = line
        """Empty where nothing in `.env` is to be changed."""
        self.details = details
        """What exactly is wrong with the file that was named, one line each."""

    def __str__(self) -> str:
        said = f"{self.vi} ({self.en})" + (f"\n{self.details}" if self.details else "")
        return f"{said}\n\nGhi vào .env:\n{self.line}" if self.line else said


def wrong(setting: str, details: str = "") -> Wrong:
    """The fault of a setting, by its name."""
    rule = _RULES[setting]
    # Where it is the file that is wrong, no other line of `.env` would mend it.
    return Wrong(setting, rule.vi, rule.en, "" if details else rule.line(), details)


def taken(host: str, port: int) -> Wrong:
    """HOST and PORT are right in form, but cannot be had."""
    return Wrong(
        "PORT",
        f"Không mở được {host}:{port}: cổng đang có chương trình khác dùng hoặc địa chỉ không phải của máy này.",
        f"Cannot listen on {host}:{port}: another program has the port, or the address is not this machine's.",
        f"PORT={port + 1 if port < 65535 else 8080}",
    )


def _always(line: str) -> Callable[[], str]:
    return lambda: line


_RULES = {
    ".env": _Rule(
        "Không đọc được tệp .env: phải là văn bản UTF-8, mỗi dòng một TÊN=giá trị.",
        "The file .env cannot be read: it must be UTF-8 text with one NAME=value per line.",
        _always("PORT=8080"),
    ),
    "DATA_DIR": _Rule(
        "DATA_DIR phải là thư mục mà chương trình được ghi.",
        "DATA_DIR must be a folder that the program may write to.",
        _always("DATA_DIR=var"),
    ),
    "MEDIA_STORE_URL": _Rule(
        "MEDIA_STORE_URL phải có dạng s3://KHÓA:MẬT-KHẨU@máy-chủ/kho/thư-mục và cần gói caunoi[s3].",
        "MEDIA_STORE_URL must be s3://KEY:SECRET@host/bucket/folder, and needs the extra caunoi[s3].",
        _always("MEDIA_STORE_URL=s3://KHOA:MAT-KHAU@s3.example.vn/caunoi"),
    ),
    "CLAMD_ADDRESS": _Rule(
        "CLAMD_ADDRESS phải là đường dẫn socket của clamd, hoặc máy-chủ:cổng.",
        "CLAMD_ADDRESS must be the path of clamd's socket, or host:port.",
        _always("CLAMD_ADDRESS=/run/clamav/clamd.ctl"),
    ),
    "FFMPEG_PATH": _Rule(
        "FFMPEG_PATH phải là chương trình ffmpeg chạy được; ghi none nếu không dùng.",
        "FFMPEG_PATH must be an ffmpeg that can be run; none for no conversion of voices.",
        _always("FFMPEG_PATH=ffmpeg"),
    ),
    "DATABASE_URL": _Rule(
        "DATABASE_URL phải có dạng postgresql://… hoặc sqlite:///đường-dẫn-tới-tệp.",
        "DATABASE_URL must be postgresql://… or sqlite:///path-of-a-file.",
        _always("DATABASE_URL=postgresql://caunoi:MAT-KHAU@localhost:5432/caunoi"),
    ),
    "HOST": _Rule(
        "HOST phải là tên hoặc địa chỉ của máy này.",
        "HOST must be a name or an address of this machine.",
        _always("HOST=127.0.0.1"),
    ),
    "PORT": _Rule("PORT phải là số từ 0 đến 65535.", "PORT must be a number from 0 to 65535.", _always("PORT=8080")),
    "PUBLIC_BASE_URL": _Rule(
        "PUBLIC_BASE_URL phải là địa chỉ http:// hoặc https:// mà người dùng mở được.",
        "PUBLIC_BASE_URL must be the http:// or https:// address at which people reach this service.",
        _always("PUBLIC_BASE_URL=https://caunoi.example.gov.vn"),
    ),
    "SECRET_KEY": _Rule(
        "Cần SECRET_KEY: một chuỗi bí mật từ 32 ký tự trở lên.",
        "SECRET_KEY is needed: any secret text of 32 characters or more.",
        lambda: f"SECRET_KEY={secrets.token_urlsafe(48)}",
    ),
    "LOG_LEVEL": _Rule(
        "LOG_LEVEL phải là DEBUG, INFO, WARNING hoặc ERROR.",
        "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.",
        _always("LOG_LEVEL=INFO"),
    ),
    "TRUSTED_PROXIES": _Rule(
        "TRUSTED_PROXIES phải là các địa chỉ IP hoặc dải mạng, cách nhau bằng dấu phẩy.",
        "TRUSTED_PROXIES must be IP addresses or networks, separated by commas.",
        _always("TRUSTED_PROXIES=127.0.0.1,10.0.0.0/8"),
    ),
    "METRICS_TOKEN": _Rule(
        "METRICS_TOKEN phải là chuỗi bí mật từ 16 ký tự trở lên, hoặc để trống.",
        "METRICS_TOKEN must be a secret text of 16 characters or more, or empty.",
        lambda: f"METRICS_TOKEN={secrets.token_urlsafe(32)}",
    ),
    "ENROLMENT": _Rule(
        "ENROLMENT phải là invite, approval hoặc open.",
        "ENROLMENT must be invite, approval or open.",
        _always("ENROLMENT=approval"),
    ),
    "RATE_PERSON_PER_MINUTE": _Rule(
        "RATE_PERSON_PER_MINUTE phải là số từ 1 đến 1000000.",
        "RATE_PERSON_PER_MINUTE must be a number from 1 to 1000000.",
        _always("RATE_PERSON_PER_MINUTE=1200"),
    ),
    "RATE_UNIT_PER_MINUTE": _Rule(
        "RATE_UNIT_PER_MINUTE phải là số từ 1 đến 1000000.",
        "RATE_UNIT_PER_MINUTE must be a number from 1 to 1000000.",
        _always("RATE_UNIT_PER_MINUTE=30000"),
    ),
    "DEADLINE_HOURS": _Rule(
        "DEADLINE_HOURS phải là số giờ từ 1 đến 720.",
        "DEADLINE_HOURS must be a number of hours from 1 to 720.",
        _always("DEADLINE_HOURS=24"),
    ),
    "DIGESTS": _Rule(
        "DIGESTS phải là on hoặc off.",
        "DIGESTS must be on or off.",
        _always("DIGESTS=on"),
    ),
    "BANK_WORDS_FILE": _Rule(
        "BANK_WORDS_FILE phải là tệp YAML gồm các bảng từ không có lỗi, hoặc để trống.",
        "BANK_WORDS_FILE must be a YAML file of tables of words without faults, or empty.",
        _always("BANK_WORDS_FILE=words.yaml"),
    ),
    "BANK_MODEL_FILE": _Rule(
        "BANK_MODEL_FILE phải là mô hình do `caunoi bank train` của bản này ghi ra, hoặc để trống.",
        "BANK_MODEL_FILE must be a model that this release's `caunoi bank train` wrote, or empty.",
        _always("BANK_MODEL_FILE=model.json"),
    ),
    "BANK_ENCODER_DIR": _Rule(
        "BANK_ENCODER_DIR phải là thư mục có model.onnx và tokenizer.json dùng được, hoặc để trống.",
        "BANK_ENCODER_DIR must be a folder with a usable model.onnx and tokenizer.json, or empty.",
        _always("BANK_ENCODER_DIR=encoder"),
    ),
    "WEB_PUSH_HOSTS": _Rule(
        "WEB_PUSH_HOSTS phải là tên các máy chủ báo tin của trình duyệt, cách nhau bằng dấu phẩy.",
        "WEB_PUSH_HOSTS must be names of browsers' push services, separated by commas.",
        _always(
            "WEB_PUSH_HOSTS=fcm.googleapis.com,updates.push.services.mozilla.com,push.apple.com,notify.windows.com"
        ),
    ),
    "WEB_UNREAD_MINUTES": _Rule(
        "WEB_UNREAD_MINUTES phải là số phút từ 1 đến 1440.",
        "WEB_UNREAD_MINUTES must be minutes, from 1 to 1440.",
        _always("WEB_UNREAD_MINUTES=10"),
    ),
    "TELEGRAM_BOT_TOKEN": _Rule(
        "TELEGRAM_BOT_TOKEN phải là mã do @BotFather cấp, dạng 123456789:ABC….",
        "TELEGRAM_BOT_TOKEN must be the token that @BotFather gave, like 123456789:ABC….",
        _always("TELEGRAM_BOT_TOKEN=MA-DO-BOTFATHER-CAP"),
    ),
    "TELEGRAM_API_BASE_URL": _Rule(
        "TELEGRAM_API_BASE_URL phải là địa chỉ http:// hoặc https://; riêng máy chủ của Telegram chỉ dùng https://.",
        "TELEGRAM_API_BASE_URL must be an http:// or https:// address; Telegram's own host only by https://.",
        _always("TELEGRAM_API_BASE_URL=https://api.telegram.org"),
    ),
    "TELEGRAM_MODE": _Rule(
        "TELEGRAM_MODE phải là polling hoặc webhook.",
        "TELEGRAM_MODE must be polling or webhook.",
        _always("TELEGRAM_MODE=polling"),
    ),
    "TELEGRAM_WEBHOOK_SECRET": _Rule(
        "TELEGRAM_MODE=webhook cần TELEGRAM_WEBHOOK_SECRET gồm 1 đến 256 ký tự trong A–Z, a–z, 0–9, _ và -.",
        "TELEGRAM_MODE=webhook needs a TELEGRAM_WEBHOOK_SECRET of 1 to 256 characters out of A–Z, a–z, 0–9, _ and -.",
        lambda: f"TELEGRAM_WEBHOOK_SECRET={secrets.token_urlsafe(32)}",
    ),
    "ZALO_OA_APP_ID": _Rule(
        "ZALO_OA_APP_ID phải là mã ứng dụng (toàn chữ số) ở developers.zalo.me.",
        "ZALO_OA_APP_ID must be the app's id (digits only) from developers.zalo.me.",
        _always("ZALO_OA_APP_ID=1234567890123456789"),
    ),
    "ZALO_OA_APP_SECRET": _Rule(
        "Có ZALO_OA_APP_ID thì cần ZALO_OA_APP_SECRET: khóa bí mật của ứng dụng ở developers.zalo.me.",
        "With ZALO_OA_APP_ID, ZALO_OA_APP_SECRET is needed: the app's secret from developers.zalo.me.",
        _always("ZALO_OA_APP_SECRET=KHOA-BI-MAT-CUA-UNG-DUNG"),
    ),
    "ZALO_OA_SECRET_KEY": _Rule(
        "ZALO_OA_SECRET_KEY phải là khóa bí mật OA ở trang Webhook của ứng dụng, hoặc để trống.",
        "ZALO_OA_SECRET_KEY must be the OA secret key from the app's Webhook page, or empty.",
        _always("ZALO_OA_SECRET_KEY=KHOA-BI-MAT-OA"),
    ),
    "ZALO_OA_API_BASE_URL": _Rule(
        "ZALO_OA_API_BASE_URL phải là địa chỉ https:// của Zalo OpenAPI.",
        "ZALO_OA_API_BASE_URL must be the https:// address of the Zalo OpenAPI.",
        _always("ZALO_OA_API_BASE_URL=https://openapi.zalo.me"),
    ),
    "ZALO_OAUTH_BASE_URL": _Rule(
        "ZALO_OAUTH_BASE_URL phải là địa chỉ https:// cấp quyền của Zalo.",
        "ZALO_OAUTH_BASE_URL must be the https:// address of Zalo's OAuth.",
        _always("ZALO_OAUTH_BASE_URL=https://oauth.zaloapp.com"),
    ),
    "ZALO_OA_AGENT_PAUSE_MINUTES": _Rule(
        "ZALO_OA_AGENT_PAUSE_MINUTES phải là số phút từ 0 đến 10080.",
        "ZALO_OA_AGENT_PAUSE_MINUTES must be minutes, from 0 to 10080.",
        _always("ZALO_OA_AGENT_PAUSE_MINUTES=60"),
    ),
    "ZALO_OA_ALLOW_PAID": _Rule(
        "ZALO_OA_ALLOW_PAID phải là true hoặc false.",
        "ZALO_OA_ALLOW_PAID must be true or false.",
        _always("ZALO_OA_ALLOW_PAID=false"),
    ),
    "ZALO_MEDIA_HOSTS": _Rule(
        "ZALO_MEDIA_HOSTS phải là tên các máy chủ chứa tệp của Zalo, cách nhau bằng dấu phẩy.",
        "ZALO_MEDIA_HOSTS must be names of hosts that keep Zalo's files, separated by commas.",
        _always("ZALO_MEDIA_HOSTS=zdn.vn,zadn.vn"),
    ),
    "ZALO_BOT_TOKEN": _Rule(
        "ZALO_BOT_TOKEN phải là mã bot do Zalo Bot Creator cấp, dạng 12345689:abc-xyz.",
        "ZALO_BOT_TOKEN must be the token that Zalo Bot Creator gave, like 12345689:abc-xyz.",
        _always("ZALO_BOT_TOKEN=MA-DO-ZALO-BOT-CREATOR-CAP"),
    ),
    "ZALO_BOT_API_BASE_URL": _Rule(
        "ZALO_BOT_API_BASE_URL phải là địa chỉ https:// của Zalo Bot Platform.",
        "ZALO_BOT_API_BASE_URL must be the https:// address of the Zalo Bot Platform.",
        _always("ZALO_BOT_API_BASE_URL=https://bot-api.zaloplatforms.com"),
    ),
    "ZALO_BOT_MODE": _Rule(
        "ZALO_BOT_MODE phải là polling hoặc webhook.",
        "ZALO_BOT_MODE must be polling or webhook.",
        _always("ZALO_BOT_MODE=webhook"),
    ),
    "ZALO_BOT_WEBHOOK_SECRET": _Rule(
        "ZALO_BOT_MODE=webhook cần ZALO_BOT_WEBHOOK_SECRET gồm 8 đến 256 ký tự ASCII, không có dấu cách.",
        "ZALO_BOT_MODE=webhook needs a ZALO_BOT_WEBHOOK_SECRET of 8 to 256 ASCII characters without blanks.",
        lambda: f"ZALO_BOT_WEBHOOK_SECRET={secrets.token_urlsafe(32)}",
    ),
    "ZALO_BOT_MONTHLY_MESSAGES": _Rule(
        "ZALO_BOT_MONTHLY_MESSAGES phải là số tin bot được gửi mỗi tháng, từ 1.",
        "ZALO_BOT_MONTHLY_MESSAGES must be how many messages the bot may send in a month, from 1.",
        _always("ZALO_BOT_MONTHLY_MESSAGES=3000"),
    ),
    "ZALO_BOT_PER_SECOND": _Rule(
        "ZALO_BOT_PER_SECOND phải là số tin bot được gửi mỗi giây, từ 0.1 đến 100.",
        "ZALO_BOT_PER_SECOND must be how many messages a second the bot may send, from 0.1 to 100.",
        _always("ZALO_BOT_PER_SECOND=1"),
    ),
    "TELEGRAM_LOCAL_FILES": _Rule(
        "TELEGRAM_LOCAL_FILES phải là đường dẫn đầy đủ tới thư mục tệp của máy chủ Bot API riêng mà"
        " TELEGRAM_API_BASE_URL trỏ tới, hoặc để trống.",
        "TELEGRAM_LOCAL_FILES must be the whole path of the folder of the Bot API server of your own to which"
        " TELEGRAM_API_BASE_URL points, or empty.",
        _always("TELEGRAM_LOCAL_FILES=/var/lib/telegram-bot-api"),
    ),
    "TELEGRAM_CONTENT": _Rule(
        "TELEGRAM_CONTENT phải là full hoặc notice.",
        "TELEGRAM_CONTENT must be full or notice.",
        _always("TELEGRAM_CONTENT=full"),
    ),
    "ZALO_OA_CONTENT": _Rule(
        "ZALO_OA_CONTENT phải là full hoặc notice.",
        "ZALO_OA_CONTENT must be full or notice.",
        _always("ZALO_OA_CONTENT=full"),
    ),
    "ZALO_BOT_CONTENT": _Rule(
        "ZALO_BOT_CONTENT phải là full hoặc notice.",
        "ZALO_BOT_CONTENT must be full or notice.",
        _always("ZALO_BOT_CONTENT=full"),
    ),
    "TELEGRAM_PROXY": _Rule(
        "TELEGRAM_PROXY phải có dạng http://máy:cổng.",
        "TELEGRAM_PROXY must be like http://host:port.",
        _always("TELEGRAM_PROXY=http://127.0.0.1:3128"),
    ),
}

"""Settings: environment variables, or lines of `.env`. Their names are a contract; `.env.example` tells of each.

A wrong or missing setting is one sentence and the line to write (`Wrong`), never a traceback, and never the value:
it may be a secret.
"""

from __future__ import annotations

import hmac
import re
import secrets
import shutil
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from bot.allowed import Allowed
from bot.wrong import Wrong, wrong

Network = IPv4Network | IPv6Network
TELEGRAM = "https://api.telegram.org"
PUSH_SERVICES = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", "push.apple.com", "notify.windows.com",
)  # fmt: skip
_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,}", re.ASCII)
_APP_ID = re.compile(r"\d{1,32}", re.ASCII)
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
_ZALO_BOT_TOKEN = re.compile(r"\d{1,24}:[A-Za-z0-9._~-]{3,256}", re.ASCII)
_ZALO_BOT_SECRET = re.compile(r"[!-~]{8,256}", re.ASCII)
_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]{1,253}):\d{1,5}", re.ASCII)
_ZALO_HOSTS = (".zalo.me", ".zaloapp.com", ".zaloplatforms.com", ".zapps.me")


class Settings(BaseSettings):
    """All settings of one process; never changed after the start."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True, frozen=True
    )

    data_dir: Path = Path("var")
    database_url: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_base_url: str = ""
    secret_key: SecretStr | None = Field(default=None, min_length=32)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = ()
    metrics_token: SecretStr | None = Field(default=None, min_length=16)

    enrolment: Literal["invite", "approval", "open"] = "approval"
    deadline_hours: int = Field(default=24, ge=1, le=720)
    digests: bool = True
    rate_person_per_minute: int = Field(default=1_200, ge=1, le=1_000_000)
    rate_unit_per_minute: int = Field(default=30_000, ge=1, le=1_000_000)

    bank_words_file: Path | None = None
    bank_model_file: Path | None = None
    bank_encoder_dir: Path | None = None

    media_store_url: SecretStr | None = None
    clamd_address: str = ""
    ffmpeg_path: str = "ffmpeg"
    web_push_hosts: Annotated[tuple[str, ...], NoDecode] = PUSH_SERVICES
    web_unread_minutes: int = Field(default=10, ge=1, le=1_440)

    telegram_bot_token: SecretStr | None = None
    telegram_api_base_url: str = TELEGRAM
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_secret: SecretStr | None = None
    telegram_proxy: SecretStr | None = None
    telegram_local_files: Path | None = None
    telegram_content: Literal["full", "notice"] = "full"

    zalo_oa_app_id: str = ""
    zalo_oa_app_secret: SecretStr | None = None
    zalo_oa_secret_key: SecretStr | None = None
    zalo_oa_api_base_url: str = "https://openapi.zalo.me"
    zalo_oauth_base_url: str = "https://oauth.zaloapp.com"
    zalo_oa_allow_paid: bool = False
    zalo_oa_content: Literal["full", "notice"] = "full"
    zalo_oa_agent_pause_minutes: int = Field(default=60, ge=0, le=10_080)
    zalo_media_hosts: Annotated[tuple[str, ...], NoDecode] = ("zdn.vn", "zadn.vn")

    zalo_bot_token: SecretStr | None = None
    zalo_bot_api_base_url: str = "https://bot-api.zaloplatforms.com"
    zalo_bot_mode: Literal["polling", "webhook"] = "polling"
    zalo_bot_webhook_secret: SecretStr | None = None
    zalo_bot_content: Literal["full", "notice"] = "full"
    zalo_bot_monthly_messages: int = Field(default=3_000, ge=1, le=100_000_000)
    zalo_bot_per_second: float = Field(default=1.0, ge=0.1, le=100)

    # --- what the rest of the programme asks for -----------------------------------------------------------------

    @property
    def database(self) -> str:
        """The database's address for `storage.db.Database`, with its driver. Holds the password: never show it."""
        if self.database_url is None:
            return f"sqlite:///{self.data_dir.resolve() / 'caunoi.db'}"
        return self.database_url.get_secret_value()

    @property
    def on_sqlite(self) -> bool:
        return self.database.startswith("sqlite")

    @property
    def base_url(self) -> str:
        """Where people reach our pages, without a slash at its end."""
        if self.public_base_url:
            return self.public_base_url
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - a comparison
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def webhook_url(self) -> str:
        """Where Telegram delivers in webhook mode."""
        return f"{self.base_url}/webhooks/telegram"

    @property
    def notice_channels(self) -> frozenset[str]:
        """By which nothing leaves but that there is something to read in the web chat."""
        said = {"telegram": self.telegram_content, "zalo_oa": self.zalo_oa_content, "zalo_bot": self.zalo_bot_content}
        return frozenset(channel for channel, content in said.items() if content == "notice")

    @property
    def on_telegram_itself(self) -> bool:
        """True unless a Bot API server of one's own is used."""
        return _is_telegrams(self.telegram_api_base_url)

    @property
    def on_loopback(self) -> bool:
        """True when only this machine can reach us."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def key(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose, derived from SECRET_KEY. Raises Wrong when there is none."""
        # HKDF (RFC 5869) with SHA-256, of which 32 bytes are one block; a library for it would be 6 MB of memory.
        extracted = hmac.digest(b"caunoi", self.demand_secret_key().encode(), "sha256")
        return hmac.digest(extracted, purpose.encode() + b"\x01", "sha256")

    def demand_secret_key(self) -> str:
        """SECRET_KEY. Raises Wrong, with a line that holds a fresh one, when it is missing."""
        if self.secret_key is None:
            raise wrong("SECRET_KEY")
        return self.secret_key.get_secret_value()

    def secrets(self) -> tuple[str, ...]:
        """Every secret that is set, for whoever must keep them out of logs and screens."""
        values = [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]
        bucket = self.media_store_url.get_secret_value() if self.media_store_url else ""
        passwords = [found for url in (self.database, bucket) if (found := urlsplit(url).password)]
        hidden = [value for value in values if value != self.database]
        return tuple(dict.fromkeys([*hidden, *(form for each in passwords for form in (each, unquote(each)))]))

    def make_data_dir(self) -> Path:
        """DATA_DIR, made when it is missing, for nobody but us. Raises Wrong when that cannot be done."""
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise wrong("DATA_DIR") from error
        return self.data_dir

    # --- what makes a setting right ------------------------------------------------------------------------------

    @field_validator("media_store_url")
    @classmethod
    def _bucket(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parts = urlsplit(value.get_secret_value())
            named = parts.hostname and parts.username and parts.password and parts.path.strip("/")
            if parts.scheme not in {"s3", "s3+http"} or not named or parts.query or parts.fragment:
                raise ValueError
            _ = parts.port
        return value

    @field_validator("clamd_address")
    @classmethod
    def _scanner(cls, value: str) -> str:
        path = value.removeprefix("unix:")
        if value and not path.startswith("/") and not _HOST_AND_PORT.fullmatch(value):
            raise ValueError
        return value

    @field_validator("ffmpeg_path")
    @classmethod
    def _program(cls, value: str) -> str:
        if value not in {"ffmpeg", "none"} and shutil.which(value) is None:  # the usual name may be there or not
            raise ValueError
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _any_case(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _with_driver(cls, value: SecretStr | None) -> SecretStr | None:
        return None if value is None else SecretStr(_with_driver(value.get_secret_value()))

    @field_validator(
        "public_base_url", "telegram_api_base_url", "zalo_oa_api_base_url", "zalo_oauth_base_url",
        "zalo_bot_api_base_url",
    )  # fmt: skip
    @classmethod
    def _address(cls, value: str) -> str:
        if value:
            parts = urlsplit(value)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
                raise ValueError
            _ = parts.port  # raises ValueError for what is no port
        return value.rstrip("/")

    @field_validator("telegram_api_base_url")
    @classmethod
    def _telegram_itself_only_by_https(cls, value: str) -> str:
        if urlsplit(value).scheme == "http" and _is_telegrams(value):
            raise ValueError
        return value

    @field_validator("zalo_oa_api_base_url", "zalo_oauth_base_url", "zalo_bot_api_base_url")
    @classmethod
    def _zalo_itself_only_by_https(cls, value: str) -> str:
        host = (urlsplit(value).hostname or "").rstrip(".")
        if urlsplit(value).scheme != "https" and f".{host}".endswith(_ZALO_HOSTS):
            raise ValueError
        return value

    @field_validator("zalo_oa_app_id")
    @classmethod
    def _app_id(cls, value: str) -> str:
        if value and not _APP_ID.fullmatch(value):
            raise ValueError
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError
        return value

    @field_validator("zalo_bot_token")
    @classmethod
    def _zalo_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _ZALO_BOT_TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError
        return value

    @field_validator("zalo_bot_webhook_secret")
    @classmethod
    def _zalo_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _ZALO_BOT_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError
        return value

    @field_validator("telegram_proxy")
    @classmethod
    def _proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parts = urlsplit(value.get_secret_value())
            if parts.scheme != "http" or not parts.hostname:
                raise ValueError
        return value

    @field_validator("telegram_local_files")
    @classmethod
    def _whole_path(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_absolute():
            raise ValueError
        return value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
        return value

    @field_validator("zalo_media_hosts", "web_push_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = tuple(part.strip() for part in value.split(",") if part.strip())
        Allowed.of(value)
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError
        return value

    @model_validator(mode="after")
    def _webhook_needs_its_secret(self) -> Self:
        if self.telegram_bot_token and self.telegram_mode == "webhook" and self.telegram_webhook_secret is None:
            raise wrong("TELEGRAM_WEBHOOK_SECRET")
        if self.zalo_bot_token and self.zalo_bot_mode == "webhook" and self.zalo_bot_webhook_secret is None:
            raise wrong("ZALO_BOT_WEBHOOK_SECRET")
        return self


def load(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of this process, from the environment and `env_file`. Raises Wrong."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise wrong(str(error.errors(include_input=False, include_url=False)[0]["loc"][0]).upper()) from None
    except (SettingsError, UnicodeDecodeError):
        raise wrong(".env") from None


def load_for_demo(env_file: Path | None = Path(".env")) -> Settings:
    """Settings of the demo: a folder and a key of its own, and nothing that could touch real people. Raises Wrong."""
    settings = load(env_file)
    for name, touches in (
        ("TELEGRAM_BOT_TOKEN", settings.telegram_bot_token is not None),
        ("ZALO_OA_APP_ID", bool(settings.zalo_oa_app_id)),
        ("ZALO_BOT_TOKEN", settings.zalo_bot_token is not None),
        ("DATABASE_URL", settings.database_url is not None),
        ("HOST", not settings.on_loopback),
    ):
        if touches:
            raise Wrong(
                name,
                f"Bản dùng thử không chạy khi có {name} thật; hãy chạy ở thư mục khác, không có .env này.",
                f"The demo refuses to start with the real {name}: run it in another folder, without this .env.",
                "",
            )
    own_key = SecretStr(secrets.token_urlsafe(48))
    return settings.model_copy(
        update={"data_dir": settings.data_dir / "demo", "secret_key": own_key, "public_base_url": ""}
    )


def _is_telegrams(url: str) -> bool:
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host == "telegram.org" or host.endswith(".telegram.org")


_ASKED_OF_POSTGRESQL = {
    "host", "port", "user", "password", "passfile", "ssl", "direct_tls", "target_session_attrs", "krbsrvname",
    "gsslib", "statement_cache_size", "prepared_statement_cache_size",
}  # fmt: skip
"""What an address may ask for; others would be asked of the driver, which fails at its first connection.

https://magicstack.github.io/asyncpg/current/api/index.html#connection
"""


def _with_driver(url: str) -> str:
    parts = urlsplit(url)
    scheme = parts.scheme.partition("+")[0]
    if scheme == "sqlite":
        path = url.partition("://")[2].removeprefix("/")
        # A database in memory has no file that the writer and the readers could share.
        if not url.partition("://")[2].startswith("/") or not path or path.startswith(":memory:"):
            raise ValueError
        return f"sqlite:///{path}"
    if scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError
    _ = parts.port
    # libpq's name of this parameter, which every hosting service hands out, means nothing to asyncpg.
    query = [("ssl" if name == "sslmode" else name, value) for name, value in parse_qsl(parts.query)]
    if {name for name, _ in query} - _ASKED_OF_POSTGRESQL:
        raise ValueError
    made = urlunsplit(("postgresql+asyncpg", parts.netloc, parts.path, urlencode(query, safe="/"), ""))
    # An address without a host (a socket is named in the query) keeps its two slashes.
    return made if "://" in made else made.replace(":/", ":///", 1)

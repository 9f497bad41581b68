"""Settings: what is right, what is wrong, and how the wrong is said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot import settings as module
from bot.settings import Settings, load, load_for_demo
from bot.wrong import _RULES, Wrong, wrong

KEY = "k" * 32
CANARY = "canary-9f3e"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load(None)


def fault(monkeypatch: pytest.MonkeyPatch, **values: str) -> Wrong:
    with pytest.raises(Wrong) as caught:
        given(monkeypatch, **values)
    return caught.value


def test_defaults_are_those_of_the_contract() -> None:
    settings = load(None)
    assert (settings.host, settings.port, settings.enrolment, settings.telegram_mode) == (
        "127.0.0.1",
        8080,
        "approval",
        "polling",
    )
    assert settings.database == f"sqlite:///{Path('var').resolve()}/caunoi.db"
    assert settings.base_url == "http://127.0.0.1:8080"
    assert settings.deadline_hours == 24
    assert settings.on_sqlite
    assert settings.on_loopback


def test_every_setting_has_its_sentence_and_its_place_in_the_example() -> None:
    example = Path(".env.example").read_text(encoding="utf-8")
    names = [name.upper() for name in Settings.model_fields]
    assert sorted(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == sorted(names)
    assert set(_RULES) == {*names, ".env"}


def test_the_example_holds_the_defaults(tmp_path: Path) -> None:
    copy = tmp_path / ".env"
    copy.write_text(Path(".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    assert load(copy) == load(None)


def test_every_sentence_is_one_line_with_a_line_to_write() -> None:
    for name in _RULES:
        said = wrong(name)
        assert "\n" not in said.vi + said.en + said.line
        assert re.fullmatch(r"[A-Z_]+=\S+", said.line)
        assert said.line in str(said)


UNFIT = {".env", "TELEGRAM_BOT_TOKEN", "ZALO_BOT_TOKEN", "DATA_DIR"}
"""What nobody but a platform, or the machine, can fill in."""


@pytest.mark.parametrize("name", [name for name in _RULES if name not in UNFIT])
def test_the_line_that_is_printed_is_accepted(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    setting, _, value = wrong(name).line.partition("=")
    given(monkeypatch, **{setting: value})


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("postgresql://u:p@db:5432/x", "postgresql+asyncpg://u:p@db:5432/x"),
        ("postgres://u:p%40@db/x?sslmode=require", "postgresql+asyncpg://u:p%40@db/x?ssl=require"),
        ("postgresql+asyncpg://u@/x?host=/run/pg", "postgresql+asyncpg://u@/x?host=/run/pg"),
        ("postgresql:///x?host=/run/pg", "postgresql+asyncpg:///x?host=/run/pg"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("sqlite:///var/x.db", "sqlite:///var/x.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite:///x.db"),
    ],
)
def test_addresses_of_databases_get_their_driver(monkeypatch: pytest.MonkeyPatch, url: str, normal: str) -> None:
    assert given(monkeypatch, DATABASE_URL=url).database == normal


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"mysql://u:{CANARY}@db/x"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", f"postgresql://u:{CANARY}@db"),
        ("DATABASE_URL", f"postgresql://u:{CANARY}@db/x?sslmod=require"),
        ("DATABASE_URL", f"postgresql://u:{CANARY}@db:port/x"),
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("SECRET_KEY", CANARY),
        ("LOG_LEVEL", "loud"),
        ("ENROLMENT", "all"),
        ("DEADLINE_HOURS", "0"),
        ("PUBLIC_BASE_URL", "caunoi.example"),
        ("PUBLIC_BASE_URL", "https://caunoi.example/?x=1"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TRUSTED_PROXIES", "proxy"),
        ("METRICS_TOKEN", CANARY),
        ("TELEGRAM_BOT_TOKEN", CANARY),
        ("TELEGRAM_API_BASE_URL", "http://api.telegram.org"),
        ("TELEGRAM_API_BASE_URL", "http://API.Telegram.org./"),
        ("TELEGRAM_API_BASE_URL", "ftp://x"),
        ("TELEGRAM_MODE", "both"),
        ("TELEGRAM_WEBHOOK_SECRET", f"{CANARY} with a space"),
        ("TELEGRAM_WEBHOOK_SECRET", "x" * 257),
        ("TELEGRAM_PROXY", f"socks5://u:{CANARY}@x:1"),
        ("MEDIA_STORE_URL", f"https://key:{CANARY}@host/bucket"),
        ("MEDIA_STORE_URL", f"s3://key:{CANARY}@host"),
        ("MEDIA_STORE_URL", f"s3://{CANARY}@host/bucket"),
        ("MEDIA_STORE_URL", f"s3://key:{CANARY}@/bucket"),
        ("MEDIA_STORE_URL", f"s3://key:{CANARY}@host:port/bucket"),
        ("MEDIA_STORE_URL", f"s3://key:{CANARY}@host/bucket?region=x"),
        ("CLAMD_ADDRESS", "clamd"),
        ("CLAMD_ADDRESS", "host:port"),
        ("CLAMD_ADDRESS", "var/clamd.ctl"),
        ("FFMPEG_PATH", "/no/such/ffmpeg"),
        ("ZALO_BOT_TOKEN", CANARY),
        ("ZALO_BOT_TOKEN", f"12345689:{CANARY}/getMe"),
        ("ZALO_BOT_TOKEN", f"bot12345689:{CANARY}"),
        ("ZALO_BOT_API_BASE_URL", "http://bot-api.zaloplatforms.com"),
        ("ZALO_BOT_API_BASE_URL", "http://Bot-API.zapps.me."),
        ("ZALO_BOT_API_BASE_URL", f"https://bot-api.zaloplatforms.com/?{CANARY}"),
        ("ZALO_BOT_MODE", "both"),
        ("ZALO_BOT_WEBHOOK_SECRET", "1234567"),
        ("ZALO_BOT_WEBHOOK_SECRET", "x" * 257),
        ("ZALO_BOT_WEBHOOK_SECRET", f"{CANARY} có dấu"),
        ("ZALO_BOT_MONTHLY_MESSAGES", "0"),
        ("ZALO_BOT_MONTHLY_MESSAGES", "many"),
        ("ZALO_BOT_PER_SECOND", "0"),
        ("ZALO_BOT_PER_SECOND", "nan"),
    ],
)
def test_a_wrong_setting_is_one_sentence_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    said = fault(monkeypatch, **{name: value})
    assert said.setting == name
    assert name in said.vi
    assert CANARY not in str(said)
    assert said.__cause__ is None


def test_the_key_of_a_bucket_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, MEDIA_STORE_URL=f"s3://key:{CANARY}%2F@host:9000/bucket/folder")
    assert {f"{CANARY}%2F", f"{CANARY}/"} <= set(settings.secrets())
    assert CANARY not in repr(settings)


@pytest.mark.parametrize("address", ["/run/clamd.ctl", "unix:/run/clamd.ctl", "clamd:3310", "[::1]:3310"])
def test_addresses_of_a_scanner(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert given(monkeypatch, CLAMD_ADDRESS=address).clamd_address == address


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    token = f"123:{CANARY}"
    said = fault(monkeypatch, TELEGRAM_BOT_TOKEN=token, TELEGRAM_MODE="webhook")
    assert said.setting == "TELEGRAM_WEBHOOK_SECRET"
    assert re.fullmatch(r"TELEGRAM_WEBHOOK_SECRET=[\w-]{43}", said.line)
    assert given(monkeypatch, TELEGRAM_WEBHOOK_SECRET="s3cret_-").telegram_mode == "webhook"


def test_a_webhook_of_zalo_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    said = fault(monkeypatch, ZALO_BOT_TOKEN=f"12345689:{CANARY}", ZALO_BOT_MODE="webhook")
    assert said.setting == "ZALO_BOT_WEBHOOK_SECRET"
    assert CANARY not in str(said)
    secret = said.line.partition("=")[2]
    settings = given(monkeypatch, ZALO_BOT_WEBHOOK_SECRET=secret)
    assert settings.zalo_bot_mode == "webhook"
    assert {f"12345689:{CANARY}", secret} <= set(settings.secrets())
    assert CANARY not in repr(settings)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8081", "http://telegram-bot-api:8081/", "https://api.telegram.org"]
)
def test_https_is_demanded_of_telegram_alone(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert given(monkeypatch, TELEGRAM_API_BASE_URL=url).telegram_api_base_url == url.rstrip("/")


def test_keys_differ_by_purpose_and_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, SECRET_KEY=KEY)
    assert len(settings.key("invites")) == 32
    assert settings.key("invites") == given(monkeypatch, SECRET_KEY=KEY).key("invites")
    assert settings.key("invites") != settings.key("sessions")
    assert settings.key("invites") != given(monkeypatch, SECRET_KEY=KEY + "k").key("invites")


def test_keys_are_derived_as_the_standard_says(monkeypatch: pytest.MonkeyPatch) -> None:
    derived = HKDF(SHA256(), 32, salt=b"caunoi", info=b"invites").derive(KEY.encode())
    assert given(monkeypatch, SECRET_KEY=KEY).key("invites") == derived


def test_without_a_secret_key_a_fresh_one_is_offered() -> None:
    with pytest.raises(Wrong) as one:
        load(None).key("invites")
    with pytest.raises(Wrong) as two:
        load(None).demand_secret_key()
    assert one.value.setting == "SECRET_KEY"
    assert len(one.value.line) > 60
    assert one.value.line != two.value.line


def test_secrets_are_known_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    values: dict[str, str] = {
        "SECRET_KEY": f"{CANARY}-key" + KEY,
        "DATABASE_URL": f"postgresql://u:{CANARY}%40pw@db/x",
        "TELEGRAM_BOT_TOKEN": f"1234:{CANARY}-token",
        "TELEGRAM_WEBHOOK_SECRET": f"{CANARY}-hook",
        "TELEGRAM_PROXY": f"http://u:{CANARY}-proxy@x:1",
    }
    settings = given(monkeypatch, **values)
    assert CANARY not in repr(settings) + str(settings)
    hidden = settings.secrets()
    assert set(values.values()) - set(hidden) == {values["DATABASE_URL"]}
    assert {f"{CANARY}%40pw", f"{CANARY}@pw"} <= set(hidden)


def test_networks_of_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8,::1")
    assert [str(network) for network in settings.trusted_proxies] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]


@pytest.mark.parametrize(
    ("values", "base"),
    [
        ({"PUBLIC_BASE_URL": "https://caunoi.example/"}, "https://caunoi.example"),
        ({"HOST": "0.0.0.0", "PORT": "9000"}, "http://127.0.0.1:9000"),  # noqa: S104
        ({"HOST": "::1"}, "http://[::1]:8080"),
    ],
)
def test_where_people_reach_us(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], base: str) -> None:
    assert given(monkeypatch, **values).base_url == base


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=9001\nHOST=localhost\nOTHER=thing\nSECRET_KEY=\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "9002")
    settings = load(file)
    assert (settings.port, settings.host, settings.secret_key) == (9002, "localhost", None)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"PORT=\xff\xfe9")
    with pytest.raises(Wrong, match="UTF-8"):
        load(file)


def test_the_data_folder_is_ours_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = given(monkeypatch, DATA_DIR=str(tmp_path / "a" / "b")).make_data_dir()
    assert folder.stat().st_mode & 0o777 == 0o700

    (tmp_path / "file").touch()
    with pytest.raises(Wrong, match="DATA_DIR"):
        given(monkeypatch, DATA_DIR=str(tmp_path / "file" / "b")).make_data_dir()


@pytest.mark.parametrize(
    "values",
    [
        {"TELEGRAM_BOT_TOKEN": f"1:{CANARY}"},
        {"ZALO_BOT_TOKEN": f"12345689:{CANARY}"},
        {"HOST": "0.0.0.0"},  # noqa: S104
        {"HOST": "caunoi.example"},
        {"DATABASE_URL": "postgresql://db/x"},
        {"DATABASE_URL": "sqlite:///real.db"},
    ],
)
def test_the_demo_refuses_what_could_touch_real_people(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, Any]
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Wrong) as caught:
        load_for_demo(None)
    assert caught.value.setting == next(iter(values))
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_the_demo_has_a_folder_and_a_key_of_its_own(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("SECRET_KEY", KEY)
    settings = load_for_demo(None)
    assert settings.data_dir == Path("var/demo")
    assert settings.demand_secret_key() != KEY
    assert "demo" in settings.database


def test_nothing_is_read_when_the_module_is_imported() -> None:
    assert not [name for name, value in vars(module).items() if isinstance(value, Settings)]

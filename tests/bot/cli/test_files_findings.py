"""`caunoi check` looks at the bucket, the scanner and ffmpeg."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli.files_findings import files
from bot.cli.finding import Finding
from bot.settings import Settings
from tests.bot.scanner import FakeClamd
from tests.bot.sounds import FFMPEG


async def found(**settings: object) -> dict[str, Finding]:
    made = Settings(_env_file=None, **settings)  # type: ignore[arg-type]
    return {each.name: each async for each in files(made)}


async def test_a_scanner_that_answers_and_one_that_is_away(tmp_path: Path) -> None:
    fake = FakeClamd()
    address = await fake.listens(tmp_path / "clamd.ctl")
    told = (await found(clamd_address=address))["ClamAV"]
    assert (told.level, told.text[:12]) == ("ok", "ClamAV 1.4.3")
    await fake.ends()
    told = (await found(clamd_address=str(tmp_path / "none.ctl")))["ClamAV"]
    assert told.level == "bad"
    assert told.mend


async def test_a_bucket_that_is_away_and_no_secret_is_shown() -> None:
    told = (await found(media_store_url=SecretStr("s3+http://key:canary@127.0.0.1:9/x")))["Kho tệp (bucket)"]
    assert told.level == "bad"
    assert "canary" not in told.text + told.mend


@pytest.mark.parametrize(("path", "level"), [(FFMPEG, "ok"), ("none", "ok")])
async def test_voices(path: str, level: str) -> None:
    told = await found(ffmpeg_path=path)
    assert [each.level for each in told.values()] == [level]

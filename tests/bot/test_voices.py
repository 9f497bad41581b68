"""Sounds are converted by a real ffmpeg within limits; without one, and where it fails, they stay as they are."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest

from bot import voices
from bot.kinds import mime_of
from bot.media import Fetched
from bot.voices import Voices
from tests.bot.sounds import FFMPEG, length_of, sound

MIMES = {"aac": "audio/aac", "ogg": "audio/ogg", "mp3": "audio/mpeg", "wav": "audio/wav", "flac": "audio/flac",
         "webm": "audio/webm", "m4a": "audio/mp4"}  # fmt: skip


def given(suffix: str) -> Fetched:
    return Fetched(sound(suffix), f"tin thoại.{suffix}", MIMES[suffix])


def program(tmp_path: Path, script: str) -> str:
    """A stand-in for an ffmpeg that behaves badly."""
    path = tmp_path / "ffmpeg"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def is_there(told: Path) -> bool:
    return Path(told.read_text(encoding="utf-8").strip()).exists()


@pytest.mark.parametrize("suffix", MIMES)
def test_what_ffmpeg_makes_is_what_we_say_it_is(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "sound").write_bytes(sound(suffix))
    assert mime_of(tmp_path / "sound", "x") == MIMES[suffix]


@pytest.mark.parametrize("suffix", [suffix for suffix in MIMES if suffix != "ogg"])
async def test_a_voice_for_telegram(suffix: str) -> None:
    made = await Voices(FFMPEG).spoken(given(suffix))
    assert (made.name, made.mime, made.content[:4]) == ("tin thoại.ogg", "audio/ogg", b"OggS")
    assert b"OpusHead" in made.content[:100]
    assert length_of(made.content) == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("suffix", ["aac", "ogg", "webm", "flac"])
async def test_a_voice_for_browsers_is_the_same_each_time(suffix: str) -> None:
    first, second = [await Voices(FFMPEG).playable(given(suffix)) for _ in range(2)]
    assert (first.name, first.mime) == ("tin thoại.mp3", "audio/mpeg")
    assert length_of(first.content) == pytest.approx(1.0, abs=0.15)
    assert first == second, "a message that is shown again shows the same file"


async def test_what_plays_already_and_what_is_no_sound_stays() -> None:
    for same in (given("mp3"), given("m4a"), given("wav"), Fetched(b"%PDF", "a.pdf", "application/pdf")):
        assert await Voices(FFMPEG).playable(same) is same
    assert await Voices(FFMPEG).spoken(ogg := given("ogg")) is ogg


@pytest.mark.parametrize("ffmpeg", [None, "none", "/no/such/ffmpeg"])
async def test_without_ffmpeg(ffmpeg: str | None) -> None:
    assert await Voices(ffmpeg).spoken(same := given("aac")) is same


@pytest.mark.parametrize(
    "content",
    [b"\xff\xf1 voice", b"", bytes(1000), b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", b"ffconcat version 1.0\nfile x\n"],
)
async def test_what_is_no_sound_at_all_stays(content: bytes) -> None:
    same = Fetched(content, "a.aac", "audio/aac")
    assert await Voices(FFMPEG).spoken(same) is same


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -9 $$", "echo half; exit 1", "yes x"])
async def test_an_ffmpeg_that_fails_or_never_stops(tmp_path: Path, script: str) -> None:
    same = given("aac")
    assert await Voices(program(tmp_path, script)).spoken(same) is same


async def test_one_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "SECONDS", 0.3)
    same = given("aac")
    assert await Voices(program(tmp_path, "exec sleep 60")).spoken(same) is same


async def test_it_is_told_nothing_and_has_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    script = f"printenv > {tmp_path}/env; pwd > {tmp_path}/pwd; stat -c %a . > {tmp_path}/mode; exit 1"
    await Voices(program(tmp_path, script)).spoken(given("aac"))
    assert "canary" not in (tmp_path / "env").read_text()
    assert (tmp_path / "mode").read_text().strip() == "700"
    assert not is_there(tmp_path / "pwd"), "and nothing is left of it"


async def test_many_at_once_take_turns() -> None:
    made = await asyncio.gather(*(Voices(FFMPEG).spoken(given("aac")) for _ in range(6)))
    assert {each.mime for each in made} == {"audio/ogg"}

"""What channels take of files stands in one place for each, and in the documentation as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels.base import Channel, FileLimits
from bot.channels.telegram import TelegramChannel
from bot.channels.webchat import WebChat
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_oa import ZaloOaChannel
from bot.media import FILE_BYTES

CHANNELS: dict[str, type[Channel]] = {
    "Telegram": TelegramChannel,
    "web chat": WebChat,
    "Zalo OA": ZaloOaChannel,
    "Zalo Bot": ZaloBotChannel,
}
_UNITS = {"MB": 1000 * 1000, "MiB": 1024 * 1024}


def limits_of(channel: str) -> FileLimits:
    found = CHANNELS[channel].capabilities.files
    assert isinstance(found, FileLimits)
    return found


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_people_may_send_there_fits_into_the_store(channel: str) -> None:
    assert 0 < limits_of(channel).received <= FILE_BYTES


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_documentation_says_what_the_data_says(channel: str) -> None:
    text = Path("docs/files.md").read_text(encoding="utf-8").partition("## Limits")[2]
    (row,) = (line for line in text.splitlines() if line.startswith(f"| {channel} |"))
    photo, file, voice, album, received = (cell.strip() for cell in row.strip("|").split("|")[1:])
    limits = limits_of(channel)
    assert (size(photo), size(file), size(voice)) == (limits.photo, limits.file, limits.voice)
    assert (int(album) if album.isdigit() else 1) == limits.album
    assert size(received) == limits.received


def size(cell: str) -> int:
    told = re.match(r"(\d+) (MB|MiB)", cell)
    return int(told[1]) * _UNITS[told[2]] if told else 0

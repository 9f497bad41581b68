"""A real ffmpeg, and sounds that it made."""

from __future__ import annotations

import subprocess
from functools import cache

import imageio_ffmpeg

FFMPEG: str = imageio_ffmpeg.get_ffmpeg_exe()


@cache
def sound(suffix: str, seconds: float = 1.0) -> bytes:
    """A tone as an `aac`, `ogg`, `mp3`, `wav`, `flac`, `webm` or `m4a`."""
    codec = {"ogg": ("-c:a", "libopus"), "webm": ("-c:a", "libopus")}.get(suffix, ())
    form = {"aac": "adts", "m4a": "ipod"}.get(suffix, suffix)
    more = ("-movflags", "frag_keyframe+empty_moov") if suffix == "m4a" else ()
    made = subprocess.run(
        [FFMPEG, "-v", "error", "-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}", *codec, *more,
         "-f", form, "pipe:1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return made.stdout


def length_of(content: bytes) -> float:
    """Seconds of a sound that ffmpeg can decode to its end."""
    made = subprocess.run(
        [FFMPEG, "-v", "error", "-i", "pipe:0", "-f", "s16le", "-ar", "8000", "-ac", "1", "pipe:1"],
        check=True, capture_output=True, input=content,
    )  # fmt: skip
    return len(made.stdout) / 16_000

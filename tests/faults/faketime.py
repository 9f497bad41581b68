"""A clock of one process that a test may step, by libfaketime. Intervals (the monotonic clock) go on as they are."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

_PLACES = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/local/lib")
_NAME = "faketime/libfaketimeMT.so.1"


class SteppedClock:
    """The wall clock of processes that run with `env`."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "stepped-clock"
        self._off = timedelta()
        self._write()

    @property
    def env(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(_library()), "FAKETIME_TIMESTAMP_FILE": str(self._file), "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip

    def step(self, by: timedelta) -> None:
        """Moves it from one moment to the next; the process sees it within a second."""
        self._off += by
        self._write()

    def _write(self) -> None:
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{self._off.total_seconds():+.0f}\n", "ascii")
        beside.replace(self._file)  # at once: it may be read at any moment


def _library() -> Path:
    for place in _PLACES:
        if (found := Path(place, _NAME)).exists():
            return found
    pytest.skip("libfaketime is missing (apt-get install libfaketime): STEPS OF THE CLOCK ARE NOT TESTED")

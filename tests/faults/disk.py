"""A disk that refuses to write, for one process, from one moment to the next.

By the system's own limit on files (no rights are needed), and by libfiu, which answers in the place of the system.
"""

from __future__ import annotations

import errno
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_FOLDERS = ("/usr/lib/fiu", "/usr/lib/x86_64-linux-gnu/fiu", "/usr/lib/aarch64-linux-gnu/fiu", "/usr/local/lib/fiu")
_PRELOADS = ("fiu_run_preload.so", "fiu_posix_preload.so")
_WRITES, _SYNCS = "posix/io/rw/pwrite", "posix/io/sync/*"


class FaultyDisk:
    """The disk of processes that run with `env`."""

    def __init__(self, folder: Path) -> None:
        self._control = folder / "fiu"

    @property
    def env(self) -> dict[str, str]:
        libraries = " ".join(str(_folder() / name) for name in _PRELOADS)
        return {"LD_PRELOAD": libraries, "FIU_CTRL_FIFO": str(self._control), "FIU_ENABLE": ""}

    @contextmanager
    def is_full(self, pid: int) -> Iterator[None]:
        """Each write ends with ENOSPC."""
        with self._fails(pid, f"enable name={_WRITES},failinfo={errno.ENOSPC}"):
            yield

    @contextmanager
    def is_ill(self, pid: int) -> Iterator[None]:
        """One write in ten ends with EIO, and so does one sync in ten."""
        often = f"probability=0.1,failinfo={errno.EIO}"
        with self._fails(pid, f"enable_random name={_WRITES},{often}", f"enable_random name={_SYNCS},{often}"):
            yield

    @contextmanager
    def grows_no_file(self, pid: int) -> Iterator[None]:
        """Each write of each file ends with EFBIG."""
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)

    @contextmanager
    def _fails(self, pid: int, *how: str) -> Iterator[None]:
        self._tell(pid, *how)
        try:
            yield
        finally:
            self._tell(pid, *(f"disable name={name}" for name in (_WRITES, _SYNCS)[: len(how)]))

    def _tell(self, pid: int, *commands: str) -> None:
        options = [option for command in commands for option in ("-c", command)]
        subprocess.run(["fiu-ctrl", "-f", str(self._control), *options, str(pid)], check=True, timeout=10)


def _folder() -> Path:
    for place in _FOLDERS:
        if all(Path(place, name).exists() for name in _PRELOADS):
            return Path(place)
    pytest.skip("libfiu is missing (apt-get install fiu-utils): A DISK THAT FAILS IS NOT TESTED")

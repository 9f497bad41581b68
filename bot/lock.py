"""One process at a time on a data folder.

On SQLite a second process that writes and checkpoints could damage the file. On PostgreSQL several may have one
folder (its media are for all); there the lock says only which of them opens the control socket.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = "caunoi.lock"


class Held(Exception):
    """Another process works on this data folder."""

    def __init__(self, data_dir: Path, pid: str) -> None:
        who = f" (tiến trình {pid} / process {pid})" if pid else ""
        super().__init__(
            f"Cầu Nối đang chạy trên thư mục {data_dir}{who}; mỗi thư mục dữ liệu chỉ một tiến trình: dừng nó rồi"
            f" chạy lại, hoặc đặt DATA_DIR khác. (Cầu Nối already runs on {data_dir}; one process per data folder:"
            " stop it and try again, or set another DATA_DIR.)"
        )
        self.pid = pid


@contextmanager
def alone(data_dir: Path, wait: float = 0) -> Iterator[None]:
    """Holds the data folder for this process. Raises Held when another still has it after `wait` seconds.

    The system lets go of the lock when the process ends, in whatever way: a file that is left over means nothing.
    """
    # The file stays for ever: whoever removed it could leave two processes with a lock on two files of one name.
    descriptor = os.open(data_dir / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _locked(descriptor, time.monotonic() + wait):
            raise Held(data_dir, os.pread(descriptor, 20, 0).decode("ascii", "replace").strip())
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
        else:
            return True

"""Makes documents apart from everything else: what a page takes, or breaks, is not the service's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from bot.control import Declined


async def made(job: Callable[..., bytes], *given: Any) -> bytes:
    """The bytes of a document that `job` makes in a process of its own. Raises Declined where that process dies."""
    return await asyncio.to_thread(_apart, job, *given)


def _apart(job: Callable[..., bytes], *given: Any) -> bytes:
    # Not forked: a copy of a process with threads may stand still for ever.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        try:
            return processes.submit(job, *given).result()
        except BrokenProcessPool as error:
            raise Declined(
                "Tiến trình làm tài liệu bị dừng, có thể vì thiếu bộ nhớ; hãy chạy lại."
                " (The process that makes documents died, perhaps for want of memory: try again.)"
            ) from error

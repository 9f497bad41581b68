"""Each row on its own: one at which the clock fails keeps it from none behind it, and is reported at the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from storage.db import Unavailable

T = TypeVar("T")


async def each(rows: Iterable[T], do: Callable[[T], Awaitable[int]], put_off: Callable[[T], Awaitable[None]]) -> int:
    """Does every row and sums up what was done; puts off those at which it fails.

    Raises an ExceptionGroup of what failed, once the rest is done.
    """
    done, failed = 0, list[Exception]()
    for row in rows:
        try:
            done += await do(row)
        except Unavailable:
            raise
        except Exception as error:
            failed.append(error)
            await put_off(row)
    if failed:
        raise ExceptionGroup("the clock failed at some rows and did the rest", failed)
    return done

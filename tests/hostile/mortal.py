"""`python -m tests.hostile.mortal`: the service with one fault more, for which a message can kill it."""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime

import bot.app
from handlers.context import Context, Effect
from handlers.dispatch import dispatch
from handlers.incoming import Incoming, Said

DEADLY = "giết"


async def deadly(ctx: Context, incoming: Incoming, received_at: datetime, cause: str) -> Effect:
    """Dies as a process dies that runs out of memory: at once, without a word."""
    if isinstance(incoming, Said) and incoming.text == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return await dispatch(ctx, incoming, received_at, cause)


if __name__ == "__main__":
    from bot.__main__ import main

    bot.app.dispatch = deadly  # type: ignore[attr-defined]
    sys.argv = ["caunoi", "run"]
    main()

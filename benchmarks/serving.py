"""Our service as `python -m bot run` runs it, without Telegram's limit of 30 messages a second.

The limit is the only thing changed: it would be all that is measured. With BENCH_PROFILE the run is also sampled,
and with BENCH_COUNTS its statements, commits and thread hops are counted; both are written to those files at the end.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace

from bot.channels.telegram.channel import TelegramChannel


def main() -> None:
    """Runs the service until SIGTERM."""
    from bot.__main__ import main as run

    TelegramChannel.capabilities = replace(TelegramChannel.capabilities, per_second=None)
    if counts := os.environ.get("BENCH_COUNTS"):
        from benchmarks.counting import count_into

        count_into(counts)
    if profile := os.environ.get("BENCH_PROFILE"):
        from benchmarks.sampling import sample_into

        sample_into(profile)
    sys.argv = ["caunoi", "run"]
    run()


if __name__ == "__main__":
    main()

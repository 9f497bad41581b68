"""`python -m tests.cluster`: the whole trial, and its table. Ends with 1 where a promise is broken."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from storage import migrate
from tests.cluster.server import mortal_postgres
from tests.cluster.trial import Size, Trial, told


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.cluster")
    whole = Size()
    asked.add_argument("--processes", type=int, default=whole.processes)
    asked.add_argument("--kills", type=int, default=whole.kills)
    asked.add_argument("--database-kills", type=int, default=whole.database_kills)
    asked.add_argument("--deadlines", type=int, default=whole.deadlines)
    asked.add_argument("--spread", type=float, default=whole.spread)
    asked.add_argument("--each", type=float, default=whole.each)
    size = Size(**vars(asked.parse_args()))
    with mortal_postgres() as server, tempfile.TemporaryDirectory(prefix="caunoi-cluster-") as folder:
        url = server.url(server.create())
        asyncio.run(migrate.upgrade(url))
        result = asyncio.run(Trial(server, url, Path(folder), size).run())
    print(told(result))
    for fault in result.faults[:40]:
        print("FAULT", fault)
    return 1 if result.faults else 0


if __name__ == "__main__":
    sys.exit(main())

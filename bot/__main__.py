"""The command `caunoi`."""

from __future__ import annotations

import os


def main() -> None:
    """Runs the command line."""
    from bot.cli import app

    # Whatever we write (database, attachments, backups, exports) is what people said: for nobody else's eyes.
    os.umask(0o077)
    app()


if __name__ == "__main__":
    main()

"""The command `caunoi`."""

from __future__ import annotations


def main() -> None:
    """Runs the command line."""
    from bot.cli import app

    app()


if __name__ == "__main__":
    main()

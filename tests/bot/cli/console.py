"""The command line as the tests call it: the real commands, with settings of a folder of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Settings

KEY = "a secret key for tests, long enough"


@dataclass
class Console:
    """A shell whose environment holds just our settings."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    def __call__(self, *args: str) -> Result:
        """Runs a command; what it printed and its exit code."""
        cleared: dict[str, str | None] = {name.upper(): None for name in Settings.model_fields}
        env = {**cleared, "DATA_DIR": str(self.folder / "var"), "SECRET_KEY": KEY, **self.env}
        return CliRunner().invoke(app, list(args), env=env)

    def json(self, *args: str) -> Any:
        """Runs a command that prints JSON and must succeed."""
        done = self(*args, "--json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

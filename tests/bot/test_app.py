"""The composition root: a start that fails says its one sentence, and what had begun is ended."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import App, run
from bot.settings import Settings
from bot.wrong import Wrong
from storage.db import Unavailable

KEY = SecretStr("a key that only the tests know, long enough")


async def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        app = App(Settings(data_dir=tmp_path, secret_key=KEY, port=port, _env_file=None))
        with pytest.raises(Wrong, match=str(port)):
            await run(app)
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_a_database_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    url = SecretStr("postgresql://a:b@127.0.0.1:1/x")
    with pytest.raises(Unavailable):
        await run(App(Settings(data_dir=tmp_path, secret_key=KEY, database_url=url, port=0, _env_file=None)))


async def test_it_starts_and_stops_twice_on_one_folder(tmp_path: Path) -> None:
    for _ in range(2):
        app = App(Settings(data_dir=tmp_path, secret_key=KEY, port=0, _env_file=None))
        await app.start()
        await app.stop()

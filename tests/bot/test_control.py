"""Commands reach the running service over its socket, and nobody else's."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.control import ControlDoor, Declined, ask_service


async def echo(args: dict[str, Any]) -> dict[str, Any]:
    return {"said": args}


async def decline(_args: dict[str, Any]) -> dict[str, Any]:
    raise Declined("Không có đơn vị này.")


async def fail(_args: dict[str, Any]) -> dict[str, Any]:
    raise RuntimeError("canary")


@pytest.fixture(params=["short", "long"])
async def folder(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Path]:
    """A data folder with a running service; a long path is more than a socket's name may have."""
    made = tmp_path / ("x" * 120 if request.param == "long" else "x")
    made.mkdir(mode=0o700)
    door = ControlDoor(made, {"echo": echo, "decline": decline, "fail": fail})
    await door.open()
    yield made
    await door.close()
    assert not (made / "control.sock").exists()


async def test_a_command_is_answered(folder: Path) -> None:
    args = {"role": "cadre", "days": 7, "ministry": None, "text": "Thất Khê"}
    assert await ask_service(folder, "echo", args) == {"said": args}


async def test_a_command_may_be_declined_with_a_sentence(folder: Path) -> None:
    with pytest.raises(Declined, match="Không có đơn vị này"):
        await ask_service(folder, "decline", {})


async def test_a_failure_is_told_without_its_inside(folder: Path) -> None:
    with pytest.raises(Declined) as caught:
        await ask_service(folder, "fail", {})
    assert "canary" not in str(caught.value)


async def test_an_unknown_command_is_of_another_release(folder: Path) -> None:
    with pytest.raises(Declined, match="another release"):
        await ask_service(folder, "unheard-of", {})


async def test_a_large_bank_fits(folder: Path) -> None:
    answer = await ask_service(folder, "echo", {"bank": "x" * 8_000_000})
    assert answer is not None
    assert len(answer["said"]["bank"]) == 8_000_000


async def test_the_socket_is_ours_alone(folder: Path) -> None:
    assert (folder / "control.sock").stat().st_mode & 0o777 == 0o600


async def test_a_left_over_socket_is_replaced(folder: Path) -> None:
    again = ControlDoor(folder, {"echo": echo})
    await again.open()
    assert await ask_service(folder, "echo", {}) == {"said": {}}
    await again.close()


async def test_without_a_service_nobody_answers(tmp_path: Path) -> None:
    assert await ask_service(tmp_path, "echo", {}) is None


async def test_the_socket_of_a_killed_service_is_no_service(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left_over:
        left_over.bind(str(tmp_path / "control.sock"))
    assert (tmp_path / "control.sock").exists()
    assert await ask_service(tmp_path, "echo", {}) is None


async def test_a_service_that_does_not_answer_is_told_from_none(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(tmp_path / "control.sock"))
        deaf.listen()
        with pytest.raises(Declined, match="no answer"):
            await ask_service(tmp_path, "echo", {}, seconds=0.2)

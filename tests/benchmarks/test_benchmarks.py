"""Each benchmark runs: what it measures is for a quiet machine, that it measures is for every change."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import bank
from benchmarks.botapi import BotApi
from benchmarks.load import FIRST_CADRE, update
from benchmarks.wire import Poster
from faq.match import Bank

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_every_part_gives_its_figures(tmp_path: Path) -> None:
    told = tmp_path / "figures.json"
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--json", str(told)],
        cwd=ROOT, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    figures = json.loads(told.read_text("utf-8"))

    measured = {(result["scene"], result["contestant"]) for result in figures["results"]}
    assert {("near", "ptb"), ("near", "ptb-fast"), ("near", "sqlite A"), ("near", "sqlite B")} <= measured
    assert {("far", "ptb-concurrent"), ("far", "sqlite A"), ("alone", "ptb"), ("alone", "sqlite A")} <= measured
    assert all(result["flows"] > 0 and result["lost"] == 0 for result in figures["results"])
    assert figures["starts"][0]["memory"] > 0
    assert figures["starts"][0]["answered"] == figures["starts"][0]["updates"] == 10
    assert figures["lateness"][0]["raised"] == figures["lateness"][0]["due"]
    assert figures["lateness"][0]["overdue"] == 10
    assert [grown["closed"] for grown in figures["growth"]] == [50]
    assert figures["goals"]


@pytest.mark.slow
def test_imports_are_measured_and_each_planted_fault_is_named(tmp_path: Path) -> None:
    told = tmp_path / "figures.json"
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.intake", "--rows", "300", "--faulty", "20", "--json", str(told)],
        cwd=ROOT, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    said = {figure["what"]: figure["said"] for figure in json.loads(told.read_text("utf-8"))}
    assert said["xlsx, 20 faulty"] == "20 of 20 named"
    assert said["xlsx, put in"].startswith("added 92, changed 0, unchanged 208")
    for form in ("xlsx", "csv", "jsonl", "yaml"):
        assert said[f"{form}, put in again"] == "added 0, changed 0, unchanged 300, alike 0"
    assert said["xlsx, through a service"].startswith("added 0, changed 300, unchanged 0")


def test_the_bank_is_always_the_same_and_knows_its_questions() -> None:
    entries = bank.entries(400)
    assert entries == bank.entries(400)
    assert len({entry.id for entry in entries}) == 400
    asked = bank.questions(Bank(entries), 5)
    assert len(asked.answered) == 5
    assert len(asked.routed) == 5


async def test_the_load_speaks_http_with_its_own_bot_api() -> None:
    api = BotApi()
    await api.start()
    heard: list[tuple[int, bytes]] = []
    api.heard = lambda chat, body, _at: heard.append((chat, body))
    poster = Poster(api.port, "/bot1:benchmark/sendMessage", {}, 2)
    try:
        statuses = await asyncio.gather(*(poster.post(b'{"chat_id": %d, "text": "x"}' % n) for n in range(6)))
    finally:
        poster.close()
        await api.stop()
    assert statuses == [200] * 6
    assert sorted(chat for chat, _ in heard) == list(range(6))
    assert api.calls["sendMessage"] == 6


def test_an_update_is_one_of_telegrams() -> None:
    made = json.loads(update(7, 3, "Xin hỏi"))
    assert made["message"]["chat"]["id"] == FIRST_CADRE + 3
    assert made["message"]["text"] == "Xin hỏi"

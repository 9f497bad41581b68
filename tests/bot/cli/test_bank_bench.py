"""`caunoi bank bench`: figures of every contestant at every size, and what was typed wrongly is named."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from bot.cli.bank_bench import MOST, sizes_of, table
from bot.cli.benching import measuring
from bot.cli.benching.asking import REFUSED, questions
from bot.cli.benching.contestants import CONTESTANTS, Changing, Found, FullText, Missing, Ours, Pairs, Scan
from bot.cli.benching.ground import CHANGES, WARM_UP, Size, bank_of, beside_of, lay, queries_of
from bot.cli.benching.made import Maker
from bot.cli.benching.measuring import measure
from faq.entry import Entry
from faq.load import starter_bank
from faq.text import folded, words
from tests.bot.cli.console import Console

BANK = [
    Entry("solar", "M", "f", "Lắp điện mặt trời mái nhà có phải xin phép không?", ("điện mái nhà",)),
    Entry("land", "M", "f", "Thủ tục cấp giấy chứng nhận quyền sử dụng đất lần đầu?"),
    Entry("market", "M", "f", "Chợ hạng ba do ai quản lý?"),
]
MORE = Entry("dam", "M", "f", "Đập thủy điện nhỏ xả lũ thì báo ai?", ("xả đập báo ai",))


# --- the command --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_contestant_is_measured_at_every_size(console: Console) -> None:
    found = console.json("bank", "bench", "--entries", "200, 100", "--queries", "40", "--wordings", "1")
    measured = found["measured"]
    assert [(one["entries"], one["contestant"]) for one in measured] == [
        (size, name) for size in (100, 200) for name in ("caunoi", "bm25s", "fts5", "rapidfuzz")
    ]
    for one in measured:
        assert 0 < one["p50_ms"] <= one["p99_ms"] <= one["max_ms"]
        assert one["queries"] == 40
        assert one["build_s"] > 0
        assert 0.5 < one["top1"] <= 1.0
        assert (one["change_max_ms"] is None) == (one["contestant"] == "bm25s")
    ours = measured[0]
    assert ours["refused"] == 1.0
    assert set(ours["held"]) == {"counting", "packing", "building", "changing", "matching"}


@pytest.mark.slow
def test_the_table_has_a_line_for_each_the_growth_and_the_holds(console: Console) -> None:
    done = console("bank", "bench", "--entries", "50,100", "--queries", "20", "--alone")
    assert done.exit_code == 0
    figures, growth, held = (part.splitlines() for part in done.stdout.split("\n\n"))
    assert [line.split()[:2] for line in figures[1:]] == [["50", "caunoi"], ["100", "caunoi"]]
    assert growth[1].split()[0] == "2.0"
    assert held[0].split()[-1] == "matching"
    assert [line.split()[0] for line in held[1:]] == ["50", "100"]


@pytest.mark.parametrize("sizes", ["0", "abc", "-5", "", "1000,", "1e3", "9", str(MOST + 1), "9" * 30, "²", "1_000"])
def test_sizes_that_are_none_are_refused(console: Console, sizes: str) -> None:
    refused = console("bank", "bench", f"--entries={sizes}")
    assert refused.exit_code == 2
    assert "--entries" in refused.stderr
    assert not refused.stdout


@pytest.mark.parametrize(
    "flags", [("--wordings", "6"), ("--wordings", "-1"), ("--queries", "0"), ("--queries", "viele"), ("--seed", "x")]
)
def test_other_flags_out_of_range_are_refused(console: Console, flags: tuple[str, ...]) -> None:
    refused = console("bank", "bench", *flags)
    assert refused.exit_code == 2
    assert flags[0] in refused.stderr


def test_sizes_are_sorted_and_none_is_measured_twice() -> None:
    assert sizes_of(" 400,200 ,400") == (200, 400)


def test_what_was_left_out_is_said_in_its_line() -> None:
    held = dict.fromkeys(("counting", "packing", "building", "changing", "matching"), 1.0)
    ours = {"entries": 10, "words": 5, "contestant": "caunoi", "build_s": 0.1, "top1": None, "held": held}
    left = {"entries": 10, "words": 5, "contestant": "bm25s", "left_out": "not installed"}
    lines = list(table({"measured": [ours, left]}))
    assert lines[2].split()[:2] == ["10", "bm25s"]
    assert lines[2].endswith("not installed")


# --- the bank and its questions -----------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_bank_and_another_seed_another() -> None:
    one, two, other = (list(Maker(seed, 2).entries(300)) for seed in (1, 1, 2))
    assert one == two
    assert one != other


def test_no_two_questions_are_alike_and_each_entry_is_whole() -> None:
    made = list(Maker(1, 2).entries(2_000))
    assert len({folded(entry.question) for entry in made}) == len({entry.id for entry in made}) == 2_000
    for entry in made:
        assert len(entry.phrasings) == 2
        assert len(words(entry.question)) >= 3
        assert words(entry.answer)
        assert entry.ministry
        assert entry.field


def test_questions_and_answers_are_as_long_as_those_of_the_starter_bank() -> None:
    made, real = list(Maker(1, 0).entries(2_000)), starter_bank()
    for name in ("question", "answer"):
        of_made, of_real = (mean(len(words(getattr(entry, name))) for entry in bank) for bank in (made, real))
        assert 0.85 < of_made / of_real < 1.15


def test_the_vocabulary_grows_with_the_bank_ever_more_slowly() -> None:
    made = list(Maker(1, 0).entries(8_000))
    known = [len({word for entry in made[:count] for word in words(entry.question)}) for count in (500, 2_000, 8_000)]
    assert 1.3 < known[1] / known[0] < 3
    assert 1.3 < known[2] / known[1] < 3


def test_questions_are_of_entries_as_hands_type_them_and_of_none() -> None:
    maker = Maker(1, 0)
    made = list(maker.entries(100))
    asked = list(questions(made, maker, 1_000, seed=1))
    none = sum(query.entry is None for query in asked)
    assert abs(none / 1_000 - REFUSED) < 0.06
    assert {query.entry for query in asked if query.entry} <= {entry.id for entry in made}
    as_written = sum(query.text in {entry.question for entry in made} for query in asked)
    assert as_written < 200


def test_what_is_laid_down_is_read_again(tmp_path: Path) -> None:
    size = Size(entries=30, wordings=1, queries=20, seed=3)
    known = lay(tmp_path, size)
    bank, beside, asked = bank_of(tmp_path), beside_of(tmp_path), queries_of(tmp_path)
    assert [*bank, *beside] == list(Maker(3, 1).entries(30 + CHANGES))
    assert len(asked) == 20 + WARM_UP
    assert known > 100


# --- the contestants ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("contestant", [Ours, Pairs, FullText, Scan])
def test_each_finds_what_is_there(contestant: Callable[[Sequence[Entry]], Any]) -> None:
    bank = contestant(BANK)
    assert bank.ask("chợ hạng ba ai quản lý").entry == "market"
    assert bank.ask("dien mai nha").entry == "solar"


@pytest.mark.parametrize("contestant", [Ours, FullText, Scan])
def test_what_is_put_in_is_found_until_it_is_taken_out(contestant: Callable[[Sequence[Entry]], Changing]) -> None:
    bank = contestant(BANK)
    bank.put_in(MORE)
    assert bank.ask("đập thủy điện nhỏ xả lũ").entry == "dam"
    bank.take_out(MORE)
    assert bank.ask("đập thủy điện nhỏ xả lũ").entry != "dam"
    assert bank.ask("chợ hạng ba ai quản lý").entry == "market"


@pytest.mark.parametrize("contestant", [Ours, Pairs, FullText])
@pytest.mark.parametrize("text", ["", "?!", "😀", '"', "NEAR(", "\x00", "zzz"])
def test_what_is_no_question_finds_nothing(contestant: Callable[[Sequence[Entry]], Any], text: str) -> None:
    assert contestant(BANK).ask(text) == Found(None, answered=False)


# --- measuring ----------------------------------------------------------------------------------------------


class Sleepy:
    """Needs longer for every question than anybody waits, by a clock that it moves itself."""

    now = 0.0

    def __init__(self, entries: Sequence[Entry]) -> None:
        pass

    def ask(self, text: str) -> Found:
        Sleepy.now += 30.0
        return Found(None, answered=False)


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    lay(tmp_path, Size(entries=30, wordings=0, queries=20, seed=1))
    return tmp_path


def test_who_needs_seconds_for_a_question_is_left_out(ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "CONTESTANTS", {"sleepy": Sleepy})
    monkeypatch.setattr("time.perf_counter", lambda: Sleepy.now)
    found = measure("sleepy", ground)
    assert "30.0 s" in found["left_out"]
    assert "p50_ms" not in found


def test_without_bm25s_a_line_says_so(ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)
    with pytest.raises(Missing):
        Pairs(BANK)
    assert "caunoi[bench]" in measure("bm25s", ground)["left_out"]


def test_every_contestant_has_a_name_of_its_own() -> None:
    assert max(Counter(CONTESTANTS.values()).values()) == 1

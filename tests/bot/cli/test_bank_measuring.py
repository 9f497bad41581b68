"""`caunoi bank evaluate`, `train` and `explain`: files in, figures and a model out, bad input named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.cli.console import Console

BANK: list[dict[str, Any]] = [
    {"id": "solar", "question": "Lắp điện mặt trời mái nhà có phải xin phép không?"},
    {"id": "land", "question": "Thủ tục cấp giấy chứng nhận quyền sử dụng đất lần đầu?", "phrasings": ["làm sổ đỏ"]},
    {"id": "market", "question": "Chợ hạng ba do ai quản lý?"},
]
ASKED: list[dict[str, Any]] = [
    {"id": "1", "text": "điện mặt trời mái nhà có phải xin phép không", "gold": ["solar"], "kind": "clean"},
    {"id": "2", "text": "dien mat troi mai nha", "gold": ["solar"], "kind": "bare", "noise": "bare", "base": "1"},
    {"id": "3", "text": "ai quản lý chợ hạng ba", "gold": ["market"], "kind": "clean"},
    {"id": "4", "text": "giá vàng hôm nay", "gold": None, "kind": "other"},
]


def lines(file: Path, items: list[dict[str, Any]]) -> str:
    file.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return str(file)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    bank, queries = lines(tmp_path / "bank.jsonl", BANK), lines(tmp_path / "queries.jsonl", ASKED)
    return "--bank", bank, "--queries", queries


def test_figures_as_json_for_each_way_to_measure(console: Console, files: tuple[str, ...]) -> None:
    done = console("bank", "evaluate", *files, "--json")
    assert done.exit_code == 0
    measured = json.loads(done.stdout)
    assert [one["mode"] for one in measured] == ["question", "stored", "wordings"]
    for one in measured:
        assert (one["figures"]["questions"], one["figures"]["answerable"]) == (4, 3)
        assert one["figures"]["top1"] == 1.0
        assert one["figures"]["auroc"] == 1.0
        assert set(one["kinds"]) == {"clean", "bare", "other"}
        assert one["kinds"]["other"]["top1"] is None
        assert 0 < one["p50_ms"] <= one["p99_ms"]
        assert one["memory_mb"] > 10


def test_figures_as_a_table_with_a_line_for_each_kind(console: Console, files: tuple[str, ...]) -> None:
    done = console("bank", "evaluate", *files)
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0][:5] == ["set", "mode", "n", "top-1", "top-3"]
    assert [row[0] for row in rows[2:5]] == ["bare", "clean", "other"]
    assert len({len(row) for row in rows if row[0] == rows[1][0]}) == 1


def test_a_question_does_not_find_itself_among_the_wordings(console: Console, tmp_path: Path) -> None:
    asked = [{"id": "1", "text": "xin làm hội chợ", "gold": ["solar"], "kind": ""}]
    done = console(
        *("bank", "evaluate", "--json", "--bank", lines(tmp_path / "b.jsonl", BANK)),
        *("--queries", lines(tmp_path / "q.jsonl", asked)),
    )
    assert json.loads(done.stdout)[-1]["figures"]["top1"] == 0.0


def test_a_model_is_trained_and_used(console: Console, files: tuple[str, ...], tmp_path: Path) -> None:
    models = [tmp_path / "one.json", tmp_path / "two.json"]
    for model in models:
        assert console("bank", "train", *files, "--out", str(model)).exit_code == 0
    assert models[0].read_bytes() == models[1].read_bytes()
    done = console("bank", "evaluate", *files, "--json", "--model", str(models[0]))
    assert json.loads(done.stdout)[0]["figures"]["top1"] == 1.0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([{"id": "1", "text": "a"}], '"gold"'),
        ([{"id": "1", "text": "a", "gold": "solar"}], "q.jsonl:1"),
        ([{"id": "1", "text": "a", "gold": [7]}], "q.jsonl:1"),
        ([], "no questions"),
    ],
)
@pytest.mark.parametrize("command", ["evaluate", "train"])
def test_questions_without_labels_are_refused(
    console: Console, tmp_path: Path, command: str, asked: list[dict[str, Any]], said: str
) -> None:
    out = ("--out", str(tmp_path / "m.json")) if command == "train" else ()
    refused = console(
        *("bank", command, "--bank", lines(tmp_path / "b.jsonl", BANK)),
        *("--queries", lines(tmp_path / "q.jsonl", asked), *out),
    )
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert not (tmp_path / "m.json").exists()


def test_too_few_questions_train_nothing(console: Console, tmp_path: Path) -> None:
    refused = console(
        *("bank", "train", "--bank", lines(tmp_path / "b.jsonl", BANK[:1])),
        *("--queries", lines(tmp_path / "q.jsonl", ASKED[3:]), "--out", str(tmp_path / "m.json")),
    )
    assert refused.exit_code == 1
    assert "too few" in refused.stderr
    assert not (tmp_path / "m.json").exists()


def test_each_bank_needs_its_questions(console: Console, files: tuple[str, ...]) -> None:
    refused = console("bank", "evaluate", *files, "--bank", files[1])
    assert refused.exit_code == 2
    assert "one --queries for each --bank" in refused.stderr


@pytest.mark.parametrize("content", ["", "{}", '{"wording": {"asked": 1}}', "[]", "\udcff"])
def test_what_is_no_model_is_refused(console: Console, files: tuple[str, ...], tmp_path: Path, content: str) -> None:
    file = tmp_path / "model.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    refused = console("bank", "evaluate", *files, "--model", str(file))
    assert refused.exit_code == 1
    assert "not a model of this release" in refused.stderr


def test_an_explanation_tells_what_was_read_and_what_speaks_for_it(console: Console, tmp_path: Path) -> None:
    bank = ("--bank", lines(tmp_path / "b.jsonl", BANK))
    told = console("bank", "explain", "mất sổ đỏ", *bank).stdout
    for part in ("mat so do", "sổ đỏ → giấy chứng nhận quyền sử dụng đất", "land", "intercept"):
        assert part in told
    found = json.loads(console("bank", "explain", "mất sổ đỏ", *bank, "--json").stdout)
    assert found["candidates"][0]["match"]["entry"] == "land"
    assert found["acts"] == ["again"]


@pytest.mark.parametrize("text", ["", "???", "zzz", "\u0000\U0001f600"])
def test_what_nothing_is_found_for_is_explained_too(console: Console, tmp_path: Path, text: str) -> None:
    told = console("bank", "explain", text, "--bank", lines(tmp_path / "b.jsonl", BANK))
    assert told.exit_code == 0
    assert "route" in told.stdout


def test_without_a_file_the_bank_in_use_is_asked(console: Console, tmp_path: Path) -> None:
    assert console("migrate").exit_code == 0
    told = console("bank", "explain", "điện mặt trời")
    assert told.exit_code == 0
    assert "faq-" in told.stdout

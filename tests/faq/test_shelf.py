"""The shelf: what comes out is what went in, in one order, and small."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

import pytest

from faq.entry import Effect, Entry, Hold, Status
from faq.load import starter_bank
from faq.shelf import Shelf

FULL = Entry(
    id="mai-nhà",
    ministry="MOIT",
    field="electricity",
    question="Lắp điện mặt trời mái nhà có phải xin phép không?",
    phrasings=("điện mặt trời áp mái", "dien mat troi 🌞"),
    answer="Chỉ cần thông báo.\n" * 30,
    legal_basis=("Nghị định 58/2025/NĐ-CP, Điều 14", "Luật Điện lực"),
    source_url="https://vanban.example/58",
    status=Status.SUSPENDED,
    valid_from=date(2025, 3, 3),
    valid_to=date(2027, 3, 1),
    confidence="verbatim",
    checked_on=date(2026, 11, 1),
    reviewed=True,
    provinces=("20", "52"),
    task_id="task-1",
    holds=(
        Hold(Effect.LAPSED, date(2026, 12, 1), "Nghị định 1/2026/NĐ-CP"),
        Hold(Effect.SUSPENDED, date(2026, 12, 1), "Nghị quyết 2/2026/NQ-CP", until=date(2027, 2, 28)),
    ),
    version=7,
)
BARE = Entry(id="a", ministry="MAE", field="", question="")


def test_an_entry_comes_out_as_it_went_in() -> None:
    blank = Entry(id="", ministry="", field="", question="")
    assert [name.name for name in fields(Entry) if getattr(FULL, name.name) == getattr(blank, name.name)] == []
    shelf = Shelf([FULL, BARE])
    assert shelf.get(FULL.id) == FULL
    assert shelf.get(BARE.id) == BARE
    assert shelf.get("b") is None
    kept = shelf.get(FULL.id)
    assert kept
    assert type(kept.status) is Status
    assert (kept.holds, kept.version) == (FULL.holds, FULL.version)  # what equality does not look at


def test_entries_come_by_id_and_the_last_of_an_id_stays() -> None:
    shelf = Shelf([FULL, replace(BARE, question="?"), BARE])
    shelf.add([replace(FULL, id="b")])
    assert list(shelf) == [BARE, replace(FULL, id="b"), FULL]
    assert len(shelf) == 3


def test_the_subject_is_the_one_of_the_entry() -> None:
    shelf = Shelf([FULL, BARE])
    shelf.add([replace(FULL, field="alcohol")])
    assert shelf.subject(FULL.id) == ("alcohol", "MOIT")
    assert shelf.subject(BARE.id) == ("", "MAE")
    assert shelf.subject("b") is None


def test_the_starter_bank_is_kept_whole() -> None:
    bank = starter_bank()
    assert list(Shelf(reversed(bank))) == sorted(bank, key=lambda entry: entry.id)


def test_an_entry_taken_out_is_gone_until_it_is_put_in_again() -> None:
    whole = Shelf([FULL, BARE])
    without = whole.changed((), without=[FULL.id, "b"])
    assert (without.get(FULL.id), without.subject(FULL.id), without.number(FULL.id)) == (None, None, None)
    assert (list(without), len(without)) == ([BARE], 1)
    again = without.changed([replace(FULL, question="?")])
    assert list(again) == [BARE, replace(FULL, question="?")]
    assert (list(whole), list(without)) == ([BARE, FULL], [BARE])


def test_a_changed_entry_has_a_number_that_no_other_ever_had() -> None:
    whole = Shelf([FULL, BARE])
    one, other = (whole.changed([replace(FULL, question=text)]) for text in "?!")
    numbers = [shelf.number(FULL.id) for shelf in (whole, one, other)]
    assert len(set(numbers)) == 3
    assert {shelf.ids[number] for shelf, number in zip((whole, one, other), numbers, strict=True) if number} == {
        FULL.id
    }


def many(count: int, said: str = "") -> list[Entry]:
    return [replace(FULL, id=f"{at * 7919 % count:05d}", answer=f"{said}{at}" * 50) for at in range(count)]


def test_entries_of_many_pages_come_out_in_any_order() -> None:
    bank = many(2_000)
    shelf = Shelf(bank)
    assert list(shelf) == sorted(bank, key=lambda entry: entry.id)
    assert [shelf.get(entry.id) for entry in bank[::-7]] == bank[::-7]
    assert [number for number, _, _ in shelf.said()] == [shelf.number(entry.id) for entry in shelf]
    assert [(texts, answer) for _, texts, answer in shelf.said()] == [
        ((entry.question, *entry.phrasings), (entry.answer, *entry.legal_basis)) for entry in shelf
    ]


def test_many_small_changes_are_one_large() -> None:
    bank, new, gone = many(300), many(200, "new"), "00250"
    step_by_step = Shelf(bank)
    for entry in new:
        step_by_step = step_by_step.changed([entry], without=[entry.id, gone])
    expected = {entry.id: entry for entry in (*bank, *new) if entry.id != gone}
    for shelf in (step_by_step, Shelf(bank).changed(new, without=[gone])):
        assert {entry.id: entry for entry in shelf} == expected
        assert len(shelf) == len(expected) == 299
        assert shelf.get(gone) is None
        assert all(shelf.subject(entry) == (FULL.field, FULL.ministry) for entry in expected)


def test_what_breaks_off_halfway_leaves_the_shelf_whole() -> None:
    def broken() -> Iterator[Entry]:
        yield from many(100)
        raise EOFError

    shelf = Shelf([BARE])
    with pytest.raises(EOFError):
        shelf.add(broken())
    shelf.add([FULL])
    assert (shelf.get(FULL.id), shelf.get(BARE.id)) == (FULL, BARE)
    assert all(shelf.get(entry.id) == entry for entry in shelf)

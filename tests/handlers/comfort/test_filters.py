"""Filters of the queue are read in any spelling; what is none says which there are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.comfort.filters import Filter, Page, Which, day_ends, read

LAND = "land"


@pytest.mark.parametrize(
    ("typed", "which"),
    [
        ("quá hạn", Which.OVERDUE), ("QUA HAN", Which.OVERDUE), ("trễ", Which.OVERDUE), ("overdue", Which.OVERDUE),
        ("hôm nay", Which.TODAY), ("den han hom nay", Which.TODAY), ("today", Which.TODAY),
        ("chờ", Which.WAITING), ("cho", Which.WAITING), ("chờ người hỏi", Which.WAITING), ("waiting", Which.WAITING),
        ("tất cả", Which.ALL), ("", Which.ALL), ("  ", Which.ALL), ("all", Which.ALL),
    ],
)  # fmt: skip
def test_words_mean_a_filter(typed: str, which: Which) -> None:
    assert read(typed) == Page(Filter(which))


@pytest.mark.parametrize(
    ("typed", "number", "which"),
    [("2", 2, Which.ALL), ("trang 3", 3, Which.ALL), ("quá hạn 2", 2, Which.OVERDUE),
     ("today page 4", 4, Which.TODAY), ("0", 1, Which.ALL)],
)  # fmt: skip
def test_a_number_is_a_page(typed: str, number: int, which: Which) -> None:
    assert read(typed) == Page(Filter(which), number)


def test_fields_are_named_by_their_code_their_name_or_words_of_it() -> None:
    for typed in ("electricity", "Điện lực", "dien luc", "lĩnh vực điện lực", "electrical safety"):
        page = read(typed)
        assert page, typed
        assert page.filter == Filter(Which.FIELD, ("electricity",)), typed
    several = read("chợ")  # other marks are another word: that is a market and no waiting
    assert several
    assert several.filter.which is Which.FIELD


@pytest.mark.parametrize("typed", ["gấp", "x", "chơ", "quá", "???", "😀 hạn", "a" * 5_000, "' OR 1=1 --", "12345"])
def test_what_is_no_filter_is_none(typed: str) -> None:
    page = read(typed)
    assert page is None or page == Page(Filter())


def test_a_day_ends_at_midnight_in_viet_nam() -> None:
    assert day_ends(datetime(2026, 11, 23, 16, 59, tzinfo=UTC)) == datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert day_ends(datetime(2026, 11, 23, 17, tzinfo=UTC)) == datetime(2026, 11, 24, 17, tzinfo=UTC)

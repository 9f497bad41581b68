"""Reading the day until which an officer is away."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.officer.duty import read_day

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("25/12", date(2026, 12, 25)),
        (" 25-12 ", date(2026, 12, 25)),
        ("25.12", date(2026, 12, 25)),
        ("25 / 12", date(2026, 12, 25)),
        ("đến hết ngày 25/12", date(2026, 12, 25)),
        ("5/1", date(2027, 1, 5)),
        ("21/11", TODAY),
        ("20/11", date(2027, 11, 20)),
        ("25/12/2026", date(2026, 12, 25)),
        ("29/2/2028", None),
        ("20/11/2026", None),
        ("25/12/2036", None),
        ("31/2", None),
        ("0/0", None),
        ("99/99", None),
        ("29/2", None),
        ("25/12/26", None),
        ("12/25", None),
        ("1/25/12", None),
        ("25/12 25/12", None),
        ("٢٥/١٢", None),
        ("-", None),
        ("", None),
        ("mai", None),
        ("2" * 5_000, None),
        ("ngày " * 2_000, None),
        ("0001/01/01", None),
    ],
)
def test_a_day_is_read_or_refused(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY) == day


def test_a_leap_day_is_read_in_its_year() -> None:
    assert read_day("29/2", date(2028, 1, 5)) == date(2028, 2, 29)
    assert read_day("29/2", date(2027, 12, 1)) is None
    assert read_day("29/2/2028", date(2027, 12, 1)) == date(2028, 2, 29)

"""How a telephone number is typed, and what is none."""

from __future__ import annotations

import pytest

from handlers.people.phone import read


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912345678", "0912345678"), ("0912 345 678", "0912345678"), ("(+84) 912.345-678", "0912345678"),
        ("84912345678", "0912345678"), ("02053812345", "02053812345"), ("+856 20 5551 2345", "+8562055512345"),
        ("", None), ("0012345678", None), ("091234567", None), ("091234567890", None), ("912345678", None),
        ("+84", None), ("0912345678 gọi sau 5h", None), ("９１２３４５６７８９", None),
        ("٠٩١٢٣٤٥٦٧٨", None), ("+" + "1" * 40, None),
    ],
)  # fmt: skip
def test_a_number_in_any_spelling(typed: str, number: str | None) -> None:
    assert read(typed) == number

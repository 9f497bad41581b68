"""Question codes: read over the phone, typed on any keyboard, and told apart when mistyped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.questions import check_digit, looks_like_code, new_code, read_code


@given(st.text("0123456789", min_size=8, max_size=8))
def test_one_wrong_digit_is_noticed(digits: str) -> None:
    code = digits + check_digit(digits)
    assert read_code(code) == f"{code[:3]}-{code[3:6]}-{code[6:]}"
    for place in range(9):
        for other in set("0123456789") - {code[place]}:
            assert read_code(code[:place] + other + code[place + 1 :]) is None


def test_new_codes_are_read_in_any_spelling() -> None:
    for _ in range(200):
        code = new_code()
        digits = code.replace("-", "")
        for typed in (
            code,
            digits,
            code.replace("-", " "),
            f"mã {code}",
            f"#{digits}",
            f"Câu hỏi số {code}?",
            f" {code}.",
        ):
            assert looks_like_code(typed), typed
            assert read_code(typed) == code, typed


@pytest.mark.parametrize(
    "text",
    ["", "12345678", "1234567890", "0912 345 678 9", "482-715-364 và 482-715-372", "hỏi về 482-715-364", "câu hỏi",
     "٤٨٢٧١٥٣٦٤", "4a8-271-536", "mã", "1" * 8_000, "- " * 4_000, "mã " * 3_000 + "x"],
)  # fmt: skip
def test_what_is_no_code(text: str) -> None:
    assert not looks_like_code(text)
    assert read_code(text) is None


def test_a_mistyped_code_still_looks_like_one() -> None:
    code = new_code()
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert looks_like_code(wrong)
    assert read_code(wrong) is None

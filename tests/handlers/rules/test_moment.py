"""Moments are read as people type them; what is none says why."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.clock import VIETNAM
from handlers.rules.moment import Unfit, read

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=VIETNAM)  # a Monday


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("15:30", "23 15:30"), ("nhắc 15:30", "23 15:30"), ("nhắc tôi lúc 15h30", "23 15:30"), ("16h", "23 16:00"),
        ("14:00", "24 14:00"), ("16 giờ", "23 16:00"), ("4 giờ chiều", "23 16:00"), ("4 gio chieu nay", "23 16:00"),
        ("7h tối nay", "23 19:00"), ("nhac toi nay 7h", "23 19:00"), ("nhắc tôi 5pm", "23 17:00"),
        ("mai 8h", "24 08:00"), ("8h sáng mai", "24 08:00"), ("ngày mai", "24 08:00"), ("chieu mai", "24 14:00"),
        ("12 giờ trưa mai", "24 12:00"), ("1h trưa mai", "24 13:00"), ("11h trưa mai", "24 11:00"),
        ("ngày kia 9:15", "25 09:15"), ("thứ ba 9h", "24 09:00"), ("thứ hai 9h", "30 09:00"), ("T2 16h", "23 16:00"),
        ("thu 6 10h", "27 10:00"), ("thứ sáu lúc 10h", "27 10:00"), ("chủ nhật 9h", "29 09:00"),
        ("tomorrow 8:00", "24 08:00"), ("monday at 9 am", "30 09:00"), ("remind me at 16:05", "23 16:05"),
        ("25/11 9h", "25 09:00"), ("9h ngày 25/11/2026", "25 09:00"), ("30 phút nữa", "23 15:30"),
        ("2 tiếng nữa", "23 17:00"), ("sau 1 giờ", "23 16:00"), ("in 2 hours", "23 17:00"),
        ("sau 3 ngày", "26 15:00"),
        ("00:30", "24 00:30"), ("23:59", "23 23:59"), ("12 am", "24 00:00"),
    ],
)  # fmt: skip
def test_it_is_read(typed: str, expected: str) -> None:
    found = read(typed, NOW)
    assert isinstance(found, datetime), found
    assert f"{found.astimezone(VIETNAM):%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Unfit.UNREADABLE), ("9", Unfit.UNREADABLE), ("nhắc", Unfit.UNREADABLE), ("25:00", Unfit.UNREADABLE),
        ("12:60", Unfit.UNREADABLE), ("31/02 9h", Unfit.UNREADABLE), ("mai nhé anh", Unfit.UNREADABLE),
        ("13 pm", Unfit.UNREADABLE), ("0 am", Unfit.UNREADABLE), ("3 quả nữa", Unfit.UNREADABLE),
        ("Gửi Sở Công Thương trước 9h ngày mai.", Unfit.UNREADABLE), ("x" * 500, Unfit.UNREADABLE),
        ("hôm nay 14h", Unfit.PAST), ("14h chiều nay", Unfit.PAST), ("22/11/2026 9h", Unfit.PAST),
        ("sau 0 phút", Unfit.PAST), ("sau 200 ngày", Unfit.TOO_FAR), ("01/06/2027 9h", Unfit.TOO_FAR),
    ],
)  # fmt: skip
def test_what_is_none_says_why(typed: str, why: Unfit) -> None:
    assert read(typed, NOW) is why


@given(st.text(max_size=80))
def test_no_text_raises_and_nothing_lies_in_the_past(typed: str) -> None:
    found = read(typed, NOW)
    assert isinstance(found, Unfit) or found > NOW

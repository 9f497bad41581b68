"""Captions of an album in one text, and one of them corrected."""

from __future__ import annotations

import pytest

from handlers.captions import corrected, joined


@pytest.mark.parametrize(
    ("captions", "text"),
    [
        ([], ""),
        (["", ""], ""),
        (["", "một", ""], "một"),
        (["một", "", "ba"], "(1) một\n(3) ba"),
        (["dòng\nhai dòng", "b"], "(1) dòng\nhai dòng\n(2) b"),
    ],
)
def test_joined(captions: list[str], text: str) -> None:
    assert joined(captions) == text


@pytest.mark.parametrize(
    ("before", "number", "caption", "after"),
    [
        ("(1) một\n(3) ba", 3, "bốn", "(1) một\n(3) bốn"),
        ("(1) một\n(3) ba", 2, "hai", "(1) một\n(2) hai\n(3) ba"),
        ("(1) một\n(3) ba", 3, "", "một"),
        ("(1) dòng\nhai dòng\n(2) b", 1, "a", "(1) a\n(2) b"),
        ("một", 1, "hai", "hai"),
        ("một", 2, "", "một"),
        ("", 2, "hai", "hai"),
        ("(1) không phải số ảnh", 1, "mới", "mới"),
        ("(2) lộn\n(1) xộn", 1, "mới", "mới"),
        ("(1) a\n(9) quá số ảnh", 1, "mới", "mới"),
        ("trước\n(1) a\n(2) b", 1, "mới", "mới"),
    ],
)
def test_corrected(before: str, number: int, caption: str, after: str) -> None:
    assert corrected(before, number, 3, caption) == after

"""The versions of an entry as lines: who changed it when, why, and what it said before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from handlers.clock import VIETNAM

_NOBODY = "–"
_REVIEWED = re.compile(r"(draft|feedback|law|wording|check) (\d+)")
_BECAUSE = {
    "draft": "mục mới (a draft)",
    "feedback": "có người báo chưa rõ (it did not help)",
    "law": "văn bản thay đổi (the law changed)",
    "wording": "cách hỏi mới (new wordings)",
    "check": "kiểm tra, sửa lại (checked again)",
}


def told(versions: list[dict[str, Any]]) -> Iterator[str]:
    """Lines for a person; `versions` as the `bank-history` command gives them, oldest first."""
    before: dict[str, Any] = {}
    for version in versions:
        by = version["author"] or "vận hành (operator)"
        yield f"{version['number']}. {_at(version['made_at'])}  {by}: {_why(version['reason'])}"
        content = version["entry"]
        if content is None:
            yield "   bỏ khỏi ngân hàng (taken out of the bank)"
            before = {}
            continue
        for name, value in content.items():
            was = before.get(name)
            if version["number"] > 1 and value != was:
                yield f"   {name}: {_short(was)} → {_short(value)}"
        before = content


def _at(moment: str) -> str:
    """The time in Viet Nam."""
    return f"{datetime.fromisoformat(moment).astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _why(reason: str) -> str:
    """What a review or an import notes, in words; a reason that somebody gave stays his."""
    if reason == "starter":
        return "có sẵn theo bản phát hành (came with this release)"
    if reason == "import":
        return "nạp từ tệp (imported)"
    review = _REVIEWED.fullmatch(reason)
    return f"rà soát số {review[2]}, {_BECAUSE[review[1]]}" if review else reason


def _short(value: Any) -> str:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return str(value) if value not in (None, "") else _NOBODY

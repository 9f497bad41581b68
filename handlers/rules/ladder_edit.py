"""How a ministry's ladder of alerts is changed by a typed line. Pure.

trước 25%: cán bộ                 a step before the deadline, and whom it is told
đến hạn: cán bộ, người thay       the step at the deadline
quá 50%: đầu mối                  a step after it, by the share of the time that counts
quá 1 ngày: lãnh đạo              or by days
bỏ trước 25%  ·  bỏ 1             takes a step out, by when it is or by its number
chờ 48 giờ                        how long in all the clock may stand while the asker is asked back
trong giờ  ·  mọi giờ             alerts are told in working hours alone, or at once
mặc định                          as it comes
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from faq.text import folded
from handlers.rules.ladder import MOST_STEPS, STANDARD, Step, Who
from handlers.rules.policies import Policies
from handlers.rules.policy import Measure, Policy

MOST_HOURS, MOST_SHARE, MOST_DAYS = 720, 500, 90
_SHOWN = 40
_AMOUNT = re.compile(r"([^\W\d_]*(?:\s[^\W\d_]+)*)\s*([0-9]{1,4})\s*(%|[^\W\d]+(?:\s[^\W\d]+)?)")
_BEFORE, _AFTER = ("truoc", "truoc han", "before"), ("qua", "qua han", "sau", "sau han", "after", "over")
_AT = ("den han", "dung han", "han", "due", "at")
_SHARES, _DAYS = ("%", "phan tram", "percent"), ("ngay", "day", "days")
_HOURS = ("gio", "h", "hour", "hours")
_DROP, _WAITS = ("bo", "xoa", "drop", "remove"), ("cho", "wait", "waits", "pause")
_QUIET = {"trong gio": True, "trong gio lam viec": True, "quiet": True, "moi gio": False, "loud": False}
_STANDARD = ("mac dinh", "standard", "default")
_PEOPLE = {
    Who.HOLDER: ("can bo", "can bo giu", "nguoi giu", "nguoi dang giu", "holder", "officer"),
    Who.DEPUTY: ("nguoi thay", "thay", "deputy"),
    Who.ADMIN: ("quan tri", "quan tri bo", "admin"),
    Who.DESK: ("dau moi", "dau moi bo", "chuyen vien", "desk"),
    Who.LEADER: ("lanh dao", "lanh dao bo", "leader"),
}
_NAMED = {name: who for who, names in _PEOPLE.items() for name in names}


class Bad(Exception):
    """A line that cannot be read, or cannot be. `reason` is the end of the key of the sentence that says why."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `verb` is `set` (a step `at`, told to `tell`), `drop` (`at`), `waits`, `quiet` or `standard`."""

    verb: str
    at: str = ""
    tell: tuple[str, ...] = ()
    hours: int = 0
    quiet: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it travels with a button."""
        return {**asdict(self), "tell": list(self.tell)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Edit:
        """As it came back with a button."""
        return cls(**{**kept, "tell": tuple(kept["tell"])})


def read(typed: str, now_is: Sequence[Step]) -> Edit:
    """What a line says. Raises Bad with what is wrong."""
    line = folded(typed)
    if line in _QUIET:
        return Edit("quiet", quiet=_QUIET[line])
    if line in _STANDARD:
        return Edit("standard")
    first, _, rest = " ".join(typed.split()).partition(" ")
    if folded(first) in _DROP:
        return Edit("drop", _step(rest, now_is))
    if folded(first) in _WAITS:
        return Edit("waits", hours=_hours(rest))
    when, colon, people = typed.partition(":")
    if not colon:
        raise Bad("line", typed.strip())
    return Edit("set", _moment(when), _people(people))


def with_edit(found: Policies, edit: Edit) -> Policies:
    """The same with a change. Raises Bad where nothing would be left, or too much."""
    match edit.verb:
        case "standard":
            return replace(found, ladder=STANDARD)
        case "waits":
            return replace(found, waits=Policy(Measure.CLOCK_HOURS, edit.hours))
        case "quiet":
            return replace(found, quiet=edit.quiet)
    others = [step for step in found.ladder if step.at != edit.at]
    if edit.verb == "drop":
        if len(others) == len(found.ladder):
            raise Bad("gone", edit.at)
        if not others:
            raise Bad("last")
        return replace(found, ladder=tuple(others))
    if len(others) >= MOST_STEPS:
        raise Bad("many")
    tell = tuple(who for who in Who if who.value in edit.tell)
    was = next((step for step in found.ladder if step.at == edit.at), None)
    step = was if was and was.tell == tell else Step(_name(edit.at, tell), edit.at, tell)
    return replace(found, ladder=tuple(sorted((*others, step), key=lambda each: order(each.at))))


def order(at: str) -> tuple[int, int]:
    """Steps as they are read: before the deadline, at it, after it by shares, after it by days."""
    if at == "0":
        return 1, 0
    amount = int(at[1:-1])
    if at.startswith("-"):
        return 0, -amount
    return (3 if at.endswith("d") else 2), amount


def _name(at: str, tell: Sequence[Who]) -> str:
    """A step keeps its name as long as it is at the same moment: what was raised by it is not raised again.

    Two names say in the alert whom they were told: other readers make another step of it.
    """
    common = next((step.name for step in STANDARD if step.at == at), None)
    says = {"desk": Who.DESK, "leader": Who.LEADER}
    if common and (common not in says or says[common] in tell):
        return common
    digits = "".join("abcdefghij"[int(digit)] for digit in at[1:-1])
    sign, unit = ("m" if at.startswith("-") else "p"), ("d" if at.endswith("d") else "q")
    return f"{sign}{digits}{unit}"


def _moment(text: str) -> str:
    if folded(text) in _AT:
        return "0"
    found = _AMOUNT.fullmatch(text.strip())
    before = folded(found[1]) if found else ""
    unit = (found[3] if found[3] == "%" else folded(found[3])) if found else ""
    amount = int(found[2]) if found else 0
    if before in _BEFORE and unit in _SHARES:
        if not 1 <= amount <= 99:
            raise Bad("share-before", text.strip())
        return f"-{amount}%"
    if before in _AFTER and unit in _SHARES and 1 <= amount <= MOST_SHARE:
        return f"+{amount}%"
    if before in _AFTER and unit in _DAYS and 1 <= amount <= MOST_DAYS:
        return f"+{amount}d"
    raise Bad("when", text.strip())


def _people(text: str) -> tuple[str, ...]:
    parts = [part.strip() for part in re.split(r"[,;+]", text) if part.strip()]
    if not parts:
        raise Bad("nobody")
    for part in parts:
        if folded(part) not in _NAMED:
            raise Bad("who", part)
    told = {_NAMED[folded(part)] for part in parts}
    return tuple(who.value for who in Who if who in told)


def _step(text: str, now_is: Sequence[Step]) -> str:
    number = text.strip()
    if number.isascii() and number.isdigit():
        if not 1 <= int(number[:4]) <= len(now_is):
            raise Bad("number", number)
        return now_is[int(number) - 1].at
    return _moment(text)


def _hours(text: str) -> int:
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or found[1].strip() or folded(found[3]) not in _HOURS or not 1 <= int(found[2]) <= MOST_HOURS:
        raise Bad("hours", text.strip())
    return int(found[2])

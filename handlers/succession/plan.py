"""What a file of changes would do, compared with the units there are and with what is laid down already.

The lines are gone through in the order of their days, each by what the earlier ones leave: a unit that is made on
1 January may be renamed in March.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from handlers.succession.fault import Amiss, Args, ChangeCode
from handlers.succession.line import Line
from handlers.succession.map import Map, Place
from storage.succession import Pair

Key = tuple[date, str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot be: the `at`-th, and why."""

    at: int
    key: str
    code: ChangeCode
    args: Args = ()


@dataclass(slots=True)
class Plan:
    """What is to be laid down: `new` pairs (events counted from 1), `mended` ones, `known` lines."""

    new: list[Pair] = field(default_factory=list)
    mended: list[Pair] = field(default_factory=list)
    known: int = 0
    refused: list[Refused] = field(default_factory=list)


def planned(there: Map, kept: Sequence[Pair], lines: Sequence[Line]) -> Plan:
    """Compares lines with what is laid down."""
    return _Planning(there, kept, lines).done()


class _Planning:
    def __init__(self, there: Map, kept: Sequence[Pair], lines: Sequence[Line]) -> None:
        self._map = there
        self._kept = {pair.key: pair for pair in kept}
        self._lines = lines
        self._plan = Plan()
        self._seen: dict[Key, int] = {}
        self._events: dict[tuple[date, str], int] = {}
        self._waiting = [pair for pair in kept if pair.applied_at is None]

    def done(self) -> Plan:
        """All lines, each in its turn."""
        faulty = self._parts()
        mended = {key for line in self._lines for key in _keys(line)}
        left = [pair for pair in self._waiting if pair.key not in mended]
        for at in self._in_turn():
            line = self._lines[at]
            while left and left[0].on <= line.on:
                self._map.take(left.pop(0))
            if at in faulty:
                continue
            try:
                self._line(at, line)
            except Amiss as amiss:
                self._plan.refused.append(Refused(at, amiss.key, amiss.code, amiss.args_of_code))
        self._plan.refused.sort(key=lambda one: one.at)
        return self._plan

    def _in_turn(self) -> list[int]:
        """The lines by their days; of a split the part last by which the unit ends."""
        first: dict[object, int] = {}
        turns = []
        for at, line in enumerate(self._lines):
            together = first.setdefault((line.on, line.old) if line.kind == "split" else at, at)
            turns.append((line.on, together, line.main, at))
        return [at for *_, at in sorted(turns)]

    def _parts(self) -> set[int]:
        """What is wrong with splits, of which every part has a line: whose lines are left out then."""
        parts: dict[tuple[date, str], list[int]] = defaultdict(list)
        for at, line in enumerate(self._lines):
            if line.kind == "split" and len(line.old) == 1:
                parts[line.on, line.old[0]].append(at)
        faulty: set[int] = set()
        for lines in parts.values():
            marked = sum(self._lines[at].main for at in lines)
            stays = any(self._lines[at].new in self._lines[at].old and not self._lines[at].main for at in lines)
            if len(lines) < 2:
                self._refuse(lines[0], "to", ChangeCode.NEEDS_PARTS)
            elif marked != 1 or stays:
                self._refuse(lines[0], "main", ChangeCode.NEEDS_MAIN, value=str(marked))
            else:
                continue
            faulty.update(lines)
        return faulty

    def _refuse(self, at: int, key: str, code: ChangeCode, **args: str) -> None:
        self._plan.refused.append(Refused(at, key, code, tuple(args.items())))

    def _line(self, at: int, line: Line) -> None:
        for key in _keys(line):
            if key in self._seen:
                raise Amiss("from", ChangeCode.TWICE, first=str(self._seen[key] + 1))
            self._seen[key] = at
        found = [self._kept.get(key) for key in _keys(line)]
        other = self._of_another_shape(line)
        if other is None and all(found) and self._same(line, [pair for pair in found if pair]):
            self._plan.known += 1
            self._take([pair for pair in found if pair and pair.applied_at is None])
            return
        if some := other or next((pair for pair in found if pair), None):
            if some.applied_at:
                raise Amiss("from", ChangeCode.HAPPENED)
            if other:
                raise Amiss("from", ChangeCode.OTHER_EVENT, value=str(some.event))
        pairs = self._pairs(line)
        self._take(pairs)
        if found[0]:
            self._plan.mended += [
                replace(pair, event=was.event) for pair, was in zip(pairs, found, strict=True) if was
            ]
        else:
            self._plan.new += pairs

    def _of_another_shape(self, line: Line) -> Pair | None:
        """What is laid down of the same units on that day with others, or as another kind of change."""
        if line.kind == "split":
            together = [
                each for each in self._lines if (each.kind, each.on, each.old) == ("split", line.on, line.old)
            ]
            keys = {key for each in together for key in _keys(each)}
        else:
            keys = set(_keys(line))
        events = {self._kept[key].event for key in keys if key in self._kept}
        there = [pair for pair in self._kept.values() if pair.event in events]
        same = {pair.key for pair in there} == keys and all(pair.kind == line.kind for pair in there)
        return None if same or not there else there[0]

    def _take(self, pairs: Iterable[Pair]) -> None:
        for pair in pairs:
            self._map.take(pair)

    def _same(self, line: Line, pairs: Sequence[Pair]) -> bool:
        """Whether a line says nothing else than what is laid down; what it leaves out is as it was."""
        return all(
            pair.kind == line.kind and line.name in (None, pair.name) and line.type in (None, pair.type)
            and line.province in (None, pair.parent) and (line.kind != "split" or line.main == pair.main)
            for pair in pairs
        )  # fmt: skip

    def _pairs(self, line: Line) -> list[Pair]:
        old = [self._map.living(code, "from") for code in line.old]
        _check(line, old)
        new = self._successor(line, old)
        event = self._event(line)
        return [
            Pair(event, line.kind, line.on, each.code, new.code, new.type, new.name, new.parent,
                 line.main or line.kind != "split", each.full_name)
            for each in old
        ]  # fmt: skip

    def _event(self, line: Line) -> int:
        """Its number among the new ones; the parts of a split have one."""
        key = (line.on, line.old[0] if line.kind == "split" else f"{line.kind} {len(self._events)}")
        return self._events.setdefault(key, len(self._events) + 1)

    def _successor(self, line: Line, old: Sequence[Place]) -> Place:
        """What they become, in full."""
        code, first = line.new or old[0].code, old[0]
        there = (
            self._map.living(code, "to") if self._map.knows(code) and code not in line.old else self._map.get(code)
        )
        if there is None and len(code) != len(first.code):
            raise Amiss("to", ChangeCode.MIXED)
        if there is None and line.kind == "merge" and len(old) < 2:
            raise Amiss("from", ChangeCode.NEEDS_TWO)
        if there is not None and code not in line.old:
            if line.kind == "rename":
                raise Amiss("to", ChangeCode.TAKEN, value=code)
            if there.is_province != first.is_province:
                raise Amiss("to", ChangeCode.MIXED)
        new = Place(code, *self._named(line, old, there), self._parent(line, old, there))
        if line.kind == "rename" and new == first:
            raise Amiss("name", ChangeCode.NOTHING_NEW)
        return new

    def _named(self, line: Line, old: Sequence[Place], there: Place | None) -> tuple[str, str]:
        """Its type and name."""
        if line.name is None and there is None and line.kind != "rename":
            raise Amiss("name", ChangeCode.NEEDS_NAME)
        before = there or old[0]
        types = {before.type} if there or line.kind == "rename" else {each.type for each in old}
        type_ = line.type or (next(iter(types)) if len(types) == 1 else None)
        if type_ is None:
            raise Amiss("name", ChangeCode.NEEDS_TYPE, value=line.name or "")
        if (type_ in ("tỉnh", "thành phố")) != old[0].is_province:
            raise Amiss("name", ChangeCode.MIXED)
        return type_, line.name or before.name

    def _parent(self, line: Line, old: Sequence[Place], there: Place | None) -> str | None:
        if old[0].is_province:
            if line.province:
                raise Amiss("province", ChangeCode.NO_PROVINCE)
            return None
        if line.province:
            province = self._map.living(line.province, "province")
            if not province.is_province:
                raise Amiss("province", ChangeCode.MIXED)
            return province.code
        if there:
            return there.parent
        parents = {each.parent for each in old}
        if len(parents) > 1:
            raise Amiss("province", ChangeCode.NEEDS_PROVINCE)
        return parents.pop()


def _check(line: Line, old: Sequence[Place]) -> None:
    if len({each.is_province for each in old}) > 1:
        raise Amiss("from", ChangeCode.MIXED)
    count = Counter({*line.old, *([line.new] if line.new else [])})
    if line.kind == "merge" and (line.new is None or len(count) < 2):
        raise Amiss("to" if line.new is None else "from", ChangeCode.NEEDS_TWO)
    if line.kind != "merge" and len(old) > 1:
        raise Amiss("from", ChangeCode.ONE_ONLY)
    if line.kind == "split" and line.new is None:
        raise Amiss("to", ChangeCode.NEEDS_PARTS)


def _keys(line: Line) -> list[Key]:
    return [(line.on, old, line.new or old) for old in line.old]

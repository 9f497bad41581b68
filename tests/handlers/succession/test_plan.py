"""What a file of changes would do: each line by what the earlier days leave, and what cannot be is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handlers.succession.line import Line
from handlers.succession.map import Map
from handlers.succession.plan import Plan, planned
from storage.succession import Pair
from storage.units import Unit

DAY, LATER = date(2027, 1, 1), date(2027, 3, 1)


def commune(code: str, name: str, province: str = "20", type_: str = "xã") -> Unit:
    return Unit(code, "commune", type_, name, f"{type_} {name}", province, None)


THERE = (
    Unit("20", "province", "tỉnh", "Lạng Sơn", "Tỉnh Lạng Sơn", None, None),
    Unit("24", "province", "tỉnh", "Bắc Ninh", "Tỉnh Bắc Ninh", None, None),
    Unit("20-MOIT", "department", "sở", "Sở", "Sở Công Thương Lạng Sơn", "20", "MOIT"),
    commune("06040", "Thất Khê"), commune("06041", "Đoàn Kết"), commune("06050", "Kỳ Lừa", type_="phường"),
    commune("07000", "Yên Thế", "24"),
)  # fmt: skip
MERGE = Line("merge", DAY, ("06040", "06041"), "06060", "Thất Khê Mới", "xã")
TO_B = Line("split", DAY, ("06040",), "06061", "Bình An", "xã", main=True)
TO_C = Line("split", DAY, ("06040",), "06062", "Chí Minh", "xã")


def plan(*lines: Line, kept: tuple[Pair, ...] = (), heirs: dict[str, str] | None = None) -> Plan:
    return planned(Map(THERE, heirs or {}), kept, lines)


def refused(found: Plan) -> list[tuple[int, str, str]]:
    return [(one.at, one.key, one.code.value) for one in found.refused]


def test_a_merger_has_a_pair_for_each_unit_in_one_event() -> None:
    found = plan(MERGE)
    assert refused(found) == []
    assert [(p.event, p.predecessor, p.successor, p.full) for p in map(Shown, found.new)] == [
        (1, "06040", "06060", ("xã", "Thất Khê Mới", "20")), (1, "06041", "06060", ("xã", "Thất Khê Mới", "20")),
    ]  # fmt: skip
    assert [p.was_name for p in found.new] == ["Xã Thất Khê", "Xã Đoàn Kết"]


class Shown:
    def __init__(self, pair: Pair) -> None:
        self.event, self.predecessor, self.successor = pair.event, pair.predecessor, pair.successor
        self.full = (pair.type, pair.name, pair.parent)


def test_the_same_again_is_known_and_another_name_mends_what_is_to_come() -> None:
    kept = tuple(plan(MERGE, TO_B, TO_C).new[:2])
    assert (plan(MERGE, kept=kept).known, plan(MERGE, kept=kept).new) == (1, [])
    assert plan(replace(MERGE, name=None), kept=kept).known == 1, "what is left out is as it was"
    mended = plan(replace(MERGE, name="Khê Mới"), kept=kept)
    assert [(p.event, p.name) for p in mended.mended] == [(1, "Khê Mới")] * 2
    done = tuple(replace(p, applied_at=p.on) for p in kept)  # type: ignore[arg-type]
    assert refused(plan(replace(MERGE, name="Khê Mới"), kept=done)) == [(0, "from", "happened")]
    three = replace(MERGE, old=("06040", "06041", "06050"))
    assert refused(plan(three, kept=kept)) == [(0, "from", "other_event")]
    assert refused(plan(replace(MERGE, old=("06040",), kind="rename"), kept=kept)) == [(0, "from", "other_event")]
    split = tuple(plan(TO_B, TO_C).new)
    assert plan(TO_B, TO_C, kept=split).known == 2
    others = plan(TO_B, replace(TO_C, new="06063"), kept=split)
    assert refused(others) == [(0, "from", "other_event"), (1, "from", "other_event")]


def test_a_later_line_goes_by_what_an_earlier_day_leaves_whatever_their_order() -> None:
    renamed = Line("rename", LATER, ("06060",), None, "Tràng Định", "xã")
    found = plan(renamed, MERGE)
    assert refused(found) == []
    assert found.new[-1].was_name == "Xã Thất Khê Mới"
    gone = Line("rename", LATER, ("06040",), None, "Tràng Định", "xã")
    [one] = plan(gone, MERGE).refused
    assert (one.code, dict(one.args)["allowed"]) == ("ended", "06060 (Xã Thất Khê Mới)")
    assert refused(plan(renamed, kept=tuple(plan(MERGE).new))) == [], "what is laid down already counts"


def test_the_parts_of_a_split_are_one_event_and_the_unit_ends_by_the_last() -> None:
    for lines in ((TO_B, TO_C), (TO_C, TO_B)):
        found = plan(*lines)
        assert refused(found) == []
        assert {p.event for p in found.new} == {1}
        assert {p.successor: p.main for p in found.new} == {"06061": True, "06062": False}
    stays = replace(TO_B, new="06040", name=None, type=None)
    assert refused(plan(stays, TO_C)) == []


def test_provinces_merge_and_a_commune_may_go_to_another() -> None:
    found = plan(Line("merge", DAY, ("20",), "24"))
    assert [(p.name, p.parent) for p in found.new] == [("Bắc Ninh", None)]
    moved = plan(Line("rename", DAY, ("06040",), province="24"))
    assert [(p.successor, p.name, p.parent) for p in moved.new] == [("06040", "Thất Khê", "24")]
    after = plan(Line("merge", DAY, ("20",), "24"), Line("merge", LATER, ("06040", "07000"), "07001", "Nhập", "xã"))
    assert [p.parent for p in after.new[1:]] == ["24", "24"], "they are of one province by then"


@pytest.mark.parametrize(
    ("line", "key", "code"),
    [
        (replace(MERGE, old=("06040", "09999")), "from", "unknown_unit"),
        (replace(MERGE, old=("06040", "20")), "from", "mixed"),
        (replace(MERGE, new=None), "to", "needs_two"),
        (replace(MERGE, old=("06040",)), "from", "needs_two"),
        (replace(MERGE, old=("06040",), new="06040"), "from", "needs_two"),
        (replace(MERGE, new="60"), "to", "mixed"),
        (replace(MERGE, new="24"), "to", "mixed"),
        (replace(MERGE, name=None), "name", "needs_name"),
        (replace(MERGE, old=("06040", "06050"), type=None), "name", "needs_type"),
        (replace(MERGE, type="tỉnh"), "name", "mixed"),
        (replace(MERGE, old=("06040", "07000")), "province", "needs_province"),
        (replace(MERGE, province="99"), "province", "unknown_unit"),
        (replace(MERGE, province="06050"), "province", "mixed"),
        (Line("merge", DAY, ("20", "24"), "24", province="20"), "province", "no_province"),
        (Line("rename", DAY, ("06040", "06041"), None, "X", "xã"), "from", "one_only"),
        (Line("rename", DAY, ("06040",)), "name", "nothing_new"),
        (Line("rename", DAY, ("06040",), None, "Thất Khê", "xã", "20"), "name", "nothing_new"),
        (Line("rename", DAY, ("06040",), "06041", "X", "xã"), "to", "taken"),
        (TO_B, "to", "needs_parts"),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_is_still_looked_at(line: Line, key: str, code: str) -> None:
    sound = Line("rename", LATER, ("06050",), None, "Lộc Bình", "phường")
    found = plan(line, sound)
    assert refused(found) == [(0, key, code)]
    assert [p.predecessor for p in found.new] == ["06050"]


def test_splits_are_judged_by_all_their_lines() -> None:
    assert refused(plan(TO_B, replace(TO_C, main=True))) == [(0, "main", "needs_main")]
    assert refused(plan(replace(TO_B, main=False), TO_C)) == [(0, "main", "needs_main")]
    assert refused(plan(TO_B, replace(TO_C, new="06040"))) == [(0, "main", "needs_main")]
    assert refused(plan(TO_B, TO_B, TO_C))[0][2] in ("twice", "needs_main")
    assert refused(plan(MERGE, MERGE)) == [(1, "from", "twice")]

"""Numbers by name: the tables stand beside one plain dictionary, whatever is done to both."""

from hypothesis import given
from hypothesis import strategies as st

from faq.drawers import Drawers

_NAMES = st.text("abc", max_size=2)
_PUT = st.dictionaries(_NAMES, st.integers(0, 99))


def _of(named: dict[str, int]) -> Drawers:
    drawers = Drawers()
    drawers.put(named.items())
    return drawers


@given(_PUT, _PUT, st.sets(_NAMES))
def test_they_hold_what_one_table_holds(first: dict[str, int], more: dict[str, int], without: set[str]) -> None:
    before = _of(first)
    after = before.changed(more.items(), without)
    for drawers, expected in (
        (before, first),
        (after, {name: number for name, number in first.items() if name not in without} | more),
    ):
        assert {name: drawers.get(name) for name in {*first, *more, *without, "abc"}} == {
            name: expected.get(name) for name in {*first, *more, *without, "abc"}
        }
        assert len(drawers) == len(expected)


def test_what_did_not_change_is_shared() -> None:
    before = _of({f"faq-{number}": number for number in range(10_000)})
    after = before.changed([("faq-1", 7)])
    assert sum(one is not other for one, other in zip(before._tables, after._tables, strict=True)) == 1


def test_names_lie_in_all_of_them() -> None:
    drawers = _of({f"faq-{number}": number for number in range(25_600)})
    assert 0 < max(map(len, drawers._tables)) < 200


def test_one_that_goes_lets_go_of_its_own_tables_alone() -> None:
    before = _of({"a": 1, "b": 2})
    after = before.changed([("a", 3)])
    tables = before._tables
    del before
    assert tables == []
    assert (after.get("a"), after.get("b"), len(after)) == (3, 2, 2)

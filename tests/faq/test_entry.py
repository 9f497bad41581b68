from datetime import date

import pytest

from faq.entry import Effect, Entry, Hold, Standing, Status, hold_on, source_link, standing

TODAY = date(2026, 11, 21)
LANG_SON, LAO_CAI = "20", "15"


def entry(**changes: object) -> Entry:
    values: dict[str, object] = {
        "id": "faq-1",
        "ministry": "MOIT",
        "field": "alcohol",
        "question": "Ai cấp Giấy phép bán lẻ rượu?",
        "status": Status.CURRENT,
    }
    return Entry(**{**values, **changes})  # type: ignore[arg-type]


def test_a_current_entry_inside_its_dates_is_plain() -> None:
    within = entry(valid_from=date(2025, 7, 1), valid_to=date(2027, 2, 28))
    assert standing(within, TODAY, LANG_SON) is Standing.PLAIN
    assert standing(within, TODAY, None) is Standing.PLAIN


def test_both_ends_of_validity_are_inclusive() -> None:
    within = entry(valid_from=date(2025, 7, 1), valid_to=date(2027, 2, 28))
    assert standing(within, date(2025, 6, 30), None) is Standing.NOT_YET
    assert standing(within, date(2025, 7, 1), None) is Standing.PLAIN
    assert standing(within, date(2027, 2, 28), None) is Standing.PLAIN
    assert standing(within, date(2027, 3, 1), None) is Standing.LAPSED


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.CURRENT, Standing.PLAIN),
        (Status.SUSPENDED, Standing.SUSPENDED),
        (Status.BASIS_REPEALED, Standing.BASIS_REPEALED),
        (Status.SUPERSEDED, Standing.SUPERSEDED),
        (Status.PROVINCIAL_EXAMPLE, Standing.OTHER_PROVINCE),
        (Status.CHECK, Standing.CHECK),
    ],
)
def test_each_status_has_its_standing(status: Status, expected: Standing) -> None:
    assert standing(entry(status=status), TODAY, LAO_CAI) is expected


def test_a_suspension_ends_when_the_entry_lapses() -> None:
    paused = entry(status=Status.SUSPENDED, valid_to=date(2027, 2, 28))
    assert standing(paused, date(2027, 2, 28), None) is Standing.SUSPENDED
    assert standing(paused, date(2027, 3, 1), None) is Standing.LAPSED


def test_an_example_is_plain_in_its_own_province_only() -> None:
    example = entry(status=Status.PROVINCIAL_EXAMPLE, provinces=(LAO_CAI,))
    assert standing(example, TODAY, LAO_CAI) is Standing.PLAIN
    assert standing(example, TODAY, LANG_SON) is Standing.OTHER_PROVINCE
    assert standing(example, TODAY, None) is Standing.OTHER_PROVINCE


def test_only_an_address_that_can_be_opened_is_a_link() -> None:
    assert source_link(entry(source_url="https://vbpl.vn/1")) == "https://vbpl.vn/1"
    assert source_link(entry(source_url=" HTTP://vbpl.vn/1 ")) == "HTTP://vbpl.vn/1"
    for source in (None, "", "unlocated:https://vbpl.vn/1", "javascript:alert(1)", "công văn 1178"):
        assert source_link(entry(source_url=source)) is None


LAPSED = Hold(Effect.LAPSED, date(2026, 12, 1), "Nghị định 1/2026/NĐ-CP")
SUSPENDED = Hold(Effect.SUSPENDED, date(2026, 12, 1), "Nghị quyết 2/2026/NQ-CP", until=date(2027, 2, 28))


@pytest.mark.parametrize(
    ("hold", "day", "expected"),
    [
        (LAPSED, date(2026, 11, 30), Standing.PLAIN),
        (LAPSED, date(2026, 12, 1), Standing.WITHHELD),
        (LAPSED, date(2030, 1, 1), Standing.WITHHELD),
        (SUSPENDED, date(2026, 12, 1), Standing.SUSPENDED),
        (SUSPENDED, date(2027, 2, 28), Standing.SUSPENDED),
        (SUSPENDED, date(2027, 3, 1), Standing.PLAIN),
    ],
)
def test_a_change_of_the_law_holds_an_entry_from_its_day_on(hold: Hold, day: date, expected: Standing) -> None:
    assert standing(entry(holds=(hold,)), day, None) is expected


def test_what_lapsed_is_said_before_what_is_suspended() -> None:
    both = entry(holds=(SUSPENDED, LAPSED))
    assert standing(both, date(2026, 12, 1), None) is Standing.WITHHELD
    assert hold_on(both, date(2026, 12, 1)) == LAPSED


def test_what_nobody_wrote_makes_no_other_entry() -> None:
    assert entry(holds=(LAPSED,), version=3) == entry()

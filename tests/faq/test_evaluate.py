from math import isnan

import pytest

from faq.evaluate import Asked, by_kind, figures


def asked(gold: str, *found: tuple[str, float], answered: bool = False, kind: str = "") -> Asked:
    return Asked(frozenset(gold.split()), kind, found, answered)


def test_ranks_are_counted_over_answerable_questions_alone() -> None:
    found = figures([
        asked("a", ("a", 0.9), ("b", 0.1)),
        asked("a", ("b", 0.9), ("c", 0.2), ("a", 0.1)),
        asked("a b", ("c", 0.9), ("b", 0.2)),
        asked("a"),
        asked("", ("a", 0.1)),
    ])  # fmt: skip
    assert (found.questions, found.answerable) == (5, 4)
    assert (found.top1, found.top3) == (0.25, 0.75)
    assert found.mrr10 == pytest.approx((1 + 1 / 3 + 1 / 2) / 4)


def test_auroc_is_the_chance_to_stand_higher_and_a_tie_is_half() -> None:
    assert figures([asked("a", ("a", 0.9)), asked("", ("a", 0.1))]).auroc == 1.0
    assert figures([asked("a", ("a", 0.1)), asked("", ("a", 0.9))]).auroc == 0.0
    assert figures([asked("a", ("a", 0.5)), asked("", ("a", 0.5))]).auroc == 0.5
    assert figures([asked("a", ("a", 0.5)), asked("a", ("a", 0.9)), asked("", ("a", 0.5))]).auroc == 0.75
    assert isnan(figures([asked("a", ("a", 0.5))]).auroc)


def test_three_in_ten_of_the_traffic_must_be_refused() -> None:
    # 7 answerable and 1 that must be refused: it counts for three.
    traffic = [asked("a", ("a", 0.9), answered=True)] * 7 + [asked("", ("a", 0.95), answered=True)]
    assert figures(traffic).precision == pytest.approx(0.7)
    assert figures(traffic).answered == 1.0
    assert figures(traffic).auto95 == 0.0


def test_the_share_answered_at_a_precision_takes_the_lowest_threshold_that_keeps_it() -> None:
    sure = [asked("a", ("a", 0.9))] * 19
    assert figures([*sure, asked("a", ("b", 0.8)), asked("a", ("a", 0.7))]).auto95 == pytest.approx(20 / 21)
    assert figures([*sure, asked("a", ("b", 0.8)), asked("a", ("a", 0.7))]).auto98 == pytest.approx(19 / 21)
    # Whoever answers one of two that are as sure answers both.
    assert figures([asked("a", ("a", 0.9)), asked("a", ("b", 0.9))]).auto95 == 0.0


def test_calibration_is_the_distance_between_what_is_said_and_what_is_so() -> None:
    honest = [asked("a", ("a", 0.75))] * 3 + [asked("a", ("b", 0.75))]
    assert figures(honest).error == pytest.approx(0.0)
    assert figures([asked("a", ("b", 0.95))]).error == pytest.approx(0.95)
    assert figures([asked("a", ("a", 1.0))]).error == 0.0


def test_nothing_asked_measures_nothing() -> None:
    found = figures([])
    assert found.questions == 0
    assert all(map(isnan, (found.top1, found.auroc, found.auto95, found.precision, found.error)))


def test_kinds_are_measured_for_themselves() -> None:
    found = by_kind([asked("a", ("a", 0.9), kind="typo"), asked("a", ("b", 0.9), kind="short")])
    assert list(found) == ["short", "typo"]
    assert (found["short"].top1, found["typo"].top1) == (0.0, 1.0)

"""Whether it is a chat or the platform: told by what befalls others."""

from __future__ import annotations

import pytest

from bot.line import Line


class Timer:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
def line(timer: Timer) -> Line:
    return Line(timer)


def test_one_chat_that_fails_again_and_again_holds_up_nobody(line: Line) -> None:
    assert [line.failed("1") for _ in range(20)] == [0.0] * 20


def test_several_chats_in_a_row_hold_all_longer_and_longer(line: Line) -> None:
    assert [line.failed(str(n)) for n in range(11)] == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_an_answer_to_anybody_ends_it(line: Line) -> None:
    for n in range(10):
        line.failed(str(n))
    line.answered()
    assert line.failed("1") == line.failed("2") == 0


def test_several_throttled_chats_hold_all_for_the_shortest_of_their_waits(line: Line, timer: Timer) -> None:
    assert line.throttled("1", 60) == 0
    timer.now += 1
    assert line.throttled("2", 10_072) == 0
    assert line.throttled("3", 5) == 5


def test_a_chat_that_is_throttled_while_others_are_served_is_too_fast_itself(line: Line) -> None:
    for n in range(10):
        assert line.throttled(str(n), 60) == 0
        line.answered()


def test_chats_that_are_throttled_far_apart_have_nothing_to_do_with_each_other(line: Line, timer: Timer) -> None:
    for n in range(10):
        assert line.throttled(str(n), 5) == 0
        timer.now += 31


def test_it_worked_when_somebody_was_answered(line: Line, timer: Timer) -> None:
    assert not line.worked_within(1e9)
    line.answered()
    timer.now += 10
    line.failed("1")
    assert line.worked_within(11)
    assert not line.worked_within(10)
    line.throttled("1", 5)  # to be told to wait is an answer, too
    assert line.worked_within(1)

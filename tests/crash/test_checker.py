"""The checker itself, on small histories: it sees each kind of fault, and nothing where there is none."""

from __future__ import annotations

from tests.crash.checker import check
from tests.crash.history import Due, History, Seen

AGAIN = "(gửi lại)\n"


def _history(*said: tuple[str, str, float], deaths: tuple[float, ...] = ()) -> History:
    """Messages (place, text, when), in the order in which they came."""
    history = History(deaths=list(deaths))
    history.seen = [Seen(place, text, "", (), at, number) for number, (place, text, at) in enumerate(said, 1)]
    return history


def test_all_is_well() -> None:
    history = _history(("lan", "mãb an answer", 1), ("minh", "mãb a card", 2))
    history.dues = [Due("an answer", "lan", "mãb"), Due("a question", "minh", "mãb")]
    history.told_to = {"mãb": {"lan", "minh"}}
    assert check(history).faults == ()


def test_lost() -> None:
    history = _history(("lan", "another answer", 1))
    history.dues = [Due("an answer", "lan", "mãb")]
    history.unconfirmed = 2
    assert check(history).lost == ("an answer never reached lan", "2 updates were never confirmed")


def test_a_copy_that_does_not_say_so() -> None:
    verdict = check(_history(("lan", "text", 1), ("lan", "text", 3), deaths=(2,)))
    assert (len(verdict.unmarked), len(verdict.needless)) == (1, 0)


def test_a_copy_that_says_so_after_a_death() -> None:
    verdict = check(_history(("lan", "text", 1), ("lan", AGAIN + "text", 3), deaths=(2,)))
    assert (verdict.faults, verdict.marked) == ((), 1)


def test_a_copy_though_nobody_died() -> None:
    assert len(check(_history(("lan", "text", 1), ("lan", AGAIN + "text", 3), deaths=(4,))).needless) == 1


def test_what_people_asked_for_twice_is_no_copy() -> None:
    history = _history(("lan", "Which field?", 1), ("lan", "Which field?", 3))
    history.repeated["lan", "Which field?"] = 2
    assert check(history).faults == ()


def test_out_of_order() -> None:
    history = _history(("lan", "mãc", 1), ("lan", "mãb", 2))
    history.dues = [Due("first", "lan", "mãb", line="x"), Due("second", "lan", "mãc", line="x")]
    assert len(check(history).unordered) == 1


def test_strayed() -> None:
    history = _history(("cúc", "mãb", 1))
    history.told_to = {"mãb": {"lan"}}
    assert len(check(history).strayed) == 1


def test_a_broadcast_comes_once_and_its_sender_knows_of_those_who_did_not_get_it() -> None:
    history = _history(("lan", "mãb", 1), ("lan", AGAIN + "mãb", 3), deaths=(2,))
    history.once["mãb"] = {"lan", "minh"}
    verdict = check(history)
    assert (len(verdict.lost), len(verdict.unmarked)) == (1, 1)
    history.unknown["mãb"] = 1
    assert check(history).lost == ()

"""The life of a question: every pair of state and verb, the refused ones too."""

from __future__ import annotations

import itertools

import pytest

from handlers.rules.lifecycle import NEXT, Refused, State, Verb, after
from storage.questions import OPEN_STATES

# Written anew from the product's words, not from the table: what may be done where, and where it leads.
ALLOWED = {
    "offered": {
        "choose": "offered", "helped": "closed", "lapse": "closed", "add": "offered", "keep": "offered",
        "sort": "unsorted", "route": "open", "recall": "recalled", "drop": "closed",
        "merge": "merged",
    },
    "unsorted": {
        "sort": "unsorted", "route": "open", "add": "unsorted", "merge": "merged", "choose": "offered",
        "keep": "offered", "recall": "recalled", "drop": "closed",
    },
    "open": {
        "add": "open", "answer": "answered", "ask_back": "waiting", "transfer": "open", "correct": "open",
        "escalate": "open", "return": "open", "recall": "recalled", "unask": "answered",
    },
    "waiting": {
        "add": "open", "answer": "answered", "ask_back": "waiting", "transfer": "waiting", "correct": "waiting",
        "escalate": "open", "return": "waiting",
        "recall": "recalled", "unask": "answered", "unanswer": "open",
    },
    "answered": {"supplement": "answered", "settle": "closed", "reopen": "open", "unanswer": "open"},
    "closed": {
        "supplement": "closed", "reopen": "open", "keep": "offered", "sort": "unsorted", "route": "open",
        "recall": "recalled", "merge": "merged",
    },
    "merged": {},
    "recalled": {},
}  # fmt: skip


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(State, Verb)))
def test_every_pair(state: State, verb: Verb) -> None:
    there = ALLOWED[state].get(verb)
    if there is None:
        with pytest.raises(Refused) as refused:
            after(state, verb)
        assert (refused.value.state, refused.value.verb) == (state, verb)
    else:
        assert after(state, verb) == there
        assert after(state.value, verb) is State(there)


def test_a_state_that_is_none_is_no_state() -> None:
    with pytest.raises(ValueError, match="bewitched"):
        after("bewitched", Verb.ADD)


def test_every_state_is_reached_and_every_verb_means_something() -> None:
    assert set(NEXT.values()) == set(State)
    assert {verb for _, verb in NEXT} == set(Verb)


def test_from_every_state_a_question_can_come_to_rest_and_to_a_person() -> None:
    for start in set(State) - {State.MERGED, State.RECALLED}:
        seen, front = {start}, [start]
        while front:
            state = front.pop()
            following = [there for (here, _), there in NEXT.items() if here is state and there not in seen]
            seen.update(following)
            front += following
        assert {State.CLOSED, State.OPEN} <= seen


def test_only_where_somebody_owes_an_answer_does_a_queue_hold_it() -> None:
    assert {state for state in State if (state, Verb.ANSWER) in NEXT} == set(OPEN_STATES)

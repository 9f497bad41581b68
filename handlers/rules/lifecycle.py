"""The life of a question: which verb leads from which state to which. Everything not in the table is refused."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a question stands."""

    OFFERED = "offered"
    """The bank answered or suggested, and the asker has not said whether that was it; or it waits for his seat."""
    UNSORTED = "unsorted"
    """A person shall answer, but it is not known yet which field it is, or which question it belongs to."""
    OPEN = "open"
    """Somebody owes an answer."""
    WAITING = "waiting"
    """The officer asked back; the next word is the asker's."""
    ANSWERED = "answered"
    """A person has answered."""
    CLOSED = "closed"
    MERGED = "merged"
    """It was an addition: its words are in another question's thread, and it is no question of its own."""
    RECALLED = "recalled"
    """Its asker took back all that he had said, before anybody answered."""


class Verb(StrEnum):
    """What can be done to a question."""

    CHOOSE = "choose"
    """take one of the suggested entries"""
    HELPED = "helped"
    DROP = "drop"
    """its asker needs no answer any more, and nobody has had it"""
    LAPSE = "lapse"
    """nobody said anything for a day"""
    MERGE = "merge"
    """it was an addition to another question"""
    KEEP = "keep"
    """hold it until its asker is of a unit"""
    SORT = "sort"
    """ask which field, or whether it is an addition"""
    ROUTE = "route"
    ADD = "add"
    ANSWER = "answer"
    SUPPLEMENT = "supplement"
    ASK_BACK = "ask_back"
    TRANSFER = "transfer"
    CORRECT = "correct"
    """its field was wrong: to whoever is responsible for the right one, with the clock it has"""
    ESCALATE = "escalate"
    """hand it up to whoever has the authority"""
    RETURN = "return"
    """the desk gives it back to whoever is responsible in the province, with advice"""
    SETTLE = "settle"
    """the asker says it is solved"""
    REOPEN = "reopen"
    RECALL = "recall"
    """the asker takes back the last of what he asked, and nobody has answered"""
    UNASK = "unask"
    """the asker takes back what he asked further; the answer before it stands"""
    UNANSWER = "unanswer"
    """whoever answered, or asked back, takes that back"""


S, V = State, Verb

NEXT: dict[tuple[State, Verb], State] = {
    (S.OFFERED, V.CHOOSE): S.OFFERED,
    (S.OFFERED, V.HELPED): S.CLOSED,
    (S.OFFERED, V.DROP): S.CLOSED,
    (S.OFFERED, V.LAPSE): S.CLOSED,
    (S.OFFERED, V.ADD): S.OFFERED,
    (S.OFFERED, V.MERGE): S.MERGED,
    (S.OFFERED, V.KEEP): S.OFFERED,
    (S.OFFERED, V.SORT): S.UNSORTED,
    (S.OFFERED, V.ROUTE): S.OPEN,
    (S.UNSORTED, V.SORT): S.UNSORTED,
    (S.UNSORTED, V.ROUTE): S.OPEN,
    (S.UNSORTED, V.ADD): S.UNSORTED,
    (S.UNSORTED, V.MERGE): S.MERGED,
    (S.UNSORTED, V.KEEP): S.OFFERED,
    (S.UNSORTED, V.DROP): S.CLOSED,
    (S.UNSORTED, V.CHOOSE): S.OFFERED,
    (S.OPEN, V.ADD): S.OPEN,
    (S.OPEN, V.ANSWER): S.ANSWERED,
    (S.OPEN, V.ASK_BACK): S.WAITING,
    (S.OPEN, V.TRANSFER): S.OPEN,
    (S.OPEN, V.CORRECT): S.OPEN,
    (S.OPEN, V.ESCALATE): S.OPEN,
    (S.OPEN, V.RETURN): S.OPEN,
    (S.WAITING, V.ADD): S.OPEN,
    (S.WAITING, V.ANSWER): S.ANSWERED,
    (S.WAITING, V.ASK_BACK): S.WAITING,
    (S.WAITING, V.TRANSFER): S.WAITING,
    (S.WAITING, V.CORRECT): S.WAITING,
    (S.WAITING, V.ESCALATE): S.OPEN,
    (S.WAITING, V.RETURN): S.WAITING,
    (S.ANSWERED, V.SUPPLEMENT): S.ANSWERED,
    (S.ANSWERED, V.SETTLE): S.CLOSED,
    (S.ANSWERED, V.REOPEN): S.OPEN,
    (S.CLOSED, V.SUPPLEMENT): S.CLOSED,
    (S.CLOSED, V.REOPEN): S.OPEN,
    (S.OFFERED, V.RECALL): S.RECALLED,
    (S.UNSORTED, V.RECALL): S.RECALLED,
    (S.OPEN, V.RECALL): S.RECALLED,
    (S.WAITING, V.RECALL): S.RECALLED,
    (S.CLOSED, V.RECALL): S.RECALLED,
    (S.OPEN, V.UNASK): S.ANSWERED,
    (S.WAITING, V.UNASK): S.ANSWERED,
    (S.ANSWERED, V.UNANSWER): S.OPEN,
    (S.WAITING, V.UNANSWER): S.OPEN,
    # What the bank closed and nobody was asked can still go to a person.
    (S.CLOSED, V.MERGE): S.MERGED,
    (S.CLOSED, V.KEEP): S.OFFERED,
    (S.CLOSED, V.SORT): S.UNSORTED,
    (S.CLOSED, V.ROUTE): S.OPEN,
}


class Refused(Exception):
    """A verb that the question's state does not allow."""

    def __init__(self, state: State, verb: Verb) -> None:
        super().__init__(f"{verb} is not possible while {state}")
        self.state, self.verb = state, verb


def after(state: str, verb: Verb) -> State:
    """The state a verb leads to. Raises Refused where it leads nowhere."""
    there = NEXT.get((State(state), verb))
    if there is None:
        raise Refused(State(state), verb)
    return there

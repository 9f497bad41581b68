"""What must hold after each race: one winner, the loser told and his words kept, and nothing half done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from handlers.wording import words
from storage.db import AnyRow
from storage.persons import Person
from storage.questions import OPEN_STATES
from tests.races.cast import Scene
from tests.races.record import Record, Told, kinds_of, said

vi = words("vi")
UNSENT = ("answer-was-faster", "acting-unsent", "moved-unsent", "moved-handed", "moved-term-over",
          "answer-recalled")  # fmt: skip
"""What is told to whoever wrote something that was not sent."""
MADE = {
    "answer": ("answer-sent",),
    "supplement": ("supplement-sent",),
    "ask_back": ("ask-back-sent", "ask-back-sent-running"),
    "opinion": ("opinion-given", "opinion-given-late"),
    "advice": ("give-back-done",),
}
"""What is told to whoever wrote a message of this kind."""
DONE = {
    "transfer": ("transfer-done",),
    "escalate": ("escalate-done",),
    "correct": ("correct-done", "correct-done-same"),
    "recall": ("recall-done", "recall-done-question", "recall-done-unasked", "recall-done-answer"),
}
"""What is told to whoever did it."""
HEARD = {"answer": "answer-heading", "supplement": "supplement-heading", "ask_back": "ask-back-heading"}
"""What the asker hears of a message of this kind."""
HANDED = ("transfer", "handover", "rescue", "return")
INSIDE = ("reason", "advice", "opinion", "unsent")
"""What is never the asker's to read."""


def judged(record: Record, scene: Scene, arms: list[Person], since: int, today: date) -> list[str]:
    """The faults of one race. `arms`: who did something in it; `since`: the newest message before it."""
    question = record.questions[scene.question.id]
    found = [
        *_stands(record, question, today),
        *_spoken(record, scene, question),
        *_asker(record, scene, question, since),
        *_clocks(record, question),
        *_moves(record, scene, question),
    ]
    for who in arms:
        found += _actor(record, question, who, since)
    return found


def _stands(record: Record, question: AnyRow, today: date) -> Iterator[str]:
    """It is somebody's as long as it is open, and it has one answer where it counts as answered."""
    if question.state in OPEN_STATES:
        seat = record.seats.get(question.holder_seat_id)
        if seat is None and question.desk is None:
            yield "it is open and nobody's"
        if seat and (seat.state != "valid" or (seat.valid_until and seat.valid_until < today)):
            yield "it is open and with an ended seat"
    answers = [row for row in record.messages[question.id] if row.kind == "answer" and not row.recalled_at]
    if len(answers) > 1:
        yield f"{len(answers)} first answers"
    if question.state == "answered" and not answers:
        yield "answered without an answer"
    if answers and question.answered_at is None:
        yield "an answer, and not answered"


def _spoken(record: Record, scene: Scene, question: AnyRow) -> Iterator[str]:
    kept = Counter(row.text for row in record.messages[question.id])
    for text in scene.said:
        if kept[text] + record.revised.count(text) != 1:
            yield f"kept {kept[text]} times: {text}"


def _asker(record: Record, scene: Scene, question: AnyRow, since: int) -> Iterator[str]:
    """Each answer reaches him once; and he is told of each change of hands that was, of no other."""
    heard = record.to(scene.lan.place.key, since)
    spoken = Counter(row.kind for row in record.messages[question.id])
    for kind, key in HEARD.items():
        told = said(heard, key)
        if len(told) != spoken[kind]:
            yield f"the asker heard {key} {len(told)} times of {spoken[kind]}"
    ids = sorted(row.id for row in record.messages[question.id] if row.kind in ("answer", "supplement"))
    if sorted(each.message_id or 0 for each in record.told if each.role == "answer" and each.id > since
              and each.question_id == question.id) != ids:  # fmt: skip
        yield "what went out as answers is not what was kept as such"
    inside = [row.text for row in record.messages[question.id] if row.kind in INSIDE]
    if any(text in each.text for text in inside for each in heard):
        yield "the asker read what is not his to read"
    done = Counter(row.verb for row in record.audit.get(question.code, ()))
    handed = sum(done[verb] for verb in HANDED)
    for count, key in (
        (handed, "transfer-told"),
        (done["escalate"], "escalate-told"),
        (done["correct"], "correct-told"),
    ):
        told = said(heard, key)
        if len(told) != count:
            yield f"the asker was told {key} {len(told)} times of {count}"


def _actor(record: Record, question: AnyRow, who: Person, since: int) -> Iterator[str]:
    """He hears what came of what he did: what was done, or that it was not and where his words are."""
    heard = record.to(who.place.key, since)
    if not heard:
        yield f"{who.name} heard nothing"
    spoken = kinds_of(record.messages[question.id])
    for kind, keys in MADE.items():
        if len(said(heard, *keys)) != spoken[kind, who.id]:
            yield f"{who.name} was told {keys[0]} {len(said(heard, *keys))} times of {spoken[kind, who.id]}"
    done = Counter(row.verb for row in record.audit.get(question.code, ()) if row.actor_id == who.id)
    for verb, keys in DONE.items():
        if len(said(heard, *keys)) != done[verb]:
            yield f"{who.name} was told {keys[0]} {len(said(heard, *keys))} times of {done[verb]}"
    unsent = said(heard, *UNSENT) or said(heard, "opinion-recalled")[1:]  # told so when it was recalled, and again
    if len(unsent) != spoken["unsent", who.id]:
        yield f"{who.name} was told {len(unsent)} times of {spoken['unsent', who.id]} that it was not sent"
    if any(_no_way_on(told) for told in unsent):
        yield f"{who.name} was left without a way to send what was not sent"


def _no_way_on(told: Told) -> bool:
    return bool(said([told], "answer-was-faster")) and vi("answer-as-supplement") not in told.buttons


def _clocks(record: Record, question: AnyRow) -> Iterator[str]:
    """The clock of the round runs as long as an answer is owed; nothing else does."""
    running = [row for row in record.clocks.get(question.id, ()) if row.stopped_at is None]
    owed = question.state in OPEN_STATES
    rounds = [row.round for row in running if row.kind == "answer"]
    if rounds != ([question.round] if owed else []):
        yield f"{question.state} in round {question.round}, and clocks of rounds {rounds} run"
    if not owed and running:
        yield f"{question.state}, and {len(running)} clocks run"
    desks = [row for row in running if row.kind == "desk"]
    if len(desks) != int(owed and question.escalated):
        yield f"{len(desks)} clocks of a desk run"
    stands = [row for row in record.pauses.get(question.id, ()) if row.ended_at is None]
    if bool(stands) != (question.state == "waiting"):
        yield f"{question.state}, and {len(stands)} pauses last"


def _moves(record: Record, scene: Scene, question: AnyRow) -> Iterator[str]:
    """Whoever has it is whom the last one gave it to; and he knows."""
    lines = [row for row in record.audit.get(question.code, ()) if row.verb in (*HANDED, "escalate", "correct")]
    if not lines or question.state not in OPEN_STATES:
        return
    last = lines[-1]
    if last.verb == "escalate":
        if (question.holder_seat_id or question.desk) != last.detail["to"]:
            yield "handed up, and not there"
        return
    if question.holder_seat_id != last.detail.get("to"):
        yield f"with seat {question.holder_seat_id}, though it went to {last.detail.get('to')}"
    seat = record.seats.get(question.holder_seat_id)
    told = [each for each in record.told if each.role == "card" and each.question_id == question.id]
    if seat and not any(each.place == scene.place_of(seat.person_id) for each in told):
        yield "whoever has it now was not told"


def alerted(record: Record, scene: Scene, since: int, settled: int) -> Iterator[str]:
    """Nobody is told of one alert twice; nobody of what is answered, once the race is over (`settled`)."""
    question = record.questions[scene.question.id]
    about = [each for each in record.told if each.question_id == question.id and each.id > since]
    for key in ("alert-reminder", "alert-due", "alert-due-other"):
        for place, times in Counter(each.place for each in said(about, key)).items():
            if times > 1:
                yield f"{place} was told {key} {times} times"
    if question.state not in OPEN_STATES and any(each.id > settled for each in about):
        yield f"{question.state}, and something is told about it afterwards"

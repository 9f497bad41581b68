"""The normal form of a day's end: all that matters, without ids, random codes and the order of what is independent.

People are named by their names, questions by who asked them and when. What each phone shows is compared bubble by
bubble: those that speak of one question in their order, the others as a bag, for what different people cause may
come to a third in any order.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from storage.db import Tx
from storage.tables import (
    absences,
    accounts,
    alerts,
    attachments,
    audit,
    broadcasts,
    clocks,
    conversations,
    inbox,
    links,
    messages,
    notices,
    outbox,
    persons,
    questions,
    revisions,
    seats,
)
from tests.fakes.telegram import Shown
from tests.shuffle.day import Day
from tests.shuffle.phones import WebHand

Form = dict[str, Any]
_TIMES = ("asked_at", "clock_from", "due_at", "first_due_at", "wake_at", "answered_at", "closed_at")
_PLAIN = ("state", "unit", "province", "ministry", "field", "desk", "escalated", "round", "text", "offered",
          "bank_said", "rating")  # fmt: skip


async def form_of(day: Day) -> Form:
    """How a day ended."""
    found = await day.service.app.db.read(lambda tx: _rows(tx, day))
    return {**found, "phones": _phones(day, found["names"])}


def differences(one: Any, other: Any, at: str = "") -> list[str]:
    """Where two forms differ, as sentences."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [
            line
            for key in sorted({*one, *other}, key=str)
            for line in differences(one.get(key), other.get(key), f"{at}/{key}")
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line for n, pair in enumerate(zip(one, other, strict=True)) for line in differences(*pair, f"{at}/{n}")
        ]
    return [] if one == other else [f"{at}:\n    {one!r}\n    {other!r}"]


@dataclass
class _Names:
    """What rows and codes are called in the form."""

    persons: dict[int, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    seats: dict[int, str] = field(default_factory=dict)
    questions: dict[int, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def named(self, text: str) -> str:
        """A text with codes by their names."""
        for code, name in self.codes.items():
            text = text.replace(code, name)
        return text


async def _all(tx: Tx, table: Table) -> list[Any]:
    return list(await tx.rows(select(table).order_by(*table.primary_key.columns)))


async def _rows(tx: Tx, day: Day) -> Form:
    names = _Names(places={key: hand.name for key, hand in day.hands.items()})
    names.persons = {row.id: row.name for row in await _all(tx, persons)}
    known_accounts = await _all(tx, accounts)
    names.places |= {row.place: names.persons[row.person_id] for row in known_accounts}
    for row in await _all(tx, seats):
        names.seats[row.id] = f"{names.persons[row.person_id]} as {row.role} of {row.unit}"
    for row in await _all(tx, questions):
        name = f"{names.persons[row.asker_id]} at {row.asked_at:%d %H:%M:%S}"
        while name in names.questions.values():
            name += " again"
        names.questions[row.id] = name
        names.codes[row.code] = f"[{name}]"
    for n, row in enumerate(await _all(tx, broadcasts)):
        names.codes[row.code] = f"[broadcast {n}]"
    return {
        "names": names,
        "people": await _people(tx, names, known_accounts),
        "questions": await _questions(tx, names),
        "clocks": await _clocks(tx, names),
        "alerts": await _alerts(tx, names),
        "mail": await _mail(tx, names),
        "places": await _places(tx, names),
    }


async def _people(tx: Tx, names: _Names, known: list[Any]) -> Form:
    held = Counter(
        (names.seats[row.id], row.state, str(row.valid_from), str(row.valid_until), names.persons.get(row.granted_by))
        for row in await _all(tx, seats)
    )
    away = Counter((names.seats[row.seat_id], str(row.until_day)) for row in await _all(tx, absences))
    reach = Counter((row.channel, names.persons[row.person_id], row.reachable) for row in known)
    noted = Counter(
        (names.persons.get(row.actor_id), row.verb, names.named(re.sub(r":\d+$|seat \d+", "", row.object)))
        for row in await _all(tx, audit)
    )
    return {"seats": _bag(held), "away": _bag(away), "reach": _bag(reach), "audit": _bag(noted)}


async def _questions(tx: Tx, names: _Names) -> Form:
    threads: dict[int, list[Any]] = defaultdict(list)
    earlier, files = defaultdict(list), defaultdict(list)
    for row in await _all(tx, revisions):
        earlier[row.message_id].append(row.text)
    for row in await _all(tx, attachments):
        files[row.message_id].append((row.kind, row.channel, row.reference if row.channel == "telegram" else ""))
    for row in await _all(tx, messages):
        threads[row.question_id].append(
            [names.persons.get(row.author_id), row.kind, row.text, _when(row.said_at), earlier[row.id], files[row.id]]
        )
    found: Form = {}
    for row in await _all(tx, questions):
        facts = {name: getattr(row, name) for name in _PLAIN}
        facts |= {name: _when(getattr(row, name)) for name in _TIMES}
        facts |= {"holder": names.seats.get(row.holder_seat_id), "place": names.places[row.asker_place]}
        found[names.questions[row.id]] = {**facts, "thread": threads[row.id]}
    return found


async def _clocks(tx: Tx, names: _Names) -> list[Any]:
    return sorted(
        [names.questions[row.question_id], row.kind, row.round, row.policy, _when(row.since), _when(row.due_at),
         row.stopped_at is not None, row.wake_at is not None]
        for row in await _all(tx, clocks)
    )  # fmt: skip


async def _alerts(tx: Tx, names: _Names) -> list[Any]:
    told = defaultdict(list)
    for row in await _all(tx, notices):
        by = names.seats[row.seat_id] if row.seat_id else ""
        told[row.alert_id].append((names.persons[row.person_id], by, row.told_at is not None))
    clock = {row.id: (row.kind, row.round) for row in await _all(tx, clocks)}
    return sorted(
        # Not the second at which it was raised: within a round the clock moves with each press, and the service's
        # ticker may come between any two.
        [names.questions[row.question_id], *clock[row.clock_id], row.rung, row.count, _when(row.due_at),
         row.raised_at >= row.due_at, sorted(told[row.id])]
        for row in await _all(tx, alerts)
    )  # fmt: skip


async def _mail(tx: Tx, names: _Names) -> Form:
    sendings = await _all(tx, broadcasts)
    each = defaultdict(list)
    ended: Counter[Any] = Counter()
    for row in await _all(tx, outbox):
        place = names.places[row.place]
        if row.broadcast_id:
            each[row.broadcast_id].append((place, row.state))
        elif row.content["is"] != "toast":
            ended[place, row.content["is"], row.state, row.role, names.questions.get(row.question_id)] += 1
    state = Counter(row.state for row in await _all(tx, inbox))
    return {
        "broadcasts": [
            [names.persons[row.author_id], row.audience, row.text, row.state, row.recipients, sorted(each[row.id])]
            for row in sendings
        ],
        "outbox": _bag(ended),
        "inbox": _bag(state),
    }  # fmt: skip


async def _places(tx: Tx, names: _Names) -> Form:
    told = {names.places[row.place]: [row.dialog, sorted(row.data)] for row in await _all(tx, conversations)}
    linked = Counter(
        (names.places[row.place], row.role, names.questions.get(row.question_id))
        for row in await _all(tx, links) if row.question_id
    )  # fmt: skip
    return {"dialogs": told, "links": _bag(linked)}


def _phones(day: Day, names: _Names) -> Form:
    shown: Form = {}
    world = day.service.fake.world
    for hand in day.hands.values():
        if isinstance(hand, WebHand):
            bubbles = [(b.text, list(b.buttons), bool(b.quote)) for b in hand.bubbles()]
        else:
            chat = world.chats[int(hand.key.partition(":")[2])]
            bubbles = [_bubble(each, chat.messages) for each in chat.messages.values() if each.by_bot]
        shown[hand.name] = _by_question(json.loads(names.named(json.dumps(bubbles, ensure_ascii=False))))
    menus = {
        scope: [command["command"] for command in menu]
        for scope, menu in world.commands.items()
        if scope.startswith("chat")
    }  # those for everybody are put at a start, whatever comes
    unanswered = sorted(press for press in world.presses)
    return {"chats": shown, "menus": menus, "toasts": dict(world.toasts), "unanswered": unanswered}


def _bubble(each: Shown, there: dict[int, Shown]) -> tuple[Any, ...]:
    quoted = there[each.reply_to].text if each.reply_to in there else None
    bold = [each.styled("bold"), each.styled("italic")]
    return each.text, each.buttons, quoted, each.kind, len(bold[0]), len(bold[1])


def _by_question(bubbles: list[Any]) -> Form:
    """Those of one question in their order; the others, and those of several at once, as a bag."""
    found: Form = defaultdict(list)
    rest: Counter[Any] = Counter()
    for bubble in bubbles:
        about = set(re.findall(r"\[([^\[\]]* at \d\d [\d:]{8}[^\[\]]*)\]", bubble[0]))
        if len(about) == 1:
            found[about.pop()].append(bubble)
        else:
            rest[json.dumps(bubble, ensure_ascii=False)] += 1
    return {**found, "": _bag(rest)}


def _bag(counted: Counter[Any]) -> dict[str, int]:
    return {str(what): number for what, number in counted.items()}


def _when(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

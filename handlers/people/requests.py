"""Requests for a seat: who may decide one, and the card he decides it by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers import access
from handlers.context import Choice, Turn
from handlers.outgoing import Draft, Style
from handlers.people.naming import channel_name, seat_unit
from handlers.wording import Words
from storage import persons, seats
from storage.db import Tx
from storage.persons import Person
from storage.seats import Role, Seat

LINK = "request"
"""The role of the link to a card."""


async def may_decide(tx: Tx, person_id: int, held: Sequence[Seat], asked: Seat, today: date) -> bool:
    """Whether a person may let somebody in or refuse to: by his own seats, or standing in for an officer."""
    if asked.person_id == person_id:
        return False  # nobody lets himself in
    stood_in_for = await seats.stood_in_for(tx, [seat.id for seat in held])
    principals = [seat for seat in stood_in_for if seat.valid_on(today)]
    return access.may_approve([*held, *principals], asked)


async def deciders(turn: Turn, asked: Seat) -> list[Seat]:
    """The seats whose holders get the card: the officers; their deputies or the admins where none is there."""
    today = turn.ctx.clock.today()
    found = [seat for seat in await seats.colleagues(turn.tx, asked.province or "", today) if _fits(seat, asked)]
    away = [seat for seat in found if await seats.absence(turn.tx, seat.id, today)]
    if len(away) == len(found):  # nobody is there; those who are away get it all the same, for their return
        deputies = await seats.deputies_of(turn.tx, [seat.id for seat in away], today)
        found += deputies or [seat for seat in await seats.admins(turn.tx, today) if _fits(seat, asked)]
    one_each = {seat.person_id: seat for seat in reversed(found) if seat.person_id != asked.person_id}
    return list(reversed(one_each.values()))


async def announce(turn: Turn, asked: Seat) -> list[Person]:
    """Gives the card to all who may decide; who they are."""
    to = await deciders(turn, asked)
    people = {person.id: person for person in await persons.many(turn.tx, [seat.person_id for seat in to])}
    for seat in to:
        await _give(turn, people[seat.person_id], seat, asked)
    return [people[seat.person_id] for seat in to]


async def show_waiting(turn: Turn, who: Person, seat: Seat) -> None:
    """Gives a new decider the requests that waited for somebody like him."""
    if seat.role not in (Role.OFFICER, Role.ADMIN):
        return
    for asked in await seats.requests(turn.tx, seat.province):
        if seat.id in [decider.id for decider in await deciders(turn, asked)]:
            await _give(turn, who, seat, asked)


async def card(turn: Turn, words: Words, asked: Seat) -> Draft:
    """What a decider reads about an applicant: what he says of himself, and nothing else."""
    applicant = await persons.get(turn.tx, asked.person_id)
    channel = channel_name(words, applicant.place.channel) if applicant else ""
    draft = Draft().bold(words("enrol-card-heading"))
    draft.line(words("enrol-card-who", name=asked.person_name, unit=seat_unit(turn.ctx.places, asked)))
    draft.line(words("enrol-card-channel", channel=channel))
    today = turn.ctx.clock.today()
    for other in await seats.of_person(turn.tx, asked.person_id):
        if other.role is Role.CADRE and other.valid_on(today) and other.id != asked.id:
            draft.line(words("enrol-card-now", unit=seat_unit(turn.ctx.places, other)))
    return draft


async def _give(turn: Turn, who: Person, by: Seat, asked: Seat) -> None:
    words = turn.words(who)
    draft = (await card(turn, words, asked)).line(words("enrol-card-hint"))
    row = (
        Choice(words("enrol-button-approve"), "approve", {"seat": asked.id}, Style.PRIMARY),
        Choice(words("enrol-button-refuse"), "refuse", {"seat": asked.id}, Style.DANGER),
    )
    key = f"request:{asked.id}:{who.id}"
    await turn.say(who, draft, row, key=key, role=LINK, seat_id=by.id)


def _fits(seat: Seat, asked: Seat) -> bool:
    return access.may_approve([seat], asked)

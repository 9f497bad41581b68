"""Welcome somebody to a new seat: what it is, what it lets him do, and what waits for him already."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.context import Choice, Turn
from handlers.officer.adopt import adopt
from handlers.outgoing import Draft, Style
from handlers.people.menu import offer
from handlers.people.naming import nameless, role_name, seat_unit
from handlers.people.requests import show_waiting
from storage import questions
from storage.persons import Person
from storage.questions import Question
from storage.seats import Role, Seat

MOST_OFFERED = 5
_MOST_KEPT = 200
WELCOMES = {
    Role.CADRE: "people-welcome-cadre",
    Role.OFFICER: "people-welcome-officer",
    Role.EXPERT: "people-welcome-expert",
    Role.LEADER: "people-welcome-leader",
    Role.ADMIN: "people-welcome-admin",
}


async def welcome(turn: Turn, who: Person, seat: Seat) -> None:
    """Says what a new seat is and what it lets its holder do; hands him what waits for him."""
    words, today = turn.words(who), turn.ctx.clock.today()
    unit = seat_unit(turn.ctx.places, seat)
    called = role_name(words, seat.role, seat.unit)
    text = words(WELCOMES[seat.role], unit=unit, role=called)
    if not seat.valid_on(today):
        text = words(
            "people-welcome-later",
            role=role_name(words, seat.role, seat.unit), unit=seat_unit(turn.ctx.places, seat),
            day=words.day(seat.valid_from, turn.now),
        )  # fmt: skip
    elif seat.valid_until:
        text += "\n" + words("people-until", day=words.day(seat.valid_until, turn.now))
    await turn.say(who, text)
    await offer(turn, who)
    if seat.valid_on(today):
        if seat.role is Role.OFFICER:
            await adopt(turn, seat)
        if seat.role is Role.CADRE:
            await offer_kept(turn, who)
        await show_waiting(turn, who, seat)
    if nameless(who.name):
        await turn.expect(who.place, "rename")
        await turn.say(who, words("people-name-ask"))


async def offer_kept(turn: Turn, who: Person) -> None:
    """Before he was of a unit, what the bank could not answer could go to nobody: now it can, however old it is."""
    asked = await questions.of_asker(turn.tx, who.id, "offered", limit=_MOST_KEPT)
    kept = [question for question in asked if question.unit is None and question.bank_said != "answer"]
    words, shown = turn.words(who), kept[:MOST_OFFERED]
    if len(kept) == 1:
        send = Choice(words("enrol-button-send-question"), "send_on", {"question": kept[0].id}, Style.PRIMARY)
        await turn.say(who, words("enrol-earlier-question", text=_start(turn, who, kept[0], 200)), (send,))
    elif kept:
        draft = Draft().line(words("enrol-earlier-questions", count=len(kept)))
        for number, question in enumerate(shown, 1):
            draft.line(f"{number}. “{_start(turn, who, question, 120)}”")
        if len(kept) > len(shown):
            draft.line(words("enrol-earlier-more", more=len(kept) - len(shown)))
        numbers = (Choice(str(n), "send_on", {"question": q.id}) for n, q in enumerate(shown, 1))
        await turn.say(who, draft, tuple(numbers))


def _start(turn: Turn, who: Person, question: Question, most: int) -> str:
    text = " ".join(question.text.split()) or turn.words(who)("card-no-text")
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def valid_today(turn: Turn, held: Iterable[Seat]) -> list[Seat]:
    """Those of these seats that give a right today."""
    today = turn.ctx.clock.today()
    return [seat for seat in held if seat.valid_on(today)]

"""Say hello: what Cầu Nối is to a newcomer, what waits for somebody known; and take an invite code."""

from __future__ import annotations

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.invite import looks_like_code
from handlers.outgoing import Style
from handlers.people.menu import offer
from handlers.people.naming import nameless, role_name, seat_unit
from handlers.people.redeem import redeem
from handlers.people.welcome import offer_kept
from handlers.wording import Words
from storage import seats
from storage.seats import Role, Seat

__all__ = ["looks_like_code", "start", "typed_code"]

_NEXT = {
    Role.CADRE: "people-next-cadre",
    Role.OFFICER: "people-next-officer",
    Role.EXPERT: "people-next-expert",
    Role.LEADER: "people-next-leader",
    Role.ADMIN: "people-next-admin",
}


async def start(ctx: Context, heard: Heard) -> Effect:
    """`/start`, alone or with an invite code behind it."""
    if code := str(heard.args.get("rest", "")):
        return _redeeming(heard, code)

    async def greet(turn: Turn) -> None:
        asked = [seat for seat in await seats.of_person(turn.tx, heard.who.id) if seat.state == "asked"]
        words = turn.words(heard.who)
        if heard.seats:
            await turn.say(heard.who, _holder(turn, words, heard))
        elif asked:
            await _waiting(turn, words, heard, asked[-1])
        else:
            await _newcomer(turn, words, heard)
        await offer(turn, heard.who, anew=True)
        if heard.seat(Role.CADRE):
            await offer_kept(turn, heard.who)

    return greet


async def typed_code(ctx: Context, heard: Heard) -> Effect:
    """A code that was simply typed."""
    return _redeeming(heard, heard.text)


async def have_code(ctx: Context, heard: Heard) -> Effect:
    """`I have a code`: says how to type it."""

    async def ask(turn: Turn) -> None:
        await turn.toast(heard)
        await turn.say(heard.who, turn.words(heard.who)("people-code-ask"))

    return ask


def _redeeming(heard: Heard, code: str) -> Effect:
    async def take(turn: Turn) -> None:
        await redeem(turn, heard.who, code)

    return take


def _holder(turn: Turn, words: Words, heard: Heard) -> str:
    name = heard.who.name
    lines = [words("people-hello") if nameless(name) else words("people-hello-name", name=name)]
    for seat in heard.seats:
        unit = seat_unit(turn.ctx.places, seat)
        lines.append(words("people-hello-seat", role=role_name(words, seat.role, seat.unit), unit=unit))
    roles = dict.fromkeys(seat.role for seat in heard.seats)
    return "\n".join([*lines, *(words(_NEXT[role]) for role in roles)])


async def _waiting(turn: Turn, words: Words, heard: Heard, seat: Seat) -> None:
    text = words("people-hello-waiting", unit=seat_unit(turn.ctx.places, seat))
    await turn.say(heard.who, text, (Choice(words("enrol-button-change"), "enrol", {"change": True}),))


async def _newcomer(turn: Turn, words: Words, heard: Heard) -> None:
    if turn.ctx.policy.enrolment == "invite":
        await turn.say(heard.who, words("people-hello-invite-only"))
        return
    rows = (
        (Choice(words("people-enrol"), "enrol", style=Style.PRIMARY),),
        (Choice(words("people-button-have-code"), "have_code"),),
    )
    await turn.say(heard.who, words("people-hello-newcomer"), *rows)

"""Help: what to do next, by role, and every command with its Vietnamese name first."""

from __future__ import annotations

from handlers.context import Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.people.menu import explained, offer
from storage.seats import Role

_HOW = {
    Role.CADRE: "people-help-cadre",
    Role.OFFICER: "people-help-officer",
    Role.EXPERT: "people-help-expert",
    Role.LEADER: "people-help-leader",
    Role.ADMIN: "people-help-admin",
}


async def help_(ctx: Context, heard: Heard) -> Effect:
    """`/trogiup`."""

    async def tell(turn: Turn) -> None:
        words = turn.words(heard.who)
        draft = Draft().bold(words("people-help-heading"))
        roles = dict.fromkeys(seat.role for seat in heard.seats)
        if roles:
            for role in roles:
                draft.line(words(_HOW[role]))
        elif ctx.policy.enrolment == "invite":
            draft.line(words("people-help-invite-only"))
        else:
            draft.line(words("people-help-newcomer"))
        draft.line()
        for line in explained(words, heard.seats):
            draft.line(line)
        await turn.say(heard.who, draft)
        await offer(turn, heard.who, anew=True)

    return tell

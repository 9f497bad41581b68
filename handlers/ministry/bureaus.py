"""The ministry's bureaus in `/canbo`: fields, who sits there, what lies there, and who sends what they answer."""

from __future__ import annotations

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.escalation import bureaus as verbs
from handlers.outgoing import Draft
from storage import desks, questions
from storage.seats import Role, Seat

MOST_SHOWN = 40


async def bureaus(ctx: Context, heard: Heard) -> Effect:
    """All of them."""
    by = heard.seat(Role.ADMIN)

    async def tell(turn: Turn) -> None:
        await turn.toast(heard)
        if by is None or by.ministry is None:
            await turn.say(heard.who, turn.words(heard.who)("officers-not-allowed"))
        else:
            await _tell(turn, heard, by, by.ministry)

    return tell


async def lay_down(ctx: Context, heard: Heard) -> Effect:
    """Experts' answers go to the asker, or through the officer, from now on."""
    by, through = heard.seat(Role.ADMIN), bool(heard.args.get("through"))

    async def take(turn: Turn) -> None:
        await turn.toast(heard)
        if by is None or by.ministry is None:
            await turn.say(heard.who, turn.words(heard.who)("officers-not-allowed"))
            return
        await verbs.lay_down(turn.tx, by.ministry, turn.now, through_officer=through, by=heard.who.id)
        await _tell(turn, heard, by, by.ministry)

    return take


async def _tell(turn: Turn, heard: Heard, by: Seat, ministry: str) -> None:
    w, today = turn.words(heard.who), turn.ctx.clock.today()
    found = await desks.listed(turn.tx, ministry)
    sitting = await desks.experts(turn.tx, [bureau.code for bureau in found], today)
    draft = Draft().bold(w("bureaus-title", ministry=w.ministry(ministry), count=len(found)))
    for bureau in found[:MOST_SHOWN]:
        lies = await questions.count_held(turn.tx, [], [bureau.code])
        draft.line().line(w("bureaus-line", name=bureau.name, experts=sitting.get(bureau.code, 0), open=lies))
        fields = ", ".join(w.field(field) for field in sorted(bureau.fields))
        draft.line(w("bureaus-fields", fields=fields) if fields else w("bureaus-no-field"))
    if len(found) > MOST_SHOWN:
        draft.line().line(w("bureaus-more", count=len(found) - MOST_SHOWN))
    if not found:
        draft.line(w("bureaus-none"))
    through = await desks.through_officer(turn.tx, ministry)
    draft.line().line(w("bureaus-through" if through else "bureaus-direct"))
    other = Choice(w("bureaus-make-direct" if through else "bureaus-make-through"), "bureaus_answers",
                   {"through": not through})  # fmt: skip
    await turn.say(heard.who, draft, (other,), seat_id=by.id)

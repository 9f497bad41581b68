"""How careful a ministry's bank is: how many needless questions to an officer one wrong answer is worth.

With that cost an answer pays from the probability cost / (1 + cost) on: at 9 the bank answers from 0.9 on.
"""

from __future__ import annotations

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.show import nothing_there
from storage import audit, fields
from storage.seats import Role

COSTS = (4, 9, 19, 49)


async def caution(ctx: Context, heard: Heard) -> Effect:
    """How it is now, and what it may be."""
    admins = [seat for seat in heard.seats if seat.role is Role.ADMIN]

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        if not admins:
            await nothing_there(turn, heard)
            return
        w, draft, rows = turn.words(heard.who), Draft(), []
        laid_down = await fields.wrong_costs(turn.tx)
        for seat in admins:
            ministry = seat.ministry or ""
            now_is = laid_down.get(ministry, ctx.policy.wrong_costs)
            draft.line(w("caution-is", ministry=w.ministry(ministry), costs=now_is, share=_share(now_is)))
            for costs in COSTS:
                of = w.ministry(ministry) if len(admins) > 1 else ""
                label = w("caution-button", ministry=of, costs=costs, share=_share(costs))
                if costs != now_is:
                    rows.append((Choice(label, "caution_set", {"seat": seat.id, "costs": costs}),))
        await turn.say(heard.who, draft.line().line(w("caution-how")), *rows)

    return effect


async def lay_down(ctx: Context, heard: Heard) -> Effect:
    """From now on."""
    by = next((seat for seat in heard.seats if seat.id == heard.args.get("seat") and seat.role is Role.ADMIN), None)
    costs = int(heard.args["costs"])

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        if by is None or by.ministry is None:
            await nothing_there(turn, heard)
            return
        await fields.set_wrong_costs(turn.tx, by.ministry, costs)
        await audit.note(turn.tx, turn.now, heard.who.id, "caution", f"ministry:{by.ministry}", {"costs": costs})
        w = turn.words(heard.who)
        await turn.say(heard.who, w("caution-done", ministry=w.ministry(by.ministry), share=_share(costs)))

    return effect


def _share(costs: int) -> str:
    return f"{costs / (1 + costs):.0%}"

"""The changes of the law that were noted, the newest first: what each holds, and the way to take it back."""

from __future__ import annotations

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.review.card import told_law
from handlers.review.desk import ministries
from handlers.review.withdraw import may
from handlers.show import nothing_there
from handlers.wording import Words
from storage.bank import entries, law
from storage.bank.law import Noted

ON_A_PAGE = 5
MOST_SHOWN = 3


async def noted(ctx: Context, heard: Heard) -> Effect:
    """One page of them; `before` is the last one of the page before."""
    before = int(heard.args["before"]) if heard.args.get("before") else None

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        if not ministries(heard):
            await nothing_there(turn, heard)
            return
        w = turn.words(heard.who)
        found = await law.noted(turn.tx, ON_A_PAGE + 1, before)
        page = found[:ON_A_PAGE]
        draft = Draft().bold(w("law-list")) if page else Draft().line(w("law-list-none"))
        for each in page:
            await _line(turn, w, draft, each)
        rows = [
            (Choice(w("law-list-withdraw", number=each.change.id), "law_withdraw_ask", {"change": each.change.id}),)
            for each in page
            if not each.withdrawn and await may(turn, heard, each.change)
        ]
        if len(found) > ON_A_PAGE:
            rows.append((Choice(w("law-list-older"), "law_list", {"before": page[-1].change.id}),))
        await turn.say(heard.who, draft, *rows)

    return effect


async def _line(turn: Turn, w: Words, draft: Draft, each: Noted) -> None:
    change = each.change
    told = told_law(w, change.place, change.hold, turn.now)
    draft.line().line(w("law-list-one", number=change.id, told=told))
    draft.line(w("law-list-by", name=each.author_name, day=w.day(change.noted_on, turn.now)))
    today = turn.ctx.clock.today()
    if each.withdrawn:
        draft.italic(w("law-list-withdrawn"))
    elif change.hold.until and change.hold.until < today:
        draft.italic(w("law-list-over"))
    elif not each.holds:
        draft.line(w("law-list-free"))
    else:
        draft.line(w("law-list-holds" if change.hold.binds(today) else "law-list-will-hold", count=each.holds))
        some = (await law.held_by(turn.tx, change.id))[:MOST_SHOWN]
        for entry in (await entries.named(turn.tx, some)).values():
            draft.line(f"– {entry.question}")
        if each.holds > MOST_SHOWN:
            draft.line(w("review-and-more", count=each.holds - MOST_SHOWN))

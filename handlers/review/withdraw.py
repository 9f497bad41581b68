"""A change of the law was noted by mistake: what it holds is let go, and whoever has to know is told."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import access
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Style
from handlers.review import elsewhere
from handlers.review.card import told_law
from handlers.review.desk import ministries
from handlers.review.let_go import LetGo, everybody_at, let_go, tell
from handlers.review.put import MOST_CARDS
from handlers.show import nothing_there
from storage import audit, seats
from storage.bank import law
from storage.bank.law import Change


async def ask(ctx: Context, heard: Heard) -> Effect:
    """What would be let go is told first: what it holds back is wrong answers, where it was no mistake."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        change = await _change(turn, heard)
        if change is None:
            return
        w, held = turn.words(heard.who), await law.held_by(turn.tx, change.id)
        draft = Draft().line(told_law(w, change.place, change.hold, turn.now))
        draft.line(w("law-withdraw-ask", number=change.id, count=len(held)))
        sure = Choice(w("law-withdraw-sure"), "law_withdraw", {"change": change.id}, Style.DANGER)
        await turn.say(heard.who, draft, (sure,), (Choice(w("law-list-back"), "law_list"),))

    return effect


async def withdraw(ctx: Context, heard: Heard) -> Effect:
    """It was a mistake."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        change = await _change(turn, heard)
        if change is None:
            return
        held = await law.held_at(turn.tx, change.id)
        free = await law.withdraw(turn.tx, change.id, turn.now)
        became = await let_go(turn, change.id, heard.who.id)
        await audit.note(turn.tx, turn.now, heard.who.id, "law-withdraw", f"law:{change.id}", {"held": len(free)})
        w, mine = turn.words(heard.who), ministries(heard)
        draft = Draft().line(w("law-withdrawn", count=len(free)))
        kept = [review for review in became.kept if review.ministry in mine]
        if kept:
            draft.line(w("law-over-kept", count=len(kept), numbers=", ".join(str(review.id) for review in kept)))
        await turn.say(heard.who, draft, *elsewhere.ways(w, kept[:MOST_CARDS]))
        await _tell_others(turn, heard, change, held, became)

    return effect


async def may(turn: Turn, heard: Heard, change: Change) -> bool:
    """Whether he may take it back."""
    author = await seats.of_person(turn.tx, change.author_id)
    return access.may_take_back(heard.seats, author, await law.held_at(turn.tx, change.id))


async def _change(turn: Turn, heard: Heard) -> Change | None:
    """The change that is meant, if he may take it back; else he is told why not."""
    change = await law.get(turn.tx, int(heard.args["change"]))
    if change is None or not ministries(heard):
        await nothing_there(turn, heard)
    elif await law.is_withdrawn(turn.tx, change.id):
        await turn.say(heard.who, turn.words(heard.who)("law-list-withdrawn"))
    elif not await may(turn, heard, change):
        await turn.say(heard.who, turn.words(heard.who)("law-withdraw-not-yours"))
    else:
        return change
    return None


async def _tell_others(turn: Turn, heard: Heard, change: Change, held: Mapping[str, int], became: LetGo) -> None:
    """Whose entries it held did not ask for it: they hear who did."""
    for ministry in dict.fromkeys((*held, *became.ministries)):
        for person in await everybody_at(turn, ministry):
            if person.id == heard.who.id:
                continue
            w = turn.words(person)
            draft = Draft().line(told_law(w, change.place, change.hold, turn.now))
            draft.line(w("law-withdrawn-by", name=heard.who.name, count=held.get(ministry, 0)))
            tell(w, draft, became, ministry)
            ways = elsewhere.ways(w, became.kept_at(ministry)[:MOST_CARDS])
            await turn.say(person, draft, *ways, key=f"law-withdrawn:{change.id}:{ministry}:{person.id}")

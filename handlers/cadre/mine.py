"""`/cauhoi`: one's own questions and those of one's unit, with where each stands."""

from __future__ import annotations

from handlers import beginnings, show
from handlers.cadre import standing
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from storage import questions
from storage.questions import Question, looks_like_code
from storage.seats import Role

MOST_SHOWN = 8


async def questions_of(ctx: Context, heard: Heard) -> Effect:
    """Lists them, newest first; with a code, shows that one."""
    rest = str(heard.args.get("rest", ""))
    if looks_like_code(rest):
        return await show.by_code(ctx, heard.having(rest=rest))
    cadre = heard.seat(Role.CADRE)

    async def effect(turn: Turn) -> None:
        w = turn.words(heard.who)
        own = await questions.of_asker(turn.tx, heard.who.id, limit=MOST_SHOWN)
        shown = {q.id: q for q in own}
        if cadre:
            for question in await questions.of_unit(turn.tx, cadre.unit, limit=MOST_SHOWN):
                shown.setdefault(question.id, question)
        found = sorted(shown.values(), key=lambda q: (q.asked_at, q.id), reverse=True)[:MOST_SHOWN]
        if not found:
            await turn.say(heard.who, w("mine-none"))
            return
        draft = Draft().bold(w("mine-title"))
        starts = await beginnings.of(turn, w, found, standing.MOST_OF_IT)
        for number, (question, start) in enumerate(zip(found, starts, strict=True), 1):
            draft.line().line(f"{number}. {standing.line(turn, w, question, start)}")
        draft.line().line(w("queue-how"))
        await turn.say(heard.who, draft, *_numbers(found), seat_id=cadre.id if cadre else None)

    return effect


def _numbers(found: list[Question]) -> tuple[tuple[Choice, ...], ...]:
    choices = [Choice(str(n), "show", {"question": q.id}) for n, q in enumerate(found, 1)]
    return tuple(tuple(choices[i : i + 4]) for i in range(0, len(choices), 4))

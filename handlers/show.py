"""Shows a question to whoever may see it; and what is said when there is nothing to show."""

from __future__ import annotations

from handlers import access
from handlers.cadre import standing
from handlers.context import Context, Effect, Heard, Turn
from handlers.officer import card
from storage import audit, questions, thread
from storage.questions import Question, read_code
from storage.seats import Role


async def by_code(ctx: Context, heard: Heard) -> Effect:
    """Somebody typed a question's code."""
    code = read_code(heard.text or str(heard.args.get("rest", ""))) or ""
    async with ctx.db.reading() as tx:
        found = await access.question_for(tx, heard.who.id, heard.seats, code, ctx.clock.today())
    return _showing(heard, found)


async def question(ctx: Context, heard: Heard) -> Effect:
    """Somebody pressed a question in a list."""
    async with ctx.db.reading() as tx:
        found = await questions.get(tx, int(heard.args["question"]))
        visible = await access.visible(tx, heard.who.id, heard.seats, found, ctx.clock.today())
    return _showing(heard, found if visible else None)


def _showing(heard: Heard, found: Question | None) -> Effect:
    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        if found is None:
            await turn.say(heard.who, turn.words(heard.who)("show-nothing"))
            return
        now_is = await questions.get(turn.tx, found.id)
        w = turn.words(heard.who)
        answering = await access.answering(turn.tx, heard.who.id, heard.seats, now_is, turn.ctx.clock.today())
        spoken = await thread.of(turn.tx, found.id, internal=answering is not None)
        files = tuple(card.enclosed(f) for f in await thread.enclosed_with(turn.tx, [s.id for s in spoken]))
        if answering and now_is.state != "closed":
            await turn.say(heard.who, card.full(turn, w, now_is, spoken), *card.buttons(w, now_is), role="card",
                           question_id=now_is.id, seat_id=answering.id, attachments=files)  # fmt: skip
        else:
            rows = standing.buttons(w, now_is) if now_is.asker_id == heard.who.id else ()
            await turn.say(heard.who, card.full(turn, w, now_is, spoken), *rows, role="receipt",
                           question_id=now_is.id, attachments=files)  # fmt: skip
        if heard.seat(Role.ADMIN):
            await audit.note(turn.tx, turn.now, heard.who.id, "show", now_is.code)

    return effect


async def nothing_there(turn: Turn, heard: Heard) -> None:
    """The thing moved on, or is none of his: the answer is the same."""
    await turn.toast(heard)
    await turn.say(heard.who, turn.words(heard.who)("show-old-button"))


async def old_button(ctx: Context, heard: Heard) -> Effect:
    """A button that is too old, forged, or somebody else's."""

    async def effect(turn: Turn) -> None:
        text = turn.words(heard.who)("show-old-button")
        if heard.press_id:
            await turn.toast(heard, text)
        else:
            await turn.say(heard.who, text)

    return effect


async def unknown_command(ctx: Context, heard: Heard) -> Effect:
    """A command that nobody knows."""

    async def effect(turn: Turn) -> None:
        await turn.say(heard.who, turn.words(heard.who)("show-unknown-command"))

    return effect

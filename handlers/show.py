"""Shows a question to whoever may see it; and what is said when there is nothing to show."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from handlers import access
from handlers.cadre import standing
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer import card
from handlers.outgoing import Style
from handlers.rules.lifecycle import State
from handlers.wording import Words
from storage import audit, desks, opinions, persons, questions, thread, waits
from storage.opinions import Opinion
from storage.questions import Question, read_code
from storage.seats import Role

TOLD_AGAIN = timedelta(minutes=10)
"""Within so long, it is said once that what was sent cannot be seen."""


async def by_code(ctx: Context, heard: Heard) -> Effect:
    """Somebody typed a question's code."""
    code = read_code(heard.text) or read_code(str(heard.args.get("rest", ""))) or ""

    async def find(turn: Turn) -> Question | None:
        return await access.question_for(turn.tx, heard.who.id, heard.seats, code, ctx.clock.today())

    return _showing(heard, find)


async def question(ctx: Context, heard: Heard) -> Effect:
    """Somebody pressed a question in a list."""

    async def find(turn: Turn) -> Question | None:
        found = await questions.get(turn.tx, int(heard.args["question"]))
        visible = await access.visible(turn.tx, heard.who.id, heard.seats, found, ctx.clock.today())
        return found if visible else None

    return _showing(heard, find)


def _showing(heard: Heard, find: Callable[[Turn], Awaitable[Question | None]]) -> Effect:
    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        found = await find(turn)
        if found is None:
            await turn.say(heard.who, turn.words(heard.who)("show-nothing"))
            return
        w, own = turn.words(heard.who), found.asker_id == heard.who.id
        answering = await access.answering(turn.tx, heard.who.id, heard.seats, found, turn.ctx.clock.today())
        spoken = await thread.of(turn.tx, found.id, internal=answering is not None)
        asked = [] if own or answering else await _asked(turn, heard, found)
        written = [await thread.message(turn.tx, opinion.asked_in) for opinion in asked if opinion.asked_in]
        spoken += [message for message in written if message]
        files = tuple(card.enclosed(f) for f in await thread.enclosed_with(turn.tx, [s.id for s in spoken]))
        if answering and found.state not in (State.CLOSED, State.RECALLED):
            rows, role = card.buttons(w, found), "card"
        else:
            rows, role = standing.buttons(w, found) if own else _to_advise(w, asked), "receipt"
        seat = None if own else answering or access.seat_that_sees(heard.seats, found)
        draft = card.full(turn, w, found, spoken, await card.desk_due(turn, found))
        if answering and (wait := await waits.of(turn.tx, found.id)):
            draft.line().line(w("awaiting-noted", text=wait.text))
        if not own and (phone := await _phone(turn, heard, found)):
            draft.line().line(w("show-phone", name=found.asker_name, phone=phone))
        await turn.say(heard.who, draft, *rows, role=role, question_id=found.id,
                       seat_id=seat.id if seat else None, attachments=files)  # fmt: skip
        if seat and seat.role in (Role.ADMIN, Role.LEADER):
            await audit.note(turn.tx, turn.now, heard.who.id, "show", found.code)

    return effect


async def _asked(turn: Turn, heard: Heard, found: Question) -> list[Opinion]:
    """What he was asked about it."""
    at = await desks.answered_by(turn.tx, heard.seats, turn.ctx.clock.today())
    return await opinions.asked_of(turn.tx, found.id, heard.seats, at)


def _to_advise(w: Words, asked: list[Opinion]) -> tuple[tuple[Choice, ...], ...]:
    waiting = [opinion for opinion in asked if opinion.ended_at is None]
    give = w("opinion-give")
    return tuple((Choice(give, "opinion_give", {"opinion": opinion.id}, Style.PRIMARY),) for opinion in waiting[:1])


async def _phone(turn: Turn, heard: Heard, found: Question) -> str | None:
    """The asker's telephone number, for whoever may call him about it."""
    if not await access.may_see_contact(turn.tx, heard.seats, found, turn.ctx.clock.today()):
        return None
    return await persons.phone_of(turn.tx, found.asker_id)


async def stands(turn: Turn, heard: Heard, found: Question) -> None:
    """It is his to see, and what he pressed is not possible any more: he hears how it stands."""
    if heard.text or heard.attachments:
        await nothing_there(turn, heard)
        return
    await turn.toast(heard)
    w = turn.words(heard.who)
    code = found.code if found.due_at else ""  # nobody was told the code of what went to nobody
    told = w("show-stands", code=code, stands=w(f"state-{found.state}"))
    role = "receipt" if found.asker_id == heard.who.id else "card"
    await turn.say(heard.who, told, role=role, question_id=found.id)


async def nothing_there(turn: Turn, heard: Heard) -> None:
    """The thing moved on, or is none of his: the answer is the same."""
    await turn.toast(heard)
    key = "show-nothing" if heard.text or heard.attachments else "show-old-button"
    await turn.say(heard.who, turn.words(heard.who)(key))


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


async def given_up(ctx: Context, heard: Heard) -> Effect:
    """He does not go on with what he was asked to write: nothing of it is sent."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        await turn.say(heard.who, turn.words(heard.who)("show-given-up"))

    return effect


async def unshown(ctx: Context, heard: Heard) -> Effect:
    """Something came that we cannot see: said, or somebody would believe that it was read. Once for several files."""
    lately = int(heard.received_at.timestamp() // TOLD_AGAIN.total_seconds())

    async def effect(turn: Turn) -> None:
        text = turn.words(heard.who)("show-unshown")
        await turn.say(heard.who, text, key=f"unshown:{heard.who.id}:{lately}")

    return effect

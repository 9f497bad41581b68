"""The card: a question as the one who shall answer it sees it. A reply to it is the answer."""

from __future__ import annotations

from datetime import datetime

from handlers.context import Choice, Turn
from handlers.incoming import Attachment
from handlers.incoming import Kind as FileKind
from handlers.ministry import warn
from handlers.officer import responsible
from handlers.outgoing import Draft, Style
from handlers.people.naming import unit_name
from handlers.rules.routing import Target
from handlers.wording import Words
from storage import clocks, persons, thread, waits
from storage.clocks import Kind
from storage.questions import OPEN_STATES, Question
from storage.seats import Seat
from storage.thread import Enclosed, Spoken


async def to_holder(turn: Turn, question: Question, target: Target) -> None:
    """Sends the card to whoever holds the question; at a desk, to everybody who may take it from there."""
    if target.seat and target.instead_of:
        await send(turn, question, [target.seat], "card-new-instead", name=target.instead_of.person_name)
        return
    if target.seat:
        await send(turn, question, [target.seat])
        return
    reached = await desk_of(turn, target.ministry)
    await send(turn, question, reached)
    if not target.meant_for_desk:
        await warn.admins(turn, question, "nobody-on-duty", turn.cause)  # it may happen to it again


async def desk_of(turn: Turn, ministry: str) -> list[Seat]:
    """Who sits at a ministry's desk today: its experts, or its admins while it has named none."""
    return await responsible.at_desk(turn.tx, ministry, turn.ctx.clock.today())


async def send(turn: Turn, question: Question, to: list[Seat], heading: str = "card-new", **args: str) -> None:
    """Sends the card to these seats' holders."""
    spoken, at_desk = await thread.of(turn.tx, question.id, internal=True), await desk_due(turn, question)
    files, wait = await thread.enclosed_with(turn.tx, [s.id for s in spoken]), await waits.of(turn.tx, question.id)
    for seat in to:
        person = await persons.get(turn.tx, seat.person_id)
        if person is None:
            continue
        w = turn.words(person)
        draft = Draft().bold(w(heading, code=question.code, **args))
        _body(turn, w, draft, question, spoken, at_desk)
        if wait:
            draft.line().line(w("awaiting-noted", text=wait.text))
        await turn.say(
            person, draft, *buttons(w, question),
            key=f"card:{question.id}:{question.round}:{heading}:{turn.cause}:{seat.person_id}",
            role="card", question_id=question.id, message_id=spoken[0].id if spoken else None, seat_id=seat.id,
            attachments=tuple(enclosed(f) for f in files),
        )  # fmt: skip


def enclosed(kept: Enclosed) -> Attachment:
    """What came with a message, as it goes out with another."""
    return Attachment(FileKind(kept.kind), kept.reference, kept.name, kept.mime, kept.size, kept.channel)


def buttons(w: Words, question: Question) -> tuple[tuple[Choice, ...], ...]:
    """What an officer can do with a card besides replying to it."""
    args = {"question": question.id}
    first = (Choice(w("card-answer"), "answer", args, Style.PRIMARY), Choice(w("card-ask-back"), "ask_back", args))
    on = [Choice(w("card-transfer"), "transfer", args)]
    if not question.escalated:
        on.append(Choice(w("card-escalate"), "escalate", args))
    open_ = question.state in OPEN_STATES
    last = Choice(w("card-wrong-field"), "wrong_field", args), Choice(w("more-button"), "more", args)
    return first, tuple(on), *((last,) if open_ else ())


async def desk_due(turn: Turn, question: Question) -> datetime | None:
    """Until when the desk has time to which a question was handed up; None where none holds it."""
    return await clocks.running_until(turn.tx, question.id, Kind.DESK) if question.escalated else None


def full(turn: Turn, w: Words, question: Question, spoken: list[Spoken], at_desk: datetime | None = None) -> Draft:
    """The card with the whole thread, for whoever may see it."""
    draft = Draft().bold(w("card-title", code=question.code))
    draft.line(w(f"state-{question.state}"))
    _body(turn, w, draft, question, spoken, at_desk)
    return draft


def _body(
    turn: Turn, w: Words, draft: Draft, question: Question, spoken: list[Spoken], at_desk: datetime | None
) -> None:
    draft.line(w("card-asker", name=question.asker_name, unit=whence(turn, question)))
    if question.field:
        said = "card-field-guessed" if question.guessed else "card-field"
        draft.line(w(said, field=w.field(question.field)))
    if question.due_at:
        draft.line(w("card-due", due=w.time(question.due_at, turn.now)))
    if at_desk:
        draft.line(w("card-desk-due", due=w.time(at_desk, turn.now)))
    draft.line()
    for part in spoken:
        _part(w, draft, question, part)
    offered = [entry for entry_id in question.offered if (entry := turn.ctx.bank.get(entry_id))]
    if offered:
        draft.line().line(w("card-bank-offered"))
        for entry in offered:
            draft.line(f"– {entry.question}")


def whence(turn: Turn, question: Question) -> str:
    """`Xã Thất Khê, tỉnh Lạng Sơn`: whoever sits at a ministry has 34 provinces, and names repeat."""
    return unit_name(turn.ctx.places, question.unit or "", question.unit_name or "?", question.province)


def _part(w: Words, draft: Draft, question: Question, part: Spoken) -> None:
    if part.kind != "asked":
        name = part.author_name or ("Zalo OA" if part.kind == "desk" else "?")
        draft.line().italic(w(f"thread-{part.kind.replace('_', '-')}", name=name))
    draft.said(part.text or w("card-recalled" if part.recalled_at else "card-no-text"), part.id)

"""A question's topic in the group of its province: its card, what happens elsewhere, and its end.

Until the topic is open nothing is said there: its card shows the thread as it is by then. Where none can be opened,
the card and all that follows goes to the group's General topic, with the code in each message.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from faq.masking import masked
from handlers.context import Turn
from handlers.officer import card
from handlers.outgoing import Act, Draft, Topic
from handlers.rules.lifecycle import State
from handlers.wording import Words
from storage import groups, questions, thread
from storage.groups import Group
from storage.outbox import Claimed
from storage.persons import Person
from storage.place import Place
from storage.questions import Question

_LONGEST_NAME = 100
"""Of 128: what may be the second of two topics says so before its name."""
Drawn = Callable[[Words], Draft]


def everybody(place: Place, locale: str = "vi") -> Person:
    """Whoever reads in a group: nobody in particular, so no button can be offered him."""
    return Person(0, "", locale, place)


async def begin(turn: Turn, question: Question, province: str | None = None) -> Place | None:
    """Opens a topic for a question in the group of its province, or of the `province` that was laid down for it.

    None where there is no group, or the topic is there, or another group of the ministry has it.
    """
    ministry = question.ministry or ""
    group = await groups.of_province(turn.tx, ministry, province or question.province or "")
    if group is None or await groups.talked_over_by(turn.tx, question.id, ministry, but=group.place):
        return None
    general = None if group.takes_topics else group.place
    if not await groups.begin_topic(turn.tx, question.id, group.place, general):
        return None
    if general:
        await _show_card(turn, question, general, group.locale)
    else:
        key = f"topic:{question.id}:{group.place.key}:{turn.cause}"
        await turn.put(group.place, Topic(Act.OPEN, _name(question)), key=key, question_id=question.id)
    return group.place


async def opened(turn: Turn, claimed: Claimed, topic_id: str) -> None:
    """The platform has opened a topic: what the question is, and what was said until now."""
    if claimed.question_id is None:
        return
    place, group = replace(claimed.place, topic=topic_id), await groups.get(turn.tx, claimed.place)
    if group and await groups.topic_is(turn.tx, claimed.question_id, claimed.place, place):
        question = await questions.get(turn.tx, claimed.question_id)
        await _show_card(turn, question, place, group.locale)
        if question.state in (State.CLOSED, State.RECALLED):
            await turn.put(place, _closing(question), question_id=question.id)


async def not_opened(turn: Turn, claimed: Claimed) -> None:
    """The platform refused, or never said: the question goes to General, and the group hears once why."""
    chat, group = claimed.place, await groups.get(turn.tx, claimed.place)
    wanted = claimed.content["act"] == Act.OPEN and claimed.question_id is not None
    if not wanted or group is None or claimed.question_id is None:
        return
    if await groups.topic_is(turn.tx, claimed.question_id, chat, chat):
        if group.takes_topics:
            await groups.may(turn.tx, chat, groups.FAILED)
            reader = everybody(chat, group.locale)
            await turn.say(reader, turn.words(reader)("group-no-topic"), key=f"no-topic:{claimed.id}")
        await _show_card(turn, await questions.get(turn.tx, claimed.question_id), chat, group.locale)


async def _show_card(turn: Turn, question: Question, place: Place, locale: str) -> None:
    reader = everybody(place, locale)
    # Who is in the group is not ours to know: what is said among those who answer stays in their own chats.
    w, spoken = turn.words(reader), await thread.of(turn.tx, question.id)
    files = await thread.enclosed_with(turn.tx, [part.id for part in spoken])
    draft = card.full(turn, w, question, spoken, await card.desk_due(turn, question))
    draft.line().italic(w("group-how"))
    await turn.say(
        reader, draft, key=f"topic-card:{question.id}:{place.key}", role="card", question_id=question.id,
        message_id=spoken[0].id if spoken else None, attachments=tuple(card.enclosed(f) for f in files),
    )  # fmt: skip


async def tell(
    turn: Turn, question: Question, drawn: Drawn, *, role: str = "notice", message_id: int | None = None,
    but: Place | None = None,
) -> None:  # fmt: skip
    """Tells in a question's topics what happened elsewhere; `but`: it happened there, and everybody saw it."""
    begun = await begin(turn, question)  # its card says what there is to say
    files = await thread.enclosed_with(turn.tx, [message_id]) if message_id else []
    for chat, place in (await groups.places_of(turn.tx, question.id)).items():
        group = await groups.get(turn.tx, chat)
        if place and group and chat != begun and place != but:
            reader = everybody(place, group.locale)
            await turn.say(
                reader, drawn(turn.words(reader)), role=role, question_id=question.id, message_id=message_id,
                attachments=tuple(card.enclosed(f) for f in files),
            )  # fmt: skip


async def handed(turn: Turn, question: Question, name: str) -> None:
    """Tells who has it from now on. A group of the ministry that it has left hears nothing more of it."""
    await tell(turn, question, lambda theirs: Draft(theirs("group-handed", code=question.code, name=name)))
    for chat, place in (await groups.places_of(turn.tx, question.id)).items():
        group = await groups.get(turn.tx, chat)
        if group and group.ministry != question.ministry:
            if place and place.topic:
                await turn.put(place, Topic(Act.CLOSE), question_id=question.id)
            await groups.forget_topic(turn.tx, question.id, chat)


async def end(turn: Turn, question: Question) -> None:
    """Closes a question's topics: what has to be said there was said."""
    await _act(turn, question, _closing(question))


async def resume(turn: Turn, question: Question) -> None:
    """Opens them again."""
    await _act(turn, question, Topic(Act.REOPEN))


def _closing(question: Question) -> Topic:
    """Of a question that was taken back the name says no more than its code."""
    return Topic(Act.CLOSE, question.code if question.state == State.RECALLED else "")


async def _act(turn: Turn, question: Question, act: Topic) -> None:
    for place in (await groups.places_of(turn.tx, question.id)).values():
        if place and place.topic:
            await turn.put(place, act, question_id=question.id)


def _name(question: Question) -> str:
    """The code and how the question begins, without what points at one citizen: it is shown in a list to all."""
    begins = masked(" ".join(question.text.split()), lambda kind: "…").text
    name = f"{question.code} {begins}".strip()
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def linked_to(turn: Turn, group: Group) -> str:
    """The province of a linked group, by its name."""
    found = turn.ctx.places.get(group.province or "")
    return found.full_name if found else group.province or "?"

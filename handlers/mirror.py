"""What somebody said stands in other chats, too: there it is edited, or taken out, when he edits or recalls it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace

from handlers.context import Turn
from handlers.outgoing import Edit, Message, Nothing, Part, Recall, beginning, from_json, to_json
from handlers.wording import words
from storage import copies, groups, persons, questions, seats
from storage.copies import Copy
from storage.persons import Person
from storage.place import Place
from storage.thread import Enclosed, Kind, Spoken

Says = Callable[[str], str]
"""What is to stand there, by the language of whoever reads it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """From which phones a message was taken."""

    gone: list[tuple[Copy, Person]] = field(default_factory=list)
    """Nothing else stood with it."""
    rest_stays: list[tuple[Copy, Person]] = field(default_factory=list)
    """The rest stands there, and nothing rang when this was taken out of it."""


async def edited(turn: Turn, said: Spoken, text: str) -> list[tuple[Copy, Person]]:
    """Shows what a message says now wherever it is shown; where, and who reads there."""
    shown = []
    may_read = await _readers(turn, said)
    for copy, message in await _showing(turn, said):
        if not await may_read(copy.place) or not _says(message, said):
            continue  # a quote stays what was said then
        reader = await _reader(turn, copy.place)
        await _change(turn, copy, rewritten(message, _of(said), text or words(reader.locale)("card-no-text")))
        shown.append((copy, reader))
    return shown


async def recalled(turn: Turn, said: Spoken, enclosed: Collection[Enclosed], *, goes_on: bool) -> Taken:
    """Takes a message out wherever it is shown; from whose phones.

    A card stays as long as its question `goes_on`. What was not sent yet never is.
    """
    taken = Taken()
    may_read = await _readers(turn, said)
    for copy, message in await _showing(turn, said):
        reader = await _reader(turn, copy.place)
        w = words(reader.locale)
        if not await may_read(copy.place):  # it is taken from him, and he is told nothing
            await _take_back(turn, copy, w("recall-gone"))
            continue
        rest = _unquoted(rewritten(message, _of(said), w("card-recalled")), said)
        if message.quoted != rest.quoted and rest == _unquoted(message, said) and reader.id == said.author_id:
            await copies.rewrite(turn.tx, copy, to_json(rest))  # he knows what he said; nobody else is to read it
            continue
        files = tuple(a for a in message.attachments if (a.channel, a.reference) not in _handles(enclosed))
        if not (_shows_others(message, said) or (goes_on and copy.role == "card")):
            if await _take_back(turn, copy, w("recall-gone")):
                taken.gone.append((copy, reader))
        elif files == message.attachments:
            await _change(turn, copy, rest)
            if copy.perhaps_seen and _says(message, said) and _in_place(turn, copy):
                taken.rest_stays.append((copy, reader))
        else:  # files are messages of their own: what is left is said anew
            if await _take_back(turn, copy, w("recall-gone")):
                taken.rest_stays.append((replace(copy, remote_id=None), reader))
            await turn.mirror(copy, replace(rest, attachments=files, quote=None))
    return taken


async def unpressable(turn: Turn, copy: Copy) -> None:
    """Takes the buttons away from under a message, where it need not be said anew for that."""
    message = from_json(copy.content)
    if isinstance(message, Message) and message.rows and _in_place(turn, copy):
        await _change(turn, copy, replace(message, rows=()))


def rewritten(message: Message, of: Collection[int | None], text: str) -> Message:
    """The message with another text where these messages of the thread stand in it. Emphasis and buttons stay."""
    for index, part in enumerate(message.parts):
        if part.message in of:
            message = _replaced(message, index, beginning(text, part.most) if part.most else text)
    return message


def _replaced(message: Message, index: int, new: str) -> Message:
    part = message.parts[index]
    end, grown = part.start + part.length, len(new) - part.length
    spans = []
    for span in message.spans:
        if span.start >= end:
            spans.append(replace(span, start=span.start + grown))
        elif span.start <= part.start and span.start + span.length >= end:
            spans.append(replace(span, length=span.length + grown))  # a sentence in which its beginning is quoted
        else:
            spans.append(span)
    parts = [replace(other, start=other.start + grown) if other.start >= end else other for other in message.parts]
    parts[index] = Part(part.message, part.start, len(new), part.most)
    text = message.text[: part.start] + new + message.text[end:]
    return replace(message, text=text, spans=tuple(spans), parts=tuple(parts))


def _of(said: Spoken) -> tuple[int | None, ...]:
    return (said.id, None) if said.kind == Kind.ASKED else (said.id,)


def _unquoted(message: Message, said: Spoken) -> Message:
    return replace(message, quoted=None) if message.quoted and message.quoted.message == said.id else message


def _says(message: Message, said: Spoken) -> bool:
    return any(part.message in _of(said) for part in message.parts)


def _shows_others(message: Message, said: Spoken) -> bool:
    return any(part.message not in _of(said) and not part.most for part in message.parts)


def _handles(enclosed: Collection[Enclosed]) -> set[tuple[str, str]]:
    return {(each.channel, each.reference) for each in enclosed}


async def _readers(turn: Turn, said: Spoken) -> Callable[[Place], Awaitable[bool]]:
    """Says of a place whether whoever reads there has to do with the question still: an account may have become a
    stranger's, a group somebody else's.
    """
    question = await questions.get(turn.tx, said.question_id)
    talked_over = set((await groups.places_of(turn.tx, question.id)).values())

    async def may_read(place: Place) -> bool:
        reader = (await _reader(turn, place)).id
        if place in talked_over or reader == question.asker_id:
            return True
        return bool(reader and await seats.of_person(turn.tx, reader))

    return may_read


async def _showing(turn: Turn, said: Spoken) -> list[tuple[Copy, Message]]:
    found = []
    for copy in await copies.of(turn.tx, said.question_id):
        message = from_json(copy.content)
        if not isinstance(message, Message):
            continue
        quotes = message.quoted is not None and message.quoted.message == said.id
        if quotes or _says(message, said):
            found.append((copy, message))
    return found


def _in_place(turn: Turn, copy: Copy) -> bool:
    return copy.place.channel not in turn.ctx.policy.said_anew


async def _change(turn: Turn, copy: Copy, message: Message) -> None:
    if await copies.rewrite(turn.tx, copy, to_json(message)):
        await turn.mirror(copy, Edit(copy.id, message))


async def _take_back(turn: Turn, copy: Copy, instead: str) -> bool:
    """Whether it may be on somebody's phone."""
    if not await copies.take_back(turn.tx, copy, to_json(Nothing())):
        return False
    await turn.put(copy.place, Recall(copy.id, instead))
    return True


async def _reader(turn: Turn, place: Place) -> Person:
    known = await persons.of_account(turn.tx, place.channel, place.chat)
    return Person(known.id if known else 0, known.name if known else "", known.locale if known else "vi", place, True)

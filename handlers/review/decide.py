"""A reviewer decides: the entry is published, its question goes to another one, or it is rejected with a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from faq.entry import Entry, Status, hold_on
from handlers import access
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Style
from handlers.overtaken import Overtaken
from handlers.review import card, elsewhere
from handlers.review.let_go import lay_aside
from handlers.review.mask import left_in
from handlers.show import nothing_there
from storage import audit, persons
from storage.bank import entries, given, history, law, reviews
from storage.bank.history import Author
from storage.bank.reviews import Kind, Review, State
from storage.bank.version import lock

_QUICK = ("review-reason-once", "review-reason-wrong", "review-reason-there")
LONGEST_REASON = 500
_ANY_VERSION = 1 << 30
_TOLD = {"answer", "question", "legal_basis", "valid_from", "valid_to", "provinces"}
"""Whoever was given an entry may have to be told when one of these is changed."""


async def accept(ctx: Context, heard: Heard) -> Effect:
    """The entry says from now on what is proposed."""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None:
            return
        await lock(turn.tx)
        entry = await card.proposed(turn, review)
        if entry is None:
            await _end(turn, heard, review, State.REJECTED)
            await _done(turn, heard, review, "review-closed")
            return
        laws = [change.id for change in await law.binding(turn.tx, entry.id, ctx.clock.today())]
        others = await elsewhere.kept_still(turn, review)
        news = _news(heard, entry, laws, others)
        if card.lacks(entry) or news:
            if news:
                await turn.say(heard.who, turn.words(heard.who)(news))
            await card.show(turn, heard.who, review)
            return
        if left_in(entry) and not heard.args.get("masked_too"):
            await _ask_about_masked(turn, heard, review, left_in(entry))
            return
        await _end(turn, heard, review, State.ACCEPTED)
        if review.kind is Kind.WORDING:  # what it answers was not looked at: it is let go by nothing of this
            stored = await _publish(turn, heard, review, entry, ())
        else:
            stored = await _publish(turn, heard, review, _checked(turn, entry), laws)
            for other in others:
                if other.kind is Kind.LAW:
                    await lay_aside(turn, other, heard.who.id)
        await _tell_author(turn, heard, review, "review-author-accepted", question=entry.question)
        await _accepted(turn, heard, review, stored)

    return effect


async def _accepted(turn: Turn, heard: Heard, review: Review, stored: Entry) -> None:
    """He is told from when on it is used."""
    rows, today = await _retelling(turn, heard, review, stored), turn.ctx.clock.today()
    if stored.valid_from and stored.valid_from > today:
        day = turn.words(heard.who).day(stored.valid_from, turn.now)
        await _done(turn, heard, review, "review-accepted-later", *rows, day=day)
    else:
        key = "review-accepted-held" if hold_on(stored, today) else "review-accepted"
        await _done(turn, heard, review, key, *rows)


def _news(heard: Heard, entry: Entry, laws: list[int], others: Collection[Review]) -> str:
    """What has changed since he saw the card: the sentence that says so; empty where nothing has."""
    if entry.version != heard.args.get("version", 0):
        return "review-was-edited"
    if elsewhere.marks(others) != heard.args.get("elsewhere", []):
        return "review-elsewhere-new"
    return "review-hold-changed" if laws != heard.args.get("laws", []) else ""


async def _ask_about_masked(turn: Turn, heard: Heard, review: Review, left: list[str]) -> None:
    """What was masked would be read by everybody as it stands: he writes it anew, or knows what he does."""
    w = turn.words(heard.who)
    edit = Choice(w("review-edit"), "review_edit", {"review": review.id, "revision": review.revision}, Style.PRIMARY)
    still = Choice(w("review-accept-masked"), "review_accept", {**heard.args, "masked_too": True})
    await turn.say(heard.who, w("review-masked-left", number=review.id, masked=", ".join(left)), (edit,), (still,))


async def merge(ctx: Context, heard: Heard) -> Effect:
    """It is asked there already: the question becomes another way to ask that."""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None:
            return
        await lock(turn.tx)
        entry, into = await card.proposed(turn, review), await entries.get(turn.tx, str(heard.args["into"]))
        if entry is None or into is None or access.reviewing(heard.seats, into.ministry) is None:
            await nothing_there(turn, heard)
            return
        said = tuple(dict.fromkeys([*into.phrasings, entry.question, *entry.phrasings]))
        merged = replace(into, phrasings=tuple(text for text in said if text != into.question))
        if card.unsound_parts(merged):
            await turn.say(heard.who, turn.words(heard.who)("review-lacks-sound"))
            return
        await _end(turn, heard, review, State.MERGED)
        await _publish(turn, heard, review, merged, ())
        await _tell_author(turn, heard, review, "review-author-merged", question=into.question)
        await _done(turn, heard, review, "review-merged")

    return effect


async def begin_reject(ctx: Context, heard: Heard) -> Effect:
    """The button: why? One tap is enough for what is said most often."""

    async def effect(turn: Turn) -> None:
        review = await open_review(turn, heard)
        if review is None:
            return
        w, args = turn.words(heard.who), {"review": review.id, "revision": review.revision}
        await turn.expect(heard.place, "review_reject", **args, elsewhere=heard.args.get("elsewhere", []))
        if review.entry_id and review.kind is not Kind.WORDING:
            people = len(await given.untold(turn.tx, review.entry_id, _ANY_VERSION))
            await turn.say(heard.who, Draft().line(w("review-why-remove", count=people)).italic(w("review-way-out")))
            return
        reasons = [(Choice(w(key), "review_reject_now", {**args, "reason": w(key)}),) for key in _QUICK]
        await turn.say(heard.who, Draft().line(w("review-why-reject")).italic(w("review-way-out")), *reasons)

    return effect


async def reject(ctx: Context, heard: Heard) -> Effect:
    """It does not come into the bank, or leaves it; whoever proposed it is told why."""
    reason = str(heard.args.get("reason") or heard.text)[:LONGEST_REASON].strip()

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        review = await open_review(turn, heard)
        if review is None:
            return
        removes = review.entry_id is not None and review.kind is not Kind.WORDING
        if removes:
            await lock(turn.tx)  # first, as in `accept`: two would wait for each other's reviews
        others = await elsewhere.kept_still(turn, review) if removes else []
        if elsewhere.marks(others) != heard.args.get("elsewhere", []) and removes:
            await turn.say(heard.who, turn.words(heard.who)("review-elsewhere-new"))
            await card.show(turn, heard.who, review)
            return
        if not reason:
            await turn.expect(heard.place, "review_reject", **{**heard.args, "reason": ""})
            await turn.say(heard.who, turn.words(heard.who)("review-reason-needed"))
            return
        await _end(turn, heard, review, State.REJECTED, reason)
        await _tell_author(turn, heard, review, "review-author-rejected", reason=reason)
        if review.entry_id and removes:
            count = await _take_out(turn, heard, review.entry_id, reason)
            for other in others:
                if not other.edited:  # what somebody wrote is still there to be read
                    await reviews.decide(turn.tx, other, State.REJECTED, heard.who.id, turn.now)
            await _done(turn, heard, review, "review-removed", count=count)
            return
        await _done(turn, heard, review, "review-rejected")

    return effect


async def retell(ctx: Context, heard: Heard) -> Effect:
    """Whoever was given the old answer is told the new one."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        entry = await entries.get(turn.tx, str(heard.args["entry"]))
        if entry is None or access.reviewing(heard.seats, entry.ministry) is None:
            await nothing_there(turn, heard)
            return
        await given.retell(turn.tx, entry.id, entry.version, turn.now)
        await turn.say(heard.who, turn.words(heard.who)("review-retelling"))

    return effect


async def open_review(turn: Turn, heard: Heard) -> Review | None:
    """The review meant, if it is open, this person may review it, and has seen what it proposes now.

    Else he hears what is true: who decided it, or how it reads by now.
    """
    await turn.toast(heard)
    review = await reviews.get(turn.tx, int(heard.args["review"]))
    if review is None or access.reviewing(heard.seats, review.ministry) is None:
        await nothing_there(turn, heard)
        return None
    w = turn.words(heard.who)
    if review.state is not State.OPEN:
        decided = w.time(review.decided_at or turn.now, turn.now)
        name = review.decided_by_name or ("" if review.state is State.ENDED else "?")
        said = w(f"review-was-{review.state}", number=review.id, name=name, time=decided)
        there = await elsewhere.written(turn, review)
        await turn.say(heard.who, said, *elsewhere.ways(w, there), *await next_one(turn, heard))
        return None
    if heard.args.get("revision", review.revision) != review.revision:
        await turn.say(heard.who, w("review-was-edited"))
        await card.show(turn, heard.who, review)
        return None
    return review


async def next_one(turn: Turn, heard: Heard) -> tuple[tuple[Choice, ...], ...]:
    """The button to what else waits, where something does."""
    ministries = [seat.ministry for seat in heard.seats if seat.ministry and access.reviewing([seat], seat.ministry)]
    count = await reviews.count_waiting(turn.tx, ministries)
    label = turn.words(heard.who)("review-next", count=count)
    return ((Choice(label, "review_next", {}, Style.PRIMARY),),) if count else ()


async def _end(turn: Turn, heard: Heard, review: Review, state: State, reason: str | None = None) -> None:
    if not await reviews.decide(turn.tx, review, state, heard.who.id, turn.now, reason):
        raise Overtaken
    await audit.note(turn.tx, turn.now, heard.who.id, f"review_{state}", f"review:{review.id}")


def _checked(turn: Turn, entry: Entry) -> Entry:
    """The entry as one that was checked today."""
    status = Status.CURRENT if entry.status is Status.CHECK else entry.status
    return replace(entry, status=status, reviewed=True, checked_on=turn.ctx.clock.today())


async def _publish(turn: Turn, heard: Heard, review: Review, entry: Entry, seen: Collection[int]) -> Entry:
    """Puts the entry in, by one who has `seen` these changes of the law; it as it is kept now."""
    if review.entry_id is None and review.state is State.OPEN and entry.id == card.new_id(review):
        entry = replace(entry, id=await _free_id(turn, entry.id))
    await entries.store(turn.tx, [entry], turn.now, Author(heard.who.id, f"{review.kind} {review.id}"), seen)
    kept = await entries.get(turn.tx, entry.id)
    if kept is None:
        raise LookupError(f"entry {entry.id} was stored and is not there")
    return kept


async def _free_id(turn: Turn, wanted: str) -> str:
    """An id that no entry has or ever had: an imported bank may come from where ids are made like ours."""
    number, free = 1, wanted
    while await history.latest(turn.tx, [free]):
        number += 1
        free = f"{wanted}-{number}"
    return free


async def _take_out(turn: Turn, heard: Heard, entry_id: str, reason: str) -> int:
    """The entry leaves the bank; whoever was given its answer is told that it is not used any more: how many."""
    people = 0
    if await entries.remove(turn.tx, [entry_id], turn.now, Author(heard.who.id, reason)):
        last = await history.latest(turn.tx, [entry_id])
        people = len(await given.untold(turn.tx, entry_id, last[entry_id]))
        await given.retell(turn.tx, entry_id, last[entry_id], turn.now)
    return people


async def _retelling(turn: Turn, heard: Heard, review: Review, entry: Entry) -> tuple[tuple[Choice, ...], ...]:
    """Tells of a new answer after a change of the law; after another edit it is the reviewer's choice."""
    if not _TOLD & review.changes.keys() or review.entry_id is None:
        return ()
    people = len(await given.untold(turn.tx, entry.id, entry.version))
    if people and review.kind is Kind.LAW:
        await given.retell(turn.tx, entry.id, entry.version, turn.now)
    elif people:
        label = turn.words(heard.who)("review-retell", count=people)
        return ((Choice(label, "review_retell", {"entry": entry.id}),),)
    return ()


async def _tell_author(turn: Turn, heard: Heard, review: Review, key: str, **args: str) -> None:
    author = await persons.get(turn.tx, review.author_id) if review.author_id else None
    if author and author.id != heard.who.id and review.kind is Kind.DRAFT:
        await turn.say(author, turn.words(author)(key, **args), key=f"reviewed:{review.id}")


async def _done(
    turn: Turn, heard: Heard, review: Review, key: str, *rows: tuple[Choice, ...], **args: object
) -> None:
    text = turn.words(heard.who)(key, number=review.id, **args)
    await turn.say(heard.who, text, *rows, *await next_one(turn, heard))

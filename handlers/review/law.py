"""A text is amended, suspended or lapses: what cites it is held back from that day on, and put under review then."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from faq.citation import Citation, citations
from faq.entry import Effect as LawEffect
from faq.entry import Hold
from handlers.clock import VIETNAM
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Style
from handlers.review.card import told_law
from handlers.review.desk import ministries
from handlers.review.typed import Unreadable, read_day
from handlers.show import nothing_there
from handlers.wording import Words
from storage import audit
from storage.bank import entries, law

MOST_SHOWN = 5
LONGEST_TEXT = 300
LONG_AGO = timedelta(days=366)
"""What lies further back is asked about: it may be a slip of the year."""
_DAYS = re.compile(r"(?<![\d/])(?:\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{1,2}-\d{1,2})(?![\d/])")
# `Nghị quyết 30/2026/NQ-CP ngày 15/11/2026`: when a document was signed is not when it takes effect.
_OF_DOCUMENT = re.compile(r"(\d/[A-ZĐ][\w-]*)\s+ngày\s+\d{1,2}/\d{1,2}/\d{4}", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:đến|hết|den|het|until)\b", re.IGNORECASE)
_AROUND = re.compile(r"\b(?:từ|ngày|đến|hết|theo|kể|tu|ngay|den|het|from|until|by)\b", re.IGNORECASE)


async def begin(ctx: Context, heard: Heard) -> Effect:
    """Which text, and which article of it?"""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        if not ministries(heard):
            await nothing_there(turn, heard)
            return
        await turn.expect(heard.place, "law_place")
        w = turn.words(heard.who)
        await turn.say(heard.who, Draft().line(w("law-write-place")).italic(w("review-way-out")))

    return effect


async def place_written(ctx: Context, heard: Heard) -> Effect:
    """The text is named: what happens to it?"""
    places = citations([heard.text])

    async def effect(turn: Turn) -> None:
        w = turn.words(heard.who)
        if len(places) != 1:
            await turn.expect(heard.place, "law_place")
            await turn.say(heard.who, w("law-bad-place" if not places else "law-one-place"))
            return
        await turn.expect(heard.place, None)
        count = len(await law.citing(turn.tx, places[0]))
        args = {"document": places[0].document, "article": places[0].article, "clause": places[0].clause}
        rows = [(Choice(w(f"law-{effect}"), "law_effect", {**args, "effect": effect.value}),) for effect in LawEffect]
        await turn.say(heard.who, w("law-which-effect", place=str(places[0]), count=count), *rows)

    return effect


async def effect_chosen(ctx: Context, heard: Heard) -> Effect:
    """What happens is known: from when, and by which text?"""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        if not ministries(heard):
            await nothing_there(turn, heard)
            return
        await turn.expect(heard.place, "law_since", **heard.args)
        suspended = heard.args["effect"] == LawEffect.SUSPENDED
        w = turn.words(heard.who)
        asked = w("law-write-until" if suspended else "law-write-since")
        await turn.say(heard.who, Draft().line(asked).italic(w("review-way-out")))

    return effect


async def since_written(ctx: Context, heard: Heard) -> Effect:
    """All is known: what it would hold back is shown before anything is."""
    try:
        hold, wrong = _read_hold(LawEffect(heard.args["effect"]), heard.text), None
    except Unreadable as error:
        hold, wrong = None, error

    async def effect(turn: Turn) -> None:
        w = turn.words(heard.who)
        if hold is None:
            await turn.expect(heard.place, "law_since", **heard.args)
            await turn.say(heard.who, w(wrong.key if wrong else "review-bad-day"))
            return
        await turn.expect(heard.place, None)
        place = _place(heard.args)
        found = await entries.named(turn.tx, await law.citing(turn.tx, place))
        draft = Draft().bold(_told(w, place, hold, turn.now)).line(w("law-would-hold", count=len(found)))
        for entry in list(found.values())[:MOST_SHOWN]:
            draft.line(f"– {entry.question}")
        if len(found) > MOST_SHOWN:
            draft.line(w("review-and-more", count=len(found) - MOST_SHOWN))
        draft.line().line(w("law-confirm-how"))
        until = hold.until.isoformat() if hold.until else None
        args = {**heard.args, "since": hold.since.isoformat(), "until": until, "text": hold.text}
        await turn.say(heard.who, draft, (Choice(w("law-confirm"), "law_note", args, Style.PRIMARY),))

    return effect


async def note(ctx: Context, heard: Heard) -> Effect:
    """Confirmed."""
    a, today = heard.args, ctx.clock.today()
    until = date.fromisoformat(a["until"]) if a["until"] else None
    hold = Hold(LawEffect(a["effect"]), date.fromisoformat(a["since"]), str(a["text"]), until)

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        if not ministries(heard):
            await nothing_there(turn, heard)
            return
        if hold.since < today - LONG_AGO and not a.get("sure"):
            await _ask_about_year(turn, heard, hold)
            return
        place, begins = _place(a), datetime.combine(hold.since, time.min, VIETNAM)
        change_id, held = await law.note(turn.tx, place, hold, heard.who.id, max(begins, turn.now), turn.now)
        await audit.note(turn.tx, turn.now, heard.who.id, "law", str(place)[:64], {"held": len(held)})
        back = Choice(w("law-withdraw"), "law_withdraw", {"change": change_id}, Style.DANGER)
        if held and hold.binds(today):
            await turn.say(heard.who, w("law-noted-now", count=len(held)), (back,))
        else:
            count = len(held) if hold.since > today else 0  # of what is over nothing is held
            await turn.say(heard.who, w("law-noted", count=count, since=w.day(hold.since, turn.now)), (back,))

    return effect


async def _ask_about_year(turn: Turn, heard: Heard, hold: Hold) -> None:
    """In January people still write the year before."""
    w = turn.words(heard.who)
    sure = Choice(w("law-long-past-sure"), "law_note", {**heard.args, "sure": True})
    again = Choice(w("law-long-past-again"), "law_effect", heard.args)
    since = w.day(hold.since, turn.now)
    await turn.say(heard.who, w("law-long-past", since=since[:1].upper() + since[1:]), (sure,), (again,))


def _place(args: Any) -> Citation:
    return Citation(str(args["document"]), str(args["article"]), str(args["clause"]))


def _told(w: Words, place: Citation, hold: Hold, now: datetime) -> str:
    return told_law(w, place, hold, now)


def _read_hold(effect: LawEffect, text: str) -> Hold:
    text = _OF_DOCUMENT.sub(r"\1", text)
    days = [read_day(day) for day in _DAYS.findall(text)]
    if not days or len(days) > (2 if effect is LawEffect.SUSPENDED else 1):
        raise Unreadable("law-bad-since")
    if len(days) == 2 and not _UNTIL.search(text):
        raise Unreadable("law-bad-since")
    until = days[1] if len(days) == 2 else None
    if until and until < days[0]:
        raise Unreadable("law-bad-until")
    rest = _DAYS.sub(" ", text)
    by = citations([rest])
    named = str(by[0]) if by else " ".join(_AROUND.sub(" ", rest).split()).strip(" ,.;:")
    if not named:
        raise Unreadable("law-bad-text")
    return Hold(effect, days[0], named[:LONGEST_TEXT], until)

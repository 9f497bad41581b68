"""`/lich`: the working calendar of a ministry: days off, days made up, offices shut; changed by a line and a tap."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from faq.text import folded
from handlers.clock import VIETNAM
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.deadlines import rules_of
from handlers.outgoing import Draft, Style
from handlers.people.naming import place_name
from handlers.rules import deadline, policies, policy
from handlers.rules.calendar import Calendar, Closure, Reason
from handlers.wording import Words
from storage import audit, rulings
from storage.seats import Role, Seat

SHOWN = timedelta(days=60)
LONGEST_WHY = 100
FURTHEST = timedelta(days=730)
_DAY = r"([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}))?"
_TYPED = re.compile(
    rf"([^\W\d]+(?:\s[^\W\d]+)?)\s+{_DAY}(?:\s*(?:-|–|đến|to)\s*{_DAY})?(?:\s*[:,]?\s+(.*))?", re.DOTALL
)
_VERBS = {
    "off": ("nghi", "off"),
    "worked": ("lam", "lam bu", "work"),
    "shut": ("dong", "dong cua", "tam nghi", "closed"),
    "undo": ("bo", "xoa", "undo"),
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a calendar."""

    verb: str
    """`off`, `worked`, `shut` or `undo`."""
    first: date
    last: date
    why: str
    province: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As it travels with a button."""
        return {"verb": self.verb, "first": self.first.isoformat(), "last": self.last.isoformat(), "why": self.why,
                "province": self.province}  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Edit:
        """As it came back with a button."""
        first, last = date.fromisoformat(kept["first"]), date.fromisoformat(kept["last"])
        return cls(kept["verb"], first, last, kept["why"], kept["province"])


async def calendar(ctx: Context, heard: Heard) -> Effect:
    """The days to come; with a change behind the command, asks whether it is to be."""
    admins = [seat for seat in heard.seats if seat.role is Role.ADMIN and seat.ministry]
    typed = str(heard.args.get("rest", ""))
    edit = read(ctx, typed) if typed else None

    async def effect(turn: Turn) -> None:
        w = turn.words(heard.who)
        if not admins:
            await turn.say(heard.who, w("calendar-not-allowed"))
        elif typed and edit is None:
            await turn.say(heard.who, w("calendar-bad"))
        elif edit:
            rows = [(_button(turn, w, seat, edit, several=len(admins) > 1),) for seat in admins]
            await turn.say(heard.who, w("calendar-confirm"), *rows)
        else:
            for seat in admins:
                await turn.say(heard.who, await _shown(turn, w, seat), seat_id=seat.id)

    return effect


async def lay_down(ctx: Context, heard: Heard) -> Effect:
    """Confirmed: the calendar has it from now on, and open deadlines are computed anew."""
    by = next((seat for seat in heard.seats if seat.id == heard.args.get("seat") and seat.role is Role.ADMIN), None)

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        if by is None or by.ministry is None:
            await turn.say(heard.who, w("calendar-not-allowed"))
            return
        edit = Edit.from_json(heard.args["edit"])
        await rulings.in_turn(turn.tx, by.ministry)
        now_is = (await rules_of(turn, by.ministry)).calendar
        changed = with_edit(now_is, edit)
        if not _works(turn, changed):
            await turn.say(heard.who, w("calendar-never"))
            return
        if changed != now_is:
            says = policies.calendar_to_json(changed)
            await rulings.lay_down(
                turn.tx, by.ministry, rulings.Kind.CALENDAR, says, heard.who.id, edit.why, turn.now
            )
            await audit.note(turn.tx, turn.now, heard.who.id, "calendar", f"ministry:{by.ministry}", edit.to_json())
        done = Draft(w("calendar-done", what=_named(turn, w, edit))).line().take(await _shown(turn, w, by))
        await turn.say(heard.who, done, seat_id=by.id)

    return effect


def with_edit(found: Calendar, edit: Edit) -> Calendar:
    """A calendar with a change. What was laid down of a day before goes: the last word holds."""
    days = [edit.first + timedelta(days=n) for n in range((edit.last - edit.first).days + 1)]
    off = {day: name for day, name in found.off.items() if day not in days}
    worked = {day: name for day, name in found.worked.items() if day not in days}
    begins, ends = _midnight(edit.first), _midnight(edit.last + timedelta(days=1))
    match edit.verb:
        case "off":
            return replace(found, off=off | dict.fromkeys(days, edit.why), worked=worked)
        case "worked":
            return replace(found, off=off, worked=worked | dict.fromkeys(days, edit.why))
        case "shut":
            shut = Closure(begins, ends, edit.province, edit.why)
            return found if shut in found.closures else replace(found, closures=(*found.closures, shut))
        case _:
            left = tuple(c for c in found.closures if c.ends <= begins or ends <= c.begins)
            return replace(found, off=off, worked=worked, closures=left)


def read(ctx: Context, typed: str) -> Edit | None:
    """`nghỉ 24/11 lý do`, `làm 28/11`, `đóng 05/10-07/10 Lạng Sơn: bão số 12`, `bỏ 24/11`; None for anything else."""
    found = _TYPED.fullmatch(typed.strip())
    verb = next((v for v, names in _VERBS.items() if folded(found[1]) in names), None) if found else None
    if found is None or verb is None:
        return None
    today, why = ctx.clock.today(), " ".join((found[8] or "").split())
    first = _day(found[2], found[3], found[4], today)
    last = _day(found[5], found[6], found[7], first or today) if found[5] else first
    if first is None or last is None or last < first or last - first > timedelta(days=31) or len(why) > LONGEST_WHY:
        return None
    province = None
    if verb == "shut" and why:
        before, colon, after = why.partition(":")
        place = ctx.places.find_province(before).exact
        if place is None and colon:
            return None  # a province was meant, and which is not clear
        if place:
            province, why = place.code, after.strip()
    return Edit(verb, first, last, why, province)


def _day(day: str, month: str, year: str | None, near: date) -> date | None:
    """A day; without its year the one nearest to `near`, or after it."""
    try:
        typed = date(int(year or near.year), int(month), int(day))
        if not year and typed < near - timedelta(days=180):
            typed = date(near.year + 1, int(month), int(day))
    except ValueError:
        return None
    return typed if abs(typed - near) <= FURTHEST else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _works(turn: Turn, found: Calendar) -> bool:
    """Whether by this calendar anything is ever due."""
    try:
        deadline.compute(turn.now, policy.read("working:60d"), found)
    except deadline.NeverDueError:
        return False
    return True


def _button(turn: Turn, w: Words, seat: Seat, edit: Edit, *, several: bool) -> Choice:
    label = w("calendar-button", what=_named(turn, w, edit))
    args = {"seat": seat.id, "edit": edit.to_json()}
    return Choice(f"{seat.ministry} · {label}" if several else label, "calendar_set", args, Style.PRIMARY)


def _named(turn: Turn, w: Words, edit: Edit) -> str:
    days = w.day(edit.first, turn.now)
    if edit.last != edit.first:
        days = f"{days} – {w.day(edit.last, turn.now)}"
    where = place_name(turn.ctx.places, edit.province) if edit.province else ""
    return w(f"calendar-edit-{edit.verb}", days=days, where=where, why=edit.why)


async def _shown(turn: Turn, w: Words, seat: Seat) -> Draft:
    """Hours and days to come, as far as they are not like any other week's."""
    found = (await rules_of(turn, seat.ministry or "")).calendar
    draft = Draft().bold(w("calendar-title", ministry=w.ministry(seat.ministry or "")))
    sessions = ", ".join(f"{s.begins:%H:%M}–{s.ends:%H:%M}" for s in found.sessions)
    draft.line(w("calendar-hours", sessions=sessions, days=", ".join(w.weekday(n) for n in sorted(found.weekdays))))
    day, until = turn.ctx.clock.today(), turn.ctx.clock.today() + SHOWN
    while day <= until:
        span = next((s for s in found.layout(day, None) if s.reason in (Reason.HOLIDAY, Reason.MADE_UP)), None)
        if span:
            own = day in found.off or day in found.worked
            key = "calendar-day-off" if span.reason is Reason.HOLIDAY else "calendar-day-worked"
            draft.line(w(key, day=w.day(day, turn.now), name=span.name, own="yes" if own else "no"))
        day += timedelta(days=1)
    for closure in found.closures:
        if closure.ends > turn.now:
            where = place_name(turn.ctx.places, closure.province) if closure.province else ""
            since, until_then = w.time(closure.begins, turn.now), w.time(closure.ends, turn.now)
            draft.line(w("calendar-shut", since=since, until=until_then, where=where, why=closure.name))
    return draft.line().line(w("calendar-how"))

"""`/hantraloi`: within how long a ministry's people answer. What is open is computed anew, and told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from faq.fields import catalogue
from faq.text import folded
from handlers import timeline
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.deadlines import rules_of
from handlers.outgoing import Draft, Style
from handlers.rules import policies, policy
from handlers.rules.ladder import spoken_of
from handlers.rules.policies import Policies, Within
from handlers.rules.policy import Measure, Policy
from handlers.wording import Words
from storage import audit, rulings
from storage.seats import Role, Seat

MOST = {Measure.CLOCK_HOURS: 720, Measure.WORKING_HOURS: 240, Measure.WORKING_DAYS: 60}
_TYPED = re.compile(r"([0-9]{1,4})\s*([^\W\d][^\d]{0,20})?")
_UNITS = {
    Measure.CLOCK_HOURS: ("", "gio", "tieng", "h", "hours", "hour"),
    Measure.WORKING_HOURS: ("gio lam viec", "gio hanh chinh", "working hours", "working hour"),
    Measure.WORKING_DAYS: ("ngay lam viec", "working days", "working day"),
}
_PARTS = {
    "answer": ("tra loi", "answer"),
    "resolution": ("giai quyet", "resolution"),
    "desk": ("dau moi", "cap tren", "desk"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be laid down: how long which part may take, for all fields or for one."""

    part: str
    """`answer`, `resolution` or `desk`."""
    field: str | None
    policy: Policy


async def deadline(ctx: Context, heard: Heard) -> Effect:
    """How it is now; with a time behind the command, asks whether that is to be."""
    admins = [seat for seat in heard.seats if seat.role is Role.ADMIN]
    typed = str(heard.args.get("rest", ""))

    async def tell(turn: Turn) -> None:
        words = turn.words(heard.who)
        if not admins:
            await turn.say(heard.who, words("deadline-not-allowed"))
            return
        wishes = {seat.id: read(typed, seat.ministry or "") for seat in admins} if typed else {}
        if typed and not any(wishes.values()):
            await turn.say(heard.who, words("deadline-bad"))
            return
        await _show(turn, heard, admins, wishes)

    return tell


async def lay_down(ctx: Context, heard: Heard) -> Effect:
    """Confirmed: it holds from now on, also for what is open."""
    by = next((seat for seat in heard.seats if seat.id == heard.args.get("seat") and seat.role is Role.ADMIN), None)

    async def change(turn: Turn) -> None:
        await turn.toast(heard)
        words = turn.words(heard.who)
        if by is None or by.ministry is None:
            await turn.say(heard.who, words("deadline-not-allowed"))
            return
        await rulings.in_turn(turn.tx, by.ministry)
        now_is = (await rules_of(turn, by.ministry)).policies
        if "quiet" in heard.args:
            changed, was = replace(now_is, quiet=bool(heard.args["quiet"])), None
        else:
            wish = Wish(heard.args["part"], heard.args["field"], policy.read(heard.args["to"]))
            changed, was = _with(now_is, wish), _of(now_is, wish)
            if str(was) not in (heard.args["was"], str(wish.policy)):
                # Another admin was faster: shown anew, nobody is overruled unawares.
                await _show(turn, heard, [by], {by.id: wish})
                return
        if changed != now_is:
            await rulings.lay_down(turn.tx, by.ministry, rulings.Kind.POLICY, policies.to_json(changed), heard.who.id,
                                   "", turn.now)  # fmt: skip
            detail = {key: heard.args[key] for key in heard.args if key != "seat"}
            await audit.note(turn.tx, turn.now, heard.who.id, "deadline", f"ministry:{by.ministry}", detail)
        done = Draft(words("deadline-done", ministry=words.ministry(by.ministry)))
        _lines(words, done, changed)
        await turn.say(heard.who, done)

    return change


def read(typed: str, ministry: str) -> Wish | None:
    """What somebody wants by `48`, `1 ngày làm việc`, `giải quyết: 5 ngày làm việc`, `điện: 8 giờ làm việc`."""
    before, colon, time = typed.rpartition(":")
    wanted = read_time(time if colon else typed)
    if wanted is None:
        return None
    if not colon:
        return Wish("answer", None, wanted)
    named = folded(before).strip()
    part = next((part for part, names in _PARTS.items() if named in names), None)
    if part:
        return Wish(part, None, wanted)
    fields = [
        field.code for field in catalogue().fields_of(ministry)
        if named in (field.code, folded(field.vi), folded(field.en))
    ]  # fmt: skip
    fields = fields or [f.code for f in catalogue().fields_of(ministry) if named and named in folded(f.vi)]
    return Wish("answer", fields[0], wanted) if len(fields) == 1 else None


def read_time(typed: str) -> Policy | None:
    """So many hours, working hours or working days; None for anything else."""
    found = _TYPED.fullmatch(typed.strip())
    unit = folded(found[2] or "").strip() if found else "?"
    measure = next((measure for measure, names in _UNITS.items() if unit in names), None)
    if found is None or measure is None or not 1 <= int(found[1]) <= MOST[measure]:
        return None
    return Policy(measure, int(found[1]))


def _of(found: Policies, wish: Wish) -> Policy | None:
    within = found.of(wish.field)
    return {"answer": within.answer, "resolution": within.resolution, "desk": within.desk}[wish.part]


def _with(found: Policies, wish: Wish) -> Policies:
    """The same with this laid down; what holds for one field leaves the others as they are."""
    if wish.field:
        own = replace(found.of(wish.field), answer=wish.policy)
        return replace(found, fields={**found.fields, wish.field: own})
    return replace(found, within=_changed(found.within, wish))


def _changed(within: Within, wish: Wish) -> Within:
    match wish.part:
        case "resolution":
            return replace(within, resolution=wish.policy)
        case "desk":
            return replace(within, desk=wish.policy)
        case _:
            return replace(within, answer=wish.policy)


async def _show(turn: Turn, heard: Heard, admins: list[Seat], wishes: dict[int, Wish | None]) -> None:
    words, draft = turn.words(heard.who), Draft()
    rows = []
    for seat in admins:
        now_is = (await rules_of(turn, seat.ministry or "")).policies
        draft.bold(words("deadline-of", ministry=words.ministry(seat.ministry or "")))
        _lines(words, draft, now_is)
        draft.line()
        if (wish := wishes.get(seat.id)) and _of(now_is, wish) != wish.policy:
            args = {"seat": seat.id, "part": wish.part, "field": wish.field, "to": str(wish.policy),
                    "was": str(_of(now_is, wish))}  # fmt: skip
            rows.append((Choice(_label(words, seat, wish), "deadline_set", args, Style.PRIMARY),))
    draft.line(words("deadline-confirm") if rows else words("deadline-how"))
    if not rows:
        rows = [(await _quiet(turn, words, seat),) for seat in admins]
        rows.append((Choice(words("ladder-button"), "ladder"),))
    await turn.say(heard.who, draft, *rows)


async def _quiet(turn: Turn, words: Words, seat: Seat) -> Choice:
    now_is = (await rules_of(turn, seat.ministry or "")).policies.quiet
    label = words("deadline-quiet-off" if now_is else "deadline-quiet-on")
    return Choice(label, "deadline_set", {"seat": seat.id, "quiet": not now_is})


def _label(words: Words, seat: Seat, wish: Wish) -> str:
    what = words.field(wish.field) if wish.field else words(f"deadline-part-{wish.part}")
    return f"{seat.ministry} · {what}: {timeline.policy(words, wish.policy)}"


def _lines(words: Words, draft: Draft, found: Policies) -> None:
    """What holds, a line each."""
    within = found.within
    for part, laid_down in (("answer", within.answer), ("resolution", within.resolution), ("desk", within.desk)):
        if laid_down:
            draft.line(f"• {words(f'deadline-part-{part}')}: {timeline.policy(words, laid_down)}")
    for code, own in sorted(found.fields.items()):
        draft.line(f"• {words.field(code)}: {timeline.policy(words, own.answer)}")
    steps = "; ".join(_step(words, spoken_of(step.name, step.tell), step.at) for step in found.ladder)
    draft.line(words("deadline-ladder", steps=steps))
    draft.line(words("deadline-waits", time=timeline.policy(words, found.waits)))
    draft.line(words("deadline-is-quiet" if found.quiet else "deadline-is-loud"))


def _step(words: Words, name: str, at: str) -> str:
    named = words(f"rung-{name if words.has(f'rung-{name}') else 'step'}", count=0)
    return f"{named} ({at})" if at != "0" else named

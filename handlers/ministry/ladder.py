"""`/canhbao`: what the clock says when and to whom, for how long it may stand; changed by a typed line and a tap."""

from __future__ import annotations

from handlers import timeline
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.deadlines import rules_of
from handlers.outgoing import Draft, Style
from handlers.rules import ladder_edit, policies
from handlers.rules.ladder import Step
from handlers.rules.ladder_edit import Bad, Edit
from handlers.rules.policies import Policies
from handlers.wording import Words
from storage import audit, rulings
from storage.seats import Role, Seat


async def ladder(ctx: Context, heard: Heard) -> Effect:
    """How it is now; with a change behind the command, asks whether that is to be."""
    admins = [seat for seat in heard.seats if seat.role is Role.ADMIN and seat.ministry]
    typed = str(heard.args.get("rest", ""))

    async def tell(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        if not admins:
            await turn.say(heard.who, w("ladder-not-allowed"))
            return
        for seat in admins if not typed else ():
            draft = await _shown(turn, w, seat)
            await turn.say(heard.who, draft.line().line(w("ladder-how")), seat_id=seat.id)
        if typed:
            await _asks(turn, heard, admins, typed)

    return tell


async def _asks(turn: Turn, heard: Heard, admins: list[Seat], typed: str) -> None:
    """Shows a change as it would be, with a button for each ministry of his; or what is wrong with it."""
    w, draft, rows = turn.words(heard.who), Draft(), list[tuple[Choice, ...]]()
    for seat in admins:
        now_is = (await rules_of(turn, seat.ministry or "")).policies
        try:
            edit = ladder_edit.read(typed, _in_order(now_is))
            changed = ladder_edit.with_edit(now_is, edit)
        except Bad as bad:
            await turn.say(heard.who, w(f"ladder-bad-{bad.reason}", value=bad.value) + "\n" + w("ladder-examples"))
            return
        if changed == now_is:
            continue
        draft.bold(w("ladder-would-be", ministry=w.ministry(seat.ministry or "")))
        _lines(w, draft, changed)
        draft.line()
        args = {"seat": seat.id, "edit": edit.to_json(), "was": _as_it_was(now_is)}
        label = f"{seat.ministry} · {named(w, edit)}" if len(admins) > 1 else named(w, edit)
        rows.append((Choice(label, "ladder_set", args, Style.PRIMARY),))
    if not rows:
        await turn.say(heard.who, w("ladder-is-so"))
        return
    await turn.say(heard.who, draft.line(w("ladder-confirm")), *rows)


async def lay_down(ctx: Context, heard: Heard) -> Effect:
    """Confirmed: it holds from now on, also for what is open."""
    by = next((seat for seat in heard.seats if seat.id == heard.args.get("seat") and seat.role is Role.ADMIN), None)

    async def change(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        if by is None or by.ministry is None:
            await turn.say(heard.who, w("ladder-not-allowed"))
            return
        await rulings.in_turn(turn.tx, by.ministry)
        now_is, edit = (await rules_of(turn, by.ministry)).policies, Edit.from_json(heard.args["edit"])
        try:
            changed = ladder_edit.with_edit(now_is, edit)
        except Bad as bad:
            await turn.say(heard.who, w(f"ladder-bad-{bad.reason}", value=bad.value))
            return
        if changed != now_is and heard.args["was"] != _as_it_was(now_is):
            # Another admin was faster: shown anew, nobody is overruled unawares.
            args = {**heard.args, "was": _as_it_was(now_is)}
            draft = (await _shown(turn, w, by)).line().line(w("ladder-other-was-faster"))
            await turn.say(heard.who, draft, (Choice(named(w, edit), "ladder_set", args, Style.PRIMARY),))
            return
        if changed != now_is:
            says = policies.to_json(changed)
            await rulings.lay_down(turn.tx, by.ministry, rulings.Kind.POLICY, says, heard.who.id, "", turn.now)
            await audit.note(turn.tx, turn.now, heard.who.id, "ladder", f"ministry:{by.ministry}", edit.to_json())
        done = Draft(w("ladder-done")).line().take(await _shown(turn, w, by))
        await turn.say(heard.who, done, seat_id=by.id)

    return change


async def _shown(turn: Turn, w: Words, seat: Seat) -> Draft:
    draft = Draft().bold(w("ladder-of", ministry=w.ministry(seat.ministry or "")))
    _lines(w, draft, (await rules_of(turn, seat.ministry or "")).policies)
    return draft


def _lines(w: Words, draft: Draft, found: Policies) -> None:
    """A line for each step, in order, then what goes for all."""
    for number, step in enumerate(_in_order(found), 1):
        draft.line(f"{number}. {w('ladder-step', when=when(w, step.at), whom=_whom(w, step))}")
    draft.line(w("ladder-repeats"))
    draft.line(w("deadline-waits", time=timeline.policy(w, found.waits)))
    draft.line(w("deadline-is-quiet" if found.quiet else "deadline-is-loud"))


def _in_order(found: Policies) -> list[Step]:
    return sorted(found.ladder, key=lambda step: ladder_edit.order(step.at))


def when(w: Words, at: str) -> str:
    """`trước hạn 25 %`, `đến hạn`, `quá hạn 1 ngày`."""
    if at == "0":
        return w("ladder-when-due")
    amount = int(at[1:-1])
    if at.startswith("-"):
        return w("ladder-when-before", amount=amount)
    return w("ladder-when-days" if at.endswith("d") else "ladder-when-after", amount=amount)


def _whom(w: Words, step: Step) -> str:
    return ", ".join(w(f"ladder-who-{who.value}") for who in step.tell)


def named(w: Words, edit: Edit) -> str:
    """A change as it is written on its button."""
    match edit.verb:
        case "set":
            whom = ", ".join(w(f"ladder-who-{who}") for who in edit.tell)
            return w("ladder-set", what=w("ladder-step", when=when(w, edit.at), whom=whom))
        case "drop":
            return w("ladder-drop", when=when(w, edit.at))
        case "waits":
            return w("ladder-set-waits", hours=edit.hours)
        case "quiet":
            return w("deadline-quiet-on" if edit.quiet else "deadline-quiet-off")
        case _:
            return w("ladder-standard")


def _as_it_was(found: Policies) -> str:
    steps = ";".join(f"{step.at}:{','.join(step.tell)}" for step in found.ladder)
    return f"{steps}|{found.waits}|{found.quiet}"

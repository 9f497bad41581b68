"""`/quytac`: a ministry's rules about where its questions go: listed, taken out, explained; by taps and by typing."""

from __future__ import annotations

from collections.abc import Sequence

from faq.fields import catalogue
from faq.match import FieldGuess, decide
from faq.text import folded
from handlers.cadre.opening import FIELD_IS_SURE
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.ministry import route_add, routes
from handlers.ministry.route_explained import told as explained
from handlers.ministry.route_words import Bad, admins_of, read_field, read_place, told
from handlers.outgoing import Draft, Style
from handlers.show import nothing_there
from storage import routes as kept
from storage.routes import Route
from storage.seats import Seat

PAGE = 10
_ADD, _DROP, _WHO = ("them", "add"), ("bo", "xoa", "drop", "remove"), ("ai", "vi sao", "who", "explain")


async def rules(ctx: Context, heard: Heard) -> Effect:
    """The rules, or what is typed behind the command."""
    admins, typed = admins_of(heard), " ".join(str(heard.args.get("rest", "")).split())
    first, _, rest = typed.partition(" ")
    if not admins:
        return _not_allowed(heard)
    if folded(first) in _ADD and rest:
        return await route_add.typed(ctx, heard, admins, rest)
    if folded(first) in _WHO and rest:
        return await _explaining(ctx, heard, admins, rest)
    if folded(first) in _DROP:
        return await rule(ctx, heard.having(route=_number(rest)))
    if typed and first.isdigit():
        return await rule(ctx, heard.having(route=_number(first)))
    shown = admins[:1] if heard.args.get("by") else admins
    return _listing(heard, shown, complaint=bool(typed) and folded(first) not in _ADD)


def _listing(heard: Heard, admins: Sequence[Seat], *, complaint: bool) -> Effect:
    async def tell(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        if complaint:
            await turn.say(heard.who, w("route-chat-bad") + "\n" + w("route-chat-how"))
            return
        for by in admins:
            await _list(turn, heard, by)

    return tell


async def _list(turn: Turn, heard: Heard, by: Seat) -> None:
    """A page of one ministry's rules."""
    w = turn.words(heard.who)
    found, skip = await kept.listed(turn.tx, by.ministry), int(heard.args.get("skip", 0))
    page = found[skip : skip + PAGE]
    draft = Draft().bold(w("route-chat-title", ministry=w.ministry(by.ministry or ""), count=len(found)))
    for each in page:
        draft.line(f"{each.id}: {await told(turn, w, await routes.told(turn.tx, each))}")
    rows = [(Choice(w("route-chat-add"), "route_add", {"by": by.id}, Style.PRIMARY),)]
    rows += [(Choice(w("route-chat-one", number=each.id), "route_show", {"route": each.id}),) for each in page]
    if len(found) > skip + PAGE:
        args = {"skip": skip + PAGE, "by": by.id}
        rows.append((Choice(w("queue-more", count=len(found) - skip - PAGE), "routes", args),))
    await turn.say(heard.who, draft.line().line(w("route-chat-how")), *rows, seat_id=by.id)


async def rule(ctx: Context, heard: Heard) -> Effect:
    """One rule, with a button that takes it out."""

    async def show(turn: Turn) -> None:
        await turn.toast(heard)
        w, (by, found) = turn.words(heard.who), await _own(turn, heard)
        if by is None or found is None:
            await turn.say(heard.who, w("route-chat-none") if by else w("route-not-allowed"))
            return
        line = await told(turn, w, await routes.told(turn.tx, found))
        text = w("route-chat-shown", number=found.id, line=line)
        drop = Choice(w("route-chat-drop", number=found.id), "route_drop", {"route": found.id}, Style.DANGER)
        again = (Choice(w("route-chat-all"), "routes", {"by": by.id}),)
        await turn.say(heard.who, text, (drop,), again, seat_id=by.id)

    return show


async def drop(ctx: Context, heard: Heard) -> Effect:
    """Takes a rule out of force; what somebody holds stays with him."""

    async def take(turn: Turn) -> None:
        await turn.toast(heard)
        w, (by, found) = turn.words(heard.who), await _own(turn, heard)
        if by is None or found is None or not await routes.remove(turn.tx, found.id, turn.now, heard.who.id):
            await (turn.say(heard.who, w("route-chat-none")) if by else nothing_there(turn, heard))
            return
        again = (Choice(w("route-chat-all"), "routes", {"by": by.id}),)
        await turn.say(heard.who, w("route-chat-dropped", number=found.id), again, seat_id=by.id)

    return take


async def _own(turn: Turn, heard: Heard) -> tuple[Seat | None, Route | None]:
    """The rule meant, if it is in force and of a ministry of his, and by which seat; else any seat of his."""
    wanted, admins = heard.args.get("route"), admins_of(heard)
    for by in admins:
        for each in await kept.listed(turn.tx, by.ministry):
            if each.id == wanted:
                return by, each
    return (admins[0] if admins else None), None


async def _explaining(ctx: Context, heard: Heard, admins: Sequence[Seat], typed: str) -> Effect:
    """Who gets a question of a field, or one that is typed, from a place; and why."""
    what, semicolon, where = typed.rpartition(";")
    guesses: tuple[FieldGuess, ...] = ()
    said = ""
    place: tuple[str | None, str | None] = (None, None)
    wrong = None if semicolon else Bad("parts")
    try:
        place = read_place(ctx.places, where)
    except Bad as bad:
        wrong = wrong or bad
    field = _field(what, admins)
    if not field and not wrong and what.strip():
        matches = await ctx.matches(what)
        guesses, said = tuple(ctx.bank.guess_field(matches)), decide(matches).kind.value
        field = guesses[0].field if guesses else ctx.policy.default_field
    if not wrong and (place == (None, None) or not field):
        wrong = Bad("place", where.strip()) if field else Bad("parts")
    return _explained(heard, admins, field, place, wrong, said, guesses)


def _field(what: str, admins: Sequence[Seat]) -> str:
    """The field that is named, of the first of his ministries that has it."""
    for by in admins:
        try:
            if found := read_field(what, by.ministry or ""):
                return found
        except Bad:
            continue  # it may be a question
    return ""


def _explained(
    heard: Heard, admins: Sequence[Seat], field: str, place: tuple[str | None, str | None], wrong: Bad | None,
    said: str, guesses: Sequence[FieldGuess],
) -> Effect:  # fmt: skip
    async def tell(turn: Turn) -> None:
        w = turn.words(heard.who)
        if wrong:
            await route_add.complain(turn, heard, wrong)
            return
        ministry = catalogue().fields[field].ministry
        by = next((seat for seat in admins if seat.ministry == ministry), None)
        if by is None:  # whom another ministry has where, and what each of them holds, is not his to read
            text = w("route-guess-elsewhere", field=w.field(field), ministry=w.ministry(ministry))
            await turn.say(heard.who, text, seat_id=admins[0].id)
            return
        found = await routes.explain(turn.tx, field, *place, turn.ctx.clock.today())
        if said:
            found["bank_says"] = said
            found["guesses"] = [{"field": g.field, "confidence": g.confidence} for g in guesses]
            found["sure"] = bool(guesses) and guesses[0].confidence >= FIELD_IS_SURE
        rule_said = await told(turn, w, found["rule"]) if found["rule"] else ""
        await turn.say(heard.who, "\n".join(explained(found, w, rule_said)), seat_id=by.id)

    return tell


def _not_allowed(heard: Heard) -> Effect:
    async def refuse(turn: Turn) -> None:
        await turn.toast(heard)
        await turn.say(heard.who, turn.words(heard.who)("route-not-allowed"))

    return refuse


def _number(text: str) -> int:
    digits = text.strip().lstrip("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0

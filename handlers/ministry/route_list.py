"""`/quytac`: a ministry's rules about where its questions go: listed, taken out, explained; by taps and by typing."""

from __future__ import annotations

from faq.match import FieldGuess, decide
from faq.text import folded
from handlers.cadre.opening import FIELD_IS_SURE
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.ministry import route_add, routes
from handlers.ministry.route_explained import told as explained
from handlers.ministry.route_words import Bad, read_field, read_place, told
from handlers.outgoing import Draft, Style
from handlers.show import nothing_there
from storage import routes as kept
from storage.routes import Route
from storage.seats import Role, Seat

PAGE = 10
_ADD, _DROP, _WHO = ("them", "add"), ("bo", "xoa", "drop", "remove"), ("ai", "vi sao", "who", "explain")


async def rules(ctx: Context, heard: Heard) -> Effect:
    """The rules, or what is typed behind the command."""
    by, typed = heard.seat(Role.ADMIN), " ".join(str(heard.args.get("rest", "")).split())
    first, _, rest = typed.partition(" ")
    if by is None or by.ministry is None:
        return _not_allowed(heard)
    if folded(first) in _ADD and rest:
        return await route_add.typed(ctx, heard, by, rest)
    if folded(first) in _WHO and rest:
        return await _explaining(ctx, heard, by, rest)
    if folded(first) in _DROP:
        return await rule(ctx, heard.having(route=_number(rest)))
    if typed and first.isdigit():
        return await rule(ctx, heard.having(route=_number(first)))
    return _listing(heard, by, complaint=bool(typed) and folded(first) not in _ADD)


def _listing(heard: Heard, by: Seat, *, complaint: bool) -> Effect:
    async def tell(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        if complaint:
            await turn.say(heard.who, w("route-chat-bad") + "\n" + w("route-chat-how"))
            return
        found, skip = await kept.listed(turn.tx, by.ministry), int(heard.args.get("skip", 0))
        page = found[skip : skip + PAGE]
        draft = Draft().bold(w("route-chat-title", ministry=w.ministry(by.ministry or ""), count=len(found)))
        for each in page:
            draft.line(f"{each.id}: {await told(turn, w, await routes.told(turn.tx, each))}")
        rows = [(Choice(w("route-chat-add"), "route_add", {}, Style.PRIMARY),)]
        rows += [(Choice(w("route-chat-one", number=each.id), "route_show", {"route": each.id}),) for each in page]
        if len(found) > skip + PAGE:
            more = Choice(w("queue-more", count=len(found) - skip - PAGE), "routes", {"skip": skip + PAGE})
            rows.append((more,))
        await turn.say(heard.who, draft.line().line(w("route-chat-how")), *rows, seat_id=by.id)

    return tell


async def rule(ctx: Context, heard: Heard) -> Effect:
    """One rule, with a button that takes it out."""
    by = heard.seat(Role.ADMIN)

    async def show(turn: Turn) -> None:
        await turn.toast(heard)
        w, found = turn.words(heard.who), await _own(turn, heard, by)
        if by is None or found is None:
            await turn.say(heard.who, w("route-chat-none") if by else w("route-not-allowed"))
            return
        line = await told(turn, w, await routes.told(turn.tx, found))
        text = w("route-chat-shown", number=found.id, line=line)
        drop = Choice(w("route-chat-drop", number=found.id), "route_drop", {"route": found.id}, Style.DANGER)
        await turn.say(heard.who, text, (drop,), (Choice(w("route-chat-all"), "routes"),), seat_id=by.id)

    return show


async def drop(ctx: Context, heard: Heard) -> Effect:
    """Takes a rule out of force; what somebody holds stays with him."""
    by = heard.seat(Role.ADMIN)

    async def take(turn: Turn) -> None:
        await turn.toast(heard)
        w, found = turn.words(heard.who), await _own(turn, heard, by)
        if by is None or found is None or not await routes.remove(turn.tx, found.id, turn.now, heard.who.id):
            await (turn.say(heard.who, w("route-chat-none")) if by else nothing_there(turn, heard))
            return
        again = (Choice(w("route-chat-all"), "routes"),)
        await turn.say(heard.who, w("route-chat-dropped", number=found.id), again, seat_id=by.id)

    return take


async def _own(turn: Turn, heard: Heard, by: Seat | None) -> Route | None:
    """The rule meant, if it is his ministry's and in force."""
    wanted = heard.args.get("route")
    found = await kept.listed(turn.tx, by.ministry) if by and by.ministry else []
    return next((each for each in found if each.id == wanted), None)


async def _explaining(ctx: Context, heard: Heard, by: Seat, typed: str) -> Effect:
    """Who gets a question of a field, or one that is typed, from a place; and why."""
    what, semicolon, where = typed.rpartition(";")
    guesses: tuple[FieldGuess, ...] = ()
    said, field = "", ""
    place: tuple[str | None, str | None] = (None, None)
    wrong: Bad | None = None if semicolon else Bad("parts")
    try:
        place = read_place(ctx.places, where)
        field = read_field(what, by.ministry or "") or ""
    except Bad as bad:
        wrong = wrong or (None if bad.reason == "field" and what.strip() else bad)
    if not field and not wrong:
        matches = await ctx.matches(what)
        guesses, said = tuple(ctx.bank.guess_field(matches)), decide(matches).kind.value
        field = guesses[0].field if guesses else ctx.policy.default_field
    if place == (None, None) and not wrong:
        wrong = Bad("place", where.strip())

    async def tell(turn: Turn) -> None:
        w = turn.words(heard.who)
        if wrong:
            await route_add.complain(turn, heard, wrong)
            return
        found = await routes.explain(turn.tx, field, *place, turn.ctx.clock.today())
        if said:
            found["bank_says"] = said
            found["guesses"] = [{"field": g.field, "confidence": g.confidence} for g in guesses]
            found["sure"] = bool(guesses) and guesses[0].confidence >= FIELD_IS_SURE
        await turn.say(heard.who, "\n".join(explained(found, w)), seat_id=by.id)

    return tell


def _not_allowed(heard: Heard) -> Effect:
    async def refuse(turn: Turn) -> None:
        await turn.toast(heard)
        await turn.say(heard.who, turn.words(heard.who)("route-not-allowed"))

    return refuse


def _number(text: str) -> int:
    digits = text.strip().lstrip("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0

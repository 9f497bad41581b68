"""The channels of one person: where what is new goes first, taking one away, and logging out everywhere else."""

from __future__ import annotations

from handlers import screen, unreachable
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft, Style, What
from handlers.people.naming import account_name
from handlers.wording import Words
from storage import audit, linking, sessions
from storage.channels import login
from storage.linking import Account
from storage.persons import Person

WEB = "web"


async def channels(ctx: Context, heard: Heard) -> Effect:
    """`Where notices go`: the accounts of whoever asks, and what he can do with each."""

    async def tell(turn: Turn) -> None:
        await turn.toast(heard)
        await _show(turn, heard)

    return tell


async def prefer(ctx: Context, heard: Heard) -> Effect:
    """An account was chosen; without one, what is new goes to where he was last."""
    wanted = heard.args.get("account")

    async def take(turn: Turn) -> None:
        await turn.toast(heard)
        account = await _own(turn, heard, wanted)
        if account or wanted is None:
            await linking.prefer(turn.tx, heard.who.id, account.id if account else None)
        await _show(turn, heard)

    return take


async def unlink(ctx: Context, heard: Heard) -> Effect:
    """One account is taken away: whoever writes there is a stranger from now on."""
    wanted = heard.args.get("account")

    async def take(turn: Turn) -> None:
        await turn.toast(heard)
        words = turn.words(heard.who)
        account, held = await _own(turn, heard, wanted), await linking.accounts_of(turn.tx, heard.who.id)
        others = [each for each in held if account and each.id != account.id]
        if account is None:
            await turn.say(heard.who, words("channels-not-yours"))
        elif not others:
            await turn.say(heard.who, words("channels-last"))
        else:
            named = account_name(words, account.place.channel)
            stays = next((each for each in others if each.place == heard.place), _best(others))
            await _take_away(turn, heard, account, stays)
            told = Person(heard.who.id, heard.who.name, heard.who.locale, stays.place)
            await turn.say(told, words("channels-unlinked", channel=named))

    return take


async def ask_to_log_out(ctx: Context, heard: Heard) -> Effect:
    """`Log out everywhere`: says what that does, and asks; at once where the question would be shown elsewhere."""
    if heard.place.channel in ctx.policy.notice:
        return await log_out(ctx, heard)

    async def ask(turn: Turn) -> None:
        await turn.toast(heard)
        words = turn.words(heard.who)
        held = await linking.accounts_of(turn.tx, heard.who.id)
        others = [account_name(words, each.place.channel) for each in held if each.place != heard.place]
        here = account_name(words, heard.place.channel)
        named = ", ".join(dict.fromkeys(others)) or "–"
        text = words("channels-log-out-ask", here=here, others=named, count=len(others))
        yes = Choice(words("channels-log-out-now"), "log_out_now", {}, Style.DANGER)
        await turn.say(heard.who, text, (yes, Choice(words("channels-log-out-not"), "log_out_not")))

    return ask


async def stay(ctx: Context, heard: Heard) -> Effect:
    """Not after all: nobody is logged out."""

    async def tell(turn: Turn) -> None:
        await turn.toast(heard)
        await turn.say(heard.who, turn.words(heard.who)("channels-stayed"))

    return tell


async def log_out(ctx: Context, heard: Heard) -> Effect:
    """All accounts but this one are taken away, and all pages of the web chat but the one where this was pressed."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        held = await linking.accounts_of(turn.tx, heard.who.id)
        stays = next((account for account in held if account.place == heard.place), None)
        if stays is None:
            raise LookupError("whoever presses has an account where he presses")
        for account in held:
            if account.id != stays.id:
                await _take_away(turn, heard, account, stays)
        if stays.place.channel == WEB and heard.session:
            await sessions.end_all(turn.tx, stays.place.chat, but=heard.session)
        await linking.void(turn.tx, heard.who.id)
        await audit.note(turn.tx, turn.now, heard.who.id, "log out", f"person:{heard.who.id}")
        if heard.place.channel in ctx.policy.notice:
            await screen.put(turn.tx, ctx, heard.place, What.LOGGED_OUT)
        else:
            await turn.say(heard.who, turn.words(heard.who)("channels-logged-out", count=len(held) - 1))

    return effect


async def _show(turn: Turn, heard: Heard) -> None:
    words = turn.words(heard.who)
    held = await linking.accounts_of(turn.tx, heard.who.id)
    chosen = any(account.preferred for account in held)
    draft = Draft().bold(words("channels-heading"))
    rows: list[tuple[Choice, ...]] = []
    for account in held:
        named = account_name(words, account.place.channel)
        draft.line(f"• {_line(words, heard, account, named)}")
        first = Choice(words("channels-here", channel=named), "prefer", {"account": account.id})
        away = Choice(words("channels-unlink", channel=named), "unlink", {"account": account.id})
        if len(held) > 1:
            rows.append((away,) if account.preferred else (first, away))
    draft.line().line(words("channels-order" if chosen else "channels-order-last"))
    if chosen:
        rows.append((Choice(words("channels-where-last"), "prefer", {}),))
    rows.append((Choice(words("channels-log-out"), "log_out", {}, Style.DANGER),))
    if len(held) == 1:
        draft.line(words("channels-how-more"))
    await turn.say(heard.who, draft, *rows)


def _line(words: Words, heard: Heard, account: Account, named: str) -> str:
    notes = []
    if account.place == heard.place:
        notes.append(words("channels-note-here"))
    if account.preferred:
        notes.append(words("channels-note-first"))
    if not account.reachable:
        notes.append(words("channels-note-unreachable"))
    return f"{named} ({', '.join(notes)})" if notes else named


async def _own(turn: Turn, heard: Heard, account_id: object) -> Account | None:
    held = await linking.accounts_of(turn.tx, heard.who.id)
    return next((account for account in held if account.id == account_id), None)


def _best(accounts: list[Account]) -> Account:
    return max(accounts, key=lambda account: (account.reachable, account.preferred, account.seen_at))


async def _take_away(turn: Turn, heard: Heard, account: Account, stays: Account) -> None:
    """What waits for the account goes where he stays; its pages are closed."""
    machine = turn.ctx.clock.machine()
    if await linking.set_apart(turn.tx, account, heard.who.id, machine) is None:
        return
    # Whoever holds that phone may have a key in his hand.
    await linking.void(turn.tx, heard.who.id)
    await login.void(turn.tx, account.place)
    await unreachable.follows(turn.tx, heard.who.id, account.place, stays.place, machine)
    if account.place.channel == WEB:
        await sessions.end_all(turn.tx, account.place.chat)
    detail = {"channel": account.place.channel}
    await audit.note(turn.tx, turn.now, heard.who.id, "unlink", f"person:{heard.who.id}", detail)

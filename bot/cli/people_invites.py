"""Cards with invites for all who are waited for, as one PDF that holds their codes: for nobody else's eyes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.cli import out_file
from bot.cli.desk import do
from bot.cli.leading_in import HERE_ALONE, leading_in
from bot.cli.telegram import username
from bot.documents import workshop
from bot.documents.invite_cards import InviteCard, Sheets, pages_of
from bot.documents.printing import pdf
from bot.settings import Settings
from faq.places import Gazetteer
from handlers.clock import VIETNAM, Clock
from handlers.invite import Role
from handlers.people.naming import label, role_name, unit_name
from handlers.wording import Words, words


@dataclass(frozen=True, slots=True)
class Of:
    """Whose people: a province's or a ministry's."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was written: whose cards, how many, until when their codes are good, who was left out; None: no file."""

    unit: str
    cards: Sequence[dict[str, Any]]
    until: date
    over: Sequence[str]
    file: Path | None
    telegram: bool


async def write(settings: Settings, file: Path, of: Of, roles: Sequence[str], days: int) -> Done:
    """Makes the codes and writes their cards. Raises Declined and OSError."""
    out_file.check(file)
    part = file.with_name(f"{file.name}.part")
    # First the file: a folder that cannot be written to must cost nobody his earlier code.
    with suppress(FileNotFoundError):
        part.unlink()
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
        try:
            bot_name = await username(settings)
            order = {"unit": of.code.upper(), "kind": of.kind, "roles": list(roles), "days": days}
            did = await do(settings, "people-invites", order)
            until = date.fromisoformat(did["until"])
            done = Done(did["unit"], did["cards"], until, did["over"], file if did["cards"] else None, bool(bot_name))
            if done.file is not None:
                made.write(await workshop.made(pdf, _sheets(settings, done, bot_name)))
                made.flush()
                os.fsync(made.fileno())
                part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    return done


def in_words(done: Done) -> str:
    """What was written, for a person."""
    if done.file is None:
        return f"{done.unit}: danh sách không còn ai chưa vào; không ghi tệp. (Nobody is waited for: no file.)"
    return (
        f"Đã ghi {len(done.cards)} thẻ vào {done.file}, mã có hiệu lực đến hết {done.until:%d/%m/%Y}; thẻ cũ của"
        f" những người này không còn hiệu lực. ({len(done.cards)} cards written; earlier ones are void.)"
    )


def as_json(done: Done) -> dict[str, Any]:
    """The same for programmes; never a code."""
    shown = [{key: card[key] for key in ("name", "role", "unit", "unit_name")} for card in done.cards]
    return {
        "unit": done.unit, "file": str(done.file) if done.file else None, "until": done.until.isoformat(),
        "cards": shown, "over": list(done.over), "telegram": done.telegram,
    }  # fmt: skip


def warnings(settings: Settings, done: Done) -> Iterator[str]:
    """What to look at before the cards are handed out."""
    if done.over:
        yield f"Hết hạn phân công, không làm thẻ (terms that are over, no cards): {', '.join(done.over)}."
    if done.file is not None:
        yield f"{done.file} có mã mời: in xong hãy xóa. (It holds codes: delete it when it is printed.)"
        if not settings.public_base_url:
            yield HERE_ALONE


def _sheets(settings: Settings, done: Done, bot_name: str | None) -> Sheets:
    w, places, now = words("vi"), Gazetteer.from_package(), Clock().business()
    cards = tuple(_card(settings, w, places, one, done.until, bot_name) for one in done.cards)
    count = pages_of(len(cards))
    today, until = (f"{day:%d/%m/%Y}" for day in (now.astimezone(VIETNAM), done.until))
    return Sheets(
        w("invite-cards-title", unit=done.unit),
        w("invite-cards-cover", count=len(cards), day=today, until=until),
        tuple(w("invite-cards-page", page=page + 1, pages=count) for page in range(count)),
        cards,
    )


def _card(
    settings: Settings, w: Words, places: Gazetteer, one: dict[str, Any], until: date, bot_name: str | None
) -> InviteCard:
    links, web = leading_in(settings, one["code"], bot_name), f"{settings.base_url}/chat/"
    how = w("invite-card-how-telegram", bot=bot_name, web=web) if bot_name else w("invite-card-how-web", web=web)
    return InviteCard(
        one["name"],
        label(role_name(w, Role(one["role"]), one["unit"])),
        tuple(unit_name(places, one["unit"], one["unit_name"], one["province"]).split(", ", 1)),
        one["code"],
        links["telegram"] or links["web"] or "",
        w("invite-card-until", day=f"{until:%d/%m/%Y}"),
        how,
    )

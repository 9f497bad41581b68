"""Who lives in the province: officers, an expert, an admin, cadres of its communes, and some strangers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from faq.fields import catalogue
from handlers import invite
from storage import duties, persons, seats
from storage.db import Tx
from storage.place import Place
from storage.seats import NewSeat, Role
from tests.fakes.telegram import FakeUser
from tests.fakes.telegram.world import Chat
from tests.shuffle.day import Day
from tests.shuffle.phones import Hand, TelegramHand, WebHand
from tests.shuffle.service import Service

PROVINCE = "20"
COMMUNES = ("06040", "06001", "06019", "06046", "06016", "06037", "06058")
CADRES = ("Nông Thị Lan", "Hoàng Văn Minh", "Lý Thị Hoa", "Vi Văn Tùng", "Triệu Thị Mai", "Bế Văn Sơn")


@dataclass
class Cast:
    """Everybody, by what he is."""

    officer: TelegramHand
    colleague: TelegramHand
    neighbour: TelegramHand
    """An officer of the other ministry."""
    expert: TelegramHand
    admin: TelegramHand
    newcomer: TelegramHand
    applicant: TelegramHand
    clerk: WebHand
    code: str
    """The newcomer's invite."""
    free: list[TelegramHand] = field(default_factory=list)
    """Cadres whom no story needs just now."""


@asynccontextmanager
async def settled(service: Service, day: Day, *, with_clerk: bool) -> AsyncIterator[Cast]:
    """Everybody has his seat; the strangers have none yet."""
    people = _People(service, day)
    # Every field is his own, so he comes before his colleague: among equals the order of questions would decide.
    officer = await people.seated("Trần Văn Bình", Role.OFFICER, PROVINCE, "MOIT", own_fields=True)
    cast = Cast(
        officer,
        await people.seated("Phạm Thị Châu", Role.OFFICER, PROVINCE, "MOIT"),
        await people.seated("Đỗ Văn Dũng", Role.OFFICER, PROVINCE, "MAE"),
        await people.seated("Vũ Thị Én", Role.EXPERT, "MOIT", "MOIT"),
        await people.seated("Ngô Văn Giang", Role.ADMIN, "MOIT", "MOIT"),
        people.stranger("Đinh Thị Hạnh"),
        people.stranger("Lương Văn Khải"),
        WebHand(f"http://127.0.0.1:{service.app.port}/chat", "Mã Thị Loan", service.visitor(), day.made),
        await people.invited(COMMUNES[5]),
    )
    cast.free = [
        await people.seated(name, Role.CADRE, commune) for name, commune in zip(CADRES, COMMUNES, strict=False)
    ]
    try:
        if with_clerk:
            day.hands[cast.clerk.key] = cast.clerk
            await cast.clerk.begins(await people.invited(COMMUNES[6]))
            await service.quiet()
        yield cast
    finally:
        await cast.clerk.close()


class _People:
    """Gives people phones and seats."""

    def __init__(self, service: Service, day: Day) -> None:
        self._service = service
        self._day = day
        self._number = 100

    def stranger(self, name: str) -> TelegramHand:
        """Somebody with a phone and nothing else."""
        self._number += 1
        world = self._service.fake.world
        person = {"id": self._number, "is_bot": False, "first_name": name, "language_code": "vi"}
        chat = world.chats[self._number] = Chat(self._number, "private", person=person)
        hand = TelegramHand(FakeUser(world, chat, person), name, self._day.made)
        self._day.hands[hand.key] = hand
        return hand

    async def seated(
        self, name: str, role: Role, unit: str, ministry: str | None = None, *, own_fields: bool = False
    ) -> TelegramHand:
        """Somebody who has been here for long."""
        hand = self.stranger(name)
        self._service.fake.world.chats[hand.user.id].known = True
        clock = self._service.clock
        province = None if role in (Role.EXPERT, Role.ADMIN) else PROVINCE

        async def settle(tx: Tx) -> None:
            place = Place("telegram", str(hand.user.id))
            who = await persons.arrive(tx, "telegram", place.chat, name, "vi", place, clock.machine())
            new = NewSeat(who.id, role, unit, ministry, province, "valid", clock.today())
            made = await seats.make(tx, new, clock.business())
            if own_fields:
                await duties.set_fields(tx, made, [f.code for f in catalogue().fields_of(ministry or "")])

        await self._service.app.db.write(settle)
        return hand

    async def invited(self, commune: str) -> str:
        """An invite to a cadre's seat."""
        app = self._service.app
        order = invite.Order(Role.CADRE, commune, None, app.clock.today())
        return (await invite.create(app.db, app.clock, app.settings.key("invites"), order)).code


def named(hands: dict[str, Hand]) -> dict[str, str]:
    """Names by place."""
    return {key: hand.name for key, hand in hands.items()}

"""An office in which somebody asks and nobody answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.wording import words
from storage.seats import Role
from tests.handlers.office import Office

UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"
vi = words("vi")


class Waiting:
    """Lan asks, Minh is her officer, Ha the ministry's admin; four clocks tick at once, as in four processes."""

    def __init__(self, office: Office) -> None:
        self.office = office

    async def begin(self) -> None:
        await self.office.seat("Hà", Role.ADMIN, "MOIT")
        await self.office.seat("Minh", Role.OFFICER, "20", "MOIT")
        await self.office.seat("Lan", Role.CADRE, "06040")

    async def asks(self, who: str = "Lan", text: str = UNKNOWN) -> None:
        """A question that is open with whoever is responsible; what was told about that is read already."""
        told = await self.office.says(who, text)
        if vi("sort-which") in told:
            await self.office.presses(who, vi("sort-new"))
        await self.office.presses(who, "Thuộc Bộ Công Thương")
        for name in ("Lan", "Minh", "Hà"):
            await self.office.told(name)

    async def passes(self, **by: float) -> None:
        """Time passes, and the clocks tick."""
        self.office.clock.forward(timedelta(**by))
        await self.tick()

    async def tick(self) -> None:
        await self.office.ticks(clocks=4)

    async def heard(self, who: str) -> list[str]:
        """The first lines of what somebody was told since this was last asked."""
        return [text.splitlines()[0] for text in await self.office.told(who)]


@pytest.fixture
async def waiting(office: Office) -> Waiting:
    waiting = Waiting(office)
    await waiting.begin()
    return waiting

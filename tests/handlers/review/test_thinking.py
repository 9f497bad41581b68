"""What is like a question under review is found before the transaction, and never while others wait to write."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from faq.encoder import Vectors
from faq.entry import Entry, Status
from faq.match import Bank
from faq.means import Means
from handlers.context import Context
from handlers.wording import words
from storage.bank import entries, reviews
from storage.bank.reviews import Kind, NewReview
from storage.db import Database
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
ROOF = Entry(
    "roof", "MOIT", "electricity", "Lắp điện mặt trời mái nhà có phải xin phép không?", answer="Không.",
    legal_basis=("Nghị định 58/2025/NĐ-CP",), status=Status.CURRENT,
)  # fmt: skip
LIKE = "Điện mặt trời mái nhà lắp có phải xin phép?"


class Beside:
    """An encoder to which all means the same, and which is never asked where the event loop runs."""

    name = "beside"

    def texts(self, texts: Sequence[str]) -> Vectors:
        return np.tile(self.question(""), (len(texts), 1))

    def question(self, text: str) -> Vectors:
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()
        return np.array([1.0, 0.0], np.float32)


@dataclass
class Thoughtful(Office):
    """An office whose bank asks an encoder."""

    bank: Bank = field(default_factory=lambda: Bank([ROOF]))

    @property
    def ctx(self) -> Context:
        return replace(super().ctx, bank=self.bank)


@pytest.fixture
async def desk(seeded_db: Database) -> Thoughtful:
    """A draft asks nearly what an entry does."""
    bank = await asyncio.to_thread(lambda: Bank([ROOF], means=Means(encoder=Beside())))
    office = Thoughtful(seeded_db, bank=bank)
    await office.seat("hà", Role.EXPERT, "MOIT", "MOIT")
    await office.db.write(lambda tx: entries.store(tx, [ROOF], office.clock.business()))
    new = NewReview(Kind.DRAFT, "MOIT", "electricity", changes={"question": LIKE, "answer": "Không."})
    await office.db.write(lambda tx: reviews.make(tx, new, office.clock.business()))
    return office


async def test_what_is_like_it_is_found_beside_the_event_loop(desk: Thoughtful) -> None:
    await desk.says("hà", "/nganhang")
    [card] = await desk.presses("hà", vi("review-next", count=1))
    assert f"{vi('review-near')}\n1. {ROOF.question}" in card
    await desk.presses("hà", vi("review-edit"))
    await desk.presses("hà", vi("review-part-question"))
    [card] = await desk.says("hà", "Lắp điện mặt trời trên mái nhà có phải xin phép?")
    assert f"{vi('review-near')}\n1. {ROOF.question}" in card

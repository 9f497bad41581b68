"""Invite codes: their shape, what they may be made for, and that only a keyed hash is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handlers.clock import Clock
from handlers.invite import Impossible, Order, create, digest, looks_like_code, new_code, read_code
from handlers.wording import LOCALES, words
from storage.db import Database
from storage.seats import Role
from storage.tables import audit, invites

KEY = b"key"
TODAY = Clock().today()


def _order(role: Role, unit: str, ministry: str | None = None, **changes: object) -> Order:
    return Order(role, unit, ministry, TODAY, **changes)  # type: ignore[arg-type]


def test_a_code_is_twelve_characters_that_nobody_confuses() -> None:
    codes = [new_code() for _ in range(500)]
    assert len(set(codes)) == 500
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert not set(code) & set("ILOU")
        assert looks_like_code(code)
        assert looks_like_code(code.replace("-", ""))
        assert looks_like_code(code.replace("-", " ").lower())


@pytest.mark.parametrize(
    "typed",
    ["K7Q2-9XMD-40P1", "k7q2 9xmd 40p1", "K7Q29XMDAOPI".replace("A", "4"), "k7q2–9xmd–4opl", " K7 Q2-9XMD4 0P1 "],
)
def test_a_code_is_read_in_any_spelling(typed: str) -> None:
    assert read_code(typed) == "K7Q29XMD40P1"


@pytest.mark.parametrize(
    "typed", ["", "K7Q2", "K7Q2-9XMD-40P12", "K7Q2-9XMD-4U1P", "😀" * 12, "x" * 8000, "Ă7Q29XMD40P1"]
)
def test_what_is_no_code_is_not_read(typed: str) -> None:
    assert read_code(typed) is None
    assert not looks_like_code(typed)


@pytest.mark.parametrize(
    "text",
    [
        "khai bien dong",
        "031204567890",
        "0912 345 678 9",
        "xin cap giay phep",
        "thue dat 12",
        "K7Q2-9XMD 40P1 ạ",
        "٣٣٣٣٣٣٣٣٣٣٣٣",
    ],
)
def test_what_people_type_is_not_taken_for_a_code(text: str) -> None:
    assert not looks_like_code(text)


async def test_only_a_keyed_hash_is_kept(seeded_db: Database) -> None:
    invite = await create(seeded_db, Clock(), KEY, _order(Role.CADRE, "06040", uses=3, days=2, created_by=None))
    plain = read_code(invite.code)
    assert plain
    rows = await seeded_db.read(lambda tx: tx.rows(select(invites)))
    assert [row.code_hash for row in rows] == [digest(KEY, plain)]
    assert rows[0].uses_left == 3
    assert rows[0].expires_at - rows[0].created_at == timedelta(days=2)
    assert digest(b"another key", plain) != digest(KEY, plain)
    noted = await seeded_db.read(lambda tx: tx.rows(select(audit)))
    assert [(row.verb, row.detail) for row in noted] == [("invite", {"role": "cadre", "unit": "06040", "uses": 3})]
    assert plain not in str(rows) + str(noted)


@pytest.mark.parametrize(
    ("order", "ministry"),
    [
        (_order(Role.CADRE, "06040"), None),
        (_order(Role.CADRE, "06040", "MOIT"), None),
        (_order(Role.CADRE, "20"), None),
        (_order(Role.CADRE, "20-MAE"), "MAE"),
        (_order(Role.OFFICER, "20", "MOIT"), "MOIT"),
        (_order(Role.ADMIN, "MOIT"), "MOIT"),
        (_order(Role.EXPERT, "MAE", "MAE"), "MAE"),
        (_order(Role.LEADER, "MAE"), "MAE"),
    ],
)
async def test_each_seat_gets_its_ministry(seeded_db: Database, order: Order, ministry: str | None) -> None:
    await create(seeded_db, Clock(), KEY, order)
    assert await seeded_db.read(lambda tx: tx.value(select(invites.c.ministry))) == ministry


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (_order(Role.CADRE, "99999"), "invite-no-unit"),
        (_order(Role.CADRE, "x" * 8000), "invite-no-unit"),
        (_order(Role.CADRE, "MOIT"), "invite-cadre-needs-local-unit"),
        (_order(Role.CADRE, "20-MAE", "MOIT"), "invite-other-ministry"),
        (_order(Role.OFFICER, "20"), "invite-officer-needs-ministry"),
        (_order(Role.OFFICER, "20", "20"), "invite-no-ministry"),
        (_order(Role.OFFICER, "20", "NONE"), "invite-no-ministry"),
        (_order(Role.OFFICER, "06040", "MOIT"), "invite-officer-needs-province"),
        (_order(Role.OFFICER, "MOIT", "MOIT"), "invite-officer-needs-province"),
        (_order(Role.ADMIN, "20"), "invite-needs-ministry-unit"),
        (_order(Role.ADMIN, "MOIT", "MAE"), "invite-other-ministry"),
        (_order(Role.CADRE, "06040", seat_until=TODAY - timedelta(days=1)), "invite-bad-dates"),
        (Order(Role.CADRE, "06040", None, date(2020, 1, 2), date(2020, 1, 3)), "invite-bad-dates"),
        (_order(Role.CADRE, "06040", uses=0), "invite-bad-uses"),
        (_order(Role.CADRE, "06040", uses=1001), "invite-bad-uses"),
        (_order(Role.CADRE, "06040", days=0), "invite-bad-days"),
        (_order(Role.CADRE, "06040", days=366), "invite-bad-days"),
    ],
)
async def test_what_is_no_seat_is_refused_with_a_sentence(seeded_db: Database, order: Order, reason: str) -> None:
    with pytest.raises(Impossible) as refused:
        await create(seeded_db, Clock(), KEY, order)
    assert refused.value.reason == reason
    for locale in LOCALES:
        assert words(locale)(reason)
    assert await seeded_db.read(lambda tx: tx.rows(select(invites))) == []

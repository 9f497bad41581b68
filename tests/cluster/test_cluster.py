"""The trial in small, and that its checker sees what it must. `make cluster` runs the whole of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from handlers.outgoing import RESENT
from storage import migrate
from tests.cluster import judge
from tests.cluster.people import ANSWER, Load, WebPerson
from tests.cluster.processes import Cluster
from tests.cluster.server import mortal_postgres
from tests.cluster.trial import Size, Trial, told
from tests.fakes.telegram import FakeTelegram, FakeUser
from tests.postgres import Postgres

SMALL = Size(processes=2, kills=2, database_kills=1, deadlines=200, spread=4, on_telegram=3, on_web=3, officers=2)


@pytest.mark.slow
async def test_nothing_is_lost_when_processes_and_the_database_die(tmp_path: Path) -> None:
    with mortal_postgres() as server:
        url = server.url(server.create())
        await migrate.upgrade(url)
        result = await Trial(server, url, tmp_path, SMALL).run()
    assert result.faults == [], told(result)
    assert (result.kills, result.database_kills) == (2, 1)
    assert result.asked > 20
    assert result.throttled == 0


@pytest.mark.slow
async def test_polling_moves_within_seconds_to_a_process_that_lives(
    postgres: Postgres, postgres_templates: dict[str, str], tmp_path: Path
) -> None:
    name = postgres.create(postgres_templates["seeded"])
    async with Cluster(postgres.url(name), tmp_path, 2, mode="polling") as cluster:
        lan = cluster.fake.user(1, "Lan")
        await lan.says("/trogiup")
        await lan.hears("Cầu Nối", 15)
        for process in cluster.processes:
            await process.kill()
            heard = len(lan.heard)
            await lan.says("/trogiup")
            await cluster.fake.until(partial(_hears_more, lan, heard), 20)
            await cluster.starts(process)
        assert not [call for call in cluster.fake.called("getUpdates") if call.status == 409]
    postgres.drop(name)


def _hears_more(user: FakeUser, than: int) -> bool:
    return len(user.heard) > than


# --- the checker ---------------------------------------------------------------------------------------------------


def _chat(fake: FakeTelegram, *shown: tuple[str, int | None]) -> FakeUser:
    user = fake.user(1, known=True)
    for text, reply_to in shown:
        fake.world.post(fake.world.chats[1], fake.world.bot, text=text, reply_to=reply_to)
    return user


async def _page(*shown: tuple[str, str | None]) -> WebPerson:
    person = WebPerson([1], "Lan")
    await person.close()
    for number, (text, quoted) in enumerate(shown):
        row = {"id": str(number), "mine": False, "kind": "text", "text": text}
        person.rows[str(number)] = {**row, "quote": {"id": quoted} if quoted else None}
    return person


async def _load(user: FakeUser, *asked: int) -> Load:
    officer = WebPerson([1], "officer")
    await officer.close()
    load = Load([user], [], officer)
    load.asked[user] += asked
    return load


async def test_a_question_without_an_answer_is_seen() -> None:
    load = await _load(_chat(FakeTelegram(), ("a", 5)), 5, 6)
    assert judge.lost(load) == ["telegram 1: 6"]


async def test_a_persons_answer_that_never_came_is_seen() -> None:
    user = _chat(FakeTelegram(), (ANSWER.format(1), None))
    load = await _load(user)
    load.routed[user] += [1, 2]
    assert judge.lost(load) == ["a person's answer to 2"]


async def test_what_stands_twice_is_seen_unless_it_says_so() -> None:
    receipt = ("Cảm ơn Anh/chị. Câu hỏi 011-451-549 đã đóng.", None)
    user = _chat(FakeTelegram(), ("a", 5), ("a", 6), (f"{RESENT} a", 5), ("b", 7), ("b", 7), receipt, receipt)
    load = await _load(user)
    load.routed[user] += [1, 2]
    assert judge.unmarked_twice(load, []) == ["telegram 1: 'b'", f"telegram 1: {receipt[0]!r}"]
    assert judge.marked(load) == 1
    page = await _page(("a", "1"), ("a", "2"), ("b", None), (f"{RESENT} a", "1"), ("a", "1"), ("b", None))
    assert judge.unmarked_twice(load, [page])[2:] == ["web Lan: 'a'", "web Lan: 'b'"]


async def test_what_names_no_question_may_stand_as_often_as_a_person_was_asked() -> None:
    [asks] = judge.GENERIC
    user = _chat(FakeTelegram(), (asks, None), (asks, None))
    load, page = await _load(user), await _page((asks, None), (asks, None))
    load.routed[user] += [1, 2]
    load.routed[page] += [3]
    assert [one[:7] for one in judge.unmarked_twice(load, [page])] == ["web Lan"]
    load.routed[page] += [4]
    assert judge.unmarked_twice(load, [page]) == []
    load.routed[user].remove(1)
    assert [one[:10] for one in judge.unmarked_twice(load, [page])] == ["telegram 1"]


async def test_an_alert_that_is_told_twice_is_seen_alone_and_in_a_digest() -> None:
    alone = "Cảnh báo: câu hỏi 900-000-001 đã đến hạn lúc 13:30 mà chưa có trả lời"
    listed = "900-000-{:03d} · Xã Thất Khê · x\nQUÁ HẠN từ 13:31"
    digest = "\n\n".join(["Cảnh báo: 3 câu hỏi cần trả lời", listed.format(2), listed.format(3), "và 1 câu hỏi khác"])
    again = "\n\n".join(["Cảnh báo: 2 câu hỏi cần trả lời", listed.format(1), listed.format(3)])
    later = alone.replace("Cảnh báo:", "Cảnh báo lần 2:").replace("đã đến hạn lúc", "quá hạn từ")
    load = await _load(_chat(FakeTelegram()))
    once = await _page((alone, None), (digest, None), (later, None))
    assert judge.unmarked_twice(load, [once]) == []
    assert judge.alerts_on([once]) == 5
    twice = await _page((alone, None), (digest, None), (again, None))
    told = [f"web Lan: Cảnh báo 900-000-00{n} is told 2 times" for n in (1, 3)]
    assert judge.unmarked_twice(load, [twice]) == told


async def test_answers_out_of_order_are_seen() -> None:
    assert judge.out_of_order(await _load(_chat(FakeTelegram(), ("a", 6), ("b", 5)), 5, 6)) == ["telegram 1"]
    assert judge.out_of_order(await _load(_chat(FakeTelegram(), ("a", 5), ("b", 6)), 5, 6)) == []

"""A strict fake of the Telegram Bot API over real HTTP, with people who hold phones.

    fake = FakeTelegram()
    await fake.start()                      # fake.base_url, fake.token
    lan = fake.user(101, "Lan")
    await lan.says("/start")
    shown = await lan.hears("Xin chào")
    await lan.presses("Có", on=shown)
    await fake.stop()

It knows nothing of pytest: benchmarks and processes of their own use it, too.
"""

from tests.fakes.telegram.people import FakeGroup, FakeUser
from tests.fakes.telegram.server import Call, FakeTelegram
from tests.fakes.telegram.world import Shown, ShownButton

__all__ = ["Call", "FakeGroup", "FakeTelegram", "FakeUser", "Shown", "ShownButton"]

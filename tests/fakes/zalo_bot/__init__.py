"""A strict fake of the Zalo Bot Platform over real HTTP, with people who hold phones.

    bot = FakeZaloBot(allow_http=True, now=watch)   # allow_http: loopback counts as public
    await bot.start()                               # bot.base_url, bot.token
    lan = bot.person("Lan")
    await lan.says("/start K7Q2")                   # to the webhook, or to whoever polls
    shown = await lan.hears("Chào chị")
    await bot.deliver({"event_name": "…"}, "wrapped", secret="wrong")
    await bot.stop()                                # fails when the bot did what it must not: see `forgive`

It knows nothing of pytest: benchmarks and processes of their own use it, too. Nothing was tried on a live server.

Documented: the methods with their parameters and results; GET and POST, query, form and JSON; `ok` and
`error_code`; a webhook and polls exclude each other; secrets of 8 to 256 characters; that an address stands
although its verification failed; text and caption of 1 to 2,000 characters; codes of styles; voices that end in
.aac, for private chats; a group's bot hears only answers and its name; the numbers of errors, 403 for a fault
inside; 426. From one source: 3,000 messages a month, 50 people, 3 groups.

Seen in traffic: flat bodies, `photo_url` with `message_type`; ids of 20 hex characters, dates in milliseconds;
files, videos, links and whatever protected people send come without content; a page in place of JSON for a wrong
token; the empty probe; what is read at an address is read more than once; an update that was polled is never seen
again. Read in published code: `timeout` as a text, 408 for an idle poll, `photo` as a text, a list or an object.

Guesses: 400 for an unknown chat and for polls beside a webhook; that the probe carries no secret
(`probe_with_secret`); that nobody repeats what a webhook did not take; that the 51st person is not heard; months by
Vietnamese time; 429 for the end of the month's messages; the sticker's fields; a location comes without content;
UTF-16 units as "characters"; that a voice, too, is read twice; status 200 for refusals (`error_statuses`). Two
polls at once are complained of: no page says what happens.

Left out, and refused: `reply_to_message_id`, buttons, edits, files.
"""

from tests.fakes.zalo_bot.people import ZaloBotGroup, ZaloBotPerson
from tests.fakes.zalo_bot.server import Call, FakeZaloBot
from tests.fakes.zalo_bot.updates import Attempt, How
from tests.fakes.zalo_bot.world import Part, Shown

__all__ = ["Attempt", "Call", "FakeZaloBot", "How", "Part", "Shown", "ZaloBotGroup", "ZaloBotPerson"]

"""A strict fake of Zalo's Official Account API over real HTTP, with people who hold phones.

    oa = FakeZaloOA(now=watch)              # or the time of the machine
    await oa.start()                        # oa.base_url: OAuth, OpenAPI and media in one
    oa.webhook.url = "http://127.0.0.1:…"   # or: assert await oa.save_webhook(url)
    pair = oa.tokens()                      # or consent: oa.grants.challenge, oa.grants.consent()
    lan = oa.person("Lan")
    await lan.follows()
    await lan.says("xin chào")
    shown = await lan.hears("Chào chị")
    await lan.presses("Có", on=shown)
    await oa.stop()

It knows nothing of pytest: benchmarks and processes of their own use it, too. Nothing was tried on a live server.

Documented: the header `access_token`; errors under status 200; life of codes and tokens, each refresh token good
for one refresh; `expires_in` as a text; text of 2,000 characters; limits, kinds and the week of uploads; 4,000
calls a minute; 48 hours free, up to 7 days billed, then -230; the events' names for text, image, file, follow, seen
and received; the signature; 2 seconds to take an event, five further tries with `num_retry`, then the webhook is
off; the numbers of errors.

Seen in traffic or read in published code: buttons (five, their five types, lengths), the press that comes as a
text; quotes (only text, not after 48 hours, not of what was taken back); attachments of audio, video, sticker,
link; coordinates as texts; echoes of what the account sends, with `admin_id` for what people there write; both
directions of seen and received; the console's ping; reactions; `conversation`. From one source only:
`quote_msg_id`, `user_click_chatnow`.

Guesses: the numbers of OAuth's refusals; that a replayed refresh token kills the access token, too; -220 for what
was once good and -216 for what never was; -201 for an unknown person; -213 after "unfollow" and -232 for who never
did anything; that an image's address is read once and at once; the name of the echo of buttons; the shape of a
card; what the ping holds; that other answers than 200 are tried again; that what comes while the webhook is off is
lost; UTF-16 units as "characters"; 1 MB = 10^6.

Left out: list templates, stickers from the account, buttons on media, templates by UID or phone, broadcasts,
groups, visitors without an account: they are refused.
"""

from tests.fakes.zalo_oa.grants import Pair, challenge_of
from tests.fakes.zalo_oa.people import ZaloPerson
from tests.fakes.zalo_oa.posting import Attempt, How, signature
from tests.fakes.zalo_oa.server import Call, FakeZaloOA
from tests.fakes.zalo_oa.world import Button, Part, Shown

__all__ = [
    "Attempt",
    "Button",
    "Call",
    "FakeZaloOA",
    "How",
    "Pair",
    "Part",
    "Shown",
    "ZaloPerson",
    "challenge_of",
    "signature",
]

"""A gateway of mailboxes: it posts us what people write, and takes what we post to it."""

import hmac
import json
import re
from datetime import UTC, datetime
from os import environ

from aiohttp import web

from bot.channels.base import Accept, Capabilities, Outcome, Sending, Sent, Unparseable
from bot.channels.body import body_of
from bot.channels.calling import Caller, NotSent, Unanswered, outcome_of
from bot.channels.kit import Kit
from bot.channels.plain import text_of
from handlers.incoming import Said, Sender, cleaned, cleaned_name
from storage.inbox import Arrival
from storage.place import Place

_ID = re.compile(r"[\w.@-]{1,64}", re.ASCII)


class Mailbox:
    name = "mailbox"
    capabilities = Capabilities(buttons=False, edits=False, quotes=False, max_text=100_000, per_second=5)

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret, self._caller = url, secret, Caller()

    def routes(self, accept: Accept) -> list[web.RouteDef]:
        async def receive(request: web.Request) -> web.Response:
            if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), self._secret.encode()):
                return web.Response(status=403)
            body = await body_of(request, most=64_000, seconds=10)
            try:
                said = self.parse(body)
            except Unparseable:
                return web.Response(status=400)
            await accept([Arrival(self.name, said.message_id, said.place.key, body)])
            return web.Response()  # now it is kept

        return [web.post("/webhooks/mailbox", receive)]

    def parse(self, payload: bytes) -> Said:
        try:
            letter = json.loads(payload)
            own, box, at = letter["id"], letter["from"], datetime.fromtimestamp(letter["at"], UTC)
            if not (_ID.fullmatch(own) and _ID.fullmatch(box)):
                raise ValueError("an id")
            who = Sender(self.name, box, cleaned_name(str(letter["name"])))
            return Said(who, Place(self.name, box), own, at, cleaned(str(letter["text"])))
        except (ValueError, TypeError, KeyError, OverflowError, OSError, RecursionError) as error:
            raise Unparseable(type(error).__name__) from None

    async def send(self, sending: Sending) -> Outcome:
        if (text := text_of(sending)) is None:
            return Sent(None)
        letter, shown = {"to": sending.place.chat, "text": text}, {"Authorization": self._secret}
        try:
            answer = await self._caller.call("POST", self._url, json=letter, headers=shown)
        except (NotSent, Unanswered) as error:
            return outcome_of(error)
        told = str((answer.json or {}).get("id", ""))
        return Sent(told or None) if answer.status == 200 else outcome_of(answer)

    async def start(self, accept: Accept) -> None:
        self._caller.open()

    async def stop(self) -> None:
        await self._caller.close()


def made(_kit: Kit) -> Mailbox | None:
    url, secret = environ.get("MAILBOX_URL"), environ.get("MAILBOX_SECRET")
    return Mailbox(url, secret) if url and secret else None

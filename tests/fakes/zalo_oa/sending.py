"""What the Official Account says: consultation messages, reactions, and what its staff write by hand."""

from __future__ import annotations

import aiohttp

from tests.fakes.faults import Json, Refusal
from tests.fakes.zalo_oa import checks
from tests.fakes.zalo_oa.checks import Draft, wrong
from tests.fakes.zalo_oa.posting import USUAL, How, Posting
from tests.fakes.zalo_oa.world import FREE, Follower, Part, Shown, World

ICONS = {"/-strong", "/-heart", ":>", "--b", ":-(("}
REMOVE = "/-remove"
MOST_REACTIONS = 50


class Sending:
    """The calls that people see."""

    def __init__(self, world: World, posting: Posting) -> None:
        self._world = world
        self._posting = posting
        self.echoes = True
        """What the app sends comes back to it as `oa_send_*`."""
        self.echo_first = False
        """… before the answer to the call does."""
        self.receipts = True
        """`user_received_message` comes for what was sent."""
        self.receipts_reversed = False
        """… with the Official Account as the sender."""

    # --- messages --------------------------------------------------------------------------------------------

    async def message(self, given: object) -> Json:
        """A consultation message. Raises Refusal."""
        call = checks.fields(given, {"recipient", "message"}, of="body")
        recipient = checks.fields(call["recipient"], {"user_id"}, of="recipient")
        draft = checks.message(call["message"])
        person = self._world.person(recipient["user_id"])
        billed = self._world.window(person)
        self._quoted(person, draft)
        parts = await self._parts(draft)
        shown = self._shown(person, draft.text, parts)
        shown.keys, shown.quote, shown.billed = list(draft.buttons), draft.quote, billed
        self._world.post(person, shown)
        if self.echo_first and self.echoes:
            await self._posting.send(self.echo(shown))
        self._posting.later(self._afterwards(shown))
        return {"message_id": shown.id, "user_id": person.id, "sent_time": str(int(shown.at * 1000))}

    def _shown(self, person: Follower, text: str, parts: list[Part]) -> Shown:
        return Shown(self._world.mint(), person.id, self._world.now(), True, text, parts)

    def _quoted(self, person: Follower, draft: Draft) -> None:
        if draft.quote is None:
            return
        quoted = person.messages.get(draft.quote)
        if quoted is None or quoted.deleted or self._world.now() - quoted.at > FREE:
            raise wrong("quote_message_id is unknown, taken back, or too old")

    async def _parts(self, draft: Draft) -> list[Part]:
        if draft.file_token is not None:
            upload = self._world.uploaded(draft.file_token, "file")
            return [Part("file", name=upload.name, content=upload.content)]
        if draft.form is not None:
            return [Part("form", draft.form["image_url"], draft.form["title"])]
        if draft.media is None:
            return []
        kind = draft.media["media_type"]
        if "attachment_id" in draft.media:
            upload = self._world.uploaded(draft.media["attachment_id"], kind)
            return [Part(kind, name=upload.name, content=upload.content)]
        return [await self._fetched(kind, draft.media["url"])]

    async def _fetched(self, kind: str, url: str) -> Part:
        try:
            mime, content = await self._posting.fetch(url)
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise wrong("nothing could be read at the url") from None
        if not mime.startswith("image/"):
            raise wrong(f"at the url is {mime}, no image")
        return Part(kind, url, content=content)

    # --- what the app is told of them ------------------------------------------------------------------------

    async def _afterwards(self, shown: Shown) -> None:
        if self.echoes and not self.echo_first:
            await self._posting.send(self.echo(shown))
        if self.receipts:
            await self._posting.send(self._receipt(shown))

    def echo(self, shown: Shown) -> Json:
        """The event that tells of a message of the Official Account's. Which name buttons have is a guess."""
        kind = shown.kinds[0] if shown.parts and shown.kinds[0] in ("image", "gif", "file") else "text"
        message: Json = {"msg_id": shown.id, **({"text": shown.text} if shown.text else {})}
        if kind != "text":
            message["attachments"] = [{"type": kind, "payload": {"url": shown.parts[0].url}}]
        admin = {"admin_id": shown.admin_id} if shown.admin_id else {}
        return {
            "app_id": self._world.app_id,
            "user_id_by_app": self._world.people[shown.user_id].id_by_app,
            "event_name": f"oa_send_{kind}",
            "timestamp": self._world.stamp(),
            "sender": {"id": self._world.oa_id, **admin},
            "recipient": {"id": shown.user_id},
            "message": message,
        }

    def _receipt(self, shown: Shown) -> Json:
        user, account = {"id": shown.user_id}, {"id": self._world.oa_id}
        sender, recipient = (account, user) if self.receipts_reversed else (user, account)
        return {
            "app_id": self._world.app_id,
            "user_id_by_app": self._world.people[shown.user_id].id_by_app,
            "event_name": "user_received_message",
            "timestamp": self._world.stamp(),
            "sender": sender,
            "recipient": recipient,
            "message": {"msg_id": shown.id},
        }

    async def by_hand(self, person: Follower, text: str, admin_id: str | None, how: How = USUAL) -> Shown:
        """Somebody at the Official Account writes; the app hears of it."""
        shown = self._shown(person, text, [])
        shown.admin_id = admin_id
        self._world.post(person, shown)
        await self._posting.send(self.echo(shown), how)
        return shown

    # --- reactions -------------------------------------------------------------------------------------------

    def react(self, given: object) -> Json:
        """A reaction to what a person wrote. Raises Refusal."""
        if isinstance(given, dict) and "message" in given:
            raise Refusal(-240, "MessageV2 API is shut down")
        call = checks.fields(given, {"recipient", "sender_action"}, of="body")
        recipient = checks.fields(call["recipient"], {"user_id"}, of="recipient")
        action = checks.fields(call["sender_action"], {"react_icon", "react_message_id"}, of="sender_action")
        person = self._world.person(recipient["user_id"])
        shown = person.messages.get(str(action["react_message_id"]))
        if shown is None or shown.by_oa or shown.deleted:
            raise wrong("react_message_id is unknown")
        icon = action["react_icon"]
        if icon == REMOVE:
            shown.reactions.clear()
        elif icon not in ICONS:
            raise wrong(f"react_icon {icon!r}")
        elif len(shown.reactions) >= MOST_REACTIONS:
            raise Refusal(-210, f"more than {MOST_REACTIONS} reactions")
        else:
            shown.reactions.append(icon)
        self._world.bell.ring()
        return {"message_id": shown.id, "user_id": person.id}

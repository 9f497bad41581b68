"""What each method does."""

from __future__ import annotations

import aiohttp

from tests.fakes.faults import Json, Refusal
from tests.fakes.zalo_bot import checks
from tests.fakes.zalo_bot.checks import wrong
from tests.fakes.zalo_bot.updates import SECRET_HEADER, Updates, Webhook
from tests.fakes.zalo_bot.world import Chat, Part, Shown, World


class Methods:
    """The methods over a world; each takes checked parameters and returns the `result`."""

    def __init__(self, world: World, updates: Updates) -> None:
        self._world = world
        self._updates = updates
        self.allow_http = False
        """Addresses on loopback are taken for public ones."""
        self.probe_with_secret = False
        self.tests_a_day = 5
        self.sends_left: int | None = None
        """So many messages, then 429."""
        self.fetched: list[str] = []
        """What was read at addresses that the bot gave, each time."""
        self.dropped: list[Shown] = []
        """Voices for groups: the bot was told that all is well, and nobody heard them."""
        self._tested: dict[int, int] = {}

    # --- about the bot ---------------------------------------------------------------------------------------

    def get_me(self) -> Json:
        return {
            "id": self._world.token.partition(":")[0],
            "account_name": "bot.caunoi",
            "account_type": "BASIC",
            "can_join_groups": self._world.can_join_groups,
        }

    async def set_webhook(self, given: Json) -> Json:
        url = checks.address(given["url"], http=self.allow_http)
        secret = checks.secret(given["secret_token"])
        self._updates.webhook = hook = Webhook(url, secret, self._now())
        self._world.bell.ring()
        verified = await self._verified(hook)
        verified.pop("latency_ms")
        return {"url": url, "updated_at": hook.updated_at, "verification": verified}

    def delete_webhook(self) -> Json:
        self._updates.webhook = None
        return {"url": "", "updated_at": self._now()}

    def webhook_info(self) -> Json:
        hook = self._updates.webhook
        return {"url": hook.url, "updated_at": hook.updated_at} if hook else {"url": "", "updated_at": self._now()}

    async def test_webhook(self) -> Json:
        if not (hook := self._updates.webhook):
            raise wrong("no webhook is set")
        today = int((self._world.now() + 7 * 3600) // 86_400)
        if self._tested.get(today, 0) >= self.tests_a_day:
            raise Refusal(426, "testWebhook was called too often today")
        self._tested[today] = self._tested.get(today, 0) + 1
        return await self._verified(hook)

    async def _verified(self, hook: Webhook) -> Json:
        headers = {SECRET_HEADER: hook.secret} if self.probe_with_secret else {}
        status, took = await self._updates.probe(hook.url, headers)
        outcome = "webhook.unreachable" if not status else f"webhook.http.{status}"
        good = 200 <= status <= 299
        return {
            "ok": good,
            "outcome": "webhook.ok" if good else outcome,
            "status_code": status,
            "latency_ms": took,
            "hint": "" if good else "Kiểm tra lại máy chủ nhận webhook",
        }

    def _now(self) -> int:
        return int(self._world.now() * 1000)

    # --- sending ---------------------------------------------------------------------------------------------

    async def send(self, method: str, given: Json) -> Json:
        """Sends whatever this method sends. Raises Refusal."""
        chat = self._chat(given["chat_id"])
        text, parts, mode, styles = "", [], None, []
        match method:
            case "sendChatAction":
                return {}
            case "sendMessage":
                text, mode = checks.words(given["text"], of="text"), checks.mode(given.get("parse_mode"))
                styles = checks.styles(given.get("text_styles", []), text)
            case "sendPhoto":
                text = checks.words(given["caption"], of="caption") if "caption" in given else ""
                parts = [Part("photo", given["photo"], await self._read_twice(given["photo"], "image/"))]
            case "sendVoice":
                if not str(given["voice_url"]).endswith(".aac"):
                    raise wrong("voice_url must end in .aac")
                parts = [Part("voice", given["voice_url"], await self._read_twice(given["voice_url"], "audio/"))]
            case "sendSticker":
                parts = [Part("sticker", checks.words(given["sticker"], of="sticker"))]
        self._count()
        shown = Shown(self._world.mint(), chat.id, self._world.now(), "", text, parts, mode, styles)
        if method == "sendVoice" and chat.kind == "GROUP":
            self.dropped.append(shown)
        else:
            chat.messages[shown.id] = shown
        self._world.bell.ring()
        return {"message_id": shown.id, "date": int(shown.at * 1000)}

    def act(self, given: Json) -> None:
        """Shows that the bot is writing."""
        if given["action"] != "typing":
            raise wrong(f"action {given['action']!r}")
        self._chat(given["chat_id"]).typing += 1
        self._world.bell.ring()

    def _chat(self, chat_id: object) -> Chat:
        if not isinstance(chat_id, str):
            raise wrong("chat_id is no text")
        chat = self._world.chats.get(chat_id)
        if chat is None or not chat.known:
            raise wrong("chat not found")
        return chat

    def _count(self) -> None:
        month = self._world.month()
        sent = self._world.sent.get(month, 0)
        if sent >= self._world.messages_a_month or self.sends_left == 0:
            raise Refusal(429, "Quota exceeded")
        if self.sends_left is not None:
            self.sends_left -= 1
        self._world.sent[month] = sent + 1

    async def _read_twice(self, given: object, kind: str) -> bytes:
        url = checks.address(given, http=self.allow_http)
        first = await self._read(url, kind)
        if first is None:
            raise wrong("nothing of this kind could be read at the address")
        if await self._read(url, kind) != first:
            self._updates.complaints.append(f"{url} could be read once only")
        return first

    async def _read(self, url: str, kind: str) -> bytes | None:
        self.fetched.append(url)
        try:
            timeout = aiohttp.ClientTimeout(total=5)
            async with self._updates.session().get(url, timeout=timeout, raise_for_status=True) as response:
                return await response.read() if response.content_type.startswith(kind) else None
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None

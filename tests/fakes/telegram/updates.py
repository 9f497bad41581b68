"""How updates reach the bot: long polling with its offset, or a webhook that is called per chat in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp

from tests.fakes.telegram import checks
from tests.fakes.telegram.world import Json, Queued, Refusal, Webhook, World

_OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_HAS_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Polling:
    """getUpdates."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = 0
        self.closing = False

    async def get(self, given: Json) -> list[Any]:
        """The oldest unconfirmed updates, as soon as there are any. Raises Refusal."""
        world = self._world
        self._turn += 1
        turn = self._turn
        world.bell.ring()  # whoever polled before is told that he is not alone
        if world.webhook:
            raise Refusal(409, _HAS_WEBHOOK)
        if "allowed_updates" in given:
            world.allowed = set(given["allowed_updates"]) or None
        self._confirm(checks.integer(given, "offset"))
        limit = min(max(checks.integer(given, "limit", 100), 1), 100)

        def look() -> list[Any] | None:
            if turn != self._turn:
                raise Refusal(409, _OTHER_POLLER)
            if world.webhook:
                raise Refusal(409, _HAS_WEBHOOK)
            if not world.waiting and not self.closing:
                return None
            return [queued.update for queued in world.waiting[:limit]]

        try:
            return await world.bell.until(look, min(checks.integer(given, "timeout"), 50))
        except TimeoutError:
            return []

    def _confirm(self, offset: int) -> None:
        waiting = self._world.waiting
        if offset < 0:
            del waiting[:offset]
        elif offset > self._world.next_update + 9:
            return  # far beyond the last id: Telegram answers from the head of the queue, and confirms nothing
        else:
            waiting[:] = [queued for queued in waiting if queued.number >= offset]


class Delivering:
    """The webhook: one update at a time per chat, repeated until it is taken."""

    def __init__(self, world: World, patience: Callable[[], float]) -> None:
        self._world = world
        self._patience = patience
        self._under_way: dict[Any, asyncio.Task[None]] = {}
        self._task: asyncio.Task[None] | None = None
        self.attempts: list[tuple[int, int]] = []
        """Every delivery: (update id, status), 0 for no answer."""

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="fake-telegram-webhook")

    async def stop(self) -> None:
        tasks = [task for task in (self._task, *self._under_way.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
            while True:
                queued, key = await self._world.bell.until(self._next, 10**9)
                self._under_way[key] = asyncio.create_task(self._deliver(session, queued, key))

    def _next(self) -> tuple[Queued, Any] | None:
        if not self._world.webhook:
            return None
        seen = set()
        for queued in self._world.waiting:
            key = _chat_of(queued)
            if key not in self._under_way and key not in seen:
                return queued, key
            seen.add(key)
        return None

    async def _deliver(self, session: aiohttp.ClientSession, queued: Queued, key: Any) -> None:
        wait = 0.0
        try:
            while (hook := self._world.webhook) and queued in self._world.waiting:
                status, told = await self._try(session, hook, queued)
                if 200 <= status <= 299:
                    self._world.waiting.remove(queued)
                    return
                wait = min(max(wait * 2, told, 0.01), self._patience())
                await asyncio.sleep(wait)
        finally:
            del self._under_way[key]
            self._world.bell.ring()

    async def _try(self, session: aiohttp.ClientSession, hook: Webhook, queued: Queued) -> tuple[int, float]:
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with session.post(hook.url, json=queued.update, headers=headers) as response:
                status = response.status
                told = float(response.headers.get("Retry-After", 0))
        except (aiohttp.ClientError, TimeoutError, OSError):
            status, told = 0, 0.0
        self.attempts.append((queued.number, status))
        if not 200 <= status <= 299:
            hook.failures += 1
            hook.last_error = f"Wrong response from the webhook: {status}" if status else "Connection failed"
            hook.last_error_date = int(self._world.now())
        if status == 410:
            self._world.webhook = None
        self._world.bell.ring()
        return status, told


def _chat_of(queued: Queued) -> Any:
    update = queued.update if isinstance(queued.update, dict) else {}
    for event in update.values():
        if isinstance(event, dict):
            chat = event.get("chat") or (event.get("message") or {}).get("chat")
            return chat["id"] if chat else f"update {queued.number}"
    return f"update {queued.number}"

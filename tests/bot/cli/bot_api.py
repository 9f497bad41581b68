"""As much of a Bot API server as the command line asks of it; the channel's own tests have a strict one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web


@contextmanager
def answering(me: dict[str, Any] | None, webhook: dict[str, Any] | None = None) -> Iterator[str]:
    """Serves `getMe` and the webhook methods on a thread of its own; without `me` no token is accepted."""
    held = {"url": "", "pending_update_count": 0, **(webhook or {})}
    known = [me] if me else []
    ready = threading.Event()
    box: dict[str, Any] = {}

    async def answer(request: web.Request) -> web.Response:
        if not known:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        said = await request.json() if request.can_read_body else {}
        method = request.match_info["method"]
        if method == "setWebhook":
            held.update(url=said["url"], secret=said["secret_token"], allowed_updates=said["allowed_updates"])
        if method == "logOut":
            known.clear()
        if method == "deleteWebhook":
            held.update(url="")
        results = {"getMe": me, "getWebhookInfo": held, "setWebhook": True, "deleteWebhook": True, "logOut": True}
        return web.json_response({"ok": True, "result": results[method]})

    async def serve() -> None:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        done = asyncio.Event()
        box.update(base=f"http://127.0.0.1:{runner.addresses[0][1]}", end=done, loop=asyncio.get_running_loop())
        ready.set()
        await done.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait()
    try:
        yield box["base"]
    finally:
        box["loop"].call_soon_threadsafe(box["end"].set)
        thread.join()

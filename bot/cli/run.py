"""`caunoi run` and `caunoi demo`."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.saying import faults_told


def run() -> None:
    """Chạy dịch vụ với mọi kênh đã thiết đặt. / Run the service with all channels that are configured."""
    with faults_told():
        import asyncio
        from contextlib import ExitStack

        from bot import logs
        from bot.lock import alone
        from bot.settings import load

        settings = load()
        settings.demand_secret_key()
        with ExitStack() as held:
            if settings.on_sqlite:  # a short command may hold the folder for a moment; a second service, for good
                held.enter_context(alone(settings.make_data_dir(), wait=1))
            from bot.app import serve

            logs.set_up(settings.log_level, settings.secrets())
            asyncio.run(serve(settings))


def demo(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Cổng khác 8080. / Another port.")] = None,
) -> None:
    """Chạy thử trên máy này với ba điện thoại mẫu. / Try it on this machine with three sample phones."""
    with faults_told():
        import asyncio

        from bot import logs
        from bot.lock import alone
        from bot.settings import load_for_demo

        settings = load_for_demo()
        if port is not None:
            settings = settings.model_copy(update={"port": port})
        with alone(settings.make_data_dir(), wait=1):
            from bot.demo_story import serve_demo

            logs.set_up("WARNING", settings.secrets())
            asyncio.run(serve_demo(settings))

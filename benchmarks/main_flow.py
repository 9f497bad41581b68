"""The whole flow beside bare echo bots."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.contestants import Contestant, echo_bot, flows_of, until_ready
from benchmarks.running import ECHOES, Bench
from benchmarks.scenes import Result, Scene, play


async def line_up(bench: Bench) -> list[Contestant]:
    """Starts everybody who is measured."""
    lined: list[Contestant] = []
    for kind in ECHOES:
        bot = echo_bot(kind, bench.api, bench.quick)
        await bench.keep(bot.server)
        lined.append(bot)
    where = {"sqlite": bench.disk, "sqlite-tmpfs": bench.memory}
    for name, folder in where.items():
        if folder:
            server = await bench.keep(bench.service(await bench.sqlite(folder)))
            lined += flows_of(name, server, bench.api, bench.questions, bench.plan.cadres)
    if bench.postgres:
        server = await bench.keep(bench.service(await bench.postgresql()))
        lined += flows_of("postgres", server, bench.api, bench.questions, bench.plan.cadres, bench.postgres)
    for one in lined:
        if one.flow.name != "echo":
            await until_ready(one.server)
    return lined


async def measure(
    bench: Bench, lined: list[Contestant], wanted: Sequence[Scene], rounds: int, results: list[Result]
) -> None:
    """Plays the scenes; a short leg for everybody comes first and is thrown away. Into `results`."""
    for one in lined:
        bench.said(f"warming up {one.name}")
        await one.leg(at_once=4, seconds=0.5, most=50)
    for scene in wanted:
        results += await play(scene, lined, bench.api, rounds, bench.said)

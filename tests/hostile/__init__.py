"""Hostile input: what anybody can send us, in bulk, against the real service; `make hostile` prints the figures.

A section is a module in `sections/` with a `TITLE` and `async def run(size: Size, ground: Ground) -> list[Figure]`.
`make hostile` runs every section at its full size in a process of its own, the ordinary tests run each as a sample.
"""

"""What a life begins with. The world writes it, the child reads it; nothing of the service is needed for that."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doom:
    """When a life ends: at the `hit`-th time that `point` is reached, and at the latest at the `latest`-th point."""

    point: str = ""
    hit: int = 1
    latest: int = 0
    """0: never."""
    fails: int = 0
    """Every so many-th statement in a savepoint fails, too, though none twice; 0: none."""


@dataclass(frozen=True, slots=True)
class Birth:
    """A database, a folder, a Telegram, and how it is to end."""

    url: str
    folder: str
    telegram: str
    token: str
    port: int
    mode: str = "polling"
    ahead: float = 0.0
    """Seconds by which business time is ahead."""
    later: float = 0.0
    """Seconds by which machine time is: a service on PostgreSQL is started again when its leases are over."""
    pace: float = 0.0
    """Sends per second; 0: as the product has it. The product's own pace makes a death come after one send."""
    mutant: str = ""
    channel: str = "telegram"
    """Where cadres are: `zalo_oa` or `zalo_bot` beside Telegram, or Telegram alone."""
    zalo: str = ""
    """Where Zalo is."""
    zalo_mode: str = "webhook"
    doom: Doom = Doom()

"""Figures for Prometheus. Everything is counted here, in a registry of our own, under names that are a contract.

Labels are short closed sets (channel, outcome, rung): never a person, a place or a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_PRIORITIES = {0: "interactive", 1: "alert", 2: "broadcast"}


class Meter:
    """Counts what happens. One per process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._received = Counter("caunoi_received", "Updates committed to the inbox.", ["channel"], registry=registry)
        self._repeated = Counter(
            "caunoi_received_again", "Updates that were there already.", ["channel"], registry=registry
        )
        self._handled = Histogram(
            "caunoi_handling_seconds", "Time to handle one update.", ["channel"], buckets=_SECONDS, registry=registry
        )
        self._sent = Counter("caunoi_sends", "Sends by how they ended.", ["channel", "outcome"], registry=registry)
        self._took = Histogram(
            "caunoi_reply_seconds",
            "From when a message was queued to the end of the send that delivered it.",
            ["channel"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._alerts = Counter("caunoi_alerts", "Alerts raised.", ["rung"], registry=registry)
        self._bank = Counter("caunoi_bank_decisions", "What the bank decided.", ["decision"], registry=registry)
        self._quarantined = Counter(
            "caunoi_quarantined",
            "Updates set aside because they could not be handled.",
            ["channel"],
            registry=registry,
        )
        self._refused = Counter(
            "caunoi_refused", "Requests refused before anything was stored.", ["reason"], registry=registry
        )
        self._overheard = Counter(
            "caunoi_overheard", "Messages in our name that a platform told of: ours, by hand.", ["whose"],
            registry=registry,
        )  # fmt: skip
        self._inbox = Gauge("caunoi_inbox_rows", "Updates that are not done.", ["state"], registry=registry)
        self._outbox = Gauge(
            "caunoi_outbox_rows", "Messages that wait to be sent.", ["channel", "priority"], registry=registry
        )
        self._shut = Gauge(
            "caunoi_outbox_shut_rows", "Messages that wait until their readers do something.", ["channel"],
            registry=registry,
        )  # fmt: skip
        self._age = Gauge(
            "caunoi_oldest_seconds", "Age of the oldest row that waits; 0 for none.", ["queue"], registry=registry
        )

    def received(self, channel: str, new: int, repeated: int = 0) -> None:
        """Updates came in; `repeated` of them we had."""
        self._received.labels(channel).inc(new)
        self._repeated.labels(channel).inc(repeated)

    def handled(self, channel: str, seconds: float) -> None:
        """An update was handled."""
        self._handled.labels(channel).observe(seconds)

    def sent(self, channel: str, outcome: str) -> None:
        """A send ended in this one of the six ways."""
        self._sent.labels(channel, outcome).inc()

    def replied(self, channel: str, seconds: float) -> None:
        """A message left this long after it was queued."""
        self._took.labels(channel).observe(max(seconds, 0))

    def alert_raised(self, rung: str) -> None:
        """An alert was raised."""
        self._alerts.labels(rung).inc()

    def overheard(self, whose: str) -> None:
        """A platform told of a message in our name: `ours`, or `by hand`."""
        self._overheard.labels(whose).inc()

    def bank_decided(self, decision: str) -> None:
        """The bank decided: answer, suggest or route."""
        self._bank.labels(decision).inc()

    def quarantined(self, channel: str) -> None:
        """An update was set aside."""
        self._quarantined.labels(channel).inc()

    def refused(self, reason: str) -> None:
        """A request was turned away: rate, size, secret, busy."""
        self._refused.labels(reason).inc()

    def queues(
        self,
        inbox: Mapping[str, int],
        outbox: Mapping[tuple[str, int], int],
        oldest: Mapping[str, datetime | None],
        now: datetime,
    ) -> None:
        """How full the queues are just now (`now` and the ages are machine time)."""
        self._inbox.clear()
        for state, count in inbox.items():
            self._inbox.labels(state).set(count)
        self._outbox.clear()
        for (channel, priority), count in outbox.items():
            self._outbox.labels(channel, _PRIORITIES.get(priority, str(priority))).set(count)
        for queue, since in oldest.items():
            self._age.labels(queue).set((now - since).total_seconds() if since else 0)

    def shut(self, rows: Mapping[str, int]) -> None:
        """How many messages wait until their readers do something, by channel."""
        self._shut.clear()
        for channel, count in rows.items():
            self._shut.labels(channel).set(count)

    def page(self) -> bytes:
        """All figures, as Prometheus reads them."""
        return generate_latest(self.registry)

"""Figures: what is counted shows on the page, under the names that dashboards are built on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.metrics import Meter

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def test_what_happens_is_counted() -> None:
    meter = Meter()
    meter.received("telegram", 3, 1)
    meter.handled("telegram", 0.02)
    meter.sent("telegram", "sent")
    meter.sent("telegram", "sent")
    meter.replied("telegram", 0.2)
    meter.replied("telegram", -1)
    meter.alert_raised("reminder")
    meter.bank_decided("answer")
    meter.quarantined("webchat")
    meter.refused("rate")

    get = meter.registry.get_sample_value
    assert get("caunoi_received_total", {"channel": "telegram"}) == 3
    assert get("caunoi_received_again_total", {"channel": "telegram"}) == 1
    assert get("caunoi_handling_seconds_count", {"channel": "telegram"}) == 1
    assert get("caunoi_sends_total", {"channel": "telegram", "outcome": "sent"}) == 2
    assert get("caunoi_reply_seconds_sum", {"channel": "telegram"}) == 0.2
    assert get("caunoi_alerts_total", {"rung": "reminder"}) == 1
    assert get("caunoi_bank_decisions_total", {"decision": "answer"}) == 1
    assert get("caunoi_quarantined_total", {"channel": "webchat"}) == 1
    assert get("caunoi_refused_total", {"reason": "rate"}) == 1


def test_queues_show_what_is_there_now_and_forget_what_was() -> None:
    meter = Meter()
    oldest = {"inbox": NOW - timedelta(seconds=90), "outbox": None}
    meter.queues({"new": 4, "quarantined": 1}, {("telegram", 0): 2, ("telegram", 2): 9}, oldest, NOW)
    get = meter.registry.get_sample_value
    assert get("caunoi_inbox_rows", {"state": "new"}) == 4
    assert get("caunoi_outbox_rows", {"channel": "telegram", "priority": "broadcast"}) == 9
    assert get("caunoi_oldest_seconds", {"queue": "inbox"}) == 90
    assert get("caunoi_oldest_seconds", {"queue": "outbox"}) == 0

    meter.queues({}, {("telegram", 1): 1}, {"inbox": None}, NOW)
    assert get("caunoi_inbox_rows", {"state": "new"}) is None
    assert get("caunoi_outbox_rows", {"channel": "telegram", "priority": "broadcast"}) is None
    assert get("caunoi_outbox_rows", {"channel": "telegram", "priority": "alert"}) == 1


def test_the_page_is_for_prometheus() -> None:
    meter = Meter()
    meter.bank_decided("route")
    assert b'caunoi_bank_decisions_total{decision="route"} 1.0\n' in meter.page()


def test_two_meters_do_not_know_each_other() -> None:
    Meter().bank_decided("route")
    assert b'decision="route"' not in Meter().page()

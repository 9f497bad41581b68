"""What a call's end means for a send, where the platform says no more than HTTP does."""

from __future__ import annotations

import pytest

from bot.channels.base import Refused, Retry, Throttled, Unknown
from bot.channels.calling import Answer, NotSent, TooLong, Unanswered, outcome_of


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (NotSent("no connection"), Retry("no connection")),
        (Unanswered("no answer"), Unknown("no answer")),
        (TooLong("too long"), Unknown("too long")),
        (Answer(429, b""), Throttled(60.0)),
        (Answer(500, b""), Unknown("HTTP 500")),
        (Answer(503, b""), Unknown("HTTP 503")),
        (Answer(400, b"{}"), Refused("HTTP 400")),
        (Answer(404, b""), Refused("HTTP 404")),
        (Answer(204, b""), Refused("HTTP 204")),
    ],
)
def test_how_a_send_ended(ended: NotSent | Unanswered | Answer, expected: object) -> None:
    assert outcome_of(ended) == expected

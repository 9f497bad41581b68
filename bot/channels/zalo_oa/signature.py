"""Whether an event is Zalo's: plain SHA-256 over the app's id, the body as it travelled, its timestamp and a secret.

It is no HMAC, and it is written as `mac=<hex>` or as the hex alone; both are seen (docs/zalo.md).
"""

from __future__ import annotations

import hashlib
import hmac

HEADER = "X-ZEvent-Signature"


def signature(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """The signature of an event, in hex."""
    told = timestamp.encode("utf-8", "surrogatepass")  # whatever a stranger's JSON holds
    return hashlib.sha256(app_id.encode() + body + told + secret.encode()).hexdigest()


def is_signed(shown: str, app_id: str, body: bytes, timestamp: str, secret: str) -> bool:
    """Whether this is what the header must show. Takes as long for a right one as for a wrong one."""
    wanted = signature(app_id, body, timestamp, secret)
    given = shown.strip().removeprefix("mac=").strip().lower()
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())

"""How we prove to push services who we are (VAPID, RFC 8292), and what we encrypt for a browser alone (RFC 8291).

The key follows from SECRET_KEY, so there is nothing to make, keep or lose; who changes SECRET_KEY has all browsers
subscribe anew, which their pages do by themselves.
"""

from __future__ import annotations

import base64
import os
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_LASTS = timedelta(hours=12)
"""Of a proof; services take a day at most."""


class Identity:
    """Our key and whom a push service may turn to."""

    def __init__(self, key: bytes, contact: str) -> None:
        # The order's bias of a 256-bit number is 2^-32 at most, which tells nobody anything about the key.
        self._private = ec.derive_private_key(int.from_bytes(key) % (_ORDER - 1) + 1, ec.SECP256R1())
        self._vapid = Vapid02(self._private)
        self._contact = contact
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = encoded(point)
        """As browsers want it: the point, in base64url."""

    def proof(self, endpoint: str, now: datetime) -> str:
        """The Authorization header for one push service."""
        parts = urlsplit(endpoint)
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + _LASTS).timestamp())}
        signed: dict[str, str] = self._vapid.sign({**claims, "sub": self._contact})
        return signed["Authorization"]


def sealed(content: bytes, key: str, auth: str) -> bytes:
    """The content as only the browser with these keys can read it."""
    once = ec.generate_private_key(ec.SECP256R1())
    body: bytes = http_ece.encrypt(
        content,
        salt=os.urandom(16),
        private_key=once,
        dh=decoded(key),
        auth_secret=decoded(auth),
        version="aes128gcm",
    )
    return body


def is_key(key: str, auth: str) -> bool:
    """Whether these are a point on the curve and a secret of 16 bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
        return len(decoded(key)) == 65 and len(decoded(auth)) == 16
    except ValueError:
        return False


def encoded(content: bytes) -> str:
    """base64url without its padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """What `encoded` made a text of. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

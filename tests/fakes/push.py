"""A browser's push service over real HTTP, as strict as RFC 8030, 8188, 8291 and 8292 let it be.

It is written from the RFCs with nothing but primitives, so that a fault of the libraries we send with is seen here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.fakes.bell import Bell

_DAY = 86_400


class Wrong(Exception):
    """What the service answers with 400 or 403, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass
class Browser:
    """One browser that agreed to be rung."""

    endpoint: str
    server_key: str
    """Ours, as the page gave it when it subscribed."""
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    rung: list[dict[str, Any]] = field(default_factory=list)
    gone: bool = False

    @property
    def point(self) -> bytes:
        return _point(self.private.public_key())

    @property
    def subscription(self) -> dict[str, str]:
        """What its page tells us."""
        return {"endpoint": self.endpoint, "key": encoded(self.point), "auth": encoded(self.secret)}

    def opened(self, body: bytes) -> bytes:
        """The content that only this browser can read. Raises Wrong."""
        if len(body) < 86 + 18:
            raise Wrong(400, "too short for a header and a record")
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        if length != 65 or size < 18:
            raise Wrong(400, "the header must hold the sender's key, and a record a byte")
        sender, sealed = body[21:86], body[86:]
        if len(sealed) > size:
            raise Wrong(400, "more than one record")
        shared = self.private.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        )
        info = b"WebPush: info\0" + self.point + sender
        key_material = _hkdf(self.secret, shared, info, 32)
        key = _hkdf(salt, key_material, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, key_material, b"Content-Encoding: nonce\0", 12)
        try:
            padded = AESGCM(key).decrypt(nonce, sealed, None)
        except InvalidTag:
            raise Wrong(400, "sealed for somebody else") from None
        content = padded.rstrip(b"\0")
        if not content.endswith(b"\2"):
            raise Wrong(400, "the last record must end in 2")
        return content[:-1]


class FakePush:
    """The service."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.bell = Bell()
        self.now = now
        self.browsers: dict[str, Browser] = {}
        self.refused: list[str] = []
        """Why requests were refused."""
        self.bytes_seen: list[bytes] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        """What the next requests are answered with, whatever they are."""
        self.base_url = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/push/{id}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    def browser(self, server_key: str) -> Browser:
        """A browser that has just agreed."""
        name = secrets.token_urlsafe(16)
        self.browsers[name] = Browser(f"{self.base_url}/push/{name}", server_key)
        return self.browsers[name]

    async def until(self, look: Callable[[], Any], timeout: float = 8.0) -> Any:
        return await self.bell.until(lambda: look() or None, timeout)

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.bytes_seen.append(body + repr(dict(request.headers)).encode())
        try:
            if self.answers:
                status, headers = self.answers.pop(0)
                return web.Response(status=status, headers=headers)
            browser = self.browsers.get(request.match_info["id"])
            if browser is None:
                return web.Response(status=404)
            if browser.gone:
                return web.Response(status=410)
            self._check_headers(request, body)
            self._check_proof(request, browser)
            browser.rung.append(json.loads(browser.opened(body)))
            return web.Response(status=201, headers={"Location": f"{self.base_url}/message/1"})
        except Wrong as wrong:
            self.refused.append(str(wrong))
            return web.Response(status=wrong.status, text=str(wrong))
        finally:
            self.bell.ring()

    def _check_headers(self, request: web.Request, body: bytes) -> None:
        headers = request.headers
        if headers.get("Content-Encoding") != "aes128gcm":
            raise Wrong(400, "Content-Encoding must be aes128gcm")
        if not re.fullmatch(r"\d{1,9}", headers.get("TTL", "")):
            raise Wrong(400, "TTL is missing")
        if headers.get("Urgency", "normal") not in {"very-low", "low", "normal", "high"}:
            raise Wrong(400, "an urgency that is none")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", headers.get("Topic", "x")):
            raise Wrong(400, "a topic that is none")
        if len(body) > 4096:
            raise Wrong(413, "too large")

    def _check_proof(self, request: web.Request, browser: Browser) -> None:
        found = re.fullmatch(r"vapid t=([\w.-]+), ?k=([\w-]+)", request.headers.get("Authorization", ""))
        if not found:
            raise Wrong(401, "no proof")
        token, key = found.groups()
        if key != browser.server_key:
            raise Wrong(403, "subscribed with another key")
        head, claims, signature = token.split(".")
        if json.loads(decoded(head)).get("alg") != "ES256":
            raise Wrong(403, "not ES256")
        raw = decoded(signature)
        if len(raw) != 64:
            raise Wrong(403, "not a signature")
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        try:
            public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            raise Wrong(403, "signed by somebody else") from None
        said = json.loads(decoded(claims))
        if said.get("aud") != self.base_url:
            raise Wrong(403, "meant for another service")
        if not self.now() < said.get("exp", 0) <= self.now() + _DAY:
            raise Wrong(403, "good for too long, or no more")
        if urlsplit(said.get("sub", "")).scheme not in {"mailto", "https"}:
            raise Wrong(403, "nobody to turn to")


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hkdf(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    extracted = hmac.digest(salt, material, hashlib.sha256)
    return hmac.digest(extracted, info + b"\1", hashlib.sha256)[:length]

"""OAuth: a consent gives a code, a code the first pair of tokens, and each refresh token one further pair."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.fakes.faults import Json, Refusal

CODE_LIFE = 600.0
ACCESS_LIFE = 90_000.0
REFRESH_LIFE = 90 * 86_400.0
BAD_APP = -14004
BAD_REQUEST = -14003
BAD_GRANT = -1001
UNKNOWN_TOKEN = -216
DEAD_TOKEN = -220


def challenge_of(verifier: str) -> str:
    """The PKCE challenge of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tokens that were given out together."""

    access: str
    refresh: str
    access_until: float
    refresh_until: float


@dataclass(slots=True)
class Grant:
    """What an administrator consented to."""

    pair: Pair
    alive: bool = True


class Grants:
    """All that were given."""

    def __init__(self, app_id: str, app_secret: str, now: Callable[[], float]) -> None:
        self.app_id = app_id
        self.app_secret = app_secret
        self.access_life = ACCESS_LIFE
        self.challenge: str | None = None
        """The one PKCE challenge that stands in the console."""
        self.forgiving = False
        """A replay is refused, and kills nothing: what Zalo does is not documented."""
        self.rotations = 0
        self._now = now
        self._codes: dict[str, float] = {}
        self._by_access: dict[str, Grant] = {}
        self._by_refresh: dict[str, Grant] = {}

    # --- what an administrator does --------------------------------------------------------------------------

    def consent(self) -> str:
        """An administrator says yes; the code that he brings back."""
        code = secrets.token_urlsafe(24)
        self._codes[code] = self._now() + CODE_LIFE
        return code

    def by_hand(self) -> Pair:
        """The pair that the console's explorer shows."""
        pair = self._pair()
        self._keep(Grant(pair))
        return pair

    def revoke(self) -> None:
        """The Official Account removes the app: every grant is dead."""
        for grant in self._by_refresh.values():
            grant.alive = False

    # --- what the app does -----------------------------------------------------------------------------------

    def exchange(self, headers: Mapping[str, str], form: Mapping[str, str]) -> Json:
        """A code or a refresh token against a pair. Raises Refusal."""
        if headers.get("secret_key") != self.app_secret or form.get("app_id") != self.app_id:
            raise Refusal(BAD_APP, "Invalid app_id or secret_key")
        wanted = {
            "authorization_code": {"code", "app_id", "grant_type", "code_verifier"},
            "refresh_token": {"refresh_token", "app_id", "grant_type"},
        }
        kind = form.get("grant_type", "")
        if set(form) != wanted.get(kind):
            raise Refusal(BAD_REQUEST, f"Invalid parameters: {sorted(form)}")
        return self._first(form) if kind == "authorization_code" else self._refresh(form["refresh_token"])

    def check(self, token: str | None) -> None:
        """Raises Refusal for a token that opens nothing."""
        grant = self._by_access.get(token or "")
        if grant is None:
            raise Refusal(UNKNOWN_TOKEN, "Access token is invalid")
        if not grant.alive or grant.pair.access != token or self._now() > grant.pair.access_until:
            raise Refusal(DEAD_TOKEN, "Access token is expired or removed")

    def _first(self, form: Mapping[str, str]) -> Json:
        until = self._codes.pop(form["code"], None)
        if until is None or self._now() > until:
            raise Refusal(BAD_GRANT, "Authorization code is invalid, used or expired")
        verifier = form["code_verifier"]
        if len(verifier) != 43 or challenge_of(verifier) != self.challenge:
            raise Refusal(BAD_GRANT, "Code verifier does not match")
        return self._told(Grant(self._pair()))

    def _refresh(self, token: str) -> Json:
        grant = self._by_refresh.get(token)
        if grant is None:
            raise Refusal(BAD_GRANT, "Invalid refresh token")
        if grant.pair.refresh != token:
            grant.alive = self.forgiving
            raise Refusal(BAD_GRANT, "Refresh token was used before")
        if not grant.alive or self._now() > grant.pair.refresh_until:
            raise Refusal(BAD_GRANT, "Refresh token is expired or removed")
        grant.pair = self._pair()
        self.rotations += 1
        return self._told(grant)

    def _pair(self) -> Pair:
        now = self._now()
        return Pair(
            f"at_{secrets.token_urlsafe(48)}",
            f"rt_{secrets.token_urlsafe(48)}",
            now + self.access_life,
            now + REFRESH_LIFE,
        )

    def _keep(self, grant: Grant) -> None:
        self._by_access[grant.pair.access] = grant
        self._by_refresh[grant.pair.refresh] = grant

    def _told(self, grant: Grant) -> Json:
        self._keep(grant)
        pair = grant.pair
        return {
            "access_token": pair.access,
            "refresh_token": pair.refresh,
            "expires_in": str(int(self.access_life)),
        }

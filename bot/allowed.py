"""Where files may be fetched from: what the operator allows, beside what any address may say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_LONGEST = 2_000
_ORIGIN = re.compile(r"https?://[^/?#@]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Where files may be fetched from."""

    hosts: tuple[str, ...]
    """Names of hosts with all below them: `zdn.vn` stands for `photo.zdn.vn`, too."""
    origins: tuple[str, ...] = ()
    """Whole origins (`http://127.0.0.1:8081`) that are trusted as they are: a server of one's own, for trials."""

    @classmethod
    def of(cls, names: Sequence[str]) -> Allowed:
        """Reads what the operator wrote. Raises ValueError for what is neither a host's name nor an origin."""
        origins = tuple(name.rstrip("/").lower() for name in names if "://" in name)
        hosts = tuple(name.strip(".").lower() for name in names if "://" not in name)
        if not all(map(_ORIGIN.fullmatch, origins)) or not all(map(_is_host, hosts)):
            raise ValueError("neither a host's name nor an origin")
        return cls(hosts, origins)

    def trusts(self, url: str) -> bool:
        """Whether this is on one of the origins."""
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}".lower() in self.origins

    def allows(self, url: str) -> bool:
        """Whether this may be asked for."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return False
        if parts.username is not None or parts.password is not None or len(url) > _LONGEST:
            return False
        if self.trusts(url):
            return True
        named = any(host == each or host.endswith("." + each) for each in self.hosts)
        return parts.scheme == "https" and port in (None, 443) and named


def _is_host(name: str) -> bool:
    return bool(re.fullmatch(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", name, re.ASCII)) and not name[-1].isdigit()

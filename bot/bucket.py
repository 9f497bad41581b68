"""A bucket for kept files: S3, or what speaks like it (MinIO, Ceph, the clouds of Vietnamese providers).

What lies there is named by the hash of its content, so it is never changed, and writing it twice is writing it once.
"""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.media import NotNow
from bot.wrong import wrong

_CONNECT, _READ = 5, 20
_PROBE = "caunoi-check"


class Bucket:
    """One bucket, or a folder in it: `s3://KEY:SECRET@host/bucket/folder`; `s3+http://` for trials without TLS."""

    def __init__(self, url: str) -> None:
        """Raises Wrong where the libraries for it are not installed."""
        try:
            import s3fs
            from botocore.exceptions import BotoCoreError, ClientError
        except ImportError:
            raise wrong("MEDIA_STORE_URL", "pip install 'caunoi[s3]'") from None
        parts = urlsplit(url)
        scheme = "http" if parts.scheme == "s3+http" else "https"
        self._faults: tuple[type[Exception], ...] = (OSError, BotoCoreError, ClientError)
        self._root = parts.path.strip("/")
        self._made = False
        self._fs: Any = s3fs.S3FileSystem(
            key=unquote(parts.username or ""),
            secret=unquote(parts.password or ""),
            endpoint_url=f"{scheme}://{parts.netloc.rpartition('@')[2]}",
            config_kwargs={"connect_timeout": _CONNECT, "read_timeout": _READ, "retries": {"max_attempts": 2}},
            asynchronous=True,
            skip_instance_cache=True,
        )

    async def put(self, digest: str, path: Path) -> None:
        """Keeps the content of a file. Raises NotNow."""
        await self._done(self._fs._put_file(str(path), self._at(digest)))

    async def get(self, digest: str, path: Path) -> bool:
        """Writes a content to a file; False when it has none. Raises NotNow."""
        try:
            await self._done(self._fs._get_file(self._at(digest), str(path)))
        except _Nothing:
            return False
        return True

    async def probe(self, folder: Path) -> None:
        """Writes something, and reads it again. Raises NotNow."""
        there = folder / _PROBE
        there.write_text(_PROBE, encoding="utf-8")
        try:
            await self.put(_PROBE, there)
            there.unlink()
            if not await self.get(_PROBE, there):
                raise NotNow("the bucket has not kept what was written")
        finally:
            there.unlink(missing_ok=True)

    async def close(self) -> None:
        """Ends its connections."""
        if self._made:
            self._made = False
            await (await self._fs.set_session()).close()

    def _at(self, digest: str) -> str:
        return f"{self._root}/{digest[:2]}/{digest}"

    async def _done(self, call: Awaitable[Any]) -> None:
        self._made = True
        try:
            await call
        except FileNotFoundError:
            raise _Nothing("nothing of that name in the bucket, or no such bucket") from None
        except self._faults as error:  # its text may quote what was sent
            raise NotNow(f"the bucket is away ({type(error).__name__})") from None


class _Nothing(NotNow):
    pass

"""Files that the app uploads: their size, what they are, and how many a month."""

from __future__ import annotations

from aiohttp import web

from tests.fakes.faults import Json, Refusal
from tests.fakes.zalo_oa.checks import wrong
from tests.fakes.zalo_oa.world import Upload, World

MB = 1_000_000
MOST = {"image": 1 * MB, "gif": 5 * MB, "file": 5 * MB}
_BEGINS = {
    "image": {".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG"},
    "gif": {".gif": b"GIF8"},
    "file": {".pdf": b"%PDF", ".doc": b"\xd0\xcf\x11\xe0", ".docx": b"PK\x03\x04", ".csv": b""},
}


class Uploads:
    """`/v2.0/oa/upload/…`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.a_month = 5000
        self.taken: dict[tuple[int, int], int] = {}

    async def take(self, kind: str, request: web.Request) -> Json:
        """The id or token of what was uploaded. Raises Refusal."""
        if request.content_type != "multipart/form-data":
            raise wrong("an upload is multipart")
        form = await request.post()
        file = form.get("file")
        if set(form) != {"file"} or not isinstance(file, web.FileField):
            raise wrong("an upload has one field, file")
        with file.file as opened:
            content = opened.read()
        _fits(kind, file.filename, content)
        month = self._world.month(self._world.now())
        if self.taken.get(month, 0) >= self.a_month:
            raise Refusal(-211, "Out of quota: uploads of this month")
        self.taken[month] = self.taken.get(month, 0) + 1
        upload = Upload(self._world.mint(40), kind, file.filename, content, self._world.now())
        self._world.uploads[upload.id] = upload
        self._world.bell.ring()
        if kind == "file":
            return {"token": upload.id}
        return {"attachment_id": upload.id, **({"width": 120, "height": 80} if kind == "gif" else {})}


def _fits(kind: str, name: str, content: bytes) -> None:
    ending = "." + name.rpartition(".")[2].lower()
    if ending not in _BEGINS[kind]:
        raise wrong(f"{name!r} is not supported as {kind}")
    if not content or not content.startswith(_BEGINS[kind][ending]):
        raise wrong(f"what {name!r} holds is no {kind}")
    if len(content) > MOST[kind]:
        raise Refusal(-210, f"{kind} is larger than {MOST[kind] // MB} MB")

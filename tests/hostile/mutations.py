"""True updates, changed until they are none: in their shape, their values, their bytes. Seeded."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.hostile.texts import Texts

PAYLOADS = Path(__file__).parents[1] / "payloads" / "telegram"
SPEC = Path(__file__).parents[1] / "fakes" / "botapi_spec.json"

Steps = tuple[str | int, ...]

WEB: tuple[dict[str, Any], ...] = (
    {"chat": "a" * 32, "at": "2026-11-21T03:00:00+00:00", "name": "Lan", "language": "vi", "type": "start",
     "message_id": "start:1", "code": "k3Jd_82-aB"},
    {"chat": "a" * 32, "at": "2026-11-21T03:00:00+00:00", "name": "Lan", "language": "vi", "type": "said",
     "message_id": "7", "text": "Xã hỏi", "client_id": "abcdefgh", "reply_to": "5",
     "files": [{"kind": "photo", "id": "b" * 32, "name": "anh.png", "mime": "image/png", "size": 12}]},
    {"chat": "a" * 32, "at": "2026-11-21T03:00:00+00:00", "name": "", "language": None, "type": "edited",
     "message_id": "7", "text": "Xã hỏi lại", "files": []},
    {"chat": "a" * 32, "at": "2026-11-21T03:00:00+00:00", "name": "Lan", "language": "en", "type": "pressed",
     "message_id": "9", "token": "p7Kq:2", "press_id": "abcdefgh"},
)  # fmt: skip


def captured() -> list[dict[str, Any]]:
    """The shapes of Telegram's updates that we have."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(PAYLOADS.glob("*.json"))]


class Mutations:
    """Draws one after another, from shapes that are left as they are."""

    def __init__(
        self,
        seed: int,
        shapes: list[dict[str, Any]],
        broken: list[bytes] | None = None,
        fill: Callable[[bytes], bytes] = bytes,
    ) -> None:
        """`fill` may write other people and numbers into a shape before it is changed."""
        self._dice = random.Random(seed)
        self._fill = fill
        self._texts = Texts(seed)
        self._shapes = [(json.dumps(shape).encode(), list(_paths(shape))) for shape in shapes]
        self._broken = broken or []
        self._fields = _field_names(shapes)
        self._values: tuple[Callable[[], Any], ...] = (
            lambda: None, lambda: True, lambda: False, lambda: 0, lambda: -1, lambda: "", list, dict,
            lambda: 2**31, lambda: 2**63, lambda: -(2**63) - 1, lambda: 10**400, lambda: 1e308, lambda: 0.5,
            lambda: float("nan"), lambda: float("inf"), lambda: [[]], lambda: [None], lambda: "1", lambda: "/start",
            lambda: next(self._texts.draw(1)), lambda: next(self._texts.draw(1)), self._texts.name,
            lambda: {"id": 1, "type": "private"}, self._deep, self._wide, self._somewhere_else,
        )  # fmt: skip

    def draw(self, number: int) -> Iterator[bytes]:
        """So many updates as bytes."""
        for _ in range(number):
            yield self.one()

    def one(self) -> bytes:
        """The next."""
        if self._broken and self._dice.random() < 0.02:
            return self._in_bytes(self._fill(self._dice.choice(self._broken)))
        update = self.update()
        raw = json.dumps(update, ensure_ascii=self._dice.random() < 0.9).encode("utf-8", "surrogatepass")
        return self._in_bytes(raw) if self._dice.random() < 0.15 else raw

    def update(self, shape: dict[str, Any] | None = None) -> Any:
        """A changed update as a value."""
        if shape is None:
            raw, paths = self._dice.choice(self._shapes)
            shape = json.loads(self._fill(raw))
        else:
            paths = list(_paths(shape))
        tree: Any = shape
        for _ in range(self._dice.choice((1, 1, 1, 2, 3, 8))):
            tree = self._changed(tree, self._dice.choice(paths))
        return tree

    def _changed(self, tree: Any, path: Steps) -> Any:
        holder: Any = {"": tree}
        steps: Steps = ("", *path)
        node = holder
        for step in steps[:-1]:
            if not _has(node, step):
                return tree  # an earlier change took it away
            node = node[step]
        self._change(node, steps[-1])
        return holder.get("")

    def _change(self, node: Any, step: str | int) -> None:
        if not _has(node, step):
            return
        match self._dice.randrange(6):
            case 0 if isinstance(node, dict):
                del node[step]
            case 1 if isinstance(node, dict):
                node[self._dice.choice(self._fields)] = self._value()
            case 2 if isinstance(node, dict):
                node[self._dice.choice(self._fields)] = node.pop(step)
            case 3 if isinstance(node, list):
                node.extend([self._value()] * self._dice.choice((1, 2, 300)))
            case 4 if isinstance(node[step], int | float) and not isinstance(node[step], bool):
                node[step] = self._number(node[step])
            case _:
                node[step] = self._value()

    def _value(self) -> Any:
        return self._dice.choice(self._values)()

    def _number(self, was: float) -> Any:
        return self._dice.choice(
            (-was, was + 1, was * 2, str(was) + ".5", str(was), 10 ** self._dice.randint(1, 60), -(10**30))
        )

    def _deep(self) -> Any:
        made: Any = self._dice.choice(([], {}, "x"))
        for _ in range(self._dice.choice((3, 50, 400))):
            made = [made] if self._dice.random() < 0.5 else {self._dice.choice(self._fields): made}
        return made

    def _wide(self) -> Any:
        return [self._dice.randrange(9)] * 2_000 if self._dice.random() < 0.2 else dict.fromkeys(self._fields[:40], 1)

    def _somewhere_else(self) -> Any:
        """A part of a true update, where it does not belong."""
        raw, paths = self._dice.choice(self._shapes)
        node: Any = json.loads(raw)
        for step in self._dice.choice(paths):
            node = node[step]
        return copy.deepcopy(node)

    def _in_bytes(self, raw: bytes) -> bytes:
        at = self._dice.randrange(len(raw) + 1)
        match self._dice.randrange(10):
            case 0:
                return raw[:at]
            case 1:
                return raw[:at] + self._dice.randbytes(self._dice.randint(1, 8)) + raw[at:]
            case 2:
                return raw[:at] + raw[at + 1 :]
            case 3:
                return raw.replace(
                    b"{", b'{"update_id":1,"message":null,"chat":{},"text":"x",', self._dice.randint(1, 3)
                )
            case 4:
                return raw.decode("utf-8", "replace").encode(self._dice.choice(("utf-16", "utf-32", "utf-16-le")))
            case 5:
                return b"\xef\xbb\xbf" + raw
            case 6:
                return raw.replace(b'"', b"'", 3)
            case 7:
                return raw + raw
            case 8:
                return b'{"update_id":' + b"[" * self._dice.choice((10, 2_000, 100_000)) + raw
            case _:
                return self._dice.randbytes(self._dice.randint(0, 200))


def _paths(node: Any, before: Steps = ()) -> Iterator[Steps]:
    yield before
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _paths(value, (*before, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _paths(value, (*before, number))


def _has(node: Any, step: str | int) -> bool:
    if isinstance(node, dict):
        return step in node
    return isinstance(node, list) and isinstance(step, int) and step < len(node)


def _field_names(shapes: list[dict[str, Any]]) -> list[str]:
    spec: dict[str, list[list[str]]] = json.loads(SPEC.read_text("utf-8"))
    of_methods = {name for required, optional in spec.values() for name in (*required, *optional)}
    of_shapes = {step for shape in shapes for path in _paths(shape) for step in path if isinstance(step, str)}
    return sorted(of_methods | of_shapes)

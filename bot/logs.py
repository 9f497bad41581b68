"""Logs: one JSON object a line, without secrets and without floods.

Redaction sits on every handler and works on the finished line: whatever was logged, by whichever library, as text,
argument or traceback, has passed it. (httpx logs each address, with the bot's token, at INFO; `repr(Bot)` holds it.)
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO
from urllib.parse import quote

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

HIDDEN = "[hidden]"
_TOKEN = re.compile(r"\d+(?::|%3[Aa])[A-Za-z0-9_-]{30,}")
_SHORTEST_SECRET = 6
_LONGEST_TEXT = 6_000
"""Characters of one text in a line: an error may quote what was sent, and nobody shall fill the disk with that."""
_QUIET = ("httpx", "httpcore", "telegram", "apscheduler", "alembic", "asyncio")
# What a terminal or a log viewer could take for an order, or for the end of a line. JSON escapes C0 by itself.
_CONTROL = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Redactor:
    """Takes secrets out of a text: those it was told of, and whatever looks like a bot's token."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in _forms(secret)}
        # Longest first: a secret that begins another one must not leave the other's end behind.
        ordered = sorted(forms, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def __call__(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        return _TOKEN.sub(HIDDEN, text)


def _forms(secret: str) -> set[str]:
    """A secret as it may stand in a line: plain, in an address, in JSON, in a `repr`."""
    return {secret, quote(secret), quote(secret, safe=""), json.dumps(secret)[1:-1], repr(secret)[1:-1]}


class RepeatFilter(logging.Filter):
    """Lets the same line through once a minute; the next one says how many were left out (`repeated`).

    That holds for warnings and errors, and for whatever names a `key`, because strangers can cause it.
    """

    def __init__(self, every: float = 60, now: Callable[[], float] = time.monotonic, most_keys: int = 1_000) -> None:
        super().__init__()
        self._every = every
        self._now = now
        self._most_keys = most_keys
        self._seen: dict[tuple[Any, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING and not hasattr(record, "key"):
            return True
        # The place in the code is the key, not the text: a text differs by its arguments, and floods all the same.
        key = (record.name, record.levelno, record.pathname, record.lineno, getattr(record, "key", None))
        now = self._now()
        since, left_out = self._seen.get(key, (None, 0))
        if since is not None and now - since < self._every:
            self._seen[key] = (since, left_out + 1)
            return False
        if left_out:
            record.repeated = left_out
        if len(self._seen) >= self._most_keys:
            self._forget(now)
        self._seen[key] = (now, 0)
        return True

    def _forget(self, now: float) -> None:
        self._seen = {key: kept for key, kept in self._seen.items() if now - kept[0] < self._every}
        if len(self._seen) >= self._most_keys:
            self._seen.clear()


class LineFormatter(JsonFormatter):
    """A record as one line of JSON: time, level, logger, message and what was given as `extra`."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__(
            "{levelname}{name}{message}",
            style="{",
            rename_fields={"levelname": "level", "name": "logger"},
            reserved_attrs=[*RESERVED_ATTRS, "key"],
            json_ensure_ascii=False,
        )
        self._redact = redact

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        log_data["at"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        super().add_fields(log_data, record, message_dict)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        # Before JSON's own escapes make a secret unrecognisable; `format` looks once more at the finished line.
        return {key: self._clean(value) for key, value in log_data.items()}

    def _clean(self, value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, dict):
            return {str(key): self._clean(item) for key, item in value.items()}
        if isinstance(value, list | tuple | set):
            return [self._clean(item) for item in value]
        return _shortened(self._redact(str(value)))

    def format(self, record: logging.LogRecord) -> str:
        try:
            line = super().format(record)
        except Exception as error:  # a log call must never end what it tells about
            why = _shortened(self._redact(repr(error)))
            line = json.dumps({"level": record.levelname, "logger": record.name, "message": why})
        line = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", self._redact(line))
        return line.encode("utf-8", "backslashreplace").decode("utf-8")


def _shortened(text: str) -> str:
    # After redaction: half a secret would not be known for one. A traceback says most at its beginning and its end.
    left_out = len(text) - _LONGEST_TEXT
    if left_out <= 0:
        return text
    return f"{text[: _LONGEST_TEXT // 2]} [… {left_out} characters …] {text[-_LONGEST_TEXT // 2 :]}"


def set_up(level: str, secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Sends all logs of this process to `stream` (standard error), one JSON object a line."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(RepeatFilter())
    handler.setFormatter(LineFormatter(Redactor(secrets)))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _log_crash
    logging.raiseExceptions = False  # a traceback of the logging itself would bypass the redaction


def _log_crash(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
    else:
        logging.getLogger(__name__).critical("stopped by an error", exc_info=(kind, error, traceback))

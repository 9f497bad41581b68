"""A bank is packed and unpacked again; what is none is refused."""

from __future__ import annotations

import base64
import gzip
import json

import pytest

from faq import parcel
from faq.fault import FaultCode
from faq.fields import catalogue
from faq.load import MAX_BYTES, Form, starter_bank
from faq.parcel import packed, unpacked

_SPOILT = gzip.compress(b"x" * 100)[:10] + b"\xff" * 100


def test_what_is_packed_is_unpacked() -> None:
    kept = unpacked(packed(starter_bank()), catalogue())
    assert kept.faults == ()
    assert list(kept.entries) == sorted(starter_bank(), key=lambda entry: entry.id)
    assert len(packed(starter_bank())) < 100_000


def test_faults_are_told() -> None:
    line = json.dumps({"id": "a", "question": "Hỏi?"}).encode()
    [*_, fault] = unpacked(base64.b64encode(gzip.compress(line)).decode(), catalogue()).faults
    assert (fault.line, fault.code) == (1, FaultCode.MISSING)


@pytest.mark.parametrize(
    "text", ["x", "đ", "AAAA", packed(starter_bank())[:1_000], base64.b64encode(_SPOILT).decode()]
)
def test_what_is_no_parcel_is_refused(text: str) -> None:
    with pytest.raises((OSError, EOFError)):
        unpacked(text)


def test_what_is_larger_than_a_bank_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "MAX_BYTES", {**MAX_BYTES, Form.JSONL: 10_000})
    with pytest.raises(OSError, match="more than a bank"):
        unpacked(packed(starter_bank()))

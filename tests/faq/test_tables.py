"""Tables of words that a ministry adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.entry import Entry
from faq.fault import FaultCode
from faq.lexicon import lexicon, lexicon_of
from faq.match import Bank
from faq.means import Means
from faq.tables import (
    MAX_BYTES,
    MAX_FAULTS,
    MAX_ITEMS,
    FaultyTables,
    read_tables,
    read_tables_file,
    shipped_tables,
)  # fmt: skip

MORE = """
short:
  XNK: xuất nhập khẩu
  ĐVSNCL: đơn vị sự nghiệp công lập
same:
  - [điện mặt trời áp mái, pin mặt trời trên mái]
broader:
  cá tra: [thủy sản]
facets:
  fee: [đóng bao nhiêu]
acts:
  end: [trả mặt bằng]
empty: kính thưa
not_empty_when_bare: [thua]
"""


def faults(text: str) -> list[tuple[int, str, str, FaultCode]]:
    with pytest.raises(FaultyTables) as raised:
        read_tables(text)
    return [(fault.line, fault.item, fault.key, fault.code) for fault in raised.value.faults]


def test_what_is_added_is_known_beside_what_is_shipped() -> None:
    known = lexicon_of(shipped_tables().and_more(read_tables(MORE)))
    spelt = " ".join(known.wording("UBND về XNK, dvsncl").accented)
    assert spelt == "ủy ban nhân dân về xuất nhập khẩu đơn vị sự nghiệp công lập"
    asked = known.wording("nuôi cá tra và pin mặt trời trên mái")
    others = [" ".join(words) for _, _, words, _ in known.others(asked)]
    assert "thủy sản" in others
    assert "điện mặt trời áp mái" in others
    assert known.wording("phải đóng bao nhiêu").facets >= {"fee"}
    assert known.wording("trả mặt bằng").facets >= {"end"}
    assert known.is_empty("kính", marked=True)
    assert known.is_empty("kinh", marked=False)
    assert not known.is_empty("thua", marked=False)
    assert lexicon().wording("XNK").accented == ("xnk",), "the shipped ones stay as they are"


def test_where_both_spell_out_the_same_ones_own_counts() -> None:
    known = lexicon_of(shipped_tables().and_more(read_tables("short: {ccn: cụm công nghệ}")))
    assert known.wording("CCN").accented == ("cụm", "công", "nghệ")


def test_shipped_tables_alone_are_the_lexicon() -> None:
    assert lexicon_of(shipped_tables()) == lexicon()


def test_a_bank_matches_with_them() -> None:
    entries = [
        Entry("pin", "", "", "Lắp pin mặt trời trên mái có phải xin phép không?"),
        Entry("b", "", "", "Chợ đêm"),
    ]
    own = Means(lexicon=lexicon_of(shipped_tables().and_more(read_tables("same: [[pin mặt trời, tấm quang năng]]"))))
    without, with_them = (Bank(entries, means).match("lắp tấm quang năng") for means in (None, own))
    assert with_them[0].confidence > without[0].confidence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (1, "", "", FaultCode.NOT_TABLES)),
        ("- a\n- b", (1, "", "", FaultCode.NOT_TABLES)),
        ("short: {", (2, "", "", FaultCode.UNREADABLE)),
        ("short: &a {x1: y}\nsame: *a", (1, "", "", FaultCode.ALIAS)),
        ("shorts: {}", (1, "shorts", "", FaultCode.UNKNOWN_KEY)),
        ("told: [fee]", (1, "told", "", FaultCode.UNKNOWN_KEY)),
        ("short: {}\nshort: {}", (2, "short", "", FaultCode.REPEATED_KEY)),
        ("short: [a]", (1, "short", "", FaultCode.NOT_A_MAPPING)),
        ("short:\n  a b: c", (2, "short", "a b", FaultCode.NOT_ONE_WORD)),
        ("short:\n  '?!': c", (2, "short", "?!", FaultCode.NOT_ONE_WORD)),
        ("short:\n  ab: [c]", (2, "short", "ab", FaultCode.NOT_TEXT)),
        ("short:\n  ab:", (2, "short", "ab", FaultCode.EMPTY)),
        ("short:\n  ab: c\n  ab: d", (2, "short", "ab", FaultCode.REPEATED_KEY)),
        ("same: {a: b}", (1, "same", "", FaultCode.NOT_A_LIST)),
        ("same:\n  - một", (2, "same", "", FaultCode.NOT_A_LIST)),
        ("same:\n  - [một]", (2, "same", "một", FaultCode.TOO_FEW)),
        ("same:\n  - [Một, một]", (2, "same", "Một", FaultCode.TOO_FEW)),
        ("same:\n  - [một, '...']", (2, "same", "", FaultCode.EMPTY)),
        (f"same:\n  - [một, {'hai ' * 11}]", (2, "same", "", FaultCode.TOO_MANY_WORDS)),
        (f"short:\n  abc: {'x' * 201}", (2, "short", "abc", FaultCode.TOO_LONG)),
        ("same:\n  - []", (2, "same", "", FaultCode.TOO_FEW)),
        ("short:\n  CA: công an", (2, "short", "CA", FaultCode.ALSO_A_WORD)),
        ("short:\n  ĐTX: điện thoại xã\n  DTX: diện tích xã", (3, "short", "DTX", FaultCode.SAME_AS)),
        ("short:\n  XNK: xuất nhập khẩu\n  xnk: xây nhà kho", (3, "short", "xnk", FaultCode.SAME_AS)),
        ("broader:\n  cá: thủy sản", (2, "broader", "cá", FaultCode.NOT_A_LIST)),
        ("facets:\n  price: [giá]", (2, "facets", "price", FaultCode.UNKNOWN_FACET)),
        ("acts:\n  fee: [giá]", (2, "acts", "fee", FaultCode.UNKNOWN_FACET)),
        ("empty: {a: b}", (1, "empty", "", FaultCode.NOT_A_LIST)),
    ],
)
def test_each_fault_is_named(text: str, found: tuple[int, str, str, FaultCode]) -> None:
    assert found in faults(text)


def test_all_faults_are_told_at_once() -> None:
    assert len(faults("shorts: {}\nshort: {a b: c, '': d}\nsame: [x]\nfacets: {price: [y]}")) >= 5
    assert len(faults("same: [" + "x, " * 5_000 + "]")) == MAX_FAULTS
    assert (1, "same", "", FaultCode.TOO_MANY) in faults("same: [" + "[a, b], " * (MAX_ITEMS + 1) + "]")


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    for content, code in (
        (b"a" * (MAX_BYTES + 1), FaultCode.TOO_LARGE),
        (b"short: {a\xff: b}", FaultCode.BAD_CHARACTERS),
    ):
        file.write_bytes(content)
        with pytest.raises(FaultyTables) as raised:
            read_tables_file(file)
        assert [fault.code for fault in raised.value.faults] == [code]
    file.write_bytes("\ufeffshort: {ab: cơ quan}".encode())
    assert read_tables_file(file).short == {"ab": "cơ quan"}
    with pytest.raises(OSError, match="No such"):
        read_tables_file(tmp_path / "none.yaml")

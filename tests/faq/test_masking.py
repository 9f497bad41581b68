"""What points at one citizen is left out; what the law and the answer need stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.load import starter_bank
from faq.masking import Masked, Personal, masked


def hidden(text: str) -> Masked:
    return masked(text, lambda kind: f"[{kind}]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ông Nguyễn Văn A hỏi", "Ông [name] hỏi"),
        ("hộ bà Hoàng Thị Lan xin cấp", "hộ bà [name] xin cấp"),
        ("ông Nguyễn Văn Tám đã làm", "ông [name] đã làm"),
        ("CCCD 020 190 001 234", "CCCD [identity]"),
        ("số 020190001234 nộp", "số [identity] nộp"),
        ("cmnd số 123456789", "cmnd số [identity]"),
        ("gọi 0912.345.678 nhé", "gọi [phone] nhé"),
        ("+84 912 345 678", "[phone]"),
        ("máy bàn 02053812345", "máy bàn [phone]"),
        ("lan.ht@langson.gov.vn", "[email]"),
        ("STK: 1234 5678 9012", "STK: [account]"),
        ("mã số thuế 0101234567-001", "mã số thuế [tax]"),
        ("sinh ngày 01/02/1980", "sinh ngày [birth]"),
        ("thửa đất số 12, tờ bản đồ số 5", "thửa đất số [plot], tờ bản đồ số [plot]"),
        ("số nhà 12/3 phố Huế", "số nhà [house] phố Huế"),
        ("xe 29A-123.45", "xe [plate]"),
        ("CMND số: 123456789", "CMND số: [identity]"),
        ("hộ chiếu số: B1234567", "hộ chiếu số: [identity]"),
        ("số tài khoản của tôi là 19001234567890", "số tài khoản của tôi là [account]"),
        ("mã số thuế cá nhân: 8123456789", "mã số thuế cá nhân: [tax]"),
        ("sđt0912345678", "sđt[phone]"),
        ("ĐT.0912345678", "ĐT.[phone]"),
        ("SĐT-0912.345.678", "SĐT-[phone]"),
        ("anh Tám (0912 345 678)", "anh [name] ([phone])"),
        ("(+84)912345678", "[phone]"),
        ("sinh ngày: 01/02/1980", "sinh ngày: [birth]"),
        ("thửa 123 tờ 45", "thửa [plot] tờ [plot]"),
        ("tôi là Nguyễn Văn An", "tôi là [name]"),
        ("ÔNG NGUYỄN VĂN AN", "ÔNG [name]"),
        ("vợ là Lê Thị Hoa", "vợ là [name]"),
        ("bà Chi Thị Hoa", "bà [name]"),
        ("nhà số 12 thôn Nà Pài", "nhà số [house] thôn Nà Pài"),
    ],
)
def test_what_points_at_one_person_is_left_out(text: str, shown: str) -> None:
    assert hidden(text).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "Theo khoản 2 Điều 5 Nghị định 139/2025/NĐ-CP, trước 30/11/2026",
        "Phạt từ 10.000.000 đồng đến 20.000.000 đồng",
        "Thủ tục mã 1.115377, tổng đài 1900 1234",
        "Anh/chị gửi Sở Công Thương; bà Ủy ban nhân dân xã không ký",
        "Vốn 5000000000 đồng",
        "Ông bà nộp tại Trung tâm phục vụ hành chính công",
    ],
)
def test_what_the_answer_needs_stays(text: str) -> None:
    assert hidden(text) == Masked(text, ())


def test_nothing_of_the_starter_bank_is_taken_for_a_citizen() -> None:
    answers = [text for entry in starter_bank() for text in (entry.question, entry.answer)]
    assert [text for text in answers if hidden(text).found] == []


def test_what_was_found_is_told_once_each() -> None:
    found = hidden("Chị Hoàng Thị Lan 0912345678, anh Trần Văn Minh 0987654321").found
    assert found == (Personal.NAME, Personal.PHONE)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("part", ["ông ", " ", "1", "84", "stk ", "cccd  ", "a", "a@", "Ông Ab ", "tk số là "])
def test_a_long_text_is_no_burden(part: str) -> None:
    # Each of these took minutes where a pattern looked again and again at what it had seen.
    hidden("ông " + part * (50_000 // len(part)))


@given(st.text(max_size=300))
def test_no_text_raises_and_what_was_masked_is_not_found_again(text: str) -> None:
    once = masked(text, lambda _kind: "[…]")
    assert masked(once.text, lambda _kind: "[…]").text == once.text

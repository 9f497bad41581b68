import pytest

from faq.lexicon import lexicon

KNOWN = lexicon()


def spelt(text: str, *, asked: bool = False) -> str:
    return " ".join(KNOWN.wording(text, asked=asked).accented)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("UBND xã", "ủy ban nhân dân xã"),
        ("HĐND", "hội đồng nhân dân"),
        ("TTHC", "thủ tục hành chính"),
        ("GCN QSDĐ", "giấy chứng nhận quyền sử dụng đất"),
        ("gcnqsdd", "giấy chứng nhận quyền sử dụng đất"),
        ("ATTP, PCCC, CCN", "an toàn thực phẩm phòng cháy chữa cháy cụm công nghiệp"),
        ("hkd co dc ban ko", "hộ kinh doanh co được ban không"),
    ],
)
def test_abbreviations_are_spelt_out(short: str, long: str) -> None:
    assert spelt(short) == long


def test_abbreviations_of_several_readings_stay() -> None:
    assert spelt("NĐ 139, TT 14, CT xã") == "nđ 139 tt 14 ct xã"


def test_everyday_words_bring_the_official_term_to_a_question_only() -> None:
    assert "quyền sử dụng đất" in spelt("mất sổ đỏ", asked=True)
    assert "quyền sử dụng đất" in spelt("mat so do", asked=True)
    assert spelt("mất sổ đỏ") == "mất sổ đỏ"


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("Ai cấp giấy phép?", "who"),
        ("Hồ sơ gồm những gì", "dossier"),
        ("mấy ngày xong", "time"),
        ("may ngay xong", "time"),
        ("lệ phí bao nhiêu tiền", "fee"),
        ("có phải đăng ký không", "may"),
        ("cấp lại do bị mất", "lost"),
        ("nộp ở đâu ạ", "where"),
    ],
)
def test_what_is_asked_about_a_subject_is_seen(text: str, facet: str) -> None:
    assert facet in KNOWN.wording(text, asked=True).facets


@pytest.mark.parametrize(
    "text", ["hồ sơ gồm những gì", "nop o dau a", "mất bao lâu ạ", "cảm ơn anh nhiều", "test", "ok em"]
)
def test_vague_messages_have_no_content(text: str) -> None:
    assert KNOWN.content(KNOWN.wording(text, asked=True)) == frozenset()


def test_diacritics_tell_an_empty_word_from_a_subject() -> None:
    assert KNOWN.content(KNOWN.wording("thủ tục hỏi", asked=True)) == frozenset()
    assert {"thu", "hoi", "dat"} <= KNOWN.content(KNOWN.wording("thu hồi đất", asked=True))
    assert {"thu", "hoi", "dat"} <= KNOWN.content(KNOWN.wording("thu hoi dat", asked=True))

import pytest

from faq.lexicon import _MOST_WORDS, Wording, lexicon
from faq.text import bare, words

KNOWN = lexicon()


def spelt(text: str) -> str:
    return " ".join(KNOWN.wording(text).accented)


def content(text: str) -> list[str]:
    wording = KNOWN.wording(text)
    return [word for word in wording.accented if not KNOWN.is_empty(word, marked=wording.marked)]


def others(text: str) -> dict[str, float]:
    return {" ".join(other): worth for _, _, other, worth in KNOWN.others(KNOWN.wording(text))}


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
    assert spelt("TT 14, CT xã, nd nay") == "tt 14 ct xã nd nay"


def test_a_word_is_no_abbreviation_that_it_only_resembles() -> None:
    assert spelt("hống hách, hông xe") == "hống hách không xe"
    assert spelt("kính, kê, rá") == "kính kê rá"


def test_keyboards_are_undone() -> None:
    assert spelt("gia6y1 pheps bans ruouwj") == "giấy phép bán rượu"


def test_a_wording_is_seen_in_two_ways() -> None:
    wording = KNOWN.wording("Bán RƯỢU, ở xã!")
    assert wording.accented == ("bán", "rượu", "ở", "xã")
    assert wording.folded == ("ban", "ruou", "o", "xa")
    assert KNOWN.reading(wording.accented) == wording


def test_who_uses_diacritics_means_a_bare_word_to_be_bare() -> None:
    assert KNOWN.wording("bán rượu ở xã").marked
    assert KNOWN.wording("bán ruou").marked
    assert not KNOWN.wording("ban ruou o xa").marked
    assert not KNOWN.wording("ban ruou o xa thanh an thi lam don ở").marked
    assert not KNOWN.wording("").marked


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("Ai cấp giấy phép?", "who"),
        ("Hồ sơ gồm những gì", "dossier"),
        ("mấy ngày xong", "time"),
        ("may ngay xong", "time"),
        ("lệ phí bao nhiêu tiền", "fee"),
        ("có phải đăng ký không", "may"),
        ("nộp ở đâu ạ", "where"),
        ("làm thế nào", "how"),
        ("bị phạt bao nhiêu", "penalty"),
        ("cần điều kiện gì", "condition"),
        ("cấp lần đầu", "first"),
        ("cấp lại do bị mất", "again"),
        ("đổi tên chủ hộ", "change"),
        ("giấy phép hết hạn", "renew"),
        ("tạm ngưng bán mấy tháng", "pause"),
        ("giải thể hợp tác xã", "end"),
        ("bị thu hồi giấy phép", "take"),
        ("chuyển nhượng cho con", "transfer"),
        ("xin bản sao", "copy"),
    ],
)
def test_what_is_asked_about_a_subject_and_what_is_to_be_done_with_it_is_seen(text: str, facet: str) -> None:
    assert facet in KNOWN.wording(text).facets


def test_a_text_that_asks_nothing_has_no_facets() -> None:
    assert KNOWN.wording("rượu thủ công").facets == frozenset()


def test_each_facet_is_a_bit_of_its_own_and_acts_are_the_lowest() -> None:
    facets = (*KNOWN.acts, *KNOWN.aspects)
    assert [KNOWN.facet_bits(frozenset({facet})) for facet in facets] == [1 << at for at in range(len(facets))]
    assert KNOWN.facet_bits(frozenset(facets)) == (1 << len(facets)) - 1 < 1 << 32
    assert KNOWN.facet_bits(frozenset()) == 0


@pytest.mark.parametrize(
    "text", ["hồ sơ gồm những gì", "nop o dau a", "mất bao lâu ạ", "cảm ơn anh nhiều", "test", "ok em", ""]
)
def test_vague_messages_have_no_content(text: str) -> None:
    assert content(text) == []


def test_diacritics_tell_an_empty_word_from_a_subject() -> None:
    assert content("thủ tục hỏi") == []
    assert {"thu", "hồi", "đất"} <= set(content("thu hồi đất"))
    assert {"thu", "hoi", "dat"} <= set(content("thu hoi dat"))


def test_everyday_words_stand_for_the_official_term_and_it_for_them() -> None:
    assert "giấy chứng nhận quyền sử dụng đất" in others("mất sổ đỏ")
    assert "sổ đỏ" in others("mất giấy chứng nhận quyền sử dụng đất")
    assert "bìa đỏ" not in others("mất bìa đỏ")


def test_typed_bare_they_are_worth_a_little_less() -> None:
    term = "giấy chứng nhận quyền sử dụng đất"
    assert 0 < others("mat so do")[term] < others("mất sổ đỏ")[term] < 1


def test_a_bare_word_among_others_with_diacritics_stands_for_nothing_else() -> None:
    assert "giấy chứng nhận quyền sử dụng đất" not in others("mất so do rồi ạ")


def test_what_other_words_stand_for_is_found_where_it_stands() -> None:
    wording = KNOWN.wording("bị mất sổ đỏ rồi")
    places = {(start, end) for start, end, other, _ in KNOWN.others(wording) if "quyền" in other}
    assert (2, 4) in places


def test_an_endless_text_is_cut() -> None:
    assert len(KNOWN.wording("a b " * 1_000).accented) == 400


def test_the_same_text_is_the_same_wording() -> None:
    one, other = (KNOWN.wording(text) for text in ("UBND xã ở đâu?", "  ubnd  XÃ ở đâu"))
    assert one == other
    assert isinstance(one, Wording)


# --- the tables themselves -----------------------------------------------------------------------------------------


def test_no_wording_of_the_tables_is_taken_for_keys() -> None:
    told = {word for table in (KNOWN.same, KNOWN.same_bare) for wording in table for word in wording} | KNOWN.empty
    cues = {word for cues in KNOWN.cues.values() for cue, _ in cues for word in cue}
    typed = sorted(word for word in told | cues if word not in KNOWN.short and bare(word) not in KNOWN.short)
    read = {word: " ".join(KNOWN.wording(word).accented) for word in typed}
    assert {word: other for word, other in read.items() if other != word} == {}


def test_every_cue_gives_its_facet_when_it_is_typed() -> None:
    told = [(" ".join(cue), facet) for cues in KNOWN.cues.values() for cue, facet in cues]
    assert len(told) > 100
    assert [cue for cue, facet in told if facet not in KNOWN.wording(cue).facets] == []


def test_every_empty_word_is_empty_when_it_is_typed() -> None:
    assert [word for word in sorted(KNOWN.empty) if content(f"{word} ạ")] == []


def test_what_is_typed_bare_is_no_abbreviation_of_something_else() -> None:
    """Where the tables know the word with its diacritics: "so hong" is sổ hồng, not "so không"."""
    read = {wording for wording in KNOWN.same if KNOWN.wording(" ".join(wording)).accented == wording}
    wrong = [" ".join(each) for each in read if KNOWN.wording(bare(" ".join(each))).folded != tuple(map(bare, each))]
    assert sorted(wrong) == []


def test_abbreviations_are_spelt_out_in_words_that_stay() -> None:
    assert [short for short, long in KNOWN.short.items() if KNOWN.wording(" ".join(long)).accented != long] == []
    assert [short for short in KNOWN.short if words(short) != (short,)] == []


def test_other_words_are_worth_less_than_the_words_themselves() -> None:
    worths = [worth for table in (KNOWN.same, KNOWN.same_bare) for found in table.values() for _, worth in found]
    assert 0 < min(worths) <= max(worths) < 1
    assert all(wording not in dict(found) for wording, found in KNOWN.same.items())
    assert max(map(len, KNOWN.same)) == max(KNOWN.longest.values())
    assert all(len(wording) <= KNOWN.longest[wording[0]] for wording in KNOWN.same)
    assert all(len(wording) <= KNOWN.longest_bare[bare(wording[0])] for wording in KNOWN.same)


@pytest.mark.parametrize("text", ["İ" * 666, "İ" * 667, "a " * 333, "a " * 900, "UBND " * 133, "UBND " * 300])
def test_of_a_long_text_the_first_words_are_read(text: str) -> None:
    wording = KNOWN.wording(text)
    assert len(wording.accented) == len(wording.folded) <= _MOST_WORDS
    assert wording.accented[:4] == (KNOWN.wording(text[:20]).accented * 4)[:4]

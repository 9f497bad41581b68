import unicodedata
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.entry import Entry
from faq.load import starter_bank
from faq.match import Bank, Decision, Kind, Match, decide
from faq.text import folded, words
from tests.faq.queries import written

STARTER = Bank(starter_bank())


def entry(name: str, question: str, *phrasings: str, field: str = "", ministry: str = "") -> Entry:
    return Entry(name, ministry, field, question, phrasings)


def first(text: str, bank: Bank = STARTER) -> str | None:
    matches = bank.match(text)
    return matches[0].entry if matches else None


def kind(text: str) -> Kind:
    return decide(STARTER.match(text)).kind


def check_confidences(matches: tuple[Match, ...]) -> None:
    confidences = [match.confidence for match in matches]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0.0 <= confidence <= 1.0 for confidence in confidences)
    assert len({match.entry for match in matches}) == len(matches) <= 10


def test_each_starter_entry_is_first_for_its_own_question_and_phrasings() -> None:
    for own in starter_bank():
        for text in (own.question, *own.phrasings):
            assert first(text) == own.id, text
            assert first(folded(text)) == own.id, text


def test_a_question_of_the_bank_is_answered_when_it_says_enough() -> None:
    answered = sum(kind(own.question) is Kind.ANSWER for own in starter_bank())
    assert answered >= 0.98 * len(starter_bank())


OTHER_SPELLINGS = (
    ("cum cong nghiep nam tren 2 xa thi xa nao chu tri", "faq-industrial-clusters-11"),
    ("CCN nằm trên hai xã thì xã nào chủ trì", "faq-industrial-clusters-11"),
    ("xa co con cap phep ban le thuoc la khong", "faq-tobacco-01"),
    ("hộ nấu rượu thủ công có cần đăng ký ko", "faq-alcohol-02"),
    ("chợ xuống cấp xã tự sửa được không", "faq-markets-04"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *OTHER_SPELLINGS,
        ("cumj coong nghieepj nawmf treen hai xax thif xax naof chur trif", "faq-industrial-clusters-11"),
        ("cu5m co6ng nghie65p na8m2 tre6n hai xa4 thi2 xa4 na2o chu3 tri2", "faq-industrial-clusters-11"),
        ("cụmcôngnghiệp nằm trên hai xã thì xã n ào chủtrì", "faq-industrial-clusters-11"),
        ("hộ lấu rượu thủ công có cần đăng kí khôngg", "faq-alcohol-02"),
    ],
)
def test_other_spellings_find_the_entry(text: str, expected: str) -> None:
    assert first(text) == expected


@pytest.mark.parametrize("text", [text for text, _ in OTHER_SPELLINGS])
def test_other_spellings_are_answered(text: str) -> None:
    assert kind(text) is Kind.ANSWER


@pytest.mark.parametrize(
    "text",
    [
        *("hồ sơ gồm những gì", "hồ sơ gồm những gì ạ?", "nộp ở đâu ạ", "mất bao lâu", "ho so can gi", "giấy phép"),
        *("thử", "alo", "dạ", "ok em", "cảm ơn anh nhiều", "chúc cả phòng cuối tuần vui", "em bấm lộn ạ"),
        *("hôm nay trời đẹp quá", "em mới nhận việc, chào mọi người", "giá vàng hôm nay lên hay xuống"),
        *("lương hưu tháng này bao giờ có", "xin cho con học lớp một trái tuyến", "dang ky thi bang lai o to o dau"),
        *("làm lại căn cước bị mất", "xin giấy xác nhận độc thân", "chứng thực bản sao bằng tốt nghiệp"),
    ],
)
def test_vague_messages_small_talk_and_other_fields_get_no_plain_answer(text: str) -> None:
    assert kind(text) is not Kind.ANSWER


@pytest.mark.parametrize("text", ["", " ", "?!", "😀", "\x00", "\ud800", "dạ", "ok"])
def test_what_says_nothing_goes_to_a_person(text: str) -> None:
    assert decide(STARTER.match(text)) == Decision(Kind.ROUTE, ())


def test_confidences_are_probabilities_in_order() -> None:
    for own in starter_bank()[::10]:
        check_confidences(STARTER.match(own.question))


def test_top_bounds_the_matches() -> None:
    text = starter_bank()[0].question
    assert STARTER.match(text, top=3) == STARTER.match(text)[:3]
    assert STARTER.match(text, top=0) == ()


def test_phrasings_count_for_their_entry() -> None:
    bank = Bank(
        [entry("a", "Cấp lại Giấy chứng nhận quyền sử dụng đất", "mất bìa đỏ làm sao"), entry("b", "Mất điện")]
    )
    assert first("bị mất bìa đỏ rồi làm sao", bank) == "a"


def test_two_entries_of_one_wording_are_never_answered() -> None:
    question = "Ai cấp Giấy phép bán lẻ rượu cho hộ kinh doanh?"
    bank = Bank([entry("b", question), entry("a", question.upper()), entry("c", "Chợ hạng 3 do ai quản lý?")])
    matches = bank.match(question)
    assert [match.entry for match in matches[:2]] == ["a", "b"]
    assert decide(matches).kind is Kind.SUGGEST


def test_diacritics_tell_apart_what_is_alike_without_them() -> None:
    bank = Bank([entry("ban", "Bán rượu cho hộ dân"), entry("ban-2", "Bàn rượu cho hộ dân")])
    assert first("bàn rượu cho hộ dân", bank) == "ban-2"
    assert first("bán rượu cho hộ dân", bank) == "ban"


def test_of_many_that_fit_alike_the_first_by_id_come() -> None:
    entries = [entry(f"{at:02}", f"đất số{at}") for at in range(60)]
    for bank in (Bank(entries), Bank(entries[30:]).with_entries(entries[:30])):
        assert [match.entry for match in bank.match("đất", top=3)] == ["00", "01", "02"]


def test_the_order_of_the_bank_does_not_matter() -> None:
    backwards = Bank(reversed(starter_bank()))
    for own in starter_bank()[::7]:
        assert backwards.match(own.question) == STARTER.match(own.question)


def test_an_empty_bank_routes_everything() -> None:
    assert Bank([]).match("Ai cấp Giấy phép?") == ()
    assert Bank([entry("a", "?"), entry("b", "")]).match("?") == ()


def test_entries_are_kept_by_id() -> None:
    own = starter_bank()[0]
    assert len(STARTER) == 208
    assert STARTER.get(own.id) == own
    assert STARTER.get("không có") is None


# --- a bank that changes -------------------------------------------------------------------------------------------


def test_an_entry_put_in_is_found_a_changed_one_by_its_new_words_and_one_taken_out_no_more() -> None:
    bank = Bank([entry("a", "bán rượu"), entry("b", "chợ đêm")])
    more = bank.with_entries([entry("c", "đập thủy điện")])
    assert (first("đập thủy điện", more), len(more)) == ("c", 3)
    changed = more.with_entries([entry("c", "giếng khoan")])
    assert (first("đập thủy điện", changed), first("giếng khoan", changed), len(changed)) == (None, "c", 3)
    fewer = changed.without(["c", "không có"])
    assert (first("giếng khoan", fewer), fewer.get("c"), len(fewer)) == (None, None, 2)
    assert first("giếng khoan", fewer.with_entries([entry("c", "giếng khoan")])) == "c"


def test_of_entries_with_one_id_the_last_stays() -> None:
    twice = [entry("a", "bán rượu"), entry("a", "chợ đêm")]
    for bank in (Bank(twice), Bank().with_entries(twice), Bank(twice[:1]).with_entries(twice[1:])):
        assert len(bank) == 1
        assert (first("bán rượu", bank), first("chợ đêm", bank)) == (None, "a")
        assert bank.get("a") == twice[1]


def test_an_old_bank_answers_as_before() -> None:
    old = Bank([entry("a", "bán rượu"), entry("b", "chợ đêm")])
    before = [old.match(text) for text in ("bán rượu", "cho dem", "ban")]
    changed = old.with_entries([entry("a", "chợ đêm"), entry("c", "bán rượu")]).without(["b"])
    assert first("bán rượu", changed) == "c"
    assert [old.match(text) for text in ("bán rượu", "cho dem", "ban")] == before


def test_what_an_old_bank_finds_it_can_still_show() -> None:
    entries = (entry("a", "bán rượu", field="alcohol"), entry("b", "chợ đêm", field="markets"))
    old = Bank(entries)
    old.with_entries([entry("a", "đập thủy điện", field="dams")]).without(["b"])
    assert [old.get(match.entry) for text in ("bán rượu", "chợ đêm") for match in old.match(text)] == list(entries)
    assert [guess.field for guess in old.guess_field(old.match("chợ đêm"))] == ["markets"]
    assert len(old) == 2


def test_an_old_bank_can_be_changed_twice() -> None:
    old = Bank([entry("a", "bán rượu"), entry("b", "chợ đêm")])
    for bank in (old.without(["a"]), old.without(["a"])):
        assert first("bán rượu", bank) is None
        assert first("chợ đêm", bank) == "b"
        assert len(bank) == 1


@pytest.mark.slow
def test_the_starter_bank_put_in_step_by_step_answers_alike() -> None:
    entries = starter_bank()
    bank = Bank(entries[::2])
    for start in range(1, 40, 8):
        bank = bank.with_entries(entries[start::40])
    bank = bank.with_entries(entries[1::2])
    texts = [query.text for query in written()]
    assert {text: bank.match(text) for text in texts} == {text: STARTER.match(text) for text in texts}


# --- whatever is asked ---------------------------------------------------------------------------------------------

_TYPED = ("Thuỷ lợi", "HOÀ giải", "đất đai", "cụm công nghiệp", "Giấy phép rượu", "xã", "sổ đỏ", "ai cấp", "kì")
_WORDS = st.lists(st.sampled_from(_TYPED))
_SAID = words(
    "bán bàn ban rượu lẻ chợ đêm hạng 3 đất ai cấp giấy phép lần đầu lại bị mất sổ đỏ hồ sơ ở đâu kinh doanh đoàn"
)
_STRANGE = ("qxzvb", "zbqxv", "xvqzb", "vvbbzzqq", "77123", "ßxqv")
_TEXTS = st.lists(st.sampled_from(_SAID), min_size=1, max_size=5).map(" ".join)


@st.composite
def _entries(draw: st.DrawFn, *, least: int = 1, most: int = 8) -> list[Entry]:
    names = draw(st.lists(st.sampled_from("abcdefghij"), min_size=least, max_size=most, unique=True))
    wordings = st.lists(_TEXTS, max_size=2).map(tuple)
    return [Entry(name, "", "", draw(_TEXTS), draw(wordings), draw(_TEXTS)) for name in names]


@given(_WORDS)
def test_form_case_spacing_and_tone_placement_do_not_matter(parts: list[str]) -> None:
    text = " ".join(parts)
    expected = STARTER.match(text)
    variants = (
        unicodedata.normalize("NFC", text),
        unicodedata.normalize("NFD", text),
        text.upper(),
        "  ".join(parts) + "  ",
        text.replace("Thuỷ", "Thủy").replace("HOÀ", "HÒA").replace("kì", "kỳ"),
    )
    assert all(STARTER.match(variant) == expected for variant in variants)


@given(st.sampled_from([query.text for query in written()]))
@settings(deadline=None, max_examples=50)
def test_form_case_and_spacing_of_what_people_ask_do_not_matter(text: str) -> None:
    expected = STARTER.match(text)
    for variant in (unicodedata.normalize("NFD", text), text.upper(), " \t\n" + text.replace(" ", "  ")):
        assert STARTER.match(variant) == expected


@given(st.text(st.characters(), max_size=300))
@settings(deadline=None)
def test_no_text_raises(text: str) -> None:
    matches = STARTER.match(text)
    check_confidences(matches)
    assert STARTER.match(text) == matches
    decide(matches)


@given(_entries(), st.lists(st.one_of(st.sampled_from([*_SAID, *_STRANGE]), st.text(max_size=8))).map(" ".join))
@settings(deadline=None)
def test_in_any_bank_confidences_are_probabilities_and_never_rise(entries: list[Entry], text: str) -> None:
    matches = Bank(entries).match(text)
    check_confidences(matches)
    assert {match.entry for match in matches} <= {own.id for own in entries}


@given(_entries())
@settings(deadline=None)
def test_who_is_asked_for_word_by_word_is_first(entries: list[Entry]) -> None:
    """Of several so worded one of them, and rather with the diacritics than without."""
    bank = Bank(entries)
    worded = {own.id: {bank.accented_of(text) for text in (own.question, *own.phrasings)} for own in entries}
    for own in entries:
        for text in (own.question, *own.phrasings):
            assert first(text, bank) in {name for name, texts in worded.items() if bank.accented_of(text) in texts}


@given(_TEXTS, _TEXTS, st.permutations("abcd"))
@settings(deadline=None)
def test_entries_that_are_the_same_stand_by_id(text: str, asked: str, names: list[str]) -> None:
    matches = Bank(entry(name, text) for name in names).match(asked)
    assert [match.entry for match in matches] == ["a", "b", "c", "d"][: len(matches)]
    assert all(match.confidence <= 0.5 for match in matches)


@given(
    _entries(),
    st.lists(st.sampled_from(_STRANGE), min_size=1, max_size=4).map(" ".join),
    st.lists(_TEXTS, min_size=1),
)
@settings(deadline=None)
def test_what_shares_no_word_with_a_question_changes_nothing(
    entries: list[Entry], strange: str, asked: list[str]
) -> None:
    bank = Bank(entries)
    before = [bank.match(text) for text in asked]
    strangers = [Entry(f"{name}0", "", "", strange, (strange[::-1],), strange) for name in "0bz"]
    assert [Bank([*entries, *strangers]).match(text) for text in asked] == before
    assert [bank.with_entries(strangers).match(text) for text in asked] == before


@given(_entries(least=2), st.integers(0, 8), st.lists(_TEXTS, min_size=1))
@settings(deadline=None)
def test_a_bank_built_at_once_answers_like_one_built_in_steps(
    entries: list[Entry], at: int, asked: list[str]
) -> None:
    whole, steps = Bank(entries), Bank(entries[at:]).with_entries(entries[:at])
    assert [whole.match(text) for text in asked] == [steps.match(text) for text in asked]
    one_by_one = Bank()
    for each in entries:
        one_by_one = one_by_one.with_entries([each])
    assert [whole.match(text) for text in asked] == [one_by_one.match(text) for text in asked]
    assert len(whole) == len(steps) == len(one_by_one) == len(entries)


@given(_entries(least=2), st.integers(1, 8), st.lists(_TEXTS, min_size=1))
@settings(deadline=None)
def test_what_is_taken_out_leaves_no_trace(entries: list[Entry], at: int, asked: list[str]) -> None:
    alone, fewer = Bank(entries[:at]), Bank(entries).without([own.id for own in entries[at:]])
    assert [fewer.match(text) for text in asked] == [alone.match(text) for text in asked]
    assert len(fewer) == len(alone)


@given(_entries(), _TEXTS, st.lists(_TEXTS, min_size=1))
@settings(deadline=None)
def test_what_is_replaced_leaves_no_trace(entries: list[Entry], before: str, asked: list[str]) -> None:
    alone, replaced = Bank(entries), Bank(entry(each.id, before) for each in entries).with_entries(entries)
    assert [replaced.match(text) for text in asked] == [alone.match(text) for text in asked]


@pytest.mark.parametrize("text", ["a" * 1_000_000, "giấy phép " * 100_000, "đ" * 1_000_000, "\ud800😀" * 300_000])
def test_a_megabyte_costs_little(text: str) -> None:
    began = perf_counter()
    STARTER.match(text)
    assert perf_counter() - began < 0.5


def test_ten_thousand_entries_are_matched_quickly() -> None:
    copies = [
        Entry(f"{own.id}-{n}", own.ministry, own.field, f"{own.question} {n} {chr(97 + n % 26)}x{n}")
        for n in range(49)
        for own in starter_bank()
    ]
    bank = Bank(copies)
    assert len(bank) > 10_000
    times = []
    for own in starter_bank()[::3]:
        began = perf_counter()
        bank.match(own.question)
        times.append(perf_counter() - began)
    # Several times the goal, so that a busy machine does not fail the test.
    assert sorted(times)[len(times) // 2] < 0.02


def test_a_word_that_the_bank_never_heard_of_may_be_what_matters() -> None:
    bank = Bank([*starter_bank(), entry("film", "Thủ tục sản xuất"), entry("other", "Thủ tục sản xuất rượu")])
    assert decide(bank.match("Thủ tục sản xuất rượu")).kind is Kind.ANSWER
    assert decide(bank.match("Thủ tục sản xuất phim")).kind is not Kind.ANSWER


def test_an_entry_that_does_not_speak_of_the_fee_is_no_answer_to_what_it_is() -> None:
    told = "Cấp giấy phép bán lẻ rượu mất bao nhiêu tiền lệ phí?"
    silent = Entry("r", "MOIT", "alcohol", "Ai cấp giấy phép bán lẻ rượu?", answer="Ủy ban nhân dân cấp xã cấp.")
    speaking = Entry(
        "r", "MOIT", "alcohol", "Ai cấp giấy phép bán lẻ rượu?", answer="Xã cấp; lệ phí do tỉnh quy định."
    )
    unwritten = Entry("r", "MOIT", "alcohol", "Ai cấp giấy phép bán lẻ rượu?")
    others = [each for each in starter_bank() if each.field != "alcohol"]
    confidences = [Bank([*others, each]).match(told) for each in (silent, speaking, unwritten)]
    of_it = [next(match.confidence for match in matches if match.entry == "r") for matches in confidences]
    assert of_it[0] <= 0.3 < min(of_it[1:])  # of an answer that is not written yet nothing is known


@pytest.mark.parametrize(
    ("asked", "answer", "tells"),
    [("bao nhiêu tiền một héc ta", "Mất trắng được 10 triệu đồng/ha.", True),
     ("bao nhiêu tiền một héc ta", "Theo danh mục thủ tục của tỉnh.", False),
     ("hỗ trợ bao nhiêu", "Từ 500.000 đồng mỗi hộ.", True),
     ("có được hỗ trợ tiền không", "Khi có quyết định công bố dịch.", False),
     ("hỗ trợ bao nhiêu", "Có 02 đồng chí phụ trách.", False), ("hỗ trợ bao nhiêu", "Mỗi hộ 500.000đ.", True),
     ("hỗ trợ bao nhiêu", "1" * 20_000, False)],
)  # fmt: skip
def test_a_sum_of_money_tells_what_one_pays_or_gets(asked: str, answer: str, tells: bool) -> None:
    rice = Entry("r", "MAE", "crop-production", "Lúa bị ngập úng thiệt hại do thiên tai", answer=answer)
    found = Bank([*starter_bank(), rice]).match(f"Lúa bị ngập úng thiệt hại do thiên tai {asked}")
    assert found[0].entry == "r"
    assert (found[0].confidence > 0.3) is tells


def test_a_word_is_not_unheard_of_where_a_table_knows_what_it_is_part_of() -> None:
    bank = Bank([entry("a", "Phương án bồi thường niêm yết mấy ngày?"), *starter_bank()])
    assert "bù" not in {word for each in starter_bank() for word in words(each.question)}
    assert bank.match("Phương án đền bù niêm yết mấy ngày?")[0].confidence > 0.85

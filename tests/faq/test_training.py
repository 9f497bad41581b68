from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from faq.entry import Entry
from faq.match import Bank
from faq.means import Means
from faq.model import CERTAINTY, LESS_SURE, SURER, Model, read_model
from faq.training import Labelled, Source, TooFew, train

_WRITTEN = (
    ("rượu", "Ai cấp giấy phép bán lẻ rượu?", "xin phép bán rượu ở đâu", "Phòng Kinh tế cấp xã."),
    ("chợ", "Chợ hạng 3 do ai quản lý?", "xã có quản chợ nhỏ không", "Ủy ban nhân dân cấp xã."),
    ("cụm", "Cụm công nghiệp nằm trên hai xã thì xã nào chủ trì?", "cụm cn hai xã", "Do tỉnh giao."),
    ("đất", "Thu hồi đất thì thông báo trước bao nhiêu ngày?", "báo trước mấy ngày khi lấy đất", "90 ngày."),
    ("điện", "Lắp điện mặt trời mái nhà có phải đăng ký không?", "gắn pin mặt trời", "Thông báo trước."),
    ("đê", "Ai được cắm mốc bảo vệ đê điều?", "mốc hành lang đê", "Chi cục Thủy lợi."),
    ("thuốc", "Cửa hàng bán thuốc lá cần điều kiện gì?", "mở quầy thuốc lá", "Có địa điểm cố định."),
    ("nước", "Giếng khoan của hộ gia đình có phải kê khai không?", "khai báo giếng khoan", "Có, với cấp xã."),
    ("thú", "Chó nuôi phải tiêm phòng dại mấy lần một năm?", "tiêm dại cho chó", "Một lần."),
    ("rừng", "Khai thác gỗ rừng trồng cần báo ai?", "chặt cây keo nhà mình", "Kiểm lâm địa bàn."),
)
_ASKED = (
    ("ban ruou le xin phep o dau", "rượu"),
    ("ai cho phép bán rượu", "rượu"),
    ("chợ xã hạng ba ai quản", "chợ"),
    ("cum cong nghiep o hai xa", "cụm"),
    ("lấy đất của dân phải báo bao lâu", "đất"),
    ("điện mặt trời có cần đăng ký", "điện"),
    ("cắm mốc đê", "đê"),
    ("ban thuoc la dieu kien", "thuốc"),
    ("giếng khoan kê khai thế nào", "nước"),
    ("tiêm phòng chó", "thú"),
    ("chặt gỗ rừng báo ai", "rừng"),
)
_REFUSED = ("hôm nay trời đẹp quá", "ai cấp thẻ căn cước", "bán xe máy cũ", "khai sinh cho con", "thông báo nghỉ tết")

ENTRIES = tuple(Entry(name, "", "", question, (wording,), answer) for name, question, wording, answer in _WRITTEN)
ANSWERABLE = tuple(Labelled(text, frozenset({name})) for text, name in _ASKED)
REFUSED = tuple(Labelled(text, frozenset()) for text in _REFUSED)
MADE = Source("made", ENTRIES, (*ANSWERABLE, *REFUSED))


@pytest.fixture(scope="module")
def model() -> Model:
    return train([MADE])


def test_the_same_questions_give_the_same_file(model: Model, tmp_path: Path) -> None:
    model.write(tmp_path / "one.json")
    train([MADE]).write(tmp_path / "other.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()


def test_what_it_was_trained_on_is_told(model: Model) -> None:
    (told,) = model.trained_on.items()
    assert told[0] == "made"
    assert told[1].startswith("10 entries, 16 questions, ")
    fewer = train([replace(MADE, asked=MADE.asked[1:])])
    assert fewer.trained_on["made"].split()[-1] != told[1].split()[-1]


def test_what_was_learnt_orders_what_it_was_learnt_from(model: Model) -> None:
    bank = Bank(ENTRIES, Means(model))
    assert [bank.match(each.text)[0].entry for each in ANSWERABLE] == [name for _, name in _ASKED]


def test_what_must_be_refused_is_less_sure_than_what_is_answered(model: Model) -> None:
    bank = Bank(ENTRIES, Means(model))
    sure, unsure = (
        [max((match.confidence for match in bank.match(each.text)), default=0.0) for each in asked]
        for asked in (ANSWERABLE, REFUSED)
    )
    assert np.mean(unsure) < 0.5 < np.mean(sure)


def test_no_weight_has_the_sign_that_makes_no_sense(model: Model) -> None:
    weights = dict(zip(CERTAINTY, model.certainty.tolist(), strict=True))
    assert all(weights[name] >= 0 for name in SURER)
    assert all(weights[name] <= 0 for name in LESS_SURE)
    assert any(weights.values())


def test_what_was_learnt_can_be_kept(model: Model, tmp_path: Path) -> None:
    file = tmp_path / "model.json"
    model.write(file)
    read = read_model(file.read_text(encoding="utf-8"))
    for one, other in ((read.wording, model.wording), (read.entry, model.entry), (read.certainty, model.certainty)):
        assert np.abs(one - other).max() <= 1e-6
    asked = ANSWERABLE[0].text
    assert Bank(ENTRIES, Means(read)).match(asked)[0].confidence == pytest.approx(
        Bank(ENTRIES, Means(model)).match(asked)[0].confidence
    )


def test_a_set_twice_as_large_counts_no_more() -> None:
    other = Source("other", ENTRIES[:6], (*ANSWERABLE[:6], *REFUSED[:2]))
    once = train([MADE, other])
    twice = train([replace(MADE, asked=MADE.asked * 2), other])
    asked = [each.text for each in MADE.asked]
    one, two = (Bank(ENTRIES, Means(each)) for each in (once, twice))
    for text in asked:
        assert [match.entry for match in one.match(text)[:1]] == [match.entry for match in two.match(text)[:1]]


def test_a_wording_that_a_question_was_made_from_does_not_help_it() -> None:
    """Else each of them would be found word by word, and nothing else would be learnt."""
    asked = tuple(Labelled(entry.phrasings[0], frozenset({entry.id})) for entry in ENTRIES)
    apart = tuple(replace(each, apart_from=frozenset({each.text})) for each in asked)
    with_it, without = (train([Source("made", ENTRIES, (*each, *REFUSED))]) for each in (asked, apart))
    assert with_it.wording.tolist() != without.wording.tolist()


def test_stored_wordings_alone_are_enough() -> None:
    learnt = train([Source("alone", ENTRIES, ())])
    assert Bank(ENTRIES, Means(learnt)).match("bán lẻ rượu")[0].entry == "rượu"


@pytest.mark.parametrize(
    "source",
    [
        Source("nothing", (), ()),
        Source("no bank", (), ANSWERABLE),
        Source("no questions", tuple(replace(entry, phrasings=()) for entry in ENTRIES), ()),
        Source("nothing to answer", tuple(replace(entry, phrasings=()) for entry in ENTRIES), REFUSED),
        Source("nothing to refuse", (replace(ENTRIES[0], phrasings=()),), ANSWERABLE[:1]),
        Source("nothing that is there", ENTRIES[:1], (Labelled("zzz", frozenset({"rượu"})),)),
    ],
    ids=lambda source: source.name,
)
def test_too_few_questions_are_too_few(source: Source) -> None:
    with pytest.raises(TooFew):
        train([source])


def test_no_sources_are_too_few() -> None:
    with pytest.raises(TooFew):
        train([])

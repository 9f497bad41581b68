"""Files of one's own for the bank to match with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.cli.findings import findings
from bot.control import Declined
from bot.means import means_of, means_of_settings
from bot.settings import Settings
from bot.wrong import Wrong
from faq.means import shipped_means
from faq.model import shipped
from tests.faq.tiny import encoder_in


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)


def test_nothing_given_is_what_is_shipped() -> None:
    assert means_of(None, None, None) == shipped_means()
    assert means_of_settings(settings()) == shipped_means()


def test_what_is_given_is_used(tmp_path: Path) -> None:
    words = tmp_path / "words.yaml"
    words.write_text("short: {XNK: xuất nhập khẩu}", encoding="utf-8")
    model = tmp_path / "model.json"
    shipped().write(model)
    folder = encoder_in(tmp_path / "encoder")
    own = means_of_settings(settings(bank_words_file=words, bank_model_file=model, bank_encoder_dir=folder))
    assert own.lexicon.wording("XNK").accented == ("xuất", "nhập", "khẩu")
    assert own.model is not shipped()
    assert own.encoder is not None


def test_tables_that_are_wrong_are_told_with_file_and_line(tmp_path: Path) -> None:
    words = tmp_path / "words.yaml"
    words.write_text("short: {}\nsame:\n  - [một]\nfacets:\n  giá: [giá]\n", encoding="utf-8")
    with pytest.raises(Wrong) as raised:
        means_of_settings(settings(bank_words_file=words))
    assert raised.value.setting == "BANK_WORDS_FILE"
    assert f"{words}:3: same: một: cần ít nhất hai cách nói" in str(raised.value)
    assert f"{words}:5: facets: giá: không có nhóm “giá”; chọn: who, where" in str(raised.value)
    words.write_text("same: [" + "[a], " * 30 + "]", encoding="utf-8")
    with pytest.raises(Declined, match="và 10 lỗi nữa"):
        means_of(words, None, None)


@pytest.mark.parametrize(
    ("setting", "content", "said"),
    [
        ("bank_words_file", None, "không mở được"),
        ("bank_model_file", None, "không mở được"),
        ("bank_model_file", "{}", "không phải mô hình của bản này"),
        ("bank_model_file", "\x00", "không phải mô hình của bản này"),
        ("bank_encoder_dir", None, "không dùng được làm bộ mã hóa câu"),
    ],
)
def test_a_file_that_is_none_stops_the_start(tmp_path: Path, setting: str, content: str | None, said: str) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(Wrong) as raised:
        means_of_settings(settings(**{setting: file}))
    assert raised.value.setting == setting.upper()
    assert said in str(raised.value)
    assert not raised.value.line, "no other line of .env mends the file"


async def test_the_check_tells_it_before_the_start_does(tmp_path: Path) -> None:
    for own, level in ((settings(), "ok"), (settings(bank_model_file=tmp_path / "none.json"), "bad")):
        found = [each async for each in findings(own.model_copy(update={"data_dir": tmp_path}))]
        [bank] = [each for each in found if each.name.startswith("Ngân hàng")]
        assert bank.level == level


def test_a_model_of_another_encoder_stops_the_start(tmp_path: Path) -> None:
    model = tmp_path / "model.json"
    shipped().write(model)
    model.write_text(model.read_text("utf-8").replace('"encoder": ""', '"encoder": "0123456789abcdef"'), "utf-8")
    with pytest.raises(Wrong, match="0123456789abcdef"):
        means_of_settings(settings(bank_model_file=model))
    with pytest.raises(Wrong, match="BANK_MODEL_FILE"):
        means_of_settings(settings(bank_model_file=model, bank_encoder_dir=encoder_in(tmp_path / "encoder")))

"""What the bank matches with, out of the files that the operator names: tables of words, a model, an encoder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.bank_faults import told
from bot.control import Declined
from bot.settings import Settings
from bot.wrong import wrong
from faq.encoder import Encoder, OnnxEncoder, Unusable
from faq.lexicon import Lexicon, lexicon, lexicon_of
from faq.means import Means, Mismatch
from faq.model import Model, Unreadable, read_model, shipped
from faq.tables import FaultyTables, read_tables_file, shipped_tables

T = TypeVar("T")
_SHOWN = 20


def means_of(words: Path | None, model: Path | None, encoder: Path | None) -> Means:
    """Reads the files; where one is not given, what is shipped. Raises Declined with file and line."""
    return together(model_of(model), words_of(words), encoder_of(encoder))


def means_of_settings(settings: Settings) -> Means:
    """Reads the files that are set. Raises Wrong."""
    model = _set("BANK_MODEL_FILE", model_of, settings.bank_model_file)
    words = _set("BANK_WORDS_FILE", words_of, settings.bank_words_file)
    encoder = _set("BANK_ENCODER_DIR", encoder_of, settings.bank_encoder_dir)
    try:
        return together(model, words, encoder)
    except Declined as declined:
        raise wrong("BANK_MODEL_FILE", str(declined)) from declined


def together(model: Model, words: Lexicon, encoder: Encoder | None) -> Means:
    """Puts them together. Raises Declined where the model needs another encoder."""
    try:
        return Means(model, words, encoder)
    except Mismatch as mismatch:
        raise Declined(
            f"mô hình này học cùng bộ mã hóa {mismatch}; hãy chỉ đúng bộ đó hoặc học lại"
            f" (the model was trained with encoder {mismatch}: name that one, or train anew)"
        ) from mismatch


def words_of(file: Path | None) -> Lexicon:
    """Reads tables of words that add to the shipped ones. Raises Declined with file and line."""
    if file is None:
        return lexicon()
    try:
        return lexicon_of(shipped_tables().and_more(read_tables_file(file)))
    except FaultyTables as faulty:
        lines = [told(file, fault) for fault in faulty.faults[:_SHOWN]]
        if more := len(faulty.faults) - len(lines):
            lines.append(f"… và {more} lỗi nữa (and {more} more)")
        raise Declined("\n".join(lines)) from faulty
    except OSError as error:
        raise _not_opened(file, error) from error


def model_of(file: Path | None) -> Model:
    """Reads a model, or the shipped one. Raises Declined."""
    if file is None:
        return shipped()
    try:
        return read_model(file.read_text(encoding="utf-8"))
    except (Unreadable, UnicodeDecodeError) as error:
        raise Declined(f"{file}: không phải mô hình của bản này (not a model of this release): {error}") from error
    except OSError as error:
        raise _not_opened(file, error) from error


def encoder_of(folder: Path | None) -> Encoder | None:
    """Loads an encoder, where one is named. Raises Declined."""
    if folder is None:
        return None
    try:
        return OnnxEncoder(folder)
    except Unusable as unusable:
        raise Declined(
            f"{folder}: không dùng được làm bộ mã hóa câu (not a usable encoder): {unusable}"
        ) from unusable


def _set(setting: str, read: Callable[[Path | None], T], value: Path | None) -> T:
    try:
        return read(value)
    except Declined as declined:
        raise wrong(setting, str(declined)) from declined


def _not_opened(file: Path, error: OSError) -> Declined:
    return Declined(f"{file}: không mở được (cannot be opened): {error.strerror or error}")

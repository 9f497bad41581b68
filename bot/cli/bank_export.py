"""The bank in use as a file."""

from __future__ import annotations

from pathlib import Path

from bot.cli.out_file import writing
from bot.control import Declined
from faq.load import MAX_BYTES, Form, form_of
from faq.save import write_bank_file
from faq.shelf import Shelf

_TOO_LARGE = "Ngân hàng quá lớn cho dạng {form}: import không đọc lại được; hãy dùng .xlsx hoặc .jsonl."
_NO_SUCH_FORM = "Không ghi được dạng {ending}; hãy dùng .xlsx, .csv, .yaml hoặc .jsonl."
_WRITTEN = frozenset({".xlsx", ".csv", ".jsonl", ".json", ".ndjson", ".yaml", ".yml", ""})


def write(file: Path, entries: Shelf, form: Form | None = None) -> None:
    """Writes a file that is there as a whole or not at all. Raises Declined for one that `import` would not read."""
    if form is None:
        if file.suffix.lower() not in _WRITTEN:
            raise Declined(_NO_SUCH_FORM.format(ending=file.suffix) + " (There is no such form.)")
        form = form_of(file)
    with writing(file) as part:
        with part.open("wb") as made:
            write_bank_file(made, entries, form)
        if part.stat().st_size > MAX_BYTES[form]:
            raise Declined(_TOO_LARGE.format(form=form.value) + " (Too large to be read again.)")

"""What is wrong with a bank that somebody wrote, as codes to be worded in the reader's language.

The codes and their `args`:

- `too_large`: more than `limit` bytes. `unreadable`: neither YAML nor JSON here; `problem` in the parser's words.
- `alias`: YAML anchors are refused. `too_deep`: nested deeper than a bank is. `not_a_bank`: no list of entries.
- `not_an_entry`: an item that is not a mapping. `repeated_key`: a key twice in one entry.
- `unknown_key`: a key that means nothing (mostly a slip). `missing`: the key is needed.
- `not_text`, `not_a_list`, `not_yes_or_no`: the wrong kind of value. `empty`: nothing in it.
- `too_long`: `length` characters, `limit` allowed. `too_many`: `count` items, `limit` allowed.
- `bad_characters`: control characters or halves of characters.
- `bad_date`: `value` is not a day like 2026-11-21. `dates_reversed`: valid_to `value` before valid_from `from`.
- `unknown_status`, `unknown_confidence`, `unknown_ministry`, `unknown_field`, `unknown_province`: `value`, with
  what is `allowed`: all of it, or what is nearest. `bad_link`: `value` is no address that a browser opens.
- `field_of_other_ministry`: the field belongs to `ministry`. `duplicate_id`: `value` was used on line `first`.

Of tables (CSV, XLSX):

- `no_header`: no row names the columns. `unknown_column`, `repeated_column`: `value` as it stands in that row.
- `missing_column`: no column for a key that every entry needs. `ragged`: `count` values for `expected` columns.
- `beyond_columns`: a value where no column has a name. `merged`: the cells `value` are one.
- `formula`, `cell_error`: `value` is not what a person wrote but what is reckoned, or failed to be.
- `hidden_sheet`: entries on the sheet `value`, which nobody sees. `not_csv`, `not_xlsx`: a file of another kind.
- `old_xls`, `locked`: Excel before 2007; with a password. `unsafe`: unfolds to more than a bank is: `problem`.
- `too_many_faults`: the rest of the file was not read, after `limit` of them.

Of tables of words (`faq.tables`), where the item is the table's name:

- `not_tables`: no table in it. `not_a_mapping`: names with values are needed. `not_one_word`: an abbreviation is one.
- `too_few`: a group of one wording. `too_many_words`: `count` in one wording, `limit` allowed.
- `also_a_word`: the abbreviation `value` is a word of the language, too. `same_as`: it is read as that of `first`.
- `unknown_facet`: `value` is none of `allowed`.
"""

from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """The kinds of fault; the module's docstring says what each means and carries."""

    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    ALIAS = "alias"
    TOO_DEEP = "too_deep"
    NOT_A_BANK = "not_a_bank"
    NOT_AN_ENTRY = "not_an_entry"
    REPEATED_KEY = "repeated_key"
    UNKNOWN_KEY = "unknown_key"
    MISSING = "missing"
    NOT_TEXT = "not_text"
    NOT_A_LIST = "not_a_list"
    NOT_YES_OR_NO = "not_yes_or_no"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    BAD_CHARACTERS = "bad_characters"
    BAD_DATE = "bad_date"
    DATES_REVERSED = "dates_reversed"
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_CONFIDENCE = "unknown_confidence"
    UNKNOWN_MINISTRY = "unknown_ministry"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_PROVINCE = "unknown_province"
    BAD_LINK = "bad_link"
    FIELD_OF_OTHER_MINISTRY = "field_of_other_ministry"
    DUPLICATE_ID = "duplicate_id"
    NO_HEADER = "no_header"
    UNKNOWN_COLUMN = "unknown_column"
    REPEATED_COLUMN = "repeated_column"
    MISSING_COLUMN = "missing_column"
    RAGGED = "ragged"
    BEYOND_COLUMNS = "beyond_columns"
    MERGED = "merged"
    FORMULA = "formula"
    CELL_ERROR = "cell_error"
    HIDDEN_SHEET = "hidden_sheet"
    NOT_CSV = "not_csv"
    NOT_XLSX = "not_xlsx"
    OLD_XLS = "old_xls"
    LOCKED = "locked"
    UNSAFE = "unsafe"
    TOO_MANY_FAULTS = "too_many_faults"
    NOT_TABLES = "not_tables"
    NOT_A_MAPPING = "not_a_mapping"
    NOT_ONE_WORD = "not_one_word"
    TOO_FEW = "too_few"
    TOO_MANY_WORDS = "too_many_words"
    UNKNOWN_FACET = "unknown_facet"
    ALSO_A_WORD = "also_a_word"
    SAME_AS = "same_as"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: `line` counts from 1, `item` is the entry's id if it has one, `key` the key or "".

    `cell` is where it stands in a spreadsheet ("D17"), "" elsewhere.
    """

    line: int
    item: str
    key: str
    code: FaultCode
    args: tuple[tuple[str, str], ...] = ()
    cell: str = ""


class RefusedFileError(Exception):
    """A file that is not read any further, for one fault that is of all of it."""

    def __init__(self, code: FaultCode, line: int = 1, **args: str) -> None:
        super().__init__(code)
        self.fault = Fault(line, "", "", code, tuple(args.items()))

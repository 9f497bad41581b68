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
- `unknown_status`, `unknown_confidence`, `unknown_ministry`, `unknown_field`, `unknown_province`: `value`; the
  first two with what is `allowed`.
- `field_of_other_ministry`: the field belongs to `ministry`. `duplicate_id`: `value` was used on line `first`.
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
    FIELD_OF_OTHER_MINISTRY = "field_of_other_ministry"
    DUPLICATE_ID = "duplicate_id"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: `line` counts from 1, `item` is the entry's id if it has one, `key` the key or ""."""

    line: int
    item: str
    key: str
    code: FaultCode
    args: tuple[tuple[str, str], ...] = ()

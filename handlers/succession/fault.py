"""What is wrong with a file of changes, as codes to be worded in the reader's language.

What any table may have stands in `faq.fault`. Of changes, with their `args`:

- `not_a_list`: neither a table nor a list under `changes`. `unknown_kind`: `value`, with what is `allowed`.
- `bad_code`: `value` is no code of a unit. `unknown_unit`: there is none with the code `value`. `not_a_place`: it is
  neither a province nor a commune. `mixed`: provinces and communes in one change.
- `ended`: `value` is no more by then; `allowed` is what it became. `taken`: `value` is another unit's code.
- `needs_name`: a new unit has none. `needs_type`: the name `value` does not say of what type it is.
- `needs_province`: in which province the new unit lies. `no_province`: only a commune lies in one.
- `needs_two`: a merger of one. `needs_parts`: a split into one. `needs_main`: `value` of its parts are marked.
- `one_only`: several are renamed at once. `nothing_new`: nothing is different.
- `twice`: the same as on line `first`. `happened`: it was carried out already, otherwise.
- `other_event`: a part of it is laid down already as the change of number `value`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from faq.fault import Fault, FaultCode


class ChangeCode(StrEnum):
    """The kinds of fault that only files of changes have."""

    NOT_A_LIST = "not_a_list"
    UNKNOWN_KIND = "unknown_kind"
    BAD_CODE = "bad_code"
    UNKNOWN_UNIT = "unknown_unit"
    NOT_A_PLACE = "not_a_place"
    MIXED = "mixed"
    ENDED = "ended"
    TAKEN = "taken"
    NEEDS_NAME = "needs_name"
    NEEDS_TYPE = "needs_type"
    NEEDS_PROVINCE = "needs_province"
    NO_PROVINCE = "no_province"
    NEEDS_TWO = "needs_two"
    NEEDS_PARTS = "needs_parts"
    NEEDS_MAIN = "needs_main"
    ONE_ONLY = "one_only"
    NOTHING_NEW = "nothing_new"
    TWICE = "twice"
    HAPPENED = "happened"
    OTHER_EVENT = "other_event"


Code = FaultCode | ChangeCode
Args = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChangeFault:
    """One thing to mend: `line` counts from 1, `key` is the column or "", `cell` its place in a spreadsheet."""

    line: int
    key: str
    code: Code
    args: Args = ()
    cell: str = ""


def of_table(fault: Fault) -> ChangeFault:
    """The same fault of a table."""
    code = ChangeCode.NOT_A_LIST if fault.code is FaultCode.NOT_A_BANK else fault.code
    return ChangeFault(fault.line, fault.key, code, fault.args, fault.cell)


class Amiss(Exception):
    """What cannot be, under the key of its column."""

    def __init__(self, key: str, code: ChangeCode, **args: str) -> None:
        super().__init__(code)
        self.key = key
        self.code = code
        self.args_of_code: Args = tuple(args.items())

"""What is wrong with a file of people, as codes to be worded in the reader's language.

What any table may have stands in `faq.fault`. Of people, with their `args`:

- `not_a_table`: neither CSV nor XLSX. `bad_name`: `value` is no human's. `bad_phone`: `value` is no number.
- `unknown_role`: `value`, with what is `allowed`. `unknown_unit`: `value`, with what is nearest in `allowed`.
- `unclear_unit`, `unclear_province`: `value` may be several, which `allowed` names with their codes.
- `unit_elsewhere`: the unit `value` is in `province`, and the line says another one.
- `needs_province`, `needs_ministry`, `needs_local_unit`, `needs_commune`, `needs_department`: the unit `value` is of
  the wrong kind for the role. `other_ministry`: the unit is `own`'s.
- `key_twice`: the code `value` was used on line `first`. `person_twice`: so was this name for this seat.
- `several_of_name`: on the roster are several of this name for this seat, with the codes `allowed`.
- `term_over`: it ended on `value`.
- `for_officers`: only an officer's line says that. `bad_capacity`: `value` is no number of questions.
- `unknown_deputy`: no officer of the file or the roster has the code `value`. `own_deputy`: it is his own.
- `deputy_elsewhere`: the deputy `value` is another ministry's. `lead_twice`: so is the one on line `first`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from faq.fault import Fault, FaultCode

SPOILING = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Control characters, halves of letters, and signs that nobody sees or that turn the direction."""


class RosterCode(StrEnum):
    """The kinds of fault that only lists of people have."""

    NOT_A_TABLE = "not_a_table"
    BAD_NAME = "bad_name"
    BAD_PHONE = "bad_phone"
    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_UNIT = "unknown_unit"
    UNCLEAR_UNIT = "unclear_unit"
    UNCLEAR_PROVINCE = "unclear_province"
    UNIT_ELSEWHERE = "unit_elsewhere"
    NEEDS_PROVINCE = "needs_province"
    NEEDS_MINISTRY = "needs_ministry"
    NEEDS_LOCAL_UNIT = "needs_local_unit"
    NEEDS_COMMUNE = "needs_commune"
    NEEDS_DEPARTMENT = "needs_department"
    OTHER_MINISTRY = "other_ministry"
    KEY_TWICE = "key_twice"
    PERSON_TWICE = "person_twice"
    SEVERAL_OF_NAME = "several_of_name"
    TERM_OVER = "term_over"
    FOR_OFFICERS = "for_officers"
    BAD_CAPACITY = "bad_capacity"
    UNKNOWN_DEPUTY = "unknown_deputy"
    OWN_DEPUTY = "own_deputy"
    DEPUTY_ELSEWHERE = "deputy_elsewhere"
    LEAD_TWICE = "lead_twice"


Code = FaultCode | RosterCode
Args = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LineFault:
    """One thing to mend: `line` counts from 1, `name` is whose line it is, `key` the column or "".

    `cell` is where it stands in a spreadsheet ("D17"), "" elsewhere.
    """

    line: int
    name: str
    key: str
    code: Code
    args: Args = ()
    cell: str = ""


def of_table(fault: Fault) -> LineFault:
    """The same fault of a table, among those of its lines."""
    args = tuple((name, plain(value)) for name, value in fault.args)
    return LineFault(fault.line, plain(fault.item), fault.key, fault.code, args, plain(fault.cell))


def plain(text: str) -> str:
    """What a file says, on one line and without what a terminal could take for an order."""
    return " ".join(SPOILING.sub(" ", text).split())


class Amiss(Exception):
    """What cannot be taken, under the key of its column."""

    def __init__(self, key: str, code: Code, **args: str) -> None:
        super().__init__(code)
        self.key = key
        self.code = code
        self.args_of_code: Args = tuple(args.items())

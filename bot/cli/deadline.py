"""`caunoi deadline`: when an answer to something asked at a moment is due, and why."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.saying import HELP_JSON, fail, faults_told, misuse

if TYPE_CHECKING:
    from handlers.rules.calendar import Calendar
    from handlers.rules.deadline import Deadline, Pause
    from handlers.rules.policy import Policy

_LARGEST = 1 << 20
_LEAP = re.compile(r"([T ][0-9]{2}:[0-9]{2}:)60((?:[.,][0-9]+)?)(?=$|[Z+-])")
_ZONE = "hãy ghi cả múi giờ, ví dụ 2026-02-13T16:30:00+07:00 (with its offset)"


def deadline(
    asked: Annotated[str, typer.Option(help="Lúc hỏi, có múi giờ: 2026-02-13T16:30:00+07:00. / When it was asked.")],
    policy: Annotated[
        str, typer.Option(help="Cách tính: clock:24h, working:8h, working:1d. / What is counted.")
    ] = "clock:24h",
    province: Annotated[str | None, typer.Option(help="Mã tỉnh, như 20. / The province's code.")] = None,
    calendar: Annotated[
        Path | None, typer.Option(help="Tệp lịch làm việc bổ sung (YAML). / A calendar of one's own.")
    ] = None,
    pause: Annotated[
        list[str] | None, typer.Option(help="Đồng hồ dừng: TỪ/ĐẾN; ghi được nhiều lần. / The clock stood: FROM/TO.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=HELP_JSON)] = False,
) -> None:
    """Tính hạn trả lời và giải thích: giờ nào được tính, giờ nào không, vì sao. / Compute a deadline and say why."""
    with faults_told():
        from handlers.rules import deadline as rule

        at, by, pauses = _moment("--asked", asked), _policy(policy), [_pause(typed) for typed in pause or ()]
        _known(province)
        try:
            found = rule.compute(at, by, _calendar(calendar), province, pauses)
        except rule.NeverDueError:
            fail("Theo lịch này không bao giờ đến hạn: không còn giờ làm việc. (Never due: no working time is left.)")
        _show(found, by, as_json=as_json)


def _show(found: Deadline, by: Policy, *, as_json: bool) -> None:
    from handlers import timeline
    from handlers.wording import words

    w = words("vi")
    if as_json:
        spans = [
            {"from": span.begins.isoformat(), "to": span.ends.isoformat(), "counted": span.counted,
             "why": timeline.why(w, span)} for span in found.spans
        ]  # fmt: skip
        typer.echo(json.dumps({"due": found.due.isoformat(), "timeline": spans}, ensure_ascii=False))
        return
    typer.echo(w("timeline-by", policy=timeline.policy(w, by)))
    for line in timeline.told(w, found, found.due):
        typer.echo(line)
    typer.echo(w("timeline-total", lasts=timeline.lasts(w, found.counted)))
    typer.echo(w("timeline-due", due=w.time(found.due, found.due)))


def _moment(option: str, typed: str) -> datetime:
    """An aware moment. A leap second (23:59:60) is the first of the minute after it, as clocks count."""
    from handlers.rules.viet_nam import FIRST_YEAR, LAST_YEAR

    text, leap = _LEAP.subn(r"\g<1>59\g<2>", typed.strip())
    try:
        at = datetime.fromisoformat(text) + timedelta(seconds=leap)
    except ValueError:
        misuse(f"{option} “{typed}”: không phải thời điểm; {_ZONE}.")
    except OverflowError:
        misuse(f"{option} “{typed}”: năm từ {FIRST_YEAR} đến {LAST_YEAR} (years).")
    if at.tzinfo is None:
        misuse(f"{option} “{typed}”: {_ZONE}.")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        misuse(f"{option} “{typed}”: năm từ {FIRST_YEAR} đến {LAST_YEAR} (years).")
    return at


def _policy(typed: str) -> Policy:
    from handlers.rules import policy

    try:
        return policy.read(typed.strip())
    except ValueError:
        misuse(
            f"--policy “{typed}”: hãy ghi clock:24h (giờ), working:8h (giờ làm việc) hoặc working:1d (ngày làm việc),"
            f" số từ 1 đến {policy.MOST}. (hours, working hours or working days)"
        )


def _pause(typed: str) -> Pause:
    from handlers.rules.deadline import Pause

    begins, found, ends = typed.partition("/")
    if not found:
        misuse(f"--pause “{typed}”: hãy ghi TỪ/ĐẾN, ví dụ 2026-02-13T09:00+07:00/2026-02-13T10:00+07:00. (FROM/TO)")
    paused = Pause(_moment("--pause", begins), _moment("--pause", ends))
    if paused.begins >= paused.ends:
        misuse(f"--pause “{typed}”: lúc hết phải sau lúc bắt đầu. (It ends before it begins.)")
    return paused


def _known(province: str | None) -> None:
    from faq.places import Gazetteer

    if province is None:
        return
    provinces = {place.code: place.name for place in Gazetteer.from_package().places if place.kind == "province"}
    if province not in provinces:
        known = ", ".join(f"{code} {name}" for code, name in sorted(provinces.items()))
        misuse(f"--province “{province}”: không có tỉnh nào mang mã này (no such province): {known}.")


def _calendar(file: Path | None) -> Calendar:
    from faq.places import Gazetteer
    from handlers import timeline
    from handlers.rules import calendar_file
    from handlers.rules.calendar import Calendar
    from handlers.rules.viet_nam import VietNam
    from handlers.wording import words

    standard = Calendar(VietNam())
    if file is None:
        return standard
    with file.open("rb") as source:
        data = source.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        fail(f"{file}: lịch lớn hơn {_LARGEST >> 20} MB. (The calendar is too large.)")
    try:
        return calendar_file.read(data.decode("utf-8-sig"), standard, Gazetteer.from_package())
    except UnicodeDecodeError:
        fail(f"{file}: không phải UTF-8. (Not UTF-8.)")
    except calendar_file.BadCalendarError as error:
        w = words("vi")
        fail("\n".join(f"{file}:{fault.line}: {timeline.mend(w, fault)}" for fault in error.faults))

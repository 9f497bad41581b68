"""`caunoi route add|list|remove|explain`: a ministry's rules about where questions go, and who gets a given one."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.saying import HELP_JSON, busy, faults_told, misuse

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    help="Đường đi của câu hỏi: quy tắc, giải thích. / Where questions go: rules, and why.", no_args_is_help=True
)

_DATE = ["%Y-%m-%d", "%d/%m/%Y"]
_MOST_ID = 2**63 - 1
Ministry = Annotated[str, typer.Option(help="Mã Bộ: MOIT, MAE. / The ministry.")]
Field = Annotated[str | None, typer.Option(help="Mã lĩnh vực, như electricity. / The field's code.")]
Province = Annotated[str | None, typer.Option(help="Mã tỉnh, như 20. / The province's code.")]
Commune = Annotated[str | None, typer.Option(help="Mã cấp xã 06040, hoặc Sở 20-MOIT. / The unit's code.")]
Json = Annotated[bool, typer.Option("--json", help=HELP_JSON)]


@app.command("add")
def add(
    ministry: Ministry,
    to: Annotated[
        str, typer.Option(help="Nơi nhận: seat:12 (phân công), desk (đầu mối Bộ), group:20 (nhóm tỉnh). / To whom.")
    ],
    field: Field = None,
    province: Province = None,
    commune: Commune = None,
    from_: Annotated[
        datetime | None, typer.Option("--from", formats=_DATE, help="Từ ngày; mặc định hôm nay. / First day.")
    ] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DATE, help="Đến hết ngày. / Last day.")] = None,
    as_json: Json = False,
) -> None:
    """Thêm quy tắc; quy tắc cụ thể hơn được ưu tiên. / Make a rule; the more specific one decides."""
    with faults_told():
        order = {
            "ministry": ministry.strip().upper(), "to": to.strip().lower(), "field": _code(field),
            "province": _code(province), "commune": _unit(commune), "from": _day(from_), "until": _day(until),
        }  # fmt: skip
        done = _do("route-add", order)
        _say(done, as_json, f"Đã thêm quy tắc số {done['number']}. (Rule {done['number']} was made.)")


@app.command("list")
def list_(
    ministry: Annotated[str | None, typer.Option(help="Chỉ của Bộ này. / Of this ministry alone.")] = None,
    as_json: Json = False,
) -> None:
    """Các quy tắc chưa bỏ, kể cả hết hạn. / Every rule that was not removed, also those whose time is over."""
    with faults_told():
        found = _do("route-list", {"ministry": ministry.strip().upper() if ministry else None})
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False))
            return
        for rule in found["routes"]:
            typer.echo(f"{rule['number']:>6}  {_in_a_line(rule)}")
        typer.echo(f"{len(found['routes'])} quy tắc. ({len(found['routes'])} rules.)", err=True)


@app.command("remove")
def remove(
    number: Annotated[int, typer.Argument(min=1, max=_MOST_ID, help="Số của quy tắc. / The rule's number.")],
    as_json: Json = False,
) -> None:
    """Bỏ một quy tắc. / Take a rule out of force."""
    with faults_told():
        done = _do("route-remove", {"number": number})
        _say(done, as_json, f"Đã bỏ quy tắc số {number}. (Rule {number} was removed.)")


@app.command("explain")
def explain(
    text: Annotated[str | None, typer.Option(help="Câu hỏi; lĩnh vực được đoán. / A question.")] = None,
    field: Field = None,
    commune: Commune = None,
    province: Province = None,
    at: Annotated[
        datetime | None, typer.Option(formats=_DATE, help="Vào ngày; mặc định hôm nay. / On a day.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Ai nhận một câu hỏi như thế, và vì sao. / Who gets such a question, and why."""
    if (text is None) == (field is None):
        misuse("hãy cho --text hoặc --field (give one of them)")
    if not (commune or province):
        misuse("hãy cho --commune hoặc --province (give one of them)")
    if text is not None and not text.strip():
        misuse("--text trống (is empty)")
    with faults_told():
        from bot.settings import load
        from handlers.ministry.route_explained import told

        guessed = _guessed(load(), text) if text else {}
        place = {"province": _code(province), "commune": _unit(commune), "at": _day(at)}
        found = {**guessed, **_do("route-explain", {"field": guessed.get("field") or _code(field), **place})}
        found.pop("field", None)
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False))
            return
        for line in told(found):
            typer.echo(line)


def _guessed(settings: Settings, text: str) -> dict[str, Any]:
    """What the bank in use makes of a text: `bank_says`, `guesses`, whether they are `sure`, and the `field`."""
    from bot.cli.bank_in_use import in_use
    from bot.means import means_of
    from faq.match import Bank, decide
    from handlers.cadre.opening import FIELD_IS_SURE
    from handlers.context import Policy

    with busy("Đang tra ngân hàng… / Asking the bank…"):
        means = means_of(settings.bank_words_file, settings.bank_model_file, settings.bank_encoder_dir)
        bank = Bank(asyncio.run(in_use(settings)), means)
        matches = bank.match(text)
    guesses = bank.guess_field(matches)
    return {
        "bank_says": decide(matches).kind.value,
        "guesses": [
            {"field": g.field, "ministry": g.ministry, "confidence": round(g.confidence, 3)} for g in guesses
        ],
        "sure": bool(guesses) and guesses[0].confidence >= FIELD_IS_SURE,
        "field": guesses[0].field if guesses else Policy().default_field,
    }


def _in_a_line(rule: dict[str, Any]) -> str:
    from handlers.ministry.route_explained import rule_in_a_line

    return rule_in_a_line(rule)


def _do(command: str, args: dict[str, Any]) -> dict[str, Any]:
    from bot.cli.desk import do
    from bot.settings import load

    return asyncio.run(do(load(), command, args))


def _say(done: dict[str, Any], as_json: bool, text: str) -> None:
    typer.echo(json.dumps(done) if as_json else text)


def _code(typed: str | None) -> str | None:
    return typed.strip().lower() if typed else None


def _unit(typed: str | None) -> str | None:
    return typed.strip().upper() if typed else None


def _day(given: datetime | None) -> str | None:
    return given.date().isoformat() if given else None

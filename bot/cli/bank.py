"""`caunoi bank import|export|match|evaluate|train|explain|bench`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.saying import HELP_JSON, busy, fail, faults_told, misuse

if TYPE_CHECKING:
    from faq.entry import Entry
    from faq.shelf import Shelf

app = typer.Typer(help="Ngân hàng hỏi đáp. / The FAQ bank.", no_args_is_help=True)


class Form(StrEnum):
    """How a bank is written down."""

    YAML = "yaml"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Tệp XLSX, CSV, YAML hoặc JSONL. / The file.")
    ],
    dry_run: Annotated[bool, typer.Option(help="Chỉ xem sẽ thay đổi gì. / Only say what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help=HELP_JSON)] = False,
) -> None:
    """Nạp các mục: mục mới được thêm, mục khác được thay, mục giống để yên. / Put entries in, by their ids."""
    with faults_told():
        import asyncio
        import json

        from bot.cli import bank_import as bringing
        from bot.settings import load

        settings = load()
        with busy("Đang đọc… / Reading…"):
            intake = bringing.read(file)
        if intake.faults:
            if as_json:
                typer.echo(json.dumps({"faults": bringing.faults_as_json(intake.faults)}, ensure_ascii=False))
            for line in bringing.faults_in_words(file, intake.faults):
                typer.echo(line, err=True)
            fail(f"{len(intake.faults)} lỗi; không nạp mục nào. (Nothing was imported.)")
        with busy("Đang so với ngân hàng đang dùng… / Comparing…"):
            plan = asyncio.run(bringing.plan(settings, intake))
        for line in bringing.warnings_in_words(file, plan, intake.lines):
            typer.echo(line, err=True)
        with busy("Đang nạp… / Importing…"):
            done = asyncio.run(bringing.put_in(settings, intake.entries, dry_run=dry_run))
        if as_json:
            typer.echo(json.dumps({**done, **bringing.plan_as_json(plan, intake.lines)}, ensure_ascii=False))
            return
        for line in bringing.plan_in_words(plan) if dry_run else ():
            typer.echo(line)
        what = "Sẽ (would)" if dry_run else "Đã (done)"
        typer.echo(
            f"{what}: thêm (added) {done['added']}, thay (changed) {done['changed']},"
            f" giữ nguyên (unchanged) {done['unchanged']}."
        )


@app.command("export")
def export(
    file: Annotated[
        Path, typer.Argument(dir_okay=False, help="Tệp sẽ ghi: .xlsx, .csv, .yaml hoặc .jsonl. / The file to write.")
    ],
    form: Annotated[Form | None, typer.Option(help="Mặc định theo đuôi tệp. / By the file's ending.")] = None,
) -> None:
    """Ghi cả ngân hàng ra tệp, đọc lại được bằng `import`. / Write the whole bank, as `import` reads it."""
    with faults_told():
        import asyncio

        from bot.cli.bank_export import write
        from bot.cli.bank_in_use import in_use
        from bot.settings import load
        from faq.load import Form as Written

        settings = load()
        with busy("Đang ghi… / Exporting…"):
            kept = asyncio.run(in_use(settings))
            write(file, kept, Written(form.value) if form else None)
        typer.echo(f"Đã ghi {len(kept)} mục vào {file}. ({len(kept)} entries written.)")


@app.command("history")
def history(
    entry: Annotated[str, typer.Argument(help="Mã của mục. / The entry's id.")],
    as_json: Annotated[bool, typer.Option("--json", help=HELP_JSON)] = False,
) -> None:
    """Các phiên bản của một mục: ai sửa, khi nào, vì sao, sửa gì. / An entry's versions: who, when, why, what."""
    with faults_told():
        import asyncio
        import json

        from bot.cli.bank_history import told
        from bot.cli.desk import do
        from bot.settings import load

        done = asyncio.run(do(load(), "bank-history", {"entry": entry}))
        typer.echo(json.dumps(done, ensure_ascii=False) if as_json else "\n".join(told(done["versions"])))


WordsFile = Annotated[
    Path | None,
    typer.Option("--words", exists=True, dir_okay=False, help="Bảng từ riêng, YAML. / Tables of words of one's own."),
]
ModelFile = Annotated[
    Path | None,
    typer.Option("--model", exists=True, dir_okay=False, help="Mặc định theo bản này. / A trained model."),
]
EncoderDir = Annotated[
    Path | None,
    typer.Option("--encoder", exists=True, file_okay=False, help="Bộ mã hóa câu ONNX. / A sentence encoder."),
]


@app.command("match")
def match(
    bank: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Ngân hàng, JSONL. / The bank.")],
    queries: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Câu hỏi, JSONL. / The questions.")],
    out: Annotated[Path, typer.Option(dir_okay=False, help="Tệp kết quả. / The results.")],
    top: Annotated[int, typer.Option(min=1, help="Số mục nhiều nhất cho mỗi câu. / At most so many entries.")] = 10,
    model: ModelFile = None,
    words: WordsFile = None,
    encoder: EncoderDir = None,
) -> None:
    """Tìm mục cho từng câu hỏi trong tệp, không cần cơ sở dữ liệu. / Match questions of a file; no database."""
    with faults_told():
        from bot.cli.bank_match import match_files
        from bot.cli.out_file import check
        from bot.means import means_of

        check(out, *filter(None, (words, model)))
        means = means_of(words, model, encoder)
        done = match_files(bank, queries, out, top, show=sys.stderr.isatty(), means=means)
        typer.echo(f"Đã so {done} câu hỏi; kết quả ở {out}. ({done} questions matched.)", err=True)


Banks = Annotated[
    list[Path], typer.Option(exists=True, dir_okay=False, help="Ngân hàng, JSONL; lặp lại được. / Banks.")
]
Queries = Annotated[
    list[Path],
    typer.Option(
        exists=True, dir_okay=False, help='Câu hỏi kèm "gold", mỗi ngân hàng một tệp. / Labelled questions.'
    ),
]


@app.command("evaluate")
def evaluate(
    bank: Banks,
    queries: Queries,
    model: ModelFile = None,
    words: WordsFile = None,
    encoder: EncoderDir = None,
    as_json: Annotated[bool, typer.Option("--json", help=HELP_JSON)] = False,
) -> None:
    """Đo ngân hàng trả lời đúng đến đâu, không cần cơ sở dữ liệu. / Measure on labelled questions; no database."""
    with faults_told():
        import json

        from bot.cli.bank_evaluate import evaluate as measured
        from bot.cli.bank_evaluate import table
        from bot.means import means_of

        _in_pairs(bank, queries)
        found = measured(bank, queries, means_of(words, model, encoder), show=sys.stderr.isatty())
        typer.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(table(found)))


@app.command("train")
def train(
    bank: Banks,
    queries: Queries,
    out: Annotated[Path, typer.Option(dir_okay=False, help="Tệp mô hình sẽ ghi. / The model to write.")],
    words: WordsFile = None,
    encoder: EncoderDir = None,
) -> None:
    """Học các trọng số so khớp từ câu hỏi đã gắn nhãn. / Learn the weights of matching from labelled questions."""
    with faults_told():
        from bot.cli.bank_train import train_files
        from bot.cli.out_file import check
        from bot.means import encoder_of, words_of

        check(out, *filter(None, (words,)))
        _in_pairs(bank, queries)
        with busy("Đang học… / Training…"):
            train_files(bank, queries, out, words_of(words), encoder_of(encoder))
        typer.echo(f"Đã ghi mô hình vào {out}. (Model written.)", err=True)


@app.command("explain")
def explain(
    text: Annotated[str, typer.Argument(help="Câu hỏi. / The question.")],
    bank: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Mặc định ngân hàng đang dùng. / Default: the bank in use."),
    ] = None,
    model: ModelFile = None,
    words: WordsFile = None,
    encoder: EncoderDir = None,
    as_json: Annotated[bool, typer.Option("--json", help=HELP_JSON)] = False,
) -> None:
    """Vì sao câu này được trả lời như vậy. / Why the bank says what it says to a question."""
    with faults_told():
        import asyncio
        import json
        from dataclasses import asdict

        from bot.cli.bank_explain import told
        from bot.cli.bank_files import entries_of
        from bot.cli.bank_in_use import in_use
        from bot.means import means_of
        from bot.settings import load
        from faq.explain import explain as explained
        from faq.match import Bank

        if bank is None:  # as the service would: what is not named is what it is set to use
            settings = load()
            entries: Shelf | tuple[Entry, ...] = asyncio.run(in_use(settings))
            words, model = words or settings.bank_words_file, model or settings.bank_model_file
            encoder = encoder or settings.bank_encoder_dir
        else:
            entries = entries_of(bank)
        found = explained(Bank(entries, means_of(words, model, encoder)), text)
        typer.echo(json.dumps(asdict(found), ensure_ascii=False) if as_json else "\n".join(told(found)))


@app.command("bench")
def bench(
    entries: Annotated[
        str, typer.Option(help="Số mục của từng ngân hàng. / Sizes of the banks, with commas between.")
    ] = "1000,10000",
    wordings: Annotated[
        int, typer.Option(min=0, max=5, help="Số cách hỏi khác mỗi mục. / Other wordings of each entry.")
    ] = 0,
    queries: Annotated[int, typer.Option(min=10, max=100_000, help="Số câu hỏi. / Questions to each.")] = 1_000,
    seed: Annotated[int, typer.Option(help="Cùng số thì cùng ngân hàng. / The same seed, the same bank.")] = 1,
    alone: Annotated[bool, typer.Option("--alone", help="Không đo các cách khác. / Without the others.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help=HELP_JSON)] = False,
) -> None:
    """Đo tốc độ trên ngân hàng tự tạo, bên cạnh các cách khác. / Measure speed on made banks, beside other ways."""
    with faults_told():
        import json

        from bot.cli.bank_bench import bench as measured
        from bot.cli.bank_bench import sizes_of, table

        try:
            sizes = sizes_of(entries)
        except ValueError as error:
            misuse(f"--entries: {error}")
        found = measured(sizes, wordings, queries, seed, alone=alone, busy=busy)
        typer.echo(json.dumps(found) if as_json else "\n".join(table(found)))


def _in_pairs(banks: list[Path], queries: list[Path]) -> None:
    if len(banks) != len(queries):
        raise typer.BadParameter("mỗi --bank cần một --queries (one --queries for each --bank)")

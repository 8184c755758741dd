"""The command that measures searches and answers on question sets, and the reading of papers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.given import settings
from ui.terminal import bar, out


def evaluate(
    datasets: Annotated[
        list[Path] | None,
        typer.Argument(help="BEIR-mappar eller frågefiler (.jsonl); med --structure ett facit (.json) och en mapp."),
    ] = None,
    documents: Annotated[Path | None, typer.Option(help="Mappen med handlingarna till frågefilerna.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Skriv allt som mättes till en fil.")] = None,
    per_query: Annotated[bool, typer.Option(help="Visa också varje fråga, eller varje fel.")] = True,
    structure: Annotated[
        bool,
        typer.Option(
            "--structure", help="Mät i stället läsningen: av mappens handlingar, eller demonstrationsarkivets."
        ),
    ] = False,
) -> None:
    """Mät sökning och svar på frågemängder med facit, eller läsningen av handlingar."""
    if structure:
        _structure(datasets or [], json_file, each=per_query)
        return
    if not datasets:
        raise typer.BadParameter("Ange minst en frågemängd, eller --structure.")
    from eval import report
    from eval.run import run

    results = []
    for path in datasets:
        with bar(f"{path.name}:") as tick:
            result = run(path, documents, settings().index_options, lambda step, done, total: tick(done, total, step))
        results.append(result)
        out.print(report.text(result, per_query=per_query), markup=False)
    if json_file:
        json_file.write_text(report.as_json(results), "utf-8")


def _structure(labelled: list[Path], json_file: Path | None, *, each: bool) -> None:
    from eval import report, structure

    if not labelled:
        with bar("Läser") as tick:
            demo = structure.evaluate_demo(tick)
        shown, kept = report.structure_text(demo, each=each), report.structure_json(demo)
    elif len(labelled) == 2:
        from eval.gold_papers import read_gold_papers
        from eval.reading import evaluate

        golds = read_gold_papers(labelled[0])
        with bar("Läser") as tick:
            readings = evaluate(golds, labelled[1], tick)
        shown, kept = report.reading_text(readings, each=each), report.reading_json(readings)
    else:
        raise typer.BadParameter(
            f"Efter --structure stod {len(labelled)} sökväg(ar). Ange ett facit (.json) och mappen med dess handlingar,"
            " eller inget för demonstrationsarkivet."
        )
    out.print(shown, markup=False)
    if json_file:
        json_file.write_text(kept, "utf-8")

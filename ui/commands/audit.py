"""The audit log: shown, and gone through for whether it is as it was written."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.given import DataDir, catalogue
from ui.terminal import err, out

app = typer.Typer(help="Granskningsloggen: vem som gjorde vad.", no_args_is_help=True)


@app.command(name="list")
def entries(
    limit: Annotated[int, typer.Option(min=1, help="Så många av de senaste.")] = 50, data_dir: DataDir = None
) -> None:
    """Visa de senaste posterna, den senaste först."""
    with catalogue(data_dir) as opened:
        for entry in opened.audit_log.entries(limit=limit):
            out.print(f"{entry.number} {entry.at} {entry.who}: {entry.deed} {entry.target}", markup=False)


@app.command()
def verify(
    holds: Annotated[
        str | None, typer.Option(help="Ett sigill som har skrivits upp tidigare, och ska finnas kvar i loggen.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Gå igenom loggen från början. Felkod 1 om den inte är som den skrevs; den första felaktiga posten nämns."""
    from corpus.catalogue.auditlog import START

    with catalogue(data_dir) as opened:
        found = opened.audit_log.verify(holds or START)
    if found.broken:
        broken = found.broken
        err.print(
            f"Loggen är ändrad vid post {broken.number} ({broken.at}, {broken.who}: {broken.deed}): den, eller posten"
            f" före, är inte som den skrevs. De {found.entries} posterna dessförinnan är hela.",
            markup=False,
        )
        raise typer.Exit(1)
    if not found.held:
        err.print(f"Sigillet {holds} finns inte i loggen: slutet av den är borttaget, eller allt omskrivet.")
        raise typer.Exit(1)
    out.print(f"{found.entries} poster är som de skrevs. Den sistas sigill: {found.last}")

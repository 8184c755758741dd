"""The watches with their addresses, for who runs the service: counted, and forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.given import DataDir, catalogue
from ui.terminal import out

app = typer.Typer(help="Bevakningar med e-post.", no_args_is_help=True)


@app.command()
def count(data_dir: DataDir = None) -> None:
    """Visa hur många bevakningar som finns."""
    with catalogue(data_dir) as opened:
        confirmed, waiting = opened.watches.count()
    out.print(f"{confirmed} bekräftade, {waiting} som väntar på att bekräftas.")


@app.command()
def forget(
    address: Annotated[str, typer.Argument(help="E-postadressen.")],
    data_dir: DataDir = None,
) -> None:
    """Ta bort alla bevakningar som en adress har, och adressen med dem."""
    with catalogue(data_dir) as opened:
        removed = opened.watches.forget(address)
    out.print(f"{removed} bevakningar är borttagna.")

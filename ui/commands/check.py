"""Whether an archive is whole: `beslutsminne check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.given import DataDir, settings
from ui.terminal import bar, err, out

if TYPE_CHECKING:
    from indexer.index import Index


def check(
    data_dir: DataDir = None,
    repair: Annotated[bool, typer.Option("--repair", help="Gör om ur katalogen det som skiljer.")] = False,
) -> None:
    """Jämför sökindexet med katalogen, och katalogen med sig själv. Det som skiljer nämns."""
    from indexer.index import Index
    from indexer.mending import mend

    with Index(settings(data_dir=data_dir).index_options) as opened:
        broken = opened.catalogue.examined()
        for line in broken:
            err.print(f"Katalogen är skadad ({line}). Återställ den ur en säkerhetskopia.", markup=False)
        _examine(opened)
        if repair and opened.truth.trouble:
            with bar("Gör om") as tick:
                for done, total in mend(opened):
                    tick(done, total)
            _examine(opened)
        if opened.truth.trouble or broken:
            raise typer.Exit(1)
    out.print("Arkivet är helt: varje handling finns i sökindexet som i katalogen.")


def _examine(opened: Index) -> None:
    from indexer.mending import examine

    with bar("Jämför") as tick:
        for done, total in examine(opened):
            tick(done, total)
    if opened.truth.is_damaged:
        err.print(opened.truth.trouble, markup=False)
    for key, one in sorted(opened.truth.differing.items(), key=lambda item: item[1].source):
        lacks = f"{one.points} av {one.passages} textstycken" if one.points != one.passages else "annat innehåll"
        err.print(f"{one.source or f'{key}, som katalogen inte har'}: {lacks} i sökindexet", markup=False)

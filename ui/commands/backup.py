"""Backups: `beslutsminne backup` and `beslutsminne restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import BadBackup
from ui.commands.given import DataDir, settings
from ui.terminal import out

Folder = Annotated[Path, typer.Argument(help="Säkerhetskopians mapp.")]


def backup(folder: Folder, data_dir: DataDir = None) -> None:
    """Gör en säkerhetskopia av arkivet i en ny mapp, också medan tjänsten går."""
    from indexer import backup as backups

    chosen = settings(data_dir=data_dir)
    if chosen.catalogue_url:
        raise BadBackup(
            "Katalogen ligger i en databas för sig (BESLUTSMINNE_CATALOGUE_URL) och kopieras med dess egna verktyg,"
            " pg_dump för PostgreSQL. Se docs/operations.md."
        )
    made = backups.make(chosen.data_dir, folder)
    size = sum(one.size for one in made.files.values()) / 2**20
    out.print(
        f"{made.documents} handlingar, {len(made.files)} filer ({size:.0f} MB) är kopierade till {folder} och jämförda"
        " med sina kontrollsummor.",
        markup=False,
    )
    if chosen.qdrant_url:
        out.print("Vektorerna ligger i Qdrant och är inte med. De görs om med ”beslutsminne index --rebuild”.")


def restore(
    folder: Folder,
    data_dir: DataDir = None,
    without_vectors: Annotated[
        bool, typer.Option("--without-vectors", help="Återställ allt utom vektorerna, som sedan görs om.")
    ] = False,
) -> None:
    """Återställ en säkerhetskopia i en tom mapp, när allt i den stämmer med sina kontrollsummor."""
    from indexer import backup as backups

    chosen = settings(data_dir=data_dir)
    made = backups.restore(folder, chosen.data_dir, vectors=not without_vectors)
    out.print(f"{made.documents} handlingar är återställda i {chosen.data_dir}.", markup=False)
    if without_vectors:
        out.print("Vektorerna saknas: kör ”beslutsminne index --rebuild” innan tjänsten startas.")
    out.print(
        f"Kopian är från {made.made.astimezone():%Y-%m-%d %H:%M}. Det som har återkallats eller lämnats in efter det"
        " vet den inte av: handlingar som återkallats sedan dess finns med igen och måste återkallas på nytt.",
        style="bold",
    )

"""The folder of an archive."""

from __future__ import annotations

import os
from pathlib import Path

from corpus.errors import NotWritable


def make(data_dir: Path) -> None:
    """Make the folder of an archive where there is none; else see that what lies in it can be written."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        parts = [data_dir, *data_dir.iterdir()]
    except OSError as error:
        raise NotWritable(
            f"Arkivets mapp {data_dir} går inte att använda ({error.strerror}). Kontrollera rättigheterna, eller ange"
            " en annan mapp med --data-dir."
        ) from error
    for part in parts:
        if not os.access(part, os.W_OK | os.X_OK if part.is_dir() else os.W_OK, effective_ids=True):
            raise NotWritable(
                f"{part} går inte att skriva i, och det behöver arkivet. Ge den som kör Beslutsminne rätt att skriva i"
                f" {data_dir} och allt i den."
            )

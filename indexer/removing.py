"""What is gone from a folder, and whether that is believed: of a share that is away all papers seem to be deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Place
from indexer.finding import Found

# More papers than this, and more than this share of those that the folders held, do not go in one run unasked.
MOST = 10
SHARE = 0.1

_ALLOW = "Ska de bort: kör samma kommando med --allow-removals."


def doubted(catalogue: Catalogue, gone: Sequence[Place], held: int, found: Found) -> Iterator[tuple[Place, str]]:
    """The places of `gone` that are not let go unasked, each with why; `held` is how many papers there were in all.

    What lies elsewhere too, as where it was moved to, may go.
    """
    paths = {place.path for place in gone}
    lost = [
        place
        for place in gone
        if all(other.path in paths for other in catalogue.places_of(place.document_id))
    ]  # fmt: skip
    seen = []
    for place in lost:
        folder = found.unseen(Path(place.path))
        if folder is None:
            seen.append(place)
        elif folder in found.unlisted:
            why = found.unlisted[folder][1]
            yield place, f"Mappen {folder} kan inte läsas ({why}), så handlingarna i den är kvar i arkivet. {_ALLOW}"
        else:
            yield (
                place,
                (
                    f"Mappen {folder} är tom, som när en delad mapp inte är ansluten, så handlingarna i den är kvar i"
                    f" arkivet. {_ALLOW}"
                ),
            )
    papers = len({place.document_id for place in seen})
    if papers > MOST and papers > SHARE * held:
        for place in seen:
            yield place, f"{papers} av {held} handlingar är borta, så de är kvar i arkivet tills vidare. {_ALLOW}"

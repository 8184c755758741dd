"""What a question may be about: names of bodies and headings of § that have the words being written."""

from __future__ import annotations

from search_api.archive import Archive

MOST = 12
# Fewer letters are in nearly every heading.
LEAST = 2


def suggestions(archive: Archive, typed: str) -> list[str]:
    """Bodies, then headings of § that have `typed` in them, those that begin with it first; none for a letter alone."""
    wanted = " ".join(typed.split())
    if len(wanted) < LEAST:
        return []
    bodies = [one.value for one in archive.facets().committee if wanted.casefold() in one.value.casefold()]
    headings = archive.index.catalogue.matters.headings(wanted, MOST)
    return list(dict.fromkeys([*bodies, *headings]))[:MOST]

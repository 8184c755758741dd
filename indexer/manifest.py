"""What an archive's vectors are made with: kept in its catalogue, and changed by one write."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus.catalogue import Catalogue
from corpus.errors import ArchiveLocked, IndexMismatch
from corpus.models import Secret
from indexer import chunking, language
from indexer.embedding import Embedder, EmbeddingOptions

Means = dict[str, str | int | None]

_SETTING = "manifest"
# What decides which passages there are and how they are asked, beside the model's own signature.
_OF_PASSAGES = ("analyser", "chunker", "masked")


def means(embedder: Embedder, masked: Collection[Secret], public: Collection[str] = ()) -> Means:
    """What vectors are made with here and now; those with the same means can be mixed, others not.

    The `public` contacts, which are not masked, are told by a fingerprint.
    """
    kinds = ", ".join(sorted(masked))
    listed = hashlib.sha256("\n".join(sorted(public)).encode()).hexdigest()[:8]
    return embedder.signature | {
        "analyser": language.VERSION,
        "chunker": chunking.VERSION,
        "masked": f"{kinds}, utom listan {listed}" if public else kinds,
    }


@dataclass(frozen=True, slots=True)
class Made:
    """A collection of vectors by its name, and what they are made with."""

    collection: str
    means: Means

    @classmethod
    def anew(cls, means: Means) -> Made:
        """A collection that is nowhere yet."""
        return cls(uuid.uuid4().hex[:8], means)

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self.means["dimensions"] or 0)

    def has_passages_of(self, means: Means) -> bool:
        """Whether `means` cut, mask and read the same passages, and so differ by the model at most."""
        return all(self.means.get(name) == means[name] for name in _OF_PASSAGES)

    def changes(self, means: Means) -> str:
        """What is otherwise in `means`, to be shown."""
        return ", ".join(
            f"{name}: {self.means.get(name)} i indexet, {value} nu"
            for name, value in means.items()
            if self.means.get(name) != value
        )

    def embedding(self, now: EmbeddingOptions) -> EmbeddingOptions:
        """What the model of these vectors is loaded with; on what device, it is `now` that says."""
        made: dict[str, Any] = {f.name: self.means[f.name] for f in fields(EmbeddingOptions) if f.name in self.means}
        return EmbeddingOptions(**{"device": now.device} | made)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The collection that is asked; one that is being made to take its place; one that remains to be removed."""

    serving: Made
    moving: Made | None = None
    leaving: str | None = None

    def write(self, catalogue: Catalogue) -> None:
        """Keep it, whole or not at all."""
        moving = self.moving and _flat(self.moving)
        catalogue.set_setting(
            _SETTING, json.dumps(_flat(self.serving) | {"moving": moving, "leaving": self.leaving}, ensure_ascii=False)
        )


def read(catalogue: Catalogue) -> Manifest | None:
    """The manifest of an archive, or None of one that is new."""
    stored = catalogue.setting(_SETTING)
    if stored is None:
        return None
    flat = json.loads(stored)
    moving, leaving = flat.pop("moving", None), flat.pop("leaving", None)
    return Manifest(_made(flat), moving and _made(moving), leaving)


def held(catalogue: Catalogue, means: Means, folder: Path, *, rebuilding: bool) -> Manifest:
    """The manifest of the archive in `folder`, written where it is new.

    Raises `IndexMismatch` where its vectors are made with other than `means`, but for a rebuild.
    """
    found = read(catalogue)
    if found is None:
        found = Manifest(Made.anew(means))
        found.write(catalogue)
    made = found.serving
    if made.means != means and not rebuilding:
        meanwhile = " (”beslutsminne serve --rebuild” svarar under tiden)" * made.has_passages_of(means)
        raise IndexMismatch(
            f"Sökindexet i {folder} är gjort på annat sätt än vad som nu är inställt ({made.changes(means)})."
            f" Bygg om det med ”beslutsminne index --rebuild”{meanwhile}, eller ställ tillbaka inställningen."
        )
    return found


def verify(catalogue: Catalogue, known: Manifest) -> None:
    """Raise `ArchiveLocked` where the manifest is not the one that is `known`: another process has had the archive.

    Where the schema is another it raises as `Catalogue` does.
    """
    catalogue.require_schema()
    if read(catalogue) != known:
        raise ArchiveLocked("Arkivet gjordes om av en annan process medan databasen inte svarade. Starta om den här.")


def cannot_answer(made: Made, means: Means, folder: Path) -> IndexMismatch:
    """That vectors of the archive in `folder`, which are `made` with other than `means`, cannot be asked meanwhile."""
    return IndexMismatch(
        f"Sökindexet i {folder} kan inte svara medan det byggs om: mer än modellen har ändrats, eller så finns den"
        f" gamla modellen inte kvar som den var ({made.changes(means)}). Kör ”beslutsminne index --rebuild”, och starta"
        " sedan tjänsten."
    )


def _flat(made: Made) -> dict[str, Any]:
    return made.means | {"collection": made.collection}


def _made(flat: dict[str, Any]) -> Made:
    return Made(flat.pop("collection"), flat)

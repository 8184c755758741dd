"""What can be chosen about the embedding model."""

from __future__ import annotations

from dataclasses import dataclass

BUNDLED = ("static", "multilingual")
DEFAULT = "multilingual"
# Models that were bundled once, and what has come in their place.
RETIRED = {"contextual": DEFAULT}


@dataclass(frozen=True, slots=True)
class EmbeddingOptions:
    """Which model, and how it is used; what is None is as the model itself, or its family, has it.

    `model` is one of `BUNDLED`, a folder, or a name on the hub ("owner/name"); the hub is asked only with `download`,
    and only for what this machine does not have. An empty prompt means none at all. `dimensions` keeps the first
    numbers of each vector (for models trained so, Matryoshka), `longest` cuts texts to so many tokens, `device` is
    what torch calls it ("cpu", "cuda", "mps"); by default the processor for a model that runs in integers, and for any
    other a GPU where there is one.
    """

    model: str = DEFAULT
    query_prompt: str | None = None
    document_prompt: str | None = None
    dimensions: int | None = None
    longest: int | None = None
    device: str | None = None
    download: bool = False

"""Where a model lies: bundled, in a folder, or in what has been fetched from the hub."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from corpus.errors import ModelUnavailable
from indexer.embedding.certainty import CERTAINTY_FILE
from indexer.embedding.options import BUNDLED, RETIRED, EmbeddingOptions

_ON_HUB = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
# What is fetched of a model: no weights in other libraries' formats, and pickled ones only where there are no others;
# modules after the first are small, and some models have theirs only so.
_FETCHED = ["*.json", "*.txt", "*.model", "*.safetensors", "*/pytorch_model.bin", "README.md"]
_LEFT = ["onnx/*", "openvino/*"]
# What decides a model's vectors: configuration, vocabulary and weights, not cards and licences.
_DECIDING = {".json", ".txt", ".model", ".safetensors", ".bin"}
_WEIGHTS = {".safetensors", ".bin"}
# In the folder of a model that may be run in integers: lowest and highest value of each channel of what meets its
# matrices, as seen on passages, each of shape (2, channels) (`indexer.training.multilingual.ranges`).
RANGES_FILE = "ranges.safetensors"
_LFS_POINTER = b"version https://git-lfs"


@dataclass(frozen=True, slots=True)
class Source:
    """A model's folder, and a `fingerprint` that tells its content from any other's.

    Of a model from the hub the folder is the snapshot of one commit, which is the fingerprint.
    """

    folder: Path
    fingerprint: str


def locate(options: EmbeddingOptions) -> Source:
    """Find the model, on the hub only if it is not on this machine and `options.download` allows it.

    Raises `ModelUnavailable` where there is none, or where it would need code of its own.
    """
    name = options.model
    if name in RETIRED:
        raise ModelUnavailable(
            f"Den medföljande modellen ”{name}” har ersatts av ”{RETIRED[name]}”. Ta bort inställningen"
            f" BESLUTSMINNE_MODEL eller sätt den till {RETIRED[name]}, och bygg om sökindexet med ”beslutsminne index"
            " --rebuild”: det nya läggs bredvid det gamla och byts in när det är klart."
        )
    folder = _bundled(name) if name in BUNDLED else Path(name).expanduser()
    is_fetched = False
    if name in BUNDLED and not folder.is_dir():
        raise ModelUnavailable(f"Den medföljande modellen ”{name}” saknas ({folder}). Installera om Beslutsminne.")
    if not name or not folder.is_dir():
        folder, is_fetched = _snapshot(name, download=options.download), True
    _check_modules(name, folder)
    _check_weights(name, folder)
    return Source(folder, folder.name if is_fetched else _fingerprint(folder))


def _bundled(name: str) -> Path:
    return Path(str(resources.files("indexer").joinpath("model", name)))


def _snapshot(name: str, *, download: bool) -> Path:
    """The folder of a model from the hub, fetched now if it must and may be."""
    if not _ON_HUB.fullmatch(name):
        bundled = " eller ".join(f"”{each}”" for each in BUNDLED)
        raise ModelUnavailable(
            f"Språkmodellen ”{name}” finns inte: det är varken en mapp eller ett namn på formen ägare/modell."
            f" Ange en mapp med en sentence-transformers-modell, eller {bundled} för en medföljande."
        )
    from huggingface_hub import constants
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError, RepositoryNotFoundError

    # Else the library asks the hub for a list, to tell it what runs it, even when told to use local files only.
    constants.HF_HUB_DISABLE_TELEMETRY = True
    try:
        return _files(name, download=False)
    except HFValidationError as error:
        raise ModelUnavailable(
            f"”{name}” kan inte vara ett namn på Hugging Face. Ange en mapp, eller ett namn på formen ägare/modell."
        ) from error
    except LocalEntryNotFoundError as error:
        if not download:
            raise ModelUnavailable(
                f"Språkmodellen ”{name}” är varken en mapp eller hämtad till den här datorn, och inget hämtas utan lov."
                " Sätt BESLUTSMINNE_MODEL_DOWNLOAD=true för att hämta den från Hugging Face, eller ange en mapp."
            ) from error
    try:
        return _files(name, download=True)
    except RepositoryNotFoundError as error:  # or one behind a login, which the hub does not tell apart
        raise ModelUnavailable(
            f"Hugging Face har ingen modell ”{name}” som kan läsas härifrån. Rätta BESLUTSMINNE_MODEL; kräver modellen"
            " inloggning eller godkända villkor, logga in med ”hf auth login” eller ange en mapp med den."
        ) from error
    except Exception as error:  # of the net or of the disk; the library has no list of them
        raise ModelUnavailable(
            f"Språkmodellen ”{name}” kan inte hämtas från Hugging Face ({type(error).__name__}). Försök igen med nätet"
            " på, eller hämta modellen på en annan dator, flytta hit mappen och ange den."
        ) from error


def _files(name: str, *, download: bool) -> Path:
    from huggingface_hub import snapshot_download

    for patterns in (_FETCHED, [*_FETCHED, "*.bin"]):
        folder = Path(
            snapshot_download(name, allow_patterns=patterns, ignore_patterns=_LEFT, local_files_only=not download)
        )
        if any(folder.glob("*.safetensors")):
            break
    return folder


def _not_sentence_transformers(name: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"Språkmodellen ”{name}” saknar modules.json och är alltså ingen sentence-transformers-modell."
        " Ange mappen som har den filen, eller välj en annan modell."
    )


def unreadable(path: Path, error: Exception) -> ModelUnavailable:
    """What to raise for a model's file that is missing or is not what it should be."""
    return ModelUnavailable(
        f"{path} kan inte läsas ({type(error).__name__}: {error}). Hämta eller kopiera modellen på nytt."
    )


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object in a model's file; raises `ModelUnavailable` where there is none."""
    try:
        read = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if not isinstance(read, dict):
        raise unreadable(path, TypeError(f"ett JSON-objekt väntades, inte {type(read).__name__}"))
    return read


def needs_code(name: str) -> ModelUnavailable:
    """What to raise for a model that only runs with program code of its own, which is never run here."""
    return ModelUnavailable(
        f"Språkmodellen ”{name}” kräver programkod som följer med modellen, och sådan körs aldrig."
        " Välj en modell som klarar sig utan, eller en omgjord utgåva av samma modell (docs/models.md nämner några)."
    )


def _check_modules(name: str, folder: Path) -> None:
    path = folder / "modules.json"
    if not path.is_file():
        raise _not_sentence_transformers(name)
    try:
        types = [str(module["type"]) for module in json.loads(path.read_text("utf-8"))]
    except (ValueError, TypeError, KeyError) as error:
        raise ModelUnavailable(
            f"Språkmodellen ”{name}”: {path} kan inte läsas ({error}). Hämta eller kopiera modellen på nytt."
        ) from error
    if any(not kind.startswith("sentence_transformers.") for kind in types):
        raise needs_code(name)


def _check_weights(name: str, folder: Path) -> None:
    weights = [file for file in _deciding(folder) if file.suffix in _WEIGHTS]
    if not any(file.name != RANGES_FILE for file in weights):
        raise ModelUnavailable(
            f"Språkmodellen ”{name}” saknar vikter (model.safetensors) i {folder}."
            " Hämta eller kopiera modellen på nytt, med de stora filerna."
        )
    for file in weights:
        with file.open("rb") as content:
            if content.read(len(_LFS_POINTER)) == _LFS_POINTER:
                raise ModelUnavailable(
                    f"Språkmodellen ”{name}”: {file.name} är bara en hänvisning till vikterna (Git LFS)."
                    f" Kör ”git lfs pull” i {folder}."
                )


def _deciding(folder: Path) -> list[Path]:
    # The hub's client keeps notes of its own in a hidden folder.
    visible = (file for file in folder.rglob("[!.]*") if ".cache" not in file.relative_to(folder).parts)
    return sorted(
        file
        for file in visible
        if file.suffix in _DECIDING and file.name != CERTAINTY_FILE and file.is_file()  # which changes no vector
    )


def _fingerprint(folder: Path) -> str:
    whole = hashlib.sha256()
    for file in _deciding(folder):
        with file.open("rb") as content:
            part = hashlib.file_digest(content, "sha256")
        whole.update(file.relative_to(folder).as_posix().encode() + b"\0" + part.digest())
    return whole.hexdigest()[:16]

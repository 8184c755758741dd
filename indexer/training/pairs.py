"""Reading the training material: ``pairs.tsv.xz`` and ``text.txt.xz``."""

import hashlib
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from indexer.training.errors import TrainingDataError

PAIRS_FILE = "pairs.tsv.xz"
TEXT_FILE = "text.txt.xz"


class Family(Enum):
    """Kinds that share batches; mixed, a batch would be solved by length or language instead of meaning."""

    WORD = "word"
    CROSS = "cross-language"
    TEXT = "text"


FAMILY_OF_KIND = {
    "synonym": Family.WORD,
    "dictionary-sv-en": Family.WORD,
    "definition": Family.WORD,
    "sv-en": Family.CROSS,
    "tatoeba-sv-en": Family.CROSS,
    "example-sv-en": Family.CROSS,
    "civic-en": Family.CROSS,
}
"""Kinds not named here are Swedish text pairs."""

LEFT_OUT = frozenset({"civic", "civic-en"})
"""Kinds whose source states no terms of use: the model is not trained on them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that mean or answer one another: ``left`` plays the question, ``right`` the passage."""

    kind: str
    left: str
    right: str

    @property
    def family(self) -> Family:
        """The family whose batches the pair belongs to."""
        return FAMILY_OF_KIND.get(self.kind, Family.TEXT)


def read_pairs(folder: Path) -> list[Pair]:
    """Read the pairs of a data folder, in file order, each distinct pair once, kinds of `LEFT_OUT` not at all.

    Args:
        folder: holds ``pairs.tsv.xz``, lines of ``kind<TAB>left<TAB>right`` in UTF-8.

    Raises:
        TrainingDataError: the folder or file is missing, damaged, empty, or a line is not three filled fields.

    """
    pairs: dict[Pair, None] = {}
    path = _existing(folder, PAIRS_FILE)
    for number, line in enumerate(_lines(path), start=1):
        fields = line.split("\t")
        if len(fields) != 3 or not all(field.strip() for field in fields):
            raise TrainingDataError(
                f"{path}, line {number}: expected three filled fields, kind<TAB>text<TAB>text, got {line[:80]!r}. "
                "Correct or remove the line and run again."
            )
        if fields[0] not in LEFT_OUT:
            pairs[Pair(*fields)] = None
    if not pairs:
        raise TrainingDataError(f"{path} holds no pairs: expected lines of kind<TAB>text<TAB>text. Fetch it anew.")
    return list(pairs)


def read_documents(folder: Path) -> Iterator[str]:
    """Yield the plain documents of a data folder, one a line of ``text.txt.xz``.

    Raises:
        TrainingDataError: the folder or file is missing or damaged.

    """
    return _lines(_existing(folder, TEXT_FILE))


def fingerprints(folder: Path) -> dict[str, str]:
    """Give the SHA-256 (hexadecimal) of each data file by file name, to tell later what a model was made from.

    Raises:
        TrainingDataError: the folder or a file is missing.

    """
    names = (PAIRS_FILE, TEXT_FILE)
    return {name: hashlib.sha256(_existing(folder, name).read_bytes()).hexdigest() for name in names}


def _existing(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        missing = path if folder.is_dir() else folder
        raise TrainingDataError(
            f"{missing} does not exist: expected a folder with {PAIRS_FILE} and {TEXT_FILE}. "
            "Give the folder of the training data with --data, for example --data ../shared/training."
        )
    return path


def _lines(path: Path) -> Iterator[str]:
    try:
        # newline="\n": other line separators inside a text must not tear it in two
        with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line.rstrip("\n")
    except (lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise TrainingDataError(f"{path} is not readable as UTF-8 text in xz ({error}). Fetch it anew.") from error

"""Files in: one module a format, each `read(data) -> Extraction`, chosen by suffix and checked against the content."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import EmptyFile, TooLarge, UnknownFormat
from corpus.models import Extraction
from corpus.readers import docx, html, mail, markdown, odt, pdf, rtf, text

READERS: dict[str, Callable[[bytes], Extraction]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".docx": docx.read,
    ".odt": odt.read,
    ".rtf": rtf.read,
    ".pdf": pdf.read,
    ".eml": mail.read,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost: bytes on disk, characters of text, seconds and bytes of memory while read.

    `members` is how many files a zip or a letter may hold, those in containers within it too. OCR takes seconds a
    page, so it has `ocr_seconds` of its own.
    """

    size: int = 200 * 2**20
    characters: int = 20_000_000
    seconds: float = 120.0
    memory: int = 4 * 2**30
    members: int = 2_000
    ocr_seconds: float = pdf.OCR_SECONDS


def check(name: str, size: int, limits: Limits, suffixes: Collection[str] = frozenset(READERS)) -> None:
    """Raise what keeps a file of one of `suffixes` from being read by its name and size in bytes alone."""
    suffix = Path(name).suffix.lower()
    if suffix not in suffixes:
        raise UnknownFormat(f"Filtypen ”{suffix or name}” kan inte läsas. Spara som {', '.join(sorted(READERS))}.")
    if not size:
        raise EmptyFile("Filen är tom (0 byte). Hämta den på nytt från källan.")
    if size > limits.size:
        raise TooLarge(f"Filen är {size / 2**20:.0f} MB, gränsen är {limits.size / 2**20:.0f} MB. Dela upp den.")


def extract(data: bytes, name: str, limits: Limits) -> Extraction:
    """The text of a file's content `data`, read as its name's suffix says.

    Raises an `UnreadableFile` that names the trouble and what to do; never returns an empty text.
    """
    check(name, len(data), limits)
    suffix = Path(name).suffix.lower()
    try:
        extraction = pdf.read(data, limits.ocr_seconds) if suffix == ".pdf" else READERS[suffix](data)
    except RecursionError as error:
        raise TooLarge(
            "Filen är för djupt nästlad att läsa. Öppna och spara om den, eller spara den som text."
        ) from error
    if not extraction.text.strip():
        raise EmptyFile("Filen innehåller ingen text. Kontrollera att rätt fil har lämnats.")
    if len(extraction.text) > limits.characters:
        raise TooLarge(
            f"Filen har {len(extraction.text)} tecken, gränsen är {limits.characters}. Dela upp den i flera filer."
        )
    return extraction

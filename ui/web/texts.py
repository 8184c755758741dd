"""Swedish words and forms that more than one page uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import PurePosixPath

OPEN_DOCUMENT = "Öppna hela handlingen"
SAVE_FILE = "Spara originalfilen"
IN_CONTEXT = "Visa i sitt sammanhang"
# What is said of a file's fate, by what the archive calls it.
FATES = {
    "ny": "Tillagd",
    "ändrad": "Tillagd i stället för en tidigare version",
    "oförändrad": "Fanns redan i arkivet",
    "omläst": "Fanns redan i arkivet, och är läst på nytt",
    "borttagen": "Borttagen",
    "återkallad": "Återkallad medan den väntade",
    "misslyckad": "Kunde inte läggas till",
    "avslagen": "Godkändes inte",
    "väntar": "Väntar på att godkännas",
}
# More numbers than this are told by the first and the last.
MANY = 4
EMPTY_ARCHIVE = "Arkivet är tomt. Lägg till handlingar, så går de att fråga om några sekunder senare."


def counted(number: int, one: str, many: str) -> str:
    """`number` with its noun: “1 handling”, “2 400 handlingar”."""
    return f"{grouped(number)} {one if number == 1 else many}"


def grouped(number: int) -> str:
    """A number with a fixed space between thousands."""
    return f"{number:,}".replace(",", "\u00a0")


def numbers(cited: Sequence[int]) -> str:
    """The numbers of sources: “[1]”, “[1] [4]”, and “[1]–[4]” for many."""
    return f"[{cited[0]}]–[{cited[-1]}]" if len(cited) > MANY else " ".join(f"[{number}]" for number in cited)


def papers(number: int) -> str:
    """A number of documents."""
    return counted(number, "handling", "handlingar")


def period(first: dt.date | None, last: dt.date | None) -> str:
    """“ från 2019-01-02 till 2024-05-06”, or nothing where no document has a date."""
    if first is None or last is None:
        return ""
    return f" från {first}" if first == last else f" från {first} till {last}"


def capital(text: str) -> str:
    """`text` with a first capital and the rest as it is."""
    return text[:1].upper() + text[1:]


def file_name(source: str) -> str:
    """The last part of a document's place."""
    return PurePosixPath(source).name or "handling"

"""Plain text: UTF-8 (with or without a mark), UTF-16 with a mark, or Windows-1252; form feeds part the pages."""

from __future__ import annotations

import codecs
import re

from corpus.errors import UnreadableFile
from corpus.models import Extraction
from corpus.readers.clean import paginate
from corpus.repair.wrapping import unwrap

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


# UTF-8 has two such bytes in a row for each å, ä and ö; Swedish in Windows-1252 never has.
_PAIRS = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
# Latin-1 is left out: what says that it is Latin-1 is nearly always Windows-1252.
_EIGHT_BIT = frozenset(
    "iso8859-2 iso8859-4 iso8859-5 iso8859-9 iso8859-10 iso8859-13 iso8859-15 mac-roman cp437 cp850 cp865 cp1250 cp1251"
    " cp1253 cp1254 cp1257 koi8-r".split()
)
_OTHERS = ((b"%PDF-", "PDF", ".pdf"), (b"PK\x03\x04", "Word eller annan zip", ".docx"), (b"{\\rtf", "RTF", ".rtf"))


def decode(data: bytes, declared: str = "") -> str:
    """The characters of `data`; raises `UnreadableFile` where the bytes are no text.

    `declared` is the encoding that a page or a letter says it has, believed where the bytes are no UTF-8.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for start, kind, suffix in _OTHERS:
        if data.startswith(start):
            raise UnreadableFile(
                f"Filen är ingen text utan en {kind}-fil. Byt filändelse till {suffix}, eller spara den som text."
            )
    try:
        if encoding:
            return data.decode(encoding)
        if b"\x00" in data:
            raise UnreadableFile("Filen innehåller binära data, inte text. Kontrollera att filändelsen stämmer.")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            if encoding := _eight_bit(declared):
                return data.decode(encoding, "replace")
            if len(_PAIRS.findall(data)) > 2:  # UTF-8 with a byte lost on the way
                raise
            return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"Filens teckenkodning kan inte tolkas (byte {error.start} av {len(data)}). Spara den som UTF-8."
        ) from error


def _eight_bit(declared: str) -> str | None:
    """Python's name for a declared encoding of one byte a character, where that is not Windows-1252 or nearly so."""
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return None
    return name if name in _EIGHT_BIT else None


def read(data: bytes) -> Extraction:
    """The text of a plain text file, a page for each form feed, without a blank line after every line."""
    return paginate(pages(data))


def pages(data: bytes) -> list[str]:
    """The pages of a plain text file, parted by form feeds, as they stand."""
    found = unwrap(decode(data)).split("\f")
    if len(found) > 1 and not found[-1].strip():  # some programs end the last page with a form feed too
        found.pop()
    return found

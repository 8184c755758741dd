"""Plain text: UTF-8 (with or without a mark), UTF-16 with a mark, or Windows-1252; form feeds part the pages."""

from __future__ import annotations

import codecs
import re

from corpus.errors import UnreadableFile
from corpus.models import Extraction
from corpus.readers.clean import paginate

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


# UTF-8 has two such bytes in a row for each å, ä and ö; Swedish in Windows-1252 never has.
_PAIRS = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_OTHERS = ((b"%PDF-", "PDF", ".pdf"), (b"PK\x03\x04", "Word eller annan zip", ".docx"), (b"{\\rtf", "RTF", ".rtf"))


def decode(data: bytes) -> str:
    """The characters of `data`; raises `UnreadableFile` where the bytes are no text."""
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
            if len(_PAIRS.findall(data)) > 2:  # UTF-8 with a byte lost on the way
                raise
            return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"Filens teckenkodning kan inte tolkas (byte {error.start} av {len(data)}). Spara den som UTF-8."
        ) from error


def read(data: bytes) -> Extraction:
    """The text of a plain text file, a page for each form feed."""
    pages = decode(data).split("\f")
    if len(pages) > 1 and not pages[-1].strip():  # some programs end the last page with a form feed too
        pages.pop()
    return paginate(pages)

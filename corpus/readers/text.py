"""Plain text: UTF-8 (with or without a mark), UTF-16 with a mark, or Windows-1252; form feeds part the pages."""

from __future__ import annotations

import codecs

from corpus.errors import UnreadableFile
from corpus.models import Extraction
from corpus.readers.clean import paginate

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes) -> str:
    """The characters of `data`; raises `UnreadableFile` where the bytes are no text."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    try:
        if encoding:
            return data.decode(encoding)
        if b"\x00" in data:
            raise UnreadableFile("Filen innehåller binära data, inte text. Kontrollera att filändelsen stämmer.")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"Filens teckenkodning kan inte tolkas (byte {error.start} av {len(data)}). Spara den som UTF-8."
        ) from error


def read(data: bytes) -> Extraction:
    """The text of a plain text file, a page for each form feed."""
    return paginate(decode(data).split("\f"))

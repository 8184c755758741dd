"""What is laid upon a PDF's pages or lies in it beside them: notes, stamps, filled fields and attached files."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.models import Flaw, Remark
from corpus.readers.clean import clean
from corpus.readers.letters import Box

# Notes of a page that are looked at, and files of a PDF that are named.
MOST_NOTES, MOST_FILES = 500, 20
LONGEST_NAME = 120

# What has words of its own that a reader sees where it stands, once it is painted.
_PAINTED = frozenset((raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET))
# What carries words that are shown when it is opened.
_KINDS = {
    raw.FPDF_ANNOT_TEXT: "lapp",
    raw.FPDF_ANNOT_STAMP: "stämpel",
    raw.FPDF_ANNOT_HIGHLIGHT: "överstrykning",
    raw.FPDF_ANNOT_UNDERLINE: "understrykning",
    raw.FPDF_ANNOT_SQUIGGLY: "understrykning",
    raw.FPDF_ANNOT_STRIKEOUT: "genomstrykning",
    raw.FPDF_ANNOT_CARET: "infogning",
    raw.FPDF_ANNOT_INK: "handskrift",
    raw.FPDF_ANNOT_LINE: "linje",
    raw.FPDF_ANNOT_SQUARE: "ruta",
    raw.FPDF_ANNOT_CIRCLE: "ring",
    raw.FPDF_ANNOT_POLYGON: "figur",
    raw.FPDF_ANNOT_POLYLINE: "linje",
    raw.FPDF_ANNOT_REDACT: "maskering",
}
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


@dataclass(slots=True)
class Notes:
    """What is laid upon a page: `lines` of text with no looks of their own, `over` what may cover words of the page.

    `kinds` are the notes that are not read and `files` the names of files attached; `painted` says that there are words
    to be read once the notes are part of the page.
    """

    lines: list[str] = field(default_factory=list)
    over: list[Box] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    files: list[str] = field(default_factory=list)
    painted: bool = False

    def remarks(self, page: int) -> Iterator[Remark]:
        """What is to be said of the notes that are not read."""
        if self.kinds:
            kinds = ", ".join(f"{kind} ({count})" if count > 1 else kind for kind, count in self.kinds.items())
            message = f"Sidan har anteckningar i PDF-filen som inte har lästs: {kinds}. Öppna filen för att se dem."
            yield Remark(page, Flaw.UNREAD_NOTE, message)
        yield from unread_files(self.files, page)


def unread_files(names: list[str], page: int) -> Iterator[Remark]:
    """What is to be said of the files that are attached."""
    if names:
        more = f" och {len(names) - MOST_FILES} till" if len(names) > MOST_FILES else ""
        told = f"{', '.join(names[:MOST_FILES])}{more}"
        message = f"PDF-filen har bifogade filer som inte har lästs: {told}. Spara ut dem och lämna dem för sig."
        yield Remark(page, Flaw.UNREAD_FILE, message)


def attached(document: pdfium.PdfDocument) -> list[str]:
    """The names of the files that a PDF holds, those in excess without a name."""
    count = max(raw.FPDFDoc_GetAttachmentCount(document.raw), 0)
    names = [_name_of(raw.FPDFDoc_GetAttachment(document.raw, number)) for number in range(min(count, MOST_FILES))]
    return names + [""] * (count - len(names))


def read(page: pdfium.PdfPage) -> Notes:
    """What is laid upon `page`."""
    notes = Notes()
    for number in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_NOTES)):
        if note := raw.FPDFPage_GetAnnot(page.raw, number):
            try:
                _take(note, notes)
            finally:
                raw.FPDFPage_CloseAnnot(note)
    return notes


def _take(note: Any, notes: Notes) -> None:
    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind == raw.FPDF_ANNOT_FILEATTACHMENT:
        notes.files.append(_name_of(raw.FPDFAnnot_GetFileAttachment(note)))
    if (kind not in _KINDS and kind not in _PAINTED) or raw.FPDFAnnot_GetFlags(note) & _UNSEEN:
        return
    looks = raw.FPDFAnnot_HasKey(note, b"AP")
    rect = raw.FS_RECTF()
    if kind != raw.FPDF_ANNOT_WIDGET and raw.FPDFAnnot_GetRect(note, rect):
        notes.over.append((rect.left, rect.bottom, rect.right, rect.top))
    if kind in _PAINTED and looks:
        notes.painted = True
    elif kind == raw.FPDF_ANNOT_FREETEXT:
        notes.lines += clean(_contents(note)).split("\n")
    elif kind in _KINDS and (kind == raw.FPDF_ANNOT_STAMP or _contents(note).strip()):
        notes.kinds[_KINDS[kind]] += 1


def _contents(note: Any) -> str:
    return _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))


def _name_of(file: Any) -> str:
    """A file's name as it may be shown: on one line, not too long."""
    name = _string(lambda buffer, size: raw.FPDFAttachment_GetName(file, buffer, size)) if file else ""
    shown = " ".join(clean(name).split())
    if len(shown) > LONGEST_NAME:
        shown = f"{shown[: LONGEST_NAME // 2]}…{shown[-LONGEST_NAME // 2 :]}"
    return shown or "namnlös fil"


def _string(ask: Callable[[Any, int], int]) -> str:
    """What PDFium writes into a buffer, once it has said how long that is."""
    size = ask(None, 0)
    buffer = ctypes.create_string_buffer(size + 2)
    ask(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", "ignore").rstrip("\0")

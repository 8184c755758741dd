"""The addresses of the pages that a letter or a feed leads to."""

from __future__ import annotations

from urllib.parse import quote

CONFIRM, LEAVE = "/bevaka/bekrafta", "/bevaka/avsluta"
CODE = "kod"  # in the query: a proxy writes the path to its log


def paper(document_id: str) -> str:
    """The address of a paper."""
    return f"/handling/{quote(document_id, safe='')}"


def leaf(document_id: str, page: int, start: int | None = None, end: int | None = None) -> str:
    """The address of a page of a paper, with what is marked on it."""
    marked = f"?markera={start}-{end}#markering" if start is not None and end is not None and start < end else ""
    return f"{paper(document_id)}/sida/{page}{marked}"


def with_code(path: str, code: str, language: str) -> str:
    """The address of a page that a letter has the code for, in a language of the pages."""
    return in_language(f"{path}?{CODE}={quote(code, safe='')}", language)


def in_language(address: str, language: str) -> str:
    """The address of a page in a language of the pages; the first of them, Swedish, is named nowhere."""
    if language == "sv":
        return address
    page, sign, place = address.partition("#")
    return f"{page}{'&' if '?' in page else '?'}lang={language}{sign}{place}"

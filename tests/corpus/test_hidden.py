"""What is hidden of a text is read once, however much of it is asked for, and anew when the text changes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus.catalogue import Catalogue, hidden, open_sqlite
from corpus.catalogue.records import Passage, Place
from corpus.models import Document, Kind, Secret, Sensitive, Span

LINE = "850312-1231 är ett nummer\n"
MANY = 100_000


def paper(document_id: str, lines: int) -> Document:
    """Return a paper with a number on each line."""
    text = LINE * lines
    starts = range(0, len(text), len(LINE))
    return Document(
        id=document_id, text=text, title="Lista", kind=Kind.OTHER, organisation=None, committee=None, date=None,
        case_number=None, pages=(Span(0, len(text)),), sections=(), furniture=(),
        sensitive=tuple(Sensitive(start, start + 11, Secret.PERSONAL_NUMBER) for start in starts),
    )  # fmt: skip


def passages(document: Document, many: int) -> list[Passage]:
    """Return as many passages of a line each, from all over the paper."""
    step = len(document.text) // len(LINE) // many
    starts = [number * step * len(LINE) for number in range(many)]
    return [
        Passage(f"{document.id}:{start}", document.id, start, start + len(LINE), 1, None, None, None, None, "", None)
        for start in starts
    ]


def keep(catalogue: Catalogue, document: Document, many: int = 50) -> list[str]:
    """Store a paper with its passages, and return their ids."""
    kept = passages(document, many)
    catalogue.add(document, f"{document.id}.txt", kept)
    catalogue.put_place(Place(f"/{document.id}.txt", f"{document.id}.txt", 1, 1, document.id))
    catalogue.set_ready(document.id)
    return [passage.id for passage in kept]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Return an empty catalogue that masks personnummer."""
    opened = open_sqlite(tmp_path / "catalogue.sqlite", [Secret.PERSONAL_NUMBER])
    yield opened
    opened.close()


def test_100_000_numbers_are_read_once(catalogue: Catalogue):
    """Fifty passages and fifty quotations read what is hidden once; lists of papers do not read it at all."""
    ids = keep(catalogue, paper("a", MANY))
    read: list[str] = []
    sa.event.listen(catalogue._engine, "before_cursor_execute", lambda *told: read.append(str(told[2])))
    catalogue.entries()
    assert not any("sensitive" in statement for statement in read)
    found = catalogue.find(ids)
    assert [one.text for one in found] == ["██████-████ är ett nummer\n"] * 50
    for one in found:
        place = (one.passage.start, one.passage.end)
        assert catalogue.slice("a", *place) == one.text
    assert sum("sensitive" in statement for statement in read) == 1


def test_what_is_hidden_follows_the_text(catalogue: Catalogue):
    """A text that is read anew has its own masks from then on, also where it was asked for before."""
    document = paper("a", 10)
    keep(catalogue, document, 5)
    assert catalogue.slice("a", 0, len(LINE)) == "██████-████ är ett nummer\n"
    moved = replace(document, text=f"Se {document.text}", sensitive=(Sensitive(3, 14, Secret.PERSONAL_NUMBER),))
    catalogue.renew(moved, passages(moved, 5))
    assert catalogue.slice("a", 0, len(LINE) + 3) == "Se ██████-████ är ett nummer\n"


def test_no_more_is_kept_in_mind_than_so_many_papers(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hidden, "REMEMBERED", 2)
    for name in "abc":
        keep(catalogue, paper(name, 5), 5)
    for name in "abcabc":
        assert catalogue.slice(name, 0, 11) == "██████-████"
    assert len(catalogue._hidden._known) == 2

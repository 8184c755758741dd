"""Documents and passages as rows of the catalogue, and back.

What is kept as JSON may be of another version: a field that is not known here is passed over, and one that is lacking
has its default. What cannot be read even so is made up for from the columns and the text, so that nothing stops and
nothing is shown that should be masked; the next `index` reads the paper itself anew.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from corpus import privacy, quality, secrecy
from corpus.catalogue.records import Passage
from corpus.catalogue.tables import DocumentRow, OtherCaseRow, PassageRow
from corpus.models import Document, Kind, Repair, Section, Sensitive, Span
from corpus.quality import Audit

T = TypeVar("T")

_DOCUMENT = TypeAdapter(Document)
_SENSITIVE = TypeAdapter(tuple[Sensitive, ...])
_AUDIT = TypeAdapter(Audit)
_REPAIRS = TypeAdapter(tuple[Repair, ...])


def columns(document: Document, masked: Document) -> dict[str, Any]:
    """What is kept of `document` in its row; what its line shows is as in `masked`."""
    audit = quality.summary(document)
    return shown(masked) | {
        "text": document.text, "understood": _DOCUMENT.dump_json(replace(document, text="", sensitive=())),
        "sensitive": _SENSITIVE.dump_json(document.sensitive), "audit": _AUDIT.dump_json(audit),
        "unread": audit.unread, "poor": audit.poor, "edition": uuid.uuid4().hex,
    }  # fmt: skip


def shown(masked: Document) -> dict[str, Any]:
    """What the line of a document shows, from it as it may be given out."""
    return {
        "title": masked.title, "kind": masked.kind.value, "organisation": masked.organisation,
        "committee": masked.committee, "date": masked.date, "case_number": masked.case_number,
    }  # fmt: skip


def document(row: DocumentRow) -> Document:
    """The document of a row: whole, or one section without facts where what was understood cannot be read."""
    understood = _read(_DOCUMENT, row.understood, lambda: _bare(row))
    return replace(understood, text=row.text, sensitive=sensitive(row))


def sensitive(row: DocumentRow) -> tuple[Sensitive, ...]:
    """What may have to be masked in the text of a row."""
    return _read(_SENSITIVE, row.sensitive, lambda: _found_in(row.text))


def audit(row: DocumentRow) -> Audit:
    """The audit of a row."""
    return _read(_AUDIT, row.audit, lambda: quality.summary(document(row)))


def passage(row: PassageRow) -> Passage:
    """The passage of a row."""
    return Passage(
        row.id, row.document_id, row.start, row.end, row.page, row.committee, row.date, row.paragraph, row.case_number,
        row.heading, row.part, _read(_REPAIRS, row.repairs, tuple), tuple(other.case_number for other in row.others),
    )  # fmt: skip


def passage_row(passage: Passage) -> PassageRow:
    """The row of a passage."""
    plain = [field.name for field in fields(passage) if field.name not in ("repairs", "other_cases")]
    others = [OtherCaseRow(place=place, case_number=number) for place, number in enumerate(passage.other_cases)]
    values = {name: getattr(passage, name) for name in plain}
    return PassageRow(**values, repairs=_REPAIRS.dump_json(passage.repairs), others=others)


def put_passages(session: Session, readable: Document, passages: Iterable[Passage]) -> None:
    """Let `passages` be those of a document, in the place of what was stored of it."""
    drop_passages(session, readable.id)
    session.add_all(passage_row(passage) for passage in passages)


def drop_passages(session: Session, document_id: str) -> None:
    """Remove the rows of a document's passages."""
    of_it = sa.select(PassageRow.id).where(PassageRow.document_id == document_id)
    session.execute(sa.delete(OtherCaseRow).where(OtherCaseRow.passage_id.in_(of_it)))
    session.execute(sa.delete(PassageRow).where(PassageRow.document_id == document_id))


def _read(adapter: TypeAdapter[T], data: bytes, otherwise: Callable[[], T]) -> T:
    try:
        return adapter.validate_json(data)
    except ValidationError:
        return otherwise()


def _bare(row: DocumentRow) -> Document:
    whole = Span(0, len(row.text))
    return Document(
        id=row.id, text=row.text, title=row.title, kind=next((kind for kind in Kind if kind == row.kind), Kind.OTHER),
        organisation=row.organisation, committee=row.committee, date=row.date, case_number=row.case_number,
        pages=(whole,), sections=(Section(whole.start, whole.end, ""),), furniture=(),
    )  # fmt: skip


def _found_in(text: str) -> tuple[Sensitive, ...]:
    # Where its pages end is not known here, so a mark of secrecy is taken for one of all the text.
    return (*privacy.find(text), *secrecy.find(text, (Span(0, len(text)),)))

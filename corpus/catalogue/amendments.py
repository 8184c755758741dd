"""The amendments of papers: kept apart from what was read, and put over it here, where a document leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus import amendments
from corpus.amendments import Agreement, Amendable, Amendment, Key
from corpus.catalogue import matters, stored, times
from corpus.catalogue.tables import AmendmentRow, DocumentRow
from corpus.masking import MASK, Masks, hide
from corpus.models import Document, Section, Span
from corpus.swedish import case_numbers

# What is told by a word of ours or by digits of a calendar, and hides nobody.
_PLAIN = frozenset({Amendable.KIND, Amendable.DATE})


@dataclass(frozen=True, slots=True)
class Amended:
    """A fact of a paper: what was `read` and where, None where no place says it; its `value` as it is given out.

    `amendment` is what that comes from, and `agreement` how what is read now stands to it, where it is amended.
    """

    name: Amendable
    section: str | None
    read: str | None
    place: Span | None
    value: str | None
    amendment: Amendment | None
    agreement: Agreement | None


class Amendments:
    """What registrators say of the papers of a catalogue; safe to use from several threads."""

    def __init__(self, sessions: sessionmaker[Session], masks: Masks) -> None:
        self._sessions = sessions
        self._masks = masks

    def of(self, document_id: str) -> tuple[Amendment, ...]:
        """The amendments of a document as they were made, not masked."""
        query = sa.select(AmendmentRow).where(AmendmentRow.document_id == document_id).order_by(AmendmentRow.id)
        with self._sessions() as session:
            return tuple(_amendment(row) for row in session.scalars(query))

    def read(self, document_id: str) -> Document | None:
        """The document as its reader understood it, not masked: for what is made of it, never to be given out."""
        with self._sessions() as session:
            row = session.get(DocumentRow, document_id)
            return stored.document(row) if row else None

    def given(self, document: Document, said: Collection[Amendment]) -> Document:
        """`document` masked, with `said` over it, masked as everything else."""
        own = self._masks.document(document)
        if not said:
            return own
        given = self._masks.document(amendments.over(document, [self._masked(one) for one in said]))
        # A heading is known to be held back by where it stands, and so is what is said in its place.
        return replace(given, title=hide(given.title)) if _is_hidden(own.title) else given

    def facts(self, document_id: str) -> list[Amended]:
        """All of a document that may be amended, masked: its own, its §'s and, last, what was amended and is gone."""
        document, said = self.read(document_id), self.of(document_id)
        if document is None:
            return []
        now = amendments.values(document)
        read = amendments.values(self._masks.document(document))
        given = amendments.values(self.given(document, said))
        made = {one.key: _as(self._masked(one), given) for one in said}
        agreements = {one.key: amendments.agreement(one, now) for one in said}
        held = amendments.sections(document)
        return [
            Amended(
                *key, read.get(key), _place(document, key, held), made[key].value if key in made else given[key],
                made.get(key), agreements.get(key),
            )
            for key in dict.fromkeys((*now, *made))
        ]  # fmt: skip

    def _masked(self, one: Amendment) -> Amendment:
        who = self._masks.words(one.who)
        if one.value is None or one.name in _PLAIN:
            return replace(one, who=who)
        return replace(one, who=who, value=self._masks.words(one.value))


def put(session: Session, document_id: str, said: Collection[Amendment]) -> None:
    """Let `said` be all the amendments of a document."""
    session.execute(sa.delete(AmendmentRow).where(AmendmentRow.document_id == document_id))
    session.add_all(
        AmendmentRow(
            document_id=document_id, name=one.name.value, section=one.section, value=one.value, found=one.found,
            who=one.who, at=times.stored(one.at),
        )
        for one in said
    )  # fmt: skip


def _amendment(row: AmendmentRow) -> Amendment:
    return Amendment(Amendable(row.name), row.section, row.value, row.found, row.who, times.utc(row.at))


def _as(one: Amendment, given: Mapping[Key, str | None]) -> Amendment:
    """An amendment with its value as the document that it is put over gives it, where there is a place for it."""
    return replace(one, value=given.get(one.key, one.value))


def _is_hidden(text: str) -> bool:
    return MASK in text and hide(text) == text


def _place(document: Document, key: Key, held: dict[str, Section]) -> Span | None:
    name, of = key
    if of is None:
        value = getattr(document, name)
        told = [one for one in document.stated if one.name == name and one.end and one.value == str(value)]
        return Span(told[0].start, told[0].end) if told else None
    section = held.get(of)
    if section is None:
        return None
    if name is Amendable.CASE_NUMBER:
        numbers = case_numbers.find(document.text, section.start, section.end)
        written = next((one for one in numbers if one.canonical in section.case_numbers), None)
        return Span(written.start, written.end) if written else None
    return matters.head_of(document.text, section) if section.heading else None

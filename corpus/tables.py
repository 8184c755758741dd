"""The tables of the catalogue."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables share."""


class FileRow(Base):
    """A place where a document lies."""

    __tablename__ = "files"
    path: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    size: Mapped[int] = mapped_column(sa.BigInteger)
    modified: Mapped[int] = mapped_column(sa.BigInteger)
    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id"), index=True)


class DocumentRow(Base):
    """A document: its facts in columns, its text whole, its layout as JSON."""

    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(primary_key=True)
    ready: Mapped[bool] = mapped_column(default=False, index=True)
    source: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    organisation: Mapped[str | None] = mapped_column(index=True)
    committee: Mapped[str | None] = mapped_column(index=True)
    date: Mapped[dt.date | None] = mapped_column(index=True)
    case_number: Mapped[str | None]
    text: Mapped[str] = mapped_column(sa.Text, deferred=True)
    layout: Mapped[str] = mapped_column(sa.Text, deferred=True)  # pages, furniture, sections and warnings as JSON


class PassageRow(Base):
    """A passage of a document: offsets into its text."""

    __tablename__ = "passages"
    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    page: Mapped[int]
    paragraph: Mapped[str | None]
    case_number: Mapped[str | None] = mapped_column(index=True)
    heading: Mapped[str]
    part: Mapped[str | None]


class SettingRow(Base):
    """A named value: what the index was made with."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(sa.Text)

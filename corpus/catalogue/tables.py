"""The tables of the catalogue."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """What all tables share."""


class FileRow(Base):
    """A place where a document lies: its `path` is absolute, or relative to the folder of uploads (`paths.py`).

    `papers` is how many papers the file at or above it held when it was read, those that are not here among them; None
    where an older version read it. `vouched` is whether who gave an upload may have papers replaced.
    """

    __tablename__ = "files"
    path: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    size: Mapped[int] = mapped_column(sa.BigInteger)
    modified: Mapped[int] = mapped_column(sa.BigInteger)
    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id"), index=True)
    papers: Mapped[int | None]
    vouched: Mapped[bool] = mapped_column(server_default=sa.text("true"))


class DocumentRow(Base):
    """A document: its facts in columns, its text whole, what else was understood as JSON.

    `replaced_by` is the id of the paper that stands in its place; such a document is read by its id, and never found.
    `by_hand` says that whoever gave that paper put it there, and not what the two say of themselves. `disputed_by` is
    the id of one that says it corrects this, and was not let into its place. `arrived` is when it was first ready, in
    UTC: the year 1970 for what came before that was written down.
    """

    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(primary_key=True)
    ready: Mapped[bool] = mapped_column(default=False, index=True)
    replaced_by: Mapped[str | None]
    source: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    organisation: Mapped[str | None] = mapped_column(index=True)
    committee: Mapped[str | None] = mapped_column(index=True)
    date: Mapped[dt.date | None] = mapped_column(index=True)
    case_number: Mapped[str | None]
    text: Mapped[str] = mapped_column(sa.Text, deferred=True)
    understood: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)  # the Document less its text, as JSON
    sensitive: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)  # its Sensitive stretches as JSON
    audit: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)  # its Audit as JSON
    unread: Mapped[int]  # pages without text
    poor: Mapped[int]  # pages with broken letters
    read_by: Mapped[int] = mapped_column(server_default=sa.text("0"))  # `corpus.reading.READ_BY` when it was read
    vectors: Mapped[str | None]  # the fingerprint of its points, after the name of their collection
    by_hand: Mapped[bool] = mapped_column(server_default=sa.text("false"))
    disputed_by: Mapped[str | None]
    masked_by: Mapped[int] = mapped_column(server_default=sa.text("0"))  # `privacy.VERSION` that looked it through
    edition: Mapped[str] = mapped_column(server_default="")  # other whenever the text or what is sensitive in it is
    arrived: Mapped[dt.datetime | None] = mapped_column(index=True)


class PassageRow(Base):
    """A passage of a document: offsets into its text, and whose meeting it is of."""

    __tablename__ = "passages"
    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    page: Mapped[int]
    committee: Mapped[str | None]
    date: Mapped[dt.date | None]
    paragraph: Mapped[str | None]
    case_number: Mapped[str | None] = mapped_column(index=True)
    heading: Mapped[str]
    part: Mapped[str | None]
    repairs: Mapped[bytes] = mapped_column(sa.LargeBinary)  # its Repairs as JSON
    others: Mapped[list[OtherCaseRow]] = relationship(order_by="OtherCaseRow.place", lazy="selectin")


class OtherCaseRow(Base):
    """A diarienummer that a passage has beside its first; `place` is its order among them."""

    __tablename__ = "other_cases"
    passage_id: Mapped[str] = mapped_column(sa.ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str] = mapped_column(index=True)


class SectionRow(Base):
    """A § of minutes: whose meeting it is of, what it is about and what became of it, as masked as its heading is.

    `head_start` and `head_end` are the place of its heading, `said_start` and `said_end` that of the decision that says
    what became of it.
    """

    __tablename__ = "sections"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    committee: Mapped[str | None]
    date: Mapped[dt.date | None] = mapped_column(index=True)
    paragraph: Mapped[str]
    heading: Mapped[str]
    case_number: Mapped[str | None]
    matter: Mapped[str | None] = mapped_column(index=True)
    fate: Mapped[str | None]
    head_start: Mapped[int]
    head_end: Mapped[int]
    said_start: Mapped[int | None]
    said_end: Mapped[int | None]


class FactRow(Base):
    """A fact that minutes state, one row for each person or party behind it; `section_id` is None for attendance.

    `value` is a decision's outcome, a ballot's choice, an attendance's presence; `yes` and `no` a vote's tally.
    `role` and `limits` belong to an attendance.
    """

    __tablename__ = "facts"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    section_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sections.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(index=True)
    start: Mapped[int]
    end: Mapped[int]
    value: Mapped[str | None]
    who: Mapped[str | None]
    name: Mapped[str | None]
    party: Mapped[str | None]
    yes: Mapped[int | None]
    no: Mapped[int | None]
    role: Mapped[str | None]
    limits: Mapped[str | None]


class AmendmentRow(Base):
    """What a registrator says a fact is, or None that it is none, and what the reader had `found` it to be then.

    `section` is the § that it is of, as `corpus.amendments` calls it, or None for the paper as a whole.
    """

    __tablename__ = "amendments"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    section: Mapped[str | None]
    value: Mapped[str | None] = mapped_column(sa.Text)
    found: Mapped[str | None] = mapped_column(sa.Text)
    who: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[dt.datetime]


class EventRow(Base):
    """What has happened to a paper since it came: the trail of corrections, and the receipts of withdrawals."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    action: Mapped[str] = mapped_column(index=True)
    document_id: Mapped[str] = mapped_column(index=True)
    source: Mapped[str]
    replaced_by: Mapped[str | None] = mapped_column(index=True)
    passages: Mapped[int]


class FailureRow(Base):
    """A file, or a paper in one, that could not be read: the archive's known gaps."""

    __tablename__ = "failures"
    path: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    message: Mapped[str] = mapped_column(sa.Text)


class FeedbackRow(Base):
    """What a reader said of an answer; an id is never used again, so that an exported line keeps its name."""

    __tablename__ = "feedback"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    question: Mapped[str] = mapped_column(sa.Text)
    filters: Mapped[str] = mapped_column(sa.Text)  # as JSON
    verdict: Mapped[str] = mapped_column(index=True)
    comment: Mapped[str] = mapped_column(sa.Text)
    answered: Mapped[bool]
    spots: Mapped[bytes] = mapped_column(sa.LargeBinary)  # what was cited: its Spots as JSON
    made_with: Mapped[str] = mapped_column(sa.Text)  # the manifest of the index, as JSON
    bound: Mapped[str | None] = mapped_column(sa.Text)  # to what organisations its giver was bound, as JSON


class KeyRow(Base):
    """A key of the API: the digest that it is known by, and what it may."""

    __tablename__ = "keys"
    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    organisations: Mapped[str | None] = mapped_column(sa.Text)  # as JSON; None is all of them
    made: Mapped[dt.datetime]
    expires: Mapped[dt.datetime | None]
    used: Mapped[dt.datetime | None]
    revoked: Mapped[dt.datetime | None]


class LoggedRow(Base):
    """An entry of the audit log, chained to the one before; `at` is text, so that it is hashed as it is kept."""

    __tablename__ = "audit_log"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    who: Mapped[str] = mapped_column(sa.Text)
    deed: Mapped[str]
    target: Mapped[str] = mapped_column(sa.Text, index=True)
    previous: Mapped[str]
    digest: Mapped[str]


class JobRow(Base):
    """An upload: when it was given and when the last of its files was done, in UTC; by whom, and bound to what."""

    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    finished: Mapped[dt.datetime | None] = mapped_column(index=True)
    giver: Mapped[str] = mapped_column(sa.Text, server_default=sa.text("''"))
    bound: Mapped[str | None] = mapped_column(sa.Text)  # the organisations as JSON; None is all of them


class JobFileRow(Base):
    """A file of an upload; its ids are in the order in which files were given.

    `path` is where it is to lie below the folder of uploads, `kept` its name there until then, `event` the newest of
    the journal when it was given. `worker` has it at hand until `held_until`, in seconds since 1970. `replaces` and
    `within` are the `Reach` of who gave it.
    """

    __tablename__ = "job_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(sa.ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
    path: Mapped[str] = mapped_column(index=True)
    kept: Mapped[str]
    size: Mapped[int] = mapped_column(sa.BigInteger)
    event: Mapped[int]
    state: Mapped[str] = mapped_column(index=True)
    tries: Mapped[int]
    worker: Mapped[str | None]
    held_until: Mapped[float]
    told: Mapped[bytes] = mapped_column(sa.LargeBinary)  # its outcomes as JSON
    replaces: Mapped[str | None]
    within: Mapped[str] = mapped_column(sa.Text, server_default=sa.text("'[]'"))  # organisations as JSON, null for all


class WatchRow(Base):
    """What somebody wants letters about, and where they go; all times are in UTC.

    `asked` is what is followed and `bound` to what organisations who asked is bound, as JSON. `token` is the digest of
    what confirms it, None before the letter with it is sent and after. `leaving` is what ends it, in every letter.
    `since` is the newest arrival that was told of, `due` when it is looked at next, and `sending` the arrival that a
    letter which is on its way tells of.
    """

    __tablename__ = "watches"
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(sa.Text, index=True)
    asked: Mapped[str] = mapped_column(sa.Text)
    language: Mapped[str]
    bound: Mapped[str | None] = mapped_column(sa.Text)
    made: Mapped[dt.datetime]
    token: Mapped[str | None] = mapped_column(unique=True)
    leaving: Mapped[str] = mapped_column(unique=True)
    confirmed: Mapped[dt.datetime | None]
    since: Mapped[dt.datetime | None]
    due: Mapped[dt.datetime | None] = mapped_column(index=True)
    sending: Mapped[dt.datetime | None]


class SettingRow(Base):
    """A named value: what the index was made with."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(sa.Text)


# What makes the audit log one that is only added to, for whoever reaches the database by other ways than this program.
APPEND_ONLY: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_log_{verb.lower()} BEFORE {verb} ON audit_log"
        " BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'audit_log is append-only'; END $$",
        "CREATE TRIGGER audit_log_only_grows BEFORE UPDATE OR DELETE ON audit_log"
        " FOR EACH ROW EXECUTE FUNCTION audit_log_only_grows()",
    ),
}


def _only_grows(_: sa.Table, connection: sa.Connection, **__: object) -> None:
    for statement in APPEND_ONLY[connection.dialect.name]:
        connection.exec_driver_sql(statement)


sa.event.listen(LoggedRow.__table__, "after_create", _only_grows)

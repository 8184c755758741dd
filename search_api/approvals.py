"""What was given by those who may not approve papers, and waits for who may: looked at, approved or refused.

Nothing of it is read before that. It lies where all uploads wait, counts as they do, and outlasts the process as they
do. What is done to it stands in the audit log before it is done.
"""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

from pydantic import TypeAdapter

from corpus.catalogue.auditlog import Deed
from corpus.catalogue.held import HeldFile
from corpus.catalogue.jobs import Giver
from corpus.errors import NotFound
from corpus.masking import OF_WORDS
from indexer.index import Index
from search_api.access.roles import Identity, Right
from search_api.schemas import FileOutcome, WaitingFile, WaitingFiles

_log = logging.getLogger(__name__)

# How long a file waits for somebody's word before it is refused without one.
HELD_DAYS = 90
REFUSED = "avslagen"  # what became of a file, beside what the pipeline says (`indexer.pipeline.Status`)
_DECIDING = "approvals"  # the lock of who decides, so that of two only one is noted
SERVICE = "tjänsten"  # who refuses what nobody has answered

_UNANSWERED = f"Ingen har tagit ställning till filen på {HELD_DAYS} dagar. Lämna den på nytt om den ska in i arkivet."
_TOLD = TypeAdapter(list[FileOutcome])


class Approvals:
    """What is held in the folder `uploads`; files are held where they are `wanted` to be approved.

    `within` are the organisations over whose papers somebody has the right to approve, None for all.
    """

    def __init__(self, index: Index, uploads: Path, *, wanted: bool) -> None:
        self._held = index.catalogue.held
        self._audit_log = index.catalogue.audit_log
        self._uploads = uploads
        self._wanted = wanted
        self._locks = index.holding.locks

    def needed(self, giver: Giver, visitor: Identity) -> bool:
        """Whether what `giver` gives has to wait: not where who gives it, `visitor`, could approve all of it."""
        may = visitor.may(Right.APPROVE) and giver.is_within(visitor.within(Right.APPROVE))
        return self._wanted and not may

    def waiting(self, within: frozenset[str] | None, offset: int = 0, limit: int = 50) -> WaitingFiles:
        """What waits, the oldest first, with its names masked."""
        files = [_view(one) for one in self._held.files(within, offset, limit)]
        return WaitingFiles(total=self._held.count(within), files=files)

    def file(self, file_id: int, within: frozenset[str] | None) -> tuple[Path, str]:
        """A file that waits, and what it is called, masked. Raises `NotFound`."""
        one = self._get(file_id, within)
        path = self._uploads / one.kept
        if not path.is_file():
            raise NotFound("Filen har försvunnit från tjänstens disk. Avslå den, så att den lämnas på nytt.")
        return path, OF_WORDS.name(Path(one.path).name)

    def approve(self, file_id: int, within: frozenset[str] | None, who: str) -> str:
        """Let a file be read in, as its giver may have it read in; gives its job's id. Raises `NotFound`."""
        with self._locks.held(_DECIDING):
            one = self._get(file_id, within)
            self._audit_log.note(who, Deed.APPROVED, _target(one))
            self._held.approve(one.id)
        return one.job_id

    def refuse(self, file_id: int, within: frozenset[str] | None, who: str, reason: str) -> str:
        """Delete a file, and let its giver know the `reason`; gives its job's id. Raises `NotFound`."""
        with self._locks.held(_DECIDING):
            one = self._get(file_id, within)
            self._refuse(one, who, f"Filen godkändes inte: {OF_WORDS.words(reason)}")
        return one.job_id

    def expire(self) -> None:
        """Refuse what nobody has answered in `HELD_DAYS`."""
        with self._locks.held(_DECIDING):
            for one in self._held.given_before(dt.datetime.now(dt.UTC) - dt.timedelta(days=HELD_DAYS)):
                self._refuse(one, SERVICE, _UNANSWERED)

    def _get(self, file_id: int, within: frozenset[str] | None) -> HeldFile:
        one = self._held.get(file_id, within)
        if one is None:
            raise NotFound(f"Ingen fil med nummer {file_id} väntar på att godkännas. Någon kan redan ha svarat.")
        return one

    def _refuse(self, one: HeldFile, who: str, message: str) -> None:
        outcome = FileOutcome(source=OF_WORDS.name(one.path), status=REFUSED, document_id=None, message=message)
        self._audit_log.note(who, Deed.REFUSED, _target(one))
        self._held.refuse(one.id, _TOLD.dump_json([outcome]))
        try:
            (self._uploads / one.kept).unlink(missing_ok=True)
        except OSError as error:
            _log.error("refused job file %s could not be deleted; the next start tries again: %s", one.id, error)


def _target(one: HeldFile) -> str:
    return f"jobb {one.job_id}, fil {one.id}"


def _view(one: HeldFile) -> WaitingFile:
    return WaitingFile(
        id=one.id, job_id=one.job_id, name=OF_WORDS.name(one.path), size=one.size, given=one.at,
        giver=OF_WORDS.words(one.giver.name), replaces=one.replaces,
    )  # fmt: skip

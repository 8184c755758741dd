"""The index: catalogue, vectors and model held together, with the manifest that says what they were made with."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from corpus import repair, versions
from corpus.catalogue import Catalogue, open_sqlite
from corpus.catalogue.records import Action, Entry, Event, Found, Passage, Scope
from corpus.errors import ArchiveLocked, IndexMismatch
from corpus.models import Document, Secret
from indexer import chunking, language, sparse
from indexer.embedding import BUNDLED, Embedder
from indexer.store import Mode, Point, Scored, Store
from indexer.store.edge import EdgeStore
from indexer.store.server import ServerStore, drop_collection

_MANIFEST = "manifest"


@dataclass(frozen=True, slots=True)
class Options:
    """Where the archive lies and what it is made with. `qdrant_url` None means the engine in this process.

    What is of a `masked` kind is neither indexed nor given out.
    """

    data_dir: Path
    model: str = BUNDLED
    query_prompt: str | None = None
    document_prompt: str | None = None
    qdrant_url: str | None = None
    qdrant_api_key: str | None = None
    catalogue_url: str | None = None
    masked: tuple[Secret, ...] = ()


class Index:
    """An open archive. One process owns it at a time; within that process, searches may run beside one writer.

    Raises `ArchiveLocked` where another process owns it and `IndexMismatch` where it was made with other means than
    `options` asks for, unless `rebuilding`.
    """

    def __init__(self, options: Options, *, rebuilding: bool = False) -> None:
        self.options = options
        options.data_dir.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(options.data_dir)
        try:
            self.embedder = Embedder(options.model, options.query_prompt, options.document_prompt)
            self.catalogue = (
                Catalogue(options.catalogue_url, options.masked)
                if options.catalogue_url
                else open_sqlite(options.data_dir / "catalogue.sqlite", options.masked)
            )
            self._collection = self._checked_collection(rebuilding=rebuilding)
            self.store = self._open_store(self._collection)
        except BaseException:
            self._lock.release()
            raise
        self.sweep()
        self._drop_strangers()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is pending and let others in."""
        if not self._lock.is_locked:
            return
        self.store.close()
        self.catalogue.close()
        self._lock.release()

    @property
    def manifest(self) -> dict[str, str | int | None]:
        """What the vectors are made with; two indexes with the same manifest can be mixed, others not."""
        return self.embedder.signature | {
            "analyser": language.VERSION,
            "chunker": chunking.VERSION,
            "masked": ", ".join(sorted(self.options.masked)),
        }

    # Writing

    def add(self, document: Document, source: str) -> None:
        """Make `document` findable, in the place of a paper that it corrects.

        A crash on the way leaves it pending, for `sweep` to take away.
        """
        readable = self.catalogue.masked(document)
        passages = chunking.passages(readable)
        self.catalogue.add(document, source, passages)
        self._store_vectors(self.store, readable, passages)
        self.catalogue.set_ready(document.id)
        if self.catalogue.journal.is_withdrawn(document.id):
            self.catalogue.journal.note(Action.RESTORED, document.id, source, passages=len(passages))
        for entry, other in self._kin(document):
            if versions.replaces(document, source, other, entry.source):
                self._replace(entry.id, entry.source, document.id)
            elif versions.replaces(other, entry.source, document, source):
                self._replace(document.id, source, entry.id)

    def remove(self, document_id: str) -> None:
        """Take a document away; a crash on the way leaves it pending, found by nobody but `sweep`.

        The papers that it stood in the place of are found again, unless another one corrects them too.
        """
        for old in self.catalogue.replaced_by(document_id):
            by = self._other_correction(old, document_id)
            if by is None and (document := self.catalogue.document(old)):
                self._store_vectors(self.store, document, self.catalogue.passages(old))
            self.catalogue.set_replaced(old, by)
        self.catalogue.set_ready(document_id, ready=False)
        self.store.delete_document(document_id)
        self.catalogue.remove(document_id)

    def withdraw(self, document_id: str, source: str) -> Event:
        """Take a document away for good: `source` is its name, and the same content is not read in again unasked."""
        passages = len(self.catalogue.passages(document_id))
        self.remove(document_id)
        return self.catalogue.journal.note(Action.WITHDRAWN, document_id, source, passages=passages)

    def note_replaced(self, document_id: str, source: str, by: str) -> None:
        """Write in the journal that the paper `by` has come in the place of `document_id`."""
        passages = len(self.catalogue.passages(document_id))
        self.catalogue.journal.note(Action.REPLACED, document_id, source, passages=passages, replaced_by=by)

    def sweep(self) -> None:
        """Remove what a crash or a changed file left behind."""
        for document_id in self.catalogue.unfinished():
            self.remove(document_id)

    def rebuild(self) -> Iterator[tuple[int, int]]:
        """Make all vectors anew, beside the old ones, and swap them in whole; gives (done, of) as it goes."""
        fresh = uuid.uuid4().hex[:8]
        store = self._open_store(fresh)
        entries = self.catalogue.entries()
        for number, entry in enumerate(entries, 1):
            document = self.catalogue.document(entry.id)
            if document is not None:
                passages = chunking.passages(document)
                self.catalogue.keep_passages(document, passages)
                self._store_vectors(store, document, passages)
            yield number, len(entries)
        for document_id in self.catalogue.hidden():
            if document := self.catalogue.document(document_id):
                self.catalogue.keep_passages(document, chunking.passages(document))
        store.optimise()
        old_store, old = self.store, self._collection
        self.catalogue.set_setting(_MANIFEST, json.dumps(self.manifest | {"collection": fresh}))
        self.store, self._collection = store, fresh
        old_store.close()
        self._drop_store(old)

    # Searching

    def search(self, text: str, scope: Scope = Scope(), mode: Mode = Mode.HYBRID) -> list[Scored]:
        """The passages nearest to `text`, best first, as ids and scores."""
        return self.store.search(self.embedder.query(text), sparse.query(text), scope, mode)

    def find(self, scored: list[Scored]) -> list[Found]:
        """The passages of `scored` with their texts, in its order."""
        return self.catalogue.find([hit.id for hit in scored])

    # Parts

    def _kin(self, document: Document) -> Iterator[tuple[Entry, Document]]:
        """The other papers of a document's body, day and kind: what it may correct, or be corrected by."""
        for entry in self.catalogue.of_same_meeting(document):
            other = self.catalogue.document(entry.id) if entry.kind == document.kind else None
            if other is not None:
                yield entry, other

    def _other_correction(self, document_id: str, gone: str) -> str | None:
        document, places = self.catalogue.document(document_id), self.catalogue.places_of(document_id)
        if document is None or not places:
            return None
        return next(
            (
                entry.id
                for entry, other in self._kin(document)
                if entry.id != gone and versions.replaces(other, entry.source, document, places[0].source)
            ),
            None,
        )

    def _replace(self, document_id: str, source: str, by: str) -> None:
        self.catalogue.set_replaced(document_id, by)
        self.store.delete_document(document_id)
        self.note_replaced(document_id, source, by)

    def _store_vectors(self, store: Store, document: Document, passages: list[Passage]) -> None:
        if not passages:
            return
        texts = [repair.searched(document.text, p.start, p.end, p.repairs) for p in passages]
        contexts = [chunking.context(document, passage) for passage in passages]
        vectors = self.embedder.documents([f"{context}\n{text}" for context, text in zip(contexts, texts, strict=True)])
        same = {"document_id": document.id, "organisation": document.organisation, "kind": document.kind.value}
        store.upsert(
            [
                Point(
                    id=passage.id,
                    dense=vector,
                    sparse=sparse.document(text, context),
                    fields=same
                    | {
                        "committee": passage.committee,
                        "date": passage.date.isoformat() if passage.date else None,
                        "case_number": passage.case_number,
                        "paragraph": passage.paragraph,
                    },
                )
                for passage, vector, text, context in zip(passages, vectors, texts, contexts, strict=True)
            ]
        )

    def _checked_collection(self, *, rebuilding: bool) -> str:
        stored = self.catalogue.setting(_MANIFEST)
        if stored is None:
            collection = uuid.uuid4().hex[:8]
            self.catalogue.set_setting(_MANIFEST, json.dumps(self.manifest | {"collection": collection}))
            return collection
        manifest = json.loads(stored)
        collection = str(manifest.pop("collection"))
        if manifest != self.manifest and not rebuilding:
            changes = ", ".join(
                f"{name}: {manifest.get(name)} i indexet, {value} nu"
                for name, value in self.manifest.items()
                if manifest.get(name) != value
            )
            raise IndexMismatch(
                f"Sökindexet i {self.options.data_dir} är gjort på annat sätt än vad som nu är inställt ({changes})."
                " Bygg om det med ”beslutsminne index --rebuild”, eller ställ tillbaka inställningen."
            )
        return collection

    def _open_store(self, collection: str) -> Store:
        if self.options.qdrant_url:
            return ServerStore(
                self.options.qdrant_url,
                f"beslutsminne-{collection}",
                self.embedder.dimensions,
                self.options.qdrant_api_key,
            )
        return EdgeStore(self._folder(collection), self.embedder.dimensions)

    def _drop_store(self, collection: str) -> None:
        if self.options.qdrant_url:
            drop_collection(self.options.qdrant_url, f"beslutsminne-{collection}", self.options.qdrant_api_key)
        else:
            shutil.rmtree(self._folder(collection))

    def _drop_strangers(self) -> None:
        """Remove the vectors that a rebuild left behind when it was cut short."""
        if not self.options.qdrant_url:
            for folder in self._folder(self._collection).parent.iterdir():
                if folder.name != self._collection:
                    shutil.rmtree(folder)

    def _folder(self, collection: str) -> Path:
        return self.options.data_dir / "vectors" / collection


def _lock(data_dir: Path) -> FileLock:
    lock = FileLock(data_dir / "archive.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise ArchiveLocked(
            f"Arkivet i {data_dir} används av en annan process."
            " Stäng den, eller ange den körande serverns adress med --url."
        ) from error
    return lock

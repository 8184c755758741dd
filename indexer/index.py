"""The index: catalogue, vectors and model held together, so that what was made with other means is never mixed."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from corpus import disk
from corpus.catalogue import Catalogue, open_sqlite
from corpus.catalogue.records import Action, Event, Found, Passage, Scope
from corpus.errors import ArchiveLocked, IndexMismatch
from corpus.models import Document, Secret
from indexer import chunking, correcting, manifest
from indexer.embedding import Embedder, EmbeddingOptions
from indexer.fusion import Mode
from indexer.generation import Generation
from indexer.manifest import Made, Manifest, Means
from indexer.moving import Move, Progress
from indexer.store import Point, Scored, Store
from indexer.store.collections import Collections

# What is embedded with every passage of a document, or stored beside it, and is not of the passage itself.
_EMBEDDED = ("text", "title", "kind", "organisation")


@dataclass(frozen=True, slots=True)
class Options:
    """Where the archive lies and what it is made with. `qdrant_url` None means the engine in this process.

    What is of a `masked` kind is neither indexed nor given out. Nothing is written where it would leave less than
    `disk_reserve` bytes free.
    """

    data_dir: Path
    embedding: EmbeddingOptions = field(default_factory=EmbeddingOptions)
    qdrant_url: str | None = None
    qdrant_api_key: str | None = None
    catalogue_url: str | None = None
    masked: tuple[Secret, ...] = ()
    disk_reserve: int = disk.RESERVE

    def check_room(self) -> None:
        """Raises `DiskFull` where the disk has less free than is kept in reserve."""
        disk.check(self.data_dir, reserve=self.disk_reserve)


class Index:
    """An open archive. One process owns it at a time; within it searches, writers and a rebuild may run side by side.

    Raises `ArchiveLocked` where another process owns it, `ModelUnavailable` where the model of `options` cannot be
    loaded, and `IndexMismatch` where the archive was made with other means than `options` asks for. One that is opened
    for `rebuilding` may be so: it is asked with the model that it was made with until `rebuild` is through.
    """

    def __init__(self, options: Options, *, rebuilding: bool = False) -> None:
        self.options = options
        options.data_dir.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(options.data_dir)
        self._writing = threading.RLock()  # one change at a time
        self._turn = threading.Condition()  # which generation serves, and how many read it
        try:
            self._target = Embedder(options.embedding)
            self._means = manifest.means(self._target, options.masked)
            self.catalogue = open_catalogue(options)
            self._collections = Collections(options.data_dir / "vectors", options.qdrant_url, options.qdrant_api_key)
            self._manifest = self._read_manifest(rebuilding=rebuilding)
            self._serving = self._open(self._manifest.serving)
            self._move = self._open_move(self._manifest.moving) if self._manifest.moving else None
            self._drop_leaving()
        except BaseException:
            self._lock.release()
            raise
        if self._is_current:
            self.sweep()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is pending and let others in. A rebuild has been stopped before."""
        if not self._lock.is_locked:
            return
        for generation in (self._serving, self._move and self._move.generation):
            if generation:
                generation.store.close()
        self.catalogue.close()
        self._lock.release()

    @property
    def manifest(self) -> Means:
        """What the vectors that are asked are made with."""
        return dict(self._serving.made.means)

    @property
    def embedder(self) -> Embedder:
        """The model that is asked."""
        return self._serving.embedder

    @property
    def store(self) -> Store:
        """The vectors that are asked."""
        return self._serving.store

    # Writing

    def add(self, document: Document, source: str) -> None:
        """Make `document` findable, in the place of a paper that it corrects.

        A crash on the way leaves it pending, for `sweep` to take away. Raises `DiskFull` before anything is done.
        """
        self.options.check_room()
        readable = self.catalogue.masked(document)
        passages = chunking.passages(readable)
        self.catalogue.add(document, source, passages)
        with self._embedded(readable, passages) as (store, points):
            store.upsert(points)
            self.catalogue.set_ready(document.id)
        with self._writing:
            if self.catalogue.journal.is_withdrawn(document.id):
                self.catalogue.journal.note(Action.RESTORED, document.id, source, passages=len(passages))
            self._note_corrections(document, source)

    def renew(self, document: Document, source: str) -> None:
        """Put `document` in the place of what an older reader made of the same content, embedding what is other.

        One write of the catalogue changes all that is told of it; passages that are of one side only are not found as
        long as the other stands. A crash on the way leaves it to be renewed. Raises `DiskFull` before anything is done.
        """
        self.options.check_room()
        readable = self.catalogue.masked(document)
        passages = chunking.passages(readable)
        kept = self._kept(readable)
        with self._embedded(readable, [passage for passage in passages if passage not in kept]) as (store, points):
            if not self.catalogue.is_ready(document.id):  # it went meanwhile
                return
            hidden = document.id in self.catalogue.hidden()
            store.upsert([] if hidden else points)
            self.catalogue.renew(document, passages)
            store.delete_document(document.id, [] if hidden else [passage.id for passage in passages])
            if self._move:
                self._move.forget(document.id)
            self.catalogue.set_ready(document.id)
        with self._writing:
            for old, new in correcting.ended(self.catalogue, document.id):
                self._find_again(old, gone=new)
            if document.id not in self.catalogue.hidden():
                self._note_corrections(document, source)

    def remove(self, document_id: str) -> None:
        """Take a document away; a crash on the way leaves it pending, found by nobody but `sweep`.

        The papers that it stood in the place of are found again, unless another one corrects them too.
        """
        with self._writing:
            for old, new in self.catalogue.corrections(document_id):
                if new == document_id:
                    self._find_again(old, gone=new)
            self.catalogue.set_ready(document_id, ready=False)
            self._delete_vectors(document_id)
            self.catalogue.remove(document_id)

    def withdraw(self, document_id: str, source: str) -> Event:
        """Take a document away for good: `source` is its name, and the same content is not read in again unasked."""
        with self._writing:
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

    # Moving to other means

    @property
    def progress(self) -> Progress | None:
        """How far a rebuild has come, or None where none is under way or left half done."""
        return self._move.progress if self._move else None

    def answer_meanwhile(self) -> bool:
        """Make sure that the archive can be asked while it is rebuilt; returns whether there is anything to rebuild.

        It can as long as only another model is set, and the old one is where it was: passages of another chunker or
        mask, and words of another analyser, cannot be asked by this program. Raises `IndexMismatch` where it cannot,
        and `ModelUnavailable` where the old model cannot be loaded; nothing is changed then.
        """
        _ = self.embedder
        self._call_off()
        self.sweep()
        return not self._is_current or self._move is not None

    def rebuild(self) -> Generator[tuple[int, int], None, None]:
        """Make all vectors anew with what is set, beside the old ones, and swap them in whole; gives (done, of).

        Documents are counted. One that was cut short, by a kill too, goes on where it stood if the same is set; what
        was half done for other means is removed. Until the swap all answers are of the old vectors, after it all are of
        the new; what other threads add and remove meanwhile is so in both. The old vectors are removed when the last
        search in them is over. Raises `DiskFull` where the disk runs full, and goes on where it stood the next time.
        """
        self._call_off()
        self.options.check_room()
        if self._move is None:
            made = Made.anew(self._means)
            self._write(replace(self._manifest, moving=made))
            self._move = self._open_move(made)
        move = self._move
        move.resume()
        old: Generation | None = None
        while old is None:
            for progress in move.steps():
                self.options.check_room()
                yield progress.done, progress.of
            move.generation.store.optimise()
            with self._writing:
                if not move.missing():  # else something came while it was optimised
                    move.keep_passages()
                    old = self._swap(move)
        self._let_go(old)

    # Searching

    @contextmanager
    def serving(self) -> Iterator[Generation]:
        """The vectors that are asked now with their model, which stay as long as they are held."""
        with self._turn:
            generation = self._serving
            generation.readers += 1
        try:
            yield generation
        finally:
            with self._turn:
                generation.readers -= 1
                self._turn.notify_all()

    def search(self, text: str, scope: Scope = Scope(), mode: Mode = Mode.HYBRID) -> list[Scored]:
        """The passages nearest to `text`, best first, as ids and scores."""
        with self.serving() as generation:
            return generation.search(text, scope, mode)

    def find(self, scored: list[Scored]) -> list[Found]:
        """The passages of `scored` with their texts, in its order."""
        return self.catalogue.find([hit.id for hit in scored])

    def count_vectors(self, document_id: str) -> int:
        """How many vectors a document has, those of a rebuild under way included."""
        with self._writing:
            beside = self._move.generation.store.count(document_id) if self._move else 0
            return self.store.count(document_id) + beside

    # Parts

    @contextmanager
    def _embedded(self, document: Document, passages: Sequence[Passage]) -> Iterator[tuple[Store, list[Point]]]:
        """The points of `passages` and the store that they belong in, while no one else changes the archive."""
        while True:
            with self.serving() as generation:
                points = generation.points(document, passages)  # the slow part, which nobody need wait for
                with self._writing:
                    if generation is self._serving:  # else another has taken its place: once more
                        yield generation.store, points
                        return

    def _kept(self, document: Document) -> frozenset[Passage]:
        """The passages whose points are the same for `document` as for what is stored of it."""
        before = self.catalogue.document(document.id)
        same = before is not None and all(getattr(before, name) == getattr(document, name) for name in _EMBEDDED)
        is_found = self.catalogue.entry(document.id) is not None  # else its points are gone
        return frozenset(self.catalogue.passages(document.id) if same and is_found else ())

    def _note_corrections(self, document: Document, source: str) -> None:
        for old, its_source, by in correcting.found(self.catalogue, document, source):
            self._replace(old, its_source, by)

    def _find_again(self, document_id: str, gone: str) -> None:
        """Let a paper that `gone` stood in the place of be found, unless another one corrects it too."""
        by = correcting.by_another(self.catalogue, document_id, gone)
        if by is None and (document := self.catalogue.document(document_id)):
            self.store.upsert(self._serving.points(document, self.catalogue.passages(document_id)))
        self.catalogue.set_replaced(document_id, by)

    def _replace(self, document_id: str, source: str, by: str) -> None:
        self.catalogue.set_replaced(document_id, by)
        self._delete_vectors(document_id)
        self.note_replaced(document_id, source, by)

    def _delete_vectors(self, document_id: str) -> None:
        self.store.delete_document(document_id)
        if self._move:
            self._move.forget(document_id)

    @property
    def _is_current(self) -> bool:
        return self._manifest.serving.means == self._means

    def _read_manifest(self, *, rebuilding: bool) -> Manifest:
        found = manifest.read(self.catalogue)
        if found is None:
            found = Manifest(Made.anew(self._means))
            found.write(self.catalogue)
        made = found.serving
        if made.means != self._means and not rebuilding:
            meanwhile = " (”beslutsminne serve --rebuild” svarar under tiden)" * made.has_passages_of(self._means)
            raise IndexMismatch(
                f"Sökindexet i {self.options.data_dir} är gjort på annat sätt än vad som nu är inställt"
                f" ({made.changes(self._means)})."
                f" Bygg om det med ”beslutsminne index --rebuild”{meanwhile}, eller ställ tillbaka inställningen."
            )
        return found

    def _open(self, made: Made) -> Generation:
        return Generation(
            made, self._collections.open(made.collection, made.dimensions), lambda: self._load_model(made)
        )

    def _open_move(self, made: Made) -> Move:
        recut = not self._manifest.serving.has_passages_of(made.means)
        return Move(self.catalogue, self._open(made), self._writing, recut=recut)

    def _load_model(self, made: Made) -> Embedder:
        """The model of `made`: the one that is set or, where only the model differs, the old one."""
        if made.means == self._means:
            return self._target
        old = Embedder(made.embedding(self.options.embedding)) if made.has_passages_of(self._means) else None
        if old is None or manifest.means(old, self.options.masked) != made.means:
            raise IndexMismatch(
                f"Sökindexet i {self.options.data_dir} kan inte svara medan det byggs om: mer än modellen har ändrats,"
                f" eller så finns den gamla modellen inte kvar som den var ({made.changes(self._means)})."
                " Kör ”beslutsminne index --rebuild”, och starta sedan tjänsten."
            )
        return old

    def _write(self, changed: Manifest) -> None:
        changed.write(self.catalogue)
        self._manifest = changed

    def _swap(self, move: Move) -> Generation:
        """Let the new generation serve, and return the old. One write decides which of them a kill leaves."""
        self._write(Manifest(move.generation.made, leaving=self._manifest.serving.collection))
        with self._turn:
            old, self._serving = self._serving, move.generation
        self._move = None
        return old

    def _call_off(self) -> None:
        """Let go of what was half made for other means than those that are set."""
        with self._writing:
            if self._move and self._move.generation.made.means != self._means:
                half, self._move = self._move.generation, None
                self._write(replace(self._manifest, moving=None, leaving=half.made.collection))
                self._let_go(half)

    def _let_go(self, generation: Generation) -> None:
        with self._turn:
            self._turn.wait_for(lambda: generation.readers == 0)
        generation.store.close()
        self._drop_leaving()

    def _drop_leaving(self) -> None:
        """Remove the collection that has served its time, if one is left."""
        if self._manifest.leaving:
            self._collections.drop(self._manifest.leaving)
            self._write(replace(self._manifest, leaving=None))


def open_catalogue(options: Options) -> Catalogue:
    """The catalogue of an archive alone, which several processes may have open."""
    if options.catalogue_url:
        return Catalogue(options.catalogue_url, options.masked)
    return open_sqlite(options.data_dir / "catalogue.sqlite", options.masked)


def _lock(data_dir: Path) -> FileLock:
    # Not of one thread: who closes the archive is seldom the one who opened it.
    lock = FileLock(data_dir / "archive.lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise ArchiveLocked(
            f"Arkivet i {data_dir} används av en annan process."
            " Stäng den, eller ange den körande serverns adress med --url."
        ) from error
    return lock

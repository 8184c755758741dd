"""The index: catalogue, vectors and model held together, so that what was made with other means is never mixed."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType

from corpus.amendments import Amendment
from corpus.catalogue import Catalogue
from corpus.catalogue.records import Action, Event, Found, Passage, Scope, Standing
from corpus.errors import Interrupted, TooLarge
from corpus.models import Document
from indexer import chunking, folder, looking, manifest
from indexer.amending import Amending
from indexer.embedding import Embedder
from indexer.fusion import Mode
from indexer.generation import Generation
from indexer.holding import Holding
from indexer.manifest import Made, Manifest, Means
from indexer.moving import Move, Progress
from indexer.options import Options
from indexer.replacing import Replacing
from indexer.store import Point, Scored, Store
from indexer.store.collections import Collections
from indexer.truth import Truth

# What is embedded with every passage of a document, or stored beside it, and is not of the passage itself.
_EMBEDDED = ("text", "title", "kind", "organisation")
_SLOW = (
    "Handlingen tog mer än {:g} sekunder att göra sökbar, och är inte inläst. Dela upp den, eller höj"
    " BESLUTSMINNE_EMBED_TIMEOUT och läs in den igen."
)

_REBUILT = "Sökindexet ska göras om."
_LOOKED_THROUGH = "Handlingarna ska gås igenom på nytt efter personuppgifter."


class Index:
    """An open archive. Within a process searches, writers and a rebuild may run side by side.

    One process has it alone or, where the `options` let it be shared, several have it once the first is through with
    what is done at a start. One that is opened for `rebuilding` stays alone until it is through, or has nothing to do.

    Raises `NotWritable` where this process may not write it, `ArchiveLocked` where another is in the way,
    `ModelUnavailable` where the model of `options` cannot be loaded, and `IndexMismatch` where the archive was made
    with other means than `options` asks for. One that is opened for `rebuilding` may be so: it is asked with the model
    that it was made with until `rebuild` is through.
    """

    def __init__(self, options: Options, *, rebuilding: bool = False) -> None:
        self.options = options
        folder.make(options.data_dir)
        self._interrupted = threading.Event()
        self._turn = threading.Condition()  # which generation serves, and how many read it
        self.holding = Holding(options, lambda: manifest.verify(self.catalogue, self._manifest))
        self._writing = self.holding.locks.writing  # one change at a time
        try:
            self._target = Embedder(options.embedding)
            self._means = manifest.means(self._target, options.masked, options.public)
            alone = self.holding.is_alone
            self.catalogue = Catalogue(
                options.catalogue, options.masked, options.uploads, public=options.public, owned=alone
            )
            self.truth = Truth(self.catalogue, self.serving, self._writing)
            self._collections = Collections(options.data_dir / "vectors", options.qdrant_url, options.qdrant_api_key)
            self._manifest = manifest.held(self.catalogue, self._means, options.data_dir, rebuilding=rebuilding)
            self._serving = self._open(self._manifest.serving)
            self._move = self._open_move(self._manifest.moving) if self._manifest.moving else None
            self.replacing = Replacing(self.catalogue, self._writing, self._show, self._delete_vectors)
            self.amending = Amending(self.catalogue, self._writing, self.replacing, self._amend)
            if alone:
                self._begin()
            elif rebuilding and (self._move or not self._is_current):
                self.holding.require_alone(_REBUILT)
            elif self.catalogue.looked.before():
                self.holding.require_alone(_LOOKED_THROUGH)
            if self._manifest.serving.has_passages_of(self._means):
                self.truth.look()
            if not rebuilding:
                self.holding.share()
        except BaseException:
            self.holding.release()
            raise

    def _begin(self) -> None:
        """Make good what a process left that is gone, as only one that is alone may."""
        self._drop_leaving()
        self.catalogue.jobs.take_over()
        if self._is_current:
            self.sweep()
        looking.through(self.catalogue, self._hide_anew)

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is pending and let others in. A rebuild has been stopped before."""
        if not self.holding.is_held:
            return
        for generation in (self._serving, self._move and self._move.generation):
            if generation:
                generation.store.close()
        self.catalogue.close()
        self.holding.release()

    def interrupt(self) -> None:
        """Break off what is being embedded, from any thread: it raises `Interrupted`. What is left to do is `close`."""
        self._interrupted.set()

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

    def add(self, document: Document, source: str, standing: Standing = Standing.INDEXED) -> None:
        """Make `document` findable, in the place of a paper that it corrects, where its `standing` lets it.

        A crash on the way leaves it pending, for `sweep` to take away, or for whoever adds it again. Raises `DiskFull`
        before anything is done, and `TooLarge` where embedding it takes too long: nothing of it is left then.
        """
        self.options.check_room()
        if self.catalogue.is_unfinished(document.id):
            self.remove(document.id)
        readable = self.catalogue.masked(document)
        passages = chunking.passages(readable)
        self.catalogue.add(document, source, passages)
        try:
            with self._embedded(readable, passages, self.options.embed_timeout) as (generation, points):
                generation.store.upsert(points)
                self.catalogue.set_ready(document.id, vectors=generation.fingerprint(document.id))
        except TooLarge:
            self.remove(document.id)
            raise
        with self._writing:
            if self.catalogue.journal.is_withdrawn(document.id):
                self.catalogue.journal.note(Action.RESTORED, document.id, source, passages=len(passages))
            self.replacing.came(readable, source, standing)

    def renew(self, document: Document, source: str) -> None:
        """Put `document` in the place of what an older reader made of the same content, embedding what is other.

        One write of the catalogue changes all that is told of it; passages that are of one side only are not found as
        long as the other stands. A crash on the way leaves it to be renewed. Raises `DiskFull` before anything is done,
        and `TooLarge` where embedding takes too long: what is found of it stays as it was.
        """
        self.options.check_room()
        if self._exchange(document, self.catalogue.set_ready, seconds=self.options.embed_timeout):
            self.replacing.weigh(self.catalogue.masked(document), source)

    def _amend(self, document: Document, amended: tuple[Amendment, ...]) -> bool:
        """Whether `document` is there, and is found as it is `amended`. A crash on the way leaves vectors to mend."""
        self.options.check_room()
        return self._exchange(document, self.catalogue.vectors.keep, amended)

    def _exchange(
        self,
        document: Document,
        settle: Callable[..., None],
        amended: tuple[Amendment, ...] | None = None,
        *,
        seconds: float = math.inf,
    ) -> bool:
        """Whether `document` is there still, and is put in its own place, `amended` anew or as it was.

        Raises `TooLarge` where embedding takes longer than so many `seconds`.
        """
        said = self.catalogue.amendments.of(document.id) if amended is None else amended
        readable = self.catalogue.masked(document, said)
        passages = chunking.passages(readable)
        kept = self._kept(readable)
        new = [passage for passage in passages if passage not in kept]
        with self._embedded(readable, new, seconds) as (generation, points):
            if not self.catalogue.is_ready(document.id):  # it went meanwhile
                return False
            if amended is None and said != self.catalogue.amendments.of(document.id):
                return self._exchange(document, settle, seconds=seconds)  # a registrator was first
            hidden = self.replacing.is_hidden(document.id)
            generation.store.upsert([] if hidden else points)
            self.catalogue.renew(document, passages, amended)
            generation.store.delete_document(document.id, [] if hidden else [passage.id for passage in passages])
            if self._move:
                self._move.forget(document.id)
            settle(document.id, vectors=generation.fingerprint(document.id))
            self.truth.settled(document.id)
        return True

    def _hide_anew(self, document: Document) -> None:
        if self._manifest.serving.has_passages_of(self._means):
            self._exchange(document, self.catalogue.looked.settle)
        else:  # a rebuild has to come, which cuts the passages anew and embeds them
            self.catalogue.renew(document, self.catalogue.passages(document.id))
            if self._move:
                self._move.forget(document.id)

    def remove(self, document_id: str) -> None:
        """Take a document away; a crash on the way leaves it pending, found by nobody but `sweep`.

        The papers that it stood in the place of are found again, unless another one corrects them too.
        """
        with self._writing:
            self.replacing.leave(document_id)
            self.catalogue.set_ready(document_id, ready=False)
            self._delete_vectors(document_id)
            self.catalogue.remove(document_id)

    def embed_anew(self, document_id: str) -> None:
        """Let the vectors of a document be those of its passages, and of one that cannot be found none."""
        with self._writing:
            document, passages = self.catalogue.document(document_id), self.catalogue.passages(document_id)
            if document is None or self.catalogue.vectors.expected_of(document_id) is None:
                self._delete_vectors(document_id)
                return
        with self._embedded(document, passages) as (generation, points):
            if self.catalogue.passages(document_id) != passages:
                return  # it was read anew, or went, while it was embedded
            generation.store.delete_document(document_id)
            generation.store.upsert(points)
            self.catalogue.vectors.keep(document_id, generation.fingerprint(document_id))
            self.truth.settled(document_id)

    def drop_damaged(self) -> None:
        """Remove the vectors that could not be read, when there are others in their place."""
        self._collections.drop_damaged()

    def withdraw(self, document_id: str, source: str) -> Event:
        """Take a document away for good: `source` is its name, and the same content is not read in again unasked."""
        with self._writing:
            passages = len(self.catalogue.passages(document_id))
            self.remove(document_id)
            return self.catalogue.journal.note(Action.WITHDRAWN, document_id, source, passages=passages)

    def sweep(self) -> None:
        """Remove what a crash or a changed file left behind, and not what somebody is taking in just now."""
        for document_id in self.catalogue.unfinished():
            with self.holding.locks.held(document_id, waits=False) as is_free:
                if is_free and self.catalogue.is_unfinished(document_id):
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
        is_to_do = not self._is_current or self._move is not None
        if not is_to_do:
            self.holding.share()
        return is_to_do

    def rebuild(self) -> Generator[tuple[int, int], None, None]:
        """Make all vectors anew with what is set, beside the old ones, and swap them in whole; gives (done, of).

        Documents are counted. One that was cut short, by a kill too, goes on where it stood if the same is set; what
        was half done for other means is removed. Until the swap all answers are of the old vectors, after it all are of
        the new; what other threads add and remove meanwhile is so in both. The old vectors are removed when the last
        search in them is over. Raises `DiskFull` where the disk runs full, and goes on where it stood the next time,
        and `ArchiveLocked` where others share the archive.
        """
        self.holding.require_alone(_REBUILT)
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
        self.holding.share()

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
    def _embedded(
        self, document: Document, passages: Sequence[Passage], seconds: float = math.inf
    ) -> Iterator[tuple[Generation, list[Point]]]:
        """The points of `passages` and the generation that they belong to, while no one else changes the archive.

        Raises `TooLarge` where it takes more than `seconds`. What is in the archive already is not held to any.
        """
        while True:
            due = time.monotonic() + seconds
            with self.serving() as generation:
                points: list[Point] = []
                for some in generation.slices(document, passages):  # the slow part, which nobody need wait for
                    if self._interrupted.is_set():
                        raise Interrupted(f"Inläsningen av {document.title} avbröts.")
                    if time.monotonic() > due:
                        raise TooLarge(_SLOW.format(seconds))
                    points += some
                with self._writing:
                    if generation is self._serving:  # else another has taken its place: once more
                        yield generation, points
                        return

    def _kept(self, document: Document) -> frozenset[Passage]:
        """The passages whose points are the same for `document` as for what is stored of it."""
        before = self.catalogue.document(document.id)
        same = before is not None and all(getattr(before, name) == getattr(document, name) for name in _EMBEDDED)
        is_found = self.catalogue.entry(document.id) is not None  # else its points are gone
        return frozenset(self.catalogue.passages(document.id) if same and is_found else ())

    def _show(self, document_id: str) -> None:
        if document := self.catalogue.document(document_id):
            self.store.upsert(self._serving.points(document, self.catalogue.passages(document_id)))
            self.catalogue.vectors.keep(document_id, self._serving.fingerprint(document_id))

    def _delete_vectors(self, document_id: str) -> None:
        self.store.delete_document(document_id)
        if self._move:
            self._move.forget(document_id)
        self.truth.settled(document_id)

    @property
    def _is_current(self) -> bool:
        return self._manifest.serving.means == self._means

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
            raise manifest.cannot_answer(made, self._means, self.options.data_dir)
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
        self.truth.renewed()
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

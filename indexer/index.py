"""The index: catalogue, vectors and model held together, so that what was made with other means is never mixed."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Action, Event, Found, Passage, Scope, Standing
from corpus.errors import Interrupted, TooLarge
from corpus.models import Document
from indexer import chunking, folder, looking, manifest
from indexer.amending import Amending, Said
from indexer.courtesy import Courtesy
from indexer.embedding import Embedder
from indexer.fusion import Mode
from indexer.generation import Generation
from indexer.generations import Generations
from indexer.holding import Holding
from indexer.manifest import Means
from indexer.moving import Progress
from indexer.options import Options
from indexer.replacing import Replacing
from indexer.store import Point, Scored, Store
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
        self.courtesy = Courtesy()
        self.holding = Holding(options, lambda: self.generations.verify())
        self._writing = self.holding.locks.writing  # one change at a time
        try:
            target = Embedder(options.embedding)
            means = manifest.means(target, options.masked, options.public)
            alone = self.holding.is_alone
            self.catalogue = Catalogue(
                options.catalogue, options.masked, options.uploads, public=options.public, owned=alone
            )
            self.truth = Truth(self.catalogue, self.serving, self._writing)
            self.generations = Generations(options, self.catalogue, target, means, self._writing, rebuilding=rebuilding)
            self.replacing = Replacing(self.catalogue, self._writing, self._show, self._delete_vectors)
            self.amending = Amending(self.catalogue, self.replacing, self._amend)
            if alone:
                self._begin()
            elif rebuilding and self._is_to_be_rebuilt:
                self.holding.require_alone(_REBUILT)
            elif self.catalogue.looked.before():
                self.holding.require_alone(_LOOKED_THROUGH)
            if self.generations.is_of_passages:
                self.truth.look()
            if not rebuilding:
                self.holding.share()
        except BaseException:
            self.holding.release()
            raise

    def _begin(self) -> None:
        """Make good what a process left that is gone, as only one that is alone may."""
        self.generations.drop_leaving()
        self.catalogue.jobs.take_over()
        if self.generations.is_current:
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
        self.generations.close()
        self.catalogue.close()
        self.holding.release()

    def interrupt(self) -> None:
        """Break off what is being embedded, from any thread: it raises `Interrupted`. What is left to do is `close`."""
        self._interrupted.set()

    @property
    def manifest(self) -> Means:
        """What the vectors that are asked are made with."""
        return dict(self.generations.serving.made.means)

    @property
    def embedder(self) -> Embedder:
        """The model that is asked."""
        return self.generations.serving.embedder

    @property
    def store(self) -> Store:
        """The vectors that are asked."""
        return self.generations.serving.store

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
        while self.catalogue.is_ready(document.id):
            before = self.catalogue.amendments.of(document.id)
            if self._exchange(document, self.catalogue.set_ready, before, seconds=self.options.embed_timeout):
                self.replacing.weigh(self.catalogue.masked(document), source)
                return

    def _amend(self, document: Document, before: Said, said: Said) -> bool:
        """Whether `document` is found as it is `said` to be. A crash on the way leaves vectors to mend."""
        self.options.check_room()
        return self._exchange(document, self.catalogue.vectors.keep, before, said)

    def _exchange(
        self,
        document: Document,
        settle: Callable[..., None],
        before: Said,
        said: Said | None = None,
        *,
        seconds: float = math.inf,
    ) -> bool:
        """Whether `document` is put in its own place, amended as it was `before`, or as is `said` where that is given.

        It is not where it is another, or stands otherwise, when it is embedded. Raises `TooLarge` where that takes
        longer than so many `seconds`.
        """
        readable = self.catalogue.masked(document, before if said is None else said)
        passages = chunking.passages(readable)
        hidden, kept = self.replacing.is_hidden(document.id), self._kept(readable)
        new = [] if hidden else [passage for passage in passages if passage not in kept]
        with self._embedded(readable, new, seconds) as (generation, points):
            now = self.catalogue.amendments.of(document.id), self.replacing.is_hidden(document.id)
            is_other = said is not None and self.catalogue.amendments.read(document.id) != document
            if not self.catalogue.is_ready(document.id) or now != (before, hidden) or is_other:
                return False
            generation.store.upsert(points)
            self.catalogue.renew(document, passages, said)
            generation.store.delete_document(document.id, [] if hidden else [passage.id for passage in passages])
            self.generations.forget(document.id)
            settle(document.id, vectors=generation.fingerprint(document.id))
            self.truth.settled(document.id)
        return True

    def _hide_anew(self, document: Document) -> None:
        if self.generations.is_of_passages:
            before = self.catalogue.amendments.of(document.id)
            self._exchange(document, self.catalogue.looked.settle, before)
        else:  # a rebuild has to come, which cuts the passages anew and embeds them
            self.catalogue.renew(document, self.catalogue.passages(document.id))
            self.generations.forget(document.id)

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
            stored = self.catalogue.document(document_id), self.catalogue.passages(document_id)
            if stored != (document, passages) or self.catalogue.vectors.expected_of(document_id) is None:
                return  # it was read anew or amended, hidden or gone, while it was embedded
            generation.store.delete_document(document_id)
            generation.store.upsert(points)
            self.catalogue.vectors.keep(document_id, generation.fingerprint(document_id))
            self.truth.settled(document_id)

    def drop_damaged(self) -> None:
        """Remove the vectors that could not be read, when there are others in their place."""
        self.generations.drop_damaged()

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
        return self.generations.move.progress if self.generations.move else None

    def answer_meanwhile(self) -> bool:
        """Make sure that the archive can be asked while it is rebuilt; returns whether there is anything to rebuild.

        It can as long as only another model is set, and the old one is where it was: passages of another chunker or
        mask, and words of another analyser, cannot be asked by this program. Raises `IndexMismatch` where it cannot,
        and `ModelUnavailable` where the old model cannot be loaded; nothing is changed then.
        """
        _ = self.embedder
        self.generations.call_off()
        self.sweep()
        if not self._is_to_be_rebuilt:
            self.holding.share()
        return self._is_to_be_rebuilt

    def rebuild(self) -> Generator[tuple[int, int], None, None]:
        """Make all vectors anew with what is set, beside the old ones, and swap them in whole; gives (done, of).

        Documents are counted. One that was cut short, by a kill too, goes on where it stood if the same is set; what
        was half done for other means is removed. Until the swap all answers are of the old vectors, after it all are of
        the new; what other threads add and remove meanwhile is so in both. The old vectors are removed when the last
        search in them is over. Raises `DiskFull` where the disk runs full, and goes on where it stood the next time,
        and `ArchiveLocked` where others share the archive.
        """
        self.holding.require_alone(_REBUILT)
        self.generations.call_off()
        self.options.check_room()
        move = self.generations.begin()
        old: Generation | None = None
        while old is None:
            for progress in move.steps():
                self.options.check_room()
                yield progress.done, progress.of
            move.generation.store.optimise()
            with self._writing:
                if not move.missing():  # else something came while it was optimised
                    self.holding.require_alone(_REBUILT)
                    move.keep_passages()
                    old = self.generations.swap(move)
                    self.truth.renewed()
        self.generations.let_go(old)
        self.holding.share()

    # Searching

    def serving(self) -> AbstractContextManager[Generation]:
        """The vectors that are asked now with their model, which stay as long as they are held."""
        return self.generations.asked()

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
            return self.generations.count(document_id)

    # Parts

    @contextmanager
    def _embedded(
        self, document: Document, passages: Sequence[Passage], seconds: float = math.inf
    ) -> Iterator[tuple[Generation, list[Point]]]:
        """The points of `passages` and the generation that they belong to, while no one else changes the archive.

        Raises `TooLarge` where it takes more than `seconds`, what it rests not counted. What is in the archive already
        is not held to any.
        """
        while True:
            due = time.monotonic() + seconds
            with self.serving() as generation:
                points: list[Point] = []
                began = time.monotonic()
                for some in generation.slices(document, passages):  # the slow part, which nobody need wait for
                    if self._interrupted.is_set():
                        raise Interrupted(f"Inläsningen av {document.title} avbröts.")
                    now = time.monotonic()
                    if now > due:
                        raise TooLarge(_SLOW.format(seconds))
                    points += some
                    due += self.courtesy.rest(now - began, self._interrupted)
                    began = time.monotonic()
                with self._writing:
                    if generation is self.generations.serving:  # else another has taken its place: once more
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
            serving = self.generations.serving
            serving.store.upsert(serving.points(document, self.catalogue.passages(document_id)))
            self.catalogue.vectors.keep(document_id, serving.fingerprint(document_id))

    def _delete_vectors(self, document_id: str) -> None:
        self.generations.delete(document_id)
        self.truth.settled(document_id)

    @property
    def _is_to_be_rebuilt(self) -> bool:
        return self.generations.move is not None or not self.generations.is_current

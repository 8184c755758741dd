"""The vectors of an archive with their models: those that are asked, and those that a move makes beside them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from corpus.catalogue import Catalogue
from indexer import manifest
from indexer.embedding import Embedder
from indexer.generation import Generation
from indexer.manifest import Made, Manifest, Means
from indexer.moving import Move
from indexer.options import Options
from indexer.store.collections import Collections


class Generations:
    """Which generation of vectors is asked, which is made to take its place, and which has served its time.

    `catalogue` keeps it as a manifest, one write of which decides what a kill leaves; `target` is the model that is
    set, and `means` all that vectors are made with now. What changes the archive holds `writing`. Raises
    `IndexMismatch` where the vectors are of other means and this is not for `rebuilding`.
    """

    def __init__(
        self,
        options: Options,
        catalogue: Catalogue,
        target: Embedder,
        means: Means,
        writing: AbstractContextManager[object],
        *,
        rebuilding: bool,
    ) -> None:
        self._options = options
        self._catalogue = catalogue
        self._target = target
        self._means = means
        self._writing = writing
        self._turn = threading.Condition()  # which generation is asked, and how many ask it
        self._collections = Collections(options.data_dir / "vectors", options.qdrant_url, options.qdrant_api_key)
        self._manifest = manifest.held(catalogue, means, options.data_dir, rebuilding=rebuilding)
        self.serving = self._open(self._manifest.serving)
        self.move = self._open_move(self._manifest.moving) if self._manifest.moving else None

    def close(self) -> None:
        """Write what is pending."""
        for generation in (self.serving, self.move and self.move.generation):
            if generation:
                generation.store.close()

    def verify(self) -> None:
        """Raise `IndexMismatch` where another process has changed which vectors are asked."""
        manifest.verify(self._catalogue, self._manifest)

    @property
    def is_current(self) -> bool:
        """Whether what is asked is made with what is set."""
        return self._manifest.serving.means == self._means

    @property
    def is_of_passages(self) -> bool:
        """Whether what is asked is of passages that are cut and masked as they are now."""
        return self._manifest.serving.has_passages_of(self._means)

    @contextmanager
    def asked(self) -> Iterator[Generation]:
        """The vectors that are asked now with their model, which stay as long as they are held."""
        with self._turn:
            generation = self.serving
            generation.readers += 1
        try:
            yield generation
        finally:
            with self._turn:
                generation.readers -= 1
                self._turn.notify_all()

    def count(self, document_id: str) -> int:
        """How many vectors a document has, those of a move under way included."""
        beside = self.move.generation.store.count(document_id) if self.move else 0
        return self.serving.store.count(document_id) + beside

    def delete(self, document_id: str) -> None:
        """Delete the vectors of a document."""
        self.serving.store.delete_document(document_id)
        self.forget(document_id)

    def forget(self, document_id: str) -> None:
        """Let a move under way take a document anew, or not at all where it has gone."""
        if self.move:
            self.move.forget(document_id)

    def begin(self) -> Move:
        """The move to what is set: one that was cut short or else a new one."""
        if self.move is None:
            made = Made.anew(self._means)
            self._write(replace(self._manifest, moving=made))
            self.move = self._open_move(made)
        self.move.resume()
        return self.move

    def swap(self, move: Move) -> Generation:
        """Let what was moved to be asked, and return the old, which is to be `let_go`."""
        self._write(Manifest(move.generation.made, leaving=self._manifest.serving.collection))
        with self._turn:
            old, self.serving = self.serving, move.generation
        self.move = None
        return old

    def call_off(self) -> None:
        """Let go of what was half made for other means than those that are set."""
        with self._writing:
            if self.move and self.move.generation.made.means != self._means:
                half, self.move = self.move.generation, None
                self._write(replace(self._manifest, moving=None, leaving=half.made.collection))
                self.let_go(half)

    def let_go(self, generation: Generation) -> None:
        """Remove a generation when the last search in it is over."""
        with self._turn:
            self._turn.wait_for(lambda: generation.readers == 0)
        generation.store.close()
        self.drop_leaving()

    def drop_leaving(self) -> None:
        """Remove the collection that has served its time, if one is left."""
        if self._manifest.leaving:
            self._collections.drop(self._manifest.leaving)
            self._write(replace(self._manifest, leaving=None))

    def drop_damaged(self) -> None:
        """Remove the vectors that could not be read, when there are others in their place."""
        self._collections.drop_damaged()

    def _open(self, made: Made) -> Generation:
        return Generation(
            made, self._collections.open(made.collection, made.dimensions), lambda: self._load_model(made)
        )

    def _open_move(self, made: Made) -> Move:
        recut = not self._manifest.serving.has_passages_of(made.means)
        return Move(self._catalogue, self._open(made), self._writing, recut=recut)

    def _load_model(self, made: Made) -> Embedder:
        """The model of `made`: the one that is set or, where only the model differs, the old one."""
        if made.means == self._means:
            return self._target
        old = Embedder(made.embedding(self._options.embedding)) if made.has_passages_of(self._means) else None
        if old is None or manifest.means(old, self._options.masked) != made.means:
            raise manifest.cannot_answer(made, self._means, self._options.data_dir)
        return old

    def _write(self, changed: Manifest) -> None:
        changed.write(self._catalogue)
        self._manifest = changed

"""Amendments made and taken back: what is said of a paper is found at once, in the place of what was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

from corpus import amendments
from corpus.amendments import Amendment, Key
from corpus.catalogue import Catalogue
from corpus.errors import BadRequest, NotAllowed, NotFound
from corpus.models import Document
from indexer.replacing import Replacing


class Amending:
    """The amendments of the papers of `catalogue`, each change of them made under the lock `writing`.

    `exchange` puts a document in its own place with the amendments that it is to have. Who is bound to organisations
    amends `within` them: neither a paper of others, nor one of theirs so that it comes to be of others.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        writing: AbstractContextManager[object],
        replacing: Replacing,
        exchange: Callable[[Document, tuple[Amendment, ...]], bool],
        within: frozenset[str] | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._writing = writing
        self._replacing = replacing
        self._exchange = exchange
        self._within = within

    def seen_by(self, organisations: frozenset[str]) -> Amending:
        """The same for those who are bound to `organisations`."""
        return Amending(self._catalogue, self._writing, self._replacing, self._exchange, organisations)

    def put(self, document_id: str, key: Key, value: str | None, who: str) -> None:
        """Let `who` say that a fact is `value`, or None that it is none, whatever was said of it before.

        Raises `NotFound` where there is no such paper or §, `BadRequest` for a value that it cannot have, and
        `NotAllowed` where the paper would come to be of others.
        """
        with self._writing:
            read, kept = self._read(document_id), amendments.checked(key, value)
            now = amendments.values(read)
            if key not in now:
                there = ", ".join(amendments.sections(read)) or "inga"
                raise NotFound(f"Handlingen har ingen {key[1]}. De § som finns är: {there}.")
            if now[key] == kept:
                raise BadRequest(
                    f"{amendments.NAMES[key[0]].capitalize()} är redan ”{kept or ''}” i det som lästes. Ta tillbaka"
                    " rättelsen om det är det som gäller, eller skriv något annat."
                )
            said = Amendment(*key, kept, now[key], who, dt.datetime.now(dt.UTC))
            self._let(read, (*self._others(document_id, key), said))

    def take_back(self, document_id: str, key: Key) -> None:
        """Let what was read stand again.

        Raises `NotFound` where there is nothing to take back, and `NotAllowed` as `put` does.
        """
        with self._writing:
            read, others = self._read(document_id), self._others(document_id, key)
            if len(others) == len(self._catalogue.amendments.of(document_id)):
                whose = f" i {key[1]}" if key[1] else ""
                raise NotFound(
                    f"{amendments.NAMES[key[0]].capitalize()}{whose} är inte rättad. Läs in sidan på nytt och se vad"
                    " som gäller."
                )
            self._let(read, others)

    def _read(self, document_id: str) -> Document:
        read = self._catalogue.amendments.read(document_id) if self._catalogue.is_ready(document_id) else None
        is_theirs = read is not None and (
            self._within is None or self._catalogue.masked(read).organisation in self._within
        )
        if read is None or not is_theirs:
            raise NotFound(f"Det finns ingen handling med id ”{document_id}” i arkivet. Sök fram den på nytt.")
        return read

    def _others(self, document_id: str, key: Key) -> tuple[Amendment, ...]:
        return tuple(one for one in self._catalogue.amendments.of(document_id) if one.key != key)

    def _let(self, read: Document, said: tuple[Amendment, ...]) -> None:
        organisation = self._catalogue.masked(read, said).organisation
        if self._within is not None and organisation not in self._within:
            told = f"från {organisation}" if organisation else "utan organisation"
            raise NotAllowed(
                f"Handlingen skulle bli {told}, och du får rätta handlingar från {', '.join(sorted(self._within))}. Be"
                " administratören att flytta den."
            )
        if self._exchange(read, said):
            self._replacing.weigh(self._catalogue.masked(read), self._catalogue.source(read.id))

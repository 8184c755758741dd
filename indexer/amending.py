"""Amendments made and taken back: what is said of a paper is found at once, in the place of what was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from corpus import amendments
from corpus.amendments import Amendment, Key
from corpus.catalogue import Catalogue
from corpus.errors import BadRequest, NotAllowed, NotFound
from corpus.models import Document
from indexer.replacing import Replacing

Said = tuple[Amendment, ...]
Note = Callable[[], object]


class Amending:
    """The amendments of the papers of `catalogue`.

    `exchange` puts a document in its own place with the amendments that it is to have, where it is as it was read and
    has those that it had, and else gives False. Who is bound to organisations amends `within` them: neither a paper of
    others, nor one of theirs so that it comes to be of others.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        replacing: Replacing,
        exchange: Callable[[Document, Said, Said], bool],
        within: frozenset[str] | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._replacing = replacing
        self._exchange = exchange
        self._within = within

    def seen_by(self, organisations: frozenset[str]) -> Amending:
        """The same for those who are bound to `organisations`."""
        return Amending(self._catalogue, self._replacing, self._exchange, organisations)

    def put(self, document_id: str, key: Key, value: str | None, who: str, note: Note) -> None:
        """Let `who` say that a fact is `value`, or None that it is none, whatever was said of it before.

        `note` is called before it is so. Raises `NotFound` where there is no such paper or §, `BadRequest` for a value
        that it cannot have, and `NotAllowed` where the paper would come to be of others.
        """
        kept = amendments.checked(key, value)

        def change(read: Document, before: Said) -> Said:
            now = amendments.values(read)
            if key not in now:
                there = ", ".join(amendments.sections(read)) or "inga"
                raise NotFound(f"Handlingen har ingen {key[1]}. De § som finns är: {there}.")
            if now[key] == kept:
                raise BadRequest(
                    f"{amendments.NAMES[key[0]].capitalize()} är redan ”{kept or ''}” i det som lästes. Ta tillbaka"
                    " rättelsen om det är det som gäller, eller skriv något annat."
                )
            return (*_others(before, key), Amendment(*key, kept, now[key], who, dt.datetime.now(dt.UTC)))

        self._change(document_id, change, note)

    def take_back(self, document_id: str, key: Key, note: Note) -> None:
        """Let what was read stand again; `note` is called before it does.

        Raises `NotFound` where there is nothing to take back, and `NotAllowed` as `put` does.
        """

        def change(_: Document, before: Said) -> Said:
            others = _others(before, key)
            if len(others) == len(before):
                whose = f" i {key[1]}" if key[1] else ""
                raise NotFound(
                    f"{amendments.NAMES[key[0]].capitalize()}{whose} är inte rättad. Läs in sidan på nytt och se vad"
                    " som gäller."
                )
            return others

        self._change(document_id, change, note)

    def _change(self, document_id: str, change: Callable[[Document, Said], Said], note: Note) -> None:
        is_noted = False
        while True:
            read, before = self._read(document_id), self._catalogue.amendments.of(document_id)
            said = change(read, before)
            self._require_theirs(read, said)
            if not is_noted:
                note()
                is_noted = True
            if self._exchange(read, before, said):
                break  # else somebody else changed the paper while it was embedded
        self._replacing.weigh(self._catalogue.masked(read), self._catalogue.source(read.id))

    def _read(self, document_id: str) -> Document:
        read = self._catalogue.amendments.read(document_id) if self._catalogue.is_ready(document_id) else None
        is_theirs = read is not None and (
            self._within is None or self._catalogue.masked(read).organisation in self._within
        )
        if read is None or not is_theirs:
            raise NotFound(f"Det finns ingen handling med id ”{document_id}” i arkivet. Sök fram den på nytt.")
        return read

    def _require_theirs(self, read: Document, said: Said) -> None:
        organisation = self._catalogue.masked(read, said).organisation
        if self._within is not None and organisation not in self._within:
            told = f"från {organisation}" if organisation else "utan organisation"
            raise NotAllowed(
                f"Handlingen skulle bli {told}, och du får rätta handlingar från {', '.join(sorted(self._within))}. Be"
                " administratören att flytta den."
            )


def _others(said: Said, key: Key) -> Said:
    return tuple(one for one in said if one.key != key)

"""What a registrator says of papers: shown beside what was read, made and taken back."""

from __future__ import annotations

from corpus.amendments import Agreement, Amendable, Key
from corpus.catalogue import Catalogue
from corpus.catalogue.amendments import Amended
from corpus.catalogue.auditlog import Deed
from corpus.errors import BadRequest, NotFound
from corpus.models import Document, Kind
from indexer.amending import Note
from indexer.index import Index
from indexer.seen import SeenIndex
from search_api import schemas

# Over whose papers somebody may know who amended them: of these organisations, or None of all.
Naming = frozenset[str] | None
NOBODY: Naming = frozenset()


class Amendments:
    """What may be amended of the papers of `index`."""

    def __init__(self, index: Index | SeenIndex) -> None:
        self._index = index

    def facts(self, document_id: str, naming: Naming = NOBODY) -> schemas.AmendableList:
        """All of a paper that may be amended. Raises `NotFound`."""
        catalogue = self._index.catalogue
        paper = catalogue.document(document_id) if catalogue.kept(document_id) else None
        if paper is None:
            raise NotFound(f"Det finns ingen handling med id ”{document_id}” i arkivet. Sök fram den på nytt.")
        named = naming is None or paper.organisation in naming
        facts = catalogue.amendments.facts(document_id)
        return schemas.AmendableList(
            document_id=document_id, kinds=list(Kind), facts=[_view(paper, one, named) for one in facts]
        )

    def put(self, document_id: str, name: str, section: str | None, value: str | None, who: str) -> None:
        """Let `who` say what a fact is, which stands in the audit log before it is so.

        Raises as `indexer.amending.Amending.put`, and `DiskFull`.
        """
        self.facts(document_id)
        note = self._note(who, Deed.AMENDED, document_id, name, section)
        self._index.amending.put(document_id, _key(name, section), value, who, note)

    def take_back(self, document_id: str, name: str, section: str | None, who: str) -> None:
        """Let what was read stand again, which stands in the audit log before it does.

        Raises as `indexer.amending.Amending.take_back`, and `DiskFull`.
        """
        self.facts(document_id)
        note = self._note(who, Deed.TOOK_BACK, document_id, name, section)
        self._index.amending.take_back(document_id, _key(name, section), note)

    def _note(self, who: str, deed: Deed, document_id: str, name: str, section: str | None) -> Note:
        """What writes a deed to the audit log, with no word of the paper."""
        target = " ".join(filter(None, (document_id, section, name)))
        return lambda: self._index.catalogue.whole.audit_log.note(who, deed, target)


def shown(catalogue: Catalogue, paper: Document, naming: Naming) -> dict[Key, schemas.AmendmentView]:
    """The amendments that hold of a paper, by what they are of."""
    if not catalogue.amendments.of(paper.id):
        return {}
    named = naming is None or paper.organisation in naming
    views = {(one.name, one.section): _amendment(one, named) for one in catalogue.amendments.facts(paper.id)}
    return {key: view for key, view in views.items() if view and view.reader != Agreement.GONE}


def _key(name: str, section: str | None) -> Key:
    try:
        return Amendable(name), section
    except ValueError:
        raise BadRequest(f"Uppgiften ”{name:.40}” kan inte rättas. Välj en av: {', '.join(Amendable)}.") from None


def _view(paper: Document, one: Amended, named: bool) -> schemas.AmendableView:
    place = one.place
    return schemas.AmendableView(
        name=one.name, section=one.section, read=one.read, start=place and place.start, end=place and place.end,
        page=place and paper.page_of(place.start), value=one.value, amendment=_amendment(one, named),
    )  # fmt: skip


def _amendment(one: Amended, named: bool) -> schemas.AmendmentView | None:
    if one.amendment is None or one.agreement is None:
        return None
    return schemas.AmendmentView(
        name=one.name, section=one.section, value=one.value, at=one.amendment.at,
        by=one.amendment.who if named else None, reader=one.agreement,
    )  # fmt: skip

"""What no longer holds: the later § that revokes or replaces the decision of an earlier one."""

from __future__ import annotations

from search_api import chaining
from search_api.archive import Archive
from search_api.citing import Cited, section_at
from search_api.retrieval import validity


def ending(archive: Archive, document_id: str, start: int) -> Cited | None:
    """The passage of a later § that ends the decision of the § at `start` of a paper; None where none says so.

    Looked for among the papers of the same organisation that name the § by its day and number, by the same rule that
    puts such a § before the one it ends among hits (`search_api.retrieval.validity`). Raises `NotFound`.
    """
    catalogue, citing = archive.index.catalogue, archive.citing
    document = citing.document(document_id)
    section = section_at(document, start)
    _, day = document.meeting_at(start)
    if section is None or section.paragraph is None or day is None:
        return None
    mentioned = catalogue.cases.mentioning(document.organisation, [chaining.wording_of_place(section.paragraph, day)])
    papers = dict.fromkeys([document.id, *mentioned])
    passages = [one for paper in papers for one in catalogue.passages(paper)]
    ended = validity.replaced(catalogue.find([one.id for one in passages]), catalogue)
    own = (one.id for one in passages if one.document_id == document.id and one.paragraph == section.paragraph)
    later = next((ended[one] for one in own if one in ended), None)
    if later is None:
        return None
    return citing.stretch(citing.document(later.entry.id), later.passage.start, later.passage.end)

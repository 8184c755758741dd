"""References followed: which paper of the archive the words "2023-06-14, § 101" of another mean."""

from __future__ import annotations

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Held
from corpus.facts import Reference
from corpus.models import Document


def resolve(catalogue: Catalogue, document: Document) -> dict[Reference, str]:
    """The ids of the papers that the references of `document` mean, of those that are in the archive.

    A § is looked for among the minutes of the same organisation: of the body that the words name, else of the citing
    body's own, and on the day or in the year that they name. A diarienummer means a paper only where one other paper
    has it for its own.
    """
    cited = [(section, reference) for section in document.sections for reference in section.of(Reference)]
    if not cited:
        return {}
    minutes = [one for one in catalogue.audits.minutes() if one.organisation == document.organisation]
    found: dict[Reference, str] = {}
    for section, reference in cited:
        if reference.law:
            continue
        committee, _ = document.meeting_at(section.start)
        target = _minutes(minutes, reference, committee) or _paper(catalogue, document, reference)
        if target and target != document.id:
            found[reference] = target
    return found


def _minutes(minutes: list[Held], reference: Reference, committee: str | None) -> str | None:
    if reference.paragraph is None or not (reference.date or reference.year):
        return None
    number = int(reference.paragraph.removeprefix("§ "))
    fitting = [
        one.document_id
        for one in minutes
        if number in one.paragraphs
        and one.committee in meant(reference.committee, committee)
        and (one.date == reference.date if reference.date else one.date.year == reference.year)
    ]
    # Where a year's numbers start over at each meeting, a § of the year is no one paper's.
    return fitting[0] if fitting and (reference.date or len(set(fitting)) == 1) else None


def meant(named: str | None, own: str | None) -> set[str | None]:
    """The bodies that `named` may mean where the body `own` says it: "arbetsutskottet" is its own."""
    if named is None:
        return {own}
    if not named.casefold().endswith("utskottet") or own is None:
        return {named}
    return {named, own if own.endswith("utskott") else f"{own}s {named.removesuffix('et').casefold()}"}


def _paper(catalogue: Catalogue, document: Document, reference: Reference) -> str | None:
    if reference.case_number is None:
        return None
    others = [entry.id for entry in catalogue.with_case_number(reference.case_number) if entry.id != document.id]
    return others[0] if len(others) == 1 else None

"""References followed into the archive: to the one paper that the words mean, and to none where they mean no one."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue, open_sqlite
from corpus.catalogue.records import Passage, Place
from corpus.facts import Meeting, Reference
from corpus.models import Document, Kind, Section, Span
from corpus.resolution import resolve

SON, KS = "Socialnämnden", "Kommunstyrelsen"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Return the archive of two bodies, whose § run through the year, and of a third that starts over each time."""
    opened = open_sqlite(tmp_path / "c.sqlite")
    keep(opened, "son-juni", SON, "2023-06-14", 95, 110)
    keep(opened, "son-dec", SON, "2023-12-06", 175, 190)
    keep(opened, "son-feb", SON, "2024-02-01", 30, 45)
    keep(opened, "ks-juni", KS, "2023-06-14", 95, 120)
    keep(opened, "råd-1", "Ungdomsrådet", "2024-03-01", 1, 5)
    keep(opened, "råd-2", "Ungdomsrådet", "2024-05-01", 1, 7)
    keep(opened, "avika", SON, "2023-06-14", 95, 110, organisation="Avika kommun")
    keep(opened, "brev", SON, "2024-01-10", 0, 0, kind=Kind.MEMO, case_number="SON 2023/273")
    yield opened
    opened.close()


def keep(
    catalogue: Catalogue,
    name: str,
    committee: str,
    day: str,
    first: int,
    last: int,
    *,
    ready: bool = True,
    **facts: Any,
) -> None:
    """Keep a paper with the § from first to last (no § where both are 0)."""
    document = paper(name, committee=committee, date=dt.date.fromisoformat(day), **facts)
    catalogue.add(
        document,
        f"{name}.txt",
        [
            Passage(str(uuid.uuid4()), name, 0, 4, 1, committee, document.date, f"§ {n}" if n else None, None, "", None)
            for n in range(first, last + 1)
        ],
    )
    catalogue.set_ready(name, ready=ready)
    catalogue.put_place(Place(f"/arkiv/{name}.txt", f"{name}.txt", 1, 1, name))


def paper(name: str = "ny", *references: Reference, **facts: Any) -> Document:
    """Return a paper of Lindsala's socialnämnd with one section that holds the references."""
    fields: dict[str, Any] = {
        "id": name, "text": "x" * 100, "title": name, "kind": Kind.MINUTES, "organisation": "Lindsala kommun",
        "committee": SON, "date": dt.date(2024, 4, 1), "case_number": None, "pages": (Span(0, 100),),
        "sections": (Section(0, 100, "", "§ 60", facts=references),), "furniture": (),
    }  # fmt: skip
    return Document(**(fields | facts))


def target(catalogue: Catalogue, **facts: Any) -> str | None:
    """Return the paper that a reference of the socialnämnd means."""
    reference = Reference(3, 9, **facts)
    return resolve(catalogue, paper("ny", reference)).get(reference)


JUNE = dt.date(2023, 6, 14)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"date": JUNE, "paragraph": "§ 101"}, "son-juni"),
        ({"date": JUNE, "paragraph": "§ 101", "committee": SON}, "son-juni"),
        ({"date": JUNE, "paragraph": "§ 101", "committee": KS}, "ks-juni"),
        ({"date": JUNE, "paragraph": "§ 95"}, "son-juni"),
        ({"date": JUNE, "paragraph": "§ 110"}, "son-juni"),
        ({"date": JUNE, "paragraph": "§ 111"}, None),  # only kommunstyrelsen has it
        ({"date": JUNE, "paragraph": "§ 111", "committee": KS}, "ks-juni"),
        ({"date": dt.date(2023, 6, 15), "paragraph": "§ 101"}, None),
        ({"date": JUNE}, None),
        ({"paragraph": "§ 101"}, None),  # of what year?
        ({"year": 2023, "paragraph": "§ 181"}, "son-dec"),
        ({"year": 2023, "paragraph": "§ 181", "committee": KS}, None),
        ({"year": 2024, "paragraph": "§ 181"}, None),
        ({"date": dt.date(2024, 3, 1), "paragraph": "§ 6", "committee": "Ungdomsrådet"}, None),
        ({"date": dt.date(2024, 3, 1), "paragraph": "§ 2", "committee": "Ungdomsrådet"}, "råd-1"),
        ({"year": 2024, "paragraph": "§ 2", "committee": "Ungdomsrådet"}, None),  # both have a § 2 of that year
        ({"year": 2024, "paragraph": "§ 6", "committee": "Ungdomsrådet"}, "råd-2"),
        ({"case_number": "SON 2023/273"}, "brev"),
        ({"case_number": "SON 2023/274"}, None),
        ({"item": "Handling 2025 nr 69"}, None),
        ({"paragraph": "§ 101", "law": "SFS 2017:725", "year": 2023}, None),
    ],
)
def test_what_a_reference_means(catalogue: Catalogue, facts: dict[str, Any], expected: str | None) -> None:
    """The § of the body that the words name, else of the citing one, on that day or in that year."""
    assert target(catalogue, **facts) == expected


def test_another_organisation_has_its_own(catalogue: Catalogue) -> None:
    """Bodies are called the same everywhere."""
    reference = Reference(3, 9, date=JUNE, paragraph="§ 101")
    assert resolve(catalogue, paper("ny", reference, organisation="Avika kommun")) == {reference: "avika"}
    assert resolve(catalogue, paper("ny", reference, organisation="Norrskärs kommun")) == {}
    assert resolve(catalogue, paper("ny", reference, organisation=None)) == {}


def test_a_paper_does_not_mean_itself(catalogue: Catalogue) -> None:
    """Nor, where it alone has a case, that case."""
    own = Reference(3, 9, date=JUNE, paragraph="§ 101")
    assert resolve(catalogue, paper("son-juni", own, date=JUNE)) == {}
    case = Reference(3, 9, case_number="SON 2023/273")
    assert resolve(catalogue, paper("brev", case, kind=Kind.MEMO, case_number="SON 2023/273")) == {}


def test_a_case_of_several_papers_means_none(catalogue: Catalogue) -> None:
    """Two letters of a case: the number alone does not say which; to one of them it means the other."""
    keep(catalogue, "brev-2", SON, "2024-02-10", 0, 0, kind=Kind.MEMO, case_number="SON 2023/273")
    case = Reference(3, 9, case_number="SON 2023/273")
    assert resolve(catalogue, paper("ny", case)) == {}
    assert resolve(catalogue, paper("brev", case)) == {case: "brev-2"}


def test_only_what_is_found_is_meant(catalogue: Catalogue) -> None:
    """Neither a paper that is pending nor one that a correction stands in the place of; then the correction."""
    reference = Reference(3, 9, date=JUNE, paragraph="§ 101")
    keep(catalogue, "halv", SON, "2024-03-05", 46, 50, ready=False)
    assert target(catalogue, date=dt.date(2024, 3, 5), paragraph="§ 47") is None
    keep(catalogue, "son-juni-rättad", SON, "2023-06-14", 95, 110)
    catalogue.versions.put("son-juni", "son-juni-rättad")
    assert resolve(catalogue, paper("ny", reference)) == {reference: "son-juni-rättad"}


def test_each_reference_of_each_section(catalogue: Catalogue) -> None:
    """In a file of two meetings the citing body is that of the section's own meeting."""
    first, second, third = (Reference(n, n + 3, date=JUNE, paragraph="§ 101") for n in (3, 20, 60))
    both = paper(
        "ny",
        sections=(
            Section(0, 50, "", "§ 1", facts=(first, second)),
            Section(50, 100, "", "§ 1", facts=(third,)),
        ),
        meetings=(Meeting(0, 50, SON, dt.date(2024, 4, 1)), Meeting(50, 100, KS, dt.date(2024, 4, 1))),
    )
    assert resolve(catalogue, both) == {first: "son-juni", second: "son-juni", third: "ks-juni"}

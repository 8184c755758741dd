"""The catalogue: what is kept comes back as it was, and nothing is found before it is whole."""

import datetime as dt
import itertools
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Found, Passage, Place, Scope
from corpus.models import Document, Kind, Part, PartName, Section, Span

Read = Callable[..., Document]

MINUTES = """ÄNGSÖ KOMMUN
Tekniska nämnden
SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2023-05-17

§ 40 Upprop

Alla är här.

§ 41 Taxa för båtplatser
Dnr TN 2023/118

Beslut
Taxan antas.
"""


@pytest.fixture
def catalogue(database: str) -> Iterator[Catalogue]:
    """Return an empty catalogue."""
    opened = Catalogue(database)
    yield opened
    opened.close()


def paper(name: str, text: str = "Text", **facts: Any) -> Document:
    """Return a document of one section; `facts` are its fields."""
    fields: dict[str, Any] = {
        "id": name, "text": text, "title": name, "kind": Kind.MINUTES, "organisation": "Ängsö kommun",
        "committee": "Socialnämnden",
        "date": dt.date(2023, 5, 17), "case_number": None, "pages": (Span(0, len(text)),),
        "sections": (Section(0, len(text), ""),), "furniture": (),
    }  # fmt: skip
    return Document(**(fields | facts))


def passage(
    document: Document, start: int, end: int, paragraph: str | None = None, case_number: str | None = None
) -> Passage:
    """Return a passage of a document."""
    return Passage(
        str(uuid.uuid4()),
        document.id,
        start,
        end,
        1,
        document.committee,
        document.date,
        paragraph,
        case_number,
        "",
        None,
    )


def put(catalogue: Catalogue, document: Document, *passages: Passage, path: str | None = None) -> None:
    """Keep a document with a place, ready to be found."""
    catalogue.add(document, f"{document.id}.txt", passages)
    catalogue.set_ready(document.id)
    catalogue.put_place(place(path or f"/arkiv/{document.id}.txt", document.id))


def place(path: str, document_id: str) -> Place:
    """Return a place at an absolute path."""
    return Place(path, path.rsplit("/", 1)[-1], 10, 1_700_000_000_000_000_001, document_id)


def names(catalogue: Catalogue, scope: Scope) -> set[str]:
    """Return the ids of the documents in a scope, having checked that their number agrees."""
    found = [entry.id for entry in catalogue.entries(scope)]
    assert catalogue.count(scope)[0] == len(found) == len(set(found))
    return set(found)


# Documents


def test_a_document_comes_back_whole(catalogue: Catalogue, read: Read) -> None:
    """All that was understood of a paper is kept, to the character."""
    document = read(MINUTES)
    put(catalogue, document)
    assert catalogue.document(document.id) == document
    entry = catalogue.entry(document.id)
    assert entry is not None
    assert (entry.title, entry.kind, entry.date) == (document.title, "protokoll", dt.date(2023, 5, 17))


def test_parts_warnings_and_pages_come_back(catalogue: Catalogue) -> None:
    """What a paper without them never shows is kept too."""
    section = Section(0, 4, "Rubrik", "§ 1", "KS 2023/1", (Part(PartName.CONFLICT, 1, 3),))
    document = paper(
        "a", sections=(section,), warnings=("Sidor utan text: 2.",), furniture=(Span(1, 2),), date=None, committee=None
    )
    put(catalogue, document)
    assert catalogue.document("a") == document


def test_what_is_not_there(catalogue: Catalogue) -> None:
    """Asking for what is not there gives nothing, and no error."""
    assert catalogue.document("x") is None
    assert catalogue.entry("x") is None
    assert catalogue.place_of("/x") is None
    assert catalogue.find(["x"]) == []
    assert catalogue.passages("x") == catalogue.passages() == []
    assert catalogue.places() == catalogue.places_of("x") == []
    assert catalogue.unfinished() == []
    assert catalogue.slice("x", 0, 1) is None
    assert catalogue.count() == (0, None, None)
    assert catalogue.setting("x") is None
    assert not catalogue.is_ready("x")
    catalogue.remove("x")
    catalogue.drop_place("/x")


def test_the_catalogue_outlives_its_process(database: str) -> None:
    """What was kept is there when the file is opened again."""
    first = Catalogue(database)
    document = paper("a")
    one = passage(document, 0, 4)
    put(first, document, one)
    first.set_setting("manifest", "åäö")
    first.close()
    second = Catalogue(database)
    assert second.document("a") == document
    assert second.passages("a") == [one]
    assert second.setting("manifest") == "åäö"
    second.close()


# Pending and ready


def test_a_pending_document_is_not_found(catalogue: Catalogue) -> None:
    """Until its vectors are stored a document is in no list, number, facet or hit; then it is in all."""
    document = paper("a", text="Taxan antas.")
    one = passage(document, 0, 5, "§ 1", "KS 2023/1")
    catalogue.add(document, "a.txt", [one])
    catalogue.put_place(place("/arkiv/a.txt", "a"))

    def seen() -> list[bool]:
        return [
            catalogue.is_ready("a"), bool(catalogue.entries()), catalogue.entry("a") is not None,
            catalogue.count()[0] == 1,
            bool(catalogue.find([one.id])), bool(catalogue.keys([one.id])), bool(catalogue.passages()),
            bool(catalogue.facets()["kind"]), bool(catalogue.case_passages("KS 2023/1")),
        ]  # fmt: skip

    assert seen() == [False] * 9
    assert catalogue.unfinished() == ["a"]
    catalogue.set_ready("a")
    assert seen() == [True] * 9
    assert catalogue.unfinished() == []


def test_a_document_in_no_file_is_unfinished(catalogue: Catalogue) -> None:
    """A document whose last file is gone is to be removed; one that lies in another file is not."""
    put(catalogue, paper("a"), path="/arkiv/a.txt")
    catalogue.put_place(place("/arkiv/kopia.txt", "a"))
    assert [found.path for found in catalogue.places_of("a")] == ["/arkiv/a.txt", "/arkiv/kopia.txt"]
    catalogue.drop_place("/arkiv/a.txt")
    assert catalogue.unfinished() == []
    catalogue.drop_place("/arkiv/kopia.txt")
    assert catalogue.unfinished() == ["a"]


def test_a_document_is_removed_with_all_that_is_its_own(catalogue: Catalogue) -> None:
    """Removing takes passages and places along, and leaves other documents alone."""
    kept, gone = paper("kvar"), paper("bort")
    stays, goes = passage(kept, 0, 4), passage(gone, 0, 4)
    put(catalogue, kept, stays)
    put(catalogue, gone, goes)
    catalogue.remove("bort")
    assert names(catalogue, Scope()) == {"kvar"}
    assert catalogue.passages() == [stays]
    assert [found.document_id for found in catalogue.places()] == ["kvar"]
    assert catalogue.find([goes.id, stays.id]) == [Found(stays, catalogue.entries()[0], "Text")]


def test_a_document_can_be_added_again(catalogue: Catalogue) -> None:
    """What was removed may come back."""
    document = paper("a")
    one = passage(document, 0, 4)
    put(catalogue, document, one)
    catalogue.remove("a")
    put(catalogue, document, one)
    assert catalogue.passages() == [one]


def test_adding_is_all_or_nothing(catalogue: Catalogue) -> None:
    """When a passage cannot be kept, its document is not kept either."""
    first, second = paper("a"), paper("b")
    one = passage(first, 0, 4)
    put(catalogue, first, one)
    with pytest.raises(Exception, match=r"UNIQUE|unique|duplicate"):
        catalogue.add(second, "b.txt", [one])
    assert catalogue.document("b") is None
    assert catalogue.passages() == [one]


# Places


def test_a_place_holds_its_last_document(catalogue: Catalogue) -> None:
    """A file that has changed holds its new content, with its new size and time."""
    put(catalogue, paper("a"), path="/arkiv/a.txt")
    put(catalogue, paper("b"), path="/arkiv/b.txt")
    changed = Place("/arkiv/a.txt", "a.txt", 2**40, 2**62, "b")
    catalogue.put_place(changed)
    assert catalogue.place_of("/arkiv/a.txt") == changed
    assert catalogue.unfinished() == ["a"]


@pytest.mark.parametrize(
    ("folder", "inside", "outside"),
    [
        ("/arkiv/nämnd", "/arkiv/nämnd/2023/a.txt", "/arkiv/nämnden/a.txt"),
        ("/arkiv/a_b", "/arkiv/a_b/a.txt", "/arkiv/axb/a.txt"),
        ("/arkiv/100%", "/arkiv/100%/a.txt", "/arkiv/100 av 100/a.txt"),
        ("/arkiv/KS", "/arkiv/KS/a.txt", "/arkiv/ks/a.txt"),
        ("/arkiv/2023", "/arkiv/2023/a.txt", "/annat/arkiv/2023/a.txt"),
        ("/", "/a.txt", None),
    ],
)
def test_places_below_a_folder(catalogue: Catalogue, folder: str, inside: str, outside: str | None) -> None:
    """Only the files below a folder are its files; a name that begins alike or differs in case is another folder."""
    put(catalogue, paper("a"), path=inside)
    if outside:
        put(catalogue, paper("b"), path=outside)
    assert [found.path for found in catalogue.places(Path(folder))] == [inside]
    assert len(catalogue.places()) == (2 if outside else 1)


# Scopes


FACTS: dict[str, dict[str, Any]] = {
    "ks": {"organisation": "Ängsö kommun", "committee": "Kommunstyrelsen", "kind": Kind.MINUTES, "date": dt.date(2023,
    1, 31)},
    "sn": {"organisation": "Ängsö kommun", "committee": "Socialnämnden", "kind": Kind.MEMO, "date": dt.date(2023, 2,
    1)},
    "rs": {"organisation": "Region Norrvik", "committee": "Regionstyrelsen", "kind": Kind.MINUTES,
    "date": dt.date(2024, 2, 29)},
    "blank": {"organisation": None, "committee": None, "kind": Kind.OTHER, "date": None},
}  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), {"ks", "sn", "rs", "blank"}),
        (Scope(organisation=("Ängsö kommun",)), {"ks", "sn"}),
        (Scope(organisation=("Ängsö kommun", "Region Norrvik")), {"ks", "sn", "rs"}),
        (Scope(organisation=("Ängsö",)), set()),
        (Scope(committee=("Socialnämnden", "Regionstyrelsen")), {"sn", "rs"}),
        (Scope(kind=("protokoll",)), {"ks", "rs"}),
        (Scope(date_from=dt.date(2023, 2, 1)), {"sn", "rs"}),
        (Scope(date_to=dt.date(2023, 1, 31)), {"ks"}),
        (Scope(date_from=dt.date(2023, 1, 31), date_to=dt.date(2023, 2, 1)), {"ks", "sn"}),
        (Scope(date_from=dt.date(2025, 1, 1)), set()),
        (Scope(case_number="KS 2023/1"), {"ks", "sn"}),
        (Scope(paragraph="§ 2"), {"ks", "rs"}),
        (Scope(case_number="KS 2023/1", paragraph="§ 2"), set()),
        (Scope(case_number="KS 2023/1", paragraph="§ 1"), {"ks"}),
        (Scope(organisation=("Ängsö kommun",), kind=("protokoll",), date_from=dt.date(2023, 1, 1)), {"ks"}),
    ],
)  # fmt: skip
def test_scopes(catalogue: Catalogue, scope: Scope, expected: set[str]) -> None:
    """Each filter keeps what it names and leaves out the rest; together they all hold, for one and the same §."""
    places: dict[str, list[tuple[str | None, str | None]]] = {
        "ks": [("§ 1", "KS 2023/1"), ("§ 2", "KS 2023/2")], "sn": [(None, "KS 2023/1")], "rs": [("§ 2", None)],
        "blank": [(None, None)],
    }  # fmt: skip
    for name, facts in FACTS.items():
        document = paper(name, **facts)
        put(catalogue, document, *[passage(document, 0, 4, *where) for where in places[name]])
    assert names(catalogue, scope) == expected


def test_an_empty_scope_knows_it() -> None:
    """A scope is empty only when nothing is filtered away."""
    assert Scope().is_empty
    full: dict[str, Any] = {
        "organisation": ("a",), "committee": ("a",), "kind": ("a",), "case_number": "a", "paragraph": "a",
        "date_from": dt.date(2023, 1, 1), "date_to": dt.date(2023, 1, 1),
    }  # fmt: skip
    for name, value in full.items():
        assert not Scope(**{name: value}).is_empty


def test_pages_of_entries_neither_repeat_nor_skip(catalogue: Catalogue) -> None:
    """Documents come newest first, those without a date last, and page by page each once."""
    for number, (name, facts) in itertools.product(range(3), FACTS.items()):
        put(catalogue, paper(f"{name}{number}", **facts))
    whole = [entry.id for entry in catalogue.entries()]
    paged = [entry.id for offset in range(0, 12, 5) for entry in catalogue.entries(offset=offset, limit=5)]
    assert paged == whole
    assert len(set(whole)) == 12
    dates = [entry.date for entry in catalogue.entries()]
    assert dates[-3:] == [None] * 3
    assert [date for date in dates[:-3] if date] == sorted((date for date in dates if date), reverse=True)


def test_count_and_facets(catalogue: Catalogue) -> None:
    """The numbers of documents by organisation, body, kind and year are those of the papers."""
    for name, facts in FACTS.items():
        put(catalogue, paper(name, **facts))
    assert catalogue.count() == (4, dt.date(2023, 1, 31), dt.date(2024, 2, 29))
    facets = catalogue.facets()
    assert dict(facets["organisation"]) == {"Ängsö kommun": 2, "Region Norrvik": 1}
    assert dict(facets["committee"]) == {"Kommunstyrelsen": 1, "Socialnämnden": 1, "Regionstyrelsen": 1}
    assert dict(facets["kind"]) == {"protokoll": 2, "tjänsteskrivelse": 1, "övrigt": 1}
    assert dict(facets["year"]) == {"2023": 2, "2024": 1}


# Passages


ODD = "Åäö 😀 e\u0301 👩‍👧 ”citat” \t tab\n\n§ 14 – 1\u00a0250 kr 𝔸 slut"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80), st.data())
@example(ODD, None)
def test_found_text_is_verbatim(text: str, data: st.DataObject | None) -> None:
    """A hit's text is its stretch of the document, character for character, whatever the characters are."""
    if data is None:
        spans = [(start, end) for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
    else:
        start = data.draw(st.integers(0, len(text) - 1))
        spans = [(start, data.draw(st.integers(start + 1, len(text))))]
    catalogue = Catalogue("sqlite://")
    document = paper("a", text=text)
    passages = [passage(document, start, end) for start, end in spans]
    put(catalogue, document, *passages)
    found = catalogue.find([one.id for one in passages])
    assert [hit.text for hit in found] == [text[start:end] for start, end in spans]
    assert [catalogue.slice("a", start, end) for start, end in spans] == [text[start:end] for start, end in spans]
    catalogue.close()


def test_hits_come_in_the_order_asked_for(catalogue: Catalogue) -> None:
    """The order of the ids is the order of the hits; unknown ids are left out."""
    document = paper("a", text="ett två tre")
    one, two, three = (passage(document, start, end) for start, end in ((0, 3), (4, 7), (8, 11)))
    put(catalogue, document, one, two, three)
    found = catalogue.find([three.id, str(uuid.uuid4()), one.id, two.id])
    assert [hit.text for hit in found] == ["tre", "ett", "två"]
    assert {key: value.document_id for key, value in catalogue.keys([two.id, "x"]).items()} == {two.id: "a"}
    assert catalogue.passages("a") == [one, two, three]


def test_passages_can_be_made_anew(catalogue: Catalogue) -> None:
    """When a document is cut up otherwise, its passages are the new ones, and only they."""
    document = paper("a", text="ett två tre")
    old, kept, new = passage(document, 0, 3), passage(document, 4, 7), passage(document, 8, 11)
    other = paper("b")
    theirs = passage(other, 0, 4)
    put(catalogue, document, old, kept)
    put(catalogue, other, theirs)
    catalogue.keep_passages(document, [kept, new])
    assert catalogue.passages("a") == [kept, new]
    assert catalogue.passages("b") == [theirs]


def test_the_passages_of_a_case(catalogue: Catalogue) -> None:
    """A case's passages come in the order of its meetings, from all its papers and no other's."""
    late, early = paper("b", date=dt.date(2024, 1, 1)), paper("a", date=dt.date(2023, 1, 1))
    second, first = passage(late, 0, 4, "§ 2", "KS 2023/1"), passage(early, 0, 4, "§ 9", "KS 2023/1")
    put(catalogue, late, second, passage(late, 1, 2, "§ 3", "KS 2023/10"))
    put(catalogue, early, first)
    assert catalogue.case_passages("KS 2023/1") == [first, second]


def test_reading_beside_writing(catalogue: Catalogue) -> None:
    """Searches go on in several threads while papers are added."""
    document = paper("a", text="ett två tre")
    one = passage(document, 4, 7)
    put(catalogue, document, one)

    def look(_: int) -> str:
        return catalogue.find([one.id])[0].text

    with ThreadPoolExecutor(4) as pool:
        looks = [pool.submit(look, number) for number in range(100)]
        for number in range(20):
            put(catalogue, paper(f"ny{number}"))
        assert {each.result() for each in looks} == {"två"}
    assert catalogue.count()[0] == 21

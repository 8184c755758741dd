"""The § of minutes in the catalogue, with their facts: what was written is found again, each § of a meeting once."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import Catalogue, open_sqlite
from corpus.catalogue.matters import Item
from corpus.catalogue.records import Place, Scope
from corpus.facts import FactKind
from corpus.fates import Fate, Matter
from corpus.models import Document, Secret
from indexer import chunking

Read = Callable[..., Document]
# A file with NUL in it is no text.
WORDS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])

COUNCIL = """ÄNGSÖ KOMMUN
Kommunfullmäktige

SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2024-03-18

Beslutande
Anna Lind (S), ordförande
Bo Ek (M)
Cilla Ro (SD)

§ 20 Svar på motion om fler cykelställ
Dnr KS 2023/40

Yrkanden
Bo Ek (M) yrkar avslag på motionen.

Omröstning
Med 20 ja-röster mot 11 nej-röster beslutar kommunfullmäktige att bifalla motionen.

Beslut
Motionen bifalls.

Reservation
Bo Ek (M) och Cilla Ro (SD) reserverar sig mot beslutet.

§ 21 Försäljning av Lillgården
Dnr KS 2024/2

Jäv
Anna Lind (S) anmäler jäv och deltar inte i handläggningen.

Beslut
Ärendet återremitteras till kommunstyrelsen.
"""
EXTRACT = """ÄNGSÖ KOMMUN
Kommunfullmäktige

PROTOKOLLSUTDRAG
Sammanträdesdatum: 2024-03-18

§ 20 Svar på motion om fler cykelställ
Dnr KS 2023/40

Beslut
Motionen bifalls.
"""
BOARD = """ÄNGSÖ KOMMUN
Tekniska nämnden

SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2023-11-06

§ 20 Val av justerare

Beslut
Bo Ek (M) utses att justera protokollet.
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Return an empty catalogue."""
    opened = open_sqlite(tmp_path / "catalogue.sqlite")
    yield opened
    opened.close()


def put(catalogue: Catalogue, document: Document) -> Document:
    """Keep `document` with its passages, ready to be found."""
    catalogue.add(document, f"{document.id}.txt", chunking.passages(document))
    catalogue.set_ready(document.id)
    catalogue.put_place(Place(f"/arkiv/{document.id}.txt", f"{document.id}.txt", 1, 1, document.id))
    return document


def said(catalogue: Catalogue, item: Item) -> str | None:
    """Return the decision behind an item's fate."""
    return item.said and catalogue.slice(item.document_id, item.said.start, item.said.end)


def test_the_items_of_a_meeting_come_with_their_heading_and_what_became_of_them(
    catalogue: Catalogue, read: Read
) -> None:
    document = put(catalogue, read(COUNCIL))
    first, second = catalogue.matters.sections()
    assert (first.organisation, first.committee, first.date) == (
        "Ängsö kommun",
        "Kommunfullmäktige",
        dt.date(2024, 3, 18),
    )
    assert (first.paragraph, first.case_number, first.matter, first.fate) == (
        "§ 20", "KS 2023/40", Matter.MOTION, Fate.GRANTED,
    )  # fmt: skip
    assert said(catalogue, first) == "Motionen bifalls."
    assert (second.paragraph, second.matter, second.fate) == ("§ 21", None, Fate.REMITTED)
    for item in (first, second):
        assert document.text[item.head.start : item.head.end] == item.heading


def test_the_facts_of_an_item_stand_where_they_say(catalogue: Catalogue, read: Read) -> None:
    document = put(catalogue, read(COUNCIL))
    first, second = catalogue.matters.sections()
    facts = catalogue.matters.facts([first], [FactKind.VOTE, FactKind.MOTION, FactKind.RESERVATION])
    shown = [(fact.kind, fact.who, fact.name, fact.party, fact.yes, fact.no) for fact in facts]
    assert shown == [
        (FactKind.MOTION, "Bo Ek (M)", "Bo Ek", "M", None, None),
        (FactKind.VOTE, None, None, None, 20, 11),
        (FactKind.RESERVATION, "Bo Ek (M)", "Bo Ek", "M", None, None),
        (FactKind.RESERVATION, "Cilla Ro (SD)", "Cilla Ro", "SD", None, None),
    ]
    assert document.text[facts[-1].start : facts[-1].end] == "Bo Ek (M) och Cilla Ro (SD) reserverar sig mot beslutet."
    (conflict,) = catalogue.matters.facts([second], [FactKind.CONFLICT])
    assert conflict.who == "Anna Lind (S)"
    (decision,) = catalogue.matters.facts([second], [FactKind.DECISION])
    assert decision.value == "återremiss"
    assert [fact.name for fact in catalogue.matters.attendance(document.id)] == ["Anna Lind", "Bo Ek", "Cilla Ro"]


@pytest.mark.parametrize(
    ("scope", "paragraphs"),
    [
        (Scope(), ["§ 20", "§ 20", "§ 21"]),
        (Scope(committee=("Tekniska nämnden",)), ["§ 20"]),
        (Scope(date_from=dt.date(2024, 1, 1)), ["§ 20", "§ 21"]),
        (Scope(date_to=dt.date(2023, 12, 31)), ["§ 20"]),
        (Scope(paragraph="§ 21"), ["§ 21"]),
        (Scope(case_number="KS 2023/40"), ["§ 20"]),
        (Scope(organisation=("Bråta kommun",)), []),
    ],
)
def test_a_scope_narrows_to_the_body_and_the_day_of_the_meeting(
    catalogue: Catalogue, read: Read, scope: Scope, paragraphs: list[str]
) -> None:
    put(catalogue, read(COUNCIL))
    put(catalogue, read(BOARD))
    assert [item.paragraph for item in catalogue.matters.sections(scope)] == paragraphs


def test_an_item_in_minutes_and_extract_is_one_and_the_minutes_tell_it(catalogue: Catalogue, read: Read) -> None:
    put(catalogue, read(EXTRACT))
    whole = put(catalogue, read(COUNCIL))
    put(catalogue, read(COUNCIL + "\n"))  # another print of the same
    items = catalogue.matters.sections()
    assert [item.paragraph for item in items] == ["§ 20", "§ 21"]
    assert len({item.document_id for item in items}) == 1
    assert items[0].document_id != read(EXTRACT).id
    assert whole.id


def test_what_is_replaced_pending_or_removed_does_not_count(catalogue: Catalogue, read: Read) -> None:
    board = put(catalogue, read(BOARD))
    council = put(catalogue, read(COUNCIL))
    catalogue.versions.put(council.id, "annan")
    assert [item.document_id for item in catalogue.matters.sections()] == [board.id]
    assert catalogue.matters.at(council.id, council.text.index("Omröstning")) is None
    catalogue.versions.put(council.id, None)
    catalogue.set_ready(board.id, ready=False)
    assert {item.document_id for item in catalogue.matters.sections()} == {council.id}
    catalogue.remove(council.id)
    catalogue.set_ready(board.id)
    assert {item.document_id for item in catalogue.matters.sections()} == {board.id}
    assert catalogue.matters.people() == ["Bo Ek"]  # who approves the minutes of the board


def test_the_item_at_a_place_is_the_one_that_holds_it(catalogue: Catalogue, read: Read) -> None:
    document = put(catalogue, read(COUNCIL))
    found = catalogue.matters.at(document.id, document.text.index("reserverar sig"))
    assert found is not None
    assert found.paragraph == "§ 20"
    assert catalogue.matters.at(document.id, 0) is None


def test_an_item_is_in_each_of_its_cases(catalogue: Catalogue, read: Read) -> None:
    """By its second number it is found as by its first, and both are cases of the register, until it is gone."""
    numbers = ["KS 2023/40", "TN 2021/7"]
    document = put(catalogue, read(COUNCIL.replace("Dnr KS 2023/40", "Dnr KS 2023/40, TN 2021/7")))
    for number in numbers:
        scope = Scope(case_number=number)
        assert [item.paragraph for item in catalogue.matters.sections(scope)] == ["§ 20"]
        assert [entry.id for entry in catalogue.entries(scope)] == [document.id]
        assert catalogue.knows("case_number", number)
        assert catalogue.case_numbers_like(number.split()[1]) == [number]
        assert {passage.case_numbers for passage in catalogue.case_passages(number)} == {tuple(numbers)}
        assert [place.paragraph for place in catalogue.cases.places("Ängsö kommun", number)] == ["§ 20"]
        assert [line.case_number for line in catalogue.cases.lines(scope)] == [number]
    lines = {line.case_number: line.heading for line in catalogue.cases.lines()}
    assert lines == {
        "KS 2023/40": "Svar på motion om fler cykelställ", "TN 2021/7": "Svar på motion om fler cykelställ",
        "KS 2024/2": "Försäljning av Lillgården",
    }  # fmt: skip
    assert catalogue.cases.count() == len(lines)
    catalogue.renew(document, chunking.passages(document))
    assert catalogue.cases.count() == len(lines)
    catalogue.remove(document.id)
    assert not catalogue.knows("case_number", "TN 2021/7")


def test_parties_and_people_are_those_behind_something(catalogue: Catalogue, read: Read) -> None:
    put(catalogue, read(COUNCIL))
    assert catalogue.matters.parties() == ["M", "S", "SD"]
    assert catalogue.matters.people() == ["Anna Lind", "Bo Ek", "Cilla Ro"]


def test_a_place_has_the_passage_that_holds_it(catalogue: Catalogue, read: Read) -> None:
    document = put(catalogue, read(COUNCIL))
    place = (document.id, document.text.index("Bo Ek (M) och Cilla"))
    (found,) = catalogue.find(list(catalogue.matters.passages_at([place]).values()))
    assert found.passage.start <= place[1] < found.passage.end
    assert catalogue.matters.passages_at([("okänd", 3)]) == {}


def test_what_is_held_back_is_not_told(tmp_path: Path, read: Read) -> None:
    secret = COUNCIL.replace("§ 21 Förs", "\fSekretess enligt OSL 26 kap. 1 §\n\n§ 21 Förs")
    document = read(secret)
    assert any(stretch.secret is Secret.CLASSIFIED for stretch in document.sensitive)
    closed = open_sqlite(tmp_path / "masked.sqlite", masked=[Secret.CLASSIFIED])
    put(closed, document)
    items = closed.matters.sections()
    assert "Lillgården" not in " ".join(item.heading for item in items)
    assert closed.matters.facts(items, [FactKind.CONFLICT]) == []
    closed.close()


@given(st.text(WORDS, max_size=400), st.text(WORDS, max_size=60))
def test_any_minutes_give_places_inside_their_text(read: Read, words: str, heading: str) -> None:
    document = read(f"{COUNCIL}\n§ 22 {heading}\n\n{words}\n")
    opened = Catalogue("sqlite://")
    opened.add(document, "handling.txt", chunking.passages(document))
    opened.set_ready(document.id)
    items = opened.matters.sections()
    told = opened.matters.facts(items, list(FactKind))
    for place in [*items, *[item.head for item in items], *told]:
        assert 0 <= place.start < place.end <= len(document.text)
    opened.close()

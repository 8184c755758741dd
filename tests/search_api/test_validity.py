"""Which decision no longer holds: what a later § of the same municipality decides, and nothing that is only said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.catalogue import open_sqlite
from corpus.catalogue.records import Found
from corpus.models import Document
from indexer import chunking
from search_api.retrieval import validity
from tests.search_api.conftest import minutes

Read = Callable[..., Document]
Replaced = Callable[..., dict[str, str]]

HOME, AWAY = "Lindsala kommun", "Storvika kommun"
TN, KF = "Tekniska nämnden", "Kommunfullmäktige"
OLD = minutes(
    HOME, TN, "2021-05-19",
    ("§ 30", "TN 2021/5", "Taxa för båtplatser", "Beslut\nTaxan för båtplatser antas."),
    ("§ 31", "TN 2021/6", "Taxa för slam", "Beslut\nTaxan för slam antas."),
)  # fmt: skip
OTHER_DAY = minutes(HOME, TN, "2021-06-16", ("§ 30", "TN 2021/9", "Badbryggan", "Beslut\nBadbryggan lagas."))


def new(text: str, organisation: str = HOME, body: str = TN, date: str = "2024-03-12") -> str:
    """Return minutes whose § 21 says `text`."""
    return minutes(organisation, body, date, ("§ 21", "TN 2024/7", "Ny taxa", text))


@pytest.fixture
def replaced(tmp_path: Path, read: Read) -> Replaced:
    """Return what tells of the papers that it is given which § no longer holds, by day and §, and by which it ends."""

    def place(found: Found) -> str:
        return f"{found.passage.date} {found.passage.paragraph}"

    def tell(*papers: str) -> dict[str, str]:
        catalogue = open_sqlite(tmp_path / "catalogue.sqlite")
        for paper in papers:
            document = read(paper)
            catalogue.add(document, f"{document.id}.txt", chunking.passages(document))
            catalogue.set_ready(document.id)
        found = catalogue.find([passage.id for passage in catalogue.passages()])
        assert len({one.entry.id for one in found}) == len(papers)
        ended = {}
        for order in (found, found[::-1]):  # in whatever order they are ranked
            ended.update(validity.replaced(order, catalogue))
            assert ended == validity.replaced(order, catalogue)
        catalogue.close()
        by_id = {one.passage.id: one for one in found}
        return {place(by_id[key]): place(later) for key, later in ended.items()}

    return tell


ENDED = {"2021-05-19 § 30": "2024-03-12 § 21"}


@pytest.mark.parametrize(
    "text",
    [
        "Beslutet den 19 maj 2021, § 30, upphävs.",
        "Tekniska nämnden upphäver sitt beslut § 30 den 19 maj 2021.",
        "Tekniska nämndens beslut 2021-05-19 § 30 upphör att gälla den 1 april.",
        "Taxan ersätter den taxa som nämnden antog den 19 maj 2021, § 30.",
        "Tekniska nämnden beslutar att upphäva beslutet den 19 maj 2021, § 30.",
    ],
)
def test_a_later_decision_ends_a_decision(replaced: Replaced, text: str) -> None:
    assert replaced(OLD, OTHER_DAY, new(f"Beslut\n{text}")) == ENDED


@pytest.mark.parametrize(
    "text",
    [
        "Taxan den 19 maj 2021, § 30, fastställs på nytt.",  # names it, and ends nothing
        "Nämnden upphäver taxan.",  # ends something, and does not say which §
        "Beslut § 30 upphävs.",  # of which meeting?
        "Nämnden antog taxan 2021-05-19 § 30. Reglementet för hamnen upphävs.",  # another sentence, another thing
        "Socialnämndens beslut 2021-05-19 § 30 upphävs.",  # another body's
        "Beslutet den 19 maj 2021, § 32, upphävs.",
        f"Nämnden upphäver {'och därtill ' * 20} det som beslöts den 19 maj 2021, § 30.",  # too far off to be meant
    ],
)
def test_what_ends_nothing(replaced: Replaced, text: str) -> None:
    assert replaced(OLD, OTHER_DAY, new(f"Beslut\n{text}")) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Yrkanden\nBo Ek (M) yrkar att beslutet den 19 maj 2021, § 30, upphävs.\n\nBeslut\nNämnden avslår yrkandet.",
        "Ärendet\nEn medborgare vill att beslutet den 19 maj 2021, § 30, upphävs.\n\nBeslut\nFrågan bordläggs.",
    ],
)
def test_what_is_only_wished_ends_nothing(replaced: Replaced, text: str) -> None:
    assert replaced(OLD, new(text)) == {}


def test_another_municipality_ends_nothing_here(replaced: Replaced) -> None:
    assert replaced(OLD, new("Beslut\nBeslutet den 19 maj 2021, § 30, upphävs.", AWAY)) == {}


def test_another_body_ends_what_it_names_and_else_its_own(replaced: Replaced) -> None:
    named = "Beslut\nTekniska nämndens beslut 2021-05-19 § 30 upphävs."
    assert replaced(OLD, new(named, body=KF)) == ENDED


def test_of_another_body_what_it_does_not_name_stands(replaced: Replaced) -> None:
    """It means its own § 30 of that day."""
    assert replaced(OLD, new("Beslut\nBeslutet 2021-05-19 § 30 upphävs.", body=KF)) == {}


def test_alone_nothing_is_ended(replaced: Replaced) -> None:
    assert replaced(new("Beslut\nBeslutet den 19 maj 2021, § 30, upphävs.")) == {}


@pytest.mark.parametrize("text", ["Beslutet den 19 maj 2021, § 30, upphävs inte.", "Nämnden upphäver inte § 30 den"])
def test_what_is_said_to_hold_on_is_not_ended(replaced: Replaced, text: str) -> None:
    whole = text if text.endswith(".") else f"{text} 19 maj 2021."
    assert replaced(OLD, new(f"Beslut\n{whole}")) == {}


def test_an_earlier_paper_ends_nothing(replaced: Replaced) -> None:
    early = new("Beslut\nBeslutet den 19 maj 2021, § 30, upphävs.", date="2020-01-15")
    assert replaced(OLD, early) == {}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Vad är taxan för båtplatser?", False),
        ("Vilken taxa gäller för båtplatser?", False),
        ("What is the fee?", False),
        ("Finns det lediga båtplatser?", False),
        ("Hur höga är grunderna för taxan?", False),
        ("Vad var taxan för båtplatser?", True),
        ("Vad beslutades om taxan?", True),
        ("Vilken taxa gällde 2021?", True),
        ("Vad blev taxan?", True),
        ("What did the committee decide?", True),
    ],
)
def test_a_question_about_what_was(question: str, expected: bool) -> None:
    assert validity.is_of_the_past(question) is expected

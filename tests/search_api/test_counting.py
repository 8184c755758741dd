"""Counts from the catalogue: exact, with each thing counted behind the number; and silence where it cannot be exact.

The numbers are counted by hand in the minutes written here.
"""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import Catalogue, open_sqlite
from corpus.catalogue.records import Place, Scope
from corpus.models import Document
from indexer import chunking
from search_api.answering.answer import Answer, AnswerKind
from search_api.answering.kinds import counting
from search_api.query import Interpretation, Reading, ReadingKind

Read = Callable[..., Document]


def minutes(committee: str, date: str, *items: str, kind: str = "SAMMANTRÄDESPROTOKOLL") -> str:
    """Return minutes of `items`, each a § with its number, heading and text."""
    return f"ÄNGSÖ KOMMUN\n{committee}\n\n{kind}\nSammanträdesdatum: {date}\n\n" + "\n\n".join(items) + "\n"


def item(number: int, heading: str, text: str, dnr: str = "") -> str:
    """Return a § as minutes write it."""
    return f"§ {number} {heading}\n" + (f"Dnr {dnr}\n" if dnr else "") + f"\n{text}"


BY_COUNCIL = "av kommunfullmäktige i Ängsö kommun"
RESERVES = "Reservation\nCilla Ro (SD) reserverar sig mot beslutet."
PAPERS = (
    minutes(
        "Kommunfullmäktige", "2023-03-20",
        item(10, "Val av justerare", "Beslut\nBo Ek (M) utses att justera."),
        item(11, "Svar på motion om fler cykelställ", "Beslut\nMotionen avslås.", "KS 2022/40"),
        item(12, "Svar på motion om nattbussar", "Beslut\nÄrendet bordläggs till nästa sammanträde.", "KS 2022/41"),
        item(13, "Interpellation om vägarna i Bråta", "Beslut\nInterpellationen är besvarad.", "KS 2023/9"),
        item(14, "Budget 2024", "Omröstning\nMed 20 ja-röster mot 11 nej-röster antas budgeten.\n\n"
             f"Beslut\nBudgeten antas.\n\n{RESERVES}", "KS 2023/1"),
    ),
    minutes(
        "Kommunfullmäktige", "2023-06-12",
        item(30, "Svar på motion om nattbussar", "Beslut\nMotionen bifalls.\n\n" + RESERVES, "KS 2022/41"),
        item(31, "Svar på motion om gratis bad", "Omröstning\nMed 16 ja-röster mot 15 nej-röster avslås motionen.\n\n"
             "Beslut\nMotionen avslås.\n\nReservation\nLedamöterna från V reserverar sig mot beslutet.", "KS 2022/50"),
        item(32, "Nya motioner", "Beslut\nMotionen om fler träd överlämnas till kommunstyrelsen.", "KS 2023/70"),
    ),
    minutes(
        "Kommunfullmäktige", "2024-02-19",
        item(5, "Svar på motion om fler träd", "Beslut\nMotionen bifalls delvis.", "KS 2023/70"),
        item(6, "Svar på motion om skridskobana", "Beslut\nMotionen bifalls.", "KS 2023/71"),
    ),
    minutes(
        "Kommunstyrelsen", "2023-05-08",
        item(50, "Svar på motion om gratis bad",
             "Beslut\nKommunstyrelsen föreslår kommunfullmäktige att avslå motionen.", "KS 2022/50"),
        item(51, "Köp av Lillgården", "Beslut\nÄrendet återremitteras till förvaltningen.", "KS 2023/12"),
        item(52, "Ny brygga i Bråta", f"Beslut\nÄrendet återremitteras till nämnden.\n\n{RESERVES}", "KS 2023/13"),
    ),
    # An extract of minutes that are here whole counts nothing twice.
    minutes(
        "Kommunfullmäktige", "2023-06-12",
        item(30, "Svar på motion om nattbussar", f"Beslut\nMotionen bifalls.\n\n{RESERVES}", "KS 2022/41"),
        kind="PROTOKOLLSUTDRAG",
    ),
    "ÄNGSÖ KOMMUN\nKommunstyrelsen\n\nTJÄNSTESKRIVELSE\nDatum 2023-04-20\nDnr KS 2022/50\n\n"
    "Svar på motion om gratis bad\n\nFörslag till beslut\nMotionen avslås.\n",
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory, read: Read) -> Iterator[Catalogue]:
    """Return a catalogue of four meetings' minutes, an extract and a memo."""
    opened = open_sqlite(tmp_path_factory.mktemp("raknat") / "catalogue.sqlite")
    for text in PAPERS:
        document = read(text)
        opened.add(document, f"{document.id}.txt", chunking.passages(document))
        opened.set_ready(document.id)
        opened.put_place(Place(f"/arkiv/{document.id}.txt", f"{document.id}.txt", 1, 1, document.id))
    yield opened
    opened.close()


def asked(question: str, committee: str = "", *, said: str = "", year: int = 0, day: str = "") -> Interpretation:
    """Return `question` read: the stretch `said` names `committee`; `year` and `day` are when, as they stand in it."""
    readings = []
    within = Scope()
    if committee:
        start = question.index(said)
        readings.append(Reading(ReadingKind.COMMITTEE, committee, committee, start, start + len(said)))
        within = Scope(committee=(committee,))
    if year:
        start = question.index(str(year))
        readings.append(Reading(ReadingKind.PERIOD, f"{year}-01-01..{year}-12-31", str(year), start, start + 4))
        within = Scope(committee=within.committee, date_from=dt.date(year, 1, 1), date_to=dt.date(year, 12, 31))
    dates = (dt.date.fromisoformat(day),) if day else ()
    return Interpretation(question, question, tuple(readings), within, dates=dates)


def count(catalogue: Catalogue, read_as: Interpretation, scope: Scope = Scope()) -> Answer | None:
    """Return the answer, each of its quotes found in the catalogue's text at its place."""
    answer = counting.count(read_as, catalogue, scope)
    for statement in answer.statements if answer else ():
        assert statement.quotes
        for quote in statement.quotes:
            assert catalogue.slice(quote.found.entry.id, quote.start, quote.end) == quote.text
    return answer


@pytest.mark.parametrize(
    ("read_as", "number", "said"),
    [
        (asked("hur många motioner bifölls 2023?", year=2023), "1", f"1 motion bifölls {BY_COUNCIL} 2023."),
        (asked("Hur många motioner avslogs 2023", year=2023), "2", f"2 motioner avslogs {BY_COUNCIL} 2023."),
        (asked("antal motioner som bifölls helt eller delvis 2024", year=2024), "2",
         "2 motioner bifölls helt eller delvis av kommunfullmäktige i Ängsö kommun 2024."),
        (asked("How many motions were rejected in 2023?", year=2023), "2",
         f"2 motioner avslogs {BY_COUNCIL} 2023."),
        (asked("hur många motioner avgjordes 2023", year=2023), "3", f"3 motioner avgjordes {BY_COUNCIL} 2023."),
        (asked("hur många motioner bordlades"), "1", None),
        (asked("antal återremisser i KS förra året", "Kommunstyrelsen", said="KS"), None, None),
        (asked("antal återremisser i KS 2023", "Kommunstyrelsen", said="KS", year=2023), "2",
         "2 ärenden återremitterades av kommunstyrelsen i Ängsö kommun 2023."),
        (asked("hur många ärenden bordlades 2023", year=2023), "1", None),
        (asked("hur många interpellationer besvarades 2023", year=2023), "1",
         "1 interpellation avgjordes av kommunfullmäktige i Ängsö kommun 2023."),
        (asked("hur många voteringar hade fullmäktige 2023", "Kommunfullmäktige", said="fullmäktige", year=2023), "2",
         "2 voteringar finns i protokollen från kommunfullmäktige i Ängsö kommun 2023."),
        (asked("hur många gånger reserverade sig SD 2023?", year=2023), "3",
         "SD reserverade sig i 3 ärenden hos 2 organ 2023."),
        (asked("hur många gånger reserverade sig Sverigedemokraterna i KS", "Kommunstyrelsen", said="KS"), "1", None),
        (asked("hur ofta reserverade sig Cilla Ro?"), "3", None),
        (asked("hur många reservationer lämnades 2023", year=2023), "4", None),
        (asked("hur många paragrafer behandlade nämnden 2023-05-08?", day="2023-05-08"), "3",
         "3 ärenden behandlades av kommunstyrelsen i Ängsö kommun den 8 maj 2023."),
        (asked("hur många sammanträden hade fullmäktige", "Kommunfullmäktige", said="fullmäktige"), "3", None),
        (asked("hur många protokoll finns från kommunfullmäktige?", "Kommunfullmäktige", said="kommunfullmäktige"), "3",
         "3 protokoll finns i arkivet från kommunfullmäktige i Ängsö kommun."),
        (asked("hur många tjänsteskrivelser finns det"), "1", None),
    ],
    ids=lambda value: value.question if isinstance(value, Interpretation) else "",
)  # fmt: skip
def test_the_number_is_what_stands_in_the_minutes(
    catalogue: Catalogue, read_as: Interpretation, number: str | None, said: str | None
) -> None:
    answer = count(catalogue, read_as)
    assert (answer and answer.short) == number
    if answer:
        assert answer.kind is AnswerKind.COUNT
        assert said is None or answer.statements[0].text == said
        assert len(answer.statements) == int(answer.short or 0) + 1


def test_behind_the_number_stand_all_that_were_counted(catalogue: Catalogue) -> None:
    answer = count(catalogue, asked("vilka motioner avslogs 2023?", year=2023))
    assert answer is not None
    assert [statement.text for statement in answer.statements[1:]] == [
        "Svar på motion om fler cykelställ: Motionen avslås.",
        "Svar på motion om gratis bad: Motionen avslås.",
    ]
    assert [quote.found.passage.paragraph for quote in answer.statements[0].quotes] == ["§ 11", "§ 11", "§ 31", "§ 31"]


def test_a_motion_that_was_tabled_first_is_one_and_went_as_it_last_went(catalogue: Catalogue) -> None:
    answer = count(catalogue, asked("hur fördelade sig utfallet på motioner 2023?", year=2023))
    assert answer is not None
    assert answer.short == "3"
    assert answer.table is not None
    assert answer.table.columns == ("Utfall", "Antal")
    assert answer.table.rows == (("avslag", "2"), ("bifall", "1"))


def test_what_was_granted_in_part_is_told_of_and_not_counted(catalogue: Catalogue) -> None:
    answer = count(catalogue, asked("hur många motioner bifölls 2024", year=2024))
    assert answer is not None
    assert answer.short == "1"
    assert "1 motion bifölls delvis och är inte inräknad." in answer.notes


def test_none_is_a_number_when_others_show_it(catalogue: Catalogue) -> None:
    answer = count(catalogue, asked("hur många motioner avslogs 2024", year=2024))
    assert answer is not None
    assert answer.short == "0"
    assert answer.statements[0].text == "0 motioner avslogs av kommunfullmäktige i Ängsö kommun 2024."
    assert len(answer.statements) == 3


def test_who_reserved_themselves_most_comes_with_a_table(catalogue: Catalogue) -> None:
    answer = count(catalogue, asked("vem reserverade sig oftast 2023?", year=2023))
    assert answer is not None
    assert answer.short == "Cilla Ro (SD)"
    assert answer.table is not None
    assert answer.table.rows == (("Cilla Ro (SD)", "3"),)
    assert any(note.startswith("1 reservation ") for note in answer.notes)  # V, whose members are not named
    parties = count(catalogue, asked("vilket parti reserverade sig oftast 2023", year=2023))
    assert parties is not None
    assert parties.table is not None
    assert (parties.short, parties.table.rows) == ("SD", (("SD", "3"), ("V", "1")))


def test_several_bodies_come_with_a_table(catalogue: Catalogue) -> None:
    answer = count(catalogue, asked("hur många gånger reserverade sig SD?"))
    assert answer is not None
    assert answer.table is not None
    assert answer.table.rows == (
        ("Ängsö kommun", "Kommunfullmäktige", "2"),
        ("Ängsö kommun", "Kommunstyrelsen", "1"),
    )


def test_what_it_was_counted_in_is_said_with_the_gaps(catalogue: Catalogue) -> None:
    answer = count(catalogue, asked("hur många motioner avslogs 2023", year=2023))
    assert answer is not None
    assert answer.notes == (
        "Räknat i arkivets protokoll från 2 sammanträden (2023-03-20–2023-06-12): kommunfullmäktige i Ängsö kommun.",
        "Kommunfullmäktige i Ängsö kommun: §§ 1–9 år 2023 saknas, före 2023-03-20.",
        "Kommunfullmäktige i Ängsö kommun: §§ 15–29 år 2023 saknas, mellan 2023-03-20 och 2023-06-12.",
    )


@pytest.mark.parametrize(
    "question",
    [
        "hur många tomter såldes",
        "hur många elever går i skolan?",
        "hur många motioner om nattbussar bifölls",
        "hur många yrkade avslag på budgeten",
        "hur många röstade nej",
        "hur många motioner lades av SD",
        "hur många gånger reserverade sig Doris Okänd",
        "hur mycket kostar badet",
        "vilka reserverade sig mot budgeten?",
        "varför avslogs motionen om gratis bad?",
        "när bifölls motionen om nattbussar",
        "hur många ärenden avslogs",
        "hur många beslut fattades om bryggor",
        "hur många ledamöter har nämnden",
        "hur många taxor antogs 2023",
        "hur många paragrafer behandlade nämnden",  # two bodies: which?
        "motioner",
        "",
    ],
)
def test_what_the_catalogue_cannot_count_exactly_has_no_answer(catalogue: Catalogue, question: str) -> None:
    assert count(catalogue, asked(question)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"phrases": ("nattbussar",)},
        {"excluded": ("bad",)},
        {"case_numbers": ("KS 2022/50",)},
        {"paragraphs": ("§ 31",)},
        {"items": ("Handling 2023 nr 4",)},
        {"foreign": ("Bråta kommun",)},
        {"newest": True},
        {"within": Scope(date_from=dt.date(2019, 1, 1), date_to=dt.date(2019, 12, 31))},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_question_narrowed_to_what_a_count_is_not_has_no_answer(catalogue: Catalogue, change: dict) -> None:
    question = "hur många motioner avslogs"
    assert count(catalogue, Interpretation(question, question)) is not None
    assert count(catalogue, Interpretation(question, question, **change)) is None


def test_the_filters_hold(catalogue: Catalogue) -> None:
    question = asked("hur många motioner avslogs")
    first = count(catalogue, question, Scope(date_to=dt.date(2023, 5, 1)))
    assert first is not None
    assert first.short == "1"
    assert count(catalogue, question, Scope(committee=("Kommunstyrelsen",))) is None
    other = asked("hur många voteringar hade KF", "Kommunfullmäktige", said="KF")
    assert count(catalogue, other, Scope(committee=("Kommunstyrelsen",))) is None


@given(st.text(max_size=120))
def test_any_question_is_read_or_left(catalogue: Catalogue, question: str) -> None:
    count(catalogue, Interpretation(question, question))
    count(catalogue, Interpretation(f"hur många motioner {question}", question))

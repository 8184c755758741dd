"""Lists: every member and nobody else, told from invented papers; no list where it is not surely found."""

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
from search_api.answering.kinds import listing
from search_api.query import Interpretation, Reading, ReadingKind
from search_api.retrieval import Ranked

Read = Callable[..., Document]

COUNCIL = """ÄNGSÖ KOMMUN
Kommunfullmäktige

SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2024-03-18

Beslutande
Anna Lind (S), ordförande
Bo Ek (M)
Cilla Ro (SD)
Dan Åker (V)
Eva Holm (C)

Frånvarande
Finn Berg (L)

§ 19 Upprop
Eva Holm (C) anländer kl. 18.25.

§ 20 Ny sporthall i Bråta
Dnr KS 2023/40

Yrkanden
Anna Lind (S) och Dan Åker (V) yrkar bifall till kommunstyrelsens förslag.
Bo Ek (M), Cilla Ro (SD) och Eva Holm (C) yrkar avslag.

Omröstning
Med 2 ja-röster mot 2 nej-röster och 1 som avstår beslutar kommunfullmäktige med ordförandens utslagsröst.
Ja: Anna Lind (S), Dan Åker (V)
Nej: Bo Ek (M), Cilla Ro (SD)
Avstår: Eva Holm (C)

Beslut
Sporthallen byggs för högst 80 miljoner kronor.

Reservation
Bo Ek (M) och Cilla Ro (SD) reserverar sig mot beslutet.

Beslutsunderlag
Tjänsteskrivelse den 2 februari 2024
Kalkyl för sporthallen, januari 2024

Expedieras till
Tekniska nämnden
Ekonomiavdelningen

§ 21 Försäljning av Lillgården
Dnr KS 2024/2

Jäv
Anna Lind (S) anmäler jäv, då hon hyr gården. Dan Åker (V) tjänstgör som ordförande.

Beslut
Lillgården säljs till Bråta Hembygdsförening.

§ 22 Val till valnämnden
Dnr KS 2024/3

Beslut
1. Till ledamöter i valnämnden utses Gun Falk (S), Hans Dal (M) och Ida Sten (C).
2. Till ersättare i valnämnden efter Jan Ytter (S) utses Kim Vik (S).

§ 23 Översyn av taxor
Dnr KS 2024/4

Omröstning
Med 3 ja-röster mot 2 nej-röster antas taxorna.
Nej: Bo Ek (M)

Beslut
Taxorna antas.
"""
MEMO = """ÄNGSÖ KOMMUN
Kommunstyrelsen

TJÄNSTESKRIVELSE
Datum 2024-02-02
Dnr KS 2024/9

Trygghetsrådet i Bråta

Ärendet
I trygghetsrådet i Bråta ingår polisen, räddningstjänsten, skolornas rektorer och bostads- och fastighetsbolaget.
Rådet leds av kommundirektören och träffas en gång i månaden.

I det regionala rådet ingår länsstyrelsen och regionen. Där ingår också domstolen och åklagaren.

Bedömning
Hundar får inte vistas på badplatserna Norra sand, Lillviken och Ekudden under sommaren.
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory, read: Read) -> Iterator[Catalogue]:
    """Return a catalogue of a council's minutes and a memo."""
    opened = open_sqlite(tmp_path_factory.mktemp("listor") / "catalogue.sqlite")
    for text in (COUNCIL, MEMO):
        document = read(text)
        opened.add(document, f"{document.id}.txt", chunking.passages(document))
        opened.set_ready(document.id)
        opened.put_place(Place(f"/arkiv/{document.id}.txt", f"{document.id}.txt", 1, 1, document.id))
    yield opened
    opened.close()


def hits(catalogue: Catalogue, *first: str) -> list[Ranked]:
    """Return every passage, those with the § or words of `first` before the others."""
    found = catalogue.find([passage.id for passage in catalogue.passages()])
    found.sort(key=lambda one: not any(words in (one.passage.paragraph or "", one.passage.heading) for words in first))
    return [Ranked(one, 1.0 - 0.01 * rank) for rank, one in enumerate(found)]


def answered(catalogue: Catalogue, question: str, *first: str, **fields: object) -> Answer | None:
    """Return the answer to `question`, each of its quotes found in the catalogue's text at its place."""
    answer = listing.members(Interpretation(question, question, **fields), hits(catalogue, *first), catalogue)
    for statement in answer.statements if answer else ():
        assert statement.quotes
        for quote in statement.quotes:
            assert catalogue.slice(quote.found.entry.id, quote.start, quote.end) == quote.text
    return answer


MEETING = Scope(committee=("Kommunfullmäktige",), date_from=dt.date(2024, 3, 18), date_to=dt.date(2024, 3, 18))


@pytest.mark.parametrize(
    ("question", "paragraph", "members"),
    [
        ("vilka röstade nej till sporthallen i Bråta?", "§ 20", "Bo Ek (M), Cilla Ro (SD)"),
        ("Who voted no to the sports hall?", "§ 20", "Bo Ek (M), Cilla Ro (SD)"),
        ("vilka röstade ja till sporthallen", "§ 20", "Anna Lind (S), Dan Åker (V)"),
        ("vem avstod i omröstningen om sporthallen", "§ 20", "Eva Holm (C)"),
        ("vem la ner sin röst om sporthallen", "§ 20", "Eva Holm (C)"),
        ("vilka sverigedemokrater röstade nej till sporthallen", "§ 20", "Cilla Ro (SD)"),
        ("vilka partier röstade nej till sporthallen", "§ 20", "M, SD"),
        ("vilka yrkade avslag på sporthallen", "§ 20", "Bo Ek (M), Cilla Ro (SD), Eva Holm (C)"),
        ("vem yrkade bifall om sporthallen", "§ 20", "Anna Lind (S), Dan Åker (V)"),
        ("vilka reserverade sig mot sporthallen?", "§ 20", "Bo Ek (M), Cilla Ro (SD)"),
        ("vilka partier reserverade sig mot sporthallen?", "§ 20", "M, SD"),
        ("vem var jävig när Lillgården såldes", "§ 21", "Anna Lind (S)"),
        ("jäv försäljning lillgården", "§ 21", "Anna Lind (S)"),
        ("vilka valdes till ledamöter i valnämnden", "§ 22", "Gun Falk (S), Hans Dal (M), Ida Sten (C)"),
        ("vem utsågs till ersättare i valnämnden efter Jan Ytter", "§ 22", "Kim Vik (S)"),
        ("vilka handlingar var underlag för beslutet om sporthallen", "§ 20",
         "Tjänsteskrivelse den 2 februari 2024, Kalkyl för sporthallen, januari 2024"),
        ("till vilka expedieras beslutet om sporthallen", "§ 20", "Tekniska nämnden, Ekonomiavdelningen"),
        ("vilka ingår i trygghetsrådet i Bråta?", "Ärendet",
         "polisen, räddningstjänsten, skolornas rektorer, bostads- och fastighetsbolaget"),
        ("vilka sitter i det regionala rådet", "Ärendet", "länsstyrelsen, regionen, domstolen, åklagaren"),
        ("på vilka badplatser får hundar inte vistas", "Bedömning", "Norra sand, Lillviken, Ekudden"),
    ],
)  # fmt: skip
def test_every_member_and_nobody_else(catalogue: Catalogue, question: str, paragraph: str, members: str) -> None:
    answer = answered(catalogue, question, paragraph)
    assert answer is not None
    assert answer.kind is AnswerKind.LIST
    assert answer.short == members
    shown = " ".join(" ".join(quote.text.split()) for statement in answer.statements for quote in statement.quotes)
    if "partier" not in question:
        assert all(member in shown for member in members.split(", "))


def test_a_list_is_cut_to_those_in_it(catalogue: Catalogue) -> None:
    answer = answered(catalogue, "vilka röstade nej till sporthallen i Bråta?", "§ 20")
    assert answer is not None
    assert [statement.text for statement in answer.statements] == ["Bo Ek (M), Cilla Ro (SD)"]


def test_a_question_of_who_came_instead_has_the_sentence_that_says_it(catalogue: Catalogue) -> None:
    answer = answered(catalogue, "vem anmälde jäv om Lillgården och vem tjänstgjorde i stället?", "§ 21")
    assert answer is not None
    assert answer.short == "Anna Lind (S)"
    assert answer.statements[0].text == (
        "Anna Lind (S) anmäler jäv, då hon hyr gården. Dan Åker (V) tjänstgör som ordförande."
    )


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("vilka var frånvarande på mötet?", "Finn Berg (L)"),
        ("vem kom sent till mötet", "Eva Holm (C)"),
        ("vilka var närvarande vid sammanträdet",
         "Anna Lind (S), Bo Ek (M), Cilla Ro (SD), Dan Åker (V), Eva Holm (C)"),
    ],
)  # fmt: skip
def test_who_was_there_is_told_of_the_meeting_that_is_named(catalogue: Catalogue, question: str, members: str) -> None:
    answer = answered(catalogue, question, within=MEETING)
    assert answer is not None
    assert answer.short == members
    assert answered(catalogue, question) is None


def test_the_one_vote_of_the_meeting_that_is_named_is_meant_whatever_it_is_called(catalogue: Catalogue) -> None:
    question = "vem avstod i idrottsfrågan?"
    assert answered(catalogue, question, "§ 20") is None
    answer = answered(catalogue, question, "§ 20", within=MEETING)
    assert answer is not None
    assert answer.short == "Eva Holm (C)"


def test_the_body_that_is_named_is_no_word_of_what_it_is_about(catalogue: Catalogue) -> None:
    question = "vilka röstade nej i kommunfullmäktige om sporthallen"
    start = question.index("kommunfullmäktige")
    reading = Reading(ReadingKind.COMMITTEE, "Kommunfullmäktige", "Kommunfullmäktige", start, start + 17)
    answer = answered(catalogue, question, "§ 20", readings=(reading,), within=Scope(committee=("Kommunfullmäktige",)))
    assert answer is not None
    assert answer.short == "Bo Ek (M), Cilla Ro (SD)"


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("vilka röstade nej till taxorna?", "§ 23"),  # one name to a tally of two
        ("vilka röstade nej till simhallen i Norrby", "§ 20"),  # another hall
        ("vem yrkade återremiss om sporthallen", "§ 20"),
        ("vem yrkade på sporthallen", "§ 20"),  # what for?
        ("varför reserverade sig Bo Ek mot sporthallen?", "§ 20"),
        ("hur röstade Bo Ek om sporthallen", "§ 20"),
        ("när byggs sporthallen", "§ 20"),
        ("vad kostar sporthallen?", "§ 20"),
        ("vem utsågs till ordförande i valnämnden", "§ 22"),
        ("vilka ingår i pensionärsrådet?", "Ärendet"),
        ("vilka reserverade sig mot försäljningen av Lillgården", "§ 21"),
        ("", "§ 20"),
    ],
)
def test_what_is_not_surely_the_list_is_none(catalogue: Catalogue, question: str, paragraph: str) -> None:
    assert answered(catalogue, question, paragraph) is None


def test_no_hits_no_list(catalogue: Catalogue) -> None:
    question = "vilka röstade nej till sporthallen?"
    assert listing.members(Interpretation(question, question), [], catalogue) is None


def test_what_is_named_is_read_and_nothing_else(catalogue: Catalogue) -> None:
    question = "vilka röstade nej i § 20"
    found = [Ranked(hit.found, 1.0, hit.found.passage.paragraph == "§ 20") for hit in hits(catalogue, "§ 22")]
    answer = listing.members(Interpretation(question, question, paragraphs=("§ 20",)), found, catalogue)
    assert answer is not None
    assert answer.short == "Bo Ek (M), Cilla Ro (SD)"


@given(st.text(max_size=80))
def test_any_question_gives_quotes_that_stand_or_none(catalogue: Catalogue, words: str) -> None:
    for question in (words, f"vilka röstade nej till {words}", f"vilka ingår i {words}"):
        answered(catalogue, question, "§ 20")

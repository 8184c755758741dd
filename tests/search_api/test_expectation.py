"""What a question asks for, told from questions written here, and whether a sentence has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import PartName
from search_api.answering.reading import expectation
from search_api.answering.reading.expectation import Aim, Thing

QUESTIONS = [
    # Facts, each by the thing asked for.
    ("Hur mycket kostar den nya brandbilen?", Aim.FACT, {Thing.MONEY}),
    ("Vad kostar en kolonilott?", Aim.FACT, {Thing.MONEY}),
    ("Hur stort bidrag får Lindsala ridklubb?", Aim.FACT, {Thing.MONEY}),
    ("Hur hög är avgiften för slamtömning?", Aim.FACT, {Thing.MONEY}),
    ("Hur mycket anslogs till ridstigen?", Aim.FACT, {Thing.MONEY}),
    ("Hur mycket avsatte nämnden för lekplatser?", Aim.FACT, {Thing.MONEY}),
    ("Hur mycket fick hembygdsföreningen?", Aim.FACT, {Thing.MONEY}),
    ("How much did the new bridge cost?", Aim.FACT, {Thing.MONEY}),
    ("Hur många platser har äldreboendet Solgläntan?", Aim.FACT, {Thing.NUMBER}),
    ("How many apartments are planned in Sandviken?", Aim.FACT, {Thing.NUMBER}),
    ("Hur lång är den nya kajen?", Aim.FACT, {Thing.NUMBER}),
    ("Hur stor andel av eleverna åker skolskjuts?", Aim.FACT, {Thing.SHARE}),
    ("Hur många procent av tomterna är sålda?", Aim.FACT, {Thing.SHARE}),
    ("När öppnar simhallen?", Aim.FACT, {Thing.DATE}),
    ("Vilket datum stängs bron för trafik?", Aim.FACT, {Thing.DATE}),
    ("When does the library open?", Aim.FACT, {Thing.DATE}),
    ("Hur länge gäller arrendet på Holmen?", Aim.FACT, {Thing.DURATION}),
    ("How long is the lease?", Aim.FACT, {Thing.DURATION, Thing.NUMBER}),  # years, or metres
    ("Vem är ordförande i valnämnden?", Aim.FACT, {Thing.PERSON}),
    ("Who chairs the election committee?", Aim.FACT, {Thing.PERSON}),
    ("Vem ansvarar för badplatserna?", Aim.FACT, {Thing.ACTOR}),
    ("Vilket byggföretag fick uppdraget att bygga kajen?", Aim.FACT, {Thing.COMPANY}),
    ("Which company built the quay?", Aim.FACT, {Thing.COMPANY}),
    ("Hur föll rösterna om vindkraften?", Aim.FACT, {Thing.TALLY}),
    ("I vilken stadsdel ligger den nya återvinningscentralen?", Aim.FACT, set()),
    # The other aims.
    ("Vad beslutade nämnden om gästhamnen?", Aim.DECISION, set()),
    ("Hur gick det med motionen om cykelbanor?", Aim.DECISION, set()),
    ("What did the council decide about the marina?", Aim.DECISION, set()),
    ("Får hundar vara på badplatsen?", Aim.YES_NO, set()),
    ("Finns det en simhall i Åvika?", Aim.YES_NO, set()),
    ("Is the school closing?", Aim.YES_NO, set()),
    ("Varför stängdes biblioteket i Norrby?", Aim.REASON, {Thing.REASON}),
    ("Av vilka skäl avslogs ansökan?", Aim.REASON, {Thing.REASON}),
    ("Why was the school closed?", Aim.REASON, {Thing.REASON}),
    ("Vilka deltog i mötet?", Aim.LIST, set()),
    ("Vilka partier reserverade sig mot budgeten?", Aim.LIST, {Thing.PARTY}),
    ("Which streets will be resurfaced?", Aim.LIST, set()),
    ("Vilket diarienummer har ärendet om kajen?", Aim.REFERENCE, set()),
    ("Vilken paragraf gäller försäljningen av Lillgården?", Aim.REFERENCE, set()),
    ("What is the case number of the quay?", Aim.REFERENCE, set()),
    ("Hur har ärendet om kajen behandlats?", Aim.COURSE, set()),
    ("Följ ärendet om simhallen från början", Aim.COURSE, set()),
    ("Vad har hänt med kajen sedan 2019?", Aim.COURSE, set()),
]


@pytest.mark.parametrize(("question", "aim", "things"), QUESTIONS, ids=[question for question, *_ in QUESTIONS])
def test_what_a_question_asks_for(question: str, aim: Aim, things: set[Thing]) -> None:
    expected = expectation.expect(question)
    assert (expected.aim, expected.things) == (aim, things)


@pytest.mark.parametrize("question", ["Var ligger återvinningscentralen?", "Var byggs den nya förskolan?"])
@pytest.mark.xfail(strict=True, reason="”var” that begins a question is read as ”was”: yes or no, and never a place")
def test_where_is_no_yes_or_no(question: str) -> None:
    assert expectation.expect(question).aim is Aim.FACT


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("Hur många båtplatser har hamnen?", "båtplatser"),
        ("Hur många nya förskolor byggs?", "förskolor"),
        ("Ange antal årsarbetare i hemtjänsten", "årsarbetare"),
        ("How many schools are there?", None),  # a word in English is not in the papers
        ("Hur många procent är sålda?", None),
        ("Vad kostar båtplatserna?", None),
    ],
)
def test_what_a_number_is_to_be_a_number_of(question: str, counted: str | None) -> None:
    assert expectation.expect(question).counted == counted


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Vad beslutade nämnden?", PartName.DECISION),
        ("Vem yrkade avslag?", PartName.MOTIONS),
        ("Varför reserverade sig någon?", PartName.RESERVATION),
        ("Av vilket skäl höjs taxan?", PartName.ASSESSMENT),
        ("Hur röstade ledamöterna?", PartName.VOTE),
        ("Vem anmälde jäv?", PartName.CONFLICT),
        ("Vilka var närvarande?", PartName.ATTENDANCE),
    ],
)
def test_where_such_an_answer_stands(question: str, part: PartName) -> None:
    assert part in expectation.expect(question).parts


def test_what_asks_for_no_part_has_none() -> None:
    assert expectation.expect("Var ligger kajen?").parts == frozenset()


# What a sentence has

HOLDS = {
    Thing.MONEY: (
        "Kajen kostar 350 kronor.", "Nämnden anslår 6,4 miljoner kronor.", "Bidraget är 14 007 kr.",
        "Taxan höjs till 4\u00a0850 kr per säsong.", "Ramen är 12 mnkr.", "Inträdet är avgiftsfritt.",
        "Vitet bestäms till 150 000.",
    ),
    Thing.NUMBER: ("Hamnen har 212 båtplatser.", "Elva elever åker färja.", "1. Tre bilar hyrs."),
    Thing.SHARE: ("Andelen är 12 %.", "Var femte, 20 procent, svarade.", "Hälften av tomterna är sålda.",
                  "Skattesatsen är 21:64."),
    Thing.DATE: ("Bron stängs den 3 maj.", "Avtalet gäller från 2024-05-01.", "Hallen öppnar hösten 2025.",
                 "Mötet börjar kl. 18.00.", "Svar lämnas senast 15/4."),
    Thing.DURATION: ("Arrendet löper på fem år.", "Bygget tar 18 månader.", "Avtalet gäller tills vidare."),
    Thing.PERSON: ("Anna-Karin Lind (S) väljs.", "Ordförande är Bo Ek.", "A. Lind (MP) yrkar bifall."),
    Thing.ACTOR: ("Tekniska nämnden ansvarar.", "Polisen leder rådet.", "Kanalbolaget sköter slussen."),
    Thing.COMPANY: ("Kajverket AB vann upphandlingen.", "Avtal tecknas med Holms Entreprenad."),
    Thing.TALLY: ("Med 27 ja mot 22 nej antas planen.", "Förslaget antas med 7 röster.", "Ja: 31, Nej: 18"),
    Thing.REASON: ("Skolan stängs eftersom elevantalet minskar.", "Taxan höjs på grund av ökade kostnader."),
    Thing.PARTY: ("Moderaterna reserverar sig.", "Bo Ek (M) yrkar avslag.", "Sjövikspartiet avstår."),
}  # fmt: skip
LACKS = {
    Thing.MONEY: (
        "Kajen är 350 meter.", "Se § 14 007.", "Mötet den 14 maj 2024 är öppet.", "Dnr KS 2024/350 avslutas.",
        "Krukor köps in.", "Tolv kroppkakor serverades.",
    ),
    Thing.NUMBER: (
        "Se § 12.", "Mötet hölls den 14 maj 2024.", "Beslutat 2024-05-14.", "Handling nr 14.", "1. Planen antas.",
        "Budgeten för 2025 antas.", "Hamnen har båtplatser.", "Bidrag för fotboll.",
    ),
    Thing.SHARE: ("Arton tomter är sålda.", "Se § 20.", "Procenten är okänd."),
    Thing.DATE: ("Bron stängs.", "Kajen är 350 meter.", "Se § 12."),
    Thing.DURATION: ("Arrendet löper på.", "Elva elever åker färja.", "Dagen efter stängs bron."),
    Thing.PERSON: ("Nämnden beslutar.", "Kajen i Sandviken rustas.", "ÄNGSÖ KOMMUN"),
    Thing.ACTOR: ("Kajen rustas.", "Taxan höjs till 350 kronor."),
    Thing.COMPANY: ("Kajverket AB har sitt säte i Lund.", "Nämnden tecknar avtal.", "Planen vann laga kraft."),
    Thing.TALLY: ("Nämnden beslutar enligt förslaget.", "Omröstning begärs.", "Tolv ledamöter var närvarande."),
    Thing.REASON: ("Skolan stängs i juni.", "Taxan höjs till 350 kronor."),
    Thing.PARTY: ("Nämnden beslutar.", "Kajen rustas.", "Se bilaga A."),
}  # fmt: skip


@pytest.mark.parametrize(("thing", "sentence"), [(thing, one) for thing, told in HOLDS.items() for one in told])
def test_a_sentence_that_has_the_thing(thing: Thing, sentence: str) -> None:
    assert expectation.has(thing, sentence)


@pytest.mark.parametrize(("thing", "sentence"), [(thing, one) for thing, told in LACKS.items() for one in told])
def test_a_sentence_that_lacks_the_thing(thing: Thing, sentence: str) -> None:
    assert not expectation.has(thing, sentence)


def test_every_thing_has_examples_for_and_against() -> None:
    assert HOLDS.keys() == LACKS.keys() == set(Thing)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """A thing is never in nothing; whatever is asked has an aim, and asks for no name where an actor is asked for."""
    expected = expectation.expect(text)
    assert expected.aim in Aim
    assert not {Thing.ACTOR, Thing.PERSON} <= expected.things
    for thing in Thing:
        expectation.has(thing, text)
        assert not expectation.has(thing, "")


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([" ", "\u00a0"]))
def test_a_grouped_sum_is_money_and_a_paragraph_is_not(thousands: int, rest: int, space: str) -> None:
    """ "14 007" is a sum without its kronor; after "§" it is none."""
    written = f"{thousands}{space}{rest:03}"
    assert expectation.has(Thing.MONEY, f"Vitet är {written}.")
    assert not expectation.has(Thing.MONEY, f"Se § {written}.")

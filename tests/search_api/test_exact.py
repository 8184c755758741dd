"""What a question names to the letter: that place first, in any spelling; phrases and left-out words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.query import Interpretation
from search_api.retrieval import exact
from tests.search_api.conftest import Service, minutes
from tests.search_api.passages import passage

HOME, COUNCIL, TN = "Sjövalla kommun", "Kommunfullmäktige", "Tekniska nämnden"
# The word for what is asked about stands most in § that are not named.
MARCH = minutes(
    HOME, COUNCIL, "2023-03-20",
    ("§ 25", "KS 2023/118", "Detaljplan för Norrudden", "Handling 2023 nr 149.\n\nBeslut\nDetaljplanen antas."),
    ("§ 26", "KS 2023/119", "Bad i Norrudden", "Handling 2023 nr 14.\n\nBeslut\nNorruddens bad rustas upp."),
    ("§ 27", "KS 2023/120", "Norruddens udde", "Beslut\nHandling 2023 nr 149 läggs till grund för Norruddens plan."),
)  # fmt: skip
APRIL = minutes(
    HOME, COUNCIL, "2023-04-24",
    ("§ 25", "KS 2023/200", "Detaljplan för Norrudden och detaljplan för Söderudden",
     "Handling 2022 nr 149.\n\nBeslut\nDetaljplanen för Norrudden återremitteras."),
)  # fmt: skip
BOARD = minutes(
    HOME, TN, "2023-03-20",
    ("§ 25", "TN 2023/118", "Detaljplan och vatten", "Beslut\nLedningarna enligt detaljplanen läggs om."),
)  # fmt: skip
PAPERS = {"kf-mars.txt": MARCH, "kf-april.txt": APRIL, "tn-mars.txt": BOARD}


@pytest.fixture(scope="module")
def town(start_service) -> Service:
    """Return a service over the papers of a town."""
    with start_service() as running:
        job = running.upload(*[(name, text.encode()) for name, text in PAPERS.items()])
        assert {outcome["message"] for outcome in job["outcomes"]} == {""}
        yield running


def first(town: Service, query: str, **fields: object) -> tuple[str, str, bool]:
    """Return the paper, § and `exact` of the first hit."""
    hit = town.search(query, **fields)["hits"][0]
    return hit["source"], hit["paragraph"], hit["exact"]


@pytest.mark.parametrize(
    "query",
    [
        "KS 2023/119", "ks 2023/119", "KS2023/119", "KS-2023-119", "KS 2023-00119", "dnr KS 2023:119", "ks23/119",
        "vad hände i ärende KS 2023/119 om detaljplan?", "detaljplan Norrudden diarienummer ks 2023 119",
    ],
)  # fmt: skip
def test_a_diarienummer_in_any_spelling_is_first(town: Service, query: str) -> None:
    assert first(town, query) == ("kf-mars.txt", "§ 26", True)


@pytest.mark.parametrize(
    "query",
    [
        "§ 26 den 20 mars 2023", "§26 2023-03-20", "paragraf 26, 20 mars 2023", "20/3 2023 par. 26",
        "detaljplan Norrudden 2023-03-20 § 26",
    ],
)  # fmt: skip
def test_a_paragraph_of_a_day_is_first(town: Service, query: str) -> None:
    assert first(town, query) == ("kf-mars.txt", "§ 26", True)


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ("tekniska nämnden § 25 2023-03-20", "tn-mars.txt"),
        ("kommunfullmäktige § 25 2023-03-20", "kf-mars.txt"),
        ("kommunfullmäktige § 25 2023-04-24", "kf-april.txt"),
    ],
)
def test_a_paragraph_is_the_named_body_s(town: Service, query: str, source: str) -> None:
    assert first(town, query) == (source, "§ 25", True)


@pytest.mark.parametrize(
    "query",
    [
        "handling 2023 nr 149", "Handling 2023 nummer 149", "handling nr 149 från 2023", "handlingen 149/2023",
        "vad står i handling 2023:149?", "detaljplan Söderudden, handling 2023 nr 149",
    ],
)  # fmt: skip
def test_a_numbered_paper_is_first_and_those_of_other_numbers_are_not(town: Service, query: str) -> None:
    hits = town.search(query)["hits"]
    assert {hit["paragraph"] for hit in hits[:2]} == {"§ 25", "§ 27"}
    assert {hit["source"] for hit in hits[:2]} == {"kf-mars.txt"}
    assert [hit["exact"] for hit in hits] == [True, True, *[False] * (len(hits) - 2)]


def test_a_paragraph_of_a_case_is_the_narrowest(town: Service) -> None:
    hits = town.search("§ 25 KS 2023/200")["hits"]
    assert (hits[0]["source"], hits[0]["paragraph"]) == ("kf-april.txt", "§ 25")


def test_a_paragraph_alone_names_nothing(town: Service) -> None:
    """Each meeting has its § 25."""
    assert not any(hit["exact"] for hit in town.search("§ 25 detaljplan")["hits"])


def test_a_place_that_is_not_there_makes_nothing_exact(town: Service) -> None:
    for query in ("§ 99 den 20 mars 2023", "KS 2019/999 detaljplan", "handling 2019 nr 3 om detaljplan"):
        assert not any(hit["exact"] for hit in town.search(query)["hits"])


def test_a_filter_holds_for_what_is_named_too(town: Service) -> None:
    hits = town.search("KS 2023/119", filters={"committee": [TN]})["hits"]
    assert {hit["source"] for hit in hits} == {"tn-mars.txt"}
    assert not any(hit["exact"] for hit in hits)


def test_a_reading_taken_away_names_nothing(town: Service) -> None:
    hits = town.search("dnr KS 2023/119", ignore=["case_number:KS 2023/119"])["hits"]
    assert not any(hit["exact"] for hit in hits)


# Phrases and words left out


def allows(text: str, *, phrases: tuple[str, ...] = (), excluded: tuple[str, ...] = ()) -> bool:
    """Whether a passage of `text` under the heading "§ 21 Ny brygga i Sandviken" may be a hit."""
    read = Interpretation("fråga", "fråga", phrases=phrases, excluded=excluded)
    return exact.allows(read, passage(text))


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [
        ((), True),
        (("fast förbindelse",), True),
        (("FAST Förbindelse",), True),
        (("en fast",), True),  # over a line
        (("förbindelse fast",), False),
        (("fasta förbindelser",), False),  # as it stands
        (("brygga i Sandviken",), True),  # in the heading
        (("fast förbindelse", "brygga"), True),
        (("fast förbindelse", "bro"), False),  # all of them
    ],
)
def test_a_phrase_must_stand(phrases: tuple[str, ...], expected: bool) -> None:
    assert allows("Till holmen byggs en\nfast  förbindelse.", phrases=phrases) is expected


@pytest.mark.parametrize(
    ("excluded", "expected"),
    [
        (("skola",), False),  # in whatever form
        (("förskola",), True),
        (("sandviken",), False),  # in the heading
        (("simhall",), True),
        (("simhall", "skola"), False),  # any of them
    ],
)
def test_a_word_left_out_must_not(excluded: tuple[str, ...], expected: bool) -> None:
    assert allows("Skolorna rustas upp.", excluded=excluded) is expected


def test_a_compound_is_left_out_by_its_part_and_not_by_another_s() -> None:
    """As it would be found by "hall"; an "idrottsplats" is no "idrottshall", though both have "idrott"."""
    assert not allows("En idrottshall byggs.", excluded=("hall",))
    assert allows("En idrottshall byggs.", excluded=("idrottsplats",))


def test_words_in_quotes_are_left_out_together() -> None:
    phrase = ("fast förbindelse",)
    assert not allows("En fast\nförbindelse byggs.", excluded=phrase)
    assert allows("Fast ränta gäller, och en förbindelse undertecknas.", excluded=phrase)


@given(st.text("abcÅÄÖåäö §0123456789.,\n", min_size=1, max_size=60).filter(str.strip), st.data())
def test_a_stretch_of_the_text_is_a_phrase_that_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    phrase = text[start : data.draw(st.integers(start + 1, len(text)))].strip()
    assert allows(text, phrases=(phrase,))

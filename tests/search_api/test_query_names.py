"""Bodies, organisations and kinds of paper as people call them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index import Index
from search_api.query import kinds
from search_api.query.accents import fold
from search_api.query.bodies import Bodies
from search_api.query.municipalities import MUNICIPALITIES, REGIONS, WORDS
from search_api.query.organisations import Organisations
from search_api.query.vocabulary import LEAST_SHARED, Vocabulary, Words

BODIES = Bodies(
    [
        "Kommunfullmäktige", "Kommunstyrelsen", "Kommunstyrelsens arbetsutskott", "Socialnämnden",
        "Socialnämndens arbetsutskott", "Barn- och utbildningsnämnden", "Nämnden för funktionsstöd", "Tekniska nämnden",
        "Kultur- och bildningsnämnden", "Strategiska brottsförebyggande rådet", "Regionfullmäktige",
        "Hälso- och sjukvårdsnämnden",
    ]
)  # fmt: skip
AREAS = Bodies(["Socialnämnden Nordost", "Socialnämnden Sydväst"])
ORGANISATIONS = Organisations(["Storviks kommun", "Göteborgs Stad", "Region Kalmar län", "Kalmar kommun"])


def bodies(question: str) -> list[str]:
    """Return the bodies that `question` names."""
    return [reading.value for reading in BODIES.find(question)]


def organisations(question: str) -> list[str]:
    """Return the organisations that `question` names, others than the archive's marked with a minus."""
    found = ORGANISATIONS.find(question)
    return [one.value if one.value in ORGANISATIONS.names else f"-{one.value}" for one in found]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("vad sa kommunfullmäktige om badet", ["Kommunfullmäktige"]),
        ("Kommunfullmäktiges beslut", ["Kommunfullmäktige"]),
        ("fullmäktige om badet", ["Kommunfullmäktige", "Regionfullmäktige"]),
        ("i socialnämnd", ["Socialnämnden"]),
        ("socialnämndens beslut", ["Socialnämnden"]),
        ("socialnämndens arbetsutskott", ["Socialnämndens arbetsutskott"]),
        ("arbetsutskottet", ["Kommunstyrelsens arbetsutskott", "Socialnämndens arbetsutskott"]),
        ("tekniska nämndens arbetsutskott", ["Tekniska nämnden"]),  # it has none: not anyone else's
        ("barn- och utbildningsnämndens möte", ["Barn- och utbildningsnämnden"]),
        ("barn och utbildningsnämnden", ["Barn- och utbildningsnämnden"]),
        ("utbildningsnämnden", ["Barn- och utbildningsnämnden"]),
        ("nämnden för funktionsstöd", ["Nämnden för funktionsstöd"]),
        ("funktionsstödsnämnden", ["Nämnden för funktionsstöd"]),
        ("Tekniska nämndens kallelse", ["Tekniska nämnden"]),
        ("brottsförebyggande rådet", ["Strategiska brottsförebyggande rådet"]),
        ("KS", ["Kommunstyrelsen"]),
        ("vad sa kf i maj", ["Kommunfullmäktige"]),
        ("ks §168", ["Kommunstyrelsen"]),
        ("SON och BUN", ["Socialnämnden", "Barn- och utbildningsnämnden"]),
        ("KBN om bokbåten", ["Kultur- och bildningsnämnden"]),
        ("HSN", ["Hälso- och sjukvårdsnämnden"]),
        ("KSAU", ["Kommunstyrelsens arbetsutskott"]),
        ("ks au", ["Kommunstyrelsens arbetsutskott"]),
        ("SN AU § 4", ["Socialnämndens arbetsutskott"]),
        ("AU i mars", ["Kommunstyrelsens arbetsutskott", "Socialnämndens arbetsutskott"]),
        ("the city council", ["Kommunfullmäktige"]),
        ("the council", ["Kommunfullmäktige", "Regionfullmäktige"]),
        ("the municipal executive board", ["Kommunstyrelsen"]),
        ("the social committee", ["Socialnämnden"]),
        ("the social welfare committee", ["Socialnämnden"]),
        ("the children and education committee", ["Barn- och utbildningsnämnden"]),
        ("the health and medical care committee", ["Hälso- och sjukvårdsnämnden"]),
        ("the technical committee", ["Tekniska nämnden"]),
        # what is no body, or none of the archive's
        ("vad är min son skyldig", []),
        ("nämnden", []),
        ("rådet", []),
        ("kulturskolan och tekniska prylar", []),
        ("miljönämnden", []),
        ("the archipelago council", []),
        ("the parking committee", []),
    ],
)
def test_bodies_by_all_their_names(question: str, names: list[str]) -> None:
    assert bodies(question) == names


def test_a_body_of_several_areas_is_all_of_them_or_the_one() -> None:
    assert [one.value for one in AREAS.find("socialnämnden")] == ["Socialnämnden Nordost", "Socialnämnden Sydväst"]
    assert [one.value for one in AREAS.find("Socialnämnd Sydväst")] == ["Socialnämnden Sydväst"]
    assert list(AREAS.find("gatan i Sydväst")) == []


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("badet i Storvik", ["Storviks kommun"]),
        ("storviks beslut", ["Storviks kommun"]),
        ("Storviks kommuns beslut", ["Storviks kommun"]),
        ("vad kostar det i göteborg", ["Göteborgs Stad"]),
        ("Göteborgs Stads resultat", ["Göteborgs Stad"]),
        ("Gothenburg's council", ["Göteborgs Stad"]),
        ("bussarna i Kalmar", ["Region Kalmar län", "Kalmar kommun"]),
        ("Kalmar kommun", ["Kalmar kommun"]),
        ("Region Kalmar län", ["Region Kalmar län"]),
        ("avtalet med Storvik", []),
        ("storviksborna", []),
        # those that act and of whom nothing is held
        ("kommunfullmäktige i Mölndal om pannan", ["-Mölndal"]),
        ("Mölndals kommunfullmäktige", ["-Mölndal"]),
        ("vad har Kiruna kommun beslutat?", ["-Kiruna"]),
        ("vad beslutade mölndal om badet", ["-Mölndal"]),
        ("vad beslutade Region Skåne?", ["-Region Skåne"]),
        ("protokoll i Marks kommun", ["-Mark"]),
        ("beslut av Lunda kommun", ["-Lunda kommun"]),
        # places, words and surnames
        ("tåget till Mölndal", []),
        ("badet i Mölndal", []),
        ("avtalet med Kiruna kommun", []),
        ("vara kommun till lags", []),
        ("mark kommunen äger", []),
        ("yttrade sig Karin Lund i frågan", []),
        ("Anna Berg beslutade", []),
        ("varje kommun och alla städer", []),
        ("Vilken kommun beslutade?", []),
    ],
)
def test_organisations_that_act(question: str, names: list[str]) -> None:
    assert organisations(question) == names


def test_an_archive_that_does_not_say_whose_it_is_lacks_nobody() -> None:
    assert list(Organisations([]).find("kommunfullmäktige i Mölndal och Kiruna kommun")) == []


def test_what_is_not_held_says_so() -> None:
    [reading] = ORGANISATIONS.find("kommunfullmäktige i Mölndal")
    assert reading.label == "Mölndal (finns inte i arkivet)"


def test_all_municipalities_and_regions() -> None:
    assert len(set(MUNICIPALITIES)) == len(MUNICIPALITIES) == 290
    assert len(set(REGIONS)) == 21
    assert {name.casefold() for name in MUNICIPALITIES} >= WORDS


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("protokoll från socialnämnden", ["protokoll"]),
        ("vem justerade protokollet från mars", ["protokoll"]),
        ("kf-protokollet 7/12 2023", ["protokoll"]),
        ("visa tjänsteskrivelser om hemtjänst", ["tjänsteskrivelse"]),
        ("vad står i tjänsteskrivelsen om badet", ["tjänsteskrivelse"]),
        ("motioner om cykelbanor", ["motion"]),
        ("visa alla motioner från 2023", ["motion"]),
        ("the minutes of the meeting", ["protokoll"]),
        ("motionen om cykelbanor", []),
        ("vilka motioner bifölls 2023", []),
        ("reservationen fogades till protokollet", []),
        ("how many minutes does it take", []),
        ("visa kallelsen", []),  # the archive has none
        ("protokollsanteckningar", []),
    ],
)
def test_kinds_that_are_asked_for(question: str, values: list[str]) -> None:
    held = {"protokoll", "tjänsteskrivelse", "motion"}
    assert [reading.value for reading in kinds.find(question, held)] == values


@given(st.text())
def test_any_text_has_its_names_within_it(text: str) -> None:
    for reading in (*BODIES.find(text), *ORGANISATIONS.find(text), *kinds.find(text, {"protokoll", "motion"})):
        assert 0 <= reading.start < reading.end <= len(text)


def test_a_name_that_only_a_files_name_has_is_heard(index: Index, read) -> None:
    """A paper need not say which municipality it is of; a word that is nowhere else is no word to correct by."""
    index.add(read("Kommunstyrelsen\n\n§ 1 Ny bro\n\nBeslut\n\nBron byggs.\n"), "molndal-ks-2013.txt")
    vocabulary = Vocabulary(index.catalogue)
    vocabulary.refresh()
    words = vocabulary.words()
    assert words.hears("mölndal")
    assert not words.holds("molndal")
    assert not words.hears("pajala")


@given(st.lists(st.text("abå", min_size=3, max_size=7), max_size=8), st.text("abå", min_size=1, max_size=8))
def test_a_name_is_heard_by_its_beginning_or_that_of_a_word(known: list[str], name: str) -> None:
    words = Words(dict.fromkeys(known, 1))
    begins = any(word.startswith(name) for word in known)
    within = any(name.startswith(word) and len(word) >= min(LEAST_SHARED, len(name)) for word in known)
    assert words.hears(name) == (begins or within)
    labelled = Words({"ord": 1}, labels=frozenset(map(fold, known)))
    assert labelled.hears(name) >= words.hears(name)

"""People as papers name them. All persons are invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.swedish import people


def _found(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(person.name, person.party, person.role) for person in people.find(text)]


@pytest.mark.parametrize(
    ("text", "name", "party", "role"),
    [
        ("Anna Ek (S)", "Anna Ek", "S", None),
        ("Anna Ek(S)", "Anna Ek", "S", None),
        ("Anna Ek (s)", "Anna Ek", "S", None),
        ("Anna Ek ( S )", "Anna Ek", "S", None),
        ("Anna Ek, (S)", "Anna Ek", "S", None),
        ("Anna Ek (S), ordförande", "Anna Ek", "S", "ordförande"),
        ("Anna Ek (S) ordf.", "Anna Ek", "S", "ordf."),
        ("Anna Ek (S, ordförande)", "Anna Ek", "S", None),
        ("Anna Ek (S), 2:e vice ordförande, §§ 3-9", "Anna Ek", "S", "2:e vice ordförande"),
        ("Ordförande: Anna Ek (S)", "Anna Ek", "S", "Ordförande"),
        ("Ordförande      Anna Ek (S)", "Anna Ek", "S", "Ordförande"),
        ("förste vice ordföranden Anna Ek (S) svarar", "Anna Ek", "S", "förste vice ordföranden"),
        ("Nämndens ordförande Anna Ek (S) svarar", "Anna Ek", "S", "ordförande"),
        ("Ek, Anna (S)", "Anna Ek", "S", None),
        ("Ek Lund, Anna (S)", "Anna Ek Lund", "S", None),
        ("von Ek, Anna (S)", "Anna von Ek", "S", None),
        ("ANNA EK (S)", "Anna Ek", "S", None),
        ("ANNA-KARIN VON EK (S)", "Anna-Karin von Ek", "S", None),
        ("Anna von der Ek (M)", "Anna von der Ek", "M", None),
        ("Carl af Ek (M)", "Carl af Ek", "M", None),
        ("José de la Cruz (V)", "José de la Cruz", "V", None),
        ("Pat O'Neil (C)", "Pat O'Neil", "C", None),
        ("Anna-Lisa Ek-Öberg (KD)", "Anna-Lisa Ek-Öberg", "KD", None),
        ("Łukasz Żuk (L)", "Łukasz Żuk", "L", None),
        ("Şule Ek Çelik (MP)", "Şule Ek Çelik", "MP", None),
        ("A. B. Ek (MP)", "A. B. Ek", "MP", None),
        ("K-G Ek (MP)", "K-G Ek", "MP", None),
        ("Anna K Ek (MP)", "Anna K Ek", "MP", None),
        ("AnnaSara Ek (C)", "AnnaSara Ek", "C", None),
        ("Anna Ek (SD)", "Anna Ek", "SD", None),
        ("Anna Ek (D)", "Anna Ek", "D", None),
        ("Anna Ek (FV)", "Anna Ek", "FV", None),
        ("Anna Ek (ÖP)", "Anna Ek", "ÖP", None),
        ("Anna Ek (Ängsöpartiet)", "Anna Ek", "Ängsöpartiet", None),
        ("Anna Ek (Demokraterna)", "Anna Ek", "Demokraterna", None),
        ("Anna Ek (-)", "Anna Ek", "-", None),
        ("Anna Ek (opolitisk)", "Anna Ek", "opolitisk", None),
        ("Anna Ek (partiobunden)", "Anna Ek", "partiobunden", None),
        ("Anna Ek (politisk vilde)", "Anna Ek", "politisk vilde", None),
        ("Därför yrkar Anna Ek (S) avslag", "Anna Ek", "S", None),
        ("Även Anna Ek (S) yrkar avslag", "Anna Ek", "S", None),
        ("Ledamoten Anna Ek (S) yrkar avslag", "Anna Ek", "S", "Ledamoten"),
        ("Yttrande av Anna Ek (S)", "Anna Ek", "S", None),
        ("Motion av Anna\nEk (S) om bad", "Anna Ek", "S", None),
        ("Motion av Anna Ek\n(S) om bad", "Anna Ek", "S", None),
    ],
)
def test_one_person(text: str, name: str, party: str, role: str | None) -> None:
    """Given name first and party whichever way a name is written, the role where it stands beside it."""
    assert _found(text) == [(name, party, role)]


@pytest.mark.parametrize(
    "text",
    [
        "Sveriges Kommuner och Regioner (SKR)",
        "Norra Hamnens Bostäder AB (NHB)",
        "Stiftelsen Gamla Kvarnen (SGK)",
        "lagen om stöd och service (LSS)",
        "Lag (2018:218)",
        "Barn- och utbildningsnämnden (BUN)",
        "Enligt (S) är det bra.",
        "S (M)",
        "Moderaterna (M)",
        "European Maritime Agency (EMA)",
        "Stora torget och Norra Hamngatan",
        "",
    ],
)
def test_what_is_nobody(text: str) -> None:
    """Bodies, companies, laws and parties have letters in brackets too."""
    assert _found(text) == []


def test_several_people_in_a_sentence() -> None:
    """Names part at commas and at och; what is cut in two by a line's end stays one."""
    text = (
        "Förste vice ordföranden Ola Lind (V), andre vice ordföranden Margit\nBro (M) och tredje vice ordföranden Eva\n"
        "Sund Andersson (D) svarar."
    )
    assert _found(text) == [
        ("Ola Lind", "V", "Förste vice ordföranden"),
        ("Margit Bro", "M", "andre vice ordföranden"),
        ("Eva Sund Andersson", "D", "tredje vice ordföranden"),
    ]


def test_a_line_of_its_own_ends_the_line_above() -> None:
    """A name does not reach up into the name, the street or the heading above it."""
    assert [name for name, _, _ in _found("Bo Berg\nAnna Ek (S)\nStora Torget\nCia Dahl (M)")] == [
        "Anna Ek",
        "Cia Dahl",
    ]


def test_people_who_share_a_party() -> None:
    """Of "Anna Ek och Bo Berg (båda S)" both are of that party, and neither's words hold it."""
    text = "Bifall: Anna Ek, Bo Berg och Cia von Dahl (alla S) samt Dan Fors (M)"
    assert _found(text) == [
        ("Anna Ek", "S", None),
        ("Bo Berg", "S", None),
        ("Cia von Dahl", "S", None),
        ("Dan Fors", "M", None),
    ]
    assert [text[person.start : person.end] for person in people.find(text)][:2] == ["Anna Ek", "Bo Berg"]


def test_an_office_without_a_party() -> None:
    """The office before a name tells that it is somebody's, party or not."""
    assert _found("Ordföranden Anna Ek frågar om ledamoten Bo Berg får svara.") == [
        ("Anna Ek", None, "Ordföranden"),
        ("Bo Berg", None, "ledamoten"),
    ]


def test_only_within_the_stretch_asked_for() -> None:
    """What stands before or after the stretch is not seen."""
    text = "Anna Ek (S), Bo Berg (M), Cia Dahl (V)"
    assert [person.name for person in people.find(text, 12, 25)] == ["Bo Berg"]


_WORDS = st.sampled_from(
    [
        "Anna",
        "Ek",
        "von",
        "(S)",
        "(M)",
        ",",
        "och",
        "\n",
        "(båda",
        "S)",
        "ordförande",
        "Ek,",
        " ",
        "A.",
        "§",
        "(SKR)",
        "é",
    ]
)


@given(st.lists(_WORDS, max_size=40).map(" ".join) | st.text(max_size=200))
def test_places_hold(text: str) -> None:
    """Each person's words stand at their place, hold each word of the name, and overlap no other's."""
    end = 0
    for person in people.find(text):
        assert person.start >= end
        end = person.end
        written = text[person.start : person.end].casefold()
        assert all(word.casefold() in written for word in person.name.split())
        assert len(person.name.split()) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "A" * 10**6,
        "Anna " * 200_000,
        "(S)" * 300_000,
        "Ek, " * 250_000,
        "a " * 500_000,
        "(" * 10**6,
        "ordförande " * 90_000,
    ],
)
def test_a_long_line_takes_no_time(text: str) -> None:
    """A line of a million characters is read in seconds, whatever it repeats."""
    start = time.process_time()
    list(people.find(text))
    assert time.process_time() - start < 10

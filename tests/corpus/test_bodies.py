"""The names of bodies and organisations in running text, on lines of their own, and by their short names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.swedish import bodies


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ärendet går till socialnämnden och därefter till kommunstyrelsen.", ["Socialnämnden", "Kommunstyrelsen"]),
        ("Yttrande från barn- och\nutbildningsnämnden", ["Barn- och utbildningsnämnden"]),
        ("BYGG- OCH MILJÖNÄMNDENS PROTOKOLL", ["Bygg- och miljönämnden"]),
        ("trafik-, park- och fritidsnämnden samt socialnämnd Sydväst", [
            "Trafik-, park- och fritidsnämnden", "Socialnämnden Sydväst"]),
        ("Skickas till Väster-Lövsta stadsdelsnämnd", ["Väster-Lövsta stadsdelsnämnd"]),
        ("tekniska nämnden och nämnden för övrigt", ["Tekniska nämnden"]),
        ("kommunstyrelsens allmänna utskott", ["Kommunstyrelsens allmänna utskott"]),
        ("Kommunstyrelsens plan- och byggutskott", ["Kommunstyrelsens plan- och byggutskott"]),
        ("kommunfullmäktige i Avika, regionfullmäktige", ["Kommunfullmäktige", "Regionfullmäktige"]),
        # OCR that lost its ä
        ("Socialnimnden och utbildningsndmnden i kommunfullmiktige", [
            "Socialnämnden", "Utbildningsnämnden", "Kommunfullmäktige"]),
        # No bodies, or not of a municipality
        ("Ovannämnda benämnd, nämnden, länsstyrelsen, hyresnämnden, en styrelse och bolagets bankstyrelse", []),
        ("fullmäktige, facknämnderna och facknämnden", []),
    ],
)  # fmt: skip
def test_bodies_in_running_text(text: str, names: list[str]) -> None:
    """Each body of a sentence is named in its canonical form, with the place of its words."""
    found = list(bodies.find(text))
    assert [body.name for body in found] == names
    for body in found:
        assert text[body.start : body.end].strip() == text[body.start : body.end] != ""


@pytest.mark.parametrize(
    ("text", "name", "parent"),
    [
        ("Kommunstyrelsens arbetsutskott", "Kommunstyrelsens arbetsutskott", "Kommunstyrelsen"),
        ("KOMMUNSTYRELSEN ARBETSUTSKOTTET", "Kommunstyrelsens arbetsutskott", "Kommunstyrelsen"),
        ("Socialnämnden, individutskottet", "Socialnämndens individutskott", "Socialnämnden"),
        ("Kommunstyrelsen AU", "Kommunstyrelsens arbetsutskott", "Kommunstyrelsen"),
        ("kommunfullmäktiges presidium", "Kommunfullmäktiges presidium", "Kommunfullmäktige"),
        ("Socialnämnden", "Socialnämnden", None),
    ],
)
def test_of_which_body_an_utskott_is(text: str, name: str, parent: str | None) -> None:
    """An utskott or presidium is named with the body that it is of."""
    (found,) = bodies.find(text)
    assert (found.name, found.parent) == (name, parent)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Arbetsutskottet", "Arbetsutskottet"),
        ("NÄMNDEN FÖR FUNKTIONSSTÖD", "Nämnden för funktionsstöd"),
        ("Nämnden för demokrati och medborgarservice", "Nämnden för demokrati och medborgarservice"),
        ("Lokala brottsförebyggande rådet", "Lokala brottsförebyggande rådet"),
        ("Valberedningen", "Valberedningen"),
        ("Förbundsdirektion", "Förbundsdirektionen"),
        ("Kultur- och demokratiberedningen", "Kultur- och demokratiberedningen"),
        ("Revisorerna", "Revisorerna"),
        ("Bolagsstyrelsen", "Bolagsstyrelsen"),
        ("Sessionssalen", None),
        ("Anna Ek (S)", None),
    ],
)
def test_bodies_on_lines_of_their_own(line: str, name: str | None) -> None:
    """A line that says nothing else names bodies by words that running text uses for much."""
    found = bodies.alone(line)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("SON AU § 132 Redovisning", "Socialnämndens arbetsutskott"),
        ("KSAU § 7", "Kommunstyrelsens arbetsutskott"),
        ("Ks au § 7", "Kommunstyrelsens arbetsutskott"),
        ("Kf § 9", "Kommunfullmäktige"),
        ("BUN §10/24", "Barn- och utbildningsnämnden"),
        ("§ 14 Taxa", None),
        ("ABC § 14", None),
        ("Se KF § 9", None),
    ],
)
def test_short_names_before_a_paragraph(line: str, name: str | None) -> None:
    """The short name before a § at the start of a line is that of the body."""
    found = bodies.by_short_name(line)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I Lindsala kommun och Region Norrskär", ["Lindsala kommun", "Region Norrskär"]),
        ("ÖVRE AVIKA KOMMUN", ["Övre Avika kommun"]),
        ("REGION NORRSKÄRS LÄN", ["Region Norrskärs län"]),
        ("Björkstads Stads nämnder och Norrvik stad", ["Björkstads Stad", "Norrvik stad"]),
        ("Business Region Norrskär AB i varje kommun och stad", []),
    ],
)
def test_organisations(text: str, names: list[str]) -> None:
    """Municipalities and regions are named in their own spelling, with their places."""
    assert [found.name for found in bodies.organisations(text)] == names


NAMES = st.sampled_from(
    ["socialnämnden", "Barn- och utbildningsnämnden", "KOMMUNSTYRELSENS ARBETSUTSKOTT", "tekniska nämnden"]
)


@given(st.text("abc åäö.,-\n§12", max_size=30), NAMES, st.text("abc åäö.,-\n§12", max_size=30))
def test_a_name_is_found_wherever_it_stands(before: str, name: str, after: str) -> None:
    """Whatever stands around a name, apart from letters that join it, its own words are found."""
    text = f"{before} . {name} . {after}"
    found = {text[body.start : body.end] for body in bodies.find(text)}
    assert name in found


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the finders, and every place is inside the text."""
    for found in (*bodies.find(text), *bodies.organisations(text)):
        assert 0 <= found.start < found.end <= len(text)
        assert found.name
    bodies.alone(text)
    bodies.by_short_name(text)

"""What a text points at: § of meetings, other cases, numbered papers."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Reference
from corpus.structure.facts import references


def find(text: str, own: str | None = None, paragraph: str | None = None) -> list[Reference]:
    return list(references.cited_in(text, 0, len(text), own, paragraph=paragraph))


def day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)


@pytest.mark.parametrize(
    ("text", "words", "committee", "date", "paragraph"),
    [
        ("Se 2022-05-11, § 31 om hamnen.", "2022-05-11, § 31", None, "2022-05-11", "§ 31"),
        ("Enligt 2022-05-11 § 31.", "2022-05-11 § 31", None, "2022-05-11", "§ 31"),
        (
            "Det är kommunstyrelsens beslut den 12 mars 2024 § 45.",
            "kommunstyrelsens beslut den 12 mars 2024 § 45",
            "Kommunstyrelsen", "2024-03-12", "§ 45",
        ),
        ("Se SON AU 2024-02-01 § 7.", "SON AU 2024-02-01 § 7", "Socialnämndens arbetsutskott", "2024-02-01", "§ 7"),
        ("Se KSAU 2024-02-01 § 7.", "KSAU 2024-02-01 § 7", "Kommunstyrelsens arbetsutskott", "2024-02-01", "§ 7"),
        ("Se utskottet 2024-02-01 § 7.", "utskottet 2024-02-01 § 7", "Utskottet", "2024-02-01", "§ 7"),
        (
            "Den 14 juni 2023 beslutade miljönämnden (§ 101) om en färja.",
            "14 juni 2023 beslutade miljönämnden (§ 101",
            "Miljönämnden", "2023-06-14", "§ 101",
        ),
        ("Se § 7 2024-02-01.", "§ 7 2024-02-01", None, "2024-02-01", "§ 7"),
        (
            "Enligt § 45 i kommunstyrelsens protokoll från den 12 mars 2024.",
            "§ 45 i kommunstyrelsens protokoll från den 12 mars 2024",
            "Kommunstyrelsen", "2024-03-12", "§ 45",
        ),
        ("Se Regionstyrelsen\n2020-06-09\n§ 77: förstudie", "Regionstyrelsen\n2020-06-09\n§ 77", "Regionstyrelsen",
         "2020-06-09", "§ 77"),
        ("Tekniska nämnden förordade 2021-02-18 § 14 en bro.", "Tekniska nämnden förordade 2021-02-18 § 14",
         "Tekniska nämnden", "2021-02-18", "§ 14"),
    ],
)  # fmt: skip
def test_a_paragraph_of_a_day(text, words, committee, date, paragraph):
    (found,) = find(text)
    assert text[found.start : found.end] == words
    assert (found.committee, found.date, found.paragraph) == (committee, day(date), paragraph)
    assert (found.year, found.case_number, found.item, found.law) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "committee", "year", "paragraph"),
    [
        ("Se socialnämnden § 181/2023.", "Socialnämnden", 2023, "§ 181"),
        ("Se KS § 12/2024.", "Kommunstyrelsen", 2024, "§ 12"),
        ("Se KF § 9/24.", "Kommunfullmäktige", 2024, "§ 9"),
        ("Beslutet § 9/24 gäller.", None, 2024, "§ 9"),
        ("Se GXN § 9/24.", "GXN", 2024, "§ 9"),
    ],
)
def test_a_paragraph_of_a_year(text, committee, year, paragraph):
    (found,) = find(text)
    assert (found.committee, found.date, found.year, found.paragraph) == (committee, None, year, paragraph)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        (
            "Bordlagt den 1 februari 2024, § 38, den 29 februari 2024, § 89 och den 21 mars 2024, § 3.",
            [("2024-02-01", "§ 38"), ("2024-02-29", "§ 89"), ("2024-03-21", "§ 3")],
        ),
        ("Se § 38 2024-02-01, § 89 2024-02-29.", [("2024-02-01", "§ 38"), ("2024-02-29", "§ 89")]),
        ("Enligt §§ 12-14 2023-06-14.", [("2023-06-14", f"§ {n}") for n in (12, 13, 14)]),
        ("Enligt 2023-06-14 §§ 3, 7 och 9.", [("2023-06-14", f"§ {n}") for n in (3, 7, 9)]),
        ("Se 2023-06-14 § 101, § 102 och § 103.", [("2023-06-14", f"§ {n}") for n in (101, 102, 103)]),
        ("Se §§ 3, 14 juni 2023.", [("2023-06-14", "§ 3")]),
    ],
)
def test_each_date_has_its_paragraphs(text, targets):
    assert [(found.date, found.paragraph) for found in find(text)] == [(day(date), number) for date, number in targets]


@pytest.mark.parametrize(
    ("text", "committees"),
    [
        # A body told once is that of both, and each has its own where both are named.
        ("Se Kommunfullmäktige 2022-11-28 § 97 och 2023-01-30 § 4.", ["Kommunfullmäktige", "Kommunfullmäktige"]),
        ("Se KF 2022-11-28 § 97 och KS 2023-01-30 § 4.", ["Kommunfullmäktige", "Kommunstyrelsen"]),
        # To whom something is handed over is not who decided.
        ("Fritidsnämndens uppdrag till kommunstyrelsen 2021-10-28 § 10.", ["Fritidsnämnden"]),
        ("Kommunstyrelsen tillstyrkte nämndens förslag 2022-11-09 § 153.", ["Kommunstyrelsen"]),
        ("Det var när nämnden hade fått förklara kommunfullmäktiges uppdrag 2022-11-24 § 15.", ["Kommunfullmäktige"]),
        # Another sentence or row is another matter.
        ("Miljönämnden yttrade sig. Bordlagt 2022-11-09 § 153.", [None]),
        ("- Miljönämndens yttrande\n- Utdrag 2022-11-09 § 153", [None]),
        # "Nämnden" is the body that writes; whose "fullmäktige" is the paper says elsewhere, or does not.
        ("Kommunstyrelsen skrev, och nämnden svarade 2021-02-24 § 12.", [None]),
        ("Fullmäktige beslutade 2020-04-27 § 34. Regionfullmäktige är högst.", ["Regionfullmäktige"]),
        ("Fullmäktige beslutade 2020-04-27 § 34.", [None]),
    ],
)
def test_the_body_that_the_words_name(text, committees):
    assert [found.committee for found in find(text)] == committees


@pytest.mark.parametrize(
    "text",
    [
        "Se § 12 i samma protokoll.",
        "Mötet hölls 2023-06-14. § 101 gäller ännu.",
        "Mötet hölls 2023-06-14 i Norrskärs folkets hus, där besökare frågade om § 101.",
        "Sammanträdesdatum 2024-03-20\n\n§ 45 gäller ännu.",
        "Justerade paragrafer: §§ 45-47 2024-03-20",
        "Enligt 3 § delegationsordningen 2024-03-20.",
        "Se § 12 i reglementet, senast ändrat av kommunfullmäktige 2020-01-01.",
    ],
)
def test_no_paragraph_of_another_meeting(text):
    assert find(text) == []


@pytest.mark.parametrize(
    "heading",
    [
        "§ 45/24 Ny brygga i Avika",
        "KS § 45 2024-03-20 Ny brygga i Avika",
        "## §45 2024-03-20",
        "Ny brygga i Avika\n\n§ 45 2024-03-20\nÄrendet",
        "§§ 45-47 2024-03-20",
    ],
)
def test_a_section_goes_on_after_its_own_paragraph(heading):
    text = f"{heading}\nKommunfullmäktige gav uppdraget 2022-11-28\n§ 97 och KS § 3/2023."
    assert [(found.committee, found.paragraph) for found in find(text, paragraph="§ 45")] == [
        ("Kommunfullmäktige", "§ 97"), ("Kommunstyrelsen", "§ 3"),
    ]  # fmt: skip


def test_running_text_that_begins_a_line_with_a_paragraph():
    text = "§ 45\nNämnden har läst protokollet 2022-11-28,\n§ 97."
    assert [found.paragraph for found in find(text, paragraph="§ 45")] == ["§ 97"]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Handling 2025 nr 69.", "Handling 2025 nr 69"),
        ("enligt handling\n2025 nr 069", "Handling 2025 nr 69"),
        ("handling nr 69/2025", "Handling 2025 nr 69"),
    ],
)
def test_numbered_papers(text, item):
    (found,) = find(text)
    assert found.item == item


def test_other_cases_are_references_and_the_own_is_not():
    text = "§ 5 Ny brygga, dnr TN 2023/45\nSvar på TN-2023-00045:3 och BMN-2019-157, dnr 2018:906."
    found = find(text, own="TN 2023/45")
    assert [(text[one.start : one.end], one.case_number) for one in found] == [
        ("BMN-2019-157", "BMN 2019/157"), ("2018:906", "2018/906"),
    ]  # fmt: skip


def test_a_law_is_no_meeting():
    text = "Se 2023-06-14 om 2 kap. 3 § kommunallagen (2017:725) och 2023-06-14 § 3."
    law, meeting = find(text)
    assert (law.law, law.paragraph, law.date) == ("SFS 2017:725", "2 kap. 3 §", None)
    assert (meeting.law, meeting.paragraph, meeting.date) == (None, "§ 3", day("2023-06-14"))


PIECES = [
    "§ ", "§§ ", "12", "-14", "/24", "/2024", " 2024-02-01", " 3 maj 2023", ", ", " och ", "\n", "KS ", "au ", "kap. ",
    "kommunstyrelsens ", "nämnden ", "fullmäktige ", "kommunallagen ", "(2017:725)", "dnr ", "KS 2023/4", ". ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.integers(0, 30), st.integers(0, 30))
def test_places_are_in_the_section_and_hold_what_they_say(text: str, start: int, cut: int):
    end = max(start, len(text) - cut)
    for found in references.cited_in(text, start, end, None):
        words = text[found.start : found.end]
        assert start <= found.start < found.end <= end
        assert words == words.strip()
        assert found.paragraph or found.case_number or found.law or found.item
        if found.paragraph and not found.law:
            assert "§" in words
            if found.date:
                assert str(found.date.day) in text[:end]
            else:
                assert found.year is not None


@pytest.mark.parametrize(
    "unit", ["§ 1 ", "2024-02-01 § 1, ", "fullmäktige § 1/23 ", "1, ", "nämnden ", "§§ 1, 2, ", "KS ", "2 kap. "]
)
def test_a_hostile_line_takes_time_in_proportion(unit: str):
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        times = []
        for _ in range(3):  # the best of three: the machine has other things to do
            begun = time.process_time()
            find(text)
            times.append(time.process_time() - begun)
        return min(times)

    assert seconds(160_000) < 40 * max(seconds(20_000), 0.002)


@given(st.integers(0, 400))
def test_a_date_belongs_to_its_paragraph_however_far_the_others_are(gap: int):
    filling = "Orden är många. " * (gap // 16) + "x" * (gap % 16)
    text = f"Se KS § 3/2023. {filling} Se 12 mars 2024, § 45. {'Slut. ' * gap}§ 7."
    assert [(found.date, found.paragraph) for found in find(text)] == [(None, "§ 3"), (day("2024-03-12"), "§ 45")]

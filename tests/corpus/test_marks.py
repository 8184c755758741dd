"""How the items of minutes are numbered, whatever the authority: a line in, its number and what is around it out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.outline import marks
from tests.corpus.papers import Read, paragraphs, section

BODIES = ["", "KS ", "Kf ", "Stst ", "SON AU ", "Tekniska nämnden ", "Byggn.nämnden ", "KOMMUNSTYRELSEN "]
BODIES += ["Kommunfullmäktige ", "Personalutskottet "]
AROUND = [
    "{body}§ {number}",
    "{body}§{number}",
    "{body}{number} §",
    "## {body}§ {number}",
    "**{body}§ {number}**",
    "{body}§ {number}/24",
    "{body}§ {number}/2024",
    "| {body}§ {number} |",
    "{body}PARAGRAF {number}",
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("form", AROUND)
def test_the_number_and_the_body_before_it(form: str, body: str) -> None:
    mark = marks.read(f"{form.format(body=body, number=112)} Taxa för båtplatser")
    assert mark is not None
    assert (mark.number, mark.last, mark.body, mark.rest) == (112, 112, body.strip(), "Taxa för båtplatser")


@pytest.mark.parametrize(
    "line",
    [
        "Se § 12",
        "enligt § 12",
        "3 kap. 4 § kommunallagen",
        "112 kronor",
        "§ tolv",
        "ks § 9 ska ändras",
        "§ 12a Taxa",
    ],
)
def test_no_mark(line: str) -> None:
    assert marks.read(line) is None


@pytest.mark.parametrize("case", ["KS 2024/15", "Dnr KS-2024-15", "dnr: TN 24:15"])
def test_a_diarienummer_before_the_number(case: str) -> None:
    mark = marks.read(f"{case}   § 112 Taxa för båtplatser")
    assert mark is not None
    assert (mark.case.strip(), mark.number, mark.rest) == (case, 112, "Taxa för båtplatser")


@pytest.mark.parametrize("line", ["§ 16 (forts.)", "Forts. § 16", "(FORTS) § 16 Taxa", "§ 16 – fortsättning"])
def test_an_item_that_goes_on_from_the_page_before(line: str) -> None:
    mark = marks.read(line)
    assert mark is not None
    assert (mark.number, mark.continued) == (16, True)


@pytest.mark.parametrize(("line", "last"), [("§§ 12–14 Val", 14), ("§ 12-10 Val", 12), ("§§ 12-14/24 Val", 12)])
def test_the_last_of_several(line: str, last: int) -> None:
    """Numbers rise, and a year is none of them."""
    mark = marks.read(line)
    assert mark is not None
    assert mark.last == last


def test_several_at_once_and_what_goes_on() -> None:
    several, more = marks.read("§§ 12-14 Anmälningar"), marks.read("Kf § 16 forts.")
    assert several is not None
    assert (several.number, several.last, several.rest) == (12, 14, "Anmälningar")
    assert more is not None
    assert more.continued


@given(st.text(alphabet="§KSksf 0123456789.:/-|#*()\tåÅ", max_size=60))
def test_whatever_stands_there(line: str) -> None:
    """A mark has the digits of its line, and what follows it is the end of the line."""
    mark = marks.read(line)
    if mark is not None:
        assert str(mark.number) in line.replace("0", "") or str(mark.number) in line
        assert 0 <= mark.number <= mark.last
        assert line.rstrip("* \t|").endswith(mark.rest)


FORMS = {
    "§ first": "§ {n} {h}",
    "§ last": "{n} § {h}",
    "short name": "Kf § {n}\n{h}",
    "small letters": "ks § {n}\ndnr 07/134 452\n{h}",
    "short name, § last": "Stst {n} § | 14.04.2014\n\n{h}",
    "paragraf": "Paragraf {n}\n{h}",
    "read by OCR": "8 {n} {h}",
    "read by OCR as several signs": "{s} {n} {h}",
}
HEADINGS = ["Upprop", "Taxa för båtplatser", "Belysning vid Åsbacken", "Arrende för ängen"]


@pytest.mark.parametrize("form", FORMS)
def test_a_series_in_any_form(read: Read, form: str) -> None:
    """The numbers follow on one another and each has a text: that makes a series, whatever its marks look like."""
    body = "\n\n".join(
        f"{FORMS[form].format(n=112 + i, h=heading, s='8$§8'[i])}\n\n"
        f"Enligt 4 kap. lagen\n12 § gäller detta i hela kommunen.\n\nBeslut\n\n{heading} godkänns."
        for i, heading in enumerate(HEADINGS)
    )
    document = read(f"Järnlida kommun\nKommunstyrelsen\nSammanträdesprotokoll 2007-05-16\n\n{body}\n")
    assert paragraphs(document) == ["§ 112", "§ 113", "§ 114", "§ 115"]
    assert [section(document, f"§ {112 + i}").heading for i in range(4)] == HEADINGS


def test_figures_are_no_series_that_ocr_has_blurred(read: Read) -> None:
    document = read(
        "Järnlida kommun\nKommunstyrelsen\nProtokoll 2007-05-16\n\n§ 1 Upprop\n\n8 2007 Antal\n\n8 2 Fler\n\n§ 2 Val\n"
    )
    assert paragraphs(document) == ["§ 1", "§ 2"]


def test_figures_alone_are_no_series(read: Read) -> None:
    """Lines that begin with a figure and a number, as rows of a table do, are no § where nothing follows on."""
    document = read(
        "Järnlida kommun\nRapport 2007-05-16\n\n8 12 Antal\n\n8 13 Fler\n\n8 40 Flest\n\nSiffrorna är säkra.\n"
    )
    assert paragraphs(document) == []


@pytest.mark.parametrize("above", ["Detta följer av 2 kap.", "Enligt de allmänna villkoren, se", "Taxan antas enligt"])
def test_a_paragraph_that_a_line_breaks_off_before(read: Read, above: str) -> None:
    """It is cited, also where its number is next in line."""
    document = read(
        "Järnlida kommun\nKommunstyrelsen\nProtokoll 2007-05-16\n\n§ 1 Upprop\n\nAlla är här.\n\n§ 2 Val\n\n"
        f"{above}\n§ 3 Avgiftens storlek\n\n§ 3 Taxa\n\nTaxan antas.\n"
    )
    assert [section(document, f"§ {n}").heading for n in (1, 2, 3)] == ["Upprop", "Val", "Taxa"]


@pytest.mark.parametrize(
    "numbers",
    [
        (1, 2, 5, 6),  # two that are sekretess and left out
        (45, 46, 1, 2),  # another meeting, which is opened
    ],
)
def test_numbers_that_do_not_follow_on(read: Read, numbers: tuple[int, ...]) -> None:
    body = "".join(
        f"§ {number} {'Upprop' if number == 1 else f'Taxa {number}'}\n\nTaxan antas.\n\n" for number in numbers
    )
    document = read(f"Järnlida kommun\nKommunstyrelsen\nProtokoll 2007-05-16\n\n{body}")
    assert paragraphs(document) == [f"§ {number}" for number in numbers]

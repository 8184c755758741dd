"""Every § of minutes once, with its own heading and diarienummer. All papers are invented."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import structure
from corpus.models import Kind, PartName
from corpus.readers import Limits, extract
from tests.corpus.papers import HEAD, Read, paragraphs, part_text, section, text_of

MakeBytes = Callable[..., bytes]


@pytest.mark.parametrize(
    ("before", "spelling", "after", "number", "heading", "case"),
    [
        ("§ 13", "§ 14", "§ 15", 14, "Taxa för båtplatser", None),
        ("§13 Upprop", "§14 Taxa för båtplatser", "§15 Övrigt", 14, "Taxa för båtplatser", None),
        ("§ 13 Upprop", "§ 14 Taxa för båtplatser", "§ 15 Övrigt", 14, "Taxa för båtplatser", None),
        ("§ 13. Upprop", "§ 14. Taxa för båtplatser", "§ 15. Övrigt", 14, "Taxa för båtplatser", None),
        ("## § 30 Upprop", "## § 31 Taxa för båtplatser", "## § 32 Övrigt", 31, "Taxa för båtplatser", None),
        ("**§ 30** Upprop", "**§ 31** Taxa för båtplatser", "**§ 32** Övrigt", 31, "Taxa för båtplatser", None),
        ("**§ 30 Upprop**", "**§ 31 Taxa för båtplatser**", "**§ 32 Övrigt**", 31, "Taxa för båtplatser", None),
        ("§ 6 0159/23", "§ 7 0160/23\nTaxa för båtplatser", "§ 8 0161/23", 7, "Taxa för båtplatser", "2023/160"),
        ("SON AU § 131 Upprop", "SON AU § 132 Taxa för båtplatser", "SON AU § 133 Övrigt", 132, "Taxa för båtplatser",
        None),
        ("TN § 44", "TN § 45 Dnr TN 2023/12\nTaxa för båtplatser", "TN § 46", 45, "Taxa för båtplatser", "TN 2023/12"),
        ("Kf § 8 Upprop", "Kf § 9 Taxa för båtplatser", "Kf § 10 Övrigt", 9, "Taxa för båtplatser", None),
        ("§ 44/2023 Upprop", "§ 45/2023 Taxa för båtplatser", "§ 46/2023 Övrigt", 45, "Taxa för båtplatser", None),
        (
            "§ 309 Ärendenummer SLK-2023-00406\n\nUpprop",
            "§ 310 Ärendenummer SLK-2023-00407\n\nTaxa för båtplatser\noch andra bryggor",
            "§ 311 Ärendenummer SLK-2023-00408\n\nÖvrigt",
            310,
            "Taxa för båtplatser och andra bryggor",
            "SLK 2023/407",
        ),
        (
            "§ 136        Dnr KS 2018/187\nUpprop",
            "§ 137                             Dnr KS 2018/188\nTaxa för båtplatser",
            "§ 138   Dnr KS 2018/189\nÖvrigt",
            137,
            "Taxa för båtplatser",
            "KS 2018/188",
        ),
        ("§ 13 Upprop", "§ 14 Taxa för båtplatser (TN 2023/12)", "§ 15 Övrigt", 14, "Taxa för båtplatser",
        "TN 2023/12"),
        ("§ 13 Upprop", "§ 14 Taxa för båtplatser\nDiarienummer: TN-2023-00012", "§ 15", 14, "Taxa för båtplatser",
        "TN 2023/12"),
        ("§ 13 Upprop", "§ 14\tTaxa för båtplatser", "§ 15\tÖvrigt", 14, "Taxa för båtplatser", None),
        ("§\u00a013 Upprop", "§\u00a014 Taxa för båtplatser", "§\u00a015 Övrigt", 14, "Taxa för båtplatser", None),
    ],
)  # fmt: skip
def test_paragraph_headings_in_their_spellings(
    read: Read, before: str, spelling: str, after: str, number: int, heading: str, case: str | None
) -> None:
    """However a § is written, its number, heading and diarienummer are told apart."""
    own = "" if heading in " ".join(spelling.split()) else heading + "\n"
    text = (
        f"{HEAD}{before}\n\nLedamöterna är på plats.\n\n\n{spelling}\n{own}\nFörvaltningen föreslår en höjd taxa "
        f"från nyår.\n\n"
        f"Beslut\nNämnden antar taxan.\n\n\n{after}\n\nInget övrigt togs upp.\n"
    )
    document = read(text)
    assert paragraphs(document) == [f"§ {number - 1}", f"§ {number}", f"§ {number + 1}"]
    found = section(document, f"§ {number}")
    assert found.heading == heading
    assert found.case_number == case
    own_text = text_of(document, found)
    assert "en höjd taxa från nyår" in own_text
    assert "Nämnden antar taxan." in own_text
    assert "Ledamöterna" not in own_text
    assert "Inget övrigt" not in own_text


def test_paragraph_that_goes_on_over_the_page(read: Read) -> None:
    """ "§ 16 forts." on the next page belongs to § 16, which is one section."""
    document = read(
        f"{HEAD}§ 15 Upprop\n\nAlla är här.\n\n§ 16 Taxa\n\nTaxan höjs i två steg.\n\f"
        "§ 16 forts.\n\nYrkanden\nBo Ek (M) yrkar avslag.\n\f§ 16 (forts)\n\nBeslut\nTaxan antas.\n\n§ 17 "
        "Övrigt\n\nInget.\n",
    )
    assert paragraphs(document) == ["§ 15", "§ 16", "§ 17"]
    assert section(document, "§ 16").heading == "Taxa"
    own = text_of(document, section(document, "§ 16"))
    assert "två steg" in own
    assert "yrkar avslag" in own
    assert "Taxan antas." in own
    assert "Bo Ek" in part_text(document, "§ 16", PartName.MOTIONS)
    assert "Taxan antas." in part_text(document, "§ 16", PartName.DECISION)


@pytest.mark.parametrize(
    "cited",
    [
        "Ärendet bordlades av kommunstyrelsen enligt\n§ 15 och den 1 februari enligt § 23 i samma protokoll.",
        "Nämnden har tidigare behandlat frågan, se\n§ 12, att jämföra med § 40.",
        "Uppdraget gavs den 14 juni 2023,\n§ 101, och redovisas nu.",
        "I allt väsentligt ändras\n§ 16 i reglementet så att fyra platser tillkommer.",
        "Bordlagt den 23 februari 2023, § 20.\nÅterremitterat den 26 januari 2023, § 15.",
        "Ärendet kompletterar beslutet i\n§ 17 och § 21 som lämnas oförändrade.",
        "Enligt kommunallagen 5 kap.\n§ 16 ska ärendet beredas.",
        "Beslutet fattas med stöd av\n§§ 15–17 i delegationsordningen.",
    ],
)
def test_a_cited_paragraph_is_no_section(read: Read, cited: str) -> None:
    """A § in running text, at the start of a line too, is no heading; the § around it stays whole."""
    document = read(
        f"{HEAD}§ 13 Upprop\n\nAlla är här.\n\n§ 14 Taxa\n\n{cited}\n\nTaxan höjs från nyår.\n\nBeslut\nTaxan "
        f"antas.\n\n"
        "§ 15 Övrigt\n\nInget.\n\n§ 16 Avslutning\n\nMötet avslutas.\n"
    )
    assert paragraphs(document) == ["§ 13", "§ 14", "§ 15", "§ 16"]
    own = text_of(document, section(document, "§ 14"))
    assert cited.split("\n")[1] in own
    assert "Taxan antas." in own
    assert section(document, "§ 15").heading == "Övrigt"
    assert section(document, "§ 16").heading == "Avslutning"


CONTENTS = {
    "dots": "§ 13 Upprop ................ 3\n§ 14 Taxa för båtplatser ........ 4\n§ 15 Övrigt ............ 12\n",
    "spaced dots": "§ 13 Upprop . . . . . 3\n§ 14 Taxa för båtplatser . . . . 4\n§ 15 Övrigt . . . . . 12\n",
    "tabs": "§ 13 Upprop\t3\n§ 14 Taxa för båtplatser\t4\n§ 15 Övrigt\t12\n",
    "spaces": "§ 13 Upprop                  3\n§ 14 Taxa för båtplatser     4\n§ 15 Övrigt                 12\n",
    "no pages": "§ 13 Upprop\n§ 14 Taxa för båtplatser\n§ 15 Övrigt\n",
    "no pages, apart": "§ 13 Upprop\n\n§ 14 Taxa för båtplatser\n\n§ 15 Övrigt\n",
}


@pytest.mark.parametrize("contents", CONTENTS)
def test_a_table_of_contents_is_no_section(read: Read, contents: str) -> None:
    """The list of matters on the first page names each § once more; the § itself is where it is decided."""
    document = read(
        f"{HEAD}Innehåll\n\n{CONTENTS[contents]}\n\f§ 13 Upprop\n\nAlla är här.\n\n§ 14 Taxa för båtplatser\n\nBeslut\n"
        "Taxan antas.\n\n§ 15 Övrigt\n\nInget.\n"
    )
    assert paragraphs(document) == ["§ 13", "§ 14", "§ 15"]
    assert "Alla är här." in text_of(document, section(document, "§ 13"))
    assert "Taxan antas." in text_of(document, section(document, "§ 14"))
    assert text_of(document, section(document, "§ 15")).strip().endswith("Inget.")
    assert section(document, "§ 14").heading == "Taxa för båtplatser"


def test_numbers_may_start_over(read: Read) -> None:
    """A file with the minutes of a December and a January meeting holds the § of both."""
    document = read(
        f"{HEAD}§ 140 Upprop\n\nAlla är här.\n\n§ 141 Taxa\n\nTaxan antas.\n\f{HEAD}§ 1 Upprop\n\nSex är här.\n\n§ "
        f"2 Val\n\nBo Ek väljs.\n"
    )
    assert paragraphs(document) == ["§ 140", "§ 141", "§ 1", "§ 2"]


@pytest.mark.parametrize("first", [4, 140])
def test_the_paragraphs_of_adopted_rules_are_no_paragraphs(read: Read, first: int) -> None:
    """Rules that are laid behind the minutes have § of their own, which the meeting did not have."""
    rules = "".join(f"§ {n} Regel om {matter}\n\nNämnden ser till {matter}.\n\n" for n, matter in enumerate(MATTERS, 1))
    document = read(
        f"{HEAD}§ {first} Upprop\n\nAlla är här.\n\n§ {first + 1} Reglemente\n\nReglementet antas.\n"
        f"\fBilaga 1\nReglemente för nämnden\n\n{rules}\f§ {first + 2} Övrigt\n\nInget.\n"
    )
    assert paragraphs(document) == [f"§ {first}", f"§ {first + 1}", f"§ {first + 2}"]


def test_a_skipped_number_does_not_lose_a_paragraph(read: Read) -> None:
    """Public minutes leave out secret §; those on both sides of the gap are kept."""
    document = read(
        f"{HEAD}§ 13 Upprop\n\nAlla är här.\n\n§ 14 Taxa\n\nTaxan antas.\n\n§ 19 Val\n\nBo Ek väljs.\n\n§ 20 "
        f"Övrigt\n\nInget.\n"
    )
    assert paragraphs(document) == ["§ 13", "§ 14", "§ 19", "§ 20"]


def test_one_paragraph_alone(read: Read) -> None:
    """An extract of one bare § is that section."""
    document = read("Socialnämnden\n\nProtokollsutdrag\n\n§ 14\n\nUpprop\n\nAlla är här.\n")
    assert paragraphs(document) == ["§ 14"]
    assert section(document, "§ 14").heading == "Upprop"


def test_paragraphs_in_a_word_table(read: Read, make_docx: MakeBytes) -> None:
    """A § heading laid out in a table (number, heading, diarienummer in columns) is a § heading."""
    data = make_docx(
        "ÄNGSÖ KOMMUN", "Tekniska nämnden", "Sammanträdesprotokoll 2023-05-17",
        [["§ 14", "Upprop", ""]], "Alla är här.",
        [["§ 15", "Taxa för båtplatser", "TN 2023/12"]], "Beslut", "Taxan antas.",
    )  # fmt: skip
    document = structure.understand(extract(data, "a.docx", Limits()), "1", "a.docx")
    assert paragraphs(document) == ["§ 14", "§ 15"]
    assert section(document, "§ 15").heading == "Taxa för båtplatser"
    assert section(document, "§ 15").case_number == "TN 2023/12"


MATTERS = (
    "taxa för båtplatser|nya bryggor|bokslutet|vinterväghållning|simhallens framtid|trygga skolvägar|lekplatser i "
    "Norrby|hemtjänst i skärgården|"
    "detaljplan för Sjötomten|fiber till landsbygden|upphandling av skolskjuts|lokala råd"
).split("|")  # fmt: skip
SPELLINGS: dict[str, Callable[[int, str], str]] = {
    "bare": lambda n, matter: f"§ {n}\nÄrende om {matter}\n",
    "tight": lambda n, matter: f"§{n} Ärende om {matter}\n",
    "beside": lambda n, matter: f"§ {n} Ärende om {matter}\n",
    "after blank": lambda n, matter: f"§ {n}\n\nÄrende om {matter}\n",
    "case beside": lambda n, matter: f"§ {n}  Dnr KS 2023/{n + 100}\nÄrende om {matter}\n",
    "body and case": lambda n, matter: f"KS § {n}  Dnr KS 2023/{n + 100}\nÄrende om {matter}\n",
    "gothenburg": lambda n, matter: f"§ {n} {n:04}/23\nÄrende om {matter}\n",
    "gotland": lambda n, matter: f"SON § {n} Ärende om {matter}\n\nÄrendenummer: SON 2023/{n + 7}\n",
    "markdown": lambda n, matter: f"### § {n} Ärende om {matter}\nÄrendenummer: TN 2021/{n}\n",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(
    st.integers(1, 300),
    st.lists(st.sampled_from(["plain", "page", "forts", "cited"]), min_size=2, max_size=len(MATTERS)),
)
@settings(max_examples=25)
def test_every_paragraph_exactly_once(read: Read, spelling: str, first: int, turns: list[str]) -> None:
    """In minutes of any length and style each § is one section, with its own heading and text and no other's."""
    text = HEAD
    matters = dict(zip(range(first, first + len(turns)), MATTERS, strict=False))
    for turn, (number, matter) in zip(turns, matters.items(), strict=True):
        text += SPELLINGS[spelling](number, matter) + f"\nFörvaltningen redogör för vad {matter} kostar.\n\n"
        if turn == "cited":
            text += (
                f"Frågan behandlades den 3 maj 2022,\n§ {number + 1}, och den 4 maj 2022, § {max(1, number - 2)}.\n\n"
            )
        if turn == "forts":
            text += f"\f§ {number} forts.\n\n"
        text += f"Beslut\nNämnden antar förslaget om {matter}.\n\n" + ("\f" if turn == "page" else "\n")
    document = read(text)
    assert paragraphs(document) == [f"§ {number}" for number in matters]
    for number, matter in matters.items():
        own = section(document, f"§ {number}")
        assert own.heading == f"Ärende om {matter}"
        assert re.findall(r"redogör för vad (.*) kostar", text_of(document, own)) == [matter]
        assert re.findall(r"förslaget om (.*)\.", part_text(document, f"§ {number}", PartName.DECISION)) == [matter]


def test_the_diarienummer_of_a_paragraph_is_its_own(read: Read) -> None:
    """The protocol's own number, a number in the text and a neighbour's number are not the §'s."""
    document = read(
        "ÄNGSÖ KOMMUN\nKommunstyrelsen\nSammanträdesprotokoll 2023-05-17\nDnr KS 2023/1\n\n"
        "§ 13 Upprop\n\nAlla är här.\n\n"
        "§ 14 Taxa för båtplatser\nDnr TN 2023/118\n\nTaxan, som hör till KS 2021/7, antas.\n\n"
        "§ 15 Anmälningar\n\nSkrivelse om gång- och cykelväg, KS 2022/44, anmäls.\n\n"
        "§ 16 Bokslut   KS-2023-00120\n\nBokslutet godkänns.\n"
    )
    cases = {part.paragraph: part.case_number for part in document.sections if part.paragraph}
    assert cases == {"§ 13": None, "§ 14": "TN 2023/118", "§ 15": None, "§ 16": "KS 2023/120"}


def test_the_diarienummer_of_an_extract_is_its_paragraphs(read: Read) -> None:
    """An extract of one § is about that §'s case."""
    document = read(
        "Ängsö kommun\nKommunstyrelsen\nProtokollsutdrag\n\n§ 14 Taxa för båtplatser\nDnr TN "
        "2023/118\n\nBeslut\nTaxan antas.\n"
    )
    assert document.kind is Kind.EXTRACT
    assert document.case_number == "TN 2023/118"

"""Structure: every § once, with its own facts, and a head read as a nämndsekreterare does. All papers are invented."""

import datetime as dt
import itertools
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import structure
from corpus.models import Document, Extraction, Kind, PartName, Section, Span
from corpus.readers import Limits, extract
from corpus.readers.clean import clean
from corpus.structure import references

Read = Callable[..., Document]
MakeBytes = Callable[..., bytes]

HEAD = """ÄNGSÖ KOMMUN
Tekniska nämnden

SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2023-05-17

"""


def paragraphs(document: Document) -> list[str]:
    """Return the § of a document in order."""
    return [section.paragraph for section in document.sections if section.paragraph]


def section(document: Document, paragraph: str) -> Section:
    """Return the one section with that §."""
    (found,) = (part for part in document.sections if part.paragraph == paragraph)
    return found


def text_of(document: Document, span: Section | Span) -> str:
    """Return what stands in a span."""
    return document.text[span.start : span.end]


def part_text(document: Document, paragraph: str, name: PartName) -> str:
    """Return the text of a §'s part, its heading included; of several, together."""
    parts = [part for part in section(document, paragraph).parts if part.name is name]
    return "\n".join(document.text[part.start : part.end] for part in parts)


# The headings of §


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


# Diarienummer


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


# Parts


PARTS = """§ 14 Taxa för båtplatser
Dnr TN 2023/118

Ärendet
Taxan har inte höjts sedan 2015.

Tidigare behandling
Arbetsutskottet 2023-05-03, § 40.

Yrkanden
Anna Berg (S) yrkar bifall.
Bo Ek (M) yrkar avslag.

Jäv
Eva Öst (C) deltar inte på grund av jäv.

Beslutsgång
Ordföranden finner att nämnden bifaller.

Omröstning
Fem röster för bifall och två för avslag.

Tekniska nämndens beslut
1. Taxan antas.

Reservation
Bo Ek (M) reserverar sig.

Protokollsanteckning
Eva Öst (C) lämnar en anteckning.

Beslutsunderlag
Tjänsteskrivelse 2023-04-20.

Beslutet skickas till
Ekonomiavdelningen

Omedelbar justering
Paragrafen justeras genast.
"""


def test_the_parts_of_a_paragraph(read: Read) -> None:
    """Each part of a § holds what stands under its heading, and nothing else."""
    document = read(f"{HEAD}§ 13 Upprop\n\nAlla är här.\n\n{PARTS}\n§ 15 Övrigt\n\nInget.\n")
    expected = {
        PartName.MATTER: "inte höjts sedan 2015",
        PartName.HISTORY: "2023-05-03, § 40",
        PartName.MOTIONS: "Bo Ek (M) yrkar avslag",
        PartName.CONFLICT: "deltar inte på grund av jäv",
        PartName.ORDER: "finner att nämnden bifaller",
        PartName.VOTE: "Fem röster för bifall",
        PartName.DECISION: "1. Taxan antas.",
        PartName.RESERVATION: "reserverar sig",
        PartName.NOTE: "lämnar en anteckning",
        PartName.BASIS: "Tjänsteskrivelse 2023-04-20",
        PartName.DISPATCH: "Ekonomiavdelningen",
        PartName.APPROVAL: "justeras genast",
    }
    assert [part.name for part in section(document, "§ 14").parts] == list(expected)
    for name, words in expected.items():
        own = part_text(document, "§ 14", name)
        assert words in own
        assert [other for other, others in expected.items() if other is not name and others in own] == []


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Beslut", PartName.DECISION),
        ("BESLUT", PartName.DECISION),
        ("### Beslut", PartName.DECISION),
        ("**Beslut**", PartName.DECISION),
        ("Beslut:", PartName.DECISION),
        ("Kommunstyrelsens beslut", PartName.DECISION),
        ("Barn- och utbildningsnämndens beslut", PartName.DECISION),
        ("Kommunfullmäktige beslutar", PartName.DECISION),
        ("Förslag till beslut", PartName.PROPOSAL),
        ("Förvaltningens förslag till beslut", PartName.PROPOSAL),
        ("Arbetsutskottets förslag till socialnämnden", PartName.PROPOSAL),
        ("Kommunstyrelsens förslag till kommunfullmäktige", PartName.PROPOSAL),
        ("Ärendebeskrivning", PartName.MATTER),
        ("Sammanfattning av ärendet", PartName.MATTER),
        ("Yrkande", PartName.MOTIONS),
        ("Förslag och yrkanden", PartName.MOTIONS),
        ("Propositionsordning", PartName.ORDER),
        ("Omröstningsresultat", PartName.VOTE),
        ("Votering", PartName.VOTE),
        ("Reservationer", PartName.RESERVATION),
        ("Skriftlig reservation", PartName.RESERVATION),
        ("Protokollsanteckningar", PartName.NOTE),
        ("Underlag för beslut", PartName.BASIS),
        ("Handlingar", PartName.BASIS),
        ("Bedömning", PartName.ASSESSMENT),
        ("Skäl för beslutet", PartName.ASSESSMENT),
        ("Expedieras till", PartName.DISPATCH),
        ("Protokollsutdrag skickas till", PartName.DISPATCH),
    ],
)
def test_part_headings_in_their_spellings(read: Read, heading: str, name: PartName) -> None:
    """The words that secretaries use for the parts are known."""
    document = read(
        f"{HEAD}§ 13 Upprop\n\nAlla är här.\n\n§ 14 Taxa\n\n{heading}\n\nHär står det som hör dit.\n\n§ 15 "
        f"Övrigt\n\nInget.\n"
    )
    assert [part.name for part in section(document, "§ 14").parts] == [name]
    assert "det som hör dit" in part_text(document, "§ 14", name)


@pytest.mark.parametrize(
    "line",
    [
        "Beslutet vann laga kraft i maj.",
        "Ärendet gäller taxan.",
        "Reservationen lämnades skriftligt.",
        "Jävet gäller Bo Ek.",
    ],
)
def test_a_sentence_is_no_part_heading(read: Read, line: str) -> None:
    """A sentence that begins with the word for a part opens none."""
    document = read(f"{HEAD}§ 13 Upprop\n\nAlla är här.\n\n§ 14 Taxa\n\n{line}\n\n§ 15 Övrigt\n\nInget.\n")
    assert section(document, "§ 14").parts == ()


# The head


@pytest.mark.parametrize(
    ("name", "text", "facts"),
    [
        pytest.param(
            "protokoll.txt",
            "ÄNGSÖ KOMMUN\nKommunfullmäktige\n\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum: 2018-12-17\n\n"
            "Plats och tid   Folkets hus, måndagen den 17 december 2018\nJustering   Kommunhuset, fredagen den 21 "
            "december 2018\n\n"
            "§ 136\nUpprop\n\nAlla är här.\n\n§ 137\nVal\n\nBo Ek väljs.\n",
            (Kind.MINUTES, "Ängsö kommun", "Kommunfullmäktige", dt.date(2018, 12, 17)),
            id="capitals and labels",
        ),
        pytest.param(
            "a.txt",
            "REGION NORRVIK\nHälso- och sjukvårdsnämnden\n\nPROTOKOLL\nSammanträde den 14 juni 2023\nJusterat den "
            "21 juni 2023\n\n"
            "§ 40 Upprop\n\nAlla är här.\n\n§ 41 Val\n\nBo Ek väljs.\n",
            (Kind.MINUTES, "Region Norrvik", "Hälso- och sjukvårdsnämnden", dt.date(2023, 6, 14)),
            id="region, date in words",
        ),
        pytest.param(
            "a.txt",
            "Justeringsdatum 2023-05-24\nAnslaget 2023-05-25\nAnslaget tas ned 2023-06-16\nSammanträdesdatum "
            "2023-05-17\n"
            "Ängsö kommun\nBarn- och utbildningsnämnden\nProtokoll\n\n§ 40 Upprop\n\nAlla är här.\n\n§ 41 Val\n\nBo "
            "Ek väljs.\n",
            (Kind.MINUTES, "Ängsö kommun", "Barn- och utbildningsnämnden", dt.date(2023, 5, 17)),
            id="justering first",
        ),
        pytest.param(
            "a.txt",
            "Björkstads kommun\nKultur- och fritidsnämnden\nSammanträdesprotokoll\n\nBlad\n1 "
            "(12)\nSammanträdesdatum\n2023-05-17\n\n"
            "Plats och tid\nStadshuset, kl. 13.00–15.40\n\nUtses att justera\nEva Öst (C)\n\nJusteringens plats och "
            "tid\n"
            "Stadshuset 2023-05-22\n\n§ 40 Upprop\n\nAlla är här.\n\n§ 41 Val\n\nBo Ek väljs.\n",
            (Kind.MINUTES, "Björkstads kommun", "Kultur- och fritidsnämnden", dt.date(2023, 5, 17)),
            id="date below its label",
        ),
        pytest.param(
            "a.md",
            "# Ängsö kommun – Kommunstyrelsens arbetsutskott\n\n## Sammanträdesprotokoll "
            "2021-03-09\n\n**Justerare:** Bo Ek. "
            "Justerat 2021-03-15.\n\n### § 30 Upprop\n\nAlla är här.\n\n### § 31 Val\n\nBo Ek väljs.\n",
            (Kind.MINUTES, "Ängsö kommun", "Kommunstyrelsens arbetsutskott", dt.date(2021, 3, 9)),
            id="markdown, arbetsutskott",
        ),
        pytest.param(
            "a.txt",
            "Björkstads Stad Kommunfullmäktige, protokoll\n1 (2)\nProtokoll (nr 3)\nSammanträdesdatum: 2023-03-23\n\n"
            "§1\nUpprop\n\nAlla är här.\n\n§2\nVal\n\nBo Ek väljs.\n",
            (Kind.MINUTES, "Björkstads Stad", "Kommunfullmäktige", dt.date(2023, 3, 23)),
            id="running head",
        ),
        pytest.param(
            "a.txt",
            "SON AU § 132 Redovisning. Uppdrag om samverkan\n\nÄrendenummer: SON 2023/273\n\nArbetsutskottets "
            "förslag till socialnämnden\n\n"
            "- Socialnämnden godkänner redovisningen som gavs 2023-06-14.\n",
            (Kind.EXTRACT, None, "Socialnämndens arbetsutskott", None),
            id="extract without a head",
        ),
        pytest.param(
            "tn-2023-05-17-protokoll.txt",
            "Tekniska nämnden\n\n§ 40 Upprop\n\nAlla är här.\n\n§ 41 Val\n\nBo Ek väljs.\n",
            (Kind.MINUTES, None, "Tekniska nämnden", dt.date(2023, 5, 17)),
            id="date in the file's name",
        ),
        pytest.param(
            "a.txt",
            "ÄNGSÖ KOMMUN                      TJÄNSTESKRIVELSE                   1 (3)\nTekniska förvaltningen\n"
            "Datum: 2023-04-20                 Dnr TN 2023/118\n\nTekniska nämnden\n\nTaxa för båtplatser i "
            "kommunens hamnar\n\n"
            "Förslag till beslut\n\nTekniska nämnden föreslår kommunfullmäktige att anta taxan.\n\n"
            "Bakgrund\n\nProtokoll från 2015-11-03 visar att taxan inte har höjts sedan dess.\n",
            (Kind.MEMO, "Ängsö kommun", "Tekniska nämnden", dt.date(2023, 4, 20)),
            id="memo",
        ),
        pytest.param(
            "a.txt",
            "Björkstads kommun\nSocialförvaltningen\n\nTjänsteutlåtande\nUtfärdat 2023-04-20\nDiarienummer "
            "2023:118\n\nTill\nSocialnämnden\n\n"
            "Svar på remiss om trygga mötesplatser\n\nFörvaltningens förslag till beslut\n\n1. Yttrandet överlämnas.\n",
            (Kind.STATEMENT, "Björkstads kommun", "Socialnämnden", dt.date(2023, 4, 20)),
            id="statement",
        ),
        pytest.param(
            "a.txt",
            "Ängsö kommun\nMiljö- och byggnadsnämnden\n\nKALLELSE\n\nTid: onsdagen den 17 maj 2023 kl. "
            "13.00\nPlats: Kommunhuset\n\n"
            "Dagordning\n\n1. Upprop\n2. Taxa för bygglov\n",
            (Kind.SUMMONS, "Ängsö kommun", "Miljö- och byggnadsnämnden", dt.date(2023, 5, 17)),
            id="summons",
        ),
        pytest.param(
            "a.txt",
            "Motion till kommunfullmäktige i Ängsö kommun\n\nFri båtplats för unga\n\nUnga behöver komma ut på "
            "sjön.\n\n"
            "Vi yrkar att kommunen utreder fria båtplatser.\n\nÄngsö den 3 mars 2023\nAnna Berg (S)\n",
            (Kind.MOTION, "Ängsö kommun", "Kommunfullmäktige", dt.date(2023, 3, 3)),
            id="motion",
        ),
        pytest.param(
            "a.txt",
            "Medborgarförslag till Ängsö kommun\n\nInkom 2023-02-01\n\nFler papperskorgar i hamnen\n\nStäll ut fler "
            "papperskorgar.\n",
            (Kind.PROPOSAL, "Ängsö kommun", None, dt.date(2023, 2, 1)),
            id="citizens' proposal",
        ),
        pytest.param(
            "a.txt",
            "Ängsö kommun\nKommunfullmäktige\n\nInterpellation\n2023-02-13\n\nVattnet om sommaren\n\nVad görs åt "
            "bristen på vatten?\n",
            (Kind.INTERPELLATION, "Ängsö kommun", "Kommunfullmäktige", dt.date(2023, 2, 13)),
            id="interpellation",
        ),
        pytest.param(
            "a.txt",
            "Ängsö kommun\nMiljö- och byggnadsnämnden\n\nDELEGATIONSBESLUT\nBeslutsdatum 2023-06-14\nDiarienummer "
            "MBN 2023/77\n\n"
            "Bygglov för brygga\n\nBeslut\nBygglov ges.\n",
            (Kind.DELEGATED, "Ängsö kommun", "Miljö- och byggnadsnämnden", dt.date(2023, 6, 14)),
            id="delegated",
        ),
        pytest.param(
            "a.txt",
            "Reglemente för socialnämnden\n\nÄngsö kommun\n\nAntaget av kommunfullmäktige 2023-02-27, § 12\n\n"
            "1 § Nämndens uppgifter\n\nNämnden ansvarar för socialtjänsten.\n",
            (Kind.RULES, "Ängsö kommun", "Socialnämnden", dt.date(2023, 2, 27)),
            id="rules",
        ),
    ],
)  # fmt: skip
def test_the_facts_of_a_head(
    read: Read, name: str, text: str, facts: tuple[Kind, str | None, str | None, dt.date | None]
) -> None:
    """Kind, organisation, body and date are those that a reader of the paper would name."""
    document = read(text, name)
    assert (document.kind, document.organisation, document.committee, document.date) == facts


@pytest.mark.parametrize(
    "body",
    [
        "Kommunstyrelsen", "Kommunfullmäktige", "Regionfullmäktige", "Regionstyrelsen", "Socialnämnden",
        "Tekniska nämnden",
        "Samhällsbyggnadsnämnden", "Vård- och omsorgsnämnden", "Barn- och utbildningsnämnden",
        "Miljö- och byggnadsnämnden",
        "Gymnasie- och vuxenutbildningsnämnden", "Individ- och familjeomsorgsnämnden", "Överförmyndarnämnden",
        "Valnämnden",
        "Krisledningsnämnden", "Patientnämnden", "Trafik- och samhällsplaneringsnämnden", "Kollektivtrafiknämnden",
        "Kommunstyrelsens arbetsutskott", "Barn- och utbildningsnämndens arbetsutskott",
        "Kommunstyrelsens allmänna utskott",
        "Kommunstyrelsens personalutskott", "Socialnämndens individutskott", "Nämnden för funktionsstöd",
        "Gemensamma överförmyndarnämnden", "Hemsjukvårdsnämnden", "Arbetsmarknads- och vuxenutbildningsnämnden",
    ],
)  # fmt: skip
def test_the_names_of_bodies(read: Read, body: str) -> None:
    """The body of a meeting is named as it names itself, in capitals too, and it is in the title."""
    for written in (body, body.upper()):
        document = read(
            f"Ängsö kommun\n{written}\nSammanträdesprotokoll 2023-05-17\n\n§ 1 Upprop\n\nAlla är här.\n\n§ 2 "
            f"Val\n\nBo Ek väljs.\n"
        )
        assert document.committee == body
        assert document.title == f"{body} protokoll 2023-05-17"


@pytest.mark.parametrize(
    ("line", "organisation"),
    [
        ("Ängsö kommun", "Ängsö kommun"),
        ("ÄNGSÖ KOMMUN", "Ängsö kommun"),
        ("Region Gotland", "Region Gotland"),
        ("Region Jönköpings län", "Region Jönköpings län"),
        ("Upplands Väsby kommun", "Upplands Väsby kommun"),
        ("Göteborgs Stad", "Göteborgs Stad"),
        ("Västra Götalandsregionen", "Västra Götalandsregionen"),
        ("Region Jämtland Härjedalen", "Region Jämtland Härjedalen"),
        ("Kommunförbundet Skåne Nordost", None),
    ],
)
def test_the_names_of_organisations(read: Read, line: str, organisation: str | None) -> None:
    """Municipalities and regions are named in full, in their own spelling."""
    document = read(
        f"{line}\nSocialnämnden\nSammanträdesprotokoll 2023-05-17\n\n§ 1 Upprop\n\nAlla är här.\n\n§ 2 Val\n\nBo Ek "
        f"väljs.\n"
    )
    assert document.organisation == organisation


def test_another_municipality_in_the_text_is_not_the_organisation(read: Read) -> None:
    """A municipality that is only spoken of does not become the paper's own."""
    document = read(
        f"{HEAD}§ 1 Samverkan\n\nAvtalet med Björkstads kommun löper ut. Björkstads kommun vill förlänga. "
        "Björkstads kommun betalar hälften.\n\n§ 2 Val\n\nBo Ek väljs.\n"
    )
    assert document.organisation == "Ängsö kommun"


def test_the_title_and_number_of_a_memo(read: Read) -> None:
    """A memo's title is its own heading, and its diarienummer the one in its head."""
    document = read(
        "Ängsö kommun\nTjänsteskrivelse\nDatum 2023-04-20\nDnr TN 2023/118\n\nTekniska nämnden\n\nTaxa för "
        "båtplatser i kommunens\nhamnar\n\n"
        "Förslag till beslut\n\nTaxan antas.\n\nBakgrund\n\nI ärende KS 2015/9 höjdes taxan senast, den 3 november "
        "2015.\n"
    )
    assert document.title == "Taxa för båtplatser i kommunens hamnar"
    assert document.case_number == "TN 2023/118"
    assert document.date == dt.date(2023, 4, 20)


# Furniture


def _many_pages(number: int) -> str:
    return "\f".join(
        f"ÄNGSÖ KOMMUN          Sammanträdesprotokoll         Sida {n} ({number})\nTekniska nämnden      2023-05-17\n\n"
        f"§ {n + 40} Ärende nummer {n}\n\nFörvaltningen redogör för punkt {n} och vad den kostar.\n\n"
        f"Beslut\n\nNämnden godkänner redovisningen.\n\nBilaga {n}.\n\nJusterandes sign          Utdragsbestyrkande\n"
        for n in range(1, number + 1)
    )


def test_running_heads_and_feet_are_furniture(read: Read) -> None:
    """What stands at the edge of every page is furniture: all of it, on every page."""
    document = read(_many_pages(6))
    furniture = "".join(text_of(document, span) for span in document.furniture)
    assert furniture.count("ÄNGSÖ KOMMUN") == furniture.count("Justerandes sign") == furniture.count("2023-05-17") == 6
    assert document.organisation == "Ängsö kommun"
    assert document.committee == "Tekniska nämnden"
    assert document.date == dt.date(2023, 5, 17)


@pytest.mark.parametrize("pages", [3, 6, 20])
def test_what_every_short_paragraph_says_is_no_furniture(read: Read, pages: int) -> None:
    """With a § a page the same "Beslut" and the same decision stand on every page, and are what the paper says."""
    document = read(_many_pages(pages))
    furniture = "".join(text_of(document, span) for span in document.furniture)
    assert paragraphs(document) == [f"§ {n + 40}" for n in range(1, pages + 1)]
    for words in ("Nämnden godkänner redovisningen.", "Beslut", "Förvaltningen redogör"):
        assert words not in furniture
    for paragraph in paragraphs(document):
        assert "Nämnden godkänner redovisningen." in part_text(document, paragraph, PartName.DECISION)


def test_a_diarienummer_at_the_edge_of_a_page_is_no_furniture(read: Read) -> None:
    """Where the page ends between a §'s diarienummer and its text, on page after page, each § keeps its number."""
    document = read(
        "\f".join(
            f"Nämnden köper {matter}.\n\n§ {number}\nDnr TN 2023/{number + 100}\nTekniska nämnden    Sida {number} "
            f"(5)\n"
            for number, matter in enumerate(MATTERS[:5], 1)
        )
        + "\fNämnden köper lådor.\n"
    )
    cases = {part.paragraph: part.case_number for part in document.sections if part.paragraph}
    assert cases == {f"§ {number}": f"TN 2023/{number + 100}" for number in range(1, 6)}


def test_lines_of_a_short_text_are_no_furniture(read: Read) -> None:
    """Without several pages nothing runs over pages."""
    document = read("Ängsö kommun\n\nTaxan antas.\n\nTaxan antas.\n\nTaxan antas.\n\nTaxan antas.\n")
    assert document.furniture == ()


# Papers without §


MEMO = """Ängsö kommun
Tjänsteskrivelse
Datum 2023-04-20

Taxa för båtplatser

Förslag till beslut

Tekniska nämnden föreslår kommunfullmäktige att anta taxan.

Sammanfattning

Taxan höjs i två steg, eftersom kostnaden för bryggorna har stigit.

Ärendebeskrivning

Nuvarande taxa

Taxan är 900 kronor om året för en plats, vad båten än mäter.

Ekonomiska konsekvenser

Intäkterna ökar med 120 000 kronor om året.

Bedömning

Förvaltningen bedömer att höjningen är rimlig.
"""
MEMO_HEADINGS = [
    "Förslag till beslut",
    "Sammanfattning",
    "Ärendebeskrivning",
    "Nuvarande taxa",
    "Ekonomiska konsekvenser",
    "Bedömning",
]


def test_the_headed_sections_of_a_memo(read: Read) -> None:
    """A memo in plain text has a section for each heading, with the text below it, and no §."""
    document = read(MEMO)
    headings = [part.heading for part in document.sections]
    assert [heading for heading in headings if heading in MEMO_HEADINGS] == MEMO_HEADINGS
    assert paragraphs(document) == []
    by_heading = {part.heading: text_of(document, part) for part in document.sections}
    assert "att anta taxan" in by_heading["Förslag till beslut"]
    assert "120 000" in by_heading["Ekonomiska konsekvenser"]
    assert "rimlig" in by_heading["Bedömning"]
    assert "120 000" not in by_heading["Bedömning"]


def test_the_parts_of_a_memo(read: Read) -> None:
    """The proposal of a memo is a proposal and not a decision, and its assessment an assessment."""
    document = read(MEMO)
    found = {part.name: document.text[part.start : part.end] for owner in document.sections for part in owner.parts}
    assert "att anta taxan" in found[PartName.PROPOSAL]
    assert "rimlig" in found[PartName.ASSESSMENT]
    assert PartName.DECISION not in found


def test_the_headings_that_word_marks(make_docx: MakeBytes) -> None:
    """In a Word memo the headings are those with a heading's style, whatever they look like."""
    data = make_docx(
        ("Title", "Taxa för båtplatser"), ("Heading 1", "Hur ser det ut i dag?"), "Bryggorna är gamla.",
        ("Heading 2", "Vad kostar det, och vem betalar?"), "Kommunen betalar.",
    )  # fmt: skip
    document = structure.understand(extract(data, "a.docx", Limits()), "1", "a.docx")
    by_heading = {part.heading: text_of(document, part) for part in document.sections}
    assert "gamla" in by_heading["Hur ser det ut i dag?"]
    assert "Kommunen betalar." in by_heading["Vad kostar det, och vem betalar?"]


# Diarienummer, § and dates as they are written


BODIES = ["KS", "SON", "BUN", "TN", "SLK", "KFN", "SÄN", "MBN", "KFKS"]
years = st.integers(1990, 2035)
serials = st.integers(1, 99_999)
NUMBER_SPELLINGS: dict[str, Callable[[str, int, int], str]] = {
    "KS 2023/45": lambda b, y, s: f"{b} {y}/{s}",
    "KS2023/45": lambda b, y, s: f"{b}{y}/{s}",
    "KS-2023-00045": lambda b, y, s: f"{b}-{y}-{s:05}",
    "KS 2023-00045": lambda b, y, s: f"{b} {y}-{s:05}",
    "KS 2023/00045": lambda b, y, s: f"{b} {y}/{s:05}",
    "KS/2023:45": lambda b, y, s: f"{b}/{y}:{s}",
    "ks 2023/45": lambda b, y, s: f"{b.lower()} {y}/{s}",
    "Ks 2023/45": lambda b, y, s: f"{b.capitalize()} {y}/{s}",
    "Ks 45/2023": lambda b, y, s: f"{b.capitalize()} {s}/{y}",
    "Dnr KS 2023/45": lambda b, y, s: f"Dnr {b} {y}/{s}",
    "dnr: KS 2023/45": lambda b, y, s: f"dnr: {b} {y}/{s}",
    "DNR KS 2023/45": lambda b, y, s: f"DNR {b} {y}/{s}",
    "Ärendenummer: KS 2023/45": lambda b, y, s: f"Ärendenummer: {b} {y}/{s}",
    "Diarienummer KS-2023-45": lambda b, y, s: f"Diarienummer {b}-{y}-{s}",
    "KS 2023/45-3": lambda b, y, s: f"{b} {y}/{s}-3",
    "KS-2023-00045:19": lambda b, y, s: f"{b}-{y}-{s:05}:19",
    "KS-2023-\\n00045": lambda b, y, s: f"{b}-{y}-\n{s:05}",
    "KS no-break-space 2023/45": lambda b, y, s: f"{b}\u00a0{y}/{s}",
}
AROUND = ["{}", "Ärendet ({}) bordläggs.", "Se {}, som avslutas.", "handling {}."]


@pytest.mark.parametrize("spelling", NUMBER_SPELLINGS)
@given(st.sampled_from(BODIES), years, serials, st.sampled_from(AROUND))
def test_a_diarienummer_has_one_form(spelling: str, body: str, year: int, serial: int, around: str) -> None:
    """The same number in all its spellings is one number, and its § or page is none of it."""
    if spelling == "Ks 45/2023" and 1900 < serial < 2100:
        serial += 1000  # "KS 2024/2023" can be read both ways
    written = around.format(NUMBER_SPELLINGS[spelling](body, year, serial))
    assert references.case_numbers(written) == [f"{body} {year}/{serial}"]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("SON 2023/273", "SON 2023/273"),
        ("SON-2023-00273", "SON 2023/273"),
        ("son 2023/273", "SON 2023/273"),
        ("KS/2023:45", "KS 2023/45"),
        ("Ks 261/2024", "KS 2024/261"),
        ("RS2023-123", "RS 2023/123"),
        ("Dnr: 2018:906", "2018/906"),
        ("dnr 2018/906", "2018/906"),
        ("DNR: 2018:906", "2018/906"),
        ("Diarienummer: 2018-906", "2018/906"),
        ("dnr 123/23", "2023/123"),
        ("Dnr 0160/23", "2023/160"),
        ("B 2023-000345", "B 2023/345"),
        ("BYGG 2023-000345", "BYGG 2023/345"),
    ],
)
def test_diarienummer_as_systems_write_them(written: str, canonical: str) -> None:
    """The numbers of the systems that are in use are known by their one form."""
    assert references.case_number(f"Handlingen har {written} i diariet.") == canonical


@pytest.mark.parametrize(
    "text",
    [
        "Mötet var i mars 2024-12 personer kom.", "Enligt 2 kap. 7 § förordningen (2003:789) gäller det.",
        "Fem av 2023/24 års elever.",
        "Läsåret 2023/24 började.", "SFS 2017:725", "prop. 2019/20:10", "Under 2023/2024 hölls tio möten.",
        "Beslut 2023-06-14.",
        "den 2023-06-14", "Kl 2023 startade mötet.", "Tel 0498-26 90 00", "i 2023-2024", "Av 2024/25 års budget",
        "Vi gick från 2021/22 till 2022/23.", "Sida 2023/12", "Bokslut 2023-12-31 och budget 2024-2026", "SOU 2023:45",
        "Ds 2021:30",
    ],
)  # fmt: skip
def test_what_looks_like_a_diarienummer_is_none(text: str) -> None:
    """Dates, school years, law and government reports are no diarienummer of the archive."""
    assert references.case_numbers(text) == []


def test_several_numbers_each_once() -> None:
    """Numbers come in the order of the text, each once however often and however it is written."""
    text = "KS 2023/5 och SN-2022-00017 samt ks/2023:5, Dnr 2018:906 och TN 12/2021."
    assert references.case_numbers(text) == ["KS 2023/5", "SN 2022/17", "2018/906", "TN 2021/12"]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöABCDEFÅÄÖ §.,:/-\n"))
def test_prose_without_digits_has_no_references(text: str) -> None:
    """Where no digit stands there is no number, § or date."""
    assert references.case_numbers(text) == []
    assert references.dates(text) == []
    assert references.paragraph(text) is None


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(["iso", "words", "den", "weekday", "capitals"]),
)
def test_a_date_is_read_as_it_is_written(date: dt.date, form: str) -> None:
    """A date in figures or words is that date, and the only one."""
    words = f"{date.day} {list(references.MONTHS)[date.month - 1]} {date.year}"
    written = {
        "iso": date.isoformat(), "words": words, "den": f"den {words}",
        "weekday": f"onsdagen den {words} kl. 13.00–15.30",
        "capitals": words.upper(),
    }[form]  # fmt: skip
    assert references.dates(f"Mötet hölls {written}.") == [date]


@given(st.text(alphabet="0123456789- ./abcjunimaj", max_size=60))
@example("2023-02-30")
@example("31 juni 2023")
@example("12023-01-011")
@example("2023-06-145")
def test_dates_are_never_invented(text: str) -> None:
    """Each date that is found stands in the text, figure by figure."""
    for date in references.dates(text):
        month, year = list(references.MONTHS)[date.month - 1], rf"(?:{date.year}|{date.year % 100:02})"
        forms = (
            date.isoformat(),
            rf"0?{date.day}(?::?[ae])?\s+{month[:3]}[a-z]*\.?\s+{date.year}",
            rf"0?{date.day}/0?{date.month}[ -]{year}",
        )
        assert any(re.search(rf"(?<!\d){form}(?!\d)", text) for form in forms)


@pytest.mark.parametrize(
    "written", ["14/6 2023", "14/6-23", "14 jun 2023", "14 juni 2023", "14:e juni 2023", "den 14 Juni 2023"]
)
def test_dates_in_short_forms(written: str) -> None:
    """A date is known in the short forms of a letter too."""
    assert references.dates(f"Beslutat {written}.") == [dt.date(2023, 6, 14)]


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-30", "31 juni 2023", "32/1 2023", "1/13 2023", "SON-2023-00614", "kl. 13.00–14.30", "3/4 av 2023",
        "KS 14/2023", "12023-01-01", "1/2 100 kronor",
    ],
)  # fmt: skip
def test_what_looks_like_a_date_is_none(text: str) -> None:
    """Days that no calendar has, fractions, clock times and diarienummer are no dates."""
    assert references.dates(text) == []


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("§ 264", "§ 264"), ("§264", "§ 264"), ("§\u00a0264", "§ 264"), ("enligt § 7.", "§ 7"), ("§§ 12–14", "§ 12")],
)
def test_paragraphs_have_one_form(written: str, canonical: str) -> None:
    """A § is one form in all spellings."""
    assert references.paragraph(written) == canonical


# Any text at all


_pieces = st.sampled_from(
    ["§ 1", "§ 2 Upprop", "§2", "§ 3 forts.", "§§ 4–5", "## § 6", "KS § 7", "Beslut", "Förslag till beslut",
    "Dnr KS 2023/5", "2023-05-17",
     "Sida 1 (2)", "Ängsö kommun", "Tekniska nämnden", "Protokoll", "Text som avslutas.", "Till", "§", "§ 99999", "#",
     "|a|b|", "....... 3",
     "Justerandes sign", "den 31 februari 2023", "Närvarande", "Mottagare:", "\f", "\n", "\t", " ", "–", "A" * 200]
)  # fmt: skip
any_text = st.one_of(
    st.text(max_size=200), st.lists(st.one_of(_pieces, st.text(max_size=12)), max_size=60).map("\n".join)
)


def understood(text: str) -> Document:
    """Return what is understood of a text that a reader would give, form feeds parting its pages."""
    pages = [clean(page) + "\n" for page in text.split("\f")]
    starts = [sum(map(len, pages[:n])) for n in range(len(pages) + 1)]
    spans = tuple(Span(a, b) for a, b in itertools.pairwise(starts))
    return structure.understand(Extraction("".join(pages), spans), "0" * 16, "fil.txt")


@given(any_text)
@example("")
@example("§")
@example("\n§ 1\n")
@example("Sida 1 (2)\n§ 1")
@example("§ 1\f§ 1\f§ 1")
def test_sections_part_any_text(text: str) -> None:
    """For any text at all: sections in order, none over another, and no word outside furniture is in none."""
    document = understood(text)
    place = 0
    for found in document.sections:
        assert place <= found.start < found.end <= len(document.text) or document.text.strip() == ""
        place = found.end
        inside = found.start
        for part in found.parts:
            assert inside <= part.start < part.end <= found.end
            inside = part.end
    spans = [*document.furniture, *(Span(found.start, found.end) for found in document.sections)]
    covered = {n for span in spans for n in range(span.start, span.end)}
    assert not [char for n, char in enumerate(document.text) if n not in covered and not char.isspace()]
    assert all(
        before.end <= after.start for before, after in zip(document.furniture, document.furniture[1:], strict=False)
    )


@given(any_text, st.text(max_size=30))
def test_any_text_is_understood(text: str, name: str) -> None:
    """No text and no file name makes understanding fail, and the text stays as it was."""
    pages = (Span(0, len(clean(text))),)
    document = structure.understand(Extraction(clean(text), pages), "0" * 16, name)
    assert document.text == clean(text)
    assert document.kind in Kind
    assert isinstance(document.title, str)


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(lambda n: "".join(f"## Rubrik {k}\n\nText om ärende {k}.\n\n" for k in range(n)), id="headings"),
        pytest.param(lambda n: "".join(f"§ {k}\n\nText om ärende {k}.\n\n" for k in range(n)), id="§"),
        pytest.param(lambda n: "§ 1 Rubrik" + "   " * n + "slut\n", id="spaces in a § heading"),
        pytest.param(lambda n: "§ 1 Rubrik" + ". " * n + "slut\n", id="dots in a § heading"),
        pytest.param(lambda n: "a- och " * n, id="coordinated words"),
        pytest.param(lambda n: "Aa " * n, id="capitals"),
    ],
)
def test_time_grows_with_length_and_no_faster(hostile: Callable[[int], str]) -> None:
    """A text four times as long takes about four times as long to understand: one file cannot stop the archive."""

    def seconds(length: int) -> float:
        extraction = extract(hostile(length).encode(), "fil.md", Limits())
        best = 60.0
        for _ in range(3):
            start = time.perf_counter()
            structure.understand(extraction, "0" * 16, "fil.md")
            best = min(best, time.perf_counter() - start)
        return best

    seconds(100)
    assert seconds(2_000) < 9 * seconds(500) + 0.03

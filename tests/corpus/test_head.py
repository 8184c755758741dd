"""The head of a paper, read as a nämndsekreterare reads it. All papers are invented."""

import datetime as dt
from collections.abc import Callable

import pytest

from corpus import structure
from corpus.models import Kind, PartName
from corpus.readers import Limits, extract
from tests.corpus.papers import HEAD, Read, paragraphs, text_of

MakeBytes = Callable[..., bytes]


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
        ("Kommunförbundet Skåne Nordost", "Kommunförbundet Skåne Nordost"),
        ("Räddningstjänsten Syd", "Räddningstjänsten Syd"),
        ("Lindsala Bostäder AB", "Lindsala Bostäder AB"),
        ("Rum Grynnan, plan 2", None),
        ("Kommunfullmäktige i Lindsala", "Lindsala kommun"),
        ("Kommunstyrelsen i Lindsala", "Lindsala kommun"),
        ("Regionfullmäktige i Värmland", "Region Värmland"),
        ("Mötet hölls i Björkstads kommun.\nÄngsö kommun", "Ängsö kommun"),
        ("Inbjudna gäster är Björkstads kommun,\nÄngsö kommun", "Ängsö kommun"),
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


@pytest.mark.parametrize(
    ("said", "organisation"),
    [
        ("Badet i Björkstad lagas. Björkstads kommun betalar.", "Björkstads kommun"),
        ("Badet lagas. Björkstads kommun betalar hälften.", None),
        ("Björkstads kommun och Ängsö kommun delar på badet i Björkstad.", None),
    ],
)
def test_a_paper_that_names_its_organisation_nowhere(read: Read, said: str, organisation: str | None) -> None:
    """It is of the one that it names, if it speaks of the place besides; one named in passing is a partner."""
    document = read(f"Socialnämnden\nSammanträdesprotokoll 2023-05-17\n\n§ 1 Badet\n\n{said}\n")
    assert document.organisation == organisation


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

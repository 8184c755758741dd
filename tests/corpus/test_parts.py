"""The parts of a § by the headings that secretaries give them. All papers are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Decision
from corpus.models import PartName
from corpus.structure.lines import split
from corpus.structure.outline import parts
from tests.corpus.papers import HEAD, Read, part_text, section

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
        ("Beslutet skickas till:", PartName.DISPATCH),
        ("Beslutet ska skickas till", PartName.DISPATCH),
        ("Beslutet delges", PartName.DISPATCH),
        ("Expediering", PartName.DISPATCH),
        ("Kopia till", PartName.DISPATCH),
        ("Sändlista", PartName.DISPATCH),
        ("För kännedom", PartName.DISPATCH),
        ("Utdrag ur protokoll till", PartName.DISPATCH),
        ("Arbetsutskottets förslag", PartName.PROPOSAL),
        ("Ordförandens förslag till beslut", PartName.PROPOSAL),
        ("Kommunstyrelsen föreslår kommunfullmäktige besluta", PartName.PROPOSAL),
        ("Arbetsutskottet föreslår att kommunstyrelsen beslutar följande:", PartName.PROPOSAL),
        ("Presidiet lämnar följande förslag:", PartName.PROPOSAL),
        ("Kommunstyrelsens beslut för egen del", PartName.DECISION),
        ("Regionstyrelsen beslutar att", PartName.DECISION),
        ("Beslut (omedelbart justerat)", PartName.DECISION),
        ("Beslut 2", PartName.DECISION),
        ("Tilläggsyrkande", PartName.MOTIONS),
        ("Yrkanden på sammanträdet", PartName.MOTIONS),
        ("Yrkanden under överläggningen", PartName.MOTIONS),
        ("Förslag till beslut på sammanträdet", PartName.MOTIONS),
        ("Ändringsförslag", PartName.MOTIONS),
        ("Beslutsgång", PartName.ORDER),
        ("Propositionsordning och beslut", PartName.ORDER),
        ("Beslutsgång 1", PartName.ORDER),
        ("Proposition", PartName.ORDER),
        ("Ajournering", PartName.ORDER),
        ("Omröstning – huvudvotering", PartName.VOTE),
        ("Omröstning 2", PartName.VOTE),
        ("Voteringsresultat", PartName.VOTE),
        ("Skriftliga reservationer", PartName.RESERVATION),
        ("Reservation från V och MP", PartName.RESERVATION),
        ("Reservation (SD)", PartName.RESERVATION),
        ("Särskilt yttrande från L", PartName.NOTE),
        ("Särskilda yttranden", PartName.NOTE),
        ("Röstförklaring", PartName.NOTE),
        ("Anteckning till protokollet", PartName.NOTE),
        ("Protokollsanteckning från ledamöterna för Skärgårdslistan", PartName.NOTE),
        ("Deltar inte i beslutet", PartName.NOTE),
        ("Anmälan om jäv", PartName.CONFLICT),
        ("Handlingar i ärendet", PartName.BASIS),
        ("Bilagor", PartName.BASIS),
        ("Beslutsunderlag och bilagor", PartName.BASIS),
        ("Tidigare beslut i ärendet", PartName.HISTORY),
        ("Ärendets gång", PartName.HISTORY),
        ("Beredning", PartName.HISTORY),
        ("Nämndens eget beslut", PartName.DECISION),
        ("Paragrafen är justerad", PartName.APPROVAL),
        ("Paragrafen förklaras omedelbart justerad.", PartName.APPROVAL),
        ("Denna paragraf är omedelbart justerad.", PartName.APPROVAL),
        ("Protokollet under denna paragraf justeras omedelbart.", PartName.APPROVAL),
        ("Justeras omedelbart", PartName.APPROVAL),
        ("Överläggning", PartName.MATTER),
        ("Inlägg i ärendet", PartName.MATTER),
        ("Ärendets behandling under mötet", PartName.MATTER),
        ("Kontorets överväganden", PartName.ASSESSMENT),
        ("Hamnförvaltningens bedömning", PartName.ASSESSMENT),
        ("Direktionen beslutar", PartName.DECISION),
        ("Ungdomsrådet beslutade", PartName.DECISION),
        ("Stadsstyrelsen beslöt", PartName.DECISION),
        ("Räddningsnämnden Norrskärs val", PartName.DECISION),
        ("Presidiet föreslog", PartName.PROPOSAL),
        ("Förslag till hamn- och fritidsnämnden", PartName.PROPOSAL),
        ("HAMN- OCH FRITIDSNÄMNDENS BEHANDLING", PartName.MATTER),
        ("## **MBL-behandling**", PartName.MATTER),
        ("## HAMN- OCH FRITIDSNÄMNDENS BEHANDLING **Hamn- och fritidsnämndens beslut**", PartName.DECISION),
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
        "kommunstyrelsens förslag.",
        "yrkande.",
        "Enligt kommunstyrelsens förslag:",
        "Bifall till kommunstyrelsens förslag:",
        "Yrkande från C den 4 mars 2024",
        "Tilläggsyrkande från L och M den 5 mars 2024.",
        "Ordföranden yrkar att arbetsutskottet föreslår socialnämnden att besluta enligt",
        "Medlen fördelas enligt hamnnämndens förslag:",
        "Kommunstyrelsen föreslår kommunfullmäktige att godkänna en ny",
        "Beslutar nämnden så blir taxan högre",
        "Bilaga 3",
        "Handlingar 2024 nr 5",
        "Ärende: 12",
        "Förslag till sammanträdesdagar för kommunfullmäktige",
        "Sedan kommunfullmäktige beslutade",
        "**Beslut** fattas i juni.",
        "Val",
    ],
)
def test_a_sentence_is_no_part_heading(read: Read, line: str) -> None:
    """A sentence that begins with the word for a part opens none."""
    document = read(f"{HEAD}§ 13 Upprop\n\nAlla är här.\n\n§ 14 Taxa\n\n{line}\n\n§ 15 Övrigt\n\nInget.\n")
    assert section(document, "§ 14").parts == ()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Beslut: Taxan antas.", PartName.DECISION),
        ("**Beslut:** Taxan antas.", PartName.DECISION),
        ("Arbetsutskottets beslut: Taxan antas.", PartName.DECISION),
        ("Beslut              Taxan antas.", PartName.DECISION),
        ("Beslut\tTaxan antas.", PartName.DECISION),
        ("Beslut | Taxan antas.", PartName.DECISION),
        ("Beslut: | Taxan antas.", PartName.DECISION),
        ("**Hamnnämndens beslut** − Taxan antas.", PartName.DECISION),
        ("HAMNNÄMNDENS BEHANDLING **Hamnnämndens beslut** − Taxan antas.", PartName.DECISION),
        ("Förvaltningens förslag: Taxan antas.", PartName.PROPOSAL),
        ("Yrkande: Ida Ström (S) yrkar att taxan antas.", PartName.MOTIONS),
        ("Beslutet skickas till: Hamnkontoret", PartName.DISPATCH),
        ("Expedieras till: Hamnkontoret, ekonomienheten", PartName.DISPATCH),
    ],
)
def test_a_heading_on_the_line_of_its_text(read: Read, line: str, name: PartName) -> None:
    """A heading in front of its text, after a colon or in a margin of its own, opens the part that the text is in."""
    document = read(
        f"{HEAD}§ 13 Upprop\n\nAlla är här.\n\n§ 14 Taxa\n\nFrågan är ny.\n{line}\nDen gäller från maj.\n\n"
        "§ 15 Övrigt\n\nInget.\n"
    )
    (part,) = section(document, "§ 14").parts
    assert part.name is name
    assert document.text[part.start : part.end].strip() == f"{line}\nDen gäller från maj."


def test_two_headings_of_one_part_are_one(read: Read) -> None:
    """ "Justering" over the sentence that says it is one part; "Beslut" after another part opens a new one."""
    document = read(
        f"{HEAD}§ 14 Taxa\n\nBeslut\nTaxan antas.\n\nJustering\nParagrafen förklaras omedelbart justerad.\n\nBeslut\n"
        "Avgiften antas.\n\n§ 15 Övrigt\n\nInget.\n"
    )
    own = section(document, "§ 14").parts
    assert [part.name for part in own] == [PartName.DECISION, PartName.APPROVAL, PartName.DECISION]


def test_what_a_board_proposes_is_its_decision(read: Read) -> None:
    """Right under "Beslut" the words "… föreslår kommunfullmäktige" open no part: the proposal is what is decided."""
    document = read(
        f"{HEAD}§ 14 Taxa\n\nBeslut\nTekniska nämnden föreslår kommunfullmäktige\natt anta taxan.\n\nÄrendet\n"
        "Den är gammal.\n\nTekniska nämnden föreslår kommunfullmäktige\natt anta en till.\n\n§ 15 Övrigt\n\nInget.\n"
    )
    own = section(document, "§ 14").parts
    assert [part.name for part in own] == [PartName.DECISION, PartName.MATTER, PartName.PROPOSAL]


def test_what_is_proposed_that_a_body_decides_is_a_proposal(read: Read) -> None:
    """Right under "Förslag till beslut" the words "Nämnden beslutar" open no decision."""
    document = read(
        f"{HEAD}§ 14 Taxa\n\nFörslag till beslut\nHamnnämnden beslutar\n1. Taxan höjs.\n\nHamnnämnden beslutar\n"
        "1. Taxan sänks.\n\n§ 15 Övrigt\n\nInget.\n"
    )
    own = section(document, "§ 14")
    assert [part.name for part in own.parts] == [PartName.PROPOSAL, PartName.DECISION]
    assert [document.text[one.start : one.end] for one in own.of(Decision)] == ["Taxan sänks."]


@given(st.text("BbeslutFörag: *|#\tn-", max_size=60))
def test_words_after_a_heading_begin_inside_its_line(line: str) -> None:
    """Where a heading shares its line with words, these are what is left of it; where it does not, nothing is."""
    found = parts.opening(line)
    if found:
        name, place = found
        assert 0 < place <= len(line)
        assert parts.opened(line) is name
        assert (parts.named(line) is name) == (place == len(line))
        assert line[place:] == line[place:].lstrip()


@given(st.lists(st.sampled_from(["Beslut", "Yrkanden", "Taxan antas.", "", "Beslut: Nej.", "Bo Ek (M)"]), max_size=30))
def test_parts_are_in_order_and_apart(lines: list[str]) -> None:
    """The parts of any lines begin at a line, end where the next begins, and together reach the end."""
    text = "\n".join(lines)
    found = parts.split(list(split(text)), len(text))
    starts = {line.start for line in split(text)}
    assert all(part.start in starts for part in found)
    assert [part.end for part in found] == [*(part.start for part in found[1:]), len(text)][: len(found)]
    assert len(found) <= sum(parts.opened(line) is not None for line in lines)

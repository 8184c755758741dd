"""Tables of contents and lists of matters are furniture; what they list is not."""

import pytest

from tests.corpus.papers import HEAD, Read, outside, paragraphs, section, text_of

BODY = """§ 13 Upprop

Alla är på plats.

§ 14 Taxa för båtplatser

Beslut
Taxan antas.

§ 15 Övriga frågor

Inget togs upp.
"""
TABLES = {
    "dots": "§ 13 Upprop ................ 3\n§ 14 Taxa för båtplatser ........ 4\n§ 15 Övriga frågor ............ 12\n",
    "spaced dots": "§ 13 Upprop . . . . . 3\n§ 14 Taxa för båtplatser . . . . 4\n§ 15 Övriga frågor . . . . . 12\n",
    "tabs": "§ 13\tUpprop\t3\n§ 14\tTaxa för båtplatser\t4\n§ 15\tÖvriga frågor\t12\n",
    "wide": "§ 13  Upprop                 3\n§ 14  Taxa för båtplatser    4\n§ 15  Övriga frågor         12\n",
    "page after a blank": "§ 13 Upprop 3\n§ 14 Taxa för båtplatser 4\n§ 15 Övriga frågor 12\n",
    "cells": "§ 13 | Upprop | 3\n§ 14 | Taxa för båtplatser | 4\n§ 15 | Övriga frågor | 12\n",
    "page on a line of its own": "§ 13 Upprop\n3\n§ 14 Taxa för båtplatser\n4\n§ 15 Övriga frågor\n12\n",
    "entries of two lines": "§ 13 Upprop ....... 3\n§ 14 Taxa för\nbåtplatser ...... 4\n§ 15 Övriga frågor .... 12\n",
    "no pages": "§ 13 Upprop\n§ 14 Taxa för båtplatser\n§ 15 Övriga frågor\n",
    "no pages, two lines": "§ 13 Upprop\n§ 14 Taxa för\nbåtplatser\n§ 15 Övriga frågor\n",
    "no pages, the last of two lines": "§ 13 Upprop\n§ 14 Taxa för båtplatser\n§ 15 Övriga\nfrågor\n",
    "bullets": "- § 13 Upprop\n- § 14 Taxa för båtplatser\n- § 15 Övriga frågor\n",
    "with the body": "TN § 13 Upprop\nTN § 14 Taxa för båtplatser\nTN § 15 Övriga frågor\n",
}


@pytest.mark.parametrize(
    "title",
    [
        "Innehåll\n\n",
        "Innehållsförteckning\n",
        f"Innehållsförteckning{' ' * 60}Sidan\n",
        "Ärendelista\n\n",
        "PARAGRAFER\n",
        "Paragrafförteckning | Sidnr.\n",
        "§ Ärenderubrik   Sid\n",
        "Nr Ärendemening\n",
        "Ärenden som ska behandlas\n",
        "Förteckning över paragrafer\n",
    ],
)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_contents_is_furniture(read: Read, table: str, title: str) -> None:
    """However the matters are listed in front, the list is in no section's own text, and each § is where it is."""
    document = read(f"{HEAD}{title}{TABLES[table]}\n\f{BODY}")
    assert paragraphs(document) == ["§ 13", "§ 14", "§ 15"]
    assert "Alla är på plats." in text_of(document, section(document, "§ 13"))
    assert "Taxan antas." in text_of(document, section(document, "§ 14"))
    whole = "".join(outside(document, found) for found in document.sections)
    assert [whole.count(words) for words in ("Upprop", "båtplatser", "frågor")] == [1, 1, 1]
    assert title.strip() not in whole


@pytest.mark.parametrize("table", ["dots", "spaced dots", "tabs", "wide", "no pages"])
def test_a_table_of_contents_without_a_title(read: Read, table: str) -> None:
    """A list of § that gives their pages, or of § that all come again, needs no title."""
    document = read(f"{HEAD}{TABLES[table]}\n\f{BODY}")
    whole = "".join(outside(document, found) for found in document.sections)
    assert whole.count("Taxa för båtplatser") == 1


@pytest.mark.parametrize(
    ("title", "table"),
    [
        *(("", table) for table in ("dots", "spaced dots", "tabs", "wide", "cells")),
        *(("Innehåll\n", table) for table in ("page after a blank", "page on a line of its own")),
    ],
)
def test_the_contents_of_a_meeting_before_an_extract(read: Read, title: str, table: str) -> None:
    """Where one § of those listed follows, their pages alone show what the list is, or its title and their pages."""
    extract = BODY[BODY.index("§ 14") : BODY.index("§ 15")]
    document = read(f"{HEAD}{title}{TABLES[table]}\n\f{extract}")
    assert paragraphs(document) == ["§ 14"]
    whole = "".join(outside(document, found) for found in document.sections)
    assert [whole.count(words) for words in ("Upprop", "båtplatser", "frågor")] == [0, 1, 0]


def test_the_contents_of_a_report(read: Read) -> None:
    """A report's contents have no §; leaders and rising page numbers show what they are."""
    document = read(
        "Avika kommun\nRapport\n\nInnehåll\n1 Uppdraget ........ 2\n1.1 Hur vi har gått till väga\nunder året .... 2\n"
        "2 Läget i hamnen ...... 3\n\f1 Uppdraget\n\nVi har räknat båtar.\n\n2 Läget i hamnen\n\nDen är full.\n"
    )
    whole = "".join(outside(document, found) for found in document.sections)
    assert [whole.count(words) for words in ("Uppdraget", "Läget i hamnen", "gått till väga")] == [1, 1, 0]


def test_a_list_of_which_one_does_not_come_again(read: Read) -> None:
    """A matter that was struck, or an extract's others, stand in the list only: the list is one all the same."""
    entries = ["TN § 13 | Upprop", "TN § 14 | Fråga om hur lång tid det", "tar att svara", "TN § 15 | Val"]
    listed = "\n".join(["Förteckning över ärenden", *entries])
    document = read(f"{HEAD}{listed}\n\fTN § 13\nUpprop\n\nAlla är på plats.\n\nTN § 15\nVal\n\nBo Ek väljs.\n")
    assert paragraphs(document) == ["§ 13", "§ 15"]
    assert any("§ 14" in finding.message for finding in document.findings)


@pytest.mark.parametrize("first", ["§ 13\n", "tn § 13\ndnr 07/134 452\n"])
def test_the_first_item_is_no_entry_of_the_table_before_it(read: Read, first: str) -> None:
    """A number of a § and a class of the archive's plan end a line with figures that are no page."""
    listed = "ÄRENDELISTA\n\n§ 13 Upprop 3\n\n§ 14 Val 4\n\n§ 15 Taxa 5\n"
    document = read(f"{HEAD}{listed}\f{first}Upprop\n\nAlla är på plats.\n\n§ 14\nVal\n\nBo Ek väljs.\n")
    assert paragraphs(document) == ["§ 13", "§ 14"]
    assert section(document, "§ 13").heading == "Upprop"


@pytest.mark.parametrize(
    "table",
    [
        "Intäkter   1 200   350\nKostnader   900   410\nResultat   300   20\n",
        "Badhuset   12\nSimhallen   3\nIshallen   7\n",
        "Badhuset   3\nSimhallen   7\nIshallen   12\nFriluftsbadet   20\n",
        "Utfall\n2021 12\n2022 15\n2023 18\n",
    ],
)
def test_a_table_of_figures_is_no_contents(read: Read, table: str) -> None:
    """Lines that end with figures are what the paper says, unless they are named as contents or list §."""
    document = read(f"{HEAD}§ 13 Bokslut\n\nSiffrorna är dessa.\n\n{table}\n§ 14 Övrigt\n\nInget.\n")
    assert document.furniture == ()


def test_short_paragraphs_are_no_list(read: Read) -> None:
    """Two short § whose numbers come again at the next meeting are §, and not listed."""
    document = read(
        f"{HEAD}§ 1 Upprop\n\nAlla är här.\n\n§ 2 Val\n\nBo Ek väljs.\n\f{HEAD.replace('05-17', '06-14')}"
        "§ 1 Upprop\n\nSex är här.\n\n§ 2 Val\n\nIda Ström väljs.\n"
    )
    assert paragraphs(document) == ["§ 1", "§ 2", "§ 1", "§ 2"]


def test_a_summons_lists_what_is_its_own(read: Read) -> None:
    """The list of matters of a summons names each once: it is what the paper says."""
    document = read("Avika kommun\nKallelse\n\nÄrenden\n1. Upprop\n2. Taxa för båtplatser\n3. Övriga frågor\n")
    assert document.furniture == ()

"""Whose paper it is, where no list of bodies knows the name and no letterhead says the municipality."""

import pytest

from corpus.models import Kind
from tests.corpus.papers import Read


@pytest.mark.parametrize(
    "name", ["Omsorgsstyrelsen", "Ungdomsrådet", "Samverkansgruppen", "Nämnden för kultur & fritid", "Direktionen"]
)
@pytest.mark.parametrize("acts", ["{name} beslutar att", "{name} beslutade", "{name}s beslut"])
def test_a_body_by_what_it_does(read: Read, name: str, acts: str) -> None:
    """A cell of the head that the paper says decides is its body, whatever its name ends in."""
    document = read(
        f"Ängsö kommun\n{name.upper()}\nSammanträdesprotokoll 2023-06-10\n\n§ 71 Rapport\n\n{acts.format(name=name)}\n"
        "lägga rapporten till handlingarna.\n"
    )
    assert document.committee == name


def test_a_name_that_decides_nothing_is_no_body(read: Read) -> None:
    document = read(
        "Ängsö kommun\nBåtklubben Måsen\nProtokoll 2023-06-10\n\n§ 1 Val\n\nKlubben valde Bo Ek.\n\n§ 2 Övrigt\n"
    )
    assert document.committee is None


@pytest.mark.parametrize("name", ["Länsstyrelsen", "Socialstyrelsen", "Rikspolisstyrelsen"])
def test_a_board_of_the_state_is_no_body(read: Read, name: str) -> None:
    document = read(f"Ängsö kommun\n{name}\nProtokoll 2023-06-10\n\n§ 1 Val\n\nBo Ek väljs.\n\n§ 2 Övrigt\n")
    assert document.committee is None


@pytest.mark.parametrize("sign", [">", "›", "»"])
def test_a_breadcrumb_names_them(read: Read, sign: str) -> None:
    """A page of a municipality's site says in its breadcrumb what the letterhead of a file says."""
    document = read(
        f"Du är här: Hem {sign} Ängsö kommun {sign} Vård- och omsorgsnämnden {sign} Kallelse 2023-06-10\n\n"
        "Kallelse 2023-06-10\n\n1 Rapport\n\nFörslag till beslut\nRapporten noteras.\n\n2 Val\n\n"
        "Förslag till beslut\nBo väljs.\n"
    )
    assert (document.kind, document.organisation, document.committee) == (
        Kind.SUMMONS, "Ängsö kommun", "Vård- och omsorgsnämnden",
    )  # fmt: skip


def test_the_only_organisation_that_is_named(read: Read) -> None:
    """A paper that names one municipality, and its place besides, is that municipality's; an answer to one is not."""
    head = "Kommunfullmäktige\nProtokoll 2003-09-22\nPlats: Sparbanken, Ängsö\n\n§ 1 Arrende\n\n"
    own = read(f"{head}Arrendepolicyn för Ängsö kommun antas.\n")
    other = read(f"{head}Remissen från Avika kommun besvaras.\n")
    two = read(f"{head}Ängsö kommun och Avika kommun, vid Avika, enas.\n")
    assert [paper.organisation for paper in (own, other, two)] == ["Ängsö kommun", None, None]


def test_a_joint_authority_by_its_name_in_the_text(read: Read) -> None:
    document = read(
        "Direktionens protokoll 24 november 2023\n\n81 § Budget\n\nDirektionen beslutar\n\natt anta budgeten.\n\n"
        "Bakgrund\n\n"
        "Ängsö Räddningstjänstförbund (ÄRF) behöver en budget.\n\n82 § Val\n\nBo Ek väljs.\n"
    )
    assert (document.kind, document.organisation, document.committee) == (
        Kind.MINUTES, "Ängsö Räddningstjänstförbund", "Direktionen",
    )  # fmt: skip

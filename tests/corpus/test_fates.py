"""What a § is about and what became of it: by the words of invented minutes, worked out by hand."""

from collections.abc import Callable

import pytest

from corpus import fates
from corpus.fates import Fate, Matter
from corpus.models import Document, Section

Read = Callable[..., Document]

HEAD = """ÄNGSÖ KOMMUN
Kommunfullmäktige

SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2024-03-18

§ 10 Upprop

Alla är här.

"""


def only(read: Read, heading: str, body: str) -> tuple[Document, Section]:
    """Return minutes whose second § has `heading` and `body`, and that §."""
    document = read(f"{HEAD}§ 11 {heading}\nDnr KS 2024/7\n\n{body}\n")
    return document, document.sections[-1]


@pytest.mark.parametrize(
    ("heading", "about"),
    [
        ("Svar på motion om fler cykelställ", Matter.MOTION),
        ("Motion av Eva Ro (C) om fler cykelställ", Matter.MOTION),
        ("Cykelställ vid stationen – svar på motion", Matter.MOTION),
        ("Återremitterad motion om cykelställ", Matter.MOTION),
        ("Medborgarförslag om en lekplats i Bråta", Matter.PROPOSAL),
        ("Svar på medborgarförslag om en lekplats", Matter.PROPOSAL),
        ("Interpellation till kommunalrådet om vägarna", Matter.INTERPELLATION),
        ("Antagande av detaljplan för Norra torget", Matter.PLAN),
        ("Va-taxa 2025", Matter.FEES),
        ("Delredovisning av uppdraget om skolskjuts", Matter.REPORTED),
        ("Yttrande över motion om fler cykelställ", None),
        ("Nya motioner", None),
        ("Anmälan av medborgarförslag om en lekplats", None),
        ("Redovisning av motioner som inte är besvarade", None),
        ("Uppföljning av bifallna motioner", None),
        ("Budget 2025", None),
    ],
)
def test_the_heading_names_the_matter(read: Read, heading: str, about: Matter | None) -> None:
    document, section = only(read, heading, "Beslut\nÄrendet bordläggs.")
    assert section.heading == heading
    assert fates.matter_of(document.text, section) is about


def test_an_opinion_on_a_motion_that_is_motivated_by_one_is_still_none(read: Read) -> None:
    document, section = only(
        read, "Yttrande över motion om cykelställ", "Beslut\nNämnden tillstyrker att motionen bifalls."
    )
    assert fates.matter_of(document.text, section) is None


def test_a_decision_that_settles_a_motion_makes_the_item_one(read: Read) -> None:
    document, section = only(
        read, "Ny gång- och cykelväg till Bråta", "Beslut\n1. Motionen bifalls.\n2. Vägen byggs 2025."
    )
    assert fates.matter_of(document.text, section) is Matter.MOTION


@pytest.mark.parametrize(
    ("decided", "fate", "said"),
    [
        ("Motionen bifalls.", Fate.GRANTED, "Motionen bifalls."),
        ("Motionen bifalls på så sätt att ställen prövas ett år.", Fate.GRANTED, "Motionen bifalls på så sätt"),
        ("Motionen bifalls delvis.", Fate.PARTLY, "Motionen bifalls delvis."),
        ("Motionens första att-sats bifalls.", Fate.PARTLY, "Motionens första"),
        ("1. Motionens första att-sats bifalls.\n2. Motionen i övrigt avslås.", Fate.PARTLY, "Motionens första"),
        ("Kommunfullmäktige avslår motionen.", Fate.REJECTED, "Kommunfullmäktige avslår motionen."),
        ("Den av Eva Ro väckta motionen avslås.", Fate.REJECTED, "Den av Eva Ro"),
        ("1. Motionen avslås.\n2. Nämnden får i uppdrag att se över ställena.", Fate.REJECTED, "Motionen avslås."),
        ("Motionen anses besvarad.", Fate.ANSWERED, "Motionen anses besvarad."),
        ("1. Nämnden får i uppdrag att bygga.\n2. Motionen anses därmed besvarad.", Fate.ANSWERED, "Motionen anses"),
        ("1. Motionens punkt 1 avslås.\n2. Motionen anses i övrigt besvarad.", Fate.SPLIT, "Motionens punkt 1"),
        ("Ärendet återremitteras till kommunstyrelsen.", Fate.REMITTED, "Ärendet återremitteras"),
        ("Ärendet bordläggs till nästa sammanträde.", Fate.TABLED, "Ärendet bordläggs"),
        ("Motionen överlämnas till kommunstyrelsen för beredning.", Fate.HANDED_OVER, "Motionen överlämnas"),
        ("Kommunstyrelsens förslag bifalls.", Fate.OTHER, "Kommunstyrelsens förslag bifalls."),
        ("Kommunfullmäktige föreslås avslå motionen.", Fate.PROPOSED, "Kommunfullmäktige föreslås"),
        ("Kommunstyrelsen föreslår kommunfullmäktige att bifalla motionen.", Fate.PROPOSED, "Kommunstyrelsen föreslår"),
    ],
)
def test_the_decision_tells_what_became_of_a_motion(read: Read, decided: str, fate: Fate, said: str) -> None:
    document, section = only(read, "Svar på motion om fler cykelställ", f"Beslut\n{decided}")
    become = fates.become(document.text, section, Matter.MOTION)
    assert become is not None
    assert become.fate is fate
    assert document.text[become.said.start : become.said.end].startswith(said)


def test_what_is_listed_under_a_proposal_is_proposed(read: Read) -> None:
    document, section = only(
        read,
        "Svar på motion om fler cykelställ",
        "Kommunstyrelsens förslag till kommunfullmäktige\n\nMotionen avslås.",
    )
    become = fates.become(document.text, section, Matter.MOTION)
    assert become is None or become.fate is Fate.PROPOSED


def test_a_motion_that_is_named_beside_a_tabled_question_is_settled(read: Read) -> None:
    document, section = only(
        read, "Svar på motion om cykelställ", "Beslut\n1. Motionen bifalls.\n2. Frågan om kostnaden bordläggs."
    )
    become = fates.become(document.text, section, Matter.MOTION)
    assert become is not None
    assert become.fate is Fate.GRANTED


@pytest.mark.parametrize(
    ("decided", "fate"),
    [
        ("Interpellationen får ställas.", Fate.ALLOWED),
        ("Interpellationen får inte ställas.", Fate.DENIED),
        ("Kommunfullmäktige beslutar att interpellationen inte får framställas.", Fate.DENIED),
        ("Kommunfullmäktige beslutar att interpellationen får ställas och att den är besvarad.", Fate.ANSWERED),
        ("Interpellationen är besvarad.", Fate.ANSWERED),
    ],
)
def test_an_interpellation_is_let_be_put_or_answered(read: Read, decided: str, fate: Fate) -> None:
    document, section = only(read, "Interpellation om vägarna i Bråta", f"Beslut\n{decided}")
    become = fates.become(document.text, section, Matter.INTERPELLATION)
    assert become is not None
    assert become.fate is fate


def test_nothing_decided_is_no_fate(read: Read) -> None:
    document, section = only(read, "Interpellation om vägarna", "Eva Ro (C) läser upp sin interpellation.")
    assert fates.become(document.text, section, Matter.INTERPELLATION) is None

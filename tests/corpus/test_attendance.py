"""Who took part, from the many ways in which minutes list it. All papers, places and persons are invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Attendant, Presence
from corpus.structure.facts import attendance
from tests.corpus.opened import opened

DECIDING, REPLACEMENT, OTHER, ABSENT = Presence.DECIDING, Presence.REPLACEMENT, Presence.OTHER, Presence.ABSENT
BODY = "\n\n§ 1 Upprop\nUpprop förrättas av Gun Ny (S).\n\n§ 2 Budget\nBo Berg (M) yrkar bifall.\n"


def _listed(head: str, body: str = BODY) -> list[Attendant]:
    text = head + body
    found = list(attendance.find(opened(text)))
    for person in found:
        assert all(word.casefold() in text[person.start : person.end].casefold() for word in person.name.split())
    return found


def _short(head: str, body: str = BODY) -> list[tuple[str, Presence]]:
    return [(person.name, person.presence) for person in _listed(head, body)]


def _one(head: str, name: str) -> Attendant:
    (person,) = [person for person in _listed(head) if person.name == name]
    return person


THREE = [("Anna Ek", DECIDING), ("Bo Berg", DECIDING), ("Cia Dahl", OTHER)]


@pytest.mark.parametrize(
    "head",
    [
        "Beslutande    Anna Ek (S), ordförande\n              Bo Berg (M)\nÖvriga        Cia Dahl, sekreterare",
        "Beslutande:\nAnna Ek (S), ordförande\nBo Berg (M)\n\nÖvriga deltagande:\nCia Dahl, sekreterare",
        "Beslutande\n\nAnna Ek (S), ordförande\n\nBo Berg (M)\n\nÖvriga närvarande\n\nCia Dahl, sekreterare",
        "Beslutande ledamöter\n- Anna Ek (S), ordförande\n- Bo Berg (M)\nTjänstepersoner\n- Cia Dahl, sekreterare",
        "**Beslutande:** Anna Ek (S) ordförande, Bo Berg (M)\n\n**Övriga:** sekreterare Cia Dahl",
        "| Beslutande | Anna Ek (S), ordförande; Bo Berg (M) |\n| Tjänstemän | Cia Dahl, sekreterare |",
        "Beslutande | Anna Ek (S), ordförande Bo Berg (M)\nTjänstepersoner | Cia Dahl, sekreterare",
        "NÄRVARANDE LEDAMÖTER\n(S)  Anna Ek, ordförande\n(M)  Bo Berg\nTJÄNSTEPERSONER  Cia Dahl, sekreterare",
        "Närvarande ledamöter (2 st)\nS: Anna Ek (ordförande)\nM: Bo Berg\n\nÖvriga: Cia Dahl, sekreterare.",
        "Närvarolista\nParti | Ledamöter\nS | Anna Ek (ordförande)\nM | Bo Berg\n\nÖvriga: Cia Dahl, sekreterare.",
        "Ledamöter Anna Ek (S) ordf.\n          Bo Berg (M)\nTjänstemän  Cia Dahl, sekreterare",
        "Ledamöter: Anna Ek (S), ordförande, och Bo Berg (M). Sekreterare: Cia Dahl.",
        "Närvarande  Anna Ek (S), ordförande, Bo\n            Berg (M)\nÖvriga      Cia\n            Dahl, sekreterare",
        "Ordförande        Anna Ek (S)\nLedamöter         Bo Berg (M)\nSekreterare       Cia Dahl",
        "Ordförande: Anna Ek (S)\nLedamot: Bo Berg (M)\nSekreterare: Cia Dahl",
        "Beslutande\nEk, Anna (S), ordförande\nBerg, Bo (M)\nÖvriga\nCia Dahl, sekreterare",
        "Beslutande   ANNA EK (S), ordförande\n             BO BERG (M)\nÖvriga       Cia Dahl, sekreterare",
        "Beslutande | Parti | Anmärkning\nAnna Ek, ordförande | S |\nBo Berg | M |\n\nÖvriga: Cia Dahl, sekreterare",
        "Beslutande\n1. Anna Ek (S), ordförande\n2. Bo Berg (M)\nÖvriga\nCia Dahl, sekreterare",
        "Beslutande\n• Anna Ek (S), ordförande\n• Bo Berg (M)\nÖvriga deltagare\n• Cia Dahl, sekreterare",
        "Beslutande  Anna Ek (S), ordförande   Bo Berg (M)\nÖvriga  Cia Dahl, sekreterare",
    ],
)  # fmt: skip
def test_the_same_people_in_many_layouts(head: str) -> None:
    """A chair, a member and a secretary, however they are set."""
    assert _short(f"LINDSALA KOMMUN\nTekniska nämnden\nSammanträdesdatum: 2024-03-12\n\n{head}") == THREE
    assert [person.party for person in _listed(head)] == ["S", "M", None]
    assert [(person.role or "").rstrip(".")[:4] for person in _listed(head)] == ["ordf", "", "sekr"]


def test_a_full_first_page() -> None:
    """The first page of a common template: labels in a column, signatures and the notice of posting below them."""
    head = """Kommunstyrelsen                 Sammanträdesdatum    Sida
                                2024-03-12           1 (23)

Plats och tid       Kommunhuset i Avika, klockan 13.00–16.10
Beslutande          Anna Ek (S), ordförande
                    Bo Berg (M), 1:e vice ordförande, §§ 20-24
                    Dan Fors (C), tjänstgörande ersättare för Eva Gran (C)
                    Fia Hult (V), ej § 22 på grund av jäv
                    Gösta Ivarsson (KD), från kl. 14.10
Ej tjänstgörande    Hanna Jung (S)
ersättare           Ivar Kvist (M), §§ 25–30
Övriga deltagare    Cia Dahl, kommunchef
                    Jan Lund, planarkitekt, § 21, kl. 13.15-13.40
                    Kaj Moe, sekreterare

Utses att justera   Fia Hult (V)
Justeringens plats  Kommunhuset 2024-03-19, kl. 10.00
och tid
Underskrifter       Sekreterare  ........................  Paragrafer 20–30
                                 Kaj Moe
                    Ordförande   ........................
                                 Anna Ek
                    Justerande   ........................
                                 Fia Hult

ANSLAG/BEVIS
Protokollet är justerat. Justeringen har tillkännagivits genom anslag.
Organ               Kommunstyrelsen
"""
    found = [(p.name, p.presence, p.party, p.role, p.replaces, p.limits) for p in _listed(head)]
    assert found == [
        ("Anna Ek", DECIDING, "S", "ordförande", None, None),
        ("Bo Berg", DECIDING, "M", "1:e vice ordförande", None, "§§ 20-24"),
        ("Dan Fors", DECIDING, "C", None, "Eva Gran", None),
        ("Fia Hult", DECIDING, "V", None, None, "ej § 22"),
        ("Gösta Ivarsson", DECIDING, "KD", None, None, "från kl. 14.10"),
        ("Hanna Jung", REPLACEMENT, "S", None, None, None),
        ("Ivar Kvist", REPLACEMENT, "M", None, None, "§§ 25–30"),
        ("Cia Dahl", OTHER, None, "kommunchef", None, None),
        ("Jan Lund", OTHER, None, "planarkitekt", None, "§ 21, kl. 13.15-13.40"),
        ("Kaj Moe", OTHER, None, "sekreterare", None, None),
    ]


def test_a_first_page_without_parties() -> None:
    """Labels under labels, names without parties, times without a word for them, and stars for replacements."""
    head = """Beslutande          Ledamöter
                    Anna Ek, ordförande
                    Bo Berg 8:15–11:30
                    Cia Dahl, ersättare för Dan Fors
                    *Eva Gran, kl. 9.00-10.00
Ej tjänstgörande    Fia Hult
                    Gun Ivars
Övriga närvarande   Ersättare Hans Jung
Närvarorätt
Övriga deltagande   Kommunchef Ida Kvist, planekonom Jan Lund 8:15-9:00
                    Kaj Moe, ej tjänstgörande ersättare
Utses att justera   Bo Berg och Anna Ek
"""
    assert [(p.name, p.presence, p.role, p.replaces, p.limits) for p in _listed(head)] == [
        ("Anna Ek", DECIDING, "ordförande", None, None),
        ("Bo Berg", DECIDING, None, None, "8:15–11:30"),
        ("Cia Dahl", DECIDING, None, "Dan Fors", None),
        ("Eva Gran", DECIDING, None, None, "kl. 9.00-10.00"),
        ("Fia Hult", REPLACEMENT, None, None, None),
        ("Gun Ivars", REPLACEMENT, None, None, None),
        ("Hans Jung", REPLACEMENT, None, None, None),
        ("Ida Kvist", OTHER, "Kommunchef", None, None),
        ("Jan Lund", OTHER, "planekonom", None, "8:15-9:00"),
        ("Kaj Moe", REPLACEMENT, None, None, None),
    ]


def test_a_voting_list_that_the_first_page_refers_to() -> None:
    """Where members are those on the voting list, its rows are read; elsewhere a voting list is no attendance."""
    votes = "\n1 Anna Ek, ordförande S Ja\n2 Bo Berg (ersättare) M Nej\n3 Cia Dahl V Frånvarande\n"
    head = "Beslutande: 3 ledamöter enligt omröstningslistan under § 2\nÖvriga: Dan Fors, sekreterare"
    assert _short(head, BODY + votes) == [("Dan Fors", OTHER), ("Anna Ek", DECIDING), ("Bo Berg", REPLACEMENT)]
    assert _short("Övriga: Dan Fors, sekreterare", BODY + votes) == [("Dan Fors", OTHER)]


@pytest.mark.parametrize(
    ("entry", "replaces", "limits"),
    [
        ("Bo Berg (M) för Dan Fors (M)", "Dan Fors", None),
        ("Bo Berg (M) för Dan Fors §§ 3–4", "Dan Fors", "§§ 3–4"),
        ("Bo Berg (M) §§ 3–4 för Dan Fors", "Dan Fors", "§§ 3–4"),
        ("Bo Berg (M), tjänstgör för Dan Fors (M) § 3", "Dan Fors", "§ 3"),
        ("Bo Berg (M), tjänstgör § 3 för Dan Fors", "Dan Fors", "§ 3"),
        ("Bo Berg (M), tj. ers. för Dan Fors", "Dan Fors", None),
        ("Bo Berg (M), ersätter Dan Fors (M)", "Dan Fors", None),
        ("Bo Berg (M) i stället för Dan Fors (M)", "Dan Fors", None),
        ("Bo Berg (M), tjänstgörande ersättare för\n   Dan Fors (M)", "Dan Fors", None),
        ("Bo Berg (M), tjänstgör §§ 12–14 och 16", None, "§§ 12–14 och 16"),
        ("Bo Berg (M) §§ 12–14 och § 16", None, "§§ 12–14 och § 16"),
        ("Bo Berg (M), §§ 12, 14 och 16", None, "§§ 12, 14 och 16"),
        ("Bo Berg (M) utom § 8", None, "utom § 8"),
        ("Bo Berg (M), deltar ej i § 8", None, "deltar ej i § 8"),
        ("Bo Berg (M), kl. 13.00-15.10", None, "kl. 13.00-15.10"),
        ("Bo Berg (M), klockan 13.00–15.10", None, "klockan 13.00–15.10"),
        ("Bo Berg (M) fr.o.m. § 9", None, "fr.o.m. § 9"),
        ("Bo Berg (M) t.o.m. kl. 15.00", None, "t.o.m. kl. 15.00"),
        ("Bo Berg (M), tjänstgör inte", None, None),
        ("Bo Berg (M), på distans", None, None),
    ],
)
def test_whose_place_and_how_long(entry: str, replaces: str | None, limits: str | None) -> None:
    """The member whose place a replacement takes is no attendant, and the limits are as written."""
    head = f"Beslutande: Anna Ek (S), ordförande\nErsättare: {entry}\nÖvriga: Cia Dahl, sekreterare"
    assert _short(head) == [("Anna Ek", DECIDING), ("Bo Berg", REPLACEMENT), ("Cia Dahl", OTHER)]
    person = _one(head, "Bo Berg")
    assert (person.replaces, person.limits, person.role) == (replaces, limits, None)


def test_one_who_replaces_two() -> None:
    """Each member replaced is a fact of its own, with its own §."""
    head = "Beslutande: Anna Ek (S)\nTjg ersättare: Bo Berg (V) för Dan Fors (S) §§ 3–4\n   och för Eva Gran (S) § 6"
    found = [(p.replaces, p.limits) for p in _listed(head) if p.name == "Bo Berg"]
    assert found == [("Dan Fors", "§§ 3–4"), ("Eva Gran", "§ 6")]


def test_those_who_were_away() -> None:
    """Those absent are told as such, and those who came in their place as replacements."""
    head = "Beslutande: Anna Ek (S)\nFrånvarande ledamöter: Bo Berg (M), ersatt av Dan Fors (M), och Eva Gran (V)"
    found = [(p.name, p.presence, p.replaces) for p in _listed(head)]
    assert found == [
        ("Anna Ek", DECIDING, None),
        ("Bo Berg", ABSENT, None),
        ("Dan Fors", REPLACEMENT, "Bo Berg"),
        ("Eva Gran", ABSENT, None),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "Beslutande\nAnna Ek (S)\nBo Berg (M)\nCia Gran (AV)",
        "Beslutande: Anna Ek, S, Bo Berg, M, Cia Gran, AV",
        "Beslutande\nAnna Ek - S\nBo Berg - M\nCia Gran - AV",
        "Beslutande\nAnna Ek /S/\nBo Berg /M/\nCia Gran /AV/",
        "Beslutande\nAnna Ek [S]\nBo Berg [M]\nCia Gran [AV]",
        "Närvarande ledamöter\n\nSocialdemokraterna\n\nAnna Ek\n\nModeraterna\n\nBo Berg\n\nAV\n\nCia Gran",
        "Närvarande ledamöter\nSocialdemokraterna: Anna Ek\nModeraterna: Bo Berg\nAvikas Väl: Cia Gran",
        "Närvarande ledamöter\nFör Socialdemokraterna: Anna Ek\nFör Moderaterna: Bo Berg\nFör Avikas Väl: Cia Gran",
        "Ledamöter | Parti\nAnna Ek | S\nBo Berg | Moderaterna\nCia Gran | AV",
        "| Ledamot | Parti | Uppdrag |\n|---|---|---|\n| Anna Ek | S | ledamot |\n| Bo Berg | M | ledamot |\n"
        "| Cia Gran | AV | ledamot |",
    ],
)
def test_a_party_wherever_it_stands_is_told_by_its_letters(head) -> None:
    """A local party that is written out has the letters that the paper gives its members elsewhere."""
    body = BODY + "Cia Gran (AV) reserverar sig mot beslutet.\n"
    assert [(p.name, p.party) for p in _listed(head, body)] == [("Anna Ek", "S"), ("Bo Berg", "M"), ("Cia Gran", "AV")]


def test_party_groups_over_lines() -> None:
    """A party heads its own: names cut by a line's end are whole, and a new party begins with its line."""
    head = """Närvarande ledamöter
S:  Anna Ek, ordförande, Bo Berg, Cia
    Dahl, Dan Fors (§§ 3–4 och 6)
LP: Eva Gran (tjänstgörande ersättare för Fia Hult)
L: Gun Ivars. KD: Hans Jung (2:e vice ordförande)
Övriga: Kaj Lund, ekonomichef (§ 3); Mia Näs, rektor"""
    assert [(p.name, p.party, p.role, p.replaces, p.limits) for p in _listed(head)] == [
        ("Anna Ek", "S", "ordförande", None, None),
        ("Bo Berg", "S", None, None, None),
        ("Cia Dahl", "S", None, None, None),
        ("Dan Fors", "S", None, None, "§§ 3–4 och 6"),
        ("Eva Gran", "LP", None, "Fia Hult", None),
        ("Gun Ivars", "L", None, None, None),
        ("Hans Jung", "KD", "2:e vice ordförande", None, None),
        ("Kaj Lund", None, "ekonomichef", None, "§ 3"),
        ("Mia Näs", None, "rektor", None, None),
    ]


def test_party_groups_in_cells() -> None:
    """A party's cell heads its row; it is no part of the name that ends the row above."""
    head = "Närvarolista\nParti | Ledamöter\nC | Anna Ek, Bo Berg\nLP | Cia Dahl, Dan Fors (§§ 3–4)\nV | Eva Gran"
    assert [(p.name, p.party, p.limits) for p in _listed(head)] == [
        ("Anna Ek", "C", None),
        ("Bo Berg", "C", None),
        ("Cia Dahl", "LP", None),
        ("Dan Fors", "LP", "§§ 3–4"),
        ("Eva Gran", "V", None),
    ]


def test_officials_and_their_titles() -> None:
    """Titles go before or after a name; a company in a title is nobody."""
    head = """Beslutande: Anna Ek (S)
Övriga deltagande: hälso- och sjukvårdsdirektör Bo Berg, HR-direktör Cia Dahl § 3, Dan Fors, vd för Norra Bruket AB,
§ 4 (lämnade före beslutet), Eva Gran, enhetschef hemtjänst, §§ 5 och
6, Fia Hult, Lärarnas samorganisation, Gun Ivars
Åhörare: 14 personer
Insynsplats: Hans Jung (V)"""
    assert [(p.name, p.presence, p.role, p.limits) for p in _listed(head)] == [
        ("Anna Ek", DECIDING, None, None),
        ("Bo Berg", OTHER, "hälso- och sjukvårdsdirektör", None),
        ("Cia Dahl", OTHER, "HR-direktör", "§ 3"),
        ("Dan Fors", OTHER, "vd för Norra Bruket AB", "§ 4"),
        ("Eva Gran", OTHER, "enhetschef hemtjänst", "§§ 5 och 6"),
        ("Fia Hult", OTHER, "Lärarnas samorganisation", None),
        ("Gun Ivars", OTHER, None, None),
        ("Hans Jung", OTHER, "insynsplats", None),
    ]


def test_the_chair_is_there_once() -> None:
    """Someone named as the chair and again among the members is one attendant with the role."""
    head = "Ordförande: Anna Ek (S)\nSekreterare: Cia Dahl\nBeslutande: Anna Ek (S), Bo Berg (M)\nÖvriga: Cia Dahl"
    found = [(p.name, p.role) for p in _listed(head)]
    assert found == [("Anna Ek", "ordförande"), ("Cia Dahl", "sekreterare"), ("Bo Berg", None)]


def test_a_list_that_another_paper_holds() -> None:
    """A number of members is not their names."""
    assert _short(
        "Ordförande: Anna Ek (S)\nBeslutande: 49 ledamöter enligt bifogad närvarolista\nMandat: S 20, M 12"
    ) == [("Anna Ek", DECIDING)]


@pytest.mark.parametrize(
    "text",
    [
        "§ 4 Val\nTill ledamöter väljs Anna Ek (S) och Bo Berg (M).\n\nLedamöter\nAnna Ek (S)\n",
        "§ 4 Jäv\nBeslutande i ärendet är nämnden.\nErsättare\nAnna Ek (S)\nJa\n",
        "Tjänsteskrivelse\nHandläggare: Anna Ek, utredare\nTill kommunstyrelsen\n\nOrdförande Bo Berg (M) frågar.\n",
        "Kallelse\nLedamöter kallas och ersättare underrättas\nOrdförande Anna Ek (S)        Sekreterare Cia Dahl\n",
    ],
)
def test_nobody_is_invented(text: str) -> None:
    """Names in a §, in a letter and in a notice of a meeting to come are no attendance."""
    assert attendance.find(opened(text)) == ()


def test_the_head_of_a_second_meeting() -> None:
    """A file may hold several meetings; the list at the head of each counts."""
    second = """
PROTOKOLL 2024-04-09
Beslutande   Dan Fors (S), ordförande
             Eva Gran (M)
             Fia Hult (C)
Ersättare    Gun Ivars (S)
Övriga       Hans Jung, sekreterare

§ 3 Upprop
Inget att anteckna.
"""
    found = _short("Beslutande: Anna Ek (S)", BODY + second)
    assert found == [
        ("Anna Ek", DECIDING),
        ("Dan Fors", DECIDING),
        ("Eva Gran", DECIDING),
        ("Fia Hult", DECIDING),
        ("Gun Ivars", REPLACEMENT),
        ("Hans Jung", OTHER),
    ]


_PIECES = st.sampled_from(
    ["Beslutande", "Ersättare:", "Övriga  ", "Anna Ek (S)", "Bo Berg", ", ", "; ", "\n", "\n\n", " för ", "§§ 3–4",
     "(M)", "och ", "ordförande", "Justerare ", "| ", "Ek, Anna ", "S: ", "kl. 13.00", ".", "(", "  ", "§ 1 Upprop\n",
     "Ledamot\n", "15:30\n"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=50).map("".join) | st.text(max_size=200))
def test_places_hold(text: str) -> None:
    """Whatever a text holds, an attendant's words stand at its place and hold the name."""
    for person in attendance.find(opened(text)):
        written = text[person.start : person.end]
        assert written == written.strip()
        assert all(word.casefold() in written.casefold() for word in person.name.split())


@pytest.mark.parametrize(
    "line",
    ["Beslutande: " + "Anna Ek (S), " * 80_000, "Övriga: " + "a " * 400_000, "Beslutande " + " " * 900_000 + "x",
     "Ledamot | " * 100_000, "A: " * 300_000, "Beslutande\n" * 90_000, "Beslutande\nx\n" * 70_000,
     "Plats\nLedamot\nParti\nAnkom\nUtgick\n" * 20_000, "Tid\nPlats\nPROTOKOLL\n1 (3)\n" * 40_000,
     "Tid\nBeslutande\n" + "Anna Ek\n" * 120_000, "Beslutande: Anna Ek, " + "chef Bo Berg " * 70_000],
)  # fmt: skip
def test_a_long_paper_takes_no_time(line: str) -> None:
    """A million characters are read in seconds, whatever they repeat."""
    paper = opened(line)
    start = time.process_time()
    attendance.find(paper)
    assert time.process_time() - start < 3


def test_labels_cut_short() -> None:
    """A stop, a colon or a column ends a label's word early."""
    head = (
        "Närv.: Anna Ek (s), ordf, Bo Berg (m)\nTj. ers.: Dan Fors (c)\nÖvr:  Cia Dahl, kommunchef\nFrånv:  Gun Ive (s)"
    )
    assert _short(head) == [
        ("Anna Ek", DECIDING), ("Bo Berg", DECIDING), ("Dan Fors", REPLACEMENT), ("Cia Dahl", OTHER),
        ("Gun Ive", ABSENT),
    ]  # fmt: skip


def test_names_that_nothing_parts() -> None:
    """They are pairs of words; of as few as may be one long name, somebody is named elsewhere."""
    head = "Närvarande: Ek Anna, ordförande Berg Bo, vice ordförande Dahl Cia Fors Dan Gran Eva\nSekreterare: Folke Hed"
    names = [name for name, _ in _short(head)]
    assert names == ["Ek Anna", "Berg Bo", "Dahl Cia", "Fors Dan", "Gran Eva", "Folke Hed"]
    four = "Närvarande: Hed Ivar Jons Kim, ekonom\n"
    assert len(_listed(four + "Justerare: Kim Jons")) == 2
    assert len(_listed(four)) == 1


def test_members_by_the_municipality_that_sent_them() -> None:
    head = "Närvarande\nEdsele kommun: Anna Ek (S), ordförande, Bo Berg (M)\nNäsby stad: Cia Dahl (C)\n"
    assert _short(head) == [("Anna Ek", DECIDING), ("Bo Berg", DECIDING), ("Cia Dahl", DECIDING)]

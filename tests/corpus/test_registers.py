"""Attendance registers: tables of who was there. All persons are invented."""

from corpus.facts import Attendant, Presence
from corpus.structure.facts import attendance
from tests.corpus.opened import opened

DECIDING, REPLACEMENT, ABSENT = Presence.DECIDING, Presence.REPLACEMENT, Presence.ABSENT
BODY = "Paragrafer: 1–2\n\n§ 1 Upprop\nUpprop förrättas.\n\n§ 2 Budget\nBo Berg (M) yrkar bifall.\n"


def _listed(register: str) -> list[Attendant]:
    return list(attendance.find(opened(BODY + register)))


def test_a_roll_call_with_marks() -> None:
    """Only those who are marked as there are, and a voting list is no attendance."""
    roll = """
Närvaro- och voteringslista

| Namn | Parti | Närvarande | Frånvarande | Ja | Nej |
|---|---|---|---|---|---|
| Anna Ek, ordförande | S | X | | X | |
| Bo Berg | M | | X | | |
| Cia Dahl | V | | | | X |
| Ersättare | | | | | |
| Dan Fors | M | X | | | |

| Namn | Parti | Ja | Nej |
| Eva Gran | S | X | |
"""
    found = [(p.name, p.presence, p.party, p.role) for p in _listed(roll)]
    assert found == [
        ("Anna Ek", DECIDING, "S", "ordförande"),
        ("Bo Berg", ABSENT, "M", None),
        ("Dan Fors", REPLACEMENT, "M", None),
    ]


def test_a_register_with_times() -> None:
    """Who sat in whose place, and from when to when."""
    register = """
Ledamot | Ersättare | Parti | Ankom | Utgick
Ek, Anna | | S | 16:00 | 21:10
Berg, Bo | Fors, Dan | M | 16:05 | 18:30
"""
    found = [(p.name, p.presence, p.party, p.replaces, p.limits) for p in _listed(register)]
    assert found == [
        ("Anna Ek", DECIDING, "S", None, "16:00–21:10"),
        ("Dan Fors", REPLACEMENT, "M", "Bo Berg", "16:05–18:30"),
    ]


CELLS = "Bilaga 1\n\nPlats\n\nLedamot\n1\n\nErsättare\n\nParti\n\nAnkom\n\nUtgick\n\n"


def _cells(*cells: str) -> str:
    return CELLS + "\n\n".join(cells) + "\n"


def test_a_register_of_cells() -> None:
    """A table whose cells came out a line each is read again as rows; a name may be cut in two."""
    register = _cells(
        "Ek, Anna", "S", "15:30", "21:00", "2", "Berg\nStrand, Bo", "M", "15:31", "21:01", "3", "Dahl, Cia",
        "Fors, Dan", "V", "15:32", "18:00", "4", "Gran Hall,\nEva", "C", "15:33", "21:02",
    )  # fmt: skip
    found = [(p.name, p.presence, p.party, p.replaces, p.limits) for p in _listed(register)]
    assert found == [
        ("Anna Ek", DECIDING, "S", None, "15:30–21:00"),
        ("Bo Berg Strand", DECIDING, "M", None, "15:31–21:01"),
        ("Dan Fors", REPLACEMENT, "V", "Cia Dahl", "15:32–18:00"),
        ("Eva Gran Hall", DECIDING, "C", None, "15:33–21:02"),
    ]


def test_a_register_whose_replacements_came_loose() -> None:
    """Where a replacement's seat is lost, any member of that party may have been away, unless they have voted."""
    register = _cells(
        "Ek, Anna", "S", "15:30", "21:00", "2", "Berg, Bo", "M", "15:31", "21:01", "3", "Dahl, Cia", "M", "15:32",
        "18:00", "Fors, Dan",
    )  # fmt: skip
    votes = [
        "Dan Fors",
        "M",
        "3",
        "Ersättare",
        "Ja",
        "Bo Berg",
        "M",
        "2",
        "Ledamot",
        "Nej",
        "Anna Ek",
        "S",
        "1",
        "Ledamot",
    ]
    listed = "\nBilaga 2\n\nAntal Ja: 1\n\nAntal Nej: 1\n\n" + "\n\n".join([*votes, "Frånvarande"]) + "\n"
    found = [(p.name, p.presence, p.party, p.limits) for p in _listed(register + listed)]
    assert found == [
        ("Anna Ek", DECIDING, "S", "15:30–21:00"),
        ("Bo Berg", DECIDING, "M", None),
        ("Dan Fors", REPLACEMENT, "M", None),
    ]
    assert _listed(register) == []  # whose party is not known


def test_boxes_tell_who_was_there() -> None:
    """A box that is ticked, in columns or before a name; officials and replacements by their column."""
    register = """
Namn | Uppdrag | Närvarande | Frånvarande
Anna Ek (S) | Ordförande | ☒ | ☐
Bo Berg (M) | Ledamot | ☐ | ☒
Eva Gran (V) | Ersättare | ☒ | ☐
Folke Hed | Kommunchef | ☒ | ☐
"""
    assert [(p.name, p.presence) for p in _listed(register)] == [
        ("Anna Ek", DECIDING), ("Bo Berg", ABSENT), ("Eva Gran", REPLACEMENT), ("Folke Hed", Presence.OTHER),
    ]  # fmt: skip
    head = "Närvarande\n☒ Anna Ek (S)\n☐ Bo Berg (M)\n☒ Cia Dahl (C)\n\n" + BODY
    found = [(p.name, p.presence) for p in attendance.find(opened(head))]
    assert found == [("Anna Ek", DECIDING), ("Bo Berg", ABSENT), ("Cia Dahl", DECIDING)]

"""Uppdrag, to whom and by when. All bodies are invented."""

import datetime as dt
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.facts import deadlines, decisions, tasks
from tests.corpus.opened import node

HEADING = "§ 9 Översyn av skolskjutsen i Norrskär\n\n"


def _tasks(body: str) -> list[tuple[str | None, str | None, dt.date | None]]:
    """Return to whom and by when each task of a § with that decision is."""
    text = HEADING + "Beslut\n" + body + "\n"
    section = node(text)
    decided = decisions.find(section)
    found = tasks.find(replace(section, found=decided))
    places = {(decision.start, decision.end) for decision in decided}
    assert all((task.start, task.end) in places for task in found)
    assert all(name is None or name in " ".join(text.split()) for task in found for name in (task.to, task.due))
    return [(task.to, task.due, task.due_date) for task in found]


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("Förvaltningen får i uppdrag att se över turerna.", "Förvaltningen"),
        ("Nämnden ger förvaltningen i uppdrag att se över turerna.", "förvaltningen"),
        ("att ge kommundirektören i uppdrag att se över turerna", "kommundirektören"),
        ("att uppdra åt stadsdirektören att se över turerna", "stadsdirektören"),
        ("Kommunstyrelsen uppdrar åt tekniska nämnden att se över turerna.", "tekniska nämnden"),
        ("Kommunstyrelsen uppdrar även åt tekniska nämnden att se över turerna.", "tekniska nämnden"),
        ("Barn- och utbildningsnämnden ges i uppdrag att se över turerna.", "Barn- och utbildningsnämnden"),
        (
            "Norrskärs Buss AB och tekniska nämnden får i uppdrag att se över turerna.",
            "Norrskärs Buss AB och tekniska nämnden",
        ),
        (
            "Skolnämnden, tekniska nämnden samt Norrskärs Buss AB får i uppdrag att spara.",
            "Skolnämnden, tekniska nämnden samt Norrskärs Buss AB",
        ),
        ("Skolnämnden i samverkan med tekniska nämnden får i uppdrag att spara.", "Skolnämnden"),
        ("Socialnämnden åläggs att se över turerna.", "Socialnämnden"),
        ("Socialnämnden uppmanas att lämna en plan.", "Socialnämnden"),
        ("Kommunstyrelsen ålägger socialnämnden att lämna en plan.", "socialnämnden"),
        ("Ärendet återremitteras till skolnämnden, som får i uppdrag att höra föräldrarna.", "skolnämnden"),
        ("Motionen remitteras till skolnämnden för yttrande senast i maj.", "skolnämnden"),
        ("Tekniska nämnden ska återkomma med en kalkyl.", "Tekniska nämnden"),
        ("Skolchefen ska, efter samråd, redovisa kostnaden.", "Skolchefen"),
        ("Tekniska nämnden är byggherre och ska rapportera till kommunstyrelsen.", "Tekniska nämnden"),
        ("Planen godkänns och förvaltningen får i uppdrag att genomföra den.", "förvaltningen"),
        ("Förslaget ska redovisas senast i maj.", None),
        ("Redovisning ska ske senast i maj.", None),
        ("Kommunalrådet Vera Lund (C) får i uppdrag att se över turerna.", "Kommunalrådet Vera Lund (C)"),
        ("Ägaren till Tallen 1:9 föreläggs att ta bort muren senast i maj.", "Ägaren till Tallen 1:9"),
        ("Tekniska nämnden ska under 2024 sätta upp skyltar.", "Tekniska nämnden"),
        ("Uppdrag ges till ekonomichefen att se över turerna.", "ekonomichefen"),
    ],
)
def test_to_whom(words, to):
    ((found, _, _),) = _tasks(words)
    assert found == to


@pytest.mark.parametrize(
    ("words", "due", "day"),
    [
        (
            "Förvaltningen får i uppdrag att återkomma senast den 1 juni 2025.",
            "senast den 1 juni 2025",
            dt.date(2025, 6, 1),
        ),
        ("Förvaltningen får i uppdrag att återkomma senast 2025-06-01.", "senast 2025-06-01", dt.date(2025, 6, 1)),
        ("Förvaltningen får i uppdrag att återkomma senast i juni 2025.", "senast i juni 2025", None),
        ("Förvaltningen får i uppdrag att återkomma till nämnden i oktober 2024.", "i oktober 2024", None),
        ("Förvaltningen får i uppdrag att redovisa kostnaden hösten 2024.", "hösten 2024", None),
        (
            "Förvaltningen får i uppdrag att återkomma till sammanträdet den 3 maj 2024.",
            "till sammanträdet den 3 maj 2024",
            dt.date(2024, 5, 3),
        ),
        (
            "Förvaltningen ska senast till sammanträdet i mars 2024 redovisa kostnaden.",
            "senast till sammanträdet i mars 2024",
            None,
        ),
        ("Förvaltningen ska under våren 2024 redovisa kostnaden.", "under våren 2024", None),
        ("Förvaltningen får i uppdrag att rapportera varje år.", "varje år", None),
        ("Förvaltningen får i uppdrag att rapportera inom tre månader.", "inom tre månader", None),
        ("Förvaltningen ska återrapportera två gånger per år.", "två gånger per år", None),
        ("Förvaltningen får i uppdrag att återkomma vid nästa sammanträde.", "vid nästa sammanträde", None),
        ("Förvaltningen får i uppdrag att återkomma senast vid utgången av 2025.", "senast vid utgången av 2025", None),
        ("Förvaltningen får i uppdrag att pröva kortare turer från den 1 maj 2024.", None, None),
        ("Förvaltningen får i uppdrag att se över turerna.", None, None),
        ("Förvaltningen får i uppdrag att återkomma senast den 31 februari 2025.", "senast den 31 februari 2025", None),
    ],
)
def test_by_when(words, due, day):
    ((_, found, date),) = _tasks(words)
    assert (found, date) == (due, day)


@pytest.mark.parametrize(
    "words",
    [
        "Motionen avslås.",
        "Uppdraget till förvaltningen från den 3 maj 2021 förklaras fullgjort.",
        "Redovisningen av uppdraget att se över turerna antecknas.",
        "Ärendet ska inte följas upp särskilt.",
        "Planen ska bygga på en lägesbild, så att åtgärderna kan följas upp.",
        "Sista ansökningsdag är den 1 maj 2024.",
        "Vera Lundmark (C) entledigas från uppdraget som ledamot.",
        "Tomten ska inte säljas.",
    ],
)
def test_what_is_no_task(words):
    assert _tasks(words) == []


def test_each_point_that_gives_a_task_is_one():
    assert _tasks("""1. Planen godkänns.
2. Förvaltningen får i uppdrag att köpa in bussar senast den 1 maj 2024.
3. Skolnämnden ska redovisa restiderna i september.""") == [
        ("Förvaltningen", "senast den 1 maj 2024", dt.date(2024, 5, 1)),
        ("Skolnämnden", "i september", None),
    ]


@given(st.text(alphabet="senast den i juni 1230-/2024:. årvkt", max_size=60))
def test_a_deadline_is_words_that_stand_there(text):
    for found in (deadlines.last(text), deadlines.other(text)):
        assert found is None or found in text


@pytest.mark.parametrize(
    "piece",
    ["ska redovisa ", "senast ", "får i uppdrag ", "uppdra åt ", "senast den 1 ", "till ", "i samverkan med ", "ge "],
)
def test_a_line_without_end_takes_no_time(piece):
    text = HEADING + "Beslut\nFörvaltningen får i uppdrag att " + piece * (1_000_000 // len(piece)) + "\n"
    section = node(text)
    section = replace(section, found=decisions.find(section))
    begun = time.process_time()
    tasks.find(section)
    assert time.process_time() - begun < 3

"""When and where a meeting is held, and of which body, in the heads of many municipalities. All papers are invented."""

import datetime as dt
import time
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Kind, Span
from corpus.structure import furniture, head, lines
from corpus.structure.head import Facts

BODY = "\n\n§ 1 Upprop\n\nAlla är på plats.\n\n§ 2 Val av justerare\n\nEva Öst (C) utses.\n"


@dataclass(frozen=True)
class Expected:
    """What a secretary reads in a head; the words are checked against the text by `facts`."""

    organisation: str | None
    committee: str
    date: str
    place: str | None = None
    time: str | None = None
    parent: str | None = None


def facts(text: str, name: str = "x.txt") -> Facts:
    """Read the head of a text whose pages a form feed parts, and see that each fact has its words in the text."""
    pages, start = [], 0
    for page in text.split("\f"):
        pages.append(Span(start, start + len(page) + 1))
        start += len(page) + 1
    text = text.replace("\f", "\n")
    spans = furniture.find(text, pages)
    found = head.read(text, lines.rows(text, spans), spans, name)
    for stated in found.stated:
        words = text[stated.start : stated.end]
        assert 0.0 < stated.confidence <= 1.0
        assert stated.reason
        assert words == words.strip()
        assert bool(words) == bool(stated.end)
    return found


def stated(found: Facts, name: str) -> str | None:
    """Return the value of the first stated fact of that name."""
    return next((fact.value for fact in found.stated if fact.name == name), None)


HEADS = {
    "labels with wide gaps": (
        "Norrskärs kommun                      Sammanträdesprotokoll\nSocialnämnden\n"
        "                                      Sammanträdesdatum   2024-03-12\n\n"
        "Plats och tid     Sessionssalen, kommunhuset, klockan 09.00–11.35\n"
        "Beslutande        Anna Ek (S), ordförande\n                  Bo Berg (M)\n"
        "Justeringens plats och tid   Kommunhuset 2024-03-19\n",
        Expected("Norrskärs kommun", "Socialnämnden", "2024-03-12", "Sessionssalen, kommunhuset", "09.00-11.35"),
    ),
    "date with weekday and hour": (
        "LINDSALA KOMMUN\nKultur- och fritidsnämnden\nPROTOKOLL 5/2024\n\n"
        "Datum: tisdagen den 12 mars 2024 kl. 13.00\nPlats: Biblioteket, stora salen\n",
        Expected("Lindsala kommun", "Kultur- och fritidsnämnden", "2024-03-12", "Biblioteket, stora salen", "13.00"),
    ),
    "date within place and time": (
        "Avika kommun\nKommunstyrelsen\nSammanträdesprotokoll\n\n"
        "Plats och tid  Sessionssalen, 12 mars 2024, klockan 09.00–11.35\n"
        "Justering  Kansliet, 2024-03-18\nAnslaget  2024-03-19\n",
        Expected("Avika kommun", "Kommunstyrelsen", "2024-03-12", "Sessionssalen", "09.00-11.35"),
    ),
    "table rows": (
        "Region Norrskär\nRegionfullmäktige\nProtokoll\n\nDatum | 2024-03-12\nTid | 10.00 - 15.20\n"
        "Plats | Regionens hus\nJusterat | 2024-03-26\n",
        Expected("Region Norrskär", "Regionfullmäktige", "2024-03-12", "Regionens hus", "10.00-15.20"),
    ),
    "markdown table": (
        "# Protokoll\n**Lindsala kommun, Valnämnden**\n\n| Uppgift | |\n|---|---|\n| Sammanträdesdatum | 2024-03-12 |\n"
        "| Plats och tid | Kommunhuset, kl. 8.30-9.15 |\n| Justerat | 2024-03-13 |\n",
        Expected("Lindsala kommun", "Valnämnden", "2024-03-12", "Kommunhuset", "08.30-09.15"),
    ),
    "labels in one row, values in the next": (
        "Malmö stad\nTekniska nämnden\nSAMMANTRÄDESPROTOKOLL\n\n"
        "Sammanträdesdatum          Sida\n2024-03-12                 1 (14)\n\n"
        "Utses att justera\nEva Öst (C)\n\nJusteringens tid och plats\nStadshuset 2024-03-20\n",
        Expected("Malmö stad", "Tekniska nämnden", "2024-03-12"),
    ),
    "labels above one another, values below in order": (
        "Gislaveds kommun\nSamhällsbyggnadsnämnden\nSammanträdesprotokoll\nSammanträdesdatum\nSida\n2024-03-12\n"
        "1 (9)\n\nPlats och tid\nTingssalen, Kommunhuset kl. 13:15-15:05\n",
        Expected("Gislaveds kommun", "Samhällsbyggnadsnämnden", "2024-03-12", "Tingssalen, Kommunhuset", "13.15-15.05"),
    ),
    "capitals": (
        "AVIKA KOMMUN\nKOMMUNSTYRELSENS ARBETSUTSKOTT\nPROTOKOLL\n2024-03-12\n\nJUSTERAT 2024-03-15\n",
        Expected("Avika kommun", "Kommunstyrelsens arbetsutskott", "2024-03-12", parent="Kommunstyrelsen"),
    ),
    "genitive before the kind": (
        "Avika kommun\nKommunfullmäktiges protokoll 2024-02-29\n\nPlats: Folkets hus\nTid: kl. 18-20.45\n",
        Expected("Avika kommun", "Kommunfullmäktige", "2024-02-29", "Folkets hus", "18.00-20.45"),
    ),
    "genitive with a long name": (
        "Region Norrskär\nHälso- och sjukvårdsnämndens protokoll den 12 mars 2024\n",
        Expected("Region Norrskär", "Hälso- och sjukvårdsnämnden", "2024-03-12"),
    ),
    "held at a meeting with": (
        "Protokoll fört vid sammanträde med Utbildnings- och arbetsmarknadsnämnden i Lindsala kommun\n"
        "den 12 mars 2024 i kommunhuset\n\nProtokollet justerat den 20 mars 2024\n",
        Expected("Lindsala kommun", "Utbildnings- och arbetsmarknadsnämnden", "2024-03-12", "kommunhuset"),
    ),
    "extract held at": (
        "Norrskärs kommun\nUtdrag ur protokoll fört vid Krisledningsnämndens sammanträde 2024-03-12\n",
        Expected("Norrskärs kommun", "Krisledningsnämnden", "2024-03-12"),
    ),
    "justering and anslag before": (
        "ANSLAG/BEVIS\nProtokollet är justerat. Justeringen har tillkännagivits genom anslag\n"
        "Datum för anslagets uppsättande  2024-03-21\nDatum för anslagets nedtagande  2024-04-12\n"
        "Förvaringsplats för protokollet  Kommunkansliet\nUnderskrift\n\n"
        "Lindsala kommun\nÖverförmyndarnämnden\nSammanträdesprotokoll\nSammanträdesdatum 2024-03-12\n",
        Expected("Lindsala kommun", "Överförmyndarnämnden", "2024-03-12"),
    ),
    "utskott under its body": (
        "Avika kommun\nKommunstyrelsen\nArbetsutskottet\nProtokoll nr 4\nSammanträde: 12 mars 2024, kl. 08.30-10.00\n",
        Expected(
            "Avika kommun", "Kommunstyrelsens arbetsutskott", "2024-03-12", None, "08.30-10.00", "Kommunstyrelsen"
        ),
    ),
    "utskott with a comma": (
        "Avika kommun\nSocialnämnden, individutskottet\nProtokoll\nMötesdatum: 2024-03-12\n",
        Expected("Avika kommun", "Socialnämndens individutskott", "2024-03-12", parent="Socialnämnden"),
    ),
    "utskott of its own": (
        "Lindsala kommun\nTeknik- och fritidsutskottet\nProtokoll 2024-03-12\n",
        Expected("Lindsala kommun", "Teknik- och fritidsutskottet", "2024-03-12"),
    ),
    "region's utskott": (
        "Region Gotland\nHälso- och sjukvårdsutskottet\nSammanträdesprotokoll\nSammanträdesdatum\n12 mars 2024\n",
        Expected("Region Gotland", "Hälso- och sjukvårdsutskottet", "2024-03-12"),
    ),
    "body named by its task": (
        "Göteborgs Stad\nNämnden för funktionsstöd\nProtokoll (nr 3)\nSammanträdesdatum: 2024-03-12\n\n"
        "Tid: 13:00–16:45\nPlats: Rosenlund, lokal Kajen\n",
        Expected("Göteborgs Stad", "Nämnden för funktionsstöd", "2024-03-12", "Rosenlund, lokal Kajen", "13.00-16.45"),
    ),
    "council": (
        "Norrskärs kommun\nKommunala pensionärsrådet\nProtokoll\n2024-03-12\nPlats: Torggården\n",
        Expected("Norrskärs kommun", "Kommunala pensionärsrådet", "2024-03-12", "Torggården"),
    ),
    "beredning": (
        "Norrskärs kommun\nKommunfullmäktige\nDemokratiberedningen\nAnteckningar och protokoll\nDatum: 12 mars 2024\n",
        Expected("Norrskärs kommun", "Kommunfullmäktige", "2024-03-12"),
    ),
    "presidium": (
        "Lindsala kommun\nKommunfullmäktiges presidium\nProtokoll 12 mars 2024\n",
        Expected("Lindsala kommun", "Kommunfullmäktiges presidium", "2024-03-12", parent="Kommunfullmäktige"),
    ),
    "revisors": (
        "Avika kommun\nRevisorerna\nPROTOKOLL\nSammanträdesdag: 2024-03-12\n",
        Expected("Avika kommun", "Revisorerna", "2024-03-12"),
    ),
    "kommunalförbund": (
        "Räddningstjänsten Syd\nFörbundsdirektionen\nProtokoll nr 2/2024\n"
        "Tid och plats: 2024-03-12, kl. 13.00, Brandstationen\n",
        Expected("Räddningstjänsten Syd", "Förbundsdirektionen", "2024-03-12", "Brandstationen", "13.00"),
    ),
    "company": (
        "Lindsala Bostäder AB\nProtokoll fört vid sammanträde med bolagsstyrelsen\nDatum: 2024-03-12\n"
        "Plats: Bolagets kontor\n",
        Expected("Lindsala Bostäder AB", "Bolagsstyrelsen", "2024-03-12", "Bolagets kontor"),
    ),
    "joint board": (
        "Avika kommun\nGemensamma överförmyndarnämnden\nSammanträdesprotokoll   2024-03-12\n",
        Expected("Avika kommun", "Gemensamma överförmyndarnämnden", "2024-03-12"),
    ),
    "meeting of two days": (
        "Region Norrskär\nRegionfullmäktige\nProtokoll\nSammanträdesdatum: 12–13 mars 2024\n",
        Expected("Region Norrskär", "Regionfullmäktige", "2024-03-12"),
    ),
    "compact date": (
        "Avika kommun\nPatientnämnden\nSammanträdesprotokoll\nSammanträdesdatum 240312\n",
        Expected("Avika kommun", "Patientnämnden", "2024-03-12"),
    ),
    "year on another line": (
        "Avika kommun\nMiljö- och byggnadsnämnden\nPROTOKOLL NR 3/2024\n\nTid: tisdagen den 12 mars kl. 13.00–15.10\n"
        "Plats: Kommunhuset\n",
        Expected("Avika kommun", "Miljö- och byggnadsnämnden", "2024-03-12", "Kommunhuset", "13.00-15.10"),
    ),
    "two columns": (
        "Lindsala kommun                         SAMMANTRÄDESPROTOKOLL        Blad\n"
        "Barn- och utbildningsnämnden            Sammanträdesdatum            1\n"
        "                                        2024-03-12\n\n"
        "Plats och tid:                          Kommunhuset, Fyren\n"
        "                                        kl. 13.00–16.45\n"
        "Justerare:                              Eva Öst (C) 2024-03-19\n",
        Expected("Lindsala kommun", "Barn- och utbildningsnämnden", "2024-03-12", "Kommunhuset, Fyren", "13.00-16.45"),
    ),
    "utskott over two lines": (
        "Avika kommun\nSammanträdesprotokoll\nKommunstyrelsens\narbetsutskott\nSammanträdesdatum 2024-03-12\n",
        Expected("Avika kommun", "Kommunstyrelsens arbetsutskott", "2024-03-12", parent="Kommunstyrelsen"),
    ),
    "extract with its §": (
        "Avika kommun\nUtdrag ur protokoll\nKommunstyrelsen 2024-03-12 § 23\n",
        Expected("Avika kommun", "Kommunstyrelsen", "2024-03-12"),
    ),
    "two days in full": (
        "Avika kommun\nKommunfullmäktige Sammanträdesprotokoll\n"
        "Tisdagen den 12 mars – onsdagen den 13 mars 2024\nJusterat 2024-03-20\n",
        Expected("Avika kommun", "Kommunfullmäktige", "2024-03-12"),
    ),
    "board of several municipalities": (
        "Överförmyndarnämnden för Avika, Lindsala och Norrskärs kommuner\nProtokoll 2024-03-12\n",
        Expected(None, "Överförmyndarnämnden", "2024-03-12"),
    ),
    "a single line": (
        "Avika kommun | Vård- och omsorgsnämnden | Protokoll 2024-03-12 | Sida 1 (9)\n",
        Expected("Avika kommun", "Vård- och omsorgsnämnden", "2024-03-12"),
    ),
    "day and time": (
        "Avika kommun\nTekniska nämnden\nKALLELSE\nDag och tid   Tisdagen den 12 mars 2024 kl. 08.30\n"
        "              Gruppmöten från kl. 07.45\nPlats         Verkstaden\n",
        Expected("Avika kommun", "Tekniska nämnden", "2024-03-12", "Verkstaden", "08.30"),
    ),
    "tabs": (
        "Region Norrskär\nPROTOKOLL 3/2024\nRegionstyrelsen\nDag\tTisdagen den 12 mars 2024\nTid\tKlockan 10:00–12:00\n"
        "Plats\tRegionens hus\n",
        Expected("Region Norrskär", "Regionstyrelsen", "2024-03-12", "Regionens hus", "10.00-12.00"),
    ),
    "a meeting named before": (
        "Avika kommun\nSocialnämnden\nProtokoll\nFöregående protokoll: 2024-02-13\nSammanträdesdatum: 2024-03-12\n"
        "Nästa sammanträde: 2024-04-16\n",
        Expected("Avika kommun", "Socialnämnden", "2024-03-12"),
    ),
}  # fmt: skip


WHERE = {
    "sentence over two lines": "Protokoll fört vid styrelsemöte i Avika Energi AB den 3 maj 2023 kl. 13.00-15.00 i\n"
    "{place}, Ågatan 2\n",
    "sentence of the body": "Protokoll från {body}s sammanträde i {place}, onsdagen den 3 maj 2023 kl 13.00-15.00\n",
    "the body meets": "Kallelse\n{body} sammanträder i {place} onsdagen den 3 maj 2023 kl. 13.00-15.00\n",
    "by a link": "{body}\nProtokoll 2023-05-03\nDigitalt möte via {place} kl 13.00-15.00\n",
    "on the label's line": "{body}\nProtokoll\nPlats och tid: {place}, onsdagen den 3 maj 2023 kl 13.00-15.00\n",
    "under the label": "{body}\nProtokoll\nPlats och tid\n{place}\n2023-05-03 kl 13.00-15.00\n",
    "after the time": "{body}\nProtokoll\nTid: 2023-05-03 kl 13.00-15.00 i {place}\n",
    "when and where": "{body}\nProtokoll\nNär: 3 maj 2023, 13.00–15.00\nVar: {place}\n",
    "in cells": "{body}\nProtokoll 2023-05-03\nLokal | {place} | Tid | 13.00-15.00\n",
    "without a label": "{body}\nProtokoll\n{place}, 2023-05-03 kl 13.00-15.00\n",
}


@pytest.mark.parametrize("name", WHERE)
def test_the_place_wherever_a_head_tells_it(name: str) -> None:
    """The day, the hours and the body are found along with it."""
    company = "styrelsemöte" in WHERE[name]
    head_lines = WHERE[name].format(body="Socialnämnden", place="Kraftverket")
    found = facts(("" if company else "Avika kommun\n") + head_lines + BODY)
    assert found.committee == ("Styrelsen" if company else "Socialnämnden")
    assert (found.date, stated(found, "time")) == (dt.date(2023, 5, 3), "13.00-15.00")
    assert (stated(found, "place") or "").startswith("Kraftverket")


@pytest.mark.parametrize("name", HEADS)
def test_heads_of_many_municipalities(name: str) -> None:
    """Organisation, body, date, place and hours are those that a reader of the first page would name."""
    text, expected = HEADS[name]
    found = facts(text + BODY)
    assert found.organisation == expected.organisation
    assert found.committee == expected.committee
    assert found.date == dt.date.fromisoformat(expected.date)
    assert stated(found, "place") == expected.place
    assert stated(found, "time") == expected.time
    assert stated(found, "parent") == expected.parent


def test_the_date_in_the_running_header_only() -> None:
    """Minutes that start with their first § bear body and date at the foot of each page."""
    page = "§ {n} Ärende {n}\n\nNämnden diskuterar fråga nummer {n} och kostnaden för den.\n\n{footer}\n"
    footer = "Björkstads Stad Socialnämnden, protokoll\n{n} (9)\nSammanträdesdatum: 2024-03-12"
    text = "\f".join(page.format(n=n, footer=footer.format(n=n)) for n in range(1, 10))
    found = facts(text)
    assert (found.organisation, found.committee) == ("Björkstads Stad", "Socialnämnden")
    assert found.date == dt.date(2024, 3, 12)


def test_minutes_of_two_pages_whose_date_stands_below() -> None:
    """Where no line is running, the word Sammanträdesdatum tells the date wherever it stands."""
    text = (
        "§ 1 Tid för justering\n\nBo Berg (M) justerar torsdagen den 21 mars 2024.\n\nKommunfullmäktige\n"
        "Protokoll nr 2\nSammanträdesdatum: 2024-03-12\n\f§ 2 Val\n\nEva Öst (C) väljs.\n"
    )
    assert facts(text).date == dt.date(2024, 3, 12)


def date_of(text: str, name: str = "x.txt") -> tuple[str, float, str]:
    """Return the stated date with its confidence and reason."""
    (found,) = (fact for fact in facts(text, name).stated if fact.name == "date")
    return found.value, found.confidence, found.reason


def test_a_date_is_surer_when_two_places_agree() -> None:
    """Head and file name that say the same leave little doubt."""
    text = f"Avika kommun\nSocialnämnden\nProtokoll\nSammanträdesdatum: 2024-03-12\n{BODY}"
    value, alone, reason = date_of(text)
    assert (value, reason) == ("2024-03-12", "står vid ordet Sammanträdesdatum")
    assert date_of(text, "sn-2024-03-12.txt")[1] >= alone >= 0.95


@pytest.mark.parametrize(
    ("text", "name", "contradicted"),
    [
        ("Sammanträdesdatum: 2024-03-12", "sn-2024-05-14.txt", "men 2024-05-14 står i filnamnet"),
        ("Sammanträdesdatum: 2024-03-12\nPlats och tid: Kommunhuset, 14 mars 2024", "x.txt", "men 2024-03-14 står vid"),
        ("Sammanträdesdatum: måndagen den 12 mars 2024", "x.txt", "men veckodagen är inte det datumets"),
    ],
)
def test_a_contradicted_date_is_doubted(text: str, name: str, contradicted: str) -> None:
    """A date that the file's name, another line of the head or its own weekday contradicts is told as doubtful."""
    value, confidence, reason = date_of(f"Avika kommun\nSocialnämnden\nProtokoll\n{text}\n{BODY}", name)
    assert value == "2024-03-12"
    assert confidence < 0.7
    assert contradicted in reason


def test_a_date_of_the_file_name_points_nowhere() -> None:
    """What only the file's name says has no place in the text."""
    found = facts(f"Socialnämnden\n{BODY}", "Protokoll SN 2024-03-12.pdf")
    (date,) = (fact for fact in found.stated if fact.name == "date")
    assert (date.start, date.end, date.value) == (0, 0, "2024-03-12")
    assert "filnamnet" in date.reason


@pytest.mark.parametrize(
    "words",
    [
        "Justeringsdatum 2024-03-19", "Protokollet justerat 2024-03-19",
        "Justeringens plats och tid  Kansliet 2024-03-19",
        "Utses att justera\nEva Öst (C)\nJusteringens plats och tid\nKansliet 2024-03-19", "Anslagsdatum 2024-03-19",
        "Datum för anslagets uppsättande 2024-03-19", "Anslaget tas ned 2024-03-19",
        "Sista dag för överklagande: 2024-03-19", "Justerare: Bo Berg (M), 2024-03-19", "Nästa möte: 2024-03-19",
    ],
)  # fmt: skip
def test_justering_and_anslag_are_no_meeting(words: str) -> None:
    """A head that only says when the minutes were approved or posted does not say when the meeting was."""
    assert facts(f"Avika kommun\nSocialnämnden\nProtokoll\n{words}\n{BODY}").date is None


WORDS = st.sampled_from(
    [
        "Sammanträdesdatum", "Datum:", "2024-03-12", "12 mars", "Plats och tid", "kl. 13.00–15.10", "Socialnämnden",
        "Arbetsutskottet", "Avika kommun", "Protokoll", "| ", "   ", "\n", "\n\n", "§ 1", "Till:", "Anna Ek (S)", "# ",
        "Dnr SN 2024/1", "**", "Förslag till beslut", "Tjänsteskrivelse", "justerat", "chef", ", ", "å", "\t", "·",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(WORDS, st.text(max_size=5)), max_size=60).map("".join))
def test_any_head_is_read(text: str) -> None:
    """Whatever a head holds, each fact has its words in the text (`facts` sees to it); only extracts lack a title."""
    found = facts(text.replace("\r", " "))
    assert found.title or found.kind is Kind.EXTRACT


HOSTILE = {
    "one long word": "A" * 200_000,
    "long words": ("A" * 1_900 + "\n") * 100,
    "labels": "Datum:\n" * 30_000,
    "names": "Anna Ek\n" * 30_000,
    "bodies": "nämnden för ab och " * 10_000,
    "wide lines": ("Datum och tid, " * 120 + "\n") * 100,
    "spaces": (" " * 1_000 + "x" + " " * 900 + "y\n") * 100,
    "clocks": "kl. 13.00 - " * 20_000,
    "capitals": "Ab kommun " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_head_costs_little(name: str) -> None:
    """Text that is made to be slow is read in a second or so all the same."""
    text = HOSTILE[name]
    rows = lines.rows(text, ())
    start = time.process_time()
    head.read(text, rows, (), "x.txt")
    assert time.process_time() - start < 3

"""Who holds an office of a body on a day: elected and not released, or by the last list; a release is told as one."""

import datetime as dt

import pytest

from corpus.models import Span
from search_api.answering.lists import elections
from search_api.answering.lists.elections import Office
from tests.search_api.conftest import Service, minutes

HOME, KF = "Tallnäs kommun", "Kommunfullmäktige"


def meeting(committee: str, date: str, present: str, *sections: tuple[str, str, str, str]) -> str:
    """Return minutes that list who took part."""
    head, rest = minutes(HOME, committee, date, *sections).split(f"{date}\n\n", 1)
    return f"{head}{date}\n\nBeslutande: {present}\nJusterare: Linnéa Ågren\n\n{rest}"


PAPERS = {
    # The whole nämnd in points, its chairs in one; one leaves, another follows.
    "kf-2022.txt": minutes(
        HOME, KF, "2022-12-12",
        ("§ 90", "KS 2022/7", "Val till socialnämnden för mandatperioden 2023–2026",
         "Beslut\n1. Till ledamöter i socialnämnden väljs Anna Ek (S), Bo Berg (M), Cia Dahl (C) och Dan Falk (V).\n"
         "2. Till ersättare väljs Eva Gran (S), Filip Holm (M) och Greta Iver (C).\n"
         "3. Till ordförande väljs Anna Ek (S), till 1:e vice ordförande Cia Dahl (C) och till 2:e vice ordförande"
         " Bo Berg (M)."),
        ("§ 91", "KS 2022/8", "Val till valnämnden",
         "Beslut\nKommunfullmäktige väljer följande ledamöter i valnämnden för tiden 2023-01-01–2026-12-31:\n"
         "- Hans Jonsson (S)\n- Ida Kron (M)\n- Jan Lind (L)"),
        ("§ 92", "KS 2022/9", "Val av ordförande i kulturnämnden",
         "Beslut\nKommunfullmäktige utser Karl Moberg (S) till ordförande och Lisa Norén (C) till vice ordförande i"
         " kulturnämnden till och med den 31 december 2026."),
        ("§ 93", "KS 2022/10", "Val av ordförande i fritidsnämnden",
         "Beslut\nTill ordförande i fritidsnämnden väljs Pia Rosén (S)."),
    ),
    "kf-2023.txt": minutes(
        HOME, KF, "2023-09-25",
        ("§ 60", "KS 2023/71", "Avsägelse och fyllnadsval",
         "Ärendet\nDan Falk (V) avsäger sig uppdraget som ledamot i socialnämnden från och med den 1 oktober 2023."
         "\n\nBeslut\n1. Avsägelsen godkänns.\n"
         "2. Moa Olin (V) väljs till ny ledamot i socialnämnden för återstoden av mandatperioden."),
        ("§ 61", "KS 2023/72", "Val av ny ordförande i kulturnämnden",
         "Beslut\nTill ordförande i kulturnämnden väljs Nils Palm (S) efter Karl Moberg (S), som entledigas på egen"
         " begäran."),
        ("§ 62", "KS 2023/73", "Val till tekniska nämnden",
         "Beslut\nKommunfullmäktige avslår förslaget att välja Olle Qvist (M) till ledamot i tekniska nämnden."),
    ),
    "ks.txt": meeting(
        "Kommunstyrelsen", "2024-05-15",
        "André Müller (S), ordförande, Linnéa Ågren (M), Karin Öhman (C), Per-Erik Sjöö (V)",
        ("§ 40", "KS 2024/19", "Laddstolpar", "Beslut\nTio laddstolpar sätts upp."),
    ),
    "kf-2024.txt": minutes(
        HOME, KF, "2024-06-17",
        ("§ 62", "KS 2024/90", "Avsägelse",
         "Beslut\nKommunfullmäktige beviljar Karin Öhman entledigande från uppdraget som ledamot i kommunstyrelsen."),
        ("§ 63", "KS 2024/91", "Avsägelse",
         "Beslut\nRut Stål (S) befrias från uppdraget som ledamot i jävsnämnden."),
    ),
    "sn.txt": meeting(
        "Socialnämnden", "2024-03-05", "Anna Ek (S), ordförande, Cia Dahl (C), 1:e vice ordförande, Moa Olin (V)",
        ("§ 9", "SN 2024/3", "Hemtjänsten", "Beslut\nTaxan höjs till 310 kronor."),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def town(start_service) -> Service:
    """Return a service over the papers of a town."""
    with start_service() as running:
        running.upload(*[(name, text.encode()) for name, text in PAPERS.items()])
        assert running.http.get("/v1/documents").json()["total"] == len(PAPERS)
        yield running


def told(town: Service, question: str) -> tuple[dict, list[str]]:
    """Return the answer, and the names that its statements begin with."""
    answer = town.ask(question)
    for citation in answer["citations"]:
        assert town.text(citation["document_id"])[citation["start"] : citation["end"]] == citation["quote"]
    assert all(statement["citations"] for statement in answer["statements"])
    return answer, [statement["text"].split(" (")[0] for statement in answer["statements"]]


def test_a_released_member_is_no_member_and_those_who_took_part_last_are(town: Service) -> None:
    answer, names = told(town, "Vem är ledamot i kommunstyrelsen?")
    assert names == ["André Müller", "Linnéa Ågren", "Per-Erik Sjöö"]
    assert "Karin Öhman entledigades 2024-06-17; vem som valdes i stället finns inte i arkivet." in answer["notes"]
    assert answer["certainty"] == "nearest"
    assert answer["short"] is None
    assert any("ofullständig" in note for note in answer["notes"])


def test_before_the_release_she_was_one(town: Service) -> None:
    answer, names = told(town, "Vilka satt i kommunstyrelsen i maj 2024?")
    assert "Karin Öhman" in names
    assert not any("entledigades" in note for note in answer["notes"])


def test_a_release_alone_is_told_as_one(town: Service) -> None:
    answer, _ = told(town, "Vem är ledamot i jävsnämnden?")
    assert [one["text"] for one in answer["statements"]] == [
        "Rut Stål (S) befrias från uppdraget som ledamot i jävsnämnden."
    ]
    assert answer["notes"][0] == "Rut Stål entledigades 2024-06-17; vem som valdes i stället finns inte i arkivet."
    assert answer["certainty"] == "nearest"


def test_the_newest_in_force_stands_first_and_each_name_has_its_own_quote(town: Service) -> None:
    answer, names = told(town, "Vilka sitter i socialnämnden?")
    assert names == ["Moa Olin", "Anna Ek", "Bo Berg", "Cia Dahl"]
    assert answer["certainty"] == "answer"
    assert answer["short"] == "Moa Olin (V), Anna Ek (S), Bo Berg (M), Cia Dahl (C)"
    assert "Dan Falk entledigades 2023-09-25; i stället valdes Moa Olin (V)." in answer["notes"]
    numbered = {citation["number"]: citation for citation in answer["citations"]}
    first = numbered[answer["statements"][0]["citations"][0]]
    assert (first["quote"], first["paragraph"], first["date"]) == ("Moa Olin (V)", "§ 60", "2023-09-25")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Vilka satt i socialnämnden i mars 2023?", ["Anna Ek", "Bo Berg", "Cia Dahl", "Dan Falk"]),
        ("vilka är ersättare i socialnämnden?", ["Eva Gran", "Filip Holm", "Greta Iver"]),
        ("vilka sitter i valnämnden 2023?", ["Hans Jonsson", "Ida Kron", "Jan Lind"]),
        ("Vem är socialnämndens ordförande?", ["Anna Ek"]),
        ("vem var vice ordförande i SN i mars 2024?", ["Cia Dahl", "Bo Berg"]),
        ("Vem är 2:e vice ordförande i socialnämnden?", ["Bo Berg"]),
        ("Vem är ordförande i kulturnämnden nu?", ["Nils Palm"]),
        ("Vem var ordförande i kulturnämnden i mars 2023?", ["Karl Moberg"]),
        ("Vem är ordförande i fritidsnämnden?", ["Pia Rosén"]),
        ("Ordförande och vice ordförande i kulturnämnden?", ["Nils Palm", "Lisa Norén"]),
    ],
)
def test_offices_on_a_day(town: Service, question: str, names: list[str]) -> None:
    answer, found = told(town, question)
    assert found == names
    assert answer["certainty"] == "answer"


def test_who_presided_in_the_time_asked_for_is_stated_and_later_only_likely(town: Service) -> None:
    then, names = told(town, "Vem var ordförande i kommunstyrelsen i maj 2024?")
    assert (names, then["certainty"], then["short"]) == (["André Müller"], "answer", "André Müller (S)")
    now, names = told(town, "Vem är ordförande i kommunstyrelsen?")
    assert (names, now["certainty"], now["short"]) == (["André Müller"], "nearest", None)
    assert "Uppgiften om André Müller är ur närvarolistan 2024-05-15; valet finns inte i arkivet." in now["notes"]


@pytest.mark.parametrize(
    "question",
    [
        "Vem är ledamot i tekniska nämnden?",  # the proposal to elect him was rejected
        "Vem var ordförande i fritidsnämnden i december 2022?",  # she is elected for the next mandatperiod
        "Vilka valdes till ledamöter i socialnämnden?",
        "Vilka i kommunstyrelsen yrkade avslag?",
        "Vem var ordförande i socialnämnden när taxan höjdes?",
        "Är Karin Öhman ledamot i kommunstyrelsen?",
        "Vad beslutade kommunstyrelsens ordförande?",
    ],
)
def test_what_it_is_no_answer_to(town: Service, question: str) -> None:
    assert not any(" vald 20" in one["text"] for one in town.ask(question)["statements"])


def test_of_two_organisations_with_the_body_none_is_guessed(fresh) -> None:
    def paper(home: str, name: str) -> str:
        words = f"Beslut\nTill ordförande i socialnämnden för tiden 2023-01-01–2026-12-31 väljs {name} (S)."
        return minutes(home, KF, "2022-12-12", ("§ 9", "KS 2022/7", "Val till socialnämnden", words))

    service, _ = fresh({"a.txt": paper("Tallnäs kommun", "Anna Ek"), "b.txt": paper("Granby kommun", "Bo Berg")})
    assert service.ask("Vem är ordförande i socialnämnden?")["short"] is None
    assert service.ask("Vem är ordförande i socialnämnden i Granby?")["short"] == "Bo Berg (S)"


def test_a_body_elects_its_own_presidium_and_its_utskott(fresh) -> None:
    own = "Beslut\nTill ordförande utses Anna Ek (S) och till vice ordförande Bo Berg (M)."
    part = "Beslut\nTill ledamöter i arbetsutskottet väljs Cia Dahl (C), Dan Falk (V) och Eva Gran (S)."
    sections = (("§ 2", "KS 2023/2", "Val av presidium", own), ("§ 3", "KS 2023/3", "Val till arbetsutskottet", part))
    service, _ = fresh({"ks.txt": minutes(HOME, "Kommunstyrelsen", "2023-01-09", *sections)})
    assert service.ask("Vem är ordförande i kommunstyrelsen?")["short"] == "Anna Ek (S)"
    assert service.ask("Vilka sitter i kommunstyrelsens arbetsutskott?")["short"] == (
        "Cia Dahl (C), Dan Falk (V), Eva Gran (S)"
    )
    assert not any(
        "Cia Dahl" in one["text"] and "vald" in one["text"]
        for one in service.ask("Vilka sitter i kommunstyrelsen?")["statements"]
    )


def test_each_meeting_of_a_file_has_its_own_list(fresh) -> None:
    def of(day: str, chair: str, number: int) -> str:
        words = (f"§ {number}", f"SN 2023/{number}", "Taxa", "Beslut\nTaxan höjs.")
        return meeting("Socialnämnden", day, f"{chair} (S), ordförande, Bo Berg (M), Cia Dahl (C)", words)

    service, _ = fresh({"sn.txt": of("2023-02-08", "Anna Ek", 1) + "\f" + of("2023-03-08", "Eva Gran", 9)})
    assert service.ask("Vem var ordförande i socialnämnden i februari 2023?")["short"] == "Anna Ek (S)"
    assert service.ask("Vem var ordförande i socialnämnden i mars 2023?")["short"] == "Eva Gran (S)"


def read(words: str, heading: str = "Val", known: tuple[str, ...] = ()) -> list[tuple]:
    """Return who is elected or released by the words of a decision: name, whether elected, offices, body."""
    found = elections.read(words, heading, [Span(0, len(words))], known)
    return [(one.name, one.elected, "+".join(sorted(one.offices)), one.body) for one in found]


@pytest.mark.parametrize(
    ("words", "heading", "changes"),
    [
        ("Greta Vidlund (M) utses till ersättare i bygg- och miljönämnden efter Patrik Edsäter (M).", "Val",
         [("Greta Vidlund", True, "ersättare", "Bygg- och miljönämnden"),
          ("Patrik Edsäter", False, "ersättare", "Bygg- och miljönämnden")]),
        ("Anna Ek (S) entledigas.", "Avsägelse från uppdrag som ledamot i socialnämnden",
         [("Anna Ek", False, "ledamot", "Socialnämnden")]),
        ("Kommunfullmäktige godkänner avsägelsen från Anna Ek som ledamot i socialnämnden.", "Avsägelse",
         [("Anna Ek", False, "ledamot", "Socialnämnden")]),
        ("Anna Ek (S) väljs till ledamot tillika ordförande i kommunstyrelsens arbetsutskott.", "Val",
         [("Anna Ek", True, "ledamot+ordförande", "Kommunstyrelsens arbetsutskott")]),
        ("Till ledamöter väljs Anna Ek (S) och Bo Berg (M). Till ersättare väljs Cia Dahl (C).", "Val till valnämnden",
         [("Anna Ek", True, "ledamot", "Valnämnden"), ("Bo Berg", True, "ledamot", "Valnämnden"),
          ("Cia Dahl", True, "ersättare", "Valnämnden")]),
        ("Kommunfullmäktige väljer\nLedamot: Anna Ek (S)\nErsättare: Bo Berg (M)", "Val till valnämnden",
         [("Anna Ek", True, "ledamot", "Valnämnden"), ("Bo Berg", True, "ersättare", "Valnämnden")]),
        ("Kommunfullmäktige väljer\n\nLedamöter\nAnna Ek (S)\nBo Berg (M)\n\nErsättare\nCia Dahl (C)",
         "Val till valnämnden",
         [("Anna Ek", True, "ledamot", "Valnämnden"), ("Bo Berg", True, "ledamot", "Valnämnden"),
          ("Cia Dahl", True, "ersättare", "Valnämnden")]),
        ("Anna Ek (S) väljs.", "Val av ledamot i valnämnden", [("Anna Ek", True, "ledamot", "Valnämnden")]),
        ("Anna Ek (S) väljs till ledamot i styrelsen för Tallnäs Bostäder AB.", "Val till valnämnden",
         [("Anna Ek", True, "ledamot", "")]),
        ("Anna Ek (S) väljs till nämndeman.", "Val av ledamot i valnämnden", [("Anna Ek", True, "", "Valnämnden")]),
        ("Till ledamot i kommunfullmäktiges valberedning i stället för Bo Berg (M) väljs Anna Ek (S).", "Val",
         [("Bo Berg", False, "ledamot", "Kommunfullmäktiges valberedning"),
          ("Anna Ek", True, "ledamot", "Kommunfullmäktiges valberedning")]),
        ("Till kommunstyrelsens ordförande utses Anna Ek (S).", "Val",
         [("Anna Ek", True, "ordförande", "Kommunstyrelsen")]),
        ("Barbro Fält (S) utses till ersättare i samma nämnd.", "Val till valnämnden",
         [("Barbro Fält", True, "ersättare", "Valnämnden")]),
    ],
)  # fmt: skip
def test_the_words_of_elections_and_releases(words: str, heading: str, changes: list[tuple]) -> None:
    assert read(words, heading) == changes


def test_a_resignation_that_the_heading_tells_is_quoted_without_the_heading_of_the_decision() -> None:
    words = "§ 9 Avsägelse av Anna Ek (S) från uppdraget som ersättare i valnämnden\nBeslut\nAvsägelsen godkänns."
    place = Span(words.index("Avsägelsen godkänns"), len(words))
    found = elections.read(words, words[4 : words.index("\n")], [place])
    assert [(one.name, one.elected, one.offices) for one in found] == [("Anna Ek", False, {Office.REPLACEMENT})]
    assert words[found[0].said.start : found[0].said.end] == words[: words.index("\n")]


def test_a_body_that_no_ending_tells_is_told_by_its_name() -> None:
    words = "Anna Ek (S) utses till ledamot i kommunfullmäktiges valberedning."
    assert read(words, known=("Valberedningen",)) == [("Anna Ek", True, "ledamot", "Valberedningen")]
    words = "Anna Ek (S) utses till ledamot i valberedningen."
    assert read(words, known=("Valberedningen",)) == [("Anna Ek", True, "ledamot", "Valberedningen")]
    assert read(words) == [("Anna Ek", True, "ledamot", "")]


def test_from_when_and_to_when() -> None:
    words = "Anna Ek (S) väljs till ledamot i socialnämnden från och med den 1 oktober 2021."
    assert [(one.first, one.last) for one in elections.read(words, "Val", [Span(0, len(words))])] == [
        (dt.date(2021, 10, 1), None)
    ]
    words = "Till ordförande i nämnderna för tiden 1 januari 2023–31 december 2026 väljs de som framgår av tabellen."
    table = "\nNämnd | Ordförande | 1:e vice ordförande\nSocialnämnden | Anna Ek (S) | Bo Berg (M)\n"
    found = elections.read(words + table, "Val", [Span(0, len(words))])
    assert [(one.name, one.offices, one.rank, one.first, one.last) for one in found] == [
        ("Anna Ek", {Office.CHAIR}, None, dt.date(2023, 1, 1), dt.date(2026, 12, 31)),
        ("Bo Berg", {Office.VICE}, 1, dt.date(2023, 1, 1), dt.date(2026, 12, 31)),
    ]

"""Rows of tables as answers: the row that is asked about, with the heading of its columns as a quote of its own."""

from collections.abc import Callable, Iterator

import pytest

from tests.search_api.conftest import Service

HEADS = "<p>Ängsö kommun</p><p>Fritidsnämnden</p><p>Sammanträdesprotokoll</p><p>Sammanträdesdatum 2024-03-14</p>"
PLACES = "Norrby Sörby Österby Västerby Mellanby Sjöby Åby Ekby Alby Lundby Torpby Hedby Myrby Strandby".split()
CLUBS = "IK BK SK RF TK OK".split()


def row(*cells: str) -> str:
    """Return a row of a table."""
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


MANY = "".join(
    row(f"{place} {club}", f"{20 + 6 * n + m} 500 kr", f"{10 + 6 * n + m} 000 kr")
    for n, place in enumerate(PLACES)
    for m, club in enumerate(CLUBS)
)
GRANTS = (
    f"{HEADS}<h2>§ 17 Föreningsbidrag 2024 (FN 2024/36)</h2><h3>Beslut</h3><p>Bidrag beviljas enligt följande.</p>"
    f"<table>{row('Förening', 'Sökt belopp', 'Beviljat belopp')}{MANY}"
    f"{row('Granliden GF', '7 300 kr', 'Avslag')}</table>"
    "<h2>§ 18 Lokalbidrag (FN 2024/37)</h2><h3>Beslut</h3><p>Lokalbidrag ges.</p>"
    f"<table>{row('Klubb', 'Ändamål', 'Sökt', 'Beviljat')}"
    f"{row('Tallmo SK', 'Drift', '5 200 kr', '4 100 kr')}{row('Tallmo SK', 'Hyra', '6 300 kr', '5 400 kr')}</table>"
)


@pytest.fixture(scope="module")
def grants(start_service: Callable[..., object]) -> Iterator[Service]:
    """Return a service whose archive holds minutes with two tables, one of them longer than a passage."""
    with start_service(model="static") as running:
        running.upload(("bidrag.html", GRANTS.encode()))
        yield running


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Hur mycket beviljades Strandby OK?", "93 000 kr"),
        ("Hur mycket sökte Strandby OK?", "103 500 kr"),
        ("Hur mycket beviljades Granliden GF?", None),  # nothing: what was asked for is not what was granted
    ],
)
def test_the_row_asked_about_stands_on_its_heading(grants: Service, question: str, short: str | None) -> None:
    """Each quote is the document's own words; the short answer is of the column that the question names."""
    response = grants.ask(question)
    assert response["answered"]
    assert response["short"] == short
    (statement,) = response["statements"]
    club = " ".join(question.rstrip("?").split()[-2:])
    assert statement["text"].startswith(f"{club} | ")
    quotes = {citation["number"]: citation for citation in response["citations"]}
    assert [quotes[n]["quote"].partition(" | ")[0] for n in statement["citations"]] == [club, "Förening"]
    for citation in response["citations"]:
        text = grants.text(citation["document_id"])
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_two_rows_of_the_same_name_are_both_told(grants: Service) -> None:
    """Neither is the short answer alone, and the heading is one quote for both."""
    response = grants.ask("Hur mycket beviljades Tallmo SK?")
    said = [statement["text"] for statement in response["statements"]]
    assert {"Tallmo SK | Drift | 5 200 kr | 4 100 kr", "Tallmo SK | Hyra | 6 300 kr | 5 400 kr"} <= set(said)
    assert response["short"] is None
    headings = [one["quote"] for one in response["citations"] if one["quote"].startswith("Klubb")]
    assert headings == ["Klubb | Ändamål | Sökt | Beviljat"]

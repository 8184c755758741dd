"""Answers and hits as the command line prints them."""

import io

import pytest
from rich.console import Console

from search_api import schemas
from ui import printing

COUNCIL = "Kommunfullmäktige 2023-05-08 § 40, dnr KS 2022/9, s. 2"


def printed(renderables) -> str:
    out = Console(file=io.StringIO(), width=100, highlight=False, soft_wrap=True)
    out.print(*renderables, sep="\n")
    return out.file.getvalue()


def hit(rank=1, text="Avgiften är [bold]210[/bold] kronor.", **changed) -> schemas.Hit:
    values = {
        "rank": rank, "score": 1, "passage_id": f"p{rank}", "document_id": "d", "source": "kf.txt",
        "title": "Protokoll", "organisation": None, "committee": "Kommunfullmäktige", "kind": "protokoll",
        "date": "2023-05-08", "paragraph": "§ 40", "case_number": "KS 2022/9", "heading": "", "part": None,
        "page": 2, "start": 0, "end": len(text), "text": text, "highlights": [], "reference": COUNCIL,
    }  # fmt: skip
    return schemas.Hit.model_validate(values | changed)


def cited(number: int, quote: str, start: int) -> schemas.Citation:
    place = {"number": number, "quote": quote, "start": start, "end": start + len(quote)}
    return schemas.Citation.model_validate(hit(number).model_dump() | place)


def interpreted(*readings: tuple[str, str, bool], hidden=0) -> schemas.Interpreted:
    views = [
        {"id": id_, "kind": "k", "value": "v", "label": label, "start": 0, "end": 1, "prefers": prefers}
        for id_, label, prefers in readings
    ]
    named = {"case_numbers": [], "paragraphs": [], "dates": []}
    return schemas.Interpreted.model_validate({"filters": {}, "references": named, "readings": views, "hidden": hidden})


def answer(statements=(), citations=(), **changed) -> schemas.AskResponse:
    values = {
        "question": "?", "interpreted": interpreted(), "answered": bool(statements), "kind": "fact", "short": None,
        "answer": None, "table": None, "notes": [],
        "certainty": "answer", "confidence": 0.9, "related": [], "took_ms": 1,
        "statements": [{"text": text, "citations": numbers} for text, numbers in statements],
        "citations": citations, "coverage": {"documents": 3, "from": None, "to": None, "warnings": ["§ 2 saknas."]},
    }  # fmt: skip
    return schemas.AskResponse.model_validate(values | changed)


def test_an_answer():
    """The short first; a quotation that the answer gave word for word is not repeated; the same place stands once."""
    sentence = "Avgiften är 210 kronor."
    response = answer(
        [(sentence, [1, 3]), ("Det gäller genast.", [2])],
        [cited(1, sentence, 10), cited(2, "gäller genast", 50), cited(3, sentence, 10)],
        short="210 kronor",
        notes=["Beslutet har ersatts."],
        interpreted=interpreted(("period:2023", "2023", True), ("phrase:x", "”x”", False), hidden=4),
    )
    assert printed(printing.answered(response)).splitlines() == [
        "210 kronor",
        "Avgiften är 210 kronor. [1][3]",
        "Det gäller genast. [2]",
        "Observera: Beslutet har ersatts.",
        "Läst ur frågan (--ignore ID tar bort):",
        "  2023  [period:2023]",
        "  ”x”, döljer andra träffar  [phrase:x]",
        "  4 träffar är dolda.",
        "Sökt i 3 handlingar.",
        "Om arkivet: § 2 saknas.",
        "",
        f"[1][3] {COUNCIL} (kf.txt)",
        "",
        f"[2] {COUNCIL} (kf.txt)",
        "gäller genast",
    ]


def test_a_course_has_the_day_before_each_step():
    response = answer([("Avgiften höjs.", [1])], [cited(1, "Avgiften höjs.", 0)], kind="course")
    assert printed(printing.answered(response)).startswith("2023-05-08: Avgiften höjs. [1]\n")


def test_a_table():
    table = {"columns": ["Utfall", "Antal"], "rows": [["[red]avslag", "12"]]}
    lines = printed(printing.answered(answer([("12.", [1])], [cited(1, "12.", 0)], kind="count", table=table)))
    assert [cell.strip() for cell in lines.splitlines()[4].strip("│").split("│")] == ["[red]avslag", "12"]


def test_no_answer():
    lines = printed(printing.answered(answer(notes=["Ingen nämner Kiruna."], related=[hit()]))).splitlines()
    assert lines[:2] == ["Jag hittar inget svar i handlingarna.", "Observera: Ingen nämner Kiruna."]
    assert lines[-4:] == ["Närmaste träffar:", "", f"1. {COUNCIL} (kf.txt)", "Avgiften är [bold]210[/bold] kronor."]


@pytest.mark.parametrize("explained", [True, False])
def test_hits_with_their_reasons_and_twins(explained):
    twin = {"document_id": "e", "source": "utdrag.txt", "title": "", "kind": "", "page": 1, "start": 0, "end": 1,
            "reference": "Protokollsutdrag § 40"}  # fmt: skip
    reasons = [
        {"signal": "words", "label": "ord", "value": 1, "adds": 2.5},
        {"signal": "kind", "label": "typ", "value": 0, "adds": 0},
        {"signal": "newest", "label": "nyast", "value": 1, "adds": -0.25},
    ]
    found = schemas.SearchResponse(
        query="?", interpreted=interpreted(), total=7, took_ms=1,
        hits=[hit(text="Höjs.", also=[twin], reasons=reasons if explained else [])],
    )  # fmt: skip
    expected = ["7 träffar", "", f"1. {COUNCIL} (kf.txt)", "Höjs.", "Samma text: Protokollsutdrag § 40 (utdrag.txt)"]
    expected += ["  +2.50 ord", "  -0.25 nyast"] if explained else []
    assert printed(printing.found(found)).splitlines() == expected

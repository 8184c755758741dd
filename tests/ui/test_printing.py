"""Answers and hits as the command line prints them."""

import io

import pytest
from rich.console import Console

from search_api import schemas
from ui import printing

COUNCIL = "Kommunfullmäktige 2023-05-08 § 40, dnr KS 2022/9, s. 2"
NOTHING = [
    "Jag hittar inget om detta i handlingarna",
    "Inget av det som söktes igenom handlar om det som frågan gäller.",
]


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


def cited(number: int, quote: str, start: int, part: str | None = None) -> schemas.Citation:
    place = {"number": number, "quote": quote, "start": start, "end": start + len(quote), "part": part}
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
        "certainty": "answer" if statements else "none", "confidence": 0.9, "related": [], "took_ms": 1,
        "statements": [{"text": text, "citations": numbers} for text, numbers in statements],
        "citations": citations, "coverage": {"documents": 3, "from": None, "to": None, "warnings": ["§ 2 saknas."]},
    }  # fmt: skip
    return schemas.AskResponse.model_validate(values | changed)


def test_an_answer():
    """The short first, and whose the words are before them; a quotation that the answer gave is not repeated."""
    sentence = "Avgiften är 210 kronor."
    response = answer(
        [(sentence, [1, 3]), ("Det gäller genast.", [2])],
        [cited(1, sentence, 10, "Beslut"), cited(2, "gäller genast", 50, "Ärendet"), cited(3, sentence, 10, "Beslut")],
        short="210 kronor",
        notes=["Beslutet har ersatts."],
        interpreted=interpreted(("period:2023", "2023", True), ("phrase:x", "”x”", False), hidden=4),
    )
    assert printed(printing.answered(response)).splitlines() == [
        "Svar",
        "210 kronor",
        f"{COUNCIL} · beslut:",
        "Avgiften är 210 kronor. [1][3]",
        f"{COUNCIL} · ärendet:",
        "Det gäller genast. [2]",
        "Observera: Beslutet har ersatts.",
        "Läst ur frågan (--ignore ID tar bort):",
        "  2023  [period:2023]",
        "  ”x”, döljer andra träffar  [phrase:x]",
        "  4 träffar är dolda.",
        "Sökt i 3 handlingar.",
        "Om arkivet: § 2 saknas.",
        "",
        f"[1][3] {COUNCIL} · beslut (kf.txt)",
        "",
        f"[2] {COUNCIL} · ärendet (kf.txt)",
        "gäller genast",
    ]


def test_what_is_nearest_is_told_as_nothing_else():
    """Neither the heading of an answer nor its short one, whatever the server sends; a proposal is named."""
    proposed = "Avgiften ska vara 210 kronor."
    response = answer(
        [(proposed, [1])],
        [cited(1, proposed, 10, "Förslag till beslut")],
        certainty="nearest",
        short="210 kronor",
        related=[hit()],
    )
    lines = printed(printing.answered(response)).splitlines()
    assert lines[:4] == [
        "Närmast i handlingarna",
        "Arkivet har inget säkert svar. Det här är de ställen som ligger närmast frågan.",
        f"{COUNCIL} · förslag till beslut:",
        "Avgiften ska vara 210 kronor. [1]",
    ]
    assert not {"Svar", "210 kronor", *NOTHING} & set(lines)


def test_a_course_has_the_day_before_each_step():
    steps = [cited(1, "Återremitteras.", 0, "Beslut"), cited(2, "Höjs.", 20, "Beslut")]
    later = steps[1].model_copy(update={"reference": COUNCIL.replace("05-08 § 40", "06-12 § 55")})
    response = answer([("Återremitteras.", [1]), ("Höjs.", [2])], [steps[0], later], kind="course")
    assert printed(printing.answered(response)).splitlines()[1:5] == [
        f"{COUNCIL} · beslut:",
        "Återremitteras. [1]",
        f"{later.reference} · beslut:",
        "Höjs. [2]",
    ]


def test_what_stands_on_many_places_is_told_by_its_sources():
    places = [cited(n, "x", n).model_copy(update={"reference": f"Nämnden § {n}"}) for n in range(1, 7)]
    lines = printed(printing.answered(answer([("6 motioner.", [*range(1, 7)])], places, kind="count"))).splitlines()
    assert lines[:2] == ["Svar", "6 motioner. [1][2][3][4][5][6]"]
    assert "[6] Nämnden § 6 (kf.txt)" in lines


def test_a_table():
    table = {"columns": ["Utfall", "Antal"], "rows": [["[red]avslag", "12"]]}
    lines = printed(printing.answered(answer([("12.", [1])], [cited(1, "12.", 0)], kind="count", table=table)))
    assert [cell.strip() for cell in lines.splitlines()[6].strip("│").split("│")] == ["[red]avslag", "12"]


def test_no_answer():
    lines = printed(printing.answered(answer(notes=["Ingen nämner Kiruna."], related=[hit()]))).splitlines()
    assert lines[:3] == [*NOTHING, "Observera: Ingen nämner Kiruna."]
    assert lines[-4:] == [
        "Närmaste träffar, som inte besvarar frågan:",
        "",
        f"1. {COUNCIL} (kf.txt)",
        "Avgiften är [bold]210[/bold] kronor.",
    ]


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

"""The items of a notice: number, heading, diarienummer, proposal. All papers are invented."""

import pytest

from corpus.models import Kind, PartName
from tests.corpus.papers import Read, text_of

HEAD = "Kallelse\nÄngsö kommun\nTekniska nämnden\n2024-03-12\n\n"
ITEMS = [
    ("Upprop och val av justerare", None),
    ("Taxa för båtplatser", "TN 2024/15"),
    ("Belysning vid badet", "TN 2023/88"),
]
FORMS = {
    "number and stop": "{n}. {h}",
    "number": "{n} {h}",
    "bracket": "{n}) {h}",
    "word": "Ärende {n} {h}",
    "markdown": "## {n}. {h}",
    "bold": "**{n}.** {h}",
    "capitals": "ÄRENDE {n} {h}",
    "point": "Punkt {n} {h}",
    "row": "{n} | {h}",
    "row of a Markdown table": "| {n} | {h} |",
}
NUMBERS = {"below": "{h}\nDnr {c}", "beside": "{h}     {c}", "after a comma": "{h}, {c}", "in brackets": "{h} ({c})"}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("form", FORMS)
def test_the_items_of_a_notice(read: Read, form: str, number: str) -> None:
    text = HEAD
    for i, (heading, case) in enumerate(ITEMS, 1):
        line = FORMS[form].format(n=i, h=heading)
        text += line if case is None else NUMBERS[number].format(h=line, c=case)
        text += f"\n\nFörslag till beslut\n1. Punkt ett om {heading} godkänns.\n2. Punkt två antas.\n\n"
    document = read(text)
    assert document.kind is Kind.SUMMONS
    found = document.sections[1:]
    assert [(section.heading, section.case_number) for section in found] == ITEMS
    assert all(section.paragraph is None for section in found)
    assert [[part.name for part in section.parts] for section in found] == [[PartName.PROPOSAL]] * 3


def test_a_list_before_them_names_the_items(read: Read) -> None:
    """Where only "Ärende 2" stands over the text, its heading and diarienummer are those of the list in front."""
    listed = "".join(f"{i}  {heading}     {case or ''}\n" for i, (heading, case) in enumerate(ITEMS, 1))
    document = read(f"{HEAD}{listed}\n\nÄrende 2\nTaxan höjs till 310 kronor.\n\nÄrende 3\nTolv nya stolpar.\n")
    found = document.sections[1:]
    assert [(section.heading, section.case_number) for section in found] == ITEMS[1:]
    assert "310 kronor" in text_of(document, found[0])
    assert "310 kronor" not in text_of(document, found[1])


def test_a_list_alone_is_all_there_is(read: Read) -> None:
    """Its rows are the items: what they announce are papers of their own."""
    document = read(HEAD + "".join(f"{i}. {heading} {case or ''}\n" for i, (heading, case) in enumerate(ITEMS, 1)))
    assert [(section.heading, section.case_number) for section in document.sections[1:]] == ITEMS


def test_a_list_before_a_text_that_is_not_numbered_is_none(read: Read) -> None:
    """Where nothing tells which item the text is of, the list is a part of it."""
    listed = "".join(f"{i}. {heading}\n" for i, (heading, _) in enumerate(ITEMS, 1))
    document = read(f"{HEAD}{listed}\n" + "Ordföranden hälsar välkommen till mötet i skolan.\n" * 12)
    assert ITEMS[1][0] not in [section.heading for section in document.sections]


def test_what_ends_the_notice_is_of_no_item(read: Read) -> None:
    text = HEAD + "".join(
        f"{i}. {heading}\n\nFörslag till beslut\nDet godkänns.\n\n" for i, (heading, _) in enumerate(ITEMS, 1)
    )
    document = read(f"{text}Bilagor\n- Tjänsteskrivelser till ärende 2 och 3\n")
    assert document.sections[-1].heading == "Bilagor"
    assert "Tjänsteskrivelser" not in text_of(document, document.sections[-2])

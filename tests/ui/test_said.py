"""What an answer says on the page, by the kind of answer: read back as a browser would."""

import datetime as dt
import re
from html.parser import HTMLParser

from search_api.schemas import AskRequest, AskResponse, Citation, Coverage, Filters, Interpreted, References, Statement
from ui.web.asked import Asked
from ui.web.said import answer

QUESTION = "Vad gäller i Sjövik?"


class Outline(HTMLParser):
    """The text of every element, in order, as (element, its class, its text)."""

    VOID = ("br",)

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[list[str]] = []
        self._open: list[list[str]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append([tag, dict(attrs).get("class") or "", ""])
        self._open.append(self.elements[-1])

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag

    def handle_data(self, data):
        for one in self._open:
            one[2] += data

    def of(self, tag: str, style: str | None = None) -> list[str]:
        """Return the texts of the elements of a kind, with single spaces."""
        found = [text for name, has, text in self.elements if name == tag and (style is None or style in has.split())]
        return [re.sub(r"\s+", " ", text).strip() for text in found]


def cited(number: int, day: int, paragraph: int, part: str | None = None) -> Citation:
    """Return a citation of a § of a day in May 2023."""
    return Citation(
        rank=number, score=1, passage_id=f"p{number}", document_id="d", source="kf.txt", title="Protokoll",
        organisation="Viklunda kommun", committee="Kommunfullmäktige", kind="protokoll", date=dt.date(2023, 5, day),
        paragraph=f"§ {paragraph}", case_number=None, heading="", part=part, page=1, start=0, end=3, text="abc",
        highlights=[], reference=f"Kommunfullmäktige 2023-05-{day:02} § {paragraph}, s. 1", number=number, quote="abc",
    )  # fmt: skip


def shown(statements: list[tuple[str, list[int]]], **changed) -> Outline:
    """Return how the page shows an answer."""
    nowhere = Interpreted(filters=Filters(), references=References(case_numbers=[], paragraphs=[], dates=[]))
    values = {
        "question": QUESTION, "interpreted": nowhere, "answered": bool(statements), "kind": "fact", "short": None,
        "answer": None, "table": None, "notes": [], "citations": [],
        "certainty": "answer" if statements else "none", "confidence": 0.9, "related": [], "took_ms": 1,
        "statements": [Statement(text=text, citations=numbers) for text, numbers in statements],
        "coverage": Coverage(documents=2, first=None, last=None, warnings=[]),
    }  # fmt: skip
    response = AskResponse.model_validate(values | changed)
    return Outline(answer(Asked(AskRequest(question=QUESTION), response, 0, (), (), ())))


def test_the_short_answer_is_first():
    page = shown([("Avgiften är 210 kronor.", [1])], short="210 kronor")
    assert page.of("p")[:3] == [f"Frågan var: {QUESTION}", "210 kronor", "Avgiften är 210 kronor. [1]"]
    assert page.of("p", "bm-long") == []


def test_a_long_short_answer_is_set_smaller():
    page = shown([("Rådet består av många.", [1])], short="skolan, " * 20)
    assert len(page.of("p", "bm-long")) == 1


def test_the_nearest_is_told_as_nothing_else():
    """By its heading, its words and its class; the short answer is not said, whatever the server sends."""
    page = shown([("Avgiften är 210 kronor.", [1])], certainty="nearest", short="210 kronor")
    assert page.of("h2") == ["Närmast i handlingarna"]
    assert page.of("p", "bm-voice") == [
        "Arkivet har inget säkert svar. Det här är de ställen som ligger närmast frågan."
    ]
    assert page.of("section", "bm-nearest") != []
    assert (page.of("p", "bm-short"), page.of("p", "bm-sentence")) == ([], ["Avgiften är 210 kronor. [1]"])


def test_the_voices_share_neither_heading_nor_class():
    pages = [shown([("Så är det.", [1])]), shown([("Så är det.", [1])], certainty="nearest"), shown([])]
    assert len({page.of("h2")[0] for page in pages}) == 3
    classes = [next(style for tag, style, _ in page.elements if tag == "section") for page in pages]
    assert classes == ["bm-answer", "bm-answer bm-nearest", "bm-answer bm-none"]


def test_whose_the_words_are_stands_before_them():
    """Once for neighbours of one part, right below the short answer; a proposal is a tag with its word."""
    page = shown(
        [("Avgiften är 210 kronor.", [1]), ("Den gäller genast.", [2]), ("Avgiften bör höjas.", [3])],
        short="210 kronor",
        citations=[cited(1, 8, 40, "Beslut"), cited(2, 8, 40, "Beslut"), cited(3, 8, 40, "Förslag till <b>beslut</b>")],
    )
    council = "Kommunfullmäktige 2023-05-08 § 40, s. 1"
    assert page.of("p")[1:7] == [
        "210 kronor",
        f"{council} · beslut",
        "Avgiften är 210 kronor. [1]",
        "Den gäller genast. [2]",
        f"{council} · förslag till <b>beslut</b>",
        "Avgiften bör höjas. [3]",
    ]
    assert page.of("span", "bm-part") == ["beslut", "förslag till <b>beslut</b>"]
    assert page.of("b") == []


def test_where_the_part_is_not_known_no_tag_stands():
    page = shown([("Avgiften är 210 kronor.", [1])], citations=[cited(1, 8, 40)])
    assert page.of("p", "bm-whose") == ["Kommunfullmäktige 2023-05-08 § 40, s. 1"]
    assert page.of("span", "bm-part") == []


def test_each_item_of_several_places_says_whose_it_is():
    """And once before the list where all stand in one place."""
    several = [cited(1, 8, 40, "Omröstning"), cited(2, 29, 55, "Reservation")]
    assert shown([("Mira", [1]), ("Ove", [2])], kind="list", citations=several).of("li") == [
        "Mira [1]Kommunfullmäktige 2023-05-08 § 40, s. 1 · omröstning",
        "Ove [2]Kommunfullmäktige 2023-05-29 § 55, s. 1 · reservation",
    ]
    one = shown([("Mira", [1]), ("Ove", [1])], kind="list", citations=several[:1])
    assert one.of("li") == ["Mira [1]", "Ove [1]"]
    assert one.of("p", "bm-whose") == ["Kommunfullmäktige 2023-05-08 § 40, s. 1 · omröstning"]


def test_a_note_is_in_the_region_of_the_answer():
    page = shown([("Avgiften är 180 kronor.", [1])], notes=["Beslutet har ersatts."])
    assert page.of("p", "bm-note") == ["Observera: Beslutet har ersatts."]
    assert "Observera: Beslutet har ersatts." in page.of("section")[0]


def test_a_note_where_there_is_no_answer():
    page = shown([], notes=["Ingen handling nämner Kiruna.", "Protokoll saknas."])
    assert page.of("h2") == ["Jag hittar inget om detta i handlingarna"]
    assert page.of("section", "bm-none") != []
    assert page.of("li") == ["Ingen handling nämner Kiruna.", "Protokoll saknas."]


def test_a_count_has_its_number_its_table_and_its_list():
    page = shown(
        [("2 motioner behandlades.", [1, 2]), ("Motion om bänkar: avslås.", [1]), ("Motion om sol: bifalls.", [2])],
        kind="count",
        short="2",
        table={"columns": ["Utfall", "Antal"], "rows": [["avslag", "1"], ["bifall", "1"]]},
    )
    assert page.of("p", "bm-short") == ["2"]
    assert page.of("p", "bm-sentence") == ["2 motioner behandlades. [1] [2]"]
    assert page.of("caption") == ["Fördelat på utfall"]
    assert page.of("th") == ["Utfall", "Antal", "avslag", "bifall"]
    assert page.of("td") == ["1", "1"]
    assert page.of("li") == ["Motion om bänkar: avslås. [1]", "Motion om sol: bifalls. [2]"]


def test_a_table_of_several_names():
    table = {"columns": ["Organisation", "Organ", "Antal"], "rows": [["<b>", "Nämnden", "3"]]}
    page = shown([("3 protokoll.", [1])], kind="count", table=table)
    assert page.of("caption") == ["Fördelat på organisation och organ"]
    assert page.of("th") == ["Organisation", "Organ", "Antal", "<b>"]
    assert page.of("ul") == []


def test_the_sources_of_a_count_of_many_are_told_by_the_first_and_the_last():
    citations = [cited(number, number, number) for number in range(1, 10)]
    page = shown([("9 motioner.", list(range(1, 10)))], kind="count", citations=citations)
    assert page.of("p", "bm-whose") == ["Ur 9 ställen, som visas nedan"]
    assert page.of("p", "bm-sentence") == ["9 motioner. [1]–[9]"]
    assert page.of("a") == ["[1]", "[9]"]


def test_a_list_is_a_list_and_a_single_sentence_is_not():
    assert shown([("Mira", [1]), ("Ove", [2])], kind="list").of("li") == ["Mira [1]", "Ove [2]"]
    assert shown([("Mira och Ove ingår.", [1])], kind="list").of("li") == []


def test_many_names_stand_in_columns():
    names = [(f"Ledamot {number}", [number]) for number in range(1, 9)]
    assert len(shown(names, kind="list").of("ul", "bm-small")) == 1
    assert shown(names[:3], kind="list").of("ul", "bm-small") == []


def test_a_course_has_its_day_and_place_before_the_words_of_each_step():
    """Two points of one § are one step, and what was only proposed there is another."""
    page = shown(
        [
            ("Ärendet återremitteras.", [1]),
            ("Avgiften höjs.", [2]),
            ("Beslutet gäller genast.", [3]),
            ("Avgiften höjs inte.", [4]),
        ],
        kind="course",
        citations=[cited(1, 8, 40), cited(2, 29, 55), cited(3, 29, 55), cited(4, 29, 55, "Förslag")],
    )
    assert page.of("ol") != []
    assert page.of("time") == ["2023-05-08", "2023-05-29", "2023-05-29"]
    assert page.of("li") == [
        "2023-05-08 Kommunfullmäktige 2023-05-08 § 40, s. 1Ärendet återremitteras. [1]",
        "2023-05-29 Kommunfullmäktige 2023-05-29 § 55, s. 1Avgiften höjs. [2]Beslutet gäller genast. [3]",
        "2023-05-29 Kommunfullmäktige 2023-05-29 § 55, s. 1 · förslagAvgiften höjs inte. [4]",
    ]

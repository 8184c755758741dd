"""To take along: files of the archive's own words, in Markdown, Word and JSON, whatever a caller asks for."""

import datetime as dt
import hashlib
import io
import json
import re
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from search_api import schemas
from search_api.answering import answer as told
from search_api.takeaway import markdown, papers, word
from search_api.takeaway.paper import Facts, Heading, Items, Paper, Quotation, Table, Text, one_line
from tests.search_api.case_papers import BUY, HOME, KF, PAPERS, REPORT
from tests.search_api.case_papers import minutes as meeting
from tests.search_api.case_papers import section as paragraph

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HOSTILE = (
    "[klicka](https://exempel.se/x) <b>fet</b> **ord** `kod` # rubrik | cell www.exempel.se a@exempel.se &lt;i&gt;"
)
WEAVING = meeting(
    HOME, "Kulturnämnden", "2023-03-01", paragraph(4, "Vävstolen", "KUN 2023/4", [f"Vävstolen märks {HOSTILE} i vår."])
)
REFERENCE = f"{HOME}, {KF} 2022-06-15 § 77, dnr KS 2022/44, s. 1"
NEARBY = "Det här är inget säkert svar, utan de ställen i handlingarna som ligger närmast frågan."
# It names the §, so that the archive surely answers.
ANSWERED = "Vad beslutade kommunfullmäktige i Ljungnäs 2022-06-15 § 77?"


@pytest.fixture(scope="module")
def office(start_service):
    """Return a service with the papers of the case and a hostile one, and their ids by source."""
    with start_service() as running:
        papers = PAPERS | {"kulturnamnden.txt": WEAVING}
        job = running.upload(*[(name, text.encode()) for name, text in papers.items()])
        assert {outcome["message"] for outcome in job["outcomes"]} == {""}
        yield running, {outcome["source"]: outcome["document_id"] for outcome in job["outcomes"]}


def place(service, document_id: str, words: str) -> dict:
    """Return words of a paper as they are pointed at."""
    start = service.text(document_id).index(words)
    return {"document_id": document_id, "start": start, "end": start + len(words), "quote": words}


def take(service, what: str, form: str = "markdown", **fields: object):
    """Return the response to a file that is asked for."""
    return service.http.post("/v1/takeaway", json={"what": what, "format": form} | fields)


def answer(service, form: str, question: str = ANSWERED):
    """Return the file of an answer with all that it cites."""
    return take(service, "answer", form, asked={"question": question}, citations=cited(service, question))


def cited(service, question: str) -> list[dict]:
    """Return where the citations of an answer stand, as the pages send them back."""
    return [
        {name: one[name] for name in ("document_id", "start", "end", "quote")}
        for one in service.ask(question)["citations"]
    ]


@pytest.fixture
def unsure(monkeypatch):
    """Let the archive be sure of nothing, so that all that it finds is told as the nearest."""
    monkeypatch.setattr(told, "SURE", 1.1)


def headings(document) -> list[tuple[str, str]]:
    """Return the headings of a Word file with their styles."""
    return [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]


# The files


def test_an_answer_as_markdown(office):
    service, _ = office
    response = answer(service, "markdown")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.headers["content-disposition"].startswith('attachment; filename="svar-20')
    lines = response.text.split("\n")
    assert lines[:5] == ["# Svar ur handlingarna", "", f"- **Fråga:** {ANSWERED}", "", "## Svar"]
    for words in (BUY, REPORT):
        assert any(line.startswith("> ”") and words in line for line in lines)
    assert any(line.startswith(f"> — {REFERENCE}") for line in lines)
    assert re.search(rf"^1\. {re.escape(REFERENCE)}.*\. Fil: ljungnas/kf-\S+$", response.text, re.MULTILINE)
    assert NEARBY not in response.text
    assert "9 handlingar, daterade 2022-01-20 till 2023-03-01." in lines


def test_an_answer_as_word(office):
    """Real headings, in Swedish, with the same words."""
    service, _ = office
    response = answer(service, "docx")
    assert response.headers["content-type"] == WORD
    document = docx.Document(io.BytesIO(response.content))
    assert headings(document)[:2] == [("Heading 1", "Svar ur handlingarna"), ("Heading 2", "Svar")]
    paragraphs = [p.text for p in document.paragraphs]
    said = [one["quote"].strip() for one in cited(service, ANSWERED)]
    assert [p.text for p in document.paragraphs if p.style.name == "Quote"] == [f"”{words}”" for words in said]
    assert any(text.startswith(f"— {REFERENCE}") for text in paragraphs)
    assert document.core_properties.language == "sv-SE"
    assert document.core_properties.title == "Svar ur handlingarna"
    styles = zipfile.ZipFile(io.BytesIO(response.content)).read("word/styles.xml").decode()
    assert 'w:val="sv-SE"' in styles
    assert 'w:val="en-US"' not in styles


def test_an_answer_as_json(office):
    service, _ = office
    taken = answer(service, "json").json()
    assert (taken["what"], taken["question"], taken["certainty"]) == ("answer", ANSWERED, "answer")
    said = service.ask(ANSWERED)["citations"]
    fields = ("number", "quote", "reference", "part")
    assert [[one[name] for name in fields] for one in taken["quotes"]] == [
        [one[name] for name in fields] for one in said
    ]
    for one in taken["quotes"]:
        assert service.text(one["document_id"])[one["start"] : one["end"]] == one["quote"]
    assert taken["coverage"]["documents"] == 9


def test_what_an_answer_of_the_archive_cites_can_be_taken_along(office):
    """As the pages do: ask, and send back where the citations stand."""
    service, _ = office
    said = service.ask(ANSWERED)
    assert said["answered"]
    taken = answer(service, "json").json()
    assert [one["quote"] for one in taken["quotes"]] == [one["quote"] for one in said["citations"]]
    for field in ("certainty", "short", "statements", "table", "notes", "coverage"):
        assert taken[field] == said[field]


@pytest.mark.usefixtures("unsure")
def test_the_nearest_is_never_taken_along_as_an_answer(office):
    """Not by its file's name, its title, a heading or a short answer; in all formats."""
    service, _ = office
    response = answer(service, "markdown")
    assert response.headers["content-disposition"].startswith('attachment; filename="narmast-20')
    assert response.text.startswith(
        f"# Närmast i handlingarna\n\n- **Fråga:** {ANSWERED}\n\n{NEARBY}\n\n## Ställen som ligger närmast frågan\n"
    )
    assert not re.search(r"^#+ .*[Ss]var", response.text, re.MULTILINE)
    assert BUY in response.text
    document = docx.Document(io.BytesIO(answer(service, "docx").content))
    assert headings(document)[:2] == [
        ("Heading 1", "Närmast i handlingarna"),
        ("Heading 2", "Ställen som ligger närmast frågan"),
    ]
    assert NEARBY in [p.text for p in document.paragraphs]
    taken = answer(service, "json").json()
    assert (taken["certainty"], taken["short"]) == ("nearest", None)


def test_what_is_said_beside_other_quotations_is_left_out(office):
    """The archive answers otherwise now, so only the quotations are taken along."""
    service, ids = office
    citations = [place(service, ids["storvika/ks.txt"], "Lamporna i Åsen byts.")]
    taken = take(service, "answer", "json", asked={"question": ANSWERED}, citations=citations).json()
    assert [one["quote"] for one in taken["quotes"]] == ["Lamporna i Åsen byts."]
    assert (taken["short"], taken["statements"], taken["table"], taken["notes"]) == (None, [], None, [])
    assert taken["certainty"] == "nearest"  # it is not what the archive would say


def test_a_quotation_more_leaves_an_answer_an_answer(office):
    service, ids = office
    more = place(service, ids["storvika/ks.txt"], "Lamporna i Åsen byts.")
    citations = [*cited(service, ANSWERED), more]
    taken = take(service, "answer", "json", asked={"question": ANSWERED}, citations=citations).json()
    assert (taken["certainty"], taken["statements"], taken["quotes"][-1]["part"]) == ("answer", [], "Beslut")


def test_a_quotation(office):
    service, ids = office
    citation = place(service, ids["ljungnas/bun-skrivelse.txt"], "Elva elever behöver en båt.")
    text = take(service, "quote", citation=citation).text
    assert text.startswith(
        "# Citat ur handlingarna\n\n> ”Elva elever behöver en båt.”\n>\n"
        f"> — {HOME}, Utbildningsförvaltningen, tjänsteskrivelse 2022-01-20, dnr BUN 2022/7, s. 1\n"
    )


def test_a_quotation_says_which_part_it_is_of(office):
    """By the part that it begins in itself, though a passage may hold several."""
    service, ids = office
    council = ids["ljungnas/kf-juni.txt"]
    text = take(service, "quote", citation=place(service, council, BUY)).text
    assert f"> — {REFERENCE} · beslut\n" in text
    text = take(service, "quote", citation=place(service, council, "Kommunstyrelsen 2022-05-04 § 60")).text
    assert f"> — {REFERENCE} · tidigare behandling\n" in text
    text = take(service, "quote", citation=place(service, council, "Skolskjuts från Torsö")).text
    assert f"> — {REFERENCE}\n" in text


def test_a_case(office):
    service, _ = office
    case = service.http.get("/v1/cases/BUN 2022/7").json()
    text = take(service, "case", case_number="BUN 2022/7").text
    assert text.startswith("# Ärende BUN 2022/7\n\n- **Diarienummer:** BUN 2022/7, KS 2022/44\n")
    treatment = text.split("## Ärendets tidigare behandling\n\n")[1].split("\n\n")[0]
    assert treatment.split("\n") == [f"- {line}" for line in case["treatment"]]
    taken = take(service, "case", "json", case_number="BUN 2022/7").json()
    assert (taken["treatment"], taken["steps"]) == (case["treatment"], case["steps"])
    document = docx.Document(io.BytesIO(take(service, "case", "docx", case_number="BUN 2022/7").content))
    bullets = [p.text for p in document.paragraphs if p.style.name == "List Bullet"]
    assert bullets[: len(case["treatment"])] == case["treatment"]
    assert take(service, "case", case_number="KS 1999/1").status_code == 404


def test_a_count_is_written_with_its_table(office):
    """The short answer first, then the words of our own, the table, and what they stand on."""
    service, ids = office
    asked = take(
        service, "answer", "json", asked={"question": ANSWERED},
        citations=[place(service, ids["ljungnas/kf-juni.txt"], BUY)],
    ).json()  # fmt: skip
    counted = schemas.TakenAnswer.model_validate(
        asked
        | {
            "certainty": "answer",
            "short": "1",
            "statements": [{"text": "1 båt köptes.", "citations": [1]}, {"text": BUY, "citations": [1]}],
            "table": {"columns": ["År", "Båtar"], "rows": [["2022", "1"]]},
            "notes": ["Räknat i en nämnd."],
        }
    )
    text = markdown.write(papers.paper(counted))
    start = text.index("## Svar\n")
    assert text[start:].startswith(
        "## Svar\n\n1\n\n1 båt köptes. \\[1\\]\n\n| År | Båtar |\n| --- | --- |\n| 2022 | 1 |\n\n"
        f"> ”{BUY}”\n>\n> — {REFERENCE} · beslut\n\n"
        "### Att veta om svaret\n\n- Räknat i en nämnd.\n\n"
        f"## Källor\n\n1. {REFERENCE} · beslut. Fil: ljungnas/kf-juni.txt\n"
    )
    many = counted.model_copy(update={"statements": [schemas.Statement(text="9 båtar.", citations=[*range(1, 10)])]})
    assert "\n\n9 båtar. \\[1\\]–\\[9\\]\n\n" in markdown.write(papers.paper(many))


def test_a_proposal_is_named_whatever_it_is_called(office):
    """Beside each quotation and in the list of sources."""
    service, ids = office
    asked = take(service, "quote", "json", citation=place(service, ids["ljungnas/kf-juni.txt"], BUY)).json()
    taken = schemas.TakenQuote.model_validate(asked)
    proposal = taken.model_copy(update={"quote": taken.quote.model_copy(update={"part": "Något FÖRSLAG"})})
    assert f"> — {REFERENCE} · något förslag\n" in markdown.write(papers.paper(proposal))


# What a caller cannot do


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"quote": "En båt för skolskjuts köps för högst 9 000 000 kronor."}, 422),
        ({"quote": " "}, 422),
        ({"start": 0}, 422),
        ({"start": -1}, 422),
        ({"end": 10**12}, 422),
        ({"document_id": "finns-inte"}, 404),
        ({"document_id": "..%2F..", "quote": "x"}, 404),
        ({"påhitt": "ja"}, 422),
    ],
    ids=str,
)
def test_nothing_is_written_that_the_papers_do_not_say(office, change, status):
    service, ids = office
    council = ids["ljungnas/kf-juni.txt"]
    wrong = place(service, council, BUY) | change
    good = place(service, council, REPORT)
    asked = {"question": ANSWERED}
    for response in (
        take(service, "quote", citation=wrong),
        take(service, "answer", asked=asked, citations=[good, wrong]),
    ):
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        assert "9 000 000 kronor" not in response.text.replace(str(change.get("quote"))[:60], "")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"what": "allt"},
        {"what": "answer", "asked": {"question": "x"}, "citations": []},
        {"what": "answer", "asked": {"question": ""}, "citations": [{}]},
        {"what": "record", "asked": {"question": "x"}, "format": "pdf"},
        {"what": "case"},
    ],
    ids=str,
)
def test_a_request_that_cannot_be_taken(office, body):
    service, _ = office
    response = service.http.post("/v1/takeaway", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_a_withdrawn_paper_is_in_no_file(fresh):
    service, ids = fresh({"kf.txt": PAPERS["ljungnas/kf-juni.txt"], "ks.txt": PAPERS["ljungnas/ks-maj.txt"]})
    citation = place(service, ids["kf.txt"], BUY)
    assert take(service, "quote", citation=citation).status_code == 200
    service.http.delete(f"/v1/documents/{ids['kf.txt']}")
    assert take(service, "quote", citation=citation).status_code == 404
    assert BUY not in take(service, "case", case_number="KS 2022/44").text


# The record of a search without result

NOTHING = "När öppnar badhuset i Kiruna på söndagar?"


def test_a_record_says_what_was_searched(office):
    """The bodies with their papers and gaps, counted by hand; the archive's contents and the time."""
    service, ids = office
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    record = take(service, "record", "json", asked={"question": NOTHING}).json()
    assert record["question"] == NOTHING
    assert record["coverage"]["documents"] == 9
    bodies = {(one["organisation"], one["committee"]): one for one in record["bodies"]}
    council = bodies[HOME, KF]
    assert (council["documents"], council["first"], council["last"]) == (3, "2022-06-15", "2022-09-21")
    assert council["gaps"] == [
        "§§ 1–76 år 2022 saknas, före 2022-06-15.",
        "§§ 78–89 år 2022 saknas, mellan 2022-06-15 och 2022-09-21.",
    ]
    assert sum(one["documents"] for one in record["bodies"]) == 9
    assert [(one["value"], one["documents"]) for one in record["years"]] == [("2022", 8), ("2023", 1)]
    made = record["made"]
    digest = hashlib.sha256("\n".join(sorted(ids.values())).encode()).hexdigest()
    assert (made["documents"], made["contents"]) == (9, f"sha256:{digest}")
    assert made["index"]["analyser"] == service.index.manifest["analyser"]
    at, local = (dt.datetime.fromisoformat(made[name]) for name in ("at", "local"))
    assert before <= at == local <= dt.datetime.now(dt.UTC)
    assert local.utcoffset() in (dt.timedelta(hours=1), dt.timedelta(hours=2))  # Sweden's, wherever the server stands


def test_a_record_to_read(office):
    service, _ = office
    asked = {"question": NOTHING, "filters": {"organisation": [HOME], "date_from": "2022-03-01"}}
    text = take(service, "record", asked=asked).text
    assert text.startswith(f"# Intyg över sökning utan resultat\n\n- **Sökt fråga:** {NOTHING}\n")
    assert f"- **Organisation:** {HOME}\n- **Från och med:** 2022-03-01\n" in text
    assert "\n6 handlingar, daterade 2022-03-02 till 2023-03-01.\n" in text
    assert "Storvika" not in text
    document = docx.Document(io.BytesIO(take(service, "record", "docx", asked=asked).content))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Organ", "Handlingar", "Från", "Till", "Kända luckor"]
    assert [row.cells[1].text for row in table.rows[1:]] == ["3", "2", "1"]


def test_no_record_of_a_search_with_an_answer(office):
    service, _ = office
    response = take(service, "record", asked={"question": ANSWERED})
    assert response.status_code == 422
    assert "Ta med svaret i stället." in response.json()["detail"]


@pytest.mark.usefixtures("unsure")
def test_no_record_of_a_search_that_comes_near(office):
    """A record says that there is nothing."""
    service, _ = office
    response = take(service, "record", asked={"question": ANSWERED})
    assert response.status_code == 422
    assert "Ta med ställena i stället." in response.json()["detail"]
    assert take(service, "record", asked={"question": NOTHING}).status_code == 200


def test_a_record_keeps_to_known_filters(office):
    service, _ = office
    asked = {"question": NOTHING, "filters": {"organisation": ["Månens kommun"]}}
    assert take(service, "record", asked=asked).status_code == 422


# Words are words only

COMMONMARK = MarkdownIt("commonmark").enable("table").enable("strikethrough")
# Everything that a paper may hold: letters, signs, lines, what is not seen.
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)
SIGNS = st.text(st.sampled_from(list("ab1. -+*_#>|[]()<>!&;:/\\`~=@{}$^\"'\n\twww")), max_size=60)


def shown(text: str) -> tuple[set[str], str]:
    """Return the kinds of what a Markdown reader makes of a text, and the words that it shows."""
    kinds, words = set(), []
    for token in COMMONMARK.parse(text):
        kinds.add(token.type)
        for child in token.children or ():
            kinds.add(child.type)
            words.append("\n" if child.type in ("hardbreak", "softbreak") else child.content)
    return kinds, "".join(words)


@given(st.one_of(WORDS, SIGNS))
def test_a_paragraph_shows_its_words_and_nothing_else(text):
    line = one_line(text)
    kinds, words = shown(markdown.write(Paper("x", (Text(text),))).split("\n\n", 1)[1])
    assert kinds <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}
    assert words == line


@given(st.one_of(WORDS, SIGNS))
def test_each_place_shows_its_words_and_nothing_else(text):
    """In headings, lists, facts, cells and quotations."""
    paper = Paper(text, (Heading(text), Items((text, "a")), Facts((("Namn", text),)), Table(("A",), ((text,),)),
                         Quotation(f"”{text}”", "Källa")))  # fmt: skip
    kinds, _ = shown(markdown.write(paper))
    assert not kinds & {
        "link_open", "image", "html_inline", "html_block", "code_inline", "em_open", "fence", "code_block", "hr",
        "s_open", "ordered_list_open",
    }  # fmt: skip


@given(WORDS)
def test_word_takes_any_text(text):
    """A file that opens, with the words in it."""
    opened = docx.Document(io.BytesIO(word.write(Paper(text, (Text(text), Quotation(text, text), Items((text,)))))))
    assert opened.paragraphs[1].text == one_line(text)


def test_a_hostile_paper_is_words_only(office):
    service, ids = office
    words = f"Vävstolen märks {HOSTILE} i vår."
    text = take(service, "quote", citation=place(service, ids["kulturnamnden.txt"], words)).text
    kinds, said = shown(text)
    assert f"”{words}”" in said
    assert not kinds & {"link_open", "html_inline", "html_block", "em_open", "code_inline", "table_open"}
    for linked in ("https://", "www.", "a@exempel"):  # what a reader that makes links of bare addresses looks for
        assert linked not in text
    assert json.loads(take(service, "quote", "json", citation=place(service, ids["kulturnamnden.txt"], words)).text)

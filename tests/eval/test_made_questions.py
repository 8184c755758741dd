"""No made-up character reaches the user: questions made by chance, every answer held to its papers."""

import re
from collections.abc import Iterator

import pytest

from indexer.index import Index
from search_api.archive import Archive
from search_api.schemas import AskRequest, AskResponse
from tests.eval.made_questions import Words, questions

FEW, MANY = 100, 2_000
COUNT = "count"
WHO = {"Parti", "Ledamot"}  # the first column of a table of who has most


@pytest.fixture(scope="module")
def archive(demo_index: Index) -> Archive:
    """Return the demonstration archive, ready to be asked."""
    opened = Archive(demo_index)
    opened.retriever.vocabulary.refresh()
    return opened


@pytest.fixture(scope="module")
def texts(demo_index: Index) -> dict[str, str]:
    """Return the text of every document by its id."""
    catalogue = demo_index.catalogue
    return {entry.id: catalogue.document(entry.id).text for entry in catalogue.entries()}


@pytest.fixture(scope="module")
def words(demo_index: Index) -> Words:
    """Return the words that the questions are made of."""
    return Words.of(demo_index.catalogue)


def folded(text: str) -> str:
    """Return `text` with white space being equal to white space."""
    return " ".join(text.split())


# "Kent Sundevik (SL), ledamot, vald 2022-11-28.": the party may stand over the names, as in short answers.
HOLDER = re.compile(
    r"(?P<who>[^,]+), [^,]*(?:ordförande|ledamot|ersättare|beslutande)[^,]*(?:, vald| vid sammanträdet)"
    r" (?P<day>\d{4}-\d\d-\d\d)\."
)


def wrong(answer: AskResponse, texts: dict[str, str]) -> Iterator[str]:
    """Yield what of an answer does not stand in the papers."""
    for cited in answer.citations:
        text = texts[cited.document_id]
        if not 0 <= cited.start < cited.end <= len(text):
            yield f"{cited.start}–{cited.end} is outside a text of {len(text)}"
        elif text[cited.start : cited.end] != cited.quote:
            yield f"”{cited.quote}” does not stand at {cited.start} of {cited.source}"
    quotes = {cited.number: folded(cited.quote) for cited in answer.citations}
    for place, statement in enumerate(answer.statements):
        held = [quotes[number] for number in statement.citations]
        if not held:
            yield f"nothing is cited for ”{statement.text}”"
        counted = answer.kind == COUNT and place == 0  # the sentence that says the number is ours
        said = without_headings(held)
        if not counted and not holds_office(statement.text, answer, held) and folded(statement.text) not in (
            " ".join(said), ": ".join(said)
        ):  # fmt: skip
            yield f"”{statement.text}” is not what is cited"
    if answer.short is not None and not short_holds(answer, list(quotes.values())):
        yield f"”{answer.short}” is neither quoted nor counted"
    if not answer.answered and (answer.answer or answer.short or answer.citations or answer.statements or answer.table):
        yield "no answer, and yet something is said"
    if answer.answered and not answer.citations:
        yield "an answer without a citation"


def holds_office(text: str, answer: AskResponse, quotes: list[str]) -> bool:
    """Return whether it is our sentence of who holds an office, each name of it quoted and its day cited."""
    match = HOLDER.fullmatch(text)
    days = {str(cited.date) for cited in answer.citations}
    return (
        match is not None
        and match["day"] in days
        and all(
            any(word in quote for quote in quotes)
            for word in re.findall(r"[^\W\d_]+", re.sub(r" ?\([^)]*\)", "", folded(match["who"])))
        )
    )


def without_headings(quotes: list[str]) -> list[str]:
    """Return the quotes of a statement but for the heading that is cited beside a row of a table."""
    beside = "|" in "".join(quotes[-1:]) and any("|" in quote for quote in quotes[:-1])
    return quotes[:-1] if beside else quotes


def short_holds(answer: AskResponse, quotes: list[str]) -> bool:
    """Return whether the short answer is quoted, or the number of what is listed."""
    short = folded(answer.short or "")
    if answer.kind == COUNT and short.isdecimal():
        if answer.table and answer.table.columns[0] in WHO:  # more people than a short answer holds: the first of these
            most = answer.table.rows[0][-1]
            return int(short) == sum(row[-1] == most for row in answer.table.rows)
        return int(short) in (0, len(answer.statements) - 1)
    if any(short in quote for quote in quotes):
        return True
    names = [re.sub(r" ?\([^)]*\)", "", name) for name in short.split(", ")]
    return all(any(name in quote for quote in quotes) for name in names)


def held(archive: Archive, texts: dict[str, str], made: Iterator[str]) -> int:
    """Ask each question, hold every answer to the papers, and return how many were answered."""
    answered = 0
    found = {}
    for question in made:
        answer = archive.ask(AskRequest(question=question))
        answered += answer.answered
        if faults := list(wrong(answer, texts)):
            found[question] = faults
    assert found == {}
    return answered


def test_a_hundred_questions(archive, texts, words):
    """A part of them is answered, else nothing would be tried."""
    assert held(archive, texts, questions(words, FEW)) >= FEW // 5


@pytest.mark.parametrize(
    ("of", "change"),
    [
        ("citations", {"quote": "Nämnden beslutar något helt annat."}),
        ("citations", {"start": 0}),
        ("citations", {"end": 10**9}),
        ("statements", {"text": "Sökanden beviljades 1 000 000 kronor."}),
        ("statements", {"citations": []}),
    ],
)
def test_what_is_made_up_is_seen(archive, texts, of, change):
    """The check fails on an answer in which one thing is changed."""
    answer = archive.ask(AskRequest(question="Vad beslutade kommunfullmäktige i Åvika 2021-09-27 § 73?"))
    assert list(wrong(answer, texts)) == []
    changed = [getattr(answer, of)[0].model_copy(update=change), *getattr(answer, of)[1:]]
    assert list(wrong(answer.model_copy(update={of: changed}), texts))


def test_a_short_answer_that_is_made_up_is_seen(archive, texts):
    """A number that is not the list's, a name that is not quoted."""
    counted = archive.ask(AskRequest(question="Hur många motioner bifölls av kommunfullmäktige i Åvika 2021?"))
    assert (counted.kind, counted.short, list(wrong(counted, texts))) == (COUNT, "1", [])
    for made_up in ("2", "Nils Påhittad (X)"):
        assert list(wrong(counted.model_copy(update={"short": made_up}), texts))


def test_the_questions_are_the_same_every_time(words):
    """And hardly any is made twice."""
    made = list(questions(words, FEW))
    assert made == list(questions(words, FEW))
    assert len(set(made)) > 0.95 * FEW
    assert made != list(questions(words, FEW, seed=1))


@pytest.mark.parametrize("question", ["🇸", "!w", "\\”", "ب", "xqzv", "–)lÖ1"])
def test_what_has_no_word_that_the_archive_knows_is_not_answered(archive, question):
    assert archive.ask(AskRequest(question=question)).answered is False


@pytest.mark.slow
def test_two_thousand_questions(archive, texts, words):
    """Of other words than the hundred."""
    assert held(archive, texts, questions(words, MANY, seed=1)) >= MANY // 5

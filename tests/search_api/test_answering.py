"""Answers: sentences exact to the character, quotes verbatim, and silence where the papers say nothing."""

import re
import string
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.structure import sentences

BOB_RADET = "vilka ingår i lokala Bob-rådet på Gotland?"
BOB_MEMBERS = (
    "socialtjänsten",
    "länsstyrelsen",
    "polisen",
    "grundskolan",
    "gymnasieskolan",
    "barn- och ungdomspsykiatrin",
)


def split(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [text[span.start : span.end] for span in sentences.split(text, 0, len(text))]


# Sentences

# What papers are made of, so that chance makes lists, rows, abbreviations, numbers and headings of it.
PIECES = st.sampled_from(
    [
        *"abcåäöABCÅÄÖ0123456789", *" \n\t.!?:;,-–•|§()”\"'*#", "\n\n", "\n- ", "\n1. ", "\n| a | b |",
        "t.ex. ", "kl. 14.30 ", "m.fl. ", "den 3. maj ", "§ 12 ", "Nämnden beslutar ", "1 200 kr. ",
        "\u00a0", "\u2003", "\x0c", "ﬁ", "e\u0301", "🛶",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=60)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, int, int]:
    """Return a text and a stretch of it."""
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text)))
    return text, start, draw(st.integers(start, len(text)))


@given(stretches())
def test_sentences_are_exact_spans(stretch: tuple[str, int, int]) -> None:
    """In order, none over another, none blank or with blanks at its ends, nothing but white space between them."""
    text, start, end = stretch
    spans = list(sentences.split(text, start, end))
    assert all(start <= span.start < span.end <= end for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)
    places = [start, *(place for span in spans for place in (span.start, span.end)), end]
    assert all(not text[a:b].strip() for a, b in zip(places[::2], places[1::2], strict=True))


EXAMPLES = {
    "plain": ("Nämnden antar planen. Ärendet avslutas.", ["Nämnden antar planen.", "Ärendet avslutas."]),
    "question and call": ("Vad gäller? Allt! Det är så.", ["Vad gäller?", "Allt!", "Det är så."]),
    "t.ex. before a name": (
        "Föreningar, t.ex. Scouterna, får bidrag. Andra får inget.",
        ["Föreningar, t.ex. Scouterna, får bidrag.", "Andra får inget."],
    ),
    "bl.a. and m.m.": (
        "Frågan rör bl.a. Polisen, skolor m.m. som berörs. Skolverket svarar inte.",
        ["Frågan rör bl.a. Polisen, skolor m.m. som berörs.", "Skolverket svarar inte."],
    ),
    "m.fl. before a bracket": (
        "En motion av Anna Ek (C) m.fl. (KS 2021/5) besvaras. Den avslås.",
        ["En motion av Anna Ek (C) m.fl. (KS 2021/5) besvaras.", "Den avslås."],
    ),
    "time": (
        "Mötet öppnas kl. 14.30 i Rådhuset. Det slutar kl. 16.00.",
        ["Mötet öppnas kl. 14.30 i Rådhuset.", "Det slutar kl. 16.00."],
    ),
    "date": (
        "Svar lämnas den 3. maj 2024. Sedan avslutas ärendet.",
        ["Svar lämnas den 3. maj 2024.", "Sedan avslutas ärendet."],
    ),
    "t.o.m. before a number": (
        "Avtalet gäller t.o.m. 31 december. Därefter upphör det.",
        ["Avtalet gäller t.o.m. 31 december.", "Därefter upphör det."],
    ),
    "sum": (
        "Kostnaden är 1.500.000 kr. Beloppet ryms inom 2,5 procent.",
        ["Kostnaden är 1.500.000 kr.", "Beloppet ryms inom 2,5 procent."],
    ),
    "year at the end": ("Planen gäller till 2030. Den följs upp.", ["Planen gäller till 2030.", "Den följs upp."]),
    "initial": ("Ordförande är A. Lind. Ledamot är Bo Ek.", ["Ordförande är A. Lind.", "Ledamot är Bo Ek."]),
    "diarienummer": (
        "Dnr. KS 2021/118 avslutas. Ingen yttrar sig.",
        ["Dnr. KS 2021/118 avslutas.", "Ingen yttrar sig."],
    ),
    "quotation": ("Ordföranden säger ”Ja.” Ingen säger nej.", ["Ordföranden säger ”Ja.”", "Ingen säger nej."]),
    "wrapped": (
        "Nämnden beslutar att\ngodkänna planen.\nÄrendet avslutas.",
        ["Nämnden beslutar att\ngodkänna planen.", "Ärendet avslutas."],
    ),
    "numbered decisions": (
        "Nämnden beslutar\n1. Att anta planen.\n2. Att avsätta 100 000 kr.\n10. Att avsluta ärendet",
        ["Nämnden beslutar", "1. Att anta planen.", "2. Att avsätta 100 000 kr.", "10. Att avsluta ärendet"],
    ),
    "numbers in a line": (
        "Nämnden beslutar att 1. anta planen, 2. avslå motionen.",
        ["Nämnden beslutar att 1. anta planen, 2. avslå motionen."],
    ),
    "list": (
        "I rådet ingår:\n- polisen\n– skolan\n• socialtjänsten",
        ["I rådet ingår:", "- polisen", "– skolan", "• socialtjänsten"],
    ),
    "table": (
        "| Ledamot | Parti |\n| --- | --- |\n| Anna Ek | C |",
        ["| Ledamot | Parti |", "| --- | --- |", "| Anna Ek | C |"],
    ),
    "blank line": ("Rubrik utan punkt\n\nNämnden antar planen", ["Rubrik utan punkt", "Nämnden antar planen"]),
    "heading right above": ("Beslut\nNämnden antar planen.", ["Beslut", "Nämnden antar planen."]),
    "§ right above": (
        "§ 3 Köp av pump\nDnr MN 2021/5\nBeslut\nNämnden köper pumpen.",
        ["§ 3 Köp av pump", "Dnr MN 2021/5", "Beslut", "Nämnden köper pumpen."],
    ),
    "tom is empty too": ("Lokalen är tom. Den hyrs ut.", ["Lokalen är tom.", "Den hyrs ut."]),
    "bil is a car too": (
        "Eleverna åker bil. Skolan ligger långt bort.",
        ["Eleverna åker bil.", "Skolan ligger långt bort."],
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_sentences_as_swedish_papers_have_them(name: str) -> None:
    text, expected = EXAMPLES[name]
    assert split(text) == expected


# Answers


def test_bob(service) -> None:
    """The flagship question: all six, from the sentence on the local council, and from no other council."""
    answer = service.ask(BOB_RADET)
    assert answer["answered"]
    for member in BOB_MEMBERS:
        assert member in answer["answer"].casefold()
    assert "Kriminalvården" not in answer["answer"]  # sits in the national one
    assert answer["citations"][0]["source"] == "gotland/bob.txt"


LISTED = """Region Havsö
Socialnämnden

Tjänsteskrivelse
Datum 2022-02-02
Dnr SON 2022/3

Lokalt råd för trygghet

I det lokala trygghetsrådet på Havsö ingår följande:

- socialtjänsten
- länsstyrelsen
- polisen
- grundskolan
- gymnasieskolan
- barn- och ungdomspsykiatrin
"""


def test_a_list_is_an_answer(desk) -> None:
    """Who sits in a council is as often a list as a sentence; half a list is a wrong answer."""
    desk.upload(("råd.txt", LISTED.encode()))
    answer = desk.ask("vilka ingår i lokala trygghetsrådet på Havsö?")
    assert answer["answered"]
    assert [member for member in BOB_MEMBERS if member not in answer["answer"]] == []


@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["a blank line", "no blank line"])
def test_a_decision_under_its_heading(desk, gap: str) -> None:
    """With a blank line between heading and text or without one, as PDFs often come."""
    thing = {"\n": "stängslet", "\n\n": "staketet"}[gap]
    lines = (
        "Gränsby kommun", "Miljönämnden", "Protokoll", "Sammanträdesdatum 2021-10-06", f"§ 3 Köp av {thing}",
        "Dnr MN 2021/5", "Beslut", f"Miljönämnden beslutar att köpa {thing} för 77 kronor.",
    )  # fmt: skip
    desk.upload((f"{thing}.txt", gap.join(lines).encode()))
    answer = desk.ask(f"Vad kostade {thing} i Gränsby?")
    assert answer["answered"]
    assert "77 kronor" in answer["answer"]


@pytest.mark.parametrize(
    "question",
    [
        "Vad beslutades om en ny simhall i Kiruna?",
        "Vad kostar det att rusta upp bastun i Kiruna?",
        "När bygger Ängsö kommun en flygplats i Pajala?",
        "Vad sa Greta Thunberg om båtplatserna?",
    ],
)
def test_what_the_papers_do_not_say(service, question: str) -> None:
    """A place or a person that no paper knows is answered with silence, however near the rest of the question is."""
    answer = service.ask(question)
    assert answer["answered"] is False
    assert answer["answer"] is None
    assert answer["citations"] == []
    assert answer["related"]


@pytest.mark.parametrize(
    ("question", "source", "paragraph", "said"),
    [
        ("Vad beslutade tekniska nämnden § 42 den 17 maj 2023?", "angso/tn.txt", "§ 42", "6,4 miljoner kronor"),
        ("Vad beslutades i § 41, 2023-05-17, tekniska nämnden?", "angso/tn.txt", "§ 41", "4 850 kronor"),
        ("Vad beslutade socialnämnden 9 mars 2022 i § 8?", "angso/sn.pdf", "§ 8", "tre elbilar"),
        ("Vad står i § 7 från den 9 mars 2022?", "angso/sn.pdf", "§ 7", "310 kronor"),
        ("Vad beslutades i ärendet TN 2022/77?", "angso/tn.txt", "§ 43", "lysdioder"),
    ],
)
def test_a_question_that_names_a_section_is_answered_from_it(service, question, source, paragraph, said) -> None:
    answer = service.ask(question)
    assert answer["answered"]
    assert {(citation["source"], citation["paragraph"]) for citation in answer["citations"]} == {(source, paragraph)}
    assert said in answer["answer"]


def test_a_section_that_was_not_held_is_not_answered(service) -> None:
    """No other section answers for one that is not in the papers."""
    answer = service.ask("Vad beslutade tekniska nämnden § 99 den 17 maj 2023?")
    assert answer["answered"] is False


@pytest.mark.slow
def test_a_hundred_answers_are_verbatim(service, priced: dict[str, tuple[str, str, int]], folded: Callable) -> None:
    """Whatever is asked, every citation stands in its document to the letter, and says nothing else than its quote."""
    texts: dict[str, str] = {}
    answered = right = 0
    questions = list(priced.items())[:100]
    for question, (thing, place, sum_) in questions:
        answer = service.ask(question, limit=1)
        answered += answer["answered"]
        for citation in answer["citations"]:
            document_id = citation["document_id"]
            if document_id not in texts:
                texts[document_id] = service.text(document_id)
            assert citation["quote"].strip()
            assert texts[document_id][citation["start"] : citation["end"]] == citation["quote"]
            assert citation["quote"] in answer["answer"]
        numbers = {citation["number"] for citation in answer["citations"]}
        assert {number for statement in answer["statements"] for number in statement["citations"]} == numbers
        # And it is the answer: that thing at that place, for that sum.
        said = folded(answer["answer"] or "")
        right += f"{thing} i {place} för {sum_} kr" in said
    assert len(questions) == 100
    assert answered == 100
    assert right == 100


def test_an_answer_says_nothing_of_its_own(service, priced: dict[str, tuple[str, str, int]]) -> None:
    """Every word and number of an answer stands in one of its quotes."""
    for question in [BOB_RADET, *list(priced)[::30]]:
        answer = service.ask(question)
        quoted = " ".join(citation["quote"] for citation in answer["citations"])
        words = set(re.findall(r"\w+", answer["answer"]))
        assert words
        assert words <= set(re.findall(r"\w+", quoted))


@settings(max_examples=30)
@given(st.text(string.ascii_letters + "åäöÅÄÖ0123456789 .,?!§/-–:()\n", min_size=1, max_size=80).filter(str.strip))
def test_any_question_gets_a_whole_answer(service, question: str) -> None:
    """Nonsense too gets an answer or silence, in the shape of the contract, with verbatim quotes."""
    answer = service.ask(question)
    assert (
        answer["answered"] == bool(answer["citations"]) == bool(answer["statements"]) == (answer["answer"] is not None)
    )
    for citation in answer["citations"]:
        assert service.text(citation["document_id"])[citation["start"] : citation["end"]] == citation["quote"]

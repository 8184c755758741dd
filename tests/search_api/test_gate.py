"""The gate: true statements pass in other words, false ones do not pass in true ones."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.models import Repair
from corpus.structure import sentences
from search_api.answering.answer import Quote
from search_api.answering.composing import gate
from tests.search_api.passages import of_the_demo, passage

BRIDGE = "Tekniska nämnden beslutar att anta förslaget till ny brygga för högst 1 200 000 kronor."
WISHES = "Anna Ek (S) och Bo Alm (M) yrkar avslag. Eva Lind (C) yrkar bifall."
VOTE = "Omröstningen utfaller med 12 ja-röster mot 5 nej-röster. En ledamot avstår från att rösta."
GRANT = "Nämnden beslutar att inte bevilja bidrag till föreningen Norrkajen."
COUNCIL = "I ungdomsrådet ingår rektor, polis och\nsocialtjänst. Rådet möts nästa gång den 19 juni 2023."
CARS = "Nämnden beslutar att hyra två elbilar till nattpatrullen. Avtalet gäller till och med 2026."
FEES = "Avgiften är 310 kronor i Dalen och 400 kronor i Viken."
CHANGE = "Avgiften höjs från 310 kronor till 320 kronor den 1 januari 2025."


def shown(text: str, of: str, quote: str | None = None, **place: object) -> str | None:
    """Return the statement's text if it passes on `quote`, or on the whole passage `of`."""
    statement = gate.passed(text, [(passage(of, **place), quote or of)])
    return statement.text if statement else None


TRUE = [
    ("Tekniska nämnden antog förslaget till ny brygga för högst 1,2 miljoner kronor.", BRIDGE),
    ("Nämnden beslutade den 12 mars 2024, § 21, att anta förslaget till ny brygga för högst 1 200 000 kr.", BRIDGE),
    ("I ärende TN 2024/7 antog tekniska nämnden förslaget till ny brygga i Sandviken för högst 1,2 mnkr.", BRIDGE),
    ("Ungdomsrådet består av rektor, polis och socialtjänst.", COUNCIL),
    ("Rådet möts nästa gång 2023-06-19.", COUNCIL),
    ("Rådet möts nästa gång i juni 2023.", COUNCIL),
    ("Rådet möts nästa gång den 19 juni.", COUNCIL),
    ("Omröstningen utföll med 12 ja-röster mot 5 nej-röster.", VOTE),
    ("En ledamot avstod från att rösta.", VOTE),
    ("Nämnden beviljade inte bidrag till Norrkajen.", GRANT),
    ("Nämnden hyr 2 elbilar till nattpatrullen.", CARS),
    ("Avgiften är 400 kronor i Viken.", FEES),
    ("Avgiften i Dalen är 310 kronor.", FEES),
    ("Avgiften höjdes från 310 till 320 kronor den 1 januari 2025.", CHANGE),
]
FALSE = [
    # numbers, amounts, dates, §, diarienummer
    ("Nämnden antog förslaget till ny brygga för högst 12 miljoner kronor.", BRIDGE),
    ("Nämnden antog förslaget till ny brygga för högst 1 200 000 euro.", BRIDGE),
    ("Nämnden antog förslaget till ny brygga för högst 1,2 procent.", BRIDGE),
    ("Nämnden antog förslaget till ny brygga den 13 mars 2024 för högst 1,2 miljoner kronor.", BRIDGE),
    ("Nämnden antog förslaget till ny brygga för högst 1,2 miljoner kronor, § 22.", BRIDGE),
    ("Nämnden antog förslaget till ny brygga för högst 1,2 miljoner kronor (TN 2024/8).", BRIDGE),
    ("Rådet möts nästa gång den 9 juni 2023.", COUNCIL),
    ("Rådet möts nästa gång den 19 juli 2023.", COUNCIL),
    ("Rådet möts nästa gång den 19 juni 2024.", COUNCIL),
    ("Nämnden hyr tre elbilar till nattpatrullen.", CARS),
    ("Nämnden hyr en elbil till nattpatrullen.", CARS),
    ("Avtalet gäller till och med 2027.", CARS),
    # what belongs together
    ("Avgiften är 310 kronor i Viken.", FEES),
    ("Omröstningen utföll med 5 ja-röster mot 12 nej-röster.", VOTE),
    # names
    ("Anna Alm (S) yrkade avslag.", WISHES),
    ("Anna Ek (M) yrkade avslag.", WISHES),
    ("Anna Ekman (S) yrkade avslag.", WISHES),
    ("Nämnden beviljade inte bidrag till Sörkajen.", GRANT),
    # bodies
    ("Kommunstyrelsen antog förslaget till ny brygga för högst 1,2 miljoner kronor.", BRIDGE),
    # the meaning turned
    ("Nämnden beviljade bidrag till föreningen Norrkajen.", GRANT),
    ("Rådet möts inte den 19 juni 2023.", COUNCIL),
    ("Nämnden antog förslaget till ny brygga för 1,2 miljoner kronor.", BRIDGE),
    ("Nämnden antog förslaget till ny brygga för minst 1,2 miljoner kronor.", BRIDGE),
    ("Nämnden avslog förslaget till ny brygga för högst 1,2 miljoner kronor.", BRIDGE),
    ("Nämnden köper två elbilar till nattpatrullen.", CARS),
    ("Avgiften sänktes från 310 till 320 kronor den 1 januari 2025.", CHANGE),
    ("Ingen ledamot avstod från att rösta.", VOTE),
    # more than was said
    ("Nämnden antog förslaget till ny brygga för högst 1,2 miljoner kronor eftersom den gamla är farlig.", BRIDGE),
    ("Ungdomsrådet består av rektor, polis, socialtjänst och kyrkan.", COUNCIL),
]


@pytest.mark.parametrize(("text", "of"), TRUE)
def test_true_in_other_words(text, of):
    assert shown(text, of) == text


@pytest.mark.parametrize(("text", "of"), FALSE)
def test_false_on_true_quotations(text, of):
    assert shown(text, of) is None


@pytest.mark.parametrize(
    "text", ["Bo Alm (M) yrkade bifall.", "Eva Lind (C) yrkade avslag.", "Anna Ek (S) yrkade bifall."]
)
def test_who_wanted_what(text):
    """In two sentences or in one: what the one wanted is not told of the other."""
    in_one = "Anna Ek (S) och Bo Alm (M) yrkar avslag och Eva Lind (C) yrkar bifall."
    assert shown(text, WISHES, part="Yrkanden") is None
    assert shown(text, in_one, part="Yrkanden") is None


@pytest.mark.parametrize("text", ["Bo Alm (M) yrkade avslag.", "Eva Lind (C) yrkade bifall."])
def test_who_wanted_what_truly(text):
    assert shown(text, WISHES, part="Yrkanden") == text


def test_a_wish_is_no_decision():
    """Neither by the word for it left out nor by a quotation that begins after it."""
    wish = "Bo Ek (M) yrkar att nämnden köper bryggan."
    assert shown("Nämnden köper bryggan.", wish) is None
    assert shown("Nämnden köper bryggan.", wish, "att nämnden köper bryggan") is None
    assert shown("Bo Ek (M) yrkade att nämnden köper bryggan.", wish) is not None


@pytest.mark.parametrize(("part", "verb"), [("Förslag till beslut", "föreslås"), ("Yrkanden", "yrkas")])
def test_what_is_proposed_is_told_as_proposed(part, verb):
    """Though the sentence itself does not say so: its heading does."""
    words = "Bryggan rivs före midsommar."
    assert shown(words, words, part=part) is None
    assert shown(words, words, part="Beslut") == words
    assert shown(words, f"Ärendet\nBryggan är gammal.\n\n{part}\n{words}", words, part="Ärendet") is None
    assert shown(words, f"{part}\nBryggan rustas upp.\n\nBeslut\n{words}", words, part=part) == words


def test_decided_only_where_it_was():
    """ "Beslutade" is said by the heading of a decision, and by nothing of a background."""
    words = "Bryggan rivs före midsommar."
    text = "Nämnden beslutade att bryggan rivs före midsommar."
    assert shown(text, words, part="Beslut") == text
    assert shown(text, words, part="Ärendet") is None


def test_a_quotation_is_widened_to_its_sentences():
    """So that no "inte" is cut away before it."""
    assert shown("Nämnden beviljade bidrag till föreningen.", GRANT, "bevilja bidrag till föreningen") is None
    (quote,) = gate.passed("Rådet möts nästa gång den 19 juni.", [(passage(COUNCIL), "möts nästa gång")]).quotes
    assert quote.text == "Rådet möts nästa gång den 19 juni 2023."


def test_a_head_of_one_passage_is_not_mixed_with_another():
    """§ 21 is of the 12 March, § 40 of the 2 April: not the other way about."""
    one = passage("Nämnden godkänner avtalet om hamnen.", start=0)
    two = passage("Nämnden godkänner avtalet om hamnen.", start=500, paragraph="§ 40", date="2024-04-02")
    quoted = [(one, one.text), (two, two.text)]
    assert gate.passed("Nämnden godkände avtalet om hamnen den 12 mars 2024, § 21.", quoted)
    assert gate.passed("Nämnden godkände avtalet om hamnen den 2 april 2024, § 40.", quoted)
    assert gate.passed("Nämnden godkände avtalet om hamnen den 12 mars 2024, § 40.", quoted) is None


@pytest.mark.parametrize(
    "quote",
    [
        "", "för högst", "Tekniska nämnden beslutar att anta förslaget till gammal brygga",
        "nämnden beslutar … ny brygga", "beslutar att anta förslaget till ny brygg", "Ny brygga byggs i Dalen nu",
        "200 000 kronor för alla", "tekniska nämnden beslutar att anta",
    ],
)  # fmt: skip
def test_quotations_that_are_none(quote):
    """Too short, not there, put together of two, cut in a word, with another capital."""
    assert gate.passed("Nämnden antog förslaget till ny brygga för högst 1,2 mnkr.", [(passage(BRIDGE), quote)]) is None


def test_one_false_quotation_is_one_too_many():
    found = passage(BRIDGE)
    text = "Nämnden antog förslaget till ny brygga för högst 1,2 mnkr."
    assert gate.passed(text, [(found, BRIDGE)])
    assert gate.passed(text, [(found, BRIDGE), (found, "Nämnden är enig om bryggan.")]) is None
    assert gate.passed(text, []) is None
    assert gate.passed(text, [(found, BRIDGE)] * (gate.MOST_QUOTES + 1)) is None


@pytest.mark.parametrize(
    "marked",
    [
        "<b>{}</b>", "**{}**", "[{}](https://a.se)", "{} Se https://a.se.", "{} Se www.a.se.", "{} Se a.se.", "`{}`",
        "{}\u200b", "{}\u202e", "{}\x00", "# {}", "{} $x$", "{} &lt;", "{} javascript:x",
        "{} <img src=x onerror=alert(1)>",
    ],
)  # fmt: skip
def test_no_markup_and_no_links(marked):
    text = "Rådet möts nästa gång den 19 juni 2023."
    assert shown(text, COUNCIL) == text
    assert shown(marked.format(text), COUNCIL) is None


@pytest.mark.parametrize("text", ["", " ", "...", "12", "x" * 601])
def test_no_statement(text):
    assert shown(text, COUNCIL) is None


def test_letters_of_other_scripts_that_look_the_same():
    """A Cyrillic "а" is not the "a" of the paper."""
    assert shown("Rådet möts nästa gång den 19 juni 2023.".replace("a", "\u0430"), COUNCIL) is None


def test_broken_words_may_be_read_mended():
    """A word that is parted at a line's end is one word in the statement, and parted in the quotation."""
    text = "Nämnden godkänner upprust-\nningen av hamnen."
    found = passage(text, start=0)
    place = text.index("upprust")
    mend = Repair(place, place + len("upprust-\nningen"), "upprustningen")
    mended = replace(found, passage=replace(found.passage, repairs=(mend,)))
    statement = gate.passed("Nämnden godkände upprustningen av hamnen.", [(mended, text)])
    assert [quote.text for quote in statement.quotes] == [text]


@st.composite
def demo_quotes(draw: st.DrawFn) -> tuple[object, str, str]:
    """Draw a stretch of a passage of the demo archive, with other white space, and the text of its paper."""
    found, paper = draw(st.sampled_from(of_the_demo()))
    words = found.text.split()
    first = draw(st.integers(0, len(words) - 1))
    chosen = words[first : first + draw(st.integers(1, 30))]
    return found, paper, draw(st.sampled_from([" ", "\n", " \u00a0 "])).join(chosen)


@given(demo_quotes())
def test_a_quotation_is_the_papers_own(drawn):
    """Found whatever its white space, and given as it stands in the paper, at its place."""
    found, paper, words = drawn
    quote = gate.located(found, words)
    if len(words.split()) < gate.LEAST_WORDS:
        assert quote is None
        return
    assume(quote is not None)  # else the sentences around it are too long
    assert isinstance(quote, Quote)
    assert paper[quote.start : quote.end] == quote.text
    assert found.passage.start <= quote.start < quote.end <= found.passage.end
    assert " ".join(words.split()) in " ".join(quote.text.split())


@given(demo_quotes(), st.text(max_size=40), st.text(max_size=80))
def test_nothing_said_breaks_it(drawn, noise, text):
    """Whatever a model sends: a statement of the paper's own words, or none."""
    found, paper, words = drawn
    for said, quote in ((text, words), (text, noise), (words, words + noise)):
        statement = gate.passed(said, [(found, quote)])
        for one in statement.quotes if statement else ():
            assert paper[one.start : one.end] == one.text


def test_what_a_paper_says_itself_passes():
    """Of the sentences of the demo's minutes that are prose, nearly all pass when they are quoted for themselves."""
    prose = [
        (found, found.text[span.start : span.end])
        for found, _ in of_the_demo()
        if found.passage.part == "Beslut"
        for span in sentences.split(found.text, 0, len(found.text))
    ]
    prose = [
        (found, text) for found, text in prose if 5 <= len(text.split()) <= 50 and text[-1] == "." and "|" not in text
    ]
    passed = sum(gate.passed(text, [(found, text)]) is not None for found, text in prose)
    assert len(prose) > 300
    assert passed / len(prose) > 0.95

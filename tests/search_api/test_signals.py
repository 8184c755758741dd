"""What speaks for a passage: each signal by a passage and a question made for it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue.records import Entry, PassageKey, Scope
from indexer.fusion import Candidate
from search_api.query import Interpretation
from search_api.retrieval import asked, signals
from search_api.retrieval.ranking import WEIGHTS
from search_api.retrieval.signals import Era
from tests.search_api.passages import passage

KEY = PassageKey(
    "d1", "§ 21", "Ny kaj", "TN 2024/7", "Tekniska nämnden", dt.date(2024, 3, 12), "Lindsala kommun", "protokoll"
)
QUAY = passage("Tekniska nämnden beslutar att rusta upp kajen för 350 000 kronor.", heading="§ 21 Ny kaj i Sandviken")
THEN, NOW = dt.date(2020, 1, 1), dt.date(2024, 1, 1)


def early(within: Scope, key: PassageKey = KEY) -> dict[str, float]:
    """Return the signals that need no text, by name."""
    values = signals.preferred(Candidate("p", 0.25, 0.75), within, key)
    return dict(zip(signals.NAMES, values, strict=False))


def textual(question: str, found=QUAY, *, newest: bool = False) -> dict[str, float]:
    """Return the signals of a passage's text, by name."""
    read = Interpretation(question, question, newest=newest)
    values = signals.textual(asked.ask(question), found, read, Era(THEN, NOW))
    return dict(zip(list(signals.NAMES)[-len(values) :], values, strict=True))


def test_every_signal_has_a_weight_and_a_place() -> None:
    assert len(early(Scope())) + len(textual("Kajen?")) == len(signals.NAMES) == len(WEIGHTS)


def test_meaning_and_words_are_the_search_s_own() -> None:
    told = early(Scope())
    assert (told["meaning"], told["words"]) == (0.25, 0.75)
    assert {told[name] for name in ("period", "body", "organisation", "kind")} == {0.0}


@pytest.mark.parametrize(
    ("within", "name", "expected"),
    [
        (Scope(committee=("Tekniska nämnden",)), "body", 1.0),
        (Scope(committee=("Socialnämnden",)), "body", 0.0),
        (Scope(committee=("Socialnämnden", "Tekniska nämnden")), "body", 1.0),
        (Scope(organisation=("Lindsala kommun",)), "organisation", 1.0),
        (Scope(organisation=("Storvika kommun",)), "organisation", 0.0),
        (Scope(kind=("protokoll",)), "kind", 1.0),
        (Scope(kind=("motion",)), "kind", 0.0),
        (Scope(date_from=dt.date(2024, 3, 12), date_to=dt.date(2024, 3, 12)), "period", 1.0),
        (Scope(date_from=dt.date(2024, 3, 13)), "period", 0.0),
        (Scope(date_to=dt.date(2024, 3, 11)), "period", 0.0),
        (Scope(date_to=dt.date(2024, 12, 31)), "period", 1.0),
    ],
)
def test_what_the_question_prefers(within: Scope, name: str, expected: float) -> None:
    assert early(within)[name] == expected


def test_an_undated_paper_is_of_no_period() -> None:
    key = PassageKey("d1", None, "Karta", None, None, None, None, "handling")
    assert early(Scope(date_from=dt.date(1900, 1, 1)), key)["period"] == 0.0


def test_words_in_heading_and_text() -> None:
    told = textual("Vad kostar kajen i Sandviken?")
    # "Sandviken" and "kaj" stand in the heading, only the quay in the text; "kosta" in neither.
    assert 0 < told["text"] < told["heading"] < 1
    assert told["either"] == told["heading"]
    assert textual("kaj rustas")["either"] == pytest.approx(1)
    assert textual("simhall")["either"] == 0.0


def test_all_names_or_none() -> None:
    assert textual("Vad kostar kajen i Sandviken?")["names"] == 1.0
    assert textual("Vad kostar kajen i Norrby?")["names"] == 0.0
    assert textual("Vad kostar kajen i Sandviken och i Norrby?")["names"] == 0.0
    assert textual("vad kostar kajen?")["names"] == 1.0
    # The paper's head says whose it is.
    assert textual("Vad kostar kajen i Lindsala?")["names"] == 1.0


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Vad beslutades om kajen?", "Ärendet bordläggs.", True),
        ("Vad beslutades om kajen?", "Nämnden bordlägger ärendet.", True),
        ("Vad beslutades om kajen?", "Nämnden rustar upp kajen.", False),
        ("Varför bordlades ärendet om kajen?", "Ärendet bordläggs.", False),
        ("När sköts kajen upp?", "Ärendet bordläggs.", False),
        ("Why was the quay postponed?", "Ärendet bordläggs.", False),
        ("Hur många gånger behandlades kajen?", "Ärendet bordläggs.", False),
    ],
)
def test_what_is_only_put_off(question: str, text: str, expected: bool) -> None:
    assert signals.is_tabled(question, text) is expected


def test_the_newest_counts_only_where_it_is_asked_for() -> None:
    found = passage("Taxan antas.", date="2022-01-01")
    assert textual("taxan", found)["newest"] == 0.0
    # 731 days of 1,461: 2020 was a leap year.
    assert textual("taxan", found, newest=True)["newest"] == pytest.approx(731 / 1461)


def test_an_era_is_of_the_dated() -> None:
    dated = [passage("Ja.", date="2024-01-01"), passage("Ja.", date="2020-01-01")]
    undated = passage("Ja.")
    nowhen = type(undated)(undated.passage, Entry("d", "s", "t", "handling", None, None, None, None), "Ja.")
    era = Era.of([*dated, nowhen])
    assert (era.first, era.last) == (THEN, NOW)
    assert (era.recency(THEN), era.recency(NOW), era.recency(None)) == (0.0, 1.0, 0.0)
    assert Era.of([nowhen]).recency(None) == 0.0
    assert Era.of(dated[:1]).recency(NOW) == 0.0  # alone it is no newer than any


@given(st.text(max_size=80), st.text(max_size=120))
def test_a_share_is_a_share(question: str, text: str) -> None:
    """Whatever is asked of whatever text, no signal of it is below 0 or above 1, and either is at least each."""
    told = textual(question, passage(text, date="2023-06-01"), newest=True)
    assert all(0 <= value <= 1 + 1e-9 for value in told.values())
    assert told["either"] >= max(told["heading"], told["text"]) - 1e-9

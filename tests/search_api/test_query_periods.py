"""When something was decided: which times of a question are read so, and which are what the decision is about."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.query import calendar, periods
from search_api.query.calendar import Period

TODAY = dt.date(2024, 6, 19)


def read(question: str) -> list[str]:
    """Return the values of the periods read from `question`."""
    return [reading.value for reading in periods.find(question, TODAY)]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("beslut 2023-06-19", "2023-06-19..2023-06-19"),
        ("mötet den 19 juni 2023", "2023-06-19..2023-06-19"),
        ("§ 25 kf 23/3-23", "2023-03-23..2023-03-23"),
        ("protokollet 7/12 2023", "2023-12-07..2023-12-07"),
        ("protokollet från 22 aug 2022", "2022-08-22..2022-08-22"),
        ("what was decided on June 19, 2023?", "2023-06-19..2023-06-19"),
        ("the meeting on the 19th of June 2023", "2023-06-19..2023-06-19"),
        ("vad beslutades i juni 2023?", "2023-06-01..2023-06-30"),
        ("hastigheten på storgatan (okt 2023)", "2023-10-01..2023-10-31"),
        ("beslut juni -23", "2023-06-01..2023-06-30"),
        ("mötet i slutet av februari 2024", "2024-02-01..2024-02-29"),
        ("what was decided in May 2023", "2023-05-01..2023-05-31"),
        ("hur gick det hösten 2023?", "2023-07-01..2023-12-31"),
        ("vilka regler klubbades våren 2023", "2023-01-01..2023-06-30"),
        ("vem var ordförande i nämnden sommaren 2022?", "2022-06-01..2022-08-31"),
        ("beslut vintern 2021/22", "2021-11-01..2022-03-31"),
        ("the council's decision in autumn 2023", "2023-07-01..2023-12-31"),
        ("beslut första kvartalet 2024", "2024-01-01..2024-03-31"),
        ("beslut fattade kvartal 4 2023", "2023-10-01..2023-12-31"),
        ("beslut andra halvåret 2023", "2023-07-01..2023-12-31"),
        ("beslut vid årsskiftet 2022/23", "2022-12-01..2023-01-31"),
        ("beslut vid årsskiftet", "2023-12-01..2024-01-31"),
        ("vilka motioner bifölls 2023?", "2023-01-01..2023-12-31"),
        ("vem satt i kommunstyrelsen 2022", "2022-01-01..2022-12-31"),
        ("2022 beslutade nämnden om skolan", "2022-01-01..2022-12-31"),
        ("vilka beslut har fattats om skolan 2021–2023?", "2021-01-01..2023-12-31"),
        ("beslut mellan maj och augusti 2022", "2022-05-01..2022-08-31"),
        ("ärendet i nämnden från juni 2022 till oktober 2023", "2022-06-01..2023-10-31"),
        ("beslut november 2022–februari 2023", "2022-11-01..2023-02-28"),
        ("juni och september 2022", "2022-06-01..2022-09-30"),
        ("beslut före valet 2022", "..2022-09-10"),  # the second Sunday of September was the 11th
        ("beslut efter valet 2010", "2010-09-20.."),  # the third Sunday was the 19th
        ("before the 2022 election", "..2022-09-10"),
        ("beslut sedan 2022", "2022-01-01.."),
        ("beslut före 2020", "..2019-12-31"),
        ("beslut efter sommaren 2023", "2023-09-01.."),
        ("vilka beslut har nämnden fattat fram till 2023", "..2023-12-31"),
        ("vad beslutades i fjol?", "2023-01-01..2023-12-31"),
        ("vad beslutades förra året?", "2023-01-01..2023-12-31"),
        ("vad hände i oktober i fjol?", "2023-10-01..2023-10-31"),
        ("vad beslutades i somras?", "2024-06-01..2024-08-31"),  # this summer has begun
        ("vad beslutades i höstas?", "2023-07-01..2023-12-31"),
        ("beslut förra hösten", "2023-07-01..2023-12-31"),
        ("beslut under förra mandatperioden", "2018-10-15..2022-10-14"),
        ("last year's decisions", "2023-01-01..2023-12-31"),
        ("Låna 2023 efter budgeten i mars det året?", "2023-03-01..2023-03-31"),
    ],
)
def test_a_time_of_decision_is_read(question: str, value: str) -> None:
    assert read(question) == [value]


@pytest.mark.parametrize(
    "question",
    [
        "plan 2024–2026", "budget 2025", "vad säger budget 2023 om skolan", "avgifter för 2023", "2022 års avgifter",
        "taxa 2024", "vad kostar en båtplats 2023", "timpeng för hemtjänst fr o m april 2025",
        "avtalet med skolan från 2021", "vad gäller från den 1 januari 2024?", "inför sommaren 2024",
        "delårsrapport mars 2024", "ska vara klart senast 31 mars 2025", "beslut om plan för 2023-2030",
        "valet 2022", "betyg läsåret 2023/24", "beslutade nämnden om 2000 kronor i bidrag",
        "hur många ledamöter i maj?", "får hundar vara på stranden på sommaren?", "skjuts upp till juni 2024",
        "Vad beslutade nämnden om avgiften för larm 2023?", "motionen från 2022", "hur ändras taxan per maj 2023",
        "avtalet gäller till och med 2023", "Storvik 3:41", "12:13", "telefon 2023-4567",
    ],
)  # fmt: skip
def test_what_a_decision_is_about_is_no_time_of_it(question: str) -> None:
    assert read(question) == []


def test_the_words_read_are_the_time_and_what_bounds_it() -> None:
    question = "Vilka beslut togs före valet 2022 om skolan?"
    [reading] = periods.find(question, TODAY)
    assert question[reading.start : reading.end] == "före valet 2022"
    assert reading.label == "till och med 10 september 2022"


@pytest.mark.parametrize(
    ("question", "newest"),
    [
        ("senaste beslutet om taxan", True), ("nu gällande taxa", True), ("taxan som gäller nu", True),
        ("vad kostar det idag", True), ("gäller beslutet fortfarande?", True), ("the latest decision", True),
        ("beslut de senaste åren", False), ("protokoll gällande taxan", False),
        ("senast 31 mars ska det vara klart", False),
        ("avgiften som gäller för hundar", False), ("numera", False),
    ],
)  # fmt: skip
def test_the_latest_is_asked_for(question: str, newest: bool) -> None:
    assert bool(list(periods.newest(question))) is newest


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31)), "2023"),
        (Period(dt.date(2021, 1, 1), dt.date(2023, 12, 31)), "2021–2023"),
        (Period(dt.date(2023, 6, 1), dt.date(2023, 6, 30)), "juni 2023"),
        (Period(dt.date(2023, 7, 1), dt.date(2023, 12, 31)), "juli–december 2023"),
        (Period(dt.date(2022, 11, 1), dt.date(2023, 2, 28)), "november 2022–februari 2023"),
        (Period(dt.date(2023, 6, 19), dt.date(2023, 6, 19)), "19 juni 2023"),
        (Period(dt.date(2023, 6, 5), dt.date(2023, 7, 31)), "5 juni 2023 – 31 juli 2023"),
        (Period(dt.date(2022, 1, 1), None), "från och med 1 januari 2022"),
        (Period(None, dt.date(2022, 9, 10)), "till och med 10 september 2022"),
    ],
)
def test_a_period_is_written_as_people_write_it(period: Period, label: str) -> None:
    assert period.label == label
    assert calendar.parsed(period.value) == period


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1973, dt.date(1973, 9, 16)), (1991, dt.date(1991, 9, 15)), (1994, dt.date(1994, 9, 18)),
        (2002, dt.date(2002, 9, 15)), (2010, dt.date(2010, 9, 19)), (2014, dt.date(2014, 9, 14)),
        (2018, dt.date(2018, 9, 9)), (2022, dt.date(2022, 9, 11)), (2023, None), (1993, None), (1970, None),
    ],
)  # fmt: skip
def test_general_elections(year: int, day: dt.date | None) -> None:
    assert calendar.election(year) == day


days = st.dates(dt.date(1980, 1, 1), dt.date(2040, 12, 31))


@given(days, days)
def test_a_hull_holds_both(first: dt.date, second: dt.date) -> None:
    both = calendar.hull(Period(first, first), Period(second, second))
    assert both == Period(min(first, second), max(first, second))


@given(days)
def test_any_day_lies_in_its_own_term(day: dt.date) -> None:
    term = calendar.term(day)
    assert term
    assert term.first
    assert term.last
    assert term.first <= day <= term.last


@given(days)
def test_a_written_day_is_read_back(day: dt.date) -> None:
    for written in (day.isoformat(), f"{day.day}/{day.month} {day.year}"):
        assert read(f"mötet {written}") == [f"{day}..{day}"]


@given(st.text())
def test_any_text_has_its_periods_within_it(text: str) -> None:
    for reading in (*periods.find(text, TODAY), *periods.newest(text)):
        assert 0 <= reading.start < reading.end <= len(text)

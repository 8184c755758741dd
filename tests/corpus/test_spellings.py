"""Diarienummer, § and dates as they are written."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.swedish import case_numbers, days, paragraphs, tables

BODIES = ["KS", "SON", "BUN", "TN", "SLK", "KFN", "SÄN", "MBN", "KFKS"]
years = st.integers(1990, 2035)
serials = st.integers(1, 99_999)
NUMBER_SPELLINGS: dict[str, Callable[[str, int, int], str]] = {
    "KS 2023/45": lambda b, y, s: f"{b} {y}/{s}",
    "KS2023/45": lambda b, y, s: f"{b}{y}/{s}",
    "KS-2023-00045": lambda b, y, s: f"{b}-{y}-{s:05}",
    "KS 2023-00045": lambda b, y, s: f"{b} {y}-{s:05}",
    "KS 2023/00045": lambda b, y, s: f"{b} {y}/{s:05}",
    "KS/2023:45": lambda b, y, s: f"{b}/{y}:{s}",
    "ks 2023/45": lambda b, y, s: f"{b.lower()} {y}/{s}",
    "Ks 2023/45": lambda b, y, s: f"{b.capitalize()} {y}/{s}",
    "Ks 45/2023": lambda b, y, s: f"{b.capitalize()} {s}/{y}",
    "Dnr KS 2023/45": lambda b, y, s: f"Dnr {b} {y}/{s}",
    "dnr: KS 2023/45": lambda b, y, s: f"dnr: {b} {y}/{s}",
    "DNR KS 2023/45": lambda b, y, s: f"DNR {b} {y}/{s}",
    "Ärendenummer: KS 2023/45": lambda b, y, s: f"Ärendenummer: {b} {y}/{s}",
    "Diarienummer KS-2023-45": lambda b, y, s: f"Diarienummer {b}-{y}-{s}",
    "KS 2023/45-3": lambda b, y, s: f"{b} {y}/{s}-3",
    "KS-2023-00045:19": lambda b, y, s: f"{b}-{y}-{s:05}:19",
    "KS-2023-\\n00045": lambda b, y, s: f"{b}-{y}-\n{s:05}",
    "KS no-break-space 2023/45": lambda b, y, s: f"{b}\u00a0{y}/{s}",
}
AROUND = ["{}", "Ärendet ({}) bordläggs.", "Se {}, som avslutas.", "handling {}."]


@pytest.mark.parametrize("spelling", NUMBER_SPELLINGS)
@given(st.sampled_from(BODIES), years, serials, st.sampled_from(AROUND))
def test_a_diarienummer_has_one_form(spelling: str, body: str, year: int, serial: int, around: str) -> None:
    """The same number in all its spellings is one number, and its § or page is none of it."""
    if spelling == "Ks 45/2023" and 1900 < serial < 2100:
        serial += 1000  # "KS 2024/2023" can be read both ways
    written = around.format(NUMBER_SPELLINGS[spelling](body, year, serial))
    assert case_numbers.case_numbers(written) == [f"{body} {year}/{serial}"]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("SON 2023/273", "SON 2023/273"),
        ("SON-2023-00273", "SON 2023/273"),
        ("son 2023/273", "SON 2023/273"),
        ("KS/2023:45", "KS 2023/45"),
        ("Ks 261/2024", "KS 2024/261"),
        ("RS2023-123", "RS 2023/123"),
        ("Dnr: 2018:906", "2018/906"),
        ("dnr 2018/906", "2018/906"),
        ("DNR: 2018:906", "2018/906"),
        ("Diarienummer: 2018-906", "2018/906"),
        ("dnr 123/23", "2023/123"),
        ("Dnr 0160/23", "2023/160"),
        ("B 2023-000345", "B 2023/345"),
        ("BYGG 2023-000345", "BYGG 2023/345"),
    ],
)
def test_diarienummer_as_systems_write_them(written: str, canonical: str) -> None:
    """The numbers of the systems that are in use are known by their one form."""
    assert case_numbers.case_number(f"Handlingen har {written} i diariet.") == canonical


@pytest.mark.parametrize(
    "text",
    [
        "Mötet var i mars 2024-12 personer kom.", "Enligt 2 kap. 7 § förordningen (2003:789) gäller det.",
        "Fem av 2023/24 års elever.",
        "Läsåret 2023/24 började.", "SFS 2017:725", "prop. 2019/20:10", "Under 2023/2024 hölls tio möten.",
        "Beslut 2023-06-14.",
        "den 2023-06-14", "Kl 2023 startade mötet.", "Tel 0498-26 90 00", "i 2023-2024", "Av 2024/25 års budget",
        "Vi gick från 2021/22 till 2022/23.", "Sida 2023/12", "Bokslut 2023-12-31 och budget 2024-2026", "SOU 2023:45",
        "Ds 2021:30",
    ],
)  # fmt: skip
def test_what_looks_like_a_diarienummer_is_none(text: str) -> None:
    """Dates, school years, law and government reports are no diarienummer of the archive."""
    assert case_numbers.case_numbers(text) == []


def test_several_numbers_each_once() -> None:
    """Numbers come in the order of the text, each once however often and however it is written."""
    text = "KS 2023/5 och SN-2022-00017 samt ks/2023:5, Dnr 2018:906 och TN 12/2021."
    assert case_numbers.case_numbers(text) == ["KS 2023/5", "SN 2022/17", "2018/906", "TN 2021/12"]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöABCDEFÅÄÖ §.,:/-\n"))
def test_prose_without_digits_has_no_references(text: str) -> None:
    """Where no digit stands there is no number, § or date."""
    assert case_numbers.case_numbers(text) == []
    assert days.dates(text) == []
    assert paragraphs.first(text) is None


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(["iso", "words", "den", "weekday", "capitals"]),
)
def test_a_date_is_read_as_it_is_written(date: dt.date, form: str) -> None:
    """A date in figures or words is that date, and the only one."""
    words = f"{date.day} {list(tables.MONTHS)[date.month - 1]} {date.year}"
    written = {
        "iso": date.isoformat(), "words": words, "den": f"den {words}",
        "weekday": f"onsdagen den {words} kl. 13.00–15.30",
        "capitals": words.upper(),
    }[form]  # fmt: skip
    assert days.dates(f"Mötet hölls {written}.") == [date]


@given(st.text(alphabet="0123456789- ./abcjunimaj", max_size=60))
@example("2023-02-30")
@example("31 juni 2023")
@example("12023-01-011")
@example("2023-06-145")
def test_dates_are_never_invented(text: str) -> None:
    """Each date that is found stands in the text, figure by figure."""
    for date in days.dates(text):
        month, year = list(tables.MONTHS)[date.month - 1], rf"(?:{date.year}|{date.year % 100:02})"
        forms = (
            date.isoformat(),
            rf"0?{date.day}(?::?[ae])?\s+{month[:3]}[a-z]*\.?\s+{date.year}",
            rf"{date.year}[./]0?{date.month}[./]0?{date.day}",
            rf"0?{date.day}[./]0?{date.month}[ ./-]{year}",
        )
        assert any(re.search(rf"(?<!\d){form}(?!\d)", text) for form in forms)


@pytest.mark.parametrize(
    "written", ["14/6 2023", "14/6-23", "14 jun 2023", "14 juni 2023", "14:e juni 2023", "den 14 Juni 2023"]
)
def test_dates_in_short_forms(written: str) -> None:
    """A date is known in the short forms of a letter too."""
    assert days.dates(f"Beslutat {written}.") == [dt.date(2023, 6, 14)]


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-30", "31 juni 2023", "32/1 2023", "1/13 2023", "SON-2023-00614", "kl. 13.00–14.30", "3/4 av 2023",
        "KS 14/2023", "12023-01-01", "1/2 100 kronor",
    ],
)  # fmt: skip
def test_what_looks_like_a_date_is_none(text: str) -> None:
    """Days that no calendar has, fractions, clock times and diarienummer are no dates."""
    assert days.dates(text) == []


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("§ 264", "§ 264"), ("§264", "§ 264"), ("§\u00a0264", "§ 264"), ("enligt § 7.", "§ 7"), ("§§ 12–14", "§ 12")],
)
def test_paragraphs_have_one_form(written: str, canonical: str) -> None:
    """A § is one form in all spellings."""
    assert paragraphs.first(written) == canonical

"""Diarienummer of systems that nobody has described: told by what every § of a paper has at its head."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.structure import lines
from corpus.structure.outline import minutes

MATTERS = ("Delårsrapport", "Ny förskola vid Ekbacken", "Försäljning av tomt", "Skolnätet", "Meddelanden")


def numbers(text: str) -> list[tuple[str | None, str, str | None]]:
    """Return §, heading and diarienummer of each item of a text."""
    found = minutes.sections(lines.rows(text, ()), len(text))
    return [(one.paragraph, one.heading, one.case_number) for one in found if one.paragraph]


def paper(form: str, *cases: str | None) -> str:
    """Return minutes whose items are written in a form, each with its number, the heading and the case."""
    items = []
    for number, (matter, case) in enumerate(zip(MATTERS, cases, strict=False), 41):
        item = form if case else form.replace(" {case}", "").replace("{case}\n", "")
        items.append(item.format(number=number, matter=matter, case=case) + "\nNämnden har fått en redogörelse.\n\n")
    return "".join(items)


@pytest.mark.parametrize("form", ["§ {number} {matter}\n{case}", "§ {number}\n{matter}\n{case}",
                                  "§ {number} {matter} {case}", "{number} §\n{matter}\nAkt: {case}"])  # fmt: skip
@pytest.mark.parametrize("cases", [
    ("KKST 318/02.02.02/2016", "KKST 277/10.00.02/2016", "KKST 102/12.00.01/2016", "KKST 301/02.05.01/2016"),
    ("SSO/31/02.06.01/2019", "SSO/44/01.01.00/2019", "SSO/12/02.05.04/2019", "SSO/87/00.01.00/2018"),
    ("M-2012-154", "M-2011-873", "M-2012-201", "M-2012-118"),
], ids=lambda cases: cases[0])  # fmt: skip
def test_the_shape_that_most_items_have_is_their_number(form: str, cases: tuple[str, ...]) -> None:
    found = numbers(paper(form, *cases, None))
    assert [number for _, _, number in found] == [*cases, None]
    assert [heading for _, heading, _ in found] == list(MATTERS)


def test_a_known_number_written_so_is_told_as_elsewhere() -> None:
    found = numbers(paper("§ {number} {matter} {case}", "2009-0287", "2009-0312", "2009-0304", "2009-0198"))
    assert [number for _, _, number in found] == ["2009/287", "2009/312", "2009/304", "2009/198"]


@pytest.mark.parametrize("tokens", [
    ("12.30-13.00", "13.00-13.45", "13.45-14.10", "14.10-14.30"),
    ("2024-03-12", "2024-04-09", "2024-05-14", "2024-06-11"),
    ("Ekby 1:19", "Ekby 12:134", "Mo 10:221", "Mo 114:23"),
    ("Bilaga 1.1", "Bilaga 1.2", "Bilaga 1.3", "Bilaga 1.4"),
    ("31/02.06.01/2019",) * 4,
], ids=lambda tokens: tokens[0])  # fmt: skip
def test_times_days_properties_and_what_all_share_are_no_numbers(tokens: tuple[str, ...]) -> None:
    assert {number for _, _, number in numbers(paper("§ {number} {matter}\n{case}", *tokens))} == {None}


def test_what_one_item_has_tells_nothing() -> None:
    found = numbers(paper("§ {number} {matter}\n{case}", None, "SSO/31/02.06.01/2019", None, None, None))
    assert {number for _, _, number in found} == {None}


def test_items_that_are_counted_twice_have_their_heading_below() -> None:
    text = "".join(f"§ {200 + n} Ärende {n}\n\n{matter}\n\nNämnden tackar.\n\n" for n, matter in enumerate(MATTERS, 1))
    assert [heading for _, heading, _ in numbers(text)] == list(MATTERS)


@given(st.lists(st.sampled_from(["§ 1", "§ 2", "§ 3", "§ 4", "SSO/31/02.06.01/2019", "Ärende 1", "Ärende 2", "Taxa",
                                 "KS 2024/1", "12:34", "\n", "\n\n", " ", "x" * 90]), max_size=30))  # fmt: skip
def test_a_number_stands_in_its_own_item(words: list[str]) -> None:
    text = "".join(words)
    for one in minutes.sections(lines.rows(text, ()), len(text)):
        figures = [part for number in one.case_numbers for part in number.replace("/", " ").split() if part.isdecimal()]
        assert all(figure in text[one.start : one.end] for figure in figures)


@pytest.mark.parametrize("piece", ["A1/2/3/4", "SSO/31/", "1.2.", "Ärende 1 ", "A-1-"])
def test_a_line_without_end_takes_no_time(piece: str) -> None:
    text = "".join(f"§ {n} {piece * 200_000}\n{piece * 5}\n" for n in range(1, 5))
    begun = time.process_time()
    minutes.sections(lines.rows(text, ()), len(text))
    assert time.process_time() - begun < 4

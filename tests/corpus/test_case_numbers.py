"""Diarienummer with their places, in the spellings that need more than a short name and a year."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.swedish import case_numbers


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("SLK-2025-00041:19", "SLK 2025/41"),
        ("slk 2025-41", "SLK 2025/41"),
        ("KS2023/00123", "KS 2023/123"),
        ("RS 2023-00123", "RS 2023/123"),
        ("KS/2024:00012", "KS 2024/12"),
        ("MBN-2024-1234", "MBN 2024/1234"),
        ("BUN.2024.123", "BUN 2024/123"),
        ("KSKF/2024:12", "KSKF 2024/12"),
        ("KS 2023 00123", "KS 2023/123"),
        ("KS\n2022/58", "KS 2022/58"),
        ("KS 2023/45-3", "KS 2023/45"),
        ("2024-000123", "2024/123"),
        ("3.2.1-123/2020", "3.2.1-2020/123"),
        ("3.2.1-2020:00123", "3.2.1-2020/123"),
    ],
)
def test_a_number_and_its_place(written: str, canonical: str) -> None:
    text = f"Svaret på {written}, som är klart."
    (found,) = case_numbers.find(text)
    assert (text[found.start : found.end], found.canonical) == (written, canonical)


@pytest.mark.parametrize(
    ("text", "written", "canonical"),
    [
        ("Dnr: 2018:906", "2018:906", "2018/906"),
        ("dnr 123/23", "123/23", "2023/123"),
        ("Diarie nr. 0160/23", "0160/23", "2023/160"),
        ("D.nr 12-1987", "12-1987", "1987/12"),
        ("dnr 45/78", "45/78", "1978/45"),
        ("Ärendenummer TN 45/23", "TN 45/23", "TN 2023/45"),
        ("Dnr KS/2024:00012", "KS/2024:00012", "KS 2024/12"),
        ("diarienr 98/0123", "98/0123", "1998/123"),
        ("ÄRENDEBETECKNING 123-22", "123-22", "2022/123"),
        ("dnr 18/102 043  Taxa", "18/102 043", "2018/102"),
        ("Diarienummer: 26/05.", "26/05", "2005/26"),
    ],
)
def test_the_word_tells_that_it_is_one(text: str, written: str, canonical: str) -> None:
    (found,) = case_numbers.find(text)
    assert (text[found.start : found.end], found.canonical) == (written, canonical)


@pytest.mark.parametrize(
    "text",
    [
        "KS 2023-06-14", "dnr 2023-06-14", "KS 2023.06.14", "212000-1355", "dnr 212000-1355",
        "SE45 5000 0000 0583 9825 7466",
        "RS 2023 12 ledamöter", "EU 2016/679", "SOSFS 2012:3", "HSLF-FS 2017:40", "bet. 2019/20:KU10",
        "Prop. 2023/24:1",
        "SFS 2018:218", "SOU 2020:47", "(2017:725)", "avsnitt 3.2.1 2023/24", "070-123 45 67", "0498-26 90 00",
        "123 45 Avika",
        "vt 2023/24", "VT 2023/24", "hela 2023-12", "nya 2024-2027", "Plan 2024-2026", "Möte 3/2024", "sid 3/2024",
        "160/23",
        "1 234 567 kr", "Maj 2023-12", "HFD 2016:45", "2024-12345678", "kl. 13.00-15.30",
    ],
)  # fmt: skip
def test_none(text: str) -> None:
    assert list(case_numbers.find(f"Se {text}, som sagt.")) == []


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2022-KS0217", "KS 2022/217"),
        ("2022/KS 0206 001", "KS 2022/206"),
        ("OMS 22-0118.005", "OMS 2022/118"),
        ("KS 22-820 107", "KS 2022/820"),
        ("22/102 043", "2022/102"),
        ("07/134 452", "2007/134"),
        ("00123/20222.6.", "2022/123"),
        ("00123/2022 2.6", "2022/123"),
        ("HEL 2024-009117 T 00 00 02", "HEL 2024/9117"),
        ("KSKF/2013:6", "KSKF 2013/6"),
        ("KS-2021/00456-12", "KS 2021/456"),
        ("22RS1234", "RS 2022/1234"),
    ],
)
@pytest.mark.parametrize("word", ["", "Dnr ", "Diarienr: ", "(", "Ärendenummer: "])
def test_a_line_of_its_own_is_one_whatever_the_system(word: str, written: str, canonical: str) -> None:
    """At the head of an item a number needs no word for it, and an archive's class may follow it."""
    found = case_numbers.alone(f"  {word}{written}{')' if word == '(' else ''}")
    assert found is not None
    assert found.canonical == canonical


@pytest.mark.parametrize(
    "line",
    ["", "12-14", "3/24", "2014-11-20", "14.04.2014", "Taxa 2022/15", "1 234", "070-123 45 67", "kl 13-15", "§ 12"],
)
def test_a_line_that_is_none(line: str) -> None:
    assert case_numbers.alone(line) is None


@given(st.text(alphabet="KSdnr TN/:-.,()0123456789", max_size=60))
def test_a_line_of_its_own_has_its_digits(line: str) -> None:
    found = case_numbers.alone(line)
    if found is not None:
        words = line[found.start : found.end]
        assert found.canonical.rpartition("/")[2] in words
        assert case_numbers.alone(f"dnr {found.canonical}") is not None


def test_after_the_number_of_a_paragraph_no_word_is_needed() -> None:
    assert case_numbers.heading_case_number("0160/23 Ny brygga") == "2023/160"
    assert case_numbers.heading_case_number("Ny brygga, TN 2023/45") == "TN 2023/45"
    assert case_numbers.heading_case_number("Ny brygga") is None


@given(st.text(alphabet="KSdnr TN/:-.,0123456789\n", max_size=60))
def test_a_number_is_read_and_stays_the_same(text: str) -> None:
    """Places are in order, their digits are those of the canonical form, and that form means itself."""
    last = 0
    for found in case_numbers.find(text):
        words = text[found.start : found.end]
        assert last <= found.start
        assert words == words.strip()
        assert found.canonical.rpartition("/")[2] in words
        assert case_numbers.case_number(f"dnr {found.canonical}") == found.canonical
        last = found.end


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Busskort (KS 2024/190, KS 2023/77)", [["KS 2024/190", "KS 2023/77"]]),
        ("Dnr KS 2024/190 och 2023/77", [["KS 2024/190", "KS 2023/77"]]),
        ("(dnr 2024-190) (dnr 2023-77)", [["2024/190", "2023/77"]]),
        ("KS 2024/190 Svar till BUN 2023/7; BUN 2023/8", [["KS 2024/190"], ["BUN 2023/7", "BUN 2023/8"]]),
        ("0160/23, 0161/23 Ny brygga", [["2023/160", "2023/161"]]),
        ("KS 2024/190, 2024-2026", [["KS 2024/190"]]),  # a period
        ("KS 2024/190, 3/24", [["KS 2024/190"]]),  # a day
        ("KS 2024/190 2025/26", [["KS 2024/190"]]),
        ("Ny brygga", []),
    ],
)
def test_the_numbers_of_a_list_belong_together(text: str, numbers: list[list[str]]) -> None:
    assert [[one.canonical for one in row] for row in case_numbers.lists(text)] == numbers


@given(st.text(alphabet="KS dnroch/:-.,;()0123456789|\n", max_size=80))
def test_lists_are_in_order_and_hold_all_that_is_found(text: str) -> None:
    listed = [one for row in case_numbers.lists(text) for one in row]
    assert all(before.end <= after.start for before, after in itertools.pairwise(listed))
    first = listed[0].end if listed else 0
    assert {one.start for one in case_numbers.find(text, first)} <= {one.start for one in listed}


@pytest.mark.parametrize("written", ["96/KS0211", "96/KS0211 001", "96/KS0211  001"])
def test_a_year_of_two_digits_before_the_short_name(written: str) -> None:
    """The number of a registry of the nineties, its class of the plan a blank or two behind it."""
    number = case_numbers.alone(written)
    assert number is not None
    assert number.canonical == "KS 1996/211"

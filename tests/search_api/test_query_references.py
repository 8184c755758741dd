"""§, diarienummer and numbered papers in the spellings that people type, against a real catalogue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.query import ReadingKind, references
from search_api.query.vocabulary import Vocabulary
from tests.search_api.archives import archive


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """Return the vocabulary of a small archive, its words counted."""
    found = Vocabulary(archive(tmp_path_factory.mktemp("references")))
    found.refresh()
    return found


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("§25", ["§ 25"]), ("§ 25", ["§ 25"]), ("par 25", ["§ 25"]), ("par. 25", ["§ 25"]), ("paragraf 88", ["§ 88"]),
        ("paragraph 7 of the minutes", ["§ 7"]), ("§ 12 och 13", ["§ 12", "§ 13"]),
        ("§§ 12-14", ["§ 12", "§ 13", "§ 14"]), ("§§ 3, 7 och 9", ["§ 3", "§ 7", "§ 9"]),
        ("paragraferna 12–14", ["§ 12", "§ 13", "§ 14"]), ("§ 181/2023", ["§ 181"]), ("25 § i protokollet", ["§ 25"]),
        ("§ 12 och 13 juni 2023", ["§ 12"]), ("§25 23/3-23", ["§ 25"]),
        ("3 § kommunallagen", []), ("5 kap. 26 § kommunallagen", []), ("enligt 9 § LSS", []), ("parkering 25", []),
    ],
)  # fmt: skip
def test_paragraphs(vocabulary: Vocabulary, question: str, values: list[str]) -> None:
    found = references.find(question, vocabulary)
    assert [one.value for one in found if one.kind is ReadingKind.PARAGRAPH] == values


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("KS 2021/118", ["KS 2021/118"]), ("KS 2021-118", ["KS 2021/118"]), ("KS-2021-00118", ["KS 2021/118"]),
        ("ks21/118", ["KS 2021/118"]), ("ks 118/2021", ["KS 2021/118"]), ("slk2024 793", ["SLK 2024/793"]),
        ("SLK 2024 - 793", ["SLK 2024/793"]), ("dnr 2021/118", ["KS 2021/118"]), ("118/2021", ["KS 2021/118"]),
        ("1318/22", ["2022/1318"]), ("dnr 1318-22", ["2022/1318"]), ("Dnr: 2022/1318", ["2022/1318"]),
        # not in the archive, but a diarienummer all the same
        ("TN 2019/52", ["TN 2019/52"]), ("dnr 0232-23", ["2023/232"]),
        # and none
        ("vintern 2021/22", []), ("7/12 2024", []), ("23/3-23", []), ("plan 2022-1318x", []),
        ("i maj 2023 600 nya", []),
        ("2021 118 platser", []), ("fastigheten Sjövallen 21:118", []),
    ],
)  # fmt: skip
def test_case_numbers(vocabulary: Vocabulary, question: str, values: list[str]) -> None:
    found = references.find(question, vocabulary)
    assert [one.value for one in found if one.kind is ReadingKind.CASE_NUMBER] == values


@pytest.mark.parametrize(
    ("question", "meant"),
    [("SKL 2024/793", "SLK 2024/793"), ("SLK 2024/739", "SLK 2024/793"), ("SLK 2024/7793", "SLK 2024/793")],
)
def test_a_slip_in_a_case_number_is_put_right_and_shown(vocabulary: Vocabulary, question: str, meant: str) -> None:
    correction, case = sorted(
        references.find(question, vocabulary), key=lambda one: one.kind is ReadingKind.CASE_NUMBER
    )
    assert (correction.kind, correction.value) == (ReadingKind.CORRECTION, meant)
    assert (case.kind, case.value) == (ReadingKind.CASE_NUMBER, meant)
    assert question in correction.label
    assert meant in correction.label
    [untouched] = references.find(question, vocabulary, frozenset({correction.id}))
    assert untouched.value == question


@pytest.mark.parametrize("question", ["SLK 2024/794", "KS 2024/793", "SON 2023/274", "SON 2023/27300"])
def test_another_number_is_another_case(vocabulary: Vocabulary, question: str) -> None:
    assert [one.value for one in references.find(question, vocabulary)] == [question]


def test_a_slip_that_two_cases_fit_is_not_put_right(vocabulary: Vocabulary) -> None:
    # One digit left out: 273 or 280 less one digit is 23, 27, 73, 28, 20 or 80; "2023/2" fits neither.
    assert [one.value for one in references.find("SON 2023/2", vocabulary)] == ["SON 2023/2"]


@pytest.mark.parametrize(
    "question",
    [
        "handling 2023 nr 149", "Handling nr 149/2023", "handling 2023:149", "handlingen nr 149 från 2023",
        "kommunfullmäktiges handling 149/2023", "handling 2023, nr 149",
    ],
)  # fmt: skip
def test_numbered_papers(vocabulary: Vocabulary, question: str) -> None:
    assert [(one.kind, one.value) for one in references.find(question, vocabulary)] == [
        (ReadingKind.ITEM, "Handling 2023 nr 149")
    ]


def test_the_place_is_that_of_the_reference(vocabulary: Vocabulary) -> None:
    question = "vad gäller slk2024 793 och § 12?"
    places = {one.value: question[one.start : one.end] for one in references.find(question, vocabulary)}
    assert places == {"SLK 2024/793": "slk2024 793", "§ 12": "§ 12"}


@given(st.text(alphabet="§ksSLK0123456789/-: .,ochpardn"))
def test_any_text_has_its_references_within_it(vocabulary: Vocabulary, text: str) -> None:
    for one in references.find(text, vocabulary):
        assert 0 <= one.start < one.end <= len(text)

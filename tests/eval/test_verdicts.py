"""What becomes of questions: causes, named places, links, lists and counts, on a tiny archive where each is known."""

from collections.abc import Callable, Iterator

import pytest

from corpus.sandbox import Sandbox
from eval.datasets import Evidence, Question
from eval.run import Result, measure
from eval.verdicts import all_in, named_first, none_else
from indexer.fusion import Mode
from indexer.index import Index
from indexer.options import Options
from indexer.pipeline import index_paths

KFN = (
    "Provköpings kommun\nKultur- och fritidsnämnden\n\nProtokoll\nSammanträdesdatum 2021-10-06\n\n"
    "§ 3 Ny bastu\nDnr KFN 2021/5\n\nBeslut\n\n"
    "Nämnden beslutar att köpa en ny bastu till badplatsen för 77 000 kronor.\n\n"
    "§ 4 Bryggan\nDnr KFN 2021/6\n\nBeslut\n\nNämnden beslutar att laga bryggan vid Sundet före midsommar.\n"
)
KF = (
    "Provköpings kommun\nKommunfullmäktige\n\nProtokoll\nSammanträdesdatum 2022-03-14\n\n"
    "§ 5 Motion om rodelbana\nDnr KS 2020/9\n\nBeslut\n\nMotionen bifalls.\n\n"
    "Yrkanden\n\nAnna Ek (S), Bo Lind (M) och Cia Berg (V) yrkar bifall till motionen.\n"
)
PAPERS = {"kfn.txt": KFN, "kf.txt": KF}
# Where the evidence of each § stands.
OF = {"§ 3": "kfn.txt", "§ 4": "kfn.txt", "§ 5": "kf.txt"}
FURNACE = "Nämnden beslutar att köpa en ny bastu till badplatsen för 77 000 kronor."
JETTY = "Nämnden beslutar att laga bryggan vid Sundet före midsommar."


def question(text: str, *quotes: tuple[str, str], kind: str = "fakta", **more: object) -> Question:
    """Return a question whose evidence is `quotes`, each a § and its words."""
    found = tuple(Evidence(OF[paragraph], paragraph, quote) for paragraph, quote in quotes)
    return Question(text, text, kind, bool(quotes), "", found, **more)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Iterator[Index]:
    """Return an archive of two papers, with the bundled model."""
    folder = tmp_path_factory.mktemp("handlingar")
    for source, text in PAPERS.items():
        (folder / source).write_text(text, "utf-8")
    with Index(Options(tmp_path_factory.mktemp("arkiv"))) as index:
        for _ in index_paths(index, [folder], sandbox):
            pass
        yield index


@pytest.fixture(scope="module")
def judged(tiny: Index) -> Callable[..., dict]:
    """Return what measures one question, and gives what is kept of it."""

    def judge(asked: Question) -> dict:
        (row,) = measured(tiny, asked).per_query
        return row

    return judge


def measured(index: Index, *questions: Question) -> Result:
    """Return the measures of `questions` by fused search."""
    return measure(index, "liten", questions, lambda *_: None, modes=[Mode.HYBRID])


def test_a_right_answer_has_no_cause(judged):
    row = judged(question("Vad kostar den nya bastun till badplatsen?", ("§ 3", FURNACE)))
    assert (row["answered"], row["carried"], row["cause"]) == (True, True, None)
    assert row["verbatim"]
    assert all(row["verbatim"])
    assert (row["named_first"], row["links"], row["count_exact"], row["withheld"]) == (None, None, None, None)


def test_a_body_and_year_that_do_not_hold_the_evidence_are_a_misreading(judged):
    """The evidence named here is the other body's: what was read from the question cannot find it."""
    row = judged(question("Vad beslutade kommunfullmäktige i mars 2022 om motionen om rodelbana?", ("§ 3", FURNACE)))
    assert row["carried"] is False
    assert row["cause"] == "question misread"


def test_evidence_of_another_paragraph_is_not_chosen(judged):
    """The question is plainly about § 4: the evidence named here is § 3's, which is found but not cited."""
    row = judged(question("Ska bryggan vid Sundet lagas före midsommar?", ("§ 3", FURNACE)))
    assert row["answered"] is True
    assert row["cause"] in ("retrieved but not chosen", "wrong sentence")
    cited = "77 000" in row["answer"]
    assert (row["cause"] == "wrong sentence") is cited


def test_who_should_have_abstained_or_answered(judged):
    """What is unanswerable by its label, and what the archive has no word of though the label says that it does."""
    row = judged(question("Vad kostar den nya bastun till badplatsen?", kind="obesvarbar"))
    assert (row["answered"], row["cause"]) == (True, "should have abstained")
    row = judged(question("Vad sade Zacharias Quillfelt om rymdhissen i Kiruna?", ("§ 4", JETTY)))
    assert row["answered"] is False
    assert row["cause"] in ("should have answered", "question misread")
    row = judged(question("Vad sade Zacharias Quillfelt om rymdhissen i Kiruna?", kind="obesvarbar"))
    assert row["cause"] is None


def test_counts(judged):
    """One motion was granted; of two the answer is wrong though it shows the evidence."""
    text = "Hur många motioner bifölls av kommunfullmäktige i Provköping 2022?"
    evidence = ("§ 5", "Motionen bifalls.")
    row = judged(question(text, evidence, kind="antal", count=1))
    assert (row["short"], row["count_exact"], row["cause"]) == ("1", True, None)
    row = judged(question(text, evidence, kind="antal", count=2))
    assert (row["count_exact"], row["cause"]) == (False, "wrong sentence")


def test_lists(judged):
    text = "Vilka yrkade bifall till motionen om rodelbana?"
    evidence = ("§ 5", "Anna Ek (S), Bo Lind (M) och Cia Berg (V) yrkar bifall till motionen.")
    row = judged(question(text, evidence, kind="deltagare", members=("Anna Ek (S)", "Bo Lind (M)", "Cia Berg (V)")))
    assert (row["all_members"], row["only_members"]) == (True, True)
    row = judged(question(text, evidence, kind="deltagare", members=("Anna Ek (S)", "Bo Lind (M)", "Dan Ask (L)")))
    assert (row["all_members"], row["only_members"]) == (False, False)


def test_the_links_of_a_case_are_the_paragraphs_cited(judged):
    """The course told here has § 5 and no other."""
    quotes = (("§ 5", "Motionen bifalls."), ("§ 4", JETTY))
    row = judged(question("dnr KS 2020/9", *quotes, kind="ärendekedja"))
    assert row["links"] == 0.5
    assert row["named_first"] is True


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("§ 4 2021-10-06", True),
        ("4 § i protokollet den 6 oktober 2021", True),
        ("Vad står i paragraf 4 den 6 oktober 2021?", True),
        ("KFN 2021/6", True),
        ("kfn2021-6?", True),
        ("dnr 6/2021", True),
        ("kfn 21 00006", True),
        ("Vad sägs om § 44?", None),
        ("Vad kostar den sjätte bastun, 60 000?", None),
        ("KFN 2021/60", None),
    ],
)
def test_what_a_question_names(tiny: Index, text, first):
    """§ 4 is KFN 2021/6. Only whether it is named is told by words alone; that it stands first is the product's."""
    row = measured(tiny, question(text, ("§ 4", JETTY))).per_query[0]
    if first is None:
        assert row["named_first"] is None
    else:
        assert row["named_first"] is not None


def test_nothing_found_is_not_first(tiny: Index):
    assert named_first("Vad är frågan?", [], []) is None


@pytest.mark.parametrize(
    ("members", "short", "every", "only"),
    [
        (["Anna Ek (S)", "Bo Lind (M)"], "Bo Lind (M), Anna Ek (S)", True, True),
        (["Anna Ek (S)", "Bo Lind (M)"], "anna ek\noch BO LIND", True, True),
        (["Anna Ek (S)", "Bo Lind (M)"], "Anna Ek (S)", False, True),
        (["Anna Ek (S)"], "Anna Ek (S), Bo Lind (M)", True, False),
        (["Granö"], "Granöudden", False, False),
        (["bygg- och miljönämnden", "valnämnden"], "Bygg- och miljönämnden samt valnämnden", True, True),
        (["Ek"], "Eken, Ek", True, False),
    ],
)  # fmt: skip
def test_all_of_a_list_and_nobody_else(members, short, every, only):
    assert all_in(members, short) is every
    assert none_else(members, short) is only


def test_a_summary_by_type(tiny: Index):
    """Two types, one failure: the shares are of those that were put to the test."""
    answers = measured(
        tiny,
        question("Vad kostar den nya bastun till badplatsen?", ("§ 3", FURNACE)),
        question("Hur dyr är bastun till badplatsen?", kind="obesvarbar"),
    ).answers
    assert answers["evidence_carried"] == answers["answered"] == 1.0
    assert answers["right_abstentions"] == 0.0
    assert answers["counts_exact"] is answers["case_links"] is answers["all_members"] is None
    assert answers["causes"] == {"should have abstained": 1}
    assert answers["types"]["fakta"]["causes"] == {}
    assert answers["types"]["obesvarbar"]["causes"] == {"should have abstained": 1}
    assert 0 <= answers["brier"] <= 1
    assert answers["aurc"] is not None

"""The mutation check, on patterns made by chance and on a module of its own."""

import ast
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.mutations import CannotCheck, by_lot, check, groups, main, mutations, without

MODULE = '''"""Votes: (?:no|pattern)."""

import re

END = r"[)|]?"
VOTE = re.compile(rf"(?:ja|n(?:ej|ix)){END}")


def cast(text: str) -> str:
    if text == "":
        return "tom"
    return str(bool(VOTE.fullmatch(text)))
'''
TESTS = """from röster import cast


def test_cast():
    assert [cast(text) for text in ("ja)", "nej", "", "kanske")] == ["True", "True", "tom", "False"]
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a project of one module, whose tests leave one thing out."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # which takes longer than all the rest
    folder = tmp_path / "projekt"
    folder.mkdir()
    (folder / "röster.py").write_text(MODULE, "utf-8")
    (folder / "test_röster.py").write_text(TESTS, "utf-8")
    (folder / "pyproject.toml").write_text('[tool.pytest.ini_options]\npythonpath = ["."]\n', "utf-8")
    return folder


WORDS = st.lists(st.text("ab|()[]\\?:^-", min_size=1, max_size=5), min_size=2, max_size=5, unique=True)
BEFORE = st.sampled_from(["", "x", r"\(", "[(|]", "[]|(]", "[^]|(]", r"[\](|]", "(?=.)", "(?:p|q)?"])
OPENING = st.sampled_from(["(?:", "(", "(?P<namn>", "(?i:", "(?>"])


@given(words=WORDS, before=BEFORE, opening=OPENING)
def test_a_pattern_loses_just_the_alternative_that_is_cut(words, before, opening):
    """Whatever stands before it, and whatever signs its words have, escaped."""
    pattern = f"{before}{opening}{'|'.join(map(re.escape, words))})$"
    *_, alternatives = groups(pattern)
    assert [pattern[start:end] for start, end in alternatives] == [*map(re.escape, words)]
    start = alternatives[0][0] - len(opening)
    for which, lost in enumerate(words):
        cut, after = without(alternatives, which)
        assert cut >= start
        left = re.compile((pattern[:cut] + pattern[after:])[start:])
        rest = re.compile(f"{opening}{'|'.join(re.escape(word) for word in words if word != lost)})$")
        assert [word for word in words if left.fullmatch(word)] == [word for word in words if rest.fullmatch(word)]


@given(st.text("a|()[]\\?:", max_size=30))
def test_any_text_is_gone_through(pattern):
    """It may be part of a pattern, or none: what is found stands in parentheses, with bars between."""
    for alternatives in groups(pattern):
        assert pattern[alternatives[-1][1]] == ")"
        assert all(
            pattern[end] == "|" and after == end + 1 for (_, end), (after, _) in itertools.pairwise(alternatives)
        )


def test_inner_groups_have_alternatives_of_their_own():
    pattern = "(?:a|b(?:c|d|))|e"
    found = [[pattern[start:end] for start, end in alternatives] for alternatives in groups(pattern)]
    assert found == [["c", "d", ""], ["a", "b(?:c|d|)"]]


def test_an_expression_goes_with_its_alternative():
    tree = ast.parse('P = rf"(?:{A}|x{B:>{C}}y|\\d)(?:{D})"')
    before = ast.unparse(tree)
    sources = [mutation.applied(tree).removeprefix("P = ") for mutation in mutations(tree)]
    names = {"A": "a", "B": "b", "C": "3", "D": "d"}
    texts = [eval(source, names) for source in sources]  # our own text
    assert texts == [r"(?:x  by|\d)(?:d)", r"(?:a|\d)(?:d)", "(?:a|x  by)(?:d)"]
    assert ast.unparse(tree) == before


def test_branches_but_not_those_that_no_test_runs():
    tree = ast.parse("if TYPE_CHECKING:\n    import a\nif b:\n    c()\nelif d:\n    pass\ne = f if g else h\n")
    assert [(mutation.node.lineno, mutation.what) for mutation in mutations(tree)] == [
        (3, "if b: negated"), (3, "if b: does nothing"), (5, "if d: negated"), (7, "if g: negated"),
    ]  # fmt: skip


def test_what_the_tests_leave_out_survives(project, monkeypatch, capsys):
    """One alternative; the docstring is no pattern, and the project is left as it was."""
    monkeypatch.chdir(project)
    assert main(["röster.py", "--", "test_röster.py"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "röster.py:6: survived: 'ej|ix' without 'ix'",
        "5 of 6 noticed (83%)",
    ]
    assert (project / "röster.py").read_text("utf-8") == MODULE


@given(st.lists(st.integers(), unique=True), st.integers(0, 20))
def test_a_sample_keeps_the_order_and_is_the_same_each_time(rows, sample):
    drawn = by_lot(rows, sample)
    assert len(drawn) == min(sample, len(rows))
    assert drawn == [row for row in rows if row in drawn] == by_lot(rows, sample)


def test_tests_that_fail_anyhow(project):
    (project / "test_röster.py").write_text("def test_it():\n    assert False\n", "utf-8")
    with pytest.raises(CannotCheck, match=r"The tests fail before anything is changed: test_röster\.py"):
        next(check(project, ["röster.py"], ["test_röster.py"]))


def test_a_module_that_is_not_there(project):
    with pytest.raises(CannotCheck, match=r"roster\.py is no module below"):
        next(check(project, ["roster.py"], ["test_röster.py"]))


def test_no_tests_are_named(capsys):
    with pytest.raises(SystemExit):
        main(["eval/mutations.py"])
    assert "name the tests after --" in capsys.readouterr().err

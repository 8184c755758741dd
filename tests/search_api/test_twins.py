"""Twin texts folded: the same § in another paper, and not what only reads alike."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue.records import Found
from search_api.retrieval import twins
from tests.search_api.passages import passage

# 43 words, so that it may be a twin wherever it stands.
LONG = (
    "Tekniska nämnden beslutar att rusta upp bryggan i Sandviken under nästa år. Arbetet omfattar nya pålar, nytt däck"
    " och belysning. Förvaltningen får i uppdrag att upphandla arbetet och att redovisa kostnaden vid nämndens möte i"
    " september. Ärendet bereds vidare i samråd med båtklubben."
)
BRIEF = "Tekniska nämnden beslutar att bordlägga ärendet till nästa möte."


def in_paper(document_id: str, text: str, **fields: object) -> Found:
    """Return a passage of § 21, 12 March 2024, of the paper `document_id`, unless `fields` say otherwise."""
    found = passage(text, **fields)
    return Found(
        replace(found.passage, id=f"{document_id}:{found.passage.start}", document_id=document_id),
        replace(found.entry, id=document_id),
        text,
    )


def groups(*found: Found) -> dict[str, list[str]]:
    """Return the ids of the passages that stay, each with those that are folded into it."""
    return {first: [one.passage.id for one in others] for first, others in twins.collapse(found).items()}


def test_the_passage_is_long_and_the_other_brief() -> None:
    assert len(LONG.split()) == 43
    assert len(BRIEF.split()) < twins.LEAST_WORDS


def test_two_paragraphs_of_the_same_wording_are_two_decisions() -> None:
    """However long: the same words every year, or as one body proposes and the next decides."""
    first = in_paper("a", LONG)
    for other in (
        in_paper("b", LONG, paragraph="§ 22"),
        in_paper("b", LONG, date="2025-03-11"),
        in_paper("b", LONG, committee="Kommunfullmäktige"),
        in_paper("b", LONG, organisation="Storvika kommun"),
    ):
        assert groups(first, other) == {"a:100": [], "b:100": []}


def test_a_long_text_in_two_papers_is_one() -> None:
    memo = in_paper("b", LONG, paragraph=None, date="2024-02-01", heading="Förslag")
    assert groups(in_paper("a", LONG), memo) == {"a:100": ["b:100"]}


def test_the_first_of_a_kind_stays_whatever_the_order() -> None:
    papers = [in_paper(name, LONG) for name in "abc"]
    for order in permutations(papers):
        ids = [one.passage.id for one in order]
        assert groups(*order) == {ids[0]: ids[1:]}


def test_white_space_case_and_stops_make_no_other_text() -> None:
    """An extract breaks its lines at other places."""
    assert groups(in_paper("a", LONG), in_paper("b", LONG.replace(" ", "\n").replace(".", "").upper())) == {
        "a:100": ["b:100"]
    }


def test_a_changed_sum_in_a_long_text_is_still_a_twin_but_other_words_are_not() -> None:
    other = LONG.replace("bryggan i Sandviken", "bastun i Norrby").replace("båtklubben", "idrottsföreningen")
    other = other.replace("nya pålar, nytt däck", "nytt tak, ny panel")
    assert list(groups(in_paper("a", LONG), in_paper("b", other))) == ["a:100", "b:100"]


def test_a_brief_text_is_a_twin_only_of_the_same_paragraph() -> None:
    """Two § that are both put off read alike and are not the same; minutes and an extract of the one § are."""
    minutes = in_paper("a", BRIEF)
    assert groups(minutes, in_paper("b", BRIEF)) == {"a:100": ["b:100"]}
    for other in (
        in_paper("b", BRIEF, paragraph="§ 22"),
        in_paper("b", BRIEF, date="2024-04-16"),
        in_paper("b", BRIEF, committee="Miljönämnden"),
        in_paper("b", BRIEF, paragraph=None),
    ):
        assert groups(minutes, other) == {"a:100": [], "b:100": []}


def test_two_papers_without_a_paragraph_are_no_twins_by_a_brief_text() -> None:
    one, other = (in_paper(name, BRIEF, paragraph=None) for name in "ab")
    assert groups(one, other) == {"a:100": [], "b:100": []}


def test_the_same_paper_has_no_twins_of_its_own() -> None:
    """The same words in two § of one paper are two decisions."""
    one, other = in_paper("a", LONG), in_paper("a", LONG, start=900, paragraph="§ 22")
    assert groups(one, other) == {"a:100": [], "a:900": []}


def test_the_same_brief_paragraph_of_two_municipalities_is_no_twin() -> None:
    """Two municipalities may each hold § 21 of a Tekniska nämnd on one day."""
    away = in_paper("b", BRIEF, organisation="Storvika kommun")
    assert groups(in_paper("a", BRIEF), away) == {"a:100": [], "b:100": []}


TEXTS = st.sampled_from([LONG, BRIEF, LONG + " Beslutet gäller genast.", LONG[:120], "", "1 2 3", "Ja."])


@given(st.lists(st.tuples(st.sampled_from("abcd"), TEXTS, st.sampled_from(["§ 21", "§ 22", None])), max_size=8))
def test_nothing_is_lost_or_doubled(made: list[tuple[str, str, str | None]]) -> None:
    """Each passage stays or is folded into one before it, of another paper."""
    found = [in_paper(name, text, start=n, paragraph=p) for n, (name, text, p) in enumerate(made)]
    place = {one.passage.id: n for n, one in enumerate(found)}
    told = groups(*found)
    assert sorted([*told, *(one for others in told.values() for one in others)]) == sorted(place)
    assert list(told) == sorted(told, key=lambda one: place[one])
    for first, others in told.items():
        assert all(place[first] < place[one] and first[0] != one[0] for one in others)

"""Votes, their tallies and who voted how. All bodies and persons are invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Choice, Vote
from corpus.structure.facts import votes
from corpus.swedish import numerals
from tests.corpus.opened import node, nodes

HEADING = "§ 7 Skolskjuts till Sandvik\n\n"


def _votes(body: str) -> tuple[str, tuple[Vote, ...]]:
    text = HEADING + body
    return text, votes.find(node(text))


def _numbers(body: str) -> list[tuple[int | None, int | None, int | None, int | None]]:
    """Return yes, no, abstaining and absent of each vote of a § with that body."""
    return [(v.yes, v.no, v.abstaining, v.absent) for v in _votes(body)[1]]


def _ballots(vote: Vote) -> list[tuple[str, str | None, Choice]]:
    return [(b.name, b.party, b.choice) for b in vote.ballots]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Ja 41, Nej 38, Avstår 2, Frånvarande 0.", (41, 38, 2, 0)),
        ("Ja: 41  Nej: 38  Avstår: 2  Frånvarande: 0", (41, 38, 2, 0)),
        ("Ja-röster: 8. Nej-röster: 5.", (8, 5, None, None)),
        ("Antal Ja: 39\nAntal Nej: 38\nAntal Avstår: 3\nAntal Frånv: 1", (39, 38, 3, 1)),
        ("Med 8 ja-röster mot 5 nej-röster beslutar nämnden att avslå motionen.", (8, 5, None, None)),
        ("Med åtta ja-röster mot fem nej-röster bifaller nämnden förslaget.", (8, 5, None, None)),
        ("Nämnden beslutar med 8 JA-röster och 5 NEJ-röster att anta taxan.", (8, 5, None, None)),
        ("41 ledamöter röstar ja och 38 röstar nej.", (41, 38, None, None)),
        ("Omröstningen utfaller med 41 Ja mot 38 Nej. Två ledamöter avstår från att rösta.", (41, 38, 2, None)),
        ("Omröstningen utföll med 21 Ja mot 19 Nej. 1 ledamot avstår. En ledamot är frånvarande.", (21, 19, 1, 1)),
        ("Utfallet blev 21 ja, 19 nej och 1 som avstod.", (21, 19, 1, None)),
        ("Med 7 nej mot 5 ja, en avstår, bifaller nämnden yrkandet.", (5, 7, 1, None)),
        ("Omröstningsresultat: ja 22, nej 13, avstår 0.", (22, 13, 0, None)),
        ("Vid omröstningen avges 22 ja-röster, 13 nej-röster och 3 nedlagda röster.", (22, 13, 3, None)),
        ("Med tjugotvå ja-röster mot nitton nej-röster antas planen.", (22, 19, None, None)),
        ("Förslaget antas med 6 röster mot 5.", (6, 5, None, None)),
        ("Med sju röster (S, C) mot fyra (M) bifaller nämnden yrkandet.", (7, 4, None, None)),
        ("Sju ledamöter röstar för Ada Lunds yrkande, två röstar för förslaget.", (7, 2, None, None)),
        ("Med 8 röster för Ada Lunds yrkande och 3 röster för förslaget antas det.", (8, 3, None, None)),
        ("| Ja | 41 |\n| Nej | 38 |\n| Avstår | 2 |", (41, 38, 2, None)),
        ("Parti | Ja | Nej\nS | 10 | –\nM | – | 7\nSumma | 10 | 7", (10, 7, None, None)),
    ],
)
def test_a_tally_is_read_however_it_is_written(words, numbers):
    assert _numbers(f"Omröstning\n{words}\n") == [numbers]


@pytest.mark.parametrize(
    "words",
    [
        "Ja-röst för kommunstyrelsens förslag, nej-röst för avslag.",
        "Den som vill bifalla förslaget röstar ja, den som vill avslå det röstar nej.",
        "Godkänd voteringsproposition: ”Ja för bifall till förslaget. Nej för avslag.”",
        "Omröstning begärs inte.",
        "Avgiften är 41 kronor för ja-sägare.",
        "Av 41 ledamöter är 38 närvarande, 3 är frånvarande.",
    ],
)
def test_words_without_a_tally_are_no_vote(words):
    assert _numbers(f"Omröstning\n{words}\n") == []


def test_an_earlier_vote_that_is_told_of_is_none():
    assert (
        _numbers("""Ärendet
Kommunfullmäktige beslutade i september 2021 med 18 röster mot 17 att skolan skulle stängas.
Den 12 mars 2022 antogs planen med 22 ja-röster mot 19 nej-röster.
""")
        == []
    )


def test_several_votes_in_a_paragraph_are_told_apart():
    assert _numbers("""Omröstning - motförslag i huvudvoteringen
Omröstningen utfaller med 12 Ja mot 9 Nej. 20 ledamöter avstår från att rösta.

Omröstning - huvudvotering
Omröstningen utfaller med 22 Ja mot 19 Nej.
""") == [(12, 9, 20, None), (22, 19, None, None)]


def test_a_vote_spans_its_sentences():
    text, (vote,) = _votes("""Beslutsgång
Ordföranden finner att förslaget antas. Omröstning begärs.
Omröstningen utfaller med 12 Ja mot 9 Nej. En
ledamot avstår. Ordföranden finner att förslaget antas.
""")
    assert " ".join(text[vote.start : vote.end].split()) == (
        "Omröstningen utfaller med 12 Ja mot 9 Nej. En ledamot avstår."
    )


def test_names_after_ja_and_nej_are_ballots():
    _, (vote,) = _votes("""Omröstning
Med 2 ja-röster mot 1 nej-röst, en avstår, antas förslaget.
Ja: Ada Lund (S), Bo af Ek (KD)
Nej: Siv Ohlsson-Berg (M). Per Dahl (V) avstår.
""")
    assert (vote.yes, vote.no, vote.abstaining) == (2, 1, 1)
    assert _ballots(vote) == [
        ("Ada Lund", "S", Choice.YES),
        ("Bo af Ek", "KD", Choice.YES),
        ("Siv Ohlsson-Berg", "M", Choice.NO),
        ("Per Dahl", "V", Choice.ABSTAINING),
    ]


THREE = [("Ada Lund", "S", Choice.YES), ("Bo af Ek", "KD", Choice.YES), ("Siv Ahl", "M", Choice.NO)]


@pytest.mark.parametrize(
    "words",
    [
        "Ja-röster: Ada Lund (S), Bo af Ek (KD). Nej-röster: Siv Ahl (M).",
        "Ja-röster (2): Ada Lund (S) och Bo af Ek (KD) Nej-röster (1): Siv Ahl (M)",
        "Följande röstar ja: Ada Lund (S), Bo\naf Ek (KD).\nFöljande röstar nej: Siv Ahl (M).",
        "Följande röstar ja till det:\nS: Ada Lund\nKD: Bo af Ek\nFöljande röstar nej till det:\nM: Siv Ahl",
        "Ja\nAda Lund (S)\nBo af Ek (KD)\n\nNej\nSiv Ahl (M)",
        "**Ja-röster**\n- Ada Lund (S)\n- Bo af Ek (KD)\n\n**Nej-röster**\n- Siv Ahl (M)",
        "Ledamot | Ja | Nej\nAda Lund (S) | X |\nBo af Ek (KD) | X |\nSiv Ahl (M) | | X\nSumma | 2 | 1",
        "Ja | Nej\nAda Lund (S) | Siv Ahl (M)\nBo af Ek (KD) |",
        "Ledamot  Parti     Ja   Nej\nAda Lund    (S)    X\nBo af Ek    (KD)   X\nSiv Ahl     (M)         X",
        "Ledamot Ja Nej Ada Lund (S) Ja Bo af Ek (KD) Ja Siv Ahl (M) Nej Summa 2 1",
        "Ja-röster: 2\nLund, Ada (S); af Ek, Bo (KD)\nNej-röster: 1\nAhl, Siv (M)",
        "Följande ledamöter röstar ja\nAda Lund (S)\nBo af Ek (KD)\n\nFöljande ledamöter röstar nej\nSiv Ahl (M)",
        "För bifall röstar Ada Lund (S) och Bo af Ek (KD). För avslag röstar Siv Ahl (M).",
        "JA\nSocialdemokraterna\nAda Lund\nKristdemokraterna\nBo af Ek\nNEJ\nModeraterna\nSiv Ahl",
        "Ledamöter som röstade för förslaget:\n1. Ada Lund (S)\n2. Bo af Ek (KD)\nEmot röstade:\n1. Siv Ahl (M)",
        "Ja-sägare: Ada Lund, S, Bo af Ek, KD\nNej-sägare: Siv Ahl, M",
        "Ada Lund (S) och Bo af Ek (KD) röstar ja. Siv Ahl (M) röstar nej. Ja-röst för Per Dahls förslag.",
    ],
    ids=[
        "run-in",
        "counted",
        "sentences",
        "by-party",
        "headed",
        "bold",
        "crosses",
        "two-columns",
        "plain",
        "running",
        "surname-first",
        "lines",
        "for-and-against",
        "parties",
        "numbered",
        "party-after-comma",
        "verb-after",
    ],
)
def test_ballots_however_they_are_listed(words):
    text, (vote,) = _votes(f"Omröstning\nMed 2 ja-röster mot 1 nej-röst antas förslaget.\n\n{words}\n")
    assert (vote.yes, vote.no) == (2, 1)
    assert sorted(_ballots(vote)) == sorted(THREE)
    for ballot in vote.ballots:
        assert ballot.name.split()[0] in text[ballot.start : ballot.end]


def test_that_somebody_is_away_or_moves_something_is_no_vote():
    assert not _votes("Ada Lund (S) är frånvarande. Ja-röst för Siv Ahls förslag är inte möjlig.\n")[1]


def test_names_without_parties_are_ballots_where_they_are_listed():
    _, (vote,) = _votes("Omröstning\nJa: Ada Lund, Bo af Ek och Per Dahl.\nNej: Siv Ahl.\n")
    assert _ballots(vote) == [
        ("Ada Lund", None, Choice.YES),
        ("Bo af Ek", None, Choice.YES),
        ("Per Dahl", None, Choice.YES),
        ("Siv Ahl", None, Choice.NO),
    ]


def test_a_party_s_row_is_nobody_s_ballot():
    _, (vote,) = _votes("Omröstning\nParti | Ja | Nej\nModerata Samlingspartiet | 10 | 0\nSumma | 10 | 7\n")
    assert vote.ballots == ()


def test_who_sits_for_a_member_has_voted():
    _, (vote,) = _votes(
        "Omröstning\nJa 1, Nej 1.\n"
        "    Ledamöter       Parti   Ersättare     Ja   Nej   Frånv\n"
        "    Ada Lund        (S)                   X\n"
        "    Siv Ahl         (M)     Per Dahl           X\n"
    )
    assert _ballots(vote) == [("Ada Lund", "S", Choice.YES), ("Per Dahl", "M", Choice.NO)]


def test_numbered_lists_belong_to_the_votes_in_order():
    _, found = _votes("""Omröstning
Med 1 ja-röst mot 2 nej-röster avslås motionen.
Med 2 ja-röster mot 1 nej-röst antas tillägget.

Omröstningslista nr. 4
Ledamot | Ja | Nej
Ada Lund (S) | | X
Bo af Ek (KD) | | X
Omröstningslista nr. 4
Ledamot | Ja | Nej
Siv Ahl (M) | X |
Omröstningslista nr. 5
Ledamot | Ja | Nej
Ada Lund (S) | X |
""")
    assert [[ballot.choice for ballot in vote.ballots] for vote in found] == [
        [Choice.NO, Choice.NO, Choice.YES],
        [Choice.YES],
    ]


PUT = """Beslutsgång
Den som bifaller yrkandet från partigrupp S och KD röstar ja den som bifaller yrkandet från partigrupp M röstar nej.

**Ledamot Ja Nej** Ada Lund (S) X Bo af Ek (KD) X Siv Ahl (M) X **Summa {yes} {no}**

Nämnden har med {yes} ja-röster mot {no} nej-röster bifallit yrkandet.
"""


def test_crosses_that_lost_their_columns_are_read_by_the_sides_if_these_are_as_many():
    _, (vote,) = _votes(PUT.format(yes=2, no=1))
    assert _ballots(vote) == THREE
    _, (vote,) = _votes(PUT.format(yes=1, no=2))
    assert vote.ballots == ()
    _, (vote,) = _votes(PUT.format(yes=2, no=1).replace("från partigrupp M", "om avslag"))
    assert vote.ballots == ()


def test_names_of_both_sides_without_a_tally_tell_how_many_they_are():
    _, (vote,) = _votes("Omröstning\nJa röstar Ada Lund (S) och Bo Ek (KD). Nej röstar Siv Ohlsson (M).\n")
    assert (vote.yes, vote.no, vote.abstaining, vote.absent) == (2, 1, None, None)
    assert [choice for _, _, choice in _ballots(vote)] == [Choice.YES, Choice.YES, Choice.NO]


def test_votes_given_by_name():
    _, (vote,) = _votes("Omröstning\nJa-röster avges av Ada Lund (S) och Bo Ek (KD). Nej-röst avges av Siv Ahl (M).\n")
    assert _ballots(vote) == [
        ("Ada Lund", "S", Choice.YES),
        ("Bo Ek", "KD", Choice.YES),
        ("Siv Ahl", "M", Choice.NO),
    ]


@pytest.mark.parametrize(
    "listed",
    [
        "Ada Lund (S)  Ja\nBo Ek (KD)  Nej\nSiv Ohlsson (M)  Avstår\n",
        "1 Ada Lund S Ja\n2 Bo Ek KD Nej\n3 Siv Ohlsson, 2:e vice ordförande M Avstår\n",
        "1 Ada Lund S 14 Ledamot Ja\n2 Bo Ek KD 15 Ersättare Nej\n3 Siv Ohlsson M 2 Ledamot Avst\n",
        "| Ada Lund | S | Ja |\n| Bo Ek | KD | Nej |\n| Siv Ohlsson | M | Avstår |\n",
        "Namn | Parti | Ja | Nej | Avstår\nAda Lund | S | X | | \nBo Ek | KD | | X |\nSiv Ohlsson | M | | | x\n",
        "Namn\n\nParti\n\nPlats\n\nAda Lund\n\nS\n\n1 Ledamot\n\nJa\n\nBo\nEk\n\nKD\n\n2\n\nNej\n"
        "\nSiv Ohlsson M\n\nAvstår\n",
        "Lund, Ada (S) Ja\nEk, Bo (KD) Nej\nOhlsson, Siv (M) Avstår\n",
    ],
    ids=["brackets", "numbered", "seats", "cells", "crosses", "stacked", "surname-first"],
)
def test_a_voting_list_gives_each_one_s_vote(listed):
    text, (vote,) = _votes(f"Omröstning\nJa 1, Nej 1, Avstår 1.\n\n{listed}")
    assert (vote.yes, vote.no, vote.abstaining) == (1, 1, 1)
    assert _ballots(vote) == [
        ("Ada Lund", "S", Choice.YES),
        ("Bo Ek", "KD", Choice.NO),
        ("Siv Ohlsson", "M", Choice.ABSTAINING),
    ]
    for ballot in vote.ballots:
        assert ballot.name.split()[0] in text[ballot.start : ballot.end]


def test_crosses_without_cells_are_not_guessed_at():
    _, (vote,) = _votes("Omröstning\nJa 1, Nej 1.\nNamn Parti Ja Nej\nAda Lund S X\nBo Ek KD X\n")
    assert vote.ballots == ()


APPENDIX = """
Bilaga 2
Ärende: 7
Antal Ja: 1
Antal Nej: 2
Antal Avstår: 0
Antal Frånv: 1
Namn
Parti
Plats
Resultat
Ada Lund
S
1 Ordförande
Ja
Bo Ek
KD
2 Ledamot
Nej
Siv Ohlsson
M
3 Ledamot
Nej
Per Dahl
V
4 Ersättare
Frånvarande
"""


def test_the_list_in_the_appendix_belongs_to_the_vote_that_names_it():
    body = f"""Omröstning
Omröstningen utfaller med 1 Ja mot 2 Nej. Hur var och en röstar framgår av bilaga 2.

§ 8 Avslutning

Beslut
Mötet förklaras avslutat.
{APPENDIX}"""
    text = HEADING + body
    first, last = nodes(text)
    (vote,) = votes.find(first)
    assert (vote.yes, vote.no, vote.abstaining, vote.absent) == (1, 2, 0, 1)
    assert _ballots(vote) == [
        ("Ada Lund", "S", Choice.YES),
        ("Bo Ek", "KD", Choice.NO),
        ("Siv Ohlsson", "M", Choice.NO),
        ("Per Dahl", "V", Choice.ABSENT),
    ]
    assert votes.find(last) == ()


def test_a_list_that_says_something_else_is_not_the_vote_s():
    _, found = _votes(f"""Omröstning
Omröstningen utfaller med 3 Ja mot 2 Nej. Hur var och en röstar framgår av bilaga 2.
{APPENDIX}""")
    assert [(v.yes, v.no, v.ballots) for v in found] == [(3, 2, ())]


@pytest.mark.parametrize(("word", "number"), [("noll", 0), ("ett", 1), ("tolv", 12), ("TJUGO", 20), ("fyrtioen", 41)])
def test_numbers_in_words(word, number):
    assert numerals.value(word) == number


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_any_tally_is_read_back(yes, no, abstaining):
    assert _numbers(
        f"Omröstning\nOmröstningen utfaller med {yes} Ja mot {no} Nej. {abstaining} ledamöter avstår.\n"
    ) == [(yes, no, abstaining, None)]
    assert _numbers(f"Omröstning\nJa {yes} Nej {no} Avstår {abstaining}\n") == [(yes, no, abstaining, None)]


@given(st.lists(st.sampled_from([
    "Omröstning", "Ja", "Nej", "12", "Ja 3 Nej", "mot", "Avstår", "Ada Lund (S)", "S", "X", "|", "Bilaga 2", "\n",
    "   ", "S: Ada Ek", "Ja   Nej", "Nej\n", "Antal Ja: 3", "röstar ja:", "Med fem röster mot fyra",
    "§ 8 Nästa", ".", "frånvarande",
]), max_size=30))  # fmt: skip
def test_every_vote_and_ballot_is_words_that_stand_there(words):
    text = HEADING + " ".join(words)
    for section in nodes(text):
        for vote in votes.find(section):
            for fact in (vote, *vote.ballots):
                assert text[fact.start : fact.end].strip() == text[fact.start : fact.end] != ""


@pytest.mark.parametrize(
    "piece",
    [
        "ja ",
        "1 ",
        "nej röstar ",
        "1 ja 2 nej. ",
        "Ja: ",
        "7 röster för ",
        "avstår ",
        "Ada Lund (S) ",
        "Ada Lund (S) X ",
        "Ja\n",
    ],
)
def test_a_line_without_end_takes_no_time(piece):
    text = HEADING + "Omröstning\n" + piece * (1_000_000 // len(piece)) + "\n"
    section = node(text)
    begun = time.process_time()
    votes.find(section)
    assert time.process_time() - begun < 3

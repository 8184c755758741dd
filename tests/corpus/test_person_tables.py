"""Tables of persons in the forms of many municipalities: votes, presence, parties. All persons are invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Attendant, Choice, Presence, Vote
from corpus.structure import lines
from corpus.structure.facts import attendance, grid, votes
from tests.corpus.opened import nodes, opened

YES, NO, ABSTAINING = Choice.YES, Choice.NO, Choice.ABSTAINING
DECIDING, REPLACEMENT, OTHER, ABSENT = Presence.DECIDING, Presence.REPLACEMENT, Presence.OTHER, Presence.ABSENT
HEAD = "Beslutande: Ada Lund (S), Bo af Ek (KD), Siv Ahl (M), Per Dahl (V)\nÖvriga: Eva Moe, sekreterare\n\n"
BODY = "\n\n§ 1 Upprop\nUpprop förrättas.\n\n§ 2 Budget\nBo Berg (M) yrkar bifall.\n"


def _votes(body: str, head: str = HEAD) -> list[list[Vote]]:
    text = head + body
    found = [list(votes.find(node)) for node in nodes(text) if node.section.paragraph]
    for vote in [vote for of_section in found for vote in of_section]:
        for fact in (vote, *vote.ballots):
            assert 0 <= fact.start < fact.end <= len(text)
    return found


def _ballots(vote: Vote) -> list[tuple[str, Choice]]:
    return [(ballot.name, ballot.choice) for ballot in vote.ballots]


def _listed(head: str, body: str = BODY) -> list[Attendant]:
    return list(attendance.find(opened(head + body)))


def _short(head: str, body: str = BODY) -> list[tuple[str, Presence, str | None]]:
    return [(person.name, person.presence, person.party) for person in _listed(head, body)]


THREE = [("Ada Lund", YES), ("Bo af Ek", YES), ("Siv Ahl", NO)]


@pytest.mark.parametrize(
    "table",
    [
        "Nr | Ledamot | Parti | Röst\n1 | Ada Lund | S | Ja\n2 | Bo af Ek | KD | Ja\n3 | Siv Ahl | M | Nej",
        "Namn | Parti | Röst\nAda Lund | S | J\nBo af Ek | KD | J\nSiv Ahl | M | N",
        "Namn\tParti\tJ\tN\tA\nAda Lund\tS\tX\t\t\nBo af Ek\tKD\tX\t\t\nSiv Ahl\tM\t\tX\t",
        "Ledamot | Bifall | Avslag\nAda Lund (S) | 1 |\nBo af Ek (KD) | 1 |\nSiv Ahl (M) | | 1",
        "Nimi/Namn | JAA/JA | EI/NEJ | TYHJÄ/BLANK\nAda Lund | x | |\nBo af Ek | x | |\nSiv Ahl | | x |",
        "Namn                Parti   Ja-röst   Nej-röst\n"
        "Ada Lund ........... S        X\nBo af Ek ........... KD       X\nSiv Ahl ............ M                  X",
        "- Ada Lund (S): Ja\n- Bo af Ek (KD): Ja\n- Siv Ahl (M): Nej",
        "1. Ada Lund (S) – ja\n2. Bo af Ek (KD) – ja\n3. Siv Ahl (M) – nej",
        "Ja                      Nej\nAda Lund (S)            Siv Ahl (M)\nBo af Ek (KD)",
        "Ja (2): Lund, af Ek\nNej (1): Ahl",
        "JA röstade: Lund och af Ek. NEJ röstade: Ahl.",
        "Ja: Ada Lund, Bo af\nEk. Nej: Siv Ahl.",
        "Ja: A. Lund och B. af Ek. Nej: S. Ahl.",
        "Parti | Ledamot | Ja | Nej\nS | Ada Lund | x |\nKD | Bo af Ek | x |\nM | Siv Ahl | | x\n | Totalt | 2 | 1",
        "Röst | Antal | Ledamöter\nJa | 2 | Ada Lund (S), Bo af Ek (KD)\nNej | 1 | Siv Ahl (M)",
        "Ja-röster | Nej-röster | Avstår\nAda Lund (S), Bo af Ek (KD) | Siv Ahl (M) | –",
        "Namn | Röst | Namn | Röst\nAda Lund (S) | Ja | Siv Ahl (M) | Nej\nBo af Ek (KD) | Ja | |",
        "Namn | Ja | Nej | Namn | Ja | Nej\nAda Lund (S) | X | | Siv Ahl (M) | | X\nBo af Ek (KD) | X | | | |",
        "Namn | Ja | Nej\nAda Lund (S) | X |\nNamn | Ja | Nej\nBo af Ek (KD) | (X) |\nSiv Ahl (M) | | +",
        "Ledamot | Nämndens förslag | Ahls yrkande\nAda Lund (S) | X |\nBo af Ek (KD) | X |\nSiv Ahl (M) | | X",
        "Efternamn | Förnamn | Parti | Ja | Nej\nLund | Ada | S | X |\naf Ek | Bo | KD | X |\nAhl | Siv | M | | X",
        "Ja-röster\n\nNamn | Parti\nAda Lund | S\nBo af Ek | KD\n\nNej-röster\n\nNamn | Parti\nSiv Ahl | M",
        "Namn;Parti;Röst\nAda Lund;S;Ja\nBo af Ek;KD;Ja\nSiv Ahl;M;Nej",
        "Ada Lund: ja\nBo af Ek: ja\nSiv Ahl: nej",
        "Ada Lund\nJa\nBo af Ek\nJa\nSiv Ahl\nNej",
        "Namn\nAda Lund\nParti\nS\nRöst\nJa\n\nNamn\nBo af Ek\nParti\nKD\nRöst\nJa\n"
        "\nNamn\nSiv Ahl\nParti\nM\nRöst\nNej",
        "Ja: Ada Lund, ordförande, Bo af Ek, 1:e vice ordförande. Nej: Siv Ahl.",
        "Ja: Ada Lund S, Bo af Ek KD. Nej: Siv Ahl M.",
        "Härvid röstade JA ledamöterna Lund (S) och af Ek (KD), och NEJ ledamoten Ahl (M).",
        "För nämndens förslag röstade: Ada Lund, Bo af Ek. För Ahls yrkande röstade: Siv Ahl.",
        "JA: Ada Lund (S)                    Bo af Ek (KD)\nNEJ: Siv Ahl (M)",
    ],
    ids=[
        "words", "letters", "initials-over-columns", "sides", "two-languages", "dotted", "bullets", "dashes",
        "names-in-columns", "surnames", "surnames-told", "cut-name", "initials", "party-first", "choice-first",
        "names-in-cells", "pairs", "side-by-side", "next-page", "what-was-voted-on", "two-names",
        "tables-under-choices", "exported", "colons", "below", "labelled",
        "offices", "bare-parties", "roll-call", "for-and-for", "far-apart",
    ],
)  # fmt: skip
def test_ballots_in_further_forms(table: str) -> None:
    """A vote of two against one, however it is set."""
    _, (vote,) = _votes(
        f"§ 1 Upprop\nIngen.\n\n§ 7 Taxa\nOmröstning\nMed 2 ja-röster mot 1 nej-röst antas den.\n\n{table}\n"
    )
    assert (vote.yes, vote.no) == (2, 1)
    assert sorted(_ballots(vote)) == sorted(THREE)


def test_a_table_of_two_votes_below_the_last_paragraph() -> None:
    """Two rows of heads; each vote goes to the § that its head names, and who has a cross was there."""
    text = """Närvarande ledamöter framgår av listan sist.

§ 3 Taxa
Omröstning
Omröstningen utfaller med 2 ja-röster och 1 nej-röst.

§ 4 Plan
Omröstning
Omröstningen utfaller med 1 ja-röst och 1 nej-röst, en avstår.

Upprops- och voteringslista

Nr | Ledamot | Parti | Närv. | Votering 1, § 3 | Votering 2, § 4
 |  |  |  | Ja | Nej | Avstår | Ja | Nej | Avstår
1 | Ada Lund | S | X | X |  |  |  |  | X
2 | Bo af Ek | KD | X | X |  |  | X |  |
3 | Siv Ahl | M | X |  | X |  |  | X |
4 | Per Dahl | V |  |  |  |  |  |  |
 | Summa |  | 3 | 2 | 1 | 0 | 1 | 1 | 1
"""
    (first,), (second,) = _votes(text, "")
    assert _ballots(first) == THREE
    assert _ballots(second) == [("Ada Lund", ABSTAINING), ("Bo af Ek", YES), ("Siv Ahl", NO)]
    assert _short(text, "") == [("Ada Lund", DECIDING, "S"), ("Bo af Ek", DECIDING, "KD"), ("Siv Ahl", DECIDING, "M")]


def test_two_votes_in_one_paragraph() -> None:
    """Columns of words, one a vote, go to the votes in order; so do two tables of which the sums tell."""
    told = "§ 1 Upprop\nIngen.\n\n§ 7 Taxa\nOmröstning\nMed 2 ja-röster mot 1 nej-röst bifalls motionen.\n" \
        "Med 1 ja-röst mot 2 nej-röster avslås tillägget.\n\n"  # fmt: skip
    columns = (
        "Namn | Omröstning 1 | Omröstning 2\nAda Lund (S) | Ja | Nej\nBo af Ek (KD) | Ja | Ja\nSiv Ahl (M) | Nej | Nej"
    )
    tables = "Namn | Ja | Nej\nAda Lund (S) | x |\nBo af Ek (KD) | x |\nSiv Ahl (M) | | x\n\nSedan:\n" \
        "Namn | Ja | Nej\nAda Lund (S) | | x\nBo af Ek (KD) | x |\nSiv Ahl (M) | | x\n"  # fmt: skip
    for words in (columns, tables):
        _, (first, second) = _votes(told + words)
        assert _ballots(first) == THREE
        assert _ballots(second) == [("Ada Lund", NO), ("Bo af Ek", YES), ("Siv Ahl", NO)]


def test_a_list_of_another_page_that_names_its_paragraph() -> None:
    """A list in plain columns, the surname first as it stands there, below the last §."""
    _, (vote,), _ = _votes("""§ 1 Upprop
Upprop förrättas.

§ 2 Budget
Voteringen utfaller med 2 ja-röster, 1 nej-röst och 1 ledamot avstår.

§ 3 Meddelanden
Inga.

UPPROPSLISTA OCH VOTERINGSLISTA                  Kf § 2

 Nr  Namn                      Parti  Ja    Nej   Avst
  1  Lund Ada                  S      X
  2  af Ek Bo                  KD     X
  3  Ahl Siv                   M            X
  4  Dahl Per                  V                  X
     SUMMA                            2     1     1
""")
    assert [ballot.choice for ballot in vote.ballots] == [YES, YES, NO, ABSTAINING]
    assert vote.ballots[0].name == "Lund Ada"


@pytest.mark.parametrize(
    "words",
    [
        "Då röstar Ada Lund och Bo af Ek för nämndens förslag medan Siv Ahl röstar för avslag, alltså 2 röster mot 1.",
        "För förslaget gavs två röster (Lund, af Ek) och för Ahls förslag en röst (Ahl). Bifölls med rösterna 2-1.",
    ],
)
def test_two_lists_as_long_as_the_sides(words: str) -> None:
    """Where no word tells who said yes, the lists that are as long as the sides do, in their order."""
    _, (vote,) = _votes(f"§ 1 Upprop\nIngen.\n\n§ 7 Taxa\nOmröstning\nOmröstning begärs. {words}\n")
    assert (vote.yes, vote.no, sorted(_ballots(vote))) == (2, 1, sorted(THREE))


def test_the_ballots_tell_which_number_is_whose() -> None:
    """Where a sentence has the larger number first, those who voted tell that it is the noes."""
    _, (vote,) = _votes("§ 1 Upprop\nIngen.\n\n§ 7 Taxa\nOmröstning\nJA röstade: Ahl.\nNEJ röstade: Lund, af Ek.\n"
        "Beslut: Ärendet återremitteras med rösterna 2 mot 1.\n")  # fmt: skip
    assert (vote.yes, vote.no) == (1, 2)


@pytest.mark.parametrize(
    ("words", "tally"),
    [
        ("Ja (7)\nNej (4)", (7, 4)),
        ("Nämndens förslag fick 7 röster och Ahls yrkande 4 röster.", (7, 4)),
        ("S 3 ja, KD 4 ja, M 4 nej.", (7, 4)),
        ("Sju ledamöter (S, KD) röstar ja och fyra ledamöter (M) röstar nej.", (7, 4)),
        ("Förslaget bifölls med 7 mot 4 röster.", (7, 4)),
        ("Ärendet avgörs med röstsiffrorna 7–4.", (7, 4)),
        ("Omröstningsresultat: 7-4.", (7, 4)),
        ("Med 7 röster för och 4 emot bifalls förslaget.", (7, 4)),
        ("        Ja   Nej\nS        –    9\nM        7    –\nTotalt   7    9", (7, 9)),
    ],
)
def test_further_tallies(words: str, tally: tuple[int, int]) -> None:
    """The numbers of a vote, however they are told."""
    _, (vote,) = _votes(f"§ 1 Upprop\nIngen.\n\n§ 7 Taxa\nOmröstning\n{words}\n")
    assert (vote.yes, vote.no) == tally


MEMBERS = [("Ada Lund", DECIDING, "S"), ("Bo af Ek", DECIDING, "KD"), ("Siv Ahl", REPLACEMENT, "M")]


@pytest.mark.parametrize(
    "table",
    [
        "Uppdrag | Namn | Parti\nOrdförande | Ada Lund | S\nLedamot | Bo af Ek | KD\nErsättare | Siv Ahl | M",
        "Namn | Parti | Uppdrag | Närvarande\nAda Lund | S | Ordförande | X\nBo af Ek | KD | Ledamot | X\n"
        "Siv Ahl | M | Ersättare | X\nPer Dahl | V | Ersättare |",
        "Namn          Parti   Roll         Närv.\nAda Lund      S       Ordförande   X\n"
        "Bo af Ek      KD      Ledamot      X\nSiv Ahl       M       Ersättare    X\nPer Dahl      V       Ersättare",
        "Närvarande\n\nNamn | Parti | § 1-2 | § 3-4\nAda Lund | S | X | X\nBo af Ek | KD | X |\nErsättare\n"
        "Siv Ahl | M | | X\nPer Dahl | V | |",
        "Närvarolista\nLedamöter | Ersättare\nAda Lund (S) | Siv Ahl (M)\nBo af Ek (KD) |",
        "Beslutande\nSocialdemokraterna (S): Ada Lund\nKristdemokraterna (KD): Bo af Ek\n"
        "Ersättare\nModeraterna (M): Siv Ahl",
        "Namn | Parti | Närvaro\nAda Lund | S | Ja\nBo af Ek | KD | Ja\nSiv Ahl | M | Tjg ers\nPer Dahl | V | Nej",
    ],
    ids=["role-first", "marks", "columns", "by-paragraph", "two-lists", "groups", "words"],
)
def test_presence_in_further_forms(table: str) -> None:
    """Two members and a replacement, however they are set; who has no mark is left out or told to be away."""
    found = [one for one in _short(f"Nämnden\n\n{table}") if one[1] is not ABSENT]
    assert sorted(found) == sorted(MEMBERS)


def test_a_party_that_is_written_out_behind_an_office() -> None:
    """It is theirs, and no name of another."""
    table = "Deltagare\n- Ada Lund, Ordförande, Socialdemokraterna (S)\n- Bo af Ek, Ledamot, Kristdemokraterna (KD)"
    assert _short(table) == [("Ada Lund", DECIDING, "S"), ("Bo af Ek", DECIDING, "KD")]


@pytest.mark.parametrize(
    "head",
    [
        "Närvarande ledamöter\nSocialdemokraterna (S)\nAda Lund\nBo Hed\nModeraterna (M)\nSiv Ahl",
        "Beslutande\nSocialdemokraterna (2)\nAda Lund\nBo Hed\nModeraterna (1)\nSiv Ahl",
        "Beslutande: Ada Lund/S, Bo Hed/S, Siv Ahl/M",
        "Beslutande\nAda Lund, ordförande (S)\nBo Hed, ledamot (S)\nSiv Ahl, tjänstgörande ersättare (M)",
        "Beslutande: S: Ada Lund, Bo Hed; M: Siv Ahl",
        "Beslutande: Ada Lund och Bo Hed (båda S) samt Siv Ahl (M)",
        "Närvarande\n\nVem | Grupp | Ort\nAda Lund | S | Avika\nBo Hed | S | Avika\nSiv Ahl | M | Lindsala",
        "Vid sammanträdet deltog ledamöterna Ada Lund (S), Bo Hed (S) och Siv Ahl (M).",
    ],
)
def test_the_party_of_each_in_further_forms(head: str) -> None:
    """Three who were there, each with their party."""
    found = {(person.name, person.party) for person in _listed(f"AVIKA KOMMUN\nTekniska nämnden\n\n{head}")}
    assert found == {("Ada Lund", "S"), ("Bo Hed", "S"), ("Siv Ahl", "M")}


def test_a_list_below_the_last_paragraph_is_of_the_vote_that_it_sums_to() -> None:
    """A list that names no § belongs to the vote with its tally, and is no vote of the § that it stands below."""
    (vote,), none = _votes("§ 7 Taxa\nOmröstning\nMed 2 ja mot 1 nej antas den.\n\n§ 8 Slut\nMötet slutar.\n\n"
        "Omröstningslista\nNamn | Ja | Nej\nAda Lund (S) | X |\nBo af Ek (KD) | X |\nSiv Ahl (M) | | X\n")  # fmt: skip
    assert _ballots(vote) == THREE
    assert none == []


def test_a_list_over_which_a_line_names_its_paragraph() -> None:
    """A supplement to a § that calls itself no list."""
    (vote,), _ = _votes("§ 7 Taxa\nOmröstning\nMed 2 ja mot 1 nej antas den.\n\n§ 8 Slut\nMötet slutar.\n\n"
        "Bilaga till § 7, omröstning\nNamn | Ja | Nej\nAda Lund | X |\nBo af Ek | X |\nSiv Ahl | | X\n")  # fmt: skip
    assert _ballots(vote) == THREE


def test_those_at_the_roll_call_of_the_first_paragraph() -> None:
    """Where no list stands on the first page."""
    text = "§ 1 Upprop\nVid upprop antecknas Ada Lund (S), Bo Hed (S) och Siv Ahl (M).\n\n§ 2 Slut\nSlut.\n"
    assert [name for name, _, _ in _short("Nämnden\n\n", text)] == ["Ada Lund", "Bo Hed", "Siv Ahl"]
    debate = text.replace("Upprop", "Taxa").replace("Vid upprop antecknas", "I debatten deltog")
    assert _short("Nämnden\n\n", debate) == []


def test_a_list_with_whom_each_sits_for() -> None:
    """Surname first as it stands, no parties, officials by their office."""
    table = "Närvarande\n\nNamn | Uppgift | Ersättare för\nEk Anna | ordförande |\nHed Bo | ledamot |\n" \
        "Ny Cia | ersättare | Ros Eva\nStål Dan | direktör, föredragande |"  # fmt: skip
    assert [(p.name, p.presence, p.role, p.replaces) for p in _listed(table)] == [
        ("Ek Anna", DECIDING, "ordförande", None),
        ("Hed Bo", DECIDING, "ledamot", None),
        ("Ny Cia", REPLACEMENT, None, "Ros Eva"),
        ("Stål Dan", OTHER, "direktör, föredragande", None),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Namn | Ersättning\nAda Lund | 900 kr\nBo af Ek | 900 kr",
        "Uppdrag | Namn | Parti\nLedamot | Ada Lund | S\nErsättare | Bo af Ek | KD",
        "Fastighet | Ägare\nHult 1:2 | Ada Lund\nHult 1:3 | Bo af Ek",
    ],
)
def test_tables_of_other_things_tell_of_nobody_s_presence(table: str) -> None:
    """Fees, elections and owners in a § are no attendance and no vote."""
    text = f"Beslutande: Siv Ahl (M)\n\n§ 1 Val\nBeslut\n{table}\n\n§ 2 Slut\nMötet avslutas.\n"
    assert [person.name for person in attendance.find(opened(text))] == ["Siv Ahl"]
    assert _votes(text, "") == [[], []]


PIECES = [
    "Namn", "Parti", "Ja", "Nej", "Avst.", "X", "", "Ada Lund", "Lund, Ada", "S", "(M)", "Summa", "2", "Ersättare",
    "Närvarande", "15:30", "§ 3", "Omröstning 1", "-", "Ada Lund (S) Ja", "Bilaga 2", "Röst",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=7), max_size=9), st.sampled_from([" | ", "\t", "   ", "\n"]))
def test_any_rows_are_read_and_all_that_is_found_stands_there(rows: list[list[str]], gap: str) -> None:
    """Whatever stands in a table, what is read of it stands in its rows, in order."""
    text = "\n".join(gap.join(row) for row in rows)
    tables = [*grid.find(lines.rows(text, ()))]
    ends = 0
    for table in tables:
        assert ends <= table.start <= table.end <= len(text)
        ends = table.start
        for entry in table.entries:
            assert table.start <= entry.row.start < entry.row.end <= table.end
            for _, ballot in entry.ballots:
                assert entry.row.start <= ballot.start < ballot.end <= entry.row.end
                assert all(word in text[ballot.start : ballot.end] for word in ballot.name.split())


@given(st.lists(st.sampled_from([YES, NO, ABSTAINING]), min_size=2, max_size=12), st.sampled_from([" | ", "\t"]))
def test_any_list_with_crosses_is_read_back(choices: list[Choice], gap: str) -> None:
    """Each of those listed has voted as their cross says."""
    order = [YES, NO, ABSTAINING]
    rows = [["Namn", "Parti", "Ja", "Nej", "Avstår"]]
    names = [f"Ada {chr(65 + n)}lund" for n in range(len(choices))]
    rows += [[name, "S", *("X" if c is one else "" for one in order)] for name, c in zip(names, choices, strict=True)]
    (table,) = grid.find(lines.rows("\n".join(gap.join(row) for row in rows), ()))
    (ballots,) = table.votes.values()
    assert [(ballot.name, ballot.party, ballot.choice) for ballot in ballots] == [
        (name, "S", choice) for name, choice in zip(names, choices, strict=True)
    ]


@pytest.mark.parametrize(
    "piece",
    ["Ada Lund | ", "Ja\n", "Ada Lund\nS\nJa\n", "Lund, Ada\n", "15:30\n", "X  ", "Ada Lund (S)  X\n",
     "Namn | Ja | Nej\n", "Ada Lund, Bo Ek, ", ". . . ", "....", "Ja: Lund, ", "1 Ada Lund S Ja\n", "| | | |\n", "A. "],
)  # fmt: skip
def test_a_table_without_end_takes_no_time(piece: str) -> None:
    """Twice the rows take twice the time."""
    paper = opened(HEAD + "§ 7 Taxa\nOmröstning\n" + piece * (150_000 // len(piece)) + "\n")
    begun = time.process_time()
    (node,) = [paper.node(section) for section in paper.sections][-1:]
    votes.find(node)
    assert time.process_time() - begun < 4


def test_narrow_columns_whose_heads_one_blank_parts() -> None:
    """Two votes side by side, with "Nej Av" over two columns, in an appendix that the § calls by its letter."""
    body = (
        "§ 4 Skatt\nOmröstningen utfaller med 2 ja och 1 nej. Se bilaga A.\n\n"
        "§ 5 Taxa\nOmröstningen utfaller med 1 ja och 2 nej. Se bilaga A.\n\n"
        "TALLNÄS KOMMUN                     Bilaga A\n\nVOTERINGSLISTA\n\n"
        "                           Votering § 4      Votering § 5\n"
        " Nr  Namn        Parti Uppr  Ja  Nej Av  Fr    Ja  Nej Av  Fr\n"
        "  1  Ada Lund    S     x     x                     x\n"
        "  2  Bo af Ek    KD    x     x                 x\n"
        "  3  Siv Ahl     M     x         x                 x\n"
        "  4  Per Dahl    V     x             x                 x\n"
    )
    tax, fee = _votes(body)
    assert _ballots(tax[0]) == [*THREE, ("Per Dahl", ABSTAINING)]
    assert _ballots(fee[0]) == [("Ada Lund", NO), ("Bo af Ek", YES), ("Siv Ahl", NO), ("Per Dahl", ABSTAINING)]


@pytest.mark.parametrize(
    "words",
    [
        "JA: Lund, af Ek, Nygård\nNEJ: Ahl, Dahl",
        "Ja röstar: Lund, Nygård och af Ek. Nej röstar: Ahl samt Dahl.",
    ],
)
def test_a_roll_call_by_surname_where_the_list_lacks_some(words: str) -> None:
    """Nygård stands in no list of those present; the sides are as long as the tally."""
    (vote,) = _votes(f"§ 4 Skatt\nUpprop förrättas.\n{words}\nOmröstningen utfaller med 3 ja mot 2 nej.\n")[0]
    named = {ballot.name: ballot.choice for ballot in vote.ballots}
    assert named == {"Ada Lund": YES, "Bo af Ek": YES, "Nygård": YES, "Siv Ahl": NO, "Per Dahl": NO}


def test_surnames_in_brackets_behind_each_count() -> None:
    (vote,) = _votes("§ 4 Skatt\nVid omröstningen gavs JA 2 röster (Lund, Nygård), NEJ 1 röst (Ahl).\n")[0]
    assert {ballot.name: ballot.choice for ballot in vote.ballots} == {"Ada Lund": YES, "Nygård": YES, "Siv Ahl": NO}


def test_surnames_that_do_not_sum_to_the_tally_are_nobody_s_votes() -> None:
    (vote,) = _votes("§ 4 Skatt\nJA: Nygård, Ström\nNEJ: Kvist\nOmröstningen utfaller med 5 ja mot 2 nej.\n")[0]
    assert vote.ballots == ()


def test_a_vote_whose_names_alone_tell_how_many() -> None:
    words = "Följande röstade ja: Lund och af Ek. Följande röstade nej: Ahl."
    (vote,) = _votes(f"§ 4 Skatt\nVotering begärs. {words} Ärendet ska avgöras idag.\n")[0]
    assert (vote.yes, vote.no, _ballots(vote)) == (2, 1, THREE)


def test_a_column_of_attendance_in_words() -> None:
    """What stands first in it counts; who came instead stands in it, or in a row of their own."""
    rows = (
        "Ada Lund | S | X, §§ 1–2\nBo af Ek | KD | ☒ distans\nSiv Ahl | M | På plats\n"
        "Per Dahl | V | – ers. Lo Berg\nEva Moe | L | Ersatt av Ulf Ny (S)\nUlf Ny | S | På distans\n"
        "Kim Alm | C | Frånvarande\n"
    )
    found = {(name, presence) for name, presence, _ in _short(f"Ledamot | Parti | Närvaro\n{rows}\n")}
    there = {
        "Ada Lund": DECIDING,
        "Bo af Ek": DECIDING,
        "Siv Ahl": DECIDING,
        "Lo Berg": REPLACEMENT,
        "Ulf Ny": DECIDING,
    }
    assert found == {*there.items(), *((name, ABSENT) for name in ("Per Dahl", "Eva Moe", "Kim Alm"))}


def test_tables_of_officials_and_of_who_sits_for_whom() -> None:
    """Whoever sits for one whose box is empty was there."""
    head = (
        "Närvarolista\n\nLedamöter | Parti | Närv. | Ersätts av\nAda Lund | S | ☒ | \nBo af Ek | KD | ☐ | Siv Ahl\n\n"
        "Tjänstepersoner | Funktion | Paragraf\nEva Moe | Socialchef | \nUlf Ny | Ekonom | 2\n\n"
    )
    told = {(name, presence) for name, presence, _ in _short(head)}
    assert told == {("Ada Lund", DECIDING), ("Siv Ahl", REPLACEMENT), ("Eva Moe", OTHER), ("Ulf Ny", OTHER)}


def test_a_register_ends_where_others_follow() -> None:
    head = "Ledamot | Uppgift | Närv.\nAda Lund | ordf. | X\nBo af Ek | ledamot | –\n\nÖvriga\nEva Moe | direktör\n\n"
    assert {name: presence for name, presence, _ in _short(head)} == {
        "Ada Lund": DECIDING, "Bo af Ek": ABSENT, "Eva Moe": OTHER,
    }  # fmt: skip

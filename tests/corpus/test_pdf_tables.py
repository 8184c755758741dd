"""PDF: columns stay columns, tables rows and forms labels with their values, whatever order the file has them in."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from tests.corpus.drawing import PROSE, by_row, column, lines, made, ruled, wrapped

LEFT = ["Anna Ek (S), ordförande", "Bo Ås (M)", "Cia Dal (C)", "Dan Öberg (V)"]
RIGHT = ["Eva Alm (L)", "Fia Bok (SD)", "Gun-Britt Ström af Ugglas (KD)", "Hans Ivarsson (MP)"]


# Columns


def test_two_columns_of_names_are_read_one_after_the_other() -> None:
    """Each person has a line; the left column comes before the right, though the file has them row by row."""
    paper = [(72, 760, "Närvarolista"), *by_row(column(72, 730, LEFT), column(320, 730, RIGHT))]
    assert lines(made(paper)) == ["Närvarolista", *LEFT, *RIGHT]


def test_three_columns_of_names_without_party() -> None:
    """Signatures side by side are as many people, though a long name leaves a narrow gap to the next."""
    first = ["Anna Ek", "Bo Ås", "Cia Dal", "Dan Öberg"]
    second = ["Eva Alm", "Margareta von Zweigbergk Lind", "Gun Ström", "Hans Ivarsson"]
    third = ["Ida Julin", "Jan Karlsson", "Kim Lund", "Lo Moberg"]
    paper = by_row(column(72, 500, first, 22), column(200, 500, second, 22), column(362, 500, third, 22))
    assert lines(made([(72, 700, "Vi har granskat räkenskaperna."), *paper]))[1:] == [*first, *second, *third]


def test_lists_under_their_own_headings_stay_there() -> None:
    """A substitute in the right column is no member because the left columns stand above each other."""
    members = by_row(column(72, 716, LEFT[:2]), column(320, 716, RIGHT[:2]))
    others = by_row(column(72, 660, LEFT[2:]), column(320, 660, RIGHT[2:]))
    paper = [(72, 732, "Beslutande"), *members, (72, 676, "Ersättare"), *others]
    assert lines(made(paper)) == ["Beslutande", *LEFT[:2], *RIGHT[:2], "Ersättare", *LEFT[2:], *RIGHT[2:]]


def test_a_list_with_one_name_more_to_the_left() -> None:
    """The last name of an uneven list is the last of its own column."""
    paper = by_row(column(72, 700, LEFT), column(320, 700, RIGHT[:3]))
    assert lines(made(paper)) == [*LEFT, *RIGHT[:3]]


def test_columns_of_names_under_headings() -> None:
    """Members and substitutes side by side are read each under their own heading."""
    paper = by_row(column(72, 700, ["Ledamöter", *LEFT]), column(320, 700, ["Ersättare", *RIGHT[:2]]))
    assert lines(made(paper)) == ["Ledamöter", *LEFT, "Ersättare", *RIGHT[:2]]


def test_names_with_their_parties_beside_them() -> None:
    """A party in a column of its own goes with its name, in both halves of the list."""
    names, parties = ["Anna Ek", "Bo Ås", "Cia Dal"], ["S", "M", "C"]
    others, theirs = ["Eva Alm", "Fia Bok", "Gun Ström"], ["L", "SD", "KD"]
    paper = by_row(
        column(72, 700, names), column(200, 700, parties), column(320, 700, others), column(450, 700, theirs)
    )
    assert lines(made(paper)) == [
        *(f"{name} | {party}" for name, party in zip(names, parties, strict=True)),
        *(f"{name} | {party}" for name, party in zip(others, theirs, strict=True)),
    ]


def test_substitutes_stay_with_those_whom_they_stand_in_for() -> None:
    """A list of who stands in for whom is pairs, one a line."""
    paper = by_row(
        column(72, 700, ["Tjänstgörande ersättare", "Eva Alm (L)", "Fia Bok (SD)"]),
        column(320, 700, ["Tjänstgör för", "Anna Ek (L)", "Bo Ås (SD)"]),
    )
    assert lines(made(paper)) == [
        "Tjänstgörande ersättare | Tjänstgör för",
        "Eva Alm (L) | Anna Ek (L)",
        "Fia Bok (SD) | Bo Ås (SD)",
    ]


def test_signatures_side_by_side() -> None:
    """Each name is read with the office under which it stands."""
    paper = by_row(column(72, 300, ["Ordförande", "Anna Ek (S)"]), column(320, 300, ["Justerare", "Bo Ås (M)"]))
    paper += by_row(
        column(72, 200, ["Eva Alm", "Direktör"]), column(320, 200, ["Fia Bok", "Chef för hamn och bryggor"])
    )
    text = [(72, 700, "Sammanträdet avslutas."), (72, 60, "Sida 9")]
    assert lines(made([*text, *paper])) == [
        "Sammanträdet avslutas.", "Ordförande", "Anna Ek (S)", "Justerare", "Bo Ås (M)",
        "Eva Alm", "Direktör", "Fia Bok", "Chef för hamn och bryggor", "Sida 9",
    ]  # fmt: skip


@pytest.mark.parametrize("shift", [0, 5], ids=["level", "not level"])
def test_running_text_in_two_columns(shift: float) -> None:
    """Columns of text are read to their end, whether or not their lines are level with each other."""
    rows = wrapped(PROSE, 40)
    half = (len(rows) + 1) // 2
    columns = by_row(column(72, 700, rows[:half]), column(320, 700 - shift, rows[half:]))
    title = "Ombyggnaden av bryggan på Norrskär, en sammanfattning för allmänheten och för nämnden"
    paper = [(72, 740, title), *columns, (72, 60, "Lindsala kommun")]
    assert " ".join(lines(made(paper))) == f"{title} {PROSE} Lindsala kommun"


# Tables and forms


def test_a_table_with_lines_about_it_is_rows() -> None:
    """A row of a table is a line, its cells parted by a bar, an empty cell kept; what a cell wraps is put together."""
    texts = [
        (76, 686, "Brygga"), (226, 686, "Avgift"), (326, 686, "Ändring"),
        (76, 656, "Norra bryggan"), (226, 656, "900 kr"),
        (76, 626, "Södra bryggan, den"), (226, 626, "1 200 kr"), (326, 626, "+ 12 %"),
        (76, 614, "yttre delen"),
    ]  # fmt: skip
    data = made([(72, 740, "Taxan ändras så här:"), *texts], draw=ruled(72, 700, [150, 100, 100], 3, 30))
    assert lines(data) == [
        "Taxan ändras så här:",
        "Brygga | Avgift | Ändring",
        "Norra bryggan | 900 kr |",
        "Södra bryggan, den yttre delen | 1 200 kr | + 12 %",
    ]


def test_cells_close_to_the_line_between_them() -> None:
    """Where a line is drawn two cells are two, however narrow the gap."""
    data = made([(76, 686, "Förskolan Tallen"), (168, 686, "Väntelista finns")], draw=ruled(72, 700, [92, 100], 1, 20))
    assert lines(data) == ["Förskolan Tallen | Väntelista finns"]


def test_people_in_the_cells_of_a_table_keep_a_line_each() -> None:
    """The list in a cell is not run together into one line."""
    texts = [(76, 686, "Beslutande"), *column(226, 686, LEFT), (76, 606, "Ersättare"), *column(226, 606, RIGHT)]
    data = made(texts, draw=ruled(72, 700, [150, 250], 2, 80))
    assert lines(data) == ["Beslutande", *LEFT, "Ersättare", *RIGHT]


def test_offices_in_a_table_of_committees() -> None:
    """Names in two columns are no lists where each row is about a committee."""
    texts = [
        (76, 686, "Nämnd"), (226, 686, "Ordförande"), (376, 686, "Vice ordförande"),
        (76, 666, "Socialnämnden"), (226, 666, "Anna Ek (S)"), (376, 666, "Bo Ås (M)"),
        (76, 646, "Tekniska nämnden"), (226, 646, "Cia Dal (C)"), (376, 646, "Eva Alm (L)"),
    ]  # fmt: skip
    assert lines(made(texts, draw=ruled(72, 700, [150, 150, 150], 3, 20))) == [
        "Nämnd | Ordförande | Vice ordförande",
        "Socialnämnden | Anna Ek (S) | Bo Ås (M)",
        "Tekniska nämnden | Cia Dal (C) | Eva Alm (L)",
    ]


def test_a_table_of_numbers_without_lines() -> None:
    """Columns of numbers are a table, though nothing is drawn about them."""
    paper = by_row(
        column(72, 600, ["Nämnd", "Socialnämnden", "Tekniska nämnden", "Summa"]),
        column(250, 600, ["Budget", "249 300", "41 500", "290 800"]),
        column(400, 600, ["Utfall", "251 100", "40 900", "292 000"]),
    )
    data = made([(72, 760, "Uppföljning"), *paper, (72, 80, "Lindsala kommun")])
    assert lines(data)[1:-1] == [
        "Nämnd | Budget | Utfall",
        "Socialnämnden | 249 300 | 251 100",
        "Tekniska nämnden | 41 500 | 40 900",
        "Summa | 290 800 | 292 000",
    ]


def test_a_voting_list() -> None:
    """A cross stays in the row of the one who voted, and in its column."""
    texts = [
        (76, 686, "Ledamot"), (226, 686, "Ja"), (276, 686, "Nej"), (326, 686, "Avstår"),
        (76, 666, "Anna Ek (S)"), (226, 666, "X"),
        (76, 646, "Bo Ås (M)"), (276, 646, "X"),
        (76, 626, "Cia Dal (C)"), (326, 626, "X"),
    ]  # fmt: skip
    assert lines(made(texts, draw=ruled(72, 700, [150, 50, 50, 60], 4, 20))) == [
        "Ledamot | Ja | Nej | Avstår",
        "Anna Ek (S) | X |  |",
        "Bo Ås (M) |  | X |",
        "Cia Dal (C) |  |  | X",
    ]


def test_a_form_is_labels_with_their_values() -> None:
    """The first page of minutes: a label, then what it says; a list of people a line each."""
    paper = by_row(
        [(72, 600, "Plats och tid"), (72, 560, "Beslutande"), (72, 500, "Utses att justera"), (72, 480, "Paragrafer")],
        [
            (220, 600, "Sessionssalen i kommunhuset, Storgatan 1, Lindsala, klockan"),
            (220, 586, "09.00–11.35"),
            *column(220, 560, LEFT),
            (220, 500, "Bo Ås (M)"),
            (220, 480, "12–25"),
        ],
    )
    assert lines(made([(72, 770, "Protokoll"), *paper, (72, 60, "Sida 1")])) == [
        "Protokoll",
        "Plats och tid | Sessionssalen i kommunhuset, Storgatan 1, Lindsala, klockan 09.00–11.35",
        f"Beslutande | {LEFT[0]}",
        *LEFT[1:],
        "Utses att justera | Bo Ås (M)",
        "Paragrafer | 12–25",
        "Sida 1",
    ]


def test_a_list_of_names_with_their_offices() -> None:
    """An office in a column of its own stays on the line of its holder."""
    paper = by_row(
        column(72, 600, ["Anna Ek (S)", "Bo Ås (M)", "Cia Dal (C)"]),
        column(300, 600, ["Ordförande", "Vice ordförande", "Ledamot"]),
    )
    assert lines(made([(72, 780, "Närvaro"), *paper, (72, 60, "Sida 2")]))[1:-1] == [
        "Anna Ek (S) | Ordförande", "Bo Ås (M) | Vice ordförande", "Cia Dal (C) | Ledamot",
    ]  # fmt: skip


def test_two_columns_of_names_beside_their_label() -> None:
    """The first name stands with the label, and each column is read to its end."""
    paper = by_row([(72, 600, "Beslutande")], column(180, 600, LEFT), column(360, 600, RIGHT))
    assert lines(made([(72, 780, "Protokoll"), *paper, (72, 60, "Sida 1")]))[1:-1] == [
        f"Beslutande | {LEFT[0]}", *LEFT[1:], *RIGHT,
    ]  # fmt: skip


def test_a_place_to_sign_for_each() -> None:
    """Office, line and name stay together, one signature after the other."""
    paper = [
        *by_row([(72, 400, "Underskrifter")], [(170, 400, "Sekreterare")], [(260, 400, "." * 40)]),
        (260, 384, "Karin Lund"),
        *by_row([(170, 350, "Ordförande")], [(260, 350, "." * 40)]),
        (260, 334, "Anna Ek"),
    ]  # fmt: skip
    text = "\n".join(lines(made([(72, 780, "Protokoll"), *paper, (72, 60, "Sida 1")])))
    places = [text.index(word) for word in ("Underskrifter", "Sekreterare", "Karin Lund", "Ordförande", "Anna Ek")]
    assert places == sorted(places)


def test_headings_in_the_margin() -> None:
    """A heading to the left of its text is a line before it."""
    rows = wrapped(PROSE, 62)
    paper = [
        *by_row([(72, 600, "Beslut")], column(180, 600, rows)),
        *by_row([(72, 480, "Ärendet")], column(180, 480, rows)),
    ]
    assert lines(made([(72, 780, "§ 14 Brygga"), *paper, (72, 60, "Sida 1")])) == [
        "§ 14 Brygga", "Beslut", *rows, "Ärendet", *rows, "Sida 1",
    ]  # fmt: skip


def test_an_agenda_with_its_pages() -> None:
    """A § with its heading and its page at the other margin is one line, without bars."""
    paper = by_row(column(72, 600, ["§ 45 Taxa för bryggor", "§ 46 Val"]), column(500, 600, ["3", "12"]))
    assert lines(made([(72, 780, "Ärendelista"), *paper, (72, 60, "Sida 2")]))[1:-1] == [
        "§ 45 Taxa för bryggor 3", "§ 46 Val 12",
    ]  # fmt: skip


def test_a_table_that_goes_on_at_the_top_of_a_page() -> None:
    """A table of numbers stays rows where a page's head would stand, if it reaches further down."""
    paper = by_row(
        column(72, 790, [f"Nämnd {n}" for n in range(20)]), column(250, 790, [f"{n} 500" for n in range(20)])
    )
    assert lines(made([*paper, (72, 60, "Sida 3")]))[:-1] == [f"Nämnd {n} | {n} 500" for n in range(20)]


def test_a_paragraph_and_its_number_share_a_line() -> None:
    """The § and the diarienummer at the other margin are one line, as are a list's number and its text."""
    data = made([(72, 700, "§ 45"), (420, 700, "Dnr KS 2024/123"), (72, 680, "1."), (108, 680, "Mötets öppnande")])
    assert lines(data) == ["§ 45 Dnr KS 2024/123", "1. Mötets öppnande"]


def test_a_table_of_reportlab_over_two_pages() -> None:
    """A long table of another program's making is rows on both of its pages."""
    rows = [
        ["Nr", "Ärende", "Beslut"],
        *([str(n), f"Ansökan nummer {n} om brygglov", "Beviljas"] for n in range(1, 60)),
    ]
    table = Table(rows, repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build([table])
    found = lines(file.getvalue())
    assert [line for line in found if not line.startswith("Nr")] == [" | ".join(row) for row in rows[1:]]


WORDS = ("Ek", "Anna Ek (S)", "Ordförande / Puheenjohtaja", "X", "§ 12", "Närvarande", "12", "ersättare för Bo Ås")


@given(
    st.lists(
        st.tuples(
            st.sampled_from((60, 61, 72, 90, 180, 182, 240, 300, 420)), st.integers(0, 14), st.sampled_from(WORDS)
        ),
        min_size=1,
        max_size=24,
        unique_by=lambda one: one[:2],
    )
)
def test_nothing_that_is_drawn_is_lost(placed: list[tuple[int, int, str]]) -> None:
    """However the words of a page stand to one another, it is read, with each of them."""
    page = [(left, 760 - 14 * row, text) for left, row, text in placed]
    read = "".join("".join(lines(made(page))).split())
    assert sorted(read.replace("|", "")) == sorted("".join("".join(text.split()) for _, _, text in page))


def test_a_form_and_the_table_below_it_have_columns_of_their_own() -> None:
    """The labels are narrower than the names, and the table begins where a value of the form stands."""
    form = by_row(column(57, 700, ["Tid / Aika", "Plats / Paikka"]), column(142, 700, ["25.8.2014 kl. 16.30", "Fyren"]))
    names = column(70, 672, ["Ledamöter / Jäsenet", "Grönroos Håkan", "Wikholm Per-Ole", "Jokela Pentti"])
    marks = column(330, 672, ["Närv.", "X", "–", "X"])
    offices = column(200, 672, ["Uppgift", "ordf.", "ledamot", "ledamot"])
    assert lines(made([*form, *by_row(names, offices, marks)]))[2:] == [
        "Ledamöter / Jäsenet | Uppgift | Närv.", "Grönroos Håkan | ordf. | X", "Wikholm Per-Ole | ledamot | –",
        "Jokela Pentti | ledamot | X",
    ]  # fmt: skip


def test_a_dash_in_a_column_marks_no_item_of_the_next() -> None:
    names, marks = ["Ledamöter", "Grönroos Håkan", "Sundbäck Karita"], ["Närvaro", "X", "–"]
    others = ["Ersättare", "", "Ahlskog Mia"]
    paper = by_row(column(70, 700, names), column(250, 700, marks), column(416, 700, others))
    assert "– Ahlskog Mia" not in "\n".join(lines(made(paper)))


def test_a_name_alone_under_a_form_is_read() -> None:
    """Its row begins no column, and the rows above it end where it stands."""
    form = by_row(
        column(57, 700, ["Underskrifter /", "Allekirjoitukset"]), column(142, 700, ["Håkan Grönroos", "ordförande"])
    )
    table = by_row(column(70, 728, ["Melin Carl-Johan", "Korhonen Ari"]), column(130, 728, ["direktör", "ordf."]))
    read = lines(made([*table, *form, (142, 672, "Åsa Strandvall"), (142, 658, "protokollförare")]))
    assert [line for line in read if "Åsa Strandvall" in line] == ["Åsa Strandvall"]

"""Samlade handlingar for tests, as three authorities bind theirs: a kallelse and its papers in one PDF."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from tests.corpus.drawing import LEADING, PROSE, SIZE, Placed, column, ruled, wrapped


@dataclass(frozen=True)
class Sheaf:
    """A paper: its pages, each texts at their places; and what a bookmark calls it, "" for none."""

    pages: tuple[Sequence[Placed], ...]
    bookmark: str = ""
    level: int = 0
    draw: Callable[[canvas.Canvas], None] | None = None


@dataclass(frozen=True)
class Matter:
    """An item of an agenda with its paper: `pages` is how many that has, `appendices` how many pages each of those."""

    heading: str
    case: str
    day: str
    word: str
    pages: int = 1
    appendices: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bound:
    """A packet as a PDF, and where each of its papers begins and how many pages it has."""

    data: bytes
    places: tuple[tuple[int, int], ...] = field(default=())


MATTERS = (
    Matter("Taxa för hemtjänst", "SN 2024/15", "2024-02-20", "kaolin", pages=3, appendices=(2,)),
    Matter("Lokalplan för förskolor", "SN 2023/88", "2024-02-22", "tegel", pages=1),
    Matter("Yttrande över motion om badplatser", "SN 2023/141", "2024-02-27", "skiffer", pages=2, appendices=(1, 1)),
)


def bind(*sheaves: Sheaf, stamped: bool = False, outline: Iterable[tuple[str, int]] = ()) -> Bound:
    """Return the papers in one PDF; `stamped` numbers the pages through, `outline` has bookmarks beside the papers'."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    total = sum(len(sheaf.pages) for sheaf in sheaves)
    places, number = [], 0
    for sheaf in sheaves:
        places.append((number + 1, len(sheaf.pages)))
        for at, texts in enumerate(sheaf.pages):
            number += 1
            paper.setFont("Helvetica", SIZE)
            for left, bottom, text in texts:
                paper.drawString(left, bottom, text)
            if sheaf.draw:
                sheaf.draw(paper)
            if stamped:
                paper.drawString(470, 20, f"Sida {number} av {total}")
            key = f"sida-{number}"
            paper.bookmarkPage(key)
            if at == 0 and sheaf.bookmark:
                paper.addOutlineEntry(sheaf.bookmark, key, sheaf.level)
            paper.showPage()
    for title, page in outline:
        paper.addOutlineEntry(title, f"sida-{page}", 0)
    paper.save()
    return Bound(file.getvalue(), tuple(places))


def prose(word: str, top: float, lines: int = 8) -> list[Placed]:
    """Return a page's text, of which `word` is a word that stands nowhere else."""
    text = wrapped(f"Ärendet gäller {word}. {PROSE} {PROSE}", 80)
    return column(72, top, text[:lines])


def _memo(matter: Matter, head: Sequence[Placed], below: float) -> list[Placed]:
    words = column(
        72, below, ["Förslag till beslut", "", f"Nämnden köper {matter.word} för 4 100 kronor.", "", "Ärendet"]
    )
    return [*head, *words, *prose(matter.word, below - 6 * LEADING)]


# Ekvik: each paper has a head of its own and counts its pages, "1 (3)".


def ekvik(matters: Sequence[Matter] = MATTERS, day: str = "2024-03-12") -> list[Sheaf]:
    """Return the papers of Ekviks kommun, whose agenda is a list."""
    agenda = [f"{n}. {m.heading}, {m.case}" for n, m in enumerate(matters, 2)]
    head = ["Kallelse", "Ekviks kommun", "Socialnämnden", f"Tid: {day} kl 13.00", "Plats: Kommunhuset", ""]
    notice = [*head, "1. Val av justerare", *agenda]
    pages = tuple(column(72, 780, notice[at : at + 34], 20) for at in range(0, len(notice), 34))
    return [Sheaf(pages), *(sheaf for m in matters for sheaf in _ekvik(m))]


def _ekvik(matter: Matter) -> Iterable[Sheaf]:
    def page(number: int, of: int) -> list[Placed]:
        label = (480.0, 800.0, f"{number} ({of})")
        if number > 1:
            return [label, *prose(f"{matter.word}{number}", 760)]
        lines = [
            "Ekviks kommun",
            "Socialförvaltningen",
            "Tjänsteskrivelse",
            matter.day,
            matter.case,
            "",
            "Socialnämnden",
        ]
        head = column(72, 800, [*lines, "", matter.heading])
        return _memo(matter, [label, *head], 660)

    yield Sheaf(tuple(page(number, matter.pages) for number in range(1, matter.pages + 1)))
    for appendix, pages in enumerate(matter.appendices, 1):
        yield Sheaf(
            tuple(
                [
                    (480.0, 800.0, f"{number} ({pages})"),
                    *column(72, 800, [f"Bilaga {appendix}"] if number == 1 else []),
                    *prose(f"{matter.word}bilaga{appendix}", 740),
                ]
                for number in range(1, pages + 1)
            )
        )


# Norrskär: the file is bound by a system that numbers its pages through and names each paper in a bookmark.


def norrskar(matters: Sequence[Matter] = MATTERS, day: str = "2024-03-12") -> list[Sheaf]:
    """Return the papers of Norrskärs kommun, whose agenda is a table and whose bookmarks are the papers' files."""
    rows = [("1", "Upprop", ""), *((str(n), m.heading, m.case) for n, m in enumerate(matters, 2))]
    texts: list[Placed] = column(
        72, 780, ["NORRSKÄRS KOMMUN", "Tekniska nämnden", "KALLELSE", f"Sammanträdesdatum {day}"]
    )
    height = 18
    for at, row in enumerate([("Nr", "Ärende", "Diarienummer"), *rows]):
        bottom = 690 - at * height
        texts += [(left, bottom, text) for left, text in zip((72.0, 120.0, 400.0), row, strict=True) if text]
    grid = ruled(66, 704, (48, 280, 120), len(rows) + 1, height)
    return [Sheaf((texts,), "Kallelse", draw=grid), *(sheaf for m in matters for sheaf in _norrskar(m))]


def _norrskar(matter: Matter) -> Iterable[Sheaf]:
    header: list[Placed] = [(72, 810, "NORRSKÄRS KOMMUN"), (300, 810, "Tekniska förvaltningen")]
    head: list[Placed] = [
        *header, (72, 780, "TJÄNSTEUTLÅTANDE"), (300, 780, "Datum"), (430, 780, "Diarienummer"), (300, 766, matter.day),
        (430, 766, matter.case), *column(72, 730, ["Tekniska nämnden", "", matter.heading]),
    ]  # fmt: skip
    later = [[*header, *prose(f"{matter.word}{number}", 770)] for number in range(2, matter.pages + 1)]
    yield Sheaf((_memo(matter, head, 660), *later), f"Tjänsteutlåtande {matter.heading}.pdf")
    for number, pages in enumerate(matter.appendices, 1):
        first = [*column(72, 800, [f"Bilaga {number}"]), *prose(f"{matter.word}bilaga{number}", 760)]
        more = [prose(f"{matter.word}bilaga{number}{page}", 760) for page in range(2, pages + 1)]
        yield Sheaf((first, *more), f"Bilaga {number}.pdf", 1)


# Skogslandet: a region whose papers print a bare number at the foot, and leave to the kallelse what it has said.


def skogslandet(matters: Sequence[Matter] = MATTERS, day: str = "2024-03-12") -> list[Sheaf]:
    """Return the papers of Region Skogslandet, whose items have a proposal and whose papers only their heading."""
    lines = ["Region Skogslandet", "Föredragningslista", "Hälso- och sjukvårdsnämnden", "12 mars 2024 klockan 9.00", ""]
    lines = [line.replace("12 mars 2024", day) for line in lines]
    for number, matter in enumerate(matters, 1):
        lines += [f"{number} {matter.heading}", f"Dnr {matter.case}", f"Förslag: nämnden köper {matter.word}.", ""]
    notice = column(72, 790, lines)
    return [Sheaf((notice,)), *(sheaf for m in matters for sheaf in _skogslandet(m))]


def _skogslandet(matter: Matter) -> Iterable[Sheaf]:
    def foot(number: int) -> Placed:
        return (290.0, 40.0, str(number))

    first = [foot(1), *column(72, 790, ["Tjänsteskrivelse", "Handläggare: Eva Ström", "", matter.heading])]
    later = [[foot(number), *prose(f"{matter.word}{number}", 780)] for number in range(2, matter.pages + 1)]
    yield Sheaf((_memo(matter, first, 700), *later))
    for number, pages in enumerate(matter.appendices, 1):
        yield Sheaf(
            tuple(
                [
                    foot(page),
                    *column(72, 790, [f"Bilaga {number}"] if page == 1 else []),
                    *prose(f"{matter.word}bilaga{number}{page}", 740),
                ]
                for page in range(1, pages + 1)
            )
        )


def without_bookmarks(sheaves: Iterable[Sheaf]) -> list[Sheaf]:
    """Return the same papers with no bookmark to any."""
    return [replace(sheaf, bookmark="") for sheaf in sheaves]


def with_bookmarks(sheaves: Iterable[Sheaf]) -> list[Sheaf]:
    """Return the same papers with a bookmark to each."""
    return [replace(sheaf, bookmark=sheaf.bookmark or f"Handling {n}") for n, sheaf in enumerate(sheaves, 1)]

"""Samlade handlingar: a kallelse and its papers in one PDF are as many papers, and nothing else is taken apart."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import packets, reading
from corpus.errors import NoTextLayer
from corpus.models import Document, Extraction, Span
from corpus.readers import READERS, Limits, extract
from corpus.sandbox import Sandbox
from tests.corpus import bound
from tests.corpus.bound import Bound, Matter, Sheaf, bind, prose
from tests.corpus.drawing import column

ROOT = Path(__file__).resolve().parents[2]
LAYOUTS = [bound.ekvik, bound.norrskar, bound.skogslandet]
Layout = Callable[..., list[Sheaf]]


def papers(packet: Bound, limits: Limits | None = None) -> list[Document]:
    """Return the papers of a packet, all of which can be read."""
    found = list(reading.read(packet.data, "samlade-handlingar.pdf", limits or Limits()))
    assert [one.trouble for one in found] == [""] * len(found)
    return [one.document for one in found if one.document]


def places(documents: Sequence[Document]) -> tuple[tuple[int, int], ...]:
    """Return the first page and the number of pages of each paper."""
    return tuple((document.first_page, len(document.pages)) for document in documents)


# Three authorities' packets


@pytest.mark.parametrize("stamped", [False, True], ids=["own-numbers", "numbered-through"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_paper_is_told_from_the_next(layout: Layout, stamped: bool) -> None:
    """By the bookmarks beside what its pages say, whether or not the file's own page numbers run through it."""
    packet = bind(*bound.with_bookmarks(layout()), stamped=stamped)
    assert places(papers(packet)) == packet.places


@pytest.mark.parametrize("stamped", [False, True], ids=["own-numbers", "numbered-through"])
@pytest.mark.parametrize("layout", [bound.ekvik, bound.skogslandet])
def test_no_bookmark_is_needed(layout: Layout, stamped: bool) -> None:
    """Where heads and page numbers tell the papers apart."""
    packet = bind(*bound.without_bookmarks(layout()), stamped=stamped)
    assert places(papers(packet)) == packet.places


def test_one_sign_alone_parts_nothing() -> None:
    """An appendix without page number, head or bookmark, told by its heading only, stays with the one before."""
    packet = bind(*bound.without_bookmarks(bound.norrskar()))
    assert places(papers(packet)) == (*packet.places[:-2], (packet.places[-2][0], 2))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_paper_goes_to_its_item(layout: Layout) -> None:
    """The tjänsteskrivelse by what its head says, its appendices as it does."""
    notice, *others = papers(bind(*bound.with_bookmarks(layout())))
    wanted = [m.case for m in bound.MATTERS for _ in range(1 + len(m.appendices))]
    assert (notice.kind, notice.item) == ("kallelse", None)
    assert [document.case_number for document in others] == wanted
    listed = [section.heading for section in notice.sections if section.case_number]
    assert listed == [matter.heading for matter in bound.MATTERS]
    for document in others:
        assert document.item is not None
        assert (document.item.notice, document.item.committee) == (notice.id, notice.committee)
        assert document.item.date is not None
        assert document.item.date.isoformat() == "2024-03-12"
        heading = next(section for section in notice.sections if document.case_number in section.case_numbers)
        assert notice.text[heading.start :].startswith(str(document.item.number))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_paper_has_its_own_text_and_page_numbers(layout: Layout) -> None:
    """Its words stand at its offsets and in no other, on the page that the file has them on."""
    packet = bind(*bound.with_bookmarks(layout()))
    found = papers(packet)
    whole = extract(packet.data, "a.pdf", Limits())
    assert "".join(document.text for document in found) == whole.text
    for document in found:
        assert document.pages[-1].end == len(document.text)
        for number, page in enumerate(document.pages, document.first_page):
            there = whole.pages[number - 1]
            assert document.text[page.start : page.end] == whole.text[there.start : there.end]
            assert document.page_of(page.start) == document.page_of(page.end - 1) == number


def test_the_own_head_wins() -> None:
    """A tjänsteskrivelse has its own day; what its head says is never that of the kallelse."""
    memos = [document for document in papers(bind(*bound.ekvik())) if document.kind == "tjänsteskrivelse"]
    assert [str(memo.date) for memo in memos] == [matter.day for matter in bound.MATTERS]
    assert [memo.title for memo in memos] == [matter.heading for matter in bound.MATTERS]
    assert {fact.reason for memo in memos for fact in memo.stated if fact.name == "date"} != {"står i kallelsen"}


def test_what_a_paper_lacks_is_that_of_its_item() -> None:
    """Organisation, body, the day of the meeting and diarienummer, each told as the kallelse's."""
    _, memo, *_ = papers(bind(*bound.skogslandet()))
    assert "Skogslandet" not in memo.text
    assert bound.MATTERS[0].case not in memo.text
    assert (memo.organisation, memo.committee) == ("Region Skogslandet", "Hälso- och sjukvårdsnämnden")
    assert (str(memo.date), memo.case_number) == ("2024-03-12", bound.MATTERS[0].case)
    told = {fact.name: fact.reason for fact in memo.stated if (fact.start, fact.end) == (0, 0)}
    assert {"organisation", "date", "case_number"} <= {n for n, why in told.items() if why == "står i kallelsen"}


def test_a_paper_of_no_item_is_of_none() -> None:
    """A tjänsteskrivelse whose diarienummer and heading the agenda lacks is not that of the item before."""
    stray = Matter("Köp av spannmål", "SN 2022/9", "2024-01-10", "spannmål")
    sheaves = bound.ekvik()
    (loose,) = (sheaf for sheaf in bound.ekvik((stray,))[1:])
    packet = bind(*sheaves, loose)
    found = papers(packet)
    assert places(found) == packet.places
    assert (found[-1].case_number, found[-1].item) == (stray.case, None)


def test_the_same_paper_in_two_packets_is_two() -> None:
    """Each has the page of its own file, and a packet that is read twice the same ids."""
    first, longer = bind(*bound.ekvik()), bind(*bound.ekvik((replace(bound.MATTERS[0], pages=4), *bound.MATTERS[1:])))
    before, again, after = ({document.id: document for document in papers(p)} for p in (first, first, longer))
    assert list(before) == list(again)
    shared = {document.text for document in before.values()} & {document.text for document in after.values()}
    assert len(shared) >= len(before) - 3
    for document_id in set(before) & set(after):
        assert before[document_id].first_page == after[document_id].first_page


appendices = st.lists(st.integers(1, 3), max_size=2).map(tuple)
shapes = st.lists(st.tuples(st.integers(1, 4), appendices), min_size=1, max_size=4)


@settings(max_examples=12)
@given(shapes, st.booleans(), st.booleans())
def test_any_number_of_papers_of_any_length(
    shapes: list[tuple[int, tuple[int, ...]]], marked: bool, stamped: bool
) -> None:
    """Is found as it was bound."""
    chosen = [
        Matter(f"Ärendet om {word}", f"SN 2024/{30 + n}", f"2024-02-{10 + n}", word, *shape)
        for n, (shape, word) in enumerate(zip(shapes, ("kaolin", "tegel", "skiffer", "lera"), strict=False))
    ]
    sheaves = bound.ekvik(chosen)
    packet = bind(*(bound.with_bookmarks if marked else bound.without_bookmarks)(sheaves), stamped=stamped)
    assert places(papers(packet)) == packet.places


@given(st.lists(st.text("ab \n", max_size=12), min_size=1, max_size=6), st.data())
def test_pages_taken_out_keep_their_text_and_numbers(texts: list[str], data: st.DataObject) -> None:
    """As an extraction of their own, with what is said of them and nothing else."""
    spans, start = [], 0
    for text in texts:
        spans.append(Span(start, start + len(text)))
        start += len(text)
    numbers = range(1, len(texts) + 1)
    odd = tuple(number for number in numbers if number % 2)
    headings = tuple(Span(span.start, span.end) for span in spans if span.start < span.end)
    whole = Extraction("".join(texts), tuple(spans), headings, ("varning",), odd, odd)
    first = data.draw(st.integers(0, len(texts) - 1))
    stop = data.draw(st.integers(first + 1, len(texts)))
    part = whole.between(first, stop)
    assert part.text == "".join(texts[first:stop])
    assert [part.text[page.start : page.end] for page in part.pages] == texts[first:stop]
    assert [part.text[h.start : h.end] for h in part.headings] == [text for text in texts[first:stop] if text]
    assert part.first_page == first + 1
    assert part.scanned == part.unread == tuple(n for n in odd if first < n <= stop)
    assert bool(part.warnings) is (first == 0)


# Limits, and files that mean harm


def test_no_more_papers_than_the_limit_allows() -> None:
    """The last holds the rest, and no page is lost."""
    packet = bind(*bound.ekvik())
    found = papers(packet, replace(Limits(), members=3))
    assert places(found)[:2] == packet.places[:2]
    assert len(found) == 3
    assert sum(len(document.pages) for document in found) == sum(pages for _, pages in packet.places)


LIES = {
    "a bookmark on every page": [("Tjänsteskrivelse.pdf", page) for page in range(1, 12)],
    "bookmarks in the wrong order": [(f"{n}. Bilaga", page) for n, page in enumerate((9, 3, 11, 4, 6), 1)],
    "thousands of bookmarks": [(f"Handling {n}", 1 + n % 11) for n in range(5_000)],
    "a bookmark of a megabyte": [("Bilaga " * 150_000, 3)],
}


@pytest.mark.parametrize("outline", LIES.values(), ids=LIES)
def test_bookmarks_that_lie(outline: list[tuple[str, int]]) -> None:
    """Part no paper whose page numbers go on."""
    packet = bind(*bound.without_bookmarks(bound.ekvik()), outline=outline)
    assert places(papers(packet)) == packet.places


def numbered_anew(pages: int) -> Sheaf:
    """Return a tjänsteskrivelse each of whose pages says that it is the first of one, under the same head."""
    head = ["Tjänsteskrivelse", "2024-02-20", "SN 2024/15", "", "Taxa för hemtjänst"]
    return Sheaf(
        tuple([(480, 800, "1 (1)"), *column(72, 800, head), *prose(f"kaolin{n}", 700)] for n in range(pages)),
    )


def test_page_numbers_that_start_over_on_every_page() -> None:
    """Are one sign, and the head that runs over the pages is none."""
    notice, *_ = bound.ekvik()
    packet = bind(notice, numbered_anew(5))
    assert places(papers(packet)) == packet.places


def test_a_list_of_cases_is_no_row_of_heads() -> None:
    """Pages that begin with days and diarienummer, as lists of delegationsbeslut do, are of one paper."""
    notice, memo, *_ = bound.ekvik()
    rows = [
        column(
            72, 800, [text for n in range(4) for text in (f"2024-01-1{n}", f"SN 2024/{page}{n}", "Beslut om bidrag")]
        )
        for page in range(1, 5)
    ]
    packet = bind(notice, memo, Sheaf(tuple(rows)))
    assert places(papers(packet)) == packet.places


@pytest.mark.slow
def test_six_hundred_pages(sandbox: Sandbox) -> None:
    """Are read within the limits of one file, paper by paper, each tied to its item."""
    chosen = [
        replace(bound.MATTERS[n % 3], heading=f"Ärendet om bassäng {n}", case=f"SN 2024/{100 + n}", word=f"sak{n}")
        for n in range(180)
    ]
    packet = bind(*bound.ekvik(chosen), stamped=True)
    assert sum(pages for _, pages in packet.places) > 600
    found = sandbox.read(packet.data, "samlade-handlingar.pdf")
    assert [one.trouble for one in found] == [""] * len(packet.places)
    documents = [one.document for one in found if one.document]
    assert places(documents) == packet.places
    assert len({one.part for one in found}) == len(found)
    cases = [matter.case for matter in chosen for _ in range(1 + len(matter.appendices))]
    assert [document.item.case_number for document in documents[1:] if document.item] == cases


# Files that are one paper


def test_a_kallelse_with_pages_of_its_own_is_one_paper() -> None:
    """Whose items, each with its diarienummer, go on over the page."""
    head = ["Kallelse", "Ekviks kommun", "Socialnämnden", "Tid: 2024-03-12 kl 13.00", "Plats: Kommunhuset", ""]
    items = [f"{n}. Köp av {word}, SN 2024/{n}" for n, word in enumerate("sand grus lera torv tegel kalk".split(), 1)]
    first = column(72, 800, [*head, *items[:3]], 20)
    packet = bind(Sheaf((first, column(72, 800, items[3:], 20))), outline=[("Sida 1", 1), ("Sida 2", 2)])
    assert packets.find(extract(packet.data, "kallelse.pdf", Limits()), "kallelse.pdf", 100) is None


@pytest.mark.parametrize("layout", LAYOUTS)
def test_papers_without_a_kallelse_are_one(layout: Layout) -> None:
    """A tjänsteskrivelse with its appendices is what it was."""
    _, memo, appendix, *_ = bound.with_bookmarks(layout())
    data = bind(memo, appendix).data
    (paper,) = reading.read(data, "handling.pdf", Limits())
    assert paper.document is not None
    assert (paper.part, paper.document.first_page, paper.document.item) == ("", 1, None)


@pytest.mark.slow
def test_no_paper_of_ours_is_taken_apart() -> None:
    """Those of the demonstration archive and those that reading is measured with are each one paper."""
    own = [ROOT / "corpus" / "demo" / "papers", ROOT / "eval" / "gold" / "forms" / "papers"]
    real = ROOT.parent / "shared" / "real"
    read = 0
    for path in sorted(path for folder in (*own, real) for path in folder.rglob("*")):
        if path.suffix.lower() in READERS:
            with suppress(NoTextLayer):
                extraction = extract(path.read_bytes(), path.name, Limits(ocr_seconds=0.0))
                read += 1
                assert packets.find(extraction, path.name, 100) is None, path
    assert read > 100

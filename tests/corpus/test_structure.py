"""Structure over any text at all: whole, exact, and in time that grows with its length."""

import itertools
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus import structure
from corpus.models import Document, Extraction, Kind, Span
from corpus.readers import Limits, extract
from corpus.readers.clean import clean

_pieces = st.sampled_from(
    ["§ 1", "§ 2 Upprop", "§2", "§ 3 forts.", "§§ 4–5", "## § 6", "KS § 7", "Beslut", "Förslag till beslut",
    "Dnr KS 2023/5", "2023-05-17",
     "Sida 1 (2)", "Ängsö kommun", "Tekniska nämnden", "Protokoll", "Text som avslutas.", "Till", "§", "§ 99999", "#",
     "|a|b|", "....... 3",
     "Justerandes sign", "den 31 februari 2023", "Närvarande", "Mottagare:", "\f", "\n", "\t", " ", "–", "A" * 200]
)  # fmt: skip
any_text = st.one_of(
    st.text(max_size=200), st.lists(st.one_of(_pieces, st.text(max_size=12)), max_size=60).map("\n".join)
)


def understood(text: str) -> Document:
    """Return what is understood of a text that a reader would give, form feeds parting its pages."""
    pages = [clean(page) + "\n" for page in text.split("\f")]
    starts = [sum(map(len, pages[:n])) for n in range(len(pages) + 1)]
    spans = tuple(Span(a, b) for a, b in itertools.pairwise(starts))
    return structure.understand(Extraction("".join(pages), spans), "0" * 16, "fil.txt")


@given(any_text)
@example("")
@example("§")
@example("\n§ 1\n")
@example("Sida 1 (2)\n§ 1")
@example("§ 1\f§ 1\f§ 1")
def test_sections_part_any_text(text: str) -> None:
    """For any text at all: sections in order, none over another, and no word outside furniture is in none."""
    document = understood(text)
    place = 0
    for found in document.sections:
        assert place <= found.start < found.end <= len(document.text) or document.text.strip() == ""
        place = found.end
        inside = found.start
        for part in found.parts:
            assert inside <= part.start < part.end <= found.end
            inside = part.end
    spans = [*document.furniture, *(Span(found.start, found.end) for found in document.sections)]
    covered = {n for span in spans for n in range(span.start, span.end)}
    assert not [char for n, char in enumerate(document.text) if n not in covered and not char.isspace()]
    assert all(
        before.end <= after.start for before, after in zip(document.furniture, document.furniture[1:], strict=False)
    )


@given(any_text, st.text(max_size=30))
def test_any_text_is_understood(text: str, name: str) -> None:
    """No text and no file name makes understanding fail, and the text stays as it was."""
    pages = (Span(0, len(clean(text))),)
    document = structure.understand(Extraction(clean(text), pages), "0" * 16, name)
    assert document.text == clean(text)
    assert document.kind in Kind
    assert isinstance(document.title, str)


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(lambda n: "".join(f"## Rubrik {k}\n\nText om ärende {k}.\n\n" for k in range(n)), id="headings"),
        pytest.param(lambda n: "".join(f"§ {k}\n\nText om ärende {k}.\n\n" for k in range(n)), id="§"),
        pytest.param(lambda n: "§ 1 Rubrik" + "   " * n + "slut\n", id="spaces in a § heading"),
        pytest.param(lambda n: "§ 1 Rubrik" + ". " * n + "slut\n", id="dots in a § heading"),
        pytest.param(lambda n: "a- och " * n, id="coordinated words"),
        pytest.param(lambda n: "Aa " * n, id="capitals"),
    ],
)
def test_time_grows_with_length_and_no_faster(hostile: Callable[[int], str]) -> None:
    """A text four times as long takes about four times as long to understand: one file cannot stop the archive."""

    def seconds(length: int) -> float:
        extraction = extract(hostile(length).encode(), "fil.md", Limits())
        best = 60.0
        for _ in range(3):
            start = time.process_time()
            structure.understand(extraction, "0" * 16, "fil.md")
            best = min(best, time.process_time() - start)
        return best

    seconds(100)
    assert seconds(2_000) < 9 * seconds(500) + 0.03

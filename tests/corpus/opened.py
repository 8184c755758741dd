"""What the tests of finders share: a text as the finders get it."""

from collections.abc import Sequence

from corpus.models import Section
from corpus.structure import lines
from corpus.structure.lines import Line
from corpus.structure.outline import minutes


def opened(text: str) -> tuple[list[Line], Sequence[Section]]:
    """Return the lines of a text without furniture, and its §."""
    rows = lines.rows(text, ())
    return rows, minutes.sections(rows, len(text))

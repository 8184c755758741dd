"""Real protocols, where they lie beside the project: every § that stands as a heading, and no running header inside."""

import itertools
import re
from pathlib import Path

import pytest

from tests.corpus.papers import Read, outside

REAL = sorted((Path(__file__).resolve().parents[3] / "shared" / "real" / "goteborg-kf").glob("*.txt"))
# How these protocols set the heading of a §, told without the reader: a line of its own.
HEADING = re.compile(r"^§ ?(\d+)(?: Ärendenummer(?: .*)?| (\d{4}/\d\d))?$", re.MULTILINE)
RUNNING = re.compile(
    r"^(?:\d+ \(\d+\)|Protokoll (?:nr \d+|\(nr \d+\))|Sammanträdesdatum: [\d-]+|Göteborgs Stad \w+,? protokoll)$"
)


@pytest.mark.skipif(not REAL, reason="the real protocols do not lie beside the project")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_real_protocol(read: Read, path: Path) -> None:
    """Each § once and in order, with a heading and its own diarienummer; headers, footers and appendices in none."""
    document = read(path.read_text(), "protokoll.txt")
    headings = {int(match[1]): match for match in reversed(list(HEADING.finditer(document.text)))}
    numbered = [found for found in document.sections if found.paragraph]
    assert [found.paragraph for found in numbered] == [f"§ {number}" for number in sorted(headings)]
    assert {after - before for before, after in itertools.pairwise(sorted(headings))} <= {1}
    for found in numbered:
        written = headings[int(found.paragraph[2:])] if found.paragraph else None
        assert written
        assert written.start() == found.start
        assert found.heading
        assert (found.case_number is None) is (re.search(r"\d{4}/\d\d|-\d{4}-\d", written[0]) is None)
        serial = (found.case_number or "").rpartition("/")[2]
        assert re.search(rf"(?<!\d)0*{serial}(?!\d)", written[0])
        assert [line for line in outside(document, found).split("\n") if RUNNING.match(line.strip())] == []
    assert "Ledamot" not in outside(document, numbered[-1]).split("\n")

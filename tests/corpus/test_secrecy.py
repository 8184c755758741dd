"""Pages marked with sekretess, and the law that the mark names."""

import pytest

from corpus import secrecy
from corpus.models import Secret, Span


@pytest.mark.parametrize(
    ("mark", "ground"),
    [
        ("SEKRETESS", None),
        ("Sekretess enligt 26 kap. 1 § OSL", "OSL 26 kap. 1 §"),
        ("Sekretess enligt offentlighets- och sekretesslagen (2009:400) 26 kap. 1 §", "OSL 26 kap. 1 §"),
        ("Sekretess OSL 18:8", "OSL 18 kap. 8 §"),
        ("SEKRETESSMARKERING 21 kap. 3 a § offentlighets- och sekretesslagen", "OSL 21 kap. 3 a §"),
        ("Sekretessbelagd handling", None),
        ("Omfattas av sekretess enligt 19 kap 3 § OSL", "OSL 19 kap. 3 §"),
        ("Denna paragraf omfattas av sekretess", None),
        ("Ärendet är sekretessbelagt enligt 25 kap. 1 § OSL.", "OSL 25 kap. 1 §"),
        ("Sekretessärende", None),
        ("HEMLIG", None),
    ],
)
def test_a_marked_page_is_hidden_whole(mark, ground):
    text = f"Socialnämnden i Norrskär\nEn öppen sida.\n{mark}\nEn sluten sida.\n"
    pages = (Span(0, text.index(mark)), Span(text.index(mark), len(text)))
    (found,) = secrecy.find(text, pages)
    assert (found.start, found.end, found.secret) == (pages[1].start, pages[1].end, Secret.CLASSIFIED)
    assert found.ground == ground


@pytest.mark.parametrize(
    "line",
    [
        "Nämnden beslutar att uppgifterna ska omfattas av sekretess hos skolan.",
        "Sekretess råder inte för avtalet.",
        "Sekretessprövning görs av registrator.",
        "Information om offentlighet och sekretess",
        "Offentlighets- och sekretesslagen (2009:400)",
        "Sekretess och tystnadsplikt för nya ledamöter",
        "Hemliga rum i museet",
        "26 kap. 1 § OSL",
    ],
)
def test_speaking_of_secrecy_is_no_mark(line):
    assert secrecy.find(f"{line}\n", [Span(0, len(line) + 1)]) == ()


def test_each_page_has_its_own_mark():
    text = "Sekretess\nEtt.\nTvå.\nSekretess enligt 26 kap. 1 § OSL\n"
    pages = [Span(0, 15), Span(15, 20), Span(20, len(text))]
    assert [(one.start, one.ground) for one in secrecy.find(text, pages)] == [(0, None), (20, "OSL 26 kap. 1 §")]

"""The comparison of systems as a picture: the scores, and how sure it is that they differ from BM25's."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import altair as alt

from corpus.errors import BeslutsminneError
from eval.comparison import Measured, compare

SHOWN = "nDCG@10"
WORDS, ALONE, FUSED = "BM25 alone", "model alone", "model fused with BM25"
# Each has its own shape, so that nothing rests on the colour, which is at least 4.5:1 against the background.
COLOURS = {WORDS: "#404040", ALONE: "#a34700", FUSED: "#00558c"}
SHAPES = {WORDS: "square", ALONE: "circle", FUSED: "diamond"}
BACKGROUND, INK, GRID = "#ffffff", "#1f1f1f", "#dddddd"
_WIDTH, _ROW, _COLUMNS = 330, 24, 2
_EXPLAINED = (
    "The line through a mark is the 95 % paired bootstrap interval of its difference to BM25 (dashed):",
    "where the two do not cross, the difference is more than chance.",
)

Mark = dict[str, str | float]


def check() -> None:
    """Raise `BeslutsminneError` where what draws is not installed."""
    if find_spec("vl_convert") is None:
        raise BeslutsminneError(
            "Bilden ritas med vl-convert, som inte är installerat. Kör ”pip install -r requirements-eval.txt”,"
            " eller utelämna --picture."
        )


def draw(sets: Sequence[Measured], path: Path) -> None:
    """Write the comparison as the SVG file `path`, a panel for each set."""
    check()
    marks = [mark for measured in sets for mark in _marks(measured)]
    systems, panels = (list(dict.fromkeys(str(mark[name]) for mark in marks)) for name in ("system", "set"))
    chart = (
        alt.layer(*_layers(systems), data={"values": marks})
        .properties(width=_WIDTH, height=_ROW * len(systems))
        .facet(facet=alt.Facet("set:N", sort=panels, title=None), columns=_COLUMNS)
        .resolve_axis(x="independent")
        .properties(
            title=alt.TitleParams(f"{SHOWN} of words alone, of each model, and of both fused", subtitle=_EXPLAINED)
        )
        .configure(background=BACKGROUND, font="sans-serif")
        .configure_axis(gridColor=GRID, labelColor=INK, titleColor=INK, labelFontSize=12, labelLimit=260)
        .configure_header(labelColor=INK, labelFontSize=13, labelFontWeight="bold")
        .configure_title(color=INK, subtitleColor=INK, fontSize=15, subtitleFontSize=12, anchor="start", offset=14)
        .configure_legend(orient="bottom", labelColor=INK, labelFontSize=12, labelLimit=260)
    )
    chart.save(path, format="svg")


def _layers(systems: Sequence[str]) -> list[alt.Chart]:
    """The line of BM25, and for each system its interval, its mark and its number to the right of the panel."""
    colour = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    shape = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    row = alt.Chart().encode(y=alt.Y("system:N", sort=systems, title=None))
    kind = alt.Color("kind:N", scale=colour, title=None)
    return [
        alt.Chart().mark_rule(color=COLOURS[WORDS], strokeDash=[4, 3]).encode(x="mean(words):Q"),
        row.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q", color=kind),
        row.mark_point(filled=True, opacity=1, size=80).encode(
            x=alt.X("mean:Q", title=SHOWN, scale=alt.Scale(zero=False)),
            color=kind,
            shape=alt.Shape("kind:N", scale=shape, title=None),
        ),
        row.mark_text(align="left", color=INK).encode(x=alt.value(_WIDTH + 6), text=alt.Text("mean:Q", format=".3f")),
    ]


def _marks(measured: Measured) -> list[Mark]:
    """What is drawn of a set: every system's mean, and its interval laid from BM25's."""
    shown = [row for row in compare([measured]) if row.measure == SHOWN]
    words = next(row.mean for row in shown if row.to_words is None)
    return [
        {
            "set": f"{measured.dataset} ({len(measured.questions)} questions)",
            "system": str(row.system),
            "kind": WORDS if row.to_words is None else FUSED if row.system.fused else ALONE,
            "mean": row.mean,
            "words": words,
            "low": words + row.to_words.low if row.to_words else words,
            "high": words + row.to_words.high if row.to_words else words,
        }
        for row in shown
    ]

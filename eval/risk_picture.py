"""The risk-coverage curves as a picture, with the chosen threshold of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import altair as alt

from eval.coverage import Curve
from eval.picture import BACKGROUND, GRID, INK, check

# At least 4.5:1 against the background; each curve has its own dashes too, so that nothing rests on the colour.
COLOURS = ("#00558c", "#a34700", "#404040", "#5b2a86")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
_EXPLAINED = (
    "Answers in falling confidence: how many questions are answered, and how many of those answers do not carry the",
    "evidence. The point is where the product stops: what is less sure is not answered.",
)


def draw(curves: Sequence[Curve], path: Path) -> None:
    """Write the curves as the SVG file `path`; raises `BeslutsminneError` where what draws is not installed."""
    check()
    names = [curve.name for curve in curves]
    points = [
        {"set": curve.name, "coverage": point.coverage, "risk": point.risk, "chosen": point == curve.chosen}
        for curve in curves
        for point in curve.points
    ]
    colour = alt.Color("set:N", title=None, sort=names, scale=alt.Scale(domain=names, range=COLOURS[: len(names)]))
    highest = max([0.5, *(point.risk for curve in curves for point in curve.points)])
    base = alt.Chart().encode(
        x=alt.X("coverage:Q", title="coverage", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")),
        y=alt.Y("risk:Q", title="risk", scale=alt.Scale(domain=[0, highest]), axis=alt.Axis(format="%")),
        color=colour,
    )
    dash = alt.StrokeDash("set:N", title=None, sort=names, scale=alt.Scale(domain=names, range=DASHES[: len(names)]))
    chart = (
        alt.layer(
            base.mark_line(interpolate="step-before", strokeWidth=2).encode(strokeDash=dash),
            base.mark_point(filled=True, size=110, opacity=1).transform_filter("datum.chosen"),
            base.mark_text(dy=16, fontSize=12, opacity=1)
            .encode(text=alt.Text("risk:Q", format=".0%"))
            .transform_filter("datum.chosen"),
            data={"values": points},
        )
        .properties(width=620, height=340, title=alt.TitleParams("Risk of an answer by coverage", subtitle=_EXPLAINED))
        .configure(background=BACKGROUND, font="sans-serif")
        .configure_axis(gridColor=GRID, labelColor=INK, titleColor=INK, labelFontSize=12)
        .configure_title(color=INK, subtitleColor=INK, fontSize=15, subtitleFontSize=12, anchor="start", offset=14)
        .configure_legend(orient="bottom", labelColor=INK, labelFontSize=12)
    )
    chart.save(path, format="svg")

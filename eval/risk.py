"""The risk-coverage curves of kept results: `python -m eval.risk RESULTS.json… [--picture FILE.svg]`.

Prints the curves of what `beslutsminne eval --json` kept, and draws them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.coverage import Curve, Told, curve

# The points of the curve that are printed, as coverage.
SHOWN = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def told(row: Mapping[str, Any]) -> Told | None:
    """The answer to a question of the kept results; None where nothing was read for it."""
    if row["answered"]:
        return Told(row["confidence"], row["first"], shown=True)
    return None if row["withheld"] is None else Told(row["confidence"], row["withheld"], shown=False)


def read(path: Path) -> list[Curve]:
    """The curves of a file of kept results, those of BEIR sets left out."""
    kept = json.loads(path.read_text("utf-8"))
    results = [one for one in (kept if isinstance(kept, list) else [kept]) if one["answers"]]
    return [curve(one["dataset"], filter(None, map(told, one["per_query"])), len(one["per_query"])) for one in results]


def text(found: Curve) -> str:
    """A curve as a table for a terminal."""
    lines = [f"{found.name}, {found.questions} questions", f"{'coverage':>10}{'risk':>8}{'confidence from':>17}"]
    wanted = {min(found.points, key=lambda one: abs(one.coverage - at), default=None) for at in SHOWN}
    for point in found.points:
        if point in wanted or point == found.chosen:
            mark = "  chosen" if point == found.chosen else ""
            lines.append(f"{point.coverage:>10.2f}{point.risk:>8.2f}{point.confidence:>17.2f}{mark}")
    lines.append("AURC –" if found.area is None else f"AURC {found.area:.3f}")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the curves of kept results, and draw them."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.risk", description="Print and draw how the risk of answers grows with their coverage."
    )
    parser.add_argument("results", nargs="+", type=Path, metavar="RESULTS.json")
    parser.add_argument("--picture", type=Path, metavar="FILE.svg")
    chosen = parser.parse_args(arguments)
    curves = [found for path in chosen.results for found in read(path)]
    sys.stdout.write("\n".join(map(text, curves)))
    if chosen.picture:
        from eval.risk_picture import draw  # vl-convert is only needed to draw

        draw(curves, chosen.picture)


if __name__ == "__main__":
    main()

"""Results for reading and for keeping."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from eval.measures import NAMES
from eval.run import Result

_SHARES = {
    "evidence_carried": "svar som bär beviset",
    "answered": "besvarade av de besvarbara",
    "right_abstentions": "rätt avstådda av de obesvarbara",
    "verbatim": "ordagranna citat",
}


def text(result: Result, *, per_query: bool) -> str:
    """A result as tables for a terminal, the questions underneath."""
    lines = [f"{result.dataset}", f"{'':16}" + "".join(f"{name:>9}" for name in NAMES)]
    lines += [f"{mode:16}" + _numbers(row) for mode, row in result.rows.items()]
    if result.answers:
        lines += ["", *(f"{label}: {_share(result.answers[name])}" for name, label in _SHARES.items()), ""]
        lines.append(f"{'typ':16}{'antal':>7}{'nDCG@10':>9}{'R@10':>9}{'bär':>9}{'svarar':>9}{'avstår':>9}")
        lines += [
            f"{kind:16}{row['questions']:>7}"
            + "".join(
                f"{_share(row[name]):>9}"
                for name in ("nDCG@10", "R@10", "evidence_carried", "answered", "right_abstentions")
            )
            for kind, row in result.answers["types"].items()
        ]
    if per_query:
        lines += ["", f"{'fråga':12}" + "".join(f"{name:>9}" for name in NAMES) + "  (hybrid)"]
        lines += [
            f"{row['id'][:12]:12}{_numbers(row['hybrid'])}  {row['question'][:80]}"
            for row in result.per_query
            if "hybrid" in row
        ]
    return "\n".join(lines) + "\n"


def as_json(results: Sequence[Result]) -> str:
    """One result as the object `{"dataset", "rows", "answers", "per_query"}`, several as a list of them."""
    objects: list[dict[str, Any]] = [
        {"dataset": r.dataset, "rows": r.rows, "answers": r.answers or {}, "per_query": r.per_query} for r in results
    ]
    return json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2) + "\n"


def _numbers(row: dict[str, float]) -> str:
    return "".join(f"{row[name]:>9.3f}" for name in NAMES)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"

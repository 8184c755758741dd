"""Results for reading and for keeping."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.bootstrap import CONFIDENCE, RESAMPLES, Interval
from eval.comparison import MEASURES, Gap, Measured, Row, compare, gaps
from eval.measures import NAMES
from eval.reading import Mark, Point, Reading, Tally, tallies, tally
from eval.run import Result
from eval.structure import Verdict, Verdicts, total
from eval.verdicts import Cause

_SHARES = {
    "evidence_carried": "svar som bär beviset",
    "answered": "besvarade av de besvarbara",
    "right_abstentions": "rätt avstådda av de obesvarbara",
    "first_carried": "första påståendet bär beviset",
    "told": "sagda som svar, av de besvarbara",
    "told_right": "rätta av dem som sägs som svar",
    "nearest": "sagda som närmast, av de besvarbara",
    "told_unanswerable": "sagda som svar, av de obesvarbara",
    "told_near": "därav nära missar",
    "told_far": "därav annat ämne",
    "far_none": "annat ämne utan svar",
    "statements": "påståenden i ett svar",
    "named_first": "nämnd § eller nämnt diarienummer först",
    "case_links": "ärendekedjans led som citeras",
    "all_members": "listor med alla",
    "only_members": "listor utan någon annan",
    "counts_exact": "exakta antal",
    "verbatim": "ordagranna citat",
    "brier": "Brier, säkerheten mot beviset",
    "calibration_error": "kalibreringsfel (ECE)",
    "aurc": "yta under risk-täckning (AURC)",
}
_CAUSES = {
    Cause.MISREAD: "feltolkad",
    Cause.NOT_RETRIEVED: "ej funnen",
    Cause.SHOULD_HAVE_ANSWERED: "borde svarat",
    Cause.NOT_CHOSEN: "ej vald",
    Cause.WRONG_SENTENCE: "fel mening",
    Cause.SHOULD_HAVE_ABSTAINED: "borde avstått",
}
_FIELDS = {
    "paragraphs": "paragrafer",
    "paragraph_headings": "paragrafers rubriker",
    "paragraph_case_numbers": "paragrafers diarienummer",
    "parts": "delar",
    "decisions": "beslutspunkter",
    "outcomes": "utfall",
    "votes": "omröstningar",
    "ballots": "enskilda röster",
    "tasks": "uppdrag",
    "due": "uppdragens tid",
    "motions": "yrkanden",
    "reservations": "reservationer",
    "notes": "anteckningar",
    "conflicts": "jäv",
    "basis": "beslutsunderlag",
    "references": "hänvisningar",
    "reference_committees": "hänvisningarnas organ",
    "attendance": "närvarande",
    "attendance_details": "parti, roll, ersätter, tid",
    "approvals": "justering och anslag",
    "headings": "rubriker utan paragraf",
    "organisation": "organisation",
    "committee": "organ",
    "parent": "utskottets organ",
    "kind": "typ",
    "date": "datum",
    "place": "plats",
    "time": "tid",
    "case_number": "handlingens diarienummer",
    "title": "titel",
    "recipient": "mottagare",
    "sender": "avsändare",
}
# Of papers whose labels are `GoldPaper`s, beside those above.
_READ_FIELDS = _FIELDS | {
    "§": "paragrafer",
    "heading": "paragrafers rubriker",
    "case_number": "paragrafers diarienummer",
    "decision": "beslutspunkter",
    "outcome": "utfall",
    "vote": "omröstningar",
    "person": "närvarande",
    "party": "parti",
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
        lines += ["", *_causes(result.answers)]
    if per_query:
        lines += ["", f"{'fråga':12}" + "".join(f"{name:>9}" for name in NAMES) + "  (hybrid)"]
        lines += [
            f"{row['id'][:12]:12}{_numbers(row['hybrid'])}  {row['question'][:80]}"
            for row in result.per_query
            if "hybrid" in row
        ]
    return "\n".join(lines) + "\n"


def _causes(answers: Mapping[str, Any]) -> list[str]:
    """Why questions failed, by type."""
    rows = {**answers["types"], "alla": answers}
    lines = [f"{'orsak till fel':16}" + "".join(f"{label:>14}" for label in _CAUSES.values())]
    for kind, row in rows.items():
        lines.append(f"{kind:16}" + "".join(f"{row['causes'].get(cause.value, 0):>14}" for cause in _CAUSES))
    return lines


def as_json(results: Sequence[Result]) -> str:
    """One result as the object `{"dataset", "rows", "answers", "per_query"}`, several as a list of them."""
    objects: list[dict[str, Any]] = [
        {"dataset": r.dataset, "rows": r.rows, "answers": r.answers or {}, "per_query": r.per_query} for r in results
    ]
    return json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2) + "\n"


def structure_text(results: Mapping[str, Verdicts], *, each: bool) -> str:
    """What was read out of the papers as a table for a terminal; with `each` every fact that is missed or wrong."""
    summed = total(results.values())
    lines = [f"{len(results)} handlingar", f"{'':28}{'rätt':>6}{'missat':>8}{'fel':>6}{'P':>8}{'R':>8}{'F1':>8}"]
    for field, label in _FIELDS.items():
        v = summed[field]
        counts = f"{len(v.right):>6}{len(v.missed):>8}{len(v.wrong):>6}"
        lines.append(f"{label:28}{counts}" + "".join(f"{_exact(value):>8}" for value in (v.precision, v.recall, v.f1)))
    for source, verdicts in results.items() if each else ():
        lines += ["", source]
        for field, label in _FIELDS.items():
            lines += [f"  {label}, missat: {fact}" for fact in verdicts[field].missed]
            lines += [f"  {label}, fel: {fact}" for fact in verdicts[field].wrong]
    return "\n".join(lines) + "\n"


def structure_json(results: Mapping[str, Verdicts]) -> str:
    """`{"fields": {field: counts and shares}, "documents": {source: {field: {"missed": […], "wrong": […]}}}}`."""
    fields = {
        field: _counts(v) | {"precision": v.precision, "recall": v.recall, "f1": v.f1}
        for field, v in total(results.values()).items()
    }
    documents = {
        source: {
            field: {"missed": [str(fact) for fact in v.missed], "wrong": [str(fact) for fact in v.wrong]}
            for field, v in verdicts.items()
            if v.missed or v.wrong
        }
        for source, verdicts in results.items()
    }
    return json.dumps({"fields": fields, "documents": documents}, ensure_ascii=False, indent=2) + "\n"


def reading_text(readings: Mapping[str, Reading], *, each: bool) -> str:
    """How papers were read as a table for a terminal; with `each` all that is wrong or missing, paper by paper."""
    points = [point for reading in readings.values() for point in reading.points]
    lines = [f"{len(readings)} handlingar", f"{'':28}{'rätt':>6}{'fel':>6}{'saknas':>8}{'P':>8}{'R':>8}"]
    for row in (*tallies(points), tally(points)):
        shares = (row.precision, row.recall) if row.field else ()
        lines.append(
            f"{_READ_FIELDS.get(row.field, 'alla'):28}{row.right:>6}{row.wrong:>6}{row.missing:>8}"
            + "".join(f"{_exact(share):>8}" for share in shares)
        )
    lines.append(f"andel rätt {_exact(tally(points).share)}")
    lines += [f"{name}: {reading.trouble}" for name, reading in readings.items() if reading.trouble]
    for name, reading in readings.items() if each else ():
        row = tally(reading.points)
        lines += ["", f"{name}: {row.right} rätt, {row.wrong} fel, {row.missing} saknas ({_share(row.share)})"]
        lines += [f"  {_READ_FIELDS[point.field]}, {point.mark}: {point}" for point in _amiss(reading)]
    return "\n".join(lines) + "\n"


def reading_json(readings: Mapping[str, Reading]) -> str:
    """`{"share", "fields": {field: counts and shares}, "papers": {name: counts, share, trouble and misses}}`."""
    points = [point for reading in readings.values() for point in reading.points]
    kept = {
        "share": tally(points).share,
        "fields": {
            row.field: _tallied(row) | {"precision": row.precision, "recall": row.recall} for row in tallies(points)
        },
        "papers": {
            name: _tallied(row)
            | {"share": row.share, "trouble": reading.trouble}
            | {"misses": [asdict(point) for point in _amiss(reading)]}
            for name, reading in readings.items()
            for row in [tally(reading.points)]
        },
    }
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def baselines_text(name: str, rows: Sequence[Row]) -> str:
    """The rows of one set, or of several together, as a table for a terminal: one part for each measure."""
    lines = [name]
    for measure in MEASURES:
        lines.append(f"{measure:32}{'':>7}{'mot BM25':>27}{'mot första modellen':>27}")
        lines += [
            f"{row.system!s:32}{row.mean:>7.3f}{_interval(row.to_words):>27}{_interval(row.to_first):>27}"
            for row in rows
            if row.measure == measure
        ]
    return "\n".join(lines) + "\n"


def gaps_text(name: str, rows: Sequence[Gap]) -> str:
    """What each system loses on questions in English, as a table for a terminal."""
    lines = [name]
    for measure in MEASURES:
        lines.append(f"{measure:32}{'engelska':>10}{'svenska':>10}{'skillnad':>27}")
        lines += [
            f"{row.system!s:32}{row.english:>10.3f}{row.swedish:>10.3f}{_interval(row.difference):>27}"
            for row in rows
            if row.measure == measure
        ]
    return "\n".join(lines) + "\n"


def baselines_json(
    sets: Sequence[Measured], mean: Sequence[Row], translated: Sequence[tuple[Measured, Measured]]
) -> str:
    """All that was compared: the rows of each set and of the `mean`, what English costs, and each question's scores."""
    compared = {
        "confidence": CONFIDENCE,
        "resamples": RESAMPLES,
        "sets": [
            {
                "dataset": one.dataset,
                "questions": len(one.questions),
                "rows": [_named(row) for row in compare([one])],
                "per_query": [
                    {"id": key} | {str(system): scores[key] for system, scores in one.systems.items()}
                    for key in one.questions
                ],
            }
            for one in sets
        ],
        "mean": [_named(row) for row in mean],
        "english": [
            {
                "dataset": english.dataset,
                "against": swedish.dataset,
                "questions": len(english.questions),
                "rows": [_named(row) for row in gaps(english, swedish)],
            }
            for english, swedish in translated
        ],
    }
    return json.dumps(compared, ensure_ascii=False, indent=2) + "\n"


def _named(row: Row | Gap) -> dict[str, Any]:
    return asdict(row) | {"system": str(row.system)}


def _interval(found: Interval | None) -> str:
    return "–" if found is None else f"{found.mean:+.3f} [{found.low:+.3f}, {found.high:+.3f}]"


def _counts(verdict: Verdict) -> dict[str, Any]:
    return {"right": len(verdict.right), "missed": len(verdict.missed), "wrong": len(verdict.wrong)}


def _tallied(row: Tally) -> dict[str, Any]:
    return {"right": row.right, "wrong": row.wrong, "missing": row.missing}


def _amiss(reading: Reading) -> list[Point]:
    return [point for point in reading.points if point.mark is not Mark.RIGHT]


def _exact(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _numbers(row: dict[str, float]) -> str:
    return "".join(f"{row[name]:>9.3f}" for name in NAMES)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"

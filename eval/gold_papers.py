"""Labels of papers that say of each fact no more than tells it: how a decision starts, how many yrkanden a § has.

They are quicker to write than those of `eval.labels`, so that many forms of paper can be labelled. The file is an
object of papers by file name; docs/evaluation.md describes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, TypeAdapter, ValidationError

from corpus.errors import BadDataset, MissingPath


def _listed(value: Any) -> Any:
    return [] if value is None else [value] if isinstance(value, str) else value


# What is right, any one of them; written as a list, as one text, or as null where there is nothing.
Choices = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Count = Annotated[StrictInt, Field(ge=0)]


class _Row(BaseModel):
    """What is not known is passed over: remarks of those who labelled."""

    model_config = ConfigDict(frozen=True)


class GoldDecision(_Row):
    """How a point of decision may start, and the outcomes that are right; with none the outcome is not measured."""

    starts: Choices
    outcome: Choices


class GoldVote(_Row):
    """A tally, and the number of persons whose vote is listed."""

    yes: Count | None
    no: Count | None
    ballots: Count


class GoldSection(_Row):
    """A §; `heading` is a pattern that its heading starts with, "a|b" being either."""

    paragraph: str
    heading: re.Pattern[str]
    case_number: Choices
    decisions: tuple[GoldDecision, ...]
    motions: Count
    reservations: Count
    conflicts: Count
    votes: tuple[GoldVote, ...]


class GoldPerson(_Row):
    """Someone present; a `party` of null or "-" is not measured."""

    name: str
    party: str | None


class GoldPaper(_Row):
    """What is right of a paper; of a `rebuilt` one, whose § are not those of the original, head and people only."""

    kind: Choices
    organisation: Choices
    committee: Choices
    date: Choices
    place: Choices
    time: Choices
    sections: tuple[GoldSection, ...]
    attendance: tuple[GoldPerson, ...]
    rebuilt: StrictBool


_PAPERS = TypeAdapter(dict[str, GoldPaper])
_EXPECTED = {
    "string_type": "en text",
    "tuple_type": "en lista",
    "int_type": "ett heltal",
    "greater_than_equal": "ett heltal som är minst 0",
    "bool_type": "true eller false",
    "model_type": "ett objekt",
    "dict_type": "ett objekt med handlingarnas filnamn",
    "pattern_regex": "ett reguljärt uttryck",
}


def read_gold_papers(path: Path) -> dict[str, GoldPaper]:
    """The labels in the file `path` by file name; raises `BadDataset` where one is not as it should be."""
    if not path.is_file():
        raise MissingPath(f"{path} finns inte. Ange en fil med facit (.json).")
    try:
        papers = _PAPERS.validate_json(path.read_bytes())
    except ValidationError as error:
        faults = [_said(fault) for fault in error.errors(include_url=False)]
        more = f" (och {len(faults) - 1} fel till)" if len(faults) > 1 else ""
        raise BadDataset(f"{path}{faults[0]}{more}. Formen står i docs/evaluation.md.") from error
    if not papers:
        raise BadDataset(f"{path} har inga handlingar. Formen står i docs/evaluation.md.")
    return papers


def _said(fault: Mapping[str, Any]) -> str:
    """A fault in Swedish, with the paper and the field it is in."""
    if fault["type"] == "json_invalid":
        return f" är inte JSON ({fault['ctx']['error']})"
    paper, *inner = fault["loc"] or ("",)
    field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in inner).removeprefix(".")
    place = "".join(f", {step}" for step in (paper, field) if step)
    if fault["type"] == "missing":
        return f"{place} saknas"
    return f"{place} är {fault['input']!r:.60}, väntade {_EXPECTED.get(fault['type'], fault['msg'])}"

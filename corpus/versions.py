"""Corrections: which paper stands in the place of which, when both lie in the archive under names of their own.

A paper that is corrected under its own name simply replaces what the file held before. One that comes beside the old
one ("protokoll-2024-03-12-rättad.pdf") says so in its name or its head, and is of the same body, day and kind.
"""

from __future__ import annotations

import re

from corpus.models import Document, Kind
from corpus.normal import nfc

# How far into a paper, in characters, its head reaches at most.
HEAD = 1_500
# A correction holds at least this share of the § that it corrects, under the same headings: an extract, another half of
# the minutes or another paper of the same head does not.
SHARED = 0.8

_CORRECTED = re.compile(
    r"\b(?:rätta(?:d|t|de)|rättelse|korrigera(?:d|t|de)|reviderad version|ersätter (?:tidigare|protokoll))\b",
    re.IGNORECASE,
)
_IN_NAME = re.compile(r"(?:^|[\W_])(?:r[äa]tta[dt]|r[äa]ttelse|korrigera[dt])(?:[\W_]|$)", re.I)


def is_correction(document: Document, source: str) -> bool:
    """Whether a paper says of itself, in the name of its file or in its head, that it is a corrected one."""
    end = next((section.start for section in document.sections if section.paragraph), HEAD)
    named = _IN_NAME.search(nfc(source))  # some systems write "ä" in two characters
    return bool(named or _CORRECTED.search(document.text[: min(end, HEAD)]))


def replaces(new: Document, new_source: str, old: Document, old_source: str) -> bool:
    """Whether `new` is a correction of `old`: same organisation, body, day and kind, and the same § or title."""
    if not is_correction(new, new_source) or is_correction(old, old_source):
        return False
    if _meeting(new) != _meeting(old):
        return False
    before, after = ({(s.paragraph, s.heading) for s in paper.sections if s.paragraph} for paper in (old, new))
    if before or after:
        return bool(before) and len(before & after) >= SHARED * len(before)
    return (new.title, new.case_number) == (old.title, old.case_number)


def is_same_paper(new: Document, old: Document) -> bool:
    """Whether `new` is `old` in another version: same organisation, body, day and kind, all of them known.

    Of minutes most § are the same by their numbers; of a body's other papers of a day, which may be many, the
    diarienummer is, or else the title.
    """
    if _meeting(new) != _meeting(old) or None in _meeting(new) or new.kind is Kind.OTHER:
        return False
    before, after = ({section.paragraph for section in paper.sections if section.paragraph} for paper in (old, new))
    if before or after:
        return len(before & after) >= SHARED * len(before | after)
    if new.case_number or old.case_number:
        return new.case_number == old.case_number
    return new.title == old.title


def _meeting(paper: Document) -> tuple[object, ...]:
    return paper.organisation, paper.committee, paper.date, paper.kind

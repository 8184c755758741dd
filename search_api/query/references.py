"""The § , the diarienummer and the numbered papers that a question names, in any spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.swedish import case_numbers, days, laws
from search_api.query import corrections
from search_api.query.interpretation import Reading, ReadingKind
from search_api.query.vocabulary import Vocabulary

_YEAR = r"(?:19[7-9]|20[0-4])\d"
_SEPARATOR = r"\s?[/:.–-]\s?|\s"
# As people type it: "slk2024 793", "1318/22", "ks21/118", "118/2021". In a text it could be a year and an amount, so
# it counts only where a case has it.
_TYPED = re.compile(
    rf"(?<![\w/:.-])(?:(?P<body>[^\W\d_]{{2,5}})[\s/:.-]?)?"
    rf"(?:(?P<year>{_YEAR}|\d\d)(?:{_SEPARATOR})(?P<serial>\d{{1,6}})"
    rf"|(?P<serial2>\d{{1,6}})(?:\s?[/-]\s?)(?P<year2>{_YEAR}|\d\d))(?![\w/:-]|[.,]\d)"
)
_MONTH = "jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|may|oct"
_PARAGRAPHS = re.compile(
    rf"(?:§+|\bpar(?:agraf(?:en|er|erna)?|agraph(?:s)?)?\b\.?)\s?(?P<first>(?!\d{{4}}-\d\d)\d{{1,4}})(?![\d:]|[.,]\d)"
    rf"(?P<more>(?:\s?(?:[-–]|,|och|samt|&|till|and|to)\s?\d{{1,3}}(?![\w/:]|[.,-]\d|\s?(?:{_MONTH})))*)",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?P<joint>[-–]|till|to)?[^\d]*?(?P<number>\d+)", re.IGNORECASE)
# "25 §": so the law is cited, and people cite minutes.
_PARAGRAPH_AFTER = re.compile(r"(?<![\w§.,:/-])(?P<first>\d{1,3})\s?§(?!\s?\d)")
_LAW = re.compile(r"\bkap(?:itel|\.|\b)|\w*lag(?:en|ens)?\b|\b(?:SoL|LSS|LVU|OSL|KL|PBL)\b", re.IGNORECASE)
MOST = 10  # § of one range
_ITEM = re.compile(
    r"\bhandling(?:en|ar|arna)?\s+(?:(?:nr|nummer)\.?\s*)?"
    r"(?:(?P<year>20\d\d)(?:,?\s*(?:nr|nummer)\.?\s*|\s?[:/-]\s?|\s)(?P<number>\d{1,4})"
    r"|(?P<number2>\d{1,4})(?:\s?[/-]\s?|,?\s+(?:(?:från|år|av)\s+)?)(?P<year2>20\d\d))(?![\w/-])",
    re.IGNORECASE,
)


def find(text: str, vocabulary: Vocabulary, ignore: frozenset[str] = frozenset()) -> Iterator[Reading]:
    """The references of `text`, none over another; a correction whose id is in `ignore` is not made."""
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return not any(a < end and start < b for a, b in taken)

    plain = [*_items(text), *_paragraphs(text)]
    yield from plain
    taken += [(one.start, one.end) for one in plain]
    taken += [(day.start, day.end) for day in days.find(text)]
    for start, end, number in _cases(text, vocabulary):
        if free(start, end):
            taken.append((start, end))
            yield from _known(text[start:end], number, start, end, vocabulary, ignore)


def _items(text: str) -> Iterator[Reading]:
    for match in _ITEM.finditer(text):
        year, number = match["year"] or match["year2"], int(match["number"] or match["number2"])
        item = f"Handling {year} nr {number}"
        yield Reading(ReadingKind.ITEM, item, item, *match.span())


def _paragraphs(text: str) -> Iterator[Reading]:
    cited = [(law.start, law.end) for law in laws.find(text, 0, len(text))]
    for match in _PARAGRAPHS.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in cited):
            continue
        first = int(match["first"])
        yield _paragraph(first, match.start(), match.end("first"))
        for more in _MORE.finditer(match["more"]):
            number, offset = int(more["number"]), match.start("more")
            place = offset + more.start("number"), offset + more.end("number")
            between = range(first + 1, number) if more["joint"] and 0 < number - first < MOST else ()
            for one in (*between, number):
                yield _paragraph(one, *place)
            first = number
    if not cited and not _LAW.search(text):
        for match in _PARAGRAPH_AFTER.finditer(text):
            yield _paragraph(int(match["first"]), *match.span())


def _paragraph(number: int, start: int, end: int) -> Reading:
    return Reading(ReadingKind.PARAGRAPH, f"§ {number}", f"§ {number}", start, end)


def _cases(text: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    """Each diarienummer with its place: those that can be nothing else, and what fits one of the archive."""
    written = list(case_numbers.find(text))
    for one in written:
        yield one.start, one.end, one.canonical
    for match in _TYPED.finditer(text):
        year, serial = match["year"] or match["year2"], int(match["serial"] or match["serial2"])
        whole = int(year) if len(year) == 4 else (1900 if year >= "70" else 2000) + int(year)
        body = (match["body"] or "").upper()
        if not body and not _stands_alone(match, whole, serial):
            continue
        if body and vocabulary.catalogue.knows("case_number", f"{body} {whole}/{serial}"):
            yield *match.span(), f"{body} {whole}/{serial}"
        elif vocabulary.catalogue.case_numbers_like(f"{whole}/{serial}"):
            yield match.start("year" if match["year"] else "serial2"), match.end(), f"{whole}/{serial}"


def _stands_alone(match: re.Match[str], year: int, serial: int) -> bool:
    """Whether a number without a body may be a case: not "2023 600", "7/12", "2023/24", "2023-2030", "Åsen 21:118"."""
    written = match["year"] or match["year2"]
    if re.search(r"\d\s+\d", match.group()) or (len(written) == 2 and (serial < 100 or ":" in match.group())):
        return False
    return serial not in (year + 1, (year + 1) % 100) and not (match["year"] and 1990 <= serial <= 2049)


def _known(
    written: str, number: str, start: int, end: int, vocabulary: Vocabulary, ignore: frozenset[str]
) -> Iterator[Reading]:
    """The diarienummer of the archive that `number` names, or was meant to; else as it is."""
    fits = vocabulary.catalogue.case_numbers_like(number)
    if not fits and (meant := corrections.case_number(number, vocabulary.words())):
        correction = Reading(ReadingKind.CORRECTION, meant, f"”{written}” läst som {meant}", start, end)
        if correction.id not in ignore:
            yield correction
            fits = [meant]
    for one in fits or [number]:
        yield Reading(ReadingKind.CASE_NUMBER, one, f"dnr {one}", start, end)

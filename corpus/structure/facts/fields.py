"""The fields of a protocol's first page: a label ("Beslutande", "Justerare") and what stands beside and below it.

Secretaries set them as a column of labels, as lines with a colon, as table rows, as headings or in running lines
("Justerare: Bo Berg. Justerat 2024-03-12."), so a label is known by its words and not by its place.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from corpus import sieve
from corpus.models import PartName, Section
from corpus.structure.head import labels
from corpus.structure.lines import Line
from corpus.structure.outline import parts
from corpus.swedish import parties
from corpus.swedish.people import NAME, PARTICLE, PARTY, WORD

# No list of people is longer, in lines; no other field is longer than the second number.
LONGEST_LIST = 600
LONGEST_FIELD = 4
LONGEST_LABEL = 60
LONGEST_LINE = 20_000
# How far down, in lines, the head of a paper without § is looked for.
HEAD_ROWS = 150
# How many lines in a row may have broken off the lines of a list.
MOST_STRAYS = 2
# In how many of the first lines of a list a party that all know may head its people.
FIRST_GROUPS = 12
# How much of a line is looked at to tell whether it begins with a label.
REACH = 200


class Label(StrEnum):
    """What a field tells of."""

    DECIDING = "deciding"
    REPLACEMENT = "replacement"
    OTHER = "other"
    ABSENT = "absent"
    OFFICE = "office"
    SECRETARY = "secretary"
    CHOSEN = "chosen"
    APPROVED = "approved"
    POSTED = "posted"
    TAKEN_DOWN = "taken_down"
    SIGNED = "signed"
    UNKNOWN = "unknown"


LISTS = frozenset({Label.DECIDING, Label.REPLACEMENT, Label.OTHER, Label.ABSENT})
_OF_PEOPLE = LISTS | {Label.OFFICE, Label.SECRETARY, Label.CHOSEN, Label.SIGNED}

_ORDER = r"(?:(?:[1-4]\s?:?\s?[ea]\.?|förste|första|andre|andra|tredje)\s)?"
_POSTING = r"(?:uppsättande|uppsätts|uppsatt|sätts upp|sattes upp)"
_REMOVAL = r"(?:nedtagande|nedtagning|nedtas|nedtaget|tas ned|tas ner|togs ned)"
# What a list of people is one of, told by the first of these words in its label.
_LISTS = (
    (Label.ABSENT, re.compile(r"frånv|förhin|(?:ej|inte|icke) närvar", re.IGNORECASE)),
    (Label.DECIDING, re.compile(r"ledam|medlem|(?<!ej )(?<!inte )(?<!icke )beslutande", re.IGNORECASE)),
    (Label.REPLACEMENT, re.compile(r"ersätt|suppl|\bers\b|(?:ej|inte|icke) (?:tj|beslut)", re.IGNORECASE)),
    (Label.OTHER, re.compile(
        r"övr|andra|även|tjm|tjänste|facklig|personal|föredr|adjung|inbjud|gäst|insyn|närvarorätt|förvaltn",
        re.IGNORECASE,
    )),
    (Label.DECIDING, re.compile("")),
)  # fmt: skip
# Tried in order at the start of a line; each must be followed by what `_SEPARATED` says.
_WORDS: tuple[tuple[Label, tuple[str, ...]], ...] = (
    (Label.TAKEN_DOWN, (
        rf"(?:datum (?:för|då|när)\s)?(?:anslag(?:et|ets|s)? )?{_REMOVAL}", r"sista dag(?:en)? (?:för|att) överklag\w+",
        r"överklagandetiden går ut",
    )),
    (Label.POSTED, (
        rf"(?:datum (?:för|då|när)\s)?(?:anslag(?:et|ets|s)? )?{_POSTING}", r"(?:bevis om )?anslag(?:et)?(?:/bevis)?",
        r"anslagsbevis", r"anslagsda(?:g|tum)", r"(?:protokollet )?(?:anslaget|publicera[td])(?:sdatum)?",
    )),
    (Label.CHOSEN, (
        r"(?:protokolls?)?juster(?:are|ande|ingspersoner|ingsman|ingsmän)(?: ledamöter)?",
        labels.short("justerare", 4),
        r"utse(?:s|dda?)(?: (?:att|till)) juster(?:a|are)(?: protokollet)?", r"(?:till )?att justera(?: protokollet)?",
    )),
    (Label.APPROVED, (
        r"(?:digital |protokolls?)?justering", r"juster(?:at|ad)", r"justeringsda(?:g|tum)", r"justeringstid",
        r"(?:digital )?justering(?:ens)?,? (?:plats|tid)(?:(?: och|,) (?:plats|tid))?",
        r"(?:(?:plats|tid|datum)(?: och)? ?){1,2}för (?:protokolls)?justering(?:en)?",
    )),
    (Label.SIGNED, (
        r"underskrifter", r"underskrift(?: av .{3,30})?", r"signaturer", r"vid protokollet",
        r"(?:digitalt )?(?:signerat|undertecknat)(?: av)?",
    )),
    (Label.DECIDING, (labels.LIST, r"(?:från )?förvaltning(?:en)?")),
    (Label.OFFICE, (
        rf"{_ORDER}(?:v\.?|vice|mötes|tjänstgörande|tjg\.?)?\s?(?:ordförande|ordf\.?)", r"gruppledare",
    )),
    (Label.SECRETARY, (rf"[a-zåäö]*(?:sekreterare|{labels.short('sekreterare', 4)})", r"protokollförare")),
    (Label.UNKNOWN, (
        r"plats", r"tid", r"plats(?:,| och) tid", r"tid(?:,| och) plats", r"paragraf(?:er)?", r"mandat", r"åhörare",
        r"organ", r"(?:sammanträdes|mötes)?(?:datum|dag|tid)", r"förvaringsplats.{0,40}", r"ajournering", r"dnr",
        r"diarienummer", r"bilag(?:a|or)", r"ärenden?",
    )),
)  # fmt: skip
# Signs of Markdown, of tables and of lists before a label or a name.
_MARKS = re.compile(r"(?:[#*>|•·_]|[-–—](?=\s)|\s)+")
_CLOSING = r"[*_]{0,2}"
# After a label: a colon, a cell or a column, the end of the line, how many they are, or the § they were there for.
_SEPARATED = (
    rf"{_CLOSING}(?:\s?\(\d+(?: st)?\))?(?P<limits>\s?§+[\s\d,–\-]{{1,30}}(?:och [\d–\-]+)?)?"
    rf"(?:\s?:{_CLOSING}|\s?\||\t|\s{{2,}}|{_CLOSING}\s*$)"
)
# A label whose column is as wide as itself: "Ledamöter Anna Ek (S)", "Justerare Bo Berg".
_BESIDE = rf"(?-i: (?={NAME}|\d{{4}}-\d\d-\d\d|den \d))"
_LABELS = tuple(
    (
        label,
        sieve.compile(
            rf"{labels.BEFORE_TWIN}(?P<written>{'|'.join(words)}){labels.AFTER_TWIN}(?:{_SEPARATED}|{_BESIDE})",
            re.IGNORECASE,
        ),
    )
    for label, words in _WORDS
)
# Labels that stand further on in a line, after the end of the field before.
_INLINE = re.compile(
    rf"(?:(?<=[.;|)\d])\s{{0,40}}|\s{{2,40}}|\t)(?=[A-ZÅÄÖ1-4][\w:/ ]{{2,50}}?(?::[*_\s]|(?<=[a-zåäö]) (?={NAME})))"
)
_UNKNOWN = re.compile(rf"(?!{NAME}\s)[A-ZÅÄÖ][^:|\t()]{{1,{LONGEST_LABEL}}}?(?::[*_]{{0,2}}(?:\s|$)|\s?\||\t)")
_COLUMN = re.compile(rf"(?!{NAME}(?:\s|$))[A-ZÅÄÖ][\w/.,]*(?: [\w/.]+){{0,4}}\s{{2,}}(?=\S)")
# What heads some of the people of a list, on their line.
GROUP = re.compile(rf"(?:[Ff]ör |[Ff]rån )?(?P<party>[^:|\n]{{1,40}}):\s{{1,9}}(?={NAME})")
_GROUP = rf"(?:\(?{PARTY}\)?(?::|\s?\|)?\s{{1,12}})?"
# What goes on with a list of people: a name, alone or after its party, number or title, or the rest of an item.
_PERSON = re.compile(
    rf"(?:\d{{1,3}}[.)]?\s+)?{_GROUP}(?:[^\W\d_][\w\-:.]*\s){{0,3}}?(?:{PARTICLE}\s)?"
    rf"(?:{NAME}|{WORD}(?: {WORD})?, {WORD}|{WORD} \(\s?{PARTY}\))"
)
_ONWARDS = re.compile(rf"[a-zåäö(§\d]|{WORD}[,;](?:\s|$)|{WORD}(?: \(|\s[–-]\s|$)")
_LOOSE = re.compile(r"§+\s?\d{1,4}(?:(?:\s?[-–,]\s?|\soch\s)\d{1,4}){0,6}")
_LISTED = re.compile(
    rf"(?:\d{{1,3}}[.)]?\s+)?\*?{NAME}(?:,? \(\s?{PARTY}\s?\)"
    r"(?:,? (?:[§\d(]|kl|fr|till|t\.|tj|ers|ordf|vice|ej|från).{0,80})?|, [a-zåäö][\w\- ]{0,40}(?:, §.{1,40})?)"
)
_PARAGRAPH = re.compile(r"(?:[A-ZÅÄÖ]\w{1,4}\s){0,2}§+\s?\d+(?:\s*$|\s+[A-ZÅÄÖ])")


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its `label` as `written`, and its `text`, lines kept, whose character `i` stands at `at(i)`.

    `first` and `last` are the numbers of the rows it stands on; `limits` the § that the label itself names.
    """

    label: Label
    written: str
    limits: str | None
    text: str
    first: int
    last: int
    _starts: tuple[int, ...]
    _places: tuple[int, ...]

    def at(self, index: int) -> int:
        """The place in the document of the character `index` of `text`; of its end too."""
        piece = max(0, bisect_right(self._starts, index) - 1)
        return self._places[piece] + index - self._starts[piece]


class _Segment(NamedTuple):
    """A line, or a part of one that may begin with a label: its row, text, place, and whether a blank precedes."""

    row: int
    text: str
    place: int
    after_blank: bool


@dataclass(slots=True)
class _Open:
    label: Label
    written: str
    limits: str | None
    first: int
    last: int
    pieces: list[tuple[str, int]]

    def closed(self) -> Field:
        pieces = [(text, place) for text, place in self.pieces if text] or [("", self.pieces[0][1])]
        starts, length = [], 0
        for text, _ in pieces:
            starts.append(length)
            length += len(text) + 1
        joined = "\n".join(text for text, _ in pieces)
        places = tuple(place for _, place in pieces)
        return Field(self.label, self.written, self.limits, joined, self.first, self.last, tuple(starts), places)


def head(rows: Sequence[Line], sections: Sequence[Section]) -> Sequence[Line]:
    """The lines before the first §, which the fields of a first page stand on; of a paper without § its first lines.

    A "§ 12" that broke off its line in a list ("Bo Berg (M) ersätter Eva Gran (M)") is no §, whatever it looks like.
    """
    first = next((section.start for section in sections if section.paragraph), None)
    if first is None:
        return rows[:HEAD_ROWS]
    stop = bisect_left(rows, first, key=lambda row: row.start)
    while (
        stop < len(rows)
        and _LOOSE.fullmatch(rows[stop].text)
        and _LISTED.fullmatch(rows[stop + 1].text if stop + 1 < len(rows) else "")
    ):
        stop = next((n for n in range(stop + 1, len(rows)) if _PARAGRAPH.match(rows[n].text)), len(rows))
    return rows[:stop]


def find(rows: Sequence[Line]) -> Iterator[Field]:
    """The fields among `rows`, in order; what stands in none is left out."""
    field: _Open | None = None
    segments = list(_segments(labels.paired(rows)))
    for at, segment in enumerate(segments):
        number, text, place, _ = segment
        labelled = _label(text)
        if not labelled and field and not any(words for words, _ in field.pieces):
            labelled = _label(text[:1].upper() + text[1:])  # "Tjänstgörande" and, on the next line, "ersättare"
        if labelled and not (field and labelled[0] is Label.UNKNOWN and _is_group(field, text)):
            if field:
                yield field.closed()
            label, written, limits, end = labelled
            text, place = _unmarked(text[end:], place + end)
            nested = _label(text)
            if nested and nested[0] in LISTS:  # "Övriga närvarande   Ersättare Anna Ek (S)"
                label, written, limits, end = nested
                text, place = _unmarked(text[end:], place + end)
            field = _Open(label, written, limits, number, number, [(text, place)])
        elif field and _goes_on(field, segment, segments[at + 1 : at + 1 + MOST_STRAYS]):
            field.pieces.append((text, place))
            field.last = number
        elif field:
            yield field.closed()
            field = None
    if field:
        yield field.closed()


def _segments(rows: Sequence[Line]) -> Iterator[_Segment]:
    """The lines in parts that each may begin with a label."""
    blank = False
    for number, row in enumerate(rows):
        line = row.text[:LONGEST_LINE]
        cuts = [m.end() for m in _INLINE.finditer(line) if _is_inline(line[m.end() : m.end() + REACH])]
        for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True):
            text, place = _unmarked(line[start:end], row.start + start)
            if text:
                yield _Segment(number, text, place, blank)
                blank = False
        blank = blank or not row.text


def _is_inline(text: str) -> bool:
    """Whether what follows in a line is a label: with its colon, or known and with a name beside it."""
    labelled = _label(text)
    return labelled is not None and (labelled[0] is not Label.UNKNOWN or ":" in text[: labelled[3]])


def _unmarked(text: str, place: int) -> tuple[str, int]:
    marks = _MARKS.match(text)
    cut = marks.end() if marks else 0
    return text[cut:].rstrip(" |*_\t"), place + cut


@functools.lru_cache(maxsize=1024)
def _label(text: str) -> tuple[Label, str, str | None, int] | None:
    """The label that `text` begins with: what it tells, as written, its §, where it ends; None for none."""
    text = text[:REACH]
    if not text[:1].isupper() and not text[:1].isdigit():
        return None
    low = text.lower()
    for label, words in _LABELS:
        if words.told_by(low) and (match := words.match(text)):
            if label is Label.DECIDING:
                label = next(kind for kind, told in _LISTS if told.search(match["written"]))
            return label, match["written"], match["limits"] and match["limits"].strip(), match.end()
    unknown = _UNKNOWN.match(text) or _COLUMN.match(text)
    if unknown and not _PERSON.match(text):
        return Label.UNKNOWN, unknown.group(), None, unknown.end()
    return None


def _is_group(field: _Open, text: str) -> bool:
    """Whether a line of a list is headed as those before it were, by a party: "Storseles Väl: Hildur Matt"."""
    own = GROUP.match(text) if field.label in LISTS else None
    heads = (own, *map(GROUP.match, (words for words, _ in field.pieces[:FIRST_GROUPS]))) if own else ()
    return any(head and parties.party(head["party"]) for head in heads)


def _goes_on(field: _Open, segment: _Segment, following: Sequence[_Segment]) -> bool:
    """Whether a field goes on with a segment: a list with people, and with what broke off the line above them."""
    number, text, _, blank = segment
    if field.label in LISTS and _LOOSE.fullmatch(text):
        return bool(following and _LISTED.fullmatch(following[0].text))
    if _PARAGRAPH.match(text) or parts.named(text) not in (None, PartName.ATTENDANCE):
        return False
    if field.label not in _OF_PEOPLE:
        return not blank and number - field.first < LONGEST_FIELD
    if number - field.first > LONGEST_LIST:
        return False
    if _PERSON.match(text) or re.fullmatch(r"\(?[A-ZÅÄÖ]{1,4}\)?:?", text) or _is_group(field, text):
        return True
    return bool(_ONWARDS.match(text)) and (not blank or any(_PERSON.match(after.text) for after in following))

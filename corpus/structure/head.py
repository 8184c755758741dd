"""What a paper says of itself at its head: organisation, body, kind, date, diarienummer, title."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.models import Kind, PartName, Span
from corpus.structure import parts, references
from corpus.structure.lines import Line

# How far down, in lines that are not blank, a head reaches.
HEAD_LINES = 30
# And how far the top of it, where a date without a word for it is the paper's own.
TOP_LINES = 5

_ORGANISATION = re.compile(
    r"\b(?:(?P<region>(?:Region|REGION) [A-ZÅÄÖ]\w+(?: län| Härjedalen| HÄRJEDALEN)?"
    r"|Västra Götalandsregionen|VÄSTRA GÖTALANDSREGIONEN)"
    r"|(?P<place>(?:[A-ZÅÄÖ]\w+ ){0,2}?[A-ZÅÄÖ]\w+) (?P<form>kommun|KOMMUN|stad|Stad|STAD)(?:s|S)?\b)"
)
# The first word of a sentence before a name is no part of it.
_NO_PLACE = re.compile(
    r"^(?:I|Inom|Till|Från|För|Av|Hos|Att|En|Ett|Den|Varje|Vår|Alla|Både|Denna|Hela|Samt|Och|Om|Med|På)$"
)

_COMMITTEE = re.compile(
    r"\b(?P<name>(?:kommun|region|landstings)(?:fullmäktige|styrelsen?)|"
    r"(?:(?:tekniska|sociala|gemensamma) |[a-zåäö]+-,? (?:och |[a-zåäö]+-? och )?)?[a-zåäö]*nämnd(?:en)?)"
    r"(?P<au>(?:e?n?s)? (?P<utskott>(?:[a-zåäö]+|allmänna )?utskott)(?:et)?)?(?![\wåäö])",
    re.IGNORECASE,
)
# "Nämnden för funktionsstöd": only as a line of its own, since prose says "nämnden för ärendet vidare".
_NAMED_BY_TASK = re.compile(r"(?:Nämnden för|NÄMNDEN FÖR) [\wåäöÅÄÖ\- ]{3,50}")
_SHORT = re.compile(r"^(?:#+\s*)?(?P<short>[A-ZÅÄÖ]{2,4})(?P<au>\s?AU)?\s?§")
_PARAGRAPH_LINE = re.compile(r"(?:#+\s*)?(?:[A-ZÅÄÖ]{2,4}\s(?:AU\s)?)?§+\s?\d")
SHORT_NAMES = {
    "KF": "Kommunfullmäktige", "KS": "Kommunstyrelsen", "RF": "Regionfullmäktige", "RS": "Regionstyrelsen",
    "SN": "Socialnämnden", "SON": "Socialnämnden", "BUN": "Barn- och utbildningsnämnden", "TN": "Tekniska nämnden",
    "BMN": "Bygg- och miljönämnden", "MBN": "Miljö- och byggnadsnämnden", "KFN": "Kultur- och fritidsnämnden",
    "GVN": "Gymnasie- och vuxenutbildningsnämnden",
    "HSN": "Hälso- och sjukvårdsnämnden", "KTN": "Kollektivtrafiknämnden",
}  # fmt: skip
_NO_COMMITTEE = frozenset({"nämnd", "nämnden", "facknämnd", "facknämnden", "stadsdelsnämnd", "förtroendenämnd"})

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for kind, pattern in (
        (Kind.EXTRACT, r"protokollsutdrag(?! (?:skickas|till|expedieras|sänds))|utdrag ur protokoll"),
        (Kind.SUMMONS, r"\bkallelse\b|föredragningslista|\bdagordning\b"),
        (Kind.DELEGATED, r"delegations?beslut|delegationslista|beslut (?:fattat )?(?:på|enligt) delegation"),
        (Kind.MEMO, r"tjänsteskrivelse"),
        (Kind.STATEMENT, r"tjänsteutlåtande"),
        (Kind.MINUTES, r"(?:sammanträdes)?protokoll\b"),
        (Kind.INTERPELLATION, r"\binterpellation\b"),
        (Kind.PROPOSAL, r"\bmedborgarförslag\b"),
        (Kind.MOTION, r"\bmotion\b"),
        (Kind.AGREEMENT, r"överenskommelse|samverkansavtal"),
        (Kind.RULES, r"\breglemente|\barbetsordning|\btaxa\b|\briktlinje(?:r)?\b|\bföreskrifter\b|\bpolicy\b"),
        (Kind.REPORT, r"rapport(?:sammandrag)?\b|verksamhetsberättelse|revisionsberättelse|årsredovisning|lägesbild"),
        (Kind.OPINION, r"\byttrande\b|svar på remiss"),
    )
)  # fmt: skip
_DATED = re.compile(
    r"(?:sammanträdes|mötes|upprättad\s|daterad\s|senast\sändrad\s)?(?:datum|dag|tid)\b|daterad|upprättad",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b\w*(?:förvaltning(?:en)?|kontoret|kansliet|revisionen|avdelningen|ordförande)\b", re.IGNORECASE
)
_APPROVED = re.compile(r"juster|anslag|sista dag", re.IGNORECASE)
_CASE = re.compile(r"(?:dnr|diarienummer|diarienr|ärendenummer|ärendenr)\b", re.IGNORECASE)
_RECIPIENT = re.compile(r"^(?:mottagare|till)\b:?\s*(?P<rest>.*)$", re.IGNORECASE)


# The parts that a head never holds: with the first of them the paper's own text has begun.
_BODY_PARTS = frozenset(PartName) - {PartName.ATTENDANCE, PartName.APPROVAL, PartName.DECISION}


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a head; None where the paper does not say."""

    kind: Kind
    organisation: str | None
    committee: str | None
    date: dt.date | None
    case_number: str | None
    title: str | None = None


def read(text: str, rows: Sequence[Line], furniture: Sequence[Span], name: str) -> Facts:
    """The facts of a paper's head, its running headers (`furniture`) and its file's `name`."""
    filled = [line.text for line in rows if line.text][:HEAD_LINES]
    running = [line for span in furniture[:4] for line in text[span.start : span.end].split("\n") if line.strip()]
    head = _before_first_paragraph(filled)
    stem = re.sub(r"[_.]", "-", name.rsplit(".", 1)[0])
    paragraphs = sum(bool(_PARAGRAPH_LINE.match(line.text)) for line in rows)
    proposes = any(parts.named(line.text) is PartName.PROPOSAL for line in rows)
    kind = _kind(head, running, stem) or _kind_by_shape(paragraphs, proposes)
    facts = Facts(
        kind=kind,
        organisation=_organisation([*running, *head], text),
        committee=_committee(head, running, filled),
        date=_date(head, running, stem),
        case_number=_case_number(head, kind),
    )
    return replace(facts, title=_title(rows, head, facts))


def _before_first_paragraph(filled: Sequence[str]) -> list[str]:
    head = []
    for line in filled:
        if _PARAGRAPH_LINE.match(line) or parts.named(line) in _BODY_PARTS:
            break
        head.append(line)
    return head


def _organisation(head: Iterable[str], text: str) -> str | None:
    """The organisation that a short line of the head names, or the one that the whole paper speaks of."""
    named = Counter(_organisations(text))
    for line in head:
        if len(line) <= 90 and not line.endswith((".", ",")) and (found := _organisations(line)):
            # "Region Norrskärs patientnämnd": the form without the genitive, where the paper has it too.
            return found[0][:-1] if found[0].endswith("s") and found[0][:-1] in named else found[0]
    often = named.most_common(1)
    return often[0][0] if often and often[0][1] >= 3 and often[0][1] >= 0.6 * named.total() else None


def _organisations(text: str) -> list[str]:
    found = []
    for match in _ORGANISATION.finditer(text):
        if match["region"]:
            found.append(_capitalised(match["region"]))
            continue
        words = [word for word in match["place"].split() if not _NO_PLACE.match(word)]
        if words:
            form = match["form"].casefold() if match["form"].isupper() else match["form"]
            found.append(f"{_capitalised(' '.join(words))} {form}")
    return found


def _capitalised(name: str) -> str:
    """Give "REGION NORRSKÄR" as "Region Norrskär"; a name that is not all capitals as it stands."""
    return name.title() if name.isupper() else name


def _committee(head: Sequence[str], running: Sequence[str], filled: Sequence[str]) -> str | None:
    """The body that held the meeting, or that a memo is written to."""
    for place, line in enumerate(head):
        recipient = _RECIPIENT.match(line)
        if recipient:
            rest = recipient["rest"] or (head[place + 1] if place + 1 < len(head) else "")
            if found := _bodies(rest):
                return found[0]
    for line in [*head, *running]:
        if len(line) <= 90 and (found := _bodies(line)):
            return found[0]
    for line in filled:
        short = _SHORT.match(line)
        if short and short["short"] in SHORT_NAMES:
            return _with_committee(SHORT_NAMES[short["short"]], "arbetsutskott" if short["au"] else None)
    for line in head:
        if found := _bodies(line):
            return found[0]
    return None


def _bodies(line: str) -> list[str]:
    if _NAMED_BY_TASK.fullmatch(line):
        return [line.capitalize()]
    found = []
    for match in _COMMITTEE.finditer(line):
        body = match["name"].casefold()
        if match["au"] and body.endswith("s") and not body.endswith("fullmäktiges"):
            body = body.removesuffix("s")
        if body.endswith(("nämnd", "styrelse")):
            body += "en" if body.endswith("nämnd") else "n"
        if body not in _NO_COMMITTEE:
            found.append(_with_committee(body[0].upper() + body[1:], match["utskott"] and match["utskott"].casefold()))
    return found


def _with_committee(body: str, part: str | None) -> str:
    return f"{body}s {part}" if part else body


def _kind(head: Sequence[str], running: Sequence[str], stem: str) -> Kind | None:
    """The kind that the file's name, else the earliest short line of the head, says."""
    for kind, pattern in _KINDS:
        if pattern.search(stem):
            return kind
    lines = [line for line in (*head, *running) if len(line) <= 90]
    for line in lines:
        for kind, pattern in _KINDS:
            if pattern.search(line):
                return kind
    return None


def _kind_by_shape(paragraphs: int, proposes: bool) -> Kind:
    """The kind of a paper that does not name it: with §, with a proposal to decide, or neither."""
    if paragraphs:
        return Kind.MINUTES if paragraphs > 1 else Kind.EXTRACT
    return Kind.MEMO if proposes else Kind.OTHER


def _date(head: Sequence[str], running: Sequence[str], stem: str) -> dt.date | None:
    """The date beside the word for it, else that of the file's name, else the head's first."""
    for lines in (head, running):
        for place, line in enumerate(lines):
            if (
                _DATED.search(line)
                and not _APPROVED.search(line)
                and (found := references.dates(" ".join(lines[place : place + 2])))
            ):
                return found[0]
    for line in (*head[:TOP_LINES], *running, stem, *head[TOP_LINES:]):
        if found := references.dates(line):
            return found[0]
    return None


def _case_number(head: Sequence[str], kind: Kind) -> str | None:
    """The paper's own diarienummer; minutes have one for each §, and theirs is no case's."""
    if kind is Kind.MINUTES:
        return None
    for place, line in enumerate(head):
        if _CASE.search(line) and (found := references.case_number(" ".join(head[place : place + 2]))):
            return found
    return next((found for line in head if len(line) <= 60 and (found := references.case_number(line))), None)


def _title(rows: Sequence[Line], head: Sequence[str], facts: Facts) -> str | None:
    """For minutes their body and date; for others the first line of the head that is a heading of its own."""
    if facts.kind in (Kind.MINUTES, Kind.SUMMONS):
        return " ".join(str(fact) for fact in (facts.committee, facts.kind, facts.date) if fact)
    inside = set(head)
    for place, line in enumerate(rows):
        if line.text in inside and 12 <= len(line.text) <= 160 and not _is_label(line.text.strip(parts.MARKS)):
            title = line.text.strip(parts.MARKS)
            for more in rows[place + 1 : place + 3]:
                # A heading over several lines goes on in lower case.
                if not more.text or not more.text[0].islower():
                    break
                title += " " + more.text
            return title
    return None


def _is_label(line: str) -> bool:
    if (
        parts.named(line)
        or line.endswith((",", ":"))
        or (line.endswith(".") and len(line) > 70)
        or "emonstration" in line
        or "@" in line
    ):
        return True
    if (
        re.match(r"[\wåäöÅÄÖ /]{2,28}:\s*\S", line)
        or references.dates(line)
        or line.startswith(("-", "|", "•", ">"))
        or re.match(r"\d+\.\s", line)
    ):
        return True
    rest = _ORGANISATION.sub("", _COMMITTEE.sub("", line))
    rest = _OFFICE.sub("", rest)
    for _, pattern in _KINDS:
        rest = pattern.sub("", rest)
    return len(re.sub(r"[\W\d]", "", rest)) < 6

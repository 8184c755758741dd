"""The points of a decision and what became of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.facts import Decision, Outcome
from corpus.models import Part, PartName, Section
from corpus.structure import outcomes, parts, prose
from corpus.structure.lines import Line
from corpus.structure.prose import Block

_BODY = (
    r"(?:[A-ZÅÄÖ][\w\-]*(?: och [\w\-]+){0,2}"
    r"(?:nämnden?|styrelsen?|fullmäktige|utskottet?|beredningen?|rådet|presidiet)"
    r"|Nämnden|Styrelsen|Fullmäktige|Utskottet|Beredningen|Presidiet)"
)
# "Kommunstyrelsen beslutar", "Enligt valberedningens förslag:": what the points below it are listed under.
_OPENING = re.compile(
    r"(?:beslut(?:ar|ade|a|at|as)|följande|föreslå[rs]|hemställer)"
    r"(?: (?:följande|besluta|att|för (?:egen|sin) del|kommunfullmäktige|regionfullmäktige)){0,4}\W{0,4}$"
    r"|\bförslag:$|^(?:bifall till|enligt|i enlighet med)\b[^.]*:?$|^\W*(?:dels|att)\W*$",
    re.IGNORECASE,
)
# "Kommunfullmäktige väljer": those who are elected stand below, a line each.
_NAMES = re.compile(
    r"\b(?:väljer|välja|utser|utse|väljs|utses)(?: följande(?: \w+)?| till (?:\w+ ?){1,3})?:?$", re.IGNORECASE
)
_RESOLVES = re.compile(rf"{_BODY}(?:s \w+utskott)? beslutar\b")
# Below a decision: a heading that no list of headings knows, a signature, a row of a table, a rule.
_LABEL = re.compile(r"[A-ZÅÄÖ][\wåäö\-]*(?: [\wåäö\-]+){0,3}:?")
_SIGNED = re.compile(
    r"(?:underskrift|vid protokollet|justera[ds]|signatur|sekreterare|ordförande|justerare)\w*\b(?!\s\w+[rs]\b)"
    r"|.{4,60}, (?:sekreterare|ordförande|justerare)$",
    re.IGNORECASE,
)
# A sentence that obliges somebody is a decision too: "Förvaltningen återkommer i maj."
_REPORTS = re.compile(
    r"[A-ZÅÄÖ][\w\-]*(?: och \w+| \w+){0,3} (?:ska |skall )?"
    r"(?:återkommer|återkomma|återrapporterar?|(?:åter)?redovisar?)\b"
)
# What a body proposes to the one above it is its decision, in a § that has no other.
_OFFICIALS = r"(?!.*(?:förvaltning|kontor|direktör|chef|tjänste))"
_OWN_PROPOSAL = re.compile(
    rf"{_OFFICIALS}(?:[\w\- ]{{3,60}}s )?förslag till (?!beslut\b)[\w\- ]{{3,80}}", re.IGNORECASE
)
_FOR_ITSELF = re.compile(r"\begna?\b|\beget\b|\begen del\b", re.IGNORECASE)
_PROPOSES = re.compile(rf"{_OFFICIALS}[\w\- ]{{3,60}} föreslår [\w\- ]{{3,80}}", re.IGNORECASE)
# A sentence of a § without parts that decides by itself: "Dagordningen godkänns.", "Nämnden tackar för föredragningen."
_SHORT = re.compile(
    r".{0,120}\b(?:godkänns|utses|väljs|antecknas|läggs till handlingarna|fastställs|bordläggs|avslås|bifalls"
    r"|återremitteras|utgår|besvarad|överlämnas|antas|remitteras|entledigas|anmäls|justerar)\b"
    rf"|{_BODY} (?:godkänner|antar|utser|väljer|avslår|bifaller|noterar|tackar|tar del|antecknar|lägger|fastställer"
    r"|uppdrar|ger|återremitterar|bordlägger|överlämnar|avstår)\b",
)
_NO_DECISION = re.compile(r"\b(?:föreslå|föreslår|yrkar?|om att|kan|ska|bör|när|sedan)\b", re.IGNORECASE)
LONGEST_SHORT = 200


def find(rows: Sequence[Line], section: Section) -> tuple[Decision, ...]:
    """The points decided in `section`, whose lines outside furniture are `rows`, in order.

    They stand under Beslut, never under Förslag till beslut; only where a § has no such part are they looked for in
    its running text. A point is an item of a list, an att-sats, or a sentence with those that explain it.
    """
    wide = prose.width(rows)
    decided = _deciding(rows, section)
    if decided:
        return tuple(found for part in decided for found in _points(prose.body(rows, part), wide))
    return tuple(_told(rows, section, wide)) if section.paragraph else ()


def _deciding(rows: Sequence[Line], section: Section) -> list[Part]:
    """The parts that hold what was decided: what a body proposes to the one above it follows its own decision."""
    found: list[Part] = []
    own: list[Part] = []
    both = False  # "Nämndens eget beslut": what it proposes to the one above is its decision beside that
    for part in section.parts:
        if part.name not in (PartName.DECISION, PartName.PROPOSAL):
            continue
        heading = next((line.text for line in rows if line.start >= part.start), "").strip(parts.MARKS)
        if part.name is PartName.DECISION:
            found.append(part)
            both = both or bool(_FOR_ITSELF.search(heading))
        else:
            if _PROPOSES.fullmatch(heading) and found and found[-1].end == part.start:
                found.append(part)
            elif _PROPOSES.fullmatch(heading) or _OWN_PROPOSAL.fullmatch(heading):
                own.append(part)
    if found and not both:
        return found
    return sorted([*found, *own], key=lambda part: part.start) if section.paragraph else []


def _points(lines: Sequence[Line], wide: int) -> Iterator[Decision]:
    """The points among `lines`, those of a Beslut part; what stands below them is none."""
    first = True
    for point in _grouped(list(prose.blocks(lines, wide))):
        block = point[0]
        if block.kind:
            text = block.prose.text if block.kind == "that" else block.text
            yield Decision(block.span()[0], point[-1].span()[1], _outcome(text), block.number)
        elif _opens(block):
            continue
        elif len(point) > 1:
            yield Decision(block.span()[0], point[-1].span()[1], outcomes.read(block.text))
        elif (first and any(char.isalpha() for char in block.text)) or _anew(block):
            yield from _sentences(block)
        else:
            return
        first = False


def _grouped(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks of each point: an item with the lists and paragraphs inside it, a paragraph with the list it opens."""
    point: list[Block] = []
    for place, block in enumerate(blocks):
        if point and _belongs(block, point[0], blocks[place + 1 :]):
            point.append(block)
            continue
        if point:
            yield point
        point = [block]
    if point:
        yield point


def _belongs(block: Block, head: Block, after: Sequence[Block]) -> bool:
    """Whether `block` is inside the point that `head` begins; `after` is what follows it."""
    if head.kind:
        if block.kind:
            return block.kind != head.kind
        # A paragraph of an item, if the list goes on below it.
        following = next((b for b in after if b.kind == head.kind), None)
        return not _opens(block) and bool(head.number and following and following.number == head.number + 1)
    if _NAMES.search(head.text) and not _opens(block) and not _SIGNED.match(block.text):
        return True
    return bool(block.kind) and head.text.endswith(":") and not _opens(head)


def _opens(block: Block) -> bool:
    """Whether a paragraph only says what the points below it are listed under."""
    text = block.text
    return len(text) < 400 and bool(_OPENING.search(text)) and outcomes.operative(text) is None


def _anew(block: Block) -> bool:
    """Whether a paragraph below a point decides something more."""
    if _SIGNED.match(block.text) or _LABEL.fullmatch(block.text):
        return False
    return outcomes.read(block.text) is not Outcome.OTHER


def _outcome(text: str) -> Outcome:
    """What a point decides: by the first verb of it that does, else by its first sentence."""
    return outcomes.operative(text) or outcomes.read(text[: next(prose.sentences(text), (0, 0))[1]])


def _sentences(block: Block) -> Iterator[Decision]:
    """The decisions of a paragraph: each sentence with a verb of its own, along with those that explain it."""
    text = block.prose.text
    starts: list[int] = []
    decided = False
    for start, end in prose.sentences(text):
        decides = outcomes.operative(text[start:end]) is not None or bool(_REPORTS.match(text, start, end))
        if not starts or (decides and decided):
            starts.append(start)
        decided = decided or decides
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield Decision(*block.prose.span(start, end), _outcome(text[start:end]))


def _told(rows: Sequence[Line], section: Section, wide: int) -> Iterator[Decision]:
    """Decisions of a § without a part for them: what the body "beslutar", and short ones of a § without parts."""
    lines = [*prose.loose(rows, section)]
    for part in section.parts:
        if part.name is PartName.MATTER:
            lines += prose.body(rows, part)
    for block in prose.blocks(lines, wide):
        text = block.prose.text
        for start, end in prose.sentences(text):
            sentence = text[start:end]
            if _RESOLVES.match(sentence) or (not section.parts and _is_short(sentence)):
                yield Decision(*block.prose.span(start, end), outcomes.read(sentence))


def _is_short(sentence: str) -> bool:
    return (
        len(sentence) <= LONGEST_SHORT
        and bool(_SHORT.match(sentence))
        and not _NO_DECISION.search(sentence)
        and outcomes.operative(sentence) is not None
    )

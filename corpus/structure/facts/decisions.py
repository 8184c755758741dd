"""The points of a decision and what became of each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from corpus.facts import Decision, Outcome
from corpus.models import Kind, Part, PartName, Section
from corpus.structure import prose
from corpus.structure.facts import outcomes, proposals
from corpus.structure.lines import Line
from corpus.structure.node import Node
from corpus.structure.outline import parts
from corpus.structure.prose import Block
from corpus.swedish import tables

# A body, by the form of its name and by what it does: whoever is one of the people in the room is none.
_BODY = (
    r"(?!(?:\w+ )?(?:Ordförande|Ledam|Ersätt|Revisor|Sekreterar|Regering|Riksdag|Länsstyrels|\w*(?:domstol|verket|chef"
    r"|direktör|förvaltning|kontoret|partiet|gruppen|myndighet)))"
    r"(?:[A-ZÅÄÖ][\w\-]{0,40}?(?:,? [\w\-]{1,40}?){0,5}?(?:en|et|ktige)(?: för (?:[\w\-]{2,30},? ){0,4}?[\w\-]{2,30})?"
    r"|K[SFsf](?:t|ge|[Aa][Uu])?(?=\s))"
)
# The same after its verb: "Efter diskussion beslöt kommunstyrelsen att".
_INNER = (
    r"(?!ordförande|regering|riksdag|länsstyrels|\w{0,20}(?:domstol|verket|chef|direktör|förvaltning|kontoret|myndighet))"
    r"[a-zåäö\-]{3,40}(?:en|ktige)"
)
# "Kommunstyrelsen beslutar", "Enligt valberedningens förslag:": what the points below it are listed under.
_OPENING = re.compile(
    r"(?:beslut(?:ar|ade|a|at|as)|beslöt|följande|föreslå[rs]|hemställer)"
    r"(?: (?:följande|besluta|att|för (?:egen|sin) del|kommunfullmäktige|regionfullmäktige)){0,4}\W{0,4}$"
    r"|\bförslag:$|^(?:bifall till|enligt|i enlighet med)\b[^.]*:?$|^\W*(?:dels|att)\W*$",
    re.IGNORECASE,
)
# "Kommunfullmäktige väljer": those who are elected stand below, a line each.
_NAMES = re.compile(
    r"\b(?:väljer|välja|utser|utse|väljs|utses)(?: följande(?: \w+)?| till (?:\w+ ?){1,3})?:?$", re.IGNORECASE
)
_RESOLVES = re.compile(rf"{_BODY}(?:s \w{{1,30}}utskott)? beslutar\b")
# Wherever it stands it begins a sentence, as after a list that no stop ends.
_WITHOUT_SUBJECT = re.compile(r"\b(?:Beslutas|Beslutades|Beslöts)(?: (?:därför|enhälligt|härefter|vidare))? att\b")
_RESOLVED = re.compile(
    rf"{_BODY}(?:s \w{{1,30}}utskott)? (?:beslutade|beslöt)\b|[^.]{{0,60}}?\b[Bb](?:eslutades|eslutas|eslöts) att\b"
    rf"|[A-ZÅÄÖ][^.]{{0,60}}? (?:beslutar|beslutade|beslöt) {_INNER} att\b"
)
# Nor is it a report but a decision of its own where money comes from: "Kostnaden tas från anslaget för vägar."
_FUNDS = re.compile(
    r"[A-ZÅÄÖ][^.]{3,120}? (?:(?:ska |skall )?(?:finansieras|bekostas|täcks|betalas|tas) (?:av|från|med|ur|genom|inom)"
    r"|(?:ska |skall )?belastar?) [^.]{3,120}"
)
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
# A sentence of a § without parts decides by itself in the passive ("Dagordningen godkänns."), or where a body does it.
_ACTS = re.compile(rf"{_BODY} ")
_NO_DECISION = re.compile(r"\b(?:reservation|föreslå|föreslår|yrkar?|om att|kan|ska|bör|när|sedan)\b", re.IGNORECASE)
LONGEST_SHORT = 200
# What was done at another time than this meeting, and what is never a meeting's decision when told afterwards: that a
# question was answered, a meeting closed, flowers handed over.
_EARLIER = re.compile(
    r"\d{4}|§|\b(?:tidigare|föregående(?! (?:mötes |sammanträdes )?protokoll)|förra|senast|redan|som|dåvarande"
    rf"|{tables.MONTH})\b",
    re.IGNORECASE,
)
# The year that something is for, or of a paper's number, says nothing of when it was decided.
_FOR_YEAR = re.compile(r"\b(?:för (?:\w{2,20} )?|nr\.? ?\d{1,3}/)\d{4}(?:\s?[-–/]\s?\d{2,4})?\b(?!-)")
_NEVER_TOLD = frozenset({Outcome.ANSWERED, Outcome.CLOSED, Outcome.HANDED_OVER, Outcome.APPEALED})
# How the meeting came to its decision and what was said beside it; no part of what was decided.
_BESIDE = re.compile(
    r"\b(?:reserver\w+ sig|avvikande (?:åsikt|mening)|(?:ja|nej)-röst(?:er)? (?:betyder|innebär|för|är)"
    r"|röstar (?:ja|nej)|yrka[rd]e?"
    r"|omröstning(?:en)? (?:begär|genomför|verkställ|utfall)\w*"
    r"|ordföranden (?:ställer|ställde|finner|fann|frågar|frågade)|jäv(?:ig)?|delt(?:ar|og) (?:inte|ej))\b",
    re.IGNORECASE,
)
# The papers whose words decide; in others they propose, or cite what was decided elsewhere.
_DECIDES = frozenset({Kind.MINUTES, Kind.EXTRACT, Kind.DELEGATED})
# Parts that may stand below a decision that has no heading.
_BELOW = frozenset(
    {PartName.DISPATCH, PartName.APPROVAL, PartName.RESERVATION, PartName.NOTE, PartName.CONFLICT, PartName.BASIS}
)
_BARE_THAT = re.compile(r"(?:\W{1,3}|\d{1,2}[.)]?\s?)?att", re.IGNORECASE)
_LIST_GOES_ON = re.compile(r"(?:[,:;]|\b(?:och|samt))$")
_ITEM_ENDS = re.compile(r"[.,;]$|,? (?:och|samt)$")


def find(node: Node) -> tuple[Decision, ...]:
    """The points decided in `node`, in order; in a paper whose words do not decide there are none.

    They stand under Beslut, never under Förslag till beslut; only where a § has no such part are they looked for in
    its running text. A point is an item of a list, an att-sats, or a sentence with those that explain it.
    """
    if node.paper.kind not in _DECIDES:
        return ()
    rows, section, wide = node.rows, node.section, node.width
    if deciding := _deciding(rows, section):
        found = [point for part in deciding for point in _points(prose.body(rows, part), wide)]
    else:
        found = list(_told(node, wide)) if section.paragraph else []
    return proposals.marked(node, found)


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
    count = 0
    near = True  # whether something was decided right above: an explanation may stand between two decisions
    last: int | None = None  # the number of the last point; None where there is no list
    for point in _grouped(_blocks(lines, wide)):
        block = point[0]
        text = block.prose.text if block.kind == "that" else block.text
        goes_on = block.number == last + 1 if last is not None else outcomes.operative(text) is not None
        if block.kind and (near or goes_on):
            end = point[-1].span()[1] if len(point) > 1 else block.prose.span(block.body, _decided_to(block))[1]
            found = [Decision(block.span()[0], end, _outcome(text), block.number)]
            last = block.number or 0
        elif _opens(block):
            near, last = True, None
            continue
        elif not any(char.isalpha() for char in text) or (count and _ends(block)):
            return
        elif len(point) > 1 and not block.kind:
            found = [Decision(block.span()[0], point[-1].span()[1], outcomes.read(text))]
        elif _decides(text, near=near, listed=last is not None) or not count:
            found = list(_sentences(block))
        else:
            found = []
        yield from found
        count += len(found)
        near = bool(found)


def _decides(text: str, *, near: bool, listed: bool) -> bool:
    """Whether a paragraph decides something more: right under a decision, or further down where those are no list."""
    if near:
        return outcomes.read(text) is not Outcome.OTHER
    return not listed and outcomes.operative(text) is not None


def _blocks(lines: Sequence[Line], wide: int) -> list[Block]:
    """The blocks of `lines`; where their words stand after all of several bare "att", as columns come out, one each."""
    bare = [place for place, line in enumerate(lines) if _BARE_THAT.fullmatch(line.text)]
    words = [line for line in lines[bare[-1] + 1 :] if line.text] if bare else []
    if (
        len(bare) < 2
        or len(words) < len(bare)
        or len(bare) < sum(bool(line.text) for line in lines[bare[0] : bare[-1] + 1])
    ):
        return list(prose.blocks(lines, wide))
    ends = [place for place, line in enumerate(words, 1) if _ITEM_ENDS.search(line.text)][: len(bare)]
    if len(ends) < len(bare):
        ends = list(range(1, len(bare) + 1))
    items = [Block(prose.run(words[start:end]), "that") for start, end in itertools.pairwise([0, *ends])]
    return [*prose.blocks(lines[: bare[0]], wide), *items, *prose.blocks(words[ends[-1] :], wide)]


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
    if block.kind:
        return head.text.endswith(":") and not _opens(head)
    if _ends(block) or _opens(block) or _opens(head):
        return False
    # "Följande avsägelser godkänns:" and those who resign, unless a line decides something by itself.
    listed = head.text.endswith(":") and outcomes.operative(block.text) is None
    return listed or bool(_NAMES.search(head.text))


def _opens(block: Block) -> bool:
    """Whether a paragraph only says what the points below it are listed under."""
    text = block.text
    return len(text) < 400 and bool(_OPENING.search(text)) and outcomes.operative(text) is None


def _ends(block: Block) -> bool:
    """Whether a paragraph stands below the decision: a signature, a row of a table, a rule, how the vote went."""
    text = block.text
    return bool(
        not any(char.isalpha() for char in text)
        or text.startswith("|")
        or _SIGNED.match(text)
        or (_LABEL.fullmatch(text) and outcomes.operative(text) is None)
        or _BESIDE.search(text, 0, next(prose.sentences(text), (0, 0))[1])
    )


def _outcome(text: str) -> Outcome:
    """What a point decides: by the first verb of it that does, else by its first sentence."""
    return outcomes.operative(text) or outcomes.read(text[: next(prose.sentences(text), (0, 0))[1]])


def _decided_to(block: Block) -> int:
    """Where in its text a block stops deciding: before what is told beside it, as that somebody reserves themselves."""
    text = block.prose.text
    for place, (start, end) in enumerate(prose.sentences(text[block.body :])):
        if place and _BESIDE.search(text, block.body + start, block.body + end):
            return block.body + start
    return len(text)


def _sentences(block: Block) -> Iterator[Decision]:
    """The decisions of a paragraph: each sentence with a verb of its own, along with those that explain it."""
    text = block.prose.text[: _decided_to(block)]
    starts: list[int] = []
    decided = False
    for start, end in prose.sentences(text):
        sentence = text[start:end]
        adds = _adds(sentence)
        decides = outcomes.operative(sentence) is not None or adds or _is_told(sentence)
        # What the same subject did before may be a decision by a verb that no list has.
        anew = starts and text[starts[-1] : start].split(None, 1)[0] == sentence.split(None, 1)[0]
        if not starts or adds or (decides and (decided or anew)):
            starts.append(start)
        decided = decided or decides
    for start, end in itertools.pairwise([*starts, len(text)]):
        yield Decision(*block.prose.span(start, end), _outcome(text[start:end]))


def _adds(sentence: str) -> bool:
    """Whether a sentence without a verb of deciding obliges somebody, or tells who pays."""
    return bool(_REPORTS.match(sentence) or _FUNDS.match(sentence))


def _told(node: Node, wide: int) -> Iterator[Decision]:
    """Decisions of a § without a part for them: what the body "beslutar", and short ones where nothing is headed."""
    bare = all(part.name in _BELOW for part in node.section.parts)
    for name, lines in node.stretches({None, PartName.MATTER}):
        yield from _running(lines, wide, bare=bare and name is None)


def _running(lines: Sequence[Line], wide: int, *, bare: bool) -> Iterator[Decision]:
    """The sentences of running text that decide, and the att-satser that go on from one; `bare` as in `_told`."""
    goes_on = False  # whether the last decision ended with a comma or an "och"
    for block in prose.blocks(lines, wide):
        text = block.prose.text
        if goes_on and block.kind == "that":
            yield Decision(*block.span(), _outcome(text), block.number)
            goes_on = bool(_LIST_GOES_ON.search(text))
            continue
        goes_on = False
        for start, end in prose.sentences(text):
            without = _WITHOUT_SUBJECT.search(text, start, end)
            sentence = text[without.start() if without else start : end]
            if without or _RESOLVES.match(sentence) or (bare and (_is_short(sentence) or _is_told(sentence))):
                yield Decision(*block.prose.span(end - len(sentence), end), outcomes.read(sentence))
                goes_on = bool(_LIST_GOES_ON.search(sentence))


def _is_short(sentence: str) -> bool:
    return (
        len(sentence) <= LONGEST_SHORT
        and not _NO_DECISION.search(sentence)
        and outcomes.operative(sentence) is not None
        and (outcomes.is_passive(sentence) or _ACTS.match(sentence) is not None)
    )


def _is_told(sentence: str) -> bool:
    """Whether a sentence tells afterwards what this meeting decided: "Till justerare valdes Eva Ek."."""
    return (
        len(sentence) <= LONGEST_SHORT
        and sentence[0].isupper()
        and not _NO_DECISION.search(sentence)
        and not _EARLIER.search(_FOR_YEAR.sub("", sentence))
        and (_RESOLVED.match(sentence) is not None or outcomes.told(sentence) not in (None, *_NEVER_TOLD))
    )

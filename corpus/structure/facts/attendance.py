"""Who took part in a meeting: the attendance lists of a protocol's first page, of its appendix, of each meeting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.facts import Attendant, Choice, Presence
from corpus.models import Kind
from corpus.structure import prose
from corpus.structure.facts import fields, listed, present
from corpus.structure.facts.fields import Field, Label
from corpus.structure.facts.grid import Table
from corpus.structure.facts.listed import Item, Shape
from corpus.structure.lines import Line
from corpus.structure.node import Paper
from corpus.swedish import parties, people, tables

# A list that stands inside the minutes, at the head of the next meeting, names at least as many people.
LEAST_INSIDE = 3
# What is longer is a party's name and not its letters.
LETTERS = 5
_PRESENCE = {
    Label.DECIDING: Presence.DECIDING,
    Label.REPLACEMENT: Presence.REPLACEMENT,
    Label.OTHER: Presence.OTHER,
    Label.ABSENT: Presence.ABSENT,
    Label.OFFICE: Presence.DECIDING,
    Label.SECRETARY: Presence.OTHER,
}
# A label that says what its people are there as.
_AS_LABELLED = re.compile(r"insynsplats|adjungerad|gruppledare", re.IGNORECASE)
# "31 ledamöter enligt omröstningslistan": who they are stands there only.
_BY_ROLL = re.compile(r"\b(?:omröstnings|voterings|röst|upprops)(?:lista|längd|protokoll)", re.IGNORECASE)
_REPLACEMENT = re.compile(r"\bersättare\b", re.IGNORECASE)
_ROLL_CALL = re.compile(r"upprop|närvar|öppna", re.IGNORECASE)
_WAS_THERE = re.compile(r"\b(?:närvarande|deltog|deltar|tjänstgör|tjänstgjorde|upprop)\b", re.IGNORECASE)
_INSIDE = re.compile(r"\W{0,6}(?:beslutande|närvarande|närvaro|ledamöter)\b", re.IGNORECASE)

_LINE_STARTS = frozenset({"", "\n", "."})
_BRACKETS = (
    rf"[(\[/]\s?(?P<all>(?:båda|bägge|alla|samtliga) )?(?P<party>{people.PARTY})"
    r"(?:[,;]\s?[^()]{1,40})?(?:\s?[)\]/]|(?=[,;]|$))"
)
_TITLE = rf"(?:{tables.TITLE}|herr|fru)"
# What may stand before a name: a title, not a clause ("tjänstgör för").
_LEAD = (
    rf"(?:(?!(?:{people.WORD} )+{people.WORD}\s?\()(?:[1-4]:[ea] |[\w\-]{{2,30}}-? )?(?:och )?(?:[a-zåäö\-]+ )?"
    rf"[\w\-:]{{0,30}}{_TITLE}\.? )"
)
_ENTRY = re.compile(
    rf"(?:\d{{1,3}}[.)]?\s+)?(?:\*\s?)?(?P<lead>{_LEAD}|[a-zåäö][\w\-]{{3,30}} (?={people.NAME}))?"
    rf"(?P<name>{people.NAME}|{listed.SURNAME},\s{listed.GIVEN}(?=\s?\())(?:,?\s?{_BRACKETS}|\s(?P<bare>S|M|SD|C|V|KD|MP|L)(?=\s|$))?"
)
_CLAUSE = re.compile(r"(?:för|ersätter|ersatt|ersätts|tjänstgör\w*|samt|och|av|vid|i|från|till|med|under|efter)\b")
_GROUP = re.compile(rf"\(?(?P<party>{people.PARTY})\)?(?: \(\w{{1,5}}\))?:?(?:$|\s+(?={people.NAME}))")
# Of a body of several municipalities: "Edsele kommun: Anna Ek (S), Bo Berg (M)".
_SENT_BY = re.compile(rf"[A-ZÅÄÖ][^:(),;]{{2,40}}\s(?:kommun|stad|region|landsting|socken):\s+(?={people.NAME})")
# An office with the party behind it: "Anna Ek, ordförande (S)".
_OFFICE_PARTY = re.compile(rf"[a-zåäö\d][\w:. -]{{3,40}}\((?P<party>{people.PARTY})\)$")
# A party that stands bare between a name and what is said of it: "Anna Ek, kds", "Bo Berg, v §§ 3-4".
_BARE = re.compile(
    rf"(?P<party>{people.PARTY}|(?!(?:ordf|sekr|ers|adj|tjg|tj|tf|vd|ej|kl|från|vice)\b)[a-zåäö]{{1,4}}\b)(?=$|\s+(?:§|kl))"
)
_RANGE = r"\d{1,4}(?:\s?[-–]\s?(?:§\s?)?\d{1,4})?"
_PARAGRAPHS = rf"(?:§\s?){{1,3}}{_RANGE}(?:(?:,\s?|\s?och\s|\s?samt\s)(?:§+\s?)?{_RANGE}(?![:.]\d))*"
_CLOCK = r"(?:kl(?:\.|ockan)?\s?\d{1,2}[.:]\d\d(?:\s?[-–]\s?\d{1,2}[.:]\d\d)?|\d{1,2}[.:]\d\d\s?[-–]\s?\d{1,2}[.:]\d\d)"
_LIMITS = re.compile(
    r"(?:(?:delt(?:ar|og) )?(?:ej|inte|utom|förutom|dock ej|från(?: och med)?|fr\.?\s?o\.?\s?m\.?|till(?: och med)?"
    rf"|t\.?\s?o\.?\s?m\.?|under|del av)\s(?:i\s)?){{0,3}}(?:{_PARAGRAPHS}|{_CLOCK})(?:,? (?:och )?(?:{_CLOCK}))?",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    rf"\b(?:för|ersätter|istf\.?)\s(?P<name>{people.NAME}|{listed.SURNAME},\s{listed.GIVEN})(?:\s?{_BRACKETS})?"
)
# "För §§ 3–4 tjänstgör Bo Berg (M)."
_STANDS_IN = re.compile(
    rf"(?:(?:[Ff]ör|[Uu]nder|[Vv]id|[Ii])\s)?{_PARAGRAPHS}\stjänstgör\s(?P<name>{people.NAME})(?:\s?{_BRACKETS})?"
)
_REPLACED = re.compile(rf"\bers(?:ätts|att)\b[^.;()]{{0,30}}?\bav\s(?P<name>{people.NAME})(?:\s?{_BRACKETS})?")
_AWAY = re.compile(r"\b(?:frånv(?:\.|$|arande)|förhind)", re.IGNORECASE)
_ROLE = re.compile(people.ROLE, re.IGNORECASE)
# What is said of someone's attendance and is no title.
_NO_TITLE = re.compile(
    r"(?:lämna|delt|anländ|ankom|på |via |till |från |jäv|närv|digital|ersätt|ersatt|tjänstgör|kl\b|kl\.|ej |inte |utom"
    r"|dock |för |och |§|\d|x$|ja$|nej$)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Entry:
    """Someone in a list, with where what is said of them begins and ends."""

    start: int
    rest: int
    end: int
    written: str
    party: str | None
    lead: str | None
    shared: bool = False

    @property
    def name(self) -> str:
        """The canonical name."""
        return people.canonical(self.written)


def find(paper: Paper) -> tuple[Attendant, ...]:
    """The people who took part, in the order of the lists; a notice names some, but nobody has come yet."""
    if paper.kind is Kind.SUMMONS:
        return ()
    sections = paper.sections
    first = next((section.start for section in sections if section.paragraph), 0)
    called, rows, tables = present.split(paper.rows, first)
    head = fields.head(rows, sections)
    named = list(fields.find(head))
    if not any(section.paragraph for section in sections) and not any(field.label is Label.DECIDING for field in named):
        named = []  # a letter or a notice: who signs and who presides is no attendance
    voters = any(field.label is Label.DECIDING and _BY_ROLL.search(field.text) for field in named)
    body = rows[len(head) :]
    named = listed.parted([*named, *_inside(body)], rows)
    found = [*called, *(person for field in _unsigned(named) for person in _attendants(field))]
    nobody = first > 0 and not any(person.presence is Presence.DECIDING for person in found)
    voters = voters or (nobody and any(_BY_ROLL.search(row.text) for row in head))
    known = {person.name for person in found}
    told = [*_voters(tables)] if voters else []
    if nobody and not told:
        # The minutes may tell of it in their first §, "Upprop".
        end = next((s.end for s in sections if s.start == first and _ROLL_CALL.search(s.heading)), first)
        told = [*_unheaded(tables, end)] or [*_in_words([row for row in rows if row.start < end])]
    found += [person for person in told if person.name not in known]
    return tuple(_lettered(_once(sorted(found, key=lambda person: person.start)), rows))


def _lettered(found: Sequence[Attendant], rows: Sequence[Line]) -> Iterator[Attendant]:
    """Each with the letters of a party that is written out: known ones, or those that the paper gives its members."""
    letters = {person.party: parties.party(person.party) for person in found if person.party}
    local = {party for party, known in letters.items() if known in (None, party) and len(party) > LETTERS}
    if local:
        spoken = {one.name: one.party for row in rows if "(" in row.text for one in people.find(row.text)}
        for party in local:
            said = Counter(s for person in found if person.party == party and (s := spoken.get(person.name)))
            letters[party] = next(iter(said), party)
    for person in found:
        yield replace(person, party=letters[person.party] or person.party) if person.party else person


def _unsigned(named: Sequence[Field]) -> Iterator[Field]:
    """The fields but those of signatures: the chair who signs below "Underskrifter" need not have been there."""
    signing = False
    for field in named:
        signing = field.label is Label.SIGNED or (signing and field.label not in fields.LISTS)
        if not signing:
            yield field


def _voters(tables: Sequence[Table]) -> Iterator[Attendant]:
    """Those on a voting list that the first page refers to for its members."""
    for entry in [entry for table in tables for entry in table.entries if entry.ballots]:
        ballot = entry.ballots[0][1]
        if ballot.choice is not Choice.ABSENT:
            written = " ".join(cell.text for cell in entry.row.cells)
            replacing = bool(_REPLACEMENT.search(written))
            role = None if replacing else _ROLE.search(written)
            presence = Presence.REPLACEMENT if replacing else Presence.DECIDING
            yield Attendant(
                ballot.start, ballot.end, ballot.name, presence, ballot.party, role.group() if role else None
            )


def _unheaded(tables: Sequence[Table], head: int) -> Iterator[Attendant]:
    """Those in a table before the first § whose columns no head explains, but that has a name and a party in each."""
    for table in tables:
        entries = [entry for entry in table.entries if entry.party and table.end <= head and not entry.ballots]
        for entry in entries if len(entries) >= LEAST_INSIDE else ():
            yield Attendant(entry.row.start, entry.row.end, entry.people[0].name, Presence.DECIDING, entry.party)


def _in_words(rows: Sequence[Line]) -> Iterator[Attendant]:
    """Those of whom a sentence before the first § says that they were there."""
    run = prose.run(rows)
    for start, end in prose.sentences(run.text):
        named = [*people.find(run.text, start, end)] if _WAS_THERE.search(run.text, start, end) else []
        for one in named if len(named) >= LEAST_INSIDE else ():
            yield Attendant(*run.span(one.start, one.end), one.name, Presence.DECIDING, one.party, one.role)


def _inside(rows: Sequence[Line]) -> Iterator[Field]:
    """The fields of the first pages of meetings that come later in the same file."""
    end = 0
    for number in [number for number, row in enumerate(rows) if _INSIDE.match(row.text)]:
        if number < end or not any("(" in row.text for row in rows[number : number + 4]):
            continue
        last = None
        for field in fields.find(rows[number : number + fields.LONGEST_LIST]):
            if not (_is_list(field) if last is None else field.first <= last + 3):
                break
            last = field.last
            end = number + last + 1
            yield field


def _is_list(field: Field) -> bool:
    """Whether a field that begins a stretch of lines is the list of members at the head of a meeting."""
    if field.first != 0 or field.label is not Label.DECIDING:
        return False
    return sum(1 for person in people.find(field.text) if person.party) >= LEAST_INSIDE


def _attendants(field: Field) -> Iterator[Attendant]:
    presence = _PRESENCE.get(field.label)
    if presence is None:
        return
    for entry in _shared([*_entries(field)]):
        yield from _said(field, entry, presence)
        if field.label in (Label.OFFICE, Label.SECRETARY):
            break


def _shared(entries: Sequence[_Entry]) -> Sequence[_Entry]:
    """`entries` with the party that the last of some has for all of them: "Anna Ek och Bo Berg (båda S)"."""
    party = None
    for entry in reversed(entries):
        if entry.party:
            party = entry.party if entry.shared else None
        entry.party = entry.party or party
    return entries


def _entries(field: Field) -> Iterator[_Entry]:
    grouped = field.label not in (Label.OTHER, Label.SECRETARY)
    shape = listed.shape(field.text)
    # Where some are headed by a party those are that are headed by a name which no list of parties has.
    heads = [*fields.GROUP.finditer(field.text)] if grouped else []
    headed = fields.GROUP if any(parties.party(head["party"].rpartition("\n")[2]) for head in heads) else _GROUP
    group: str | None = None
    entry: _Entry | None = None
    for item in listed.items(field.text, shape):
        words = _words(field, item)
        party = (headed.match(words) or _GROUP.match(words)) if grouped or words.startswith("(") else None
        if entry and grouped and not entry.party and item.cut in (",", "-", "–", "—"):
            party = _BARE.match(words) or _OFFICE_PARTY.match(words) or party
        if party and _is_told(party, item, entry, group, shape):
            if entry and not entry.party:
                entry.party, entry.end = party["party"], item.end
            continue
        if party and (item.cut in _LINE_STARTS or (item.cut == ";" and ":" in party.group())):
            group = party["party"]
            item.start, words = item.start + party.end(), words[party.end() :]
        found = None if shape.one_each and entry and item.cut == "," else _entry(words, item, group)
        if found:
            if entry:
                yield entry
            entry = found
        elif entry:
            entry.end = item.end
    if entry:
        yield entry


def _words(field: Field, item: Item) -> str:
    """The words of an item on one line, from behind the municipality that sent those whom it names."""
    words = field.text[item.start : item.end].replace("\n", " ")
    sent = _SENT_BY.match(words)
    if sent:
        item.start += sent.end()
    return words[sent.end() :] if sent else words


def _is_told(party: re.Match[str], item: Item, entry: _Entry | None, group: str | None, shape: Shape) -> bool:
    """Whether an item is the party of the person before it, and not one that heads those after it."""
    if party.re is _BARE:
        return True
    whole = party.end() == item.end - item.start
    return whole and (
        item.cut not in _LINE_STARTS or (entry is not None and not group and (not entry.party or shape.apart))
    )


def _entry(words: str, item: Item, group: str | None) -> _Entry | None:
    """The person whom an item begins with, after a title perhaps; None where it only tells more of another."""
    stands_in = _STANDS_IN.match(words)
    if stands_in:
        return _Entry(item.start, item.start, item.end, stands_in["name"], stands_in["party"], None)
    match = _ENTRY.match(words)
    if not match or _CLAUSE.match(match["lead"] or "") or not people.is_name(match["name"]):
        return None
    lead = match["lead"] and match["lead"].strip()
    party = match["party"] or match["bare"] or group
    return _Entry(item.start, item.start + match.end(), item.end, match["name"], party, lead, bool(match["all"]))


def _said(field: Field, entry: _Entry, presence: Presence) -> Iterator[Attendant]:
    """The attendant that an entry tells of, one for each member replaced, and who replaces them where it says so."""
    said = field.text[entry.rest : entry.end].rstrip()
    place = (field.at(entry.start), field.at(entry.rest + len(said) - 1) + 1 if said else field.at(entry.rest - 1) + 1)
    replaced = _REPLACED.search(said)
    own = said[: replaced.start()] if replaced else said
    if presence is Presence.DECIDING and not _limits(own) and _AWAY.search(own):
        presence = Presence.ABSENT
    if presence is Presence.OTHER and _REPLACEMENT.search(own):
        presence = Presence.REPLACEMENT
    role = _role(field, entry, presence, own)
    person = Attendant(*place, entry.name, presence, entry.party, role, None, _limits(own) or field.limits)
    replacing = list(_REPLACES.finditer(own)) if presence in (Presence.DECIDING, Presence.REPLACEMENT) else []
    for number, match in enumerate(replacing):
        stop = replacing[number + 1].start() if number + 1 < len(replacing) else len(own)
        limits = _limits(own[match.end() : stop]) or (_limits(own[: match.start()]) if not number else None)
        yield replace(person, replaces=people.canonical(match["name"]), limits=limits or field.limits)
    if not replacing:
        yield person
    if replaced:
        yield Attendant(
            field.at(entry.rest + replaced.start("name")),
            field.at(entry.rest + replaced.end() - 1) + 1,
            people.canonical(replaced["name"]),
            Presence.REPLACEMENT,
            replaced["party"],
            replaces=entry.name,
            limits=_limits(replaced.group()),
        )


def _limits(said: str) -> str | None:
    match = _LIMITS.search(said)
    return " ".join(match.group().split()) if match else None


def _role(field: Field, entry: _Entry, presence: Presence, said: str) -> str | None:
    if field.label in (Label.OFFICE, Label.SECRETARY) or _AS_LABELLED.match(field.written):
        return field.written.lower()
    if entry.lead:
        return " ".join(entry.lead.split())
    chunks = [chunk.strip(" –—-\n") for chunk in re.split(r"[,;()|]", said.replace("\n", " ")) if chunk.strip(" .")]
    if presence is not Presence.OTHER:
        roles = [role.group() for chunk in chunks if (role := _ROLE.match(chunk))]
        return next((role for role in roles if not role.casefold().endswith("ersättare")), None)
    titles = [chunk for chunk in chunks if not _NO_TITLE.match(chunk)]
    if not titles:
        return None
    limits = _LIMITS.search(titles[0])
    return (titles[0][: limits.start()] if limits else titles[0]).strip(" .") or None


def _once(found: Sequence[Attendant]) -> tuple[Attendant, ...]:
    """Each attendance once: the chair stands both as the chair and among the members."""
    kept: dict[tuple[str, Presence, str | None, str | None], Attendant] = {}
    for person in found:
        key = (person.name, person.presence, person.replaces, person.limits)
        known = kept.get(key)
        if known is None:
            kept[key] = person
        elif not known.role and person.role:
            kept[key] = replace(person, party=person.party or known.party)
        elif not known.party and person.party:
            kept[key] = replace(known, party=person.party)
    return tuple(kept.values())

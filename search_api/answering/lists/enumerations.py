"""Lists that stand in the text itself: the members in a sentence or under it, the papers and recipients of a part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Found
from corpus.models import PartName, Span
from corpus.structure import lines, prose, sentences
from corpus.structure.outline import parts
from indexer import language
from search_api.retrieval import Ranked

# How many of the best passages are read for a list.
READ = 6
# So much of the question's words, by rarity, stand in the sentence or in the line above it.
LEAST_ABOUT = 0.75
# Where the sentence names the members right after the word for them, less is enough.
LEAST_NAMED = 0.5
# Stems so long, and so much of the longer, are one word where one begins with the other: "simhall", "simhallsmotion".
LEAST_STEM, LEAST_OF_WORD = 5, 0.4
# A list in a sentence has at least so many members.
LEAST_MEMBERS = 2
# A short answer is no longer, in characters.
LONGEST_SHORT = 400
_VERB = re.compile(
    r"\b(?:ingår|ingick|deltar|består av|sitter|medverkar|representeras av|finns(?: också)? representanter för"
    r"|(?:övriga )?(?:medlemmar|ledamöter|aktörer|myndigheter)[^.:]{0,40}? är|utgörs av)\b"
    r"(?: (?:även|också|bland annat))?"
    r"|:(?=\s)",
    re.IGNORECASE,
)
# "… and the school in the local council": where they take part is no part of the last one's name.
_AFTERWORD = re.compile(r"\s+i (?:det|den|de)\s[^,]*$")
# With a verb of its own it is said of someone, and no list of members.
_SAYS = re.compile(r"\b(?:är|var|ska|kan|har|leder|bjuds)\b")
# A sentence that goes on about what the one before it named.
_GOES_ON = re.compile(r"(?:Där|I rådet|I gruppen|Dessutom|Även|Övriga|De)\b")
# Below the last part of an extract: that it is a true one, and who signs.
_ENDS = re.compile(
    r"\b(?:bestyrks?|intygas?|riktighet\w*|vid protokollet|justera[st]|underskrift\w*|rätt utdraget)\b", re.IGNORECASE
)
_MARK = re.compile(r"^\s*(?:[-•–*o]|\d{1,2}[.)])\s+")
# After the word for the members: "nämnder under fullmäktige: A, B och C.", "badplatserna Norrbåda sand, Granö och C".
_COLON = re.compile(r"[^.:]{0,60}:\s+(?P<run>[^.:;]+)(?=\.|$)")
_NAME = r"[A-ZÅÄÖ][\w\-&]*(?:[ ](?:[A-ZÅÄÖ][\w\-&]*|[a-zåäö]{2,12})){0,3}?"
_NAMES = re.compile(
    rf"(?: är)?\s+(?P<run>{_NAME}(?:,\s+{_NAME})*\s+(?:och|samt)\s+[A-ZÅÄÖ][\w\-&]*(?: [A-ZÅÄÖ][\w\-&]*)*)"
)
# Not in "individ- och familjeomsorg".
_SEPARATOR = re.compile(r",\s+(?:och |samt )?|(?<!-)\s+(?:och|samt)\s+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the document that `found` is a passage of."""

    found: Found
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        at = self.found.passage.start
        return self.found.text[self.start - at : self.end - at]


@dataclass(frozen=True, slots=True)
class Enumerated:
    """A list in the text: the stretches that hold it, in order, and its members as written."""

    stretches: tuple[Stretch, ...]
    short: str


def members(words: str, hits: Sequence[Ranked]) -> Enumerated | None:
    """Who is in what `words` name, from a sentence of `hits` that lists them or a list under it."""
    if not language.terms(words):
        return None
    best: tuple[float, Enumerated] | None = None
    for rank, hit in enumerate(hits[:READ]):
        for above, spans in _sayings(hit.found):
            text = hit.found.text[spans[0].start : spans[-1].end]
            about = share(words, f"{above} {text}")
            if about < LEAST_ABOUT:
                continue
            listed = _listed(hit.found, spans)
            score = about - 0.02 * rank
            if listed and (best is None or score > best[0]):
                best = (score, listed)
    return best[1] if best else None


def share(words: str, text: str) -> float:
    """How much of `words` stands in `text`, by rarity, 0 to 1; a compound stands there when its parts do."""
    known = set(language.terms(text))
    total = found = 0.0
    for word in language.words(words):
        if terms := language.terms(word):
            weight = language.rarity(terms[0])
            total += weight
            if _stands(terms, known):
                found += weight
    return found / total if total else 1.0


def _stands(terms: Sequence[str], known: set[str]) -> bool:
    """Whether a word is known, by itself, by its parts, or by one word that begins with the other."""
    if terms[0] in known or (len(terms) > 1 and known.issuperset(terms[1:])):
        return True
    return any((term.startswith(terms[0]) or terms[0].startswith(term)) and _is_much(term, terms[0]) for term in known)


def _is_much(one: str, other: str) -> bool:
    short, long = sorted((len(one), len(other)))
    return short >= LEAST_STEM and short >= LEAST_OF_WORD * long


def named(noun: str, words: str, hits: Sequence[Ranked]) -> Enumerated | None:
    """The members of a kind, `noun`, that a sentence about `words` names after that word or after a colon."""
    stems = set(language.terms(noun))
    for hit in hits[:READ]:
        found = hit.found
        for span in sentences.split(found.text, 0, len(found.text)):
            text = found.text[span.start : span.end]
            if share(words, f"{found.passage.heading} {text}") < LEAST_NAMED:
                continue
            for place in language.occurrences(text, stems):
                run = _COLON.match(text, place[1]) or _NAMES.match(text, place[1])
                members_ = [" ".join(one.split()) for one in _SEPARATOR.split(run["run"])] if run else []
                if len(members_) >= LEAST_MEMBERS and all(members_):
                    at = found.passage.start
                    return Enumerated((Stretch(found, at + span.start, at + span.end),), ", ".join(members_))
    return None


def part(name: PartName, words: str, hits: Sequence[Ranked], catalogue: Catalogue) -> Enumerated | None:
    """The items of the part called `name` of the § or paper that the best hit about `words` is of."""
    for hit in hits[:READ]:
        passage = hit.found.passage
        around = f"{passage.heading} {hit.found.entry.title} {hit.found.text}"
        if not hit.exact and share(words, around) < LEAST_ABOUT:
            continue
        own = [
            one.id
            for one in catalogue.passages(passage.document_id)
            if passage.paragraph is None or one.paragraph == passage.paragraph
        ]
        stretches = [s for found in catalogue.find(own) for s in _items_of(name, found)]
        if stretches:
            short = ", ".join(" ".join(_MARK.sub("", one.text).split()) for one in stretches)
            return Enumerated(tuple(stretches), short)
    return None


def _items_of(name: PartName, found: Found) -> Iterator[Stretch]:
    """The items under the heading of a part in a passage."""
    rows = [line for line in lines.split(found.text, 0, len(found.text))]
    inside = found.passage.part == name and not any(parts.named(row.text) for row in rows)
    body: list[lines.Line] = []
    for row in rows:
        named = parts.named(row.text) if row.text else None
        if named:
            inside = named is name
        elif inside:
            body.append(row)
    at = found.passage.start
    for block in prose.blocks(body, prose.width(rows), listed=True):
        if _ENDS.search(block.text):
            return
        if any(char.isalnum() for char in block.text) and not block.text.endswith(":"):
            start, end = block.span()
            yield Stretch(found, at + start, at + end)


def _sayings(found: Found) -> Iterator[tuple[str, list[Span]]]:
    """The sentences of a passage that say who is in something, each with those that go on; and the line above."""
    spans = list(sentences.split(found.text, 0, len(found.text)))
    for place, span in enumerate(spans):
        text = found.text[span.start : span.end]
        if not (_VERB.search(text) or text.endswith(":")):
            continue
        group = [span]
        for after in spans[place + 1 :]:
            following = found.text[after.start : after.end]
            item = bool(_MARK.match(following)) and found.text[group[0].start : group[0].end].endswith(":")
            if not item and not (_GOES_ON.match(following) and _VERB.search(following)):
                break
            group.append(after)
        first = place
        while first and _GOES_ON.match(found.text[spans[first].start : spans[first].end]):
            first -= 1
        above = found.text[spans[first - 1].start : spans[first - 1].end] if first else ""
        if first < place:
            group = [*spans[first:place], *group]
        yield f"{found.passage.heading} {above if len(above) < 80 else ''}", group


def _listed(found: Found, spans: Sequence[Span]) -> Enumerated | None:
    """The members that the sentences `spans` list, or None where they list none."""
    at = found.passage.start
    stretches = tuple(Stretch(found, at + span.start, at + span.end) for span in spans)
    items = [one for one in stretches if _MARK.match(one.text)]
    if items:
        short = ", ".join(" ".join(_MARK.sub("", one.text).rstrip(".,;").split()) for one in items)
        return Enumerated(stretches, short) if len(items) >= LEAST_MEMBERS else None
    names: list[str] = []
    for one in stretches:
        verbs = list(_VERB.finditer(one.text))
        after = one.text[verbs[-1].end() :] if verbs else ""  # the last one stands before the list
        run = _AFTERWORD.sub("", after.strip().rstrip(".)"))
        members_ = [" ".join(name.split()) for name in _SEPARATOR.split(run)]
        names += [name for name in members_ if name]
    if len(names) < LEAST_MEMBERS or any(_SAYS.search(name) for name in names):
        return None
    short = ", ".join(names)
    return Enumerated(stretches, short) if len(short) <= LONGEST_SHORT else None

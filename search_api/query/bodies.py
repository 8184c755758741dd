"""The bodies of the archive that a question names: in full, in part, by a short name, or in English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from corpus.repair import lexicon
from corpus.swedish.tables import SHORT_NAMES
from indexer import language
from search_api.query.interpretation import Reading, ReadingKind
from search_api.query.rewriting import Token, tokens

Key = tuple[str, ...]

# What a body is, in any form: "nämnden", "socialnämnds", "arbetsutskottets".
_BODY = re.compile(
    r"(?P<stem>.*(?:nämnd|styrelse|utskott|fullmäktige|presidi|beredning|direktion|delegation|kommitté|råd|revision"
    r"|kollegi))(?:en|et|n|um|er|erna|na)?(?P<owning>s?)"
)
_GENERIC = frozenset(
    "nämnd styrelse utskott presidi beredning direktion delegation kommitté råd revision kollegi".split()
)
_JOINING = frozenset("och samt and".split())
_SHORT_FOR_UTSKOTT = "au"
# What councils and boards are called in English, with what the Swedish name ends in.
_ENGLISH_BODIES = (
    (r"(?:city|municipal|town) council", r"kommunfullmäktige"),
    (r"regional council", r"regionfullmäktige"),
    (r"(?<=the )council|(?<=\A)council", r"fullmäktige"),
    (r"(?:city|municipal) (?:executive (?:board|committee)|board)|municipal executive", r"kommunstyrelsen"),
    (r"regional (?:executive (?:board|committee)|board)|regional executive", r"regionstyrelsen"),
    (r"(?:working|executive) committee", r"arbetsutskott"),
)
_ENGLISH = re.compile(
    "|".join(rf"\b(?P<b{number}>{pattern})\b" for number, (pattern, _) in enumerate(_ENGLISH_BODIES))
    + r"|\b(?P<topics>(?:[a-z]+,? (?:and|&) )?(?:(?:health|medical|public) )?[a-z]+)"
    r" (?:care |welfare |advisory )?(?:committee|board)\b",
    re.IGNORECASE,
)
# The topics of nämnder in English, with what the Swedish name has for them.
_TOPICS = {
    "social": "social|omsorg", "welfare": "social|omsorg", "care": "omsorg|vård", "health": "hälso", "medical": "vård",
    "education": "utbildning", "school": "utbildning|skol", "children": "barn", "preschool": "förskole",
    "technical": "teknisk", "building": "bygg", "planning": "bygg|plan", "environment": "miljö",
    "environmental": "miljö", "culture": "kultur", "cultural": "kultur", "leisure": "fritid", "recreation": "fritid",
    "transport": "trafik", "traffic": "trafik", "patients": "patient", "patient": "patient", "election": "val",
    "electoral": "val", "elderly": "äldre", "property": "fastighet",
}  # fmt: skip


class Bodies:
    """The bodies called `names`, by all that people call them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._whole: dict[Key, list[str]] = defaultdict(list)
        self._part: dict[Key, list[str]] = defaultdict(list)
        self._short: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            key = tuple(_stem(token) for token in _content(tokens(name)))
            self._add(name, key)
            if key[:2] == ("nämnd", "för"):  # "funktionsstödsnämnden" for "Nämnden för funktionsstöd"
                self._add(name, (f"{key[2]}snämnd", *key[3:]))
            for initials in _initials(name):
                self._short[initials].append(name)
        for short, name in SHORT_NAMES.items():
            if name in self.names and name not in self._short[short.casefold()]:
                self._short[short.casefold()].append(name)
        self._longest = max(map(len, self._whole), default=0)

    def find(self, text: str) -> Iterator[Reading]:
        """The bodies that `text` names, in order; several for one stretch where several fit it."""
        content = _content(tokens(text))
        stems = [_stem(token) for token in content]
        at = 0
        while at < len(content):
            names, size = self._at(text, content, stems, at)
            for name in names:
                yield _reading(name, content[at].start, content[at + size - 1].end)
            at += max(size, 1)
        yield from self._in_english(text)

    def _add(self, name: str, key: Key) -> None:
        self._whole[key].append(name)
        for size in range(1, len(key)):
            # "Utbildningsnämnden" of "barn- och", "arbetsutskottet" of anyone; "socialnämnden" of any area.
            head, tail = key[:size], key[size:]
            if _is_body(tail):
                self._part[tail].append(name)
            elif _is_body(head):
                self._part[head].append(name)
        if len(key) == 1 and key[0].endswith("fullmäktige"):
            self._part[("fullmäktige",)].append(name)

    def _at(self, text: str, content: Sequence[Token], stems: Sequence[str], at: int) -> tuple[list[str], int]:
        """The bodies named from `content[at]` on, whose `stems` these are, and by how many tokens."""
        named, size = self._by_short_name(text, content, at)
        if size:
            return named, size
        key = tuple(stems[at : at + self._longest])
        for table in (self._whole, self._part):
            for size in range(len(key), 0, -1):
                if names := table.get(key[:size]):
                    # The utskott of a body that is named before it is that body's own.
                    if table is self._part and at and _owns(content[at - 1]):
                        return [], 1
                    return names, size
        return [], 1

    def _by_short_name(self, text: str, content: Sequence[Token], at: int) -> tuple[list[str], int]:
        """As `_at`, for "KS", "KSAU", "KS AU" and "AU"; in small letters where it is no word: "bun", but not "son"."""
        token = content[at]
        written = text[token.start : token.end]
        before_paragraph = text[token.end :].lstrip().startswith("§")
        if not (written.isupper() or before_paragraph or token.word not in lexicon.frequencies()):
            return [], 0
        following = content[at + 1].word if at + 1 < len(content) else ""
        if token.word in self._short:
            names = self._short[token.word]
            return (self._utskott(names), 2) if following == _SHORT_FOR_UTSKOTT else (names, 1)
        whose = token.word.removesuffix(_SHORT_FOR_UTSKOTT)
        if whose == token.word:
            return [], 0
        if whose in self._short:
            return self._utskott(self._short[whose]), 1
        return (self._part.get(("arbetsutskott",), []), 1) if not whose else ([], 0)

    def _utskott(self, of: Iterable[str]) -> list[str]:
        wanted = [f"{name}s arbetsutskott" for name in of]
        return [name for name in self.names if name in wanted]

    def _in_english(self, text: str) -> Iterator[Reading]:
        for match in _ENGLISH.finditer(text):
            if match["topics"]:
                words = [token.word for token in tokens(match.group())]
                topics = [_TOPICS[word] for word in words if word in _TOPICS]
                fits = [re.compile(topic) for topic in topics]
                if not fits:
                    continue
                ending = "nämnden"
            else:
                number = next(n for n in range(len(_ENGLISH_BODIES)) if match[f"b{n}"])
                fits, ending = [], _ENGLISH_BODIES[number][1]
            for name in self.names:
                folded = name.casefold()
                if folded.endswith(ending) and all(fit.search(folded) for fit in fits):
                    yield _reading(name, *match.span())


def is_body(word: str) -> bool:
    """Whether a normalised word is one for a body, of this archive or not: "kommunstyrelsen", "fullmäktiges"."""
    match = _BODY.fullmatch(word)
    return match is not None and (
        match["stem"].endswith(("nämnd", "styrelse", "utskott", "fullmäktige")) or word in ("kf", "ks", "council")
    )


def _reading(name: str, start: int, end: int) -> Reading:
    return Reading(ReadingKind.COMMITTEE, name, name, start, end)


def _content(found: Sequence[Token]) -> list[Token]:
    """The tokens of names: "barn- och utbildningsnämnden" is "barn" and "utbildningsnämnden"."""
    return [token for token in found if token.word not in _JOINING]


def _stem(token: Token) -> str:
    match = _BODY.fullmatch(token.word)
    return match["stem"] if match else language.stem(token.word)


def _owns(token: Token) -> bool:
    match = _BODY.fullmatch(token.word)
    return match is not None and bool(match["owning"])


def _is_body(key: Key) -> bool:
    """Whether the words name a body and not only what kind of thing it is."""
    return any(_BODY.fullmatch(word) for word in key) and not (len(key) == 1 and key[0] in _GENERIC)


def _initials(name: str) -> set[str]:
    """What a nämnd is called for short by the letters that its words begin with: "kbn", "ktn"; no shorter ones."""
    found = _content(tokens(name))
    if not found or not found[-1].word.endswith("nämnden"):
        return set()
    first = "".join(token.word[0] for token in found[:-1])
    topic = found[-1].word.removesuffix("nämnden")
    parts = language.split_compound(topic.removesuffix("s")) or (topic,)
    spelled = {f"{first}{topic[:1]}n", f"{first}{''.join(part[0] for part in parts if part)}n"}
    return {initials for initials in spelled if len(initials) >= 3}

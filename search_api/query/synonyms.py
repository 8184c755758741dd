"""Synonyms of the trade: the words of everyday with the words that the papers use for the same.

The table is a text file that a registrator edits (`synonyms.txt`, described in docs/synonyms.md). Its words are met in
every inflection and as parts of compounds, by the means of the analyser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from pathlib import Path

from corpus.errors import BadSynonyms
from corpus.normal import nfc
from corpus.repair import lexicon
from indexer.language import EXCEPTIONS, LEAST_COMPOUND, LEAST_FREQUENCY, STOPWORDS, normalise, split_compound, stem

BUNDLED = Path(__file__).with_name("synonyms.txt")

# A letter may be followed by its accent as a character of its own: a question may come from a Mac.
_PIECE = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]*)*(?:/[^\W_]+(?:-[^\W_]*)*)*")
_VOWELS = "aeiouyåäö"
_GAP = "…"
# So many words may stand where an entry has "…": "lade kommunen i Avika ned".
_MOST_BETWEEN = 4
# A compound's part that is shorter says too little.
_LEAST_PART = 4
# The "e" of "e-tjänst" and the "va" of "va-taxa" are no words that become "en" and "var".
_LEAST_INFLECTED = 3
# What inflection puts after a word, by what it takes away from it: "plan" + "en", "villa" - "a" + "or".
_ENDINGS: Mapping[str, frozenset[str]] = {
    "": frozenset(
        "s n ns t ts r rs d de des na nas rna rnas a as ad ade ades at ats e en ens et ets ar ars arna arnas "
        "er ers erna ernas".split()
    ),
    "a": frozenset("or ors orna ornas er".split()),
    "e": frozenset("na nas ar arna".split()),
}


@dataclass(frozen=True, slots=True)
class Synonym:
    """A stretch of a text, `text[start:end]`, and what it is searched by too: each of `added` a word or a few.

    `label` says it in Swedish.
    """

    start: int
    end: int
    added: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """A line of the table: all of `names` mean the same, and the words of `everyday` find them, not the other way.

    Entries stand as they are written, with "…" for words between and "/" between forms.
    """

    names: tuple[str, ...]
    everyday: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an entry, and how many other words may stand before it.

    `keys` are what it is looked up by, its stems; a word written with a capital is met to the letter and is its own.
    """

    written: str
    keys: frozenset[str]
    between: int = 0

    def is_met(self, word: str) -> bool:
        """Whether `word` is this word or, normalised, a form of it.

        The same stem is not enough: the stemmer makes one of "villa" and "vill", of "akuten" and "akuta".
        """
        word = word if self.written != normalise(self.written) else normalise(word)
        if word == self.written or len(self.written) < _LEAST_INFLECTED:
            return word == self.written
        return (_is_inflected(word, self.written) or word in EXCEPTIONS) and _stem(word) in self.keys


_Form = tuple[Word, ...]
_Met = tuple[tuple[int, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The groups of a file, and what they are looked up by.

    `forms` has under each key of its first word a form of an entry with the names that it finds. `parts` are those
    that are also met as part of a compound: the single words of everyday. A compound of the papers' own words finds
    the papers as it is, and a verb in a compound means something else ("förebygga").
    """

    groups: tuple[Group, ...]
    forms: Mapping[str, Mapping[_Form, tuple[str, ...]]]
    parts: frozenset[Word]

    def names(self, part: str) -> tuple[str, ...]:
        """What a normalised word finds as part of a compound."""
        for (word, *more), names in self.forms.get(_stem(part), {}).items():
            if not more and word in self.parts and word.is_met(part):
                return names
        return ()


@lru_cache(maxsize=1)
def bundled() -> Table:
    """The table that comes with the product."""
    return read(BUNDLED)


def read(path: Path) -> Table:
    """The table in a file, UTF-8.

    Raises BadSynonyms, which names the file, the line, what is wrong there and what should stand.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadSynonyms(f"Synonymfilen {path} kan inte läsas ({error.strerror}). Ange en textfil.") from error
    except UnicodeDecodeError as error:
        raise BadSynonyms(f"Synonymfilen {path} är inte sparad som UTF-8. Spara om den med den kodningen.") from error
    groups = []
    for number, line in enumerate(nfc(text).split("\n"), 1):
        written = line.partition("#")[0].strip()
        try:
            groups += [_group(written)] if written else []
        except ValueError as error:
            raise BadSynonyms(f"{path}, rad {number}: {error}") from error
    return _table(groups)


def expand(text: str, table: Table | None = None) -> tuple[Synonym, ...]:
    """What `text` is searched by too, in its order and never twice for the same place; none means the bundled table.

    More words come before fewer, and whole words before parts of compounds. What the text says anyway is not added.
    Where words may stand between those of an entry, the place is what stands before them.
    """
    table = table or bundled()
    pieces = list(_PIECE.finditer(text))
    words = [nfc(piece.group()) for piece in pieces]
    said = {_stem(word) for word in words}
    found: list[_Met] = []
    taken: set[int] = set()
    for met in sorted(_met(words, table), key=lambda met: -len(met[0])):
        if taken.isdisjoint(met[0]):
            taken.update(met[0])
            found.append(met)
    for place, word in enumerate(words):
        parts = () if place in taken else _parts(normalise(word), table)
        found.append(((place,), tuple(name for part in parts for name in table.names(part))))
    synonyms = []
    for places, names in sorted(found):
        last = next(place for place in places if place + 1 not in places)
        start, end = pieces[places[0]].start(), pieces[last].end()
        if added := tuple(name for name in dict.fromkeys(names) if not said.issuperset(_stems(name))):
            synonyms.append(Synonym(start, end, added, f"{text[start:end]}: även {', '.join(added)}"))
    return tuple(synonyms)


def _met(words: Sequence[str], table: Table) -> Iterator[_Met]:
    """The entries that stand in a text, as the places of their words and what they find; to the letter comes first."""
    for first, word in enumerate(words):
        for key in dict.fromkeys((word, _stem(word))):
            for form, names in table.forms.get(key, {}).items():
                places: tuple[int, ...] = ()
                for wanted in form:
                    start = places[-1] + 1 if places else first
                    after = range(start, min(start + wanted.between + 1, len(words)))
                    place = next((place for place in after if wanted.is_met(words[place])), None)
                    if place is None:
                        break
                    places += (place,)
                else:
                    yield places, names


def _parts(word: str, table: Table) -> tuple[str, ...]:
    """The parts of a normalised compound.

    Those that the analyser knows, else a word of the table with a common word: "dagisavgift" has a part that is too
    rare in the training text for the analyser to split by.
    """
    if parts := split_compound(word):
        return tuple(part for part in parts if len(part) >= _LEAST_PART)
    if len(word) < LEAST_COMPOUND or not word.isalpha():
        return ()
    frequencies = lexicon.frequencies()
    for end in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
        first, last = word[:end], word[end:]
        for head in dict.fromkeys((first, first.removesuffix("s"))):
            for part, other in ((head, last), (last, head)):
                if frequencies.get(other, 0) >= LEAST_FREQUENCY and len(part) >= _LEAST_PART and table.names(part):
                    return (head, last)
    return ()


def _group(line: str) -> Group:
    """A line of the table understood; raises ValueError with what is wrong, in Swedish."""
    left, arrow, right = line.partition("<")
    if "<" in right:
        raise ValueError(f"”{line}” har mer än ett ”<”. Skriv ett, eller dela upp raden.")
    names, everyday = _entries(left), _entries(right) if arrow else ()
    if len(names) + len(everyday) < 2:
        raise ValueError(f"”{line}” står ensamt. Skriv minst två ord, till exempel ”förskola, dagis”.")
    entries = names + everyday
    if twice := next((entry for place, entry in enumerate(entries) if entry in entries[:place]), None):
        raise ValueError(f"”{twice}” står två gånger. Ta bort det ena.")
    return Group(names, everyday)


def _entries(side: str) -> tuple[str, ...]:
    entries = tuple(" ".join(entry.replace("...", _GAP).split()) for entry in side.split(","))
    for entry in entries:
        tokens = entry.split()
        if not tokens:
            raise ValueError("Ett ord saknas före eller efter ett komma eller ”<”. Skriv det, eller ta bort tecknet.")
        if wrong := next((token for token in tokens if token != _GAP and not _TOKEN.fullmatch(token)), None):
            raise ValueError(
                f"”{wrong}” kan inte stå i ett ord. Skriv bokstäver, siffror, bindestreck, ”/” mellan former och ”…” "
                "för ord emellan, med komma mellan orden."
            )
        if _GAP in (tokens[0], tokens[-1]) or (_GAP, _GAP) in pairwise(tokens):
            raise ValueError(f"”…” ska stå mellan två ord i ”{entry}”. Flytta eller ta bort det.")
        if all(normalise(word) in STOPWORDS for word in _PIECE.findall(entry)):
            raise ValueError(f"”{entry}” är för vanligt för att sökas efter. Ta bort det, eller skriv fler ord.")
    return entries


def _forms(entry: str) -> tuple[_Form, ...]:
    """What an entry is met by: one of the forms of each of its words."""
    between, choices = 0, []
    for token in entry.split():
        if token == _GAP:
            between = _MOST_BETWEEN
            continue
        choices.append([_words(form, between) for form in token.split("/")])
        between = 0
    return tuple(tuple(word for words in chosen for word in words) for chosen in product(*choices))


def _words(form: str, between: int) -> _Form:
    """The words of a form, several where it has hyphens; so many others may stand before the first."""
    found = enumerate(_PIECE.findall(form))
    return tuple(Word(written, _keys(written), 0 if place else between) for place, written in found)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return stem(normalise(word))


@lru_cache(maxsize=10_000)
def _keys(written: str) -> frozenset[str]:
    if written != normalise(written):
        return frozenset((written,))
    # The stemmer takes the end of "trottoar" for an inflection, and that of "äldreboendet" for none.
    endings = ("", "n", "t") if written[-1] in _VOWELS else ("", "et", "ar")
    return frozenset(_stem(written + ending) for ending in endings)


def _is_inflected(word: str, written: str) -> bool:
    """Whether `word` is what inflection can make of `written`, by their endings."""
    for taken, given in _ENDINGS.items():
        base = written.removesuffix(taken)
        if written.endswith(taken) and word.startswith(base) and word[len(base) :] in given:
            return True
    return False


def _shown(entry: str) -> str:
    """An entry as it is searched for: the first form of each of its words."""
    return " ".join(token.partition("/")[0] for token in entry.split() if token != _GAP)


def _stems(name: str) -> set[str]:
    return {_stem(word) for word in _PIECE.findall(name)}


def _table(groups: Sequence[Group]) -> Table:
    forms: dict[str, dict[_Form, tuple[str, ...]]] = defaultdict(dict)
    parts: set[Word] = set()
    for group in groups:
        for entry in group.names + group.everyday:
            found = tuple(_shown(name) for name in group.names if name != entry)
            for form in _forms(entry):
                for key in form[0].keys:
                    forms[key][form] = tuple(dict.fromkeys(forms[key].get(form, ()) + found))
        parts.update(form[0] for entry in group.everyday for form in _forms(entry) if entry.isalpha())
    return Table(tuple(groups), dict(forms), frozenset(parts))

"""Whether one sentence says no more than another by its words: inflection, names, and the words that turn a meaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indexer import language
from search_api.answering.composing.values import Value

# Words that say nothing by themselves: what joins, points and is. None that turns a meaning: "inte", "mot", "utan",
# "före", "endast", "kan" have to stand in the quotation as any other word.
_LITTLE = frozenset(
    "och att det de den dem en ett i på av för till från med om som är var varit vara blir blev bli blivit har hade ha"
    " haft ska skall skulle vid hos per samt så också även sig sin sitt sina dess deras hans hennes han hon denna detta"
    " dessa där här då när vilken vilket vilka vad vem genom enligt inom mellan under via kring angående avseende"
    " gällande rörande bland både dels sådan sådant sådana följande bl.a t.ex m.m".split()
)
# And those of telling what a paper says. No verb of doing: "ger" would cover for "nekar".
_TELLING = frozenset(
    language.stem(word)
    for word in (
        "gäller gällde avser avsåg handlar handlade rör rörde består bestod ingår ingick omfattar omfattade innehåller"
        " uppgår uppgick kostar kostade heter hette kallas framgår framgick anges angavs lyder innebär innebar ärendet"
        " frågan protokollet handlingen paragrafen diarienummer dnr datum sammanträdet mötet klockan kl år"
    ).split()
)
# What an inflection may add to a stem that Snowball leaves shorter in one form than in another: "köp" and "köpt".
_INFLECTION = re.compile(r"(?:a|ad|ade|an|and|ande|ar|at|d|da|de|e|en|end|er|et|it|n|na|ning|or|r|s|t|te|ts)")
# The forms of strong verbs as their present, behind the prefixes that verbs of deciding have: "föreslog", "antog".
_STRONG = {
    form: present
    for present, forms in {
        "slår": "slå slog slogs slagit slagits slås", "tar": "ta taga tas tog togs tagit tagits",
        "ger": "ge giva ges gav gavs gett givit getts", "håller": "hålla höll hölls hållit",
        "lägger": "lade lades lagt lagts lägga läggs", "står": "stå stod stått", "går": "gå gick gått",
        "drar": "dra drog drogs dragit", "skriver": "skrev skrevs skrivit", "kommer": "komma kom kommit",
        "väljer": "välja valde valdes valt valts vald", "säljer": "sälja sålde såldes sålt sålts",
        "gör": "gjorde gjordes göra", "får": "få fick fått", "ser": "se såg sågs sett", "låter": "låta lät",
        "faller": "falla föll fallit", "finner": "finna fann funnit", "bryter": "bröt bröts brutit",
        "stiger": "steg stigit", "sjunker": "sjönk sjunkit", "ligger": "ligga låg", "sluter": "slöt slöts slutit",
    }.items()
    for form in forms.split()
}  # fmt: skip
_PREFIXES = (
    "an av be bi bort bord del er fast för före fram från igen in med mot ned ner om på sam till under upp upprätt ut"
    " vid vidare åter över"
)
_STRONG_FORM = re.compile(rf"({'|'.join(_PREFIXES.split())})?({'|'.join(_STRONG)})")
_AGAINST = frozenset("o icke miss ej non anti".split())
LEAST_PART = 4

# What a sentence is turned by wherever it stands there: a wish or an opinion is no decision, a refusal no grant.
_SENTENCE_TURNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"yrk\w*", r"föresl\w+|hemställ\w*", r"reserv(?:er|ation)\w*",
        r"anse(?:r|s|tt)?|ansåg|menar|menade|hävda\w*|påstå\w*|befara\w*|bedöm\w*|önska\w*",
        r"avsl(?:å|ås|år|og|ogs|ag|aget|agits?)|avstyrk\w*|avvisa\w*|nekar?|nekade\w*|avböj\w*|vägra\w*|förbjud\w*",
        r"återremi\w*", r"bordl\w+", r"upphäv\w*|upphör\w*|återkall\w*|entledig\w*|avsäg\w*|avgå\w*|utesl\w*",
    )
)  # fmt: skip
# And these by where they stand: what is said beside them, up to a "men" or the like.
_CLAUSE_TURNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"inte|ej|icke|aldrig|ingen|inget|inga|ingenting|varken|utan|sakna\w*|avst(?:å|od)\w*", r"högst|maximalt|max",
        r"minst|lägst", r"senast", r"tidigast", r"endast|bara|enbart", r"delvis", r"drygt", r"knappt|nästan",
        r"cirka|ca|ungefär|omkring|runt|preliminärt", r"villkor\w*|förutsättning\w*|såvida|ifall|förutsatt",
    )
)  # fmt: skip
_STRONG_BREAK = re.compile(
    r";|\s(?:men|medan|eftersom|emedan|fast|fastän|trots|varför|däremot)\s|,\s(?:då|så|vilket|som)\s"
)
_TOKEN = re.compile(r"[^\W_]+(?:[-:'’.][^\W_]+)*")
_JOINED = re.compile(r"[\s\u00a0]+|[\s\u00a0]*\(\s?")


@dataclass(frozen=True, slots=True)
class Word:
    """`text[start:end]`, a word; `name` whether it is written with a capital inside its sentence."""

    start: int
    end: int
    text: str
    name: bool

    @property
    def key(self) -> str:
        """The word, normalised."""
        return language.normalise(self.text)


def words(text: str, values: Sequence[Value] = ()) -> list[Word]:
    """The words of a sentence, in order, but for those of its `values`.

    Its first word is a name only where another name or a party follows at once.
    """
    found: list[Word] = []
    for match in _TOKEN.finditer(text):
        if not any(value.start < match.end() and match.start() < value.end for value in values):
            found.append(Word(*match.span(), match.group(), bool(found) and match.group()[0].isupper()))
    if found and found[0].text[0].isupper():
        follows = len(found) > 1 and found[1].name and _JOINED.fullmatch(text[found[0].end : found[1].start])
        found[0] = Word(found[0].start, found[0].end, found[0].text, bool(follows) or found[0].text.isupper())
    return found


def is_little(word: Word) -> bool:
    """Whether a word, not a name, needs no carrying."""
    return word.key in _LITTLE or language.stem(word.key) in _TELLING


class Vocabulary:
    """The words of quotations, for asking whether a statement's words are among them."""

    def __init__(self, found: Iterable[Word]) -> None:
        there = list(found)
        self._exact = {word.key for word in there}
        self._plain = {word.key for word in there if word.text[0].islower()}

    def carries(self, word: Word) -> bool:
        """Whether the same word is there: inflected or not, but for a name's genitive.

        A word that begins a sentence may be a name, and is held to be one unless it also stands without a capital.
        """
        if not self._exact.isdisjoint((word.key, word.key.removesuffix("s"), f"{word.key}s")):
            return True
        if word.name:
            return False
        by = self._plain if word.text[0].isupper() else self._exact
        parts = language.split_compound(word.key)
        return _among(word.key, by) or (bool(parts) and all(_among(part, by) for part in parts))


def name_pairs(text: str, found: Sequence[Word]) -> list[tuple[str, str]]:
    """Each two names that stand beside one another, as "Anna" and "Ek" or "Ek" and the "S" in brackets."""
    return [
        (_bare(one.key), _bare(next_one.key))
        for one, next_one in pairwise(found)
        if one.name and next_one.name and _JOINED.fullmatch(text[one.end : next_one.start])
    ]


def neighbours(text: str, found: Sequence[Word]) -> set[tuple[str, str]]:
    """Each two words of a quotation that stand beside one another, for `name_pairs` to be among."""
    return {
        (_bare(one.key), _bare(next_one.key))
        for one, next_one in pairwise(found)
        if _JOINED.fullmatch(text[one.end : next_one.start])
    }


def turns(text: str) -> frozenset[int]:
    """Which groups of turning words a whole sentence has, as numbers of the groups."""
    return frozenset(_groups(text, _SENTENCE_TURNS))


def same_turns(statement: str, quoted: Iterable[str]) -> bool:
    """Whether the clauses of `statement` are negated and limited as those that they share most words with in `quoted`.

    A clause that shares as many with two is held to both.
    """
    clauses = [clause for sentence in quoted for clause in _STRONG_BREAK.split(sentence)]
    for clause in _STRONG_BREAK.split(statement):
        shares = [overlap(clause, other) for other in clauses]
        most = max(shares, default=0)
        own = _groups(clause, _CLAUSE_TURNS)
        if any(_groups(o, _CLAUSE_TURNS) != own for o, share in zip(clauses, shares, strict=True) if share == most):
            return False
    return True


def overlap(statement: str, quoted: str) -> int:
    """How many words of `statement` that say something stand in `quoted` too, its figures among them."""
    there = Vocabulary(words(quoted))
    return sum(not is_little(word) and there.carries(word) for word in words(statement))


def is_turn(word: Word) -> bool:
    """Whether a word tells what was wished or done with a proposal: a wish, a refusal, a grant."""
    return any(pattern.fullmatch(word.key) for pattern in _SENTENCE_TURNS) or language.stem(word.key) == "bifall"


def _groups(text: str, patterns: Sequence[re.Pattern[str]]) -> Counter[int]:
    """How many words of each group there are: two negations are another thing than one."""
    keys = [language.normalise(match.group()) for match in _TOKEN.finditer(text)]
    return Counter(n for n, pattern in enumerate(patterns) for key in keys if pattern.fullmatch(key))


def _among(key: str, keys: Collection[str]) -> bool:
    return any(_same(key, other) for other in keys)


@lru_cache(maxsize=100_000)
def _root(word: str) -> str:
    """The stem of a normalised word, the past of strong verbs as their present."""
    if form := _STRONG_FORM.fullmatch(word):
        word = (form[1] or "") + _STRONG[form[2]]
    return language.stem(word)


@lru_cache(maxsize=100_000)
def _same(word: str, other: str) -> bool:
    """Whether two normalised words are forms of one, or the first is the last part of the second."""
    one, two = sorted((_root(word), _root(other)), key=len)
    if one == two or (len(one) >= 3 and two.startswith(one) and _INFLECTION.fullmatch(two[len(one) :])):
        return True
    own, theirs = _root(word), _root(other)
    before = theirs.removesuffix(own)
    return len(own) >= LEAST_PART and 3 <= len(before) < len(theirs) and before not in _AGAINST


def _bare(name: str) -> str:
    return name.removesuffix("s") if len(name) > 2 else name

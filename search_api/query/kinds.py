"""The kinds of paper that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from corpus.models import Kind
from search_api.query.interpretation import Reading, ReadingKind

# Papers that are only forms: who names one means the paper. What is said "till protokollet" is said at the meeting.
_FORMS = {
    Kind.EXTRACT: r"protokollsutdrag(?:et|en)?",
    Kind.MINUTES: r"(?<!till )(?<!till dagens )(?:\w+-)?(?:sammanträdes|mötes)?protokoll(?:et|en)?s?"
    r"|(?:the |council |meeting )minutes(?= of| from| for)",
    Kind.SUMMONS: r"kallels(?:en|er|erna|e)|föredragningslist(?:an|or|a)|ärendelist(?:an|or|a)|summons",
    Kind.MEMO: r"tjänsteskrivelse(?:n|r|rna)?",
    Kind.STATEMENT: r"tjänsteutlåtande(?:t|n|na)?",
}
# Papers that are matters too: "motionen om hundar" asks what became of the matter, "visa motioner" for the papers.
_MATTERS = {
    Kind.OPINION: r"(?:remiss)?yttranden?|remissvar",
    Kind.DELEGATED: r"delegations?beslut",
    Kind.MOTION: r"motioner|motions",
    Kind.PROPOSAL: r"medborgarförslag",
    Kind.INTERPELLATION: r"interpellationer|interpellations",
    Kind.RULES: r"reglementen|riktlinjer|taxor|policyer|föreskrifter|arbetsordningar",
    Kind.REPORT: r"(?:\w+)?rapporter|verksamhetsberättelser|årsredovisningar|reports",
    Kind.AGREEMENT: r"överenskommelser|samverkansavtal|agreements",
}
_SHOW = (
    r"(?:visa|visar|sök(?: efter| fram| upp)?|hitta|lista|plocka fram|ta fram|öppna|ge mig|skicka|show(?: me)?|find"
    r"|list)"
    r"(?:\s(?:mig|alla|samtliga|de|några|all|any|the|nya|senaste))*"
)
_ABOUT = r"(?=\s+(?:om|från|av|gällande|rörande|angående|kring|i|till|about|from|on|by)\b)"


def _patterns() -> Iterator[tuple[Kind, re.Pattern[str]]]:
    for kind, words in _FORMS.items():
        yield kind, re.compile(rf"(?<![\w-])(?P<kind>{words})(?![\w-])", re.IGNORECASE)
    for kind, words in _MATTERS.items():
        pattern = rf"\b{_SHOW}\s(?P<kind>{words})(?![\w-])|\A\W*(?P<first>{words}){_ABOUT}"
        yield kind, re.compile(pattern, re.IGNORECASE)


_KINDS = tuple(_patterns())


def find(text: str, held: Collection[str]) -> Iterator[Reading]:
    """The kinds among `held`, the archive's, that `text` asks for."""
    for kind, pattern in _KINDS:
        if kind in held:
            for match in pattern.finditer(text):
                group = "kind" if match["kind"] else "first"
                yield Reading(ReadingKind.KIND, kind.value, kind.value, *match.span(group))

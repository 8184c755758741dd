"""Pages marked with sekretess: the stamp or heading that says so, and the law it names.

The law is offentlighets- och sekretesslagen (2009:400), OSL; a mark names its chapter and section (5 kap. 5 § OSL). A
sentence that speaks of sekretess, such as a decision on it, is no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus import sieve
from corpus.models import Secret, Sensitive, Span
from corpus.structure import lines

_WORD = sieve.compile(r"sekretess|hemlig", re.IGNORECASE)
LONGEST = 110  # characters of a line that can be a mark
_MARK = re.compile(
    r"\W*(?:(?:(?:denna |detta |hela )?(?:paragraf|ärende|handling|sida|bilaga)(?:en|et|n|t)?|protokollet|uppgifterna) "
    r"(?:är )?)?(?:omfattas av sekretess|sekretess(?:belag[td]\w*|markerad|markering|skydd(?:ad|at)?)?"
    r"(?: (?:handling|uppgift(?:er)?|sida|ärende|paragraf|bilaga))?|sekretess(?:ärende|handling)|sekretess råder"
    r"|hemlig)\b(?P<rest>.{0,80})",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"(?<!\d)(?P<chapter>\d{1,2})\s*(?:kap\.?|:)\s*(?P<section>\d{1,3}(?:\s?[a-z](?!\w))?)\s*(?:§{1,2})?", re.IGNORECASE
)
_NAMES_LAW = re.compile(r"OSL|offentlighets|sekretesslagen|\bkap\b|\d{1,2}:\d", re.IGNORECASE)
# What a mark may say beside the law; anything else makes a sentence of it.
_FILLING = re.compile(
    r"\b(?:enligt|jml|jfr|med stöd av|offentlighets- och sekretesslagen|sekretesslagen|osl|kap|st|stycket|första|andra"
    r"|och|samt|handling(?:en)?|sida(?:n)?|uppgift(?:er)?|datum|sekretessmarkerad|av|[a-z])\b|[§\d\s.,:;()/–-]+",
    re.IGNORECASE,
)


def find(text: str, pages: Sequence[Span]) -> tuple[Sensitive, ...]:
    """The pages of `text` that carry a mark, whole, each with the law that the mark names."""
    found = []
    for page in pages:
        mark = next(_marks(text, page), None) if _WORD.search(text, page.start, page.end) else None
        if mark is not None:
            found.append(Sensitive(page.start, page.end, Secret.CLASSIFIED, _ground(mark)))
    return tuple(found)


def _marks(text: str, page: Span) -> Iterator[str]:
    for line in lines.split(text, page.start, page.end):
        if (0 < len(line.text) <= LONGEST and "ekretess" in line.text.casefold()) or line.text.casefold() == "hemlig":
            match = _MARK.fullmatch(line.text)
            if match and not _FILLING.sub("", match["rest"]).strip():
                yield line.text


def _ground(mark: str) -> str | None:
    match = _LAW.search(mark) if _NAMES_LAW.search(mark) else None
    return f"OSL {match['chapter']} kap. {match['section'].strip()} §" if match else None

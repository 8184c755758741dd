"""The words of papers as they are shown: escaped by the templates, marked, and without the signs of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from ui.pages import languages
from ui.web.passage import Span

# What is not seen but changes what is: control characters, and marks that turn the direction of writing.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WITHIN = re.compile(r"(?<=[\w,)–-])[ \t]*\n[ \t]*(?=[a-zà-öø-ÿ])")
_CELLS = re.compile(r"\S(?: {3,}|\t+| ?\| ?)\S")  # of a row of a table, written with spaces or bars
_MARKDOWN = (
    (re.compile(r"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*(?:\n|\Z)", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:\|[ \t]*)+|(?:[ \t]*\|)+[ \t]*$", re.MULTILINE), ""),  # the ends of a table's row
    (re.compile(r"^#{1,6}[ \t]+", re.MULTILINE), ""),
    (re.compile(r"^>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"(?<!\\)(?:\*\*|__)"), ""),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])((?:[^*\n]|\n(?![ \t]*\n))+?)(?<=[^\s*\\])\*(?![\w*])"), r"\1"),
    (re.compile(r"\\([*_#|\[\]`>-])"), r"\1"),
)


def seen(value: Any) -> Any:
    """A value as a template shows it: what cannot be seen is shown as such."""
    return _UNSEEN.sub("\ufffd", value) if isinstance(value, str) and not isinstance(value, Markup) else value


def plain(text: str, source: str) -> str:
    """`text` of the file `source` as it reads: of a Markdown file without the signs that only set it."""
    if source.rsplit("#", 1)[0].lower().endswith(".md"):
        for sign, instead in _MARKDOWN:
            text = sign.sub(instead, text)
    return text


def flowing(text: str, source: str) -> str:
    """As `plain`, with no end of a line within a sentence: those are of the paper's own width."""
    return _flowed(plain(text, source), ())[0]


def _flowed(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """`text` with the ends of lines within its sentences as spaces, and `spans` of it where they stand then."""
    ends = [found for found in _WITHIN.finditer(text) if not _is_row(text, *found.span())]
    lines = zip([0, *(found.end() for found in ends)], [*(found.start() for found in ends), len(text)], strict=True)

    def moved(place: int) -> int:
        return place - sum(min(max(place - found.start() - 1, 0), found.end() - found.start() - 1) for found in ends)

    return " ".join(text[start:end] for start, end in lines), [(moved(start), moved(end)) for start, end in spans]


def _is_row(text: str, before: int, after: int) -> bool:
    """Whether the line that ends at `before`, or the one that begins at `after`, is a row of a table."""
    end = text.find("\n", after)
    lines = text[text.rfind("\n", 0, before) + 1 : before], text[after : end if end >= 0 else len(text)]
    return any(_CELLS.search(line) for line in lines)


def marked(text: str, spans: Sequence[Span], source: str, names: Sequence[Sequence[str]] = ()) -> Markup:
    """`text`, flowing, with its `spans` in mark elements, which have the ids `names`, where there are any.

    A mark whose words are of another language says which.
    """
    return Markup("").join(_pieces(*_flowed(text, spans), source, names))


def _pieces(text: str, spans: Sequence[Span], source: str, names: Sequence[Sequence[str]]) -> Iterator[Markup]:
    def shown(words: str) -> Markup:
        return escape(seen(plain(words, source)))

    at = 0
    for number, (start, end) in enumerate(spans):
        ids = list(names[number]) if names else []
        first = Markup(' id="{}"').format(ids[0]) if ids else Markup("")
        others = Markup("").join(Markup('<span id="{}"></span>').format(other) for other in ids[1:])
        yield shown(text[at:start])
        spoken = languages.of(text[start:end])
        lang = Markup(' lang="{}"').format(spoken) if spoken != languages.SWEDISH else Markup("")
        yield Markup("<mark{}{}>{}{}</mark>").format(first, lang, others, shown(text[start:end]))
        at = end
    yield shown(text[at:])

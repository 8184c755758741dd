"""The words of papers as they are shown: escaped by the templates, marked, and without the signs of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from ui.web.passage import Span

# What is not seen but changes what is: control characters, and marks that turn the direction of writing.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WITHIN = re.compile(r"(?<=[\w,)–-])[ \t]*\n(?=[a-zà-öø-ÿ])")
_MARKDOWN = (
    (re.compile(r"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*(?:\n|\Z)", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:\|[ \t]*)+|(?:[ \t]*\|)+[ \t]*$", re.MULTILINE), ""),  # the ends of a table's row
    (re.compile(r"^#{1,6}[ \t]+", re.MULTILINE), ""),
    (re.compile(r"^>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"(?<!\\)(?:\*\*|__)"), ""),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*\\])\*(?![\w*])"), r"\1"),
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
    return _WITHIN.sub(" ", plain(text, source))


def marked(text: str, spans: Sequence[Span], source: str, names: Sequence[Sequence[str]] = ()) -> Markup:
    """`text` with its `spans` in mark elements, which have the ids `names`, where there are any."""
    return Markup("").join(_pieces(text, spans, source, names))


def _pieces(text: str, spans: Sequence[Span], source: str, names: Sequence[Sequence[str]]) -> Iterator[Markup]:
    def shown(words: str) -> Markup:
        return escape(seen(plain(words, source)))

    at = 0
    for number, (start, end) in enumerate(spans):
        ids = list(names[number]) if names else []
        first = Markup(' id="{}"').format(ids[0]) if ids else Markup("")
        others = Markup("").join(Markup('<span id="{}"></span>').format(other) for other in ids[1:])
        yield shown(text[at:start])
        yield Markup("<mark{}>{}{}</mark>").format(first, others, shown(text[start:end]))
        at = end
    yield shown(text[at:])

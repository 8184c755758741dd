"""What is struck out does not hold: it is left out of the text, and how many stretches there were is said."""

from __future__ import annotations

import re

# What a reader writes in the place of struck-out words, until `without` counts it: no text that is read has it.
MARK = "\x1a"

_STRETCH = re.compile(rf"{MARK}(?:[\s|]*+{MARK})*+")
_RUN = re.compile(rf"{MARK}(?:[ \t]*+{MARK})++")
_GONE = re.compile(rf"(?:^|(?<=\| )){MARK} (?!\|)|(?:(?<!\|) )?{MARK}(?=[ .,;:!?)]|$)|{MARK}", re.MULTILINE)
# A list mark, a cell's bar or a heading's number sign with nothing after it but what is struck out.
_NOTHING_LEFT = re.compile(
    rf"[\s|#>•▪–*-]*+(?:\(?(?:\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}|[a-zA-Z]|[ivxIVX]{{1,6}})[.)])?+[\s|{MARK}]*+"
)


def struck(words: str) -> str:
    """What a reader writes for `words` that are struck out; a line through white space is none."""
    return MARK if words.strip() else words


def without(text: str) -> tuple[str, int]:
    """`text` without the marks, and how many stretches of it were struck out."""
    if MARK not in text:
        return text, 0
    lines = ["" if MARK in line and _NOTHING_LEFT.fullmatch(line) else line for line in text.split("\n")]
    return _GONE.sub("", _RUN.sub(MARK, "\n".join(lines))), len(_STRETCH.findall(text))


def warnings(stretches: int) -> tuple[str, ...]:
    """What the reader of the paper is told where so many stretches were struck out."""
    if not stretches:
        return ()
    said = "Ett överstruket avsnitt" if stretches == 1 else f"{stretches} överstrukna avsnitt"
    return (f"{said} har utelämnats, eftersom struken text inte gäller. Öppna filen för att se vad som är struket.",)

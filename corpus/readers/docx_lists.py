"""The list marks of a Word file, which stand in its styles and its numbering part and not in its paragraphs."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from corpus.readers.numbering import BULLET, Counter, Level, integer

_STYLES = {
    "bullet": BULLET,
    "none": "",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
_DEEPEST = 8


class Lists:
    """The numbered and bulleted lists of a Word file; ask for the mark of each paragraph once, in order."""

    def __init__(self, document: DocxDocument) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        # The list of a paragraph style, and for each list the level that such a paragraph stands on.
        self._by_style: dict[str, tuple[str, int]] = {}
        self._numbers: dict[str, tuple[str, dict[int, int]]] = {}
        self._counters: dict[str, Counter] = {}
        self._begun: set[str] = set()
        try:
            root = parse_xml(document.part.part_related_by(RT.NUMBERING).blob)
        except KeyError:
            return
        linked: dict[tuple[str, str], int] = {}
        for abstract in root.iterchildren(qn("w:abstractNum")):
            name = abstract.get(qn("w:abstractNumId"), "")
            self._abstract[name] = {}
            for level in abstract.iterchildren(qn("w:lvl")):
                depth = integer(level.get(qn("w:ilvl")), 0)
                self._abstract[name][depth] = _level(level)
                linked[name, _value(level, "w:pStyle")] = depth
        for number in root.iterchildren(qn("w:num")):
            starts = {
                integer(override.get(qn("w:ilvl")), 0): integer(_value(override, "w:startOverride"), 1)
                for override in number.iterchildren(qn("w:lvlOverride"))
                if override.find(qn("w:startOverride")) is not None
            }
            self._numbers[number.get(qn("w:numId"), "")] = (_value(number, "w:abstractNumId"), starts)
        self._link_styles(document, linked)

    def mark(self, paragraph: Any, style: str) -> str:
        """What Word draws before the `w:p` element `paragraph`, whose style has the id `style`; often ""."""
        if not self._numbers:
            return ""
        number, depth = self._by_style.get(style, ("", 0))
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is not None:
            number = _value(own, "w:numId") or number
            depth = integer(_value(own, "w:ilvl"), depth)
        if number not in self._numbers:  # "0" takes the number of a style away
            return ""
        abstract, starts = self._numbers[number]
        counter = self._counters.setdefault(abstract, Counter())
        if number not in self._begun:
            self._begun.add(number)
            for level, start in starts.items():
                counter.restart(level, start)
        return counter.mark(self._abstract.get(abstract, {}), min(depth, _DEEPEST))

    def _link_styles(self, document: DocxDocument, linked: dict[tuple[str, str], int]) -> None:
        styles = {style.get(qn("w:styleId"), ""): style for style in document.styles.element.iter(qn("w:style"))}
        for name in styles:
            ancestor, seen = name, set[str]()
            while ancestor in styles and ancestor not in seen:
                seen.add(ancestor)
                own = styles[ancestor].find(f"{qn('w:pPr')}/{qn('w:numPr')}")
                if own is not None:
                    number = _value(own, "w:numId")
                    abstract = self._numbers.get(number, ("", {}))[0]
                    depth = linked.get((abstract, name), integer(_value(own, "w:ilvl"), 0))
                    self._by_style[name] = (number, depth)
                    break
                ancestor = _value(styles[ancestor], "w:basedOn")


def _level(level: Any) -> Level:
    style = _STYLES.get(_value(level, "w:numFmt"), "1")
    return Level(style, _value(level, "w:lvlText"), integer(_value(level, "w:start"), 1))


def _value(element: Any, tag: str) -> str:
    child = element.find(qn(tag))
    return "" if child is None else child.get(qn("w:val"), "")

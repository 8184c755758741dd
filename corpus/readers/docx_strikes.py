"""Which words of a Word file are struck out, by their own format or by their styles."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml.ns import qn

_PROPERTIES, _TYPE = qn("w:rPr"), qn("w:type")


class Strikes:
    """The strikes of a Word file: what a run says itself goes before its style, and that before its paragraph's."""

    def __init__(self, document: DocxDocument) -> None:
        root = document.styles.element
        defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{_PROPERTIES}")
        self._default = bool(_own(defaults))
        self._by_style: dict[str, bool] = {}
        styles = {style.get(qn("w:styleId"), ""): style for style in root.iterchildren(qn("w:style"))}
        for name in styles:
            chain: dict[str, None] = {}
            strike: bool | None = None
            while strike is None and name in styles and name not in chain:
                chain[name] = None
                strike = self._by_style.get(name, _own(styles[name].find(_PROPERTIES)))
                name = _value(styles[name], "w:basedOn")
            self._by_style |= dict.fromkeys(chain, bool(strike))
        usual = (
            name for name, style in styles.items() if style.get(qn("w:default")) and style.get(_TYPE) == "paragraph"
        )
        self._by_style[""] = self._by_style.get(next(usual, ""), False)

    def strikes(self, run: Any, style: str) -> bool:
        """Whether the `w:r` element `run`, in a paragraph whose style has the id `style`, is struck out."""
        properties = run.find(_PROPERTIES)
        own = _own(properties)
        if own is not None:
            return own
        named = "" if properties is None else _value(properties, "w:rStyle")
        # A strike is a toggle: in the style of the run and in that of the paragraph it is none.
        by_run = bool(named) and self._by_style.get(named, False)
        return self._default or self._by_style.get(style, False) != by_run


def _own(properties: Any | None) -> bool | None:
    """What a `w:rPr` element says of strikes, one line or two; None where it says nothing."""
    said = [] if properties is None else [*properties.iterchildren(qn("w:strike"), qn("w:dstrike"))]
    return any(one.get(qn("w:val"), "1") not in ("0", "false", "off") for one in said) if said else None


def _value(element: Any, tag: str) -> str:
    child = element.find(qn(tag))
    return "" if child is None else child.get(qn("w:val"), "")

"""Which words of an OpenDocument text are struck out, by the styles of their paragraphs and of the spans in these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LINES = [f"{_STYLE}text-line-through-{name}" for name in ("style", "type")]
_FAMILIES = {f"{_TEXT}p": "paragraph", f"{_TEXT}h": "paragraph", f"{_TEXT}span": "text"}

_Name = tuple[str, str]  # family and name


class Strikes:
    """The strikes of the styles in `roots`, later ones in the place of earlier ones of the same name."""

    def __init__(self, roots: Sequence[Any]) -> None:
        self._by_style: dict[_Name, bool | None] = {}
        usual = [style for root in roots for style in root.iter(f"{_STYLE}default-style")]
        self._usual = any(style.get(f"{_STYLE}family") == "paragraph" and _own(style) for style in usual)
        styles: dict[_Name, Any] = {
            (style.get(f"{_STYLE}family", ""), style.get(f"{_STYLE}name", "")): style
            for root in roots
            for style in root.iter(f"{_STYLE}style")
        }
        for name in styles:
            chain: dict[_Name, None] = {}
            strike: bool | None = None
            while strike is None and name in styles and name not in chain:
                chain[name] = None
                strike = self._by_style.get(name, _own(styles[name]))
                name = (name[0], styles[name].get(f"{_STYLE}parent-style-name", ""))
            self._by_style |= dict.fromkeys(chain, strike)

    def strikes(self, element: Any, *, around: bool) -> bool:
        """Whether the words of a paragraph or span are struck out; `around` whether those around it are."""
        family = _FAMILIES.get(element.tag, "")
        own = self._by_style.get((family, element.get(f"{_TEXT}style-name", "")))
        if own is None:
            return self._usual if family == "paragraph" else around
        return own


def _own(style: Any) -> bool | None:
    """What a style itself says of lines through its words; None where it says nothing."""
    said = [
        value
        for properties in style.iterchildren(f"{_STYLE}text-properties")
        for name in _LINES
        if (value := properties.get(name)) is not None
    ]
    return "none" not in said if said else None

"""Markup of our own making, and the one way in which any other text gets into it: escaped.

The text of a document, its title, a file's name and an error's message are written by others. They are never given
to Streamlit as markdown or HTML, but through `element`, which escapes every string that is not `Markup` itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import streamlit as st

# ASCII punctuation: what can be a sign of markdown, and can be escaped there.
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
# What is not seen but changes what is: control characters, and marks that turn the direction of writing.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Markup(str):
    """HTML made by `element`; an ordinary string is text."""

    __slots__ = ()


def escape(text: str) -> Markup:
    """`text` as HTML that shows it to the letter and can do nothing else."""
    return Markup(html.escape(_UNSEEN.sub("\ufffd", text.replace("\r\n", "\n")), quote=True))


def label(text: str) -> str:
    """`text` on one line as the label of a button or link, which Streamlit reads as markdown: shown to the letter."""
    # The joiner breaks the names of icons and emoji, which Streamlit looks for also in what is escaped.
    line = " ".join(_UNSEEN.sub("\ufffd", text).split())
    return re.sub(r":(?=\S)", ":\u2060", _SIGNS.sub(lambda found: f"\\{found[0]}", line))


def join(*parts: str) -> Markup:
    """Parts after one another; those that are not `Markup` are escaped."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def element(name: str, *inside: str, **attributes: str) -> Markup:
    """An element around `inside`. `class_` stands for `class`, `aria_label` for `aria-label`, and so on."""
    shown = "".join(f' {key.strip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{shown}>{join(*inside)}</{name}>")


def unseen(text: str) -> Markup:
    """`text` for those who listen to the page, not for those who look at it."""
    return element("span", text, class_="bm-unseen")


def facts(rows: Sequence[tuple[str, str]]) -> Markup:
    """Names and values, those without a value left out."""
    pairs = [element("div", element("dt", name), element("dd", value)) for name, value in rows if value]
    return element("dl", *pairs, class_="bm-facts")


def show(markup: Markup, *, beside: bool = False) -> None:
    """Put `markup` on the page; `beside` others in a row it is no wider than it needs."""
    st.html(markup, width="content" if beside else "stretch")


def alert(message: str) -> None:
    """An error, told at once also to those who listen. The message may quote what others wrote, so it is text."""
    show(element("div", element("strong", "Det gick inte. "), message, class_="bm-alert", role="alert"))


def note(message: str) -> None:
    """Something to know, without alarm."""
    show(element("p", message, class_="bm-note"))

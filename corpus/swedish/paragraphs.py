"""The numbers of § as they are written in running text and typed in a question."""

from __future__ import annotations

import re

PARAGRAPH = re.compile(r"§+\s?(?P<number>\d{1,4})\b")


def first(text: str) -> str | None:
    """The first § of `text` as "§ 264", or None."""
    match = PARAGRAPH.search(text)
    return f"§ {int(match['number'])}" if match else None

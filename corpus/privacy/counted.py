"""What a row of digits counts, by the words about it: kronor, an account, a paper."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"(?:(?<![^\W_])(?:(?:t?kr|sek|bg|pg|ocr|ref|dnr)(?![^\W_])"
    r"|(?:konto|bankgiro|plusgiro|faktura|referens|diarie|ärende|order)(?:numret)?(?=(?:nr|nummer)?(?![^\W_])))|[€$])"
    r"[ .:]{0,3}(?:nr|nummer)?[ .:]{0,3}\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s?(?:t?kr|kronor|sek|euro)\b|\s?[€$]", re.IGNORECASE)
_FAR = 25  # characters


def counts(text: str, start: int, end: int) -> bool:
    """Whether the digits from `start` to `end` of a text in plain form count something."""
    return bool(_BEFORE.search(text, max(start - _FAR, 0), start) or _AFTER.match(text, end))

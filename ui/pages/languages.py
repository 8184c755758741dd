"""The language that words of a paper are in, so that they are read aloud as what they are (WCAG 3.1.2).

Papers are Swedish, and what they quote or enclose may not be. It is told by the small words, which hardly two languages
share, or by the script; where little tells, it is Swedish.
"""

from __future__ import annotations

import re

SWEDISH = "sv"
# Fewer small words are names and loans in a Swedish sentence.
LEAST = 4
# Most of the letters of a script are what tells it, and these within it one language from another.
LEAST_LETTERS = 12
_SCRIPTS = (
    (re.compile("[\u0600-\u06ff]"), "ar", re.compile("[پچژگ]"), "fa"),
    (re.compile("[\u0400-\u04ff]"), "ru", re.compile("[іїєґІЇЄҐ]"), "uk"),
    (re.compile("[\u1200-\u137f]"), "ti", None, ""),
)
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = {
    SWEDISH: "och att i som är en av för på med till den det inte om ett har de ska vid från eller kan sig under",
    "en": "the of and to is that with are be by this from which has have was were not or it shall their these its",
    "fi": "on ei että se joka sekä myös mukaan tai oli ovat voi jos kun niin kunnan siitä tämä hän kuin",
    "de": "der die das und ist nicht mit von auf dem ein eine wird werden im zu sich bei nach durch oder wurde",
    "fr": "le la les et est dans pour que une par sur pas du au avec sont ce qui il nous",
    "es": "el los las que del para una por con se su es no lo como más al este",
    "pl": "w na z do nie się że jest oraz przez dla od po jak lub ich być",
    "so": "iyo ee ka ku oo waa waxaa la si ay uu in lagu ah waxay",
    "se": "lea leat dahje maid ahte mat leamaš galgá sámi birra dan dat go mii eai",
    "no": "og ikke til av har ble også etter skal fra som på det hvor være",
}
_OF = {language: frozenset(words.split()) for language, words in _SMALL.items()}


def of(text: str) -> str:
    """The language of `text` as BCP 47 has it; "sv" where another is not plain to see."""
    for script, language, own, other in _SCRIPTS:
        if len(script.findall(text)) >= max(LEAST_LETTERS, len(text) / 3):
            return other if own and own.search(text) else language
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = {language: sum(word in small for word in words) for language, small in _OF.items()}
    best = max(counts, key=lambda language: (counts[language], language == SWEDISH))
    return best if counts[best] >= LEAST and counts[best] >= 2 * counts[SWEDISH] else SWEDISH

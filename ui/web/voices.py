"""The three voices that an answer is told in: an answer, the nearest that there is, or nothing.

All their words stand here side by side, for the pages and the command, so that no two of them sound alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from search_api.schemas import AskResponse, Certainty


@dataclass(frozen=True, slots=True)
class Voice:
    """What is said around what was found: `heading` and `lead` before it, `sources` and `others` over the cards.

    `style` is the class of its region. `take` is on the buttons of the files and `file` their name; `question`,
    `right` and `wrong` ask the reader's opinion.
    """

    heading: str
    lead: str
    style: str
    sources: str
    others: str
    take: str
    file: str
    question: str
    right: str
    wrong: str


_VOICES = {
    Certainty.ANSWER: Voice(
        heading="Svar",
        lead="",
        style="bm-answer",
        sources="Källor",
        others="Fler träffar",
        take="Ta med svaret",
        file="svar",
        question="Stämmer svaret?",
        right="Rätt svar",
        wrong="Fel svar",
    ),
    Certainty.NEAREST: Voice(
        heading="Närmast i handlingarna",
        lead="Arkivet har inget säkert svar. Det här är de ställen som ligger närmast frågan.",
        style="bm-answer bm-nearest",
        sources="Ställena i sitt sammanhang",
        others="Fler träffar",
        take="Ta med ställena",
        file="narmast",
        question="Finns svaret bland ställena?",
        right="Ja, svaret finns här",
        wrong="Nej, svaret finns inte här",
    ),
    Certainty.NONE: Voice(
        heading="Jag hittar inget om detta i handlingarna",
        lead="Inget av det som söktes igenom handlar om det som frågan gäller.",
        style="bm-answer bm-none",
        sources="Källor",
        others="Närmaste träffar, som inte besvarar frågan",
        take="Intyg över sökningen",
        file="intyg",
        question="Stämmer det att svar saknas?",
        right="Rätt, svar saknas",
        wrong="Fel, svaret finns",
    ),
}


def voice(response: AskResponse) -> Voice:
    """The voice that `response` is told in."""
    return _VOICES[response.certainty]

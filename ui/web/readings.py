"""What was read from a question, as buttons: each takes a reading away and puts it back."""

from __future__ import annotations

import streamlit as st

from search_api.schemas import Interpreted, ReadingView
from ui.web.asked import Asked
from ui.web.markup import element, label, show
from ui.web.texts import counted


def chips(asked: Asked) -> tuple[ReadingView, ...] | None:
    """Show the readings; which ones are to be left out from now on, where the visitor chose so."""
    read, ignored = asked.response.interpreted, asked.ignored
    if not read.readings and not ignored:
        return None
    away = {reading.id for reading in ignored}
    # Once each, though a question may name a thing twice; and in its order, so that a button that was pressed stays
    # where it is, and keeps the focus.
    known = {reading.id: reading for reading in reversed((*ignored, *read.readings))}
    readings = sorted(known.values(), key=lambda reading: (reading.start, reading.id))
    with st.container(key="lasningar", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="lasta"):
            show(element("p", "Läst ur frågan:", class_="bm-label"), beside=True)
            pressed = [reading for reading in readings if _chip(reading, away=reading.id in away)]
        show(element("p", _effect(read), class_="bm-hint", role="status"))
        reveal = read.hidden > 0 and st.button("Visa det dolda", type="tertiary", key="visa-dolda")
    if pressed:
        return tuple(reading for reading in readings if (reading.id in away) != (reading in pressed))
    if reveal:
        return (*ignored, *(reading for reading in read.readings if not reading.prefers))
    return None


def _chip(reading: ReadingView, *, away: bool) -> bool:
    # The style sheet gives the button its sign, and those who listen "ta bort" or, where it is struck, "ta med igen".
    text = label(reading.label)
    return st.button(f"~~{text}~~" if away else text, key=f"lasning-{reading.id}")


def _effect(read: Interpreted) -> str:
    """What the readings do to the hits."""
    hiding = [reading for reading in read.readings if not reading.prefers]
    if read.hidden:
        names = " och ".join(f"−{one.value}" if one.kind == "excluded" else f"”{one.value}”" for one in hiding)
        return f"{counted(read.hidden, 'träff är dold', 'träffar är dolda')} av {names}."
    if len(hiding) < len(read.readings):
        return "Läsningen lyfter fram träffar som stämmer med den, och döljer inga."
    return "Läsningen döljer inga träffar." if hiding else "Inget av detta räknas nu in i sökningen."

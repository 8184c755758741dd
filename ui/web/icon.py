"""The mark of Beslutsminne: a page with a decision ticked off."""

from __future__ import annotations

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0b4f6c"/>'
    '<path d="M9 8h14M9 14h14M9 20h8" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/>'
    '<path d="M18.5 22.5l2.6 2.6 4.6-5.2" stroke="#ffd166" stroke-width="2.4" fill="none" stroke-linecap="round"'
    ' stroke-linejoin="round"/></svg>'
)

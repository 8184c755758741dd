"""Personal data that committee papers carry by mistake or of need, and that a search must not spread.

Found are personnummer and samordningsnummer whose check digit is right (`numbers`), mobile telephone numbers and
private mail (`contacts`), and street addresses where someone lives (`addresses`). What people say and do in office is
public: names of elected people and officials, what officials are reached by, switchboards, authorities' addresses and
where a meeting is held are let be.
"""

from __future__ import annotations

from corpus.models import Sensitive
from corpus.privacy import addresses, contacts, numbers, plain

# Raised with every change to what is found: what the catalogue holds is then looked through anew when it is opened.
VERSION = 1


def find(text: str) -> tuple[Sensitive, ...]:
    """The personal data in `text`, in order, none over another."""
    form = plain.of(text)
    found = sorted(
        (
            one
            for finder in (numbers.find, contacts.phones, contacts.emails, addresses.find)
            for one in finder(form.text)
        ),
        key=lambda one: (one[0], -one[1]),
    )
    kept: list[Sensitive] = []
    for start, end, secret in found:
        first, last = form.span(start, end)
        if not kept or first >= kept[-1].end:
            kept.append(Sensitive(first, last, secret))
    return tuple(kept)

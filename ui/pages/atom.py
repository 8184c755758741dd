"""A feed in Atom (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
# What an id is made within, so that it says the same wherever the archive is served.
_OURS = uuid.UUID("5f1c2f0e-6f5b-4c55-9d5a-0b4c4f3f9a51")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its `author` is whose paper it is of, `text` what the paper says, `link` a whole address."""

    id: str
    title: str
    updated: dt.datetime
    author: str
    link: str
    text: str


def lasting_id(*named: str) -> str:
    """The id of what has these names, as a URN."""
    return uuid.uuid5(_OURS, "\x1f".join(named)).urn


def feed(title: str, identity: str, own: str, page: str, author: str, entries: Sequence[Entry]) -> bytes:
    """The document of a feed at the whole address `own`, of what is at `page`."""
    root = etree.Element(f"{{{NAMESPACE}}}feed", nsmap={None: NAMESPACE})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "sv")
    newest = max((one.updated for one in entries), default=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    _head(root, identity, title, newest, author)
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=own)
    _add(root, "link", rel="alternate", type="text/html", href=page)
    for one in entries:
        entry = _add(root, "entry")
        _head(entry, one.id, one.title, one.updated, one.author)
        _add(entry, "link", rel="alternate", type="text/html", href=one.link)
        _add(entry, "summary", one.text)
    document: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _head(of: etree._Element, identity: str, title: str, updated: dt.datetime, author: str) -> None:
    _add(of, "id", identity)
    _add(of, "title", title)
    _add(of, "updated", updated.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"))
    _add(_add(of, "author"), "name", author)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    made.text = None if text is None else _NOT_IN_XML.sub("\ufffd", text)
    return made

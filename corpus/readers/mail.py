"""Letters by e-mail, saved as .eml: the message itself, and the papers that are attached to it.

Read under the standard library's older policy, `compat32`: the newer one takes a time that grows with the square of a
hostile header's length.
"""

from __future__ import annotations

import email
import email.header
import mimetypes
from collections.abc import Iterator
from dataclasses import replace
from email.errors import CloseBoundaryNotFoundDefect, HeaderParseError
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime

from corpus.errors import EmptyFile, TooLarge, UnreadableFile
from corpus.models import Extraction, Span
from corpus.readers import html, text
from corpus.readers.clean import clean, paginate

_HEAD = (("Från", "from"), ("Till", "to"), ("Kopia", "cc"), ("Datum", "date"), ("Ärende", "subject"))
# No header of a letter is longer, in characters, but for a list of recipients, which is cut.
_LONGEST_HEADER = 2_000
_LONGEST_PARAMETERS = 10_000
_BODIES = ("text/plain", "text/html")
# What mail programs add: signatures, keys, receipts, Outlook's own wrapping.
_NO_PAPERS = frozenset(
    "application/pkcs7-signature application/x-pkcs7-signature application/pgp-signature application/pgp-keys"
    " application/ms-tnef application/vnd.ms-tnef message/delivery-status message/disposition-notification"
    " text/rfc822-headers text/calendar text/vcard text/x-vcard application/applefile".split()
)
_ENCRYPTED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"))


class _Policy(Compat32):
    """The older policy with headers cut short, since each look at one reads it anew."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_PARAMETERS]


# A letter within a letter is passed on as it came: no "From" quoted, no line folded anew.
_POLICY = _Policy(mangle_from_=False, max_line_length=0)


def read(data: bytes) -> Extraction:
    """The message without its attachments, on one page, below the lines "Från", "Till", "Datum" and "Ärende"."""
    message = _parse(data)
    if message.get_content_type() in _ENCRYPTED:
        raise UnreadableFile("Brevet är krypterat. Öppna det i e-postprogrammet och spara det utan kryptering.")
    head = "".join(f"{word}: {value}\n" for word, name in _HEAD if (value := _header(message, name)))
    found = [_render(part) for part in _bodies(message)]
    if not head and not any(body.text.strip() for body in found):
        raise EmptyFile("Brevet har varken avsändare eller text. Kontrollera att rätt fil har lämnats.")
    texts, headings = [paginate([head]).text], list[Span]()
    offset = len(texts[0])
    for body in found:
        headings += (Span(span.start + offset + 1, span.end + offset + 1) for span in body.headings)
        texts.append(body.text)
        offset += 1 + len(body.text)
    said = tuple(warning for body in found for warning in body.warnings)
    letter = Extraction("\n".join(texts), (Span(0, offset),), tuple(headings), said)
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for part in message.walk() for defect in part.defects):
        cut = "Brevet slutar mitt i, så text och bilagor kan saknas. Spara om det."
        return replace(letter, warnings=(cut, *said))
    return letter


def has_text(data: bytes) -> bool:
    """Whether the message says anything itself, and does not only carry attachments."""
    return any(_render(part).text.strip() for part in _bodies(_parse(data)))


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The name, without "/", and the content of each attachment, letters within the letter too."""
    message = _parse(data)
    bodies = {id(part) for part in _bodies(message)}
    for number, part in enumerate((part for part in _leaves(message) if id(part) not in bodies), 1):
        kind, name = part.get_content_type(), _name(part)
        inline = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
        if kind in _NO_PAPERS or inline or name.casefold() in ("winmail.dat", "smime.p7s"):
            continue
        inner = part.get_payload(0) if kind == "message/rfc822" and part.is_multipart() else None
        if isinstance(inner, Message):
            stem = name.removesuffix(".eml") or _header(inner, "subject").replace("/", "-") or f"brev {number}"
            yield f"{stem}.eml", inner.as_bytes()
        else:
            yield name or f"bilaga {number}{mimetypes.guess_extension(kind) or ''}", _payload(part)


def _parse(data: bytes) -> Message:
    try:
        message = email.message_from_bytes(data, policy=_POLICY)
        if not any(name.casefold() in ("from", "to", "subject", "date", "received") for name in message):
            raise UnreadableFile("Filen är inget e-brev. Spara brevet på nytt från e-postprogrammet som .eml.")
    except RecursionError as error:
        raise TooLarge("Brevet har för många brev i varandra. Spara bilagorna för sig.") from error
    return message


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that are no wrappers, in order; of alternatives one, the plainest that says anything."""
    children = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(children, list):
        yield message
        return
    parts = [part for part in children if isinstance(part, Message)]
    if message.get_content_subtype() == "alternative":
        chosen = sorted(parts, key=_preference)[:1]
        parts = chosen + [part for part in parts if part not in chosen and part.get_filename()]
    for part in parts:
        yield from _leaves(part)


def _preference(part: Message) -> int:
    kind = part.get_content_type()
    if kind == "text/plain":
        return 0 if _render(part).text.strip() else 3
    return 1 if kind == "text/html" or part.get_content_maintype() == "multipart" else 2


def _bodies(message: Message) -> list[Message]:
    """The parts that are the message itself: text without a name."""
    return [
        part
        for part in _leaves(message)
        if part.get_content_type() in _BODIES
        and part.get_content_disposition() != "attachment"
        and not part.get_filename()
    ]


def _render(part: Message) -> Extraction:
    data = _payload(part)
    try:
        source = text.decode(data, part.get_content_charset() or "")
    except UnreadableFile:  # a letter with a broken character is still a letter
        source = data.decode("utf-8", "replace")
    if part.get_content_type() == "text/html":
        return html.render(source)
    return paginate([source.replace("\f", "\n")])


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _header(message: Message, name: str) -> str:
    """A header as it is read, on one line; a date as "2024-05-14 09:30", as the sender's clock showed it."""
    raw = next((value for key, value in message.raw_items() if key.casefold() == name), "")
    value = " ".join(clean(_decoded(str(raw)[:_LONGEST_HEADER])).split())
    if name == "date":
        try:
            return parsedate_to_datetime(value).strftime("%Y-%m-%d %H:%M")
        except (ValueError, TypeError, IndexError, OverflowError):
            return value
    return value


def _name(part: Message) -> str:
    name = part.get_filename()
    return " ".join(clean(_decoded(name[:_LONGEST_HEADER])).split()).replace("/", "-") if name else ""


def _decoded(raw: str) -> str:
    """A header's value with its encoded words ("=?iso-8859-1?Q?=C4rende?=") decoded."""
    words = raw.encode("ascii", "surrogateescape") if any("\udc80" <= char <= "\udcff" for char in raw) else b""
    if words:  # bytes that are not ASCII stand there as they are
        try:
            raw = text.decode(words)
        except UnreadableFile:
            raw = words.decode("cp1252", "replace")
    try:
        return str(email.header.make_header(email.header.decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        return raw

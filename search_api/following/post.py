"""Letters out of the house: by an SMTP server, encrypted but on the way to this very machine."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
from dataclasses import dataclass, field
from email.errors import HeaderParseError, MessageDefect
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from corpus.errors import BadRequest

SECONDS = 10.0  # for each answer of the server
_PORTS = {"smtp": 587, "smtps": 465}
# What browsers take for an address in a form (HTML, "valid e-mail address"), with a domain of two parts at least.
_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_ADDRESS = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")
_LONGEST = 254  # RFC 5321, 4.5.3.1


def address_of(written: str) -> str:
    """An address as somebody wrote it in a form, with its domain in small letters (RFC 5321, 2.4).

    Raises `BadRequest` where it is none that a letter can go to.
    """
    written = written.strip()
    try:
        if len(written) > _LONGEST or not _ADDRESS.fullmatch(written):
            raise ValueError
        local, _, domain = written.rpartition("@")
        return str(Address(addr_spec=f"{local}@{domain.lower()}"))
    except (ValueError, IndexError, HeaderParseError, MessageDefect):
        raise BadRequest(
            f"E-postadressen är {written!a:.80}. Skriv en adress med bara bokstäverna a–z, till exempel"
            " namn@kommun.example."
        ) from None


def sender_of(written: str) -> tuple[str, str]:
    """The name, or "", and the address of a sender such as "Arkivet <arkiv@kommun.example>". Raises `BadRequest`."""
    name, address = parseaddr(written)
    try:
        if any(ord(char) < 32 for char in written):
            raise BadRequest("")
        return name, address_of(address)
    except BadRequest:
        raise BadRequest("avsändaren är ingen e-postadress; skriv den som ”Arkivet <arkiv@kommun.example>”") from None


class Unsent(Exception):
    """A letter was not taken; the `reason` names no address.

    `own` says that it is for what the letter says or whom it goes to, so that others may be taken; `refused` that it is
    for good.
    """

    def __init__(self, reason: str, *, own: bool = False, refused: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.own = own
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Post:
    """An SMTP server: `is_tls` from the first byte (RFC 8314), else `starttls` unless the letters stay on this machine.

    Who it is logged in to as is in no text of this.
    """

    host: str
    port: int
    is_tls: bool
    starttls: bool
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> Self:
        """The server of smtp://USER:PASSWORD@HOST:PORT, or smtps://; with ?starttls=no not encrypted.

        Raises `ValueError`, in Swedish, for what is no such address.
        """
        told = "skriv den som smtp://namn:lösenord@server:587 eller smtps://…, med ”?starttls=no” utan kryptering"
        try:
            parts = urlsplit(url)
            port, asked = parts.port, dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
        except ValueError:
            raise ValueError(f"adressen kan inte läsas; {told}") from None
        is_known = asked.keys() <= {"starttls"} and asked.get("starttls", "no") == "no"
        if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.fragment or not is_known:
            raise ValueError(f"adressen är av ett okänt slag; {told}")
        is_tls = parts.scheme == "smtps"
        starttls = not is_tls and not _is_here(parts.hostname) and "starttls" not in asked
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port or _PORTS[parts.scheme], is_tls, starttls, user, password)

    def send(self, letter: bytes, sender: str, to: str) -> None:
        """Give a letter, as it goes over the line, to the server. Raises `Unsent`."""
        try:
            with self._connected() as server:
                server.sendmail(sender, [to], letter)
        except smtplib.SMTPRecipientsRefused as error:
            ((code, _),) = error.recipients.values()
            raise Unsent(f"the server refuses the recipient ({code})", own=True, refused=_is_final(code)) from None
        except smtplib.SMTPResponseException as error:
            # What a letter says is refused for good; whatever else is said to it may be said to any other.
            own = isinstance(error, smtplib.SMTPDataError) and _is_final(error.smtp_code)
            raise Unsent(f"{type(error).__name__} ({error.smtp_code})", own=own, refused=own) from None
        except ssl.SSLCertVerificationError as error:
            raise Unsent(f"the server's certificate is not valid ({error.verify_message})") from None
        except (OSError, smtplib.SMTPException) as error:
            told = error.strerror if isinstance(error, OSError) and error.strerror else ""
            raise Unsent(f"{type(error).__name__} {told}".strip()) from None

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.is_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.starttls:
                server.starttls(context=context)  # raises where the server has none: nothing is sent in the clear
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


def _is_final(code: int) -> bool:
    # RFC 5321, 4.2.1. A recipient that is refused for now is mostly to be asked again in some minutes (RFC 6647).
    return 500 <= code < 600


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""The letters: one that asks whether somebody wants them, and the digest of what is new."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formatdate
from urllib.parse import urlsplit

from corpus.catalogue.watches import Watch
from search_api.following import links
from search_api.following.followed import Followed, Sort
from search_api.following.news import News
from search_api.following.post import sender_of

MOST = 20  # places in a digest; the rest is counted
_LONGEST_SUBJECT = 90  # characters of what is followed
_UNSUBSCRIBE = "List-Unsubscribe"


class _Whole(EmailPolicy):
    """Headers as SMTP has them, but the address that ends a watch whole: an encoded word is no address (RFC 2047)."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """See `EmailPolicy`."""
        if name == _UNSUBSCRIBE:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return bytes(super().fold_binary(name, value))


_POLICY = _Whole(linesep="\r\n")

_SORTS = {
    "sv": {Sort.SEARCH: "en sökning", Sort.CASE: "ett ärende", Sort.BODY: "ett organ"},
    "en": {Sort.SEARCH: "a search", Sort.CASE: "a case", Sort.BODY: "a body"},
}
_TEXTS = {
    "sv": {
        "confirm": "Bekräfta din bevakning",
        "asked": (
            "Någon, troligen du, har på {url} bett om mejl till den här adressen när det finns något nytt i {sort} i"
            " arkivet.\n\nVill du ha dem, öppna länken och tryck på knappen där. Länken gäller i 48 timmar:\n\n{way}\n"
            "\nVill du inte, gör ingenting. Då kommer inga fler mejl, och adressen tas bort."
        ),
        "new": "Nytt: {name}",
        "digest": "Nytt i din bevakning av {name}:",
        "more": "… och {more} till. Allt står på {page}",
        "page": "Hela urvalet: {page}",
        "leave": (
            "Du får mejlet för att du har bekräftat en bevakning på {url}.\nAvsluta den, så tas din adress bort:\n{way}"
        ),
    },
    "en": {
        "confirm": "Confirm what you follow",
        "asked": (
            "Somebody, probably you, has asked at {url} for e-mails to this address when there is something new in"
            " {sort} in the archive.\n\nIf you want them, open the link and press the button there. The link holds for"
            " 48 hours:\n\n{way}\n\nIf you do not, do nothing. No more e-mails will come, and the address is removed."
        ),
        "new": "New: {name}",
        "digest": "New in what you follow, {name}:",
        "more": "… and {more} more. All of it is at {page}",
        "page": "All of it: {page}",
        "leave": (
            "You get this e-mail because you have confirmed that you follow this at {url}.\nEnd it, and your address is"
            " removed:\n{way}"
        ),
    },
}


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes the letters of the service at `url`, from `sender`."""

    url: str
    sender: str

    def confirmation(self, watch: Watch, code: str) -> EmailMessage:
        """The letter with the `code` that confirms a watch.

        It has no word of a search: whoever asks for it may write anything, to any address.
        """
        texts, followed = _TEXTS[watch.language], Followed.model_validate_json(watch.asked)
        way = f"{self.url}{links.with_code(links.CONFIRM, code, watch.language)}"
        letter = self._letter(watch, texts["confirm"], code)
        sort = _SORTS[watch.language][followed.sort]
        return _with_text(letter, texts["asked"].format(url=self.url, sort=sort, way=way))

    def digest(self, watch: Watch, news: Sequence[News], until: dt.datetime) -> EmailMessage:
        """What is new since the last letter, until `until`: body, day, §, heading, quote and page of each.

        Written anew it has the same Message-ID, by which who gets it twice drops one.
        """
        texts, followed = _TEXTS[watch.language], Followed.model_validate_json(watch.asked)
        page, name = f"{self.url}{links.in_language(followed.page, watch.language)}", followed.name
        way = f"{self.url}{links.with_code(links.LEAVE, watch.leaving, watch.language)}"
        short = name if len(name) <= _LONGEST_SUBJECT else f"{name[:_LONGEST_SUBJECT]} …"
        letter = self._letter(watch, texts["new"].format(name=short), f"{watch.leaving} {until.isoformat()}")
        letter[_UNSUBSCRIBE] = f"<{way}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        rest = len(news) - MOST
        told = [texts["digest"].format(name=name), *(self._told(one, watch.language) for one in news[:MOST])]
        told.append(texts["more"].format(more=rest, page=page) if rest > 0 else texts["page"].format(page=page))
        return _with_text(letter, "\n\n".join([*told, f"-- \n{texts['leave'].format(url=self.url, way=way)}"]))

    def _told(self, one: News, language: str) -> str:
        cited = one.cited
        # Each line is marked as a quote, so that no paper can write lines of the letter's own.
        quote = "\n".join(f"> {line}".rstrip() for line in cited.text.splitlines())
        place = links.leaf(cited.entry.id, cited.page, cited.start, cited.end)
        way = f"{self.url}{links.in_language(place, language)}"
        return f"* {_in_a_line(cited.reference)}\n  {_in_a_line(one.heading)}\n\n{quote}\n\n  {way}"

    def _letter(self, watch: Watch, subject: str, key: str) -> EmailMessage:
        letter = EmailMessage(policy=_POLICY)
        name, address = sender_of(self.sender)
        letter["From"] = Address(name, addr_spec=address)
        letter["To"] = Address(addr_spec=watch.address)
        letter["Subject"] = _in_a_line(subject)
        letter["Date"] = formatdate(localtime=False)
        letter["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{urlsplit(self.url).hostname}>"
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer by a machine
        letter["Content-Language"] = watch.language
        return letter


def _with_text(letter: EmailMessage, text: str) -> EmailMessage:
    letter.set_content(f"{text}\n", charset="utf-8", cte="quoted-printable")
    return letter


def _in_a_line(text: str) -> str:
    return " ".join(text.split())

"""Papers with numbers of people in every field that a paper has, and what finds those numbers in anything."""

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote

from corpus.privacy import plain
from tests.corpus.spellings import SPELLINGS, number, spelled

FIELDS = ("title", "heading", "body", "mover", "case", "file", "folder", "member", "attachment", "failure")
# What a name of a file can have in it, and what a diarienummer may look like.
_NAMED = [name for name, template in SPELLINGS.items() if not re.search(r"[/\\\n\t|?=:%]|\u200b|\u2060|│", template)]
_NUMBERED = ("dash", "plus", "en dash", "twelve dash", "minus")
_TEN = re.compile(r"(?=(\d\d)\D{0,2}(\d\d)\D{0,2}(\d\d)\D{0,14}(\d{4}))")

MINUTES = """Norrskärs kommun
Socialnämnden
SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: {day}

§ {at} Bistånd till {heading}
Dnr SN 2024/{at}, {case}

Ärendet
Boendet vid Norrsand söks för {body}. Det kostar {at} kronor om dagen.

Yrkanden
Anna Ek (S) och {mover} yrkar bifall till ansökan.

Beslut
Socialnämnden beviljar {body} boendet vid Norrsand.

Reservation
Bo Berg (M) reserverar sig mot beslutet om {body}.
"""
MEMO = """Norrskärs kommun
TJÄNSTESKRIVELSE
{day}
Dnr SN 2024/{at}

Socialnämnden

Rubrik: Boendet vid Norrsand för {title}

Ärendet
{body} har ansökt om boendet vid Norrsand.

Bedömning av {heading}
Förvaltningen bedömer att ansökan bör bifallas.

Förslag till beslut
Socialnämnden beviljar ansökan.
"""


class Planted:
    """Numbers of people: a field and a spelling has one of its own, so that one that leaves tells where it was."""

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {}

    def put(self, field: str, spelling: str) -> str:
        """A new number of a field, spelled."""
        at = len(self.numbers)
        twelve = number(dt.date(1940, 1, 1) + dt.timedelta(days=23 * at), 100 + at % 900)
        self.numbers[twelve[2:]] = f"{field}, {spelling}"
        return spelled(twelve, spelling)

    def shown(self, text: str) -> list[str]:
        """Which fields and spellings a text shows, whatever stands between the parts of a number."""
        form = plain.of(unquote(text)).text
        found = ("".join(match.groups()) for match in _TEN.finditer(form))
        return [self.numbers[ten] for ten in found if ten in self.numbers]


def strings(data: Any) -> Iterator[str]:
    """Yield every string of a piece of JSON, names of fields too."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield name
            yield from strings(value)
    elif isinstance(data, list):
        for one in data:
            yield from strings(one)


def texts_of(content: bytes, media_type: str) -> Iterator[str]:
    """Yield the strings of a response or a file: JSON, lines of JSON, a Word file or a text."""
    if media_type.startswith("application/vnd.openxml"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield re.sub(r"<[^>]+>", "", packed.read(name).decode("utf-8", "replace"))
    elif "json" in media_type:
        for line in content.decode().splitlines() if "ndjson" in media_type else [content.decode()]:
            yield from strings(json.loads(line))
    else:
        yield content.decode()


def files(planted: Planted) -> dict[str, bytes]:
    """Return papers by name, with numbers in every field; the last ones cannot be read."""
    made: dict[str, bytes] = {}
    for at, spelling in enumerate(SPELLINGS, 1):
        day = dt.date(2024, 1, 1) + dt.timedelta(days=at)
        named = spelling if spelling in _NAMED else _NAMED[at % len(_NAMED)]
        field = {name: planted.put(name, spelling) for name in ("title", "heading", "body", "mover")}
        field["case"] = planted.put("case", _NUMBERED[at % len(_NUMBERED)])
        text = (MINUTES if at % 2 else MEMO).format(day=day, at=at, **field)
        folder, name = planted.put("folder", named), planted.put("file", named)
        made[f"{folder}/beslut {name} {at}.txt"] = text.encode()
    members = {
        f"bilaga {planted.put('member', one)} {at}.txt": memo(planted, one, 900 + at)
        for at, one in enumerate(_NAMED[:5])
    }
    members[f"trasig {planted.put('failure', 'dash')}.pdf"] = b"%PDF-1.4 trasig"
    made["arkiv.zip"] = zipped(members)
    made["brev.eml"] = letter(
        {f"{planted.put('attachment', one)} {one}.txt": memo(planted, one, 950) for one in _NAMED[5:8]}
    )
    for one in ("dash", "iso", "none"):
        made[f"{planted.put('failure', one)}.docx"] = b"ingen Word-fil"
    return made


def memo(planted: Planted, spelling: str, at: int) -> bytes:
    """Return a memo with numbers of its own."""
    field = {name: planted.put(name, spelling) for name in ("title", "heading", "body")}
    return MEMO.format(day="2024-06-07", at=at, **field).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip of files by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def letter(attached: dict[str, bytes]) -> bytes:
    """Return a letter with attachments by name."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "bo@lindsala.se", "registrator@lindsala.se", "Handlingar"
    message.set_content("Hej, här kommer handlingarna.")
    for name, content in attached.items():
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()

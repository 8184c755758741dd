"""Hostile files, made on the spot: each is a name and what makes its content of a sound PDF and a sound Word file."""

import io
import random
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from docx.oxml.ns import nsdecls

from tests.corpus import hostile_pdf

Make = Callable[[bytes, bytes], bytes]
MEGABYTE = 2**20


def hostile() -> dict[str, Make]:
    """Return each hostile file by its name; what makes it takes a PDF and a Word file that are sound."""
    return dict(
        [
            *_fuzzed(),
            *_cut(),
            *_tiny(),
            *_packages(),
            *hostile_pdf.files(),
            *_xml(),
            *_nested(),
            *_encoded(),
            *_letters(),
            *_rtf(),
            *_wide(),
            *_shaped(),
        ]
    )


def zipped(*members: tuple[str, bytes]) -> bytes:
    """Return a zip of members, several of the same name too."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def replaced(word: bytes, **parts: bytes) -> bytes:
    """Return a Word file with parts replaced, each named by the last word of its path."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        return zipped(
            *((name, parts.get(name.split("/")[-1].split(".")[0], archive.read(name))) for name in archive.namelist())
        )


def _body(inside: str, prologue: str = "") -> bytes:
    return f"{prologue}<w:document {nsdecls('w')}><w:body>{inside}</w:body></w:document>".encode()


def _flipped(data: bytes, seed: int, share: float) -> bytes:
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(max(1, int(len(data) * share))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _part(word: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        return archive.read("word/document.xml")


def _fuzzed() -> Iterator[tuple[str, Make]]:
    for seed in range(12):
        share = (0.0005, 0.005, 0.05)[seed % 3]
        yield f"fuzz {seed}.pdf", lambda pdf, _, seed=seed, share=share: _flipped(pdf, seed, share)
        yield f"fuzz {seed}.docx", lambda _, word, seed=seed, share=share: _flipped(word, seed, share)
    for seed in range(6):
        yield (
            f"fuzz xml {seed}.docx",
            lambda _, word, seed=seed: replaced(word, document=_flipped(_part(word), seed, 0.001)),
        )


def _cut() -> Iterator[tuple[str, Make]]:
    for tenths in range(1, 10):
        yield f"kapad {tenths}.pdf", lambda pdf, _, tenths=tenths: pdf[: len(pdf) * tenths // 10]
        yield f"kapad {tenths}.docx", lambda _, word, tenths=tenths: word[: len(word) * tenths // 10]


def _tiny() -> Iterator[tuple[str, Make]]:
    for suffix in ("txt", "md", "html", "odt", "rtf", "eml", "docx", "pdf", "zip"):
        yield f"tom.{suffix}", lambda *_: b""
        yield f"en byte.{suffix}", lambda *_: b"\xe5"
    yield "pdf som.docx", lambda pdf, _: pdf
    yield "word som.pdf", lambda _, word: word
    yield "word som.zip", lambda _, word: word
    yield "word som.odt", lambda _, word: word
    yield "zip som.html", lambda _, word: word
    yield "pdf och zip.pdf", lambda pdf, word: pdf + word
    yield "pdf och zip.zip", lambda pdf, word: pdf + word
    yield "pdf och html.html", lambda pdf, _: b"<html><p>Text</p><!--" + pdf + b"-->"
    yield "program.txt", lambda *_: b"\x7fELF\x02\x01\x01" + bytes(4096)


def _packages() -> Iterator[tuple[str, Make]]:
    blank = b" " * 60 * MEGABYTE
    yield "bomb.docx", lambda _, word: replaced(word, document=blank)
    yield "bomb.zip", lambda *_: zipped(("bomb.txt", blank), ("bra.txt", "Nämnden äger en bra båt.".encode()))
    yield "bomb i bomb.zip", lambda *_: zipped(*((f"{n}.zip", zipped(("b.txt", blank))) for n in range(10)))
    yield "ljuger om storlek.docx", lambda _, word: replaced(word, document=blank).replace(*_size(len(blank)))
    yield "ljuger om storlek.zip", lambda *_: zipped(("a.txt", blank)).replace(*_size(len(blank)))
    yield "om sig själv.zip", lambda *_: _in_itself(40)
    yield "överlappande.zip", lambda *_: _overlapping(1_500)
    yield "tusentals.zip", lambda *_: zipped(*((f"{n}.txt", b"x") for n in range(10_000)))
    yield "sökvägar.zip", lambda *_: zipped(*((name, b"En mening om vatten.") for name in _PATHS))
    yield "makro.docx", _macro
    yield "länk utåt.docx", _outward


_PATHS = (
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "C:\\a.txt", "/a.txt", "a.txt", "a.txt", "./a.txt",
    "n\x00ll.txt", "rad\nbruten.txt", "\u202etxt.exe", "x" * 60_000 + ".txt", "a/" * 5_000 + "b.txt", "CON.txt", ".txt",
    "a.txt/../../b.txt", "~$a.docx", "'; DROP TABLE documents; --.txt", "<script>.html",
)  # fmt: skip


def _size(size: int) -> tuple[bytes, bytes]:
    return struct.pack("<I", size), struct.pack("<I", 1_000)


def _in_itself(depth: int) -> bytes:
    data = zipped(("a.txt", b"En mening om vatten."))
    for _ in range(depth):
        data = zipped(("igen.zip", data), ("b.txt", b"En mening om vatten."))
    return data


def _overlapping(count: int) -> bytes:
    one = zipped(("a.txt", b" " * MEGABYTE))
    directory, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entries = one[directory:end] * count
    return (
        one[:directory]
        + entries
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), directory, 0)
    )


def _macro(_: bytes, word: bytes) -> bytes:
    """Return a Word file that says it has macros, with a project of them."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return zipped(*parts.items(), ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(2048)))


def _outward(_: bytes, word: bytes) -> bytes:
    """Return a Word file whose picture and template lie on a server elsewhere."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    relations = b"".join(
        b'<Relationship Id="ut%d" Type="%s%s" Target="http://192.0.2.1/x" TargetMode="External"/>' % (n, office, kind)
        for n, kind in enumerate((b"image", b"attachedTemplate", b"footnotes", b"numbering"))
    )
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", relations + b"</Relationships>")
    return zipped(*parts.items())


_LAUGHS = "".join(f'<!ENTITY e{n} "{10 * ("&e" + str(n - 1) + ";")}">' for n in range(1, 10))
_BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "skratt">{_LAUGHS}]>'
_SECRET = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e9 SYSTEM "file:///etc/passwd">]>'
_REMOTE = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd" [<!ENTITY % y SYSTEM "file:///etc/x">%y;]>'
_ODT = "urn:oasis:names:tc:opendocument:xmlns"


def odt(inside: str, prologue: str = "") -> bytes:
    """Return an ODT file with this in its body."""
    spaces = f'xmlns:office="{_ODT}:office:1.0" xmlns:text="{_ODT}:text:1.0" xmlns:table="{_ODT}:table:1.0"'
    content = (
        f"{prologue}<office:document-content {spaces}><office:body><office:text>{inside}</office:text></office:body>"
    )
    return zipped(("content.xml", f"{content}</office:document-content>".encode()))


def _xml() -> Iterator[tuple[str, Make]]:
    for name, prologue in (("miljard skratt", _BILLION), ("främmande fil", _SECRET), ("främmande dtd", _REMOTE)):
        words = "Före &e9; efter" if "dtd" not in name else "Före efter"
        paragraph = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
        yield (
            f"{name}.docx",
            lambda _, word, inside=paragraph, prologue=prologue: replaced(word, document=_body(inside, prologue)),
        )
        yield f"{name}.odt", lambda *_, words=words, prologue=prologue: odt(f"<text:p>{words}</text:p>", prologue)
        yield f"{name}.html", lambda *_, words=words, prologue=prologue: f"{prologue}<p>{words}</p>".encode()


def _nested() -> Iterator[tuple[str, Make]]:
    cell = "<w:tbl><w:tr><w:tc>"
    deep = cell * 60 + "<w:p><w:r><w:t>djup</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 60
    deeper = "<w:ins>" * 100_000 + "</w:ins>" * 100_000
    yield "djupa tabeller.docx", lambda _, word: replaced(word, document=_body(deep))
    yield "djup xml.docx", lambda _, word: replaced(word, document=_body(deeper))
    yield "djupa avsnitt.odt", lambda *_: odt("<text:section>" * 90_000 + "</text:section>" * 90_000)
    lists = "<text:list><text:list-item>" * 100
    yield "djupa listor.odt", lambda *_: odt(f"{lists}<text:p>x</text:p>{'</text:list-item></text:list>' * 100}")
    for name, tag in (("rutor", "<div>"), ("tabeller", "<table><tr><td>"), ("listor", "<ul><li>"), ("stil", "<b>")):
        yield f"djupa {name}.html", lambda *_, tag=tag: (f"{tag}x" * 100_000).encode()
    yield "djupa grupper.rtf", lambda *_: b"{\\rtf1 " + b"{" * MEGABYTE + b"x" + b"}" * MEGABYTE
    yield "djupa parenteser.txt", lambda *_: b"(" * MEGABYTE + b"x" + b")" * MEGABYTE
    yield "djupa citat.md", lambda *_: b"> " * (MEGABYTE // 2) + b"x"


def _encoded() -> Iterator[tuple[str, Make]]:
    words = "Nämnden beslutar § 14 på Åstön.\n" * 200
    for encoding in ("utf-7", "utf-16-le", "utf-32", "cp500", "shift-jis", "hz"):
        data = words.encode(encoding, "replace")
        yield f"kodning {encoding}.txt", lambda *_, data=data: data
    yield "blandad kodning.txt", lambda *_: words.encode() + words.encode("cp1252")
    yield "ensamma surrogat.txt", lambda *_: words.encode() + b"\xed\xa0\x80" * 100
    yield "överlånga tecken.txt", lambda *_: b"\xc0\xaf" * 10_000
    yield "två märken.html", lambda *_: b"\xff\xfe\xfe\xff" + words.encode("utf-16-be")
    yield "fel kodning.html", lambda *_: b'<meta charset="utf-16"><p>' + words.encode("cp1252")
    yield "höger till vänster.txt", lambda *_: ("\u202e" + words + "\u2066\u200f" * 10_000).encode()
    yield "accenter.txt", lambda *_: ("a" + "\u0301\u0316" * 500_000).encode()
    yield "osynligt.txt", lambda *_: ("\u200b\u00ad\U000e0041" * 100_000 + "x").encode()


def _letters() -> Iterator[tuple[str, Make]]:
    head = b"From: a@x.example\r\nSubject: x\r\n"
    mixed = head + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    attached = b"--x\r\nContent-Disposition: attachment; filename=a%d.txt\r\n\r\nx\r\n"
    yield "tusentals delar.eml", lambda *_: mixed + b"".join(attached % n for n in range(10_000)) + b"--x--"
    yield "gränser.eml", lambda *_: mixed + b"--x\r\n\r\nx\r\n" * 100_000
    inner = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n'
    yield "djupa delar.eml", lambda *_: head + b"".join(inner % (n, n) for n in range(3_000))
    yield "brev i brev.eml", lambda *_: (head + b"Content-Type: message/rfc822\r\n\r\n") * 3_000
    base64 = b"--x\r\nContent-Disposition: attachment; filename=a.txt\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    yield "skräp i base64.eml", lambda *_: mixed + base64 + b"=A=" * 500_000 + b"\r\n--x--"
    for name, header in (
        ("parenteser", b"From: " + b"(" * MEGABYTE),
        ("adresser", b"From: " + b"a@b," * 200_000),
        ("parametrar", b"From: a\r\nContent-Type: text/plain; " + b"a=b;" * 200_000),
        ("fortsättningar", b"From: a\r\nContent-Type: text/plain; " + b"".join(b"n*%d=a;" % n for n in range(20_000))),
        ("kodade ord", b"Subject: " + b"=?utf-8?q?a?= " * 70_000),
        ("rader", b"From: a\r\n" + b"X: y\r\n" * 200_000),
        ("vikning", b"Subject: " + b"a\r\n " * 300_000),
    ):
        yield f"huvud av {name}.eml", lambda *_, header=header: header + b"\r\n\r\nText"
    name = b"Content-Disposition: attachment; filename*=nul\x00l'x'../../%2e%2e/etc/passwd%00.txt"
    yield "bilagas namn.eml", lambda *_: mixed + b"--x\r\n" + name + b"\r\n\r\nx\r\n--x--"


def _rtf() -> Iterator[tuple[str, Make]]:
    for name, body in (
        ("ljuger om bin", b"\\bin999999999 " + b"x" * 1000),
        ("negativ bin", b"\\bin-5 " * 100_000),
        ("tecken", b"\\u-1?" * 200_000),
        ("bytes", b"\\'e5" * 300_000),
        ("celler", b"\\intbl x\\cell " * 70_000),
        ("omvända streck", b"\\" * MEGABYTE),
        ("noter", b"{\\footnote x" * 80_000),
        ("stilar", b"{\\stylesheet" + b"{\\s1 heading;}" * 70_000),
        ("stjärnor", b"{\\*" * 300_000),
    ):
        yield f"{name}.rtf", lambda *_, body=body: b"{\\rtf1 " + body


def _wide() -> Iterator[tuple[str, Make]]:
    row = "<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>"
    yield "lång tabell.docx", lambda _, word: replaced(word, document=_body(f"<w:tbl>{row * 20_000}</w:tbl>"))
    cell = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    yield (
        "bred tabell.docx",
        lambda _, word: replaced(word, document=_body(f"<w:tbl><w:tr>{cell * 20_000}</w:tr></w:tbl>")),
    )
    yield "stor tabell.html", lambda *_: b"<table>" + b"<tr><td>a<td>b" * 50_000
    spread = 'table:number-columns-repeated="1000000000"'
    yield (
        "uppmätt tabell.odt",
        lambda *_: odt(
            f'<table:table><table:table-row table:number-rows-repeated="1000000000"><table:table-cell {spread}>'
            f'<text:p>x<text:s text:c="1000000000"/></text:p></table:table-cell></table:table-row></table:table>'
        ),
    )
    yield "en rad.txt", lambda *_: "Nämnden beslutar. ".encode() * 300_000
    yield "ett ord.txt", lambda *_: b"a" * 2 * MEGABYTE
    yield "miljon rader.txt", lambda *_: b"\n" * MEGABYTE + b"x"
    yield "tiotusen sidor.txt", lambda *_: b"Sida\n\f" * 10_000


def _shaped() -> Iterator[tuple[str, Make]]:
    """Text in the shape of what the finders of structure look for, over and over."""
    for name, piece in {
        "paragrafer": "§ 1 ",
        "paragraftecken": "§",
        "paragrafrader": "§ 1\n",
        "stigande": None,
        "avstavat": "a- ",
        "avstavade rader": "ab-\n",
        "punkter": ".",
        "punkter isär": ". ",
        "streck": "-",
        "siffror": "1",
        "siffror isär": "1 ",
        "datum": "2024-02-",
        "diarienummer": "KS 2024/",
        "dnr": "Dnr ",
        "blanka": " ",
        "tabbar": "\t",
        "versaler": "A",
        "versaler isär": "Å ",
        "nämnd": "nämnd och ",
        "kommun": "Ek kommun ",
        "namn": "Anna Ek (S), ",
        "partier": "(S) ",
        "beslut": "Beslut\n",
        "yrkar": "yrkar att ",
        "röster": "5 ja-röster mot ",
        "kapitel": "2 kap. 3 § ",
        "uppräkning": "1. ",
        "rutor": "| ",
        "understreck": "_",
        "stjärnor": "**",
        "nummertecken": "# ",
        "citat": "”",
        "klockslag": "kl. 13.00-",
        "personnummer": "19121212-",
        "telefon": "070-",
        "epost": "a@a.",
        "nära": "Sida 1 av ",
    }.items():
        yield f"form {name}.txt", partial(_repeated, piece)


def _repeated(piece: str | None, *_: bytes) -> bytes:
    if piece is None:
        return "".join(f"§ {n % 9999} Om vatten\n" for n in range(40_000)).encode()
    return (piece * (MEGABYTE // len(piece.encode()))).encode() + b"\nslut"
